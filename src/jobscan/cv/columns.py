"""A CV set in two columns: its main column first, whichever was read first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jobscan.cv.lines import Line, lines_of, plain_words

_PAGE_NUMBER: Final = re.compile(
    r"(?im)^[ \t]*(?:page|seite|página|pagina)[ \t]+\d{1,3}"
    r"(?:[ \t]*(?:of|/|von|sur|de|di)[ \t]*\d{1,3})?[ \t]*$\n?"
)
_CONTACT: Final = frozenset(
    {"contact", "contact details", "contact information", "contact me", "kontakt", "contacto"}
)
_MOST_LINES_ABOVE: Final = 2
_HANDLE: Final = re.compile(
    r"linkedin\.com/in/([\w%-]+)|(?<![\w.+-])([\w.+-]{1,64})@[\w-]{1,63}\.", re.IGNORECASE
)
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
_FEWEST_LETTERS: Final = 3
_LONGEST: Final = 60
"""Characters of a line that may be a name or a heading."""


def without_page_numbers(text: str) -> str:
    """A text without the lines that are nothing but the number of a page: `Page 1 of 3`."""
    return _PAGE_NUMBER.sub("", text)


def main_column_first(text: str) -> str:
    """A CV whose narrow column was read first with its main column in front; any other as it is.

    The narrow column begins with how to reach the person, the main one with the name: the first line that
    shares a word with the e-mail address or the profile's address. So do the PDFs that LinkedIn saves.
    """
    lines = lines_of(text)
    told = [line for line in lines if not line.is_blank]
    if not any(plain_words(line.text[:_LONGEST]) in _CONTACT for line in told[: _MOST_LINES_ABOVE + 1]):
        return text
    name = _name(told, text)
    if name is None:
        return text
    return f"{text[name.start :].rstrip()}\n\n{text[: name.start].strip()}\n"


def _name(lines: Sequence[Line], text: str) -> Line | None:
    words = {
        word
        for found in _HANDLE.finditer(text)
        for word in re.split(r"[\W\d_]+", (found[1] or found[2]).lower())
        if len(word) >= _FEWEST_LETTERS
    }
    for line in lines[_MOST_LINES_ABOVE:]:
        plain = _NAME.fullmatch(line.text[:_LONGEST].strip("#* "))
        if plain and not line.is_item and words & set(re.split(r"[\s'’-]+", plain[0].lower())):
            return line
    return None
