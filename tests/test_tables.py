from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan import tables
from jobscan.errors import Failure
from jobscan.extract.degree import Degrees
from jobscan.extract.employment import Employment
from jobscan.extract.experience import Years
from jobscan.extract.result import Extraction, Mention
from jobscan.extract.salary import Salary
from jobscan.extract.workplace import Workplace
from jobscan.posting import Posting
from jobscan.tables import (
    CONTEXT_CHARACTERS,
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Cell,
    FrameBuilder,
    Row,
    Table,
    breakdown_table,
    columns_markdown,
    context,
    failure_row,
    posting_row,
    skill_rows,
    to_frame,
)

TEXT = "No Java needed. We use Python daily;\nPython and Java help."


def posting(text: str = TEXT, **fields: object) -> Posting:
    given = {"id": "a-1", "source": "board", "origin": "in/a.json:1", "title": "Data Scientist", "text": text}
    return Posting(**(given | fields))  # type: ignore[arg-type]


def mention(text: str, skill_id: str, surface: str, *, nth: int = 0, level: str = "mentioned") -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return Mention(skill_id, start, start + len(surface), surface, level=level, section="requirements")


def extraction(*mentions: Mention) -> Extraction:
    return Extraction("en", mentions, role="data-scientist", role_quote="Data Scientist")


def cells(row: Row, table: Table) -> dict[str, Cell]:
    return dict(zip(table.names, row, strict=True))


def test_contract_columns_come_first_and_in_order() -> None:
    assert POSTINGS.names[:25] == (
        *("posting_id", "source", "origin", "title", "company", "location", "country", "remote"),
        *(
            "employment_type",
            "date_posted",
            "language",
            "role",
            "seniority",
            "domain",
            "degree_min",
            "degrees",
        ),
        *("degree_fields", "years_min", "salary_min", "salary_max", "salary_currency", "salary_period"),
        *("salary_year_usd", "skills", "duplicate_of"),
    )
    assert POSTING_SKILLS.names[:9] == (
        *("posting_id", "skill_id", "level", "section", "mentions", "years_min", "start", "end", "quote"),
    )
    assert SKILL_DEMAND.names == (
        *("skill_id", "skill", "category", "guide_section", "postings", "share", "ci_low", "ci_high"),
        *("required", "preferred", "mentioned", "of_postings"),
    )
    assert ROLE_BREAKDOWN.names == (
        *(
            "role",
            "postings",
            "share",
            "ci_low",
            "ci_high",
            "python_share",
            "salary_median_usd",
            "top_skills",
        ),
    )
    assert FAILURES.names == ("origin", "reason", "detail")
    assert breakdown_table("month").names == ("month", *SKILL_DEMAND.names)
    assert breakdown_table("month").name == "skill_demand_by_month"


@pytest.mark.parametrize("table", [POSTINGS, POSTING_SKILLS, SKILL_DEMAND, ROLE_BREAKDOWN, FAILURES])
def test_columns_markdown_has_a_row_for_each_column(table: Table) -> None:
    lines = columns_markdown(table).splitlines()
    assert len(lines) == 2 + len(table.columns)
    assert all(line.startswith("| ") and line.endswith(". |") for line in lines[2:])


def test_posting_row_carries_what_the_source_stated() -> None:
    row = posting_row(
        posting(
            hiring_organization="Fernweh Analytics",
            job_location="Graz",
            address_country="AT",
            job_location_type="hybrid",
            employment_type=("FULL_TIME", "INTERN"),
            date_posted="2026-03-09",
            url="https://fernweh.example/jobs/1",
        ),
        extraction(),
    )
    assert {name: cell for name, cell in cells(row, POSTINGS).items() if cell not in ("", None)} == {
        "posting_id": "a-1",
        "source": "board",
        "origin": "in/a.json:1",
        "title": "Data Scientist",
        "company": "Fernweh Analytics",
        "location": "Graz",
        "country": "AT",
        "remote": "hybrid",
        "employment_type": "FULL_TIME;INTERN",
        "date_posted": "2026-03-09",
        "language": "en",
        "role": "data-scientist",
        "skills": 0,
        "url": "https://fernweh.example/jobs/1",
        "role_quote": "Data Scientist",
    }


