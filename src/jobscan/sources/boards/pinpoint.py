"""Pinpoint: a whole board in one answer; each text in parts, whose headings the employer words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import (
    after,
    first_with,
    is_posting_page,
    label_of,
    page_id,
    posting_page,
    read_posting_page,
)
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.boards.payload import (
    Row,
    blank,
    has_rows,
    joined,
    list_in,
    long_text,
    member,
    one_country,
    one_line,
    only,
    pay_range,
    read_rows,
)
from jobscan.sources.boards.tokens import address_of, in_path, is_label, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address, workplace

_NAME: Final = "pinpoint"
_DOMAIN: Final = "pinpointhq.com"
# Parts of the text, with the heading that is used where the employer wrote none.
_PARTS: Final = (
    ("description", ""),
    ("key_responsibilities", "Key responsibilities"),
    ("skills_knowledge_expertise", "Skills, knowledge and expertise"),
    ("benefits", "Benefits"),
)


def _route(url: str) -> str | None:
    return label_of(url, _DOMAIN)


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_label(token):
        raise unsafe(_NAME, token, expected="a name as in acme.pinpointhq.com")
    return (_list(token.lower()),)


def _list(token: str) -> Request:
    return Request(f"https://{token}.{_DOMAIN}/postings.json", board=token)


def _posting_url(url: str) -> Request | None:
    token, native = _route(url), after(address_of(url), "postings")
    if not token or not is_token(native):
        return None
    return posting_page(f"https://{token}.{_DOMAIN}/en/postings/{in_path(native)}", token, native)


def _read(answer: Answer) -> Page:
    if is_posting_page(answer):
        return Page((read_posting_page(answer, blank(answer, _NAME, page_id(answer))),))
    rows = list_in(answer.payload, "data", title="Pinpoint")
    board = answer.request.board

    def read(row: Row, base: Posting) -> Posting:
        return _posting(row, base, board=board)

    found = read_rows(rows, read, answer, provider=_NAME)
    return Page(found.postings, listed=found.listed)


def _posting(row: Row, base: Posting, *, board: str) -> Posting:
    place = row.get("location")
    name = short_text(member(place, "name"))
    path = short_text(row.get("path"))
    own = f"https://{board}.{_DOMAIN}{path}" if board and path.startswith("/") else ""
    return replace(
        base,
        title=short_text(row.get("title")),
        text=joined(_parts(row)),
        job_location=name or one_line(member(place, "city"), member(place, "province")),
        address_country=one_country([member(place, "country") or name]),
        job_location_type=workplace(row.get("workplace_type") or row.get("workplace_type_text")),
        employment_type=employment_types(row.get("employment_type") or row.get("employment_type_text")),
        valid_through=parse_date(row.get("deadline_at")),
        base_salary=_pay(row),
        url=web_address(row.get("url")) or web_address(own),
    )


def _parts(row: Row) -> Iterator[tuple[str, str]]:
    for key, heading in _PARTS:
        yield short_text(row.get(f"{key}_header")) or heading, long_text(row.get(key))


def _pay(row: Row) -> tuple[Pay, ...]:
    """The pay, if the employer lets it be seen."""
    if row.get("compensation_visible") is False:
        return ()
    stated = pay_range(
        row.get("compensation_minimum"),
        row.get("compensation_maximum"),
        currency=row.get("compensation_currency"),
        period=row.get("compensation_frequency"),
    )
    return (stated,) if stated else display_pay(row.get("compensation"))


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "data")
    if not has_rows(rows, ("id", "title", "skills_knowledge_expertise", "key_responsibilities")):
        return None
    tokens = (_route(url) for row in rows if isinstance(url := member(row, "url"), str) and url)
    return _list(only(filter(None, tokens)) if first_with(rows, "url") else "")


BOARD: Final = Board(
    name=_NAME,
    title="Pinpoint",
    base_url="https://{board}.pinpointhq.com",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="pinpoint:acme",
)
