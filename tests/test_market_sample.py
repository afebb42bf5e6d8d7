from __future__ import annotations

import pandas as pd
import pytest

from jobscan.market.sample import sample
from tests.market_frames import drawn, frames, shuffled

ROWS = [
    ({"posting_id": "b", "company": "Acme Inc"}, "python sql:preferred"),
    ({"posting_id": "a", "company": "ACME"}, "python:mentioned go:negated"),
    ({"posting_id": "c", "company": "", "role": "ml-engineer"}, "go"),
    ({"posting_id": "d", "duplicate_of": "a"}, "python"),
    ({"posting_id": "e", "language": "de"}, ""),
    ({"posting_id": "f", "company": "", "language": ""}, ""),
]


def test_sample_holds_the_postings_that_count_by_id_with_their_employers() -> None:
    taken = drawn(*ROWS)
    assert taken.postings[["posting_id", "employer"]].to_numpy().tolist() == [
        ["a", "acme"],
        ["b", "acme"],
        ["c", "?c"],
        ["f", "?f"],
    ]
    assert (taken.of, taken.employers) == (4, 3)


def test_sample_asks_for_what_is_not_negated() -> None:
    columns = ["posting_id", "skill_id", "level", "row"]
    assert drawn(*ROWS).asked[columns].to_numpy().tolist() == [
        ["a", "python", "mentioned", 0],
        ["b", "python", "required", 1],
        ["b", "sql", "preferred", 1],
        ["c", "go", "required", 2],
    ]


@pytest.mark.parametrize(
    ("skill_id", "level", "expected"),
    [
        ("python", None, "ab"),
        ("python", "required", "b"),
        ("python", ("preferred", "mentioned"), "a"),
        (["go", "sql"], None, "bc"),
        (["go", "sql"], "required", "c"),
        ("go", None, "c"),
        ("cobol", None, ""),
        ((), None, ""),
    ],
)
def test_asking_marks_the_postings(skill_id: str | list[str], level: str | None, expected: str) -> None:
    taken = drawn(*ROWS)
    asking = taken.asking(skill_id, level)
    assert asking.dtype == bool
    assert "".join(taken.postings.loc[asking, "posting_id"]) == expected


def test_sample_of_roles() -> None:
    taken = sample(*frames(*ROWS), roles=["ml-engineer"])
    assert taken.postings["posting_id"].tolist() == ["c"]
    assert taken.asked["skill_id"].tolist() == ["go"]
    assert taken.asking("go").tolist() == [True]


def test_sample_of_nothing_is_empty() -> None:
    taken = drawn()
    assert (taken.of, taken.employers, taken.asking("python").tolist()) == (0, 0, [])


def test_where_keeps_a_part_numbered_anew() -> None:
    taken = drawn(*ROWS)
    part = taken.where(taken.postings["employer"] != "acme")
    assert part.postings["posting_id"].tolist() == ["c", "f"]
    assert part.asked[["posting_id", "skill_id", "row"]].to_numpy().tolist() == [["c", "go", 0]]


@pytest.mark.parametrize("order", range(3))
def test_sample_is_the_same_in_any_order_of_rows(order: int) -> None:
    postings, skills = frames(*ROWS)
    taken, again = sample(postings, skills), sample(shuffled(postings, order), shuffled(skills, order))
    pd.testing.assert_frame_equal(again.postings, taken.postings)
    pd.testing.assert_frame_equal(again.asked, taken.asked)
