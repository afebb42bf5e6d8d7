"""Sitemaps: the pages of a site that look like postings, by their addresses.

https://www.sitemaps.org/protocol.html. The token is the sitemap's address, `sitemap:https://example.org/sitemap.xml`;
of an index the sitemaps in it are asked, those for jobs alone where some are called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from jobscan.errors import SourceError
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.feed import feed_url
from jobscan.sources.boards.syndication import local_name
from jobscan.sources.boards.tokens import address_of
from jobscan.sources.boards.web_pages import read_web_page
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import short_text, web_address
from jobscan.sources.jsonnodes import describe

if TYPE_CHECKING:
    from lxml import etree

_NAME: Final = "sitemap"
MAX_POSTINGS: Final = 2_000
"""Pages of one sitemap that are asked for: one request each, a second apart."""
_MAX_SITEMAPS: Final = 100
_JOB_PATH: Final = re.compile(
    r"/(?:[^/]*[-_])?(?:jobs?|careers?|vacanc(?:y|ies)|positions?|openings?|job-?postings?|opportunit(?:y|ies)|"
    r"stellen(?:angebote?|anzeigen?)?|karriere|emplois?|offres?(?:-d-emploi)?|empleos?|vagas?|vacatures?|lavoro|"
    r"ledige-stillinger|lediga-jobb|oferty-pracy|praca)(?:[-_][^/]*)?/(?P<rest>.+)",
    re.IGNORECASE,
)
_JOB_QUERY: Final = re.compile(
    r"(?:^|&)(?:gh_jid|jobid|job_id|jid|vacancyid|requisitionid)=\w", re.IGNORECASE
)
_NO_POSTING: Final = re.compile(
    r"(?:search|categor(?:y|ies)|locations?|departments?|teams?|tags?|blog|news|benefits|about(?:-us)?|faqs?|culture|"
    r"people|stories|students|graduates|internships|events|life|diversity|all|index|page|companies|login|register|"
    r"saved|alerts?)(?:\.\w+)?(?:/.*)?",
    re.IGNORECASE,
)
_JOB_SITEMAP: Final = re.compile(
    r"job|career|vacanc|position|opening|stelle|karriere|emploi|empleo|vaga", re.IGNORECASE
)


def _route(url: str) -> str | None:  # noqa: ARG001
    return None  # no address tells a sitemap for sure; its answer does


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    url = feed_url(_NAME, token, what="a sitemap")
    return (Request(url, board=token, content="any", carry={"since": ask.since} if ask.since else {}),)


def _read(answer: Answer) -> Page:
    if answer.request.step == "posting":
        return read_web_page(answer, provider=_NAME)
    name = local_name(answer.payload)
    if name == "sitemapindex":
        return _read_index(answer)
    if name == "urlset":
        return _read_urls(answer)
    found = name or describe(answer.payload)
    raise SourceError("damaged", f"a sitemap begins with urlset or sitemapindex; this is {found}")


def _read_index(answer: Answer) -> Page:
    """The requests for the sitemaps of an index; an index within one is not followed."""
    if answer.request.carry.get("nested"):
        return Page(notes=("an index of sitemaps within an index was not followed",))
    own, notes = _own(_locations(answer.payload, answer), answer)
    named = [url for url, _ in own if _JOB_SITEMAP.search(urlsplit(url).path)]
    wanted = named or [url for url, _ in own]
    carry = {**answer.request.carry, "nested": True}
    return Page(
        next=tuple(replace(answer.request, url=url, carry=carry) for url in wanted[:_MAX_SITEMAPS]),
        capped=f"of {len(wanted):,} sitemaps {_MAX_SITEMAPS} are asked for"
        if len(wanted) > _MAX_SITEMAPS
        else "",
        notes=notes,
    )


def _read_urls(answer: Answer) -> Page:
    """The requests for the pages that look like postings, and have changed since the wanted day."""
    own, notes = _own(_locations(answer.payload, answer), answer)
    since = short_text(answer.request.carry.get("since"))
    postings = [(url, date) for url, date in own if looks_like_posting(url)]
    if not postings and _JOB_SITEMAP.search(urlsplit(answer.request.url).path):
        postings = own
    wanted = [(url, date) for url, date in postings if not since or not date or date >= since[: len(date)]]
    asked = wanted[:MAX_POSTINGS]
    left_out = len(own) - len(postings)
    if left_out:
        notes += (f"{left_out:,} of {len(own):,} addresses do not look like postings, and are not asked for",)
    return Page(
        next=tuple(_page_request(answer, url, date) for url, date in asked),
        listed=tuple(dict.fromkeys(native_of(url) for url, _ in asked)),
        capped=f"of {len(wanted):,} pages {MAX_POSTINGS:,} are asked for" if len(wanted) > len(asked) else "",
        newest_only=bool(since),
        notes=notes,
    )


def _page_request(answer: Answer, url: str, date: str) -> Request:
    carry = {"native": native_of(url), **({"lastmod": date} if date else {})}
    return Request(url, board=answer.request.board, step="posting", content="html", carry=carry)


def looks_like_posting(url: str) -> bool:
    """Whether an address is that of one posting, and not of a list, a search or a story.

    >>> paths = ("jobs/7-tester", "careers/search", "jobs", "blog/jobs-of-tomorrow", "karriere/stellen/koch")
    >>> [looks_like_posting(f"https://example.org/{path}") for path in paths]
    [True, False, False, False, True]
    """
    parts = urlsplit(url)
    if _JOB_QUERY.search(parts.query):
        return True
    path = parts.path.rstrip("/")
    if re.match(r"/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:blog|news|stories|press)\b", path, re.IGNORECASE):
        return False
    found = _JOB_PATH.search(path)
    return found is not None and _NO_POSTING.fullmatch(found["rest"]) is None


def native_of(url: str) -> str:
    """What names a page within its site: path and query."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _locations(root: etree._Element, answer: Answer) -> Iterator[tuple[str, str]]:
    """Address and day of the last change of each entry, each address once; "" for a day that is not given."""
    seen: set[str] = set()
    for entry in root:
        if local_name(entry) not in ("url", "sitemap"):
            continue
        values = {local_name(child): (child.text or "").strip() for child in entry}
        url = web_address(values.get("loc"))
        if url and url not in seen and url not in (answer.request.url, answer.url):
            seen.add(url)
            yield url, parse_date(values.get("lastmod"))


def _own(entries: Iterator[tuple[str, str]], answer: Answer) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The entries of the site itself, and a note on others: a sitemap may not send us anywhere else."""
    hosts = {_site(url) for url in (answer.request.url, answer.url) if url}
    found = list(entries)
    own = [entry for entry in found if not hosts or _site(entry[0]) in hosts]
    if len(own) == len(found):
        return own, ()
    return own, (f"{len(found) - len(own):,} addresses on other hosts are not asked for",)


def _site(url: str) -> str:
    address = address_of(url)
    return address.host.removeprefix("www.") if address else ""


def _recognise(payload: Payload) -> Request | None:
    return Request("", content="any") if local_name(payload) in ("urlset", "sitemapindex") else None


BOARD: Final = Board(
    name=_NAME,
    title="Sitemap",
    base_url="",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    example="sitemap:https://example.org/sitemap.xml",
)
