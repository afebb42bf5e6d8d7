"""What of a CV says who and where a person is: left out of quotes, and no place to look for skills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jobscan.cv.lines import Line

_EMAIL: Final = r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
_URL: Final = (
    r"(?:https?://|www\.)\S+"
    r"|\b(?:[\w-]+\.)*(?:linkedin|github|gitlab|kaggle|medium|twitter|x|stackoverflow|bitbucket|behance"
    r"|facebook|instagram|huggingface|orcid|scholar\.google)\.(?:com|org|io|co)(?:/\S*)?"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|me|ai|co\.uk|de|fr|es|it|nl|ch|at|in|edu|gov)(?:/\S*)?(?![\w.])"
)
_PHONE: Final = r"(?<![\w./-])\+?\(?\d{1,4}\)?(?:[\s./-]?\(?\d{2,4}\)?){2,4}(?![\w/-])"
_STREET: Final = (
    r"\b\d{1,5}\w?\s+(?:[A-Z][\w.'-]*\s+){1,4}"
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|apt)\b\.?"
    r"|\b[A-Z][\w-]*(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|laan|straat)\s+\d{1,4}\w?\b"
)
_CONTACT: Final = re.compile(rf"{_EMAIL}|{_URL}|{_PHONE}|(?i:{_STREET})")
_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}")
_HEAD_LINES: Final = 6
_WORD_OF_TITLE: Final = re.compile(
    r"(?i)\b(?:engineer|developer|scientist|analyst|manager|consultant|architect|resume|cv|curriculum|profile"
    r"|researcher|student|specialist|accountant|designer|director|lead|teacher|professor|assistant)\b"
)


def contact_spans(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where e-mail addresses, telephone numbers, links, streets and the person's own name stand."""
    spans: list[tuple[int, int]] = []
    for line in lines:
        spans += [
            (line.start + found.start(), line.start + found.end())
            for found in _CONTACT.finditer(line.text)
            if not _is_dates(found[0])
        ]
    name = name_line(lines)
    if name is not None:
        spans.append((name.start, name.end))
    return sorted(spans)


def _is_dates(text: str) -> bool:
    """Whether digits that look like a telephone number are years: `2018 - 2020`."""
    return len(_YEARS.findall(text)) > 0 and re.sub(r"[\d\s./()-]+", "", text) == ""


def name_line(lines: Sequence[Line]) -> Line | None:
    """The line that is the person's name: the first of a few capitalised words; None where there is none."""
    for line in [line for line in lines if not line.is_blank][:_HEAD_LINES]:
        words = re.split(r"[\t,|]", line.text)[0].strip(" #*")
        plain = _NAME.fullmatch(words) is not None and not _WORD_OF_TITLE.search(words)
        if plain and 2 <= len(words.split()) <= 4 and all(word[:1].isupper() for word in words.split()):
            return line
    return None


def without_contact(text: str) -> str:
    """A passage with contact details taken out.

    >>> without_contact("Ada Ng, ada@example.org, +1 206 555 0149, built APIs 2018 - 2020")
    'Ada Ng, …, …, built APIs 2018 - 2020'
    """
    return _CONTACT.sub(lambda found: found[0] if _is_dates(found[0]) else "…", text)
