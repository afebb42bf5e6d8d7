"""The work on one unit: its postings are read and understood, and the results kept as a part.

Every process does the same, whichever unit it is given: what comes out depends on the unit alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobscan._version import __version__
from jobscan.engines.chunk import PostingReader, iter_chunks, read_chunk
from jobscan.engines.old_rows import OldRows, read_old_rows
from jobscan.engines.parts import ONCE, PartMeta, part_table, write_part
from jobscan.engines.repeats import Repeats
from jobscan.engines.revise import Change
from jobscan.errors import Failure
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting
from jobscan.sources.files import File
from jobscan.sources.stream import Limits
from jobscan.sources.units import Unit, read_unit

if TYPE_CHECKING:
    import pyarrow as pa

Item = Posting | Failure

DEADLY: Final = "the process that read it died, each time that it was tried (out of memory?)"
"""What is said of an input that cost a process."""


@dataclass(frozen=True, slots=True)
class Job:
    """How all units of a scan are read."""

    lexicon: Lexicon
    exclude: tuple[str, ...] = ()
    limits: Limits | None = None
    sends_items: bool = False
    """Whether what is read is told with the news: somebody wants to see each posting."""
    change: Change | None = None
    """What is different from the lexicon of an earlier scan, whose parts are there."""


@dataclass(frozen=True, slots=True)
class Task:
    """A unit to be read, and where its part goes."""

    place: int
    """In the order of reading."""
    unit: Unit
    part: Path
    items: tuple[Item, ...] | None = None
    """What was read of it already."""
    before: str = ""
    """The file that what was read before these items is of."""
    size: int = 0
    """Bytes of input that it stands for, about."""
    old: Path | None = None
    """The part that an earlier scan made of the same, with the lexicon that the job's change is from."""

    @property
    def weight(self) -> int:
        """How much work it is, in characters of postings, about."""
        return weight_of(self.unit) if self.items is None else characters_of(self.items)


def weight_of(unit: Unit) -> int:
    """How many characters of postings a unit may hold, about."""
    if len(unit.files) == 1:
        return unit.size * (_UNPACKED if unit.piece is None and is_packed(unit.files[0]) else 1)
    return sum(file.size * (_UNPACKED if is_packed(file) else 1) for file in unit.files)


def is_packed(file: File) -> bool:
    """Whether a file is compressed, by its name."""
    return file.path.endswith(_PACKED)


def characters_of(items: Iterable[Item]) -> int:
    """The length of the texts of the postings among the items."""
    return sum(len(item.text) for item in items if isinstance(item, Posting))


_PACKED: Final = (".gz", ".zip", ".parquet")
_UNPACKED: Final = 3  # characters of postings a byte of a packed file, about
_PLACE: Final = re.compile(r"[:#]\d+$")

Step = tuple[str, int, int]
"""What is done with an item, `read` or `understand`; the place of its file in the unit; its own there."""


@dataclass(frozen=True, slots=True)
class News:
    """How far the work on a task is."""

    place: int
    postings: int = 0
    """How many more were read."""
    failures: int = 0
    characters: int = 0
    items: tuple[Item, ...] = ()
    """What was read, where the job sends it."""
    step: Step | None = None
    """What is done next, of a task that is done with care."""
    again: bool = False
    """All news of the task before this are void: it is done again."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task."""

    place: int
    part: Path
    files: int
    postings: int
    failures: int
    size: int
    """Of the unit, in bytes."""
    kept: int = 0
    again: int = 0
    """Where there was an old part: postings that keep its rows, and those that were understood again."""


Tell = Callable[[News], None]


@dataclass(frozen=True, slots=True)
class Care:
    """How to go about a unit that has cost processes: step by step, but those that were deadly."""

    deadly: frozenset[Step] = frozenset()


def make_part(
    task: Task,
    job: Job,
    reader: PostingReader,
    tell: Tell,
    *,
    repeats: Repeats | None = None,
    care: Care | None = None,
) -> Done:
    """Read and understand a unit, and write its part. Raises OSError where the disk refuses.

    repeats: what the same reader understood before.
    """
    noted = _Noted(task)
    if care is None:
        items = itertools.chain.from_iterable(_readings(task, job))
        understand = _Understand(reader, repeats or Repeats(), noted, _old_rows(task, job))
        tables = _tables(noted.postings(items), understand, noted, job, tell)
    else:
        tables = _careful_tables(task, job, reader, noted, tell, care.deadly)
    part = _once(task.part) if care and care.deadly else task.part
    write_part(part, tables, lambda: noted.meta(job.lexicon.digest))
    return noted.done(part)


def give_up(task: Task, job: Job) -> Done:
    """The part of a unit that is not tried any more: a failure for each of its files."""
    noted = _Noted(task)
    origins = [file.origin for file in task.unit.files]
    for origin in origins if task.items is None else [item.origin for item in task.items]:
        noted.note(Failure(origin, "failed", DEADLY))
    write_part(part := _once(task.part), [], lambda: noted.meta(job.lexicon.digest))
    return noted.done(part)


def _once(part: Path) -> Path:
    """Where a part goes that a later scan is to try again."""
    return part.with_name(f"{ONCE}{part.name.removeprefix(ONCE)}")


