"""What each figure of the report is made of: small records, never a row a posting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from jobscan.market.change_tables import FELL, ROSE, UNCLEAR

Ends = tuple[float, float]
"""The lower and the upper end of a 95 % interval."""

_TOLD: Final = (ROSE, FELL, UNCLEAR)


class Skill(NamedTuple):
    """A skill that at least one posting asks for."""

    skill_id: str
    name: str
    category: str


class Asked(NamedTuple):
    """How many postings of a group ask for a skill."""

    skill: int
    """Its place among Figures.skills."""
    postings: int
    required: int
    preferred: int
    employers: int
    """How many employers ask for it."""
    ci: Ends
    """Wilson's interval of the share, each posting taken for an independent one."""
    cluster: Ends | None
    """That over employers; None where too few to tell."""

    @property
    def mentioned(self) -> int:
        """In how many it is a duty or part of the stack only."""
        return self.postings - self.required - self.preferred

    @property
    def ends(self) -> Ends:
        """The interval that is shown."""
        return self.cluster or self.ci


@dataclass(frozen=True, slots=True)
class Group:
    """The postings of a role, or all of them."""

    role: str
    """Empty: all roles."""
    postings: int
    employers: int
    asked: tuple[Asked, ...]
    """Most asked first."""
    note: str
    """A warning of small numbers, else empty."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The share of the skill that the report leads with."""

    skill: str
    share: float
    ends: Ends
    over_employers: bool
    """Whether the interval is that over employers."""
    required: float
    capped: float | None
    """The share where no employer counts for more than ten postings."""
    postings: int


class Source(NamedTuple):
    """Where postings came from."""

    name: str
    postings: int
    """How many of it count."""
    dated: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Health:
    """What the figures rest on, and what was left out."""

    read: int
    files: int
    counted: int
    employers: int
    unnamed: int
    """How many postings name no employer; each counts as an employer of its own."""
    largest: tuple[str, float] | None
    """The employer with most postings, and its share of them."""
    sources: tuple[Source, ...]
    dated: int
    first: str
    last: str
    exact: int
    near: int
    languages: tuple[tuple[str, int], ...]
    without_skill: int
    paid: int
    failures: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    credits: tuple[tuple[str, str], ...]
    scanned_with: str


class Role(NamedTuple):
    """How frequent a role is."""

    role: str
    postings: int
    share: float
    ends: Ends
    python: float | None
    top: tuple[str, ...]
    """The names of the technical skills it asks for most."""


class Apart(NamedTuple):
    """A skill that a role asks for more than others do."""

    skill: int
    postings: int
    share: float
    elsewhere: float
    log_odds: float
    ends: Ends
    """Of the log-odds."""
    employers: int


class Pair(NamedTuple):
    """Two skills that are asked for together."""

    first: int
    second: int
    postings: int
    of_first: int
    of_second: int
    lift: float
    ends: Ends
    """Of the lift."""
    employers: int


class Pay(NamedTuple):
    """What a role pays, in US dollars a year."""

    role: str
    postings: int
    of_postings: int
    employers: int
    low: int
    median: int
    high: int
    ends: Ends | None
    """Of the median, over employers."""
    note: str


class Degree(NamedTuple):
    """How many postings name a degree or a field of study."""

    aspect: str
    """`minimum`, `field` or `alternative`."""
    value: str
    of: str
    postings: int
    of_postings: int
    share: float
    ends: Ends


class Claim(NamedTuple):
    """A claim of the guide against the market."""

    claim: str
    guide: str
    measured: str
    interval: str
    verdict: str
    answer: str
    why: str
    postings: int
    share: float | None
    """What was measured, where it is a share."""
    ends: Ends | None
    guide_share: float | None


class Point(NamedTuple):
    """A share in a month, quarter or year."""

    period: str
    postings: int
    of_postings: int
    share: float
    ends: Ends


class Course(NamedTuple):
    """How the share of a skill goes."""

    skill: str
    verdict: str
    slope: float | None
    """In a year, within the same source."""
    ends: Ends | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Shares over time."""

    by: str
    courses: tuple[Course, ...]
    """None of them: it cannot be told, and `cautions` says why."""
    cautions: tuple[str, ...]

    @property
    def told(self) -> bool:
        """Whether it can be told of any skill that it rises, falls or does neither."""
        return any(course.verdict in _TOLD for course in self.courses)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the report shows of a scan."""

    skills: tuple[Skill, ...]
    groups: tuple[Group, ...]
    """All postings, then the roles, most frequent first. One without postings where none counts."""
    headline: Headline | None
    health: Health
    roles: tuple[Role, ...]
    apart: Mapping[str, tuple[Apart, ...]]
    pairs: tuple[Pair, ...]
    pay: tuple[Pay, ...]
    degrees: Mapping[str, tuple[Degree, ...]]
    """By role; empty: all roles."""
    claims: tuple[Claim, ...]
    trend: Trend

    @property
    def counted(self) -> int:
        """How many postings count."""
        return self.groups[0].postings
