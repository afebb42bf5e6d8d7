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
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.sources.papers.paper import Paper

TIMEOUT_S: Final = 30.0
"""For one document. A hundred pages take PDFium two seconds."""
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
            with _killed_after(process, self._timeout_s) as late:
                answer = _asked(process, kind, data)
            if answer is None:
                self._stop()
                raise _death(late=late.is_set(), timeout_s=self._timeout_s)
        if "reason" in answer:
            raise SourceError(str(answer["reason"]), str(answer["detail"]))
        return Paper(str(answer["text"]), str(answer["title"]), tuple(map(str, answer["notes"])))

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._process
        # After a fork the process is the parent's: two must not speak to it.
        fresh = process is not None and self._owner == os.getpid() and self._jobs < _MOST_JOBS
        if process is None or not fresh or process.poll() is not None:
            if self._owner == os.getpid():
                self._stop()
            self._process = process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONUTF8": "1"},
            )
            self._owner, self._jobs = os.getpid(), 0
            atexit.register(self.close)
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
