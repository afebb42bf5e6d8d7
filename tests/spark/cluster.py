"""A cluster of Spark's own kind on this machine: a master and two workers, on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

_DEPLOY = "org.apache.spark.deploy"
_PATIENCE_S = 60
T = TypeVar("T")


@contextlib.contextmanager
def standalone(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The cluster's address, and the process ids of its two workers of one core. folder: for its logs."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        master = _start(folder, "master", f"{_DEPLOY}.master.Master", "--host", "127.0.0.1", "--port", "0")
        started.append(master)
        address = _said(folder / "master", r"Starting Spark master at (spark://\S+)")
        for name in ("one", "two"):
            options = (
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                str(folder / f"{name}-work"),
            )
            started.append(_start(folder, name, f"{_DEPLOY}.worker.Worker", *options, address))
        for name in ("one", "two"):
            _said(folder / name, r"Successfully registered with (master)")
        yield address, [process.pid for process in started[1:]]
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def kill_executor(worker: int) -> None:
    """Kill an executor of a worker as if its machine had died."""
    executor = _until(lambda: _children(worker))[0]
    for process in (executor, *_children(executor)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _start(folder: Path, name: str, *command: str) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_DAEMON_MEMORY": "512m",
    }
    with (folder / name).open("wb") as log:
        return subprocess.Popen(
            [home / "bin" / "spark-class", command[0], "--webui-port", "0", *command[1:]],
            stdout=log,
            stderr=log,
            env={**environment, "SPARK_LOCAL_IP": "127.0.0.1"},
        )


def _said(log: Path, pattern: str) -> str:
    """What a process's log says, once it does."""

    def find() -> str:
        found = re.search(pattern, log.read_text(errors="replace"))
        return found[1] if found else ""

    return _until(find)


def _children(process: int) -> list[int]:
    """The processes that a process started and that still run."""
    try:
        threads = [path.name for path in Path(f"/proc/{process}/task").iterdir()]
        listed = [Path(f"/proc/{process}/task/{thread}/children").read_text() for thread in threads]
    except FileNotFoundError:
        return []
    return [int(child) for children in listed for child in children.split()]


def _until(find: Callable[[], T]) -> T:
    """What is found, as soon as it is something."""
    end = time.monotonic() + _PATIENCE_S
    while not (found := find()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {_PATIENCE_S} seconds in vain")
        time.sleep(0.02)
    return found
