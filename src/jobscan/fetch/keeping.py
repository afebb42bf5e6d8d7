"""Looking after an archive: what is in it, whether it is whole, and what may go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from jobscan.errors import Failure, JobscanError, SourceError
from jobscan.fetch.store import MAX_BODY_BYTES, archive_lock, write_whole
from jobscan.sources.archive_files import (
    ANSWERS,
    ENDINGS,
    LEDGERS,
    MARKER,
    SIDECAR_ENDING,
    Ledger,
    Sidecar,
    body_path,
    is_marker,
    ledger_bytes,
    ledger_path,
    read_body,
    read_ledgers,
    read_sidecar,
)


@dataclass(frozen=True, slots=True)
class SourceState:
    """What an archive holds of one source."""

    provider: str
    board: str
    open: int
    closed: int
    first_seen: str
    last_seen: str
    complete: str
    """The day of the last list that ended well, "" for none."""
    answers: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed from an archive, or would be."""

    answers: int
    bytes: int
    postings: int


def archive_state(folder: Path) -> list[SourceState]:
    """What an archive holds, by provider and board. Raises JobscanError where the folder is no archive."""
    _check(folder)
    sizes: dict[tuple[str, str], list[int]] = {}
    for sidecar in _sidecars(folder):
        sizes.setdefault((sidecar.provider, sidecar.board), []).append(sidecar.bytes)
    states = []
    for ledger in read_ledgers(folder):
        if not isinstance(ledger, Ledger):
            continue
        kept = [entry for entry in ledger.postings.values() if entry.answer]
        own = sizes.get((ledger.provider, ledger.board), [])
        states.append(
            SourceState(
                provider=ledger.provider,
                board=ledger.board,
                open=sum(not entry.closed for entry in kept),
                closed=sum(bool(entry.closed) for entry in kept),
                first_seen=min((entry.first_seen for entry in kept), default=""),
                last_seen=max((entry.last_seen for entry in kept), default=""),
                complete=ledger.complete,
                answers=len(own),
                bytes=sum(own),
            )
        )
    return states


def verify_archive(folder: Path) -> list[Failure]:
    """All that is wrong in an archive: files that are damaged, missing, or belong to nothing.

    Raises JobscanError where the folder is no archive.
    """
    _check(folder)
    return list(_wrong(folder))


def prune_archive(
    folder: Path, *, older_than_days: int, today: date, closed: bool = False, dry_run: bool = False
) -> Pruned:
    """Remove what is older than so many days and not needed: what went, or would go in a dry run.

    That is every answer of which a newer version is there and which holds the newest version of no posting.
    closed: also the postings that were closed longer ago, with the answers that only they need. Raises
    JobscanError where the folder is no archive, or where a fetch writes into it.
    """
    _check(folder)
    before = (today - timedelta(days=older_than_days)).isoformat()
    with archive_lock(folder):
        ledgers = [ledger for ledger in read_ledgers(folder) if isinstance(ledger, Ledger)]
        if len(ledgers) < len(list((folder / LEDGERS).glob("*.json"))):
            raise JobscanError(f"{folder}: has a damaged ledger; see `jobscan archive verify`")
        slim = [_without_closed(ledger, before) if closed else ledger for ledger in ledgers]
        needed = {entry.answer for ledger in slim for entry in ledger.postings.values()}
        dropped = {
            entry.answer
            for old, new in zip(ledgers, slim, strict=True)
            for each, entry in old.postings.items()
            if each not in new.postings
        }
        sidecars = list(_sidecars(folder))
        newest: dict[str, Sidecar] = {}
        for sidecar in sorted(sidecars, key=lambda item: (item.fetched_at, item.checked_at, item.id)):
            newest[sidecar.key] = sidecar
        going = [
            sidecar
            for sidecar in sidecars
            if sidecar.id not in needed
            and sidecar.checked_at[:10] < before
            and (newest[sidecar.key] is not sidecar or sidecar.id in dropped)
        ]
        if not dry_run:
            for old, new in zip(ledgers, slim, strict=True):
                if old is not new:
                    write_whole(ledger_path(folder, new.provider, new.board), ledger_bytes(new))
            for sidecar in going:
                body = body_path(folder, sidecar)
                body.with_suffix(SIDECAR_ENDING).unlink(
                    missing_ok=True
                )  # first: without it a body counts for nothing
                body.unlink(missing_ok=True)
    gone = sum(len(old.postings) - len(new.postings) for old, new in zip(ledgers, slim, strict=True))
    return Pruned(len(going), sum(sidecar.bytes for sidecar in going), gone)


def _without_closed(ledger: Ledger, before: str) -> Ledger:
    """The ledger without the postings closed before a day; itself where there are none."""
    left = {
        each: entry for each, entry in ledger.postings.items() if not entry.closed or entry.closed >= before
    }
    return ledger if len(left) == len(ledger.postings) else replace(ledger, postings=left)


def _check(folder: Path) -> None:
    if not is_marker(folder / MARKER):
        raise JobscanError(f"{folder}: is no archive; make one with `jobscan fetch NAME --to {folder}`")


def _sidecars(folder: Path) -> Iterator[Sidecar]:
    """The sidecars that can be read."""
    for path in sorted((folder / ANSWERS).glob(f"[0-9a-f][0-9a-f]/*{SIDECAR_ENDING}")):
        try:
            yield read_sidecar(folder, path.stem)
        except SourceError:
            continue


def _wrong(folder: Path) -> Iterator[Failure]:
    whole: set[str] = set()
    for path in sorted((folder / ANSWERS).glob("*/*")):
        if path.suffix == SIDECAR_ENDING:
            try:
                sidecar = read_sidecar(folder, path.stem)
                read_body(folder, sidecar, max_bytes=MAX_BODY_BYTES)
                whole.add(sidecar.id)
            except SourceError as error:
                yield Failure(str(path), error.reason, error.detail)
        elif path.suffix not in ENDINGS.values() or not path.with_suffix(SIDECAR_ENDING).exists():
            yield Failure(
                str(path), "unsafe", "belongs to no answer; a fetch did not finish it, or it is not ours"
            )
    for ledger in read_ledgers(folder):
        if not isinstance(ledger, Ledger):
            yield Failure(str(ledger[0]), ledger[1].reason, ledger[1].detail)
            continue
        place = str(ledger_path(folder, ledger.provider, ledger.board))
        for id, entry in ledger.postings.items():  # noqa: A001
            if entry.answer and entry.answer not in whole:
                yield Failure(place, "missing", f"the answer that holds {id} is missing or damaged")
