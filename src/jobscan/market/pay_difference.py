"""How much median pay differs between two samples, over employers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobscan.market.effective import LEVEL, Numbers
from jobscan.market.sample import Sample
from jobscan.market.shares import MIN_EMPLOYERS, MIN_POSTINGS, RESAMPLES, resamples

ALL: Final = "all"
"""In place of a role: the postings of all roles together."""

_PAY: Final = "salary_year_usd"
_BATCH: Final = 250


@dataclass(frozen=True, slots=True)
class PayDifference:
    """Median pay of the postings of a role in A and in B that state any, in US dollars a year."""

    role: str
    """A role or ALL."""
    median_a: float
    median_b: float
    low: float | None
    """The 95 % interval of median_b - median_a, over employers; None of under MIN_EMPLOYERS in A or B."""
    high: float | None
    p_value: float | None
    """None as well of fewer than MIN_POSTINGS in A or B."""
    postings_a: int
    postings_b: int
    employers_a: int
    employers_b: int


def pay_difference(a: Sample, b: Sample) -> list[PayDifference]:
    """Median pay of all postings, then, if there are several roles, of each with pay in both A and B."""
    paid = [_paid(drawn) for drawn in (a, b)]
    if not (len(paid[0]) and len(paid[1])):
        return []
    found = [_difference(ALL, *paid)]
    roles = [{*drawn.postings["role"]} - {""} for drawn in (a, b)]
    if len(roles[0] | roles[1]) == 1:
        return found
    for role in sorted(roles[0] & roles[1]):
        of_role = [rows[rows["role"] == role] for rows in paid]
        if all(len(rows) for rows in of_role):
            found.append(_difference(role, *of_role))
    return found


def _paid(drawn: Sample) -> pd.DataFrame:
    """Pay, role and employer of the postings that state pay, the lowest first."""
    rows = drawn.postings[["employer", "role", _PAY]].dropna(subset=[_PAY])
    return rows.sort_values([_PAY, "employer"], ignore_index=True)


def _difference(role: str, a: pd.DataFrame, b: pd.DataFrame) -> PayDifference:
    employers_a, employers_b = (int(rows["employer"].nunique()) for rows in (a, b))
    median_a, median_b = (float(rows[_PAY].median()) for rows in (a, b))
    low = high = p = None
    if min(employers_a, employers_b) >= MIN_EMPLOYERS:
        drawn = np.concatenate(list(_resampled(a, b)))
        drawn = drawn[~np.isnan(drawn)]
        low, high = (float(end) for end in np.percentile(drawn, [50 * LEVEL, 100 - 50 * LEVEL]))
        p = _p_value(drawn) if min(len(a), len(b)) >= MIN_POSTINGS else None
    sizes = len(a), len(b), employers_a, employers_b
    return PayDifference(role, median_a, median_b, low, high, p, *sizes)


def _p_value(drawn: Numbers) -> float:
    """Twice the part of the resamples that lie beyond 0.

    Davison & Hinkley (1997), Bootstrap Methods and their Application, section 4.4.
    """
    beyond = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    return min(1.0, 2 * (1 + beyond) / (1 + len(drawn)))


def _resampled(a: pd.DataFrame, b: pd.DataFrame) -> Iterator[Numbers]:
    """The difference of the medians in each of RESAMPLES draws of employers; NaN where one has none drawn.

    An employer that hires in both is drawn for both.
    """
    names = pd.Index(sorted({*a["employer"], *b["employer"]}))
    draws = resamples(len(names))
    sides = [
        (rows[_PAY].to_numpy(np.float64), names.get_indexer(pd.Index(rows["employer"]))) for rows in (a, b)
    ]
    for at in range(0, RESAMPLES, _BATCH):
        median_a, median_b = (_medians(pay, draws[at : at + _BATCH][:, employer]) for pay, employer in sides)
        yield median_b - median_a


def _medians(pay: Numbers, times: npt.NDArray[np.uint16]) -> Numbers:
    """The medians of ascending pay, each repeated as often as each row of `times` says; NaN where never."""
    until = np.cumsum(times, axis=1, dtype=np.int64)
    total = until[:, -1:]
    low, high = (pay[np.argmax(found, axis=1)] for found in (2 * until >= total, 2 * until > total))
    return np.where(total[:, 0] > 0, (low + high) / 2, np.nan)
