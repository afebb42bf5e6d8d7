from __future__ import annotations

import pickle

import pytest

from jobscan.data_files import read_rows
from jobscan.extract.role import RoleRules, classify_role, compile_role_rules
from jobscan.resources import lexicon_directory
from jobscan.vocabulary import ROLES

TITLES = read_rows(lexicon_directory() / "role_titles.csv", ("role", "title_pattern", "unless", "source"))
DUTIES = read_rows(
    lexicon_directory() / "role_duties.csv", ("title_pattern", "role", "least", "duties", "source")
)
RULES = compile_role_rules([row.cells for row in TITLES], [row.cells for row in DUTIES])

Row = tuple[str, str, str]
Duties = tuple[str, str, str, str]


def rules_of(*rows: Row, duties: tuple[Duties, ...] = ()) -> RoleRules:
    return compile_role_rules(
        [dict(zip(("role", "title_pattern", "unless"), row, strict=True)) for row in rows],
        [dict(zip(("title_pattern", "role", "least", "duties"), row, strict=True)) for row in duties],
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
        ("Customer Data Analytics Manager", "manager-of-data-team"),
        ("Senior Manager, Barn Systems - BI & Data Analytics", "manager-of-data-team"),
        ("Research Manager, Foundation Models", "manager-of-data-team"),
        ("Strategy & Analytics Manager, Barns", "data-analyst"),
        ("Entry Level Data Analyst", "data-analyst"),
        ("Data Analyst, Center for Bee Health", "data-analyst"),
        ("Assistant Data Analyst", "data-analyst"),
        ("Honey Integrity Data Analyst", "data-analyst"),
        ("Data Quality Analyst (Data Scientist)", "data-scientist"),
        ("New Graduate - Farm Data & Analytics (FDA) - Data Scientist", "data-scientist"),
        ("Senior Data Science Engineer", "data-scientist"),
        ("Machine Learning (ML) Engineer - Bees", "ml-engineer"),
        ("Forward Deployed Machine Learning Engineer", "ml-engineer"),
        ("Natural Language Processing (NLP) Expert", "ml-engineer"),
        ("AI/ML Ops Engineer", "mlops-engineer"),
        ("Platform Engineer - AI/ML Infrastructure", "mlops-engineer"),
        ("AI Deployment Engineer", "ai-engineer"),
        ("AI Automation Engineer", "ai-engineer"),
        ("Forward Deployed Engineer | Agentic AI", "ai-engineer"),
        ("Deep Learning/Computer Vision Scientist", "research-scientist"),
        ("BI Data Engineer", "data-engineer"),
        ("Engineer, Big Data", "data-engineer"),
        ("Python Big Data Hadoop Developer", "data-engineer"),
        ("Data & Analytics Engineer", "analytics-engineer"),
        ("AI Security Engineer", "software-engineer"),
        ("Desarrollador Java senior", "software-engineer"),
        ("GTM Systems Engineer (AI & Automation)", "other"),
        ("AI Engineer (Pre-Sales)", "other"),
        ("AI Field Engineer", "other"),
        ("Data Entry Clerk", "other"),
        ("Data Science Recruiter", "other"),
        ("Data Analyst Tutor", "other"),
        ("Data Security Analyst", "other"),
        ("Working Student Farms - AI & Automation", "other"),
        ("Product Marketing Manager, Herd Analytics", "other"),
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
        pytest.param("Systems Engineer II - Data Analyst", "data-analyst", id="vague-then-plain"),
        pytest.param("Scientist, Data Mining", "other", id="vague-then-team"),
    ],
)
def test_classify_role_takes_what_the_title_names_first(title: str, expected: str) -> None:
    assert classify_role(title, "", RULES)[0] == expected


