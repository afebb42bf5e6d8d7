"""Requests that are polite and safe: identified, spaced, bounded in time and size, to public addresses."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, NoReturn, Self
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import TimeoutError as Urllib3Timeout

from jobscan.sources.http.addresses import (
    CheckedAdapter,
    Resolve,
    check_url,
    host_key,
    host_of,
    location,
    resolve,
)
from jobscan.sources.http.answers import check_answer
from jobscan.sources.http.blocked import is_challenge
from jobscan.sources.http.pacing import Pacing
from jobscan.sources.http.records import Call, FetchError, Response, Sent, Settings, Validators
from jobscan.sources.http.redact import redacted
from jobscan.sources.http.retry import AGAIN, AgainError, backoff_s, retry_after_s
from jobscan.sources.http.robots import MAX_BYTES, Robots, Rules, parse_rules
from jobscan.sources.http.transfer import REDIRECTS, transfer

_LOG = logging.getLogger(__name__)

_SAME_METHOD: Final = frozenset({307, 308})
_PRIVATE_HEADERS: Final = frozenset({"authorization", "proxy-authorization", "cookie"})
_SLOWER_AFTER_429_S: Final = 5.0
_MOST_OF_ROBOTS: Final = 4 * MAX_BYTES
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_MOST_SESSIONS: Final = 64
"""Hosts whose connections are kept open for the next request."""
_NO_ADDRESS: Final = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidHeader,
)


class Client:
    """Sends requests. A context manager, shared between threads; each host is asked by one at a time."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
        look_up: Resolve = resolve,
    ) -> None:
        self.settings = settings or Settings()
        self.log: list[Sent] = []
        """Every request that went out, robots.txt among them."""
        self._clock, self._sleep, self._now, self._chance = clock, sleep, now, chance
        self._look_up = look_up
        self._allowed = frozenset(host.lower() for host in self.settings.allow_private)
        self._pacing = Pacing(clock=clock, sleep=sleep, random=chance)
        self._robots = Robots(self._fetch_rules, clock=clock)
        self._sessions: dict[str, tuple[requests.Session, CheckedAdapter]] = {}
        self._busy: set[str] = set()
        self._guard = threading.Lock()
        self._budget_s = self.settings.budget_s

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        with self._guard:
            for session, _ in self._sessions.values():
                session.close()
            self._sessions.clear()

    def send(
        self,
        url: str,
        *,
        method: str = "GET",
        json: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        max_bytes: int | None = None,
        spacing_s: float | None = None,
        check_robots: bool = True,
        content: str = "any",
        secret: tuple[str, ...] = (),
    ) -> Response:
        """The answer to a request, after as many attempts as it took.

        method: GET, HEAD, or a POST that only reads: all are sent again where that may help. content: what
        must come (json, xml, html, any), to tell a barrier from an answer. secret: names of parameters and
        headers that hold credentials; they are never logged, and stay with the host they are for.
        max_bytes: of the body without its coding, by default what suits its kind.
        Raises FetchError.
        """
        if method not in _METHODS:
            raise ValueError(f"{method!r} is not sent: only {', '.join(sorted(_METHODS))}")
        settings = self.settings
        call = Call(
            url=url,
            method=method,
            json=json,
            headers=dict(headers or {}),
            validators=validators or Validators(),
            max_bytes=max_bytes or (settings.max_page_bytes if content == "html" else settings.max_api_bytes),
            spacing_s=settings.spacing_s if spacing_s is None else spacing_s,
            check_robots=check_robots and not settings.ignore_robots,
            secret=secret,
        )
        response = self._until_answered(call)
        check_answer(response, content=content, secret=secret)
        return response

    def _until_answered(self, call: Call) -> Response:
        attempt = 1
        while True:
            try:
                return self._follow(call, attempt)
            except AgainError as error:
                wait = backoff_s(attempt, self._chance()) if error.wait_s is None else error.wait_s
                if attempt > self.settings.retries or not self._spend(wait):
                    raise self._last(error, attempt) from None
                _LOG.info("%s; another attempt in %.1f s", error.detail, wait)
                self._sleep(wait)
                attempt += 1

    def _last(self, error: AgainError, attempts: int) -> FetchError:
        """What is told when no further attempt is made."""
        detail, wait = error.detail, error.wait_s
        if wait is not None and wait > self._budget_s:
            detail += f"; the server asks to wait {_duration(wait)}: try again after that"
        elif attempts > 1:
            detail += f", after {attempts} attempts"
        late = error.status == 429 or (wait is not None and wait > self._budget_s)
        outcome = "capped" if late else "failed"
        return FetchError(outcome, detail, retry_after_s=wait, status=error.status or None)

    def _spend(self, seconds: float) -> bool:
        """Whether the budget for waiting has so many seconds left; they are taken from it then."""
        with self._guard:
            if seconds > self._budget_s:
                return False
            self._budget_s -= seconds
            return True

    def _follow(self, call: Call, attempt: int) -> Response:
        """The answer behind all redirects, each of them checked as the first address was."""
        asked, seen = call.url, {call.url}
        while True:
            response = self._one(call, attempt)
            place = location(response.headers.get("location", ""))
            if response.status not in REDIRECTS or not place:
                return replace(response, url=asked)
            if call.method == "POST" and response.status not in _SAME_METHOD:
                # Servers under load answer so for a while (Workday); to follow would make it a GET.
                raise AgainError(
                    f"{host_of(call.url)} redirects a POST ({response.status})", status=response.status
                )
            call = self._redirected(call, place)
            if call.url in seen or len(seen) > self.settings.max_redirects:
                loops = call.url in seen
                why = "leads in a circle" if loops else f"is redirected more than {len(seen) - 1} times"
                raise FetchError("failed", f"{redacted(asked, call.secret)} {why}")
            seen.add(call.url)

    def _redirected(self, call: Call, place: str) -> Call:
        """The call that a redirect leads to. Raises FetchError for one that must not be followed."""
        try:
            target = urljoin(call.url, place).partition("#")[0]
        except ValueError:
            raise FetchError("failed", f"{host_of(call.url)} redirects to what is no address") from None
        old, new = urlsplit(call.url), check_url(target, self._allowed)
        if old.scheme == "https" and new.scheme == "http":
            raise FetchError("failed", f"{old.hostname} redirects to an address without encryption: refused")
        if (old.hostname, old.port) == (new.hostname, new.port):
            return replace(call, url=target)
        if call.method == "POST":
            raise FetchError("failed", f"{old.hostname} redirects a POST to {new.hostname}: refused")
        private = _PRIVATE_HEADERS | {name.lower() for name in call.secret} | {"host"}
        kept = {name: value for name, value in call.headers.items() if name.lower() not in private}
        return replace(call, url=target, headers=kept, validators=Validators())

    def _one(self, call: Call, attempt: int) -> Response:
        """One request and its answer; raises AgainError where another attempt may help."""
        parts = check_url(call.url, self._allowed)
        host = host_key(parts)
        if call.check_robots:
            rules = self._robots.rules(f"{parts.scheme}://{parts.netloc.lower()}")
            if refusal := rules.refusal(call.url):
                raise FetchError(rules.outcome, f"{parts.hostname}: {refusal}")
            if rules.delay_s:
                self._pacing.slow_down(host, rules.delay_s)
        if (left := self._pacing.held_s(host)) > 1:
            raise AgainError(f"{parts.hostname} asked to be left alone for a while", wait_s=left)
        with self._pacing.turn(host, spacing_s=call.spacing_s, jitter_s=self.settings.jitter_s):
            response = self._exchange(call, host, attempt)
        if response.status in AGAIN and not is_challenge(response.headers, response.body):
            if response.status == 429:
                self._pacing.slow_down(host, max(2 * call.spacing_s, _SLOWER_AFTER_429_S))
            wait = retry_after_s(response.headers, self._now())
            self._pacing.hold(host, wait or 0.0)
            said = "is asked too often" if response.status == 429 else "is out of order"
            raise AgainError(
                f"{parts.hostname} {said} ({response.status})", status=response.status, wait_s=wait
            )
        return response

    def _exchange(self, call: Call, host: str, attempt: int) -> Response:
        """What goes over the wire, broken off at the deadline whatever the server does."""
        session, adapter = self._session(host)
        adapter.begin()
        late = threading.Event()

        def cut() -> None:
            late.set()
            adapter.cut()

        watchdog = threading.Timer(self.settings.total_s, cut)
        watchdog.daemon = True
        watchdog.start()
        started, status, size = time.monotonic(), 0, 0
        try:
            response = transfer(session, call, self.settings)
            status, size = response.status, len(response.body)
            if late.is_set():  # what was cut may look like an end
                raise TimeoutError
            if status in REDIRECTS:
                adapter.cut()  # its body stays unread
        except FetchError:
            adapter.cut()
            raise
        except (AgainError, requests.RequestException, Urllib3Error, OSError, ValueError) as error:
            adapter.cut()
            self._failed(error, call, late=late.is_set())
        finally:
            watchdog.cancel()
            with self._guard:
                self._busy.discard(host)
            url = redacted(call.url, call.secret)
            taken, robots = time.monotonic() - started, "allowed" if call.check_robots else "unchecked"
            self.log.append(Sent(call.method, url, status, size, taken, attempt, robots))
            _LOG.debug("%s %s: %d, %d bytes", call.method, url, status, size)
        return response

    def _failed(self, error: Exception, call: Call, *, late: bool) -> NoReturn:
        """Raise what a failure of the transfer means."""
        host = host_of(call.url)
        if late:
            limit = _duration(self.settings.total_s)
            raise FetchError("failed", f"{host} did not finish within {limit}") from None
        if isinstance(error, AgainError):
            raise error
        if isinstance(error, _NO_ADDRESS):
            what = f"{redacted(call.url, call.secret)} is no address to ask, or a header is broken"
            raise FetchError("failed", what) from None
        if isinstance(error, requests.exceptions.SSLError):
            raise FetchError("failed", f"{host}: its certificate is not accepted") from None
        if isinstance(error, ValueError) and not isinstance(error, requests.RequestException):
            raise FetchError("failed", f"{host} answers with what is no address") from None
        slow = isinstance(error, requests.Timeout | Urllib3Timeout)
        said = "does not answer in time" if slow else "breaks off the connection"
        raise AgainError(f"{host} {said}") from None

    def _session(self, host: str) -> tuple[requests.Session, CheckedAdapter]:
        """The session of a host: cookies never leave it."""
        with self._guard:
            self._busy.add(host)
            if host not in self._sessions:
                self._close_idle()
                session = requests.Session()
                session.trust_env = self.settings.use_environment
                session.headers.clear()
                adapter = CheckedAdapter(allowed=self._allowed, look_up=self._look_up)
                session.mount("https://", adapter)
                session.mount("http://", adapter)
                self._sessions[host] = session, adapter
            else:
                self._sessions[host] = self._sessions.pop(host)  # the last used stands last
            return self._sessions[host]

    def _close_idle(self) -> None:
        """Close the sessions that were not used for longest, where there are too many for one more."""
        idle = [host for host in self._sessions if host not in self._busy]
        for host in idle[: max(len(self._sessions) - _MOST_SESSIONS + 1, 0)]:
            self._sessions.pop(host)[0].close()

    def _fetch_rules(self, url: str) -> Rules:
        """The rules at a URL of robots.txt, behind its redirects."""
        settings = self.settings
        call = Call(url=url, max_bytes=_MOST_OF_ROBOTS, spacing_s=settings.spacing_s, check_robots=False)
        try:
            response = self._until_answered(call)
        except FetchError as error:
            answered = error.status is not None
            return Rules(None, unread=error.detail, outcome="blocked" if answered else error.outcome)
        return parse_rules(response.status, response.body)


def _duration(seconds: float) -> str:
    """Seconds for a person.

    >>> _duration(45), _duration(600), _duration(7300)
    ('45 seconds', '10 minutes', '2 hours')
    """
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
