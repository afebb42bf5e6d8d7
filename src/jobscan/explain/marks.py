"""What is marked in a posting's text: skills with their levels, and the cues that decided them."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from jobscan.extract.result import Mention
from jobscan.vocabulary import LEVELS

CUE: Final = "cue"
NOT_COUNTED: Final = "not counted"

_DEEPEST: Final = 16  # how many marks before an edge are asked whether they cross it


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A passage to be marked, half-open in characters of the text."""

    start: int
    end: int
    kind: str
    """One of LEVELS, CUE or NOT_COUNTED."""
    skills: tuple[tuple[str, str], ...] = ()
    """Name and level of each skill that is named there; () for a cue."""


def marks_of(mentions: Iterable[Mention], names: Mapping[str, str]) -> list[Mark]:
    """The marks of mentions and of their cues, by start; of several in one place one."""
    found: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    cues: set[tuple[int, int]] = set()
    for mention in mentions:
        skill = (names.get(mention.skill_id, mention.skill_id), mention.level)
        found[mention.start, mention.end].append(skill)
        if mention.cue_start < mention.cue_end:
            cues.add((mention.cue_start, mention.cue_end))
    marks = [
        Mark(*place, min((level for _, level in skills), key=LEVELS.index), tuple(dict.fromkeys(skills)))
        for place, skills in found.items()
    ]
    marks += [Mark(*place, CUE) for place in cues - found.keys()]
    return nested(marks)


def nested(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in the order in which they open, each within those that are open or behind them.

    One that begins in another and ends behind it is cut: it begins where the other ends.
    """
    waiting = [(_opens(mark), mark) for mark in marks]
    heapq.heapify(waiting)
    placed: list[Mark] = []
    around: list[Mark] = []
    while waiting:
        _, mark = heapq.heappop(waiting)
        while around and around[-1].end <= mark.start:
            around.pop()
        if around and mark.end > around[-1].end:
            rest = replace(mark, start=around[-1].end)
            heapq.heappush(waiting, (_opens(rest), rest))
        else:
            placed.append(mark)
            around.append(mark)
    return placed


def _opens(mark: Mark) -> tuple[int, int, bool, tuple[tuple[str, str], ...]]:
    """Sorts marks by where they open, the outer one first."""
    return mark.start, -mark.end, mark.kind == CUE, mark.skills


Step = tuple[Literal["text"], tuple[int, int]] | tuple[Literal["open", "close"], Mark]


def walk(start: int, end: int, marks: Sequence[Mark]) -> Iterator[Step]:
    """The way through text[start:end]: stretches of text, and the marks that open and close between them.

    marks: nested, as marks_of gives them. What crosses the edges is cut at them.
    """
    low = bisect_left(marks, start, key=lambda mark: mark.start)
    high = bisect_left(marks, end, key=lambda mark: mark.start)
    inside = [mark for mark in marks[max(low - _DEEPEST, 0) : high] if mark.end > start]
    at = start
    around: list[Mark] = []
    for mark in (*inside, Mark(end, end, "")):  # the last one closes all
        while around and min(around[-1].end, end) <= mark.start:
            closed = around.pop()
            stop = min(closed.end, end)
            if at < stop:
                yield "text", (at, stop)
                at = stop
            yield "close", closed
        stop = max(mark.start, start)
        if at < stop:
            yield "text", (at, stop)
            at = stop
        if mark.kind:
            yield "open", mark
            around.append(mark)
