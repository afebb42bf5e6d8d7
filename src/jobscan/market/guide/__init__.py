"""The career guide against the market: every claim measured, with its interval and a verdict.

    found = jobscan.load_scan("output")
    checked = check_guide(found.postings, found.posting_skills, found.demand)
    checked.claims     # GUIDE_CHECK
    checked.skills     # GUIDE_SKILLS

The guide is "Building a Career in Machine Learning: Your Guide to Success in AI's Hottest Field" (David
Jenkins, 2025-02-18). Its claims stand in code, each beside the measure it needs: a claim as a row of data
would be one that nothing measures. The skills it names are those of the lexicon that have a guide_section.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from jobscan.market.guide.dates import growth_findings
from jobscan.market.guide.learning import degree_findings, field_findings, portfolio_findings
from jobscan.market.guide.pay import pay_findings
from jobscan.market.guide.people import soft_findings
from jobscan.market.guide.positions import market_of
from jobscan.market.guide.skills import guide_skills
from jobscan.market.guide.tables import GUIDE_CHECK, GUIDE_SKILLS
from jobscan.market.guide.work import domain_findings, python_findings, role_findings, sample_findings
from jobscan.tables import to_frame

__all__ = ["GUIDE_CHECK", "GUIDE_SKILLS", "GuideCheck", "check_guide"]

_MEASURED = (
    sample_findings,
    python_findings,
    pay_findings,
    field_findings,
    degree_findings,
    soft_findings,
    portfolio_findings,
    role_findings,
    domain_findings,
    growth_findings,
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GuideCheck:
    """The guide against the market."""

    claims: pd.DataFrame
    """GUIDE_CHECK."""
    skills: pd.DataFrame
    """GUIDE_SKILLS."""


def check_guide(postings: pd.DataFrame, posting_skills: pd.DataFrame, skills: pd.DataFrame) -> GuideCheck:
    """Measure every claim of the guide on a scan's tables.

    postings, posting_skills: POSTINGS and POSTING_SKILLS. skills: SKILLS, what was looked for; the demand of
    a scan has its columns. The order of the rows does not matter. Where there are no postings, all that is
    claimed cannot be told.
    """
    market = market_of(postings, posting_skills, skills)
    rows = [finding.row for measure in _MEASURED for finding in measure(market)]
    return GuideCheck(to_frame(rows, GUIDE_CHECK), guide_skills(market))
