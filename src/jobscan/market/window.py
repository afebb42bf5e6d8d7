"""The time over which slopes are taken: its periods, and what to be careful of in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jobscan.market.counts import PERIODS, period_number
from jobscan.market.shares import MIN_POSTINGS

MIN_PERIODS: Final = 4
"""Over how many periods of at least MIN_POSTINGS postings a slope is taken at least."""

# From what part of the postings on it is told that sources change, and that one employer has most.
_MIXED: Final = 0.1
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The periods with at least MIN_POSTINGS postings."""

    counts: pd.DataFrame
    """MARKET_COUNTS of these periods."""
    periods: list[str]
    by: str
    dated: int
    """How many postings state a date, in whatever period."""
    undated: int

    @property
    def postings(self) -> pd.DataFrame:
        """The rows of counts that count postings."""
        return self.counts[self.counts["skill_id"] == ""]

    @property
    def of(self) -> int:
        """How many postings there are."""
        return int(self.postings["postings"].sum())

    @property
    def years(self) -> float:
        """How long it is from the beginning of the first period to the end of the last."""
        if not self.periods:
            return 0.0
        first, last = (period_number(self.periods[at]) for at in (0, -1))
        return (last - first + 1) / PERIODS[self.by]


def find_window(counts: pd.DataFrame, by: str) -> Window:
    """The periods of MARKET_COUNTS that have enough postings, and how many postings are left out."""
    of = counts[counts["skill_id"] == ""].groupby("period")["postings"].sum()
    sizes = {str(period): int(size) for period, size in of.items()}
    undated = sizes.pop("", 0)
    kept = sorted(period for period, size in sizes.items() if size >= MIN_POSTINGS)
    return Window(counts[counts["period"].isin(kept)], kept, by, sum(sizes.values()), undated)


def notes(window: Window) -> list[str]:
    """What holds for every slope over it, in a few words each."""
    said = ["sources change over time"] if mixing(window) > _MIXED else []
    return [*said, "less than a year"] if window.years < 1 else said


def cautions(window: Window) -> list[str]:
    """What to be careful of, in sentences."""
    said = []
    if window.undated:
        of = f"{window.undated:,} of {window.dated + window.undated:,}"
        said.append(f"{of} postings state no date and are left out.")
    if window.of < window.dated:
        said.append(
            f"{window.dated - window.of:,} of {window.dated:,} dated postings are of {window.by}s with fewer "
            f"than {MIN_POSTINGS}: these have their shares, but slopes leave them out."
        )
    if len(window.periods) < MIN_PERIODS:
        count = f"Only {len(window.periods)} {window.by}{'' if len(window.periods) == 1 else 's'}"
        said.append(f"{count} with at least {MIN_POSTINGS} postings: a slope takes {MIN_PERIODS}.")
        return said
    if window.years < 1:
        months = round(12 * window.years)
        said.append(f"All lies within {months} months: seasons cannot be told from a trend.")
    return [*said, *_of_sources(window), *_of_employers(window)]


def mixing(window: Window) -> float:
    """What part of the postings would have to change its source for all periods to have the same mixture."""
    shares = _by_source(window)
    of_period = shares.sum(axis=1)
    alike = np.outer(of_period, shares.sum(axis=0) / max(1.0, of_period.sum()))
    return float(shares.sub(alike).abs().to_numpy().sum() / 2 / max(1.0, of_period.sum()))


def _by_source(window: Window) -> pd.DataFrame:
    """The postings of each period (row) from each source (column)."""
    sums = window.postings.groupby(["period", "source"])["postings"].sum()
    return sums.unstack("source", fill_value=0).astype("float64")


def _of_sources(window: Window) -> list[str]:
    if mixing(window) <= _MIXED:
        return []
    shares = _by_source(window)
    ends = []
    for period in (window.periods[0], window.periods[-1]):
        row = shares.loc[period]
        ends.append(f"{period} is {100 * row.max() / row.sum():.0f} % {row.idxmax() or 'of no source'}")
    mixture = f"Sources change over time ({', '.join(ends)})"
    return [f"{mixture}: shares of {window.by}s compare sources as much as times. Slopes are within sources."]


def _of_employers(window: Window) -> list[str]:
    postings = window.postings.groupby("employer")["postings"].sum()
    if postings.max() <= _MOST * window.of:
        return []
    part = f"{100 * postings.max() / window.of:.0f} %"
    return [f"{part} of these postings are of one employer, {postings.idxmax()}."]