def _readings(task: Task, job: Job) -> Iterator[Iterator[Item]]:
    """What is read, file by file."""
    if task.items is not None:
        yield iter(task.items)
        return
    for file in task.unit.files:
        yield read_unit(replace(task.unit, files=(file,)), limits=job.limits, exclude=job.exclude)


@dataclass(slots=True)
class _Noted:
    """What is noted of a unit while it is read."""

    task: Task
    failures: list[Failure] = field(default_factory=list)
    read: int = 0
    """Postings."""
    files: int = 0
    kept: int = 0
    again: int = 0
    """Postings whose rows are those of the old part, and those that were understood again."""
    fresh: list[Item] = field(default_factory=list)
    """What was not told yet."""
    _file: str = ""

    def __post_init__(self) -> None:
        self._file = self.task.before

    def postings(self, items: Iterable[Item]) -> Iterator[Posting]:
        """The postings among the items, in order."""
        for item in items:
            self.note(item)
            if isinstance(item, Posting):
                yield item

    def note(self, item: Item) -> None:
        # All items of a file come in a row.
        file = file_of(item.origin)
        if file != self._file:
            self.files, self._file = self.files + 1, file
        self.fresh.append(item)
        if isinstance(item, Failure):
            self.failures.append(item)
        else:
            self.read += 1

    def news(self, *, with_items: bool) -> News:
        """What was not told yet."""
        items, self.fresh = self.fresh, []
        postings = sum(isinstance(item, Posting) for item in items)
        return News(
            self.task.place,
            postings=postings,
            failures=len(items) - postings,
            characters=characters_of(items),
            items=tuple(items) if with_items else (),
        )

    def meta(self, lexicon: str) -> PartMeta:
        unit = self.task.unit
        return PartMeta(
            unit.number,
            unit.stamp,
            lexicon,
            __version__,
            files=self._files_begun(),
            failures=tuple(self.failures),
            postings=self.read,
        )

    def done(self, part: Path) -> Done:
        return Done(
            self.task.place,
            part,
            files=self._files_begun(),
            postings=self.read,
            failures=len(self.failures),
            size=self.task.size,
            kept=self.kept,
            again=self.again,
        )

    def _files_begun(self) -> int:
        """A file that was cut counts where it begins."""
        piece = self.task.unit.piece
        return self.files if piece is None or piece.start == 0 else 0


@dataclass(frozen=True, slots=True)
class _Understand:
    """What makes rows of postings, and notes what fails."""

    reader: PostingReader
    repeats: Repeats
    noted: _Noted
    old: OldRows | None

    def rows(self, chunk: Sequence[Posting]) -> pa.Table:
        """The rows of some postings; they come in the order of reading."""
        touched = list(chunk) if self.old is None else self.old.touched(chunk)
        result = read_chunk(touched, self.reader, self.repeats)
        if result.failures and len(touched) < len(chunk):
            # Which of the rows is missing is not told.
            touched = list(chunk)
            result = read_chunk(touched, self.reader, self.repeats)
        self.noted.failures += result.failures
        table = part_table(result)
        if self.old is not None:
            self.noted.again += len(touched)
            self.noted.kept += len(chunk) - len(touched)
            if len(touched) < len(chunk):
                table = self.old.filled(table)
        return table


def _old_rows(task: Task, job: Job) -> OldRows | None:
    """The rows of the part of an earlier lexicon, where there is one to go on from."""
    return read_old_rows(task.old, job.change) if task.old and job.change else None


def _tables(
    postings: Iterable[Posting], understand: _Understand, noted: _Noted, job: Job, tell: Tell
) -> Iterator[pa.Table]:
    for chunk in iter_chunks(postings):
        tell(noted.news(with_items=job.sends_items))
        yield understand.rows(chunk)
    if noted.fresh:
        tell(noted.news(with_items=job.sends_items))


def _careful_tables(
    task: Task, job: Job, reader: PostingReader, noted: _Noted, tell: Tell, deadly: frozenset[Step]
) -> Iterator[pa.Table]:
    """As _tables, but each step is told before it is done, and deadly ones are told as failures."""
    for at, items in enumerate(_readings(task, job)):
        for number in itertools.count():
            if (step := ("read", at, number)) in deadly:
                noted.note(Failure(task.unit.files[at].origin, "failed", DEADLY))
                break
            tell(News(task.place, step=step))
            item = next(items, None)
            if item is None:
                break
            noted.note(item)
            if isinstance(item, Failure):
                continue
            if (step := ("understand", at, number)) in deadly:
                noted.failures.append(Failure(item.origin, "failed", DEADLY))
                continue
            tell(replace(noted.news(with_items=job.sends_items), step=step))
            result = read_chunk([item], reader)
            noted.failures += result.failures
            yield part_table(result)
    tell(noted.news(with_items=job.sends_items))


def file_of(origin: str) -> str:
    """The file of an origin, without the member of an archive and the place in a file of many.

    >>> file_of("in/boards.zip!a.jsonl:12"), file_of("in/a.json#3"), file_of("in/page.html")
    ('in/boards.zip', 'in/a.json', 'in/page.html')
    """
    return _PLACE.sub("", origin.partition("!")[0])
