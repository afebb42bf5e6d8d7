"""Workday: lists of 20, each text in an answer of its own; undocumented, as its career sites themselves ask.

A token has three parts, `acme.wd5/Careers`: the tenant and the data centre, as in the host
acme.wd5.myworkdayjobs.com, and the site. Found by asking and by what others report:

- a limit above 20 brings an empty list with status 200;
- the total is right on the first page only, and never above 2,000, where the list ends;
- beyond the end some tenants begin again: every page knows the total of the first, and the fetch stops at a
  page that only repeats;
- a locale in the path of a request brings 405;
- the suffix `-1` of a second site of the same tenant stays in the id: within a site both may be open.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, unquote

from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import list_page
from jobscan.sources.boards.payload import (
    Row,
    blank,
    count_of,
    has_rows,
    list_in,
    long_text,
    member,
    members,
    object_of,
    read_row,
    several,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.countries import country_code
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace

_NAME: Final = "workday"
_TITLE: Final = "Workday"
_AT_ONCE: Final = 20
_CAP: Final = 2000
_HOST: Final = re.compile(r"([a-z0-9][a-z0-9_-]*)\.(wd\d{1,3})\.myworkdayjobs\.com")
_SITE_HOST: Final = re.compile(r"(wd\d{1,3})\.myworkdaysite\.com")
_LOCALE: Final = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")
_SITE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_TOKEN: Final = re.compile(rf"([a-z0-9][a-z0-9_-]{{0,62}})\.(wd\d{{1,3}})/({_SITE.pattern})")
_NO_PLACE: Final = re.compile(r"\d+ locations?", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None:
        return None
    path, host = list(address.path), _HOST.fullmatch(address.host)
    own_site = _SITE_HOST.fullmatch(address.host)
    if path[:2] == ["wday", "cxs"] and host:
        path = path[3:]
    if len(path) > 1 and _LOCALE.fullmatch(path[0]):
        del path[0]
    if own_site and len(path) > 2 and path[0] == "recruiting":
        token = f"{path[1].lower()}.{own_site[1]}/{path[2]}"
    elif host and path:
        token = f"{host[1]}.{host[2]}/{path[0]}"
    else:
        return None
    return token if _TOKEN.fullmatch(token) else None


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    if not _TOKEN.fullmatch(token):
        raise unsafe(
            _NAME, token, expected="acme.wd5/Careers for acme.wd5.myworkdayjobs.com/Careers; or give the URL"
        )
    return (_list(token, offset=0, total=None, query=ask.query),)


def _api(token: str) -> str:
    found = _TOKEN.fullmatch(token)
    if found is None:
        return ""
    return f"https://{found[1]}.{found[2]}.myworkdayjobs.com/wday/cxs/{found[1]}/{found[3]}"


def _list(token: str, *, offset: int, total: int | None, query: str) -> Request:
    body = {"appliedFacets": {}, "limit": _AT_ONCE, "offset": offset, "searchText": query}
    return Request(f"{_api(token)}/jobs", board=token, method="POST", json=body, carry={"total": total})


def _detail(token: str, path: str) -> Request | None:
    """The request for a text; None for a path that is none, and where it is not known whose it is."""
    parts = [unquote(part) for part in path.split("/") if part]
    if parts[:1] != ["job"] or len(parts) < 2 or {".", ".."} & set(parts) or not token:
        return None
    own = "/".join(quote(part, safe="-_.~,()'&+=@:!*;$") for part in parts)
    return Request(f"{_api(token)}/{own}", board=token, step="posting")


def _native(path: str) -> str:
    """The id at the end of a path: JR12345 of `/job/Berlin/Data-Engineer_JR12345`."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    return last.rpartition("_")[2] or last


def _posting_url(url: str) -> Request | None:
    token, address = _route(url), address_of(url)
    if not token or address is None:
        return None
    at = next((at for at, part in enumerate(address.path) if part in ("job", "details")), None)
    if at is None:
        return None
    parts = [part for part in address.path[at + 1 :] if not part.startswith("apply")]
    return _detail(token, "/".join(["/job", *(quote(part, safe="") for part in parts)]))


