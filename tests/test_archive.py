from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobscan.errors import Failure, JobscanError, SourceError
from jobscan.fetch import FetchReport, fetch, fetching
from jobscan.fetch.keeping import archive_state, prune_archive, verify_archive
from jobscan.fetch.store import write_whole
from jobscan.sources import iter_postings
from jobscan.sources.archive_files import (
    Entry,
    Ledger,
    Sidecar,
    ledger_bytes,
    ledger_path,
    parse_ledger,
    parse_sidecar,
    sidecar_bytes,
)
from tests import fetch_victim
from tests.fetch_fakes import DRAWER, SHELF, FakeClient, job, response, run, run_one, scanned, use_boards

ROOT = Path(__file__).parents[1]
ACME = SHELF.format("acme")


@pytest.fixture(autouse=True)
def fake_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    use_boards(monkeypatch)


@pytest.fixture
def fetched(tmp_path: Path) -> Path:
    """An archive with two postings of one list."""
    folder = tmp_path / "postings"
    run(folder, FakeClient({ACME: {"jobs": [job(1), job(2)]}}), "shelf:acme")
    return folder


def sidecar_path(folder: Path) -> Path:
    (path,) = folder.glob("answers/*/*.meta")
    return path


def failures(folder: Path) -> list[Failure]:
    return [item for item in iter_postings(folder) if isinstance(item, Failure)]


def test_answer_is_kept_as_it_came_with_what_is_known_of_it(tmp_path: Path) -> None:
    body = '\ufeff{"jobs": [{"id": "1", "title": "Ärztin", "text": "Ä\\ud83d"}]}'.encode()
    sent = response(
        ACME, body, Content_Type="application/json; charset=latin-1", Set_Cookie="a=b", ETag='"x"'
    )
    run(tmp_path, FakeClient({ACME: sent}), "shelf:acme")

    said = json.loads(sidecar_path(tmp_path).read_text())
    assert sidecar_path(tmp_path).with_suffix(".json").read_bytes() == body
    assert said["url"] == said["final_url"] == ACME
    assert (said["status"], said["provider"], said["board"], said["step"]) == (200, "shelf", "acme", "list")
    assert said["headers"] == {"content-type": "application/json; charset=latin-1", "etag": '"x"'}
    assert said["fetched_at"] == said["checked_at"] == "2026-11-20T12:00:00Z"
    assert (said["encoding"], said["bytes"], said["carry"]) == ("utf-8-sig", len(body), {})
    assert len(said["sha256"]) == 64
    assert scanned(tmp_path)["shelf:acme:1"].title == "Ärztin"


def test_names_come_from_digests_only(tmp_path: Path) -> None:
    row = job("../../../etc/passwd", title="<script>.exe")
    run(tmp_path, FakeClient({ACME: {"jobs": [row]}}), "shelf:acme")
    names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    allowed = {"jobscan-archive.json", "fetch.json", ".lock"}
    assert all(
        set(name.partition("/")[2]) <= set("0123456789abcdef/-.jsonmeta")
        for name in names
        if name not in allowed
    )
    assert not any("passwd" in name or "acme" in name for name in names)


def test_archive_inside_a_larger_folder_is_read_with_what_lies_beside(fetched: Path) -> None:
    (fetched / "saved.txt").write_text(
        "Data analyst. We are looking for a person who knows SQL and has experience."
    )
    (fetched.parent / "other.txt").write_text(
        "Data engineer. We are looking for a person with experience in SQL."
    )
    ids = [item.id for item in iter_postings(fetched.parent) if not isinstance(item, Failure)]
    assert ids == ["other.txt", "shelf:acme:1", "shelf:acme:2", "postings/saved.txt"]
    assert failures(fetched.parent) == []
    assert list(scanned(fetched / "jobscan-archive.json")) == ["shelf:acme:1", "shelf:acme:2"]


def test_origin_names_the_file_of_the_answer(fetched: Path) -> None:
    place, _, number = scanned(fetched)["shelf:acme:2"].origin.partition("#")
    assert (Path(place), number) == (sidecar_path(fetched).with_suffix(".json"), "2")


def test_folder_of_somebody_else_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    with pytest.raises(JobscanError, match="was not written by a fetch"):
        run(tmp_path, FakeClient(), "shelf:acme")
    with pytest.raises(JobscanError, match="cannot be written"):
        run(Path(__file__), FakeClient(), "shelf:acme")


