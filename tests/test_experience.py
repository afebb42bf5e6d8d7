from __future__ import annotations

import pickle

import pytest

from jobscan.data_files import read_rows
from jobscan.extract.experience import compile_years_rules, find_amounts, find_years
from jobscan.resources import lexicon_directory
from jobscan.text.sections import Section

RULES = compile_years_rules(
    [row.cells for row in read_rows(lexicon_directory() / "experience.csv", ("kind", "phrase", "source"))]
)


def years(text: str, *sections: Section) -> float | None:
    found = find_years(text, sections, RULES)
    return found.minimum if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5+ years of experience in cheese making", 5),
        ("Five years' experience", 5),
        ("Three (3) to five (5) years’ experience", 3),
        ("3-5 yrs of relevant experience", 3),
        ("2 to 4 years of industry experience", 2),
        ("Minimum of 4 years working with bees", 4),
        ("At least 2 years in a similar role", 2),
        ("at least a year of experience", 1),
        ("1.5 years of experience", 1.5),
        ("0-5 years of experience", 0),
        ("7+ years in enterprise cheese sales", 7),
        ("10+ years IT/cloud engineering", 10),
        ("Experience: 6 years", 6),
        ("Years of experience: 4", 4),
        ("Programming in Python ~ 2+ years", 2),
        ("Top Requirements2+ years of experienceSQL", 2),
        ("practical experience.2 years of experience building barns.", 2),
        ("You have over 5 years of experience", 5),
        ("4+ years of hands-on,\n  commercial experience", 4),
        ("What We're Looking For 3-5 years of relevant experience", 3),
        ("We are looking for 2 years of experience", 2),
        ("Industry experience for 2-5 years", 2),
        ("A degree combined with 3-5 years of experience", 3),
        ("8+ years programming experience", 8),
        ("Years of Experience: 10+ years\nDegree: BA", 10),
        ("10+ years equivalent work experience required", 10),
        ("10 years of experience; an advanced degree may be substituted for some", 10),
    ],
)
def test_find_years_of_experience(text: str, expected: float) -> None:
    assert years(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "For over 30 years we have made cheese.",
        "We have 20 years of experience in cheese.",
        "Our team has 12 years of experience in cheese.",
        "Backed by more than 65 years of experience",
        "You are at least 18 years of age.",
        "Graduated within 2 years of graduation",
        "Worked in a dairy in the last 5 years",
        "A 4-year degree",
        "Options vest over 4 years",
        "A 2 year fixed term contract",
        "Three years later we moved to a barn.",
        "Growth plans for the next 3 years",
        "A three-year-old startup",
        "Bachelor's degree or 4 years of equivalent experience",
        "4 additional years of experience may be substituted for the degree",
        "Recent college grad or preferred 2+ years' experience",
        "£60,000 years",
        "We aren't looking for 10 years of legacy experience.",
        "Ten years from now",
        "A 2 year program of experience",
    ],
)
def test_find_years_leaves_alone_what_is_of_else(text: str) -> None:
    assert years(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("6+ years of experience.\n- 3+ years of Java experience", 6, id="first-is-the-main-one"),
        pytest.param("BS and 5 years of experience or MS and 3 years of experience", 3, id="by-degree"),
        pytest.param(
            "3 to 5 years' experience (or MA/MS and two (2) years of experience)", 2, id="by-degree-words"
        ),
        pytest.param(
            "Bachelor's with 2+ years of experience, or 4+ years of experience in lieu of it", 2, id="in-lieu"
        ),
        pytest.param("8+ years experience. (10+ years preferred.)", 8, id="preferred-more"),
        pytest.param("5 years of experience preferred. 3 years of experience required.", 3, id="required"),
        pytest.param("Ideally 5 years of experience", 5, id="only-preferred"),
    ],
)
def test_find_years_of_several(text: str, expected: float) -> None:
    assert years(text) == expected


def test_find_years_reads_sections() -> None:
    text = "We: 20 years of experience.\n2 years of experience\n4 years of experience"
    names = [(0, 28, "company"), (28, 50, "preferred"), (50, len(text), "requirements")]
    assert years(text, *(Section(start, end, name, start, start) for start, end, name in names)) == 4


def test_find_years_quotes_the_passage() -> None:
    text = "You bring three years of paid experience with bees."
    found = find_years(text, [], RULES)
    assert found is not None
    assert found.quote == "three years of paid experience" == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("5+ years of Python, three yrs of SQL", [(5, "5+ years"), (3, "three yrs")], id="two"),
        pytest.param("3-5 years with bees", [(3, "3-5 years")], id="range"),
        pytest.param("Python (2+ years)", [(2, "2+ years")], id="in-brackets"),
        pytest.param("Over the last 5 years Python grew", [], id="of-something-else"),
        pytest.param("40 years of Python", [], id="too-many"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_find_amounts(text: str, expected: list[tuple[float, str]]) -> None:
    found = find_amounts(text, RULES)
    assert [(amount.years, text[amount.start : amount.end].strip()) for amount in found] == expected


def test_compile_years_rules_refuses_an_unknown_kind() -> None:
    with pytest.raises(ValueError, match="legal are no-before"):
        compile_years_rules([{"kind": "never", "phrase": "old"}])


def test_years_rules_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(RULES)) == RULES


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Fernweh Bank has over 20 years of experience in guiding its customers.", id="firm"),
        pytest.param("The team is led by someone with more than 25 years of experience in AI.", id="founder"),
    ],
)
def test_find_years_takes_many_years_for_those_of_others(text: str) -> None:
    assert find_years(text, [Section(0, len(text), "requirements", 0, 0)], RULES) is None
    under_heading = f"Requirements: {text}"
    section = Section(0, len(under_heading), "requirements", 0, 12)
    assert find_years(under_heading, [section], RULES) is not None


def test_find_years_takes_many_years_that_are_asked_for() -> None:
    found = find_years("You must have at least 15 years of experience in payroll.", [], RULES)
    assert found is not None
    assert found.minimum == 15


def test_find_years_takes_many_years_at_the_beginning_of_a_line_as_asked_for() -> None:
    text = "- 15+ years of experience in payroll"
    found = find_years(text, [Section(0, len(text), "requirements", 0, 0)], RULES)
    assert found is not None
    assert found.minimum == 15
