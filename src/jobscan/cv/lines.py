"""A CV's lines: what each is, apart from the words in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BULLET: Final = re.compile(r"\s*(?:[•●▪◦‣■□▶►➢➤✓✔★·→▸◆❖»\uf0b7\uf0a7]|[-–—*+](?=\s)|o(?=\s+[A-Z]))\s*")
_MARKDOWN: Final = re.compile(r"^#{1,6}\s+|^(?:\*\*|__)(?=\S)|(?<=\S)(?:\*\*|__)$")
_LETTER_SPACED: Final = re.compile(r"(?:[^\W\d_]\s+){3,}[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a CV's text."""

    start: int
    """Of its first letter behind a bullet, in characters of the text."""
    end: int
    text: str
    """text[start:end]."""
    is_item: bool
    """Whether a bullet stands before it."""

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing."""
        return not self.text


def lines_of(text: str) -> list[Line]:
    """The lines of a text, bullets and white space around them left out."""
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        bullet = _BULLET.match(raw)
        start = bullet.end() if bullet else len(raw) - len(raw.lstrip())
        body = raw[start:].rstrip()
        lines.append(Line(at + start, at + start + len(body), body, bullet is not None and bool(body)))
        at += len(raw) + 1
    return lines


def is_letter_spaced(line: str) -> bool:
    """Whether a line is set with white between its letters: `S K I L L S`."""
    return _LETTER_SPACED.fullmatch(line.strip(" #*_:")) is not None


def plain_words(line: str) -> str:
    """A line as headings are compared: lower case, no marks around it, letter-spaced words closed.

    >>> plain_words("## Work Experience:"), plain_words("S K I L L S"), plain_words("TALKS & PAPERS")
    ('work experience', 'skills', 'talks and papers')
    """
    text = _MARKDOWN.sub("", _MARKDOWN.sub("", line.strip()))
    if is_letter_spaced(text):
        text = " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}|\t", text))
    text = re.sub(r"\s*(?:&|\+|/)\s*", " and ", text.lower().replace("\u2019", "'"))
    text = re.sub(r"^[\W\d_]+|[\W_]+$", "", text)
    return re.sub(r"[\s,-]+", " ", text)
