from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from jobscan.errors import JobscanError
from jobscan.market.distinctive import PRIOR, distinctive
from jobscan.market.sample import Sample, sample
from jobscan.market.tables import DISTINCTIVE
from tests.market_frames import Described, drawn, frames, shuffled


def rows(*, employers: int = 1_000) -> list[Described]:
    """Twelve data scientists that ask for Python, twenty engineers of whom six do; all ask for SQL."""
    return [
        (
            {"company": f"e{at % employers}", "role": "data-scientist" if at < 12 else "ml-engineer"},
            "sql python" if at < 18 else "sql go",
        )
        for at in range(32)
    ]


def of_role(table: pd.DataFrame, role: str) -> pd.DataFrame:
    return table[table["role"] == role].set_index("skill_id")


def by_hand(skill: str, *, here: dict[str, int], elsewhere: dict[str, int]) -> tuple[float, float]:
    """Log-odds ratio and its standard error: Monroe et al. (2008), equations 15, 16 and 19."""
    total = sum(here.values()) + sum(elsewhere.values())
    prior = PRIOR * (here[skill] + elsewhere[skill]) / total

    def log_odds(counts: dict[str, int]) -> float:
        with_prior = counts[skill] + prior
        return math.log(with_prior / (sum(counts.values()) + PRIOR - with_prior))

    return (
        log_odds(here) - log_odds(elsewhere),
        math.sqrt(1 / (here[skill] + prior) + 1 / (elsewhere[skill] + prior)),
    )


def test_distinctive_has_the_columns_and_groups_in_order() -> None:
    table = distinctive(drawn(*rows()))
    assert list(table.columns) == ["role", *DISTINCTIVE.names]
    assert table["role"].drop_duplicates().tolist() == ["ml-engineer", "data-scientist"]


def test_distinctive_counts_postings_here_and_elsewhere() -> None:
    row = of_role(distinctive(drawn(*rows())), "data-scientist").loc["python"]
    assert (row["postings"], row["of_postings"], row["employers_asking"]) == (12, 12, 12)
    assert (row["share"], row["share_elsewhere"]) == (1.0, 0.3)


def test_log_odds_are_those_of_the_paper() -> None:
    here, elsewhere = {"sql": 12, "python": 12, "go": 0}, {"sql": 20, "python": 6, "go": 14}
    row = of_role(distinctive(drawn(*rows())), "data-scientist").loc["python"]
    log_odds, error = by_hand("python", here=here, elsewhere=elsewhere)
    assert row["log_odds"] == pytest.approx(log_odds, abs=1e-6)
    # Each employer has one posting, and the prior outweighs them: the paper's error is the greater.
    assert row["z"] == pytest.approx(log_odds / error, abs=1e-5)
    assert (row["low"], row["high"]) == pytest.approx(
        (log_odds - 1.959964 * error, log_odds + 1.959964 * error), abs=2e-6
    )


def test_what_is_asked_less_comes_last_even_if_never() -> None:
    table = of_role(distinctive(drawn(*rows())), "data-scientist")
    assert table.index.tolist() == ["python", "sql", "go"]
    assert table.loc["go", "postings"] == 0
    assert (table.loc[["go"], "z"] < 0).all()


def many(*, of_one: bool) -> Sample:
    """400 postings by role; of the first, half ask for Go: all postings of one employer, or some of each."""
    return drawn(
        *(
            (
                {
                    "company": "flood" if at < 100 and of_one else f"e{at % 100}",
                    "role": "data-engineer" if at < 200 else "data-analyst",
                },
                "sql go" if at < 100 else "sql python",
            )
            for at in range(400)
        )
    )


def test_what_one_employer_asks_for_is_less_certain() -> None:
    by_many = of_role(distinctive(many(of_one=False)), "data-engineer").loc["go"]
    by_one = of_role(distinctive(many(of_one=True)), "data-engineer").loc["go"]
    assert by_one["log_odds"] == by_many["log_odds"]
    assert by_one["z"] < by_many["z"] / 2
    assert (by_one["note"], by_many["note"]) == ("asked by 1 employer only", "")
    assert of_role(distinctive(many(of_one=True)), "data-engineer").index[-1] == "go"


def test_small_groups_and_rare_skills_are_left_out() -> None:
    extra = [({"role": "statistician"}, "stata")] * 9 + [({"role": "data-scientist"}, "julia")] * 4
    table = distinctive(drawn(*rows(), *extra))
    assert "statistician" not in set(table["role"])
    assert "julia" not in set(table["skill_id"])


def test_distinctive_by_two_at_once() -> None:
    table = distinctive(
        drawn(*(({**cells, "country": "US"}, words) for cells, words in rows())), by="role,country"
    )
    assert table.columns[:3].tolist() == ["role", "country", "skill_id"]
    assert set(table["country"]) == {"US"}


@pytest.mark.parametrize("words", ["", "sql"], ids=["no skill", "one skill"])
def test_distinctive_of_one_skill_or_none_has_no_rows(words: str) -> None:
    roles = ["data-scientist", "ml-engineer"] * 20
    assert len(distinctive(drawn(*(({"role": role}, words) for role in roles)))) == 0


def test_distinctive_of_one_group_or_none_has_no_rows() -> None:
    assert len(distinctive(drawn())) == 0
    assert len(distinctive(drawn(*rows()), by="country")) == 0
    assert len(distinctive(drawn(*(({"company": str(at)}, "sql") for at in range(20))))) == 0


def test_distinctive_by_what_is_unknown_says_so() -> None:
    with pytest.raises(JobscanError, match="Did you mean role"):
        distinctive(drawn(*rows()), by="rol")


@pytest.mark.parametrize("order", range(3))
def test_distinctive_is_the_same_in_any_order_of_rows(order: int) -> None:
    postings, skills = frames(*rows(employers=7))
    again = distinctive(sample(shuffled(postings, order), shuffled(skills, order)))
    pd.testing.assert_frame_equal(again, distinctive(sample(postings, skills)), check_exact=True)


def test_log_odds_of_a_group_and_of_the_rest_are_opposite_where_there_are_two() -> None:
    table = distinctive(drawn(*rows()))
    one, other = of_role(table, "data-scientist"), of_role(table, "ml-engineer")
    shared = one.index.intersection(other.index)
    assert len(shared) == 3
    np.testing.assert_allclose(one.loc[shared, "z"], -other.loc[shared, "z"].astype(float), atol=2e-6)
