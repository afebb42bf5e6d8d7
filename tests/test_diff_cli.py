from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.cli.diff_page import Side, print_page
from jobscan.demand import count_demand, role_breakdown, skill_demand
from jobscan.market.change_tables import DIFFERENCE, TREND, TREND_SUMMARY
from jobscan.market.difference import difference
from jobscan.market.sample import sample
from jobscan.market.trend import trends
from jobscan.scan import Scan, load_scan
from jobscan.tables import FAILURES, SKILLS, to_frame
from tests.market_frames import Described, frames

NAMES = {"python": "Python", "sql": "SQL", "go": "[red]Go[/red]\x1b[31m", "cobol": "COBOL"}


def rows(prefix: str, pay: int, **asking: int) -> list[Described]:
    """80 postings of as many employers over four months, and in how many of them each skill is asked for."""
    return [
        (
            {
                "posting_id": f"{prefix}{at:03}",
                "company": f"{prefix} {at}",
                "source": "board",
                "date_posted": f"2025-{1 + at % 4:02}-01",
                "role": "ml-engineer" if at % 2 else "data-scientist",
                "salary_year_usd": pay + at if at % 2 else None,
            },
            " ".join(skill_id for skill_id, often in asking.items() if (at * 37) % 80 < often),
        )
        for at in range(80)
    ]


def write_scan(name: str, described: list[Described], *, digest: str = "1", version: str = "1.0") -> None:
    postings, posting_skills = frames(*described)
    names = NAMES if digest == "1" else {**NAMES, "rust": "Rust"}
    skills = to_frame([(skill_id, skill, "", "") for skill_id, skill in names.items()], SKILLS)
    counts = count_demand(postings, posting_skills, by=["role"])
    Scan(
        postings=postings,
        posting_skills=posting_skills,
        demand=skill_demand(counts, skills),
        demand_by={},
        role_breakdown=role_breakdown(counts, skills, salaries={}),
        failures=to_frame([], FAILURES),
        run={"versions": {"jobscan": version}, "lexicon": {"digest": digest}},
    ).write(name)


