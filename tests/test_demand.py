from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.demand import (
    add_counts,
    breakdown_name,
    count_demand,
    counted,
    median_salaries,
    quarter_of,
    role_breakdown,
    skill_demand,
    skill_demand_by,
    wilson_interval,
)
from jobscan.errors import JobscanError
from jobscan.tables import POSTING_SKILLS, POSTINGS, ROLE_BREAKDOWN, SKILL_DEMAND, SKILLS, Cell, to_frame

SKILL_FACTS = to_frame(
    [
        ("go", "Go", "programming", ""),
        ("python", "Python", "programming", "programming"),
        ("sql", "SQL", "programming", "data-manipulation"),
    ],
    SKILLS,
)


def postings(*rows: Mapping[str, Cell]) -> pd.DataFrame:
    base: dict[str, Cell] = dict.fromkeys(POSTINGS.names, "")
    base |= dict.fromkeys(("years_min", "salary_min", "salary_max", "salary_year_usd"))
    base |= {"language": "en", "role": "data-scientist", "skills": 0}
    return to_frame([tuple((base | dict(row)).values()) for row in rows], POSTINGS)


def skills(*rows: tuple[str, str] | tuple[str, str, str]) -> pd.DataFrame:
    base: dict[str, Cell] = dict.fromkeys(POSTING_SKILLS.names, "") | {"mentions": 1, "years_min": None}
    base |= {"start": 0, "end": 1}
    return to_frame(
        [
            tuple(
                (
                    base
                    | {"posting_id": posting, "skill_id": skill, "level": level[0] if level else "mentioned"}
                ).values()
            )
            for posting, skill, *level in rows
        ],
        POSTING_SKILLS,
    )


FIVE = postings(
    {"posting_id": "1", "source": "b", "date_posted": "2026-02-01"},
    {"posting_id": "2", "source": "a", "date_posted": "2026-01"},
    {"posting_id": "3", "source": "a", "role": "ml-engineer"},
    {"posting_id": "4", "source": "a", "duplicate_of": "2"},
    {"posting_id": "5", "source": "b", "language": "de", "role": ""},
)
ASKED = skills(
    ("1", "python"),
    ("1", "sql"),
    ("2", "python"),
    ("2", "sql", "negated"),
    ("3", "python"),
    ("4", "go"),
    ("4", "sql"),
)


