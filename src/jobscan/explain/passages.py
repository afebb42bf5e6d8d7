"""The passages around the mentions of a skill: a sentence each, with that of the cue if it is another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.extract.result import Mention
from jobscan.text.tokens import Tokens

_ROOM: Final = 180
"""Characters of a long sentence that are shown either side of what matters in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, half-open in characters."""

    start: int
    end: int
    is_cut_before: bool = False
    """Whether its sentence began before it."""
    is_cut_after: bool = False


def pieces_of(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The sentences around spans of characters, in order, none twice; long ones are cut."""
    found: list[Piece] = []
    for piece in sorted((_sentence(tokens, *span) for span in spans), key=lambda piece: piece.start):
        last = found[-1] if found else None
        if last is None or not _goes_on(tokens.text, last.end, piece.start):
            found.append(piece)
        elif piece.end > last.end:
            found[-1] = Piece(last.start, piece.end, last.is_cut_before, piece.is_cut_after)
    return tuple(found)


def spans_of(mention: Mention) -> list[tuple[int, int]]:
    """Where a mention and its cue stand."""
    spans = [(mention.start, mention.end)]
    return [*spans, (mention.cue_start, mention.cue_end)] if mention.cue else spans


def _sentence(tokens: Tokens, start: int, end: int) -> Piece:
    """The sentence that holds text[start:end], cut to what stands near it."""
    first = max(bisect_right(tokens.starts, start) - 1, 0)
    low, high = tokens.sentence(first)
    begin, finish = tokens.starts[low], max(tokens.ends[high - 1], end)
    shown, shown_end = begin, finish
    if start - begin > _ROOM:
        at = bisect_right(tokens.starts, start - _ROOM)
        shown = min(tokens.starts[at], start)
    if finish - end > _ROOM:
        at = bisect_right(tokens.ends, end + _ROOM) - 1
        shown_end = max(tokens.ends[at], end)
    return Piece(shown, shown_end, shown > begin, shown_end < finish)


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether nothing but white space and signs stands between two pieces, or they overlap."""
    return start <= end or not any(letter.isalnum() for letter in text[end:start])
