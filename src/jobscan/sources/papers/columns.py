"""The reading order of a page: words to lines, lines to columns, columns to text.

A page is cut where a white gap runs down between two columns (XY-cut: Nagy and Seth, 1984, "Hierarchical
representation of optically scanned documents"). Dates and places that stand at the edge of the lines they
belong to are no column: they stay with their lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

_SAME_LINE: Final = 0.5  # of a word's height that two words of one line share
_GUTTER: Final = 0.9  # of the font's size: the narrowest gap between columns
_FEWEST_LINES: Final = 3  # of a column
_ASIDE: Final = 0.6  # of a column's lines that are dates or places: then it is none
_DEEPEST: Final = 4
_WIDE: Final = 2.5  # of the font's size: no space between words is so wide
_MARGIN: Final = 0.4  # of the region's width, at most, for dates and places at its edge

BULLETS: Final = "•●▪◦‣■□▶►➢➤✓✔◆◇❖⁃∙○·★\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_TABLE: Final = 0.9  # of the lines on the left that stand beside one on the right: then it is a table
_LABEL: Final = 4  # words, at most, of what names a row
_FEWEST_SPACED: Final = 4  # letters that stand apart: fewer may be words
_SPACED: Final = 0.8  # of them are single; a few stand so close that they are read as one word

_DATE_OR_PLACE: Final = re.compile(
    r"(?i)\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\b|\bpresent\b"
    r"|\b(?:current|today|now)\b|^[\W\d]*$|^[^\W\d_][\w .'-]{1,25},\s*[^\W\d_][\w .'-]{1,25}$|^remote$"
    r"|^\d+ (?:years?|months?|yrs?|mos?)\b"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Of its font, in points."""
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside each other in one column."""

    words: tuple[Word, ...]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    asides: tuple[str, ...] = ()
    """Dates and places that stand at the edge of the page for it and the lines below."""

    @property
    def cells(self) -> tuple[tuple[Word, ...], ...]:
        """The words, parted where a wide gap parts them."""
        starts = [0]
        for at, (before, word) in enumerate(pairwise(self.words), start=1):
            if word.left - before.right > _WIDE * max(before.size, word.size):
                starts.append(at)
        return tuple(self.words[start:end] for start, end in pairwise([*starts, len(self.words)]))

    @property
    def own_text(self) -> str:
        """The words, a tab between cells."""
        return "\t".join(map(_words_text, self.cells))

    @property
    def text(self) -> str:
        """The words, a tab between cells, then the asides."""
        return "\t".join([self.own_text, *self.asides])


def _words_text(words: Sequence[Word]) -> str:
    """Words with spaces between them; letters that stand apart for show (`S K I L L S`) are closed."""
    text = " ".join(word.text for word in words)
    if len(words) < _FEWEST_SPACED or sum(len(word.text) == 1 for word in words) < _SPACED * len(words):
        return text
    gaps = [word.left - before.right for before, word in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 3]
    closed = [" " + word.text if gap > 1.7 * usual else word.text for gap, word in zip(gaps, words[1:], strict=True)]
    return words[0].text + "".join(closed) if all(word.text.isalpha() or len(word.text) == 1 for word in words) else text


def reading_order(words: Sequence[Word]) -> list[list[Line]]:
    """The lines of a page as a person reads them, each list a column or a part of the page."""
    return [lines for lines in _cut(_rows(words), depth=0) if lines]


def _line(words: Sequence[Word]) -> Line:
    return Line(
        tuple(words),
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        max(word.size for word in words),
    )


def _rows(words: Sequence[Word]) -> list[Line]:
    """Words at one height, from the left; the rows from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        for row in reversed(rows[-4:]):
            if _share_height(row[0], word):
                row.append(word)
                break
        else:
            rows.append([word])
    lines = [_line(sorted(row, key=lambda word: word.left)) for row in rows]
    return sorted(lines, key=lambda line: (line.top + line.bottom) / 2)


def _share_height(one: Word, other: Word) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_LINE * min(one.bottom - one.top, other.bottom - other.top)


Run = tuple[int, int, float]
"""The rows [first, end) that a white gap runs down through, and its middle."""


def _cut(rows: list[Line], *, depth: int) -> Iterator[list[Line]]:
    rows = _with_asides(rows)
    found = _best_run(rows, _is_gutter) if depth < _DEEPEST else None
    if found is None:
        yield rows
        return
    first, end, at = found
    yield from _cut(rows[:first], depth=depth + 1)
    for is_left in (True, False):
        yield from _cut(_side(rows[first:end], at, is_left=is_left), depth=depth + 1)
    yield from _cut(rows[end:], depth=depth + 1)


def _side(rows: Sequence[Line], at: float, *, is_left: bool) -> list[Line]:
    """The lines on one side of a gap; asides stay on the side where the line began."""
    lines = []
    for row in rows:
        words = [word for word in row.words if (word.left < at) == is_left]
        if words:
            begins_here = (row.left < at) == is_left
            lines.append(replace(_line(words), asides=row.asides if begins_here else ()))
    return lines


