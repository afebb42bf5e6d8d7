"""How many postings of each period, source, role and employer ask for each skill; such counts add up.

    counts = add_market_counts([market_counts(sample(*chunk)) for chunk in ...])

Trends and differences are made of these, so that they are the same however the postings were split.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobscan.demand import quarter_of
from jobscan.errors import JobscanError
from jobscan.market.change_tables import MARKET_COUNTS
from jobscan.market.effective import Numbers
from jobscan.market.sample import Sample
from jobscan.tables import to_frame, with_dtypes

PERIODS: Final = {"month": 12, "quarter": 4, "year": 1}
"""What time can be cut into, and how many of it a year has."""

_KEY: Final = list(MARKET_COUNTS.names[:-1])
_PERIOD: Final = re.compile(r"(\d{4})(?:-Q?(\d{1,2}))?")


def market_counts(
    drawn: Sample, *, by: str = "month", level: str | Collection[str] | None = None
) -> pd.DataFrame:
    """The counts of some postings: MARKET_COUNTS, by period, source, role, employer and skill_id.

    by: one of PERIODS. level: as for Sample.asking. Raises JobscanError for another period.
    """
    if by not in PERIODS:
        raise JobscanError(f"time cannot be cut by {by!r}. Known are {', '.join(PERIODS)}.")
    asked = drawn.asked
    if level is not None:
        asked = asked[asked["level"].isin([level] if isinstance(level, str) else list(level))]
    keys = drawn.postings[["source", "role", "employer"]].assign(
        period=_periods(drawn.postings["date_posted"], by)
    )
    asking = keys.take(asked["row"].to_numpy()).assign(skill_id=asked["skill_id"].to_numpy())
    return add_market_counts([pd.concat([keys.assign(skill_id=""), asking]).assign(postings=1)])


def add_market_counts(counts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sum of counts of different postings; no counts at all give no rows."""
    parts = list(counts)
    if not parts:
        return to_frame([], MARKET_COUNTS)
    summed = pd.concat(parts).groupby(_KEY, sort=True)["postings"].sum()
    return with_dtypes(summed.reset_index(), MARKET_COUNTS)


def _periods(dates: pd.Series[str], by: str) -> list[str]:
    """The period of each date, "" of one that does not say the month."""
    months = dates.str.extract(r"^(\d{4}-(?:0[1-9]|1[0-2]))(?!\d)", expand=False).fillna("")
    if by == "month":
        return months.tolist()
    return [quarter_of(month) if by == "quarter" else month[:4] for month in months.tolist()]


def period_number(period: str) -> int:
    """Where a period stands in time: whole numbers, one apart for neighbours.

    >>> period_number("2024-01") - period_number("2023-12"), period_number("2024-Q1"), period_number("2024")
    (1, 8096, 2024)
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"not a period: {period!r}")
    year, part = int(found[1]), found[2]
    if part is None:
        return year
    return year * (4 if "Q" in period else 12) + int(part) - 1


def coded(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with their texts as categories, of which many tables are made fast."""
    return counts.astype(dict.fromkeys(_KEY, "category"))


def table(
    rows: pd.DataFrame, first: Sequence[str | int], second: Sequence[str], *, by: tuple[str, str]
) -> Numbers:
    """The postings of some counts, summed: a row for each of `first`, a column for each of `second`.

    by: the two columns that hold them. Sums of integers are exact, whatever their order.
    """
    row, column = (_places(rows[name], keys) for name, keys in zip(by, (first, second), strict=True))
    kept = (row >= 0) & (column >= 0)
    cells = row[kept] * len(second) + column[kept]
    postings = rows["postings"].to_numpy(np.float64)[kept]
    summed: Numbers = np.bincount(cells, postings, minlength=len(first) * len(second)).astype(np.float64)
    return summed.reshape(len(first), len(second))


def _places(values: pd.Series[str], keys: Sequence[str | int]) -> npt.NDArray[np.intp]:
    """Where each value stands among the keys, -1 where it does not."""
    codes, found = pd.factorize(values)
    return pd.Index(keys).get_indexer(pd.Index(found))[codes]
