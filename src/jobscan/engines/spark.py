"""Scanning on a cluster: Spark reads the inputs, runs the extraction and puts what is found in order."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jobscan.engines.spark_inputs import (
    FILES,
    JSON_LINES,
    PARQUET,
    QUADS,
    Root,
    ending_glob,
    ending_pattern,
    format_of,
    place_of,
    spark_path,
)
from jobscan.engines.spark_session import first_line
from jobscan.engines.spark_tasks import (
    ORDER_COLUMNS,
    Task,
    scan_documents,
    scan_lines,
    scan_quads,
    scan_rows,
    scanned_schema,
)
from jobscan.errors import Failure, JobscanError
from jobscan.sources.archive_files import MARKER
from jobscan.sources.columns import field_of
from jobscan.sources.rows import ACCEPTED_TEXT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, DataFrameReader, SparkSession

MAX_CELL_BYTES: Final = 2**31 - 1024
"""Of a file that is read whole; Java's arrays are no longer."""


_PAGE_OF_QUAD: Final = r"<([^<>\s]*)>\s*\.\s*$"


@dataclass(frozen=True, slots=True)
class Listed:
    """What Spark finds under the paths of a scan."""

    files: tuple[tuple[str, str, str], ...]
    """Of each file that is read its order, origin and kind (PARQUET, JSON_LINES, FILES)."""
    failures: tuple[Failure, ...]


def list_files(spark: SparkSession, roots: Iterable[Root], *, input_format: str) -> Listed:
    """The files under the named paths, and a failure for each path that is missing or holds none.

    input_format: auto (by the ending of each file's name), PARQUET, JSON_LINES or FILES. Raises JobscanError
    if Spark cannot look, or for an archive of fetched postings.
    """
    files: list[tuple[str, str, str]] = []
    failures: list[Failure] = []
    for root in roots:
        addresses = _addresses(spark, root)
        if addresses is None:
            failures.append(Failure(root.shown, "missing", "there is no such file or folder"))
            continue
        found = [place for address in addresses if (place := place_of(address, root)) is not None]
        if any(place.id.rpartition("/")[2] == MARKER for place in found):
            raise JobscanError(
                f"{root.shown}: holds an archive of fetched postings, which one machine reads: "
                "scan it without --engine spark"
            )
        if not found:
            failures.append(Failure(root.shown, "empty", "the folder holds no files to read"))
        for place in found:
            kind = format_of(place.id) if input_format == "auto" else input_format
            files.append((place.order, place.origin, kind))
    return Listed(tuple(sorted(files)), tuple(failures))


def too_large_files(
    spark: SparkSession, roots: Iterable[Root], listed: Listed, *, input_format: str
) -> set[str]:
    """The order of each file that is read whole, and is too large for that."""
    whole = {_root_number(order) for order, _, kind in listed.files if kind == FILES}
    too_large: set[str] = set()
    for root in (root for root in roots if root.number in whole):
        files = _reader(spark).format("binaryFile").load(spark_path(root))
        rows = _of_kind(files.where(f"length > {MAX_CELL_BYTES}"), FILES, input_format)
        places = (place_of(address, root) for (address,) in rows.select("_metadata.file_path").collect())
        too_large.update(place.order for place in places if place is not None)
    return too_large


def _addresses(spark: SparkSession, root: Root) -> list[str] | None:
    """The addresses of the files under a path, empty ones too; None where there is no such path."""
    try:
        return list(_reader(spark).format("binaryFile").load(spark_path(root)).inputFiles())
    except Exception as error:
        words = first_line(error)
        if "PATH_NOT_FOUND" in str(error) or "Path does not exist" in words:
            return None
        raise JobscanError(f"{root.shown}: Spark cannot look at it: {words}") from error


def scanned(
    spark: SparkSession, tasks: Sequence[Task], listed: Listed, *, input_format: str
) -> DataFrame | None:
    """What is found in all files, as a DataFrame of scanned_schema, in no order; None for no files.

    Nothing is extracted before the frame is written or counted; do so once, as each time extracts again.
    """
    kinds = defaultdict(set)
    for order, _, kind in listed.files:
        kinds[_root_number(order)].add(kind)
    frames = [
        read(spark, task, input_format=input_format)
        for task in tasks
        for kind, read in _READERS.items()
        if kind in kinds[task.root.number]
    ]
    return functools.reduce(lambda one, other: one.unionAll(other), frames) if frames else None


def _root_number(order: str) -> int:
    return int(order.partition("\0")[0])