def _best_run(rows: Sequence[Line], fits: Callable[[Sequence[Line], float], bool]) -> Run | None:
    """Of the runs that fit the one with the most lines in its lesser column; None where none does."""
    if len(rows) < _FEWEST_LINES:
        return None
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    least = _GUTTER * median(row.size for row in rows)
    free = [_gaps(row, left, right, least) for row in rows]
    best, most = None, _FEWEST_LINES - 1
    for first in range(len(rows)):
        gaps = free[first]
        for end in range(first + 1, len(rows) + 1):
            gaps = _shared(gaps, free[end - 1], least)
            if not gaps:
                break
            for start, stop in gaps:
                at = (start + stop) / 2
                lines = _lesser(rows[first:end], at)
                if lines > most and fits(rows[first:end], at):
                    best, most = (first, end, at), lines
    return best


def _gaps(row: Line, left: float, right: float, least: float) -> list[tuple[float, float]]:
    """The white of a row, from edge to edge of the region."""
    edges = [left - least, *(edge for word in row.words for edge in (word.left, word.right)), right + least]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if end - start >= least]


def _shared(
    gaps: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]], least: float
) -> list[tuple[float, float]]:
    found = ((max(a, c), min(b, d)) for a, b in gaps for c, d in others)
    return [(start, end) for start, end in found if end - start >= least]


def _lesser(rows: Sequence[Line], at: float) -> int:
    """How many lines the column with fewer of them has."""
    return min(sum(row.left < at for row in rows), sum(row.right > at for row in rows))


def _is_gutter(rows: Sequence[Line], at: float) -> bool:
    """Whether a gap parts two columns that are read one after the other."""
    left, right = _side(rows, at, is_left=True), _side(rows, at, is_left=False)
    if _are_asides(left) or _are_asides(right) or _is_table(left, right):
        return False
    # Two lists of words under each other, not the cells of a row.
    overlap = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    return overlap > 2 * left[0].size


def _is_table(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the lines on the left name those that stand beside them, as in a table without rules.

    Each stands beside one on the right in letters of the same size, and is short. Lines of prose go on from
    one to the next, so most begin in lower case; lists of items are read one after the other.
    """
    beside = sum(any(_is_beside(line, other) for other in right) for line in left)
    begins = [line.words[0].text[0] for line in left]
    return (
        beside >= _TABLE * len(left)
        and all(len(line.words) <= _LABEL for line in left)
        and sum(begin.islower() for begin in begins) <= len(left) / 3
        and not any(begin in BULLETS for begin in begins)
    )


def _is_beside(line: Line, other: Line) -> bool:
    return abs(line.bottom - other.bottom) < 0.15 * line.size and abs(line.size - other.size) < 0.1 * line.size


def _are_asides(lines: Sequence[Line]) -> bool:
    telling = sum(_DATE_OR_PLACE.search(line.text) is not None for line in lines)
    return telling >= _ASIDE * len(lines)


def _is_margin(rows: Sequence[Line], at: float) -> bool:
    """Whether on one side of a gap there is nothing but dates and places."""
    return _margin_side(rows, at) is not None


def _margin_side(rows: Sequence[Line], at: float) -> bool | None:
    """Whether the dates and places stand left of the gap; None where they do on neither side."""
    width = max(row.right for row in rows) - min(row.left for row in rows)
    for is_left in (False, True):
        lines = _side(rows, at, is_left=is_left)
        narrow = max(line.right for line in lines) - min(line.left for line in lines) <= _MARGIN * width
        if narrow and _are_asides(lines) and len(lines) < len(rows):
            return is_left
    return None


def _with_asides(rows: list[Line]) -> list[Line]:
    """The rows; dates and places at an edge are told with the line that their first stands beside."""
    while (found := _best_run(rows, _is_margin)) is not None:
        first, end, at = found
        is_left = _margin_side(rows[first:end], at)
        if is_left is None:
            break
        inside = _side(rows[first:end], at, is_left=not is_left)
        groups = _groups(_side(rows[first:end], at, is_left=is_left))
        rows = [*rows[:first], *_attached(inside, groups), *rows[end:]]
    return rows


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand close under each other, together."""
    groups: list[list[Line]] = []
    for line in lines:
        close = groups and line.top - groups[-1][-1].bottom < 0.9 * line.size
        if close:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _attached(lines: Sequence[Line], groups: Iterable[Sequence[Line]]) -> list[Line]:
    """The lines, each group told with the line that stands at the height of its first."""
    found: dict[int, tuple[str, ...]] = {}
    for group in groups:
        at = min(range(len(lines)), key=lambda at: abs(lines[at].bottom - group[0].bottom))
        found[at] = found.get(at, ()) + tuple(line.text for line in group)
    return [replace(line, asides=line.asides + found.get(at, ())) for at, line in enumerate(lines)]
