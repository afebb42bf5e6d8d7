"""One request to its answer: from this run before it broke off, from the archive, or from the source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from jobscan.errors import SourceError
from jobscan.fetch.addresses import (
    at_base,
    from_base,
    hide,
    hide_parameters,
    key_of,
    public_headers,
    public_url,
)
from jobscan.fetch.store import Received, Store
from jobscan.sources.archive import read_page
from jobscan.sources.archive_files import Sidecar, body_path
from jobscan.sources.boards.board import AS, Answer, Board, Page, Request
from jobscan.sources.http import FetchError, Response, Validators
from jobscan.sources.payloads import declared_charset, parse_payload

STEP_OF_ONE = "posting"
"""The step of a request for the text of one posting."""
TEXTS_HOLD = timedelta(days=30)
"""How long a text is not asked for again while its list says the same of it."""


class Sender(Protocol):
    """What sends: jobscan.sources.http.Client, or a test's own."""

    def send(
        self,
        url: str,
        *,
        method: str = "GET",
        json: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        spacing_s: float | None = None,
        content: str = "any",
        secret: tuple[str, ...] = (),
    ) -> Response:
        """The answer, or FetchError."""


class Stopped(Exception):  # noqa: N818 - no error: the user has asked for it
    """The user has stopped the fetch."""


@dataclass(slots=True)
class Counts:
    """How the requests of a source were answered."""

    asked: int = 0
    unchanged: int = 0
    reused: int = 0
    rested: str = ""
    """When the source was asked last, where it wants to be left alone until later."""


@dataclass(frozen=True, slots=True)
class Got:
    """What a request brought: what the board reads in it, and where it lies."""

    page: Page
    answer: str
    """Id of the answer in the archive, "" where there is no archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Asks for one source."""

    client: Sender
    bases: Mapping[str, str]
    """By provider, where its requests go instead."""
    store: Store | None
    """None where nothing is kept."""
    now: Callable[[], datetime]
    refresh: bool
    """Whether texts that the archive has are asked for again."""
    counts: Counts

    def ask(self, board: Board, request: Request) -> Got:
        """The answer to a request, kept in the archive. Raises FetchError; SourceError if it is unusable."""
        if self.store is None:
            return Got(self._unkept(board, request), "")
        key = key_of(request)
        known = self._done(request, key) or self._fresh(board, request, key)
        got = self._stored(board, request, known) if known else None
        if known and got:
            self.counts.reused += 1
        else:
            known, got = self._asked(board, request, key)
        if not got.page.not_found:
            self.store.note_done(key, known)
        return got

    def _unkept(self, board: Board, request: Request) -> Page:
        response = self._send(board, request, None)
        url = self._own_url(board, request, response)
        content_type = next((v for name, v in response.headers.items() if name.lower() == "content-type"), "")
        payload = parse_payload(
            response.body, content=request.content, declared=declared_charset(content_type)
        )
        return read_page(board, Answer(request, payload, url, url))

    def _done(self, request: Request, key: str) -> Sidecar | None:
        """The answer that this run has got before it broke off."""
        done = _needed(self.store).done(key)
        return done if done is not None and done.carry == dict(request.carry) else None

    def _fresh(self, board: Board, request: Request, key: str) -> Sidecar | None:
        """The stored answer where it need not be asked for again."""
        stored = _needed(self.store).latest(key)
        if stored is None:
            return None
        try:
            age = self.now() - datetime.fromisoformat(stored.checked_at)
        except (ValueError, TypeError):  # a sidecar that somebody has changed
            return None
        if request.step == STEP_OF_ONE:
            changed = self.refresh or stored.carry != dict(request.carry)
            return None if changed or not timedelta() <= age < TEXTS_HOLD else stored
        if not timedelta() <= age < timedelta(seconds=board.min_interval_s):
            return None
        self.counts.rested = stored.checked_at
        return stored

    def _asked(self, board: Board, request: Request, key: str) -> tuple[Sidecar, Got]:
        """What the source itself answers; where that is "not modified", the stored answer."""
        store = _needed(self.store)
        public = replace(request, url=public_url(request), headers=public_headers(request), secret=())
        stored = store.latest(key)
        response = self._send(board, request, stored)
        if response.not_modified and stored is not None:
            got = self._stored(board, request, stored)
            if got is not None:
                self.counts.unchanged += 1
                checked = store.still_so(stored, public)
                return checked, Got(got.page, checked.id)
            response = self._send(board, request, None)  # what is stored cannot be read any more
        final_url = hide_parameters(self._own_url(board, request, response), request)
        headers = {name: hide(value, request) for name, value in response.headers.items()}
        received = Received(final_url, response.status, headers, response.body)
        sidecar = store.sidecar_of(public, received, key=key, provider=board.name)
        # Read before it is kept: what is unusable is not.
        page = self._page(board, request, response.body, sidecar)
        store.keep(sidecar, response.body)
        return sidecar, Got(page, sidecar.id)

    def _send(self, board: Board, request: Request, stored: Sidecar | None) -> Response:
        base = self._base(board, request)
        url = at_base(request.url, base, board=request.board) if base else request.url
        validators = Validators(
            etag=stored.headers.get("etag", "") if stored else "",
            last_modified=stored.headers.get("last-modified", "") if stored else "",
        )
        self.counts.asked += 1
        try:
            return self.client.send(
                url,
                method=request.method,
                json=request.json,
                headers=request.headers,
                validators=validators,
                spacing_s=board.spacing_s,
                content=request.content,
                secret=request.secret,
            )
        except FetchError as error:
            raise FetchError(
                error.outcome,
                hide(error.detail, request),
                retry_after_s=error.retry_after_s,
                status=error.status,
            ) from None

    def _base(self, board: Board, request: Request) -> str:
        """The other base of a request: that of the board that a page has led to, if one did."""
        return self.bases.get(str(request.carry.get(AS) or board.name), "")

    def _own_url(self, board: Board, request: Request, response: Response) -> str:
        base = self._base(board, request)
        return from_base(response.final_url, request, base) if base else response.final_url

    def _stored(self, board: Board, request: Request, sidecar: Sidecar) -> Got | None:
        """What the board reads in a stored answer; None where it cannot be read."""
        try:
            body = _needed(self.store).body(sidecar)
            return Got(self._page(board, request, body, sidecar), sidecar.id)
        except SourceError:
            return None

    def _page(self, board: Board, request: Request, body: bytes, sidecar: Sidecar) -> Page:
        """What the board reads, exactly as a scan of the archive does later."""
        place = body_path(_needed(self.store).folder, sidecar).as_posix()
        declared = declared_charset(sidecar.headers.get("content-type", ""))
        payload = parse_payload(body, content=request.content, declared=declared)
        return read_page(board, Answer(request, payload, place, sidecar.final_url))


def _needed(store: Store | None) -> Store:
    if store is None:
        raise ValueError("there is no archive")
    return store
