"""How much the share of postings that ask for something differs between two samples, over employers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from jobscan.market.counts import coded, table
from jobscan.market.effective import (
    Numbers,
    design_effect,
    difference_spread,
    divisor,
    equal_employers,
    left_out,
    newcombe,
)

# Skills are worked on in blocks, so that a large market fits into memory.
_BLOCK: Final = 64


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """The share of one skill (or role) in A and in B."""

    skill_id: str
    postings_a: int
    postings_b: int
    share_a: float
    share_b: float
    low: float
    """The 95 % interval of share_b - share_a over employers."""
    high: float
    plain_low: float
    """The same where each posting is an independent one."""
    plain_high: float
    design_effect: float
    """How many times it varies more over employers than over independent postings, 1 at least."""
    worth_a: float
    """How many independent postings tell as much as those of A."""
    worth_b: float
    within_roles: float
    """The difference within the same role; NaN where A and B have none in common."""
    within_sources: float

    @property
    def difference(self) -> float:
        """What B has more than A."""
        return self.share_b - self.share_a

    def p_value(self) -> float:
        """Fisher's, two-sided, of as many independent postings as tell as much."""
        asking = [round(self.share_a * self.worth_a), round(self.share_b * self.worth_b)]
        others = [round(self.worth_a) - asking[0], round(self.worth_b) - asking[1]]
        return float(stats.fisher_exact([asking, others]).pvalue)


class Pair:
    """The postings of A and B by employer, and those of them that ask for something."""

    def __init__(self, of: Sequence[pd.DataFrame], asking: Sequence[pd.DataFrame]) -> None:
        """of, asking: the rows of MARKET_COUNTS that count postings, and the others, of A and of B."""
        self._of, self._asking = ([coded(rows) for rows in part] for part in (of, asking))
        self._names = sorted({*of[0]["employer"], *of[1]["employer"]})
        self._by_employer = [table(rows, self._names, [""], by=("employer", "skill_id"))[:, 0] for rows in of]
        self.of = [int(postings.sum()) for postings in self._by_employer]
        self.employers = [int((postings > 0).sum()) for postings in self._by_employer]
        self.equal_employers = min(equal_employers(postings) for postings in self._by_employer)

    def compare(self, skill_ids: Sequence[str]) -> Iterator[ShareDifference]:
        """The difference of each skill, in the order given."""
        for at in range(0, len(skill_ids), _BLOCK):
            yield from self._block(skill_ids[at : at + _BLOCK])

    def _block(self, skill_ids: Sequence[str]) -> Iterator[ShareDifference]:
        asking = [table(rows, self._names, skill_ids, by=("employer", "skill_id")) for rows in self._asking]
        asked = [part.sum(axis=0) for part in asking]
        share_a, share_b = (part / of for part, of in zip(asked, self.of, strict=True))
        moved = [left_out(part, of) for part, of in zip(asking, self._by_employer, strict=True)]
        independent = share_a * (1 - share_a) / self.of[0] + share_b * (1 - share_b) / self.of[1]
        effect = design_effect(difference_spread(*moved), independent)
        worth_a, worth_b = (of / divisor(effect, self.equal_employers) for of in self.of)
        of_a, of_b = (np.full_like(share_a, of) for of in self.of)
        numbers = (
            *(share_a, share_b),
            *newcombe(share_a, worth_a, share_b, worth_b),
            *newcombe(share_a, of_a, share_b, of_b),
            *(effect, worth_a, worth_b),
            *(self._within(skill_ids, column) for column in ("role", "source")),
        )
        for at, skill_id in enumerate(skill_ids):
            postings = (int(part[at]) for part in asked)
            yield ShareDifference(skill_id, *postings, *(float(part[at]) for part in numbers))

    def _within(self, skill_ids: Sequence[str], column: str) -> Numbers:
        """The mean of the differences within each value of a column that A and B have in common, else NaN.

        Weighted as Mantel and Haenszel do (Greenland & Robins 1985, Estimation of a common effect parameter
        from sparse follow-up data, Biometrics 41:55-68).
        """
        values = sorted(set.intersection(*({*rows[column].cat.categories} for rows in self._of)) - {""})
        if not values:
            return np.full(len(skill_ids), np.nan)
        of_a, of_b = (table(rows, values, [""], by=(column, "skill_id")) for rows in self._of)
        asked_a, asked_b = (table(rows, values, skill_ids, by=(column, "skill_id")) for rows in self._asking)
        weight = of_a * of_b / (of_a + of_b)
        apart: Numbers = (weight * (asked_b / of_b - asked_a / of_a)).sum(axis=0) / weight.sum()
        return apart
