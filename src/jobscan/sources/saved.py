"""Answers of boards that somebody saved: read as the board itself reads them, with the same ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from jobscan.errors import Failure, JobscanError, SourceError
from jobscan.posting import Posting
from jobscan.sources.archive import read_page
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.ids import SeenIds
from jobscan.sources.recognised import recognise
from jobscan.sources.rows import source_name
from jobscan.sources.stream import Document, Result, Results

__all__ = ["read_answer", "read_listed", "recognise"]


def read_answer(
    document: Document, found: tuple[Board, Request], payload: Payload, *, at: str = ""
) -> Results:
    """The postings of an answer that stands at `at` in a document.

    found: whose answer it is, and to which request. Where the answer does not tell its board, the name of the
    file stands for it. Raises SourceError: damaged; no_text for a list of postings without their texts;
    no_posting.
    """
    page = _read(document, found, payload, at=at)
    for item in page.postings:
        yield _limited(item, document)
    missing = len(page.listed) - len(page.postings)
    if missing > 0 and page.next:
        yield document.failure("no_text", _no_text(found, missing), at=at)


def read_listed(document: Document, found: tuple[Board, Request], elements: Iterable[Any]) -> Results:
    """The postings of an answer that is a bare list, element by element, however long it is.

    Of what repeats an id, the first is read. Raises SourceError as read_answer does.
    """
    seen, empty = SeenIds(), True
    for number, element in enumerate(elements, start=1):
        place = f"#{number}"
        try:
            page = _read(document, found, [element])
        except SourceError as error:
            if error.reason == "no_text":
                raise SourceError("no_text", _no_text(found, None)) from error
            if error.reason == "no_posting" or number == 1:
                continue  # the notice that some put first
            page = Page((Failure(document.origin, error.reason, error.detail),))
        for item in page.postings:
            empty = False
            if isinstance(item, Failure) or seen.unique(item.id) == item.id:
                yield _limited(replace(item, origin=document.origin + place), document)
    if empty:
        raise SourceError("no_posting", f"is an answer of {found[0].title} without a posting")


def _read(document: Document, found: tuple[Board, Request], payload: Payload, *, at: str = "") -> Page:
    """What the board reads in it. Raises SourceError where that is not a single posting."""
    board, request = found
    if not request.board and _needs_token(board):
        request = replace(request, board=source_name(document.name))
    page = read_page(board, Answer(request, payload, document.origin + at))
    if page.postings:
        credited = (_credited(item, board) for item in page.postings)
        return replace(page, postings=tuple(credited))
    if page.next:
        raise SourceError("no_text", _no_text(found, len(page.listed)))
    raise SourceError("no_posting", f"is an answer of {board.title} without a posting")


def _no_text(found: tuple[Board, Request], count: int | None) -> str:
    board, request = found
    name = f"{board.name}:{request.board or 'NAME'}" if _needs_token(board) else board.name
    counted = "the postings have" if count is None else f"{count:,} postings have"
    if count == 1:
        counted = "1 posting has"
    return (
        f"is a list of {board.title}, in which {counted} no description: fetch it with `jobscan fetch {name}`"
    )


def _credited(item: Result, board: Board) -> Result:
    """The posting with the words of credit that its source demands."""
    if isinstance(item, Failure):
        return item
    return replace(
        item,
        attribution=item.attribution or board.attribution,
        terms_url=item.terms_url or board.terms_url,
    )


def _limited(item: Result, document: Document) -> Result:
    most = document.limits.max_text_chars
    if isinstance(item, Posting) and len(item.text) > most:
        detail = f"its text has {len(item.text):,} characters, more than {most:,}"
        return Failure(item.origin, "too_large", detail)
    return item


@cache
def _needs_token(board: Board) -> bool:
    """Whether there are many boards of this provider, so that a name must be told."""
    try:
        board.requests("", Ask(keys=dict.fromkeys(board.keys, "key")))
    except JobscanError:
        return True
    return False
