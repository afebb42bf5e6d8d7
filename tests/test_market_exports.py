from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.demand import count_demand, role_breakdown, skill_demand, skill_demand_by
from jobscan.market import tables as market
from jobscan.market.distinctive import distinctive
from jobscan.market.education import education
from jobscan.market.pairs import cooccurrence
from jobscan.market.pay import salary
from jobscan.market.sample import Sample, sample
from jobscan.market.sets import skill_sets
from jobscan.market.shares import skill_shares
from jobscan.scan import Scan, load_scan
from jobscan.tables import FAILURES, SKILLS, Table, to_frame
from tests.market_frames import Described, frames

ROWS: list[Described] = [
    (
        {
            "company": f"e{at % 17}",
            "role": "data-scientist" if at % 3 else "ml-engineer",
            "seniority": "senior" if at % 5 else "mid",
            "date_posted": f"2026-0{1 + at % 6}-01",
            "degree_min": "bachelor" if at % 2 else "",
            "degrees": "bachelor;master" if at % 2 else "",
            "salary_year_usd": 100_000 + 500 * at if at % 4 else None,
            "salary_currency": "USD" if at % 4 else "",
        },
        " ".join(
            word
            for word, asks in {
                "python": at % 10 < 8,
                "sql": at % 10 < 5,
                "pandas": at % 10 < 4,
                "numpy": at % 20 < 7,
                "pytorch": at % 3 == 0,
            }.items()
            if asks
        ),
    )
    for at in range(120)
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scan that lies in the folder `output` of the current one."""
    monkeypatch.chdir(tmp_path)
    postings, posting_skills = frames(*ROWS)
    ids = sorted(posting_skills["skill_id"].unique())
    skills = to_frame([(skill_id, skill_id.title(), "", "") for skill_id in ids], SKILLS)
    counts = count_demand(postings, posting_skills, by=["role", "role_and_seniority"])
    names = ("role", "role_and_seniority")
    Scan(
        postings=postings,
        posting_skills=posting_skills,
        demand=skill_demand(counts, skills),
        demand_by={name: skill_demand_by(counts, skills, name) for name in names},
        role_breakdown=role_breakdown(counts, skills, salaries={}),
        failures=to_frame([], FAILURES),
        run={"counts": {"read": len(postings), "of_postings": len(postings)}},
    ).write("output")
    return tmp_path / "output"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments])


def rows(result: Result) -> list[dict[str, str]]:
    assert (result.exit_code, result.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("shares", market.SKILL_SHARES),
        ("distinctive", market.distinctive_table("role")),
        ("cooccurrence", market.COOCCURRENCE),
        ("sets", market.SKILL_SETS),
        ("education", market.EDUCATION),
        ("salary", market.SALARY),
    ],
)
def test_export_writes_each_table_as_python_makes_it(name: str, table: Table, folder: Path) -> None:
    found = load_scan(folder)
    drawn = sample(found.postings, found.posting_skills)
    make: dict[str, Callable[[Sample], pd.DataFrame]] = {
        "shares": skill_shares,
        "distinctive": distinctive,
        "cooccurrence": cooccurrence,
        "sets": skill_sets,
        "education": education,
        "salary": salary,
    }
    expected = make[name](drawn)
    assert tuple(expected.columns) == table.names
    written = rows(run(name, str(folder)))
    assert len(written) == len(expected) > 0
    assert list(written[0]) == list(table.names)
    number = [column.name for column in table.columns if column.kind != "text"]
    read = pd.DataFrame(written)[number].apply(pd.to_numeric)
    pd.testing.assert_frame_equal(
        read.astype(float), expected[number].astype("Float64").astype(float), check_names=False
    )


@pytest.mark.usefixtures("folder")
def test_cooccurrence_has_pairs_of_twenty_postings_unless_told_otherwise() -> None:
    usual = {(row["skill_a"], row["skill_b"]) for row in rows(run("cooccurrence"))}
    assert ("sql", "pytorch") in usual
    assert ("pandas", "pytorch") not in usual
    fewer = rows(run("cooccurrence", "--min-postings", "1"))
    assert {("pandas", "pytorch")} < {(row["skill_a"], row["skill_b"]) for row in fewer}
    assert (
        run("cooccurrence", "--min-postings", "0").stdout == run("cooccurrence", "--min-postings", "1").stdout
    )


@pytest.mark.usefixtures("folder")
def test_distinctive_takes_the_first_of_each_group() -> None:
    found = rows(run("distinctive", "--top", "1"))
    assert [(row["role"], row["skill_id"]) for row in found] == [
        ("data-scientist", "python"),
        ("ml-engineer", "pytorch"),
    ]
    by_two = rows(run("distinctive", "--by", "role,seniority", "--top", "2"))
    assert list(by_two[0])[:3] == ["role", "seniority", "skill_id"]
    assert len({(row["role"], row["seniority"]) for row in by_two}) * 2 == len(by_two)


def test_demand_by_two_at_once_is_kept_by_a_scan_and_read_again(folder: Path) -> None:
    assert (folder / "skill_demand_by_role_and_seniority.csv").is_file()
    kept = load_scan(folder).breakdown("role,seniority")
    assert list(kept.columns)[:3] == ["role", "seniority", "skill_id"]
    exported = rows(run("demand", "--by", "role,seniority", "--top", "1"))
    assert [(row["role"], row["seniority"], row["skill_id"], row["of_postings"]) for row in exported] == [
        ("data-scientist", "senior", "python", "64"),
        ("data-scientist", "mid", "python", "16"),
        ("ml-engineer", "senior", "pytorch", "32"),
        ("ml-engineer", "mid", "python", "8"),
    ]


@pytest.mark.usefixtures("folder")
def test_demand_by_two_that_the_scan_was_not_asked_for_is_made() -> None:
    exported = rows(run("demand", "--by", "quarter,role", "--top", "1"))
    assert [(row["quarter"], row["role"]) for row in exported] == [
        ("2026-Q1", "data-scientist"),
        ("2026-Q1", "ml-engineer"),
        ("2026-Q2", "data-scientist"),
        ("2026-Q2", "ml-engineer"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["salary", "--by", "role"], "it says nothing of salary"),
        (["distinctive", "--by", "rol"], "Did you mean role?"),
        (["demand", "--by", "role,role"], "the same twice"),
    ],
)
def test_export_used_wrongly_says_what_to_do(arguments: list[str], message: str, folder: Path) -> None:
    result = run(*arguments, str(folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
