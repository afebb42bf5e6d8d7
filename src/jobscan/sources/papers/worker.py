"""Documents read in a process of its own, which is killed when one takes too long or dies of one."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.sources.papers.paper import KINDS, Paper
from jobscan.sources.stream import Limits

TIMEOUT_S: Final = 30.0
"""For one document. A hundred full pages take four seconds."""
_MOST_JOBS: Final = 500  # of one process, so that what a library leaks does not add up


class Worker:
    """A process that reads documents one after another, started for the first and again when needed."""

    def __init__(self, *, timeout_s: float = TIMEOUT_S, command: tuple[str, ...] = ()) -> None:
        self._timeout_s = timeout_s
        self._command = command or (sys.executable, "-P", "-m", "jobscan.sources.papers.child")
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._jobs = 0
        self._lock = threading.Lock()

    def read(self, kind: str, data: bytes) -> Paper:
        """The text of a document. Raises SourceError, also if the process had to be killed or died."""
        with self._lock:
            process = self._running()
            self._jobs += 1
            answer = None
            try:
                with _killed_after(process, self._timeout_s) as late:
                    answer = _asked(process, kind, data)
            finally:
                # Also after Ctrl-C: an answer that nobody waited for must not be taken for the next one's.
                if answer is None:
                    self._stop()
        if answer is None:
            raise _death(late=late.is_set(), timeout_s=self._timeout_s)
        if "reason" in answer:
            raise SourceError(str(answer["reason"]), str(answer["detail"]))
        return _paper(answer)

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._process
        # After a fork the process is the parent's: two must not speak to it.
        fresh = process is not None and self._owner == os.getpid() and self._jobs < _MOST_JOBS
        if process is None or not fresh or process.poll() is not None:
            self.close()
            self._process = process = subprocess.Popen(  # noqa: S603  # our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
            if self._owner != os.getpid():
                atexit.register(self.close)
            self._owner, self._jobs = os.getpid(), 0
        return process

    def close(self) -> None:
        """End the process."""
        if self._owner == os.getpid():
            self._stop()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _environment() -> dict[str, str]:
    """The environment of this process, in which the other finds the same jobscan."""
    root = str(Path(__file__).parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def _paper(answer: dict[str, Any]) -> Paper:
    pages, notes = answer["pages"], answer["notes"]
    return Paper(str(answer["text"]), str(answer["title"]), pages and int(pages), tuple(map(str, notes)))


def _asked(process: subprocess.Popen[bytes], kind: str, data: bytes) -> dict[str, Any] | None:
    """The process's answer; None where it died."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        return None
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


@contextlib.contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """An event that is set if the process had to be killed."""
    late = threading.Event()

    def kill() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _death(*, late: bool, timeout_s: float) -> SourceError:
    if late:
        return SourceError("too_large", f"is not read within {timeout_s:.0f} seconds, and was given up")
    return SourceError("damaged", "crashes the program that reads it; saved anew it may be readable")


WORKER: Final = Worker()
"""The worker of this process; it starts with the first document."""


def read_paper(kind: str, data: bytes, *, limits: Limits | None = None) -> Paper:
    """The text of a document of one of KINDS, `pdf`, `docx`, `odt` or `rtf`.

    limits: by default Limits(). Raises SourceError: damaged; unsupported for one with a password or without
    text; too_large for one that holds or takes too much; too_deep; unsafe; empty.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
    limits = limits or Limits()
    if len(data) > limits.max_document_bytes:
        raise SourceError("too_large", f"is larger than {limits.max_document_bytes:,} bytes")
    paper = WORKER.read(kind, data)
    if not paper.text.strip():
        raise SourceError("empty", "holds no text")
    if len(paper.text) > limits.max_text_chars:
        raise SourceError(
            "too_large", f"has {len(paper.text):,} characters, more than {limits.max_text_chars:,}"
        )
    return paper
