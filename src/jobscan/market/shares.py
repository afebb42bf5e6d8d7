"""Shares of postings that stay honest where one employer has many: counts by employer that merge by addition.

    counts = add_employer_counts([employer_counts(asking, employer) for ... in chunks])
    share = share_from_counts(counts)

Three intervals stand beside each other. Wilson's takes each posting for an independent one. The cluster
interval draws whole employers, since the postings of one employer resemble each other. The capped share lets
no employer count for more than CAP postings, so that one that floods the sample does not decide the figure.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobscan.demand import wilson_interval
from jobscan.market.sample import Sample
from jobscan.market.tables import EMPLOYER_COUNTS, SKILL_SHARES
from jobscan.tables import Cell, to_frame, with_dtypes

CAP: Final = 10
"""As how many postings an employer counts at most in a capped share."""
RESAMPLES: Final = 2_000
SEED: Final = 20_250_218
"""Fixed, so that the same counts give the same interval; any other would do as well."""
MIN_POSTINGS: Final = 30
MIN_EMPLOYERS: Final = 5
"""What a figure of fewer postings, or of fewer employers, is noted for."""
DIGITS: Final = 6
"""To how many digits shares are rounded."""

_PERCENT: Final = (2.5, 97.5)
# Weights are multiples of 2 ** -24: sums of them are exact, so that their order does not matter.
_STEP: Final = 2.0**24
_BATCH: Final = 250
_DRAWS: Final = 1_000_000

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of postings that ask for something, 0 to 1, to six digits; None where it cannot be told."""

    value: float | None
    """postings / of_postings; None of no postings at all."""
    ci_low: float | None
    ci_high: float | None
    """Wilson's 95 % interval, each posting taken for an independent one."""
    postings: int
    of_postings: int
    employers: int
    """How many employers the of_postings are of."""
    cluster_low: float | None
    cluster_high: float | None
    """The 95 % percentile bootstrap over employers; None of fewer than MIN_EMPLOYERS, and where no posting or
    every one asks: then all resamples are alike."""
    capped: float | None
    capped_low: float | None
    capped_high: float | None
    """The same where no employer counts for more than CAP postings."""

    @property
    def note(self) -> str:
        """A warning where the numbers are small, else ""."""
        return small_note(self.of_postings, self.employers)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of SHARE_COLUMNS."""
        return (
            self.postings,
            self.value,
            self.ci_low,
            self.ci_high,
            self.cluster_low,
            self.cluster_high,
            self.capped,
            self.capped_low,
            self.capped_high,
            self.of_postings,
            self.employers,
            self.note,
        )


def small_note(postings: int, employers: int) -> str:
    """What to warn of where a figure is of few postings or few employers, else "".

    >>> small_note(12, 3), small_note(30, 5)
    ('only 12 postings; only 3 employers', '')
    """
    said = [
        f"only {count:,} {thing}{'' if count == 1 else 's'}"
        for count, least, thing in (
            (postings, MIN_POSTINGS, "posting"),
            (employers, MIN_EMPLOYERS, "employer"),
        )
        if count < least
    ]
    return "; ".join(said)


def employer_counts(asking: pd.Series[bool], employer: pd.Series[str]) -> pd.DataFrame:
    """In how many postings of each employer something is so: EMPLOYER_COUNTS.

    The two are columns of one frame, a row a posting. Counts of different postings are added by
    add_employer_counts.
    """
    rows = pd.DataFrame({"employer": employer, "asking": asking.astype("int64"), "postings": 1})
    return add_employer_counts([rows])


def add_employer_counts(counts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sum of counts of different postings, by employer; no counts at all give no rows."""
    parts = list(counts)
    if not parts:
        return to_frame([], EMPLOYER_COUNTS)
    summed = pd.concat(parts).groupby("employer", sort=True)[["asking", "postings"]].sum()
    return with_dtypes(summed.reset_index(), EMPLOYER_COUNTS)


def share_from_counts(counts: pd.DataFrame) -> Share:
    """The share of the postings that are so, from EMPLOYER_COUNTS."""
    ordered = counts.sort_values("employer")
    return _shares(ordered[["asking"]].to_numpy(np.float64), ordered["postings"].to_numpy(np.float64))[0]


def share_of(asking: pd.Series[bool], employer: pd.Series[str]) -> Share:
    """The share of the postings marked in a column, beside that of their employers."""
    return share_from_counts(employer_counts(asking, employer))


def shares_of(asking: pd.DataFrame, employer: pd.Series[str]) -> list[Share]:
    """The share of each column of marked postings, beside that of their employers: the same, sooner."""
    codes, names = pd.factorize(employer, sort=True)
    counts = np.zeros((len(names), asking.shape[1]))
    np.add.at(counts, codes, asking.to_numpy(np.float64))
    return _shares(counts, np.bincount(codes, minlength=len(names)).astype(np.float64))


