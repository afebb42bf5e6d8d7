"""The jobs, internships and projects of a CV: entries that dates begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from jobscan.cv.dates import Dated, find_dates
from jobscan.cv.lines import Line
from jobscan.cv.result import Job, Period
from jobscan.cv.sections import CvSection
from jobscan.extract.place import PlaceRules, find_country

_LONGEST_HEAD: Final = 180
"""Characters of a line that names a job; what is longer is told of one."""
_HEAD_ABOVE, _HEAD_BELOW = 2, 1
"""Lines that name a job above its dates, and below them."""

_TITLE: Final = re.compile(
    r"(?i)\b(?:\w*engineer\w*|\w*developer|\w*entwickler\w*|programmer|scientist|analyst|manager|director|intern(?:ship)?"
    r"|accountant|consultant|researcher|research(?:\s+(?:assistant|fellow|associate|intern))|assistant|associate"
    r"|architect|lead(?:er)?|head|officer|founder|co-?founder|teacher|tutor|professor|lecturer|instructor|trainer"
    r"|nurse|technician|administrator|specialist|coordinator|supervisor|president|partner|owner|designer|writer"
    r"|editor|clerk|representative|agent|advisor|adviser|strategist|statistician|economist|physicist|chemist"
    r"|biologist|mathematician|auditor|bookkeeper|cashier|barista|waiter|waitress|driver|chef|cook|operator|planner"
    r"|producer|recruiter|buyer|sales\w*|student|trainee|apprentice|postdoc\w*|fellow|volunteer|freelance\w*"
    r"|contractor|c[teofids]o|vp|vice|evangelist|ambassador|mentor|member|dba|sre|swe|werkstudent\w*|praktikant\w*)\b"
)
_INTERN: Final = re.compile(
    r"(?i)\b(?:intern(?:ship)?|trainee|working student|werkstudent\w*|praktik\w+|stagiaire|co-?op)\b"
)
_VOLUNTEER: Final = re.compile(r"(?i)\bvolunteer\w*\b")
_EDGE: Final = " ()[]*_#:|,–—-"
_PARTS: Final = re.compile(r"\t|\n|\s+[|·•@]\s+|\s+[-–—]\s+|\s+at\s+")
_COMMA: Final = re.compile(r",\s+(?!(?:Inc|LLC|Ltd|Corp|GmbH|S\.A)\b)")
_PLACE: Final = re.compile(r"(?i)^(?:remote|hybrid|on-?site|[a-z]{2})$")
_LENGTH: Final = re.compile(
    r"(?i)[(\[]?\s*\d+\s*(?:years?|yrs?|months?|mos?)\b(?:\s*(?:and\s*)?\d+\s*(?:months?|mos?))?\s*[)\]]?"
)
_KIND: Final = {"projects": "project", "volunteering": "volunteering"}


def find_jobs(
    lines: Sequence[Line], sections: Sequence[CvSection], places: PlaceRules, *, today: date
) -> list[Job]:
    """The entries of experience, volunteering and projects that dates are given for, in their order."""

    def is_place(part: str) -> bool:
        return _PLACE.match(part) is not None or bool(find_country(part, places))

    jobs: list[Job] = []
    for section in sections:
        if section.name in {"experience", "volunteering", "projects"}:
            jobs += _entries(lines, section, today, is_place)
    return jobs


def _entries(
    lines: Sequence[Line], section: CvSection, today: date, is_place: Callable[[str], bool]
) -> list[Job]:
    dated = [
        (at, spans)
        for at in range(section.first, section.end)
        if (spans := _dates_of_entry(lines[at], today))
    ]
    heads = [_head(lines, at, section, [other for other, _ in dated if other < at]) for at, _ in dated]
    jobs: list[Job] = []
    for number, ((at, spans), first) in enumerate(zip(dated, heads, strict=True)):
        end = heads[number + 1] if number + 1 < len(heads) else section.end
        jobs.append(_job(lines, first, at, end, spans, section.name, is_place))
    return jobs


def _dates_of_entry(line: Line, today: date) -> list[Dated]:
    """The dates by which a line begins an entry: a short line with a span of time, or a date at its edge."""
    if line.is_blank:
        return []
    found = find_dates(line.text, today=today)
    if not found or len(line.text) > _LONGEST_HEAD:
        return []
    ranges = [dated for dated in found if dated.is_range]
    if line.is_item:
        # Some CVs put a bullet before each job: then the span of time stands at the end of a short line.
        return ranges if ranges and _at_edge(line, ranges[-1]) and _TITLE.search(line.text) else []
    if ranges:
        return ranges
    return found if _at_edge(line, found[-1]) and not line.text.endswith(".") else []


def _at_edge(line: Line, dated: Dated) -> bool:
    """Whether a date stands at the beginning or the end of its line, in brackets or behind a gap."""
    after, before = line.text[dated.end :].strip(" )]*_"), line.text[: dated.start].strip(" ([*_")
    return not after or not before


def _head(lines: Sequence[Line], at: int, section: CvSection, earlier: Sequence[int]) -> int:
    """The first line of the entry whose dates stand in line `at`: the name of job or firm may stand above."""
    first = at
    lowest = max([section.first, *(other + 1 for other in earlier)])
    for above in range(at - 1, max(lowest - 1, at - 2 - _HEAD_ABOVE), -1):
        line = lines[above]
        if line.is_blank and above == at - 1 and _names_nothing(lines[at]):
            continue
        if line.is_blank or line.is_item or not _may_name(line) or first - above > _HEAD_ABOVE:
            break
        # The last line of what is told of the job before names no job, and stands close to it.
        told = above > lowest and lines[above - 1].is_item and not lines[above - 1].text.endswith(".")
        if told and not _TITLE.search(line.text) and not _names_nothing(lines[at]):
            break
        first = above
    return first


def _names_nothing(line: Line) -> bool:
    """Whether a line holds only dates, a place and the length of time."""
    rest = _LENGTH.sub("", line.text)
    return len(re.sub(r"[\W\d_]|\b\w{3,9}\b", "", rest)) == 0 or not _TITLE.search(rest)


def _may_name(line: Line) -> bool:
    text = line.text
    return len(text) <= _LONGEST_HEAD and not text[:1].islower() and not text.endswith((".", ";", ":", ","))


def _job(
    lines: Sequence[Line],
    first: int,
    at: int,
    end: int,
    spans: Sequence[Dated],
    section: str,
    is_place: Callable[[str], bool],
) -> Job:
    named = [lines[number].text for number in range(first, at)]
    named.append(_without(lines[at].text, spans))
    below = at + 1
    while below < min(end, at + 1 + _HEAD_BELOW) and lines[below].text and not lines[below].is_item:
        if not _may_name(lines[below]) or (_TITLE.search("\n".join(named)) and len(named) > 1):
            break
        named.append(lines[below].text)
        below += 1
    title, employer = _title_and_employer("\n".join(named), is_place)
    start = min(dated.period.start for dated in spans)
    stop = max(dated.period.end for dated in spans)
    kind = _KIND.get(section, "job")
    if kind == "job" and _INTERN.search(title):
        kind = "internship"
    elif kind == "job" and _VOLUNTEER.search(title):
        kind = "volunteering"
    last = max(lines[end - 1].end, lines[at].end)
    return Job(kind, title, employer, Period(start, stop), lines[first].start, last)


def _without(text: str, spans: Sequence[Dated]) -> str:
    for dated in reversed(spans):
        text = text[: dated.start] + "\t" + text[dated.end :]
    return text


def _title_and_employer(named: str, is_place: Callable[[str], bool]) -> tuple[str, str]:
    """The title and the employer among what names a job; "" for what is not told."""
    wide = (_LENGTH.sub("", part).strip(_EDGE) for part in _PARTS.split(named))
    kept = [part for part in wide if part and (_TITLE.search(part) or not is_place(part))]
    parts = [part.strip(_EDGE) for whole in kept for part in _COMMA.split(whole)]
    parts = [part for part in parts if re.search(r"[^\W\d_]", part)]
    title = next((part for part in parts if _TITLE.search(part)), "")
    others = [part for part in parts if part != title and not is_place(part)]
    return title, others[0] if others else ""
