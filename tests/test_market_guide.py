from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from jobscan.market.guide import GUIDE_CHECK, GUIDE_SKILLS, GuideCheck, check_guide
from jobscan.market.guide.dates import best_source, growth_findings, quarter_name, quarters
from jobscan.market.guide.figures import Figure, difference, mean_pay, median_pay, paired, rank_of
from jobscan.market.guide.learning import named
from jobscan.market.guide.page import Grid, Heading, Line, guide_page
from jobscan.market.guide.people import soft_findings
from jobscan.market.guide.positions import ML_ROLES, SUBJECT, ml_positions
from jobscan.market.guide.skills import ALL, IN_PASSING, ML, SECTIONS
from jobscan.market.guide.verdicts import (
    HIGHER,
    HOLDS,
    LOWER,
    MOST,
    NAMED,
    UNTOLD,
    VERDICTS,
    Rule,
    against,
    at_least,
    first,
    more,
    untold,
)
from jobscan.market.guide.words import between, shown
from jobscan.market.shares import RESAMPLES, SEED, share_of
from jobscan.outputs import write_frame
from jobscan.outputs.formats import read_frame
from jobscan.tables import SKILLS, Cell, columns_markdown, to_frame
from tests.guide_frames import LOOKED_FOR, Posting, by_id, checked, market, spread
from tests.market_frames import drawn, frames, shuffled

ML_ENGINEER: dict[str, Cell] = {"role": "ml-engineer"}
CLAIMS = [
    "python-required",
    "python-asked",
    "salary-mean",
    "computer-science-first",
    "degree-named",
    "alternatives-named",
    "degree-over-alternatives",
    "degree-research",
    "soft-any",
    "soft-rise",
    "portfolio-any",
    "role-research-scientist",
    "role-applied-ml-engineer",
    "role-mlops-engineer",
    "role-domain-specialist",
    "domain-examples",
    "demand-growth",
]


# --- verdicts


def figure(low: float | None, value: float | None, high: float | None, **more_of_it: object) -> Figure:
    """A share with that interval over employers."""
    ends = None if low is None or high is None else (low, high)
    facts: dict[str, object] = {"unit": "share", "ci": (0.0, 1.0), "of_postings": 100, "employers": 50}
    return Figure(value=value, cluster=ends, **(facts | more_of_it))  # type: ignore[arg-type]


EIGHT_OF_TEN = against(0.8, low=0.75, high=0.85)


@pytest.mark.parametrize(
    ("rule", "low", "value", "high", "word"),
    [
        (EIGHT_OF_TEN, 0.60, 0.65, 0.7499, LOWER),
        (EIGHT_OF_TEN, 0.8501, 0.9, 0.95, HIGHER),
        (EIGHT_OF_TEN, 0.30, 0.50, 0.74, LOWER),
        (EIGHT_OF_TEN, 0.70, 0.73, 0.80, HOLDS),
        (EIGHT_OF_TEN, 0.76, 0.77, 0.79, HOLDS),
        (EIGHT_OF_TEN, 0.72, 0.74, 0.76, UNTOLD),
        (EIGHT_OF_TEN, 0.84, 0.86, 0.88, UNTOLD),
        (EIGHT_OF_TEN, 0.65, 0.80, 0.90, UNTOLD),
        (against(133_336), 120_000, 130_000, 140_000, HOLDS),
        (against(133_336), 133_337, 140_000, 150_000, HIGHER),
        (against(133_336), 90_000, 100_000, 133_335, LOWER),
        (against(133_336), 100_000, 130_000, 140_000, UNTOLD),
        (at_least(MOST), 0.501, 0.6, 0.7, HOLDS),
        (at_least(MOST), 0.3, 0.4, 0.499, LOWER),
        (at_least(MOST), 0.45, 0.5, 0.55, UNTOLD),
        (at_least(NAMED), 0.011, 0.02, 0.03, HOLDS),
        (at_least(NAMED), 0.0, 0.005, 0.009, LOWER),
        (at_least(NAMED), 0.005, 0.01, 0.02, UNTOLD),
        (more, 0.01, 0.1, 0.2, HOLDS),
        (more, -0.2, -0.1, -0.01, LOWER),
        (more, -0.1, 0.1, 0.3, UNTOLD),
    ],
)
def test_verdict_goes_by_the_interval(rule: Rule, low: float, value: float, high: float, word: str) -> None:
    verdict = rule(figure(low, value, high))
    assert verdict.word == word
    assert verdict.why


@pytest.mark.parametrize(
    ("probability", "word"), [(1.0, HOLDS), (0.95, HOLDS), (0.949, UNTOLD), (0.051, UNTOLD), (0.05, LOWER)]
)
def test_verdict_of_a_rank_goes_by_how_often_it_comes_first(probability: float, word: str) -> None:
    assert first(figure(1, 1, 2, unit="rank", probability=probability)).word == word


@pytest.mark.parametrize("rule", [EIGHT_OF_TEN, at_least(MOST), at_least(NAMED), more, first])
def test_few_postings_cannot_tell_whatever_they_say(rule: Rule) -> None:
    verdict = rule(figure(0.1, 0.2, 0.3, too_small="only 29 postings"))
    assert (verdict.word, verdict.why) == (UNTOLD, "only 29 postings")