@pytest.mark.parametrize(
    ("asked", "of", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17:857-872, Table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_has_the_published_values(asked: int, of: int, low: float, high: float) -> None:
    assert wilson_interval(asked, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("asked", "of"), [(0, 1), (1, 1), (1, 2), (3, 800), (799, 800), (4180, 8712)])
def test_wilson_interval_is_scipy_s(asked: int, of: int) -> None:
    expected = scipy.stats.binomtest(asked, of).proportion_ci(method="wilson")
    assert wilson_interval(asked, of) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_interval_ends_exactly_at_0_and_1() -> None:
    assert wilson_interval(0, 7)[0] == 0.0
    assert wilson_interval(7, 7)[1] == 1.0


@pytest.mark.parametrize(("asked", "of"), [(0, 0), (2, 1), (-1, 3)])
def test_wilson_interval_refuses_what_is_no_share(asked: int, of: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson_interval(asked, of)


def test_counted_leaves_out_duplicates_and_other_languages() -> None:
    assert counted(FIVE)["posting_id"].tolist() == ["1", "2", "3"]


def test_counted_keeps_postings_too_short_to_tell_their_language() -> None:
    assert counted(postings({"posting_id": "1", "language": ""}))["posting_id"].tolist() == ["1"]


def test_skill_demand_counts_postings_not_negated_ones() -> None:
    table = skill_demand(count_demand(FIVE, ASKED), SKILL_FACTS)
    assert list(table.columns) == list(SKILL_DEMAND.names)
    assert table[["skill_id", "postings", "share", "of_postings"]].to_numpy().tolist() == [
        ["python", 3, 1.0, 3],
        ["sql", 1, 0.333333, 3],
        ["go", 0, 0.0, 3],
    ]
    assert table["skill"].tolist() == ["Python", "SQL", "Go"]
    assert table["guide_section"].tolist() == ["programming", "data-manipulation", ""]
    # 0 of 3 and 3 of 3: the far end is z2 / (n + z2) from the near one.
    assert table["ci_low"].tolist() == [0.438503, 0.061492, 0.0]
    assert table["ci_high"].tolist() == [1.0, 0.79234, 0.561497]


def test_skill_demand_puts_ties_in_order_of_id() -> None:
    table = skill_demand(count_demand(FIVE, skills(("1", "sql"), ("2", "go"))), SKILL_FACTS)
    assert table["skill_id"].tolist() == ["go", "sql", "python"]


def test_skill_demand_of_nothing_says_that_shares_are_unknown() -> None:
    table = skill_demand(count_demand(postings(), skills()), SKILL_FACTS)
    assert table["postings"].tolist() == [0, 0, 0]
    assert table["of_postings"].tolist() == [0, 0, 0]
    assert table[["share", "ci_low", "ci_high"]].isna().all(axis=None)


def test_skill_demand_counts_levels() -> None:
    asked = skills(("1", "python", "required"), ("2", "python", "preferred"), ("3", "python", "required"))
    table = skill_demand(count_demand(FIVE, asked), SKILL_FACTS).set_index("skill_id")
    levels = table[["postings", "required", "preferred", "mentioned"]]
    assert levels.loc[["python", "go"]].to_numpy().tolist() == [[3, 2, 1, 0], [0, 0, 0, 0]]


def test_skill_demand_by_has_denominators_of_each_group() -> None:
    table = skill_demand_by(count_demand(FIVE, ASKED, by=["source"]), SKILL_FACTS, "source")
    assert list(table.columns) == ["source", *SKILL_DEMAND.names]
    assert table[["source", "skill_id", "postings", "share", "of_postings"]].to_numpy().tolist() == [
        ["a", "python", 2, 1.0, 2],
        ["b", "python", 1, 1.0, 1],
        ["b", "sql", 1, 1.0, 1],
    ]


def test_skill_demand_by_month_is_in_order_of_time_with_the_unknown_last() -> None:
    table = skill_demand_by(count_demand(FIVE, ASKED, by=["month"]), SKILL_FACTS, "month")
    assert table["month"].drop_duplicates().tolist() == ["2026-01", "2026-02", ""]


def test_skill_demand_by_quarter() -> None:
    table = skill_demand_by(count_demand(FIVE, ASKED, by=["quarter"]), SKILL_FACTS, "quarter")
    assert table[["quarter", "skill_id", "postings", "of_postings"]].to_numpy().tolist() == [
        ["2026-Q1", "python", 2, 2],
        ["2026-Q1", "sql", 1, 2],
        ["", "python", 1, 1],
    ]


@pytest.mark.parametrize(
    ("month", "quarter"), [("2025-01", "2025-Q1"), ("2025-03", "2025-Q1"), ("2025-12", "2025-Q4"), ("", "")]
)
def test_quarter_of(month: str, quarter: str) -> None:
    assert quarter_of(month) == quarter


def test_skill_demand_by_employer_is_that_by_company() -> None:
    named = FIVE.assign(company=["Zenith", "Acme", "Acme", "Acme", "Acme"])
    table = skill_demand_by(count_demand(named, ASKED, by=["employer"]), SKILL_FACTS, "employer")
    assert table[["employer", "skill_id", "postings", "of_postings"]].to_numpy().tolist() == [
        ["Acme", "python", 2, 2],
        ["Zenith", "python", 1, 1],
        ["Zenith", "sql", 1, 1],
    ]


def test_skill_demand_by_two_at_once() -> None:
    name = breakdown_name("source, role")
    assert name == "source_and_role"
    table = skill_demand_by(count_demand(FIVE, ASKED, by=[name]), SKILL_FACTS, name)
    assert list(table.columns) == ["source", "role", *SKILL_DEMAND.names]
    assert table[["source", "role", "skill_id", "postings", "of_postings"]].to_numpy().tolist() == [
        ["a", "data-scientist", "python", 1, 1],
        ["a", "ml-engineer", "python", 1, 1],
        ["b", "data-scientist", "python", 1, 1],
        ["b", "data-scientist", "sql", 1, 1],
    ]


def test_skill_demand_by_two_is_in_order_of_each_in_turn() -> None:
    rows = [("z", "2026-02"), ("z", "2026-01"), ("z", ""), ("y", "2026-03"), ("", "2026-01"), ("", "2026-01")]
    stated = postings(
        *({"posting_id": str(at), "source": by, "date_posted": day} for at, (by, day) in enumerate(rows))
    )
    asked = skills(*((str(at), "go") for at in range(6)))
    table = skill_demand_by(
        count_demand(stated, asked, by=["source_and_month"]), SKILL_FACTS, "source_and_month"
    )
    assert table[["source", "month", "of_postings"]].to_numpy().tolist() == [
        ["z", "2026-01", 1],
        ["z", "2026-02", 1],
        ["z", "", 1],
        ["y", "2026-03", 1],
        ["", "2026-01", 2],
    ]


def test_skill_demand_by_two_of_which_one_is_never_stated_says_so() -> None:
    counts = count_demand(FIVE, ASKED, by=["role_and_country"])
    with pytest.raises(JobscanError, match="no posting states its country"):
        skill_demand_by(counts, SKILL_FACTS, "role_and_country")


@pytest.mark.parametrize("name", ["role,role", "company,employer"])
def test_breakdown_name_refuses_the_same_twice(name: str) -> None:
    with pytest.raises(JobscanError, match="the same twice"):
        breakdown_name(name)


@pytest.mark.parametrize("name", ["role", "role_and_seniority", "month_and_company_and_role"])
def test_breakdown_name_of_a_name_is_that_name(name: str) -> None:
    assert breakdown_name(name) == name


def test_skill_demand_by_a_column_without_values_says_so() -> None:
    counts = count_demand(FIVE, ASKED, by=["country"])
    with pytest.raises(JobscanError, match="no posting states its country"):
        skill_demand_by(counts, SKILL_FACTS, "country")


def test_role_breakdown() -> None:
    table = role_breakdown(
        count_demand(FIVE, ASKED, by=["role"]), SKILL_FACTS, salaries={"ml-engineer": 133_336}
    )
    assert list(table.columns) == list(ROLE_BREAKDOWN.names)
    assert table.drop(columns=["ci_low", "ci_high"]).to_numpy().tolist() == [
        ["data-scientist", 2, 0.666667, 1.0, pd.NA, "python;sql"],
        ["ml-engineer", 1, 0.333333, 1.0, 133_336, "python"],
    ]


def test_median_salaries_are_of_the_postings_that_count_and_state_pay() -> None:
    paid = postings(
        {"posting_id": "1", "salary_year_usd": 100_000.0},
        {"posting_id": "2", "salary_year_usd": 150_001.0},
        {"posting_id": "3"},
        {"posting_id": "4", "salary_year_usd": 1.0, "duplicate_of": "1"},
        {"posting_id": "5", "salary_year_usd": 90_000.0, "role": "other"},
        {"posting_id": "6", "role": "statistician"},
    )
    assert median_salaries(paid) == {"data-scientist": 125_000, "other": 90_000}


def test_role_breakdown_names_the_ten_skills_asked_for_most() -> None:
    many = [("1", f"skill-{n:02}") for n in range(12)] + [("2", "skill-11")]
    table = role_breakdown(count_demand(FIVE, skills(*many), by=["role"]), SKILL_FACTS, salaries={})
    expected = "skill-11;" + ";".join(f"skill-{n:02}" for n in range(9))
    assert table["top_skills"].tolist() == [expected, ""]


def test_role_breakdown_knows_no_python_share_without_python_in_the_lexicon() -> None:
    table = role_breakdown(
        count_demand(FIVE, ASKED, by=["role"]), SKILL_FACTS[SKILL_FACTS["skill_id"] != "python"], salaries={}
    )
    assert table["python_share"].isna().all()


def test_role_breakdown_of_nothing_has_no_rows() -> None:
    assert len(role_breakdown(count_demand(postings(), skills(), by=["role"]), SKILL_FACTS, salaries={})) == 0


@settings(max_examples=25)
@given(st.lists(st.sampled_from(range(3)), min_size=5, max_size=5))
def test_counts_are_the_same_however_the_postings_are_split(chunk_of: list[int]) -> None:
    parts = []
    for chunk in range(3):
        ids = [str(at + 1) for at, of in enumerate(chunk_of) if of == chunk]
        part = FIVE[FIVE["posting_id"].isin(ids)]
        parts.append(count_demand(part, ASKED[ASKED["posting_id"].isin(ids)], by=["role", "month_and_role"]))
    pd.testing.assert_frame_equal(add_counts(parts), count_demand(FIVE, ASKED, by=["role", "month_and_role"]))


@pytest.mark.parametrize("companies", [2, 900], ids=["few-values", "many-values"])
def test_counts_are_those_of_counting_row_by_row(companies: int) -> None:
    chance = random.Random(companies)
    rows = postings(
        *(
            {
                "posting_id": f"é{number}",
                "company": f"Firm {chance.randrange(companies)}",
                "language": chance.choice(["en", "en", "de"]),
                "duplicate_of": chance.choice(["", "", "é0"]),
            }
            for number in range(1000)
        )
    )
    asked = skills(
        *(
            (f"é{number}", skill, chance.choice(["required", "preferred", "negated"]))
            for number in range(1000)
            for skill in chance.sample(["go", "python", "sql"], 2)
        )
    )
    company = dict(zip(rows["posting_id"], rows["company"], strict=True))
    counting = {
        row.posting_id for row in rows.itertuples() if row.language == "en" and row.duplicate_of == ""
    }
    expected = Counter(
        key for posting in counting for key in (("", "", "", ""), ("company", company[posting], "", ""))
    ) + Counter(
        (by, value, skill, level)
        for posting, skill, level in asked[["posting_id", "skill_id", "level"]].itertuples(index=False)
        if posting in counting and level != "negated"
        for by, value in (("", ""), ("company", company[posting]))
    )
    counts = count_demand(rows, asked, by=["company"])
    assert counts.to_numpy().tolist() == [[*key, expected[key]] for key in sorted(expected)]


def test_add_counts_of_nothing_has_no_rows() -> None:
    assert len(add_counts([])) == 0


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rol", "Did you mean role?"),
        ("senority", "Did you mean seniority?"),
        ("role,rol", "Did you mean role?"),
        ("role,", "by ''"),
        ("xyzzy", "Known are role, month"),
    ],
)
def test_breakdown_name_suggests_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(JobscanError, match="cannot be broken down") as raised:
        breakdown_name(name)
    assert hint in str(raised.value)
