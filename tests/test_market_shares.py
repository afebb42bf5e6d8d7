from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.market.shares import (
    CAP,
    RESAMPLES,
    SEED,
    add_employer_counts,
    employer_counts,
    resamples,
    share_from_counts,
    share_of,
    skill_shares,
    small_note,
)
from jobscan.market.tables import EMPLOYER_COUNTS, SKILL_SHARES
from jobscan.tables import to_frame
from tests.market_frames import drawn

# Seven employers; the flood has 40 of the 52 postings, and asks in 30 of them.
SEVEN = {"a": (1, 1), "b": (0, 2), "c": (2, 2), "d": (1, 3), "e": (0, 1), "f": (2, 3), "flood": (30, 40)}


def counts(employers: dict[str, tuple[int, int]] = SEVEN) -> pd.DataFrame:
    return to_frame([(name, *pair) for name, pair in employers.items()], EMPLOYER_COUNTS)


def columns(employers: dict[str, tuple[int, int]] = SEVEN) -> pd.DataFrame:
    """The postings behind such counts, a row each."""
    rows = [
        (name, number < asking)
        for name, (asking, postings) in employers.items()
        for number in range(postings)
    ]
    return pd.DataFrame(rows, columns=["employer", "asking"])


def test_share_is_that_of_postings_and_of_employers_capped() -> None:
    share = share_from_counts(counts())
    assert (share.postings, share.of_postings, share.employers) == (36, 52, 7)
    assert share.value == 0.692308  # 36 / 52
    # The flood counts as 10 postings of which 7.5 ask: (6 + 7.5) / (12 + 10).
    assert share.capped == 0.613636
    assert share.note == ""


def test_wilson_s_interval_is_scipy_s() -> None:
    share = share_from_counts(counts())
    expected = scipy.stats.binomtest(36, 52).proportion_ci(method="wilson")
    assert (share.ci_low, share.ci_high) == pytest.approx((expected.low, expected.high), abs=5e-7)


@pytest.mark.parametrize("cap", [None, CAP], ids=["cluster", "capped"])
def test_interval_over_employers_is_that_of_scipy_s_bootstrap(cap: int | None) -> None:
    asking, postings = (np.array(part, dtype=float) for part in zip(*SEVEN.values(), strict=True))
    weight = 1 if cap is None else np.minimum(1, cap / postings)
    expected = scipy.stats.bootstrap(
        (asking * weight, postings * weight),
        lambda asking, postings, axis: asking.sum(axis=axis) / postings.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        method="percentile",
        random_state=np.random.Generator(np.random.PCG64(SEED)),
    ).confidence_interval
    share = share_from_counts(counts())
    found = (share.cluster_low, share.cluster_high) if cap is None else (share.capped_low, share.capped_high)
    # Employers are drawn in the order of their keys, which is that of SEVEN.
    assert found == pytest.approx((expected.low, expected.high), abs=5e-7)


def test_interval_over_employers_is_wider_where_postings_of_one_resemble_each_other() -> None:
    share = share_from_counts(counts({f"e{n}": (10 * (n % 2), 10) for n in range(20)}))
    assert (share.value, share.ci_low, share.ci_high) == (0.5, 0.431361, 0.568639)
    assert share.cluster_low is not None
    assert share.cluster_high is not None
    # Twenty employers that agree within are twenty observations: the standard error is sqrt(0.25 / 20).
    assert share.cluster_high - share.cluster_low == pytest.approx(2 * 1.96 * 0.1118, abs=0.05)


def test_cap_changes_nothing_where_no_employer_has_more() -> None:
    share = share_from_counts(counts({f"e{n}": (n % 3, 5) for n in range(9)}))
    assert (share.capped, share.capped_low, share.capped_high) == (
        share.value,
        share.cluster_low,
        share.cluster_high,
    )


@pytest.mark.parametrize(
    "employers",
    [
        {f"e{n}": (0, 9) for n in range(9)},
        {f"e{n}": (9, 9) for n in range(9)},
        {f"e{n}": (n, 9) for n in range(4)},
    ],
    ids=["none asks", "all ask", "four employers"],
)
def test_interval_over_employers_is_unknown_where_drawing_them_tells_nothing(
    employers: dict[str, tuple[int, int]],
) -> None:
    share = share_from_counts(counts(employers))
    assert share.value is not None
    assert (share.cluster_low, share.cluster_high, share.capped_low, share.capped_high) == (None,) * 4


def test_share_of_nothing_is_unknown() -> None:
    share = share_from_counts(to_frame([], EMPLOYER_COUNTS))
    assert (share.postings, share.of_postings, share.employers) == (0, 0, 0)
    assert (share.value, share.ci_low, share.cluster_low, share.capped) == (None,) * 4
    assert share.note == "only 0 postings; only 0 employers"


