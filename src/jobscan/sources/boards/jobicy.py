"""Jobicy: a feed of the newest 50 remote postings, or of those that match a word.

https://jobi.cy/apidocs - Jobicy is to be named, with a link to the posting at Jobicy; and not to be asked
more than a few times a day.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from jobscan.posting import Posting
from jobscan.sources.boards.aggregators import no_token
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import (
    Row,
    each_once,
    has_rows,
    list_in,
    long_text,
    member,
    one_country,
    pay_range,
    read_rows,
)
from jobscan.sources.boards.tokens import address_of
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address

_NAME: Final = "jobicy"
_TITLE: Final = "Jobicy"
_API: Final = "https://jobicy.com"
_COUNT: Final = 50
_CREDIT: Final = "Source: Jobicy (https://jobicy.com)"
_TERMS: Final = "https://jobi.cy/apidocs"


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None or not host_is(url, "jobicy.com"):
        return None
    return None if address.path[:1] == ("jobs",) and len(address.path) > 1 else ""


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    no_token(_NAME, token, title=_TITLE)
    return (_list(ask.query),)


def _list(query: str) -> Request:
    asked = {"count": _COUNT, **({"tag": query} if query else {})}
    return Request(f"{_API}/api/v2/remote-jobs?{urlencode(asked)}")


def _read(answer: Answer) -> Page:
    rows = list_in(answer.payload, "jobs", title=_TITLE)
    found = read_rows(rows, _posting, answer, provider=_NAME)
    note = f"{_TITLE} gives no more than its newest {_COUNT}" if len(rows) >= _COUNT else ""
    return Page(found.postings, listed=found.listed, newest_only=True, notes=(note,) if note else ())


def _posting(row: Row, base: Posting) -> Posting:
    place = short_text(row.get("jobGeo"))
    pay = pay_range(
        row.get("salaryMin", row.get("annualSalaryMin")),
        row.get("salaryMax", row.get("annualSalaryMax")),
        currency=row.get("salaryCurrency"),
        period=row.get("salaryPeriod") or ("year" if "annualSalaryMin" in row else ""),
    )
    return replace(
        base,
        title=short_text(row.get("jobTitle")),
        text=long_text(row.get("jobDescription")) or long_text(row.get("jobExcerpt")),
        hiring_organization=short_text(row.get("companyName")),
        job_location=place,
        address_country=one_country([place]),
        job_location_type="remote",  # the place is where a remote candidate has to be
        employment_type=employment_types(row.get("jobType")),
        date_posted=parse_date(row.get("pubDate")),
        base_salary=each_once([pay]),
        industry=short_text(row.get("jobIndustry")),
        url=web_address(row.get("url")),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "jobs")
    if not has_rows(rows, ("id", "jobTitle", "companyName", "jobGeo")):
        return None
    return _list("") if all(host_is(row.get("url"), "jobicy.com") for row in rows[:3]) else None


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
    min_interval_s=6 * 3600.0,
    ordered=False,
)
