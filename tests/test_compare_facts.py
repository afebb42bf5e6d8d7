from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jobscan.compare.facts import match_degree, match_seniority, match_workplace, match_years
from jobscan.cv.result import Degree
from tests.compare_cases import BACHELOR, profile, terms

MASTER = Degree("master", ("statistics",), True, "MSc Statistics")
HISTORY = Degree("bachelor", ("other",), True, "BA History")
PLAIN = Degree("bachelor", (), True, "Bachelor's degree")
STUDYING = Degree("bachelor", ("computer-science",), False, "BSc Computer Science, expected 2027")
MBA = Degree("mba", ("business",), True, "MBA")
PHD = Degree("phd", ("physics",), True, "PhD Physics")

DEGREES: dict[str, tuple[tuple[Degree, ...], float | None, dict[str, Any], tuple[str, float]]] = {
    "not asked": ((BACHELOR,), None, {}, ("not-asked", 0.0)),
    "none": ((), None, {"degree_min": "bachelor"}, ("missing", 0.0)),
    "the same": ((BACHELOR,), None, {"degree_min": "bachelor"}, ("met", 1.0)),
    "a higher one": ((MASTER, BACHELOR), None, {"degree_min": "bachelor"}, ("met", 1.0)),
    "a lower one": ((BACHELOR,), None, {"degree_min": "master"}, ("missing", 0.0)),
    "an MBA is a master's": ((MBA,), None, {"degree_min": "master"}, ("met", 1.0)),
    "a PhD is no MBA": ((PHD,), None, {"degree_min": "mba", "degrees": "mba"}, ("missing", 0.0)),
    "an MBA": ((MBA,), None, {"degree_min": "mba", "degrees": "mba"}, ("met", 1.0)),
    "a PhD is more than an MBA": ((PHD,), None, {"degree_min": "master"}, ("met", 1.0)),
    "the field": (
        (BACHELOR,),
        None,
        {"degree_min": "bachelor", "degree_fields": "computer-science"},
        ("met", 1.0),
    ),
    "a related field": (
        (PHD,),
        None,
        {"degree_min": "bachelor", "degree_fields": "statistics"},
        ("met", 1.0),
    ),
    "another field": (
        (HISTORY,),
        None,
        {"degree_min": "bachelor", "degree_fields": "statistics"},
        ("met", 0.5),
    ),
    "any field": ((HISTORY,), None, {"degree_min": "bachelor"}, ("met", 1.0)),
    "no field": ((PLAIN,), None, {"degree_min": "bachelor", "degree_fields": "statistics"}, ("met", 0.5)),
    "the lower one has the field": (
        (replace(MASTER, fields=("other",)), BACHELOR),
        None,
        {"degree_min": "bachelor", "degree_fields": "computer-science"},
        ("met", 1.0),
    ),
    "not finished": ((STUDYING,), None, {"degree_min": "bachelor"}, ("missing", 0.0)),
    "not finished, for an intern": (
        (STUDYING,),
        None,
        {"degree_min": "bachelor", "seniority": "intern"},
        ("met", 1.0),
    ),
    "experience is not taken": ((), 20.0, {"degree_min": "bachelor"}, ("missing", 0.0)),
    "experience is taken": ((), 4.0, {"degree_min": "bachelor", "degree_equivalent": "yes"}, ("met", 1.0)),
    "too little experience": (
        (),
        3.0,
        {"degree_min": "bachelor", "degree_equivalent": "yes"},
        ("missing", 0.0),
    ),
    "study and experience": (
        (BACHELOR,),
        5.0,
        {"degree_min": "phd", "degree_equivalent": "yes"},
        ("met", 1.0),
    ),
    "years that are asked": (
        (),
        5.0,
        {"degree_min": "bachelor", "degree_equivalent": "yes", "years_min": 8.0},
        ("missing", 0.0),
    ),
    "no dates": ((), None, {"degree_min": "bachelor", "degree_equivalent": "yes"}, ("missing", 0.0)),
}


@pytest.mark.parametrize(("degrees", "years", "facts", "expected"), DEGREES.values(), ids=DEGREES)
def test_match_degree(
    degrees: tuple[Degree, ...], years: float | None, facts: dict[str, Any], expected: tuple[str, float]
) -> None:
    match, earned = match_degree(profile(degrees=degrees, years=years), terms(**facts))
    assert (match.status, earned) == expected


def test_match_degree_quotes_both_in_words() -> None:
    facts = {
        "degree_min": "bachelor",
        "degree_fields": "computer-science;statistics",
        "degree_quote": "BSc in CS or stats",
    }
    match, _ = match_degree(profile(degrees=(BACHELOR,)), terms(**facts))
    assert match.asked == "bachelor's degree in computer science or statistics"
    assert match.shown == "bachelor's degree in computer science"
    assert (match.quote, match.evidence) == ("BSc in CS or stats", "BSc Computer Science, Lakeside College")


