"""Personio: a feed in XML with all positions of an employer, which have texts only in the language asked for.

https://developer.personio.de/docs/retrieving-open-job-positions
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.payload import Row, joined, long_text, native_id, read_rows, several
from jobscan.sources.boards.tokens import address_of, in_path, is_label, part_after, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, short_text
from jobscan.sources.jsonnodes import describe

_TITLE: Final = "Personio"
_HOSTS: Final = re.compile(r"([^.]+)\.jobs\.personio\.(?:de|com)")
_ROOT: Final = "workzag-jobs"
_LANGUAGES: Final = ("en", "de", "")
"""Asked in this order, as long as there are positions without a text; "" is the employer's own language."""
_YEARS: Final = {"lt-1": "0-1", "gt-15": "15+"}
_SCHEDULES: Final = {"full-or-part-time": "full-time, part-time"}
_KINDS: Final = {"working_student": "working student"}


def _route(url: str) -> str | None:
    address = address_of(url)
    found = _HOSTS.fullmatch(address.host) if address else None
    return found[1] if found and is_label(found[1]) else None


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if not is_label(token):
        raise unsafe("personio", token, expected="a name as in acme.jobs.personio.de")
    return (_feed(token, _LANGUAGES[0]),)


def _feed(token: str, language: str) -> Request:
    query = f"?language={language}" if language else ""
    return Request(f"{_site(token)}/xml{query}", board=token, content="xml", carry={"language": language})


def _site(token: str) -> str:
    return f"https://{token.lower()}.jobs.personio.de"


def _posting_url(url: str) -> Request | None:
    """The whole feed, and of it the one position."""
    token, address = _route(url), address_of(url)
    native = part_after("job", address)
    if not token or not native.isdecimal():
        return None
    return _for(_feed(token, _LANGUAGES[0]), [native])


def _for(request: Request, natives: list[str]) -> Request:
    """A request for the feed, of which only these positions are wanted."""
    return replace(request, step="posting", carry={**request.carry, "ids": natives})


def _read(answer: Answer) -> Page:
    rows = _positions(answer.payload)
    request = answer.request
    wanted = request.carry.get("ids")
    if isinstance(wanted, list):
        these = {native_id(native) for native in wanted}
        rows = [row for row in rows if row["id"] in these]
    further = _further(request, [row["id"] for row in rows if _is_bare(row)])
    complete = [row for row in rows if not _is_bare(row)] if further else rows

    def read(row: Row, base: Posting) -> Posting:
        return _posting(row, base, site=_site(request.board) if request.url else "")

    found = read_rows(complete, read, answer, provider="personio")
    listed = tuple(dict.fromkeys(row["id"] for row in rows if row["id"]))
    return Page(found.postings, next=further, listed=() if wanted else listed)


def _is_bare(row: Row) -> bool:
    """Whether it is a position without a text, which it may have in another language."""
    return bool(row["id"]) and not row["parts"]


def _further(request: Request, bare: list[str]) -> tuple[Request, ...]:
    """The feed in the next language, for the positions that have no text in this one."""
    language = request.carry.get("language")
    if not bare or language not in _LANGUAGES[:-1]:
        return ()
    following = _LANGUAGES[_LANGUAGES.index(str(language)) + 1]
    return (_for(_feed(request.board, following), bare),)


def _positions(root: Any) -> list[dict[str, Any]]:
    """The positions of a feed, each id once; of what repeats one, the first with a text.

    Raises SourceError (damaged) for what is no feed of Personio's.
    """
    if getattr(root, "tag", None) != _ROOT:
        found = f"begins with {root.tag!r}" if hasattr(root, "tag") else f"is {describe(root)}"
        raise SourceError("damaged", f"Personio sends XML that begins with {_ROOT!r}; this {found}")
    positions: dict[str, dict[str, Any]] = {}
    for number, element in enumerate(root.iterchildren("position")):
        row = _row(element)
        key = row["id"] or f"#{number}"
        if key not in positions or (row["parts"] and not positions[key]["parts"]):
            positions[key] = row
    return list(positions.values())


def _row(element: Any) -> dict[str, Any]:
    """The members of a position by name; its places as `places`, its texts with their headings as `parts`."""
    row: dict[str, Any] = {child.tag: child.text or "" for child in element.iterchildren() if not len(child)}
    row["id"] = native_id(row.get("id"))
    row["places"] = [element.findtext("office"), *(office.text for office in element.iterfind("*/office"))]
    parts = (
        (short_text(part.findtext("name")), long_text(part.findtext("value")))
        for part in element.iterfind("jobDescriptions/jobDescription")
    )
    row["parts"] = [(heading, body) for heading, body in parts if body]
    return row


def _posting(row: Row, base: Posting, *, site: str) -> Posting:
    kind, schedule = short_text(row.get("employmentType")), short_text(row.get("schedule"))
    return replace(
        base,
        title=short_text(row.get("name")),
        text=joined([*row["parts"], ("", "\n".join(_labels(row)))]) if row["parts"] else "",
        hiring_organization=short_text(row.get("subcompany")),
        job_location=several(short_text(place) for place in row["places"]),
        employment_type=employment_types(f"{_SCHEDULES.get(schedule, schedule)}, {_KINDS.get(kind, kind)}"),
        date_posted=parse_date(row.get("createdAt")),
        url=f"{site}/job/{in_path(row['id'])}" if site else "",
    )


def _labels(row: Row) -> Iterator[str]:
    """What the feed says of the experience asked for, in words."""
    if years := short_text(row.get("yearsOfExperience")):
        yield f"{_YEARS.get(years, years)} years of experience"
    seniority = short_text(row.get("seniority"))
    if seniority and seniority != "student":  # the kind of employment says that
        yield f"Seniority: {seniority}"


def _recognise(payload: Payload) -> Request | None:
    if getattr(payload, "tag", None) != _ROOT or payload.find("position") is None:
        return None
    return Request("", content="xml", carry={"language": _LANGUAGES[0]})


BOARD: Final = Board(
    name="personio",
    title=_TITLE,
    base_url="https://{board}.jobs.personio.de",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    unknown_is_404=True,
    example="personio:personio",
)
