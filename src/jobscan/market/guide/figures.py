"""Figures with intervals: shares, differences of shares, pay, ranks and slopes, over postings and employers.

All but shares are bootstrapped the same way: a statistic is a function of how often each posting is drawn.
With every posting drawn once it is the figure itself; with postings drawn alone, or whole employers drawn, it
gives the two intervals; with the weights of shares.cap_weights it is the figure where no employer counts for
more than ten postings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobscan.market.guide.words import Ends, shown
from jobscan.market.sample import Sample
from jobscan.market.shares import (
    DIGITS,
    MIN_EMPLOYERS,
    RESAMPLES,
    cap_weights,
    resamples,
    shares_of,
    small_note,
)

Numbers = npt.NDArray[np.float64]
Statistic = Callable[[Numbers], Numbers]
"""From how often each posting is drawn, a row a resample, to a number for each resample; nan for none."""

FLOOD: Final = 0.02
"""By how much of itself, or for shares by how many points, the capped figure differs where that is noted."""

_PERCENT: Final = (2.5, 97.5)
_BATCH: Final = 250


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and what it rests on."""

    unit: str
    """As in GUIDE_CHECK."""
    value: float | None
    """None where no posting tells it."""
    ci: Ends | None
    """The 95 % interval that takes each posting for an independent one."""
    cluster: Ends | None
    """The 95 % interval over employers; None of fewer than MIN_EMPLOYERS, or of a share if none or all do."""
    of_postings: int
    employers: int
    postings: int | None = None
    """Of a share: how many postings do."""
    capped: float | None = None
    """The figure where no employer counts for more than shares.CAP postings."""
    probability: float | None = None
    """In which share of the resamples of employers a rank is the first."""
    too_small: str = ""
    """Why the figure decides nothing, "" where it may."""

    @property
    def interval(self) -> Ends | None:
        """The interval by which verdicts go: that over employers, where there is one."""
        return self.cluster or self.ci

    @property
    def note(self) -> str:
        """What to bear in mind: small numbers, or an employer that weighs much."""
        said = [self.too_small] if self.too_small else []
        if self.value is not None and self.capped is not None and self.unit != "rank":
            scale = abs(self.value) if self.unit == "usd" else 1.0
            if abs(self.capped - self.value) > FLOOD * scale:
                said.append(f"{shown(self.capped, self.unit)} where no employer counts for more than ten")
        return "; ".join(said)


def share(drawn: Sample, asking: pd.Series[bool]) -> Figure:
    """The share of postings that do."""
    (found,) = shares_of(asking.to_frame(), drawn.postings["employer"])
    return Figure(
        "share",
        found.value,
        _ends(found.ci_low, found.ci_high),
        _ends(found.cluster_low, found.cluster_high),
        found.of_postings,
        found.employers,
        postings=found.postings,
        capped=found.capped,
        too_small=found.note,
    )


def mean_pay(drawn: Sample) -> Figure:
    """The mean of salary_year_usd, in whole dollars, over the postings that state it."""
    return _pay(drawn, lambda pay: lambda drawn_: (drawn_ @ pay) / drawn_.sum(axis=1))


def median_pay(drawn: Sample) -> Figure:
    """The median of salary_year_usd, in whole dollars, over the postings that state it."""
    return _pay(drawn, _weighted_median)


def difference(drawn: Sample, asking: pd.Series[bool], group: pd.Series[bool]) -> Figure:
    """How much greater the share of postings that do is in a group than in the rest, in points of share.

    Both are drawn together, so that an employer with postings in both counts in both.
    """
    does, inside = asking.to_numpy(np.float64), group.to_numpy(np.float64)

    def statistic(weights: Numbers) -> Numbers:
        part, whole = weights @ inside, weights.sum(axis=1)
        both, every = weights @ (does * inside), weights @ does
        differences: Numbers = both / part - (every - both) / (whole - part)
        return differences

    figure = bootstrapped(drawn.postings, statistic, "points")
    notes = [
        small_note(len(rows), rows["employer"].nunique())
        for rows in (drawn.postings[group], drawn.postings[~group])
    ]
    return replace(figure, too_small=figure.too_small or next(filter(None, notes), ""))


def paired(drawn: Sample, one: pd.Series[bool], other: pd.Series[bool]) -> Figure:
    """How many more of the same postings do one thing than do another, in points of share."""
    more: Numbers = one.to_numpy(np.float64) - other.to_numpy(np.float64)
    return bootstrapped(drawn.postings, lambda weights: (weights @ more) / weights.sum(axis=1), "points")


def rank_of(drawn: Sample, marks: pd.DataFrame, name: str) -> Figure:
    """The rank of a column of marked postings among all of them: 1 where none has more."""
    marked = marks.to_numpy(np.float64)
    place = list(marks.columns).index(name)

    def statistic(weights: Numbers) -> Numbers:
        counts = weights @ marked
        ranks: Numbers = 1.0 + (counts > counts[:, [place]]).sum(axis=1)
        return ranks

    return bootstrapped(drawn.postings, statistic, "rank")


