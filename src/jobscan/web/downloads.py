"""The tables that can be taken home, each with what it tells."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Response

from jobscan.outputs import write_frame
from jobscan.scan import Scan

if TYPE_CHECKING:
    import pandas as pd

# By it Excel knows that the file is UTF-8.
_MARK: Final = b"\xef\xbb\xbf"


class Download(NamedTuple):
    """A table that can be downloaded."""

    title: str
    meaning: str
    frame: Callable[[Scan], pd.DataFrame]


def csv_file(frame: pd.DataFrame, name: str) -> Response:
    """A table as a file to download; no cell of it runs as a formula.

    name: that of the file without its ending, of letters, figures and `-_`.
    """
    handle = io.BytesIO()
    write_frame(frame, "csv", handle)
    answer = Response(_MARK + handle.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _by(name: str) -> Callable[[Scan], pd.DataFrame]:
    return lambda found: found.breakdown(name)


def _distinctive(found: Scan) -> pd.DataFrame:
    from jobscan.market.distinctive import distinctive
    from jobscan.market.sample import sample

    return distinctive(sample(found.postings, found.posting_skills), by="role")


def _pairs(found: Scan) -> pd.DataFrame:
    from jobscan.market.pairs import cooccurrence
    from jobscan.market.sample import sample

    return cooccurrence(sample(found.postings, found.posting_skills))


def _education(found: Scan) -> pd.DataFrame:
    from jobscan.market.education import education
    from jobscan.market.sample import sample

    return education(sample(found.postings, found.posting_skills))


def _pay(found: Scan) -> pd.DataFrame:
    from jobscan.market.pay import salary
    from jobscan.market.sample import sample

    return salary(sample(found.postings, found.posting_skills))


DOWNLOADS: Final[dict[str, Download]] = {
    "skill_demand": Download(
        "Skills", "How many postings ask for each skill, and how strongly.", lambda found: found.demand
    ),
    "role_breakdown": Download(
        "Roles", "How frequent each role is, and what it asks for most.", lambda found: found.role_breakdown
    ),
    "skill_demand_by_role": Download("Skills by role", "The same as Skills within each role.", _by("role")),
    "skill_demand_by_seniority": Download(
        "Skills by seniority", "The same from intern to executive.", _by("seniority")
    ),
    "skill_demand_by_country": Download(
        "Skills by country", "The same within each country that is named.", _by("country")
    ),
    "skill_demand_by_remote": Download(
        "Skills by place of work", "The same for remote, hybrid and on site.", _by("remote")
    ),
    "skill_demand_by_month": Download(
        "Skills by month", "The same by the month of posting, where dates are known.", _by("month")
    ),
    "distinctive": Download(
        "What sets roles apart", "Skills that a role asks for more than others do.", _distinctive
    ),
    "cooccurrence": Download("Skills asked for together", "Pairs of skills, the strongest first.", _pairs),
    "education": Download("Education", "Degrees and fields of study.", _education),
    "salary": Download("Pay", "Pay by role, seniority, country and skill, in US dollars a year.", _pay),
    "postings": Download(
        "Postings", "One row a posting, with all facts found in it.", lambda found: found.postings
    ),
    "posting_skills": Download(
        "Skills of each posting",
        "One row a posting and skill, with the words that decided it.",
        lambda found: found.posting_skills,
    ),
    "failures": Download(
        "What could not be read", "One row a file, with the reason.", lambda found: found.failures
    ),
}
"""By the name of the file. A table for which the postings say too little raises JobscanError."""
