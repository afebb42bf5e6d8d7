"""From the parts of a scan to its tables.

Three passes over the parts, some thousand postings at a time: the ids, then what tells duplicates, then the
rows, which are sorted on the disk. In memory there stay some hundred bytes a posting, and the counts.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jobscan.engines.parts import SKILLS_COLUMN, read_part_meta
from jobscan.errors import Failure, JobscanError
from jobscan.merge.duplicates import Duplicates, read_duplicates
from jobscan.merge.ids import Ids, read_ids
from jobscan.merge.reading import ROUND_BYTES, iter_rounds
from jobscan.merge.runs import Runs
from jobscan.merge.tables import LARGE, encoded, with_ids, writers
from jobscan.merge.tally import Tally
from jobscan.outputs import SCAN_FORMATS, Writer, check_format
from jobscan.tables import FAILURES, POSTINGS, failure_row, to_frame

if TYPE_CHECKING:
    import pyarrow as pa

_BUCKET_POSTINGS: Final = 4096
"""That are put in order at once: of the usual 20 skills each some 20 MB of rows."""
_BUCKETS: Final = 256
"""About as many at most: every round has rows for each."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What the parts give together."""

    writers: Mapping[str, Writer]
    """By name, what writes the file of each table that has rows for each posting; each can be called once."""
    demand: pd.DataFrame
    """demand.COUNTS of the breakdowns asked for."""
    salaries: dict[str, int]
    """As demand.median_salaries tells them."""
    failures: pd.DataFrame
    counts: dict[str, Any]
    """How many postings were read: those that count, duplicates and those in other languages add up to it."""
    attributions: list[dict[str, str]]
    """The credits that sources demand, each once, with the address of the terms."""
    digest: str
    """Of the ids and texts of all postings."""


def merge_parts(
    parts: Sequence[Path],
    *,
    failures: Iterable[Failure] = (),
    by: Sequence[str] = (),
    file_format: str,
    work: Path,
    jobs: int = 1,
    round_bytes: int = ROUND_BYTES,
    bucket_postings: int = _BUCKET_POSTINGS,
) -> Merged:
    """Put the parts of a scan together.

    parts: in the order of reading. failures: those that stand in no part. by: names that
    demand.breakdown_name has given. file_format: one of SCAN_FORMATS. work: an empty folder, in which files
    of about half the size of the tables stand until the writers have been called. jobs: how many cores work.
    round_bytes, bucket_postings: how much is held in memory at once. The result is the same for any of these.
    Raises JobscanError if a part is missing or damaged, or where the disk refuses.
    """
    check_format(file_format, SCAN_FORMATS)
    tally = Tally(by)
    with _refusals_told(work):
        ids = read_ids(parts)
        duplicates = read_duplicates(parts, ids, work=work)
        rows = max(bucket_postings, len(ids.places) // _BUCKETS)
        runs = {name: Runs(work / f"{name}.arrow", bucket_rows=rows) for name in LARGE}
        placed = _placed(parts, ids, duplicates, round_bytes)
        for round_, kept in _side_by_side(partial(_encoded, file_format), placed, jobs=jobs):
            tally.add(round_.table)
            for name, lines in kept.items():
                runs[name].add(round_.places, lines)
    tally.finish()
    failed = _failures(parts, failures, ids)
    counts = {
        "read": tally.read,
        "failed": len(failed) - len(ids.notes),
        "ids_made_unique": len(ids.notes),
        "duplicates": duplicates.counts,
        "other_languages": tally.other_languages(),
        "of_postings": tally.of_postings,
    }
    return Merged(
        writers(runs, file_format),
        tally.demand(),
        tally.salaries(),
        failed,
        counts,
        tally.attributions(),
        ids.digest(),
    )


@contextlib.contextmanager
def _refusals_told(work: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise JobscanError(f"{error.filename or work}: cannot be written: {why}") from error


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A round of postings as the tables have them, and the place of each in these."""

    places: NDArray[np.int64]
    table: pa.Table


def _placed(parts: Sequence[Path], ids: Ids, duplicates: Duplicates, round_bytes: int) -> Iterator[_Placed]:
    read = 0
    for table in iter_rounds(parts, [*POSTINGS.names, SKILLS_COLUMN], round_bytes=round_bytes):
        places = ids.places[read : read + len(table)]
        read += len(table)
        yield _Placed(places, with_ids(table, places, ids, duplicates))


def _encoded(file_format: str, placed: _Placed) -> Mapping[str, pa.Table]:
    return encoded(placed.table, file_format)


def _side_by_side(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, jobs: int
) -> Iterator[tuple[_Item, _Result]]:
    """Each item with its result, in order, while others are worked on: by columns, which needs no process."""
    if jobs < 2:
        yield from ((item, work(item)) for item in items)
        return
    with ThreadPoolExecutor(jobs - 1) as threads:
        begun: deque[tuple[_Item, Future[_Result]]] = deque()
        for item in items:
            begun.append((item, threads.submit(work, item)))
            if len(begun) >= jobs:
                first, result = begun.popleft()
                yield first, result.result()
        for first, result in begun:
            yield first, result.result()


def _failures(parts: Sequence[Path], failures: Iterable[Failure], ids: Ids) -> pd.DataFrame:
    """All inputs that were not counted, and the notes, by origin: the same however the inputs were cut."""
    told = (failure for part in parts for failure in read_part_meta(part).failures)
    return to_frame(sorted(map(failure_row, [*failures, *ids.notes, *told])), FAILURES)
