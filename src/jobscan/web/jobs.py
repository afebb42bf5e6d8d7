"""A reading that goes on while the page is looked at: started, followed, stopped."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from jobscan.web.failures import Failed, failed_of
from jobscan.web.worker import Broken, Done, Order, Progress, work

_log = logging.getLogger(__name__)

_LOOK_S: Final = 0.2
_GRACE_S: Final = 1.0
"""How long a process that is told to stop may take before it is killed."""
_GOODBYE_S: Final = 10.0
"""The same for one that is done: it gives back its memory."""


class Job:
    """A reading in a process of its own. What it says is read by any thread; run() is for one.

    finish: called with what came of it before `is_running` turns false, unless it broke off or nothing was
    found. Its folder is removed when it ends.
    """

    def __init__(self, order: Order, *, name: str, max_s: float, finish: Callable[[Done], None]) -> None:
        self.name = name
        """What is read, for a person."""
        self.progress = Progress("start")
        self.error = ""
        """Why nothing came of it; "" while that is not so."""
        self.notes: tuple[str, ...] = ()
        """What went less than well, for a person."""
        self.failures: list[Failed] = []
        """The inputs that could not be read."""
        self._order = order
        self._max_s = max_s
        self._finish = finish
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)

    def start(self) -> None:
        """Begin; at once back."""
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is not done yet."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Stop it, and wait until it has stopped."""
        self._cancelled.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(_GRACE_S + _GOODBYE_S)

    def wait(self, seconds: float) -> bool:
        """Wait until it is done: whether it is."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        # Spawned: a fork of a process that has threads can hang.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(self._order, theirs), name="jobscan-reading")
        try:
            process.start()
            theirs.close()
            self._follow(ours)
        except Exception:  # noqa: BLE001 - nobody foresaw it; the page must be told
            self.error = "Something went wrong while the figures were made."
            _log.exception("a reading failed")
        finally:
            ours.close()
            _end(process, _GRACE_S if self.error else _GOODBYE_S)
            shutil.rmtree(self._order.folder, ignore_errors=True)

    def _follow(self, line: Connection) -> None:
        """Listen until the last word, the end of the time, or a cancel."""
        ends = time.monotonic() + self._max_s
        while True:
            if self._cancelled.is_set():
                self.error = "You stopped it. Nothing was changed."
            elif time.monotonic() > ends:
                self.error = f"It took longer than {self._max_s / 60:,.0f} minutes and was given up."
            if self.error:
                with contextlib.suppress(OSError):
                    line.send("stop")
                return
            try:
                if not line.poll(_LOOK_S):
                    continue
                said = line.recv()
            except (EOFError, OSError):
                self.error = "The reading broke off: this computer may have run out of memory."
                return
            if isinstance(said, Progress):
                self.progress = said
                continue
            if isinstance(said, Done):
                self.notes = said.notes
                self.failures = failed_of(said.scan.failures)
                if len(said.scan.postings):
                    self.progress = Progress("draw", self.progress.done, self.progress.failed)
                    self._finish(said)
                else:
                    self.error = "No job posting was found in what you gave."
            elif isinstance(said, Broken):
                self.error = said.message
            return


def _end(process: BaseProcess, grace_s: float) -> None:
    """Let a process end, or end it together with those that it started."""
    process.join(grace_s)
    if process.is_alive():
        pid = process.pid
        if hasattr(os, "killpg") and pid is not None:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        process.kill()
        process.join()
    process.close()
