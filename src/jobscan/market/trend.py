"""Which skills are asked for more, and which less, as time goes by: shares by period, and their slopes.

    found = trends(sample(scan.postings, scan.posting_skills))
    found.periods, found.summary, found.cautions

Postings that state no date are left out, and counted. Where postings of different times come from different
sources, shares over time compare sources; the slopes that decide are therefore taken within sources. All is
made of MARKET_COUNTS, which merge by addition: however postings are ordered and split, it is the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from jobscan.errors import JobscanError
from jobscan.market.change_tables import (
    FELL,
    FEW_EMPLOYERS,
    FEW_PERIODS,
    FEW_POSTINGS,
    ROSE,
    SOURCES_CHANGE,
    TREND,
    TREND_SUMMARY,
    UNCLEAR,
)
from jobscan.market.counts import PERIODS, market_counts, table
from jobscan.market.effective import (
    LEVEL,
    MIN_EQUAL_EMPLOYERS,
    MIN_TESTED,
    Numbers,
    critical,
    design_effect,
    divisor,
    equal_employers,
    freedom,
    q_values,
    share_spread,
    significant,
    wilson,
)
from jobscan.market.sample import Sample
from jobscan.market.shares import DIGITS, MIN_EMPLOYERS, small_note
from jobscan.market.slopes import find_slopes
from jobscan.market.window import MIN_PERIODS, Window, cautions, find_window, notes
from jobscan.tables import Cell, to_frame

# What is said where no slope can be told at all.
_WHY: Final = {
    FEW_EMPLOYERS: "No slope can be told: too few employers have postings of several times in one source.",
    SOURCES_CHANGE: "No slope can be told: every source has postings of one time only.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """What changes over time."""

    periods: pd.DataFrame
    """TREND: the share of each skill in each period."""
    summary: pd.DataFrame
    """TREND_SUMMARY: the slope of each skill, and whether it rises."""
    cautions: tuple[str, ...]
    """What holds for all of it, a sentence each: postings left out, sources that change."""


def trends(
    drawn: Sample,
    *,
    by: str = "month",
    level: str | Collection[str] | None = None,
    skills: pd.DataFrame | None = None,
    min_postings: int = MIN_TESTED,
) -> Trends:
    """How the share of each skill differs from period to period, and how much it changes in a year.

    by: month, quarter or year. level: as for Sample.asking. skills: SKILLS, for the names. min_postings: a
    skill that fewer ask for, in all periods of the slope together, is not tested. Raises JobscanError for an
    unknown period, or if there are postings but none states a date.
    """
    counts = market_counts(drawn, by=by, level=level)
    return trends_from_counts(counts, by=by, skills=skills, min_postings=min_postings)


def trends_from_counts(
    counts: pd.DataFrame,
    *,
    by: str = "month",
    skills: pd.DataFrame | None = None,
    min_postings: int = MIN_TESTED,
) -> Trends:
    """The same from MARKET_COUNTS, which must have been counted by the same period."""
    dated = counts[counts["period"] != ""]
    if len(counts) and not len(dated):
        raise JobscanError("no posting states its date, so nothing can be said of a change over time")
    names = {} if skills is None else dict(zip(skills["skill_id"], skills["skill"], strict=True))
    window = find_window(counts, by)
    summary = _summary(window, names, min_postings)
    said = [*cautions(window), *(_WHY[verdict] for verdict in summary["verdict"].unique() if verdict in _WHY)]
    return Trends(_by_period(dated, names), summary, tuple(said))


def _most_asked(counts: pd.DataFrame) -> dict[str, int]:
    """How many postings ask for each skill, most asked first, ties by skill_id."""
    asked = counts[counts["skill_id"] != ""].groupby("skill_id")["postings"].sum()
    found = [(str(skill_id), int(postings)) for skill_id, postings in asked.items()]
    return dict(sorted(found, key=lambda one: (-one[1], one[0])))


def _by_period(dated: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    skill_ids = list(_most_asked(dated))
    periods = [
        (str(period), list(_cells(rows, skill_ids))) for period, rows in dated.groupby("period", sort=True)
    ]
    rows = [
        (skill_id, names.get(skill_id, ""), period, *cells[at])
        for at, skill_id in enumerate(skill_ids)
        for period, cells in periods
    ]
    return to_frame(rows, TREND)


def _cells(counts: pd.DataFrame, skill_ids: list[str]) -> Iterator[tuple[Cell, ...]]:
    """For each skill its cells of TREND from `postings` on, for the counts of one period."""
    employers = sorted(counts["employer"].unique())
    by = ("employer", "skill_id")
    postings = table(counts, employers, [""], by=by)[:, 0]
    asking = table(counts, employers, skill_ids, by=by)
    asked, of = asking.sum(axis=0), float(postings.sum())
    share = asked / of
    effect = design_effect(share_spread(asking, postings), share * (1 - share) / of)
    worth = of / divisor(effect, equal_employers(postings))
    numbers = (share, *wilson(asked, np.full_like(asked, of)), *wilson(share * worth, worth))
    asking_employers = (asking > 0).sum(axis=0)
    note = small_note(int(of), len(employers))
    for at in range(len(skill_ids)):
        value, low, high, *over_employers = (round(float(part[at]), DIGITS) for part in numbers)
        told = over_employers if len(employers) >= MIN_EMPLOYERS else (None, None)
        cells = int(asked[at]), value, low, high, int(asking_employers[at]), *told
        yield (*cells, int(of), len(employers), note)


def _summary(window: Window, names: Mapping[str, str], min_postings: int) -> pd.DataFrame:
    asked = _most_asked(window.counts)
    within, overall = (_line(window, list(asked), strata) for strata in ("source", ""))
    obstacle = _obstacle(window, within)
    p_values = [
        None if obstacle or postings < min_postings else float(p)
        for postings, p in zip(asked.values(), within.p_value, strict=True)
    ]
    of, of_all = window.of, notes(window)
    of_window = of, *(int(window.postings[name].nunique()) for name in ("employer", "source"))
    rows: list[tuple[Cell, ...]] = []
    for at, (skill_id, p, q) in enumerate(zip(asked, p_values, q_values(p_values), strict=True)):
        rows.append(
            (
                skill_id,
                names.get(skill_id, ""),
                obstacle or _verdict(float(within.slope[at]), q),
                *within.cells(at),
                significant(q),
                significant(p),
                *overall.cells(at),
                *(window.periods[0], window.periods[-1], len(window.periods)),
                *(asked[skill_id], round(asked[skill_id] / of, DIGITS)),
                *of_window,
                window.undated,
                "; ".join([*_disagreement(within, overall, at), *of_all]),
            )
        )
    return to_frame(rows, TREND_SUMMARY)


@dataclass(frozen=True, slots=True)
class _Line:
    """The slope of each skill as a change of its share in a year; NaN where it cannot be told."""

    slope: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers

    def cells(self, at: int) -> list[Cell]:
        numbers = (float(part[at]) for part in (self.slope, self.low, self.high))
        return [None if math.isnan(number) else round(number, DIGITS) for number in numbers]

    def direction(self, at: int) -> str:
        """Which way it goes, if it is looked at alone."""
        return _verdict(float(self.slope[at]), float(self.p_value[at]))


def _line(window: Window, skill_ids: list[str], within: str) -> _Line:
    """Slopes with their intervals and tests by Student's t, over employers."""
    found = find_slopes(window.counts, skill_ids, within=within)
    a_year = PERIODS[window.by]
    slope = found.slope * a_year
    if len(window.periods) < MIN_PERIODS:
        slope = np.full_like(slope, np.nan)
    few = window.postings["employer"].nunique() < MIN_EMPLOYERS or found.employers < MIN_EQUAL_EMPLOYERS
    if few:
        unknown = np.full_like(slope, np.nan)
        return _Line(slope, unknown, unknown, unknown)
    error = np.sqrt(found.variance) * a_year
    reach = critical(found.employers) * error
    # What every posting asks for has neither slope nor error.
    t = np.divide(np.abs(slope), error, out=np.zeros_like(slope), where=error != 0)
    return _Line(slope, slope - reach, slope + reach, 2 * stats.t.sf(t, freedom(found.employers)))


def _obstacle(window: Window, within: _Line) -> str:
    """Why no slope can be told, "" where it can."""
    if len(window.periods) < MIN_PERIODS:
        return FEW_PERIODS
    if np.isnan(within.slope).all():
        return SOURCES_CHANGE
    return FEW_EMPLOYERS if np.isnan(within.p_value).all() else ""


def _verdict(slope: float, q: float | None) -> str:
    if q is None:
        return FEW_POSTINGS
    if q <= LEVEL:
        return ROSE if slope > 0 else FELL
    return UNCLEAR


def _disagreement(within: _Line, overall: _Line, at: int) -> list[str]:
    """What to say where all sources together tell something else than the sources one by one."""
    together = overall.direction(at)
    if together == within.direction(at):
        return []
    if together == UNCLEAR:
        return ["over all sources together no clear change"]
    return [f"over all sources together {100 * overall.slope[at]:+.1f} points a year, not so within sources"]