def slope(drawn: Sample, asking: pd.Series[bool], quarter: pd.Series[int]) -> Figure:
    """By how many points of share a year the share of postings that do changes: least squares over postings.

    quarter: the number of each posting's quarter, counted on from any.
    """
    does = asking.to_numpy(np.float64)
    years = (quarter - quarter.min()).to_numpy(np.float64) / 4

    def statistic(weights: Numbers) -> Numbers:
        of = weights.sum(axis=1)
        mean = (weights @ years) / of
        spread = (weights @ years**2) / of - mean**2
        together = (weights @ (years * does)) / of - mean * (weights @ does) / of
        slopes: Numbers = together / spread
        return slopes

    return bootstrapped(drawn.postings, statistic, "points_a_year")


def growth(drawn: Sample, quarter: pd.Series[int]) -> Figure:
    """By which part the number of postings changes in a year: least squares on each quarter's logarithm.

    quarter: as for slope; every quarter between the first and the last has postings.
    """
    numbers = (quarter - quarter.min()).to_numpy(np.int64)
    marked = np.eye(int(numbers.max()) + 1)[numbers]
    years = np.arange(marked.shape[1]) / 4
    centred = (years - years.mean()) / ((years - years.mean()) ** 2).sum()

    def statistic(weights: Numbers) -> Numbers:
        # A resample without any posting of some quarter has no logarithm, and is left out.
        logs = np.log(weights @ marked)
        changes: Numbers = np.expm1(np.where(np.isfinite(logs), logs, np.nan) @ centred)
        return changes

    return bootstrapped(drawn.postings, statistic, "growth_a_year")


def bootstrapped(postings: pd.DataFrame, statistic: Statistic, unit: str) -> Figure:
    """A statistic of postings with its percentile intervals over postings and over employers.

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, section 13.3; of whole clusters:
    Cameron & Miller (2015), J. Human Resources 50:317-372, section VI. Resamples for which the statistic is
    nan are left out.
    """
    of = len(postings)
    codes, names = pd.factorize(postings["employer"], sort=True)
    if not of:
        return Figure(unit, None, None, None, 0, 0, too_small=small_note(0, 0))
    caps = cap_weights(np.bincount(codes).astype(np.float64))[codes]
    with np.errstate(divide="ignore", invalid="ignore"):
        value, capped = (_finite(statistic(row[np.newaxis])[0], unit) for row in (np.ones(of), caps))
        alone = _over(statistic, np.arange(of))
        whole = _over(statistic, codes) if len(names) >= MIN_EMPLOYERS else np.empty(0)
    ranked = unit == "rank" and len(whole)
    return Figure(
        unit,
        value,
        _percentiles(alone, unit),
        _percentiles(whole, unit),
        of,
        len(names),
        capped=capped,
        probability=round(float((whole == 1).mean()), DIGITS) if ranked else None,
        too_small=small_note(of, len(names)),
    )


def _pay(drawn: Sample, statistic_of: Callable[[Numbers], Statistic]) -> Figure:
    paid = drawn.postings[drawn.postings["salary_year_usd"].notna()]
    # Whole dollars: their sums are exact, so that their order does not matter.
    pay = np.rint(paid["salary_year_usd"].to_numpy(np.float64))
    return bootstrapped(paid, statistic_of(pay), "usd")


def _weighted_median(values: Numbers) -> Statistic:
    """The median of the values, each as often as it is drawn: that of the middle two where there are two."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]

    def statistic(weights: Numbers) -> Numbers:
        reached = weights[:, order].cumsum(axis=1)
        half = reached[:, -1:] / 2
        last = len(ordered) - 1
        low = np.minimum((reached < half).sum(axis=1), last)
        high = np.minimum((reached <= half).sum(axis=1), last)
        medians: Numbers = (ordered[low] + ordered[high]) / 2
        return medians

    return statistic


def _over(statistic: Statistic, codes: npt.NDArray[np.intp]) -> Numbers:
    """The statistic of each resample of the units that the codes of postings name."""
    drawn = resamples(int(codes.max()) + 1)
    found = np.concatenate(
        [
            statistic(drawn[at : at + _BATCH].astype(np.float64)[:, codes])
            for at in range(0, RESAMPLES, _BATCH)
        ]
    )
    finite: Numbers = found[np.isfinite(found)]
    return finite


def _percentiles(found: Numbers, unit: str) -> Ends | None:
    if not len(found):
        return None
    low, high = np.percentile(found, _PERCENT)
    return _rounded(low, unit), _rounded(high, unit)


def _finite(number: float, unit: str) -> float | None:
    return _rounded(number, unit) if np.isfinite(number) else None


def _rounded(number: float, unit: str) -> float:
    return float(round(float(number), 0 if unit == "usd" else DIGITS))


def _ends(low: float | None, high: float | None) -> Ends | None:
    return None if low is None or high is None else (low, high)
