"""From a scan to all that the report shows: pure, and aggregated before anything is drawn."""

from __future__ import annotations

import weakref
from typing import Final

from jobscan.market.sample import Sample, sample
from jobscan.report import job_figures, sample_figures, skill_figures
from jobscan.report.records import Figures
from jobscan.scan import Scan

_COLUMNS: Final = (
    *("posting_id", "employer", "company", "source", "date_posted", "role", "seniority", "country", "skills"),
    *("degree_min", "degrees", "degree_fields", "degree_equivalent", "salary_currency", "salary_year_usd"),
)


def figures(scan: Scan) -> Figures:
    """All that the report shows of a scan. Takes seconds for thousands of postings: keep it."""
    everything = sample(scan.postings, scan.posting_skills)
    # Quotes and the like take most of the room, and each part of the postings would be a copy.
    drawn = Sample(everything.postings[list(_COLUMNS)], everything.asked)
    skills = skill_figures.looked_for(scan.demand, drawn)
    groups = skill_figures.groups(drawn, skills)
    roles = job_figures.roles(drawn, groups, skills)
    return Figures(
        skills=skills,
        groups=groups,
        headline=skill_figures.headline(drawn, skills),
        health=sample_figures.health(scan, drawn),
        roles=roles,
        apart=skill_figures.apart(drawn, skills),
        pairs=skill_figures.pairs(drawn, skills),
        pay=job_figures.pay(drawn),
        degrees=job_figures.degrees(drawn, {role.role for role in roles}),
        claims=job_figures.claims(scan) if drawn.of else (),
        trend=sample_figures.trend(scan, drawn),
    )


_KEPT: Final[dict[int, Figures]] = {}


def kept_figures(scan: Scan) -> Figures:
    """The same, made once a scan and forgotten with it: its tables must not be changed in between."""
    key = id(scan.postings)
    if key not in _KEPT:
        _KEPT[key] = figures(scan)
        weakref.finalize(scan.postings, _KEPT.pop, key, None)
    return _KEPT[key]