@pytest.mark.parametrize("rule", [EIGHT_OF_TEN, at_least(MOST), more, first])
def test_what_no_posting_states_cannot_be_told(rule: Rule) -> None:
    assert rule(figure(None, None, None, ci=None)).word == UNTOLD


def test_verdict_goes_by_wilson_s_interval_where_drawing_employers_tells_nothing() -> None:
    assert EIGHT_OF_TEN(figure(None, 1.0, None, ci=(0.95, 1.0))).word == HIGHER


def test_untold_says_why() -> None:
    assert untold("no dates")(figure(0.1, 0.2, 0.3)).why == "no dates"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.0, "share", "0 %"),
        (1.0, "share", "100 %"),
        (0.0994, "share", "9.9 %"),
        (0.0995, "share", "10 %"),
        (199_684.4, "usd", "$199,684"),
        (0.333, "points", "+33 points"),
        (-0.002, "points", "-0.2 points"),
        (0.0, "points", "0 points"),
        (0.8, "points_a_year", "+80 points a year"),
        (15.0, "growth_a_year", "+1,500 % a year"),
        (2.0, "rank", "no. 2"),
        (8712.0, "postings", "8,712"),
    ],
)
def test_shown(value: float, unit: str, expected: str) -> None:
    assert shown(value, unit) == expected


def test_between_names_the_unit_once() -> None:
    assert between((-0.1, 0.2), "points") == "-10 to +20 points"
    assert between((0.1, 0.2), "points_a_year") == "+10 to +20 points a year"


# --- which postings


def test_ml_positions_are_those_of_ml_roles_and_scientists_of_the_subject() -> None:
    rows: list[Posting] = [({"role": role}, "sql") for role in ML_ROLES]
    rows += [({"role": role}, "machine-learning:mentioned") for role in ML_ROLES]
    rows += [
        ({"role": "research-scientist"}, "machine-learning:negated"),
        ({"role": "data-analyst"}, "python"),
    ]
    rows += [({"role": "research-scientist"}, skill_id) for skill_id in SUBJECT]
    rows += [
        ({"role": "ml-engineer", "duplicate_of": "0001"}, ""),
        ({"role": "ml-engineer", "language": "de"}, ""),
    ]
    kept = ml_positions(drawn(*rows)).postings["role"].value_counts().to_dict()
    assert kept == {
        "ml-engineer": 2,
        "ai-engineer": 2,
        "mlops-engineer": 2,
        "data-scientist": 2,
        "applied-scientist": 1,
        "research-scientist": 4,
    }


# --- claims, counted by hand


def test_every_claim_is_measured_and_judged() -> None:
    claims = checked(spread(8, 5, {}, "python")).claims
    assert claims.loc[claims["kind"] == "claim", "claim_id"].tolist() == CLAIMS
    assert set(claims.loc[claims["kind"] == "claim", "verdict"]) <= set(VERDICTS)
    assert claims["claim_id"].is_unique
    assert (claims["how"] != "").all()
    assert (claims["answer"] != "").all()
    assert (claims.loc[claims["verdict"] != "", "why"] != "").all()


def test_python_required_and_asked_for() -> None:
    # Of every ten: eight require it, one prefers it, one says that it is not needed.
    words = ["python"] * 8 + ["sql python:preferred", "python:negated"]
    rows = by_id(checked(spread(30, 10, {}, *words)).claims)
    required, asked = rows["python-required"], rows["python-asked"]
    assert (required["measured"], required["postings"], required["of_postings"]) == (0.8, 240, 300)
    assert (required["guide_value"], required["employers"]) == (0.8, 30)
    assert asked["measured"] == 0.9
    assert rows["python-required:data-scientist"]["measured"] == 0.8
    assert rows["python-required:ml-engineer"]["verdict"] == UNTOLD
    assert rows["python-required:ml-engineer"]["measured"] is None


@pytest.mark.parametrize(
    ("asking", "word"), [(4, LOWER), (8, HOLDS), (10, HIGHER)], ids=["4 of 10", "8 of 10", "10 of 10"]
)
def test_python_verdict(asking: int, word: str) -> None:
    # Each employer asks in so many of its ten.
    rows: list[Posting] = [
        ({"company": f"e{e}"}, "python" if n < asking else "sql") for e in range(30) for n in range(10)
    ]
    row = by_id(checked(rows).claims)["python-required"]
    assert (row["measured"], row["verdict"]) == (asking / 10, word)


@pytest.mark.parametrize(
    ("employers", "each", "why"),
    [(4, 10, "only 4 employers"), (29, 1, "only 29 postings")],
    ids=["employers", "postings"],
)
def test_python_of_few_cannot_be_told(employers: int, each: int, why: str) -> None:
    row = by_id(checked(spread(employers, each, {}, "python")).claims)["python-required"]
    assert (row["verdict"], row["why"]) == (UNTOLD, why)


def test_python_by_source_where_there_are_enough() -> None:
    rows = spread(6, 5, {"source": "a"}, "python", "sql") + spread(6, 6, {"source": "b"}, "python")
    rows += spread(5, 5, {"source": "few"}, "python") + spread(6, 5, {"source": ""}, "python", "", "")
    told = {
        claim_id: row["measured"]
        for claim_id, row in by_id(checked(rows).claims).items()
        if claim_id.startswith("python-asked:source:")
    }
    assert list(told.items()) == [
        ("python-asked:source:b", 1.0),
        ("python-asked:source:", pytest.approx(1 / 3, abs=1e-6)),
        ("python-asked:source:a", 0.5),
    ]


