"""Arbeitnow: one list of postings, in Germany for the most part, page by page; descriptions escaped once.

https://www.arbeitnow.com/blog/job-board-api - free, with the wish to be named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from jobscan.posting import Posting
from jobscan.sources.boards.aggregators import is_all_older, no_token
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import Row, count_of, has_rows, list_in, long_text, member, read_rows
from jobscan.sources.boards.tokens import address_of
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace

_NAME: Final = "arbeitnow"
_TITLE: Final = "Arbeitnow"
_API: Final = "https://www.arbeitnow.com"
_PATH: Final = "/api/job-board-api"
_CREDIT: Final = "Source: Arbeitnow (https://www.arbeitnow.com)"
_TERMS: Final = "https://www.arbeitnow.com/blog/job-board-api"


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None or not host_is(url, "arbeitnow.com"):
        return None
    return None if address.path[:2] == ("jobs", "companies") else ""  # that is one posting, or one employer


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    no_token(_NAME, token, title=_TITLE)
    return (_list(1, since=ask.since),)


def _list(page: int, *, since: str) -> Request:
    query = f"?page={page}" if page > 1 else ""
    return Request(f"{_API}{_PATH}{query}", carry={"since": since} if since else {})


def _read(answer: Answer) -> Page:
    rows = list_in(answer.payload, "data", title=_TITLE)
    found = read_rows(rows, _posting, answer, provider=_NAME, key="slug")
    since = short_text(answer.request.carry.get("since"))
    page = _next_page(answer.payload)
    more = page is not None and rows and not is_all_older(found.postings, since)
    return Page(
        found.postings, next=(_list(page, since=since),) if page and more else (), listed=found.listed
    )


def _next_page(payload: Payload) -> int | None:
    """The number of the next page. Of its address only that is believed: a feed may not send us elsewhere."""
    following = member(payload, "links", "next")
    address = address_of(following) if isinstance(following, str) else None
    return count_of(address.query.get("page")) if address else None


def _posting(row: Row, base: Posting) -> Posting:
    return replace(
        base,
        title=short_text(row.get("title")),
        text=long_text(row.get("description")),
        hiring_organization=short_text(row.get("company_name")),
        job_location=short_text(row.get("location")),
        job_location_type=workplace(row.get("remote")),  # false is not said: it may be hybrid
        employment_type=employment_types(row.get("job_types")),
        date_posted=parse_date(row.get("created_at")),
        url=web_address(row.get("url")),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "data")
    if not has_rows(rows, ("slug", "title", "company_name", "description")):
        return None
    return _list(1, since="") if all(host_is(row.get("url"), "arbeitnow.com") for row in rows[:3]) else None


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
