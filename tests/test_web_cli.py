"""jobscan serve as it is started and ended: a process of its own, asked over loopback."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobscan.cli import app
from jobscan.scan import scan


def _with_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running `jobscan serve` with its own folder for temporary files, and the address it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jobscan", "serve", "--port", "0", "--no-browser", *options],
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder), "COLUMNS": "200"},
        # A shell starts what runs in the background with Ctrl-C ignored.
        preexec_fn=None if os.name == "nt" else _with_ctrl_c,  # noqa: PLW1509 - the tests start no threads
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", line)
        assert found, line
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "kill"])
def test_page_is_served_until_it_is_ended_and_leaves_nothing(tmp_path: Path, how: signal.Signals) -> None:
    with served(tmp_path) as (process, address):
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(address) as answer:
            assert answer.url == address.partition("?")[0]  # the secret is out of the address
            assert "What do these jobs ask for?" in answer.read().decode()
            assert "Server" not in answer.headers
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            urllib.request.urlopen(address.partition("?")[0])
        refused.value.close()
        assert len(list(tmp_path.glob("jobscan-page-*"))) == 1

        process.send_signal(how)
        process.wait(20)

    assert list(tmp_path.iterdir()) == []


def test_finished_scan_is_there_from_the_start(tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "a.txt").write_text("Data Scientist\n\nRequirements\n- Python\n")
    scan(tmp_path / "jobs").write(tmp_path / "output")
    with served(tmp_path, "--scan", "output") as (_, address):
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        browser.open(address).close()
        with browser.open(address.partition("?")[0] + "posting?id=a.txt") as answer:
            text = answer.read().decode()

    assert '<mark class="mark level-required"' in text


def test_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = CliRunner().invoke(app, ["serve", "--no-browser", "--port", str(port)])

    assert answer.exit_code == 2
    assert f"127.0.0.1:{port} cannot be listened at" in answer.stderr
    assert "--port" in answer.stderr


def test_scan_that_is_not_there_is_told(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["serve", "--no-browser", "--scan", str(tmp_path / "none")])

    assert answer.exit_code == 2
    assert "none" in answer.stderr


def test_missing_library_is_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["jobscan.cli.serve"], "_NEEDED", ("flask", "no_such_library"))

    answer = CliRunner().invoke(app, ["serve"])

    assert answer.exit_code == 2
    assert "needs no_such_library" in answer.stderr
    assert 'pip install "jobscan[web]"' in answer.stderr
