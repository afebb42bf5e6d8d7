from __future__ import annotations

import pickle

import pytest

from jobscan.extract.role import RoleRules, classify_role, compile_role_rules
from jobscan.lexicon import load_lexicon
from jobscan.vocabulary import ROLES

RULES = compile_role_rules(load_lexicon().role_titles)


def rules_of(*rows: tuple[str, str, str]) -> RoleRules:
    return compile_role_rules(
        [{"role": role, "title_pattern": pattern, "unless": unless} for role, pattern, unless in rows]
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Research Scientist, Plant Vision", "research-scientist"),
        ("AI Research Scientist", "research-scientist"),
        ("Applied Scientist II", "applied-scientist"),
        ("Senior Machine Learning Engineer (Ranking)", "ml-engineer"),
        ("AI/ML Engineer", "ml-engineer"),
        ("Research Engineer, Harvest Models", "ml-engineer"),
        ("MLOps Engineer", "mlops-engineer"),
        ("ML Platform Engineer", "mlops-engineer"),
        ("DATA SCIENTIST", "data-scientist"),
        ("Sr. Data Scientist - Crop Insurance", "data-scientist"),
        ("Product Data Scientist", "data-scientist"),
        ("Data Scientist, Machine Learning", "data-scientist"),
        ("Data Engineer", "data-engineer"),
        ("Big Data Engineer, Senior", "data-engineer"),
        ("AI Data Engineer", "data-engineer"),
        ("Data Architect / Data Modeler", "data-engineer"),
        ("Data Analyst Level III", "data-analyst"),
        ("Marketing Data Analyst", "data-analyst"),
        ("Clinical Data Analyst", "data-analyst"),
        ("Analytics Engineer", "analytics-engineer"),
        ("Business Intelligence Developer", "bi-analyst"),
        ("Power BI Analyst", "bi-analyst"),
        ("Generative AI Engineer", "ai-engineer"),
        ("Prompt Engineer", "ai-engineer"),
        ("Software Engineer, AI (C++)", "software-engineer"),
        ("Mobile Engineer, Android", "software-engineer"),
        ("Senior Site Reliability Engineer", "software-engineer"),
        ("Biostatistician", "statistician"),
        ("Senior Quantitative Analyst", "quantitative-analyst"),
        ("Senior Product Manager, Data", "product-manager"),
        ("Head of Data Science", "manager-of-data-team"),
        ("Director, Machine Learning", "manager-of-data-team"),
        ("Data Engineering Manager", "manager-of-data-team"),
        ("Engineering Manager, AI", "manager-of-data-team"),
        ("Account Executive, Farms", "other"),
        ("AI Sales Engineer", "other"),
        ("Legal Counsel, Data Protection", "other"),
        ("Brand Marketing Manager", "other"),
        ("Technical Program Manager, Machine Learning", "other"),
        ("Technical Recruiter, Data Science", "other"),
        ("Mechanical Engineer, Arms", "other"),
        ("Medical Laboratory Scientist", "other"),
    ],
)
def test_classify_role_by_title(title: str, expected: str) -> None:
    assert classify_role(title, "", RULES)[0] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Data Scientist / Data Engineer", "data-scientist", id="first-named"),
        pytest.param("Data Engineer / Data Scientist", "data-engineer", id="first-named-turned"),
        pytest.param("Data Analyst / Scientist", "data-analyst", id="shared-word"),
        pytest.param("Software Engineer - Data Science", "software-engineer", id="job-then-team"),
        pytest.param("Product Manager - Data Science", "product-manager", id="product-then-team"),
        pytest.param("Data Science Manager", "manager-of-data-team", id="team-then-manager"),
    ],
)
def test_classify_role_takes_what_the_title_names_first(title: str, expected: str) -> None:
    assert classify_role(title, "", RULES)[0] == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "Wanted!", "Mosswood is looking for a senior data engineer.", "data-engineer", id="looking-for"
        ),
        pytest.param("", "As a Data Scientist you will count apples.", "data-scientist", id="no-title"),
        pytest.param(
            "Staff Scientist", "You design protein assays.", "research-scientist", id="bench-scientist"
        ),
        pytest.param(
            "Staff Scientist",
            "You own experimentation on our marketplace.",
            "applied-scientist",
            id="data-scientist",
        ),
        pytest.param(
            "Principal Engineer", "You own our microservices.", "software-engineer", id="engineer-of-code"
        ),
        pytest.param("Principal Engineer", "You own our gearboxes.", "other", id="engineer-of-steel"),
        pytest.param("Gardener", "You grow roses for an engineer.", "other", id="nothing"),
    ],
)
def test_classify_role_by_text_where_the_title_is_vague(title: str, text: str, expected: str) -> None:
    assert classify_role(title, text, RULES)[0] == expected


def test_classify_role_quotes_the_words_that_decided() -> None:
    assert classify_role("Sr. Data Scientist (Apples)", "", RULES) == ("data-scientist", "data scientist")
    assert classify_role("Gardener", "", RULES) == ("other", "")


def test_classify_role_reads_titles_as_they_are_written() -> None:
    rules = rules_of(("data-analyst", "data analyst|analysts", ""))
    for title in ("DATA ANALYST", "Data-Analyst", "Data  Analyst", "Data Analyst/Clerk", "(Data Analyst)"):
        assert classify_role(title, "", rules)[0] == "data-analyst", title


def test_compile_role_rules_unless_and_gap() -> None:
    rules = rules_of(
        ("data-engineer", "data ...1 engineer", "center|text:forklift"), ("other", "engineer", "")
    )
    assert classify_role("Data Platform Engineer", "", rules)[0] == "data-engineer"
    assert classify_role("Data Center Engineer", "", rules)[0] == "other"
    assert classify_role("Data Engineer", "You drive a forklift.", rules)[0] == "other"
    assert classify_role("Data, Engineer", "", rules)[0] == "other"


def test_compile_role_rules_of_one_place_the_first_row_wins() -> None:
    rows = [("data-scientist", "data science", ""), ("manager-of-data-team", "data science manager", "")]
    assert classify_role("Data Science Manager", "", rules_of(*rows))[0] == "data-scientist"
    assert classify_role("Data Science Manager", "", rules_of(*reversed(rows)))[0] == "manager-of-data-team"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(("wizard", "wizard", ""), "'wizard' is not a role", id="role"),
        pytest.param(("other", "", ""), "begins with a word", id="empty"),
        pytest.param(("other", "...2 engineer", ""), "begins with a word", id="gap-first"),
    ],
)
def test_compile_role_rules_refuses_a_row(row: tuple[str, str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rules_of(row)


def test_compile_role_rules_can_be_pickled() -> None:
    again = pickle.loads(pickle.dumps(RULES))
    assert classify_role("Data Engineer", "", again) == classify_role("Data Engineer", "", RULES)


@pytest.mark.parametrize("title", ["", " ", "\n", "🙂", "-" * 10_000, "data " * 10_000, "\ud800"])
def test_classify_role_of_hostile_titles_is_a_role(title: str) -> None:
    assert classify_role(title, "as a " * 5_000, RULES)[0] in ROLES
