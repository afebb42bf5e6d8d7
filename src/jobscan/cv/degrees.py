"""The degrees of a CV, from the lines of its education."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from jobscan.cv.contact import without_contact
from jobscan.cv.dates import find_dates, month_of
from jobscan.cv.lines import Line
from jobscan.cv.result import Degree
from jobscan.cv.sections import CvSection
from jobscan.extract.degree import DegreeRules, find_degrees
from jobscan.text.sections import Section
from jobscan.vocabulary import DEGREE_FIELDS, DEGREES

_SCHOOL: Final = re.compile(
    r"(?i)\b(?:university|universit\w+|college|institute|school|academy|polytechnic|hochschule|politecnico"
    r"|universidad|facult\w+|bootcamp|coursera|udacity|edx|udemy|datacamp)\b"
)
_UNFINISHED: Final = re.compile(
    r"(?i)\b(?:expected|anticipated|in progress|ongoing|candidate|currently|pursuing|enrolled|present|current"
    r"|incomplete|not completed|unfinished|dropped out|withdrew|discontinued|no degree|coursework toward\w*"
    r"|abandoned|on leave)\b"
)
_PARTS: Final = re.compile(
    r"\t|\n|\s+[|·•]\s+|\s+[-–—]\s+|,\s+|\s+from\s+|\s+at\s+|[()]|\bminor in\b|;\s*|:\s+"
)
_QUOTE: Final = 160


@dataclass(frozen=True, slots=True)
class CvDegreeRules:
    """What names a degree in a CV, and what was studied."""

    names: re.Pattern[str]
    levels: Mapping[str, str]
    general: DegreeRules
    """Those of postings: how fields of study are named."""


def compile_cv_degree_rules(rows: Sequence[Mapping[str, str]], general: DegreeRules) -> CvDegreeRules:
    """Rules made of rows with `phrase` and `level`."""
    levels = {row["phrase"]: row["level"] for row in rows}
    phrases = "|".join(re.escape(phrase) for phrase in sorted(levels, key=len, reverse=True))
    names = re.compile(rf"(?<![\w.'-])(?:{phrases})(?![\w'-])", re.IGNORECASE)
    return CvDegreeRules(names, levels, general)


def find_cv_degrees(
    lines: Sequence[Line], sections: Sequence[CvSection], rules: CvDegreeRules, *, today: date
) -> tuple[Degree, ...]:
    """The degrees of a CV, the highest first; each level and set of fields once.

    Where no part of a CV is headed as education, its other parts are searched for degrees in full words.
    """
    education = [section for section in sections if section.name == "education"]
    found: list[Degree] = []
    for section in education or [section for section in sections if section.name in {"", "summary", "other"}]:
        part = lines[section.first : section.end]
        at = [number for number, line in enumerate(part) if _level(line.text, rules, alone=bool(education))]
        for number, first in enumerate(at):
            end = at[number + 1] if number + 1 < len(at) else len(part)
            found.append(_degree(part, first, end, rules, today=today, in_education=bool(education)))
    each = {(degree.level, degree.fields): degree for degree in reversed(found)}
    return tuple(sorted(each.values(), key=lambda degree: (-DEGREES.index(degree.level), degree.fields)))


def _level(line: str, rules: CvDegreeRules, *, alone: bool) -> str:
    """The highest degree that a line names, "" for none. alone: whether abbreviations count."""
    found = []
    for match in rules.names.finditer(line):
        phrase = match[0].lower()
        short = len(phrase.replace(".", "")) <= 4 and phrase not in {"phd", "ph.d.", "ph.d", "mba"}
        if short and (not alone or not _is_abbreviation(match[0])):
            continue
        if (
            phrase in {"master", "masters", "bachelor", "associate", "intermediate"}
            and not match[0][0].isupper()
        ):
            continue
        found.append(rules.levels[phrase])
    return max(found, key=DEGREES.index, default="")


def _is_abbreviation(word: str) -> bool:
    """Whether a short word is written as a degree is: BS, BSc, B.A.; not Be, me."""
    letters = word.replace(".", "")
    return letters[:1].isupper() and any(letter.isupper() for letter in letters[1:])


def _degree(
    lines: Sequence[Line], first: int, end: int, rules: CvDegreeRules, *, today: date, in_education: bool
) -> Degree:
    line = lines[first].text
    level = _level(line, rules, alone=in_education)
    told = [line]
    for below in lines[first + 1 : end]:
        if below.is_blank and len(told) > 1:
            break
        if below.text and not below.is_item:
            told.append(below.text)
    fields = _fields(line, rules) or _fields("\n".join(told[1:3]), rules)
    entry = "\n".join(line.text for line in lines[max(first - 1, 0) : min(end, first + 4)])
    beyond = max(
        (dated.period.end for dated in find_dates("\n".join(told), today=date(2100, 1, 1))), default=0
    )
    finished = not _UNFINISHED.search("\n".join(told)) and beyond <= month_of(today) + 12
    del entry
    return Degree(level, fields, finished, without_contact(line)[:_QUOTE])


def _fields(text: str, rules: CvDegreeRules) -> tuple[str, ...]:
    """What was studied, by the parts of a line that name no school."""
    parts = [part.strip() for part in _PARTS.split(rules.names.sub("\t", text)) if part and part.strip()]
    found: set[str] = set()
    for part in parts:
        if _SCHOOL.search(part) or not re.search(r"[^\W\d_]{3}", part):
            continue
        said = re.sub(
            r"(?i)^(?:degree|of|in|science in|arts in|engineering in|honours|hons|\W)+\s*", "", part
        )
        sentence = f"Bachelor's degree in {said}"
        whole = [Section(0, len(sentence), "education", 0, 0)]
        found.update(find_degrees(sentence, whole, rules.general).fields)
    return tuple(field for field in DEGREE_FIELDS if field in found)
