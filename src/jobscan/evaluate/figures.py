"""Counts to figures: precision, recall, F1 and accuracy, each with a 95 % interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from jobscan.demand import wilson_interval
from jobscan.tables import Column, Row, Table

Measure = Literal["f1", "accuracy"]
Counts = npt.NDArray[np.int64]
"""One row a posting: how many are right, found, and labelled."""

RESAMPLES: Final = 1_000
SEED: Final = 20_240_229
"""Of the resampling: the same labels and the same findings give the same intervals."""
_BLOCK: Final = 4_000_000  # weights of postings that are drawn at a time, for the sake of memory
_DIGITS: Final = 6

FIGURES: Final = Table(
    "figures",
    "One row a figure.",
    (
        Column("figure", "text", "Its name."),
        Column("measure", "text", "What value is: `f1` or `accuracy`."),
        Column("value", "number", "0 to 1; empty where there was nothing to find and nothing was found."),
        Column("ci_low", "number", "Lower end of its 95 % interval."),
        Column("ci_high", "number", "Upper end of it."),
        Column("precision", "number", "Of what was found, the share that is right; empty for an accuracy."),
        Column("recall", "number", "Of what is labelled, the share that was found; empty for an accuracy."),
        Column("right", "integer", "How many are right."),
        Column("found", "integer", "How many were found; empty for an accuracy."),
        Column("support", "integer", "How many are labelled."),
        Column("postings", "integer", "How many postings were labelled for it."),
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What a figure is made of."""

    name: str
    counts: Counts
    measure: Measure = "f1"
    resampled: bool = True
    """Whether its interval comes of resampled postings; else it is Wilson's, for independent answers."""


def f1(right: int, found: int, labelled: int) -> float | None:
    """The harmonic mean of precision and recall; None where nothing is labelled and nothing was found.

    >>> f1(3, 4, 5), f1(0, 0, 2), f1(0, 0, 0)
    (0.6666666666666666, 0.0, None)
    """
    return 2 * right / (found + labelled) if found + labelled else None


def figure_rows(tallies: Sequence[Tally]) -> list[Row]:
    """A row of FIGURES for each tally."""
    resampled = iter(_bootstrap([tally.counts for tally in tallies if tally.resampled]))
    return [_row(tally, next(resampled) if tally.resampled else None) for tally in tallies]


def _row(tally: Tally, interval: tuple[float, float] | None) -> Row:
    right, found, labelled = (int(total) for total in tally.counts.sum(axis=0))
    value = f1(right, found, labelled)
    is_f1 = tally.measure == "f1"
    numbers: list[float | None] = [None] * 5
    if value is not None:
        low, high = interval or wilson_interval(right, max(found, labelled))
        both = (_share(right, found), _share(right, labelled)) if is_f1 else (None, None)
        numbers = [None if number is None else round(number, _DIGITS) for number in (value, low, high, *both)]
    return (tally.name, tally.measure, *numbers, right, found if is_f1 else None, labelled, len(tally.counts))


def _share(right: int, of: int) -> float:
    """Zero where there is nothing to take a share of, as is usual for precision and recall."""
    return right / of if of else 0.0


def _bootstrap(counts: Sequence[Counts]) -> list[tuple[float, float] | None]:
    """The 95 % interval of the F1 of each: percentiles over postings drawn with replacement.

    Whole postings are drawn, since the skills of one posting are right or wrong together; figures over as
    many postings are drawn alike. A resample in which there is nothing to find is left out. None where all
    resamples agree, as they do when nothing is wrong: that does not make a figure certain. Source: Efron and
    Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    intervals: dict[int, tuple[float, float] | None] = {}
    for size in sorted({len(table) for table in counts}):
        places = [place for place, table in enumerate(counts) if len(table) == size]
        sums = _resampled(np.hstack([counts[place] for place in places]), size).reshape(RESAMPLES, -1, 3)
        right, both = sums[:, :, 0], sums[:, :, 1] + sums[:, :, 2]
        for column, place in enumerate(places):
            some = both[:, column] > 0
            values = 2 * right[some, column] / both[some, column]
            low, high = np.percentile(values, (2.5, 97.5)).tolist() if len(values) else (0.0, 0.0)
            intervals[place] = (low, high) if low < high else None
    return [intervals[place] for place in range(len(counts))]


def _resampled(table: Counts, size: int) -> Counts:
    """The sums of the table's columns over each resample of its rows."""
    if size == 0:
        return np.zeros((RESAMPLES, table.shape[1]), dtype=np.int64)
    generator = np.random.default_rng(SEED)
    step = max(1, _BLOCK // size)
    return np.vstack([
        generator.multinomial(size, np.full(size, 1 / size), size=min(step, RESAMPLES - done)) @ table
        for done in range(0, RESAMPLES, step)
    ])  # fmt: skip


def count_rows(rows: Iterable[tuple[int, int, int]]) -> Counts:
    """Right, found and labelled of each posting, as Counts, also where there is no posting."""
    return np.array(list(rows), dtype=np.int64).reshape(-1, 3)
