"""What a comparison of a CV with a posting says, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MET: Final = "met"
ADJACENT: Final = "adjacent"
MISSING: Final = "missing"
UNKNOWN: Final = "unknown"
NOT_ASKED: Final = "not-asked"

STATUSES: Final = (MET, ADJACENT, MISSING)
"""Of a skill that is asked for: the CV has it; has only something close to it; has neither."""

FACT_STATUSES: Final = (MET, MISSING, UNKNOWN, NOT_ASKED)
"""Of a fact: unknown where the CV does not say, not-asked where the posting does not."""


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """A skill that a posting asks for, beside what the CV shows of it."""

    skill_id: str
    name: str
    level: str
    """required, preferred or mentioned."""
    status: str
    """One of STATUSES."""
    quote: str
    """The posting's words, on one line."""
    evidence: str
    """The CV's words, on one line; of an adjacent skill those that show the other; of a missing one "", or
    those that deny it."""
    by: str
    """The skill_id that the evidence shows: another than skill_id where adjacent, or where that one is a case
    of it (Git of version control); "" for a missing one."""
    by_name: str
    """Its name."""
    group: tuple[str, ...]
    """The skills of which one is enough; () where there is no choice."""
    met_by_other: str
    """The skill_id of the group by which the choice is met without this one; "" otherwise."""
    years_asked: float | None
    years_shown: float | None
    """Years in the CV of the skill that the evidence shows; None where nothing says."""
    note: str
    """What a person should know: "the CV is only familiar with it"; "" for nothing."""


@dataclass(frozen=True, slots=True)
class FactMatch:
    """A degree, years, seniority or place asked for, beside the CV's."""

    asked: str
    """In words a person reads; "" where the posting does not say."""
    shown: str
    """"" where the CV does not say."""
    status: str
    """One of FACT_STATUSES."""
    quote: str
    """The posting's words."""
    evidence: str
    """The CV's."""
    note: str = ""
    """What a person should know; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the score's arithmetic."""

    what: str
    asked: float
    """Points at stake."""
    met: float
    """Points got, from 0 to asked."""
    level: str = ""
    """Of a line of skills: required, preferred or mentioned."""
    skill_ids: tuple[str, ...] = ()
    """Of a line of skills: those of which one is enough, in most cases one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A CV beside a posting."""

    posting_id: str
    title: str
    company: str
    url: str
    score: int | None
    """0 to 100; None where nothing was found in the posting that could be compared."""
    arithmetic: tuple[Line, ...]
    """The lines add up to the score: 100 * sum(met) / sum(asked), halves up. () where there is none."""
    skills: tuple[SkillMatch, ...]
    """The required ones first, then the preferred, then the mentioned; missing before adjacent before met."""
    degree: FactMatch
    years: FactMatch
    seniority: FactMatch
    workplace: FactMatch
    attribution: str = ""
    notes: tuple[str, ...] = ()
    """What limits this comparison: little was found, or nothing, or the posting is in another language."""
