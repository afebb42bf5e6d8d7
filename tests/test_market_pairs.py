from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from jobscan.market.pairs import cooccurrence
from jobscan.market.sample import Sample, sample
from jobscan.market.tables import COOCCURRENCE
from tests.market_frames import Described, drawn, frames, shuffled

# Of 20 postings 8 ask for Python, 6 for SQL, 4 of them for both; 5 for Go, alone.
ROWS: list[Described] = [
    *(({"company": f"e{at}"}, "python sql") for at in range(4)),
    *(({"company": f"e{at}"}, "python") for at in range(4, 8)),
    *(({"company": f"e{at}"}, "sql") for at in range(8, 10)),
    *(({"company": f"e{at}"}, "go") for at in range(10, 15)),
    *(({"company": f"e{at}"}, "") for at in range(15, 20)),
]


def test_cooccurrence_counts_the_pair() -> None:
    table = cooccurrence(drawn(*ROWS), min_postings=1)
    assert list(table.columns) == list(COOCCURRENCE.names)
    (row,) = table.to_dict("records")
    assert (row["skill_a"], row["skill_b"]) == ("python", "sql")
    assert [row[name] for name in ("postings", "postings_a", "postings_b", "employers", "of_postings")] == [
        4, 8, 6, 4, 20,
    ]  # fmt: skip
    # 8 * 6 / 20 expected, so a lift of 4 / 2.4.
    assert [row[name] for name in ("expected", "share_of_a", "share_of_b", "lift")] == [
        2.4, 0.5, 0.666667, 1.666667,
    ]  # fmt: skip
    assert row["pmi"] == pytest.approx(math.log2(5 / 3), abs=1e-6)
    assert row["npmi"] == pytest.approx(math.log2(5 / 3) / math.log2(5), abs=1e-6)
    assert row["note"] == "only 4 employers"


def test_interval_of_lift_is_that_of_the_multinomial_where_each_employer_has_one_posting() -> None:
    (row,) = cooccurrence(drawn(*ROWS), min_postings=1).to_dict("records")
    # By the delta method: 1/n_ab - 1/n_a - 1/n_b + (2 lift - 1)/n.
    error = math.sqrt(1 / 4 - 1 / 8 - 1 / 6 + (2 * 5 / 3 - 1) / 20)
    assert row["lift_low"] == pytest.approx(5 / 3 * math.exp(-1.959964 * error), abs=2e-6)
    assert row["lift_high"] == pytest.approx(5 / 3 * math.exp(1.959964 * error), abs=2e-6)


def test_interval_of_lift_is_summed_over_employers() -> None:
    rows = [({"company": f"e{at % 7}"}, words) for at, (_, words) in enumerate(ROWS)]
    taken = drawn(*rows)
    (row,) = cooccurrence(taken, min_postings=1).to_dict("records")
    marks = pd.DataFrame({"a": taken.asking("python"), "b": taken.asking("sql")}).astype(int)
    marks["both"] = marks["a"] * marks["b"]
    marks["of"] = 1
    adds = (marks / marks.sum() * [-1, -1, 1, 1]).sum(axis=1).groupby(taken.postings["employer"]).sum()
    error = math.sqrt((adds**2).sum())
    assert row["lift_high"] == pytest.approx(5 / 3 * math.exp(1.959964 * error), abs=2e-6)


def test_pairs_are_those_that_enough_postings_ask_for_together() -> None:
    assert len(cooccurrence(drawn(*ROWS), min_postings=4)) == 1
    assert len(cooccurrence(drawn(*ROWS), min_postings=5)) == 0
    assert len(cooccurrence(drawn(*ROWS))) == 0
    assert len(cooccurrence(drawn())) == 0


def test_at_least_one_posting_is_needed() -> None:
    with pytest.raises(ValueError, match="min_postings is 0"):
        cooccurrence(drawn(*ROWS), min_postings=0)


