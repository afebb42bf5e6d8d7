"""Tables to files piece by piece, in the formats a scan is kept in: the same bytes however a table is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from jobscan.outputs.lines import csv_header, csv_lines, json_lines
from jobscan.tables import Table, to_frame

if TYPE_CHECKING:
    import pyarrow as pa

Lines = Callable[[Sequence[str], Sequence["pa.Array"]], "pa.Array"]

LINES: Final[Mapping[str, Lines]] = {"csv": lambda _names, columns: csv_lines(columns), "json": json_lines}
"""The formats in which a row is a line of its own, and what makes lines of the columns of a table."""

ROW_GROUP: Final = 1 << 17
"""Rows of a group of a Parquet file: a reader can skip groups, and a writer holds one."""


def write_lines(file_format: str, names: Sequence[str], pieces: Iterable[pa.Array], handle: BinaryIO) -> None:
    """Write a file of lines. pieces: what LINES has made, or several of its lines in one cell."""
    if file_format == "csv":
        handle.write(csv_header(names))
    first = file_format == "json"
    for piece in pieces:
        content = memoryview(_content(piece))
        if first and content.nbytes:
            # In place of the comma that stands before each object.
            handle.write(b"[")
            content, first = content[1:], False
        handle.write(content)
    if file_format == "json":
        handle.write(b"[]\n" if first else b"\n]\n")


def _content(cells: pa.Array) -> Any:
    """The bytes of all cells, one after another."""
    import numpy as np
    import pyarrow as pa

    _, offsets, data = cells.buffers()
    if not len(cells) or data is None:
        return b""
    wide = np.dtype(np.int64 if pa.types.is_large_binary(cells.type) else np.int32)
    ends = np.frombuffer(offsets, wide, count=len(cells) + 1, offset=wide.itemsize * cells.offset)
    return data.slice(int(ends[0]), int(ends[-1] - ends[0]))


def write_parquet(schema: pa.Schema, pieces: Iterable[pa.Table], handle: BinaryIO) -> None:
    """Write a Parquet file of the columns of a schema."""
    from pyarrow import parquet

    with parquet.ParquetWriter(handle, schema) as writer:
        for group in _regrouped(schema, pieces):
            # In one chunk: where chunks end, pages end.
            writer.write_table(group.combine_chunks(), row_group_size=ROW_GROUP)


def _regrouped(schema: pa.Schema, pieces: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows in tables of ROW_GROUP each, the last of what is left."""
    import pyarrow as pa

    held = schema.empty_table()
    for piece in pieces:
        held = pa.concat_tables([held, piece.cast(schema)])
        while len(held) >= ROW_GROUP:
            yield held.slice(0, ROW_GROUP)
            held = held.slice(ROW_GROUP)
    if len(held):
        yield held


def parquet_schema(table: Table) -> pa.Schema:
    """The columns of a table's Parquet file: as pandas reads them back in the table's dtypes."""
    import pyarrow as pa

    return pa.Schema.from_pandas(to_frame([], table), preserve_index=False)
