"""What of a CV says who and where a person is: left out of quotes, and no place to look for skills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jobscan.cv.lines import Line

# Bounded everywhere, and begun only where a word begins: no line, however long, takes more than linear time.
_EMAIL: Final = r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
_URL: Final = (
    r"(?:https?://|www\.)\S*[^\s.,;:)\]]"
    r"|(?<![\w-])(?:[\w-]{1,63}\.){0,4}(?:linkedin|github|gitlab|kaggle|medium|twitter|x|stackoverflow|bitbucket"
    r"|behance|facebook|instagram|huggingface|orcid|scholar\.google)\.(?:com|org|io|co)(?:/(?:\S*[^\s.,;:)\]])?)?"
    r"|(?<![\w-])(?:[\w-]{1,63}\.){1,5}"
    r"(?:com|org|net|io|dev|me|ai|co\.uk|de|fr|es|it|nl|ch|at|in|edu|gov)(?:/(?:\S*[^\s.,;:)\]])?)?(?![\w.])"
)
_PHONE: Final = (
    r"\+\d[\d\s()./-]{6,20}\d(?!\w)"
    r"|(?<![\w./-])\+?\(?\d{1,4}\)?(?:[\s./-]?\(?\d{2,4}\)?){2,4}(?![\w/-])"
)
_STREET: Final = (
    r"\b\d{1,5}\w?\s{1,3}(?:(?-i:[A-Z])[\w.'-]{0,30}\s{1,3}){1,4}"
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|apt)\b\.?"
    r"|\b\d{1,5}\w?\s(?:[a-z]{2,30}\s){1,2}(?:street|avenue|boulevard)\b"
    r"|(?<![\w-])[A-Z][\w-]{0,40}(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|laan|straat)\s{1,3}\d{1,4}\w?\b"
)
_CONTACT: Final = re.compile(rf"{_EMAIL}|{_URL}|{_PHONE}|(?i:{_STREET})")
_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?:\s{1,2}[^\W\d_][\w.'’-]*){0,4}")
_HEAD_LINES: Final = 6
_FEWEST_DIGITS: Final = 7
"""Of a telephone number."""
_WORD_OF_TITLE: Final = re.compile(
    r"(?i)\b(?:engineer|developer|scientist|analyst|manager|consultant|architect|resume|cv|curriculum|profile"
    r"|researcher|student|specialist|accountant|designer|director|lead|teacher|professor|assistant)\b"
)


def contact_spans(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where e-mail addresses, telephone numbers, links, streets and the person's own name stand."""
    spans = {
        (line.start + found.start(), line.start + found.end())
        for line in lines
        for found in _CONTACT.finditer(line.text)
        if not _is_dates(found[0])
    }
    line_of_name = name_line(lines)
    if line_of_name is not None:
        spans.add((line_of_name.start, line_of_name.end))
    if name := name_of(lines):
        again = _whole(name)
        spans |= {
            (line.start + found.start(), line.start + found.end())
            for line in lines
            for found in again.finditer(line.text)
        }
    return sorted(spans)


def _is_dates(text: str) -> bool:
    """Whether digits that look like a telephone number are years, or too few: `2018 - 2020`, `29741`."""
    if re.sub(r"[\d\s./()+-]+", "", text):
        return False
    is_short = len(re.findall(r"\d", text)) < _FEWEST_DIGITS
    return is_short or (not text.startswith("+") and _YEARS.search(text) is not None)


def name_line(lines: Sequence[Line]) -> Line | None:
    """The line that is the person's name: the first of a few capitalised words; None where there is none."""
    for line in [line for line in lines if not line.is_blank][:_HEAD_LINES]:
        words = _name_in(line)
        plain = _NAME.fullmatch(words) is not None and not _WORD_OF_TITLE.search(words)
        if plain and 2 <= len(words.split()) <= 4 and all(word[:1].isupper() for word in words.split()):
            return line
    return None


def name_of(lines: Sequence[Line]) -> str:
    """The person's name as the CV's head writes it, "" where it has none."""
    line = name_line(lines)
    return _name_in(line) if line is not None else ""


def _name_in(line: Line) -> str:
    return re.split(r"[\t,|]", line.text)[0].strip(" #*")


def _whole(name: str) -> re.Pattern[str]:
    words = r"\s{1,3}".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def without_contact(text: str, *, name: str = "") -> str:
    """A passage with contact details taken out, and the person's name where it is given.

    >>> without_contact("Ada Ng, ada@example.org, +1 206 555 0149, built APIs 2018 - 2020")
    'Ada Ng, …, …, built APIs 2018 - 2020'
    """
    told = _CONTACT.sub(lambda found: found[0] if _is_dates(found[0]) else "…", text)
    return _whole(name).sub("…", told) if name else told