def test_posting_row_counts_skills_that_are_asked_for() -> None:
    row = posting_row(
        posting(),
        extraction(
            mention(TEXT, "java", "Java", level="negated"),
            mention(TEXT, "python", "Python"),
            mention(TEXT, "python", "Python", nth=1),
        ),
    )
    assert cells(row, POSTINGS)["skills"] == 1


def test_skill_rows_take_the_first_mention_that_is_not_negated() -> None:
    rows = skill_rows(
        posting(),
        extraction(
            mention(TEXT, "java", "Java", level="negated"),
            mention(TEXT, "python", "Python"),
            mention(TEXT, "python", "Python", nth=1),
            mention(TEXT, "java", "Java", nth=1),
        ),
    )
    java, python = (cells(row, POSTING_SKILLS) for row in rows)
    assert java == {
        "posting_id": "a-1",
        "skill_id": "java",
        "level": "mentioned",
        "section": "requirements",
        "mentions": 2,
        "years_min": None,
        "start": 48,
        "end": 52,
        "quote": "Java",
        "context": "No Java needed. We use Python daily; Python and Java help.",
        "cue": "",
        "group": "",
    }
    assert (python["skill_id"], python["mentions"], python["start"], python["end"]) == ("python", 2, 23, 29)


def test_skill_rows_take_the_first_mention_of_the_strongest_level() -> None:
    mentions = [
        mention(TEXT, "java", "Java", level="preferred"),
        mention(TEXT, "python", "Python")._replace(years_min=3.0),
        mention(TEXT, "python", "Python", nth=1, level="required")._replace(
            cue="help", group=("java", "python")
        ),
        mention(TEXT, "java", "Java", nth=1, level="required"),
    ]
    java, python = (cells(row, POSTING_SKILLS) for row in skill_rows(posting(), extraction(*mentions)))
    names = ("level", "start", "cue", "group", "years_min")
    assert [java[name] for name in names] == ["required", 48, "", "", None]
    assert [python[name] for name in names] == ["required", 37, "help", "java;python", 3.0]


def test_a_skill_that_is_also_asked_for_by_itself_is_in_no_group() -> None:
    mentions = [
        mention(TEXT, "python", "Python")._replace(group=("java", "python")),
        mention(TEXT, "python", "Python", nth=1),
    ]
    (row,) = skill_rows(posting(), extraction(*mentions))
    assert cells(row, POSTING_SKILLS)["group"] == ""


def test_posting_row_carries_the_facts() -> None:
    found = Extraction(
        "en",
        seniority="senior",
        seniority_quote="Senior",
        domain="finance",
        domain_quote="bank",
        degrees=Degrees(("bachelor", "phd"), "bachelor", ("physics",), equivalent=True, quote="BSc or PhD"),
        years=Years(2.5, "2.5 years", 0, 9),
        salary=Salary(50_000, None, "EUR", "year", "from €50,000", 0, 12),
        salary_year_usd=54_321.5,
        workplace=Workplace("hybrid", "two days", 0, 8),
        employment=Employment(("FULL_TIME", "INTERN"), "full time", 0, 9),
        country="AT",
    )
    row = cells(posting_row(posting(), found), POSTINGS)
    names = POSTINGS.names[POSTINGS.names.index("country") :]
    given = {name: row[name] for name in names if row[name] not in ("", None)}
    assert given == {
        "country": "AT",
        "remote": "hybrid",
        "employment_type": "FULL_TIME;INTERN",
        "language": "en",
        "seniority": "senior",
        "domain": "finance",
        "degree_min": "bachelor",
        "degrees": "bachelor;phd",
        "degree_fields": "physics",
        "years_min": 2.5,
        "salary_min": 50_000,
        "salary_currency": "EUR",
        "salary_period": "year",
        "salary_year_usd": 54_321.5,
        "skills": 0,
        "seniority_quote": "Senior",
        "domain_quote": "bank",
        "degree_quote": "BSc or PhD",
        "degree_equivalent": "yes",
        "years_quote": "2.5 years",
        "salary_quote": "from €50,000",
        "remote_quote": "two days",
        "employment_quote": "full time",
    }


