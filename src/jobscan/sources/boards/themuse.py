"""The Muse: one feed, 20 postings a page, of which the first 100 can be asked; over the limit it answers 403.

https://www.themuse.com/developers/api/v2 - 500 requests an hour without a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    has_rows,
    list_in,
    long_text,
    member,
    members,
    native_id,
    only,
    read_rows,
    several,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace

_NAME: Final = "themuse"
_TITLE: Final = "The Muse"
_API: Final = "https://www.themuse.com"
_MAX_PAGES: Final = 100
_CREDIT: Final = "Source: The Muse (https://www.themuse.com)"
_TERMS: Final = "https://www.themuse.com/developers/api/v2/terms"


def _route(url: str) -> str | None:
    """The board for its search; None for the page of one posting or of an employer."""
    address = address_of(url) if host_is(url, "themuse.com") else None
    return (
        ""
        if address and address.path[:3] in ((), ("api", "public", "jobs"), ("jobs",), ("search",))
        else None
    )


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if token:
        raise unsafe(_NAME, token, expected="no name: The Muse is one board")
    return (_list(0),)


def _list(page: int) -> Request:
    return Request(f"{_API}/api/public/jobs?page={page}", carry={"page": page})


def _read(answer: Answer) -> Page:
    payload = answer.payload
    rows = list_in(payload, "results", title=_TITLE)
    found = read_rows(_with_ids(rows), _posting, answer, provider=_NAME)
    pages = count_of(payload.get("page_count"))
    page, more = count_of(answer.request.carry.get("page")), False
    if page is not None:
        more = bool(rows) and page + 1 < min(pages if pages is not None else _MAX_PAGES, _MAX_PAGES)
    return Page(
        found.postings,
        next=(_list(page + 1),) if page is not None and more else (),
        expected=count_of(payload.get("total")),
        listed=found.listed,
        capped=f"{_TITLE} gives only the first {_MAX_PAGES} of {pages:,} pages"
        if (pages or 0) > _MAX_PAGES
        else "",
    )


def _with_ids(rows: list[Any]) -> list[Any]:
    """The rows, those without an id with the end of their address: `globex/senior-engineer`."""
    return [
        {**row, "id": native_id(row.get("id")) or _slug(row)} if isinstance(row, Mapping) else row
        for row in rows
    ]


def _slug(row: Row) -> str:
    address = address_of(short_text(member(row, "refs", "landing_page")))
    return "/".join(address.path[-2:]) if address else ""


def _posting(row: Row, base: Posting) -> Posting:
    places = [short_text(place) for place in members(row, "locations")]
    return replace(
        base,
        title=short_text(row.get("name")),
        text=long_text(row.get("contents")),
        hiring_organization=short_text(member(row, "company", "name")),
        job_location=several(places),
        job_location_type=only(workplace(place) for place in places),  # "Flexible / Remote" alone
        employment_type=employment_types([member(level, "name") for level in members(row, "levels")]),
        date_posted=parse_date(row.get("publication_date")),
        url=web_address(member(row, "refs", "landing_page")),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "results")
    if not has_rows(rows, ("name", "contents", "refs", "company")):
        return None
    ours = all(host_is(member(row, "refs", "landing_page"), "themuse.com") for row in rows[:3])
    return Request(f"{_API}/api/public/jobs") if ours else None


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    attribution=_CREDIT,
    terms_url=_TERMS,
    ordered=False,
)
