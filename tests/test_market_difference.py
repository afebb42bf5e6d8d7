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
from jobscan.market.cautions import cautions
from jobscan.market.change_tables import DIFFERENCE, FEW_EMPLOYERS, FEW_POSTINGS, MARKET_COUNTS
from jobscan.market.counts import add_market_counts, market_counts
from jobscan.market.difference import difference, difference_from_counts
from jobscan.market.effective import newcombe, wilson
from jobscan.market.pay_difference import pay_difference
from jobscan.market.sample import Sample, sample
from jobscan.tables import SKILLS, Cell, to_frame
from tests.market_frames import Described, drawn, frames, shuffled

Group = tuple[str, int, int]
"""An employer, how many postings it has, and how many of them ask for Python."""


def described(*groups: Group, **cells: Cell) -> list[Described]:
    return [
        ({"company": employer, **cells}, "python" * (number < asking))
        for employer, postings, asking in groups
        for number in range(postings)
    ]


def apart(postings: int, asking: int, **cells: Cell) -> list[Described]:
    """Postings of as many employers."""
    return described(*((f"e{at}", 1, int(at < asking)) for at in range(postings)), **cells)


def row_of(table: pd.DataFrame, name: str = "python") -> dict[str, Any]:
    (row,) = table[table["id"] == name].astype(object).to_dict("records")
    return {str(column): None if pd.isna(cell) else cell for column, cell in row.items()}


def numbers(one: tuple[np.ndarray, np.ndarray]) -> list[float]:
    return [float(end[0]) for end in one]


# The formulas


