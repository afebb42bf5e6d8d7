"""USAJOBS: the federal jobs of the United States, with the user's own key; of old also as HR-XML.

https://developer.usajobs.gov/ - the postings are in the public domain. A year of federal pay has 2,087 hours
(5 U.S.C. 5504); here each amount stays that of the interval stated, but for two weeks, told as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from jobscan.errors import SourceError
from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.hrxml import interval_pay, is_hr_xml, read_hr_xml
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    each_once,
    joined,
    list_in,
    long_text,
    member,
    members,
    one_country,
    read_rows,
    several,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace

_NAME: Final = "usajobs"
_TITLE: Final = "USAJOBS"
_API: Final = "https://data.usajobs.gov"
_KEYS: Final = ("USAJOBS_EMAIL", "USAJOBS_KEY")
_AT_ONCE: Final = 500
_CAP: Final = 10_000
_MAX_PLACES: Final = 50
# Of UserArea.Details, in the order of the page.
_PARTS: Final = (
    ("AgencyMarketingStatement", ""),
    ("JobSummary", "Summary"),
    ("KeyRequirements", "Key requirements"),
    ("MajorDuties", "Duties"),
    ("Requirements", "Requirements"),
    ("QualificationSummary", "Qualifications"),
    ("Education", "Education"),
    ("Evaluations", "How you will be evaluated"),
    ("RequiredDocuments", "Required documents"),
    ("Benefits", "Benefits"),
    ("HowToApply", "How to apply"),
    ("WhatToExpectNext", "Next steps"),
    ("OtherInformation", "Additional information"),
)


def _route(url: str) -> str | None:
    """The board for its search; None for the page of one posting."""
    if not host_is(url, "usajobs.gov"):
        return None
    address = address_of(url)
    return "" if address and address.path[:1] in ((), ("api",), ("search",), ("Search",)) else None


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    if token:
        raise unsafe(
            _NAME, token, expected="no name: USAJOBS is one board; search it with --query and --location"
        )
    if missing := [name for name in _KEYS if not ask.keys.get(name)]:
        raise SourceError("unsupported", f"{_TITLE} needs your own key: set {' and '.join(missing)}")
    email, key = (ask.keys[name] for name in _KEYS)
    request = Request(
        _url(ask.query, ask.location, page=1),
        headers={"User-Agent": email, "Authorization-Key": key},
        secret=("User-Agent", "Authorization-Key"),
        carry={"query": ask.query, "location": ask.location, "page": 1},
    )
    return (request,)


def _url(query: str, location: str, *, page: int) -> str:
    asked = {"Keyword": query, "LocationName": location, "Fields": "Full"}
    asked |= {"ResultsPerPage": str(_AT_ONCE), "Page": str(page)}
    return f"{_API}/api/search?{urlencode({name: value for name, value in asked.items() if value})}"


def _read(answer: Answer) -> Page:
    if is_hr_xml(answer.payload):
        return read_hr_xml(answer, provider=_NAME)
    result = member(answer.payload, "SearchResult")
    rows = list_in(result, "SearchResultItems", title=_TITLE)
    total = count_of(member(result, "SearchResultCountAll"))
    if total is None:
        total = count_of(member(result, "SearchResultCount"))
    found = read_rows(rows, _posting, answer, provider=_NAME, key="MatchedObjectId")
    request, page = answer.request, count_of(answer.request.carry.get("page")) or 0
    words = [short_text(request.carry.get(key)) for key in ("query", "location")]
    further = page and rows and page * _AT_ONCE < min(total or 0, _CAP)
    following = replace(request, url=_url(*words, page=page + 1), carry={**request.carry, "page": page + 1})
    return Page(
        found.postings,
        next=(following,) if further else (),
        expected=total,
        listed=found.listed,
        capped=f"{_TITLE} gives at most {_CAP:,} postings of a search" if (total or 0) > _CAP else "",
    )


def _posting(row: Row, base: Posting) -> Posting:
    job = member(row, "MatchedObjectDescriptor")
    details = member(job, "UserArea", "Details")
    places = members(job, "PositionLocation")
    names = [short_text(member(place, "LocationName")) for place in places[:_MAX_PLACES]]
    shown = short_text(member(job, "PositionLocationDisplay"))
    kinds = [*members(job, "PositionSchedule"), *members(job, "PositionOfferingType")]
    return replace(
        base,
        title=short_text(member(job, "PositionTitle")),
        text=joined(_parts(job, details)),
        hiring_organization=short_text(member(job, "OrganizationName") or member(job, "DepartmentName")),
        job_location=several(names) or ("" if "multiple" in shown.lower() else shown),
        address_country=one_country(member(place, "CountryCode") for place in places),
        job_location_type=_remote(details, job),
        employment_type=employment_types([member(kind, "Name") for kind in kinds]),
        date_posted=parse_date(member(job, "PublicationStartDate")),
        valid_through=parse_date(member(job, "ApplicationCloseDate")),
        base_salary=each_once(_pay(pay) for pay in members(job, "PositionRemuneration")),
        url=web_address(member(job, "PositionURI")).replace("usajobs.gov:443/", "usajobs.gov/"),
    )


def _parts(job: Any, details: Any) -> Iterator[tuple[str, str]]:
    for key, heading in _PARTS:
        value = member(details, key) or member(job, key)
        if isinstance(value, list):
            texts = [text for item in value if (text := long_text(item))]
            yield heading, texts[0] if len(texts) == 1 else "\n".join(map(_item, texts))
        else:
            yield heading, long_text(value)


def _item(text: str) -> str:
    return f"- {text}" if "\n" not in text and not text.startswith("- ") else text


def _remote(details: Any, job: Any) -> str:
    stated = member(details, "RemoteIndicator")
    return workplace(stated if stated is not None else member(job, "RemoteIndicator"))


def _pay(stated: Any) -> Pay | None:
    """A range, whose amounts are strings; None where its interval is not one of time."""
    code = short_text(member(stated, "RateIntervalCode"))
    return interval_pay(member(stated, "MinimumRange"), member(stated, "MaximumRange"), code)


def _recognise(payload: Payload) -> Request | None:
    if is_hr_xml(payload):
        return Request(_API, content="xml")
    rows = member(payload, "SearchResult", "SearchResultItems")
    if not isinstance(rows, list) or not all(
        isinstance(member(row, "MatchedObjectDescriptor"), dict) for row in rows[:3]
    ):
        return None
    return Request(f"{_API}/api/search")


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    terms_url="https://developer.usajobs.gov/",
    keys=_KEYS,
    ordered=False,
)
