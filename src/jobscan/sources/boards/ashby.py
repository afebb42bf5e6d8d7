"""Ashby: a whole board in one answer, with pay in parts that the employer may not want to be shown.

https://developers.ashbyhq.com/docs/public-job-posting-api
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.payload import (
    Row,
    each_once,
    has_rows,
    joined,
    kept,
    list_in,
    long_text,
    member,
    members,
    one_country,
    pay_range,
    read_rows,
    several,
    told,
)
from jobscan.sources.boards.tokens import address_of, first_token, in_path, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace

_API: Final = "https://api.ashbyhq.com"
_TITLE: Final = "Ashby"
_PAGES: Final = re.compile(r"jobs\.ashbyhq\.com")
_ROW: Final = ("id", "title", "jobUrl", "isListed", "publishedAt")
_FURTHER: Final = ("descriptionHtml", "descriptionPlain")
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_COUNTRY: Final = ("address", "postalAddress", "addressCountry")


def _route(url: str) -> str | None:
    address = address_of(url)
    if address and address.host == "api.ashbyhq.com" and address.path[:2] == ("posting-api", "job-board"):
        token = address.path[2] if len(address.path) > 2 else ""
        return token if is_token(token, spaced=True) else None
    return first_token(address, _PAGES, spaced=True)


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_token(token, spaced=True):
        raise unsafe("ashby", token, expected="a name as in jobs.ashbyhq.com/acme")
    return (_list(token),)


def _list(token: str) -> Request:
    url = f"{_API}/posting-api/job-board/{in_path(token)}?includeCompensation=true"
    return Request(url, board=token)


def _posting_url(url: str) -> Request | None:
    """The whole board, which has no address for one posting, and of it that one."""
    token, address = _route(url), address_of(url)
    native = next((part for part in address.path if _ID.fullmatch(part)), "") if address else ""
    return replace(_list(token), step="posting", carry={"id": native.lower()}) if token and native else None


def _read(answer: Answer) -> Page:
    rows = list_in(answer.payload, "jobs", title=_TITLE)
    found = read_rows(kept(rows, answer.request.carry.get("id")), _posting, answer, provider="ashby")
    return Page(found.postings, listed=found.listed)


def _posting(row: Row, base: Posting) -> Posting | None:
    if row.get("isListed") is False:
        return None
    others = members(row, "secondaryLocations")
    places = [row.get("location"), *(member(other, "location") or other for other in others)]
    shown = row.get("shouldDisplayCompensationOnJobPostings") is not False
    compensation = row.get("compensation") if shown else None
    return replace(
        base,
        title=short_text(row.get("title")),
        text=joined(_parts(row, compensation)),
        job_location=several(short_text(place) for place in places),
        address_country=one_country([member(place, *_COUNTRY) for place in (row, *others)]),
        job_location_type=workplace(row.get("workplaceType")) or workplace(row.get("isRemote") is True),
        employment_type=employment_types(_parted(row.get("employmentType"))),
        date_posted=parse_date(row.get("publishedAt")),
        base_salary=each_once(_pays(compensation)),
        url=web_address(row.get("jobUrl")),
    )


def _parts(row: Row, compensation: Any) -> Iterator[tuple[str, str]]:
    description = long_text(row.get("descriptionHtml")) or long_text(row.get("descriptionPlain"))
    yield "", description
    if description:
        yield "Compensation", short_text(member(compensation, "compensationTierSummary"))


def _parted(value: Any) -> str:
    """`FullTime` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", short_text(value))


def _pays(compensation: Any) -> Iterator[Pay | None]:
    """The salaries of all tiers; shares and bonuses are none."""
    tiers = members(compensation, "compensationTiers")
    components = [part for tier in tiers for part in members(tier, "components")]
    for part in components or members(compensation, "summaryComponents"):
        if member(part, "compensationType") == "Salary":
            least, most = member(part, "minValue"), member(part, "maxValue")
            yield pay_range(
                least, most, currency=member(part, "currencyCode"), period=member(part, "interval")
            )


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "jobs")
    if not has_rows(rows, _ROW, one_of=_FURTHER):
        return None
    return _list(told(_route(short_text(member(row, "jobUrl"))) for row in rows))


BOARD: Final = Board(
    name="ashby",
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="ashby:ramp",
)
