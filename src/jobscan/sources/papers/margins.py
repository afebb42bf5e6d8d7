"""Dates and places at the edge of a page: they are told with the lines that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from jobscan.sources.countries import country_code
from jobscan.sources.papers.gaps import best_run, side, sides
from jobscan.sources.papers.printed import Line

_ASIDE: Final = 0.6  # of a column's lines that are dates or places: then it is none
_MARGIN: Final = 0.4  # of the region's width, at most
_DATE: Final = re.compile(
    r"(?i)\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\b|\bpresent\b"
    r"|\b(?:current|today|now)\b|^[\W\d]*$|^remote$|^\d+ (?:years?|months?|yrs?|mos?)\b"
)
_PLACE: Final = re.compile(r"[^\W\d_][\w .'-]{1,25},\s*([^\W\d_][\w .'-]{1,25})")
_STATES: Final = frozenset(
    """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
    OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AB BC MB NB NL NS ON PE QC SK NSW VIC QLD TAS ACT
    UK""".split()
)


def with_asides(rows: list[Line]) -> list[Line]:
    """The rows; dates and places at an edge are told with the line that their first stands beside."""
    while (found := best_run(rows, _is_margin)) is not None:
        first, end, at = found
        is_left = _marginside(rows[first:end], at)
        if is_left is None:
            break
        inside = side(rows[first:end], at, is_left=not is_left)
        groups = _groups(side(rows[first:end], at, is_left=is_left))
        rows = [*rows[:first], *_attached(inside, groups), *rows[end:]]
    return rows


def _is_margin(rows: Sequence[Line], at: float) -> bool:
    """Whether on one side of a gap there is nothing but dates and places."""
    return _marginside(rows, at) is not None


def _marginside(rows: Sequence[Line], at: float) -> bool | None:
    """Whether the dates and places stand left of the gap; None where they do on neither side."""
    width = max(row.right for row in rows) - min(row.left for row in rows)
    for is_left in (False, True):
        lines = side(rows, at, is_left=is_left)
        narrow = max(line.right for line in lines) - min(line.left for line in lines) <= _MARGIN * width
        begins = len(sides(rows[0], at)) == 2
        if begins and narrow and len(lines) < len(rows) and all(map(are_asides, [lines, *_groups(lines)])):
            return is_left
    return None


def are_asides(lines: Sequence[Line]) -> bool:
    """Whether most lines are dates or places."""
    return sum(is_date_or_place(line.text) for line in lines) >= _ASIDE * len(lines)


def is_date_or_place(text: str) -> bool:
    """Whether a text names a day, a span of time, or a town with its country."""
    if _DATE.search(text):
        return True
    place = _PLACE.fullmatch(text)
    # Two words with a comma between them are as often a list of skills.
    return place is not None and (place[1] in _STATES or (len(place[1]) > 2 and bool(country_code(place[1]))))


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
