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
    r"|abandoned|on leave|credits? towards?|towards? an?)\b"
)
_PARTS: Final = re.compile(
    r"\t|\n|\s+[|·•]\s+|\s+[-–—]\s+|,\s+|\s+from\s+|\s+at\s+|[()]|\bminor in\b|;\s*|:\s+"
)
_STATE: Final = re.compile(r"(?<=\w, )(?:MA|MS|ME|MD)(?=\s*(?:$|[|•·\t)\d–-]|\s{2,}|,\s*USA?\b))")
_BEFORE_FIELD: Final = re.compile(
    r"(?i)^(?:(?:degree|of|in|en|de|des|der|applied|science in|technology in|commerce in|arts in"
    r"|engineering in|science|honours|hons)\b"
    r"|\W)+\s*"
)
_NEAR: Final = 2
_FAR: Final = date(2100, 1, 1)
_QUOTE: Final = 160
_LONGEST: Final = 1000
"""Characters of an entry in which fields of study are looked for."""


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
    in_education = bool(education)
    found: list[Degree] = []
    for section in education or [section for section in sections if section.name in {"", "summary", "other"}]:
        part = lines[section.first : section.end]
        at = [number for number, line in enumerate(part) if _level(line.text, rules, alone=in_education)]
        at = [number for number in at if not _is_state(part, number, at)]
        # The school stands above the degree in all entries, or in none.
        above = 1 if in_education and at and at[0] > 0 and _is_above(part[at[0] - 1], part[at[0]]) else 0
        for number, first in enumerate(at):
            end = at[number + 1] - above if number + 1 < len(at) else len(part)
            level = _level(part[first].text, rules, alone=in_education)
            found.append(_degree(part, level, (max(first - above, 0), first, end), rules, today))
    each = {(degree.level, degree.fields): degree for degree in reversed(found)}
    return tuple(sorted(each.values(), key=lambda degree: (-DEGREES.index(degree.level), degree.fields)))


def _is_above(line: Line, degree: Line) -> bool:
    """Whether a line is of the same entry as the degree below it: dates are given once in an entry."""
    both_dated = all(find_dates(one.text, today=_FAR) for one in (line, degree))
    return bool(line.text) and not line.is_item and not both_dated


def _is_state(lines: Sequence[Line], at: int, others: Sequence[int]) -> bool:
    """Whether what looks like a degree is an American state: `Boston, MA` beside the degree itself."""
    without = _STATE.sub("", lines[at].text)
    near = any(0 < abs(at - other) <= _NEAR for other in others)
    return near and without != lines[at].text and not re.search(r"\b(?:degree|[BMP][.h]?[ASD])\b", without)


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
    lines: Sequence[Line],
    level: str,
    entry: tuple[int, int, int],
    rules: CvDegreeRules,
    today: date,
) -> Degree:
    """The degree of an entry; entry: its first line, the one that names the degree, the one behind it."""
    begin, first, end = entry
    line = lines[first].text
    told = [line]
    for below in lines[first + 1 : end]:
        if below.is_blank and len(told) > 1:
            break
        if below.text and not below.is_item:
            told.append(below.text)
    fields = _fields(line, rules) or _fields("\n".join(told[1:3]), rules)
    whole = "\n".join([*(above.text for above in lines[begin:first]), *told])
    finished = not _UNFINISHED.search(whole) and not _is_to_come(whole, today)
    return Degree(level, fields, finished, without_contact(line)[:_QUOTE])


def _is_to_come(text: str, today: date) -> bool:
    """Whether the last date of an entry is still to come; this year alone is not."""
    last = max(find_dates(text, today=_FAR), key=lambda dated: dated.period.end, default=None)
    if last is None:
        return False
    period = last.period
    is_this_year = period.end - period.start == 12 and period.start // 12 == today.year
    return period.end > month_of(today) + 1 and not is_this_year


def _fields(text: str, rules: CvDegreeRules) -> tuple[str, ...]:
    """What was studied, by the parts of a line that name no school."""
    pieces = _PARTS.split(rules.names.sub("\t", text[:_LONGEST]))
    parts = [part.strip() for part in pieces if part and part.strip()]
    found: set[str] = set()
    for part in parts:
        if _SCHOOL.search(part) or not re.search(r"[^\W\d_]{3}", part):
            continue
        said = _BEFORE_FIELD.sub("", part)
        sentence = f"Bachelor's degree in {said}"
        whole = [Section(0, len(sentence), "education", 0, 0)]
        found.update(find_degrees(sentence, whole, rules.general).fields)
    return tuple(field for field in DEGREE_FIELDS if field in found)
