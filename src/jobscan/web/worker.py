"""The process that reads postings for the page: it can be killed, and what kills it does not end the page."""

from __future__ import annotations

import logging
import os
import signal
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jobscan.errors import Failure, JobscanError
from jobscan.posting import Posting

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.fetch import Event
    from jobscan.scan import Scan

HERE: Final = "."
_FEW_BYTES: Final = 8 * 1024 * 1024
"""Below that more processes take longer to start than they save."""
_PACKED: Final = (".gz", ".zip", ".parquet")
_CHARS_A_PACKED_BYTE: Final = 2.7
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read."""

    folder: Path
    """Where the files lie, or where what is fetched goes: a private folder."""
    board: str = ""
    """What to fetch first; "" for nothing."""
    query: str = ""
    """Words that each fetched posting must have."""
    max_fetched: int = 0
    base_urls: Mapping[str, str] = field(default_factory=dict)
    allow_private: tuple[str, ...] = ()
    lexicon: Path | None = None
    extra_lexicons: tuple[Path, ...] = ()
    jobs: int = 1
    max_kept_chars: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    stage: str
    """start, fetch, read, count or draw."""
    done: int = 0
    """Postings that were read."""
    failed: int = 0
    share: float | None = None
    """Of the stage, 0 to 1; None where nobody knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What came of it."""

    scan: Scan
    kept: dict[str, Posting]
    notes: tuple[str, ...] = ()
    """What went less than well, for a person."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Why nothing came of it."""

    message: str


class _Stopped(Exception):  # noqa: N818  # it is no error
    """The page asked to stop."""


def work(order: Order, line: Connection) -> None:
    """Read what is ordered, and send Progress, then Done or Broken, over the line."""
    # Ctrl-C reaches the whole group of processes; the page stops this one in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, which is killed as one
    # What is left behind by a process that is killed goes with the page's own folder.
    tempfile.tempdir = os.environ["TMPDIR"] = str(order.folder.parent)
    logging.getLogger("jobscan").setLevel(logging.ERROR)  # failures come back as rows
    try:
        line.send(_Work(order, line).run())
    except _Stopped:
        line.send(Broken("It was stopped."))
    except JobscanError as error:
        line.send(Broken(str(error)))
    except Exception as error:  # noqa: BLE001 - nobody foresaw it; the page must be told
        _log.debug("reading failed", exc_info=True)
        line.send(Broken(f"An error nobody foresaw: {type(error).__name__}: {error}"))
    finally:
        line.close()


class Place:
    """How far a reading is in its files. Within a file of many that is guessed by the length of its texts.

    sizes: the bytes of each file by its name as an origin has it, in the order of reading.
    """

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.total = sum(sizes.values())
        self._sizes = sizes
        self._before = 0
        self._file = ""
        self._chars = 0

    def after(self, item: Posting | Failure) -> float:
        """The share of all bytes that is done once the item is, 0 to 1."""
        from jobscan.scan import file_of

        file = file_of(item.origin)
        if file != self._file:
            self._before += self._sizes.get(self._file, 0)
            self._file, self._chars = file, 0
        if isinstance(item, Posting):
            self._chars += len(item.text)
        size = self._sizes.get(file, 0)
        ratio = _CHARS_A_PACKED_BYTE if file.endswith(_PACKED) else 1.0
        return min((self._before + min(self._chars / ratio, size)) / max(self.total, 1), 1.0)


class _Work:
    def __init__(self, order: Order, line: Connection) -> None:
        self._order = order
        self._line = line
        self._kept: dict[str, Posting] = {}
        self._left = order.max_kept_chars
        self._done = self._failed = 0
        self._place = Place({})

    def run(self) -> Done:
        """Fetch, if that is ordered, then read and count."""
        from jobscan.scan import scan

        os.chdir(self._order.folder)
        notes = self._fetch() if self._order.board else []
        self._place = Place(_sizes(Path(HERE)))
        self._line.send(Progress("read", share=0.0))
        found = scan(
            HERE,
            lexicon=self._order.lexicon,
            extra_lexicons=self._order.extra_lexicons,
            jobs=self._order.jobs if self._place.total > _FEW_BYTES else 1,
            progress=self._read,
        )
        self._line.send(Progress("count", self._done, self._failed))
        return Done(_without_folder(found), self._kept, tuple(notes))

    def _fetch(self) -> list[str]:
        """Fetch a board into the folder: what went less than well."""
        from jobscan.fetch import OUTCOMES, fetch
        from jobscan.sources.boards.board import Ask

        self._line.send(Progress("fetch"))
        report = fetch(
            [self._order.board],
            Path(HERE),
            ask=Ask(query=self._order.query, limit=self._order.max_fetched),
            base_urls=self._order.base_urls,
            allow_private=self._order.allow_private,
            progress=self._fetched,
        )
        notes = [note for source in report.sources for note in source.notes]
        for source in report.sources:
            if source.outcome != "ok":
                why = "; ".join(source.reasons)
                notes.insert(0, f"{source.source}: {OUTCOMES[source.outcome]}" + (f" ({why})" if why else ""))
        return notes

    def _fetched(self, event: Event) -> None:
        if self._line.poll():
            raise _Stopped
        self._line.send(
            Progress("fetch", event.got, share=event.got / event.listed if event.listed else None)
        )

    def _read(self, item: Posting | Failure) -> None:
        if self._line.poll():
            raise _Stopped
        if isinstance(item, Posting):
            self._done += 1
            self._keep(item)
        elif item.reason != "duplicate_id":
            self._failed += 1
        share = self._place.after(item)
        if (self._done + self._failed) % 20 == 0 or self._done + self._failed < 20:
            self._line.send(Progress("read", self._done, self._failed, share))

    def _keep(self, posting: Posting) -> None:
        self._left -= len(posting.text)
        if self._left >= 0:
            self._kept[posting.id] = replace(posting, origin=_bare(posting.origin))


def _without_folder(found: Scan) -> Scan:
    """The scan with names as the person gave them: not those of our own folder."""

    def bare(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(origin=frame["origin"].str.removeprefix(f"{HERE}{os.sep}"))

    run: dict[str, Any] = {**found.run, "options": {**found.run["options"], "paths": []}}
    return replace(found, postings=bare(found.postings), failures=bare(found.failures), run=run)


def _bare(origin: str) -> str:
    return origin.removeprefix(f"{HERE}{os.sep}")


def _sizes(folder: Path) -> dict[str, int]:
    """The bytes of each file in a folder, by its name as an origin has it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"{HERE}{os.sep}{path}": path.stat().st_size for path in files}
