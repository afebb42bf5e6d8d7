from __future__ import annotations

import pickle

import pytest

from jobscan.data_files import read_rows
from jobscan.extract.degree import Degrees, compile_degree_rules, find_degrees
from jobscan.resources import lexicon_directory
from jobscan.text.sections import Section

COLUMNS = {"degrees": ("kind", "level", "phrase", "source"), "degree_fields": ("phrase", "field", "source")}
RULES = compile_degree_rules(
    *([row.cells for row in read_rows(lexicon_directory() / f"{n}.csv", c)] for n, c in COLUMNS.items())
)


def degrees(text: str, *sections: Section) -> Degrees:
    return find_degrees(text, sections, RULES)


@pytest.mark.parametrize(
    ("text", "levels", "minimum"),
    [
        pytest.param(
            "BS/MS in Botany required, PhD preferred.", "bachelor master phd", "bachelor", id="slashes"
        ),
        pytest.param("B.Sc. or M.Sc in Physics", "bachelor master", "bachelor", id="points"),
        pytest.param("Bachelor’s degree; Master’s preferred", "bachelor master", "bachelor", id="curly"),
        pytest.param("BA/BS", "bachelor", "bachelor", id="either-of-one-level"),
        pytest.param("Ph. D. in Statistics", "phd", "phd", id="phd-apart"),
        pytest.param("A doctorate, or an MBA", "mba phd", "mba", id="mba"),
        pytest.param(
            "PhD required. A Bachelor's degree in law is a plus.", "bachelor phd", "phd", id="wished"
        ),
        pytest.param("Preferred: PhD in Physics", "phd", "phd", id="only-wished"),
        pytest.param("Advanced degree in Physics", "master", "master", id="advanced"),
        pytest.param("Advanced degree (PhD) in Physics", "phd", "phd", id="advanced-spelt-out"),
        pytest.param("Advanced degree (MS or PhD)", "master phd", "master", id="advanced-either"),
        pytest.param("A four-year college degree", "bachelor", "bachelor", id="four-year"),
        pytest.param("Educated to degree level in Engineering", "bachelor", "bachelor", id="british"),
        pytest.param("A 2:1 degree from a good university", "bachelor", "bachelor", id="two-one"),
        pytest.param("A degree or Integrated Masters", "bachelor master", "bachelor", id="degree-or-masters"),
        pytest.param("High school diploma or GED", "high-school", "high-school", id="high-school"),
        pytest.param("Associate's degree in accounting", "associate", "associate", id="associate"),
        pytest.param("Required SkillsBS degree in Math", "bachelor", "bachelor", id="glued"),
        pytest.param("great attitudeB.S. or M.S. in Math", "bachelor master", "bachelor", id="glued-points"),
        pytest.param("MASTERS DEGREE IN BIOLOGY", "master", "master", id="capitals"),
        pytest.param("Pursuing a Master's in Economics", "master", "master", id="student"),
        pytest.param("BS Computer Science or alike", "bachelor", "bachelor", id="field-at-once"),
        pytest.param(
            "BS with 8+ years, or MS and five years of cheese", "bachelor master", "bachelor", id="with-years"
        ),
        pytest.param("Advance degree in Physics", "master", "master", id="slip"),
        pytest.param("Masters or above in Math", "master", "master", id="or-above"),
        pytest.param("Educated to at least degree level", "bachelor", "bachelor", id="degree-level"),
    ],
)
def test_find_degrees_levels(text: str, levels: str, minimum: str) -> None:
    found = degrees(text)
    assert found.levels == tuple(levels.split())
    assert found.minimum == minimum


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Proficient in MS Office, MS Excel and MS SQL Server.",
        "You keep the master data and work with our Scrum Masters.",
        "Master the art of pickling and a high degree of autonomy.",
        "An associate director works with the BA and QA teams in Jackson, MS.",
        "We manage eggs; engaged people; a 360-degree view of the barn.",
        "Recent college grad or 2+ years in a dairy.",
        "We pay tuition for a Bachelor's degree of your choice.",
        "Our BS detector works; AS SOON AS POSSIBLE, ASK ME.",
        "Knowledge of statistics and computer science.",
        "Background in machine learning and data science.",
        "Post-doctoral experience and postdocs.",
        "A pre-MBA role.",
        "MS SQL Server and MS Dynamics with 3 servers.",
    ],
)
def test_find_degrees_leaves_alone_what_names_none(text: str) -> None:
    assert degrees(text) == Degrees()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        pytest.param("BS in CS, Math & Stats", "computer-science mathematics statistics", id="short"),
        pytest.param("Degree in CS, Physics or a related field", "computer-science physics", id="no-level"),
        pytest.param(
            "Software Engineering or Computer Science degree", "computer-science engineering", id="before"
        ),
        pytest.param("MS in EECS", "computer-science engineering", id="two-in-one"),
        pytest.param("MS in EE/CS/CE or equivalent", "computer-science engineering", id="slashes"),
        pytest.param(
            "BS in botany, cheese making, ecology or chemistry", "biology other", id="unknown-between"
        ),
        pytest.param("BS in ocean engineering", "engineering", id="unknown-before"),
        pytest.param("PhD in a quantitative field", "other", id="quantitative"),
        pytest.param("BS in a STEM discipline", "other", id="stem"),
        pytest.param("BS in Math or a related technical field", "mathematics", id="related"),
        pytest.param("BS in a relevant field", "", id="relevant"),
        pytest.param("BS degree and strong statistics skills", "", id="skill-after"),
        pytest.param("BS in Math, statistics knowledge", "mathematics", id="skill-in-list"),
        pytest.param("Bachelor's in Finance. Economics is fun.", "business", id="sentence-ends"),
        pytest.param(
            "Bachelor's in Computer\nScience, Physics,\nor Math",
            "computer-science mathematics physics",
            id="wrapped",
        ),
        pytest.param("BS in Math\n- Physics engines\n- Economics", "mathematics", id="bullets"),
        pytest.param("MS in Statistics (or Econometrics)", "statistics economics", id="brackets"),
        pytest.param("Masters (MPH, or alike), preferably in Physics", "physics", id="brackets-before"),
        pytest.param("MS in a quantitative field (e.g. Physics)", "physics other", id="such-as"),
        pytest.param("MS in an appropriate field (Physics, etc.)", "physics", id="appropriate"),
        pytest.param("MBA from a business school", "", id="business-school"),
        pytest.param("BS with a major in Information Systems", "information-systems", id="major"),
        pytest.param(
            "Bachelor's degree required with preferred concentration in data science",
            "data-science",
            id="concentration",
        ),
        pytest.param(
            "Background in applied math, statistics, or related technical field",
            "mathematics statistics",
            id="background",
        ),
        pytest.param(
            "Bachelor's degree from an accredited college in Operations Research",
            "operations-research",
            id="college",
        ),
    ],
)
def test_find_degrees_fields(text: str, fields: str) -> None:
    assert set(degrees(text).fields) == set(fields.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BS in Math or equivalent practical experience", True),
        ("Bachelor's degree or equivalent experience in Math", True),
        ("BS in Math. Experience with equivalent tools.", False),
        ("BS in Math", False),
        ("BS in Math or a related field; or equivalent work experience.", True),
        ("BS in Math.\nIn lieu of a degree, eight years in a dairy.", True),
        ("BS in Math; equivalent tools are used.", False),
    ],
)
def test_find_degrees_equivalent(text: str, expected: bool) -> None:
    assert degrees(text).equivalent is expected


