from __future__ import annotations

import itertools

import numpy as np
import pytest
import scipy.stats

from jobscan.market.matched import LARGE, LikeWithLike, _dealt_out


def compare(
    having: list[float], not_having: list[float], *, clusters: list[int] | None = None
) -> tuple[float, float | None, float | None]:
    """The comparison of two lists, in one group."""
    values = np.array([*having, *not_having], dtype=float)
    marked = np.arange(len(values)) < len(having)
    ids = np.arange(len(values)) if clusters is None else np.array(clusters)
    found = LikeWithLike(values, np.zeros(len(values), dtype=int), ids).compare(marked)
    assert found is not None
    assert (found.compared, found.compared_with) == (len(having), len(not_having))
    return found.difference, found.low, found.high


def test_difference_is_the_middle_of_all_pairs() -> None:
    # The pairs differ by 7, 4, 9, 6, 14 and 11.
    assert compare([10, 12, 17], [3, 6])[0] == 8.0


def test_difference_is_that_of_the_medians_only_where_spreads_are_alike() -> None:
    assert compare([1, 2, 100], [0, 1, 99])[0] == 1.0


def test_only_what_is_alike_is_compared() -> None:
    # Within the groups it is 5 more each; across them having it would seem to cost 40.
    values = np.array([105.0, 100, 101, 55, 56, 57, 50])
    having = np.array([True, False, False, True, True, True, False])
    groups, clusters = np.array([7, 7, 7, 2, 2, 2, 2]), np.arange(7)
    found = LikeWithLike(values, groups, clusters).compare(having)
    assert found is not None
    assert (found.compared, found.compared_with, found.difference) == (4, 3, 5.0)


def test_groups_weigh_as_van_elteren_has_it() -> None:
    # One pair of difference 0, weight 1/3; nine of difference 10, weight 1/7 each.
    values = np.array([1.0, 1, 30, 30, 30, 20, 20, 20])
    having = np.array([True, False, True, True, True, False, False, False])
    found = LikeWithLike(values, np.array([0, 0, *[1] * 6]), np.arange(8)).compare(having)
    assert found is not None
    assert found.difference == 10.0


@pytest.mark.parametrize("having", [[True] * 4, [False] * 4, [True, True, False, False]])
def test_without_a_pair_there_is_no_difference(having: list[bool]) -> None:
    groups = np.array([0, 0, 1, 1])
    assert LikeWithLike(np.arange(4.0), groups, groups).compare(np.array(having)) is None


def test_interval_needs_five_clusters_on_either_side() -> None:
    having, not_having = [10.0] * 30, [float(at) for at in range(30)]
    assert compare(having, not_having, clusters=[*([1, 2, 3, 4] * 8)[:30], *range(30)])[1:] == (None, None)
    assert None not in compare(having, not_having, clusters=[*([1, 2, 3, 4, 5] * 6), *range(30)])


def samples() -> tuple[list[float], list[float]]:
    random = np.random.default_rng(3)
    return (random.normal(5, 10, 40)).tolist(), (random.normal(0, 10, 50)).tolist()


def test_interval_is_that_of_the_rank_sum_test_of_unequal_spreads() -> None:
    having, not_having = samples()
    difference, low, high = compare(having, not_having)
    assert low is not None
    assert high is not None
    assert low < difference < high
    # At its ends the test of Brunner & Munzel (2000) all but rejects: it has the same statistic.
    for end in (low, high):
        p = scipy.stats.brunnermunzel([value - end for value in having], not_having, distribution="normal")
        assert p.pvalue == pytest.approx(0.05, abs=0.02)


def test_interval_is_about_that_of_scipy_s_bootstrap() -> None:
    having, not_having = samples()

    def middle(
        one: np.ndarray[tuple[int], np.dtype[np.float64]], other: np.ndarray[tuple[int], np.dtype[np.float64]]
    ) -> float:
        return float(np.median(one[:, np.newaxis] - other))

    expected = scipy.stats.bootstrap(
        (having, not_having),
        middle,
        vectorized=False,
        n_resamples=500,
        method="percentile",
        random_state=np.random.default_rng(1),
    ).confidence_interval
    _, low, high = compare(having, not_having)
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1.0)


def test_interval_is_wider_where_values_of_one_cluster_resemble_each_other() -> None:
    having, not_having = samples()
    having, not_having = sorted(having), sorted(not_having)
    alone = compare(having, not_having)
    clustered = compare(having, not_having, clusters=[at // 5 for at in range(90)])
    assert clustered[0] == alone[0]
    assert None not in (*alone, *clustered)
    assert (clustered[2] or 0) - (clustered[1] or 0) > 1.3 * ((alone[2] or 0) - (alone[1] or 0))


def test_it_does_not_matter_in_which_order_the_values_come() -> None:
    random = np.random.default_rng(5)
    values, groups = random.integers(0, 30, 60).astype(float), random.integers(0, 4, 60)
    having, clusters = random.random(60) < 0.4, random.integers(0, 20, 60)
    found = {
        LikeWithLike(values[order], groups[order], clusters[order]).compare(having[order])
        for order in itertools.chain([np.arange(60)], (random.permutation(60) for _ in range(4)))
    }
    assert len({(part.difference, part.compared, part.compared_with) for part in found if part}) == 1
    ends = np.array([[part.low, part.high] for part in found if part], dtype=float)
    assert (np.ptp(ends, axis=0) == 0).all()


def test_large_groups_are_dealt_out() -> None:
    groups, sizes = _dealt_out(np.array([3] * (2 * LARGE + 1) + [9] * 4))
    assert sizes.tolist() == [667, 667, 667, 4]
    assert np.bincount(groups).tolist() == sizes.tolist()
    assert groups[:4].tolist() == [0, 1, 2, 0]
