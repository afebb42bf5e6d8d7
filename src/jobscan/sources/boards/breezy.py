"""Breezy: a bare list; `verbose` brings the texts, and where one is missing, the page's JSON-LD has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import (
    after,
    host_is,
    is_posting_page,
    label_of,
    list_page,
    page_id,
    posting_page,
    read_posting_page,
)
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.boards.payload import (
    Row,
    blank,
    has_rows,
    long_text,
    member,
    members,
    native_id,
    one_country,
    one_line,
    only,
    read_rows,
    several,
)
from jobscan.sources.boards.tokens import address_of, in_path, is_label, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace
from jobscan.sources.jsonnodes import describe

_NAME: Final = "breezy"
_DOMAIN: Final = "breezy.hr"
# What a row says of a posting beyond the text, which its page has.
_KEPT: Final = ("name", "url", "published_date", "type", "location", "locations", "salary", "company")


def _route(url: str) -> str | None:
    return label_of(url, _DOMAIN)


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_label(token):
        raise unsafe(_NAME, token, expected="a name as in acme.breezy.hr")
    return (_list(token.lower()),)


def _list(token: str) -> Request:
    return Request(f"https://{token}.{_DOMAIN}/json?verbose=true", board=token)


def _posting_url(url: str) -> Request | None:
    token, slug = _route(url), after(address_of(url), "p")
    if not token or not is_token(slug):
        return None
    return posting_page(f"https://{token}.{_DOMAIN}/p/{in_path(slug)}", token, slug.partition("-")[0])


def _read(answer: Answer) -> Page:
    if is_posting_page(answer):
        return Page((_from_page(answer),))
    rows, board = answer.payload, answer.request.board
    if not isinstance(rows, list):
        raise SourceError("damaged", f"Breezy sends a list of postings; this is {describe(rows)}")
    bare = [row for row in rows if isinstance(row, dict) and not long_text(row.get("description"))]
    whole = [row for row in rows if not isinstance(row, dict) or long_text(row.get("description"))]
    found = read_rows(whole, _posting, answer, provider=_NAME)

    def ask(row: Row, native: str) -> Request | None:
        slug = short_text(row.get("friendly_id")) or native
        if not board or not is_token(slug):
            return None
        url = f"https://{board}.{_DOMAIN}/p/{in_path(slug)}"
        return posting_page(url, board, native, row={key: row[key] for key in _KEPT if key in row})

    page = list_page(bare, ask, answer)
    listed = dict.fromkeys(native_id(member(row, "id")) for row in rows)
    return Page(found.postings + page.postings, next=page.next, listed=tuple(filter(None, listed)))


def _from_page(answer: Answer) -> Posting:
    """The posting of a page, with what the list said of it first."""
    base = blank(answer, _NAME, page_id(answer))
    found = read_posting_page(answer, base)
    row = answer.request.carry.get("row")
    if not isinstance(row, dict):
        return found
    stated = _posting(row, base)
    return replace(
        found,
        title=stated.title or found.title,
        hiring_organization=stated.hiring_organization or found.hiring_organization,
        job_location=stated.job_location or found.job_location,
        address_country=stated.address_country or found.address_country,
        job_location_type=stated.job_location_type or found.job_location_type,
        employment_type=stated.employment_type or found.employment_type,
        date_posted=stated.date_posted or found.date_posted,
        base_salary=stated.base_salary or found.base_salary,
        url=stated.url or found.url,
    )


def _posting(row: Row, base: Posting) -> Posting:
    places = members(row, "locations") or [row.get("location")]
    remote = [place for place in places if member(place, "is_remote") is True]
    details = short_text(member(places[0], "remote_details", "label"))
    return replace(
        base,
        title=short_text(row.get("name")),
        text=long_text(row.get("description")),
        hiring_organization=short_text(member(row, "company", "name")),
        job_location=several(map(_place, places)),
        address_country=one_country(_country(place) for place in places),
        job_location_type=workplace(details) or workplace(bool(remote) and len(remote) == len(places)),
        employment_type=employment_types(member(row, "type", "name")),
        date_posted=parse_date(row.get("published_date")),
        base_salary=display_pay(row.get("salary")),
        url=web_address(row.get("url")),
    )


def _place(place: Any) -> str:
    if not isinstance(place, dict):
        return short_text(place)
    name = member(place, "name") or one_line(member(place, "city"), member(place, "state", "name"))
    return one_line(name, member(place, "country", "name"))


def _country(place: Any) -> Any:
    return member(place, "country", "id") or member(place, "country", "name")


def _recognise(payload: Payload) -> Request | None:
    if not has_rows(payload, ("id", "friendly_id", "name", "published_date", "location")):
        return None
    named = only(short_text(member(row, "company", "friendly_id")).lower() for row in payload)
    if not named and not all(host_is(member(row, "url"), _DOMAIN) for row in payload[:3]):
        return None
    token = only(_route(short_text(member(row, "url"))) or "" for row in payload) or named
    return _list(token if is_label(token) else "")


BOARD: Final = Board(
    name=_NAME,
    title="Breezy",
    base_url="https://{board}.breezy.hr",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    unknown_is_404=True,
    example="breezy:breezy",
)
