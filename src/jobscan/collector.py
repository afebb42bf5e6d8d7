"""Python's garbage collector, out of the way while much is built that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["paused"]


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing meanwhile: of what is built to stay nothing is garbage, and to look takes its time.

    For all threads, as Python has it; does nothing where the collector is off already.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
