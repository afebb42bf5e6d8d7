"""A posting as its page shows it: marked text, the skills in a table, the facts with what decided them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.explain.explanation import Explanation, choice, number, one_line, why
from jobscan.explain.facts import NOT_STATED, Fact, facts_of
from jobscan.vocabulary import LEVELS
from jobscan.web.marking import SECTION_WORDS, Part, parts_of

if TYPE_CHECKING:
    from jobscan.posting import Posting


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill of a posting as a line of its table."""

    skill_id: str
    name: str
    level: str
    section: str
    times: int
    years: str
    choice: str
    """The skills of which one would do instead, "" where there is no choice."""
    why: str


@dataclass(frozen=True, slots=True)
class PostingView:
    """All that the page of a posting shows."""

    posting: Posting
    language: str
    is_read: bool
    """Whether skills were looked for: jobscan reads English."""
    parts: Sequence[Part]
    skills: Sequence[tuple[str, Sequence[SkillLine]]]
    """By level, the strongest first; only levels that have any."""
    facts: Sequence[Fact]
    """Those that the posting states."""
    unstated: Sequence[str]
    """The names of the others."""


def view_of(explanation: Explanation) -> PostingView:
    """The view of a posting that was explained."""
    lines = [
        SkillLine(
            skill_id=skill.skill_id,
            name=skill.name,
            level=skill.level,
            section=SECTION_WORDS.get(skill.section, skill.section) if skill.section else "",
            times=len(skill.mentions),
            years="" if skill.years_min is None else f"{number(skill.years_min)}+ years",
            choice=choice(explanation, skill),
            why=one_line(why(explanation, skill.decides)),
        )
        for skill in explanation.skills
    ]
    facts = facts_of(explanation)
    grouped = [(level, [line for line in lines if line.level == level]) for level in LEVELS]
    return PostingView(
        posting=explanation.posting,
        language=explanation.extraction.language,
        is_read=explanation.is_read,
        parts=parts_of(explanation),
        skills=[(level, group) for level, group in grouped if group],
        facts=[fact for fact in facts if fact.value != NOT_STATED],
        unstated=[fact.name for fact in facts if fact.value == NOT_STATED],
    )
