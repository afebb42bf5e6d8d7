"""Parts read one after another, in tables of a size that memory holds many of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    import pyarrow as pa

ROUND_BYTES: Final = 6 << 20
"""Of the columns that are read: from some hundred postings on, work by whole columns costs nothing more."""
_BATCH: Final = 4096  # postings; a part of the usual size is read at once


def iter_rounds(
    parts: Iterable[Path], columns: Sequence[str], *, round_bytes: int = ROUND_BYTES
) -> Iterator[pa.Table]:
    """The columns of all parts, in the order of reading, each in one chunk; empty parts give no rows.

    Raises JobscanError if a part is missing or damaged.
    """
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    size = 0
    for batch in _batches(parts, columns):
        held.append(batch)
        size += batch.nbytes
        if size >= round_bytes:
            table = pa.Table.from_batches(held).combine_chunks()
            held, size = [], 0
            yield table
            del table
    if held:
        yield pa.Table.from_batches(held).combine_chunks()


def _batches(parts: Iterable[Path], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    from pyarrow import parquet

    for part in parts:
        try:
            with parquet.ParquetFile(part) as opened:
                # Older releases of pyarrow stumble over a file without any rows.
                if not opened.num_row_groups:
                    continue
                for batch in opened.iter_batches(_BATCH, columns=list(columns), use_threads=False):
                    if len(batch):
                        yield batch
        except (OSError, pa.ArrowException) as error:
            raise JobscanError(f"{part}: is no part of a scan's results, or is damaged: {error}") from error
