"""A cluster of two workers writes what one machine writes, also when one of them is killed on the way."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.spark.cluster import kill_executor, standalone
from tests.spark.test_scan_spark_cli import assert_same_files, scan


def test_a_killed_executor_costs_nothing_but_time(inputs: Path, lexicon_folder: Path, tmp_path: Path) -> None:
    words = [str(inputs), "--lexicon", str(lexicon_folder)]
    here, there = tmp_path / "here", tmp_path / "there"
    scan(*words, "--to", here)
    with standalone(tmp_path) as (address, workers):
        command = [sys.executable, "-m", "jobscan", "scan", *words, "--to", str(there)]
        command += ["--engine", "spark", "--master", address]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
            # A task's rows lie here once they are whole; the scan has more tasks than that.
            while running.poll() is None and not any(there.glob("**/found/_temporary/0/task_*")):
                time.sleep(0.01)
            kill_executor(workers[0])
            assert running.poll() is None, "the scan was over before it could be disturbed"
            _, told = running.communicate(timeout=150)

    assert running.returncode == 1, told.decode()
    assert_same_files(here, there)
