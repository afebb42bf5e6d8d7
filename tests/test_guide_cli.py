from __future__ import annotations

import csv
import errno
import json
import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import jobscan
from jobscan.cli import app
from jobscan.cli.guide_view import markdown_page
from jobscan.demand import count_demand, role_breakdown, skill_demand
from jobscan.market.guide import GUIDE_CHECK, GUIDE_SKILLS
from jobscan.market.guide.page import Block, Grid, Heading, Line
from jobscan.tables import FAILURES, to_frame
from tests.guide_frames import LOOKED_FOR, Posting, spread
from tests.market_frames import frames

NAMES = ["guide_check.csv", "guide_skills.csv", "guide.md"]
COUNTS = {
    "files": 1,
    "read": 100,
    "failed": 0,
    "ids_made_unique": 0,
    "duplicates": {"exact": 0, "near": 0},
    "other_languages": {},
    "of_postings": 100,
}


def scanned(folder: Path, rows: list[Posting]) -> None:
    """A finished scan of such postings in a folder."""
    postings, asked = frames(*rows)
    counts = count_demand(postings, asked, by=["role"])
    jobscan.Scan(
        postings=postings,
        posting_skills=asked,
        demand=skill_demand(counts, LOOKED_FOR),
        demand_by={},
        role_breakdown=role_breakdown(counts, LOOKED_FOR, salaries={}),
        failures=to_frame([], FAILURES),
        run={"counts": COUNTS, "notes": [], "seconds": 1.0},
    ).write(folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, whose `output` holds a scan: Python is required in 8 of 10 of 100 postings."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    hostile = {"source": "=1+1|<b>\x1b[31m`*"}
    scanned(Path("output"), spread(10, 10, hostile, *["python sql"] * 8, "python:preferred", "sql:negated"))
    return tmp_path


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=environment)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_guide_writes_its_tables_and_its_page(folder: Path) -> None:
    result = run("guide")
    assert (result.exit_code, result.stderr) == (0, "")
    check = {row["claim_id"]: row for row in rows(folder / "output/guide_check.csv")}
    assert list(next(iter(check.values()))) == list(GUIDE_CHECK.names)
    required = check["python-required"]
    assert [required[name] for name in GUIDE_CHECK.names[1:4]] == [
        "Python is required in 8 of 10 ML positions",
        "0.8",
        "0.8",
    ]
    assert (required["of_postings"], required["employers"], required["verdict"]) == ("100", "10", "holds")
    assert required["how"] == "The share of ML positions in which Python is required."
    assert check["soft-rise"]["measured"] == ""
    skills = rows(folder / "output/guide_skills.csv")
    assert list(skills[0]) == list(GUIDE_SKILLS.names)
    assert [skills[0][name] for name in ("among", "skill_id", "postings", "share", "required", "rank")] == [
        "ml positions",
        "python",
        "90",
        "0.9",
        "80",
        "1",
    ]
    page = (folder / "output/guide.md").read_text(encoding="utf-8")
    assert page.startswith(
        "# The career guide against the market\n\nPython is required in 80 % of 100 ML pos"
    )
    assert "- **Holds.** Python is required in 80 % of 100 ML positions" in page


@pytest.mark.usefixtures("folder")
def test_guide_prints_the_page_as_text() -> None:
    result = run("guide")
    lines = result.stdout.splitlines()
    assert lines[0] == "The career guide against the market"
    assert lines[2].startswith("Python is required in 80 % of 100 ML positions and asked for in 90 %")
    assert lines[2].endswith("[python-required] [python-asked]")
    assert any(
        re.match(r"Python is required in 8 of 10 ML positions +8 of 10 +80 % ", line) for line in lines
    )
    assert lines[-1] == f"Results in output: {', '.join(NAMES)}"
    assert "\x1b" not in result.stdout


@pytest.mark.usefixtures("folder")
def test_guide_on_a_terminal_wraps_its_tables() -> None:
    result = run("guide", FORCE_COLOR="1", COLUMNS="90")
    assert result.exit_code == 0
    assert "\x1b[1m" in result.stdout
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", result.stdout)
    assert max(map(len, plain.splitlines())) <= 90


def test_guide_prints_markdown_as_it_writes_it(folder: Path) -> None:
    result = run("guide", "--format", "markdown")
    assert result.stdout_bytes == (folder / "output/guide.md").read_bytes()


def test_guide_page_holds_no_markup_of_others(folder: Path) -> None:
    run("guide")
    page = (folder / "output/guide.md").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "\x1b" not in page
    assert r"=1+1\|&lt;b&gt;" in page
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in page.splitlines() if line.startswith("| Asked")}
    assert len(widths) == 1


def test_guide_writes_elsewhere(folder: Path) -> None:
    assert run("guide", "--scan", "output", "--to", "report/new").exit_code == 0
    assert sorted(path.name for path in (folder / "report/new").iterdir()) == sorted(NAMES)
    assert not (folder / "output/guide.md").exists()


def test_guide_belongs_to_the_scan_in_whose_folder_it_is(folder: Path) -> None:
    before = json.loads((folder / "output/run.json").read_bytes())
    for _ in range(2):
        assert run("guide").exit_code == 0
    after = json.loads((folder / "output/run.json").read_bytes())
    assert after == before | {"files": [*before["files"], *NAMES]}
    assert len(jobscan.load_scan("output").postings) == 100


def test_guide_again_is_the_same_byte_for_byte(folder: Path) -> None:
    run("guide")
    before = [(folder / "output" / name).read_bytes() for name in NAMES]
    run("guide")
    assert [(folder / "output" / name).read_bytes() for name in NAMES] == before


@pytest.mark.parametrize("name", NAMES)
def test_guide_does_not_replace_what_it_did_not_write(name: str, folder: Path) -> None:
    own = folder / "output" / name
    own.write_text("my own notes", encoding="utf-8")
    result = run("guide")
    assert result.exit_code == 2
    assert f"Error: output/{name}: was not written by jobscan guide" in result.stderr.replace(os.sep, "/")
    assert own.read_text(encoding="utf-8") == "my own notes"
    assert [path.name for path in (folder / "output").iterdir() if path.name in NAMES] == [name]


def test_guide_on_a_full_disk_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("guide")
    before = {path.name: path.read_bytes() for path in (folder / "output").iterdir()}

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "guide.md")

    monkeypatch.setattr("jobscan.outputs.files.os.fsync", full)
    result = run("guide")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert {path.name: path.read_bytes() for path in (folder / "output").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--scan", "nowhere"], "nowhere: no such folder"),
        (["--scan", "."], "holds no finished scan"),
        (["--format", "markdwon"], "Did you mean markdown?"),
        (["--to", "output/run.json"], "is a file"),
    ],
)
def test_guide_used_wrongly_writes_nothing(arguments: list[str], message: str, folder: Path) -> None:
    result = run("guide", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (folder / "output/guide.md").exists()


def test_guide_of_a_scan_without_postings_says_that_nothing_can_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scanned(Path("output"), [])
    result = run("guide")
    assert result.exit_code == 0
    assert "12 cannot be told from these postings" in result.stdout


def test_guide_of_the_fixtures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixtures = Path(__file__).parents[1] / "fixtures" / "text-negations"
    monkeypatch.chdir(tmp_path)
    jobscan.scan(fixtures).write("output")
    assert run("guide").exit_code == 0
    verdicts = {row["verdict"] for row in rows(tmp_path / "output/guide_check.csv")}
    assert "cannot be told" in verdicts


def test_markdown_page_escapes_text_and_sets_numbers_to_the_right() -> None:
    page: list[Block] = [
        Heading("A <b>", 1),
        Line("one *two* `three`", strong="Holds. ", rows=("row-1",), item=True),
        Line("four & [five]", item=True),
        Grid(("what", "share"), (("x|y", "5 %"),), frozenset({1})),
    ]
    assert markdown_page(page).decode() == (
        "# A \\<b\\>\n"
        "\n- **Holds.** one \\*two\\* \\`three\\` `row-1`\n"
        "- four &amp; \\[five\\]\n"
        "\n| what | share |\n| --- | ---: |\n| x\\|y | 5 % |\n"
    )
