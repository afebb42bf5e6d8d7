"""Lever: a bare list, page by page; requirements stand in lists beside the description.

https://github.com/lever/postings-api
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
    each_once,
    has_keys,
    has_rows,
    joined,
    long_text,
    member,
    members,
    native_id,
    one_country,
    pay_range,
    read_one,
    read_rows,
    several,
    told,
)
from jobscan.sources.boards.tokens import address_of, first_token, in_path, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace
from jobscan.sources.jsonnodes import describe

_API: Final = "https://api.lever.co"
_API_EU: Final = "https://api.eu.lever.co"
_EU: Final = "eu:"
"""What stands before the token of a board of Lever's European site, where names are given anew."""
_TITLE: Final = "Lever"
_PAGES: Final = re.compile(r"jobs\.(?:eu\.)?lever\.co")
_APIS: Final = re.compile(r"api\.(?:eu\.)?lever\.co")
_AT_ONCE: Final = 100
# A browser's Accept brings a page from the same address.
_HEADERS: Final = {"Accept": "application/json"}
_ROW: Final = ("id", "text", "hostedUrl", "categories")
_FURTHER: Final = ("lists", "descriptionPlain", "descriptionBody", "additional", "applyUrl", "createdAt")
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None:
        return None
    token = first_token(address, _PAGES)
    if _APIS.fullmatch(address.host) and address.path[:2] == ("v0", "postings") and len(address.path) > 2:
        token = address.path[2] if is_token(address.path[2]) else None
    return f"{_EU}{token}" if token and ".eu." in address.host else token


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_token(token.removeprefix(_EU)):
        raise unsafe("lever", token, expected="a name as in jobs.lever.co/acme, eu:acme for jobs.eu.lever.co")
    return (_list(token, 0),)


def _list(token: str, skip: int) -> Request:
    url = f"{_site(token)}?mode=json&skip={skip}&limit={_AT_ONCE}"
    return Request(url, board=token, headers=_HEADERS, carry={"skip": skip})


def _site(token: str) -> str:
    host = _API_EU if token.startswith(_EU) else _API
    return f"{host}/v0/postings/{in_path(token.removeprefix(_EU))}"


def _one(token: str, native: str) -> Request:
    url = f"{_site(token)}/{in_path(native)}?mode=json"
    return Request(url, board=token, step="posting", headers=_HEADERS)


def _posting_url(url: str) -> Request | None:
    token, address = _route(url), address_of(url)
    native = next((part for part in address.path if _ID.fullmatch(part)), "") if address else ""
    return _one(token, native) if token and native else None


def _read(answer: Answer) -> Page:
    payload, request = answer.payload, answer.request
    if has_keys(payload, ("ok", "error")) and payload["ok"] is False:
        return Page(not_found=True)
    if request.step == "posting":
        if not has_keys(payload, ("id", "text")):
            raise SourceError("damaged", f"Lever sends an object with 'text'; this is {describe(payload)}")
        return read_one(payload, _posting, answer, provider="lever")
    if not isinstance(payload, list):
        raise SourceError("damaged", f"Lever sends a list of postings; this is {describe(payload)}")
    found = read_rows(payload, _posting, answer, provider="lever")
    skip = request.carry.get("skip")
    further = isinstance(skip, int) and len(payload) >= _AT_ONCE
    following = (_list(request.board, int(skip or 0) + len(payload)),) if further else ()
    return Page(found.postings, next=following, listed=found.listed)


def _posting(row: Row, base: Posting) -> Posting:
    categories = row.get("categories")
    places = [short_text(place) for place in members(categories, "allLocations")]
    salary = row.get("salaryRange")
    return replace(
        base,
        title=short_text(row.get("text")),
        text=joined(_parts(row)),
        job_location=several(places) or short_text(member(categories, "location")),
        address_country=one_country([row.get("country")]),
        job_location_type=workplace(row.get("workplaceType")),
        employment_type=employment_types(member(categories, "commitment")),
        date_posted=parse_date(row.get("createdAt")),
        base_salary=each_once(
            [
                pay_range(
                    member(salary, "min"),
                    member(salary, "max"),
                    currency=member(salary, "currency"),
                    period=member(salary, "interval"),
                )
            ]
        ),
        url=web_address(row.get("hostedUrl")),
    )


def _parts(row: Row) -> Iterator[tuple[str, str]]:
    """The text as the page has it; the description begins with the opening, so that is not asked twice."""
    description = _either(row, "description")
    if not description:
        yield "", _either(row, "opening")
        description = _either(row, "descriptionBody")
    yield "", description
    for part in members(row, "lists"):
        yield short_text(member(part, "text")), long_text(member(part, "content"))
    yield "", _either(row, "salaryDescription")
    yield "", _either(row, "additional")


def _either(row: Row, key: str) -> str:
    return long_text(row.get(key)) or long_text(row.get(f"{key}Plain"))


def _recognise(payload: Payload) -> Request | None:
    if has_keys(payload, _ROW, one_of=_FURTHER):
        return _one(_token_of([payload]), native_id(payload["id"]) or "0")
    if not has_rows(payload, _ROW, one_of=_FURTHER):
        return None
    return replace(_list(_token_of(payload), 0), carry={})  # as far as it was saved


def _token_of(rows: list[Any]) -> str:
    return told(_route(short_text(member(row, "hostedUrl"))) for row in rows)


BOARD: Final = Board(
    name="lever",
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="lever:leverdemo",
)