def test_python_in_other_choices_of_postings() -> None:
    rows = spread(5, 2, {}, "python machine-learning")
    rows += spread(5, 2, {"role": "research-scientist"}, "sql")
    rows += spread(5, 4, {"role": "product-manager"}, "machine-learning")
    told = by_id(checked(rows).claims)
    assert (told["python-asked"]["of_postings"], told["python-asked"]["measured"]) == (10, 1.0)
    assert (told["python-asked:all-scientists"]["of_postings"]) == 20
    assert (told["python-required:all-scientists"]["measured"]) == 0.5
    assert (told["python-asked:all-scientists"]["measured"]) == 0.5
    assert (told["python-asked:asks-for-ml"]["of_postings"]) == 30
    assert (told["python-asked:asks-for-ml"]["measured"]) == pytest.approx(1 / 3, abs=1e-6)


def paid(*amounts: float | None, **cells: Cell) -> list[Posting]:
    return [
        ({"company": f"e{n}", "salary_year_usd": amount} | ML_ENGINEER | cells, "")
        for n, amount in enumerate(amounts)
    ]


def test_pay_is_that_of_ml_engineers_who_are_told_it() -> None:
    rows: list[Posting] = [
        *paid(100_000, 200_000, 120_000, country="US", salary_currency="USD", seniority="senior"),
        *paid(60_000, country="GB", salary_currency="GBP", seniority="mid"),
        *paid(None, None),
        ({"salary_year_usd": 900_000, "role": "data-scientist"}, ""),
    ]
    told = by_id(checked(rows).claims)
    assert (told["salary-mean"]["measured"], told["salary-mean"]["of_postings"]) == (120_000, 4)
    assert told["salary-median"]["measured"] == 110_000
    assert told["salary-mean:country-us"]["measured"] == 140_000
    assert told["salary-median:country-us"]["measured"] == 120_000
    assert told["salary-median:paid-in-usd"]["measured"] == 120_000
    assert told["salary-mean:mid"]["measured"] == 60_000
    assert told["salary-mean:lead"]["measured"] is None
    assert (told["salary-stated"]["postings"], told["salary-stated"]["of_postings"]) == (4, 6)


@pytest.mark.parametrize(
    ("middle", "word"),
    [(133_000, HOLDS), (180_000, HIGHER), (90_000, LOWER)],
    ids=["as said", "more", "less"],
)
def test_pay_verdict(middle: int, word: str) -> None:
    row = by_id(checked(paid(*(middle + 1_000 * (n % 5 - 2) for n in range(40)))).claims)["salary-mean"]
    assert (row["measured"], row["guide_value"], row["verdict"]) == (middle, 133_336, word)


def test_pay_verdict_of_an_interval_that_would_hold_anything() -> None:
    row = by_id(checked(paid(*(133_336 + 125_000 * (-1) ** n for n in range(40)))).claims)["salary-mean"]
    assert row["verdict"] == UNTOLD
    assert "so wide" in str(row["why"])


def fields(number: int, value: str, **cells: Cell) -> list[Posting]:
    return [({"company": f"e{n}", "degree_fields": value} | cells, "") for n in range(number)]


def test_computer_science_first() -> None:
    rows = [
        *fields(30, "computer-science;statistics"),
        *fields(15, "computer-science;other"),
        *fields(5, "statistics;other"),
        *fields(20, "other"),
        *fields(10, ""),
    ]
    told = by_id(checked(rows).claims)
    rank, margin = told["computer-science-first"], told["computer-science-margin"]
    assert (rank["measured"], rank["of_postings"], rank["verdict"]) == (1, 70, HOLDS)
    assert rank["probability"] == 1
    assert margin["measured"] == pytest.approx(10 / 70, abs=1e-6)  # 45 less 35 of 70
    assert told["field:statistics"]["postings"] == 35
    assert told["field:other"]["postings"] == 40
    assert told["computer-science-first:all-postings"]["of_postings"] == 70


def test_computer_science_not_first() -> None:
    rows = fields(30, "computer-science") + fields(40, "statistics;mathematics")
    told = by_id(checked(rows).claims)
    # Two fields have more: it is the third.
    assert (told["computer-science-first"]["measured"], told["computer-science-first"]["verdict"]) == (
        3,
        LOWER,
    )
    assert told["computer-science-margin"]["measured"] == pytest.approx(-10 / 70, abs=1e-6)
    assert "less often" in str(told["computer-science-margin"]["answer"])


def test_computer_science_too_close_to_tell() -> None:
    rows = [
        ({"company": f"e{n}", "degree_fields": "computer-science" if n % 2 else "statistics"}, "")
        for n in range(61)
    ]
    row = by_id(checked(rows).claims)["computer-science-first"]
    assert row["verdict"] == UNTOLD


