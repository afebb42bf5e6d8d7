"""Which skills are asked for together, and which apart."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from jobscan.market.sample import Sample
from jobscan.market.shares import DIGITS, MIN_EMPLOYERS, cap_weights
from jobscan.market.tables import COOCCURRENCE
from jobscan.tables import Cell, to_frame

MIN_PAIR: Final = 20
"""Pairs that fewer postings ask for together are left out, unless another number is given."""

# Two-sided 95 %.
_Z: Final = 1.959964

Numbers = npt.NDArray[np.float64]


def cooccurrence(drawn: Sample, *, min_postings: int = MIN_PAIR) -> pd.DataFrame:
    """The pairs of skills that at least so many postings ask for together: COOCCURRENCE.

    Lift is how many do over how many would by chance (Brin, Motwani & Silverstein 1997, SIGMOD, section 3,
    there "interest"); pmi its logarithm (Church & Hanks 1990, Computational Linguistics 16:22-29), npmi that
    normalised (Bouma 2009, GSCL, section 2). The interval is by the delta method on the logarithm of lift,
    its variance summed over employers (Cameron & Miller 2015, J. Human Resources 50:317-372, section II): for
    employers of one posting each it is that of the multinomial. The strongest first: by npmi as it would be
    with lift_low, so that few postings or employers do not come out on top by chance; ties by the two ids.
    Raises ValueError for min_postings < 1.
    """
    if min_postings < 1:
        raise ValueError(f"min_postings is {min_postings}; a pair without postings has no lift")
    table = SkillTable(drawn, min_postings)
    same_words, either = _overlaps(drawn.asked), _alternatives(drawn.asked)
    rows: list[tuple[Cell, ...]] = []
    for first in range(len(table.skill_ids)):
        others = np.flatnonzero(table.both[first] >= min_postings)
        partners = others[others > first]
        if not len(partners):
            continue
        variance, employers = table.spread(first, partners)
        for second, spread, of_employers in zip(partners.tolist(), variance, employers, strict=True):
            pair = table.skill_ids[first], table.skill_ids[second]
            key = min(pair), max(pair)
            rows.append(
                (
                    *pair,
                    *table.cells(first, second, float(spread)),
                    same_words.get(key, 0),
                    either.get(key, 0),
                    int(of_employers),
                    table.of,
                    _note(int(table.both[first, second]), same_words.get(key, 0), int(of_employers)),
                )
            )
    return _strongest_first(to_frame(rows, COOCCURRENCE))


def _strongest_first(pairs: pd.DataFrame) -> pd.DataFrame:
    rarity = -np.log((pairs["postings"] / pairs["of_postings"]).to_numpy(np.float64))
    low = np.log(pairs["lift_low"].to_numpy(np.float64))
    strength = np.divide(low, rarity, out=np.zeros(len(pairs)), where=rarity > 0)
    ordered = pairs.assign(strength=strength).sort_values(
        ["strength", "skill_a", "skill_b"], ascending=[False, True, True], ignore_index=True
    )
    return ordered[list(COOCCURRENCE.names)]


class SkillTable:
    """Postings against skills, and employers against skills: who asks for what, in exact integers."""

    def __init__(self, drawn: Sample, least: int) -> None:
        """least: skills that fewer postings ask for are left out."""
        asked = drawn.asked
        counts = asked["skill_id"].value_counts()
        kept = counts[counts >= least]
        # The one of a pair that more postings ask for stands first.
        self.skill_ids: list[str] = sorted(kept.index, key=lambda skill_id: (-kept[skill_id], skill_id))
        self.of = drawn.of
        number = {skill_id: at for at, skill_id in enumerate(self.skill_ids)}
        rows = asked[asked["skill_id"].isin(self.skill_ids)]
        cells = rows["row"].to_numpy(), rows["skill_id"].map(number).to_numpy(dtype=np.int64)
        shape = self.of, len(self.skill_ids)
        self._asking = sparse.csr_array((np.ones(len(rows)), cells), shape=shape)
        self._employer, names = pd.factorize(drawn.postings["employer"], sort=True)
        belongs = (np.ones(self.of), (self._employer, np.arange(self.of)))
        self._belongs = sparse.csr_array(belongs, shape=(len(names), self.of))
        self._by_employer: Numbers = (self._belongs @ self._asking).toarray()
        self._postings: Numbers = np.bincount(self._employer, minlength=len(names)).astype(np.float64)
        self.both: Numbers = (self._asking.T @ self._asking).toarray()
        self._products: Numbers = self._by_employer.T @ self._by_employer
        self._sizes: Numbers = self._by_employer.T @ self._postings

    def spread(self, first: int, partners: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        """The variance of the logarithm of lift with each partner, and how many employers ask for both.

        An employer adds both/n_both - a/n_a - b/n_b + postings/n to the logarithm; the sum of the squares of
        that is multiplied out, so that it is made of exact sums of integers.
        """
        having = self._asking[:, [first]].toarray()[:, 0] > 0
        both = (self._belongs[:, having] @ self._asking[having][:, partners]).toarray()
        a, b = self._by_employer[:, [first]], self._by_employer[:, partners]
        n_both, n_a, n_b = self.both[first, partners], self.both[first, first], self.both.diagonal()[partners]
        of, sizes = float(self.of), self._postings[:, np.newaxis]
        squares = (
            (both * both).sum(axis=0) / n_both**2
            + self._products[first, first] / n_a**2
            + self._products.diagonal()[partners] / n_b**2
            + float(self._postings @ self._postings) / of**2
        )
        products = (
            -(both * a).sum(axis=0) / (n_both * n_a)
            - (both * b).sum(axis=0) / (n_both * n_b)
            + (both * sizes).sum(axis=0) / (n_both * of)
            + self._products[first, partners] / (n_a * n_b)
            - self._sizes[first] / (n_a * of)
            - self._sizes[partners] / (n_b * of)
        )
        return np.maximum(squares + 2 * products, 0.0), (both > 0).sum(axis=0)

    def employers_asking(self) -> npt.NDArray[np.int64]:
        """How many employers ask for each skill."""
        employers: npt.NDArray[np.int64] = np.count_nonzero(self._by_employer, axis=0)
        return employers

    def both_capped(self) -> tuple[Numbers, float]:
        """`both` and `of` where no employer counts for more than CAP postings."""
        weight = cap_weights(self._postings)[self._employer]
        weighted = self._asking.multiply(weight[:, np.newaxis]).tocsr()
        capped: Numbers = (weighted.T @ self._asking).toarray()
        return capped, float(weight.sum())

    def asking_several(self, skills: npt.NDArray[np.int64], least: int) -> npt.NDArray[np.bool_]:
        """Which postings ask for at least so many of some skills, given by their numbers."""
        several: npt.NDArray[np.bool_] = self._asking[:, skills].sum(axis=1) >= least
        return several

    def cells(self, first: int, second: int, variance: float) -> list[Cell]:
        """The numbers of a pair, from `postings` to `npmi`."""
        both, a, b = (int(self.both[at]) for at in ((first, second), (first, first), (second, second)))
        lift = both * self.of / (a * b)
        spread = float(np.exp(_Z * np.sqrt(variance)))
        pmi = float(np.log2(lift))
        # A pair that all postings ask for tells nothing.
        npmi = pmi / -float(np.log2(both / self.of)) if both < self.of else 0.0
        numbers = (a * b / self.of, both / a, both / b, lift, lift / spread, lift * spread, pmi, npmi)
        return [both, a, b, *(round(number, DIGITS) for number in numbers)]


def _overlaps(asked: pd.DataFrame) -> dict[tuple[str, str], int]:
    """In how many postings the words that decide on a skill are partly those that decide on another."""
    ordered = asked.sort_values(["row", "start", "skill_id"])
    row, skills = ordered["row"].to_numpy(), ordered["skill_id"].to_numpy(dtype=object)
    start, end = (ordered[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    found: dict[tuple[str, str], int] = {}
    # The starts ascend: where no mention reaches the one `apart` further on, none reaches beyond it.
    for apart in range(1, len(ordered)):
        reaching = np.flatnonzero((row[:-apart] == row[apart:]) & (start[apart:] < end[:-apart]))
        if not len(reaching):
            break
        for one, other in zip(skills[reaching], skills[reaching + apart], strict=True):
            key = (one, other) if one < other else (other, one)
            found[key] = found.get(key, 0) + 1
    return found


def _alternatives(asked: pd.DataFrame) -> dict[tuple[str, str], int]:
    """In how many postings one skill of a pair is enough."""
    found: dict[tuple[str, str], int] = {}
    chosen = asked[asked["group"] != ""]
    seen = set()
    for row, skill_id, group in chosen[["row", "skill_id", "group"]].itertuples(index=False, name=None):
        for other in group.split(";"):
            pair = (min(skill_id, other), max(skill_id, other))
            if other != skill_id and (row, pair) not in seen:
                seen.add((row, pair))
                found[pair] = found.get(pair, 0) + 1
    return found


def _note(both: int, same_words: int, employers: int) -> str:
    said = []
    if same_words > both / 2:
        said.append("mostly the same words name both")
    if employers < MIN_EMPLOYERS:
        said.append(f"only {employers} employer{'' if employers == 1 else 's'}")
    return "; ".join(said)
