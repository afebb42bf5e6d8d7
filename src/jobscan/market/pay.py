"""What postings pay, and how much more where a skill is asked for: by comparing like with like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from jobscan.market.matched import Codes, Comparison, LikeWithLike, Numbers, weighted_quantile
from jobscan.market.sample import Sample
from jobscan.market.shares import MIN_EMPLOYERS, cap_weights, resamples, small_note
from jobscan.market.tables import SALARY
from jobscan.tables import Cell, Row, to_frame

PAY: Final = "salary_year_usd"
LIKE: Final = ("role", "seniority", "salary_currency", "source")
"""Postings are compared that agree in all of these. The currency stands for the country, which many postings
do not state; the source stands for the year, and for the kind of employer."""
MIN_COMPARED: Final = 20
"""A skill has a row within a role where so many postings with it, and so many without, can be compared."""

CAUSE: Final = "a difference, not what the skill earns"
MIXED: Final = "several currencies: see the rows of one"

_GROUPS: Final = {
    "seniority": "seniority",
    "country": "country",
    "currency": "salary_currency",
    "source": "source",
}


def salary(drawn: Sample) -> pd.DataFrame:
    """What the postings that state pay say, for groups and for skills within roles: SALARY.

    Groups: all, each role, and each seniority, country, currency and source in both; those without pay have
    no row. Skills: quartiles of the postings that ask for it, and the difference to those that do not (see
    matched.LikeWithLike). All roles first, then roles by number of postings that state pay; groups
    before skills, by number of postings.
    """
    postings = drawn.postings[["employer", "country", PAY, *LIKE]]
    paid = postings[postings[PAY].notna()]
    if not len(paid):
        return to_frame([], SALARY)
    roles = paid["role"].value_counts()
    ordered = sorted((role for role in roles.index if role), key=lambda role: (-roles[role], role))
    asked = drawn.asked[drawn.asked["row"].isin(paid.index)]
    rows: list[Row] = []
    for role in ("", *ordered):
        everybody = postings if not role else postings[postings["role"] == role]
        part = paid if not role else paid[paid["role"] == role]
        rows += [(role, *row) for row in _groups(part, everybody)]
        rows += [(role, *row) for row in _skills(part, everybody, asked, drawn.asked)]
    return to_frame(rows, SALARY)


def _groups(paid: pd.DataFrame, everybody: pd.DataFrame) -> Iterator[Row]:
    """The rows of a role's groups, without the role."""
    yield ("", "", *_pay_cells(paid, len(everybody)), *(None,) * 5, _warning(paid))
    for by, column in _GROUPS.items():
        of = everybody[column].value_counts()
        counts = paid[column].value_counts()
        for value in sorted(
            (value for value in counts.index if value), key=lambda value: (-counts[value], value)
        ):
            part = paid[paid[column] == value]
            yield (by, value, *_pay_cells(part, int(of[value])), *(None,) * 5, _warning(part))


def _skills(
    paid: pd.DataFrame, everybody: pd.DataFrame, asked: pd.DataFrame, all_asked: pd.DataFrame
) -> Iterator[Row]:
    """The rows of the skills that can be compared within a role, without the role."""
    inside = asked[asked["row"].isin(paid.index)]
    counts = inside["skill_id"].value_counts()
    kept = counts[(counts >= MIN_COMPARED) & (counts <= len(paid) - MIN_COMPARED)]
    of = all_asked.loc[all_asked["row"].isin(everybody.index), "skill_id"].value_counts()
    rows_of = inside[inside["skill_id"].isin(kept.index)].groupby("skill_id")["row"]
    having = {skill_id: paid.index.isin(rows) for skill_id, rows in rows_of}
    if not len(kept):
        return
    alike = LikeWithLike(
        paid[PAY].to_numpy(np.float64),
        paid.groupby(list(LIKE), sort=True).ngroup().to_numpy(),
        pd.factorize(paid["employer"], sort=True)[0],
    )
    for skill_id in sorted(kept.index, key=lambda skill_id: (-kept[skill_id], skill_id)):
        found = alike.compare(having[skill_id])
        if found is None or min(found.compared, found.compared_with) < MIN_COMPARED:
            continue
        part = paid[having[skill_id]]
        warning = "; ".join(said for said in (CAUSE, _doubt(found), _warning(part)) if said)
        yield ("skill", skill_id, *_pay_cells(part, int(of[skill_id])), *_difference_cells(found), warning)


def _pay_cells(paid: pd.DataFrame, of: int) -> tuple[Cell, ...]:
    """From `postings` to `median_capped`."""
    pay = paid[PAY].to_numpy(np.float64)
    codes, names = pd.factorize(paid["employer"], sort=True)
    order = np.argsort(pay, kind="stable")
    pay, codes = pay[order], codes[order]
    weights = cap_weights(np.bincount(codes).astype(np.float64))[codes]
    capped = round(weighted_quantile(pay, np.cumsum(weights), 0.5))
    quartiles = [round(float(end)) for end in np.quantile(pay, (0.25, 0.5, 0.75))]
    ends: tuple[int | None, int | None] = (None, None)
    if len(names) >= MIN_EMPLOYERS:
        low, high = np.percentile(_medians(pay, codes, len(names)), (2.5, 97.5))
        ends = round(float(low)), round(float(high))
    return len(pay), of, len(names), *quartiles, *ends, capped


def _medians(pay: Numbers, employer: Codes, employers: int) -> Numbers:
    """The median of ascending pay in each resample of employers (see shares.resamples)."""
    medians = []
    for drawn in np.array_split(resamples(employers), 20):
        drawn_pay = np.cumsum(drawn[:, employer], axis=1, dtype=np.int64)
        # The mean of the two in the middle where their number is even.
        below = (2 * drawn_pay < drawn_pay[:, -1:]).sum(axis=1)
        upto = (2 * drawn_pay <= drawn_pay[:, -1:]).sum(axis=1)
        medians.append((pay[below] + pay[upto]) / 2)
    return np.concatenate(medians)


def _difference_cells(found: Comparison) -> tuple[Cell, ...]:
    numbers = (found.difference, found.low, found.high)
    return found.compared, found.compared_with, *(None if end is None else round(end) for end in numbers)


def _doubt(found: Comparison) -> str:
    if found.low is None or found.high is None:
        return "too few employers to tell how sure"
    return "may be chance" if found.low <= 0 <= found.high else ""


def _warning(paid: pd.DataFrame) -> str:
    """What to bear in mind of the pay of some postings."""
    mixed = MIXED if paid["salary_currency"].nunique() > 1 else ""
    return "; ".join(said for said in (mixed, small_note(len(paid), paid["employer"].nunique())) if said)
