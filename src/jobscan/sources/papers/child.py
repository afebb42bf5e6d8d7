"""The process that reads documents: it may be killed at any moment, and nothing is lost but its document.

    python -m jobscan.sources.papers.child

It reads jobs from standard input, each a line of JSON (`kind`, `size`) and then so many bytes, and answers
each with a line of JSON: the fields of a Paper, or `reason` and `detail` of a SourceError.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from typing import Any, BinaryIO, Final

from jobscan.errors import SourceError
from jobscan.sources.papers.read import read

CPU_S: Final = 60
"""Of one document: an end to what goes on when whoever asked has died; the worker is stricter."""
MAX_MEMORY: Final = 2 * 1024**3
"""Of the process's addresses, in bytes, where the system can bound them."""


def main() -> None:
    """Answer jobs until there are no more."""
    jobs = sys.stdin.buffer
    # What a library prints must not stand between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _bound_memory()
    while line := jobs.readline():
        job = json.loads(line)
        _bound_time()
        answer = _answer(job["kind"], _exactly(jobs, job["size"]))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _exactly(jobs: BinaryIO, size: int) -> bytes:
    data = jobs.read(size)
    if len(data) < size:
        raise SystemExit(0)  # whoever asked has gone away
    return data


def _answer(kind: str, data: bytes) -> dict[str, Any]:
    try:
        return asdict(read(kind, data))
    except SourceError as error:
        return {"reason": error.reason, "detail": error.detail}
    except RecursionError:
        return {"reason": "too_deep", "detail": "is nested too deeply to be read"}
    except MemoryError:
        return {"reason": "too_large", "detail": "needs too much memory to be read"}
    except Exception as error:  # noqa: BLE001  # told with its name; the documents after it must not be lost
        return {"reason": "failed", "detail": f"cannot be read ({type(error).__name__}: {error})"}


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):  # macOS takes no bound on addresses
        return


def _bound_time() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_S, hard))


if __name__ == "__main__":
    main()
