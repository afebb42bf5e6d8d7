from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.fetch import fetching
from tests.fetch_fakes import job, use_boards
from tests.replay import Replay, Reply

TEXT = "We are looking for an analyst with experience in Python and SQL, who will build dashboards for us."


@pytest.fixture(autouse=True)
def fake_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    use_boards(monkeypatch)
    monkeypatch.setattr(fetching, "_sleeper", lambda _stop: lambda _seconds: None)


@pytest.fixture
def server() -> Iterator[Replay]:
    with Replay() as running:
        yield running


def jobscan(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def jobscan_fetch(server: Replay, to: Path, *arguments: object) -> Result:
    bases = [f"--base-url={name}={server.url}" for name in ("shelf", "window", "drawer")]
    return jobscan("fetch", *arguments, "--to", to, *bases, "--allow-private", server.host)


def test_fetch_then_scan(server: Replay, tmp_path: Path) -> None:
    server.routes["GET", "/api/acme/jobs"] = Reply(
        json={"jobs": [job(1, text=TEXT), job(2, text=TEXT + "!")]}
    )
    server.routes["GET", "/feed"] = Reply(json={"jobs": [job(3, text=TEXT + "?")]})
    result = jobscan_fetch(server, tmp_path / "postings", "shelf:acme", "window")

    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["source", "outcome", "postings", "new", "changed", "closed", "why"]
    assert lines[1].split() == ["shelf:acme", "ok", "2", "2", "0", "0"]
    assert lines[2].split() == ["window", "ok", "1", "1", "0", "0"]
    assert "Credit: Jobs by Window (https://window.example/terms)" in lines
    assert f"3 postings in {tmp_path / 'postings'}; read them with" in lines[-1]
    told = json.loads((tmp_path / "postings" / "fetch.json").read_text())
    assert [(source["source"], source["outcome"]) for source in told["sources"]] == [
        ("shelf:acme", "ok"),
        ("window", "ok"),
    ]
    server.assert_polite()

    scanned = jobscan("scan", tmp_path / "postings", "--to", tmp_path / "out")
    assert scanned.exit_code == 0, scanned.output
    assert "Credit: Jobs by Window (https://window.example/terms)" in scanned.stdout
    rows = pd.read_csv(tmp_path / "out" / "postings.csv", keep_default_na=False).set_index("posting_id")
    assert list(rows.index) == ["shelf:acme:1", "shelf:acme:2", "window:3"]
    assert rows["attribution"].tolist() == ["", "", "Jobs by Window"]
    assert rows["terms_url"].tolist() == ["", "", "https://window.example/terms"]
    assert (rows["first_seen"] == told["started"][:10]).all()
    assert (rows["closed"] == "").all()
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["attributions"] == [
        {"attribution": "Jobs by Window", "terms_url": "https://window.example/terms"}
    ]


def test_source_that_did_not_end_well_is_exit_1_and_the_rest_is_kept(server: Replay, tmp_path: Path) -> None:
    server.routes["GET", "/api/acme/jobs"] = Reply(json={"jobs": [job(1)], "total": 3})
    result = jobscan_fetch(server, tmp_path, "shelf:acme", "shelf:none")
    assert result.exit_code == 1
    assert "2 of 2 sources did not end well: shelf:acme, shelf:none" in result.stderr
    assert "1 of 3" in result.stdout
    assert "it says that it has 3 postings, and listed 1" in result.stdout
    assert "not_found: the source says that there is no such board" in result.stdout


def test_texts_of_servers_do_not_act_on_the_screen(server: Replay, tmp_path: Path) -> None:
    hostile = "it lists\x1b]0;owned\x07 at\r\nmost [bold]2[/bold]"
    server.routes["GET", "/api/acme/jobs"] = Reply(json={"jobs": [job(1)], "capped": hostile})
    result = jobscan_fetch(server, tmp_path, "shelf:acme")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "it lists ]0;owned  at  most [bold]2[/bold]" in result.stdout


WRONG: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "no source is named"),
    "unknown": (["shelv:acme"], "known are shelf"),
    "day": (["shelf:acme", "--since", "soon"], "--since 'soon' is no day"),
    "base-url": (["shelf:acme", "--base-url", "http://a.example"], "expected PROVIDER=URL"),
    "base-url-without": (["shelf:acme", "--base-url", "shelf"], "expected PROVIDER=URL"),
    "base-url-of-nobody": (["shelf:acme", "--base-url", "x=http://a.example"], "no board is called 'x'"),
    "limit": (["shelf:acme", "--limit", "0"], "limit"),
    "key": (["vault"], "set VAULT_KEY in the environment"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_exit_2_and_writes_nothing(case: str, tmp_path: Path) -> None:
    arguments, told = WRONG[case]
    result = jobscan("fetch", *arguments, "--to", tmp_path / "new")
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "new").exists()


