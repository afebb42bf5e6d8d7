"""Workable: a whole account in the answer for its widget, one row a country.

Where that is empty, the list of its own site is asked, page by page, and each text by itself.

https://help.workable.com/hc/en-us/articles/115012771647
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    has_keys,
    has_rows,
    joined,
    list_in,
    long_text,
    member,
    members,
    native_id,
    one_country,
    one_line,
    read_one,
    read_rows,
    several,
    told,
)
from jobscan.sources.boards.tokens import address_of, first_token, in_path, is_token, part_after, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, language_code, short_text, web_address, workplace

_API: Final = "https://apply.workable.com"
_TITLE: Final = "Workable"
_PAGES: Final = re.compile(r"apply\.workable\.com")
_NO_TOKENS: Final = frozenset(("j", "api"))
# A `limit` in it is refused with status 400.
_QUERY: Final[Mapping[str, Any]] = {"query": "", "location": [], "department": [], "worktype": []}
_ROW: Final = ("title", "shortcode")
_OF_WIDGET: Final = ("shortlink", "telecommuting", "application_url")
_OF_SITE: Final = ("workplace", "remote", "isInternal", "published")
_TYPES: Final = {"full": "full-time", "part": "part-time"}


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None:
        return None
    if address.host == "apply.workable.com" and address.path[:1] == ("api",):
        named = address.path[address.path.index("accounts") + 1 :] if "accounts" in address.path else ()
        return named[0] if named and is_token(named[0]) else None
    token = first_token(address, _PAGES)
    return None if token in _NO_TOKENS else token


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_token(token) or token in _NO_TOKENS:
        raise unsafe("workable", token, expected="a name as in apply.workable.com/acme")
    return (_widget(token),)


def _widget(token: str) -> Request:
    return Request(f"{_API}/api/v1/widget/accounts/{in_path(token)}?details=true", board=token, step="widget")


def _site(token: str, company: str, page: str = "") -> Request:
    url = f"{_API}/api/v3/accounts/{in_path(token)}/jobs"
    body = {**_QUERY, "token": page} if page else _QUERY
    return Request(url, board=token, method="POST", json=body, carry={"company": company})


def _one(token: str, code: str, company: str = "") -> Request:
    url = f"{_API}/api/v2/accounts/{in_path(token)}/jobs/{in_path(code)}"
    return Request(url, board=token, step="posting", carry={"company": company})


def _posting_url(url: str) -> Request | None:
    token, code = _route(url), part_after("j", address_of(url))
    return _one(token, code) if token and code.isalnum() else None


def _read(answer: Answer) -> Page:
    payload, request = answer.payload, answer.request
    if request.step == "posting":
        if not has_keys(payload, _ROW):
            raise SourceError("damaged", "Workable sends an object with 'shortcode' for a posting")
        row = {"company": request.carry.get("company"), **payload}
        return read_one(row, _posting, answer, provider="workable", key="shortcode")
    if request.step == "widget":
        return _read_widget(answer)
    rows = list_in(payload, "results", title=_TITLE)
    codes = _codes(rows)
    company = short_text(request.carry.get("company"))
    page = member(payload, "nextPage")
    further = (_site(request.board, company, page),) if codes and isinstance(page, str) and page else ()
    texts = tuple(_one(request.board, code, company) for code in codes)
    return Page(next=(*further, *texts), expected=count_of(member(payload, "total")), listed=codes)


def _read_widget(answer: Answer) -> Page:
    rows = list_in(answer.payload, "jobs", title=_TITLE)
    company = short_text(member(answer.payload, "name"))
    if not rows:
        return Page(next=(_site(answer.request.board, company),))
    merged = [{"company": company, **row} if isinstance(row, dict) else row for row in _merged(rows)]
    bare = [has_keys(row, _ROW) and not _text(row) for row in merged]
    complete = [row for row, is_bare in zip(merged, bare, strict=True) if not is_bare]
    found = read_rows(complete, _posting, answer, provider="workable", key="shortcode")
    codes = _codes(row for row, is_bare in zip(merged, bare, strict=True) if is_bare)
    texts = tuple(_one(answer.request.board, code, company) for code in codes)
    return Page(found.postings, next=texts, listed=_codes(merged))


def _codes(rows: Iterable[Any]) -> tuple[str, ...]:
    codes = (native_id(member(row, "shortcode")) for row in rows)
    return tuple(dict.fromkeys(code for code in codes if code))


def _merged(rows: Iterable[Any]) -> Iterator[Any]:
    """One row a posting: a posting that is advertised in several countries is sent once for each."""
    by_code: dict[str, list[Row]] = {}
    others = []
    for row in rows:
        code = native_id(member(row, "shortcode"))
        if code:
            by_code.setdefault(code, []).append(row)
        else:
            others.append(row)
    for group in by_code.values():
        best = next((row for row in group if _text(row)), group[0])
        yield {**best, "locations": [place for row in group for place in _places(row)]}
    yield from others


def _places(row: Row) -> list[Any]:
    """Where a posting is, as objects with city, region and country; without those that are to be hidden."""
    places = [place for place in members(row, "locations") if member(place, "hidden") is not True]
    if places:
        return places
    if isinstance(row.get("location"), dict):
        return [row["location"]]
    return [{"city": row.get("city"), "region": row.get("state"), "country": row.get("country")}]


def _posting(row: Row, base: Posting) -> Posting:
    places = _places(row)
    stated = (member(place, "countryCode") or member(place, "country") for place in places)
    remote = row.get("telecommuting") is True or row.get("remote") is True
    kind = short_text(row.get("employment_type") or row.get("type"))
    return replace(
        base,
        title=short_text(row.get("title")),
        text=_text(row),
        hiring_organization=short_text(row.get("company")),
        job_location=several(
            one_line(member(place, "city"), member(place, "region"), member(place, "country"))
            for place in places
        ),
        address_country=one_country(stated),
        job_location_type=workplace(row.get("workplace") or row.get("workplace_type")) or workplace(remote),
        employment_type=employment_types(_TYPES.get(kind, kind)),
        date_posted=next(
            (day for key in ("published_on", "published", "created_at") if (day := parse_date(row.get(key)))),
            "",
        ),
        industry=short_text(row.get("industry")),
        url=web_address(row.get("url")) or web_address(row.get("shortlink")) or _page_of(base),
        in_language=language_code(row.get("language")),
    )


def _page_of(base: Posting) -> str:
    """The address of a posting's page, by the last part of its id."""
    return f"{_API}/j/{in_path(base.id.rpartition(':')[2])}"


def _text(row: Row) -> str:
    parts = (
        ("", row.get("description")),
        ("Requirements", row.get("requirements")),
        ("Benefits", row.get("benefits")),
    )
    return joined((heading, long_text(value)) for heading, value in parts)


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "jobs")
    if has_rows(rows, _ROW, one_of=_OF_WIDGET):
        return _widget(_token_of(rows))
    results = member(payload, "results")
    if has_rows(results, (*_ROW, "id"), one_of=_OF_SITE):
        return _site(_token_of(results), "")
    if has_keys(payload, (*_ROW, "description"), one_of=(*_OF_SITE, *_OF_WIDGET)):
        return _one(_token_of([payload]), native_id(payload["shortcode"]) or "0")
    return None


def _token_of(rows: list[Any]) -> str:
    return told(_route(short_text(member(row, "url"))) for row in rows)


BOARD: Final = Board(
    name="workable",
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    spacing_s=2.0,  # 429 is frequent
    example="workable:zaelab",
)
