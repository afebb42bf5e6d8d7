"""BambooHR: a list of titles, and one answer for each text; an unknown name leads to its marketing site."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import after, host_is, label_of, list_page
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.boards.payload import (
    Row,
    blank,
    count_of,
    has_rows,
    joined,
    list_in,
    long_text,
    member,
    native_id,
    object_of,
    one_country,
    one_line,
    read_row,
)
from jobscan.sources.boards.tokens import address_of, is_label, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address

_NAME: Final = "bamboohr"
_TITLE: Final = "BambooHR"
_DOMAIN: Final = "bamboohr.com"
# A number, sent as a string.
_WORKPLACES: Final = {"0": "onsite", "1": "remote", "2": "hybrid"}


def _route(url: str) -> str | None:
    return label_of(url, _DOMAIN)


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_label(token):
        raise unsafe(_NAME, token, expected="a name as in acme.bamboohr.com")
    return (_list(token.lower()),)


def _list(token: str) -> Request:
    # Any content: the page that stands in for a board that does not exist tells so.
    return Request(f"https://{token}.{_DOMAIN}/careers/list", board=token, content="any")


def _detail(token: str, native: str) -> Request:
    url = f"https://{token}.{_DOMAIN}/careers/{native}/detail"
    return Request(url, board=token, step="posting", carry={"id": native})


def _posting_url(url: str) -> Request | None:
    token, native = _route(url), after(address_of(url), "careers")
    return _detail(token, native) if token and _is_id(native) else None


def _is_id(native: str) -> bool:
    return native.isdecimal() and native.isascii() and len(native) < 13


def _read(answer: Answer) -> Page:
    payload, request = answer.payload, answer.request
    if request.step == "posting":
        return Page((_detailed(answer),))
    if isinstance(payload, str):
        if answer.url and host_is(answer.url, _DOMAIN) and label_of(answer.url, _DOMAIN) != request.board:
            return Page(not_found=True)
        raise SourceError("damaged", f"{_TITLE} sends JSON; this is a page")
    rows = list_in(payload, "result", title=_TITLE)

    def ask(row: Row, native: str) -> Request | None:
        if not request.board or not _is_id(native):
            return None
        kept = {key: row[key] for key in ("employmentStatusLabel", "location", "locationType") if key in row}
        detail = _detail(request.board, native)
        return replace(detail, carry={**detail.carry, "row": kept})

    return list_page(rows, ask, answer, expected=count_of(member(payload, "meta", "totalCount")))


def _detailed(answer: Answer) -> Any:
    """The posting of a detail, or its failure."""
    opening = member(answer.payload, "result", "jobOpening")
    expected = "an object with 'result' and 'jobOpening'"
    row = object_of(opening, title=_TITLE, expected=expected)
    listed = answer.request.carry.get("row")
    native = native_id(answer.request.carry.get("id")) or _share_id(row) or "0"
    filled = {key: value for key, value in row.items() if value not in (None, "")}
    whole = {**(listed if isinstance(listed, dict) else {}), **filled}
    return read_row(whole, _posting, blank(answer, _NAME, native))


def _share_id(row: Row) -> str:
    return after(address_of(short_text(row.get("jobOpeningShareUrl"))), "careers")


def _posting(row: Row, base: Posting) -> Posting:
    place, other = row.get("location"), row.get("atsLocation")
    return replace(
        base,
        title=short_text(row.get("jobOpeningName")),
        text=joined(_parts(row)),
        job_location=_place(place) or _place(other),
        address_country=one_country([_country(place) or _country(other)]),
        job_location_type="remote" if row.get("isRemote") is True else _workplace(row.get("locationType")),
        employment_type=employment_types(row.get("employmentStatusLabel") or row.get("employmentType")),
        date_posted=parse_date(row.get("datePosted")),
        base_salary=display_pay(row.get("compensation")),
        url=web_address(row.get("jobOpeningShareUrl")),
    )


def _parts(row: Row) -> list[tuple[str, str]]:
    text = long_text(row.get("description"))
    return [("", text), ("Minimum experience", short_text(row.get("minimumExperience")) if text else "")]


def _place(place: Any) -> str:
    region = member(place, "state") or member(place, "province")
    return one_line(member(place, "city"), region, _country(place))


def _country(place: Any) -> Any:
    return member(place, "addressCountry") or member(place, "country")


def _workplace(value: Any) -> str:
    return _WORKPLACES.get(native_id(value), "")


def _recognise(payload: Payload) -> Request | None:
    opening = member(payload, "result", "jobOpening")
    if isinstance(opening, dict) and "jobOpeningName" in opening:
        token = label_of(short_text(opening.get("jobOpeningShareUrl")), _DOMAIN) or ""
        return _detail(token, _share_id(opening) or "0")
    rows = member(payload, "result")
    return _list("") if has_rows(rows, ("id", "jobOpeningName", "employmentStatusLabel")) else None


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url="https://{board}.bamboohr.com",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="bamboohr:acme",
)