@pytest.mark.parametrize(
    ("postings", "employers", "note"),
    [
        (30, 5, ""),
        (29, 5, "only 29 postings"),
        (30, 1, "only 1 employer"),
        (1, 1, "only 1 posting; only 1 employer"),
    ],
)
def test_small_note(postings: int, employers: int, note: str) -> None:
    assert small_note(postings, employers) == note


def test_employer_counts() -> None:
    rows = columns({"b": (1, 2), "a": (0, 1)})
    table = employer_counts(rows["asking"], rows["employer"])
    assert list(table.columns) == list(EMPLOYER_COUNTS.names)
    assert table.to_numpy().tolist() == [["a", 0, 1], ["b", 1, 2]]


def test_add_employer_counts_of_nothing_has_no_rows() -> None:
    assert len(add_employer_counts([])) == 0


@settings(max_examples=25)
@given(st.permutations(range(52)), st.integers(0, 52), st.integers(0, 52))
def test_share_is_the_same_however_the_postings_are_ordered_and_split(
    order: list[int], first: int, second: int
) -> None:
    rows = columns().iloc[order]
    low, high = sorted((first, second))
    parts = [
        employer_counts(part["asking"], part["employer"])
        for part in (rows[:low], rows[low:high], rows[high:])
    ]
    assert share_from_counts(add_employer_counts(parts)) == share_from_counts(counts())
    assert share_of(rows["asking"], rows["employer"]) == share_from_counts(counts())


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=5, max_size=12))
def test_intervals_lie_around_the_share_and_within_0_and_1(pairs: list[tuple[int, int]]) -> None:
    share = share_from_counts(counts({f"e{n:02}": (min(k, of), of) for n, (k, of) in enumerate(pairs)}))
    assert share.value is not None
    assert share.ci_low is not None
    assert share.ci_high is not None
    assert 0 <= share.ci_low <= share.value <= share.ci_high <= 1
    if share.cluster_low is not None:
        assert share.cluster_high is not None
        assert 0 <= share.cluster_low <= share.cluster_high <= 1


def test_resamples_draw_as_many_clusters_as_there_are() -> None:
    drawn_clusters = resamples(7)
    assert drawn_clusters.shape == (RESAMPLES, 7)
    assert set(drawn_clusters.sum(axis=1).tolist()) == {7}
    with pytest.raises(ValueError, match="read-only"):
        drawn_clusters[0] = 0


# Skills of a sample

ROWS = [
    ({"company": "a"}, "python sql:preferred"),
    ({"company": "a"}, "python"),
    ({"company": "b"}, "python:preferred"),
    ({"company": "c"}, "go"),
    ({"company": "d"}, "sql"),
    ({"company": "e"}, "cobol:negated"),
]


def test_skill_shares_has_a_row_for_each_skill_most_asked_first() -> None:
    table = skill_shares(drawn(*ROWS))
    assert list(table.columns) == list(SKILL_SHARES.names)
    assert table[
        ["skill_id", "postings", "share", "employers_asking", "of_postings", "employers"]
    ].to_numpy().tolist() == [
        ["python", 3, 0.5, 2, 6, 5],
        ["sql", 2, 0.333333, 2, 6, 5],
        ["go", 1, 0.166667, 1, 6, 5],
    ]
    assert set(table["note"]) == {"only 6 postings"}


def test_skill_shares_of_a_level() -> None:
    table = skill_shares(drawn(*ROWS), "preferred")
    assert table[["skill_id", "postings", "of_postings"]].to_numpy().tolist() == [
        ["python", 1, 6],
        ["sql", 1, 6],
    ]


def test_skill_shares_are_those_of_each_skill_alone() -> None:
    rows = [
        ({"company": f"e{n % 9}"}, " ".join(f"s{k}" for k in range(7) if (n * k) % 5 < 2)) for n in range(60)
    ]
    taken = drawn(*rows)
    table = skill_shares(taken).set_index("skill_id")
    for skill_id in table.index:
        share = share_of(taken.asking(skill_id), taken.postings["employer"])
        row = table.loc[skill_id]
        assert row["share"] == share.value
        assert (row["ci_low"], row["ci_high"]) == (share.ci_low, share.ci_high)
        assert row["capped"] == share.capped
        if share.cluster_low is None:
            assert row[["cluster_low", "cluster_high"]].isna().all()
        else:
            assert (row["cluster_low"], row["cluster_high"]) == (share.cluster_low, share.cluster_high)
            assert (row["capped_low"], row["capped_high"]) == (share.capped_low, share.capped_high)


def test_skill_shares_of_nothing_has_no_rows() -> None:
    assert len(skill_shares(drawn())) == 0