def test_skill_rows_are_negated_where_all_mentions_are() -> None:
    negated = [mention(TEXT, "java", "Java", nth=nth, level="negated") for nth in (0, 1)]
    (row,) = skill_rows(posting(), extraction(*negated))
    java = cells(row, POSTING_SKILLS)
    assert (java["level"], java["start"], java["mentions"]) == ("negated", 3, 2)


def test_skill_rows_quote_the_text_as_it_is_wrapped() -> None:
    text = "You know machine\n  learning."
    (row,) = skill_rows(posting(text), extraction(mention(text, "machine-learning", "machine\n  learning")))
    quoted = cells(row, POSTING_SKILLS)
    assert quoted["quote"] == "machine\n  learning" == text[9:27]
    assert quoted["context"] == "You know machine learning."


def test_no_mention_gives_no_skill_row() -> None:
    assert skill_rows(posting(), extraction()) == []


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        pytest.param("Python", 0, 6, "Python", id="all of the text"),
        pytest.param("a\t b\n\nSQL  c", 6, 9, "a b SQL c", id="white space collapsed"),
        pytest.param("x" * 300 + "SQL" + "y" * 300, 300, 303, "SQL", id="one word without edges"),
        pytest.param(
            f"{'first ' * 30}SQL{' after' * 30}",
            180,
            183,
            " ".join(["first"] * 9 + ["SQL"] + ["after"] * 9),
            id="cut at word edges",
        ),
        pytest.param(
            f"{'a ' * 100}{'long ' * 40}end", 200, 399, ("long " * 40).strip(), id="a long mention whole"
        ),
    ],
)
def test_context(text: str, start: int, end: int, expected: str) -> None:
    assert context(text, start, end) == expected


@given(st.text("ab \n-\xa0\x1c•", max_size=300), st.integers(0, 150), st.integers(1, 140))
def test_context_cuts_no_word(text: str, start: int, length: int) -> None:
    text = f"{text[:start]}Python{text[start:]}"
    start, end = text.index("Python"), text.index("Python") + min(length, 6)
    around = context(text, start, end)
    room = (CONTEXT_CHARACTERS - (end - start)) // 2
    low, high = max(0, start - room), min(len(text), end + room)
    while 0 < low < start and not text[low - 1].isspace():
        low += 1
    while end < high < len(text) and not text[high].isspace():
        high -= 1
    assert around == " ".join((text[low:start].lstrip(" \n-•") + text[start:high]).split())


def test_text_cells_hold_no_lone_surrogates() -> None:
    row = posting_row(posting(title="Data \ud800 Scientist \ud83d\ude00"), extraction())
    assert cells(row, POSTINGS)["title"] == "Data \ufffd Scientist \U0001f600"


def test_failure_row() -> None:
    assert failure_row(Failure("in/a.zip!b", "damaged", "Ends early.")) == (
        "in/a.zip!b",
        "damaged",
        "Ends early.",
    )


def test_to_frame_keeps_integers_and_unknown_apart() -> None:
    known = posting_row(posting(), extraction(mention(TEXT, "python", "Python")))
    frame = to_frame([known, posting_row(posting(id="a-2"), extraction())], POSTINGS)
    assert list(frame.columns) == list(POSTINGS.names)
    assert frame["skills"].tolist() == [1, 0]
    assert str(frame["skills"].dtype) == "Int64"
    assert frame["years_min"].isna().all()
    assert frame["domain"].tolist() == ["", ""]


@pytest.mark.parametrize("pack_rows", [1, 2, 100])
def test_frame_builder_gives_all_rows_in_order(pack_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_PACK_ROWS", pack_rows)
    builder = FrameBuilder(FAILURES)
    builder.extend([("b", "empty", ""), ("Z", "empty", "")])
    builder.extend([])
    builder.extend([("é", "empty", ""), ("a", "empty", "")])
    frame = builder.frame(by=["origin"])
    # By code point, as Python sorts: upper case first, accents last.
    assert frame["origin"].tolist() == ["Z", "a", "b", "é"]
    assert frame.index.tolist() == [0, 1, 2, 3]
    assert len(builder.frame(by=["origin"])) == 0


def test_to_frame_without_rows_has_the_same_columns_and_dtypes() -> None:
    some = to_frame([posting_row(posting(), extraction())], POSTINGS)
    none = to_frame([], POSTINGS)
    assert len(none) == 0
    pd.testing.assert_series_equal(none.dtypes, some.dtypes)