@pytest.mark.parametrize(("asking", "postings"), [(81, 263), (15, 148), (0, 20), (29, 29), (1, 29)])
def test_wilson_is_that_of_demand(asking: int, postings: int) -> None:
    found = numbers(wilson(np.array([float(asking)]), np.array([float(postings)])))
    assert found == pytest.approx(wilson_interval(asking, postings))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_is_as_published(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    (asking, of), (asking_b, of_b) = (np.array([[float(n)] for n in one]) for one in (first, second))
    assert numbers(newcombe(asking_b / of_b, of_b, asking / of, of)) == pytest.approx([low, high], abs=5e-5)


def by_hand(a: list[Group], b: list[Group]) -> tuple[float, list[float], float]:
    """Design effect, interval and p value of the difference, each employer left out of both in turn."""

    def share(groups: list[Group], without: str = "") -> float:
        kept = [group for group in groups if group[0] != without]
        return sum(asking for *_, asking in kept) / sum(postings for _, postings, _ in kept)

    names = sorted({employer for employer, *_ in [*a, *b]})
    whole = share(b) - share(a)
    spread = sum((share(b, name) - share(a, name) - whole) ** 2 for name in names)
    spread *= (len(names) - 1) / len(names)
    of = [sum(postings for _, postings, _ in groups) for groups in (a, b)]
    shares = [share(a), share(b)]
    effect = max(1.0, spread / sum(p * (1 - p) / n for p, n in zip(shares, of, strict=True)))
    equal = min(
        sum(postings for _, postings, _ in groups) ** 2 / sum(postings**2 for _, postings, _ in groups)
        for groups in (a, b)
    )
    worth = [n / effect / (stats.t.ppf(0.975, equal - 1) / stats.norm.ppf(0.975)) ** 2 for n in of]
    low_a, high_a, low_b, high_b = (
        end
        for p, n in zip(shares, worth, strict=True)
        for end in (
            (p * n + 1.920729 + sign * 1.959964 * math.sqrt(p * (1 - p) * n + 0.960365)) / (n + 3.841459)
            for sign in (-1, 1)
        )
    )
    low = whole - math.hypot(shares[1] - low_b, high_a - shares[0])
    high = whole + math.hypot(high_b - shares[1], shares[0] - low_a)
    asking = [round(p * n) for p, n in zip(shares, worth, strict=True)]
    others = [round(n) - k for n, k in zip(worth, asking, strict=True)]
    return effect, [low, high], float(stats.fisher_exact([asking, others]).pvalue)


A: list[Group] = [("a", 20, 14), ("b", 12, 3), ("c", 9, 9), ("d", 7, 0), ("e", 5, 2), ("f", 1, 1)]
B: list[Group] = [
    ("a", 15, 12),
    ("c", 8, 8),
    ("g", 11, 2),
    ("h", 6, 6),
    ("i", 4, 4),
    ("b", 10, 5),
    ("j", 2, 1),
]


def test_difference_leaves_out_each_employer_in_turn() -> None:
    row = row_of(difference(drawn(*described(*A)), drawn(*described(*B))))
    effect, ends, p = by_hand(A, B)
    assert effect > 2
    assert row["design_effect"] == pytest.approx(effect, abs=1e-6)
    assert [row["low"], row["high"]] == pytest.approx(ends, abs=1e-5)
    assert row["p_value"] == pytest.approx(p, rel=5e-3)


# The table


def test_difference_of_counts_by_hand() -> None:
    table = difference(drawn(*apart(60, 15)), drawn(*apart(80, 50)))
    assert list(table.columns) == list(DIFFERENCE.names)
    row = row_of(table)
    assert (row["measure"], row["unit"], row["name"]) == ("skill", "share", "python")
    assert (row["value_a"], row["value_b"], row["difference"]) == (0.25, 0.625, 0.375)
    assert (row["postings_a"], row["of_postings_a"], row["employers_a"]) == (15, 60, 60)
    assert (row["postings_b"], row["of_postings_b"], row["employers_b"]) == (50, 80, 80)
    expected = numbers(newcombe(*(np.array([n]) for n in (0.25, 60.0, 0.625, 80.0))))
    assert [row["plain_low"], row["plain_high"]] == pytest.approx(expected, abs=1e-6)
    assert row["verdict"] == "rose"
    assert row["p_value"] < 0.001
    assert row["low"] < row["plain_low"] < row["plain_high"] < row["high"]
    assert (row["within_roles"], row["within_sources"], row["note"]) == (0.375, None, "")


def test_many_postings_of_few_employers_tell_little() -> None:
    a = drawn(*described(*((f"e{at}", 20, 20 * (at % 2)) for at in range(8))))
    b = drawn(*described(*((f"f{at}", 20, 20 * (at % 4 > 0)) for at in range(8))))
    row = row_of(difference(a, b))
    # From 80 to 120 of 160 postings, but from 4 to 6 of 8 employers.
    assert (row["difference"], row["verdict"]) == (0.25, "no clear change")
    assert row["plain_low"] > 0.1
    assert row["low"] < 0 < row["high"]
    assert row["design_effect"] > 20


def mixed(engineers: int, pay: int, **asking: int) -> Sample:
    """50 postings: so many of ML engineers, pay from so many dollars on, and how many ask for each skill."""
    return drawn(
        *(
            (
                {
                    "company": f"{pay} {at}",
                    "role": "ml-engineer" if at < engineers else "data-scientist",
                    "salary_year_usd": pay + at,
                },
                " ".join(skill_id for skill_id, often in asking.items() if at < often),
            )
            for at in range(50)
        )
    )


def test_rows_are_in_order_and_roles_and_pay_are_compared_too() -> None:
    table = difference(
        mixed(10, 100_000, python=20, go=30, sql=25, cobol=2), mixed(40, 120_000, python=45, go=5, sql=26)
    )
    assert table[["measure", "id", "verdict"]].to_numpy().tolist() == [
        ["skill", "python", "rose"],
        ["skill", "go", "fell"],
        ["skill", "sql", "no clear change"],
        ["skill", "cobol", "too few postings"],
        ["role", "ml-engineer", "rose"],
        ["role", "data-scientist", "fell"],
        ["pay", "all", "rose"],
        ["pay", "data-scientist", "too few postings"],
        ["pay", "ml-engineer", "too few postings"],
    ]
    pay = row_of(table, "all")
    assert (pay["unit"], pay["value_a"], pay["value_b"], pay["difference"]) == (
        "usd",
        100_024,
        120_024,
        20_000,
    )
    assert (pay["postings_a"], pay["of_postings_b"], pay["plain_low"], pay["design_effect"]) == (
        50,
        50,
        None,
        None,
    )
    # Python comes with the ml-engineers: among the postings of one role it rose less.
    assert row_of(table)["within_roles"] < row_of(table)["difference"]
    role = table[(table["measure"] == "role") & (table["id"] == "ml-engineer")].iloc[0]
    assert (role["value_a"], role["value_b"]) == (0.2, 0.8)
    assert pd.isna(role["within_roles"])


def test_change_of_roles_is_told() -> None:
    engineers, analysts = {"role": "ml-engineer"}, {"role": "data-analyst"}
    a = [
        *apart(20, 18, **engineers),
        *described(*((f"x{at}", 1, int(at < 8)) for at in range(80)), **analysts),
    ]
    b = [
        *apart(80, 72, **engineers),
        *described(*((f"x{at}", 1, int(at < 2)) for at in range(20)), **analysts),
    ]
    row = row_of(difference(drawn(*a), drawn(*b)))
    assert (row["value_a"], row["value_b"], row["verdict"]) == (0.26, 0.74, "rose")
    assert row["within_roles"] == 0.0
    assert row["note"] == "mostly a change of roles"


def test_change_of_sources_is_told() -> None:
    keen, cool = {"source": "keen"}, {"source": "cool"}
    a = [*apart(20, 18, **keen), *described(*((f"x{at}", 1, int(at < 8)) for at in range(80)), **cool)]
    b = [*apart(80, 72, **keen), *described(*((f"x{at}", 1, int(at < 2)) for at in range(20)), **cool)]
    row = row_of(difference(drawn(*a), drawn(*b)))
    assert (row["within_sources"], row["note"]) == (0.0, "mostly a change of sources")


def test_within_weighs_roles_by_how_much_both_have_of_them() -> None:
    a = [*apart(40, 10, role="ml-engineer"), *apart(10, 5, role="data-analyst"), *apart(5, 5, role="other")]
    b = [*apart(20, 15, role="ml-engineer"), *apart(30, 15, role="data-analyst")]
    row = row_of(difference(drawn(*a), drawn(*b)))
    # +50 points of weight 40 * 20 / 60, none of weight 10 * 30 / 40.
    assert row["within_roles"] == pytest.approx(0.5 * (800 / 60) / (800 / 60 + 300 / 40), abs=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "verdict", "note"),
    [
        (apart(29, 5), apart(60, 50), FEW_POSTINGS, "A: only 29 postings"),
        (
            described(*((f"e{at}", 20, 5 * at) for at in range(4))),
            apart(60, 50),
            FEW_EMPLOYERS,
            "A: only 4 employers",
        ),
        (
            described(("big", 500, 100), *((f"e{at}", 1, 1) for at in range(9))),
            apart(60, 50),
            FEW_EMPLOYERS,
            "",
        ),
        (apart(60, 4), apart(60, 5), FEW_POSTINGS, ""),
    ],
    ids=["few postings", "few employers", "one large employer", "few ask"],
)
def test_what_cannot_be_told_is_not(a: list[Described], b: list[Described], verdict: str, note: str) -> None:
    row = row_of(difference(drawn(*a), drawn(*b)))
    assert (row["verdict"], row["p_value"], row["q_value"], row["note"]) == (verdict, None, None, note)
    assert row["plain_low"] is not None
    assert (row["low"] is None) == (verdict == FEW_EMPLOYERS)


