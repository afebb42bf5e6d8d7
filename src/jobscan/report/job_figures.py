"""What the jobs are: roles, pay, education, and how the guide's claims stand."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Any, Final

import pandas as pd

from jobscan.demand import HEADLINE_SKILL, wilson_interval
from jobscan.market.education import ALL, NAMING_DEGREE, education
from jobscan.market.guide import check_guide
from jobscan.market.guide.words import between, shown
from jobscan.market.pay import MIXED, salary
from jobscan.market.sample import Sample
from jobscan.market.shares import Share, shares_of
from jobscan.report.records import Claim, Degree, Group, Pay, Role, Skill
from jobscan.report.skill_figures import ends, records
from jobscan.report.words import plain
from jobscan.scan import Scan

_TOP: Final = 5
_SOFT: Final = "soft-skills"
MIN_PAID: Final = 5
"""Roles of which fewer postings state pay are not shown: the quartiles of four amounts are those amounts."""


def roles(drawn: Sample, groups: tuple[Group, ...], skills: tuple[Skill, ...]) -> tuple[Role, ...]:
    """How frequent each role is, how many of its postings ask for Python, and its technical skills."""
    if len(groups) < 2:
        return ()
    stated = drawn.postings["role"]
    marked = pd.DataFrame({group.role: stated == group.role for group in groups[1:]})
    shares = shares_of(marked, drawn.postings["employer"])
    python = next((at for at, skill in enumerate(skills) if skill.skill_id == HEADLINE_SKILL), None)
    return tuple(_role(group, share, python, skills) for group, share in zip(groups[1:], shares, strict=True))


def _role(group: Group, share: Share, python: int | None, skills: tuple[Skill, ...]) -> Role:
    asking = sum(asked.postings for asked in group.asked if asked.skill == python)
    hard = (skills[asked.skill] for asked in group.asked if skills[asked.skill].category != _SOFT)
    whole = wilson_interval(share.postings, share.of_postings)
    return Role(
        group.role,
        group.postings,
        share.postings / share.of_postings,
        ends(share.cluster_low, share.cluster_high) or whole,
        None if python is None else asking / group.postings,
        tuple(skill.name for skill in islice(hard, _TOP)),
    )


def pay(drawn: Sample) -> tuple[Pay, ...]:
    """What the postings that state pay say: all, then each role with at least MIN_PAID, best paid first."""
    # Without skills: the rows of skills take most of the time, and are not shown.
    table = salary(Sample(drawn.postings, drawn.asked.head(0)))
    rows = [
        Pay(
            row["role"],
            row["postings"],
            row["of_postings"],
            row["employers"],
            row["quartile_low"],
            row["median"],
            row["quartile_high"],
            ends(row["median_low"], row["median_high"]),
            row["warning"].replace(MIXED, "several currencies"),
        )
        for row in records(table[(table["by"] == "")])
        if row["postings"] >= MIN_PAID
    ]
    return tuple(sorted(rows, key=lambda row: (row.role != "", -row.median, row.role)))


def degrees(drawn: Sample, roles_shown: Collection[str]) -> dict[str, tuple[Degree, ...]]:
    """The lowest degree that satisfies, the fields of study, and what is taken in place, by role."""
    found: dict[str, list[Degree]] = {"": []}
    if not drawn.of:
        return {"": ()}
    for row in records(education(drawn)):
        wanted = (row["aspect"], row["of"]) in {
            ("minimum", ALL),
            ("field", ALL),
            ("alternative", NAMING_DEGREE),
        }
        if not wanted or (row["role"] and row["role"] not in roles_shown):
            continue
        interval = ends(row["cluster_low"], row["cluster_high"]) or ends(row["ci_low"], row["ci_high"])
        if interval is None:
            continue
        degree = Degree(
            row["aspect"],
            row["value"],
            row["of"],
            row["postings"],
            row["of_postings"],
            row["share"],
            interval,
        )
        found.setdefault(row["role"], []).append(degree)
    return {role: tuple(rows) for role, rows in found.items()}


def claims(scan: Scan) -> tuple[Claim, ...]:
    """The claims of the guide, each measured and judged; none where no posting counts."""
    table = check_guide(scan.postings, scan.posting_skills, scan.demand).claims
    return tuple(_claim(row) for row in records(table[table["kind"] == "claim"]))


def _claim(row: dict[str, Any]) -> Claim:
    unit, measured = row["unit"], row["measured"]
    interval = ends(row["cluster_low"], row["cluster_high"]) or ends(row["ci_low"], row["ci_high"])
    is_share = unit == "share" and measured is not None
    guide = row["guide_value"] if is_share else None
    return Claim(
        claim=plain(row["claim"]),
        guide=plain(row["guide_says"]),
        measured="" if measured is None else shown(measured, unit),
        interval="" if measured is None or interval is None else between(interval, unit),
        verdict=row["verdict"],
        answer=row["answer"],
        why=row["why"],
        postings=row["of_postings"] or 0,
        share=measured if is_share else None,
        ends=interval if is_share else None,
        guide_share=guide,
    )
