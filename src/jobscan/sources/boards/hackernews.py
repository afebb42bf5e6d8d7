"""Hacker News, "Ask HN: Who is hiring?": a thread a month, in which each comment at the top is a posting.

The thread is found and read with Algolia's search, https://hn.algolia.com/api: two requests, where the API of
Hacker News itself, https://github.com/HackerNews/API, takes one a comment. Saved answers of both are read.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.hiring_comment import read_comment
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    list_in,
    member,
    members,
    native_id,
    object_of,
    read_rows,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import short_text
from jobscan.sources.jsonnodes import describe

_NAME: Final = "hackernews"
_TITLE: Final = "Hacker News"
_API: Final = "https://hn.algolia.com"
_SITE: Final = "https://news.ycombinator.com"
_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_ITEM: Final = re.compile(r"[1-9]\d{3,11}")
_THREAD: Final = re.compile(r"ask hn:\s*who is hiring\?\s*\(([a-z]+)\s+(20\d\d)\)", re.IGNORECASE)
_THREAD_STEP: Final = "thread"
_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_AROUND: Final = timedelta(days=5)
"""A thread is opened on the first working day of its month; in some years it was a few days off."""


def _route(url: str) -> str | None:
    return _item_of(url) or None


def _item_of(url: str) -> str:
    """The id in news.ycombinator.com/item?id=...: of a thread, or of one comment; "" for another URL."""
    address = address_of(url)
    if address is None or address.host != "news.ycombinator.com" or address.path != ("item",):
        return ""
    found = _ITEM.fullmatch(address.query.get("id", ""))
    return found[0] if found else ""


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if _ITEM.fullmatch(token):
        return (_item(token, board=token),)
    month = _MONTH.fullmatch(token)
    if month is None:
        raise unsafe(_NAME, token, expected="a month as in 2026-11, or the number of an item")
    first = datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC)
    start, end = int((first - _AROUND).timestamp()), int((first + timedelta(days=31)).timestamp())
    asked = {
        "query": "who is hiring",
        "tags": "story,author_whoishiring",
        "numericFilters": f"created_at_i>{start},created_at_i<{end}",
        "hitsPerPage": 50,
    }
    return (Request(f"{_API}/api/v1/search_by_date?{urlencode(asked)}", board=token, step="search"),)


def _item(native: str, *, board: str) -> Request:
    return Request(f"{_API}/api/v1/items/{native}", board=board, step=_THREAD_STEP)


def _read(answer: Answer) -> Page:
    if answer.request.step == "search":
        return _read_search(answer)
    payload = answer.payload
    comments = payload if isinstance(payload, list) else _comments(payload)
    month = _month_of(payload) or answer.request.board
    request = replace(answer.request, board=month)
    shown = [_as_row(comment) for comment in comments if _is_shown(comment)]
    found = read_rows(shown, _posting, replace(answer, request=request), provider=_NAME)
    passed = len(shown) - len(found.postings)
    said = "1 comment is" if passed == 1 else f"{passed:,} comments are"
    return Page(
        found.postings,
        # Of an item asked for by its number the ids have the month, which the request has not.
        listed=found.listed if month == answer.request.board else (),
        notes=(f"{said} no posting by the first line, and passed over",) if passed else (),
    )


def _read_search(answer: Answer) -> Page:
    """The request for the thread of the month that was asked for."""
    hits = list_in(answer.payload, "hits", title="Algolia")
    for hit in hits:
        native = native_id(member(hit, "objectID") or member(hit, "story_id"))
        if _month_of(hit) == answer.request.board and _ITEM.fullmatch(native):
            return Page(next=(_item(native, board=answer.request.board),))
    return Page(not_found=True, notes=(f"no thread of {answer.request.board} is found on {_TITLE}",))


def _month_of(item: Any) -> str:
    """The month in the title of a thread, `2026-11`; "" for anything else."""
    found = _THREAD.match(short_text(member(item, "title") or member(item, "story_title")))
    month = _MONTHS.get(found[1].lower(), 0) if found else 0
    return f"{found[2]}-{month:02}" if found and month else ""


def _comments(payload: Any) -> list[Any]:
    """The comments at the top of a thread, or the one that was asked for. Raises SourceError (damaged)."""
    item = object_of(payload, title="Algolia", expected="an item with its comments")
    if item.get("type") == "comment":
        return [item]
    for key in ("children", "kids"):
        if isinstance(item.get(key), list):
            return members(item, key)
    raise SourceError("damaged", f"Algolia sends an item with its children; this is {describe(payload)}")


def _is_shown(comment: Any) -> bool:
    """Whether a comment is there to be read: not deleted, not dead, not without a text."""
    if not isinstance(comment, Mapping):
        return not isinstance(comment, int | str)  # of Firebase's kids there are only the numbers
    gone = comment.get("deleted") or comment.get("dead") or comment.get("type") not in (None, "comment")
    return not gone and bool(short_text(comment.get("text")))


def _as_row(comment: Any) -> Any:
    return {**comment, "id": native_id(comment.get("id"))} if isinstance(comment, Mapping) else comment


def _posting(row: Row, base: Posting) -> Posting | None:
    comment = read_comment(str(row["text"]))
    if comment is None:
        return None
    return replace(
        base,
        title=comment.title,
        text=comment.text,
        hiring_organization=comment.company,
        job_location=comment.place,
        job_location_type=comment.workplace,
        employment_type=comment.employment,
        date_posted=parse_date(row.get("created_at") or row.get("created_at_i") or row.get("time")),
        base_salary=comment.pay,
        url=f"{_SITE}/item?id={row['id']}",
    )


def _recognise(payload: Payload) -> Request | None:
    if isinstance(payload, list):
        return Request("", step=_THREAD_STEP) if _are_comments(payload) else None
    # First what other rows have not: they are known by their keys then, however many they are.
    if not any(_is_comment(child) for child in _children(payload)) or not (month := _month_of(payload)):
        return None
    native = native_id(payload.get("id"))
    return _item(native, board=month) if _ITEM.fullmatch(native) else None


def _children(payload: Any) -> Iterator[Any]:
    yield from members(payload, "children")
    yield from members(payload, "kids")


def _is_comment(value: Any) -> bool:
    return isinstance(value, dict) and count_of(value.get("id")) is not None and "text" in value


def _are_comments(rows: list[Any]) -> bool:
    """Whether these are comments as Hacker News itself gives them, and one at least reads like a posting."""
    keys = ("by", "id", "parent", "time", "type")
    if not rows or not all(isinstance(row, dict) and all(key in row for key in keys) for row in rows[:3]):
        return False
    return any(row["type"] == "comment" and read_comment(str(row.get("text") or "")) for row in rows[:3])


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    aliases=("hn",),
    example="hackernews:2026-11",
)
