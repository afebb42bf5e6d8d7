"""Himalayas: one list of remote postings, 20 a page whatever is asked for, the next by a cursor.

https://himalayas.app/docs/remote-jobs-api - changes of the API are announced in a `comments` field of its
answers, which is passed on as a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from jobscan.posting import Posting
from jobscan.sources.boards.aggregators import is_all_older, no_token
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    each_once,
    has_rows,
    list_in,
    long_text,
    member,
    members,
    one_country,
    pay_range,
    read_rows,
    several,
)
from jobscan.sources.boards.tokens import address_of
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address

_NAME: Final = "himalayas"
_TITLE: Final = "Himalayas"
_API: Final = "https://himalayas.app"
_LIST: Final = f"{_API}/jobs/api?limit=20"
_CREDIT: Final = "Source: Himalayas (https://himalayas.app)"
_TERMS: Final = "https://himalayas.app/docs/remote-jobs-api"
_MAX_NOTE_CHARS: Final = 500


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None or not host_is(url, "himalayas.app"):
        return None
    return None if _native(url) else ""


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    no_token(_NAME, token, title=_TITLE)
    return (_list("", since=ask.since),)


def _list(cursor: str, *, since: str) -> Request:
    query = f"&cursor={quote(cursor, safe='')}" if cursor else ""
    return Request(f"{_LIST}{query}", carry={"since": since} if since else {})


def _read(answer: Answer) -> Page:
    payload = answer.payload
    rows = list_in(payload, "jobs", title=_TITLE)
    found = read_rows([_with_id(row) for row in rows], _posting, answer, provider=_NAME)
    since = short_text(answer.request.carry.get("since"))
    cursor = short_text(payload.get("nextCursor"))
    more = cursor and rows and len(cursor) < 500 and not is_all_older(found.postings, since)
    said = short_text(payload.get("comments"))
    return Page(
        found.postings,
        next=(_list(cursor, since=since),) if more else (),
        # Short of the stated total on purpose where only the newest are wanted.
        expected=None if since else count_of(payload.get("totalCount")),
        listed=found.listed,
        newest_only=bool(since),
        notes=(f"{_TITLE} says: {said[:_MAX_NOTE_CHARS]}",) if said else (),
    )


def _with_id(row: Any) -> Any:
    """The row with an id: employer and name of the posting in its address."""
    if not isinstance(row, Mapping):
        return row
    addresses = (short_text(row.get(key)) for key in ("guid", "applicationLink"))
    return {**row, "id": next((native for url in addresses if (native := _native(url))), None)}


def _native(url: str) -> str:
    """`acme/tester` of https://himalayas.app/companies/acme/jobs/tester; "" for another URL."""
    address = address_of(url)
    match address.path if address and host_is(url, "himalayas.app") else ():
        case ("companies", company, "jobs", posting, *_):
            return f"{company}/{posting}"
    return ""


def _posting(row: Row, base: Posting) -> Posting:
    places = [short_text(place) for place in members(row, "locationRestrictions")]
    unit = {"currency": row.get("currency"), "period": row.get("salaryPeriod")}
    pay = pay_range(row.get("minSalary"), row.get("maxSalary"), **unit)
    return replace(
        base,
        title=short_text(row.get("title")),
        # The excerpt glues headings to what follows them: it is of no use beside the description.
        text=long_text(row.get("description")),
        hiring_organization=short_text(row.get("companyName")),
        job_location=several(places),
        address_country=one_country(places) if len(places) == 1 else "",
        job_location_type="remote",  # the places are where a remote candidate has to be
        employment_type=employment_types(row.get("employmentType")),
        date_posted=parse_date(row.get("pubDate")),
        valid_through=parse_date(row.get("expiryDate")),
        base_salary=each_once([pay]),
        url=web_address(row.get("guid")) or web_address(row.get("applicationLink")),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "jobs")
    if not has_rows(rows, ("title", "description"), one_of=("companySlug", "locationRestrictions")):
        return None
    ours = all(_native(short_text(_with_id(row).get("guid"))) for row in rows[:3])
    return _list("", since="") if ours else None


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
)