def test_degrees_and_their_alternatives() -> None:
    degree: dict[str, Cell] = {"degrees": "bachelor;master", "degree_min": "bachelor"}
    rows = spread(10, 6, degree, "python")
    rows += spread(10, 2, degree | {"degree_equivalent": "yes"}, "python bootcamp")
    rows += spread(10, 2, {}, "python personal-projects certification", "python")
    told = by_id(checked(rows).claims)
    assert (told["degree-named"]["measured"], told["degree-named"]["verdict"]) == (0.8, HOLDS)
    assert told["degree-minimum:bachelor"]["measured"] == 0.8
    assert "degree-minimum:phd" not in told
    assert (told["degree-or-equivalent"]["measured"], told["degree-or-equivalent"]["of_postings"]) == (
        0.25,
        80,
    )
    assert (told["alternatives-named"]["postings"], told["alternatives-named"]["verdict"]) == (30, HOLDS)
    assert told["alternative:bootcamp"]["postings"] == 20
    assert told["alternative:online-courses"]["verdict"] == UNTOLD  # 0 of 100: up to 3.7 %
    assert told["alternative:certification"]["verdict"] == ""
    assert told["degree-over-alternatives"]["measured"] == 0.5
    assert told["degree-over-alternatives"]["verdict"] == HOLDS


def test_research_positions_ask_for_more() -> None:
    research: dict[str, Cell] = {"role": "research-scientist"}
    rows = spread(10, 4, research | {"degree_min": "phd"}, "machine-learning")
    rows += spread(10, 1, research | {"degree_min": "bachelor"}, "machine-learning")
    rows += spread(10, 1, {"degree_min": "master"}, "sql") + spread(10, 4, {"degree_min": ""}, "sql")
    told = by_id(checked(rows).claims)
    assert told["degree-research:research-scientists"]["measured"] == 0.8
    assert told["degree-research:others"]["measured"] == 0.2
    assert (told["degree-research"]["measured"], told["degree-research"]["verdict"]) == (0.6, HOLDS)


def test_research_positions_of_few_cannot_be_told() -> None:
    rows = spread(10, 2, {"role": "research-scientist", "degree_min": "phd"}, "machine-learning")
    row = by_id(checked(rows + spread(10, 10, {}, "sql")).claims)["degree-research"]
    assert (row["measured"], row["verdict"], row["why"]) == (1.0, UNTOLD, "only 20 postings")


def test_soft_skills() -> None:
    rows = spread(10, 10, {}, *["communication presentation:mentioned collaboration"] * 4, "sql")
    told = by_id(checked(rows).claims)
    assert (told["soft-any"]["measured"], told["soft-any"]["verdict"]) == (0.8, HOLDS)
    assert told["soft-several"]["measured"] == 0.8
    assert told["soft-any-required"]["measured"] == 0.8
    assert told["soft:communication"]["verdict"] == HOLDS
    assert told["soft:domain-knowledge"]["measured"] == 0
    assert [claim_id for claim_id in told if claim_id.startswith("soft:")] == [
        "soft:collaboration",
        "soft:communication",
        "soft:presentation",
        "soft:domain-knowledge",
    ]


def test_portfolio() -> None:
    told = by_id(checked(spread(10, 10, {}, "kaggle", *["sql"] * 9)).claims)
    assert (told["portfolio-any"]["measured"], told["portfolio-any"]["verdict"]) == (0.1, HOLDS)
    assert told["portfolio:kaggle"]["postings"] == 10


def test_kinds_of_role_and_domains() -> None:
    rows = spread(10, 4, {"role": "ml-engineer", "domain": "healthcare"}, "domain-knowledge")
    rows += spread(10, 2, {"role": "ai-engineer", "domain": "other-or-none"}, "domain-knowledge")
    rows += spread(10, 1, {"role": "mlops-engineer", "domain": "retail"}, "sql")
    rows += spread(10, 1, {"role": "research-scientist", "domain": ""}, "machine-learning")
    rows += spread(10, 2, {"role": "data-scientist", "domain": "government-defense"}, "sql")
    told = by_id(checked(rows).claims)
    shares = {
        name: told[f"role-{name}"]["measured"]
        for name in ("research-scientist", "applied-ml-engineer", "mlops-engineer", "domain-specialist")
    }
    assert shares == {
        "research-scientist": 0.1,
        "applied-ml-engineer": 0.6,
        "mlops-engineer": 0.1,
        "domain-specialist": 0.7,
    }
    assert told["role-share:data-scientist"]["measured"] == 0.2
    assert (told["domain-examples"]["measured"], told["domain-examples"]["verdict"]) == (0.4, HOLDS)
    assert told["domain-knowledge-asked"]["measured"] == 0.4
    assert told["domain:healthcare"]["verdict"] == HOLDS
    assert told["domain:robotics"]["verdict"] == UNTOLD  # 0 of 100: up to 3.7 %
    assert told["domain:retail"]["verdict"] == ""
    assert told["domain:retail"]["claim"] == "Retail"
    assert next(claim_id for claim_id in told if claim_id.startswith("domain:")) == "domain:healthcare"


def test_sample_rows_tell_what_all_rests_on() -> None:
    rows = spread(4, 5, {"date_posted": "2024-05-02"}, "python")
    rows += spread(1, 10, {"company": "flood"}, "python") + spread(5, 2, {"role": "other"}, "sql")
    told = by_id(checked(rows).claims)
    assert told["sample-postings"]["measured"] == 40
    assert told["sample-positions"]["measured"] == 0.75
    assert told["sample-dated"]["measured"] == pytest.approx(20 / 30, abs=1e-6)
    assert told["sample-largest-employer"]["postings"] == 10


# --- change over time

QUARTERS = ("2023-01-15", "2023-04", "2023-08-01", "2023-12-31", "2024-02-01", "2024-06-30")


