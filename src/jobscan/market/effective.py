"""How much postings tell where those of one employer resemble each other, and how sure many figures are.

The spread of a figure is found by leaving out one employer after the other (the jackknife over clusters). How
many times that exceeds the spread of independent postings is the design effect; postings divided by it are
worth as many independent ones, and the usual intervals and tests are taken of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

LEVEL: Final = 0.05
"""Intervals are of 1 - LEVEL; a change is told where its q value is not above it."""
MIN_TESTED: Final = 10
"""A skill (or role) that fewer postings have is not tested: it could hardly be told from chance."""
MIN_EQUAL_EMPLOYERS: Final = 3
"""Of fewer employers of equal weight no change can be told: Student's t has under two degrees of freedom."""

Numbers = npt.NDArray[np.float64]

_Z: Final = float(stats.norm.ppf(1 - LEVEL / 2))


def equal_employers(weights: Numbers) -> float:
    """How many employers of equal weight tell as much (Kish 1965, Survey Sampling, section 11.7).

    >>> float(equal_employers(np.array([5.0, 5.0]))), round(float(equal_employers(np.array([98.0, 1, 1]))), 2)
    (2.0, 1.04)
    """
    squares = float(np.square(weights).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def critical(employers: float) -> float:
    """How many standard errors an interval reaches: Student's t, one degree less than (equal) employers."""
    return float(stats.t.ppf(1 - LEVEL / 2, freedom(employers)))


def freedom(employers: float) -> float:
    """The degrees of freedom of a spread found by leaving out employers; 1 at least."""
    return max(1.0, employers - 1)


def design_effect(spread: Numbers, independent: Numbers) -> Numbers:
    """How many times a variance over employers exceeds that of independent postings, never under 1.

    Rao & Scott (1992), A simple method for the analysis of clustered binary data, Biometrics 48:577-585. That
    employers resemble each other more than chance would have it is taken for luck. 1 where nothing varies.
    """
    ratio = np.divide(spread, independent, out=np.ones_like(spread), where=independent > 0)
    return np.maximum(ratio, 1.0)


def divisor(effect: Numbers, employers: float) -> Numbers:
    """What counts are divided by to be worth independent ones: the design effect, more of few employers.

    Korn & Graubard (1998), Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data, Survey Methodology 24:193-201, section 2.
    """
    return effect * (critical(employers) / _Z) ** 2


def share_spread(asking: Numbers, postings: Numbers) -> Numbers:
    """The jackknife variance over employers of the share in each column of `asking`; the rows are employers.

    MacKinnon, Nielsen & Webb (2023), Fast and reliable jackknife and bootstrap methods for cluster-robust
    inference, J. Applied Econometrics 38:671-694, there CV3. Of one employer it is 0.
    """
    return _jackknife(left_out(asking, postings))


def left_out(asking: Numbers, postings: Numbers) -> Numbers:
    """How far the shares move where each employer (row) is left out; 0 for one with all the postings."""
    of = postings.sum()
    share = asking.sum(axis=0) / of
    rest = (of - postings)[:, np.newaxis]
    moved: Numbers = np.divide(
        postings[:, np.newaxis] * share - asking, rest, out=np.zeros_like(asking), where=rest > 0
    )
    return moved


def difference_spread(moved_a: Numbers, moved_b: Numbers) -> Numbers:
    """The jackknife variance of the difference of two shares, whose rows are the same employers."""
    return _jackknife(moved_b - moved_a)


def _jackknife(moved: Numbers) -> Numbers:
    employers = len(moved)
    spread: Numbers = np.square(moved).sum(axis=0) * (employers - 1) / employers
    return spread


def wilson(asking: Numbers, postings: Numbers) -> tuple[Numbers, Numbers]:
    """The ends of Wilson's 95 % intervals, as demand.wilson_interval, of counts that need not be whole."""
    z2 = _Z * _Z
    centre = 2 * asking + z2
    spread = _Z * np.sqrt(z2 + 4 * asking * (1 - asking / postings))
    scale = 2 * (postings + z2)
    return np.maximum((centre - spread) / scale, 0.0), np.minimum((centre + spread) / scale, 1.0)


def newcombe(
    share_a: Numbers, postings_a: Numbers, share_b: Numbers, postings_b: Numbers
) -> tuple[Numbers, Numbers]:
    """The ends of the 95 % intervals of share_b - share_a, from those of Wilson of each.

    Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17:873-890, method 10.
    """
    low_a, high_a = wilson(share_a * postings_a, postings_a)
    low_b, high_b = wilson(share_b * postings_b, postings_b)
    difference = share_b - share_a
    low = difference - np.hypot(share_b - low_b, high_a - share_a)
    high = difference + np.hypot(high_b - share_b, share_a - low_a)
    return low, high


def q_values(p_values: Sequence[float | None]) -> list[float | None]:
    """The p values corrected for how many there are; None stays None and does not count.

    Benjamini & Hochberg (1995), J. Royal Statistical Society B 57:289-300: of all that is told at q <= 0.05,
    about one in twenty is expected to be chance.

    >>> q_values([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    tested = [p for p in p_values if p is not None]
    corrected = iter(stats.false_discovery_control(tested, method="bh").tolist() if tested else [])
    return [None if p is None else float(next(corrected)) for p in p_values]


def significant(p: float | None) -> float | None:
    """A p value to three significant digits, None of None.

    >>> significant(0.0123456), significant(1.23456e-9)
    (0.0123, 1.23e-09)
    """
    return None if p is None else float(f"{p:.3g}")
