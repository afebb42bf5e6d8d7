"""When a host may be asked again: one request at a time, with a pause between."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    """By the clock, when the next request may begin."""
    floor_s: float = 0.0
    """The least pause, raised by Crawl-delay and by 429."""
    held_until: float = float("-inf")
    """By the clock, until when the host itself asked not to be asked (Retry-After)."""


class Pacing:
    """The pauses between requests, host by host. Shared between threads."""

    def __init__(
        self, *, clock: Callable[[], float], sleep: Callable[[float], None], random: Callable[[], float]
    ) -> None:
        self._clock, self._sleep, self._random = clock, sleep, random
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._guard = threading.Lock()

    def _host(self, name: str) -> _Host:
        with self._guard:
            return self._hosts[name]

    @contextlib.contextmanager
    def turn(self, name: str, *, spacing_s: float, jitter_s: float) -> Iterator[None]:
        """The turn of one request to a host: waits for the others and for the pause after the last."""
        host = self._host(name)
        with host.lock:
            wait = max(host.free_at, host.held_until) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                pause = max(spacing_s, host.floor_s) + jitter_s * self._random()
                host.free_at = max(host.free_at, self._clock() + pause)

    def slow_down(self, name: str, seconds: float) -> None:
        """Never ask a host faster than this any more."""
        host = self._host(name)
        host.floor_s = max(host.floor_s, seconds)

    def hold(self, name: str, seconds: float) -> None:
        """Ask a host nothing for so long, whoever wants to."""
        host = self._host(name)
        host.held_until = max(host.held_until, self._clock() + seconds)

    def held_s(self, name: str) -> float:
        """The seconds for which a host is still to be left alone."""
        return max(self._host(name).held_until - self._clock(), 0.0)