def test_only_the_given_skills_are_compared() -> None:
    a = drawn(({}, "python sql go"))
    skills = to_frame([("go", "Go", "", ""), ("r", "R", "", ""), ("sql", "SQL", "", "")], SKILLS)
    table = difference(a, a, skills=skills)
    assert table[["id", "name"]].to_numpy().tolist() == [["go", "Go"], ["sql", "SQL"]]
    assert len(difference(a, a, skills=to_frame([], SKILLS))) == 0


def test_level_counts_for_skills() -> None:
    a = drawn(({}, "python:preferred sql"))
    assert difference(a, a, level="preferred")["id"].tolist() == ["python"]


def test_nothing_to_compare_is_an_error() -> None:
    some = drawn(({}, "python"))
    with pytest.raises(JobscanError, match="no posting of A counts"):
        difference(drawn(), some)
    with pytest.raises(JobscanError, match="no posting of B counts"):
        difference(some, drawn(({"language": "de"}, "python")))


# Pay


def paid(*pay: float, prefix: str = "e", **cells: Cell) -> Sample:
    return drawn(
        *(({"company": f"{prefix}{at}", "salary_year_usd": usd, **cells}, "") for at, usd in enumerate(pay))
    )


def test_pay_difference_is_that_of_the_medians_with_the_bootstrap_s_interval() -> None:
    first, second = [50e3 + 1e3 * at for at in range(40)], [60e3 + 1e3 * at for at in range(41)]
    (one,) = pay_difference(paid(*first), paid(*second, prefix="f"))
    assert (one.role, one.median_a, one.median_b) == ("all", 69_500.0, 80_000.0)
    assert (one.postings_a, one.postings_b, one.employers_a, one.employers_b) == (40, 41, 40, 41)
    random = np.random.Generator(np.random.PCG64(5))
    expected = np.percentile(
        [
            np.median(np.repeat(second, times[40:])) - np.median(np.repeat(first, times[:40]))
            for times in random.multinomial(81, [1 / 81] * 81, size=4000)
        ],
        [2.5, 97.5],
    )
    assert [one.low, one.high] == pytest.approx(expected.tolist(), abs=1_200)
    assert one.p_value is not None
    assert one.p_value < 0.05


