"""robots.txt by RFC 9309: whether a path may be asked, and how slowly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego

from jobscan.sources.http.records import PRODUCT

MAX_BYTES: Final = 500 * 1024
"""Of a robots.txt, read at least so far and, here, no further (RFC 9309, section 2.5)."""
_KEPT_S: Final = 24 * 3600.0  # RFC 9309, section 2.4
_RETRY_S: Final = 600.0  # of one that could not be read


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt says."""

    parsed: Protego | None
    """None where there is none (everything is allowed), or where it cannot be read."""
    unread: str = ""
    """Why it cannot be read: then nothing is allowed (RFC 9309, section 2.3.1.4)."""
    outcome: str = "blocked"
    """What a request that is not allowed ends as: `failed` where the host could not be reached at all."""

    def refusal(self, url: str) -> str:
        """Why a URL may not be asked, "" where it may."""
        if self.unread:
            return f"robots.txt cannot be read ({self.unread}), so nothing of the site is asked"
        if self.parsed is not None and not self.parsed.can_fetch(url, PRODUCT):
            return "the site's robots.txt asks robots to leave this address alone"
        return ""

    @property
    def delay_s(self) -> float:
        """The pause between requests that it asks for, at most a minute; 0 for none."""
        delay = self.parsed.crawl_delay(PRODUCT) if self.parsed is not None else None
        return min(max(float(delay or 0.0), 0.0), 60.0)


def parse_rules(status: int, body: bytes) -> Rules:
    """The rules of an answer to /robots.txt: a client error is no robots.txt, a server error forbids all."""
    if 400 <= status < 500 and status != 429:
        return Rules(None)
    if not 200 <= status < 300:
        return Rules(None, unread=f"status {status}")
    text = body[:MAX_BYTES].decode("utf-8", errors="replace").lstrip("\ufeff")
    return Rules(Protego.parse(text))


class Robots:
    """The robots.txt of each origin, read once a day. Shared between threads."""

    def __init__(self, fetch: Callable[[str], Rules], *, clock: Callable[[], float]) -> None:
        """fetch: the rules at a URL of robots.txt; it never raises."""
        self._fetch, self._clock = fetch, clock
        self._known: dict[str, tuple[float, Rules]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def rules(self, origin: str) -> Rules:
        """The rules of an origin, `https://example.org`."""
        with self._guard:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            until, rules = self._known.get(origin, (float("-inf"), Rules(None)))
            if self._clock() >= until:
                rules = self._fetch(f"{origin}/robots.txt")
                self._known[origin] = (self._clock() + (_RETRY_S if rules.unread else _KEPT_S), rules)
            return rules
