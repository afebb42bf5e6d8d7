"""The jobs, internships and projects of a CV: entries that dates begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from jobscan.cv.dates import Dated, find_dates
from jobscan.cv.employers import EDGE, LENGTH, title_and_employer
from jobscan.cv.lines import Line
from jobscan.cv.names import SCHOOL
from jobscan.cv.result import Job, Period
from jobscan.cv.sections import CvSection
from jobscan.cv.titles import INTERN, TITLE, VOLUNTEER
from jobscan.extract.place import PlaceRules, find_country

_LONGEST_HEAD: Final = 180
"""Characters of a line that names a job; what is longer is told of one."""
_HEAD_ABOVE, _HEAD_BELOW = 2, 1
"""Lines that name a job above its dates, and below them."""
_MOST_WORDS_OF_HEAD: Final = 12
_MOST_WORDS_OF_PLACE: Final = 3

_SHORT_FOR: Final = re.compile(r"(?i)\b(?:inc|ltd|co|corp|bros|[a-z](?:\.[a-z]{1,2})*)\.$")
_PLACE: Final = re.compile(r"(?i)^(?:remote|hybrid|on-?site|[a-z]{2})$")
_KIND: Final = {"projects": "project", "volunteering": "volunteering"}
_OF_JOBS: Final = frozenset({"experience", "volunteering", "projects"})


def find_jobs(
    lines: Sequence[Line], sections: Sequence[CvSection], places: PlaceRules, *, today: date
) -> list[Job]:
    """The entries of experience, volunteering and projects, in their order; jobs also without dates."""

    def is_place(part: str) -> bool:
        return _PLACE.match(part) is not None or bool(find_country(part, places))

    jobs: list[Job] = []
    for section in sections:
        if section.name in _OF_JOBS:
            part = _Part(lines, section, today, is_place)
            jobs += part.dated() or part.undated()
    if not any(job.kind in {"job", "internship"} for job in jobs):
        # A CV with headings of its own: what has a title and dates is a job wherever it stands.
        for section in sections:
            if section.name in {"", "summary", "other"}:
                part = _Part(lines, section, today, is_place)
                jobs += [job for job in part.dated() if job.title]
    return jobs


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a CV that tells of jobs or projects."""

    lines: Sequence[Line]
    section: CvSection
    today: date
    is_place: Callable[[str], bool]

    def dated(self) -> list[Job]:
        """The entries that dates begin; each ends where the next one begins."""
        found = [
            (at, spans)
            for at in range(self.section.first, self.section.end)
            if (spans := self._dates_of_entry(self.lines[at]))
        ]
        heads: list[int] = []
        for number, (at, _) in enumerate(found):
            heads.append(self._head(at, found[number - 1][0] + 1 if number else self.section.first))
        ends = [*heads[1:], self.section.end]
        jobs = [
            self._job(first, at, end, spans)
            for (at, spans), first, end in zip(found, heads, ends[: len(heads)], strict=True)
        ]
        # What was done at a school without a title was to study there.
        return [job for job in jobs if job.title or not SCHOOL.search(job.employer)]

    def undated(self) -> list[Job]:
        """The jobs of a part that gives no dates: what follows each line that is short and holds a title."""
        if self.section.name != "experience":
            return []
        heads = [
            at
            for at in range(self.section.first, self.section.end)
            if not self.lines[at].is_item and _may_name(self.lines[at]) and _is_title(self.lines[at])
        ]
        jobs: list[Job] = []
        for at, behind in zip(heads, [*heads[1:], self.section.end][: len(heads)], strict=True):
            line = self.lines[at]
            title, employer = title_and_employer([(line.text, False)], self.is_place)
            last = max(self.lines[behind - 1].end, line.end)
            jobs.append(Job(self._kind(title), _tidy(title), _tidy(employer), None, line.start, last))
        return jobs

    def _dates_of_entry(self, line: Line) -> list[Dated]:
        """The dates by which a line begins an entry: a short line with a span, or a date at its edge."""
        if line.is_blank or len(line.text) > _LONGEST_HEAD:
            return []
        found = find_dates(line.text, today=self.today)
        ranges = [dated for dated in found if dated.is_range]
        if line.is_item:
            # Some CVs put a bullet before each job: then the span stands at the end of a short line.
            is_job = ranges and _at_edge(line, ranges[-1]) and TITLE.search(line.text)
            return ranges if is_job else []
        if ranges or not found:
            return ranges
        return found if _at_edge(line, found[-1]) and not line.text.endswith(".") else []

    def _head(self, at: int, lowest: int) -> int:
        """The first line of the entry whose dates stand in line `at`: job or firm may be named above.

        lowest: the first line that is not of the entry before.
        """
        lines, first = self.lines, at
        for above in range(at - 1, max(lowest - 1, at - 2 - _HEAD_ABOVE), -1):
            line = lines[above]
            if line.is_blank and above == at - 1 and self._is_only_dates(lines[at]):
                continue
            if line.is_blank or line.is_item or not _may_name(line) or first - above > _HEAD_ABOVE:
                break
            # The last line of what is told of the job before names no job, and stands close to it.
            told = above > lowest and lines[above - 1].is_item and not lines[above - 1].text.endswith(".")
            if told and not TITLE.search(line.text) and TITLE.search(LENGTH.sub("", lines[at].text)):
                break
            first = above
        return first

    def _is_only_dates(self, line: Line) -> bool:
        """Whether a line holds nothing but dates, the length of time and a place."""
        rest = LENGTH.sub("", _without(line.text, find_dates(line.text, today=self.today))).strip(EDGE + "\t")
        if not re.search(r"[^\W\d_]", rest):
            return True
        return len(rest.split()) <= _MOST_WORDS_OF_PLACE and self.is_place(rest)

    def _job(self, first: int, at: int, end: int, spans: Sequence[Dated]) -> Job:
        lines = self.lines
        named = [(lines[number].text, False) for number in range(first, at)]
        named.append((_without(lines[at].text, spans), False))
        for below in lines[at + 1 : min(end, at + 1 + _HEAD_BELOW)]:
            has_title = any(TITLE.search(text) for text, _ in named)
            if below.is_blank or below.is_item or not _may_name(below) or (has_title and len(named) > 1):
                break
            named.append((below.text, True))
        title, employer = title_and_employer(named, self.is_place)
        start = min(dated.period.start for dated in spans)
        stop = max(dated.period.end for dated in spans)
        last = max(lines[end - 1].end, lines[at].end)
        return Job(
            self._kind(title), _tidy(title), _tidy(employer), Period(start, stop), lines[first].start, last
        )

    def _kind(self, title: str) -> str:
        kind = _KIND.get(self.section.name, "job")
        if kind == "job" and INTERN.search(title):
            return "internship"
        return "volunteering" if kind == "job" and VOLUNTEER.search(title) else kind


def _at_edge(line: Line, dated: Dated) -> bool:
    """Whether a date stands at the beginning or the end of its line, in brackets or behind a gap."""
    after, before = line.text[dated.end :].strip(" )]*_"), line.text[: dated.start].strip(" ([*_")
    return not after or not before


def _may_name(line: Line) -> bool:
    """Whether a line may name a job or a firm: no sentence, and no beginning of a list."""
    text = line.text
    is_sentence = text.endswith(".") and not _SHORT_FOR.search(text)
    ends = text.endswith((";", ":", ",")) or is_sentence
    return len(text) <= _LONGEST_HEAD and not text[:1].islower() and not ends


def _is_title(line: Line) -> bool:
    return 0 < len(line.text.split()) <= _MOST_WORDS_OF_HEAD and TITLE.search(line.text) is not None


def _without(text: str, spans: Sequence[Dated]) -> str:
    for dated in reversed(spans):
        text = text[: dated.start] + "\t" + text[dated.end :]
    return text


def _tidy(name: str) -> str:
    return " ".join(name.split())
