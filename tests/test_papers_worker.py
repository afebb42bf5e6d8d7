"""Documents are read in a process that may be killed, and nothing is lost but its document."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from jobscan.errors import SourceError
from jobscan.sources.papers import Paper, read_paper
from jobscan.sources.papers.worker import Worker
from jobscan.sources.stream import Limits
from tests.paper_files import column, docx, p, packed, pdf

PDF = pdf([column(60, 60, ["You build pipelines in Python."])])
TEXT = "You build pipelines in Python.\n"

# Programs that stand in for the one that reads.
SLEEPS = "import time; time.sleep(60)"
DIES = "import os; os.abort()"
STAMMERS = "import sys; sys.stdin.buffer.readline(); print('no answer', flush=True); sys.stdin.read()"
HOGS = """
import json, sys
from jobscan.sources.papers import child
child.MAX_MEMORY = 512 * 1024 * 1024
child.read = lambda kind, data: bytes(2 * 1024**3)
child.main()
"""
SPINS = """
from jobscan.sources.papers import child
child.CPU_S = 1
def spin(kind, data):
    while True:
        pass
child.read = spin
child.main()
"""


def worker_of(program: str, *, timeout_s: float = 30.0) -> Worker:
    return Worker(timeout_s=timeout_s, command=(sys.executable, "-c", program))


@pytest.mark.parametrize(
    ("program", "timeout_s", "reason", "words"),
    [
        pytest.param(SLEEPS, 0.2, "too_large", "given up", id="never ends"),
        pytest.param(DIES, 30, "damaged", "crashes", id="dies"),
        pytest.param(STAMMERS, 30, "damaged", "crashes", id="answers nonsense"),
        pytest.param("", 30, "damaged", "crashes", id="is not there"),
    ],
)
def test_process_that_fails_is_told(program: str, timeout_s: float, reason: str, words: str) -> None:
    worker = worker_of(program, timeout_s=timeout_s)
    for _ in range(2):  # a new one each time
        with pytest.raises(SourceError, match=words) as caught:
            worker.read("pdf", PDF)
        assert caught.value.reason == reason
    assert worker._process is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's addresses")
def test_too_much_memory_is_told() -> None:
    worker = worker_of(HOGS)
    with pytest.raises(SourceError, match="memory") as caught:
        worker.read("pdf", PDF)
    worker.close()
    assert caught.value.reason == "too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no process's time")
def test_process_ends_by_itself_when_nobody_waits() -> None:
    with pytest.raises(SourceError, match="crashes"):
        worker_of(SPINS).read("pdf", PDF)


def test_process_is_used_again_and_replaced_when_killed() -> None:
    worker = Worker()
    assert worker.read("pdf", PDF).text == TEXT
    first = worker._process
    assert first is not None
    with pytest.raises(SourceError, match="damaged"):
        worker.read("pdf", b"%PDF-1.7 no more")
    assert worker.read("docx", docx(p("You write SQL."))).text == "You write SQL.\n"
    assert worker._process is first

    os.kill(first.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    first.wait()
    assert worker.read("pdf", PDF).text == TEXT
    worker.close()
    assert worker._process is None


def test_process_is_replaced_after_many_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobscan.sources.papers.worker._MOST_JOBS", 2)
    worker = Worker()
    seen = set()
    for _ in range(3):
        worker.read("rtf", b"{\\rtf1 text}")
        assert worker._process is not None
        seen.add(worker._process.pid)
    worker.close()
    assert len(seen) == 2


def test_interrupted_question_does_not_answer_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    worker = Worker()
    with monkeypatch.context() as patched:
        patched.setattr("jobscan.sources.papers.worker._asked", interrupted)
        with pytest.raises(KeyboardInterrupt):
            worker.read("pdf", PDF)
    assert worker._process is None
    assert worker.read("rtf", b"{\\rtf1 next}").text == "next\n"
    worker.close()


def test_threads_share_a_process() -> None:
    documents = [docx(p(f"Posting {number}.")) for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        papers = list(pool.map(lambda data: read_paper("docx", data), documents))
    assert [paper.text for paper in papers] == [f"Posting {number}.\n" for number in range(20)]


def _read(data: bytes) -> tuple[str, int]:
    return read_paper("docx", data).text, os.getpid()


@pytest.mark.parametrize("method", sorted({"spawn", "fork"} & set(multiprocessing.get_all_start_methods())))
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_processes_have_one_each(method: str) -> None:
    read_paper("pdf", PDF)  # so that this one's runs already
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        documents = [docx(p(f"Posting {number}.")) for number in range(8)]
        found = list(pool.map(_read, documents))
    assert [text for text, _ in found] == [f"Posting {number}.\n" for number in range(8)]
    assert os.getpid() not in {pid for _, pid in found}
    assert read_paper("pdf", PDF).text == TEXT


def test_folder_that_one_stands_in_lends_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert Worker().read("pdf", PDF).text == TEXT


# --- read_paper ---------------------------------------------------------------------------------------------


def test_paper_of_a_pdf() -> None:
    assert read_paper("pdf", PDF) == Paper(TEXT, pages=1)


def _nested(deep: int) -> bytes:
    return docx("<w:p>" * deep + "</w:p>" * deep)


def _endless() -> bytes:
    pages = pdf([column(60, 60, ["Text."])], compress=False)
    return pages.replace(b"/Contents 6 0 R", b"/Contents [" + b"6 0 R " * 50_000 + b"]")


@pytest.mark.parametrize(
    ("kind", "make", "reason"),
    [
        pytest.param("docx", lambda: docx(p("a" * 20_000_000), deflate=True), "too_large", id="bomb"),
        pytest.param("docx", lambda: _nested(5_000), "damaged", id="nested XML"),
        pytest.param("docx", lambda: packed({"word/document.xml": "<!DOCTYPE a><a/>"}), "unsafe", id="DTD"),
        pytest.param("docx", lambda: docx(""), "empty", id="nothing in it"),
        pytest.param("rtf", lambda: b"{\\rtf1" + b"{" * 100_000, "too_deep", id="nested RTF"),
        pytest.param("rtf", lambda: b"{\\rtf1 " + b"a" * 2_100_000, "too_large", id="endless RTF"),
        pytest.param("odt", lambda: b"PK\x03\x04 no more", "damaged", id="cut"),
    ],
)
def test_hostile_document_is_told(kind: str, make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_paper(kind, make())
    assert caught.value.reason == reason


def test_page_that_repeats_its_content_is_bounded() -> None:
    assert read_paper("pdf", _endless()).text.startswith("Text.")


def test_limits_are_kept() -> None:
    with pytest.raises(SourceError, match="larger"):
        read_paper("pdf", PDF, limits=Limits(max_document_bytes=10))
    with pytest.raises(SourceError, match="characters"):
        read_paper("pdf", PDF, limits=Limits(max_text_chars=10))
    with pytest.raises(ValueError, match="none of pdf"):
        read_paper("xls", b"")
