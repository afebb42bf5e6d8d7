from __future__ import annotations

import csv
import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import jobscan
from jobscan.cli import app
from jobscan.cli.progress import Position
from jobscan.cli.summary import percent
from jobscan.cli.terminal import printable
from jobscan.errors import Failure
from jobscan.posting import Posting
from tests.lexicons import write_lexicon

FILLER = (
    "The team that you will join looks after the reports which our colleagues in the warehouse read each "
    "morning, and it answers the questions that they have about them."
)
POSTINGS = [
    {
        "id": "a",
        "title": "Data Scientist",
        "company": "Nordlicht",
        "text": f"{FILLER} You know Python and SQL.",
    },
    {
        "id": "b",
        "title": "Data Analyst",
        "company": "Alpenrad",
        "text": f"{FILLER} You know SQL, we know you.",
    },
    {
        "id": "c",
        "title": "=cmd|'/c calc'!A1",
        "company": "[red]Evil[/red]\x1b[31m",
        "text": f"{FILLER} No R.",
    },
]
TABLES = {
    *("postings.csv", "posting_skills.csv", "skill_demand.csv", "skill_demand_by_role.csv"),
    *("role_breakdown.csv", "failures.csv", "run.json"),
}


def results(folder: str) -> dict[str, bytes]:
    """The files of a scan's folder by name, without the archive of what was read."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.name != ".jobscan"}


ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_lexicon(tmp_path_factory.mktemp("lexicon")))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs in a folder of its own that holds three postings, with nothing set about colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    Path("in").mkdir()
    Path("in/three.jsonl").write_text("\n".join(map(json.dumps, POSTINGS)), encoding="utf-8")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=environment)


def rows(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def scanned(lexicon: str) -> Result:
    return run("scan", "in", "--lexicon", lexicon)


# Scan


def test_scan_writes_the_tables(scanned: Result) -> None:
    assert (scanned.exit_code, scanned.stderr) == (0, "")
    assert results("output").keys() == TABLES
    postings = rows("output/postings.csv")
    assert [(row["posting_id"], row["title"], row["skills"], row["years_min"]) for row in postings] == [
        ("a", "Data Scientist", "2", ""),
        ("b", "Data Analyst", "1", ""),
        ("c", "'=cmd|'/c calc'!A1", "0", ""),
    ]
    skills = rows("output/posting_skills.csv")
    assert [(row["posting_id"], row["skill_id"], row["quote"], row["mentions"]) for row in skills] == [
        ("a", "python", "Python", "1"),
        ("a", "sql", "SQL", "1"),
        ("b", "sql", "SQL", "1"),
    ]
    demand = rows("output/skill_demand.csv")
    assert list(demand[0].values()) == [
        *("sql", "SQL", "programming", "", "2", "0.666667", "0.20766", "0.938508", "2", "0", "0", "3")
    ]
    assert [(row["skill_id"], row["postings"]) for row in demand[1:4]] == [
        ("python", "1"),
        ("c", "0"),
        ("c++", "0"),
    ]
    assert rows("output/failures.csv") == []
    assert json.loads(Path("output/run.json").read_text())["counts"]["of_postings"] == 3


def test_scan_tells_what_it_found_in_plain_lines(scanned: Result) -> None:
    lines = scanned.stdout.splitlines()
    assert re.fullmatch(r"3 postings read from 1 file in \d+\.\d s; 3 count\.", lines[0])
    assert lines[1:5] == [
        "        postings    share  required",
        "SQL            2   66.7 %    66.7 %",
        "Python         1   33.3 %    33.3 %",
        "Python is asked for in 33 % of 3 postings (95 % interval 6.1 to 79 %).",
    ]
    assert lines[5].startswith("Results in output: postings.csv, ")
    assert len(lines) == 6


def test_scan_draws_bars_on_a_terminal(lexicon: str) -> None:
    result = run("scan", "in", "--lexicon", lexicon, FORCE_COLOR="1", COLUMNS="80")
    assert "█" * 20 in result.stdout
    assert "\x1b[" in result.stdout
    assert "Reading" in result.stderr
    assert "3 postings" in result.stderr


def test_scan_without_colour_prints_none(lexicon: str) -> None:
    result = run("scan", "in", "--lexicon", lexicon, FORCE_COLOR="1", NO_COLOR="1", COLUMNS="80")
    assert "█" * 20 in result.stdout
    assert not re.search(r"\x1b\[(3|4|9)\d", result.stdout)


def test_scan_quiet_prints_nothing(lexicon: str) -> None:
    result = run("scan", "in", "--lexicon", lexicon, "--quiet", FORCE_COLOR="1")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert results("output").keys() == TABLES


@pytest.mark.parametrize("quiet", [True, False])
def test_scan_with_inputs_that_fail_counts_the_good_ones(quiet: bool, lexicon: str) -> None:
    Path("in/empty.txt").write_text("")
    Path("in/noise.bin").write_bytes(bytes(range(256)) * 8)
    result = run("scan", "in", "--lexicon", lexicon, *(["--quiet"] if quiet else []))
    assert result.exit_code == 1
    assert result.stderr == "Error: 2 inputs failed (1 binary, 1 empty): see output/failures.csv\n"
    failures = rows("output/failures.csv")
    assert [(row["origin"], row["reason"]) for row in failures] == [
        ("in/empty.txt", "empty"),
        ("in/noise.bin", "binary"),
    ]
    assert len(rows("output/postings.csv")) == 3


def test_scan_with_one_path_missing_counts_the_others(lexicon: str) -> None:
    result = run("scan", "in", "gone", "--lexicon", lexicon, "-q")
    assert result.exit_code == 1
    assert [(row["origin"], row["reason"]) for row in rows("output/failures.csv")] == [("gone", "missing")]


def test_scan_of_nothing_but_bad_inputs_says_so_and_lists_them(lexicon: str) -> None:
    Path("bad").mkdir()
    Path("bad/empty.txt").write_text("")
    result = run("scan", "bad", "--lexicon", lexicon)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: no posting was found: 1 input failed (1 empty): see output/failures.csv\n"
    assert results("output").keys() == TABLES
    assert [row["share"] for row in rows("output/skill_demand.csv")] == [""] * 9


def test_scan_of_an_empty_folder_says_so(lexicon: str) -> None:
    Path("none").mkdir()
    result = run("scan", "none", "--lexicon", lexicon)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: no posting was found: 1 input failed (1 empty): see output/failures.csv\n"
    assert [row["origin"] for row in rows("output/failures.csv")] == ["none"]


def test_scan_that_passes_everything_over_says_so(lexicon: str) -> None:
    result = run("scan", "in/three.jsonl", "--exclude", "*.jsonl", "--lexicon", lexicon)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: no posting was found: there was no file to read\n"


def test_scan_says_of_ids_seen_before_that_they_count(lexicon: str) -> None:
    Path("in/again.jsonl").write_text(
        json.dumps(POSTINGS[0] | {"text": f"{FILLER} {FILLER} You know Golang."})
    )
    result = run("scan", "in", "--lexicon", lexicon)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Note: 1 id seen before, kept apart as id~2 and so on." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["in", "--format", "cvs"], "unknown format 'cvs'. Did you mean csv? Known are csv, parquet, json."),
        (["in", "--by", "rol"], "demand cannot be broken down by 'rol'. Did you mean role?"),
        (["nowhere", "nor/here"], "no such file or folder: nowhere, nor/here"),
        (
            ["https://jobs.example/1"],
            "1: is an address, not a file: fetch it into a folder first (jobscan fetch)",
        ),
        (
            ["s3://b/in", "nowhere"],
            "s3://b/in: is in a bucket: copy it to this machine first, or let Spark read",
        ),
        (["in", "--lexicon", "nowhere"], "nowhere: no such folder"),
        (["in", "--to", "in/three.jsonl"], "is a file; the results need a folder"),
        (["in", "--jobs", "0"], "Invalid value for '--jobs'"),
        (["in", "--job", "2"], "No such option: --job"),
        ([], "Missing argument"),
    ],
    ids=["format", "by", "paths", "address", "bucket", "lexicon", "to", "jobs", "option", "nothing"],
)
def test_scan_used_wrongly_writes_nothing(arguments: list[str], message: str) -> None:
    result = run("scan", *arguments, TERMINAL_WIDTH="200")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert [path.name for path in Path().iterdir()] == ["in"]


def test_scan_does_not_replace_what_no_scan_wrote(lexicon: str) -> None:
    Path("in/postings.csv").write_text("mine")
    result = run("scan", "in", "--to", "in", "--lexicon", lexicon)
    assert result.exit_code == 2
    assert "was not written by a scan, and would be lost" in result.stderr
    assert Path("in/postings.csv").read_text() == "mine"


def test_scan_does_not_read_its_own_results(lexicon: str) -> None:
    for again in (False, True):
        result = run("scan", ".", "--to", "in/[results]", "--lexicon", lexicon)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("3 postings read from 1 file")
        assert ("Nothing has changed since they were written" in result.stdout) == again


def test_scan_goes_on_or_begins_anew(lexicon: str) -> None:
    assert run("scan", "in", "--lexicon", lexicon, "-q").exit_code == 0
    assert "they stand as they were" in run("scan", "in", "--lexicon", lexicon).stdout
    assert "they stand as they were" not in run("scan", "in", "--lexicon", lexicon, "--fresh").stdout


def test_scan_on_a_full_disk_leaves_the_old_results(
    scanned: Result, lexicon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scanned.exit_code == 0
    before = results("output")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("scan", "in", "--lexicon", lexicon, "--by", "company")
    assert result.exit_code == 2
    assert (
        result.stderr
        == "Error: output: cannot be written: No space left on device. Nothing in output was changed.\n"
    )
    assert results("output") == before


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "Error: stopped; nothing was written\n"),
        (
            RuntimeError("boom \x1b[31m"),
            1,
            "Error: RuntimeError: boom  [31m (unexpected; `jobscan --debug ...` shows where)\n",
        ),
    ],
    ids=["Ctrl-C", "a bug"],
)
def test_scan_that_is_stopped_writes_nothing(
    error: BaseException, code: int, message: str, lexicon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(sys.modules["jobscan.engines.run"], "plan_units", stop)
    result = run("scan", "in", "--lexicon", lexicon)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", message)
    assert not Path("output").exists()


def test_debug_shows_where_an_unexpected_error_came_from(
    lexicon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(sys.modules["jobscan.engines.run"], "plan_units", fail)
    assert isinstance(run("--debug", "scan", "in", "--lexicon", lexicon).exception, RuntimeError)


@pytest.mark.parametrize("file_format", ["json", "parquet"])
def test_scan_in_another_format_can_be_exported(file_format: str, lexicon: str) -> None:
    assert run("scan", "in", "--lexicon", lexicon, "--format", file_format, "-q").exit_code == 0
    assert {Path(name).suffix for name in results("output")} == {f".{file_format}", ".json"}
    result = run("export", "demand", "--top", "1")
    assert result.stdout.splitlines()[1].startswith("sql,SQL,programming,,2,0.666667,")


# Export


def test_export_writes_to_standard_output(scanned: Result) -> None:
    assert scanned.exit_code == 0
    result = run("export", "demand", "--min-postings", "1", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [(row["skill_id"], row["postings"], row["required"]) for row in json.loads(result.stdout)] == [
        ("sql", 2, 2),
        ("python", 1, 1),
    ]


def test_export_breaks_demand_down(scanned: Result) -> None:
    assert scanned.exit_code == 0
    result = run("export", "demand", "--by", "company", "--top", "1")
    assert [line.split(",")[:2] for line in result.stdout.splitlines()] == [
        ["company", "skill_id"],
        ["Alpenrad", "sql"],
        ["Nordlicht", "python"],
    ]


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ("roles", "| data-analyst | 1 | 0.333333 |"),
        ("postings", "| a | three | in/three.jsonl:1 | Data Scientist |"),
        ("skills", "| a | python |"),
    ],
)
def test_export_of_the_other_tables(table: str, first: str, scanned: Result) -> None:
    assert scanned.exit_code == 0
    result = run("export", table, "output", "--format", "markdown", "--top", "1")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2].startswith(first)
    assert len(result.stdout.splitlines()) == 3


def test_export_takes_the_format_from_the_file(scanned: Result) -> None:
    assert scanned.exit_code == 0
    result = run("export", "postings", "--to", "deep/p.xlsx")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    sheet = openpyxl.load_workbook("deep/p.xlsx").active
    assert sheet is not None
    assert sheet["D4"].value == "=cmd|'/c calc'!A1"
    assert sheet["D4"].data_type == "s"
    assert run("export", "postings", "--to", "p.md").exit_code == 0
    assert r"| =cmd\|'/c calc'!A1 | \[red\]Evil\[/red\]\[31m |" in Path("p.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["demand", "--format", "xlsx"], "xlsx cannot be written to standard output: name a file with --to"),
        (["demand", "--format", "markdwn"], "Did you mean markdown?"),
        (["demand", "--by", "month"], "no posting states its month"),
        (["demand", "--by", "mnth"], "Did you mean month?"),
        (["roles", "--by", "month"], "it says nothing of roles"),
        (["skills", "--min-postings", "2"], "--min-postings is not for skills"),
        (
            ["demand", "in"],
            "in: holds no finished scan, for it has no run.json. Make a scan with `jobscan scan",
        ),
        (["demand", "gone"], "gone: no such folder"),
        (["salaries"], "'salaries' is not one of"),
        (["demand", "--to", "in"], "in: is a folder or a device, not a file"),
    ],
)
def test_export_used_wrongly_says_what_to_do(arguments: list[str], message: str, scanned: Result) -> None:
    assert scanned.exit_code == 0
    result = run("export", *arguments, TERMINAL_WIDTH="200")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


# Lexicon


def test_lexicon_check_counts_what_is_in_it(lexicon: str) -> None:
    result = run("lexicon", "check", "--lexicon", lexicon)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "9 skills, 13 aliases, 2 masks: all right"


def test_lexicon_check_names_the_cell_that_is_wrong(tmp_path: Path) -> None:
    folder = write_lexicon(tmp_path / "wrong", aliases=[("pyton", "python", "any", "", "")])
    result = run("lexicon", "check", "--lexicon", str(folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "aliases.csv, line 2, column skill_id: 'pyton' is not in skills.csv" in result.stderr


@pytest.mark.parametrize("asked", ["go", "Go", "golang"])
def test_lexicon_show_explains_a_skill(asked: str, lexicon: str) -> None:
    result = run("lexicon", "show", asked, "--lexicon", lexicon)
    assert result.stdout.splitlines() == [
        "Go (go)",
        "  category programming; not in the guide",
        "  found as (2):",
        "    Go  [aliases.csv:6]",
        "      only written just so",
        "      only where another technical term stands near by",
        "        or where it stands in a list beside another technical term",
        "      not where it begins a sentence or bullet",
        "    golang  [aliases.csv:7]",
    ]


def test_lexicon_show_spells_sets_of_words_out(tmp_path: Path) -> None:
    alias = ("python", "py", "any", "near:{team}|very_good", "section:company")
    folder = write_lexicon(tmp_path / "sets", aliases=[alias])
    lines = run("lexicon", "show", "python", "--lexicon", str(folder)).stdout.splitlines()
    assert lines[1] == "  category programming; named by the career guide under programming"
    assert lines[4:] == [
        "      only where near it stands team, teams, engineers, product managers, very good",
        "      not where it stands in a section about company",
    ]


def test_lexicon_show_without_a_skill_lists_them(lexicon: str) -> None:
    lines = run("lexicon", "show", "--lexicon", lexicon).stdout.splitlines()
    assert len(lines) == 9
    assert lines[-3] == "python\tPython\tprogramming\tprogramming\t1"


def test_lexicon_show_suggests_the_nearest(lexicon: str) -> None:
    result = run("lexicon", "show", "pyhton", "--lexicon", lexicon)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: no skill 'pyhton' in the lexicon. Did you mean python?\n"


def test_lexicon_goes_out_to_spacy_and_comes_back(lexicon: str) -> None:
    assert (
        run("lexicon", "export", "--format", "spacy", "--to", "p.jsonl", "--lexicon", lexicon).exit_code == 0
    )
    patterns = [json.loads(line) for line in Path("p.jsonl").read_text().splitlines()]
    assert {"label": "programming", "pattern": [{"LOWER": "python"}], "id": "python"} in patterns
    assert run("lexicon", "export", "--lexicon", lexicon).stdout == Path("p.jsonl").read_text()
    result = run("lexicon", "import", "p.jsonl", "--to", "mine")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "9 skills" in result.stdout
    again = run("lexicon", "import", "p.jsonl", "--to", "mine")
    assert again.exit_code == 2
    assert "exists already" in again.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{", "line 1: not JSON"), (b"\xff", "byte 0 is not UTF-8"), (None, "cannot be read")],
)
def test_lexicon_import_says_what_is_wrong(content: bytes | None, message: str) -> None:
    if content is not None:
        Path("p.jsonl").write_bytes(content)
    result = run("lexicon", "import", "p.jsonl", "--to", "mine")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("mine").exists()


# Everything else


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"jobscan {jobscan.__version__}\n")


@pytest.mark.parametrize(
    "command",
    [["scan"], ["export"], *(["lexicon", name] for name in ("check", "show", "export", "import"))],
    ids=" ".join,
)
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    result = run(*command, "--help", TERMINAL_WIDTH="200")
    assert result.exit_code == 0
    assert f"jobscan {' '.join(command)}" in result.stdout.partition("Example")[2]


def test_help_tells_the_exit_codes_and_completion() -> None:
    result = run("--help", TERMINAL_WIDTH="200")
    assert "Exit codes: 0 all read; 1 some inputs failed; 2 wrong usage" in " ".join(result.stdout.split())
    assert "--install-completion" in result.stdout


def test_an_unknown_command_gets_a_suggestion() -> None:
    result = run("scann")
    assert result.exit_code == 2
    assert "scan" in result.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[2Jb\x07", "a [2Jb "),
        ("two\nlines\u2028three", "two lines three"),
        ("\u202eevil\u202c \x9b31m", " evil   31m"),
        ("lone \ud800", "lone ?"),
        ("naïve 数据", "naïve 数据"),
    ],
)
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "0"),
        (0.0004, "0"),
        (0.004, "0.4"),
        (0.0994, "9.9"),
        (0.0996, "10"),
        (0.6249, "62"),
        (1.0, "100"),
    ],
)
def test_percent(share: float, expected: str) -> None:
    assert percent(share) == expected


def test_position_guesses_how_far_a_file_is_from_the_file_before() -> None:
    def posting(origin: str, characters: int) -> Posting:
        return Posting(id="", source="", origin=origin, title="", text="x" * characters)

    position = Position([("a.jsonl", 100_000), ("b.txt", 50), ("c.jsonl", 200_000)])
    assert position.total == 300_050
    assert position.advance(posting("a.jsonl:1", 45_000)) == pytest.approx(50_000)
    assert position.advance(posting("a.jsonl:2", 5_000)) == pytest.approx(50_000 / 0.9)
    assert position.advance(Failure("b.txt", "empty", "")) == 100_000
    # The first file held one character for two bytes.
    assert position.advance(posting("c.jsonl:1", 50_000)) == pytest.approx(200_050)
    assert position.advance(posting("c.jsonl:2", 500_000)) == pytest.approx(100_050 + 0.98 * 200_000)


@pytest.fixture
def process() -> Callable[..., subprocess.Popen[str]]:
    """The installed program, as a person starts it."""

    def start(*arguments: str) -> subprocess.Popen[str]:
        program = [sys.executable, "-c", "from jobscan.cli import app; app(prog_name='jobscan')", *arguments]
        # What a shell starts in the background is deaf to Ctrl-C, and so would its children be.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(
                program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True
            )
        finally:
            signal.signal(signal.SIGINT, before)

    return start


def test_as_a_process_it_reads_standard_input(
    process: Callable[..., subprocess.Popen[str]], lexicon: str
) -> None:
    running = process("scan", "-", "--to", "results", "--lexicon", lexicon, "--jobs", "2")
    stdout, stderr = running.communicate("\n".join(map(json.dumps, POSTINGS)))
    assert (running.returncode, stderr) == (0, "")
    assert stdout.startswith("3 postings read")
    assert results("results").keys() == TABLES


def test_as_a_process_it_stops_at_ctrl_c(process: Callable[..., subprocess.Popen[str]], lexicon: str) -> None:
    running = process("scan", "-", "--to", "results", "--lexicon", lexicon)
    assert running.stdin is not None
    # More than a pipe holds: once all is taken, the scan is at work, and waits for more.
    running.stdin.write(f"{json.dumps(POSTINGS[0])}\n" * 2_000)
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    stdout, stderr = running.communicate()
    assert (running.returncode, stdout, stderr) == (130, "", "Error: stopped; nothing was written\n")
    assert not Path("results").exists()


def test_export_to_a_folder_names_it(scanned: Result) -> None:
    assert scanned.exit_code == 0
    result = run("export", "demand", "--to", ".")
    assert result.exit_code == 2
    assert "Error: .: is a folder or a device, not a file" in result.stderr
