from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jobscan.demand import wilson_interval
from jobscan.errors import JobscanError
from jobscan.market.change_tables import (
    FEW_EMPLOYERS,
    FEW_PERIODS,
    FEW_POSTINGS,
    MARKET_COUNTS,
    SOURCES_CHANGE,
    TREND,
    TREND_SUMMARY,
)
from jobscan.market.counts import add_market_counts, market_counts, period_number
from jobscan.market.effective import equal_employers
from jobscan.market.sample import sample
from jobscan.market.trend import Trends, trends, trends_from_counts
from jobscan.tables import SKILLS, to_frame
from tests.market_frames import Described, drawn, frames, shuffled

Group = tuple[str, str, str, int, int]
"""The month, employer and source of some postings, how many there are, how many of them ask for Python."""

MONTHS = ["2025-01", "2025-02", "2025-03", "2025-04"]

# Employers have postings in several months and boards, which differ in level and in when their postings are.
UNEVEN = [
    ("2025-01", "a", "north", 30, 3), ("2025-01", "b", "north", 9, 4), ("2025-01", "c", "south", 6, 5),
    ("2025-02", "a", "north", 11, 2), ("2025-02", "c", "south", 14, 9), ("2025-02", "d", "south", 8, 6),
    ("2025-03", "b", "north", 12, 3), ("2025-03", "c", "south", 20, 15), ("2025-03", "d", "north", 3, 0),
    ("2025-05", "e", "south", 25, 19), ("2025-05", "d", "south", 10, 8), ("2025-05", "a", "north", 2, 1),
    ("2025-05", "f", "south", 4, 4), ("2025-05", "b", "north", 5, 4),
]  # fmt: skip


def described(groups: list[Group]) -> list[Described]:
    return [
        ({"date_posted": f"{month}-15", "company": employer, "source": source}, "python" * (number < asking))
        for month, employer, source, postings, asking in groups
        for number in range(postings)
    ]


def found(groups: list[Group], *, by: str = "month", min_postings: int = 10) -> Trends:
    return trends(drawn(*described(groups)), by=by, min_postings=min_postings)


