"""How much higher a number is where something is so, comparing only what is otherwise alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from jobscan.market.shares import MIN_EMPLOYERS

LARGE: Final = 1_000
"""A group of more is dealt out into several, so that a million postings do not make billions of pairs."""

# Two-sided 95 %.
_Z: Final = 1.959964

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Things that have something against those that have not."""

    compared: int
    """How many have it and stand in a group with some that have not."""
    compared_with: int
    """The other way about."""
    difference: float
    """The middle of the differences of all pairs."""
    low: float | None
    high: float | None
    """Its 95 % interval; None where too few clusters are compared to tell."""


class LikeWithLike:
    """All pairs within groups, in order of their difference; made once for many questions."""

    def __init__(self, values: Numbers, groups: Codes, clusters: Codes) -> None:
        """values: what is compared. groups: within which. clusters: whose values resemble each other."""
        self._groups, sizes = _dealt_out(groups)
        self._clusters = clusters
        members = np.split(np.argsort(self._groups, kind="stable"), np.cumsum(sizes)[:-1])
        one = np.concatenate([np.repeat(inside, len(inside)) for inside in members])
        other = np.concatenate([np.tile(inside, len(inside)) for inside in members])
        differences = values[one] - values[other]
        order = np.lexsort((other, one, differences))
        self._one, self._other, self._differences = one[order], other[order], differences[order]
        self._sizes = sizes

    def compare(self, having: npt.NDArray[np.bool_]) -> Comparison | None:
        """The typical difference between having and not having something; None where there is no pair.

        Every one that has it is paired with every one of its group that has not; the difference is the median
        of the pairs' (Hodges & Lehmann 1963, Annals of Mathematical Statistics 34:598-611), each group
        weighted as in van Elteren's test (1960: by one over its size plus one). The interval holds the
        differences that such a test does not reject; the spread of its statistic is taken from sums over
        clusters of what each value adds to it (the projection of Hoeffding 1948; Cameron & Miller 2015,
        J. Human Resources 50:317-372, section II).
        """
        pairs = having[self._one] & ~having[self._other]
        if not pairs.any():
            return None
        one, other, differences = self._one[pairs], self._other[pairs], self._differences[pairs]
        weights = 1 / (self._sizes[self._groups[one]] + 1)
        total = np.cumsum(weights)
        difference = weighted_quantile(differences, total, 0.5)
        adds = weights * np.sign(differences - difference) / 2
        score = np.bincount(one, adds, len(having)) + np.bincount(other, adds, len(having))
        spread = _Z * float(np.sqrt(np.square(np.bincount(self._clusters, score)).sum())) / float(total[-1])
        sides = np.unique(one), np.unique(other)
        fewest = min(len(np.unique(self._clusters[side])) for side in sides)
        ends: tuple[float | None, float | None] = (None, None)
        if fewest >= MIN_EMPLOYERS and spread < 0.5:
            ends = (
                weighted_quantile(differences, total, 0.5 - spread),
                weighted_quantile(differences, total, 0.5 + spread),
            )
        return Comparison(len(sides[0]), len(sides[1]), difference, *ends)


def _dealt_out(groups: Codes) -> tuple[Codes, Codes]:
    """The groups with large ones dealt out into several, numbered from 0, and their sizes."""
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    parts = -(-sizes // LARGE)
    _, dealt, dealt_sizes = np.unique(
        np.stack([group, rank % parts[group]]), axis=1, return_inverse=True, return_counts=True
    )
    return dealt.reshape(-1), dealt_sizes


def weighted_quantile(ascending: Numbers, total: Numbers, part: float) -> float:
    """The weighted quantile: the mean of the two neighbours where the part falls between them.

    total: the weights, added up one after the other.
    """
    reach, tolerance = part * float(total[-1]), 1e-9 * float(total[-1])
    between = np.searchsorted(total, (reach - tolerance, reach + tolerance))
    return float(ascending[np.minimum(between, len(ascending) - 1)].mean())
