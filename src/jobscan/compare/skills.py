"""The skills that a posting asks for, beside those that a CV shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jobscan.compare.families import Families
from jobscan.compare.result import ADJACENT, MET, MISSING, SkillMatch
from jobscan.compare.terms import Asked
from jobscan.compare.words import count, number
from jobscan.cv.result import EVIDENCE_KINDS, STANDINGS, CvSkill, Evidence
from jobscan.vocabulary import DEMAND_LEVELS, REQUIRED

if TYPE_CHECKING:
    from jobscan.cv.result import Profile

HAS, BASIC, _, DENIED = STANDINGS
LISTED: Final = EVIDENCE_KINDS[-1]

LEAST_FOR_SOME: Final = 0.5
"""What a skill earns at least that the CV shows for fewer years than asked; and one that is basic where it is
required."""
YEARS_UNSURE: Final = 0.5
"""Years that may be lacking: CVs give dates by the month, and many by the year only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a CV shows of one skill, whatever a posting asks."""

    status: str
    by: str = ""
    is_basic: bool = False
    evidence: str = ""
    kind: str = ""
    """One of EVIDENCE_KINDS."""
    years: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What one line of the score is of: a skill, or a choice of skills of which one is enough."""

    level: str
    skill_ids: tuple[str, ...]
    earned: float
    """The share of its points that the CV earns, 0 to 1."""


@dataclass(slots=True)
class CvSkills:
    """A CV's skills, looked up once each."""

    profile: Profile
    families: Families
    _known: dict[str, Standing] = field(default_factory=dict)

    def of(self, skill_id: str) -> Standing:
        """What the CV shows of a skill."""
        if skill_id not in self._known:
            self._known[skill_id] = self._find(skill_id)
        return self._known[skill_id]

    def _find(self, skill_id: str) -> Standing:
        own = self.profile.skills.get(skill_id)
        if own is not None and own.standing == DENIED:
            told = _best(own.evidence, DENIED)
            return Standing(
                MISSING, evidence=told.quote if told else "", note="the CV says that it is lacking"
            )
        if own is not None and own.standing == HAS:
            return _standing(MET, own)
        case = self._shown(self.families.cases.get(skill_id, ()))
        if case is not None:
            return _standing(MET, case, note=f"{self.families.name(case.skill_id)} is a case of it")
        if own is not None and own.standing == BASIC:
            return _standing(MET, own, is_basic=True, note="the CV is only familiar with it")
        if own is not None:
            return _standing(ADJACENT, own, note="the CV says that it is being learned")
        part = self._shown(self.families.parts.get(skill_id, ()))
        if part is not None:
            return _standing(ADJACENT, part, note=f"{self.families.name(part.skill_id)} shows a part of it")
        sibling = self._shown(self.families.siblings.get(skill_id, ()))
        if sibling is not None:
            return _standing(ADJACENT, sibling, note=f"{self.families.name(sibling.skill_id)} is close to it")
        return Standing(MISSING)

    def _shown(self, skill_ids: Iterable[str]) -> CvSkill | None:
        """Of some skills the one that the CV shows best, None where it has none of them."""
        found = [
            skill
            for skill_id in skill_ids
            if (skill := self.profile.skills.get(skill_id)) is not None and skill.standing == HAS
        ]
        return min(found, key=_by_strength) if found else None


def _standing(status: str, skill: CvSkill, *, is_basic: bool = False, note: str = "") -> Standing:
    told = _best(skill.evidence, skill.standing)
    quote, kind = (told.quote, told.kind) if told else ("", "")
    return Standing(status, skill.skill_id, is_basic, quote, kind, skill.years, note)


def _best(evidence: Sequence[Evidence], standing: str) -> Evidence | None:
    """The strongest evidence of a standing; the choice does not hang on where it stands in the CV."""
    told = [one for one in evidence if one.standing == standing] or list(evidence)
    return min(told, key=lambda one: (EVIDENCE_KINDS.index(one.kind), one.quote), default=None)


def _by_strength(skill: CvSkill) -> tuple[int, float, str]:
    told = _best(skill.evidence, skill.standing)
    kind = EVIDENCE_KINDS.index(told.kind) if told else len(EVIDENCE_KINDS)
    return kind, -(skill.years or 0.0), skill.skill_id


