from __future__ import annotations

import pandas as pd
import pytest

from jobscan.market.education import education
from jobscan.market.sample import sample
from jobscan.market.shares import share_of
from jobscan.market.tables import EDUCATION
from tests.market_frames import Described, drawn, frames, shuffled

ROWS: list[Described] = [
    (
        {
            "degree_min": "bachelor",
            "degrees": "bachelor;master",
            "degree_fields": "computer-science;statistics",
            "degree_equivalent": "yes",
        },
        "",
    ),
    ({"degree_min": "bachelor", "degrees": "bachelor", "degree_fields": "statistics"}, ""),
    ({"degree_min": "phd", "degrees": "phd", "role": "research-scientist"}, ""),
    ({"degree_fields": "other", "degree_equivalent": "yes"}, ""),
    ({}, ""),
]
ALL, DEGREE, FIELD = "all postings", "postings that name a degree", "postings that name a field"


def test_education_counts_each_degree_and_field_against_each_denominator() -> None:
    table = education(drawn(*ROWS))
    assert list(table.columns) == list(EDUCATION.names)
    rows = table.loc[table["role"] == "", ["aspect", "value", "of", "postings", "of_postings", "share"]]
    assert rows.to_numpy().tolist() == [
        ["minimum", "none", ALL, 2, 5, 0.4],
        ["minimum", "bachelor", ALL, 2, 5, 0.4],
        ["minimum", "phd", ALL, 1, 5, 0.2],
        ["minimum", "bachelor", DEGREE, 2, 3, 0.666667],
        ["minimum", "phd", DEGREE, 1, 3, 0.333333],
        ["named", "bachelor", DEGREE, 2, 3, 0.666667],
        ["named", "master", DEGREE, 1, 3, 0.333333],
        ["named", "phd", DEGREE, 1, 3, 0.333333],
        ["field", "statistics", ALL, 2, 5, 0.4],
        ["field", "computer-science", ALL, 1, 5, 0.2],
        ["field", "other", ALL, 1, 5, 0.2],
        ["field", "statistics", FIELD, 2, 3, 0.666667],
        ["field", "computer-science", FIELD, 1, 3, 0.333333],
        ["field", "other", FIELD, 1, 3, 0.333333],
        ["alternative", "experience", DEGREE, 1, 3, 0.333333],
    ]


def test_education_of_each_role() -> None:
    table = education(drawn(*ROWS))
    assert table["role"].drop_duplicates().tolist() == ["", "data-scientist", "research-scientist"]
    rows = table.loc[table["role"] == "research-scientist", ["aspect", "value", "of", "postings", "note"]]
    assert rows.to_numpy().tolist() == [
        ["minimum", "phd", of, 1, "only 1 posting; only 1 employer"] for of in (ALL, DEGREE)
    ] + [["named", "phd", DEGREE, 1, "only 1 posting; only 1 employer"]]


def test_shares_are_those_of_each_row_alone() -> None:
    rows = [
        ({**cells, "company": f"e{at % 11}"}, words)
        for at, (cells, words) in enumerate([*ROWS, *ROWS[:2], *ROWS[3:]] * 9)
    ]
    taken = drawn(*rows)
    table = education(taken)
    naming = taken.postings[taken.postings["degree_min"] != ""]
    share = share_of(naming["degree_min"] == "phd", naming["employer"])
    (row,) = (row for row in table.to_numpy().tolist() if row[:4] == ["", "minimum", "phd", DEGREE])
    assert tuple(row[4:]) == share.cells
    assert share.cluster_low is not None


def test_education_of_nothing_has_no_rows() -> None:
    assert len(education(drawn())) == 0


@pytest.mark.parametrize("order", range(3))
def test_education_is_the_same_in_any_order_of_rows(order: int) -> None:
    postings, skills = frames(*ROWS * 5)
    again = education(sample(shuffled(postings, order), shuffled(skills, order)))
    pd.testing.assert_frame_equal(again, education(sample(postings, skills)), check_exact=True)
