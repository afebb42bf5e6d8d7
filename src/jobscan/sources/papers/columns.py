"""The reading order of a page: words to lines, lines to columns, columns to text.

A page is cut where a white gap runs down between two columns (XY-cut: Nagy and Seth, 1984, "Hierarchical
representation of optically scanned documents"). Dates and places that stand at the edge of the lines they
belong to are no column: they stay with their lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from jobscan.sources.papers.gaps import Run, best_run, side, sides
from jobscan.sources.papers.margins import are_asides, is_date_or_place, with_asides
from jobscan.sources.papers.printed import BULLETS, Line, Word, line_of, rows_of, words_text

_DEEPEST: Final = 4
_LARGE: Final = 1.3  # of the usual size: a name or a title over the page
_BIGGER: Final = 1.15  # a font so much larger is a heading's
_SHOUTED: Final = 6  # letters of a heading in capitals; fewer are an abbreviation
_HEADING_LINES: Final = 2
_TABLE: Final = 0.9  # of the lines on the left that stand beside one on the right: then it is a table
_TAIL: Final = 4  # lines, at most, in which the last row of a table goes on
_LABEL: Final = 4  # words, at most, of a cell that names a row


def reading_order(words: Sequence[Word]) -> list[list[Line]]:
    """The lines of a page as a person reads them, each list a column or a part of the page."""
    parts = _cut(rows_of(words), depth=0)
    return [[line for row in rows for line in _without_heading(row)] for rows in parts if rows]


def _without_heading(row: Line) -> list[Line]:
    """The row; a heading that stands in the margin beside its section is a line of its own."""
    cells = row.cells
    if len(cells) < 2:
        return [row]
    name, after = words_text(cells[0]), words_text(cells[1])
    shouts = name.isupper() and not after.isupper() and len(name) >= _SHOUTED
    larger = line_of(cells[0]).size > _BIGGER * line_of(cells[1]).size
    if not (shouts or larger) or is_date_or_place(after):
        return [row]
    rest = line_of([word for cell in cells[1:] for word in cell])
    return [line_of(cells[0]), replace(rest, asides=row.asides)]


def _cut(rows: list[Line], *, depth: int) -> Iterator[list[Line]]:
    rows = with_asides(rows)
    found = best_run(rows, _is_gutter) if depth < _DEEPEST else None
    if found is None:
        yield rows
        return
    first, end, at = _trimmed(rows, found)
    yield from _cut(rows[:first], depth=depth + 1)
    for is_left in (True, False):
        yield from _cut(side(rows[first:end], at, is_left=is_left), depth=depth + 1)
    yield from _cut(rows[end:], depth=depth + 1)


def _trimmed(rows: Sequence[Line], run: Run) -> Run:
    """The run without lines that stand on one side by chance: a name above, a heading of what follows."""
    first, end, at = run
    usual = median(row.size for row in rows[first:end])
    while first + 1 < end and sides(rows[first], at) == {False} and rows[first].size > _LARGE * usual:
        first += 1
    if end == len(rows):
        return first, end, at
    last = end
    while last - 1 > first and end - last < _HEADING_LINES and len(sides(rows[last - 1], at)) == 1:
        last -= 1
    heads = last < end and rows[end].top - rows[end - 1].bottom < rows[end].size
    apart = heads and rows[last].top - rows[last - 1].bottom > 0.5 * usual
    return first, last if apart else end, at


def _is_gutter(rows: Sequence[Line], at: float) -> bool:
    """Whether a gap parts two columns that are read one after the other."""
    left, right = side(rows, at, is_left=True), side(rows, at, is_left=False)
    if are_asides(left) or are_asides(right) or _is_table(left, right):
        return False
    # Two lists of words under each other, not the cells of a row.
    overlap = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    return overlap > 2 * left[0].size


def _is_table(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the lines on the left name those that stand beside them, as in a table without rules.

    Each stands on the height of one on the right, and is short. Lines of prose go on from one to the next, so
    most begin in lower case; lists of items are read one after the other; columns go on below each other's
    ends, and have headings of their own.
    """
    names = [line for line in left if right[0].top <= line.bottom and line.top <= right[-1].bottom]
    pairs = [(line, other) for line in names for other in right if _is_beside(line, other)]
    begins = [line.words[0].text[0] for line in names]
    usual = median(line.size for line in right)
    tail = sum(line.top > names[-1].bottom for line in right) if names else 0
    return (
        len({line.top for line, _ in pairs}) >= _TABLE * len(names)
        and all(len(line.words) <= _LABEL * len(line.cells) for line in names)
        and sum(begin.islower() for begin in begins) <= len(names) / 3
        and not any(begin in BULLETS for begin in begins)
        and sum(line.top > right[-1].bottom for line in left) <= _HEADING_LINES
        and not any(min(line.size, other.size) > _BIGGER * usual for line, other in pairs)
        and (all(_is_heading(line, usual) for line in names) or tail <= _TAIL)
    )


def _is_heading(line: Line, usual: float) -> bool:
    text = words_text(line.words)
    return line.size > _BIGGER * usual or (text.isupper() and len(text) >= _SHOUTED)


def _is_beside(line: Line, other: Line) -> bool:
    return abs(line.bottom - other.bottom) < 0.2 * line.size
