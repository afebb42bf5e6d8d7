"""What is printed on a page: words, and the lines in which they stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

BULLETS: Final = "•●▪◦‣■□▶►➢➤✓✔◆◇❖⁃∙○·★\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_SAME_LINE: Final = 0.5  # of a word's height that two words of one line share
_TALLER: Final = 1.8  # how much taller one of them may be
_EVEN: Final = 0.3  # of the lesser height: so near are the feet of words that stand on one line
_WIDE: Final = 2.5  # of the font's size: no space between words is so wide
_FEWEST_SPACED: Final = 4  # letters that stand apart: fewer may be words
_SPACED: Final = 0.8  # of them are single; a few stand so close that they are read as one word
_APART: Final = 1.7  # of the usual gap between such letters: more parts two words


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
        return "\t".join(map(words_text, self.cells))

    @property
    def text(self) -> str:
        """The words, a tab between cells, then the asides."""
        return "\t".join([self.own_text, *self.asides])


def words_text(words: Sequence[Word]) -> str:
    """Words with spaces between them; letters that stand apart for show (`S K I L L S`) are closed."""
    single = sum(len(word.text) == 1 for word in words)
    shown = all(word.text.isalpha() or len(word.text) == 1 for word in words)
    if len(words) < _FEWEST_SPACED or single < _SPACED * len(words) or not shown:
        return " ".join(word.text for word in words)
    gaps = [word.left - before.right for before, word in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 3]
    parts = [" " * (gap > _APART * usual) + word.text for gap, word in zip(gaps, words[1:], strict=True)]
    return words[0].text + "".join(parts)


def line_of(words: Sequence[Word]) -> Line:
    """The line that words make."""
    return Line(
        tuple(words),
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        max(word.size for word in words),
    )


def rows_of(words: Sequence[Word]) -> list[Line]:
    """Words at one height, from the left; the rows from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        for row in reversed(rows[-4:]):
            if _share_height(row[0], word):
                row.append(word)
                break
        else:
            rows.append([word])
    lines = [line_of(sorted(row, key=lambda word: word.left)) for row in rows]
    return sorted(lines, key=lambda line: line.top)


def _share_height(one: Word, other: Word) -> bool:
    """Whether two words stand at one height; lines beside a large name stand on their own."""
    less, more = sorted((one.bottom - one.top, other.bottom - other.top))
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    even = abs(one.bottom - other.bottom) < _EVEN * less
    return shared > _SAME_LINE * less and (more < _TALLER * less or even)
