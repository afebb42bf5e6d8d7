from __future__ import annotations

import pickle

import pytest

from jobscan.data_files import read_rows
from jobscan.extract.seniority import classify_seniority, compile_seniority_rules
from jobscan.resources import lexicon_directory

COLUMNS = ("level", "where", "phrase", "unless", "source")
RULES = compile_seniority_rules(
    [row.cells for row in read_rows(lexicon_directory() / "seniority_titles.csv", COLUMNS)]
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data Science Intern", "intern"),
        ("Data Analyst / Scientist [Full-time or intern)]", "intern"),
        ("Internal Data Analyst", "mid"),
        ("Junior Data Analyst", "junior"),
        ("Jr. Data Analyst", "junior"),
        ("Graduate Software Engineer", "junior"),
        ("Data Analyst - Entry-Level", "junior"),
        ("Data Analyst I", "junior"),
        ("Data Analyst 1: Cheese", "junior"),
        ("Data Scientist", "mid"),
        ("Software Engineer II, Barns", "mid"),
        ("Associate Scientist", "mid"),
        ("", "mid"),
        ("Sr. Data Scientist", "senior"),
        ("Data Analyst Level III", "senior"),
        ("Senior Associate, Cheese", "senior"),
        ("Senior Data Engineer - Vice President", "senior"),
        ("Senior Product Manager", "senior"),
        ("Data Analyst, Senior Living", "mid"),
        ("Staff Scientist", "lead"),
        ("Sr Staff Software Engineer", "lead"),
        ("Principal Engineer", "lead"),
        ("Head Data Scientist", "lead"),
        ("Senior Lead AI Engineer", "lead"),
        ("Member of Technical Staff", "mid"),
        ("Staff Accountant", "mid"),
        ("Lead Generation Analyst", "mid"),
        ("Engineering Manager", "manager"),
        ("Data Science Manager, Cheese", "manager"),
        ("Manager, Data Science", "manager"),
        ("Sr. Manager, Big Data", "manager"),
        ("Account Manager", "mid"),
        ("Technical Program Manager", "mid"),
        ("Product Manager", "mid"),
        ("Strategy & Analytics Manager", "mid"),
        ("Account Executive", "mid"),
        ("Head of Data", "director"),
        ("Associate Director, Data", "director"),
        ("Senior Director Data Science", "director"),
        ("VP of Data Science", "executive"),
        ("Chief Data Officer", "executive"),
        ("Managing Director", "executive"),
        ("Engineer, Office of the CTO", "mid"),
        ("AI Principal Engineer, VP", "lead"),
    ],
)
def test_classify_seniority_by_title(title: str, expected: str) -> None:
    assert classify_seniority(title, "", RULES)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Job Title: Senior Data Engineer.", "senior"),
        ("Mosswood is looking for a motivated Senior Data Engineer to count bees.", "senior"),
        ("As a junior data engineer you will count bees.", "junior"),
        ("We seek a seasoned Data Engineer.", "senior"),
        ("This is an entry-level position.", "junior"),
        ("As a Staff Data Engineer you will count bees.", "lead"),
        ("You will mentor junior engineers.", "mid"),
        ("You present to senior engineering leaders.", "mid"),
        ("You report to the Senior Data Engineer.", "mid"),
        ("As a senior member of the team the engineer counts.", "mid"),
    ],
)
def test_classify_seniority_by_text(text: str, expected: str) -> None:
    assert classify_seniority("Data Engineer", text, RULES)[0] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Dairy Manager", "manager"), ("Account Manager", "mid"), ("Dairy Hand", "mid")],
)
def test_classify_seniority_of_who_manages_people(title: str, expected: str) -> None:
    assert (
        classify_seniority(title, "You manage a team of milkers with five direct reports.", RULES)[0]
        == expected
    )


def test_classify_seniority_the_title_goes_before_the_text() -> None:
    assert classify_seniority("Junior Analyst", "We seek a Senior Analyst.", RULES)[0] == "junior"


def test_classify_seniority_quotes_the_words_that_decided() -> None:
    assert classify_seniority("Sr. Data Scientist", "", RULES) == ("senior", "Sr")
    assert classify_seniority("Manager, Barns", "", RULES) == ("manager", "Manager")
    assert classify_seniority("Data Scientist", "", RULES) == ("mid", "")


@pytest.mark.parametrize("row", [("boss", "title"), ("senior", "footer")], ids=["level", "where"])
def test_compile_seniority_rules_refuses_what_is_not_legal(row: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="legal are"):
        compile_seniority_rules([{"level": row[0], "where": row[1], "phrase": "chief", "unless": ""}])


def test_seniority_rules_can_be_pickled() -> None:
    rules = pickle.loads(pickle.dumps(RULES))
    assert classify_seniority("Lead Analyst", "", rules)[0] == "lead"
