"""The parts of a CV, by its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.cv.lines import Line, is_letter_spaced, plain_words
from jobscan.cv.titles import TITLE

_LONGEST_HEADING: Final = 60
_YEARS: Final = re.compile(r"\b(?:19|20)\d\d\s*(?:[-–—]|to\b)")
_OF_JOB: Final = re.compile(
    r"(?i)\b(?:engineer|developer|scientist|analyst|manager|director|consultant|administrator|architect)$"
)
_LABELS: Final = frozenset({"skills", "education", "certificates"})
"""Parts that a label before text on its own line opens: `Skills: Python, SQL`."""
_MOST_WORDS_OF_LABEL: Final = 3
_PLAIN_LABEL: Final = re.compile(r"(?i)skills|education|certific|kenntnisse|compétences|formation|ausbildung")


@dataclass(frozen=True, slots=True)
class CvSection:
    """A part of a CV: lines [first, end), the heading not among them."""

    name: str
    """A value of vocabulary.CV_SECTIONS, "" above the first heading."""
    heading: str
    first: int
    end: int
    start: int
    """Of its text, in characters; that of its heading where it has one."""


def heading_names(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The sections that headings tell, by their plain words."""
    return {plain_words(row["heading"]): row["section"] for row in rows}


def find_cv_sections(lines: Sequence[Line], names: Mapping[str, str]) -> list[CvSection]:
    """The parts of a CV in order; they cover it.

    Where all known headings are in capitals, any other line of a few capitals is a heading too, of `other`.
    """
    known = {at: name for at, line in enumerate(lines) if (name := _named(line, names))}
    shouted = len(known) > 1 and all(_is_shouted(lines[at].text) for at in known)
    found = [(0, "", "", 0)]
    for at, line in enumerate(lines):
        if at in known:
            found.append((at, known[at], line.text, at + 1))
        elif shouted and _is_unknown_heading(lines, at):
            found.append((at, "other", line.text, at + 1))
        elif label := _label(lines, at, names, within=found[-1][1]):
            found.append((at, label, "", at))
    ends = [*(at for at, *_ in found[1:]), len(lines)]
    return [
        CvSection(name, heading, first, end, lines[at].start if lines else 0)
        for (at, name, heading, first), end in zip(found, ends, strict=True)
    ]


def _named(line: Line, names: Mapping[str, str]) -> str:
    """The section of a line that is nothing but a heading, "" for any other."""
    if line.is_blank or len(line.text) > _LONGEST_HEADING or "\t" in line.text:
        return ""
    words = plain_words(line.text)
    if is_letter_spaced(line.text):
        closed = words.replace(" ", "")
        words = next((name for name in names if name.replace(" ", "") == closed), words)
    if words in names and not (line.is_item and line.text[:1].islower()):
        return names[words]
    # "Skills and Tools", "Education / Training": each part a heading of the same section.
    parts = [names.get(part) for part in re.split(r" and | or ", words)]
    return parts[0] or "" if len(parts) > 1 and parts[0] and set(parts) == {parts[0]} else ""


def _label(lines: Sequence[Line], at: int, names: Mapping[str, str], *, within: str) -> str:
    """The section that a label at the beginning of a line opens, "" for none.

    within: the section that the line stands in. `Technologies: Java` within a job is told of that job.
    """
    line = lines[at]
    label, colon, rest = line.text.partition(":")
    if not colon or not rest.strip() or line.is_item or len(label) > _LONGEST_HEADING:
        return ""
    if len(label.split()) > _MOST_WORDS_OF_LABEL:
        return ""
    name = names.get(plain_words(label), "")
    if within in {"experience", "projects", "volunteering"}:
        is_apart = at > 0 and lines[at - 1].is_blank and _PLAIN_LABEL.search(label) is not None
        return name if name in _LABELS and is_apart else ""
    return name if name in _LABELS else ""


def _is_shouted(text: str) -> bool:
    return text.upper() == text and any(letter.isalpha() for letter in text)


def _is_unknown_heading(lines: Sequence[Line], at: int) -> bool:
    """Whether a line of a few capitals stands alone above text."""
    line = lines[at]
    if line.is_item or not _is_shouted(line.text) or len(line.text.split()) > 5 or len(line.text) < 4:
        return False
    alone = at > 0 and lines[at - 1].is_blank
    # "DATA ENGINEER" above a firm and its dates names a job, and so does the firm in capitals.
    below = [other.text for other in lines[at + 1 : at + 3]]
    if _OF_JOB.search(line.text) or (
        any(_YEARS.search(text) for text in below) and not TITLE.search(below[0])
    ):
        return False
    return alone and not any(sign in line.text for sign in ",|\t@") and not re.search(r"\d", line.text)