HOSTILE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "path-as-key": lambda said: said | {"key": "../../../../etc/passwd"},
    "digest-of-another": lambda said: said | {"sha256": "0" * 64},
    "path-as-content": lambda said: said | {"content": "/../../x"},
    "step-with-a-path": lambda said: said | {"step": "../x"},
    "headers-are-a-list": lambda said: said | {"headers": []},
    "status-is-true": lambda said: said | {"status": True},
    "carry-is-text": lambda said: said | {"carry": "x"},
    "carry-of-another": lambda said: said | {"carry": {"id": "2"}},
    "other-provider": lambda said: said | {"provider": "drawer"},
    "no-url": lambda said: {name: value for name, value in said.items() if name != "url"},
    "list": lambda _said: [],
    "newer-version": lambda said: said | {"version": 2},
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_hostile_sidecar_is_a_failure(fetched: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = sidecar_path(fetched)
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    (failure,) = failures(fetched)
    assert failure.reason in ("damaged", "unsafe")
    assert [item for item in iter_postings(fetched) if not isinstance(item, Failure)] == []
    assert run_one(fetched, FakeClient({ACME: {"jobs": [job(1)]}}), "shelf:acme").outcome == "ok"


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 99, b"[" * 100_000, b'{"format": "jobscan answer"'],
    ids=["empty", "zeros", "deep", "cut"],
)
def test_sidecar_that_is_no_json_is_a_failure(fetched: Path, data: bytes) -> None:
    sidecar_path(fetched).write_bytes(data)
    assert [failure.reason for failure in failures(fetched)] == ["damaged"]


@pytest.mark.parametrize("ending", [".meta", ".json"])
def test_link_out_of_the_archive_is_not_followed(fetched: Path, ending: str) -> None:
    secret = fetched.parent / "secret.json"
    path = sidecar_path(fetched).with_suffix(ending)
    secret.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(secret)
    assert [failure.reason for failure in failures(fetched)] == ["unsafe"]