def by_quarter(counts: list[int], words: list[str], *, source: str = "board") -> list[Posting]:
    """So many postings of ten employers in each quarter; `go:7` is asked for by the first 7 of them."""
    rows: list[Posting] = []
    for date, count, word in zip(QUARTERS, counts, words, strict=False):
        skill, _, number = word.partition(":")
        rows += [
            (
                {"company": f"e{n % 10}", "source": source, "date_posted": date},
                skill if n < int(number) else "sql",
            )
            for n in range(count)
        ]
    return rows


@pytest.mark.parametrize(
    ("asking", "slope", "word"),
    [
        ([6, 12, 18, 24], 0.8, HOLDS),
        ([24, 18, 12, 6], -0.8, LOWER),
        ([15, 15, 15, 15], 0.0, UNTOLD),
    ],
    ids=["rises", "falls", "stays"],
)
def test_soft_skills_over_time(asking: list[int], slope: float, word: str) -> None:
    rows = by_quarter([30] * 4, [f"communication:{n}" for n in asking])
    told = by_id(checked(rows).claims)
    assert told["soft-rise"]["measured"] == pytest.approx(slope, abs=1e-6)
    assert told["soft-rise"]["verdict"] == word
    assert told["soft-rise"]["unit"] == "points_a_year"
    assert told["soft-rise:2023-Q2"]["measured"] == pytest.approx(asking[1] / 30, abs=1e-6)
    assert "board" in str(told["soft-rise"]["note"])


def test_soft_skills_over_time_slope_is_scipy_s() -> None:
    asking = [3, 20, 11, 30]
    rows = by_quarter([30, 44, 31, 36], [f"communication:{n}" for n in asking])
    years = np.repeat([0, 0.25, 0.5, 0.75], [30, 44, 31, 36])
    does = np.concatenate(
        [np.arange(count) < number for count, number in zip([30, 44, 31, 36], asking, strict=True)]
    )
    expected = scipy.stats.linregress(years, does.astype(float)).slope
    assert by_id(checked(rows).claims)["soft-rise"]["measured"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (by_quarter([30, 30, 30, 29], ["communication:5"] * 4), "has 3 such quarters"),
        (by_quarter([29, 0, 0, 0], ["communication:5"] * 4), "has 0 such quarters"),
        (
            [
                row
                for at, date in enumerate(QUARTERS[:4])
                for row in spread(10, 3, {"source": f"board {at}", "date_posted": date}, "communication")
            ],
            "different sources",
        ),
        (
            [({**cells, "company": "one"}, words) for cells, words in by_quarter([30] * 4, ["sql:1"] * 4)],
            "too few employers",
        ),
        (spread(10, 20, {}, "communication"), "0 of 200 state a date"),
    ],
    ids=["three quarters", "none", "four sources", "one employer", "no dates"],
)
def test_soft_skills_over_time_cannot_be_told(rows: list[Posting], why: str) -> None:
    row = by_id(checked(rows).claims)["soft-rise"]
    assert (row["verdict"], row["measured"]) == (UNTOLD, None)
    assert why in str(row["why"])


def test_change_is_measured_within_the_source_of_the_most_quarters() -> None:
    rows = by_quarter([30] * 5, ["sql:1"] * 5, source="long") + by_quarter(
        [60] * 4, ["sql:1"] * 4, source="big"
    )
    found = best_source(market(rows).positions)
    assert found is not None
    assert (found.name, found.quarters, found.drawn.of) == ("long", 5, 150)


def growth(counts: list[int]) -> dict[str, object]:
    rows = market(by_quarter(counts, ["sql:1"] * len(counts)))
    findings = {finding.claim_id: finding for finding in growth_findings(rows)}
    assert {finding.verdict.word for finding in findings.values() if finding.verdict} == {UNTOLD}
    assert findings["demand-growth"].figure.value is None
    found = findings["demand-growth:a-year"]
    return {"value": found.figure.value, "why": found.verdict.why if found.verdict else ""}


def test_growth_is_that_of_the_full_quarters_of_a_source_and_never_a_verdict() -> None:
    # Doubling each quarter is 16 times in a year: 15 more. The first and the last quarter are left out.
    assert growth([5, 30, 60, 120, 240, 10])["value"] == pytest.approx(15, abs=1e-6)
    assert growth([5, 40, 40, 40, 40, 100])["value"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([30, 30, 30, 30, 30, 300], "of its last quarter"),
        ([30, 30, 30, 30, 30], "quarters in a row"),
        ([30, 30, 30, 5, 30, 30], "quarters in a row"),
        ([5, 5, 5], "best source has 0"),
    ],
    ids=["a picture of one day", "three full quarters", "a gap", "too few"],
)
def test_growth_without_a_number_says_why(counts: list[int], why: str) -> None:
    told = growth(counts)
    assert told["value"] is None
    assert why in str(told["why"])


def test_quarters() -> None:
    dates = ("2023-01-15", "2023-12", "2024-04-01", "2024", "", "soon")
    numbers = quarters(drawn(*(({"date_posted": date}, "") for date in dates))).tolist()
    assert [quarter_name(number) for number in numbers[:3]] == ["2023-Q1", "2023-Q4", "2024-Q2"]
    assert numbers[3:] == [-1, -1, -1]


# --- intervals, made another way


