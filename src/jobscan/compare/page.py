"""A comparison as a page for a person: a list of blocks, which the command line shows in each format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.compare.families import Families
from jobscan.compare.result import (
    ADJACENT,
    MET,
    MISSING,
    NOT_ASKED,
    UNKNOWN,
    Comparison,
    FactMatch,
    Line,
    SkillMatch,
)
from jobscan.compare.words import listed
from jobscan.vocabulary import DEMAND_LEVELS, MENTIONED, PREFERRED, REQUIRED

FITS: Final = (
    (75, "a strong fit on paper"),
    (60, "a good fit on paper"),
    (45, "a fair fit on paper"),
    (30, "a weak fit on paper"),
    (0, "far from what is asked for, on paper"),
)
"""The least score that each of these words is for."""

LIMITS: Final = (
    "This compares words, not people. What a CV does not name counts as missing, also where its owner can do "
    "it; what it names counts as had, whether or not it is true. Years are those of all jobs, whatever "
    "their kind. The score orders postings for one CV; it is no chance of being invited."
)
CLOSE: Final = "close"

_STATUS_WORDS: Final = {MET: "met", MISSING: "missing", UNKNOWN: "unclear", NOT_ASKED: "not asked"}
_MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, 1 being the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line of a list."""

    text: str
    strong: str = ""
    """What stands before it in bold."""
    item: bool = False
    link: str = ""
    """The address that stands behind it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is asked for, beside what the CV shows."""

    status: str
    """met, close, missing, unclear or not asked."""
    name: str
    aside: str = ""
    """A few words behind the name."""
    quotes: tuple[tuple[str, str], ...] = ()
    """Whose words, and the words."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The arithmetic of a score."""

    lines: tuple[Line, ...]
    score: int


Block = Heading | Paragraph | Entry | Sum


def comparison_page(found: Comparison, families: Families) -> list[Block]:
    """The page of a comparison: the score, what is missing first, what the CV has, facts, sum, next steps."""
    title = " - ".join(filter(None, (found.title, found.company))) or found.posting_id
    blocks: list[Block] = [Heading(title, 1)]
    if found.score is None:
        blocks.append(Paragraph("", "No score."))
    else:
        blocks.append(Paragraph(f"{fit(found.score)}.", f"{found.score} of 100:"))
        blocks.append(Paragraph(in_short(found, families)))
    blocks += [Paragraph(note) for note in found.notes]
    hard = [skill for skill in found.skills if skill.skill_id not in families.soft]
    soft = [skill for skill in found.skills if skill.skill_id in families.soft]
    blocks += _missing(hard)
    blocks += _had(hard, families)
    blocks += _soft(soft)
    if found.score is not None:
        blocks += _facts(found)
        blocks += [Heading("How the score is made", 2), Sum(found.arithmetic, found.score)]
    blocks += _next(found, hard, soft, families)
    blocks += [Heading("What this cannot tell", 2), Paragraph(LIMITS)]
    if found.url or found.attribution:
        blocks.append(Paragraph(found.attribution or "The posting:", link=found.url))
    return blocks


def fit(score: int) -> str:
    """A score in words."""
    return next(words for least, words in FITS if score >= least)


def in_short(found: Comparison, families: Families) -> str:
    """How many of what is asked for the CV has, as a sentence; "" where no skill is asked for."""
    parts = []
    for level in DEMAND_LEVELS:
        lines = [
            line
            for line in found.arithmetic
            if line.level == level and not families.soft.issuperset(line.skill_ids)
        ]
        if lines:
            parts.append(f"{sum(line.met > 0 for line in lines)} of {len(lines)} {level}")
    soft = [line for line in found.arithmetic if line.skill_ids and families.soft.issuperset(line.skill_ids)]
    if soft:
        parts.append(f"{sum(line.met > 0 for line in soft)} of {len(soft)} soft")
    return f"The CV has {listed(parts)} skills." if parts else ""


def _missing(skills: Sequence[SkillMatch]) -> Iterator[Block]:
    """What is missing, the required first; what is only mentioned as names."""
    for level, title in (
        (REQUIRED, "Required, and not in the CV"),
        (PREFERRED, "Preferred, and not in the CV"),
    ):
        entries = list(_entries(_lacking(skills, level)))
        if entries:
            yield Heading(title, 2)
            yield from entries
    mentioned = _lacking(skills, MENTIONED)
    if mentioned:
        yield Heading("Mentioned, and not in the CV", 2)
        yield from _entries([skill for skill in mentioned if skill.status == ADJACENT])
        others = [skill.name for skill in mentioned if skill.status == MISSING]
        if others:
            yield Paragraph(f"{listed(others)}.")


def _lacking(skills: Sequence[SkillMatch], level: str) -> list[SkillMatch]:
    return [
        skill for skill in skills if skill.level == level and skill.status != MET and not skill.met_by_other
    ]


def _entries(skills: Sequence[SkillMatch]) -> Iterator[Entry]:
    """An entry for each skill, and one for the skills of a choice."""
    told: set[tuple[str, ...]] = set()
    for skill in skills:
        if skill.group and skill.group in told:
            continue
        told.add(skill.group)
        same = [other for other in skills if other.group == skill.group] if skill.group else [skill]
        best = next((other for other in same if other.status == ADJACENT), skill)
        name = listed([other.name for other in same], "or")
        aside = f"{'one is enough; ' if len(same) > 1 else ''}{best.note}".removesuffix("; ")
        yield Entry(CLOSE if best.status == ADJACENT else best.status, name, aside, _quotes(best))


