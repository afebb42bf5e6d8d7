"""We Work Remotely: feeds in RSS, of everything or of one category; its pages are closed to programs.

https://weworkremotely.com/remote-job-rss-feed
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.payload import Row, long_text, one_country, read_rows
from jobscan.sources.boards.syndication import Entry, feed_of, local_name
from jobscan.sources.boards.tokens import address_of, in_path, is_token, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, language_code, short_text
from jobscan.sources.jsonnodes import describe

_NAME: Final = "weworkremotely"
_TITLE: Final = "We Work Remotely"
_HOST: Final = "weworkremotely.com"
_API: Final = f"https://{_HOST}"
_CREDIT: Final = f"Source: We Work Remotely ({_API})"
_TERMS: Final = f"{_API}/remote-job-rss-feed"
_COMPANY: Final = re.compile(r"([^:]{1,80}):\s+(\S.*)")


def _route(url: str) -> str | None:
    """A category's feed or page; "" for the site, None for the page of a posting."""
    address = address_of(url)
    if address is None or not host_is(url, _HOST):
        return None
    match address.path:
        case ("categories", category, *_):
            token = category.removesuffix(".rss")
            return token if is_token(token) else ""
        case ("remote-jobs" | "listings" | "company", _, *_):
            return None
    return ""


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    if token and not is_token(token):
        raise unsafe(_NAME, token, expected="nothing, or a category as in remote-programming-jobs")
    return (_feed(token),)


def _feed(token: str) -> Request:
    path = f"categories/{in_path(token)}.rss" if token else "remote-jobs.rss"
    return Request(f"{_API}/{path}", board=token, content="xml")


def _read(answer: Answer) -> Page:
    feed = feed_of(answer.payload)
    if feed is None or local_name(answer.payload) != "rss":
        found = local_name(answer.payload) or describe(answer.payload)
        raise SourceError("damaged", f"{_TITLE} sends RSS; this is {found}")
    rows = [{"id": _native(entry), "entry": entry} for entry in feed.entries]

    def read(row: Row, base: Posting) -> Posting:
        return _posting(row["entry"], base, language=feed.language)

    # A posting has one id in all the feeds that it stands in.
    bare = replace(answer, request=replace(answer.request, board=""))
    return Page(read_rows(rows, read, bare, provider=_NAME).postings, newest_only=True)


def _native(entry: Entry) -> str:
    """The end of its address: `acme-data-scientist`."""
    address = address_of(entry.link) or address_of(entry.native)
    return address.path[-1] if address and address.path else entry.native


def _posting(entry: Entry, base: Posting, *, language: str) -> Posting:
    company, title = _parted(entry.first("title"))
    place = "; ".join(
        text
        for name in ("region", "country")
        for value in entry.values.get(name, ())
        if (text := short_text(value))
    )
    return replace(
        base,
        title=title,
        text=long_text(entry.body),
        hiring_organization=company,
        job_location=place,  # "Headquarters:" in the text is where the employer is
        address_country=one_country([place]),
        job_location_type="remote",
        employment_type=employment_types(entry.first("type")),
        date_posted=parse_date(entry.first("pubdate")),
        valid_through=parse_date(entry.first("expires_at")),
        url=entry.link,
        in_language=language_code(language),
        attribution=_CREDIT,
        terms_url=_TERMS,
    )


def _parted(title: str) -> tuple[str, str]:
    """Employer and title of `Acme: Tester: Remote`; the title may hold colons, an employer seldom does.

    >>> _parted("Acme: Tester: Remote"), _parted("Tester")
    (('Acme', 'Tester: Remote'), ('', 'Tester'))
    """
    found = _COMPANY.fullmatch(title)
    return (found[1], found[2]) if found else ("", title)


def _recognise(payload: Payload) -> Request | None:
    feed = feed_of(payload) if local_name(payload) == "rss" else None
    if feed is None or not feed.entries or not host_is(feed.entries[0].link, _HOST):
        return None
    return _feed(_route(feed.link) or "")


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
    min_interval_s=3600.0,
    ordered=False,
    example="weworkremotely:remote-programming-jobs",
)
