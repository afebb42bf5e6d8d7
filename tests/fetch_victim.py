"""A fetch that is killed: `python -m tests.fetch_victim FOLDER STEP` ends itself with SIGKILL at a step.

A step is each request, each flush to the disk and each renaming. With step 0 it lives.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from tests.fetch_fakes import BOARDS, DRAWER, SHELF, WINDOW, FakeClient, job, run

NAMES = ("shelf:acme", "drawer:acme", "window", "shelf:none")


def client() -> FakeClient:
    """What the sources answer."""
    rows = [{"id": str(n), "title": f"Analyst {n}"} for n in range(1, 5)]
    private = DRAWER.format("acme")
    return FakeClient(
        {
            SHELF.format("acme"): {"jobs": [job(1), job(2)], "next": 2, "total": 3},
            f"{SHELF.format('acme')}?page=2": {"jobs": [job(3)], "total": 3},
            private: {"jobs": rows, "total": 4},
            **{f"{private}/{n}": {"text": f"Text of {n}."} for n in range(1, 5)},
            WINDOW: {"jobs": [job(1)]},
        }
    )


def main(folder: Path, deadly: int) -> int:
    """Fetch, counting the steps: how many there were."""
    steps = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **options: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **options)

        return counting

    sender = client()
    for owner, name in ((os, "fsync"), (Path, "replace"), (sender, "send")):
        setattr(owner, name, counted(getattr(owner, name)))
    for module in ("jobscan.sources.boards", "jobscan.fetch.names"):
        mock.patch.object(import_module(module), "all_boards", return_value=BOARDS).start()
    run(folder, sender, *NAMES, hosts=1)
    return steps


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), int(sys.argv[2]))}\n")