def _quotes(match: SkillMatch | FactMatch) -> tuple[tuple[str, str], ...]:
    pairs = (("posting", match.quote), ("CV", match.evidence))
    return tuple((whose, words) for whose, words in pairs if words)


def _had(skills: Sequence[SkillMatch], families: Families) -> Iterator[Block]:
    """What the CV has: with quotes where it is required or preferred, as names where it is mentioned."""
    met = [skill for skill in skills if skill.status == MET]
    if not met:
        return
    yield Heading("In the CV", 2)
    for skill in met:
        if skill.level != MENTIONED:
            others = [families.name(other) for other in skill.group if other != skill.skill_id]
            choice = f"or {listed(others, 'or')}, one is enough" if others else ""
            aside = "; ".join(filter(None, (skill.level, choice, skill.note)))
            yield Entry(MET, skill.name, aside, _quotes(skill))
    mentioned = [skill.name for skill in met if skill.level == MENTIONED]
    if mentioned:
        yield Paragraph(f"{listed(mentioned)}.", "Mentioned:")


def _soft(skills: Sequence[SkillMatch]) -> Iterator[Block]:
    if not skills:
        return
    yield Heading("Soft skills", 2)
    for words, wanted in (("In the CV:", True), ("Asked for, and not stated in the CV:", False)):
        names = [skill.name for skill in skills if (skill.status == MET) == wanted and not skill.met_by_other]
        if names:
            yield Paragraph(f"{listed(names)}.", words)


def _facts(found: Comparison) -> Iterator[Block]:
    yield Heading("Degree, years, seniority and place", 2)
    for name in ("degree", "years", "seniority", "workplace"):
        fact: FactMatch = getattr(found, name)
        asked = f"asked: {fact.asked}" if fact.asked else ""
        shown = f"the CV: {fact.shown}" if fact.shown else ""
        words = "; ".join(filter(None, (asked, shown, fact.note)))
        quotes = _quotes(fact) if fact.status != NOT_ASKED else ()
        yield Entry(_STATUS_WORDS[fact.status], name.capitalize(), words, quotes)


def _next(
    found: Comparison, hard: Sequence[SkillMatch], soft: Sequence[SkillMatch], families: Families
) -> Iterator[Block]:
    """What its owner can do, as a list; nothing where nothing is lacking."""
    conditions = [skill for skill in hard if skill.skill_id in families.conditions]
    learned = [skill for skill in hard if skill not in conditions]
    steps = [*_skill_steps(learned, conditions), *_other_steps(found, hard, soft)]
    if steps:
        yield Heading("What to do next", 2)
        yield from (Paragraph(step, item=True) for step in steps)


def _skill_steps(hard: Sequence[SkillMatch], conditions: Sequence[SkillMatch]) -> Iterator[str]:
    required = list(_entries(_lacking(hard, REQUIRED)))
    close = [entry.name for entry in required if entry.status == CLOSE]
    far = [entry.name for entry in required if entry.status == MISSING]
    if required:
        yield f"If you can do {_some(close + far, 'or')} after all, say so in the CV, with where you used it."
    if close:
        yield f"Learn first what the CV is close to: {_some(close)}."
    if far:
        yield f"Then what is required and new: {_some(far)}."
    if not required and (preferred := [entry.name for entry in _entries(_lacking(hard, PREFERRED))]):
        yield f"No skill to learn is required; preferred: {_some(preferred)}."
    if asked := [entry.name for entry in _entries(_lacking(conditions, REQUIRED))]:
        yield f"It also requires {_some(asked)}, which no course gives: ask whether they insist."


def _other_steps(found: Comparison, hard: Sequence[SkillMatch], soft: Sequence[SkillMatch]) -> Iterator[str]:
    listed_only = [skill.name for skill in hard if "no job or project shows it" in skill.note]
    if listed_only:
        them = "it" if len(listed_only) == 1 else "them"
        yield f"Show in a job or project how you used {_some(listed_only)}: the CV only lists {them}."
    unstated = [skill.name for skill in soft if skill.status != MET and skill.level != MENTIONED]
    if unstated:
        yield f"Show with an example: {_some(unstated)}."
    if found.years.status == UNKNOWN:
        yield "Give your jobs dates: the CV shows no years."
    if found.degree.status == MISSING and found.degree.note:
        yield f"Degree: {found.degree.note}."


def _some(names: Sequence[str], last: str = "and") -> str:
    """Names, the first of them where there are many."""
    more = len(names) - _MOST_NAMED
    return f"{', '.join(names[:_MOST_NAMED])} {last} {more} more" if more > 1 else listed(names, last)


def points(value: float) -> str:
    """Points with as many decimals as they have.

    >>> points(3.0), points(2.25)
    ('3', '2.25')
    """
    return f"{value:g}"


def total(lines: Sequence[Line]) -> tuple[float, float]:
    """The points at stake, and those got."""
    return round(sum(line.asked for line in lines), 2), round(sum(line.met for line in lines), 2)