def test_pay_of_one_employer_is_one_observation() -> None:
    many: list[Described] = [
        ({"company": f"e{at % 6}", "salary_year_usd": 80e3 + 10e3 * (at % 6)}, "") for at in range(60)
    ]
    (one,) = pay_difference(drawn(*many), drawn(*many))
    assert (one.low, one.high) == (0.0, 0.0)  # the same employers are drawn for both
    (other,) = pay_difference(drawn(*many), paid(*[105e3] * 30, prefix="f"))
    assert other.low is not None
    assert other.high is not None
    assert other.high - other.low > 20_000


def test_pay_of_few_is_not_tested() -> None:
    (one,) = pay_difference(paid(*[1e5] * 29), paid(*[2e5] * 40))
    assert one.low is not None
    assert one.p_value is None
    (other,) = pay_difference(paid(*[1e5] * 4), paid(*[2e5] * 40))
    assert (other.low, other.high, other.p_value) == (None, None, None)
    assert pay_difference(drawn(({}, "")), paid(1e5)) == []


# Order, splits, and simulated postings of which the truth is known


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(0, 2), min_size=54, max_size=54))
def test_difference_is_the_same_however_the_postings_are_ordered_and_split(
    order: int, parts: list[int]
) -> None:
    rows = [
        (
            {**cells, "salary_year_usd": 1e5 + 7919 * at % 1000, "role": ["ml-engineer", "other"][at % 2]},
            words,
        )
        for at, (cells, words) in enumerate(described(*A))
    ]
    postings, skills = frames(*rows)
    b = drawn(*described(*B))
    whole = difference(sample(postings, skills), b)
    other = difference(sample(shuffled(postings, order), shuffled(skills, order)), b)
    pd.testing.assert_frame_equal(other, whole, check_exact=True)
    ids = postings["posting_id"]
    counts = [
        market_counts(sample(postings[kept], skills[skills["posting_id"].isin(ids[kept])]))
        for kept in (np.array(parts) == part for part in range(3))
    ]
    merged = difference_from_counts(add_market_counts(counts), market_counts(b))
    shares = whole[whole["measure"] != "pay"]
    pd.testing.assert_frame_equal(merged, shares, check_exact=True)