def test_find_degrees_quotes_what_decided() -> None:
    text = "You count beans.\nMS or PhD in Statistics, or a related field. BS in law is a plus."
    found = degrees(text)
    assert (found.minimum, found.quote) == ("master", "MS or PhD in Statistics, or a related field")
    assert text[found.start : found.end] == found.quote


def test_find_degrees_quotes_the_fields_where_no_level_is_named() -> None:
    found = degrees("You have a degree in Physics.")
    assert (found.levels, found.minimum, found.quote) == ((), "", "degree in Physics")


def test_find_degrees_reads_sections() -> None:
    text = "Our founder has a PhD in Physics.\nMS in Math\nBS in Law"
    cuts = [(0, "company"), (34, "requirements"), (45, "preferred")]
    ends = [34, 45, len(text)]
    sections = [
        Section(start, end, name, start, start) for (start, name), end in zip(cuts, ends, strict=True)
    ]
    found = degrees(text, *sections)
    assert found.levels == ("bachelor", "master")
    assert found.minimum == "master"
    assert found.fields == ("mathematics", "other")


def test_find_degrees_survives_odd_text() -> None:
    assert degrees("BS " * 300 + "İ" * 50 + " BS in Math").minimum == "bachelor"


@pytest.mark.parametrize(
    ("row", "field_row"),
    [
        ({"kind": "degre", "level": "phd", "phrase": "phd"}, {"phrase": "law", "field": "other"}),
        ({"kind": "degree", "level": "doctor", "phrase": "phd"}, {"phrase": "law", "field": "other"}),
        ({"kind": "degree", "level": "phd", "phrase": "phd"}, {"phrase": "law", "field": "law"}),
    ],
    ids=["kind", "level", "field"],
)
def test_compile_degree_rules_refuses_what_is_not_legal(
    row: dict[str, str], field_row: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="legal are"):
        compile_degree_rules([row], [field_row])


def test_degree_rules_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(RULES)) == RULES
