"""Which skills set a role apart: asked for there more than elsewhere, not only often."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobscan.demand import BETWEEN, breakdown_name, breakdown_values, in_order
from jobscan.market.sample import Sample
from jobscan.market.shares import DIGITS, MIN_EMPLOYERS, small_note
from jobscan.market.tables import distinctive_table
from jobscan.tables import Cell, breakdown_parts, to_frame

PRIOR: Final = 500
"""How many asked skills the prior weighs as much as: what some twenty postings ask for. A group with fewer is
drawn far towards the average."""
MIN_GROUP: Final = 10
"""Groups of fewer postings are left out: nothing is distinctive of them yet."""
MIN_ASKING: Final = 5
"""A skill has a row where at least so many postings ask for it, or would if they were like the others."""

# Two-sided 95 %.
_Z: Final = 1.959964

Numbers = npt.NDArray[np.float64]


def distinctive(drawn: Sample, *, by: str = "role") -> pd.DataFrame:
    """The skills that set each value of a breakdown apart, most distinctive first: distinctive_table(by).

    Log-odds ratios with an informative Dirichlet prior: Monroe, Colaresi & Quinn (2008), Fightin' Words,
    Political Analysis 16:372-403, equations 15 to 22; what counts as a word there is a skill asked for by a
    posting here, and all postings together are the prior. Its standard error takes each for an independent
    observation; where the spread between employers is greater (the linearised variance of Cameron & Miller
    2015, section II), that one is taken. Values in order of the breakdown, then z from high to low, ties by
    skill_id; but what is asked more by fewer than MIN_EMPLOYERS only stands last: of so few the spread
    between employers cannot be told. What states no value, values of fewer than MIN_GROUP postings, and
    skills that fewer than MIN_ASKING ask for, are left out. A single value or skill gives no row.
    """
    name = breakdown_name(by)
    table = distinctive_table(name)
    values = breakdown_values(drawn.postings, name)
    sizes = {str(value): int(size) for value, size in values.value_counts().items()}
    kept = [value for value in in_order(sizes, breakdown_parts(name)) if value and sizes[value] >= MIN_GROUP]
    if len(sizes) < 2 or drawn.asked["skill_id"].nunique() < 2:
        return to_frame([], table)
    counts = _Counts(drawn)
    rows: list[tuple[Cell, ...]] = []
    for value in kept:
        inside = (values == value).to_numpy()
        rows += [(*value.split(BETWEEN), *row) for row in counts.rows(inside)]
    return to_frame(rows, table)


class _Counts:
    """What each employer asks for, of which a part is held against the rest."""

    def __init__(self, drawn: Sample) -> None:
        asked = drawn.asked
        employer, self._employers = pd.factorize(drawn.postings["employer"], sort=True)
        self._row = asked["row"].to_numpy()
        self._employer = employer[self._row]
        self._posting_employer = employer
        self._skill, skill_ids = pd.factorize(asked["skill_id"], sort=True)
        self._skill_ids: list[str] = skill_ids.tolist()
        self._all = self._table(np.ones(len(asked), dtype=bool))

    def _table(self, kept: npt.NDArray[np.bool_]) -> Numbers:
        """How many postings of each employer (rows) ask for each skill (columns)."""
        shape = len(self._employers), len(self._skill_ids)
        cells = self._employer[kept] * shape[1] + self._skill[kept]
        return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)

    def rows(self, inside: npt.NDArray[np.bool_]) -> list[tuple[Cell, ...]]:
        """The cells of each skill that the marked postings ask for, most distinctive first."""
        here = self._table(inside[self._row])
        elsewhere = self._all - here
        prior = PRIOR * self._all.sum(axis=0) / self._all.sum()
        odds_here, spread_here, between_here = _log_odds(here, prior)
        odds_elsewhere, spread_elsewhere, between_elsewhere = _log_odds(elsewhere, prior)
        log_odds = odds_here - odds_elsewhere
        error = np.sqrt(
            np.maximum(
                spread_here + spread_elsewhere, np.square(between_here - between_elsewhere).sum(axis=0)
            )
        )
        z = log_odds / error
        asking, of = here.sum(axis=0), int(inside.sum())
        asking_elsewhere, of_elsewhere = elsewhere.sum(axis=0), len(inside) - of
        employers = (here > 0).sum(axis=0)
        of_employers = len(np.unique(self._posting_employer[inside]))
        enough = np.maximum(asking, asking_elsewhere / of_elsewhere * of) >= MIN_ASKING
        habit = (employers < MIN_EMPLOYERS) & (z > 0)
        order = np.lexsort((np.arange(len(z)), -np.round(z, DIGITS), habit))
        found = [at for at in order if enough[at]]
        return [
            (
                self._skill_ids[at],
                int(asking[at]),
                of,
                round(float(asking[at]) / of, DIGITS),
                round(float(asking_elsewhere[at]) / of_elsewhere, DIGITS),
                round(float(log_odds[at]), DIGITS),
                round(float(log_odds[at] - _Z * error[at]), DIGITS),
                round(float(log_odds[at] + _Z * error[at]), DIGITS),
                round(float(z[at]), DIGITS),
                int(employers[at]),
                _note(of, of_employers, int(employers[at])),
            )
            for at in found
        ]


def _log_odds(counts: Numbers, prior: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of each skill the log-odds (eq. 15), their variance (eq. 19) and what each employer adds to them."""
    asked = counts.sum(axis=0)
    weight = asked.sum() + prior.sum()
    share = (asked + prior) / weight
    log_odds = np.log(share) - np.log1p(-share)
    of_employer = counts.sum(axis=1, keepdims=True)
    between = (counts - of_employer * share) / (weight * share * (1 - share))
    return log_odds, 1 / (asked + prior), between


def _note(of: int, of_employers: int, asking: int) -> str:
    small = small_note(of, of_employers)
    few = f"asked by {asking} employer{'' if asking == 1 else 's'} only" if asking < MIN_EMPLOYERS else ""
    return "; ".join(part for part in (small, few) if part)
