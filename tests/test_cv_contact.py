"""Who and where a person is stays out of quotes, and is no place to look for skills."""

from __future__ import annotations

from datetime import date

import pytest

from jobscan.cv import Cv, profile_of
from jobscan.cv.contact import contact_spans, name_line, name_of, without_contact
from jobscan.cv.dates import find_dates
from jobscan.cv.lines import lines_of
from jobscan.lexicon import load_lexicon

TODAY = date(2026, 6, 15)
LENGTH = 50_000


@pytest.mark.parametrize(
    "contact",
    [
        pytest.param("ines.ravn@example.org", id="e-mail"),
        pytest.param("ines.ravn @ mail.example.org", id="e-mail set with gaps"),
        pytest.param("+44 2017 946 0958", id="telephone with digits like a year"),
        pytest.param("+32 9 555 01 23", id="telephone with country"),
        pytest.param("(206) 555-0149", id="American telephone"),
        pytest.param("206.555.0149", id="telephone with points"),
        pytest.param("https://ravn.example/cv?x=1", id="link"),
        pytest.param("www.ravn.example", id="www"),
        pytest.param("linkedin.com/in/ines-ravn", id="profile without https"),
        pytest.param("github.com/iravn/tide", id="repository"),
        pytest.param("ines-ravn.dev", id="own domain"),
        pytest.param("12 Harbour Mill Road", id="English street"),
        pytest.param("12 harbour street", id="street in small letters"),
        pytest.param("Hafenstraße 7b", id="German street"),
        pytest.param("Keizerstraat 12", id="Dutch street"),
    ],
)
def test_contact_details_are_taken_out(contact: str) -> None:
    assert without_contact(f"Built APIs; {contact}; in Ghent") == "Built APIs; …; in Ghent"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2018 - 2020", id="years"),
        pytest.param("01/2019 – 03/2021", id="months"),
        pytest.param("3 Data Scientists on the way to 40% more sales", id="a number before words"),
        pytest.param("Cut the load from 1200 to 80 ms", id="measures"),
        pytest.param("Node.js, ASP.NET Core, C++", id="tools with points"),
        pytest.param("5 years of building the way we test", id="years before the word way"),
    ],
)
def test_what_is_no_contact_stays(text: str) -> None:
    assert without_contact(text) == text


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Julia Stone\nData Engineer", "Julia Stone"),
        ("# Scala Reyes de la Cruz\n", ""),
        ("# Scala Reyes\n", "Scala Reyes"),
        ("RUBY HALE, Leeds", "RUBY HALE"),
        ("Curriculum Vitae\nJean-Luc O'Brien | Paris", "Jean-Luc O'Brien"),
        ("Senior Data Engineer\nPython, SQL", ""),
        ("", ""),
    ],
)
def test_the_name_is_found_at_the_head(head: str, name: str) -> None:
    assert name_of(lines_of(head)) == name
    assert (name_line(lines_of(head)) is None) is (name == "")


def test_the_name_is_hidden_wherever_it_stands() -> None:
    text = "Julia Stone\nEngineer\nJulia Stone built it, and JULIA STONE ran it"
    assert [text[start:end] for start, end in contact_spans(lines_of(text))] == [
        "Julia Stone",
        "Julia Stone",
        "JULIA STONE",
    ]
    assert without_contact("Julia Stone, Julia Stoneware", name="Julia Stone") == "…, Julia Stoneware"


def test_no_field_but_the_text_tells_who_it_is() -> None:
    text = (
        "Julia Stone\n12 Harbour Mill Road, Leeds, United Kingdom\n"
        "julia@stone.example.org | +44 113 555 0149\n"
        "github.com/jstone\n\n"
        "Summary\nJulia Stone is a data engineer with Python. Write to julia@stone.example.org\n\n"
        "Projects\nTide tables in Python, see github.com/jstone/tide\n\n"
        "Experience\nData Engineer, Tidepool, 2019 - 2021\n"
        "- Julia Stone ran SQL for julia@stone.example.org\n\n"
        "Certificates\nSQL Certificate 2020, https://stone.example.org/c/1\n"
    )
    found = profile_of(Cv(text, "text", "cv.txt"), load_lexicon(), today=TODAY)
    told = repr((found.skills, found.jobs, found.years_quote, found.degrees, found.titles))
    told += repr((found.certificates, found.portfolio, found.location))
    assert {"python", "sql"} <= found.skills.keys()
    assert "julia" not in found.skills
    assert [word for word in ("Julia", "Stone", "stone", "555", "Harbour") if word in told] == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("a" * LENGTH, id="one word"),
        pytest.param("a." * LENGTH, id="points"),
        pytest.param("a-" * LENGTH, id="hyphens"),
        pytest.param("12 " * LENGTH, id="numbers"),
        pytest.param("(1) " * LENGTH, id="numbers in brackets"),
        pytest.param("a@" * LENGTH, id="at signs"),
        pytest.param("1 Ab Ab " * LENGTH, id="half a street"),
        pytest.param("Ab" * LENGTH + "strasse", id="a street without end"),
        pytest.param("may" + " " * LENGTH + "x", id="a month and white space"),
        pytest.param("2019 - " * LENGTH, id="years"),
    ],
)
def test_a_long_line_takes_time_in_proportion(line: str) -> None:
    """With the squares of these lengths, one of them would take many minutes."""
    assert isinstance(without_contact(line), str)
    assert contact_spans(lines_of(line)) == sorted(contact_spans(lines_of(line)))
    assert len(find_dates(line, today=TODAY)) < LENGTH