def python(table: pd.DataFrame) -> dict[str, Any]:
    (row,) = table[table["skill_id"] == "python"].astype(object).to_dict("records")
    return {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


def rising(*asking: int, of: int = 40, source: str = "board") -> list[Group]:
    """A month each with so many of 40 postings, all of different employers."""
    return [
        (month, f"{source} {at} {number}", source, 1, int(number < asks))
        for at, (month, asks) in enumerate(zip(MONTHS, asking, strict=True))
        for number in range(of)
    ]


# Shares by period


def test_trend_has_a_row_a_skill_and_month() -> None:
    rows: list[Described] = [
        ({"date_posted": "2025-01-31", "company": "a"}, "python sql"),
        ({"date_posted": "2025-01-02", "company": "a"}, "python"),
        ({"date_posted": "2025-01", "company": "b"}, "python:preferred"),
        ({"date_posted": "2025-03-01", "company": "c"}, "sql go:negated"),
        ({"date_posted": "", "company": "d"}, "python"),
    ]
    table = trends(drawn(*rows)).periods
    assert list(table.columns) == list(TREND.names)
    columns = ["skill_id", "period", "postings", "employers_asking", "of_postings", "employers"]
    assert table[columns].to_numpy().tolist() == [
        ["python", "2025-01", 3, 2, 3, 2],
        ["python", "2025-03", 0, 0, 1, 1],
        ["sql", "2025-01", 1, 1, 3, 2],
        ["sql", "2025-03", 1, 1, 1, 1],
    ]
    assert table["share"].tolist() == [1.0, 0.0, 0.333333, 1.0]
    low, high = wilson_interval(1, 3)
    assert (table["ci_low"][2], table["ci_high"][2]) == (round(low, 6), round(high, 6))
    assert table["cluster_low"].isna().all()
    assert table.loc[0, "note"] == "only 3 postings; only 2 employers"


def test_trend_of_a_level_and_with_names() -> None:
    rows: list[Described] = [({"date_posted": "2025-01-31"}, "python sql:preferred"), ({}, "sql")]
    skills = to_frame([("sql", "SQL", "", "")], SKILLS)
    table = trends(drawn(*rows), level="preferred", skills=skills).periods
    assert table[["skill_id", "skill", "postings"]].to_numpy().tolist() == [["sql", "SQL", 1]]


@pytest.mark.parametrize(
    ("date", "month", "quarter", "year"),
    [
        ("2024-05-31", "2024-05", "2024-Q2", "2024"),
        ("2024-12", "2024-12", "2024-Q4", "2024"),
        ("2024", "", "", ""),
        ("2024-13-01", "", "", ""),
        ("2024-051", "", "", ""),
        ("May 2024", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_market_counts_know_the_period_of_a_date(date: str, month: str, quarter: str, year: str) -> None:
    taken = drawn(({"date_posted": date}, "python"))
    for by, expected in {"month": month, "quarter": quarter, "year": year}.items():
        assert market_counts(taken, by=by)["period"].tolist() == [expected, expected]


def test_periods_lie_one_apart() -> None:
    for before, after in [("2023-12", "2024-01"), ("2023-Q4", "2024-Q1"), ("2023", "2024")]:
        assert period_number(after) - period_number(before) == 1
    with pytest.raises(ValueError, match="not a period"):
        period_number("soon")


def test_interval_over_employers_is_wider_where_one_employer_s_postings_agree() -> None:
    alone = found([("2025-01", f"e{at}", "s", 1, at % 2) for at in range(100)]).periods.loc[0]
    alike = found([("2025-01", f"e{at}", "s", 10, 10 * (at % 2)) for at in range(10)]).periods.loc[0]
    assert (alone["share"], alike["share"]) == (0.5, 0.5)
    assert (alone["ci_low"], alike["ci_low"]) == (0.403832, 0.403832)
    # A hundred independent postings: as Wilson's, but for t with 99 degrees of freedom.
    assert alone["cluster_low"] == pytest.approx(0.4018, abs=5e-4)
    # Ten employers that agree within: each weighs as one observation, of t with 9 degrees of freedom.
    assert alike["cluster_high"] - alike["cluster_low"] > 3 * (alone["cluster_high"] - alone["cluster_low"])


# Slopes


def test_slope_is_the_change_of_the_share_in_a_year() -> None:
    row = python(found(rising(4, 8, 12, 16)).summary)
    # 10 points a month.
    assert row["slope"] == pytest.approx(1.2)
    assert row["slope_all"] == row["slope"]
    assert row["verdict"] == "rose"
    assert (row["first"], row["last"], row["periods"]) == ("2025-01", "2025-04", 4)
    assert (row["postings"], row["of_postings"], row["share"]) == (40, 160, 0.25)
    assert (row["employers"], row["sources"], row["undated"]) == (160, 1, 0)
    assert row["note"] == "less than a year"


@pytest.mark.parametrize(("by", "slope"), [("quarter", 0.4), ("year", 0.1)])
def test_slope_is_a_year_s_whatever_the_period(by: str, slope: float) -> None:
    starts = {
        "quarter": ["2024-01", "2024-05", "2024-09", "2024-10"],
        "year": ["2021-03", "2022-01", "2023-12", "2024-05"],
    }
    rows = [
        (start, *row[1:])
        for at, start in enumerate(starts[by])
        for row in rising(4, 8, 12, 16)
        if row[0] == MONTHS[at]
    ]
    row = python(found(rows, by=by).summary)
    assert row["slope"] == pytest.approx(slope)


def by_hand(groups: list[Group], *, sources: bool) -> tuple[float, float, float]:
    """Slope a year, its lower end and its p value, by fitting all postings again without each employer."""
    rows = [
        (period_number(month), employer, source, float(number < asking))
        for month, employer, source, postings, asking in groups
        for number in range(postings)
    ]
    time, asks = (np.array([row[at] for row in rows], dtype=float) for at in (0, 3))
    employer, source = (np.array([row[at] for row in rows]) for at in (1, 2))
    level = source if sources else np.full(len(rows), "")
    levels = np.array([level == name for name in sorted(set(level))], dtype=float)

    def fit(kept: np.ndarray) -> float:
        design = np.vstack([time - time.mean(), levels]).T[kept]
        return float(np.linalg.lstsq(design, asks[kept], rcond=None)[0][0])

    everything = np.ones(len(rows), dtype=bool)
    slope = fit(everything)
    names = sorted(set(employer))
    without = [fit(employer != name) for name in names]
    spread = (len(names) - 1) / len(names) * sum((one - slope) ** 2 for one in without)

    # What is left of time, within levels, without each employer.
    def of_time(kept: np.ndarray) -> float:
        return float(
            sum(
                ((time[kept & (level == name)] - time[kept & (level == name)].mean()) ** 2).sum()
                for name in sorted(set(level[kept]))
            )
        )

    lost = np.array([of_time(everything) - of_time(employer != name) for name in names])
    independent = (
        sum(
            asks[level == name].mean() * (1 - asks[level == name].mean()) * of_time(level == name)
            for name in sorted(set(level))
        )
        / of_time(everything) ** 2
    )
    error = math.sqrt(max(spread, independent))
    freedom = equal_employers(lost) - 1
    p = 2 * float(stats.t.sf(abs(slope) / error, freedom))
    return 12 * slope, 12 * (slope - float(stats.t.ppf(0.975, freedom)) * error), p


def test_slopes_are_those_of_fits_without_each_employer() -> None:
    row = python(found(UNEVEN).summary)
    slope, low, p = by_hand(UNEVEN, sources=True)
    assert (row["slope"], row["slope_low"]) == pytest.approx((slope, low), abs=1e-6)
    assert row["p_value"] == pytest.approx(p, rel=5e-3)
    slope, low, _ = by_hand(UNEVEN, sources=False)
    assert (row["slope_all"], row["slope_all_low"]) == pytest.approx((slope, low), abs=1e-6)


def test_change_of_sources_is_not_taken_for_a_trend() -> None:
    # Each board asks for Python at the same rate in every month: one in 80 %, the other in 20 % of postings.
    mixture = {"2025-01": (10, 50), "2025-02": (20, 40), "2025-03": (40, 20), "2025-04": (50, 10)}
    groups = [
        (month, f"{source} {month} {at}", source, 1, int(at % 10 < often))
        for month, sizes in mixture.items()
        for source, size, often in zip(("keen", "cool"), sizes, (8, 2), strict=True)
        for at in range(size)
    ]
    trend = found(groups)
    row = python(trend.summary)
    assert (row["slope"], row["verdict"]) == (0.0, "no clear change")
    assert row["slope_all_low"] > 0.5
    assert str(row["note"]).startswith(
        "over all sources together +168.0 points a year, not so within sources; sources change"
    )
    assert trend.cautions[-1].startswith(
        "Sources change over time (2025-01 is 83 % cool, 2025-04 is 83 % keen): shares of months compare"
    )


def test_trend_within_sources_is_seen_though_a_change_of_sources_hides_it() -> None:
    groups = [
        (month, f"{source} {at} {number}", source, 1, int(number < round(size * (level + 0.1 * at))))
        for at, month in enumerate(MONTHS)
        for source, level, size in (("keen", 0.5, 100 - 25 * at), ("cool", 0.1, 25 + 25 * at))
        for number in range(size)
    ]
    row = python(found(groups).summary)
    assert row["verdict"] == "rose"
    assert row["slope"] == pytest.approx(1.2, abs=0.05)
    assert "over all sources together no clear change" in str(row["note"])


@pytest.mark.parametrize(
    ("groups", "verdict", "caution"),
    [
        (
            [row for row in rising(4, 8, 12, 16) if row[0] != "2025-02"],
            FEW_PERIODS,
            "Only 3 months with at least",
        ),
        (
            [(month, f"e{at % 4}", "s", 40, 10 * at) for at, month in enumerate(MONTHS)],
            FEW_EMPLOYERS,
            "No slope can be told: too few employers",
        ),
        (
            [
                *((month, "big", "s", 400, 100 + 20 * at) for at, month in enumerate(MONTHS)),
                *((month, f"e{at}", "s", 1, 1) for at, month in enumerate(MONTHS * 3)),
            ],
            FEW_EMPLOYERS,
            "99 % of these postings are of one employer, big.",
        ),
        (
            [(month, employer, f"s{month}", *rest) for month, employer, _, *rest in rising(4, 8, 12, 16)],
            SOURCES_CHANGE,
            "No slope can be told: every source has postings of one time only.",
        ),
    ],
    ids=["three months", "four employers", "one large employer", "a source a month"],
)
def test_what_cannot_be_told_is_not(groups: list[Group], verdict: str, caution: str) -> None:
    trend = found(groups)
    row = python(trend.summary)
    assert (row["verdict"], row["p_value"], row["slope_low"]) == (verdict, None, None)
    assert any(sentence.startswith(caution) for sentence in trend.cautions)


def test_skill_of_few_postings_is_not_tested() -> None:
    groups = rising(0, 1, 2, 6)
    assert python(found(groups).summary)["verdict"] == FEW_POSTINGS
    assert python(found(groups, min_postings=9).summary)["verdict"] == "rose"


def test_months_of_few_postings_have_shares_but_no_part_in_the_slope() -> None:
    stray = [("1999-01", "old", "board", 29, 29)]
    trend = found([*rising(4, 8, 12, 16), *stray])
    assert python(trend.summary)["slope"] == pytest.approx(1.2)
    assert "1999-01" in trend.periods["period"].tolist()
    assert trend.cautions[0].startswith("29 of 189 dated postings are of months with fewer than 30")


def test_skill_that_every_posting_asks_for_does_not_change() -> None:
    row = python(found(rising(40, 40, 40, 40)).summary)
    assert (row["slope"], row["slope_low"], row["slope_high"], row["p_value"]) == (0.0, 0.0, 0.0, 1.0)
    assert row["verdict"] == "no clear change"


def test_undated_postings_are_left_out_and_counted() -> None:
    rows = [*described(rising(4, 8, 12, 16)), ({}, "python"), ({"date_posted": "2024"}, "")]
    trend = trends(drawn(*rows))
    assert trend.cautions[0] == "2 of 162 postings state no date and are left out."
    assert python(trend.summary)["undated"] == 2


def test_no_date_at_all_is_an_error() -> None:
    with pytest.raises(JobscanError, match="no posting states its date"):
        trends(drawn(({}, "python")))


def test_unknown_period_is_an_error() -> None:
    with pytest.raises(JobscanError, match=r"by 'week'\. Known are month, quarter, year"):
        trends(drawn(), by="week")


def test_trends_of_nothing_have_no_rows() -> None:
    for trend in (trends(drawn()), trends_from_counts(add_market_counts([]))):
        assert list(trend.periods.columns) == list(TREND.names)
        assert list(trend.summary.columns) == list(TREND_SUMMARY.names)
        assert (len(trend.periods), len(trend.summary)) == (0, 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(0, 2), min_size=159, max_size=159))
def test_trends_are_the_same_however_the_postings_are_ordered_and_split(order: int, parts: list[int]) -> None:
    postings, skills = frames(*described(UNEVEN))
    whole = trends(sample(postings, skills))
    other = trends(sample(shuffled(postings, order), shuffled(skills, order)))
    ids = postings["posting_id"]
    counts = [
        market_counts(sample(postings[kept], skills[skills["posting_id"].isin(ids[kept])]))
        for kept in (np.array(parts) == part for part in range(3))
    ]
    merged = trends_from_counts(add_market_counts(counts))
    for one in (other, merged):
        pd.testing.assert_frame_equal(one.periods, whole.periods, check_exact=True)
        pd.testing.assert_frame_equal(one.summary, whole.summary, check_exact=True)
        assert one.cautions == whole.cautions


# Simulated postings, of which the truth is known


def simulated(seed: int, *, rises: int) -> pd.DataFrame:
    """Counts of 300 employers over 8 months, who agree within (correlation 0.3), and of 200 skills.

    The first `rises` skills rise by 4 points a month, the others stay as they are.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    level = np.tile([0.05, 0.1, 0.2, 0.35], 50)
    rows = []
    for employer, size in enumerate(np.minimum(40, random.zipf(2.2, 300))):
        own = random.beta(level * 0.7 / 0.3, (1 - level) * 0.7 / 0.3)
        for month, postings in enumerate(random.multinomial(size, [1 / 8] * 8)):
            often = own + np.where(np.arange(200) < rises, 0.04 * month, 0.0)
            asking = random.binomial(postings, np.minimum(often, 1.0))
            key = (f"2025-{month + 1:02}", "board", "role", f"e{employer:03}")
            rows.append((*key, "", postings))
            rows += [(*key, f"s{at:03}", int(asks)) for at, asks in enumerate(asking) if asks]
    return to_frame([row for row in rows if row[-1]], MARKET_COUNTS)


def test_of_200_skills_that_do_not_change_none_is_told_to() -> None:
    table = trends_from_counts(simulated(1, rises=0)).summary
    assert len(table) == 200
    assert set(table["verdict"]) == {"no clear change"}
    # One in twenty p values is under 0.05: ten, give or take six.
    assert 2 <= (table["p_value"] <= 0.05).sum() <= 16


def test_skills_that_change_are_found_and_hardly_any_other() -> None:
    table = trends_from_counts(simulated(2, rises=40)).summary.set_index("skill_id")
    told = set(table.index[table["verdict"] != "no clear change"])
    real = {f"s{at:03}" for at in range(40)}
    assert len(told & real) >= 30
    assert len(told - real) <= 0.05 * len(told) + 2
    assert set(table.loc[sorted(told & real), "verdict"]) == {"rose"}
    rising_ones = table.loc[sorted(real)]
    assert ((rising_ones["slope_low"] <= 0.48) & (rising_ones["slope_high"] >= 0.48)).sum() >= 35
