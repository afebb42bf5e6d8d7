"""Remote OK: one feed of about a hundred postings, whose first element is a notice of its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import (
    Row,
    each_once,
    long_text,
    member,
    one_country,
    pay_range,
    read_rows,
)
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import short_text, web_address
from jobscan.sources.jsonnodes import describe

_NAME: Final = "remoteok"
_API: Final = "https://remoteok.com"
_CREDIT: Final = "Source: Remote OK (https://remoteok.com)"
_TERMS: Final = "https://remoteok.com/api"


def _route(url: str) -> str | None:
    """The board; None for the page of one posting: /remote-jobs/..."""
    address = address_of(url) if host_is(url, "remoteok.com") or host_is(url, "remoteok.io") else None
    return "" if address and len(address.path) < 2 else None


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if token:
        raise unsafe(_NAME, token, expected="no name: Remote OK is one board")
    return (Request(f"{_API}/api"),)


def _read(answer: Answer) -> Page:
    rows = answer.payload
    if not isinstance(rows, list):
        raise SourceError("damaged", f"Remote OK sends a list of postings; this is {describe(rows)}")
    # The notice keeps its place, by which messages call the rows.
    numbered = [{**row, "id": "notice"} if _is_notice(row) else row for row in rows]
    found = read_rows(numbered, _posting, answer, provider=_NAME)
    return Page(found.postings, listed=found.listed)


def _is_notice(row: Any) -> bool:
    return isinstance(row, Mapping) and "legal" in row and "position" not in row


def _posting(row: Row, base: Posting) -> Posting | None:
    if _is_notice(row):
        return None
    place = short_text(row.get("location"))
    return replace(
        base,
        title=short_text(row.get("position")),
        text=long_text(row.get("description")),
        hiring_organization=short_text(row.get("company")),
        job_location=place,
        address_country=one_country([place]),
        job_location_type="remote",  # every address of the feed says so: /remote-jobs/...
        date_posted=parse_date(row.get("date")) or parse_date(row.get("epoch")),
        # 0 to 0 is unknown; no currency and no period are stated.
        base_salary=each_once(
            [pay_range(row.get("salary_min"), row.get("salary_max"), currency="", period="")]
        ),
        url=_link(row.get("url")),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _link(value: Any) -> str:
    """The address with its host in lower case: the feed writes remoteOK.com."""
    url = web_address(value)
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.lower()).geturl() if url else ""


def _recognise(payload: Payload) -> Request | None:
    if not isinstance(payload, list) or not payload:
        return None
    rows = [row for row in payload[:4] if not _is_notice(row)]
    if rows and all(host_is(member(row, "url"), "remoteok.com") and "position" in row for row in rows):
        return Request(f"{_API}/api")
    return None


BOARD: Final = Board(
    name=_NAME,
    title="Remote OK",
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    attribution=_CREDIT,
    terms_url=_TERMS,
    ordered=False,
)
