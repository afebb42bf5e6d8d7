"""Prints how time and memory of a whole scan grow with the number of postings, on one process and on several.

    python -m benchmarks.scale                             1,000 to 100,000 postings
    python -m benchmarks.scale --most 1000000 --jobs 2     the whole growth
    python -m benchmarks.scale --format parquet            or txt: a small file for each posting

The corpus (see benchmarks.corpus) is made once and kept in --folder. A scan is the command as a user types
it, from an empty output folder to all tables; then the same command again, over what is there. Memory is
what all of its processes hold together at the worst moment.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.corpus import FORMATS, write_corpus
from benchmarks.machine import describe

SAMPLE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """One command."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


class _Watch(threading.Thread):
    """Notes the memory that a process and its children hold together, while they run."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._root = psutil.Process(pid)
        self._cpu: dict[int, float] = {}
        self.peak = 0

    def run(self) -> None:
        while self._root.is_running() and self._root.status() != psutil.STATUS_ZOMBIE:
            held = 0
            with contextlib.suppress(psutil.NoSuchProcess):
                for process in [self._root, *self._root.children(recursive=True)]:
                    with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                        held += process.memory_info().rss
                        spent = process.cpu_times()
                        self._cpu[process.pid] = spent.user + spent.system
            self.peak = max(self.peak, held)
            time.sleep(SAMPLE_SECONDS)

    @property
    def cpu_seconds(self) -> float:
        """What the processes have spent, each as it was seen last."""
        return sum(self._cpu.values())


def run(command: list[str]) -> Run:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])
    watch = _Watch(process.pid)
    watch.start()
    code = process.wait()
    seconds = time.perf_counter() - began
    watch.join(2 * SAMPLE_SECONDS)
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Run(seconds, watch.cpu_seconds, watch.peak / 1e6)


def steps(most: int) -> list[int]:
    """1,000, then ten times as many, up to the most."""
    found = [1_000]
    while found[-1] * 10 <= most:
        found.append(found[-1] * 10)
    return found if found[-1] == most else [*found, most]


def measure(corpus: Path, into: Path, jobs: int, table_format: str) -> tuple[Run, Run]:
    """A scan into an empty folder, and the same once more."""
    shutil.rmtree(into, ignore_errors=True)
    command = [sys.executable, "-m", "jobscan", "scan", str(corpus), "--to", str(into)]
    command += ["--jobs", str(jobs), "--format", table_format]
    return run(command), run(command)


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--most", type=int, default=100_000, help="how many postings at most (100000)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="how many processes (1 2)")
    parser.add_argument("--format", choices=FORMATS, default="jsonl", help="of the postings")
    parser.add_argument("--tables", choices=("csv", "parquet"), default="csv", help="of what is written")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "jobscan-benchmark")
    options = parser.parse_args()
    print(f"{describe()}; {options.format} in, {options.tables} out\n")
    print(f"{'postings':>10}{'jobs':>6}{'seconds':>9}{'CPU s':>8}{'a second':>10}", end="")
    print(f"{'peak MB':>9}{'1 job / this':>14}{'again s':>9}{'again':>7}")
    for count in steps(options.most):
        corpus = options.folder / f"{options.format}-{count}"
        write_corpus(corpus, count, file_format=options.format)
        alone = 0.0
        for jobs in options.jobs:
            first, again = measure(corpus, options.folder / "tables", jobs, options.tables)
            alone = alone or first.seconds
            print(f"{count:>10,}{jobs:>6}{first.seconds:>9.1f}{first.cpu_seconds:>8.1f}", end="")
            print(
                f"{count / first.seconds:>10,.0f}{first.peak_mb:>9,.0f}{alone / first.seconds:>14.2f}", end=""
            )
            print(f"{again.seconds:>9.1f}{again.seconds / first.seconds:>7.1%}", flush=True)


if __name__ == "__main__":
    main()
