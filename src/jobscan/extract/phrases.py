"""Rows of phrases with what they tell, compiled to find them fast in lower-case text.

A pattern is elements separated by spaces: a word, alternatives `a|b|two_words`, an optional element `word?`
or `a|b?`, a gap `...3` of up to three words within the sentence, or `#` for one to four or a range (`3`,
`two`, `2-3`). Between two words may stand spaces, one line break or a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobscan.records import Record

__all__ = ["Phrases", "compile_phrases", "word_start"]

# Signs such as ( : / may stand without spaces around them.
_JOINT = r"(?:[\s‐‑–-]{1,5}|(?<=[^\w\s])|(?=[^\w\s]))"
_NUMBERS = ("1", "2", "3", "4", "one", "two", "three", "four")
_UP_TO = r"(?:\s?(?:-|–|to|or)\s?(?:[2-5]|two|three|four|five))?"
_GAP = re.compile(r"\.\.\.(\d{1,2})")
_MAX_GAP = 10


@dataclass(frozen=True, slots=True)
class Phrases(Record):
    """Patterns in order, compiled to one expression. Picklable."""

    expression: re.Pattern[str]
    """Parted by first letter: at each word of a text only what can begin there is tried."""
    rows: tuple[int, ...]
    """The row of each group of the expression."""

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int]]:
        """Row, start and end of what stands in lower-case text, one at each place; they may overlap."""
        last = len(text) if end is None else end
        match = self.expression.search(text, start, last)
        while match:
            yield self.rows[(match.lastindex or 1) - 1], match.start(), match.end()
            match = self.expression.search(text, match.start() + 1, last)


def compile_phrases(patterns: Sequence[str]) -> Phrases:
    """One expression for all patterns; the one with more words comes first, then the order given.

    Raises ValueError for a pattern that begins with a gap, an optional element or nothing.

    >>> phrases = compile_phrases(["remote", "remote sensing|control"])
    >>> [(row, start) for row, start, _ in phrases.find("remote sensing, remote work")]
    [(1, 0), (0, 16)]
    """
    order = sorted(range(len(patterns)), key=lambda row: (-len(patterns[row].split()), row))
    groups: dict[str, dict[int, str]] = {}
    for row in order:
        first, *others = _elements(patterns[row])
        rest = "".join(map(_following, others))
        for letter, beginning in _by_letter(first).items():
            groups.setdefault(letter, {})[row] = f"{beginning}{rest}"
    branches = (
        f"{word_start(letter)}(?:{'|'.join(f'{expression}()' for expression in found.values())})"
        for letter, found in groups.items()
    )
    expression = re.compile(rf"(?:{'|'.join(branches) or '(?!)'})(?!\w)")
    return Phrases(expression, tuple(row for found in groups.values() for row in found))


def word_start(letter: str) -> str:
    """The expression of a letter or sign at the beginning of a word.

    The letter stands before the look behind it: of alternatives that all begin so, `re` tries none where none
    of their letters stands.
    """
    letter = re.escape(letter)
    return rf"{letter}(?<!\w{letter})"


def _elements(pattern: str) -> list[str]:
    elements = pattern.lower().split()
    if not elements or _GAP.fullmatch(elements[0]) or elements[0].endswith("?"):
        raise ValueError(f"{pattern!r}: a pattern begins with a word that is not optional")
    return elements


def _by_letter(element: str) -> dict[str, str]:
    """The expression of what follows the first letter, by that letter."""
    words, more = (_NUMBERS, _UP_TO) if element == "#" else (_words(element), "")
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word[1:])
    return {letter: f"{_choice(rest)}{more}" for letter, rest in found.items()}


def _following(element: str) -> str:
    """An element with the joint before it."""
    gap = _GAP.fullmatch(element)
    if gap:
        if int(gap[1]) > _MAX_GAP:
            raise ValueError(f"{element!r}: a gap of more than {_MAX_GAP} words")
        return rf"(?:\s[^\s.!?;:]{{1,30}}){{0,{int(gap[1])}}}?"
    optional = "?" if element.endswith("?") else ""
    return rf"(?:{_JOINT}{_element(element.removesuffix('?'))}){optional}"


def _element(element: str) -> str:
    return f"{_choice(_NUMBERS)}{_UP_TO}" if element == "#" else _choice(_words(element))


def _words(element: str) -> list[str]:
    words = [word for word in element.split("|") if word]
    if not words:
        raise ValueError(f"{element!r}: alternatives are separated by one |")
    return words


def _choice(words: Sequence[str]) -> str:
    longest_first = sorted(dict.fromkeys(words), key=len, reverse=True)
    choices = (_JOINT.join(map(re.escape, word.split("_"))) for word in longest_first)
    return f"(?:{'|'.join(choices)})"
