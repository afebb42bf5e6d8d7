"""How many postings ask for each skill: integer counts that merge by addition, and the shares made of them.

    counts = add_counts([count_demand(postings, posting_skills, by=["role"]) for ... in chunks])
    table = skill_demand(counts, skills)

A posting counts if it is in English and no duplicate of another; a skill counts once a posting, and not where
the posting says that it is not needed. However the postings are split into chunks, the tables are the same.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jobscan.errors import JobscanError
from jobscan.tables import (
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Column,
    Row,
    Table,
    breakdown_parts,
    breakdown_table,
    joint_breakdown,
    to_frame,
    with_dtypes,
)
from jobscan.vocabulary import DEMAND_LEVELS, NEGATED

BREAKDOWNS: Final[Mapping[str, str]] = {
    "role": "role",
    "month": "date_posted",
    "quarter": "date_posted",
    "source": "source",
    "country": "country",
    "remote": "remote",
    "company": "company",
    "employer": "company",
    "seniority": "seniority",
    "domain": "domain",
}
"""What demand can be broken down by, and the column of postings that says it. Several at once have commas
between them: `role,seniority`."""

COUNTED_LANGUAGES: Final = ("en", "")
"""The languages of postings that count: English, and texts too short to tell."""

COUNTS: Final = Table(
    "counts",
    "Integer counts of demand. Rows with an empty skill_id count postings, the others those that ask for it.",
    (
        Column("by", "text", "What the row is broken down by (see breakdown_name); empty: all postings."),
        Column("value", "text", "The value that its postings have in common; several with U+001F between."),
        Column("skill_id", "text", "The skill, or empty."),
        Column("level", "text", "One of DEMAND_LEVELS; empty in the rows that count postings."),
        Column("postings", "integer", "How many postings."),
    ),
)
_COUNT_KEY: Final = list(COUNTS.names[:-1])
BETWEEN: Final = "\x1f"
"""What stands between the values of several breakdowns at once."""
_IN_TIME: Final = ("month", "quarter")

HEADLINE_SKILL: Final = "python"
"""The skill that role_breakdown gives a column of its own."""

_TOP: Final = 10
_DIGITS: Final = 6
# Two-sided 95 %: 1.959964.
_Z: Final = NormalDist().inv_cdf(0.975)


def wilson_interval(asked: int, of: int) -> tuple[float, float]:
    """The 95 % interval of the share asked / of, by Wilson's score method without continuity correction.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22:209-212; the form is method 3 of Newcombe (1998), Statistics
    in Medicine 17:857-872. It is what scipy.stats.binomtest(asked, of).proportion_ci(method="wilson") gives,
    over a thousand times as fast: a breakdown has tens of thousands of rows. Raises ValueError unless
    0 <= asked <= of and of > 0.

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
    """The name of a breakdown, as tables and files have it.

    Raises JobscanError that names the nearest and all the legal ones.

    >>> breakdown_name("role"), breakdown_name("role,seniority")
    ('role', 'role_and_seniority')
    """
    parts = [part.strip() for whole in breakdown_parts(name) for part in whole.split(",")]
    for part in parts:
        if part not in BREAKDOWNS:
            near = difflib.get_close_matches(part, BREAKDOWNS, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            known = ", ".join(BREAKDOWNS)
            raise JobscanError(
                f"demand cannot be broken down by {part!r}. {hint}Known are {known}; "
                "several at once with commas between them."
            )
    if len({BREAKDOWNS[part] for part in parts}) < len(parts):
        raise JobscanError(f"demand cannot be broken down by the same twice: {name!r}")
    return joint_breakdown(parts)


def counted(postings: pd.DataFrame) -> pd.DataFrame:
    """The postings that count: in English, or too short to tell, and no duplicates."""
    return postings[postings["language"].isin(COUNTED_LANGUAGES) & (postings["duplicate_of"] == "")]


def count_demand(
    postings: pd.DataFrame, posting_skills: pd.DataFrame, *, by: Iterable[str] = ()
) -> pd.DataFrame:
    """Count a chunk of postings, with all their rows of posting_skills: rows of COUNTS.

    by: names that breakdown_name has given. The counts of several chunks are added by add_counts.
    """
    kept = counted(postings)
    # Texts are compared once, then their numbers are counted: a scan has tens of skills for each posting.
    places = pd.Index(kept["posting_id"]).get_indexer(pd.Index(posting_skills["posting_id"]))
    taken = (places >= 0) & (posting_skills["level"] != NEGATED).to_numpy(bool)
    places, asked = places[taken], posting_skills[taken]
    skills, levels = (pd.factorize(asked[name]) for name in ("skill_id", "level"))
    parts = [to_frame([], COUNTS)]
    for name in ("", *by):
        values = pd.factorize(breakdown_values(kept, name))
        parts.append(_numbers(name, value=values).assign(skill_id="", level=""))
        of_place = (values[0][places], values[1])
        parts.append(_numbers(name, value=of_place, skill_id=skills, level=levels))
    return _sum(pd.concat([part for part in parts if len(part)] or parts))


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
    rows = _demand_rows(looked_for, of, facts)
    return to_frame(rows, SKILL_DEMAND)


def skill_demand_by(counts: pd.DataFrame, skills: pd.DataFrame, by: str) -> pd.DataFrame:
    """The same for each value of a breakdown, in the columns of breakdown_table(by).

    A skill has a row where at least one posting of the value asks for it: all skills for each of thousands of
    employers would be rows of 0. Months and quarters are in order of time, other values by number of
    postings, ties by name; what states no value comes last. Raises JobscanError if there are postings, but
    none states a value.
    """
    names = breakdown_parts(by)
    part = counts[counts["by"] == by]
    of_postings, asked = _denominators(part), _asked(part)
    for at, name in enumerate(names):
        if of_postings and not any(value.split(BETWEEN)[at] for value in of_postings):
            raise JobscanError(
                f"no posting states its {name}, so demand cannot be broken down by it "
                f"(the column {BREAKDOWNS[name]} of postings is empty)"
            )
    facts = _facts(skills)
    rows = [
        (*value.split(BETWEEN), *row)
        for value in in_order(of_postings, names)
        for row in _demand_rows(asked.get(value, {}), of_postings[value], facts)
    ]
    return to_frame(rows, breakdown_table(by))


def median_salaries(postings: pd.DataFrame) -> dict[str, int]:
    """The median yearly pay in US dollars of each role, over the postings that count and state pay."""
    pay = counted(postings).dropna(subset=["salary_year_usd"])
    medians = pay.groupby("role")["salary_year_usd"].median()
    return {str(role): round(median) for role, median in medians.items()}


def role_breakdown(
    counts: pd.DataFrame, skills: pd.DataFrame, *, salaries: Mapping[str, int]
) -> pd.DataFrame:
    """How frequent each role is and what it asks for most: ROLE_BREAKDOWN. No posting gives no row.

    salaries: see median_salaries.
    """
    part = counts[counts["by"] == "role"]
    of_postings, asked = _denominators(part), _asked(part)
    python_known = bool((skills["skill_id"] == HEADLINE_SKILL).any())
    rows: list[Row] = []
    for role in sorted(of_postings, key=lambda role: (-of_postings[role], role)):
        of = of_postings[role]
        totals = {skill_id: sum(levels.values()) for skill_id, levels in asked.get(role, {}).items()}
        python = _share(totals.get(HEADLINE_SKILL, 0), of)[0] if python_known else None
        top = sorted(totals, key=lambda skill_id: (-totals[skill_id], skill_id))[:_TOP]
        rows.append(
            (role, of, *_share(of, sum(of_postings.values())), python, salaries.get(role), ";".join(top))
        )
    return to_frame(rows, ROLE_BREAKDOWN)


def breakdown_values(postings: pd.DataFrame, name: str) -> pd.Series[str]:
    """What each posting states for a breakdown, as COUNTS has it: "" where it says nothing, or name is ""."""
    if not name:
        return pd.Series("", index=postings.index, dtype="string")
    first, *others = (_part_values(postings, part) for part in breakdown_parts(name))
    for other in others:
        first = first + BETWEEN + other
    return first


def _part_values(postings: pd.DataFrame, name: str) -> pd.Series[str]:
    values = postings[BREAKDOWNS[name]]
    if name not in _IN_TIME:
        return values.str.replace(BETWEEN, " ", regex=False)
    months = {value: month_of(value) for value in values.unique()}
    if name == "quarter":
        months = {value: quarter_of(month) for value, month in months.items()}
    return values.map(months).astype("string")


def month_of(date: str) -> str:
    """The month of a date, "" where it has none.

    >>> month_of("2024-05-31"), month_of("2024")
    ('2024-05', '')
    """
    found = re.match(r"\d{4}-\d{2}", date)
    return found[0] if found else ""


def quarter_of(month: str) -> str:
    """The quarter of a month, "" of "".

    >>> quarter_of("2024-05"), quarter_of("")
    ('2024-Q2', '')
    """
    return re.sub(r"-(\d\d)$", lambda found: f"-Q{(int(found[1]) + 2) // 3}", month)


def in_order(of_postings: Mapping[str, int], names: Sequence[str]) -> list[str]:
    """The values of a breakdown, by time or by number of postings, the unknown last; part after part."""
    totals: Counter[tuple[str, ...]] = Counter()
    for value, postings in of_postings.items():
        parts = tuple(value.split(BETWEEN))
        totals.update({parts[: at + 1]: postings for at in range(len(parts))})

    def rank(value: str) -> list[tuple[bool, int, str]]:
        parts = tuple(value.split(BETWEEN))
        return [
            (not part, 0 if name in _IN_TIME else -totals[parts[: at + 1]], part)
            for at, (name, part) in enumerate(zip(names, parts, strict=True))
        ]

    return sorted(of_postings, key=rank)


_SPARSE: Final = 8
"""Of so many times as many numbers as there are rows most do not occur: sorting is faster then."""

# The number of each row's text, and the texts.
_Factorized = tuple[NDArray[np.intp], Any]


def _numbers(by: str, **columns: _Factorized) -> pd.DataFrame:
    """How many rows have the same texts in all columns: a row of COUNTS for each that occurs."""
    whole: Any = 0
    for numbers, texts in columns.values():
        whole = whole * max(len(texts), 1) + numbers
    occurring, postings = _occurring(whole)
    found = {"by": by, "postings": postings}
    for name, (_, texts) in reversed(columns.items()):
        occurring, at = np.divmod(occurring, max(len(texts), 1))
        found[name] = pd.Index(texts, dtype="string").take(at)
    return pd.DataFrame(found)


def _occurring(numbers: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The different numbers from 0 in their order, and how often each occurs."""
    if not len(numbers) or numbers.max() > _SPARSE * len(numbers):
        return np.unique(numbers, return_counts=True)
    counts = np.bincount(numbers)
    occurring = np.flatnonzero(counts)
    return occurring, counts[occurring]


def _sum(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with rows of the same key added up, by key."""
    return with_dtypes(counts.groupby(_COUNT_KEY, sort=True)["postings"].sum().reset_index(), COUNTS)


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


def _demand_rows(asked: _Asked, of: int, facts: Mapping[str, Row]) -> list[Row]:
    """The rows of SKILL_DEMAND of one group of postings, most asked first, ties by skill_id."""
    totals = {skill_id: sum(levels.values()) for skill_id, levels in asked.items()}
    rows: list[Row] = []
    for skill_id in sorted(totals, key=lambda skill_id: (-totals[skill_id], skill_id)):
        by_level = [asked[skill_id].get(level, 0) for level in DEMAND_LEVELS]
        postings = totals[skill_id]
        rows.append((*facts[skill_id], postings, *_share(postings, of), *by_level, of))
    return rows


def _share(asked: int, of: int) -> tuple[float | None, ...]:
    """Share and ends of its interval, rounded; all unknown where there is nothing to take a share of."""
    if of == 0:
        return (None, None, None)
    return tuple(round(number, _DIGITS) for number in (asked / of, *wilson_interval(asked, of)))
