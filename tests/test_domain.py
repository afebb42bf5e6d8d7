from __future__ import annotations

import csv
import pickle

import pytest

from jobscan.extract.domain import (
    DomainRules,
    classify_domain,
    compile_domain_rules,
)
from jobscan.resources import lexicon_directory
from jobscan.text.sections import Section
from jobscan.vocabulary import DOMAINS, OTHER_DOMAIN


def _shipped() -> DomainRules:
    with (lexicon_directory() / "domains.csv").open(encoding="utf-8", newline="") as file:
        return compile_domain_rules(list(csv.DictReader(file)))


RULES = _shipped()


def rules_of(*rows: tuple[str, str, str, str]) -> DomainRules:
    return compile_domain_rules(
        [dict(zip(("domain", "weight", "place", "phrase"), row, strict=True)) for row in rows]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We run clinical trials in oncology for hospitals and their patients.", "healthcare"),
        ("A hedge fund: you research trading strategies for portfolio managers.", "finance"),
        ("Corporate cards and spend management for orchards.", "finance"),
        ("Our robots pick pears; you write motion planning for robotic arms.", "robotics"),
        ("An online retailer of apparel, with e-commerce and stores in Kent.", "retail"),
        (
            "You support Department of Defense customers; a Top Secret clearance is needed.",
            "government-defense",
        ),
        ("Renewable energy and the power grid: we forecast electricity.", "energy"),
        ("Insurers and reinsurers price with us; you know underwriting.", "insurance"),
        ("An ad tech platform: programmatic advertising for advertisers.", "advertising"),
        ("Our factories run production lines for semiconductor makers.", "manufacturing"),
        ("An edtech for teachers and learners in the classroom.", "education"),
        ("A ride-hailing app with couriers and food delivery.", "transport"),
        ("We sell corporate cards for finance teams: business spend in one place.", "finance"),
        ("You run assays on proteins, in vitro and in vivo, and validate biomarkers.", "healthcare"),
        ("Industry: Healthcare\nJob length: 3 months", "healthcare"),
        ("The National Nuclear Security Administration is our customer.", "government-defense"),
        ("We plan for construction teams and the construction industry.", OTHER_DOMAIN),
        ("A sportsbook: you price bets for the casino and the betting shops.", OTHER_DOMAIN),
        ("A studio for video games: game developers build worlds for players.", OTHER_DOMAIN),
        ("You write Python and SQL with a friendly team.", OTHER_DOMAIN),
        ("", OTHER_DOMAIN),
    ],
)
def test_classify_domain_by_the_text(text: str, expected: str) -> None:
    domain, quote = classify_domain("Data Scientist", "", text, [], RULES)
    assert domain == expected
    assert bool(quote) == (expected != OTHER_DOMAIN)
    assert quote in text


@pytest.mark.parametrize(
    ("title", "company", "expected"),
    [
        ("Analyst", "Pearwood Bank", "finance"),
        ("Analyst", "Pearwood University", "education"),
        ("Analyst", "Pearwood Therapeutics", "healthcare"),
        ("Analyst", "Pearwood Mutual Insurance", "insurance"),
        ("Clinical Analyst", "Pearwood", "healthcare"),
        ("Analyst", "Pearwood", OTHER_DOMAIN),
    ],
)
def test_classify_domain_by_title_and_company(title: str, company: str, expected: str) -> None:
    assert classify_domain(title, company, "", [], RULES)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Medical, dental and health insurance, life insurance, tuition reimbursement.", id="benefits"
        ),
        pytest.param(
            "Protected veteran status, military service, medical condition.", id="equal-opportunity"
        ),
        pytest.param("A degree from an accredited university, or high school.", id="education-asked"),
        pytest.param("Delivery of projects, key drivers, data stores, continuous delivery.", id="idioms"),
        pytest.param(
            "Customers in health care, banking, retail, insurance and energy.", id="list-of-industries"
        ),
        pytest.param("Healthy, energetic, robotically manufactured prose", id="parts-of-words"),
        pytest.param("Trusted by government agencies and the U.S. Army.", id="customers-named"),
        pytest.param("A Master's degree in mechanical or chemical engineering, or physics.", id="fields"),
        pytest.param("Ad hoc reports for technical and non-technical audiences.", id="functions"),
        pytest.param("Azure Data Factory pipelines feed the data store.", id="products"),
    ],
)
def test_classify_domain_says_nothing(text: str) -> None:
    assert classify_domain("Analyst", "", text, [], RULES) == (OTHER_DOMAIN, "")


