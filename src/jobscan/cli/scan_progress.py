"""The progress bar of a scan into a folder: how far it is, how fast, and how long it still takes."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from jobscan.cli.terminal import messages
from jobscan.errors import Failure
from jobscan.sources.files import iter_files

if TYPE_CHECKING:
    from jobscan.engines.watch import Tally

_MOST_FILES: Final = 100_000
"""Of more files the sizes are not asked for beforehand: that would take longer than it tells."""


@contextlib.contextmanager
def show_tally(
    paths: Iterable[str], exclude: Iterable[str], *, quiet: bool
) -> Iterator[Callable[[Tally], None] | None]:
    """What shows how far a scan is: a bar where standard error is a terminal, else nothing."""
    console = messages()
    if quiet or not console.is_terminal:
        yield None
        return
    total = total_size(paths, exclude)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %" if total else ""),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("left"),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("Reading", total=total or None, told="")
        started = time.monotonic()

        def show(tally: Tally) -> None:
            told = tally_words(tally, seconds=time.monotonic() - started)
            done = bool(total) and tally.size >= total
            bar.update(task, completed=tally.size, told=told, description="Counting" if done else "Reading")

        yield show


def tally_words(tally: Tally, *, seconds: float) -> str:
    """How much was read, how fast, and what of it was known.

    >>> from jobscan.engines.watch import Tally
    >>> tally_words(Tally(postings=1200, failures=2, size=9, known=200), seconds=2)
    '1,200 postings, 500 a second, 200 of them known, 2 failed'
    """
    rate = (tally.postings - tally.known) / max(seconds, 1e-3)
    words = f"{tally.postings:,} postings, {rate:,.0f} a second"
    if tally.known:
        words += f", {tally.known:,} of them known"
    return words + (f", {tally.failures:,} failed" if tally.failures else "")


def total_size(paths: Iterable[str], exclude: Iterable[str]) -> int:
    """Bytes of the inputs; 0 where there are too many files, or where only reading tells."""
    total = 0
    for at, file in enumerate(itertools.islice(iter_files(paths, exclude=exclude), _MOST_FILES + 1)):
        if isinstance(file, Failure):
            continue
        if not file.seekable or at == _MOST_FILES:
            return 0
        total += file.size
    return total
