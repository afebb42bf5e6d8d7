"""A scan into a folder: stopped, killed, done again or done by many, it writes the same."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jobscan.engines import run
from jobscan.engines.store import ARCHIVE
from jobscan.errors import JobscanError, LexiconError
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.scan import Written, load_scan, scan, scan_into
from tests.engine_cases import write_corpus, write_lines
from tests.lexicons import write_lexicon


@pytest.fixture(scope="module")
def lexicon_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture(scope="module")
def lexicon(lexicon_folder: Path) -> Lexicon:
    return load_lexicon(lexicon_folder)


@pytest.fixture(autouse=True)
def many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts as small as the files of these tests."""
    monkeypatch.setattr(run, "_WHOLE_OF_FEW", 1_500)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "in", files=4, each=6, words=60)


def results(folder: Path) -> dict[str, Any]:
    """The files by name; of run.json what it says but for the seconds and the processes."""
    found: dict[str, Any] = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    found["run.json"] = json.loads(found["run.json"])
    del found["run.json"]["seconds"], found["run.json"]["options"]["jobs"]
    return found


def parts(folder: Path) -> dict[str, int]:
    """The names of the parts that are kept, and when they were written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / ARCHIVE / "parts").iterdir()}


def counts(written: Written) -> tuple[int, int, int]:
    told = written.run["counts"]
    return told["read"], told["files"], told["ids_made_unique"]


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_what_is_written_is_what_scan_finds(
    file_format: str, folder: Path, lexicon: Lexicon, tmp_path: Path
) -> None:
    written = scan_into(folder, tmp_path / "into", format=file_format, lexicon=lexicon, by=["company"])
    found = scan(folder, lexicon=lexicon, by=["company"])
    found.write(tmp_path / "from", format=file_format)
    assert results(tmp_path / "into") == results(tmp_path / "from")
    assert [path.name for path in written.files] == load_scan(tmp_path / "into").run["files"]
    assert written.demand.equals(found.demand)
    assert counts(written) == (24, 4, 6)
    assert not written.unchanged


def test_a_scan_that_is_done_again_changes_nothing(folder: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    to = tmp_path / "out"
    scan_into(folder, to, lexicon=lexicon)
    before = {path: path.stat().st_mtime_ns for path in to.rglob("*") if path.name != "lock"}
    again = scan_into(folder, to, lexicon=lexicon, jobs=2)
    assert again.unchanged
    assert {path: path.stat().st_mtime_ns for path in to.rglob("*") if path.name != "lock"} == before
    assert counts(again) == (24, 4, 6)
    assert (again.run, len(again.demand)) == (load_scan(to).run, 9)


def test_other_tables_are_made_of_the_same_parts(folder: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    to = tmp_path / "out"
    scan_into(folder, to, lexicon=lexicon)
    before = parts(to)
    assert not scan_into(folder, to, lexicon=lexicon, by=["company"]).unchanged
    assert not scan_into(folder, to, lexicon=lexicon, format="parquet").unchanged
    assert parts(to) == before
    scan_into(folder, tmp_path / "anew", lexicon=lexicon, format="parquet")
    assert results(to) == results(tmp_path / "anew")


def test_tables_that_somebody_changed_are_written_again(
    folder: Path, lexicon: Lexicon, tmp_path: Path
) -> None:
    to = tmp_path / "out"
    scan_into(folder, to, lexicon=lexicon)
    right = results(to)
    (to / "skill_demand.csv").write_text("mine")
    assert not scan_into(folder, to, lexicon=lexicon).unchanged
    assert results(to) == right


def test_what_is_new_changed_or_gone_is_found(folder: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    to = tmp_path / "out"
    scan_into(folder, to, lexicon=lexicon)
    write_lines(folder / "1.jsonl", ["You know Golang."], name="x")
    write_lines(folder / "9.jsonl", ["You know Python."], name="p0-")
    (folder / "3.jsonl").unlink()
    written = scan_into(folder, to, lexicon=lexicon)
    assert counts(written) == (14, 4, 1)
    scan_into(folder, tmp_path / "anew", lexicon=lexicon)
    assert results(to) == results(tmp_path / "anew")
    assert parts(to).keys() == parts(tmp_path / "anew").keys()


def test_fresh_reads_all_of_it_again(folder: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    to = tmp_path / "out"
    scan_into(folder, to, lexicon=lexicon)
    before, right = parts(to), results(to)
    assert not scan_into(folder, to, lexicon=lexicon, fresh=True).unchanged
    assert results(to) == right
    assert all(parts(to)[name] > written for name, written in before.items())


def test_another_lexicon_is_another_scan(folder: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    to, other = (
        tmp_path / "out",
        write_lexicon(tmp_path / "other", masks="phrase,why,source\na boat,none,test\n"),
    )
    scan_into(folder, to, lexicon=lexicon)
    before = parts(to)
    assert not scan_into(folder, to, lexicon=other).unchanged
    assert not before.keys() & parts(to).keys()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"format": "cvs"}, JobscanError),
        ({"by": ["rol"]}, JobscanError),
        ({"jobs": 0}, ValueError),
        ({"lexicon": "nowhere"}, LexiconError),
    ],
    ids=["format", "by", "jobs", "lexicon"],
)
def test_a_wrong_order_leaves_no_folder(
    arguments: dict[str, Any], error: type[Exception], folder: Path, lexicon: Lexicon, tmp_path: Path
) -> None:
    with pytest.raises(error):
        scan_into(folder, tmp_path / "out", **{"lexicon": lexicon, **arguments})
    assert not (tmp_path / "out").exists()


# As a process

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for two processes, and for several parts."""
    return write_corpus(tmp_path_factory.mktemp("large") / "in", files=8, each=90, words=550)


