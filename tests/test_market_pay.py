from __future__ import annotations

import pandas as pd
import pytest

from jobscan.market.pay import CAUSE, MIXED, salary
from jobscan.market.sample import sample
from jobscan.market.tables import SALARY
from jobscan.tables import Cell
from tests.market_frames import Described, drawn, frames, shuffled


def paid(amount: float, *, company: str = "Acme", currency: str = "USD", **cells: Cell) -> dict[str, Cell]:
    return {"salary_year_usd": amount, "company": company, "salary_currency": currency, **cells}


def cells_of(table: pd.DataFrame, *key: str) -> dict[str, Cell]:
    """The row of a role, by and value."""
    (row,) = (row for row in table.to_dict("records") if (row["role"], row["by"], row["value"]) == key)
    return {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


GROUPS: list[Described] = [
    (paid(100_000, seniority="senior", country="US", source="board"), ""),
    (paid(120_000, seniority="senior", country="US", source="board"), ""),
    (paid(80_001, seniority="mid", country="GB", currency="GBP", source="board"), ""),
    (paid(90_000, role="ml-engineer"), ""),
    ({"seniority": "mid", "country": "GB"}, ""),
]


def test_salary_has_a_row_for_each_group_that_states_pay() -> None:
    table = salary(drawn(*GROUPS))
    assert list(table.columns) == list(SALARY.names)
    assert table[["role", "by", "value", "postings", "of_postings", "median"]].to_numpy().tolist() == [
        ["", "", "", 4, 5, 95_000],
        ["", "seniority", "senior", 2, 2, 110_000],
        ["", "seniority", "mid", 1, 2, 80_001],
        ["", "country", "US", 2, 2, 110_000],
        ["", "country", "GB", 1, 2, 80_001],
        ["", "currency", "USD", 3, 3, 100_000],
        ["", "currency", "GBP", 1, 1, 80_001],
        ["", "source", "board", 3, 3, 100_000],
        ["data-scientist", "", "", 3, 4, 100_000],
        ["data-scientist", "seniority", "senior", 2, 2, 110_000],
        ["data-scientist", "seniority", "mid", 1, 2, 80_001],
        ["data-scientist", "country", "US", 2, 2, 110_000],
        ["data-scientist", "country", "GB", 1, 2, 80_001],
        ["data-scientist", "currency", "USD", 2, 2, 110_000],
        ["data-scientist", "currency", "GBP", 1, 1, 80_001],
        ["data-scientist", "source", "board", 3, 3, 100_000],
        ["ml-engineer", "", "", 1, 1, 90_000],
        ["ml-engineer", "currency", "USD", 1, 1, 90_000],
    ]


def test_quartiles_are_those_of_pandas() -> None:
    pay = [50_000 + 7_777 * at for at in range(11)]
    row = cells_of(salary(drawn(*((paid(amount), "") for amount in pay))), "", "", "")
    expected = pd.Series(pay).quantile([0.25, 0.5, 0.75]).round().tolist()
    assert [row[name] for name in ("quartile_low", "median", "quartile_high")] == expected


def test_median_has_an_interval_where_there_are_five_employers() -> None:
    few = salary(drawn(*((paid(100_000 + at, company=f"e{at % 4}"), "") for at in range(40))))
    row = cells_of(few, "", "", "")
    assert (row["median_low"], row["median_high"], row["employers"]) == (None, None, 4)
    assert row["warning"] == "only 4 employers"
    many = salary(drawn(*((paid(1_000 * at, company=f"e{at}"), "") for at in range(100))))
    row = cells_of(many, "", "", "")
    assert row["warning"] == ""
    # Of 100 independent values the interval reaches some 10 ranks either way: 1.96 * sqrt(100) / 2.
    assert row["median_low"] == pytest.approx(49_500 - 9_800, abs=2_500)
    assert row["median_high"] == pytest.approx(49_500 + 9_800, abs=2_500)


def test_median_is_also_given_with_large_employers_capped() -> None:
    flood = [(paid(200_000, company="Flood"), "")] * 90
    rows = [(paid(90_000 + at, company=f"e{at}"), "") for at in range(12)]
    row = cells_of(salary(drawn(*flood, *rows)), "", "", "")
    # With the cap 10 of 22 count for the flood, so that the middle is between the last two of the others.
    assert (row["median"], row["median_capped"]) == (200_000, 90_010)


def test_pay_in_several_currencies_is_warned_of() -> None:
    table = salary(drawn(*GROUPS))
    assert str(cells_of(table, "", "", "")["warning"]).startswith(MIXED)
    assert MIXED not in str(cells_of(table, "", "currency", "USD")["warning"])


def test_difference_compares_like_with_like() -> None:
    rows: list[Described] = []
    for at in range(160):
        dollars, asks = at < 80, at % 4 < (3 if at < 80 else 1)
        pay = (140_000 if dollars else 70_000) + 100 * (at // 4 % 20) + (10_000 if asks else 0)
        cells = paid(pay, currency="USD" if dollars else "GBP", company=f"e{at % 50}")
        rows.append((cells, "python spark" if asks else "python"))
    row = cells_of(salary(drawn(*rows)), "data-scientist", "skill", "spark")
    assert (row["compared"], row["compared_with"]) == (80, 80)
    # Not the 45,000 between the averages of those with and without, most of which is the currency.
    assert row["difference"] == pytest.approx(10_000, abs=200)
    low, high = row["difference_low"], row["difference_high"]
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert 9_000 < low < high < 11_000
    assert row["warning"] == f"{CAUSE}; {MIXED}"


def test_difference_that_may_be_chance_says_so() -> None:
    rows = [
        (paid(100_000 + 997 * (at * 37 % 60), company=f"e{at}"), "sql go" if at % 2 else "sql")
        for at in range(60)
    ]
    row = cells_of(salary(drawn(*rows)), "data-scientist", "skill", "go")
    assert row["warning"] == f"{CAUSE}; may be chance"


def test_difference_of_few_employers_has_no_interval() -> None:
    rows = [(paid(100_000 + at, company=f"e{at % 3}"), "go" if at % 2 else "") for at in range(60)]
    row = cells_of(salary(drawn(*rows)), "data-scientist", "skill", "go")
    assert (row["difference_low"], row["difference_high"]) == (None, None)
    assert row["warning"] == f"{CAUSE}; too few employers to tell how sure; only 3 employers"


@pytest.mark.parametrize(("with_it", "without"), [(19, 41), (41, 19)], ids=["few with", "few without"])
def test_skill_without_enough_to_compare_has_no_row(with_it: int, without: int) -> None:
    rows = [(paid(at), "go") for at in range(with_it)] + [(paid(at), "") for at in range(without)]
    assert "skill" not in set(salary(drawn(*rows))["by"])


def test_skill_that_is_asked_for_in_other_sources_only_has_no_row() -> None:
    rows = [(paid(at, source="a"), "go") for at in range(30)] + [
        (paid(at, source="b"), "") for at in range(30)
    ]
    assert "skill" not in set(salary(drawn(*rows))["by"])


def test_salary_of_nothing_has_no_rows() -> None:
    assert len(salary(drawn())) == 0
    assert len(salary(drawn(({}, "python")))) == 0


@pytest.mark.parametrize("order", range(2))
def test_salary_is_the_same_in_any_order_of_rows(order: int) -> None:
    rows = [
        (paid(90_000 + 500 * (at % 13), company=f"e{at % 11}"), "sql go" if at % 3 else "sql")
        for at in range(90)
    ]
    postings, skills = frames(*rows, *GROUPS)
    again = salary(sample(shuffled(postings, order), shuffled(skills, order)))
    pd.testing.assert_frame_equal(again, salary(sample(postings, skills)), check_exact=True)
