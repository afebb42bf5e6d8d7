"""Working Nomads: one bare list of remote postings, without ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.aggregators import no_token
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import Row, has_rows, long_text, one_country, read_rows
from jobscan.sources.boards.tokens import address_of
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import short_text, web_address
from jobscan.sources.jsonnodes import describe

_NAME: Final = "workingnomads"
_TITLE: Final = "Working Nomads"
_API: Final = "https://www.workingnomads.com"
_LIST: Final = f"{_API}/api/exposed_jobs/"


def _route(url: str) -> str | None:
    return "" if _is_ours(url) and not _native(url) else None


def _is_ours(value: Any) -> bool:
    return host_is(value, "workingnomads.com") or host_is(value, "workingnomads.co")


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    no_token(_NAME, token, title=_TITLE)
    return (Request(_LIST),)


def _read(answer: Answer) -> Page:
    rows = answer.payload
    if not isinstance(rows, list):
        raise SourceError("damaged", f"{_TITLE} sends a list of postings; this is {describe(rows)}")
    found = read_rows([_with_id(row) for row in rows], _posting, answer, provider=_NAME)
    return Page(found.postings, listed=found.listed, newest_only=True)


def _with_id(row: Any) -> Any:
    """The row with an id: the end of its address."""
    return {**row, "id": _native(short_text(row.get("url")))} if isinstance(row, Mapping) else row


def _native(url: str) -> str:
    """`81` of https://www.workingnomads.com/job/go/81/, `a-b` of /jobs/a-b; "" for another URL."""
    address = address_of(url)
    match address.path if address and _is_ours(url) else ():
        case ("job", "go", native, *_) | ("jobs" | "job", native, *_):
            return native
    return ""


def _posting(row: Row, base: Posting) -> Posting:
    place = short_text(row.get("location"))
    return replace(
        base,
        title=short_text(row.get("title")),
        text=long_text(row.get("description")),
        hiring_organization=short_text(row.get("company_name")),
        job_location=place,
        address_country=one_country([place]),
        job_location_type="remote",  # all its postings are
        date_posted=parse_date(row.get("pub_date")),
        url=web_address(row.get("url")),
    )


def _recognise(payload: Payload) -> Request | None:
    if not has_rows(payload, ("url", "title", "description", "company_name"), one_of=("pub_date", "tags")):
        return None
    return Request(_LIST) if all(_is_ours(row["url"]) for row in payload[:3]) else None


BOARD: Final = Board(
    name=_NAME,
    title=_TITLE,
    base_url=_API,
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    ordered=False,
)