@pytest.fixture(scope="module")
def undisturbed(
    large: Path, lexicon_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    to = tmp_path_factory.mktemp("undisturbed")
    scan_into(str(large), to, lexicon=str(lexicon_folder))
    return results(to)


@pytest.fixture
def start(large: Path, lexicon_folder: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a scan into the folder `out` in a process of its own."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "jobscan", "scan", str(large), "--to", str(tmp_path / "out"), "-q"]
        # What a shell starts in the background is deaf to Ctrl-C, and so would its children be.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            command += ["--lexicon", str(lexicon_folder), *arguments]
            running.append(subprocess.Popen(command, text=True, stderr=subprocess.PIPE))
        finally:
            signal.signal(signal.SIGINT, before)
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def stop_midway(process: subprocess.Popen[str], number: signal.Signals, to: Path) -> tuple[int, str]:
    """End the process once it has kept a part: how it ended, and what it said."""
    kept = to / ARCHIVE / "parts"
    while process.poll() is None and not any(kept.glob("[!.]*.parquet")):
        time.sleep(0.005)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_scan_that_was_killed_goes_on(
    jobs: str, start: Start, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    to = tmp_path / "out"
    code, _ = stop_midway(start("--jobs", jobs), signal.SIGKILL, to)
    assert code == -signal.SIGKILL
    assert [path.name for path in to.iterdir()] == [ARCHIVE]
    kept = {name: written for name, written in parts(to).items() if not name.startswith(".")}
    again = start("--jobs", jobs)
    assert (again.communicate()[1], again.returncode) == ("", 0)
    assert results(to) == undisturbed
    assert kept
    assert kept.items() <= parts(to).items()
    assert not list((to / ARCHIVE / "parts").glob(".*"))


def test_a_scan_that_was_stopped_says_that_it_goes_on(
    start: Start, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    to = tmp_path / "out"
    assert stop_midway(start("--jobs", "2"), signal.SIGINT, to) == (
        130,
        f"Error: stopped; what was read is kept in {to}: the same command goes on from there\n",
    )
    assert not list((to / ARCHIVE / "parts").glob(".*"))
    again = start("--jobs", "2")
    assert (again.communicate()[1], again.returncode) == ("", 0)
    assert results(to) == undisturbed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGSTOP")
def test_two_scans_at_once_do_not_mix(start: Start, undisturbed: dict[str, Any], tmp_path: Path) -> None:
    to = tmp_path / "out"
    lock = to / ARCHIVE / "lock"
    first = start()
    while first.poll() is None and not (lock.exists() and lock.read_bytes().endswith(b"\n")):
        time.sleep(0.005)
    first.send_signal(signal.SIGSTOP)  # or it may be done before the second has even begun
    second = start()
    _, told = second.communicate()
    first.send_signal(signal.SIGCONT)
    assert (second.returncode, first.wait()) == (2, 0)
    assert f"{to}: another scan is writing into it (process {first.pid})" in told
    assert results(to) == undisturbed
