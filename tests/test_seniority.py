from __future__ import annotations

import pickle

import pytest

from jobscan.data_files import read_rows
from jobscan.extract.seniority import classify_seniority, compile_seniority_rules
from jobscan.resources import lexicon_directory
from jobscan.vocabulary import SENIORITIES

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
        ("AI Engineer, Barn Group, Vice President", "senior"),
        ("AI Engineer - Assistant Vice President", "mid"),
        ("Assistant Vice President, Barns", "director"),
        ("Distinguished AI Engineer", "lead"),
        ("Data Analyst - $90K Distinguished Company", "mid"),
        ("Expert Data Scientist", "senior"),
        ("Bee Subject Matter Expert", "mid"),
        ("Experienced Beekeeper", "mid"),
        ("Systems Engineer V", "senior"),
        ("Data Analyst -1+ year contract", "mid"),
        ("Data Entry Clerk", "mid"),
        ("Data Analyst, May 2020 Undergrad", "junior"),
        ("Campus Manager", "mid"),
        ("CTO", "executive"),
        ("Operations Manager, COO Communications", "mid"),
        ("GM, Bee Rides", "manager"),
        ("Data and AI Engineer (Manager)", "manager"),
        ("AI Engineer - Manager", "manager"),
        ("Senior Product Manager, Machine Learning", "senior"),
        ("Product Manager, Data and Analytics", "mid"),
        ("Business Development Manager", "mid"),
        ("Senior Partner Development Manager", "senior"),
        ("Finance Manager", "mid"),
        ("Analytics Operations Manager", "mid"),
        ("Sales Manager I", "mid"),
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
        ("As a Member of Technical Staff - Data Engineer you count.", "mid"),
        ("We need a mid-senior Data Engineer.", "mid"),
        ("As the technical lead engineer of calls you count.", "mid"),
        ("This is not an entry-level position.", "mid"),
        ("For a senior level position, a master's degree is needed.", "mid"),
        ("Entry-level candidates will be considered.", "mid"),
    ],
)
def test_classify_seniority_by_text(text: str, expected: str) -> None:
    assert classify_seniority("Data Engineer", text, RULES)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "You manage a team of milkers.",
        "Five direct reports.",
        "Leading a high-impact team of milkers.",
        "You will hire, coach and drive a high-performing team.",
        "Recruit, mentor and lead diverse, local teams.",
        "Recruit, train, and develop 11-12 milkers and sales executives.",
        "Supervises technicians and other employees.",
        "Line management of milkers.",
        "Experience managing sales teams.",
    ],
)
def test_classify_seniority_of_a_manager_who_leads_people(text: str) -> None:
    assert classify_seniority("Senior Dairy Manager", text, RULES)[0] == "manager"


@pytest.mark.parametrize(
    "text",
    [
        "You lead cross-functional teams.",
        "You manage internal teams and vendor teams.",
        "No direct reports.",
        "You build strong relationships with the sales team.",
        "People management experience is a plus.",
        "We hire people with high urgency.",
        "You manage a budget.",
    ],
)
def test_classify_seniority_of_a_manager_who_leads_no_people(text: str) -> None:
    assert classify_seniority("Dairy Manager", text, RULES)[0] == "mid"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Strategy & Analytics Manager", "manager", id="open"),
        pytest.param("Strategic Account Sales Manager", "manager", id="not-of-accounts"),
        pytest.param("Dairy Tech Lead & Manager", "manager", id="lead"),
        pytest.param("Account Manager", "mid", id="account"),
        pytest.param("Senior Program Manager", "senior", id="program"),
        pytest.param("Product Manager", "mid", id="product"),
        pytest.param("Dairy Hand", "mid", id="no-manager"),
        pytest.param("Dairy Director", "director", id="director"),
    ],
)
def test_classify_seniority_asks_the_text_where_the_title_leaves_open_what_is_managed(
    title: str, expected: str
) -> None:
    assert classify_seniority(title, "You manage a team of milkers.", RULES)[0] == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Data Scientist 4", "We're seeking a Principal Data Scientist.", "lead"),
        ("Data Scientist 4", "We're seeking a Junior Data Scientist.", "senior"),
        ("Data Scientist II", "We're seeking a Principal Data Scientist.", "mid"),
        ("Senior Data Scientist", "We're seeking a Principal Data Scientist.", "senior"),
    ],
)
def test_classify_seniority_a_grade_gives_way_to_a_name(title: str, text: str, expected: str) -> None:
    assert classify_seniority(title, text, RULES)[0] == expected


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


@pytest.mark.parametrize(
    "title", ["", " ", "🙂", "manager " * 5_000, "\ud800", "Dairy Manager", "Data Scientist"]
)
@pytest.mark.parametrize(
    "text",
    ["", "lead, coach a " * 5_000, "as a senior " * 5_000, "\n" * 50_000, "manage " * 20_000, "İ" * 9],
    ids=len,
)
def test_classify_seniority_of_hostile_input_is_a_level(title: str, text: str) -> None:
    assert classify_seniority(title, text, RULES)[0] in SENIORITIES
