"""SmartRecruiters: a list without texts, page by page, and each text by itself.

https://developers.smartrecruiters.com/docs/posting-api
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    told,
)
from jobscan.sources.boards.tokens import address_of, first_token, in_path, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, language_code, short_text, web_address, workplace
from jobscan.sources.jsonnodes import describe

_API: Final = "https://api.smartrecruiters.com"
_TITLE: Final = "SmartRecruiters"
_PAGES: Final = re.compile(r"(?:jobs|careers)\.smartrecruiters\.com")
_NO_TOKENS: Final = frozenset(("oneclick-ui", "sr-jobs"))
_AT_ONCE: Final = 100
_ROW: Final = ("id", "name", "company", "location")
_FURTHER: Final = ("refNumber", "releasedDate", "uuid", "jobAdId")
_SECTIONS: Final = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
# Employers add fields of their own; these names say where the work is done.
_WORKPLACE: Final = re.compile(
    r"work(?:place)? ?(?:flexibility|type|model|mode|arrangement|place)|remote(?: work)?", re.IGNORECASE
)


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None:
        return None
    if address.host == "api.smartrecruiters.com":
        named = address.path[2:] if address.path[:2] == ("v1", "companies") else ()
        return named[0] if named and is_token(named[0]) else None
    token = first_token(address, _PAGES)
    return None if token in _NO_TOKENS else token


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_token(token):
        raise unsafe("smartrecruiters", token, expected="a name as in jobs.smartrecruiters.com/Acme")
    return (_list(token, 0),)


def _list(token: str, offset: int) -> Request:
    url = f"{_API}/v1/companies/{in_path(token)}/postings?limit={_AT_ONCE}&offset={offset}"
    return Request(url, board=token)


def _one(token: str, native: str) -> Request:
    url = f"{_API}/v1/companies/{in_path(token)}/postings/{in_path(native)}"
    return Request(url, board=token, step="posting")


def _posting_url(url: str) -> Request | None:
    token, address = _route(url), address_of(url)
    if not token or address is None:
        return None
    native = next(
        (found[1] for part in address.path[1:] if (found := re.match(r"(\d{6,})(?:-|\Z)", part))), ""
    )
    return _one(token, native) if native else None


def _read(answer: Answer) -> Page:
    payload, board = answer.payload, answer.request.board
    if answer.request.step == "posting":
        if not has_keys(payload, ("id", "name", "jobAd")):
            raise SourceError(
                "damaged",
                f"SmartRecruiters sends an object with 'jobAd' for a posting; this is {describe(payload)}",
            )
        return read_one(payload, _posting, answer, provider="smartrecruiters")
    rows = list_in(payload, "content", title=_TITLE)
    natives = (native_id(member(row, "id")) for row in rows)
    listed = tuple(dict.fromkeys(native for native in natives if native))
    total = count_of(member(payload, "totalFound"))
    end = (count_of(member(payload, "offset")) or 0) + len(rows)
    further = (_list(board, end),) if rows and total is not None and end < total else ()
    # A company that does not exist has 0 as well: that proves nothing.
    return Page(
        next=(*further, *(_one(board, native) for native in listed)), expected=total or None, listed=listed
    )


def _posting(row: Row, base: Posting) -> Posting:
    place = row.get("location")
    return replace(
        base,
        title=short_text(row.get("name")),
        text=joined(_parts(member(row, "jobAd", "sections"))),
        hiring_organization=short_text(member(row, "company", "name")),
        job_location=short_text(member(place, "fullLocation"))
        or one_line(member(place, "city"), member(place, "region"), member(place, "country")),
        address_country=one_country([member(place, "country")]),
        job_location_type=_workplace(row),
        employment_type=employment_types(member(row, "typeOfEmployment", "label")),
        date_posted=parse_date(row.get("releasedDate")),
        industry=short_text(member(row, "industry", "label")),
        url=web_address(row.get("postingUrl")),
        in_language=language_code(row.get("language")),
    )


def _parts(sections: Any) -> Iterator[tuple[str, str]]:
    """The sections in the page's order, any unknown ones after them."""
    if isinstance(sections, dict):
        for key in dict.fromkeys((*_SECTIONS, *sections)):
            section = sections.get(key)
            yield short_text(member(section, "title")), long_text(member(section, "text"))


def _workplace(row: Row) -> str:
    """Where the work is done; two times false says nothing, but a field of the employer's own may."""
    place = row.get("location")
    if member(place, "hybrid") is True:
        return "hybrid"
    if member(place, "remote") is True:
        return "remote"
    own = (
        workplace(member(item, "valueLabel"))
        for item in members(row, "customField")
        if _WORKPLACE.fullmatch(short_text(member(item, "fieldLabel")))
    )
    return next(filter(None, own), "")


def _recognise(payload: Payload) -> Request | None:
    if has_keys(payload, (*_ROW, "jobAd"), one_of=_FURTHER) and isinstance(payload["jobAd"], dict):
        return _one(_token_of([payload]), native_id(payload["id"]) or "0")
    rows = member(payload, "content")
    if has_keys(payload, ("totalFound", "content")) and has_rows(rows, _ROW, one_of=_FURTHER):
        return _list(_token_of(rows), 0)
    return None


def _token_of(rows: list[Any]) -> str:
    tokens = (native_id(member(row, "company", "identifier")) for row in rows)
    return told(token for token in tokens if is_token(token))


BOARD: Final = Board(
    name="smartrecruiters",
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="smartrecruiters:Visa",
)