def test_dry_run_sends_and_writes_nothing(server: Replay, tmp_path: Path) -> None:
    result = jobscan_fetch(server, tmp_path / "new", "shelf:acme", "window", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        f"shelf:acme: GET {server.url}/api/acme/jobs",
        f"window: GET {server.url}/feed",
    ]
    assert server.hits == []
    assert not (tmp_path / "new").exists()


def test_filters_are_told_in_the_table(server: Replay, tmp_path: Path) -> None:
    rows = [
        job(1, posted="2026-01-01"),
        job(2, posted="2020-01-01"),
        job(3, posted="2026-01-01", title="Baker", text="We bake."),
    ]
    server.routes["GET", "/api/acme/jobs"] = Reply(json={"jobs": rows})
    result = jobscan_fetch(server, tmp_path, "shelf:acme", "--since", "2025-12-31", "--query", "analyst")
    assert result.exit_code == 0
    assert "1 wanted, 3" in result.stdout


def test_private_host_is_refused_unless_it_is_named(server: Replay, tmp_path: Path) -> None:
    server.routes["GET", "/api/acme/jobs"] = Reply(json={"jobs": [job(1)]})
    result = jobscan("fetch", "shelf:acme", "--to", tmp_path, "--base-url", f"shelf={server.url}")
    assert result.exit_code == 1
    assert server.hits == []


def test_user_agent_and_contact_are_sent(server: Replay, tmp_path: Path) -> None:
    server.routes["GET", "/api/acme/jobs"] = Reply(json={"jobs": [job(1)]})
    jobscan_fetch(server, tmp_path, "shelf:acme", "--contact", "me@home.example")
    agents = {hit.headers["user-agent"] for hit in server.hits}
    assert all(agent.startswith("jobscan/") and "me@home.example" in agent for agent in agents)
    server.hits.clear()
    jobscan_fetch(server, tmp_path, "shelf:acme", "--user-agent", "jobscan/mine (+https://me.example)")
    assert {hit.headers["user-agent"] for hit in server.hits} == {"jobscan/mine (+https://me.example)"}


def test_boards_are_listed_with_what_to_type() -> None:
    for arguments in (["boards"], ["fetch", "--boards"]):
        result = jobscan(*arguments)
        assert result.exit_code == 0
        lines = [line.split("  ") for line in result.stdout.splitlines()]
        assert [line[0].strip() for line in lines[:4]] == ["drawer:NAME", "shelf:NAME", "vault", "window"]
        assert "(needs VAULT_KEY)" in result.stdout


def test_locked_archive_is_exit_2(server: Replay, tmp_path: Path) -> None:
    came, go_on = threading.Event(), threading.Event()

    def slow(_hit: Any) -> Reply:
        came.set()
        go_on.wait(10)
        return Reply(json={"jobs": [job(1)]})

    server.routes["GET", "/api/acme/jobs"] = slow
    first: list[Result] = []
    thread = threading.Thread(target=lambda: first.append(_library_fetch(server, tmp_path)))
    thread.start()
    came.wait(10)
    try:
        result = jobscan_fetch(server, tmp_path, "shelf:acme")
    finally:
        go_on.set()
        thread.join()
    assert result.exit_code == 2
    assert "another fetch" in result.stderr


def _library_fetch(server: Replay, to: Path) -> Any:
    return fetching.fetch("shelf:acme", to, base_urls={"shelf": server.url}, allow_private=[server.host])


def test_archive_commands(server: Replay, tmp_path: Path) -> None:
    server.routes["GET", "/api/acme/jobs"] = Reply(json={"jobs": [job(1)]})
    jobscan_fetch(server, tmp_path, "shelf:acme")

    listed = jobscan("archive", "list", tmp_path)
    assert listed.exit_code == 0
    assert listed.stdout.splitlines()[1].split()[:3] == ["shelf:acme", "1", "0"]
    assert jobscan("archive", "verify", tmp_path).stdout.endswith("whole.\n")
    assert jobscan("archive", "prune", tmp_path).stdout == "0 answers (0 bytes) went.\n"

    (body,) = tmp_path.glob("answers/*/*.json")
    body.write_bytes(b"{}")
    broken = jobscan("archive", "verify", tmp_path)
    assert broken.exit_code == 1
    assert "damaged: was changed after it was fetched" in broken.stdout
    assert jobscan("archive", "list", tmp_path / "none").exit_code == 2