YEARS: dict[str, tuple[float | None, float | None, tuple[str, float, str]]] = {
    "not asked": (3.0, None, ("not-asked", 0.0, "")),
    "enough": (3.0, 3.0, ("met", 1.0, "")),
    "half a year short": (2.5, 3.0, ("met", 1.0, "")),
    "short": (2.0, 5.0, ("missing", 0.4, "3 short")),
    "none": (0.0, 5.0, ("missing", 0.0, "5 short")),
    "not shown": (None, 5.0, ("unknown", 0.0, "the CV gives no dates, and states no years")),
    "none asked": (None, 0.0, ("met", 1.0, "the CV gives no dates, and states no years")),
}


@pytest.mark.parametrize(("shown", "wanted", "expected"), YEARS.values(), ids=YEARS)
def test_match_years(shown: float | None, wanted: float | None, expected: tuple[str, float, str]) -> None:
    match, earned = match_years(profile(years=shown), terms(years_min=wanted))
    assert (match.status, earned, match.note) == expected


SENIORITIES: dict[str, tuple[str, float | None, str, tuple[str, str, float]]] = {
    "the same": ("senior", None, "senior", ("met", "senior", 1.0)),
    "above": ("lead", None, "senior", ("met", "lead", 1.0)),
    "one step short": ("mid", None, "senior", ("missing", "mid", 0.5)),
    "two steps short": ("junior", None, "senior", ("missing", "junior", 0.0)),
    "no title, many years": ("", 7.0, "senior", ("met", "senior", 1.0)),
    "no title, some years": ("", 3.0, "senior", ("missing", "mid", 0.5)),
    "years above the title": ("junior", 6.0, "senior", ("met", "senior", 1.0)),
    "nothing shown": ("", None, "senior", ("unknown", "", 0.0)),
    "nothing shown, for a beginner": ("", None, "junior", ("met", "", 1.0)),
}


@pytest.mark.parametrize(("seniority", "years", "wanted", "expected"), SENIORITIES.values(), ids=SENIORITIES)
def test_match_seniority(
    seniority: str, years: float | None, wanted: str, expected: tuple[str, str, float]
) -> None:
    shown = profile(seniority=seniority, years=years, titles=("Analyst",))
    match, earned = match_seniority(shown, terms(seniority=wanted, seniority_quote=wanted.title()))
    assert (match.status, match.shown, earned) == expected


def test_seniority_that_no_word_of_the_posting_says_is_not_asked() -> None:
    match, _ = match_seniority(profile(seniority="senior"), terms(seniority="mid"))
    assert match.status == "not-asked"


def test_a_beginners_job_says_that_it_is_below_the_cv() -> None:
    match, earned = match_seniority(
        profile(seniority="lead"), terms(seniority="junior", seniority_quote="Junior")
    )
    assert (match.note, earned) == ("below the CV's level", 1.0)


PLACES: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "not asked": ({"location": "Ghent, Belgium", "country": "BE"}, {}, "not-asked"),
    "remote from anywhere": ({}, {"remote": "remote"}, "met"),
    "remote in the country": (
        {"location": "Ghent, Belgium", "country": "BE"},
        {"remote": "remote", "country": "BE"},
        "met",
    ),
    "remote elsewhere": (
        {"location": "Ghent, Belgium", "country": "BE"},
        {"remote": "remote", "country": "US"},
        "unknown",
    ),
    "the same town": (
        {"location": "Ghent, Belgium", "country": "BE"},
        {"location": "Ghent", "country": "BE"},
        "met",
    ),
    "another town": (
        {"location": "Ghent, Belgium", "country": "BE"},
        {"location": "Liège", "country": "BE"},
        "unknown",
    ),
    "another country": (
        {"location": "Ghent, Belgium", "country": "BE"},
        {"location": "Boston, MA", "country": "US", "remote": "hybrid"},
        "missing",
    ),
    "the CV does not say": ({}, {"location": "Boston, MA", "country": "US"}, "unknown"),
    "a short name is no town": (
        {"location": "Ely", "country": "GB"},
        {"location": "Ely Way, Leeds", "country": "GB"},
        "unknown",
    ),
}


@pytest.mark.parametrize(("shown", "wanted", "status"), PLACES.values(), ids=PLACES)
def test_match_workplace(shown: dict[str, str], wanted: dict[str, str], status: str) -> None:
    assert match_workplace(profile(**shown), terms(**wanted)).status == status
