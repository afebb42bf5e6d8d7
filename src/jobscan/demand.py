"""How many postings ask for each skill: integer counts that merge by addition, and the shares made of them.

    counts = add_counts([count_demand(postings, posting_skills, by=["role"]) for ... in chunks])
    table = skill_demand(counts, skills)

A posting counts if it is in English and no duplicate of another; a skill counts once a posting, and not where
the posting says that it is not needed. However the postings are split into chunks, the tables are the same.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist
from typing import Final

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.tables import (
    LEVELS,
    NEGATED,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Column,
    Row,
    Table,
    breakdown_table,
    to_frame,
    with_dtypes,
)

BREAKDOWNS: Final[Mapping[str, str]] = {
    "role": "role",
    "month": "date_posted",
    "source": "source",
    "country": "country",
    "remote": "remote",
    "company": "company",
    "seniority": "seniority",
    "domain": "domain",
}
"""What demand can be broken down by, and the column of postings that says it."""

COUNTED_LANGUAGES: Final = ("en", "")
"""The languages of postings that count: English, and texts too short to tell."""

COUNTS: Final = Table(
    "counts",
    "Integer counts of demand. Rows with an empty skill_id count postings, the others those that ask for it.",
    (
        Column("by", "text", "What the row is broken down by, one of BREAKDOWNS; empty: all postings."),
        Column("value", "text", "The value that its postings have in common."),
        Column("skill_id", "text", "The skill, or empty."),
        Column("level", "text", "One of LEVELS, or empty where it is not known."),
        Column("postings", "integer", "How many postings."),
    ),
)
_COUNT_KEY: Final = list(COUNTS.names[:-1])

HEADLINE_SKILL: Final = "python"
"""The skill that role_breakdown gives a column of its own."""

_TOP: Final = 10
_DIGITS: Final = 6
# Two-sided 95 %: 1.959964.
_Z: Final = NormalDist().inv_cdf(0.975)


def wilson_interval(asked: int, of: int) -> tuple[float, float]:
    """The 95 % interval of the share asked / of, by Wilson's score method without continuity correction.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22:209-212; the form is method 3 of Newcombe (1998), Statistics
    in Medicine 17:857-872. Raises ValueError unless 0 <= asked <= of and of > 0.

    >>> [round(end, 4) for end in wilson_interval(81, 263)]
    [0.2553, 0.3662]
    """
    if not 0 <= asked <= of or of == 0:
        raise ValueError(f"not a share: {asked} of {of}")
    z2 = _Z * _Z
    centre = 2 * asked + z2
    spread = _Z * math.sqrt(z2 + 4 * asked * (of - asked) / of)
    scale = 2 * (of + z2)
    # At the ends the formula gives exactly 0 and 1, floating point all but.
    low = 0.0 if asked == 0 else (centre - spread) / scale
    high = 1.0 if asked == of else (centre + spread) / scale
    return low, high


def breakdown_name(name: str) -> str:
    """The name of a breakdown as BREAKDOWNS has it.

    Raises JobscanError that names the nearest and all the legal ones.
    """
    if name in BREAKDOWNS:
        return name
    near = ["company"] if name == "employer" else difflib.get_close_matches(name, BREAKDOWNS, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise JobscanError(f"demand cannot be broken down by {name!r}. {hint}Known are {', '.join(BREAKDOWNS)}.")


def counted(postings: pd.DataFrame) -> pd.DataFrame:
    """The postings that count: in English, or too short to tell, and no duplicates."""
    return postings[postings["language"].isin(COUNTED_LANGUAGES) & (postings["duplicate_of"] == "")]


def count_demand(
    postings: pd.DataFrame, posting_skills: pd.DataFrame, *, by: Iterable[str] = ()
) -> pd.DataFrame:
    """Count a chunk of postings, with all their rows of posting_skills: rows of COUNTS.

    by: names of BREAKDOWNS. The counts of several chunks are added by add_counts.
    """
    kept = counted(postings)
    asked = posting_skills.loc[posting_skills["level"] != NEGATED, ["posting_id", "skill_id", "level"]]
    parts = []
    for name in ("", *by):
        groups = pd.DataFrame({"posting_id": kept["posting_id"], "by": name, "value": _values(kept, name)})
        asking = groups.merge(asked, on="posting_id")
        parts += [groups.assign(skill_id="", level=""), asking]
    return _sum(pd.concat(parts).assign(postings=1))


def add_counts(counts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sum of counts of different postings, as COUNTS; no counts at all give no rows."""
    parts = list(counts)
    return _sum(pd.concat(parts)) if parts else to_frame([], COUNTS)


# skill_id to level to how many postings ask for it.
_Asked = Mapping[str, Mapping[str, int]]


def skill_demand(counts: pd.DataFrame, skills: pd.DataFrame) -> pd.DataFrame:
    """In how many postings each skill is asked for: SKILL_DEMAND.

    counts: COUNTS. skills: SKILLS, the skills that were looked for, each of which has a row. Shares are
    rounded to six digits; they and their intervals are missing where no posting counts.
    """
    part = counts[counts["by"] == ""]
    of = _denominators(part).get("", 0)
    asked, facts = _asked(part).get("", {}), _facts(skills)
    looked_for = {skill_id: asked.get(skill_id, {}) for skill_id in facts}
    rows = _demand_rows(looked_for, of, facts, levels_known=_levels_known(counts))
    return to_frame(rows, SKILL_DEMAND)


