"""What docs/results-archive.md tells people to type into DuckDB and PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobscan.scan import scan_into
from tests.engine_cases import write_lines
from tests.lexicons import write_lexicon

PAGE = Path(__file__).parents[1] / "docs" / "results-archive.md"
TEXT = "The crew looks after the reports of the harbour and answers the questions that the office has."
TEXTS = [f"{TEXT} You know Python.", f"{TEXT} You know Python and SQL.", f"{TEXT} Java is required."]


def blocks(heading: str) -> list[tuple[str, str]]:
    """The language and the content of each block of code under a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```(sql|psql)\n(.*?)```", section, flags=re.DOTALL)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with scans of two months, and one of both with its tables in CSV and Parquet."""
    monkeypatch.chdir(tmp_path)
    lexicon = write_lexicon(tmp_path / "lexicon")
    for month, texts in (("2026-10", TEXTS[:2]), ("2026-11", TEXTS[1:])):
        write_lines(Path("in", f"{month}.jsonl"), texts, name=month)
        scan_into(Path("in", f"{month}.jsonl"), Path("results", month), lexicon=lexicon)
    lines = Path("in", "hostile.jsonl")
    write_lines(lines, [f"{TEXT} You know Golang, SQL\nand 'Python'\r\nin \"quotes\"."], name="=h")
    scan_into("in", "output", lexicon=lexicon, format="parquet")
    scan_into("in", "csv", lexicon=lexicon)
    return tmp_path


# Of the five postings two have the same text, which counts once.
DEMAND = [("python", 3), ("sql", 2), ("go", 1), ("java", 1)]


def test_duckdb_reads_tables_and_parts(here: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs DuckDB: pip install duckdb")
    demand, months, runs = [duckdb.sql(query).fetchall() for _, query in blocks("DuckDB")]
    assert demand == DEMAND
    assert months == [("", *row) for row in DEMAND]  # all are required, and no date is stated
    assert runs == [
        ("2026-10", "python", 2),
        ("2026-10", "sql", 1),
        ("2026-11", "java", 1),
    ]
    assert here.is_dir()


@pytest.fixture
def psql() -> Iterator[list[str]]:
    """A PostgreSQL of its own, that nobody else can reach: how psql is started."""
    initdb = shutil.which("initdb") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)
    if initdb is None or shutil.which("psql") is None:
        pytest.skip("needs PostgreSQL: initdb and psql")
    yield from _server(Path(initdb).parent)


def _server(programs: Path) -> Iterator[list[str]]:
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True, user=user, cwd="/").strip())

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", user=user)

    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    try:
        call("initdb", "-U", "jobscan", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(folder), "-U", "jobscan", "postgres"]
        finally:
            call("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_postgresql_loads_the_tables(here: Path, psql: list[str]) -> None:
    page = [text.replace("output/", "csv/") for _, text in blocks("PostgreSQL")]
    asked = "SELECT posting_id, skill_id, quote FROM posting_skills WHERE skill_id = 'go';"
    guarded = "SELECT count(*), count(title) FROM postings;"
    done = subprocess.run(
        psql, input="\n".join([*page, asked, guarded]), text=True, capture_output=True, cwd=here, check=False
    )
    assert done.stderr == ""
    rows = [tuple(line.split("|")) for line in done.stdout.splitlines()]
    assert rows[: len(DEMAND)] == [(skill, str(postings)) for skill, postings in DEMAND]
    assert rows[len(DEMAND) :] == [("'=h0", "go", "Golang"), ("5", "5")]