def match_skills(cv: CvSkills, asked: Sequence[Asked]) -> tuple[list[SkillMatch], list[Item]]:
    """Each skill that is asked for beside what the CV shows, and the lines that they make.

    The skills stand as in Comparison.skills; the items in the same order.
    """
    rows = {one.skill_id: one for one in asked}
    winners: dict[tuple[str, ...], tuple[str, float]] = {}
    levels: dict[tuple[str, ...], str] = {}
    for one in asked:
        members = one.group or (one.skill_id,)
        levels[members] = min(levels.get(members, one.level), one.level, key=DEMAND_LEVELS.index)
    for members, level in levels.items():
        winners[members] = _winner(cv, members, rows, level)
    skills = [_match(cv, one, winners) for one in asked]
    skills.sort(key=lambda skill: _order(cv, skill))
    places = {skill.skill_id: place for place, skill in enumerate(skills)}
    items = [Item(level, members, winners[members][1]) for members, level in levels.items()]
    items.sort(key=lambda item: min(places.get(skill_id, len(places)) for skill_id in item.skill_ids))
    return skills, items


def _winner(cv: CvSkills, members: Sequence[str], rows: Mapping[str, Asked], level: str) -> tuple[str, float]:
    """Of a choice the skill by which the CV meets it best ("" for none), and the share that it earns."""
    earned = {
        skill_id: _earned(cv.of(skill_id), level, rows[skill_id].years_min if skill_id in rows else None)
        for skill_id in members
    }
    best = min(members, key=lambda skill_id: (-earned[skill_id], skill_id not in rows, skill_id))
    return (best if earned[best] else "", earned[best])


def _earned(standing: Standing, level: str, years_asked: float | None) -> float:
    if standing.status != MET:
        return 0.0
    share = LEAST_FOR_SOME if standing.is_basic and level == REQUIRED else 1.0
    if lacks_years(standing.years, years_asked):
        share = min(share, max(LEAST_FOR_SOME, (standing.years or 0.0) / (years_asked or 1.0)))
    return share


def lacks_years(shown: float | None, asked: float | None) -> bool:
    """Whether years are asked for and fewer are shown; not where nothing tells how many there are."""
    return asked is not None and shown is not None and shown + YEARS_UNSURE < asked


def _match(cv: CvSkills, one: Asked, winners: Mapping[tuple[str, ...], tuple[str, float]]) -> SkillMatch:
    standing = cv.of(one.skill_id)
    winner, _ = winners[one.group or (one.skill_id,)]
    met_by_other = winner if winner != one.skill_id and standing.status != MET else ""
    return SkillMatch(
        skill_id=one.skill_id,
        name=cv.families.name(one.skill_id),
        level=one.level,
        status=standing.status,
        quote=one.quote,
        evidence=standing.evidence,
        by=standing.by,
        by_name=cv.families.name(standing.by) if standing.by else "",
        group=one.group,
        met_by_other=met_by_other,
        years_asked=one.years_min,
        years_shown=standing.years if standing.status == MET else None,
        note="; ".join(filter(None, (standing.note, _years_note(standing, one), _listed_note(cv, one)))),
    )


def _years_note(standing: Standing, one: Asked) -> str:
    if one.years_min is None or standing.status != MET:
        return ""
    asked = f"{count(one.years_min, 'year')} asked"
    if standing.years is None:
        return f"{asked}; the CV does not show how many"
    return f"{asked}, the CV shows {number(standing.years)}"


def _listed_note(cv: CvSkills, one: Asked) -> str:
    standing = cv.of(one.skill_id)
    if one.skill_id in cv.families.conditions and standing.status == MET:
        return "see whether it is the one that is asked for"
    # A broad skill shows in its cases: programming in Python.
    is_broad = one.skill_id in cv.families.cases or one.skill_id in cv.families.soft
    is_had = standing.status == MET and not standing.is_basic
    if is_had and standing.kind == LISTED and one.level == REQUIRED and not is_broad:
        return "the CV lists it, but no job or project shows it"
    return ""


def _order(cv: CvSkills, skill: SkillMatch) -> tuple[int, int, bool, str, str]:
    """What is required first; in a level what is missing, soft skills behind the others."""
    status = MET if skill.met_by_other else skill.status
    return (
        DEMAND_LEVELS.index(skill.level),
        (MISSING, ADJACENT, MET).index(status),
        skill.skill_id in cv.families.soft,
        skill.name.casefold(),
        skill.skill_id,
    )
