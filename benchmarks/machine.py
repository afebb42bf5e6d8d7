"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform

from jobscan import records

__all__ = ["describe"]


def describe() -> str:
    """The Python, the processors that may be used, and whether jobscan is compiled (see hatch_build.py)."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    form = "in plain Python" if str(records.__file__).endswith(".py") else "compiled"
    return f"{python}, {platform.machine()}, {usable} of {os.cpu_count()} processors; jobscan {form}"
