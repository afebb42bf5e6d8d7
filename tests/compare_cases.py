"""Profiles, terms and families for tests of comparisons, written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jobscan.compare.families import Families
from jobscan.compare.skills import CvSkills
from jobscan.compare.terms import Asked, Terms
from jobscan.cv.result import CvSkill, Degree, Evidence, Profile

NAMES = {
    "airflow": "Airflow",
    "aws": "AWS",
    "clearance": "Clearance",
    "cloud": "Cloud computing",
    "communication": "Communication",
    "docker": "Docker",
    "git": "Git",
    "keras": "Keras",
    "postgresql": "PostgreSQL",
    "python": "Python",
    "pytorch": "PyTorch",
    "r": "R",
    "sql": "SQL",
    "teamwork": "Teamwork",
    "tensorflow": "TensorFlow",
    "version-control": "Version control",
}
FAMILIES = Families(
    names=NAMES,
    soft=frozenset({"communication", "teamwork"}),
    conditions=frozenset({"clearance"}),
    cases={"version-control": ("git",), "cloud": ("aws",)},
    parts={"sql": ("postgresql",)},
    siblings={
        "keras": ("pytorch", "tensorflow"),
        "pytorch": ("keras", "tensorflow"),
        "tensorflow": ("keras", "pytorch"),
    },
)
BACHELOR = Degree("bachelor", ("computer-science",), True, "BSc Computer Science, Lakeside College")
EMPTY = Profile(
    text="",
    skills={},
    jobs=(),
    years=None,
    years_quote="",
    degrees=(),
    titles=(),
    seniority="",
    role="",
    certificates=(),
    portfolio={},
    location="",
    country="",
)


def evidence(quote: str, *, kind: str = "used", standing: str = "has") -> Evidence:
    return Evidence(kind, standing, "experience", 0, len(quote), quote)


def cv_skill(
    skill_id: str,
    standing: str = "has",
    *,
    years: float | None = None,
    kind: str = "used",
    quote: str = "",
) -> CvSkill:
    told = evidence(quote or f"Worked with {NAMES.get(skill_id, skill_id)}", kind=kind, standing=standing)
    return CvSkill(skill_id, standing, years, (told,))


def profile(skills: Iterable[CvSkill | str] = (), **facts: Any) -> Profile:
    """A profile with skills (an id stands for one that is had) and facts."""
    made = [cv_skill(skill) if isinstance(skill, str) else skill for skill in skills]
    by_id = {skill.skill_id: skill for skill in sorted(made, key=lambda skill: skill.skill_id)}
    return replace(EMPTY, skills=by_id, **facts)


def cv_skills(*skills: CvSkill | str) -> CvSkills:
    return CvSkills(profile(skills), FAMILIES)


def asked(
    skill_id: str, level: str = "required", *, group: tuple[str, ...] = (), years: float | None = None
) -> Asked:
    return Asked(skill_id, level, f"You know {NAMES.get(skill_id, skill_id)}.", years, tuple(sorted(group)))


def terms(*skills: Asked | str, posting_id: str = "p1", **facts: Any) -> Terms:
    """Terms that ask for skills (an id stands for one that is required), with facts."""
    made = [asked(skill) if isinstance(skill, str) else skill for skill in skills]
    texts: Mapping[str, str] = dict.fromkeys(
        "title company location country remote remote_quote date_posted role seniority seniority_quote "
        "degree_min degrees degree_fields degree_quote degree_equivalent years_quote url attribution".split(),
        "",
    )
    given: dict[str, Any] = {**texts, "language": "en", "years_min": None, **facts}
    ordered = tuple(sorted(made, key=lambda one: one.skill_id))
    return Terms(posting_id=posting_id, asked=ordered, **given)
