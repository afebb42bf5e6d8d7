"""Extraction on this machine: in this process, or over a pool of processes."""

from __future__ import annotations

import contextlib
import functools
import logging
import multiprocessing
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from jobscan.engines.chunk import ChunkResult, PostingReader, read_chunk
from jobscan.extract import Extractor, extractor_for
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting

_IN_FLIGHT: Final = 3
"""Chunks sent ahead per process: none of them waits for work, and memory stays bounded."""

_log = logging.getLogger(__name__)


def extract_chunks(
    chunks: Iterable[list[Posting]], lexicon: Lexicon, *, jobs: int = 1
) -> Iterator[ChunkResult]:
    """The result of each chunk, in their order, whatever the number of processes.

    jobs: how many processes work; 1 is this one, and starts no other. If a process dies, what it had in hand
    and all that follows is done in this one, and a warning is logged.
    """
    if jobs == 1:
        reader = extractor_for(lexicon)
        return (read_chunk(chunk, reader) for chunk in chunks)
    return _extract_in_pool(chunks, lexicon, jobs)


def _extract_in_pool(chunks: Iterable[list[Posting]], lexicon: Lexicon, jobs: int) -> Iterator[ChunkResult]:
    @functools.cache
    def own_reader() -> PostingReader:
        _log.warning("a worker process died (out of memory?): going on in one process")
        return extractor_for(lexicon)

    waiting: deque[tuple[list[Posting], Future[ChunkResult] | None]] = deque()
    with tempfile.TemporaryDirectory(prefix="jobscan-") as folder, _pool(lexicon, jobs, Path(folder)) as pool:
        for chunk in chunks:
            waiting.append((chunk, _submit(pool, chunk)))
            if len(waiting) > jobs * _IN_FLIGHT:
                yield _result(*waiting.popleft(), own_reader)
        while waiting:
            yield _result(*waiting.popleft(), own_reader)


@contextlib.contextmanager
def _pool(lexicon: Lexicon, jobs: int, folder: Path) -> Iterator[ProcessPoolExecutor]:
    """Processes that hold the lexicon; what they have not begun when the work ends early is dropped."""
    # By way of a file: Python waits for ever for a process that dies before it has taken over long arguments.
    path = folder / "lexicon.pickle"
    path.write_bytes(pickle.dumps(lexicon))
    # Processes of their own, on every system: a fork of a process that has threads can hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(path,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, chunk: list[Posting]) -> Future[ChunkResult] | None:
    """The chunk's future, None where the pool takes no more work."""
    try:
        return pool.submit(_work, chunk)
    except BrokenProcessPool:
        return None


def _result(
    chunk: list[Posting], future: Future[ChunkResult] | None, own_reader: Callable[[], PostingReader]
) -> ChunkResult:
    """The chunk's result, made in this process where its own was lost."""
    if future is not None:
        try:
            return future.result()
        except BrokenProcessPool:
            _log.debug("a chunk of %d postings was lost", len(chunk))
    return read_chunk(chunk, own_reader())


class _Worker:
    """The reader of a worker process."""

    reader: PostingReader


def _start_worker(lexicon: Path) -> None:
    # Ctrl-C reaches the whole group of processes; the first one stops the others in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.reader = Extractor(pickle.loads(lexicon.read_bytes()))  # noqa: S301 - our own, in a private folder


def _work(chunk: list[Posting]) -> ChunkResult:
    return read_chunk(chunk, _Worker.reader)
