from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jobscan.market.sample import sample
from jobscan.market.sets import correlations, skill_sets
from jobscan.market.tables import SKILL_SETS
from tests.market_frames import Described, drawn, frames, shuffled

# Front-end and data skills travel apart; every second posting asks for communication, whatever else it asks.
GROUPS = {"html css javascript": 30, "python sql pandas": 40, "python sql": 20, "git": 30, "": 30}
ROWS: list[Described] = [
    ({"company": f"{words} {at}"}, f"{words} communication" if at % 2 else words)
    for words, postings in GROUPS.items()
    for at in range(postings)
]


def test_sets_hold_what_travels_together() -> None:
    table = skill_sets(drawn(*ROWS))
    assert list(table.columns) == list(SKILL_SETS.names)
    assert table["skills"].tolist() == ["python;sql;pandas", "css;html;javascript"]
    assert table[["size", "postings", "share", "employers_asking", "of_postings"]].to_numpy().tolist() == [
        [3, 60, 0.4, 60, 150],
        [3, 30, 0.2, 30, 150],
    ]
    assert table["cohesion"].tolist()[1] == 1.0


def test_the_habit_of_one_employer_makes_no_set() -> None:
    flood = [({"company": "flood"}, "cobol fortran ada")] * 60
    assert "ada;cobol;fortran" not in skill_sets(drawn(*ROWS, *flood))["skills"].tolist()
    spread = [({"company": f"g{at}"}, "cobol fortran ada") for at in range(60)]
    assert "ada;cobol;fortran" in skill_sets(drawn(*ROWS, *spread))["skills"].tolist()


def test_a_stricter_correlation_makes_smaller_sets() -> None:
    assert skill_sets(drawn(*ROWS), correlation=0.9)["skills"].tolist() == ["css;html;javascript"]


@pytest.mark.parametrize("rows", [[], [({}, "python sql")] * 30, [({}, "python sql r")] * 5])
def test_few_skills_make_no_set(rows: list[Described]) -> None:
    assert len(skill_sets(drawn(*rows))) == 0


def test_correlations_are_pearson_s() -> None:
    asked = np.array([[1, 1, 0, 1], [1, 0, 0, 1], [0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 1]], dtype=float)
    phi = correlations(asked.T @ asked, 5)
    np.testing.assert_allclose(phi[:3, :3], np.corrcoef(asked[:, :3].T))
    # All ask for the last one: it tells nothing of the others.
    assert phi[3].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("order", range(3))
def test_sets_are_the_same_in_any_order_of_rows(order: int) -> None:
    postings, skills = frames(*ROWS)
    again = skill_sets(sample(shuffled(postings, order), shuffled(skills, order)))
    pd.testing.assert_frame_equal(again, skill_sets(sample(postings, skills)), check_exact=True)
