"""Greenhouse: a whole board in one answer, its texts HTML that was escaped once.

https://developers.greenhouse.io/job-board.html
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    each_once,
    has_keys,
    has_rows,
    list_in,
    long_text,
    member,
    members,
    native_id,
    pay_range,
    read_one,
    read_rows,
    told,
)
from jobscan.sources.boards.tokens import address_of, first_token, in_path, is_token, part_after, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, language_code, short_text, web_address, workplace

_API: Final = "https://boards-api.greenhouse.io"
_TITLE: Final = "Greenhouse"
_PAGES: Final = re.compile(r"(?:job-)?boards\.(?:eu\.)?greenhouse\.io")
_APIS: Final = re.compile(r"(?:boards-)?api\.(?:eu\.)?greenhouse\.io")
_ROW: Final = ("id", "title", "absolute_url", "updated_at", "location")
_FURTHER: Final = (
    "internal_job_id",
    "requisition_id",
    "metadata",
    "data_compliance",
    "departments",
    "content",
)
# Employers add fields of their own; these names say what schema.org's fields say.
_EMPLOYMENT: Final = re.compile(r"employment (?:type|length)|(?:job|contract|time) type", re.IGNORECASE)
_WORKPLACE: Final = re.compile(
    r"workplace(?: type)?|work (?:model|mode|arrangement)|location type", re.IGNORECASE
)


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None:
        return None
    if _APIS.fullmatch(address.host) and address.path[:2] == ("v1", "boards") and len(address.path) > 2:
        return address.path[2] if is_token(address.path[2]) else None
    if _PAGES.fullmatch(address.host) and address.path[:1] == ("embed",):
        token = address.query.get("for", "")
        return token if is_token(token) else None
    return first_token(address, _PAGES)


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_token(token):
        raise unsafe("greenhouse", token, expected="a name as in boards.greenhouse.io/acme")
    return (_list(token),)


def _list(token: str) -> Request:
    query = "?content=true&pay_transparency=true"
    return Request(f"{_API}/v1/boards/{in_path(token)}/jobs{query}", board=token)


def _one(token: str, native: str) -> Request:
    url = f"{_API}/v1/boards/{in_path(token)}/jobs/{in_path(native)}?pay_transparency=true"
    return Request(url, board=token, step="posting")


def _posting_url(url: str) -> Request | None:
    token, address = _route(url), address_of(url)
    if not token or address is None:
        return None
    named = address.query.get("token" if "embed" in address.path else "gh_jid", "")
    native = part_after("jobs", address) or named
    return _one(token, native) if native.isdecimal() else None


def _read(answer: Answer) -> Page:
    payload = answer.payload
    if has_keys(payload, ("status", "error")) and payload["status"] == 404:
        return Page(not_found=True)
    if answer.request.step == "posting" and has_keys(payload, ("id", "content")):
        return read_one(payload, _posting, answer, provider="greenhouse")
    rows = list_in(payload, "jobs", title=_TITLE)
    expected = count_of(member(payload, "meta", "total"))
    if rows and not any(isinstance(row, dict) and "content" in row for row in rows):
        listed = tuple(native for row in rows if (native := native_id(member(row, "id"))))
        return Page(next=(_list(answer.request.board),), expected=expected, listed=listed)
    found = read_rows(rows, _posting, answer, provider="greenhouse")
    return Page(found.postings, expected=expected, listed=found.listed)


def _posting(row: Row, base: Posting) -> Posting:
    own = [item for item in members(row, "metadata") if isinstance(item, dict)]
    return replace(
        base,
        title=short_text(row.get("title")),
        text=long_text(row.get("content")),
        hiring_organization=short_text(row.get("company_name")),
        job_location=short_text(row.get("location")),
        job_location_type=workplace(_own_field(own, _WORKPLACE)),
        employment_type=employment_types(_own_field(own, _EMPLOYMENT)),
        date_posted=parse_date(row.get("first_published")),  # updated_at moves with every edit
        valid_through=parse_date(row.get("application_deadline")),
        base_salary=each_once(_pay(item) for item in members(row, "pay_input_ranges")),
        url=web_address(row.get("absolute_url")),
        in_language=language_code(row.get("language")),
    )


def _own_field(own: list[Any], names: re.Pattern[str]) -> str:
    """The words of the first field of an employer's own that has one of these names."""
    found = (item.get("value") for item in own if names.fullmatch(short_text(item.get("name"))))
    return next((short_text(value) for value in found if isinstance(value, str | list)), "")


def _pay(item: Any) -> Pay | None:
    """A range, which is in cents; its period only where its title names one."""
    cents = [member(item, key) for key in ("min_cents", "max_cents")]
    least, most = (
        value / 100
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
        else None
        for value in cents
    )
    return pay_range(least, most, currency=member(item, "currency_type"), period=member(item, "title"))


def _recognise(payload: Payload) -> Request | None:
    if has_keys(payload, _ROW, one_of=_FURTHER) and "content" in payload:
        return _one(_token_of([payload]), native_id(payload["id"]) or "0")
    rows = member(payload, "jobs")
    if not has_rows(rows, _ROW, one_of=_FURTHER) or not isinstance(rows[0]["location"], dict):
        return None
    return _list(_token_of(rows))


def _token_of(rows: list[Any]) -> str:
    """The token that the addresses of the postings tell; "" where these are the employer's own."""
    return told(_route(short_text(member(row, "absolute_url"))) for row in rows)


BOARD: Final = Board(
    name="greenhouse",
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    unknown_is_404=True,
    example="greenhouse:canonical",
)
