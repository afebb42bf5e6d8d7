"""Where a CV names skills, and how it shows each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jobscan.cv.contact import contact_spans, name_of, without_contact
from jobscan.cv.dates import years_of
from jobscan.cv.items import listed_alone
from jobscan.cv.lines import Line
from jobscan.cv.names import spans_of_names
from jobscan.cv.portfolio import SKILL_OF
from jobscan.cv.result import EVIDENCE_KINDS, CvSkill, Evidence, Job
from jobscan.cv.sections import CvSection
from jobscan.cv.standing import DENIED, HAS, Said, StandingRules, standing_at
from jobscan.extract.place import PlaceRules
from jobscan.extract.result import Mention
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon
from jobscan.text.sections import Section
from jobscan.vocabulary import CV_STANDINGS

_QUOTE: Final = 160
# What the matcher is told a part of a CV is: what stands there is asked about as it is in postings.
_AS_IN_POSTINGS: Final = {"skills": "requirements", "experience": "duties", "projects": "duties"}
# The title of a paper and a thesis say what was looked into, not what was worked with.
_KIND_OF: Final = {
    "experience": "used",
    "volunteering": "used",
    "projects": "used",
    "publications": "studied",
    "certificates": "certified",
    "education": "studied",
}
# "Introduction to Machine Learning" under education is the name of a course, and the course was taken.
_OF_COURSES: Final = frozenset({"education", "certificates"})
_IN_COURSE_NAMES: Final = re.compile(
    r"(?i)introduction to|introductory|fundamentals|foundational|basics(?: of)?|elementary|beginner"
    r"|coursework"
)
_OF_PORTFOLIO: Final = frozenset(SKILL_OF.values())


@dataclass(slots=True)
class _Found:
    """A mention of a skill in a CV."""

    evidence: Evidence
    stated_years: float | None


@dataclass(slots=True)
class CvPage:
    """A CV's text, and what is known of its parts."""

    text: str
    lines: Sequence[Line]
    sections: Sequence[CvSection]
    jobs: Sequence[Job]
    """The newest first."""
    places: PlaceRules
    hidden: list[tuple[int, int]] = field(init=False)
    """Where names and contact details stand: no place to look for skills."""
    name: str = field(init=False)
    """The person's, left out of quotes; "" where it is not known."""
    _sections_at: list[int] = field(init=False)
    _lines_end: list[int] = field(init=False)

    def __post_init__(self) -> None:
        names = spans_of_names(self.text, self.lines, self.sections, self.jobs, self.places)
        self.hidden = [*contact_spans(self.lines), *names]
        self.name = name_of(self.lines)
        self._sections_at = [section.start for section in self.sections]
        self._lines_end = [line.end for line in self.lines]

    def section_at(self, at: int) -> CvSection:
        """The part that a place is in."""
        return self.sections[max(bisect_right(self._sections_at, at) - 1, 0)]

    def job_at(self, at: int) -> int | None:
        """The index of the job that a place is in."""
        return next((n for n, job in enumerate(self.jobs) if job.start <= at < job.end), None)

    def line_at(self, at: int) -> Line:
        """The line that a place is in."""
        return self.lines[bisect_left(self._lines_end, at)]

    def quote(self, start: int, end: int) -> str:
        """The line that holds a place, cut around it where it is long, without contact details."""
        line = self.line_at(start)
        text, first = line.text, start - line.start
        if len(text) > _QUOTE:
            begin = max(0, min(first - _QUOTE // 3, len(text) - _QUOTE))
            begin = text.rfind(" ", 0, begin) + 1 if begin else 0
            cut = text[begin : begin + _QUOTE - 2]
            if begin + _QUOTE - 2 < len(text):
                cut = cut[: cut.rfind(" ")] if cut.rfind(" ") > first - begin + (end - start) else cut
            text = ("…" if begin else "") + cut + ("…" if begin + len(cut) < len(text) else "")
        return " ".join(without_contact(text, name=self.name).split())[:_QUOTE]

    def is_hidden(self, mention: Mention) -> bool:
        """Whether a mention is part of a name or of contact details."""
        return any(start < mention.end and mention.start < end for start, end in self.hidden)


def find_skills(
    page: CvPage, matcher: SkillMatcher, lexicon: Lexicon, rules: StandingRules
) -> dict[str, CvSkill]:
    """The skills that a CV names, by skill_id, in the order of the ids."""
    found: dict[str, list[_Found]] = defaultdict(list)
    for mention in _mentions(page, matcher, lexicon):
        section = page.section_at(mention.start)
        if not (_is_heading(mention, section) and mention.skill_id not in _OF_PORTFOLIO):
            found[mention.skill_id].append(_found(page, mention, section, rules))
    return {skill_id: _skill(skill_id, found[skill_id], page.jobs) for skill_id in sorted(found)}


def plain_skill(skill_id: str, page: CvPage, start: int, end: int) -> CvSkill:
    """A skill that a passage shows as a whole, without naming it."""
    section = page.section_at(start)
    job = page.job_at(start)
    evidence = Evidence(
        kind="used",
        standing=HAS,
        section=section.name or "summary",
        start=start,
        end=end,
        quote=page.quote(start, start),
        job=job,
    )
    return CvSkill(skill_id, HAS, None, (evidence,))


def _mentions(page: CvPage, matcher: SkillMatcher, lexicon: Lexicon) -> list[Mention]:
    ends = [*(section.start for section in page.sections[1:]), len(page.text)]
    parts = [
        Section(section.start, end, _AS_IN_POSTINGS.get(section.name, ""), section.start, section.start)
        for section, end in zip(page.sections, ends, strict=True)
        if section.start < end
    ]
    named = [
        mention
        for mention in matcher.find(page.text, sections=parts)
        if page.section_at(mention.start).name != "languages" and not page.is_hidden(mention)
    ]
    alone = listed_alone(page.text, page.lines, page.sections, named, matcher, lexicon)
    return [*named, *(mention for mention in alone if not page.is_hidden(mention))]


def _is_heading(mention: Mention, section: CvSection) -> bool:
    return bool(section.heading) and mention.start < section.start + len(section.heading)


def _found(page: CvPage, mention: Mention, section: CvSection, rules: StandingRules) -> _Found:
    job = page.job_at(mention.start)
    said = standing_at(page.text, mention.start, mention.end, rules)
    if section.name in _OF_COURSES and _IN_COURSE_NAMES.fullmatch(said.cue):
        said = Said()
    evidence = Evidence(
        kind="used" if job is not None else _KIND_OF.get(section.name, "listed"),
        standing=said.standing,
        section=section.name or "summary",
        start=mention.start,
        end=mention.end,
        quote=page.quote(mention.start, mention.end),
        cue=said.cue,
        job=job,
    )
    return _Found(evidence, mention.years_min)


def _skill(skill_id: str, found: Sequence[_Found], jobs: Sequence[Job]) -> CvSkill:
    ranked = sorted((one.evidence for one in found), key=_rank)
    standings = {one.standing for one in ranked}
    periods = [
        period
        for one in ranked
        if one.job is not None and one.standing != DENIED
        if (period := jobs[one.job].period) is not None
    ]
    stated = max((one.stated_years for one in found if one.stated_years), default=None)
    best = DENIED if DENIED in standings else min(standings, key=CV_STANDINGS.index)
    return CvSkill(skill_id, best, stated if stated is not None else years_of(periods), tuple(ranked))


def _rank(evidence: Evidence) -> tuple[int, int, str, int]:
    """The strongest first; of equal ones the same whatever their order in the CV."""
    return (
        CV_STANDINGS.index(evidence.standing),
        EVIDENCE_KINDS.index(evidence.kind),
        evidence.quote,
        evidence.start,
    )


def spans_of(skills: Mapping[str, CvSkill]) -> dict[str, tuple[int, int]]:
    """Where each skill is shown best, of those that the CV does not deny."""
    return {
        skill_id: (skill.evidence[0].start, skill.evidence[0].end)
        for skill_id, skill in skills.items()
        if skill.standing != DENIED
    }
