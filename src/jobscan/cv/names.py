"""Where names stand in a CV that are no skills: of employers, schools, towns and scholarships."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from jobscan.cv.lines import Line
from jobscan.cv.result import Job
from jobscan.cv.sections import CvSection
from jobscan.extract.place import PlaceRules, find_country

SCHOOL: Final = re.compile(
    r"(?<![\w&.'-])(?:[A-Z][\w&.'-]{0,40}[ ]{1,3}){0,4}"
    r"(?:University|College|Institute|School|Academy|Universit\w{1,8}|Hochschule)"
    r"(?:[ ]of(?:[ ][A-Z][\w&-]{0,40}){1,6})?"
)
_HONOUR: Final = re.compile(
    r"(?<![\w'-])(?:[A-Z][\w'-]{0,40}[ ]{1,3}){1,4}(?:Scholar(?:ship)?|Fellow(?:ship)?|Prize|Medal)\b"
)
_TOWN: Final = re.compile(
    r"(?<![\w-])[A-Z][\w'-]{0,40}(?:[ ][A-Z][\w'-]{0,40})?,[ ][A-Z]{2}\b(?=\s*(?:$|[|•·,\t)\d–-]))"
)
_REFEREES: Final = re.compile(r"(?i)^\W*(?:references?|referees?|referenzen|références|referencias)\W*$")
_FEWEST_WORDS_OF_SENTENCE: Final = 8
_HEAD: Final = 300
"""Characters of a job in which its employer is named."""


def spans_of_names(
    text: str,
    lines: Sequence[Line],
    sections: Sequence[CvSection],
    jobs: Sequence[Job],
    places: PlaceRules,
) -> Iterator[tuple[int, int]]:
    """Where the names of employers, schools, scholarships, American towns and people who vouch stand."""
    for job in jobs:
        if job.employer and job.kind != "project":
            name = re.compile(r"\s+".join(map(re.escape, job.employer.split())))
            if found := name.search(text, job.start, job.start + _HEAD):
                yield found.span()
    for pattern in (SCHOOL, _HONOUR):
        for found in pattern.finditer(text):
            yield found.span()
    for section in sections:
        part = lines[section.first : section.end]
        if _REFEREES.match(section.heading):
            yield from ((line.start, line.end) for line in part if not _is_sentence(line))
        elif section.name != "skills":  # "Python, R, SQL, GA": no town
            yield from _towns(part, places)


def _is_sentence(line: Line) -> bool:
    return line.text.endswith(".") and len(line.text.split()) >= _FEWEST_WORDS_OF_SENTENCE


def _towns(lines: Sequence[Line], places: PlaceRules) -> Iterator[tuple[int, int]]:
    for line in lines:
        for found in _TOWN.finditer(line.text):
            if find_country(found[0], places):
                yield line.start + found.start(), line.start + found.end()
