"""How far a scan is: the news of many processes as one tally, and what they read in the order of reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from jobscan.engines.work import Done, Item, News, Task, is_packed
from jobscan.errors import Failure

_FIRST_RATIO: Final = {True: 2.7, False: 0.9}
"""Characters of postings a byte of a file, packed or not, before a first unit has told."""
_TELLING: Final = 100_000
"""Bytes of a unit whose ratio tells something of the next."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a scan is."""

    postings: int
    """Read so far, those of parts that were there already among them."""
    failures: int
    size: int
    """Bytes of the inputs that are done, about."""
    known: int
    """Postings of parts that were there already."""


@dataclass(slots=True)
class _Begun:
    """A unit that is being worked on."""

    size: int
    packed: bool
    postings: int = 0
    failures: int = 0
    characters: int = 0


class Watch:
    """Counts the news of many tasks at once."""

    def __init__(self, progress: Callable[[Tally], None] | None, order: InOrder | None) -> None:
        self._progress = progress
        self._order = order
        self._begun: dict[int, _Begun] = {}
        self._ratios = dict(_FIRST_RATIO)
        self._postings = self._failures = self._known = self._size = 0

    def begin(self, task: Task) -> None:
        """Know a task before its news come."""
        self._begun[task.place] = _Begun(task.size, is_packed(task.unit.files[0]))

    def guess(self, characters: int, *, packed: bool) -> int:
        """Of how many bytes of input some characters of postings were read, about."""
        return round(characters / self._ratios[packed])

    def pass_over(self, size: int) -> None:
        """Count bytes of input that turn out to be done."""
        self._size += size

    def tell(self, news: News) -> None:
        """Count what is new of a task."""
        begun = self._begun[news.place]
        if news.again:
            begun.postings = begun.failures = begun.characters = 0
        begun.postings += news.postings
        begun.failures += news.failures
        begun.characters += news.characters
        if self._order:
            self._order.tell(news)
        self._show()

    def fail(self, place: int, failure: Failure) -> None:
        """Count an input that is no unit."""
        self._failures += 1
        if self._order:
            self._order.tell(News(place, items=(failure,)))
            self._order.finish(place)
        self._show()

    def finish(self, done: Done, *, known: bool) -> None:
        """Count a task that is finished, or was before."""
        begun = self._begun.pop(done.place, None)
        if begun and begun.size >= _TELLING and begun.characters:
            self._ratios[begun.packed] = begun.characters / begun.size
        self._postings += done.postings
        self._failures += done.failures
        self._known += done.postings if known else 0
        self._size += done.size
        if self._order:
            self._order.finish(done.place)
        self._show()

    def _show(self) -> None:
        if self._progress is None:
            return
        begun = self._begun.values()
        # How far into a unit its postings are is guessed, by what those before have told.
        guessed = sum(min(each.characters / self._ratios[each.packed], 0.98 * each.size) for each in begun)
        self._progress(
            Tally(
                self._postings + sum(each.postings for each in begun),
                self._failures + sum(each.failures for each in begun),
                self._size + round(guessed),
                self._known,
            )
        )


class InOrder:
    """Gives items in the order of reading, however they come; those that are ahead are held."""

    def __init__(self, see: Callable[[Item], None]) -> None:
        self._see = see
        self._held: dict[int, list[Item]] = {}
        self._finished: set[int] = set()
        self._next = 0
        """The place whose items are given as they come."""
        self._given = self._skipped = 0
        """How many of its items were given, and how many come again that were."""

    def tell(self, news: News) -> None:
        """Take what was read for a place."""
        held = self._held.setdefault(news.place, [])
        if news.again:
            held.clear()
            if news.place == self._next:
                self._skipped = self._given
        held += news.items
        if news.place == self._next:
            self._give()

    def finish(self, place: int) -> None:
        """Know that no more comes for a place."""
        self._finished.add(place)
        while self._next in self._finished:
            self._give()
            self._finished.remove(self._next)
            self._held.pop(self._next, None)
            self._next, self._given, self._skipped = self._next + 1, 0, 0
        self._give()

    def _give(self) -> None:
        held = self._held.get(self._next, [])
        for item in held:
            if self._skipped:
                self._skipped -= 1
                continue
            self._given += 1
            self._see(item)
        held.clear()