@pytest.fixture(autouse=True)
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two scans in the folders `january` and `july` of the current one."""
    monkeypatch.chdir(tmp_path)
    write_scan("january", rows("a", 100_000, python=30, sql=40, go=60, cobol=2))
    write_scan("july", rows("b", 120_000, python=60, sql=42, go=20, cobol=1))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_page_tells_what_rose_and_what_fell() -> None:
    result = run("diff", "january", "july")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [re.sub(r" {2,}", "  ", line) for line in result.stdout.splitlines()]
    assert lines[:2] == [
        "A = january: 80 postings of 80 employers, posted 2025-01-01 to 2025-04-01, from board",
        "B = july: 80 postings of 80 employers, posted 2025-01-01 to 2025-04-01, from board",
    ]
    assert lines[3] == "Rose: 1 of 3 skills tested"
    assert lines[5].startswith("Python  38 %  75 %  +37.5  +21.9 to +50.6")
    assert lines[5].endswith("  +37.5")
    assert lines[7] == "Fell: 1 of 3 skills tested"
    assert lines[9].startswith("[red]Go[/red][31m  75 %  25 %  -50.0  -61.8 to -34.8")
    assert lines[11].startswith("Python: 38 % of A, 75 % of B (+37.5 points, +21.9 to +50.6): rose.")
    assert lines[12] == "No clear change: 1 skill; of them most asked for: SQL."
    assert lines[13] == "Too few postings: 1 skill, asked for by under 10 of A and B together."
    assert "Median pay, thousands of US dollars a year, as stated" in lines
    assert "all roles  100  120  +20  +20 to +20  rose" in lines
    assert "\x1b" not in result.stdout


def test_table_is_written_beside_the_page() -> None:
    result = run("diff", "january", "july", "--to", "deep/difference.csv")
    assert result.stdout.startswith("A = january")
    assert result.stdout.endswith("\nTable in deep/difference.csv\n")
    written = read(Path("deep/difference.csv").read_text(encoding="utf-8"))
    assert list(written[0]) == list(DIFFERENCE.names)
    assert [(row["measure"], row["id"], row["verdict"]) for row in written][:5] == [
        ("skill", "python", "rose"),
        ("skill", "go", "fell"),
        ("skill", "sql", "no clear change"),
        ("skill", "cobol", "too few postings"),
        ("role", "data-scientist", "no clear change"),
    ]
    assert (written[0]["value_a"], written[0]["value_b"], written[0]["difference"]) == (
        "0.375",
        "0.75",
        "0.375",
    )


def test_table_is_that_of_python() -> None:
    drawn = [sample(found.postings, found.posting_skills) for found in map(load_scan, ("january", "july"))]
    skills = to_frame([(skill_id, skill, "", "") for skill_id, skill in NAMES.items()], SKILLS)
    expected = difference(*drawn, skills=skills)
    result = run("diff", "january", "july", "--format", "json")
    assert [row["id"] for row in json.loads(result.stdout)] == expected["id"].tolist()
    assert [row["p_value"] for row in json.loads(result.stdout)] == [
        None if pd.isna(p) else p for p in expected["p_value"]
    ]


def test_format_is_that_of_the_file() -> None:
    assert run("diff", "january", "july", "--to", "d.xlsx").exit_code == 0
    assert openpyxl.load_workbook("d.xlsx").active is not None
    assert run("diff", "january", "july", "--to", "d.md").exit_code == 0
    assert Path("d.md").read_text(encoding="utf-8").startswith("| measure |")


def test_level_role_and_top() -> None:
    result = run("diff", "january", "july", "--role", "ml-engineer", "--level", "required", "--top", "1")
    assert result.exit_code == 0
    assert result.stdout.startswith("A = january: 40 postings of 40 employers")
    assert "\nRoles\n" not in result.stdout
    assert (
        run("diff", "january", "july", "--level", "preferred", "--format", "csv").stdout.count("skill,") == 0
    )


def test_min_postings() -> None:
    table = read(run("diff", "january", "july", "--min-postings", "3", "--format", "csv").stdout)
    assert [row["verdict"] for row in table if row["id"] == "cobol"] == ["no clear change"]


def test_other_lexicon_and_version_are_told() -> None:
    write_scan("august", rows("c", 120_000, python=60, rust=50), digest="2", version="2.0")
    result = run("diff", "january", "august")
    assert (
        "Careful: The lexicons of A and B differ: skills may differ only because other words" in result.stdout
    )
    assert "Careful: Only one of the lexicons has 1 of the skills: these are left out." in result.stdout
    assert "Careful: A was scanned with jobscan 1.0, B with 2.0: the rules may differ." in result.stdout
    table = run("diff", "january", "august", "--format", "csv")
    assert "rust" not in table.stdout
    assert table.stderr.startswith("Careful: The lexicons of A and B differ")


def test_same_scan_twice_is_told() -> None:
    result = run("diff", "january", "january")
    assert "Careful: 80 postings stand in both, of 80 in A and 80 in B" in result.stdout
    assert "Rose: 0 of 3 skills tested\n" in result.stdout


def test_scan_of_few_postings_tells_nothing() -> None:
    write_scan("tiny", rows("t", 100_000, python=60)[:12])
    result = run("diff", "january", "tiny")
    assert result.exit_code == 0
    assert "Careful: B is small: only 12 postings." in result.stdout
    assert "Of no skill can it be told whether it rose or fell: too few postings." in result.stdout
    assert "Rose" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["january", "nowhere"],
            "nowhere: no such folder. Make a scan with `jobscan scan PATH --to nowhere`",
        ),
        (["empty", "july"], "empty: holds no finished scan, for it has no run.json"),
        (["january/run.json", "july"], "january/run.json: is not a folder"),
        (["january", "july", "--role", "ml-enginer"], "unknown role 'ml-enginer'. Did you mean ml-engineer?"),
        (
            ["january", "july", "--level", "must"],
            "unknown level 'must'. Known are required, preferred, mentioned",
        ),
        (["january", "july", "--role", "other"], "january: holds no posting of other that counts"),
        (["january", "july", "--format", "pdf"], "unknown format 'pdf'"),
        (["january", "july", "--format", "xlsx"], "xlsx cannot be written to standard output"),
        (["january"], "Missing argument 'SCAN_B'"),
    ],
)
def test_diff_used_wrongly_says_what_to_do(arguments: list[str], message: str) -> None:
    Path("empty").mkdir()
    result = CliRunner(env={"TERMINAL_WIDTH": "200"}).invoke(app, ["diff", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_page_is_coloured_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    a, b = (sample(found.postings, found.posting_skills) for found in map(load_scan, ("january", "july")))
    said = ["Nothing is \x1b[2Jsure."]
    print_page(difference(a, b), Side(Path("a"), a), Side(Path("b"), b), said, top=5, min_postings=10)
    text = capsys.readouterr().out
    assert "\x1b[1;32mRose: 1 of 3 skills tested\x1b[0m" in text
    assert "\x1b[1;31mFell: 1 of 3 skills tested\x1b[0m" in text
    assert "\x1b[33mCareful: Nothing is  [2Jsure.\x1b[0m" in text


# jobscan export trend


@pytest.mark.parametrize(("name", "table"), [("trend", TREND), ("trend-summary", TREND_SUMMARY)])
def test_export_of_trends(name: str, table: object) -> None:
    found = load_scan("july")
    skills = found.demand[list(SKILLS.names)]
    expected = trends(sample(found.postings, found.posting_skills), by="year", skills=skills)
    result = run("export", name, "july", "--by", "year")
    assert result.exit_code == 0
    written = read(result.stdout)
    frame = expected.periods if table is TREND else expected.summary
    assert [row["skill_id"] for row in written] == frame["skill_id"].tolist()
    assert [int(row["postings"]) for row in written] == frame["postings"].tolist()
    assert list(written[0]) == list(frame.columns)


def test_export_of_trends_says_on_standard_error_what_to_be_careful_of() -> None:
    result = run("export", "trend-summary", "july")
    assert result.stderr == (
        "Careful: 80 of 80 dated postings are of months with fewer than 30: these have their shares, but "
        "slopes leave them out.\nCareful: Only 0 months with at least 30 postings: a slope takes 4.\n"
    )


def test_export_of_a_trend_by_quarter_and_of_its_first_skills() -> None:
    written = read(run("export", "trend", "july", "--by", "quarter", "--top", "2").stdout)
    assert [(row["skill_id"], row["period"], row["of_postings"]) for row in written] == [
        ("python", "2025-Q1", "60"),
        ("python", "2025-Q2", "20"),
        ("sql", "2025-Q1", "60"),
        ("sql", "2025-Q2", "20"),
    ]


def test_export_of_a_trend_by_what_is_no_time_is_an_error() -> None:
    result = run("export", "trend", "july", "--by", "role")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "time cannot be cut by 'role'. Known are month, quarter, year." in result.stderr
