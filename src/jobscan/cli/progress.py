"""The progress bar of a scan: how far it is, how fast, and how long it still takes."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from jobscan.errors import Failure
from jobscan.scan import file_of
from jobscan.sources.files import STDIN, iter_files

if TYPE_CHECKING:
    from rich.console import Console

    from jobscan.posting import Posting

_MOST_FILES: Final = 100_000
"""Of more files the sizes are not asked for beforehand: that would take longer than it tells."""

_PACKED: Final = (".gz", ".zip", ".parquet")
_FIRST_RATIO: Final = {True: 2.7, False: 0.9}
"""Characters of postings a byte of a file, packed or not, before a first file has told."""
_TELLING: Final = 100_000
"""Bytes of a file whose ratio tells something of the next."""


class Position:
    """How many bytes of the inputs are done.

    A posting says which file it is from, not how far into it: within a file that is guessed from the
    characters of its postings, by the ratio of characters to bytes in the files before.
    """

    def __init__(self, files: Iterable[tuple[str, int]]) -> None:
        """files: origin and size in bytes of each file, in the order of reading."""
        self._places: dict[str, tuple[int, int]] = {}
        self.total = 0
        for origin, size in files:
            self._places[origin] = (self.total, size)
            self.total += size
        self._ratios = dict(_FIRST_RATIO)
        self._file = ""
        self._characters = 0

    def advance(self, item: Posting | Failure) -> float:
        """Bytes that are done once the item is; never more than there are."""
        file = file_of(item.origin)
        if file != self._file and file in self._places:
            self._learn()
            self._file, self._characters = file, 0
        if not isinstance(item, Failure):
            self._characters += len(item.text)
        before, size = self._places.get(self._file, (0, 0))
        return before + min(self._characters / self._ratios[self._file.endswith(_PACKED)], 0.98 * size)

    def _learn(self) -> None:
        size = self._places.get(self._file, (0, 0))[1]
        if size >= _TELLING and self._characters:
            self._ratios[self._file.endswith(_PACKED)] = self._characters / size


@contextlib.contextmanager
def progress_bar(
    console: Console, paths: Iterable[str], exclude: Iterable[str]
) -> Iterator[Callable[[Posting | Failure], None]]:
    """What to call with each posting or failure that is read, while a bar on the console follows."""
    position = Position(_sizes(paths, exclude))
    read = failed = 0
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %" if position.total else ""),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("left"),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("Reading", total=position.total or None, told="")
        started = time.monotonic()

        def advance(item: Posting | Failure) -> None:
            nonlocal read, failed
            if isinstance(item, Failure):
                failed += 1
            else:
                read += 1
            rate = read / max(time.monotonic() - started, 1e-3)
            told = f"{read:,} postings, {rate:,.0f} a second" + (f", {failed:,} failed" if failed else "")
            bar.update(task, completed=position.advance(item), told=told)

        yield advance


def _sizes(paths: Iterable[str], exclude: Iterable[str]) -> list[tuple[str, int]]:
    """Origin and size of each file; none where there are too many, or where only reading tells."""
    sizes: list[tuple[str, int]] = []
    for file in itertools.islice(iter_files(paths, exclude=exclude), _MOST_FILES + 1):
        if isinstance(file, Failure):
            continue
        if file.path == STDIN or len(sizes) == _MOST_FILES:
            return []
        with contextlib.suppress(OSError):
            sizes.append((file.origin, Path(file.path).stat().st_size))
    return sizes
