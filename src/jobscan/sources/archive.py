"""The postings of an archive of fetched answers, as the fetch saw them, each in its newest version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from jobscan.errors import Failure, JobscanError, SourceError
from jobscan.posting import Posting
from jobscan.sources.archive_files import (
    Entry,
    Ledger,
    body_path,
    read_body,
    read_ledgers,
    read_sidecar,
)
from jobscan.sources.boards import board_named
from jobscan.sources.boards.board import Answer, Board, Page
from jobscan.sources.payloads import declared_charset, parse_payload
from jobscan.sources.stream import Limits, Result, Results


def read_archive(folder: Path, *, origin: str, limits: Limits) -> Results:
    """The postings of an archive, source by source, and a failure for what in it is damaged.

    origin: the folder as messages and Posting.origin name it. Postings have the credit that their source
    demands, first_seen and closed. A posting that states no date gets first_seen as date_posted, but only
    where an earlier list of its source ended well and lacked it.
    """
    for ledger in read_ledgers(folder):
        if isinstance(ledger, tuple):
            path, error = ledger
            yield Failure(f"{origin}/{path.relative_to(folder).as_posix()}", error.reason, error.detail)
            continue
        try:
            board = board_named(ledger.provider)
        except JobscanError as error:
            yield Failure(origin, "unsupported", f"holds postings of a source that is not known: {error}")
            continue
        yield from _read_source(folder, board, ledger, origin, limits)


def _read_source(folder: Path, board: Board, ledger: Ledger, origin: str, limits: Limits) -> Results:
    by_answer: dict[str, dict[str, Entry]] = {}
    for id, entry in ledger.postings.items():  # noqa: A001
        if entry.answer:
            by_answer.setdefault(entry.answer, {})[id] = entry
    for answer, wanted in by_answer.items():
        try:
            yield from _read_answer(folder, board, answer, wanted, origin, limits)
        except SourceError as error:
            yield Failure(f"{origin}/answers/{answer[:2]}/{answer}", error.reason, error.detail)


def _read_answer(
    folder: Path, board: Board, answer: str, wanted: Mapping[str, Entry], origin: str, limits: Limits
) -> Iterator[Result]:
    """The wanted postings of one answer."""
    sidecar = read_sidecar(folder, answer)
    if sidecar.provider != board.name:
        raise SourceError("damaged", f"is an answer of {sidecar.provider}, not of {board.name}")
    body = read_body(folder, sidecar, max_bytes=limits.max_document_bytes)
    payload = parse_payload(
        body, content=sidecar.content, declared=declared_charset(sidecar.headers.get("content-type", ""))
    )
    place = f"{origin}/{body_path(folder, sidecar).relative_to(folder).as_posix()}"
    page = read_page(board, Answer(sidecar.request, payload, place, sidecar.final_url))
    missing = dict(wanted)
    for found in page.postings:
        if isinstance(found, Failure):
            yield found
        elif entry := missing.pop(found.id, None):
            yield as_seen(found, board, entry)
    if missing:
        raise SourceError("no_posting", f"does not hold {len(missing)} postings that the archive names")


def read_page(board: Board, answer: Answer) -> Page:
    """What the board reads in an answer. Raises SourceError, also for an error that nobody foresaw."""
    try:
        return board.read(answer)
    except SourceError:
        raise
    except RecursionError:
        raise SourceError("too_deep", "is nested too deeply to be read") from None
    except Exception as error:
        raise SourceError("failed", f"cannot be read ({type(error).__name__}: {error})") from error


def as_seen(posting: Posting, board: Board, entry: Entry) -> Posting:
    """A posting with what the archive and its source's terms say of it."""
    return replace(
        posting,
        attribution=posting.attribution or board.attribution,
        terms_url=posting.terms_url or board.terms_url,
        first_seen=entry.first_seen,
        closed=entry.closed,
        date_posted=posting.date_posted or (entry.first_seen if entry.appeared else ""),
    )
