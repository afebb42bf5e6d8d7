"""What the page shows of a comparison: plain records that a template has nothing to work out of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jobscan.compare.page import LIMITS, Paragraph, comparison_page, fit, in_short, points, total
from jobscan.compare.result import ADJACENT, MET, MISSING, NOT_ASKED, UNKNOWN, FactMatch, SkillMatch
from jobscan.compare.words import count, listed
from jobscan.cv.result import EVIDENCE_KINDS
from jobscan.cv.standing import DENIED
from jobscan.vocabulary import DEMAND_LEVELS, MENTIONED, PREFERRED, REQUIRED
from jobscan.web.fit_marks import LEVEL_WORDS
from jobscan.web.fit_text import clean, plain

if TYPE_CHECKING:
    from jobscan.compare.families import Families
    from jobscan.compare.result import Comparison, Line
    from jobscan.cv.result import Profile
    from jobscan.web.fit_text import Part

SIGNS: Final = {MET: "✓", ADJACENT: "~", MISSING: "✗", UNKNOWN: "?", NOT_ASKED: "·"}
"""Of each status a sign beside its colour."""
STATUS_WORDS: Final = {
    MET: "in the CV",
    ADJACENT: "partly: something close",
    MISSING: "missing",
    UNKNOWN: "the CV does not say",
    NOT_ASKED: "not asked",
}

_DEGREES: Final = {
    "high-school": "a high-school diploma",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "mba": "an MBA",
    "phd": "a PhD",
}
_FACT_WORDS: Final = {MET: "met", MISSING: "not met", UNKNOWN: "cannot be told"}
_FACTS: Final = ("degree", "years", "seniority", "workplace")
_WEB: Final = re.compile(r"https?://[^\s<>\"'`\\]+")


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill that is asked for: a row of the table, and the card beside its marks."""

    skill_id: str
    name: str
    level: str
    status: str
    """met, adjacent or missing; met too where another of a choice meets it."""
    note: str
    """Why it is met in part, what limits it; "" for nothing."""
    asked_by: str
    """The posting's words."""
    shown_by: str
    """The CV's."""
    is_soft: bool
    is_spared: bool
    """Whether it is not needed, for another of a choice is in the CV."""

    @property
    def sign(self) -> str:
        """The status as a sign."""
        return SIGNS[self.status]

    @property
    def status_words(self) -> str:
        """The status in words."""
        return "not needed" if self.is_spared else STATUS_WORDS[self.status]

    @property
    def level_words(self) -> str:
        """The level in words."""
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, or met in part: a skill, or a choice of which one would do."""

    skill_ids: tuple[str, ...]
    name: str
    level: str
    note: str
    asked_by: str
    shown_by: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """Degree, years, seniority or place."""

    name: str
    status: str
    asked: str
    shown: str
    note: str
    asked_by: str
    shown_by: str

    @property
    def sign(self) -> str:
        """The status as a sign."""
        return SIGNS[self.status]

    @property
    def status_words(self) -> str:
        """The status in words."""
        return _FACT_WORDS.get(self.status, STATUS_WORDS[self.status])


@dataclass(frozen=True, slots=True)
class SumRow:
    """A line of the score's arithmetic."""

    what: str
    level: str
    met: str
    asked: str
    share: int
    """Percent of its points that were got."""


@dataclass(frozen=True, slots=True)
class FitView:
    """A CV beside a posting, as a page."""

    title: str
    company: str
    url: str
    """"" where there is none that a page may link to."""
    attribution: str
    score: int | None
    verdict: str
    short: str
    notes: tuple[str, ...]
    must: tuple[Gap, ...]
    """Required and missing."""
    nice: tuple[Gap, ...]
    """Preferred and missing."""
    also: tuple[Gap, ...]
    """Only mentioned, and missing."""
    soft: tuple[Gap, ...]
    """Soft skills that are not stated."""
    partly: tuple[Gap, ...]
    rows: tuple[SkillRow, ...]
    facts: tuple[FactRow, ...]
    sums: tuple[SumRow, ...]
    got: str
    of: str
    steps: tuple[str, ...]
    posting: tuple[Part, ...]
    """() where the posting's text is not at hand."""
    cv: tuple[Part, ...]
    limits: str = LIMITS

    def counts(self, status: str) -> int:
        """How many rows have a status."""
        return sum(row.status == status for row in self.rows)