def skill_shares(drawn: Sample, level: str | tuple[str, ...] | None = None) -> pd.DataFrame:
    """The share of each skill that any posting asks for, with all its intervals: SKILL_SHARES.

    level: as for Sample.asking. Most asked first, ties by skill_id.
    """
    codes, names = pd.factorize(drawn.postings["employer"], sort=True)
    postings = np.bincount(codes, minlength=len(names)).astype(np.float64)
    asked = drawn.asked
    if level is not None:
        asked = asked[asked["level"].isin([level] if isinstance(level, str) else level)]
    skills, skill_ids = pd.factorize(asked["skill_id"], sort=True)
    counts = np.zeros((len(names), len(skill_ids)))
    np.add.at(counts, (codes[asked["row"].to_numpy()], skills), 1)
    shares = dict(zip(skill_ids.tolist(), _shares(counts, postings), strict=True))
    asking = (counts > 0).sum(axis=0).tolist()
    employers = dict(zip(skill_ids.tolist(), asking, strict=True))
    rows = [
        (skill_id, employers[skill_id], *share.cells)
        for skill_id, share in sorted(shares.items(), key=lambda item: (-item[1].postings, item[0]))
    ]
    return to_frame(rows, SKILL_SHARES)


def _shares(asking: Numbers, postings: Numbers) -> list[Share]:
    """A share for each column of `asking`; the rows are employers, in order of their keys.

    The percentile bootstrap of the ratio of two sums (Efron & Tibshirani 1993, An Introduction to the
    Bootstrap, section 13.3; of whole clusters: Cameron & Miller 2015, J. Human Resources 50:317-372, section
    VI), as scipy.stats.bootstrap(paired=True, method="percentile") does it, for all columns over the same
    resamples.
    """
    weight = cap_weights(postings)
    capped_asking, capped_of = asking.T * weight, postings * weight
    plain = _intervals(asking, postings)
    capped = _intervals(capped_asking.T, capped_of)
    of, of_capped = int(postings.sum()), float(capped_of.sum())
    return [
        _share(
            int(asked),
            of,
            len(postings),
            cluster=plain[at],
            capped=float(capped_asked) / of_capped if of else None,
            capped_ends=capped[at],
        )
        for at, (asked, capped_asked) in enumerate(
            zip(asking.sum(axis=0), capped_asking.sum(axis=1), strict=True)
        )
    ]


def cap_weights(postings: Numbers) -> Numbers:
    """As how much a posting of each employer counts where none counts for more than CAP: 1 at most."""
    weights: Numbers = np.round(np.minimum(1.0, CAP / postings) * _STEP) / _STEP
    return weights


def _share(
    asked: int, of: int, employers: int, *, cluster: Numbers, capped: float | None, capped_ends: Numbers
) -> Share:
    wilson = wilson_interval(asked, of) if of else (None, None)
    ends = (*cluster.tolist(), *capped_ends.tolist()) if tells(asked, of, employers) else (None,) * 4
    numbers = (asked / of if of else None, *wilson, *ends[:2], capped, *ends[2:])
    value, low, high, cluster_low, cluster_high, capped, capped_low, capped_high = (
        None if number is None else round(number, DIGITS) for number in numbers
    )
    return Share(
        value,
        low,
        high,
        asked,
        of,
        employers,
        cluster_low,
        cluster_high,
        capped,
        capped_low,
        capped_high,
    )


def tells(asked: int, of: int, employers: int) -> bool:
    """Whether drawing employers says anything of a share: not of a few, nor where all resamples are alike."""
    return employers >= MIN_EMPLOYERS and 0 < asked < of


def _intervals(parts: Numbers, whole: Numbers) -> Numbers:
    """The ends of the interval of sum(parts) / sum(whole) for each column of `parts`: a row each."""
    if not len(whole):
        return np.full((parts.shape[1], 2), np.nan)
    drawn = resamples(len(whole))
    ratios = np.concatenate(
        [
            (batch @ parts) / (batch @ whole)[:, np.newaxis]
            for batch in (drawn[at : at + _BATCH].astype(np.float64) for at in range(0, RESAMPLES, _BATCH))
        ]
    )
    ends: Numbers = np.percentile(ratios, _PERCENT, axis=0).T
    return ends


@functools.lru_cache(maxsize=4)
def resamples(clusters: int) -> npt.NDArray[np.uint16]:
    """How often each cluster is drawn in each of RESAMPLES draws with replacement: a row a draw.

    The same for the same number of clusters; the array is shared: do not write into it.
    """
    random = np.random.Generator(np.random.PCG64(SEED))
    drawn = np.empty((RESAMPLES, clusters), dtype=np.uint16)
    at_once = max(1, _DRAWS // clusters)
    for at in range(0, RESAMPLES, at_once):
        rows = len(drawn[at : at + at_once])
        chosen = random.integers(0, clusters, (rows, clusters)) + clusters * np.arange(rows)[:, np.newaxis]
        counts = np.bincount(chosen.ravel(), minlength=rows * clusters)
        drawn[at : at + rows] = counts.reshape(rows, clusters)
    drawn.flags.writeable = False
    return drawn