def skill_demand_by(counts: pd.DataFrame, skills: pd.DataFrame, by: str) -> pd.DataFrame:
    """The same for each value of a breakdown, in the columns of breakdown_table(by).

    A skill has a row where at least one posting of the value asks for it: all skills for each of thousands of
    employers would be rows of 0. Months are in order of time, other values by number of postings, ties by
    name; what states no value comes last. Raises JobscanError if there are postings,
    but none states a value.
    """
    part = counts[counts["by"] == by]
    of_postings, asked = _denominators(part), _asked(part)
    if of_postings and not any(of_postings):
        raise JobscanError(
            f"no posting states its {by}, so demand cannot be broken down by it "
            f"(the column {BREAKDOWNS[by]} of postings is empty)"
        )
    by_time = by == "month"
    order = sorted(of_postings, key=lambda value: (not value, 0 if by_time else -of_postings[value], value))
    facts, levels_known = _facts(skills), _levels_known(counts)
    rows = [
        (value, *row)
        for value in order
        for row in _demand_rows(asked.get(value, {}), of_postings[value], facts, levels_known=levels_known)
    ]
    return to_frame(rows, breakdown_table(by))


def role_breakdown(counts: pd.DataFrame, skills: pd.DataFrame) -> pd.DataFrame:
    """How frequent each role is and what it asks for most: ROLE_BREAKDOWN. No posting gives no row."""
    part = counts[counts["by"] == "role"]
    of_postings, asked = _denominators(part), _asked(part)
    python_known = bool((skills["skill_id"] == HEADLINE_SKILL).any())
    rows: list[Row] = []
    for role in sorted(of_postings, key=lambda role: (-of_postings[role], role)):
        of = of_postings[role]
        totals = {skill_id: sum(levels.values()) for skill_id, levels in asked.get(role, {}).items()}
        python = _share(totals.get(HEADLINE_SKILL, 0), of)[0] if python_known else None
        top = sorted(totals, key=lambda skill_id: (-totals[skill_id], skill_id))[:_TOP]
        rows.append((role, of, *_share(of, sum(of_postings.values())), python, None, ";".join(top)))
    return to_frame(rows, ROLE_BREAKDOWN)


def _values(postings: pd.DataFrame, name: str) -> pd.Series[str]:
    """What each posting states for a breakdown."""
    if not name:
        return pd.Series("", index=postings.index, dtype="string")
    values = postings[BREAKDOWNS[name]]
    return values.str.extract(r"^(\d{4}-\d{2})", expand=False).fillna("") if name == "month" else values


def _sum(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with rows of the same key added up, by key."""
    return with_dtypes(counts.groupby(_COUNT_KEY, sort=True)["postings"].sum().reset_index(), COUNTS)


def _levels_known(counts: pd.DataFrame) -> bool:
    return bool(counts["level"].isin(LEVELS).any())


def _denominators(counts: pd.DataFrame) -> dict[str, int]:
    """How many postings count, for each value of one breakdown."""
    rows = counts[counts["skill_id"] == ""]
    return dict(zip(rows["value"].tolist(), rows["postings"].tolist(), strict=True))


def _asked(counts: pd.DataFrame) -> dict[str, _Asked]:
    """What is asked for, for each value of one breakdown."""
    asked: dict[str, dict[str, dict[str, int]]] = {}
    for value, skill_id, level, postings in counts[list(COUNTS.names[1:])].itertuples(index=False, name=None):
        if skill_id:
            asked.setdefault(value, {}).setdefault(skill_id, {})[level] = postings
    return dict(asked)


def _facts(skills: pd.DataFrame) -> dict[str, Row]:
    """The row of SKILLS of each skill."""
    return {row[0]: row for row in skills.itertuples(index=False, name=None)}


def _demand_rows(asked: _Asked, of: int, facts: Mapping[str, Row], *, levels_known: bool) -> list[Row]:
    """The rows of SKILL_DEMAND of one group of postings, most asked first, ties by skill_id."""
    totals = {skill_id: sum(levels.values()) for skill_id, levels in asked.items()}
    rows: list[Row] = []
    for skill_id in sorted(totals, key=lambda skill_id: (-totals[skill_id], skill_id)):
        by_level = [asked[skill_id].get(level, 0) if levels_known else None for level in LEVELS]
        postings = totals[skill_id]
        rows.append((*facts[skill_id], postings, *_share(postings, of), *by_level, of))
    return rows


def _share(asked: int, of: int) -> tuple[float | None, ...]:
    """Share and ends of its interval, rounded; all unknown where there is nothing to take a share of."""
    if of == 0:
        return (None, None, None)
    return tuple(round(number, _DIGITS) for number in (asked / of, *wilson_interval(asked, of)))
