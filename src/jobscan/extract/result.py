"""What a posting asks for, as plain records: spaCy's objects never leave the extractor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jobscan.extract.degree import Degrees
from jobscan.extract.employment import Employment
from jobscan.extract.experience import Years
from jobscan.extract.salary import Salary
from jobscan.extract.workplace import Workplace
from jobscan.records import Record
from jobscan.vocabulary import LEVELS, MENTIONED


class Mention(NamedTuple):
    """One place in a posting's text that names a skill."""

    skill_id: str
    start: int
    end: int
    """Half-open characters of Posting.text."""
    surface: str
    """text[start:end]."""
    level: str = MENTIONED
    """One of LEVELS."""
    section: str = ""
    """The section it stands in (a value of text.sections.SECTIONS), "" where unknown."""
    cue: str = ""
    """The words that decided the level, text[cue_start:cue_end]; "" where the section alone did."""
    cue_start: int = 0
    cue_end: int = 0
    group: tuple[str, ...] = ()
    """The skills of which one is enough ("Python or R"), its own among them, sorted; () where there is no
    choice."""
    years_min: float | None = None
    """Years of experience asked with this very skill, at least."""


@dataclass(frozen=True, slots=True)
class Extraction(Record):
    """All that was understood of one posting; of one that is not in English only the language."""

    language: str
    """ISO 639-1 code of the text as detected, "" where the text is too short to tell."""
    mentions: tuple[Mention, ...] = ()
    """By start, then skill_id. Mentions that do not count (company and legal text) are not in it."""
    role: str = ""
    """A value of vocabulary.ROLES."""
    role_quote: str = ""
    """The words of title or text that decided the role."""
    seniority: str = ""
    """A value of vocabulary.SENIORITIES."""
    seniority_quote: str = ""
    domain: str = ""
    """A value of vocabulary.DOMAINS."""
    domain_quote: str = ""
    degrees: Degrees = field(default_factory=Degrees)
    years: Years | None = None
    salary: Salary | None = None
    salary_year_usd: float | None = None
    """The middle of the salary as US dollars a year, at the rate of the day the posting was posted."""
    workplace: Workplace | None = None
    """None for a posting that is not in English, and where nothing says so."""
    employment: Employment | None = None
    country: str = ""
    """ISO 3166 alpha-2: of the source's own field, else of the location."""


def deciding(mentions: Sequence[Mention]) -> Mention:
    """Of the mentions of one skill the one that decides its level: the first of the strongest.

    Raises ValueError for no mentions.
    """
    return min(mentions, key=lambda mention: (LEVELS.index(mention.level), mention.start))