def fit_view(
    found: Comparison, families: Families, posting: tuple[Part, ...], cv: tuple[Part, ...]
) -> FitView:
    """The page of a comparison. posting, cv: their texts in parts."""
    hard = [match for match in found.skills if match.skill_id not in families.soft]
    soft = [match for match in found.skills if match.skill_id in families.soft]
    asked, met = total(found.arithmetic)
    return FitView(
        title=clean(found.title) or "This posting",
        company=clean(found.company),
        url=found.url if _WEB.fullmatch(found.url) else "",
        attribution=clean(found.attribution),
        score=found.score,
        verdict="" if found.score is None else fit(found.score),
        short=in_short(found, families),
        notes=found.notes,
        must=tuple(_gaps(hard, MISSING, (REQUIRED,))),
        nice=tuple(_gaps(hard, MISSING, (PREFERRED,))),
        also=tuple(_gaps(hard, MISSING, (MENTIONED,))),
        soft=tuple(_gaps(soft, MISSING, DEMAND_LEVELS)),
        partly=tuple(_gaps(found.skills, ADJACENT, DEMAND_LEVELS)),
        rows=tuple(_row(match, families) for match in found.skills),
        facts=tuple(_fact(name, getattr(found, name)) for name in _FACTS),
        sums=tuple(_sum(line) for line in found.arithmetic),
        got=points(met),
        of=points(asked),
        steps=tuple(
            block.text
            for block in comparison_page(found, families)
            if isinstance(block, Paragraph) and block.item
        ),
        posting=posting,
        cv=cv,
    )


def _gaps(matches: Sequence[SkillMatch], status: str, levels: Sequence[str]) -> Iterator[Gap]:
    """The skills of a status and of some levels; of a choice one gap, partly met where one of it is."""
    lacking = [match for match in matches if match.status != MET and not match.met_by_other]
    told: set[tuple[str, ...]] = set()
    for match in lacking:
        members = [other for other in lacking if other.group == match.group] if match.group else [match]
        key = match.group or (match.skill_id,)
        best = next((other for other in members if other.status == ADJACENT), members[0])
        level = min((other.level for other in members), key=DEMAND_LEVELS.index)
        if key in told or best.status != status or level not in levels:
            continue
        told.add(key)
        choice = "one of them is enough" if len(members) > 1 else ""
        yield Gap(
            skill_ids=tuple(member.skill_id for member in members),
            name=listed([member.name for member in members], "or"),
            level=level,
            note="; ".join(filter(None, (choice, clean(best.note)))),
            asked_by=_said(best.quote),
            shown_by=_said(best.evidence),
        )


def _row(match: SkillMatch, families: Families) -> SkillRow:
    if match.met_by_other:
        notes = [f"{families.name(match.met_by_other)} is in the CV, and one of them is enough"]
    else:
        others = [families.name(other) for other in match.group if other != match.skill_id]
        notes = [match.note, f"or {listed(others, 'or')}: one is enough" if others else ""]
    return SkillRow(
        skill_id=match.skill_id,
        name=match.name,
        level=match.level,
        status=MET if match.met_by_other else match.status,
        note=clean("; ".join(filter(None, notes))),
        asked_by=_said(match.quote),
        shown_by="" if match.met_by_other else _said(match.evidence),
        is_soft=match.skill_id in families.soft,
        is_spared=bool(match.met_by_other),
    )


def _said(words: str) -> str:
    """Words of a text, without control characters and Markdown's signs of bold letters."""
    return plain(clean(words))


def _fact(name: str, fact: FactMatch) -> FactRow:
    return FactRow(
        name="Place" if name == "workplace" else name.capitalize(),
        status=fact.status,
        asked=clean(fact.asked),
        shown=clean(fact.shown),
        note=clean(fact.note),
        asked_by=_said(fact.quote),
        shown_by=_said(fact.evidence),
    )


def _sum(line: Line) -> SumRow:
    share = round(100 * line.met / line.asked) if line.asked else 0
    return SumRow(line.what, LEVEL_WORDS.get(line.level, ""), points(line.met), points(line.asked), share)


@dataclass(frozen=True, slots=True)
class CvSummary:
    """What was read from a CV, so that its owner sees whether it was read right."""

    name: str
    """The file's."""
    facts: tuple[str, ...]
    skills: tuple[str, ...]
    """Names, those that the CV shows best first."""
    lacking: tuple[str, ...]
    """Those that the CV itself says are lacking."""
    notes: tuple[str, ...]


def cv_summary(profile: Profile, families: Families, name: str, notes: Sequence[str]) -> CvSummary:
    """The summary of a profile; no contact details and no name of a person are in it."""
    had = [skill for skill in profile.skills.values() if skill.standing != DENIED]
    had.sort(key=lambda skill: (EVIDENCE_KINDS.index(skill.evidence[0].kind), families.name(skill.skill_id)))
    jobs = sum(job.kind in {"job", "internship"} for job in profile.jobs)
    finished = next((degree for degree in profile.degrees if degree.finished), None)
    facts = (
        count(len(had), "skill"),
        count(jobs, "job") if jobs else "no job with a title or dates",
        f"{count(profile.years, 'year')} of work" if profile.years is not None else "no years of work",
        _DEGREES[finished.level] if finished else "no finished degree",
    )
    return CvSummary(
        name=clean(name),
        facts=facts,
        skills=tuple(families.name(skill.skill_id) for skill in had),
        lacking=tuple(
            families.name(skill.skill_id) for skill in profile.skills.values() if skill.standing == DENIED
        ),
        notes=tuple(map(clean, notes)),
    )
