"""Teamtailor: a JSON Feed with a schema.org JobPosting in each item; texts are in it.

https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import (
    after,
    is_posting_page,
    page_id,
    posting_page,
    read_posting_page,
)
from jobscan.sources.boards.payload import Row, blank, list_in, member, read_rows
from jobscan.sources.boards.tokens import address_of, is_label, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import language_code, short_text, web_address
from jobscan.sources.schema_org import posting_from_schema

_NAME: Final = "teamtailor"
_DOMAIN: Final = "teamtailor.com"
_REGIONS: Final = ("na", "au", "eu")
"""Second parts of a host: acme.na.teamtailor.com."""
_OWN_SITES: Final = frozenset("www app api docs help support status".split())
_TEXTS: Final = ("description", "responsibilities", "qualifications")
_NUMBER: Final = re.compile(r"(\d+)(?:-.*)?")


def _route(url: str) -> str | None:
    address = address_of(url)
    if address is None or not address.host.endswith(f".{_DOMAIN}"):
        return None
    token = address.host.removesuffix(f".{_DOMAIN}")
    return token if _is_own(token) else None


def _is_own(token: str) -> bool:
    """Whether a token is the part of a host before teamtailor.com."""
    label, _, region = token.partition(".")
    return is_label(label) and label not in _OWN_SITES and (not region or region in _REGIONS)


def _host(token: str) -> str:
    """The host of a board: on Teamtailor's domain for `acme` and `acme.na`; else the token is one."""
    return f"{token}.{_DOMAIN}" if _is_own(token) else token


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    labels = token.split(".")
    if not _is_own(token.lower()) and (
        len(labels) < 2 or labels[-1].isdecimal() or not all(map(_is_part, labels))
    ):
        raise unsafe(_NAME, token, expected="a name as in acme.teamtailor.com, or the host of a careers site")
    return (_list(token.lower()),)


def _is_part(label: str) -> bool:
    return is_label(label) or label == "www"


def _list(token: str) -> Request:
    return Request(f"https://{_host(token)}/jobs.json", board=token)


def _posting_url(url: str) -> Request | None:
    token = _route(url)
    number = _NUMBER.fullmatch(after(address_of(url), "jobs"))
    if not token or not number:
        return None
    return posting_page(f"https://{_host(token)}/jobs/{number[1]}", token, number[1])


def _read(answer: Answer) -> Page:
    if is_posting_page(answer):
        return Page((read_posting_page(answer, blank(answer, _NAME, page_id(answer))),))
    items = list_in(answer.payload, "items", title="Teamtailor")

    def read(row: Row, base: Posting) -> Posting:
        return _posting(row, base, feed=answer.payload)

    found = read_rows(items, read, answer, provider=_NAME)
    following, notes = _next(answer)
    return Page(found.postings, next=following, listed=found.listed, notes=notes)


def _posting(row: Row, base: Posting, *, feed: Row) -> Posting:
    own = row.get("_jobposting")
    node = dict(own) if isinstance(own, dict) else {}
    text = row.get("content_html") or row.get("content_text")
    if not node.get("description") and isinstance(text, str):
        node["description"] = text
    bare = {"title": row.get("title"), "datePosted": row.get("date_published")}
    if not any(node.get(key) for key in _TEXTS):
        return replace(base, title=short_text(row.get("title")))
    found = posting_from_schema({**bare, **node}, id=base.id, source=base.source, origin=base.origin)
    return replace(
        found,
        title=short_text(row.get("title")) or found.title,
        hiring_organization=found.hiring_organization or short_text(feed.get("title")),
        date_posted=found.date_posted or parse_date(row.get("date_published")),
        url=web_address(row.get("url")) or found.url,
        in_language=found.in_language or language_code(row.get("language") or feed.get("language")),
    )


def _next(answer: Answer) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """The request for the next page, on the host that was asked: a feed may not send us anywhere else."""
    url, request = member(answer.payload, "next_url"), answer.request
    address = address_of(url) if isinstance(url, str) and url else None
    if not url or not request.board:
        return (), ()
    own = [asked.host for asked in map(address_of, (request.url, answer.url)) if asked]
    if address is None or address.host not in own:
        return (), ("a further page was named on another host, and not asked for",)
    there, here = urlsplit(url), urlsplit(request.url)
    same = urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))
    return ((replace(request, url=same),) if same != request.url else ()), ()


def _recognise(payload: Payload) -> Request | None:
    items = member(payload, "items")
    if not isinstance(items, list) or "jsonfeed.org" not in short_text(member(payload, "version")):
        return None
    addresses = (member(payload, key) for key in ("feed_url", "home_page_url"))
    token = next((found for url in addresses if isinstance(url, str) and (found := _route(url))), "")
    if any(isinstance(member(item, "_jobposting"), dict) for item in items[:3]) or (token and not items):
        return _list(token)
    return None


BOARD: Final = Board(
    name=_NAME,
    title="Teamtailor",
    base_url="https://{board}.teamtailor.com",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    posting_url=_posting_url,
    example="teamtailor:career",
)
