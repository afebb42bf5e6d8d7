"""The parts of a scan on this machine: planned, made where they are not there yet, told as they come."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from jobscan._version import __version__
from jobscan.engines.local import refusal, run_tasks
from jobscan.engines.parts import PartMeta, write_part
from jobscan.engines.store import Store
from jobscan.engines.watch import InOrder, Tally, Watch
from jobscan.engines.work import Done, Item, Job, Task, characters_of, file_of, is_packed, weight_of
from jobscan.errors import Failure, JobscanError
from jobscan.posting import Posting
from jobscan.sources.files import File
from jobscan.sources.units import Unit, plan_units, read_unit

_FEW: Final = 17
"""Units of a scan from which on they keep all processes busy, as they are."""
_WHOLE_OF_FEW: Final = 2_000_000
_WHOLE: Final = 64_000_000
"""Characters from which on a file that cannot be cut is read here and understood in blocks: it would keep one
process busy for long, while the others had nothing to do, and be lost as a whole where that died."""
_BLOCK_ITEMS: Final = 512
_BLOCK_CHARACTERS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Made:
    """The parts of a scan, all of them."""

    parts: tuple[Path, ...]
    """In the order of reading."""
    files: int
    """Of the inputs, those that could not be read among them."""
    failures: tuple[Failure, ...]
    """Of the named paths themselves; those of files and rows stand in the parts."""
    new: int
    """How many of the parts were made now."""
    lasting: bool
    """Whether a later scan can know all of the inputs again."""
    kept: int = 0
    again: int = 0
    """Postings that keep what was understood by an earlier lexicon, and those that its change touches."""


def make_parts(
    paths: Iterable[str | os.PathLike[str]],
    store: Store,
    job: Job,
    *,
    jobs: int = 1,
    fresh: bool = False,
    progress: Callable[[Tally], None] | None = None,
    see: Callable[[Item], None] | None = None,
) -> Made:
    """Make the parts of the inputs that the store has not yet.

    jobs: how many processes work. fresh: make all of them, whatever the store has. progress: called as the
    work goes on. see: called with each posting and failure in the order of reading, of a job that sends them.
    Raises JobscanError where the disk refuses.
    """
    watch = Watch(progress, InOrder(see) if see else None)
    plan = _Plan(paths, store, job, fresh, watch)
    for done in run_tasks(plan.tasks(), job, jobs=jobs, tell=watch.tell):
        plan.finish(done)
    return plan.made()


@dataclass(slots=True)
class _Large:
    """A unit that has several parts."""

    unit: Unit
    part: Path
    """That which ends it, and has no rows."""
    old: Path | None
    """Such a part of an earlier lexicon."""
    parts: list[str] = field(default_factory=list)
    """The names of the others."""
    unfinished: int = 0
    end: int | None = None
    """The place behind the last block, once all of it was read."""


@dataclass(slots=True)
class _Plan:
    """What there is to do, and what is done."""

    paths: Iterable[str | os.PathLike[str]]
    store: Store
    job: Job
    fresh: bool
    watch: Watch
    _places: Iterator[int] = field(default_factory=itertools.count)
    _parts: dict[int, Path] = field(default_factory=dict)
    _large: dict[int, _Large] = field(default_factory=dict)
    """By the places of their parts that are not finished."""
    _failures: list[Failure] = field(default_factory=list)
    _files: int = 0
    _new: int = 0
    _kept: int = 0
    _again: int = 0
    _lasting: bool = True

    def tasks(self) -> Iterator[Task]:
        """What has to be done."""
        planned = plan_units(self.paths, exclude=self.job.exclude, limits=self.job.limits)
        first = list(itertools.islice(planned, _FEW))
        # Of few units each must be worth the while of all processes.
        whole = _WHOLE if len(first) == _FEW else _WHOLE_OF_FEW
        for found in itertools.chain(first, planned):
            if isinstance(found, Failure):
                self._failures.append(found)
                self._files += 1
                self.watch.fail(next(self._places), found)
            else:
                yield from self._unit_tasks(found, whole)

    def finish(self, done: Done) -> None:
        """Note what came of a task."""
        self._new += 1
        self._kept += done.kept
        self._again += done.again
        self._add(done)
        if large := self._large.pop(done.place, None):
            large.unfinished -= 1
            self._end(large)

    def made(self) -> Made:
        """All parts; to be asked for when all tasks are done."""
        parts = tuple(self._parts[place] for place in sorted(self._parts))
        failures = tuple(self._failures)
        return Made(parts, self._files, failures, self._new, self._lasting, self._kept, self._again)

    def _unit_tasks(self, unit: Unit, whole: int) -> Iterator[Task]:
        self._lasting &= bool(unit.stamp)
        part = self.store.part_of(unit)
        change = self.job.change
        old = self.store.part_of(unit, lexicon=change.since) if change and unit.stamp else None
        if known := () if self.fresh else self.store.known(part):
            for at, (path, meta) in enumerate(known):
                self._know(path, meta, size=unit.size if at == 0 else 0)
        elif unit.anywhere and (unit.piece is not None or weight_of(unit) < whole):
            task = Task(next(self._places), unit, part, size=unit.size, old=old)
            self.watch.begin(task)
            yield task
        else:
            yield from self._large_tasks(_Large(unit, part, old), whole)

    def _large_tasks(self, large: _Large, whole: int) -> Iterator[Task]:
        """The tasks of a unit that is much for one process, or that others cannot read."""
        for unit in _divided(large.unit, whole):
            if unit.anywhere and weight_of(unit) < whole:
                yield from self._part_task(large, unit, whole, size=unit.size)
                continue
            # One reads, many understand.
            left, before, packed = unit.size, "", is_packed(unit.files[0])
            for items in _blocks(read_unit(unit, limits=self.job.limits, exclude=self.job.exclude)):
                size = min(left, self.watch.guess(characters_of(items), packed=packed))
                left -= size
                yield from self._part_task(large, unit, whole, size=size, items=items, before=before)
                before = file_of(items[-1].origin)
            self.watch.pass_over(left)
        large.end = next(self._places)
        self._end(large)

    def _part_task(
        self,
        large: _Large,
        unit: Unit,
        whole: int,
        *,
        size: int,
        items: tuple[Item, ...] | None = None,
        before: str = "",
    ) -> Iterator[Task]:
        """The task of the next part of a large unit, unless the part is there."""
        # How a unit is divided is in the names: its parts are not taken for those of another division.
        own = f"{whole // 1_000_000}-{len(large.parts):06}.parquet"
        path = large.part.with_name(f"{large.part.stem}-{own}")
        old = large.old.with_name(f"{large.old.stem}-{own}") if large.old else None
        large.parts.append(path.name)
        if known := () if self.fresh else self.store.known(path):
            self._know(*known[0], size=size)
            return
        task = Task(next(self._places), unit, path, items, before, size, old)
        self._large[task.place] = large
        large.unfinished += 1
        self.watch.begin(task)
        yield task

    def _end(self, large: _Large) -> None:
        """Write the part that says that a unit is finished, once it is."""
        if large.end is None or large.unfinished:
            return
        unit = large.unit
        blocks = tuple(large.parts)
        meta = PartMeta(unit.number, unit.stamp, self.job.lexicon.digest, __version__, blocks=blocks)
        try:
            write_part(large.part, (), lambda: meta)
        except OSError as error:
            raise JobscanError(refusal(large.part, error)) from error
        self._add(Done(large.end, large.part, files=0, postings=0, failures=0, size=0))

    def _know(self, part: Path, meta: PartMeta, *, size: int) -> None:
        done = Done(next(self._places), part, meta.files, meta.postings, len(meta.failures), size)
        self._add(done, known=True)

    def _add(self, done: Done, *, known: bool = False) -> None:
        self._parts[done.place] = done.part
        self._files += done.files
        self.watch.finish(done, known=known)


def _divided(unit: Unit, whole: int) -> Iterator[Unit]:
    """The unit's files in order, together while they weigh less than half of `whole`."""
    files: list[File] = []
    weight = 0
    for file in unit.files:
        own = weight_of(_of_files(unit, [file]))
        if files and 2 * (weight + own) > whole:
            yield _of_files(unit, files)
            files, weight = [], 0
        files.append(file)
        weight += own
    yield _of_files(unit, files)


def _of_files(unit: Unit, files: Sequence[File]) -> Unit:
    if len(files) == len(unit.files):
        return unit
    return replace(unit, files=tuple(files), size=sum(file.size for file in files))


def _blocks(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """The items in order, in blocks of about as much as a unit holds."""
    block: list[Item] = []
    characters = 0
    for item in items:
        block.append(item)
        characters += len(item.text) if isinstance(item, Posting) else 0
        if len(block) >= _BLOCK_ITEMS or characters >= _BLOCK_CHARACTERS:
            yield tuple(block)
            block, characters = [], 0
    if block:
        yield tuple(block)