def test_classify_domain_weighs_by_section() -> None:
    rules = rules_of(("energy", "4", "text", "solar"))
    text = "solar"

    def domain_in(name: str) -> str:
        return classify_domain("", "", text, [Section(0, 5, name, 0, 0)], rules)[0]

    assert domain_in("company") == "energy"  # 4 times 1.5 is enough
    assert domain_in("duties") == OTHER_DOMAIN
    assert domain_in("benefits") == OTHER_DOMAIN


def test_classify_domain_counts_a_phrase_three_times_at_most() -> None:
    three = rules_of(("energy", "2", "text", "solar"))
    assert classify_domain("", "", "solar solar solar", [], three)[0] == "energy"
    few = rules_of(("energy", "1.6", "text", "solar"))
    assert classify_domain("", "", "solar " * 9, [], few)[0] == OTHER_DOMAIN


def test_classify_domain_is_not_decided_by_words_that_every_job_has() -> None:
    rules = rules_of(*(("finance", "1.5", "text", word) for word in ("tax", "expense", "payment", "credit")))
    assert classify_domain("", "", "tax, expense, payment, credit", [], rules)[0] == OTHER_DOMAIN


def test_classify_domain_counts_the_employer_s_name_once() -> None:
    rules = rules_of(("transport", "4", "text", "freight"), ("retail", "6", "text", "shops"))
    text = "Barn Freight Tools has shops. Join Freight Tools."
    assert classify_domain("", "Barn Freight Tools", text, [], rules)[0] == "retail"
    assert classify_domain("", "Barn", "Freight by rail, freight by road.", [], rules)[0] == "transport"


@pytest.mark.parametrize(
    ("industry", "expected"),
    [
        ("Financial Services", "finance"),
        ("Hospital & Health Care", "healthcare"),
        ("Airlines/Aviation", "transport"),
        ("Aviation & Aerospace", "manufacturing"),
        ("Defense & Space", "government-defense"),
        ("Consumer Packaged Goods", "retail"),
        ("Higher Education", "education"),
        ("Information Technology", OTHER_DOMAIN),
        ("Computer Games", OTHER_DOMAIN),
    ],
)
def test_classify_domain_by_the_industry_that_the_source_states(industry: str, expected: str) -> None:
    assert classify_domain("Analyst", "", "", [], RULES, industry=industry)[0] == expected


def test_classify_domain_lets_a_clear_text_correct_the_industry() -> None:
    text = "We build software for hospitals: clinical workflows, patient records and medical imaging."
    assert classify_domain("Analyst", "", text, [], RULES, industry="Industrial")[0] == "healthcare"


def test_classify_domain_takes_the_longest_phrase() -> None:
    rules = rules_of(("energy", "9", "text", "power"), ("", "0", "text", "power bi"))
    assert classify_domain("", "", "We use Power BI.", [], rules)[0] == OTHER_DOMAIN
    assert classify_domain("", "", "We sell power.", [], rules) == ("energy", "power")


def test_classify_domain_reads_hyphens_and_line_breaks_as_spaces() -> None:
    rules = rules_of(("transport", "9", "text", "self driving cars"))
    assert classify_domain("", "", "Self-driving\ncars", [], rules) == ("transport", "Self-driving\ncars")


def test_compile_domain_rules_pickles() -> None:
    assert pickle.loads(pickle.dumps(RULES)) == RULES


def test_classify_domain_survives_hostile_text() -> None:
    text = "solar bank, hospital; robots " * 4_000
    assert classify_domain("solar " * 5_000, "bank " * 5_000, text, [], RULES)[0] in DOMAINS


@pytest.mark.parametrize(
    "row",
    [("farming", "1", "text", "pear"), ("energy", "1", "body", "pear"), ("energy", "much", "text", "pear")],
    ids=["domain", "place", "weight"],
)
def test_compile_domain_rules_refuses(row: tuple[str, str, str, str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        rules_of(row)


def test_domains_are_those_of_the_table() -> None:
    with (lexicon_directory() / "domains.csv").open(encoding="utf-8", newline="") as file:
        assert {row["domain"] for row in csv.DictReader(file)} == {*DOMAINS, ""}