def test_mean_pay_intervals_are_those_of_scipy_s_bootstrap() -> None:
    amounts = [100_000 + 7_919 * n % 60_000 for n in range(40)]
    rows: list[Posting] = [
        ({"company": f"e{n % 7}", "salary_year_usd": float(pay)}, "") for n, pay in enumerate(amounts)
    ]
    found = mean_pay(drawn(*rows))
    table = pd.DataFrame({"e": [n % 7 for n in range(40)], "pay": amounts}).groupby("e")["pay"]
    for data, ends in (((table.sum(), table.size()), found.cluster), ((amounts, [1] * 40), found.ci)):
        expected = scipy.stats.bootstrap(
            tuple(np.array(part, dtype=float) for part in data),
            lambda pay, postings, axis: pay.sum(axis=axis) / postings.sum(axis=axis),
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            method="percentile",
            random_state=np.random.Generator(np.random.PCG64(SEED)),
        ).confidence_interval
        assert ends == pytest.approx((expected.low, expected.high), abs=0.51)


@pytest.mark.parametrize("number", [5, 6, 39, 40])
def test_median_pay_is_pandas(number: int) -> None:
    amounts = [100_000 + 7_919 * n % 60_000 for n in range(number)]
    rows: list[Posting] = [
        ({"company": f"e{n}", "salary_year_usd": pay}, "") for n, pay in enumerate(amounts)
    ]
    found = median_pay(drawn(*rows))
    assert found.value == pytest.approx(pd.Series(amounts).median(), abs=0.51)
    assert found.cluster is not None
    # Each posting is an employer of its own: both intervals draw the same.
    assert found.cluster == found.ci


def test_difference_of_the_whole_from_nothing_is_the_share() -> None:
    rows = [({"company": f"e{n % 8}"}, "sql" if n % 3 else "python") for n in range(48)]
    taken = drawn(*rows)
    none = taken.asking("nothing")
    found, expected = (
        paired(taken, taken.asking("sql"), none),
        share_of(taken.asking("sql"), taken.postings["employer"]),
    )
    assert (found.value, found.cluster) == (expected.value, (expected.cluster_low, expected.cluster_high))
    assert found.capped == expected.capped


def test_difference_is_that_of_two_shares() -> None:
    rows = [({"company": f"e{n % 8}"}, "sql" if n % 3 else "python") for n in range(48)]
    taken = drawn(*rows)
    group = pd.Series([n % 4 == 0 for n in range(48)])
    asking = taken.asking("sql")
    found = difference(taken, asking, group)
    assert found.value == pytest.approx(asking[group].mean() - asking[~group].mean(), abs=1e-6)
    assert found.too_small == "only 12 postings; only 2 employers"


def test_rank_probability_is_how_often_it_comes_first_in_the_same_draws() -> None:
    marks = pd.DataFrame({"a": [n % 3 == 0 for n in range(60)], "b": [n % 4 == 0 for n in range(60)]})
    found = rank_of(drawn(*(({"company": f"e{n % 12:02}"}, "") for n in range(60))), marks, "a")
    random, firsts = np.random.Generator(np.random.PCG64(SEED)), 0
    by_employer = [marks[[n % 12 == e for n in range(60)]].sum() for e in range(12)]
    for _ in range(RESAMPLES):
        total = sum((by_employer[e] for e in random.integers(0, 12, 12)), pd.Series({"a": 0, "b": 0}))
        firsts += total["a"] >= total["b"]
    assert found.value == 1
    assert found.probability == pytest.approx(firsts / RESAMPLES, abs=1e-6)


def test_one_employer_that_floods_is_noted() -> None:
    rows = spread(10, 1, {}, "sql") + spread(1, 40, {"company": "flood"}, "python")
    row = by_id(checked(rows).claims)["python-asked"]
    assert (row["measured"], row["capped"]) == (0.8, 0.5)
    assert row["note"] == "50 % where no employer counts for more than ten"


# --- the whole, on a scan of some size


