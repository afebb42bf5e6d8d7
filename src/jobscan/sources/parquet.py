"""Parquet: a posting a row, read in batches of columns, from any row on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.sources.columns import field_of
from jobscan.sources.rows import read_row, require_text, source_name
from jobscan.sources.stream import Document, Results

_BATCH_ROWS = 512
_BUFFER_BYTES = 1024 * 1024


def read_parquet(document: Document, *, start: int = 0, end: int | None = None) -> Results:
    """The postings of a Parquet file, some hundred rows held at a time; needs pyarrow.

    start, end: the rows to read, by default all. A row group that is damaged is a failure, and the others are
    read. Raises SourceError: unsupported without pyarrow; no_posting; empty; damaged; too_large for a packed
    one.
    """
    file, columns = _open_parquet(document)
    if not file.metadata.num_rows:
        raise SourceError("empty", "holds no rows")
    first = 0
    for number in range(file.metadata.num_row_groups):
        last = first + file.metadata.row_group(number).num_rows
        if last > start and (end is None or first < end):
            wanted = range(max(start, first), last if end is None else min(end, last))
            group = _Group(document.path, file, columns, number, range(first, last))
            yield from _read_group(document, group, wanted)
        first = last


def row_groups(document: Document) -> list[tuple[int, int]]:
    """Of each row group of a Parquet file its rows, and the bytes of what is read of it, unpacked.

    Raises SourceError as read_parquet does.
    """
    file, columns = _open_parquet(document)
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    return [(group.num_rows, _bytes_of(group, frozenset(columns))) for group in groups]


def _bytes_of(group: Any, columns: frozenset[str]) -> int:
    chunks = (group.column(number) for number in range(group.num_columns))
    return sum(
        chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema.partition(".")[0] in columns
    )


def _open_parquet(document: Document) -> tuple[Any, list[str]]:
    """The open file, and which of its columns are read."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        message = 'is a Parquet file; to read it: pip install "jobscan[parquet]"'
        raise SourceError("unsupported", message) from None
    if document.path is not None:
        data = pa.OSFile(os.fsencode(document.path))  # pyarrow's own: open for as long as it is read
    else:
        data = pa.BufferReader(document.read(document.limits.max_document_bytes))
    try:
        # Through a small buffer, page by page: a row group may be as large as the file.
        file = pq.ParquetFile(data, buffer_size=_BUFFER_BYTES, pre_buffer=False)
        header = list(file.schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise SourceError("damaged", _damage(error)) from None
    require_text(header)
    return file, [column for column in header if field_of(column)]


def _damage(error: Exception) -> str:
    return f"is a truncated or corrupt Parquet file ({error})"


@dataclass(frozen=True, slots=True)
class _Group:
    """A row group of an open file."""

    path: str | None
    file: Any
    columns: list[str]
    number: int
    rows: range
    """Which rows of the file it holds."""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from any other row group, on disk."""
        status = Path(self.path).stat() if self.path is not None else None
        changed = status and (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        return self.path, changed, self.number


@dataclass(slots=True)
class _Reached:
    """How far a row group was read: who goes on from there need not unpack it from its beginning again."""

    key: tuple[object, ...]
    batches: Iterator[Any]
    held: Any
    """The batch read last, None after the end."""
    row: int
    """Which row of the file it begins with."""


_reached: Final[list[_Reached]] = []
"""In the row group read last, if not to its end. Its pieces come in order, though not all to one process."""


def _read_group(document: Document, group: _Group, wanted: range) -> Results:
    """The postings of some rows of a row group, a failure where it is damaged."""
    import pyarrow as pa

    source = source_name(document.name)
    try:
        for first, batch in _batches(group, wanted):
            for number, row in enumerate(batch.to_pylist(), start=first + 1):
                at = f"#{number}"
                yield read_row(document, row, id=f"{document.id}{at}", source=source, at=at)
    except (pa.ArrowException, OSError) as error:
        yield document.failure("damaged", _damage(error))


def _batches(group: _Group, wanted: range) -> Iterator[tuple[int, Any]]:
    """Batches of the wanted rows, each with the row of the file that it begins with."""
    reached = _reach(group, wanted.start)
    while reached.held is not None:
        after = reached.row + reached.held.num_rows
        if after > wanted.start:
            first, last = max(reached.row, wanted.start), min(after, wanted.stop)
            yield first, reached.held.slice(first - reached.row, last - first)
        if after > wanted.stop:
            break
        reached.held, reached.row = next(reached.batches, None), after
        if after == wanted.stop:
            break
    if wanted.stop < group.rows.stop and group.path is not None:
        _reached[:] = [reached]


def _reach(group: _Group, row: int) -> _Reached:
    """Where to read a row group from, to come to the row."""
    key = group.key
    try:
        left = _reached.pop()  # whoever takes it has it alone
    except IndexError:
        left = None
    if left is not None and left.key == key and left.row <= row:
        return left
    # Without threads: the processes that read share the machine already.
    batches = group.file.iter_batches(
        batch_size=_BATCH_ROWS, row_groups=[group.number], columns=group.columns, use_threads=False
    )
    return _Reached(key, batches, next(batches, None), group.rows.start)
