"""Remotive: one feed, a day late, not to be asked more than four times a day.

https://github.com/remotive-com/remote-jobs-api - Remotive is to be named and linked to, and its postings are
not to be passed on to other boards. The whole feed is asked, never a search: each fetch is the same request.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    has_rows,
    list_in,
    long_text,
    member,
    one_country,
    read_rows,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address

_NAME: Final = "remotive"
_API: Final = "https://remotive.com"
_CREDIT: Final = "Source: Remotive (https://remotive.com)"
_TERMS: Final = "https://github.com/remotive-com/remote-jobs-api"


def _route(url: str) -> str | None:
    """The board, and its categories; None for the page of one posting: /remote-jobs/data/..."""
    address = address_of(url) if host_is(url, "remotive.com") or host_is(url, "remotive.io") else None
    return "" if address and len(address.path) < 3 else None


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if token:
        raise unsafe(_NAME, token, expected="no name: Remotive is one board")
    return (Request(f"{_API}/api/remote-jobs"),)


def _read(answer: Answer) -> Page:
    rows = list_in(answer.payload, "jobs", title="Remotive")
    found = read_rows(rows, _posting, answer, provider=_NAME)
    return Page(found.postings, expected=count_of(answer.payload.get("job-count")), listed=found.listed)


def _posting(row: Row, base: Posting) -> Posting:
    place = short_text(row.get("candidate_required_location"))
    return replace(
        base,
        title=short_text(row.get("title")),
        text=long_text(row.get("description")),
        hiring_organization=short_text(row.get("company_name")),
        job_location=place,
        address_country=one_country([place]),
        job_location_type="remote",  # the place is where a remote candidate has to be
        employment_type=employment_types(row.get("job_type")),
        date_posted=parse_date(row.get("publication_date")),  # without a zone: the day as written
        base_salary=display_pay(row.get("salary")),
        url=web_address(row.get("url")),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "jobs")
    if not has_rows(rows, ("id", "title", "company_name", "candidate_required_location")):
        return None
    ours = all(host_is(row.get("url"), "remotive.com") for row in rows[:3])
    return Request(f"{_API}/api/remote-jobs") if ours else None


BOARD: Final = Board(
    name=_NAME,
    title="Remotive",
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    attribution=_CREDIT,
    terms_url=_TERMS,
    min_interval_s=6 * 3600.0,
    ordered=False,
)
