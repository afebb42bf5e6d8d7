"""Small scans for the tests of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jobscan.demand import count_demand, median_salaries, role_breakdown, skill_demand, skill_demand_by
from jobscan.scan import Scan
from jobscan.tables import FAILURES, SKILLS, Cell, to_frame
from tests.market_frames import Described, frames

LOOKED_FOR = (
    ("python", "Python", "programming", "programming"),
    ("sql", "SQL", "databases", ""),
    ("pytorch", "PyTorch", "ml-frameworks", ""),
    ("excel", "Excel", "business-tools", ""),
    ("communication", "Communication", "soft-skills", "soft-skills"),
)

NAMES = ("Acme", "Borg Data", "Cogs", "Dune Labs", "Elm", "Fjord AI", "Glen", "Hill Works")


def scan_of(
    *rows: Described,
    skills: Sequence[tuple[str, str, str, str]] = LOOKED_FOR,
    run: Mapping[str, Any] | None = None,
    failures: Sequence[tuple[str, str, str]] = (),
) -> Scan:
    """The scan of some postings, each given by cells and skills as market_frames.frames takes them."""
    postings, posting_skills = frames(*rows)
    looked_for = to_frame(skills, SKILLS)
    counts = count_demand(postings, posting_skills, by=["role"])
    counted = int(counts.loc[(counts["by"] == "") & (counts["skill_id"] == ""), "postings"].sum())
    base: dict[str, Any] = {
        "counts": {"read": len(postings), "files": 1, "of_postings": counted},
        "versions": {"jobscan": "9.9"},
        "lexicon": {"skills": len(skills)},
    }
    return Scan(
        postings=postings,
        posting_skills=posting_skills,
        demand=skill_demand(counts, looked_for),
        demand_by={"role": skill_demand_by(counts, looked_for, "role")} if rows else {},
        role_breakdown=role_breakdown(counts, looked_for, salaries=median_salaries(postings)),
        failures=to_frame(failures, FAILURES),
        run={**base, **(run or {})},
    )


def market(*, months: Sequence[str] = (), pay: bool = True) -> Scan:
    """48 postings of eight employers: data scientists, ML engineers and data analysts, 16 each.

    Python is asked for by all scientists and engineers and by no analyst: 32 of 48. SQL by all scientists and
    analysts; PyTorch by engineers, Excel by analysts; communication by everybody, in half as preferred.
    months: given to the postings in turn; none: no dates. pay: 100,000 to 115,000 dollars where it is stated.
    """
    asked = {
        "data-scientist": "python sql:preferred",
        "ml-engineer": "python pytorch",
        "data-analyst": "sql excel:mentioned",
    }
    rows: list[Described] = []
    for at in range(48):
        role = list(asked)[at % 3]
        cells: dict[str, Cell] = {
            "role": role,
            "company": NAMES[at // 3 % len(NAMES)],
            "source": "example.org",
            "degree_min": "bachelor" if at % 2 else "",
            "degrees": "bachelor" if at % 2 else "",
            "degree_fields": "computer-science" if at % 4 == 1 else "",
            "date_posted": f"{months[at % len(months)]}-15" if months else "",
        }
        if pay:
            cells |= {"salary_year_usd": 100_000.0 + 1_000 * (at // 3), "salary_currency": "USD"}
        level = "required" if at // 3 % 2 else "preferred"
        rows.append((cells, f"{asked[role]} communication:{level}"))
    return scan_of(*rows)


HOSTILE = (
    ("python", '<img src=x onerror="alert(1)">', "programming", ""),
    ("sql", "</script><script>alert(2)</script>", '"><svg onload=alert(3)>', ""),
    ("pytorch", '=HYPERLINK("http://evil.example","PyTorch")', "ml-frameworks", ""),
    ("excel", "javascript:alert(4)", "business-tools", ""),
    ("communication", "{{ 7 * 7 }} ${alert(5)} \u202etxet\x07", "soft-skills", "soft-skills"),
)
"""Skills whose names would act if anything let them."""


def hostile() -> Scan:
    """48 postings in which every name is an attack: roles, employers, sources, credits and skills."""
    rows: list[Described] = []
    for at in range(48):
        role = ('"><script>alert(6)</script>', "constructor", "__proto__")[at % 3]
        cells: dict[str, Cell] = {
            "role": role,
            "company": f"<b onmouseover=alert(7)>Firm</b> {at // 3 % 8}",
            "source": "<iframe src=javascript:alert(8)>" if at % 2 else "=1+1",
            "date_posted": f"2025-0{at % 6 + 1}-10",
            "salary_year_usd": 90_000.0 + at,
            "salary_currency": "USD",
            "degree_min": "bachelor",
            "degrees": "bachelor",
            "degree_fields": "computer-science",
        }
        words = ("python sql:preferred", "python pytorch", "sql excel:mentioned")[at % 3]
        rows.append((cells, f"{words} communication"))
    run = {
        "notes": ["<script>alert(9)</script>"],
        "attributions": [
            {"attribution": "<a href=//evil.example>x</a>", "terms_url": "javascript:alert(10)"}
        ],
    }
    return scan_of(*rows, skills=HOSTILE, run=run)