def test_a_pair_that_all_postings_ask_for_tells_nothing() -> None:
    (row,) = cooccurrence(drawn(*[({}, "python sql")] * 3), min_postings=1).to_dict("records")
    assert [row[name] for name in ("lift", "lift_low", "lift_high", "pmi", "npmi")] == [1, 1, 1, 0, 0]


def random_sample() -> Sample:
    random = np.random.default_rng(7)
    skills = [f"s{at}" for at in range(8)]
    return drawn(
        *(
            (
                {"company": f"e{random.integers(25)}"},
                " ".join(skill for at, skill in enumerate(skills) if random.random() < (at + 1) / 10),
            )
            for _ in range(150)
        )
    )


def test_cooccurrence_is_what_plain_pandas_counts() -> None:
    taken = random_sample()
    table = cooccurrence(taken, min_postings=5)
    found = {(row["skill_a"], row["skill_b"]): row for row in table.to_dict("records")}
    asking = {skill_id: taken.asking(skill_id) for skill_id in taken.asked["skill_id"].unique()}
    expected = {
        frozenset(pair): int((asking[pair[0]] & asking[pair[1]]).sum()) for pair in combinations(asking, 2)
    }
    assert {frozenset(pair): row["postings"] for pair, row in found.items()} == {
        pair: both for pair, both in expected.items() if both >= 5
    }
    for (first, second), row in found.items():
        together = asking[first] & asking[second]
        assert row["postings_a"] == asking[first].sum() >= row["postings_b"] == asking[second].sum()
        assert row["employers"] == taken.postings.loc[together, "employer"].nunique()
        assert 0 < row["lift_low"] <= row["lift"] <= row["lift_high"]


def test_the_strongest_pair_stands_first() -> None:
    table = cooccurrence(random_sample(), min_postings=5)
    rarity = np.log((table["postings"] / table["of_postings"]).to_numpy(float))
    strength = -np.log(table["lift_low"].to_numpy(float)) / rarity
    assert len(strength) > 10
    assert (np.diff(strength) <= 1e-6).all()


@pytest.mark.parametrize("order", range(3))
def test_cooccurrence_is_the_same_in_any_order_of_rows(order: int) -> None:
    postings, skills = frames(*ROWS)
    again = cooccurrence(sample(shuffled(postings, order), shuffled(skills, order)), min_postings=1)
    pd.testing.assert_frame_equal(
        again, cooccurrence(sample(postings, skills), min_postings=1), check_exact=True
    )


def test_pairs_that_the_same_words_name_are_told() -> None:
    postings, skills = frames(*[({"company": f"e{at}"}, "etl sql") for at in range(6)])
    skills["start"] = 10
    skills["end"] = 20
    overlapping = skills["posting_id"] < "0005"
    skills.loc[(skills["skill_id"] == "sql") & ~overlapping, ["start", "end"]] = [20, 30]
    (row,) = cooccurrence(sample(postings, skills), min_postings=1).to_dict("records")
    assert (row["same_words"], row["note"]) == (4, "mostly the same words name both")


def test_words_inside_longer_ones_are_the_same_words() -> None:
    postings, skills = frames(*[({}, "a b c")])
    skills["start"] = [0, 10, 95]
    skills["end"] = [100, 20, 99]
    table = cooccurrence(sample(postings, skills), min_postings=1)
    assert table.set_index(["skill_a", "skill_b"])["same_words"].to_dict() == {
        ("a", "b"): 1,
        ("a", "c"): 1,
        ("b", "c"): 0,
    }


def test_pairs_of_which_one_is_enough_are_told() -> None:
    postings, skills = frames(*[({}, "python r sql")] * 3)
    chosen = skills["skill_id"].isin(["python", "r"]) & (skills["posting_id"] != "0003")
    skills.loc[chosen, "group"] = "julia;python;r"
    skills[["start", "end"]] = [[at, at] for at in range(9)]
    table = cooccurrence(sample(postings, skills), min_postings=1)
    assert table.set_index(["skill_a", "skill_b"])["either"].to_dict() == {
        ("python", "r"): 2,
        ("python", "sql"): 0,
        ("r", "sql"): 0,
    }