def test_folder_of_answers_that_leads_out_is_not_followed(fetched: Path) -> None:
    (fetched / "answers").rename(fetched.parent / "elsewhere")
    (fetched / "answers").symlink_to(fetched.parent / "elsewhere")
    assert [failure.reason for failure in failures(fetched)] == ["unsafe"]


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said | {"postings": {"x": {"first_seen": "now", "last_seen": "", "closed": ""}}},
        lambda said: said | {"postings": {"x": {"answer": "../../../etc/passwd"}}},
        lambda said: said | {"postings": []},
        lambda said: said | {"provider": 1},
        lambda _said: "text",
    ],
    ids=["odd-day", "path-as-answer", "list", "number", "text"],
)
def test_hostile_ledger_is_a_failure(fetched: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = ledger_path(fetched, "shelf", "acme")
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    assert [failure.reason for failure in failures(fetched)] == ["damaged"]
    report = run_one(fetched, FakeClient({ACME: {"jobs": [job(1)]}}), "shelf:acme")
    assert (report.outcome, report.asked) == ("failed", 0)
    assert "ledger" in report.reasons[0]


def test_ledger_of_an_unknown_source_is_told(fetched: Path) -> None:
    path = ledger_path(fetched, "gone", "acme")
    path.write_bytes(ledger_bytes(Ledger("gone", "acme", {"gone:acme:1": Entry("2026-01-01", "2026-01-01")})))
    assert [failure.reason for failure in failures(fetched)] == ["unsupported"]
    assert len([item for item in iter_postings(fetched) if not isinstance(item, Failure)]) == 2


def test_records_are_read_as_they_were_written() -> None:
    sidecar = Sidecar(
        jobscan="1",
        provider="shelf",
        board="a",
        step="list",
        method="POST",
        url="https://a.example",
        json={"offset": 0},
        content="json",
        carry={"title": "\ud83d"},
        key="a" * 64,
        final_url="https://a.example/b",
        status=200,
        headers={"etag": "x"},
        fetched_at="2026-11-20T12:00:00Z",
        checked_at="2026-11-20T12:00:00Z",
        sha256="b" * 64,
        bytes=1,
        encoding="utf-8",
    )
    assert parse_sidecar(sidecar_bytes(sidecar)) == sidecar
    assert sidecar.request.method == "POST"
    ledger = Ledger("shelf", "a", {"x": Entry("2026-11-20", "2026-11-21", answer=sidecar.id, appeared=True)})
    assert parse_ledger(ledger_bytes(ledger)) == ledger
    with pytest.raises(SourceError):
        parse_ledger(sidecar_bytes(sidecar))


def test_two_fetches_do_not_write_at_once(tmp_path: Path) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> Any:
        inside.set()
        go_on.wait(10)
        return {"jobs": [job(1)]}

    first = threading.Thread(target=run, args=(tmp_path, FakeClient({ACME: slow}), "shelf:acme"))
    first.start()
    inside.wait(10)
    try:
        with pytest.raises(
            JobscanError, match=f"another fetch \\(process {os.getpid()}\\) is writing into it"
        ):
            run(tmp_path, FakeClient({ACME: {"jobs": []}}), "shelf:acme")
    finally:
        go_on.set()
        first.join()
    assert list(scanned(tmp_path)) == ["shelf:acme:1"]


def test_stale_lock_locks_nothing(fetched: Path) -> None:
    (fetched / ".lock").write_text("99999999\n")
    assert run_one(fetched, FakeClient({ACME: {"jobs": [job(1)]}}), "shelf:acme").outcome == "ok"


def test_lock_that_leads_elsewhere_is_not_written(fetched: Path) -> None:
    (fetched / ".lock").unlink()
    (fetched.parent / "mine").write_text("precious")
    (fetched / ".lock").symlink_to(fetched.parent / "mine")
    with pytest.raises(JobscanError, match="cannot be written"):
        run(fetched, FakeClient({ACME: {"jobs": [job(1)]}}), "shelf:acme")
    assert (fetched.parent / "mine").read_text() == "precious"


def test_write_whole_leaves_the_old_where_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert [found.name for found in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == b"old"


def contents(folder: Path) -> dict[str, Any]:
    """All files of an archive, without what tells one run from another."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name == ".lock":
            continue
        found[name] = path.read_bytes()
        if name.startswith("ledger/"):
            ledger = parse_ledger(found[name])
            last = {source: said | {"run": ""} for source, said in ledger.last.items()}
            found[name] = replace(ledger, last=last)
        elif name == "fetch.json":
            said = json.loads(found[name])
            for source in said["sources"]:
                for counted in ("asked", "reused", "unchanged"):
                    del source[counted]
            found[name] = said | {"to": ""}
    return found


@pytest.fixture(scope="module")
def unkilled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    """What a fetch that lives leaves, and how many steps it took."""
    folder = tmp_path_factory.mktemp("unkilled")
    done = victim(folder, 0)
    return contents(folder), int(done.stdout)


def victim(folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fetch_victim", str(folder), str(step)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("part", [0.02, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.99])
def test_killed_fetch_run_again_ends_as_if_it_had_lived(
    tmp_path: Path, unkilled: tuple[dict[str, Any], int], part: float
) -> None:
    expected, steps = unkilled
    assert victim(tmp_path, max(1, round(part * steps))).returncode == -signal.SIGKILL
    list(iter_postings(tmp_path))
    before = {item["key"] for item in journal(tmp_path)}
    sender = fetch_victim.client()
    run(tmp_path, sender, *fetch_victim.NAMES, hosts=1)

    assert contents(tmp_path) == expected
    # One more than the rest may be asked: what was answered as the process died; and what is not there.
    assert len(sender.asked) + len(before) <= 9 + 1


def journal(folder: Path) -> list[dict[str, str]]:
    path = folder / ".journal"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if '"key"' in line]


def test_run_that_broke_off_long_ago_is_not_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = FakeClient({ACME: {"jobs": [job(1)], "next": 2}})
    stopped(tmp_path, client, "shelf:acme", last=ACME, monkeypatch=monkeypatch)
    assert (tmp_path / ".journal").exists()
    client.answers[ACME] = {"jobs": [job(1), job(2)]}
    run(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))
    assert len(scanned(tmp_path)) == 2


def stopped(
    folder: Path, client: FakeClient, name: str, *, last: str, monkeypatch: pytest.MonkeyPatch
) -> FetchReport:
    """A fetch that the user stops with Ctrl-C while it asks for the last URL."""
    asked, pressed, heard = threading.Event(), threading.Event(), threading.Event()
    answer, wait = client.answers[last], fetching._wait

    def slow() -> Any:
        asked.set()
        heard.wait(10)
        return answer

    def interrupted(futures: Any) -> None:
        if not pressed.is_set():
            asked.wait(10)
            pressed.set()
            raise KeyboardInterrupt
        heard.set()
        wait(futures)

    client.answers[last] = slow
    with monkeypatch.context() as patched:
        patched.setattr(fetching, "_wait", interrupted)
        report = run(folder, client, name)
    client.answers[last] = answer
    return report


def test_ctrl_c_keeps_what_has_come_and_goes_on_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"id": str(n), "title": f"Analyst {n}"} for n in range(1, 6)]
    private = DRAWER.format("acme")
    texts = {f"{private}/{n}": {"text": f"Text of {n}."} for n in range(1, 6)}
    client = FakeClient({private: {"jobs": rows, "total": 5}, **texts})
    last = f"{private}/2"
    report = stopped(tmp_path, client, "drawer:acme", last=last, monkeypatch=monkeypatch)

    assert report.stopped
    assert report.sources[0].reasons[0] == "it was stopped"
    assert len(scanned(tmp_path)) == 2
    assert verify_archive(tmp_path) == []
    client.asked.clear()
    again = run_one(tmp_path, client, "drawer:acme")
    assert (again.outcome, again.new, len(client.asked), again.reused) == ("ok", 5, 3, 3)
    assert len(scanned(tmp_path)) == 5
    assert not (tmp_path / ".journal").exists()


def test_verify_tells_what_is_damaged(fetched: Path) -> None:
    assert verify_archive(fetched) == []
    body = sidecar_path(fetched).with_suffix(".json")
    body.write_bytes(body.read_bytes().replace(b"analyst 1", b"manager 1"))
    (body.parent / "stray.json").write_text("{}")
    told = [(Path(failure.origin).name, failure.reason) for failure in verify_archive(fetched)]
    ledger = ledger_path(fetched, "shelf", "acme").name
    assert sorted(told) == sorted(
        [
            (sidecar_path(fetched).name, "damaged"),
            ("stray.json", "unsafe"),
            (ledger, "missing"),
            (ledger, "missing"),
        ]
    )


def test_verify_of_what_is_no_archive_says_so(tmp_path: Path) -> None:
    with pytest.raises(JobscanError, match="is no archive; make one with"):
        verify_archive(tmp_path)


def test_state_counts_open_and_closed(fetched: Path) -> None:
    run(fetched, FakeClient({ACME: {"jobs": [job(2), job(3)]}}), "shelf:acme", day=date(2026, 11, 25))
    (state,) = archive_state(fetched)
    assert (state.provider, state.board, state.open, state.closed, state.answers) == (
        "shelf",
        "acme",
        2,
        1,
        2,
    )
    assert (state.first_seen, state.last_seen, state.complete) == ("2026-11-20", "2026-11-25", "2026-11-25")


def test_prune_keeps_the_newest_version_of_every_posting(fetched: Path) -> None:
    for day, numbers in ((21, (1, 2, 3)), (22, (2, 3, 4)), (23, (2, 3, 4, 5))):
        rows = [job(number) for number in numbers]
        run(fetched, FakeClient({ACME: {"jobs": rows}}), "shelf:acme", day=date(2026, 11, day))
    before = scanned(fetched)
    later = date(2027, 3, 1)

    tried = prune_archive(fetched, older_than_days=30, today=later, dry_run=True)
    assert len(list(fetched.glob("answers/*/*.json"))) == 4
    gone = prune_archive(fetched, older_than_days=30, today=later)
    # That of the 21st holds the newest version of 1, which is closed; that of the 23rd all others.
    assert gone == tried
    assert (gone.answers, gone.postings) == (2, 0)
    assert scanned(fetched) == before
    assert verify_archive(fetched) == []

    gone = prune_archive(fetched, older_than_days=30, today=later, closed=True)
    assert (gone.answers, gone.postings) == (1, 1)
    assert list(scanned(fetched)) == [f"shelf:acme:{n}" for n in (2, 3, 4, 5)]
    assert prune_archive(fetched, older_than_days=0, today=date(2026, 11, 23)).answers == 0


def test_fetch_from_python_takes_one_name(tmp_path: Path) -> None:
    assert fetch("shelf:acme", tmp_path, client=FakeClient({ACME: {"jobs": [job(1)]}})).ok
