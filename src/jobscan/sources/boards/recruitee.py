"""Recruitee: all offers of a company in one answer, at its own host; numbers as strings, several languages.

https://docs.recruitee.com/reference/intro-to-careers-site-api
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.payload import (
    Row,
    each_once,
    has_rows,
    joined,
    kept,
    list_in,
    long_text,
    member,
    members,
    one_country,
    one_line,
    pay_range,
    read_rows,
    several,
    told,
)
from jobscan.sources.boards.tokens import address_of, is_label, part_after, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, language_code, short_text, web_address

_TITLE: Final = "Recruitee"
_DOMAIN: Final = ".recruitee.com"
_NO_TOKENS: Final = frozenset("api app auth blog careers docs help support status".split())
_HOST: Final = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE
)
_ROW: Final = ("id", "title", "slug")
_FURTHER: Final = ("careers_url", "careers_apply_url", "employment_type_code", "mailbox_email")


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None:
        return None
    token = _token_of_host(address.host)
    if token:
        return token
    own = address.path[:2] == ("api", "offers") and not address.host.endswith(_DOMAIN)
    return address.host if own and _HOST.fullmatch(address.host) else None


def _token_of_host(host: str) -> str:
    token = host.removesuffix(_DOMAIN)
    return token if host.endswith(_DOMAIN) and is_label(token) and token not in _NO_TOKENS else ""


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not (is_label(token) or _HOST.fullmatch(token)):
        raise unsafe("recruitee", token, expected="a name as in acme.recruitee.com, or a host of its own")
    return (_list(token),)


def _list(token: str) -> Request:
    host = token if "." in token else f"{token}{_DOMAIN}"
    return Request(f"https://{host}/api/offers/", board=token)


def _posting_url(url: str) -> Request | None:
    """The whole list, and of it the one offer."""
    address = address_of(url)
    token = _token_of_host(address.host) if address else ""
    slug = part_after("o", address)
    return replace(_list(token), step="posting", carry={"slug": slug}) if token and slug else None


def _read(answer: Answer) -> Page:
    rows = list_in(answer.payload, "offers", title=_TITLE)
    rows = kept(rows, answer.request.carry.get("slug"), key="slug")
    found = read_rows(rows, _posting, answer, provider="recruitee")
    return Page(found.postings, listed=found.listed)


def _posting(row: Row, base: Posting) -> Posting | None:
    if row.get("status") not in (None, "published"):
        return None
    language, said = _in_best_language(row)
    salary = row.get("salary")
    parts = (("", said.get("description")), ("Requirements", said.get("requirements")))
    places = members(row, "locations")
    return replace(
        base,
        title=short_text(said.get("title")) or short_text(row.get("title")),
        text=joined((heading, long_text(value)) for heading, value in parts),
        hiring_organization=short_text(row.get("company_name")),
        job_location=_location(row, places),
        address_country=one_country([member(place, "country_code") for place in places])
        or one_country([row.get("country_code") if len(places) < 2 else ""]),
        job_location_type=_workplace(row),
        employment_type=employment_types(row.get("employment_type_code")),
        date_posted=parse_date(row.get("published_at")) or parse_date(row.get("created_at")),
        valid_through=parse_date(row.get("close_at")),
        base_salary=each_once(
            [
                pay_range(
                    member(salary, "min"),
                    member(salary, "max"),
                    currency=member(salary, "currency"),
                    period=member(salary, "period"),
                )
            ]
        ),
        url=web_address(row.get("careers_url")),
        in_language=language,
    )


def _in_best_language(row: Row) -> tuple[str, Row]:
    """The offer in English where there is such a translation, else as it stands; and that language."""
    translations = row.get("translations")
    if not isinstance(translations, dict):
        return "", row
    filled = {
        code: said
        for name, said in translations.items()
        if (code := language_code(name)) and long_text(member(said, "description"))
    }
    if "en" in filled:
        return "en", filled["en"]
    same = (code for code, said in filled.items() if said.get("description") == row.get("description"))
    return next(same, ""), row


def _location(row: Row, places: list[Any]) -> str:
    if len(places) > 1:
        return several(
            one_line(member(place, "city") or member(place, "name"), member(place, "country"))
            for place in places
        )
    stated = short_text(row.get("location"))
    return stated or one_line(row.get("city"), row.get("state_name"), row.get("country"))


def _workplace(row: Row) -> str:
    """What the flags say; remote and on site at once is left to the text."""
    remote, onsite = row.get("remote") is True, row.get("on_site") is True
    if row.get("hybrid") is True:
        return "hybrid"
    if remote == onsite:
        return ""
    return "remote" if remote else "onsite"


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "offers")
    return _list(_token_of(rows)) if has_rows(rows, _ROW, one_of=_FURTHER) else None


def _token_of(rows: list[Any]) -> str:
    """The token that the addresses of the offers tell, or of the mailboxes for their applications."""
    return told(_token_in(row) for row in rows)


def _token_in(row: Any) -> str:
    address = address_of(short_text(member(row, "careers_url")))
    mailbox = short_text(member(row, "mailbox_email")).rpartition("@")[2]
    return (_token_of_host(address.host) if address else "") or _token_of_host(mailbox.lower())


BOARD: Final = Board(
    name="recruitee",
    title=_TITLE,
    base_url="https://{board}.recruitee.com",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    unknown_is_404=True,
    example="recruitee:channable",
)
