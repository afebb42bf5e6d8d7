from __future__ import annotations

import csv
import pickle
from pathlib import Path

import pytest

from jobscan.extract.workplace import Workplace, WorkplaceRules, compile_workplace_rules, find_workplace
from jobscan.resources import lexicon_directory


def _shipped() -> WorkplaceRules:
    path: Path = lexicon_directory() / "workplace.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return compile_workplace_rules(list(csv.DictReader(file)))


RULES = _shipped()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This is a fully remote position.", "remote"),
        ("Location: Remote (US)", "remote"),
        ("Remote (U.S. time zones)", "remote"),
        ("We are a remote-first company.", "remote"),
        ("Work from home with global travel twice a year", "remote"),
        ("Perks: WFH, snacks", "remote"),
        ("The role will be home based.", "remote"),
        ("You may work remotely from anywhere in Spain.", "remote"),
        ("Work Remotely:\nYes", "remote"),
        ("#LI-Remote", "remote"),
        ("Hull - Currently remote", "remote"),
        ("Remote for the foreseeable future", "remote"),
        ("Data Analyst, Hull (Remote)", "remote"),
        ("Comfortable working from a home office", "remote"),
        ("This is a remote position; you must be able to work onsite at clients.", "remote"),
        ("This role follows a hybrid collaboration model with 3+ days per week in Hull.", "hybrid"),
        ("We are a hybrid company based in Kent with offices in Hull.", "hybrid"),
        ("Work Mode: Hull - Hybrid", "hybrid"),
        ("Work From Home: NoTravel: 25%", "onsite"),
        ("The job requires someone to be on-site with our team.", "onsite"),
        ("This is a hybrid role in Leeds.", "hybrid"),
        ("You come to our office three days a week.", "hybrid"),
        ("2-3 days a week in the office", "hybrid"),
        ("Onsite with the grower in Davis 4 days per week", "hybrid"),
        ("Staff spend at least half of their work time in their assigned office.", "hybrid"),
        ("Benefits: work-from-home days", "hybrid"),
        ("Location: Fully remote, or hybrid in Hull", "hybrid"),
        ("Remote up to 3 days a week", "hybrid"),
        ("This role is onsite in Fresno.", "onsite"),
        ("This requires being in-person 5 days a week.", "onsite"),
        ("You work in the office five days a week.", "onsite"),
        ("No remote work.", "onsite"),
        ("This is not a remote position.", "onsite"),
        ("Work Remotely: No", "onsite"),
        ("Join the cider team in our Hereford office.", "onsite"),
        ("Willing to work onsite at customer sites", "onsite"),
    ],
)
def test_find_workplace_in_the_text(text: str, expected: str) -> None:
    assert find_workplace(text, RULES).value == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 Orchard Lane, Hereford",
        "You lead remote teams.",
        "Support for remote customers",
        "Experience in remote sensing",
        "Our hybrid cloud platform",
        "You build hybrid search over pears.",
        "Ability to work remotely with distributed teams",
        "The role is temporarily remote due to COVID-19.",
        "Unless formally approved to work fully remotely, ask.",
        "In-office perks: lunch and snacks",
        "Onsite interview with the team",
        "A $500 home office stipend",
        "Meet growers in person.",
        "Remotely",
        "You may work from anywhere in the country for up to four weeks per year.",
        "We work from in-office, to office-flex, to fully remote, as the roles require.",
        "This is a unique hybrid role that will combine analysis with bees.",
    ],
)
def test_find_workplace_says_nothing(text: str) -> None:
    assert find_workplace(text, RULES) == Workplace("", "", 0, 0)


@pytest.mark.parametrize(
    ("title", "location", "expected"),
    [
        ("Analyst", "Home based - Americas, EMEA", "remote"),
        ("Analyst", "Office Based - Taipei, Taiwan", "onsite"),
        ("Analyst", "Remote", "remote"),
        ("Analyst (Remote)", "Hull", "remote"),
        ("Analyst", "Hull (Hybrid)", "hybrid"),
        ("Remote Sensing Scientist", "Hull", ""),
        ("Analyst", "Hull", ""),
    ],
)
def test_find_workplace_in_location_and_title(title: str, location: str, expected: str) -> None:
    assert find_workplace("", RULES, title=title, location=location).value == expected


def test_find_workplace_the_source_s_field_wins() -> None:
    found = find_workplace("Fully remote role", RULES, location="Remote", stated="onsite")
    assert found == Workplace("onsite", "", 0, 0)


def test_find_workplace_the_location_wins_over_the_text() -> None:
    assert find_workplace("A hybrid role", RULES, location="Remote").value == "remote"


def test_find_workplace_quotes_the_text() -> None:
    text = "ÅİA\nThis is a hybrid position."
    found = find_workplace(text, RULES)
    assert found.quote == "hybrid position"
    assert text[found.start : found.end] == found.quote


def test_compile_workplace_rules_pickles() -> None:
    rules = pickle.loads(pickle.dumps(RULES))
    assert find_workplace("A hybrid role", rules).value == "hybrid"


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "at home"},
        {"place": "body"},
        {"weight": "much"},
        {"phrase": ""},
        {"phrase": "...3 remote"},
        {"phrase": "|"},
    ],
)
def test_compile_workplace_rules_refuses(changed: dict[str, str]) -> None:
    row = {
        "value": "remote",
        "weight": "1",
        "place": "text",
        "hint": "remote",
        "phrase": "remote",
        "source": "",
    }
    with pytest.raises(ValueError, match=r".+"):
        compile_workplace_rules([row | changed])


def test_shipped_hints_stand_in_what_their_phrases_match() -> None:
    with (lexicon_directory() / "workplace.csv").open(encoding="utf-8", newline="") as file:
        wrong = [
            row["phrase"]
            for row in csv.DictReader(file)
            if row["hint"].replace("-", " ") not in row["phrase"].replace("_", " ").replace("-", " ")
            and not (row["hint"] == "site" and "onsite" in row["phrase"])
        ]
    assert wrong == []