def simulated(random: np.random.Generator, prefix: str, rises: int) -> pd.DataFrame:
    """Counts of 250 employers who agree within (correlation 0.3), and of 200 skills; the first rise."""
    level = np.tile([0.05, 0.1, 0.2, 0.35], 50) + np.where(np.arange(200) < rises, 0.2, 0.0)
    rows: list[tuple[Any, ...]] = []
    for employer, size in enumerate(np.minimum(40, random.zipf(2.2, 250))):
        asking = random.binomial(size, random.beta(level * 0.7 / 0.3, (1 - level) * 0.7 / 0.3))
        key = ("2025", "board", "role", f"{prefix}{employer:03}")
        rows.append((*key, "", size))
        rows += [(*key, f"s{at:03}", int(asks)) for at, asks in enumerate(asking) if asks]
    return to_frame(rows, MARKET_COUNTS)


def test_of_200_skills_that_do_not_change_none_is_told_to() -> None:
    random = np.random.Generator(np.random.PCG64(3))
    table = difference_from_counts(simulated(random, "a", 0), simulated(random, "b", 0))
    assert len(table) == 200
    assert set(table["verdict"]) == {"no clear change"}
    # One in twenty p values is under 0.05: ten, give or take six. Fisher's test is on the careful side.
    assert (table["p_value"] <= 0.05).sum() <= 16
    # Each posting taken for an independent one, a quarter of the skills or more would seem to have changed.
    assert ((table["plain_low"] > 0) | (table["plain_high"] < 0)).sum() > 50


def test_skills_that_change_are_found_and_hardly_any_other() -> None:
    random = np.random.Generator(np.random.PCG64(4))
    table = difference_from_counts(simulated(random, "a", 0), simulated(random, "b", 40))
    rose = set(table.loc[table["verdict"] == "rose", "id"])
    told = rose | set(table.loc[table["verdict"] == "fell", "id"])
    real = {f"s{at:03}" for at in range(40)}
    assert len(rose & real) >= 36
    assert len(told - real) <= 0.05 * len(told) + 2


# What to be careful of


def boards(**sources: int) -> list[Described]:
    """Postings of different employers with ten skills each."""
    return [
        (
            {"company": f"{source} {at}", "source": source, "posting_id": f"{source} {at}"},
            " ".join("abcdefghij"),
        )
        for source, postings in sources.items()
        for at in range(postings)
    ]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (boards(x=40), boards(x=40), "40 postings stand in both, of 40 in A and 40 in B"),
        (boards(x=40), boards(y=40), "A and B have no source in common"),
        (boards(x=40), boards(x=20, y=20), "The sources differ (x 100 % of A, 50 % of B)"),
        (
            apart(40, 0, role="other"),
            apart(40, 0, role="ml-engineer"),
            "The kinds of job differ (ml-engineer 0 % of A, 100 % of B)",
        ),
        (
            boards(x=40),
            apart(40, 40),
            "Postings of B name 1 skills on average, those of A 10: where nearly all skills fell",
        ),
        (
            apart(40, 9, date_posted="2025-03-01"),
            apart(40, 9, date_posted="2024-12"),
            "B is older than A (posted about 2024-12 and 2025-03-01)",
        ),
        (
            described(("big", 60, 3), ("b", 9, 1)),
            apart(40, 9),
            "87 % of the postings of A are of one employer, big.",
        ),
        (apart(40, 9), apart(12, 9), "B is small: only 12 postings."),
    ],
    ids=["same postings", "sources", "mixture", "roles", "lengths", "dates", "flood", "small"],
)
def test_cautions_name_what_else_may_differ(a: list[Described], b: list[Described], expected: str) -> None:
    assert [said for said in cautions(drawn(*a), drawn(*b)) if said.startswith(expected)]


def test_cautions_are_silent_where_there_is_nothing_to_say() -> None:
    other = [({**cells, "posting_id": f"new {at}"}, words) for at, (cells, words) in enumerate(boards(x=40))]
    assert cautions(drawn(*boards(x=40)), drawn(*other)) == ()
    assert cautions(drawn(), drawn(*other)) == ()