def _read(answer: Answer) -> Page:
    payload, request = answer.payload, answer.request
    if request.step == "posting":
        expected = "an object with 'jobPostingInfo'"
        info = object_of(member(payload, "jobPostingInfo"), title=_TITLE, expected=expected)
        base = blank(answer, _NAME, _native(_path_of(info) or request.url) or "0")
        found = read_row({**info, "employer": member(payload, "hiringOrganization", "name")}, _posting, base)
        if isinstance(found, Posting) and info.get("posted") is False:
            return Page(notes=(f"{found.title} is not posted any more",))
        return Page((found,) if found else ())
    rows = list_in(payload, "jobPostings", title=_TITLE)
    first = not _offset(request)
    stated = count_of(payload.get("total"))
    total = (stated or None) if first else count_of(request.carry.get("total"))
    page = list_page(
        rows,
        lambda row, _: _detail(request.board, short_text(row.get("externalPath"))),
        answer,
        key="externalPath",
        native=lambda row: _native(short_text(row.get("externalPath"))),
        expected=stated if first else None,
    )
    return replace(page, next=page.next + _following(request, len(rows), total), capped=_capped(total))


def _offset(request: Request) -> int:
    return count_of((request.json or {}).get("offset")) or 0


def _following(request: Request, rows: int, total: int | None) -> tuple[Request, ...]:
    """The request for the next page, if there should be one."""
    offset = _offset(request) + _AT_ONCE
    ended = offset >= total if total is not None else rows < _AT_ONCE
    if not request.board or not request.json or not rows or ended or offset >= _CAP:
        return ()
    query = short_text(request.json.get("searchText"))
    return (_list(request.board, offset=offset, total=total, query=query),)


def _capped(total: int | None) -> str:
    if total is None or total < _CAP:
        return ""
    return f"{_TITLE} lists at most {_CAP:,} postings of a site: there may be more; search with --query"


def _posting(row: Row, base: Posting) -> Posting:
    places = [short_text(place) for place in (row.get("location"), *members(row, "additionalLocations"))]
    named = [place for place in places if not _NO_PLACE.fullmatch(place)]
    url = web_address(row.get("externalUrl"))
    return replace(
        base,
        title=short_text(row.get("title")),
        text=long_text(row.get("jobDescription")),
        hiring_organization=_employer(row.get("employer"), base.id, url),
        job_location=several(named),
        address_country=_country(row, named),
        job_location_type=workplace(row.get("remoteType")),
        employment_type=employment_types(row.get("timeType")),
        date_posted=parse_date(row.get("startDate")),  # postedOn is relative: "Posted 30+ Days Ago"
        valid_through=parse_date(row.get("endDate")),
        url=url,
    )


def _employer(stated: Any, id_: str, url: str) -> str:
    """The employer as its tenant is called, where the stated legal entity has that name in it.

    "CN05 NVIDIA Shanghai WFOE" of the tenant nvidia is NVIDIA; another legal entity stays as it is.
    """
    entity = short_text(stated)
    token = id_.split(":")[1] if id_.count(":") > 1 else _route(url) or ""
    tenant = re.sub(r"[\W_]", "", token.partition(".")[0]).casefold()
    words = list(_WORD.finditer(entity))
    for at, first in enumerate(words):
        for last in words[at : at + 4]:
            name = entity[first.start() : last.end()]
            if tenant and re.sub(r"[\W_]", "", name).casefold() == tenant:
                return name
    return entity


def _country(row: Row, places: list[str]) -> str:
    """The country that is stated, "" where a further place is in another."""
    stated = [member(row, "jobRequisitionLocation", "country"), row.get("country")]
    codes = (
        country_code(short_text(member(item, key))) for item in stated for key in ("alpha2Code", "descriptor")
    )
    found = next(filter(None, codes), "")
    # Short words at the front are more often states: CA, IN, DE.
    fronts = [place.split(",")[0].strip() for place in places[1:]]
    others = {code for front in fronts if len(front) > 3 and (code := country_code(front))}
    return found if not others - {found} else ""


def _path_of(info: Row) -> str:
    return short_text(info.get("externalUrl")) or short_text(info.get("jobPostingId"))


def _recognise(payload: Payload) -> Request | None:
    info = member(payload, "jobPostingInfo")
    if isinstance(info, dict) and "jobDescription" in info:
        url = short_text(info.get("externalUrl"))
        return _posting_url(url) or Request(url, board=_route(url) or "", step="posting")
    if has_rows(member(payload, "jobPostings"), ("title", "externalPath")):
        return Request("", method="POST", json={"offset": 0, "limit": _AT_ONCE})
    return None


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url="https://{board}.myworkdayjobs.com",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="workday:nvidia.wd5/NVIDIAExternalCareerSite",
)
