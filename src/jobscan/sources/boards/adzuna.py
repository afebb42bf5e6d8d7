"""Adzuna: search results with the user's own key, one country a board (`adzuna:gb`).

https://developer.adzuna.com/ - free access is 25 requests a minute, 250 a day. Descriptions are cut to their
beginning; pay is Adzuna's own guess where `salary_is_predicted` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from jobscan.errors import SourceError
from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    list_in,
    long_text,
    member,
    members,
    native_id,
    only,
    pay_range,
    read_rows,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.countries import country_code
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text, web_address

_NAME: Final = "adzuna"
_TITLE: Final = "Adzuna"
_API: Final = "https://api.adzuna.com"
_KEYS: Final = ("ADZUNA_APP_ID", "ADZUNA_APP_KEY")
_CREDIT: Final = "Jobs by Adzuna (https://www.adzuna.com)"
_TERMS: Final = "https://developer.adzuna.com/docs/terms_of_service"
_SNIPPETS: Final = f"{_TITLE} gives only the beginning of each description"
_AT_ONCE: Final = 50
_MAX_PAGES: Final = 40  # of the 250 requests a day
# Countries, each with the ending of its site.
_COUNTRIES: Final = {
    "at": ".at",
    "au": ".com.au",
    "be": ".be",
    "br": ".com.br",
    "ca": ".ca",
    "ch": ".ch",
    "de": ".de",
    "es": ".es",
    "fr": ".fr",
    "gb": ".co.uk",
    "in": ".in",
    "it": ".it",
    "mx": ".com.mx",
    "nl": ".nl",
    "nz": ".co.nz",
    "pl": ".pl",
    "sg": ".sg",
    "us": ".com",
    "za": ".co.za",
}
_SEARCH: Final = re.compile(r"/v1/api/jobs/([a-z]{2})/search/(\d{1,4})")


def _route(url: str) -> str | None:
    """The country of a search; None for the page of one posting."""
    address = address_of(url)
    if address is None:
        return None
    if address.host == "api.adzuna.com" and address.path[:3] == ("v1", "api", "jobs"):
        country = address.path[3] if len(address.path) > 3 else ""
        return country if country in _COUNTRIES else None
    return None if {"ad", "details"} & set(address.path) else _country(url)


def _country(url: str) -> str | None:
    """The country whose site an address is on."""
    address = address_of(url)
    host = address.host.removeprefix("www.") if address else ""
    return next((code for code, ending in _COUNTRIES.items() if host == f"adzuna{ending}"), None)


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    country = token.lower()
    if country not in _COUNTRIES:
        raise unsafe(_NAME, token, expected=f"a country: {', '.join(_COUNTRIES)}")
    if missing := [name for name in _KEYS if not ask.keys.get(name)]:
        raise SourceError("unsupported", f"{_TITLE} needs your own key: set {' and '.join(missing)}")
    asked = {
        "app_id": ask.keys[_KEYS[0]],
        "app_key": ask.keys[_KEYS[1]],
        "results_per_page": str(_AT_ONCE),
        "sort_by": "date",
        "what": ask.query,
        "where": ask.location,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return (_list(country, f"/v1/api/jobs/{country}/search/1?{query}"),)


def _list(country: str, path: str) -> Request:
    return Request(f"{_API}{path}", board=country, secret=("app_id", "app_key"))


def _read(answer: Answer) -> Page:
    rows = list_in(answer.payload, "results", title=_TITLE)
    known = _known_values(answer.request.url)

    def read(row: Row, base: Posting) -> Posting:
        return _posting(row, base, known=known)

    found = read_rows(_with_ids(rows), read, answer, provider=_NAME)
    following, capped = _following(answer.request, len(rows), count_of(answer.payload.get("count")))
    return Page(
        found.postings,
        next=following,
        expected=count_of(answer.payload.get("count")),
        listed=found.listed,
        capped=capped,
        notes=(_SNIPPETS,) if rows else (),
    )


def _with_ids(rows: Iterable[Any]) -> list[Any]:
    """The rows, those without an id with the number of their address."""
    return [
        {**row, "id": native_id(row.get("id")) or _number(row.get("redirect_url"))}
        if isinstance(row, Mapping)
        else row
        for row in rows
    ]


def _number(url: Any) -> str:
    address = address_of(url) if isinstance(url, str) else None
    return next((part for part in reversed(address.path) if part.isdecimal()), "") if address else ""


def _following(request: Request, rows: int, count: int | None) -> tuple[tuple[Request, ...], str]:
    """The request for the next page, and why there is none although there are more postings."""
    parts = urlsplit(request.url)
    found = _SEARCH.fullmatch(parts.path)
    if not found or rows < _AT_ONCE or int(found[2]) * _AT_ONCE >= (count or 10**9):
        return (), ""
    number = int(found[2]) + 1
    if number > _MAX_PAGES:
        asked = _MAX_PAGES * _AT_ONCE
        return (
            (),
            f"only the newest {asked:,} of {count or 0:,} are asked for: {_TITLE} allows 250 requests a day",
        )
    url = urlunsplit(parts._replace(path=f"/v1/api/jobs/{found[1]}/search/{number}"))
    return (replace(request, url=url),), ""


def _known_values(url: str) -> frozenset[str]:
    """The credentials in a URL: Adzuna repeats them in the addresses of postings."""
    query = parse_qs(urlsplit(url).query)
    return frozenset(value for name in ("app_id", "app_key") for value in query.get(name, []))


def _posting(row: Row, base: Posting, *, known: frozenset[str]) -> Posting:
    area = members(row.get("location"), "area")
    country = country_code(short_text(area[0])) if area else ""
    return replace(
        base,
        title=short_text(row.get("title")),  # without the <strong> of words that were searched for
        text=long_text(row.get("description")),
        hiring_organization=short_text(member(row, "company", "display_name")),
        job_location=short_text(member(row, "location", "display_name"))
        or ", ".join(map(short_text, area[::-1])),
        address_country=country,
        employment_type=employment_types([row.get("contract_time"), row.get("contract_type")]),
        date_posted=parse_date(row.get("created")),
        base_salary=_pay(row),
        url=_link(row.get("redirect_url"), known),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _pay(row: Row) -> tuple[Pay, ...]:
    """The pay, unless it is predicted: by the flag, a string; else where least and greatest are one."""
    least, most = row.get("salary_min"), row.get("salary_max")
    flag = short_text(row.get("salary_is_predicted"))
    if flag not in ("", "0") or (not flag and least == most) or row.get("salary_is_predicted") is True:
        return ()
    pay = pay_range(least, most, currency="", period="")
    return (pay,) if pay else ()


def _link(url: Any, known: frozenset[str]) -> str:
    """The address of a posting without its query, in which Adzuna names whose key was used."""
    address = web_address(url)
    parts = urlsplit(address) if address_of(address) else None
    link = urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")) if parts else ""
    return link if not any(value in link for value in known) else ""


def _recognise(payload: Payload) -> Request | None:
    rows = member(payload, "results")
    if not isinstance(rows, list) or not isinstance(payload, Mapping):
        return None
    addresses = [url for row in rows if isinstance(url := member(row, "redirect_url"), str)]
    tokens = [_country(url) for url in addresses]
    said = short_text(payload.get("__CLASS__")).startswith("Adzuna::")
    if not said and (
        not addresses
        or not all(token or host_is(url, "adzuna.com") for token, url in zip(tokens, addresses, strict=True))
    ):
        return None
    return _list(country := only(filter(None, tokens)), f"/v1/api/jobs/{country}/search/0")


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    attribution=_CREDIT,
    terms_url=_TERMS,
    spacing_s=2.5,
    keys=_KEYS,
    ordered=False,
    example="adzuna:gb",
)
