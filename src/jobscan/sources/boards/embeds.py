"""Which board a careers page shows: by its script, its frame, or links to it."""

from __future__ import annotations

import html as html_module
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from jobscan.errors import SourceError
from jobscan.sources.boards import all_boards
from jobscan.sources.boards.board import Ask, Board, Request
from jobscan.sources.boards.tokens import address_of

_ADDRESS: Final = re.compile(
    r"""<(?P<tag>script|iframe|a|link|form|div|section)\b[^<>]*?\s(?:src|href|action|data-[\w-]*(?:url|src|href))"""
    r"""\s*=\s*["']?(?P<url>(?:https?:)?//[^\s"'<>]+)""",
    re.IGNORECASE,
)
_IN_SCRIPT: Final = re.compile(
    r"""https://(?:boards-api\.greenhouse\.io|boards\.greenhouse\.io|job-boards(?:\.eu)?\.greenhouse\.io|"""
    r"""api(?:\.eu)?\.lever\.co|api\.ashbyhq\.com|jobs\.ashbyhq\.com|api\.smartrecruiters\.com|"""
    r"""apply\.workable\.com|www\.workable\.com|[\w-]+\.recruitee\.com|[\w-]+\.jobs\.personio\.(?:de|com))"""
    r"""/[^\s"'<>\\`]+""",
    re.IGNORECASE,
)
_SHOWS: Final = frozenset(("script", "iframe", "form", "div", "section"))
"""Elements that show a board in the page; links may be to somebody else's."""
_NO_EMBED: Final = frozenset(
    "adzuna arbeitnow feed hackernews himalayas jobicy page remoteok remotive sitemap themuse usajobs "
    "weworkremotely workingnomads".split()
)
"""Sources of many employers, which no careers page is the page of."""
_LEAST_LINKS: Final = 2
_MAX_CHARS: Final = 3_000_000
_MAX_ADDRESSES: Final = 5_000


def embedded_board(html: str) -> tuple[Board, str] | None:
    """The board of one employer that a page shows, and its token; None where it shows none, or several.

    A script or a frame of a board is sure, and so is its address in a script. Links count where there are
    several, and all are to one board: a page may well name somebody else's.
    """
    html = html[:_MAX_CHARS]
    shown: Counter[tuple[str, str]] = Counter()
    linked: Counter[tuple[str, str]] = Counter()
    known: dict[str, tuple[str, str] | None] = {}
    for tag, url in islice(_addresses(html), _MAX_ADDRESSES):
        if url not in known:
            known[url] = _board_of(url)
        found = known[url]
        if found is not None:
            (shown if tag in _SHOWS else linked)[found] += 1
    one = _only(shown) or _only(linked, least=_LEAST_LINKS)
    if one is None:
        return None
    boards = {board.name: board for board in all_boards()}
    return boards[one[0]], one[1]


def first_requests(board: Board, token: str, ask: Ask) -> tuple[Request, ...]:
    """What to ask of an embedded board; () where its token is none."""
    try:
        return board.requests(token, ask)
    except SourceError:
        return ()


def _addresses(html: str) -> Iterator[tuple[str, str]]:
    for found in _ADDRESS.finditer(html):
        yield found["tag"].lower(), _https(html_module.unescape(found["url"]))
    for found in _IN_SCRIPT.finditer(html):
        before = html.rfind("<", max(0, found.start() - 20_000), found.start())
        if html[before : before + 7].lower() == "<script":
            yield "script", html_module.unescape(found[0])


def _https(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def _board_of(url: str) -> tuple[str, str] | None:
    """Name and token of the employer's board that an address is of."""
    if address_of(url) is None:
        return None
    for board in all_boards():
        if board.name in _NO_EMBED:
            continue
        token = board.route(url)
        if token:
            return board.name, token
    return None


def _only(found: Counter[tuple[str, str]], *, least: int = 1) -> tuple[str, str] | None:
    """The one that is found at least so often, where tokens differ in no more than their case."""
    if not found or sum(found.values()) < least or len({(name, token.lower()) for name, token in found}) > 1:
        return None
    return found.most_common(1)[0][0]
