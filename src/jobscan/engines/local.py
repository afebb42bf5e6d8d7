"""The work on this machine: in this process, or over a pool of processes that may die."""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import pickle
import signal
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from jobscan.collector import seldom
from jobscan.engines.repeats import Repeats
from jobscan.engines.work import Care, Done, Job, News, Step, Task, Tell, give_up, make_part
from jobscan.errors import JobscanError
from jobscan.extract import Extractor, extractor_for

WORTH_PROCESSES: Final = 2_000_000
"""Bytes of input from which on other processes are started: their start takes two seconds each."""

_LOOKED_AT: Final = 64  # units, to see whether there is so much
_AHEAD: Final = 4  # units a process, by which one may be ahead of the first unfinished, where items are sent
_DEATHS: Final = 3  # of processes over one unit, before it is done with care
_MOST_STEPS: Final = 8  # of a unit done with care that are passed over, before it is given up
_DEAD_STARTS: Final = 3  # processes that die before they are ready, before no more are started

_LOGGERS: Final = ("jobscan", "jobscan.sources")
"""Whose levels the processes take over."""

_log = logging.getLogger(__name__)


def run_tasks(tasks: Iterable[Task], job: Job, *, jobs: int, tell: Tell) -> Iterator[Done]:
    """Do the tasks: what came of each, as they are finished.

    jobs: how many processes work; 1 is this one, and starts no other, and so it is where there is little to
    do. tell: called here with the news of all tasks. A process that dies costs the unit that it had in hand,
    which is done again: after some deaths step by step, so that one deadly input is a failure and the rest
    go on. Raises JobscanError where the disk refuses.
    """
    coming = iter(tasks)
    first: list[Task] = []
    while jobs > 1 and len(first) < _LOOKED_AT and sum(each.weight for each in first) < WORTH_PROCESSES:
        task = next(coming, None)
        if task is None:
            jobs = 1
            break
        first.append(task)
    waiting = _chain(first, coming)
    if jobs == 1:
        repeats = Repeats()
        yield from (_do_here(task, job, tell, repeats) for task in waiting)
        return
    with tempfile.TemporaryDirectory(prefix="jobscan-") as folder:
        # By way of a file: Python waits for ever for a process that dies before it has taken over long
        # arguments.
        path = Path(folder) / "job.pickle"
        path.write_bytes(pickle.dumps((job, {name: logging.getLogger(name).level for name in _LOGGERS})))
        pool = _Pool(waiting, job, path, jobs, tell)
        try:
            yield from pool.run()
        finally:
            pool.stop()


def _chain(first: list[Task], rest: Iterator[Task]) -> Iterator[Task]:
    """As itertools.chain, but what was handed out is not held."""
    waiting = deque(first)
    first.clear()
    while waiting:
        yield waiting.popleft()
    yield from rest


def _do_here(task: Task, job: Job, tell: Tell, repeats: Repeats | None = None) -> Done:
    try:
        return make_part(task, job, extractor_for(job.lexicon), tell, repeats=repeats)
    except OSError as error:
        raise JobscanError(refusal(task.part, error)) from error