def _scan_lines(spark: SparkSession, task: Task, *, input_format: str) -> DataFrame:
    from pyspark.sql import functions as f

    text = _reader(spark).option("lineSep", "\n").text(spark_path(task.root))
    lines = _of_kind(text, JSON_LINES, input_format).select(
        f.col("_metadata.file_path").alias("address"),
        f.col("_metadata.file_block_start").alias("start"),
        f.col("value").cast("binary").alias("line"),
    )
    counts = lines.groupBy("address", "start").count().collect()
    before: dict[tuple[str, int], int] = {}
    last, total = "", 0
    for address, start, count in sorted(counts):
        if address != last:
            last, total = address, 0
        before[address, start] = total
        total += count
    return _run(lines, functools.partial(scan_lines, task=task, before=before))


def _scan_parquet(spark: SparkSession, task: Task, *, input_format: str) -> DataFrame:
    from pyspark.sql import functions as f

    reader = _reader(spark).option("mergeSchema", "true")
    if input_format == "auto":
        reader = reader.option("pathGlobFilter", ending_glob(PARQUET))
    table = reader.parquet(spark_path(task.root))
    wanted = _wanted(table.columns, task.columns)
    if not wanted:
        found = ", ".join(table.columns[:20])
        raise JobscanError(
            f"{task.root.shown}: has no column of descriptions; found {found}; one of {ACCEPTED_TEXT} is "
            "needed, or say which with --column text=..."
        )
    rows = table.select(
        f.col("_metadata.file_path").alias("address"),
        f.col("_metadata.row_index").alias("number"),
        f.struct(*(f.col(f"`{name}`") for name in wanted)).alias("row"),
    )
    return _run(rows, functools.partial(scan_rows, task=task))


def _scan_documents(spark: SparkSession, task: Task, *, input_format: str) -> DataFrame:
    from pyspark.sql import functions as f

    files = _reader(spark).format("binaryFile").load(spark_path(task.root))
    # A cell of Spark holds 2 GiB: what is larger is told by who lists the files.
    contents = _of_kind(files.where(f"length <= {MAX_CELL_BYTES}"), FILES, input_format).select(
        f.col("_metadata.file_path").alias("address"), f.col("content")
    )
    return _run(contents, functools.partial(scan_documents, task=task))


def _scan_quads(spark: SparkSession, task: Task, *, input_format: str) -> DataFrame:  # noqa: ARG001
    from pyspark.sql import functions as f

    lines = _reader(spark).option("lineSep", "\n").text(spark_path(task.root))
    page = f.regexp_extract("value", _PAGE_OF_QUAD, 1).alias("page")
    # Sorted, because the lines of a page come in whatever order the machines have them.
    pages = lines.groupBy(page).agg(f.sort_array(f.collect_list("value")).alias("lines")).where("page != ''")
    return _run(pages, functools.partial(scan_quads, task=task))


_READERS: Final = {
    JSON_LINES: _scan_lines,
    PARQUET: _scan_parquet,
    FILES: _scan_documents,
    QUADS: _scan_quads,
}


def _wanted(columns: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """The columns of a table that say something of a posting; none where no text is among them."""
    named = {path.partition(".")[0] for path in mapping.values()} | set(mapping.values())
    fields = {field_of(name) for name in columns} | mapping.keys()
    if fields.isdisjoint(("text", "section", "page")):
        return []
    return [name for name in columns if field_of(name) or name in named]


def _reader(spark: SparkSession) -> DataFrameReader:
    return spark.read.option("recursiveFileLookup", "true")


def _of_kind(frame: DataFrame, kind: str, input_format: str) -> DataFrame:
    """The rows of the files of a kind, where the files are told apart by their endings."""
    from pyspark.sql import functions as f

    if input_format != "auto":
        return frame
    return frame.where(f.col("_metadata.file_path").rlike(ending_pattern(kind)))


def _run(frame: DataFrame, function: Any) -> DataFrame:
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(function, from_arrow_schema(scanned_schema()))


def write_ordered(spark: SparkSession, frame: DataFrame, folder: str) -> str:
    """Extract, and write what is found as Parquet in the order of reading: the folder of the files.

    Each task's rows are written whole, once, whatever fails and is tried again: that is what Spark's writers
    promise. folder: one that all machines reach, which must not exist.
    """
    found, ordered = f"{folder}/found", f"{folder}/ordered"
    frame.write.parquet(found)
    # From the files, not from the frame: Spark looks at the keys before it sorts, and would extract twice.
    spark.read.schema(frame.schema).parquet(found).orderBy(*ORDER_COLUMNS).write.parquet(ordered)
    return ordered
