"""What is read of a document: its text, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KINDS: Final = ("pdf", "docx", "odt", "rtf")
"""Kinds of documents that are read here, as sniff names them."""

MAX_CHARACTERS: Final = 2_000_000
"""Of the text of one document: no CV and no posting has a hundredth of it."""


MAX_TITLE: Final = 120


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as text."""

    text: str
    """A line a paragraph, an item of a list (begun by `•`) or a heading; blank lines between blocks."""
    title: str = ""
    """What it shows as its title: its first heading, or what stands at its beginning in the largest letters.
    Else that of its properties, if it stands in the text too: it is often that of a template."""
    pages: int | None = None
    """Of a PDF; None where a page is made only when it is printed."""
    notes: tuple[str, ...] = ()
    """What a person should know: pages without text."""


def title_of(text: str, *, shown: str, property: str) -> str:  # noqa: A002
    """The title that a document shows, else that of its properties if it is a line of the text."""
    if shown.strip():
        return " ".join(shown.split())[:MAX_TITLE]
    told = " ".join(property.split())
    return told if told and told.casefold() in map(str.casefold, text.split("\n")) else ""
