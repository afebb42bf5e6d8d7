"""Rippling: a bare list without texts, one row for each place of a posting; each text has its own answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import list_page
from jobscan.sources.boards.payload import (
    Row,
    blank,
    each_once,
    has_keys,
    has_rows,
    joined,
    long_text,
    member,
    members,
    native_id,
    object_of,
    only,
    pay_range,
    read_row,
    several,
)
from jobscan.sources.boards.tokens import address_of, in_path, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace
from jobscan.sources.jsonnodes import describe

_NAME: Final = "rippling"
_API: Final = "https://api.rippling.com"
_BOARDS: Final = ("platform", "api", "ats", "v1", "board")
_LOCALE: Final = re.compile(r"[a-z]{2}-[A-Z]{2}")
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TIMES: Final = ((re.compile(r"\bFT\b"), "full time"), (re.compile(r"\bPT\b"), "part time"))


def _path(url: str) -> tuple[str, ...]:
    """The parts of a path from the token on, () for an address of another kind."""
    address = address_of(url)
    if address is None:
        return ()
    path = address.path
    if address.host == "api.rippling.com" and path[:5] == _BOARDS:
        return path[5:]
    if address.host != "ats.rippling.com" or path[:1] == ("api",):
        return ()
    return path[1:] if path and _LOCALE.fullmatch(path[0]) else path


def _route(url: str) -> str | None:
    token = next(iter(_path(url)), "")
    return token if is_token(token) else None


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_token(token):
        raise unsafe(_NAME, token, expected="a name as in ats.rippling.com/acme/jobs")
    return (_list(token),)


def _list(token: str) -> Request:
    return Request(f"{_API}/{'/'.join(_BOARDS)}/{in_path(token)}/jobs", board=token)


def _detail(token: str, native: str, **carry: Any) -> Request:
    url = f"{_list(token).url}/{in_path(native)}"
    return Request(url, board=token, step="posting", carry=carry)


def _posting_url(url: str) -> Request | None:
    token, path = _route(url), _path(url)
    if not token or len(path) < 3 or path[1] != "jobs" or not _ID.fullmatch(path[2]):
        return None
    return _detail(token, path[2].lower())


def _read(answer: Answer) -> Page:
    payload, board = answer.payload, answer.request.board
    if answer.request.step == "posting":
        row = object_of(payload, title="Rippling", expected="an object with 'uuid' and 'description'")
        if "uuid" not in row:
            raise SourceError("damaged", f"Rippling sends an object with 'uuid'; this is {describe(payload)}")
        base = blank(answer, _NAME, native_id(row["uuid"]) or "0")
        found = read_row({"listed": answer.request.carry, **row}, _posting, base)
        return Page((found,) if found else ())
    if not isinstance(payload, list):
        raise SourceError("damaged", f"Rippling sends a list of postings; this is {describe(payload)}")

    places: dict[str, dict[str, None]] = {}
    for row in payload:
        places.setdefault(native_id(member(row, "uuid")), {})[short_text(member(row, "workLocation"))] = None

    def ask(row: Row, native: str) -> Request | None:  # noqa: ARG001
        if not board or not _ID.fullmatch(native):
            return None
        return _detail(board, native, places=[place for place in places[native] if place])

    return list_page(payload, ask, answer, key="uuid")


def _posting(row: Row, base: Posting) -> Posting:
    places = [short_text(place) for place in members(row, "workLocations") or [row.get("workLocation")]]
    places = list(filter(None, places)) or members(row.get("listed"), "places")
    description = row.get("description")
    parts = (
        [description]
        if isinstance(description, str)
        else [member(description, "company"), member(description, "role")]
    )
    return replace(
        base,
        title=short_text(row.get("name")),
        text=joined(("", long_text(part)) for part in parts),
        hiring_organization=short_text(row.get("companyName")),
        job_location=several(places),
        job_location_type=remote_only(places),
        employment_type=_employment(row.get("employmentType")),
        date_posted=parse_date(row.get("createdOn")),
        base_salary=each_once(
            pay_range(
                member(pay, "rangeStart"),
                member(pay, "rangeEnd"),
                currency=member(pay, "currency"),
                period=member(pay, "frequency"),
            )
            for pay in members(row, "payRangeDetails")
        ),
        url=web_address(row.get("url")),
    )


def _employment(stated: Any) -> tuple[str, ...]:
    """Of {"label": "SALARIED_FT", "id": "Salaried, full-time"}."""
    words = short_text([member(stated, "label"), member(stated, "id")]).replace("_", " ")
    for pattern, meant in _TIMES:
        words = pattern.sub(meant, words)
    return employment_types(words)


def remote_only(places: Iterable[str]) -> str:
    """The word remote where each place says so, `Remote (New Jersey, US)`; else ""."""
    return only(workplace(place) for place in places)


def _recognise(payload: Payload) -> Request | None:
    if has_keys(payload, ("uuid", "name", "description", "workLocations")):
        token = _route(short_text(payload.get("url"))) or ""
        return _detail(token, native_id(payload["uuid"]) or "0")
    if not has_rows(payload, ("uuid", "name", "workLocation", "url")):
        return None
    if not all(has_keys(row["workLocation"], ("label", "id")) for row in payload[:3]):
        return None
    return _list(only(_route(short_text(member(row, "url"))) or "" for row in payload))


BOARD: Final = Board(
    name=_NAME,
    title="Rippling",
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="rippling:rippling",
)
