"""White that runs down between the words of a page, and what stands on its sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from jobscan.sources.papers.printed import BULLETS, Line, Word, line_of

_GUTTER: Final = 0.9  # of the font's size: the narrowest gap between columns
_FEWEST_LINES: Final = 3  # of a column
_MOST_ROWS: Final = 400  # a page of small print has a hundred
_MOST_TRIED: Final = 60  # runs of a region; columns are among the longest
_MARK_GAP: Final = 4.0  # of the font's size, at most, behind the bullet or number of an item
_MARK: Final = re.compile(rf"[{BULLETS}]|[-–—*]|\(?\w{{1,2}}[.)]")

Run = tuple[int, int, float]
"""The rows [first, end) that a white gap runs down through, and its middle."""


def sides(row: Line, at: float) -> set[bool]:
    """On which sides of a gap there are words of a row: True is left."""
    return {word.left < at for word in row.words}


def side(rows: Sequence[Line], at: float, *, is_left: bool) -> list[Line]:
    """The lines on one side of a gap; asides stay on the side where the line began."""
    lines = []
    for row in rows:
        words = [word for word in row.words if (word.left < at) == is_left]
        if words:
            begins_here = (row.left < at) == is_left
            lines.append(replace(line_of(words), asides=row.asides if begins_here else ()))
    return lines


def best_run(rows: Sequence[Line], fits: Callable[[Sequence[Line], float], bool]) -> Run | None:
    """Of the runs that fit the one with the most lines in its lesser column; None where none does."""
    if not _FEWEST_LINES <= len(rows) <= _MOST_ROWS:
        return None
    found = ((_lesser(rows[first:end], at), -first, (first, end, at)) for first, end, at in _runs(rows))
    runs = sorted((one for one in found if one[0] >= _FEWEST_LINES), reverse=True)
    return next((run for _, _, run in runs[:_MOST_TRIED] if fits(rows[run[0] : run[1]], run[2])), None)


def _runs(rows: Sequence[Line]) -> Iterator[Run]:
    """From each row the runs that go as far down as their gap does."""
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    least = _GUTTER * median(row.size for row in rows)
    free = [_gaps(row, left, right, least) for row in rows]
    for first in range(len(rows)):
        gaps = free[first]
        for end in range(first + 1, len(rows) + 1):
            below = free[end] if end < len(rows) else []
            for gap in gaps:
                if not _shared([gap], below, least):
                    yield first, end, (gap[0] + gap[1]) / 2
            gaps = _shared(gaps, below, least)
            if not gaps:
                break


def _gaps(row: Line, left: float, right: float, least: float) -> list[tuple[float, float]]:
    """The white of a row, from edge to edge of the region."""
    gaps = [(left, row.words[0].left)]
    reached = accumulate((word.right for word in row.words), max)
    for end, (word, after) in zip(reached, pairwise(row.words), strict=False):
        if not _marks(word, after):
            gaps.append((end, after.left))
    gaps.append((row.right, right))
    return [(start, end) for start, end in gaps if end - start >= least]


def _marks(word: Word, after: Word) -> bool:
    """Whether a word is the bullet or the number of an item that the next one begins."""
    return _MARK.fullmatch(word.text) is not None and after.left - word.right < _MARK_GAP * after.size


def _shared(
    gaps: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]], least: float
) -> list[tuple[float, float]]:
    found = ((max(a, c), min(b, d)) for a, b in gaps for c, d in others)
    return [(start, end) for start, end in found if end - start >= least]


def _lesser(rows: Sequence[Line], at: float) -> int:
    """How many lines the column with fewer of them has."""
    found = [sides(row, at) for row in rows]
    return min(sum(is_left in on for on in found) for is_left in (True, False))
