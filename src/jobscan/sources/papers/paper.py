"""What is read of a document: its text, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KINDS: Final = ("pdf", "docx", "odt", "rtf")
"""Kinds of documents that are read here, as sniff names them."""

MAX_CHARACTERS: Final = 2_000_000
"""Of the text of one document: no CV and no posting has a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as text."""

    text: str
    """A line a paragraph, an item of a list (begun by `•`) or a heading; blank lines between blocks."""
    title: str = ""
    """Of the document's properties, where they name one; often of the template it was made from."""
    notes: tuple[str, ...] = ()
    """What a person should know: pages without text."""
