"""Text as lines and spans, with what is marked in it.

Texts are hostile until shown otherwise: a span holds plain text without control characters, and it is the
template that escapes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from jobscan.compare.result import ADJACENT, MET, MISSING
from jobscan.vocabulary import LEVELS

SKILL, CUE, HIDDEN = "skill", "cue", "hidden"

NOT_ASKED_HERE: Final = "extra"
"""The status of a skill of the CV that the posting does not ask for."""
WORST_FIRST: Final = (MISSING, ADJACENT, MET, NOT_ASKED_HERE)
"""What a mark may say of its skills."""

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BULLET: Final = re.compile(r"\s*(?:[•●▪◦‣■□▶►➢➤✓✔★·→▸◆❖»\uf0b7\uf0a7]|[-–—*+](?=\s))\s*")
_HEADING_SIGN: Final = re.compile(r"\s*#{1,6}\s+")
_LONGEST_HEADING: Final = 80


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line."""

    text: str
    kind: str = ""
    """SKILL, CUE, HIDDEN (a contact detail, left out), or "" for text that is not marked."""
    skills: tuple[str, ...] = ()
    """Of a skill: the ids of the rows that it speaks for."""
    level: str = ""
    """Of a skill in a posting: the strongest of its levels."""
    status: str = ""
    """Of a skill: met, adjacent, missing or NOT_ASKED_HERE."""
    why: str = ""
    """Of a skill: what decided that, in a sentence each."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text."""

    spans: tuple[Span, ...]
    kind: str = ""
    """heading, item, gap (an empty line), or "" for a line of text."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a text."""

    name: str
    """Its name for a reader."""
    note: str
    """What it means for the skills in it."""
    level: str
    """Of a part of a posting: the level of what it asks for; "" where nothing in it counts, and of a CV."""
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place to be marked, half-open in characters of the text."""

    start: int
    end: int
    span: Span = field(default_factory=lambda: Span(""))


def clean(text: str) -> str:
    """A text as long as before, that a page only shows: no control characters, no turned directions."""
    return _UNSAFE.sub("\ufffd", text)


def plain(text: str) -> str:
    """Text without Markdown's signs of bold letters."""
    return text.replace("**", "")


def flattened(first: Iterable[Place], second: Iterable[Place]) -> list[Place]:
    """The first places, joined where they overlap, and what they leave of the second, by start."""
    joined: list[Place] = []
    for place in sorted(first, key=lambda place: (place.start, -place.end)):
        if joined and place.start < joined[-1].end:
            joined[-1] = _union(joined[-1], place)
        elif place.start < place.end:
            joined.append(place)
    taken = list(joined)
    for place in second:
        taken += _outside(place, joined)
    return sorted(taken, key=lambda place: place.start)


def _union(one: Place, other: Place) -> Place:
    """Two places that overlap as one, which says what both say."""
    mine, theirs = one.span, other.span
    span = replace(
        mine,
        skills=tuple(dict.fromkeys((*mine.skills, *theirs.skills))),
        level=min(mine.level, theirs.level, key=_level_order),
        status=min(mine.status, theirs.status, key=_status_order),
        why="\n".join(dict.fromkeys(filter(None, (mine.why, theirs.why)))),
    )
    return Place(one.start, max(one.end, other.end), span)


def _level_order(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _status_order(status: str) -> int:
    return WORST_FIRST.index(status) if status in WORST_FIRST else len(WORST_FIRST)


def _outside(place: Place, taken: Sequence[Place]) -> Iterator[Place]:
    """What of a place is not taken. taken: as _flat gives them."""
    at = place.start
    for other in taken[bisect_right(taken, at, key=_end) :]:
        if other.start >= place.end:
            break
        if at < other.start:
            yield replace(place, start=at, end=other.start)
        at = other.end
    if at < place.end:
        yield replace(place, start=at)


def _end(place: Place) -> int:
    return place.end


def text_lines(
    text: str, start: int, end: int, marks: Sequence[Place], headings: Iterable[tuple[int, int]]
) -> Iterator[TextLine]:
    """The lines of text[start:end] without empty ones at its ends, of several empty ones in a row one."""
    heads = [Place(low, high) for low, high in headings if low < high]
    is_first, is_after_gap, at = True, False, start
    for raw in text[start:end].split("\n"):
        low, at = at, at + len(raw) + 1
        is_heading = _is_heading(raw, low, heads)
        indent = _indent(raw, is_heading=is_heading)
        high = low + len(raw.rstrip())
        if low + indent >= high:
            is_after_gap = True
            continue
        if is_after_gap and not is_first:
            yield TextLine((), "gap")
        is_first = is_after_gap = False
        kind = "heading" if is_heading else "item" if _BULLET.match(raw) else ""
        yield TextLine(tuple(_spans(text, low + indent, high, marks)), kind)


def _is_heading(line: str, start: int, heads: Sequence[Place]) -> bool:
    if _HEADING_SIGN.match(line):
        return True
    nearest = bisect_right(heads, start, key=_end)
    return (
        nearest < len(heads)
        and heads[nearest].start < start + len(line)
        and len(line.strip()) <= _LONGEST_HEADING
    )


def _indent(line: str, *, is_heading: bool) -> int:
    """How many characters before the words of a line are a bullet, the sign of a heading, or white."""
    found = (_HEADING_SIGN if is_heading else _BULLET).match(line)
    return found.end() if found else len(line) - len(line.lstrip())


def _spans(text: str, start: int, end: int, marks: Sequence[Place]) -> Iterator[Span]:
    at = start
    for place in marks[bisect_right(marks, start, key=_end) :]:
        if place.start >= end:
            break
        low, high = max(place.start, at), min(place.end, end)
        if at < low:
            yield Span(plain(text[at:low]))
        yield replace(place.span, text="" if place.span.kind == HIDDEN else text[low:high])
        at = high
    if at < end:
        yield Span(plain(text[at:end]))
