"""What a CV shows, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobscan.vocabulary import CV_STANDINGS

EVIDENCE_KINDS: Final = ("used", "certified", "studied", "listed")
"""How a CV shows a skill, the strongest first: used in a job or project, certified, studied, listed."""


STANDINGS: Final = CV_STANDINGS


@dataclass(frozen=True, slots=True)
class Period:
    """A span of months, half-open: from the first month to the month after the last."""

    start: int
    """Months since the year 0: 12 * year + month - 1."""
    end: int


@dataclass(frozen=True, slots=True)
class Job:
    """A job, an internship or a project of a CV."""

    kind: str
    """job, internship, project, volunteering."""
    title: str
    employer: str
    period: Period | None
    """None where no dates are given."""
    start: int
    """Half-open characters of the CV's text, its heading and all that is told of it."""
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in a CV that names a skill."""

    kind: str
    """One of EVIDENCE_KINDS."""
    standing: str
    """One of vocabulary.CV_STANDINGS."""
    section: str
    """skills, experience, projects, education, certificates, publications, summary, languages, other."""
    start: int
    end: int
    """Half-open characters of the CV's text."""
    quote: str
    """The line or sentence it stands in, without contact details, on one line, at most 160 characters."""
    cue: str = ""
    """The words that decided the standing; "" where none did."""
    job: int | None = None
    """The index of its job in Profile.jobs."""


@dataclass(frozen=True, slots=True)
class CvSkill:
    """A skill of a CV."""

    skill_id: str
    standing: str
    """The best of its evidence, but "denied" where the CV denies it anywhere."""
    years: float | None
    """Years of the jobs and projects it was used in, overlaps counted once; else what the CV states
    ("5 years of Python"); None where neither is known."""
    evidence: tuple[Evidence, ...]
    """The strongest first."""


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree of a CV."""

    level: str
    """A value of vocabulary.DEGREES."""
    fields: tuple[str, ...]
    """Values of vocabulary.DEGREE_FIELDS."""
    finished: bool
    """False for one that is still being studied for, or was broken off."""
    quote: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a CV shows."""

    text: str
    """The CV's text as it was read, into which evidence points."""
    skills: dict[str, CvSkill]
    """By skill_id, in the order of the ids."""
    jobs: tuple[Job, ...]
    """The newest first."""
    years: float | None
    """Years in jobs and internships, overlaps counted once; where no dates are given what the CV states; else
    None. Volunteering and projects are no years of work, though skills are used there."""
    years_quote: str
    degrees: tuple[Degree, ...]
    """The highest first."""
    titles: tuple[str, ...]
    """Of the jobs, the newest first."""
    seniority: str
    """A value of vocabulary.SENIORITIES, of the newest job; "" where none says so."""
    role: str
    """A value of vocabulary.ROLES, of the newest job or the headline; "" where unclear."""
    certificates: tuple[str, ...]
    portfolio: dict[str, str]
    """What of the guide's portfolio it shows (open-source, publications, kaggle, own-projects, internship),
    each with its quote."""
    location: str
    """Town and country if the CV states them; never a street."""
    country: str
    """ISO 3166 alpha-2 of it."""