def some_scan() -> list[Posting]:
    """300 postings, without any order in them."""
    skills = LOOKED_FOR["skill_id"].tolist()
    levels = ("required", "preferred", "mentioned", "negated")
    rows: list[Posting] = []
    for n in range(300):
        words = [
            f"{skill}:{levels[(n * 7 + at * at) % 4]}"
            for at, skill in enumerate(skills)
            if (n * 13 + at * 29) % 5 < 2
        ]
        cells: dict[str, Cell] = {
            "posting_id": f"{(n * 37) % 1009:04}",
            "company": f"e{(n * 17) % 23}" if n % 11 else "",
            "role": (*ML_ROLES, "other")[(n * n) % 7],
            "source": ("a", "b")[n % 3 == 0],
            "domain": ("healthcare", "retail", "other-or-none")[n % 3],
            "seniority": ("mid", "senior")[n % 2],
            "country": ("US", "GB", "")[n % 3],
            "language": "en" if n % 13 else "de",
            "degrees": ("bachelor", "", "master;phd")[(n // 3) % 3],
            "degree_min": ("bachelor", "", "master")[(n // 3) % 3],
            "degree_fields": ("computer-science;statistics", "", "computer-science", "other;mathematics")[
                n % 4
            ],
            "salary_year_usd": 90_000.25 + 1_013 * n if n % 2 else None,
            "salary_currency": "USD",
            "date_posted": ("2023-02-01", "2023-05-01", "")[n % 3],
        }
        rows.append((cells, " ".join(words)))
    return rows


@pytest.fixture(scope="module")
def result() -> GuideCheck:
    return checked(some_scan())


def test_shares_are_those_that_plain_pandas_counts(result: GuideCheck) -> None:
    postings, asked = frames(*some_scan())
    told = by_id(result.claims)
    counts = postings.query("language == 'en' and duplicate_of == ''").set_index("posting_id")
    levels = asked.query("level != 'negated'").pivot(index="posting_id", columns="skill_id", values="level")
    table = counts.join(levels, how="left")
    subject = table[[column for column in SUBJECT if column in table]].notna().any(axis=1)
    science = table["role"].isin(["research-scientist", "applied-scientist"])
    ml = table[table["role"].isin(ML_ROLES) & (~science | subject)]
    expected = {
        "python-required": (ml["python"] == "required").sum() / len(ml),
        "python-asked": ml["python"].notna().mean(),
        "python-asked:ml-engineer": ml.query("role == 'ml-engineer'")["python"].notna().mean(),
        "python-asked:source:a": ml.query("source == 'a'")["python"].notna().mean(),
        "salary-mean": round(ml.query("role == 'ml-engineer'")["salary_year_usd"].mean()),
        "salary-stated": ml.query("role == 'ml-engineer'")["salary_year_usd"].notna().mean(),
        "field:statistics": ml.query("degree_fields != ''")["degree_fields"]
        .str.contains("statistics")
        .mean(),
        "degree-named": (ml["degrees"] != "").mean(),
        "degree-minimum:master": (ml["degree_min"] == "master").mean(),
        "alternatives-named": ml[["bootcamp", "online-courses", "personal-projects"]]
        .notna()
        .any(axis=1)
        .mean(),
        "soft-any": ml[["communication", "presentation", "collaboration", "domain-knowledge"]]
        .notna()
        .any(axis=1)
        .mean(),
        "soft:presentation": ml["presentation"].notna().mean(),
        "role-applied-ml-engineer": ml["role"]
        .isin(["ml-engineer", "ai-engineer", "applied-scientist"])
        .mean(),
        "domain-examples": (ml["domain"] == "healthcare").mean(),
        "sample-positions": len(ml) / len(table),
    }
    measured = {claim_id: told[claim_id]["measured"] for claim_id in expected}
    assert measured == pytest.approx(expected, abs=1e-6)
    assert told["python-required"]["of_postings"] == len(ml)


def test_skills_are_those_that_plain_pandas_counts(result: GuideCheck) -> None:
    postings, asked = frames(*some_scan())
    counts = postings.query("language == 'en' and duplicate_of == ''")
    rows = asked.query("level != 'negated'").merge(counts, on="posting_id")
    everywhere = result.skills[result.skills["among"] == ALL].set_index("skill_id")
    by_skill = rows.groupby("skill_id")["posting_id"].nunique()
    assert everywhere["postings"].to_dict() == by_skill.drop("machine-learning").to_dict()
    assert everywhere["required"].to_dict() == (
        rows[rows["level"] == "required"]
        .groupby("skill_id")
        .size()
        .reindex(everywhere.index, fill_value=0)
        .to_dict()
    )
    assert (everywhere["of_postings"] == len(counts)).all()
    assert (
        everywhere["required"] + everywhere["preferred"] + everywhere["mentioned"] == everywhere["postings"]
    ).all()
    rank = {skill_id: 1 + int((by_skill > by_skill[skill_id]).sum()) for skill_id in everywhere.index}
    assert everywhere["rank"].to_dict() == rank


def csv_bytes(frame: pd.DataFrame) -> bytes:
    handle = io.BytesIO()
    write_frame(frame, "csv", handle)
    return handle.getvalue()


@pytest.mark.parametrize("order", [1, 2])
def test_tables_are_the_same_whatever_the_order_of_the_rows(order: int, result: GuideCheck) -> None:
    postings, asked = frames(*some_scan())
    other = check_guide(shuffled(postings, order), shuffled(asked, order), shuffled(LOOKED_FOR, order))
    assert csv_bytes(other.claims) == csv_bytes(result.claims)
    assert csv_bytes(other.skills) == csv_bytes(result.skills)


# --- skills


def test_skills_come_by_section_then_by_postings_then_what_the_guide_does_not_name() -> None:
    rows = spread(5, 2, {}, "numpy python sql", "numpy sql go") + spread(5, 1, {"role": "other"}, "pandas go")
    table = checked(rows).skills
    assert list(table.columns) == list(GUIDE_SKILLS.names)
    ml = table[table["among"] == ML]
    assert ml["skill_id"].tolist()[:4] == ["python", "numpy", "pandas", "collaboration"]
    assert ml["skill_id"].tolist()[-2:] == ["sql", "go"]
    told = {(row.among, row.skill_id): row for row in table.itertuples()}
    assert (told[ML, "numpy"].postings, told[ML, "numpy"].share, told[ML, "numpy"].rank) == (10, 1.0, 1)
    assert (told[ML, "pandas"].postings, told[ML, "pandas"].share, told[ML, "pandas"].ci_low) == (0, 0.0, 0.0)
    assert (told[ALL, "go"].postings, told[ALL, "go"].share) == (10, 0.666667)
    assert set(table["skill_id"]) & IN_PASSING == set()


def test_skills_of_the_guide_have_all_sections_of_the_lexicon() -> None:
    from jobscan.lexicon import load_lexicon

    skills = load_lexicon().skills.values()
    assert {skill.guide_section for skill in skills} - {""} <= set(SECTIONS)
    assert {skill.skill_id for skill in skills} >= {"python", "domain-knowledge", *SUBJECT}
    assert {skill.skill_id for skill in skills if not skill.guide_section} >= set(IN_PASSING)


# --- the page


def lines(page: list[object]) -> list[Line]:
    return [block for block in page if isinstance(block, Line)]


def test_page_is_made_of_nothing_but_the_tables(result: GuideCheck, tmp_path: Path) -> None:
    again = []
    for frame, table in ((result.claims, GUIDE_CHECK), (result.skills, GUIDE_SKILLS)):
        path = tmp_path / f"{table.name}.csv"
        path.write_bytes(csv_bytes(frame))
        again.append(read_frame(path, table))
    assert guide_page(*again) == guide_page(result.claims, result.skills)


def test_page_cites_a_row_for_every_number(result: GuideCheck) -> None:
    page = guide_page(result.claims, result.skills)
    known = set(result.claims["claim_id"]) | set(result.skills["skill_id"])
    start = next(at for at, block in enumerate(page) if block == Heading("How it was measured", 2))
    for line in lines(list(page[:start])):
        assert set(line.rows) <= known
        if re.search(r"\d (?:%|points)|\$\d", line.text):
            assert line.rows, line.text
    for grid in (block for block in page if isinstance(block, Grid)):
        assert grid.header[-1] == "Row"
        assert {row[-1] for row in grid.rows} <= known


def test_page_tells_the_headline_first_and_every_claim() -> None:
    result = checked(spread(30, 10, {}, *["python"] * 8, "python:preferred", "sql"))
    page = guide_page(result.claims, result.skills)
    assert page[0] == Heading("The career guide against the market", 1)
    first_line = lines(list(page))[0]
    assert first_line.text.startswith(
        "Python is required in 80 % of 300 ML positions and asked for in 90 %, where the guide says 8 of "
        "10. Of the guide's 5 claims with a number or a rank (Python read in two ways), 1 holds, 1 is "
        "below the market and 3 cannot be told from these postings. Of its 12 claims without one, "
    )
    assert first_line.rows == ("python-required", "python-asked")
    told = [row for line in lines(list(page)) for row in line.rows]
    assert set(CLAIMS) <= set(told)
    headings = [block.text for block in page if isinstance(block, Heading)]
    assert headings[1:3] == ["In short", "The claims"]


def test_page_has_no_column_in_which_nothing_stands(result: GuideCheck) -> None:
    for grid in (block for block in guide_page(result.claims, result.skills) if isinstance(block, Grid)):
        assert all(any(row[at] for row in grid.rows) for at in range(len(grid.header)))


def test_no_posting_tells_nothing_and_has_a_page() -> None:
    result = checked([])
    claims = result.claims[result.claims["kind"] == "claim"]
    assert set(claims["verdict"]) == {UNTOLD}
    assert claims["measured"].isna().all()
    texts = [line.text for line in lines(list(guide_page(result.claims, result.skills)))]
    assert "5 claims with a number or a rank (Python read in two ways), 5 cannot be told" in texts[0]
    assert "Of its 12 claims without one" in texts[0]
    assert texts[0].endswith("12 cannot be told from these postings.")


def test_a_lexicon_that_names_nothing_of_the_guide_tells_nothing_of_its_skills() -> None:
    other = to_frame([("welding", "Welding", "engineering", "")], SKILLS)
    result = checked(spread(10, 10, {}, "welding"), other)
    told = by_id(result.claims)
    for claim_id in (
        "python-required",
        "alternatives-named",
        "degree-over-alternatives",
        "soft-any",
        "soft-rise",
        "portfolio-any",
    ):
        assert (told[claim_id]["verdict"], told[claim_id]["measured"]) == (UNTOLD, None)
        assert "no skill of the lexicon" in str(told[claim_id]["why"])
    assert result.skills["skill_id"].tolist() == ["welding", "welding"]
    assert guide_page(result.claims, result.skills)


def test_names_from_outside_stay_on_one_line() -> None:
    rows = spread(10, 4, {"source": "a\r\n| b\t<script>"}, "python")
    told = by_id(checked(rows).claims)
    assert any("<script>" in claim_id for claim_id in told)
    assert not any(set("\r\n\t") & set(str(cell)) for row in told.values() for cell in row.values())


# --- the documentation


@pytest.mark.parametrize("table", [GUIDE_CHECK, GUIDE_SKILLS], ids=lambda table: table.name)
def test_documentation_lists_the_columns(table: object) -> None:
    text = (Path(__file__).parents[1] / "docs" / "guide.md").read_text(encoding="utf-8")
    assert columns_markdown(table) in text  # type: ignore[arg-type]


def test_contract_columns_come_first() -> None:
    contract = "claim_id claim guide_value measured ci_low ci_high of_postings verdict how"
    assert list(GUIDE_CHECK.names[:9]) == contract.split()


def test_named_compares_whole_values() -> None:
    cells = pd.Series(["a;bc", "bc", "", "b"], dtype="string")
    assert named(cells, "b").tolist() == [False, False, False, True]


def test_soft_findings_are_in_a_steady_order() -> None:
    found = [finding.claim_id for finding in soft_findings(market(spread(5, 2, {}, "communication")))]
    assert found[0] == "soft-any"
    assert all(one != other for one, other in pairwise(found))
