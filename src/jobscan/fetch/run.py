"""One source asked for all that it has: lists, further pages, texts."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, cast

from jobscan.errors import SourceError
from jobscan.fetch.addresses import hide, key_of
from jobscan.fetch.asking import STEP_OF_ONE, Asker, Got, Stopped
from jobscan.fetch.gathering import Gathered
from jobscan.fetch.outcome import OUTCOMES, Outcome, SourceReport
from jobscan.sources.boards.board import Board, Request
from jobscan.sources.http import FetchError

MAX_LISTS: Final = 2_000
"""Pages of a list: more are a loop that changes its address."""
_IN_VAIN: Final = 5
"""Texts in a row that could not be fetched, after which the site has had enough."""
_ENDS_ALL: Final = ("capped",)


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a fetch, for whoever shows its progress. Comes from several threads."""

    source: str
    listed: int
    got: int
    waiting: int
    """Requests that are known to follow."""
    report: SourceReport | None = None
    """Once the source is done."""


Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class _Item:
    request: Request
    chained: bool
    """Whether an answer led to it."""

    @property
    def is_text(self) -> bool:
        return self.request.step == STEP_OF_ONE


class _Queue:
    """What is still to be asked: lists first, as they shift while being read; texts first under a limit."""

    def __init__(self, first: Iterable[Request], *, texts_first: bool) -> None:
        self._lists = deque(_Item(_plain_carry(request), chained=False) for request in first)
        self._texts: deque[_Item] = deque()
        self._texts_first = texts_first
        self._known = {key_of(request) for request in first}
        self.lists_asked = 0

    def __len__(self) -> int:
        return len(self._lists) + len(self._texts)

    def add(self, requests: Iterable[Request], *, lists: bool) -> None:
        """Add what an answer led to, what is known only once. lists: whether to follow its further pages."""
        for request in requests:
            item, key = _Item(_plain_carry(request), chained=True), key_of(request)
            if key not in self._known and (item.is_text or lists):
                self._known.add(key)
                (self._texts if item.is_text else self._lists).append(item)

    def drop_texts(self) -> int:
        """Give up the texts: how many these were."""
        dropped = len(self._texts)
        self._texts.clear()
        return dropped

    def pop(self) -> _Item:
        """The next one."""
        texts = bool(self._texts) and (self._texts_first or not self._lists)
        item = self._texts.popleft() if texts else self._lists.popleft()
        self.lists_asked += not item.is_text
        return item


def gather(
    gathered: Gathered,
    asker: Asker,
    *,
    is_stopped: Callable[[], bool],
    is_late: Callable[[], bool],
    tell: Tell,
) -> None:
    """Ask for all that a source has, or as much as is wanted."""
    source = gathered.source
    queue = _Queue(source.requests, texts_first=source.ask.limit is not None)
    in_vain = 0
    while queue and not gathered.limited:
        if is_stopped():
            gathered.stopped = True
            return
        if is_late():
            gathered.capped = "the time that it was given is over"
            return
        if queue.lists_asked >= MAX_LISTS:
            gathered.capped = f"more than {MAX_LISTS:,} pages of a list are not asked for"
            return
        item = queue.pop()
        tell(Event(source.name, len(gathered.listed), len(gathered.found), len(queue) + 1))
        try:
            got = _ask(asker, source.board, item, gathered)
        except Stopped:
            gathered.stopped = True
            return
        if got is not None:
            in_vain = 0
            is_text = item.is_text and not source.single
            more = gathered.take(item.request, got.page, got.answer, is_text=is_text, chained=item.chained)
            queue.add(got.page.next, lists=more)
            continue
        in_vain += item.is_text
        if gathered.errors[-1][0] in _ENDS_ALL:
            return
        if in_vain == _IN_VAIN and (dropped := queue.drop_texts()):
            gathered.texts_failed += dropped
            gathered.notes.append(f"after {_IN_VAIN} failures in a row {dropped:,} texts were not asked for")
            in_vain = 0


def _ask(asker: Asker, board: Board, item: _Item, gathered: Gathered) -> Got | None:
    """The answer to one request; None where there is no usable one, which is noted."""
    request = item.request
    is_text = item.is_text and not gathered.source.single
    try:
        return asker.ask(board, request)
    except FetchError as error:
        gathered.fail(_outcome(error), error.detail, is_text=is_text)
    except SourceError as error:
        gathered.fail("failed", hide(error.detail, request), is_text=is_text)
    return None


def _outcome(error: FetchError) -> Outcome:
    return cast("Outcome", error.outcome) if error.outcome in OUTCOMES else "failed"


def _plain_carry(request: Request) -> Request:
    """The request with what it carries as the archive gives it back: plain JSON."""
    return replace(request, carry=json.loads(json.dumps(dict(request.carry)))) if request.carry else request