BENCH = "Ph.D. in biology. You run assays in our laboratory and publish your experiments."
MARKET = "You run experiments on our marketplace and build machine learning models and pricing algorithms."
CODE = "You write Java microservices, review code, design APIs and run them on Kubernetes."
AGENTS = "You build LLM agents with LangChain: retrieval-augmented generation, prompts, guardrails, MCP."
MODELS = (
    "You train models in PyTorch: feature engineering, classification, ranking and deep learning, "
    "and bring models into production."
)
FIGURES = "You write SQL, build dashboards, run A/B tests and turn data sets into insights."
REPORTS = "You run our business intelligence: Tableau dashboards, the data warehouse, ETL and visualizations."
HERD = "You lead machine learning engineers who build ML models for recommendations."
PEOPLE = "You manage a team of six direct reports, hire and coach."


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "Wanted!", "Mosswood is looking for a senior data engineer.", "data-engineer", id="looking-for"
        ),
        pytest.param("", "As a Data Scientist you will count apples.", "data-scientist", id="no-title"),
        pytest.param("Staff Scientist", BENCH, "research-scientist", id="scientist-of-cells"),
        pytest.param("Staff Scientist", MARKET, "applied-scientist", id="scientist-of-markets"),
        pytest.param("Staff Scientist", "You wade in marshes.", "other", id="scientist-of-marshes"),
        pytest.param(
            "Staff Scientist",
            f"5 years as a Data Scientist. {MARKET}",
            "data-scientist",
            id="named-in-the-text",
        ),
        pytest.param("Principal Engineer", CODE, "software-engineer", id="engineer-of-code"),
        pytest.param("Principal Engineer", "You own our gearboxes.", "other", id="engineer-of-steel"),
        pytest.param("Staff Engineer, Agentic AI", AGENTS, "ai-engineer", id="engineer-of-agents"),
        pytest.param("Staff Engineer, Agentic AI", CODE, "software-engineer", id="engineer-for-agents"),
        pytest.param("AI/ML Engineer", AGENTS, "ai-engineer", id="both-named-agents-built"),
        pytest.param("AI/ML Engineer", MODELS, "ml-engineer", id="both-named-models-built"),
        pytest.param("AI/ML Engineer", "You count bees.", "ml-engineer", id="both-named-nothing-said"),
        pytest.param("Software Engineer - ML/AI", MODELS, "ml-engineer", id="software-of-models"),
        pytest.param("Software Engineer - ML/AI", CODE, "software-engineer", id="software-of-code"),
        pytest.param("AI Software Engineer", AGENTS, "ai-engineer", id="ai-software-of-agents"),
        pytest.param("AI Software Engineer", CODE, "software-engineer", id="ai-software-of-code"),
        pytest.param("Hive Analyst", FIGURES, "data-analyst", id="analyst-of-figures"),
        pytest.param("Hive Analyst", "You take notes in meetings.", "other", id="analyst-of-notes"),
        pytest.param("Business Analyst", REPORTS, "bi-analyst", id="analyst-of-reports"),
        pytest.param("Business Analyst", "You write user stories.", "other", id="analyst-of-stories"),
        pytest.param("Financial Analyst", FIGURES, "other", id="analyst-of-money"),
        pytest.param("Engineering Manager, Hives", HERD, "manager-of-data-team", id="manager-of-models"),
        pytest.param("Engineering Manager, Hives", CODE, "other", id="manager-of-code"),
        pytest.param(
            "Senior Engineering Manager",
            "Senior Data Engineering Manager\nMosswood\nYou lead.",
            "manager-of-data-team",
            id="named-in-the-first-line",
        ),
        pytest.param("Data Science Lead", PEOPLE, "manager-of-data-team", id="lead-of-people"),
        pytest.param("Data Science Lead", MODELS, "data-scientist", id="lead-of-work"),
        pytest.param(
            "Member of Technical Staff, Hives",
            "We're looking for Machine Learning Engineers.",
            "ml-engineer",
            id="staff-named",
        ),
        pytest.param("Member of Technical Staff, Hives", CODE, "software-engineer", id="staff-of-code"),
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
    rules = rules_of(("data-engineer", "data ...1 engineer", "center"), ("other", "engineer", ""))
    assert classify_role("Data Platform Engineer", "", rules)[0] == "data-engineer"
    assert classify_role("Data Center Engineer", "", rules)[0] == "other"
    assert classify_role("Data, Engineer", "", rules)[0] == "other"


def test_compile_role_rules_duties_are_counted_once_each_and_compared() -> None:
    rules = rules_of(
        ("other", "keeper", ""),
        duties=(
            ("keeper", "data-analyst", "2", "count bees|counts; sql; charts"),
            ("keeper", "data-engineer", "1", "pipes|pipelines;C++"),
        ),
    )
    assert classify_role("Bee Keeper", "You count bees. You counts bees.", rules) == ("other", "keeper")
    assert classify_role("Bee Keeper", "You count\nbees in SQL.", rules) == (
        "data-analyst",
        "count bees, sql",
    )
    assert classify_role("Bee Keeper", "C++ (pipelines), SQL, charts", rules)[0] == "data-analyst"
    assert classify_role("Bee Keeper", "C++, bagpipes", rules) == ("data-engineer", "c++")
    assert classify_role("Bee Keeper", "bagpipes", rules) == ("other", "keeper")


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
        pytest.param(("other", "data? engineer", ""), "begins with a word", id="optional-first"),
    ],
)
def test_compile_role_rules_refuses_a_row(row: Row, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rules_of(row)


@pytest.mark.parametrize(
    ("duties", "message"),
    [
        pytest.param(("baker", "data-analyst", "1", "sql"), "no row has", id="pattern"),
        pytest.param(("keeper", "wizard", "1", "sql"), "'wizard' is not a role", id="role"),
        pytest.param(("keeper", "data-analyst", "many", "sql"), "invalid literal", id="least"),
    ],
)
def test_compile_role_rules_refuses_duties(duties: Duties, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rules_of(("other", "keeper", ""), duties=(duties,))


def test_compile_role_rules_can_be_pickled() -> None:
    again = pickle.loads(pickle.dumps(RULES))
    assert classify_role("Hive Analyst", FIGURES, again) == classify_role("Hive Analyst", FIGURES, RULES)


@pytest.mark.parametrize(
    "title", ["", " ", "\n", "🙂", "-" * 10_000, "data " * 10_000, "\ud800", "Scientist"]
)
@pytest.mark.parametrize(
    "text", ["", "as a " * 5_000, "\n" * 50_000, "machine learning " * 5_000, "\ud800" * 9], ids=len
)
def test_classify_role_of_hostile_input_is_a_role(title: str, text: str) -> None:
    assert classify_role(title, text, RULES)[0] in ROLES