@dataclass(frozen=True, slots=True)
class _Order:
    """What a process is told to do."""

    task: Task
    care: Care | None


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a process cannot go on."""

    message: str


@dataclass(slots=True)
class _Worker:
    """A process and what it has in hand."""

    process: BaseProcess
    line: Connection
    order: _Order | None = None
    step: Step | None = None
    ready: bool = False


@dataclass(slots=True)
class _Pool:
    """Processes, one unit in the hands of each."""

    tasks: Iterator[Task]
    job: Job
    path: Path
    """Where the processes find the job."""
    jobs: int
    tell: Tell
    _workers: list[_Worker] = field(default_factory=list)
    _again: deque[_Order] = field(default_factory=deque)
    _held: Task | None = None
    """The next task, where it has to wait."""
    _deaths: Counter[int] = field(default_factory=Counter)
    _dead_starts: int = 0
    _exhausted: bool = False

    def run(self) -> Iterator[Done]:
        """Hand out the tasks and take what comes of them."""
        while True:
            yield from self._hand_out()
            busy = [worker for worker in self._workers if worker.order is not None]
            if not busy:
                return
            # What comes next is read while they work.
            self._look_ahead()
            # A process that died is told by the end of its line, once all that it sent was taken.
            for line in wait([worker.line for worker in busy]):
                worker = next(each for each in busy if each.line is line)
                yield from self._take(worker)

    def stop(self) -> None:
        """End the processes, whatever they do."""
        for worker in self._workers:
            worker.line.close()
            if worker.order is not None:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    def _hand_out(self) -> Iterator[Done]:
        """Give each idle process a unit; do here what only this process can."""
        while order := self._next_order():
            if self._dead_starts >= _DEAD_STARTS:
                yield _do_here(order.task, self.job, self.tell)
            elif self._deaths[order.task.place] >= _DEATHS + _MOST_STEPS:
                yield give_up(order.task, self.job)
            else:
                self._give(order)

    def _next_order(self) -> _Order | None:
        """What is done next, None where all hands are full or nothing is left."""
        if sum(worker.order is not None for worker in self._workers) >= self.jobs:
            return None
        if self._again:
            return self._again.popleft()
        self._look_ahead()
        if self._held is None or self._is_too_far(self._held):
            return None
        task, self._held = self._held, None
        return _Order(task, None)

    def _look_ahead(self) -> None:
        if self._held is None and not self._exhausted:
            self._held = next(self.tasks, None)
            self._exhausted = self._held is None

    def _is_too_far(self, task: Task) -> bool:
        in_hand = [worker.order.task.place for worker in self._workers if worker.order is not None]
        return self.job.sends_items and bool(in_hand) and task.place > min(in_hand) + _AHEAD * self.jobs

    def _give(self, order: _Order) -> None:
        worker = next((each for each in self._workers if each.order is None), None) or self._start()
        worker.order, worker.step = order, None
        # One that died in the meantime is found out by the end of its line.
        with contextlib.suppress(OSError):
            worker.line.send(order)

    def _start(self) -> _Worker:
        # Processes of their own, on every system: a fork of a process that has threads can hang.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.path), name="jobscan worker")
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _take(self, worker: _Worker) -> Iterator[Done]:
        """What a process sends."""
        try:
            message = worker.line.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        match message:
            case Done():
                worker.order = None
                yield message
            case News():
                worker.ready = True
                worker.step = message.step or worker.step
                self.tell(message)
            case _Refused():
                raise JobscanError(message.message)
            case BaseException():
                raise message

    def _bury(self, worker: _Worker) -> None:
        """See to it that what a dead process had in hand is done again."""
        self._workers.remove(worker)
        worker.line.close()
        worker.process.join()
        order, ready = worker.order, worker.ready
        if order is None:
            return
        place = order.task.place
        self._dead_starts = 0 if ready else self._dead_starts + 1
        if self._dead_starts == _DEAD_STARTS:
            _log.warning("worker processes die as they start (out of memory?): going on in one process")
        elif self._dead_starts == 0:
            self._deaths[place] += 1
            _log.warning("a worker process died (out of memory?): what it had in hand is done again")
        self.tell(News(place, again=True))
        self._again.append(_Order(order.task, self._care(order, worker.step)))

    def _care(self, order: _Order, step: Step | None) -> Care | None:
        if self._deaths[order.task.place] < _DEATHS:
            return None
        deadly = order.care.deadly if order.care else frozenset()
        return Care(deadly | {step} if order.care and step else deadly)


def _serve(line: Connection, path: Path) -> None:
    """Do what is ordered, until the line ends."""
    # Ctrl-C reaches the whole group of processes; the first one stops the others in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job, levels = pickle.loads(path.read_bytes())  # noqa: S301 - our own, in a private folder
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    reader, repeats = Extractor(job.lexicon), Repeats()
    # The lexicon's many objects are never garbage: to look through them again and again costs a twentieth.
    gc.collect()
    gc.freeze()
    seldom()
    # The end of the line: nobody is there any more who waits for results.
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            order: _Order = line.recv()
            line.send(News(order.task.place))
            line.send(_result(order, job, reader, repeats, line))


def _result(
    order: _Order, job: Job, reader: Extractor, repeats: Repeats, line: Connection
) -> Done | _Refused | Exception:
    try:
        return make_part(order.task, job, reader, line.send, repeats=repeats, care=order.care)
    except ConnectionError:
        raise
    except OSError as error:
        return _Refused(refusal(order.task.part, error))
    except Exception as error:  # noqa: BLE001 - nobody foresaw it; the first process raises it
        _log.debug("the work on a unit failed", exc_info=True)
        return error


def refusal(part: Path, error: OSError) -> str:
    """Why a part could not be written, for a person."""
    # Arrow's own words name a file that stands under that name only while it is written.
    why = os.strerror(error.errno) if error.errno else str(error)
    return f"{part.parent}: cannot be written: {why}. What was read so far is kept."
