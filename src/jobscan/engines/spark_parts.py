"""The parts of a scan, made by a cluster: as those that the processes of one machine make."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jobscan._version import __version__
from jobscan.engines.frame import FAILURE_COLUMNS
from jobscan.engines.parts import ONCE, PartMeta, part_schema, write_part
from jobscan.engines.run import Made
from jobscan.engines.spark import MAX_CELL_BYTES, Listed, list_files, scanned, too_large_files, write_ordered
from jobscan.engines.spark_inputs import PARQUET, QUADS, input_format_of, roots_of
from jobscan.engines.spark_session import spark_errors, spark_session
from jobscan.engines.spark_tasks import ORDER_COLUMNS, Task, pack_lexicon
from jobscan.engines.store import Store
from jobscan.engines.work import Job
from jobscan.errors import Failure, JobscanError
from jobscan.outputs.remote import file_system
from jobscan.sources.stream import Limits

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class SparkOptions:
    """How a scan runs on Spark."""

    master: str | None = None
    """As spark-submit has it; see spark_session.spark_session."""
    remote: str | None = None
    """A server of Spark Connect."""
    input_format: str = "auto"
    """One of spark_inputs.INPUT_FORMATS."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The columns that hold fields of a posting under other names, as mapping.check_columns takes them."""
    work: str | None = None
    """A folder or address that all machines reach, for what is found on the way; else beside the parts."""


def make_parts_on_spark(
    paths: Iterable[str | os.PathLike[str]], store: Store, job: Job, *, options: SparkOptions
) -> Made:
    """Read and understand the inputs on a cluster, and make the parts of the store of what it finds.

    The parts hold what those of one machine hold, cut elsewhere; a later scan makes them again. Raises
    JobscanError where Spark cannot be started, cannot read an input, or gives up.
    """
    input_format = input_format_of(options.input_format)
    roots = roots_of([os.fspath(path) for path in paths], exclude=job.exclude)
    packed = pack_lexicon(job.lexicon)
    tasks = [Task(root, options.columns, packed, job.limits or Limits()) for root in roots]
    with spark_session(master=options.master, remote=options.remote) as spark, spark_errors():
        listed = list_files(spark, roots, input_format=input_format)
        large = too_large_files(spark, roots, listed, input_format=input_format)
        with _work_folder(spark, store.parts, options.work) as work:
            frame = scanned(spark, tasks, listed, input_format=input_format)
            tables = () if frame is None else _tables(write_ordered(spark, frame, work))
            written, seen = _write_parts(tables, store)
    if rest := tuple(_failures_of_files(listed, seen, large)):
        written.append(_write_part([], store, len(written), rest))
    files = len(listed.files) + len(listed.failures)
    return Made(tuple(written), files, listed.failures, len(written), lasting=False)


@contextlib.contextmanager
def _work_folder(spark: SparkSession, folder: Path, work: str | None) -> Iterator[str]:
    """The address of a new folder that all machines reach; gone afterwards."""
    if work is None and not is_here(str(spark.conf.get("spark.master", "") or "")):
        raise JobscanError(
            "the machines of the cluster need a folder that all of them reach: name one with --work, such as "
            "s3://bucket/tmp, or a path that is mounted on each"
        )
    base = folder.absolute().as_uri() if work is None else work.rstrip("/")
    base = base if urlsplit(base).scheme else Path(base).absolute().as_uri()
    address = f"{base}/.jobscan-spark-{secrets.token_hex(6)}"
    try:
        yield address
    finally:
        system, path = file_system(address)
        with contextlib.suppress(OSError):
            system.delete_dir(path)


def is_here(master: str) -> bool:
    """Whether the workers run on this machine, or nobody says where."""
    host = urlsplit(master).hostname if master.startswith("spark://") else None
    return (
        not master
        or master.startswith("local")
        or host in {"localhost", "127.0.0.1", socket.gethostname().lower()}
    )


def _tables(address: str) -> Iterator[pa.Table]:
    """What Spark wrote into a folder, a table for each of its files, in the order of their names."""
    import pyarrow as pa
    from pyarrow import parquet
    from pyarrow.fs import FileSelector

    system, path = file_system(address)
    files = system.get_file_info(FileSelector(path))
    for info in sorted(files, key=lambda info: str(info.base_name)):
        if info.base_name.startswith("part-"):
            with system.open_input_file(info.path) as opened:
                yield pa.Table.from_batches(parquet.ParquetFile(opened).iter_batches())


def _write_parts(tables: Iterable[pa.Table], store: Store) -> tuple[list[Path], set[str]]:
    """A part for each table that has rows: their paths, and the files that the rows are from."""
    import pyarrow.compute as pc

    seen: set[str] = set()
    written: list[Path] = []
    for table in tables:
        if not len(table):
            continue
        seen.update(pc.unique(table[ORDER_COLUMNS[0]]).to_pylist())
        is_posting = pc.equal(table[FAILURE_COLUMNS[0]], "")
        postings = table.filter(is_posting).select(part_schema().names).cast(part_schema())
        told = table.filter(pc.invert(is_posting)).select(["origin", *FAILURE_COLUMNS])
        failures = tuple(Failure(*row.values()) for row in told.to_pylist())
        written.append(_write_part([postings], store, len(written), failures))
    return written, seen


def _write_part(tables: Sequence[pa.Table], store: Store, number: int, failures: tuple[Failure, ...]) -> Path:
    path = store.parts / f"{ONCE}{number:08}-{secrets.token_hex(4)}.parquet"
    postings = sum(map(len, tables))
    meta = PartMeta(number, "", store.lexicon, __version__, failures=failures, postings=postings)
    write_part(path, tables, lambda: meta)
    return path


def _failures_of_files(listed: Listed, seen: set[str], large: set[str]) -> Iterator[Failure]:
    """A failure for each file in which there was nothing, and for each that is too large."""
    for order, origin, kind in listed.files:
        if order in large:
            detail = (
                f"has more than {MAX_CELL_BYTES / 2**30:.0f} GiB: of such a file Spark reads only Parquet "
                "and JSON Lines"
            )
            yield Failure(origin, "too_large", detail)
        elif order not in seen and kind != QUADS:
            yield Failure(origin, "empty", "holds no rows" if kind == PARQUET else "holds nothing")
