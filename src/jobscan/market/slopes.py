"""How steeply shares rise over time, within sources, with a spread over employers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobscan.market.counts import coded, period_number, table
from jobscan.market.effective import Numbers, equal_employers

# Skills are worked on in blocks, so that a large market fits into memory.
_BLOCK: Final = 64
# What is left of the variation of time without an employer, if all of it was his, is only rounding.
_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slope of each skill: how much the share changes from one period to the next."""

    slope: Numbers
    """NaN for all where time does not vary within any stratum."""
    variance: Numbers
    """Over employers, never less than that of independent postings; NaN where all rests on one employer."""
    employers: float
    """As many employers of equal weight as tell of time."""


def find_slopes(counts: pd.DataFrame, skill_ids: Sequence[str], *, within: str = "") -> Slopes:
    """The slope of each skill's share over the periods of some counts, by least squares over postings.

    counts: MARKET_COUNTS, all with a period. within: the column whose values (strata: sources) have a level
    each, so that only what changes within them counts; "": all postings have one level. The variance is the
    greater of that by the jackknife over employers (MacKinnon, Nielsen & Webb 2023, J. Applied Econometrics
    38:671-694, CV3) and that of independent postings if there were no trend (Armitage 1955, Tests for linear
    trends in proportions and frequencies, Biometrics 11:375-386; of strata: Mantel 1963, J. Am. Stat. Assoc.
    58:690-700).
    """
    if not len(counts):
        unknown = np.full(len(skill_ids), np.nan)
        return Slopes(unknown, unknown, 0.0)
    cells = _Cells(counts, within)
    found = [cells.slopes(skill_ids[at : at + _BLOCK]) for at in range(0, len(skill_ids), _BLOCK)]
    slope, variance = (np.concatenate([np.empty(0), *(one[part] for one in found)]) for part in (0, 1))
    return Slopes(slope, variance, cells.equal_employers)


class _Cells:
    """The postings of each employer in each stratum, a row each: their number, and sums of their times."""

    def __init__(self, counts: pd.DataFrame, within: str) -> None:
        strata = counts[within] if within else pd.Series("", index=counts.index)
        cell, keys = pd.factorize(pd.MultiIndex.from_arrays([counts["employer"], strata]), sort=True)
        self._rows = coded(counts).assign(cell=cell)
        self._time = _time(counts["period"])
        self._size = len(keys)
        self._employer, employers = pd.factorize(keys.get_level_values(0), sort=True)
        self._stratum, strata_names = pd.factorize(keys.get_level_values(1), sort=True)
        self._employers, self._strata = len(employers), len(strata_names)
        self._n, self._x, self._xx = (self._sums([""], power)[:, 0] for power in (0, 1, 2))
        whole = self._of_strata(self._n), self._of_strata(self._x), self._of_strata(self._xx)
        self._within = _squares(*whole)
        rest = _squares(*self._without(whole, (self._n, self._x, self._xx)))
        lost = self._of_employers(self._within[self._stratum] - rest)
        self._left = self._within.sum() - lost
        self.equal_employers = equal_employers(np.maximum(lost, 0.0))

    def slopes(self, skill_ids: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Slope and variance of some skills."""
        unknown, of_time = np.full(len(skill_ids), np.nan), float(self._within.sum())
        if of_time <= 0:
            return unknown, unknown
        y, xy = self._sums(skill_ids, 0), self._sums(skill_ids, 1)
        n, x, all_y, all_xy = (self._of_strata(part) for part in (self._n, self._x, y, xy))
        products = _products(n, x, all_y, all_xy)
        slope = products.sum(axis=0) / of_time
        if (self._left <= _NOTHING * of_time).any():
            return slope, unknown
        rest = _products(*self._without((n, x, all_y, all_xy), (self._n, self._x, y, xy)))
        lost = self._of_employers(products[self._stratum] - rest)
        moved = (products.sum(axis=0) - lost) / self._left[:, np.newaxis] - slope
        spread = np.square(moved).sum(axis=0) * (self._employers - 1) / self._employers
        share = all_y / n[:, np.newaxis]
        independent = (share * (1 - share) * self._within[:, np.newaxis]).sum(axis=0) / of_time**2
        return slope, np.maximum(spread, independent)

    def _sums(self, skill_ids: Sequence[str], power: int) -> Numbers:
        """The sum over postings of a power of their times, for each cell and skill; exact, being whole."""
        weighted = self._rows.assign(postings=self._rows["postings"].to_numpy(np.float64) * self._time**power)
        return table(weighted, range(self._size), skill_ids, by=("cell", "skill_id"))

    def _of_strata(self, part: Numbers) -> Numbers:
        return _added(part, self._stratum, self._strata)

    def _of_employers(self, part: Numbers) -> Numbers:
        return _added(part, self._employer, self._employers)

    def _without(self, whole: Sequence[Numbers], parts: Sequence[Numbers]) -> list[Numbers]:
        """What is left of each cell's stratum without the cell."""
        return [one[self._stratum] - part for one, part in zip(whole, parts, strict=True)]


def _time(periods: pd.Series[str]) -> Numbers:
    """The time of each row, in periods since the first."""
    names = sorted(periods.unique())
    since = {name: float(period_number(name) - period_number(names[0])) for name in names}
    return periods.map(since).to_numpy(np.float64)


def _squares(n: Numbers, x: Numbers, xx: Numbers) -> Numbers:
    """The sum of squares of time around its mean; 0 of no postings."""
    return xx - x * x / np.maximum(n, 1.0)


def _products(n: Numbers, x: Numbers, y: Numbers, xy: Numbers) -> Numbers:
    """The sum of products of time and each skill (columns) around their means."""
    mean = x / np.maximum(n, 1.0)
    return xy - mean[:, np.newaxis] * y


def _added(part: Numbers, groups: npt.NDArray[np.intp], size: int) -> Numbers:
    """The rows of each group, added up."""
    summed = np.zeros((size, *part.shape[1:]))
    np.add.at(summed, groups, part)
    return summed
