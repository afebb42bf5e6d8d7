"""Rows put in order on the disk: runs that are in order themselves, which are merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

_PLACE: Final = "place"


class Runs:
    """A table whose rows have places, each a place of its own."""

    def __init__(self, path: Path, *, bucket_rows: int) -> None:
        """path: a file that is not there yet. bucket_rows: how many places come back at once."""
        self._path = path
        self._bucket_rows = bucket_rows
        self._writer: pa.RecordBatchFileWriter | None = None
        self._written = 0
        self._batches: dict[int, list[int]] = defaultdict(list)
        """The numbers of the batches of each bucket."""

    def add(self, places: NDArray[np.int64], table: pa.Table) -> None:
        """Keep rows: a run. places: where each belongs."""
        import pyarrow as pa

        order = np.argsort(places)
        ordered = places[order]
        run = table.take(pa.array(order)).add_column(0, _PLACE, pa.array(ordered)).combine_chunks()
        if self._writer is None:
            options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
            self._writer = pa.ipc.new_file(str(self._path), run.schema, options=options)
        buckets, starts = np.unique(ordered // self._bucket_rows, return_index=True)
        ends = [*starts[1:].tolist(), len(ordered)]
        for bucket, start, end in zip(buckets.tolist(), starts.tolist(), ends, strict=True):
            # A slice of one chunk is one batch.
            self._writer.write_batch(run.slice(start, end - start).to_batches()[0])
            self._batches[bucket].append(self._written)
            self._written += 1

    def in_order(self) -> Iterator[pa.Table]:
        """All rows by place, some at a time, once: the file is removed after them."""
        import pyarrow as pa

        if self._writer is None:
            return
        self._writer.close()
        with pa.OSFile(str(self._path)) as opened:
            batches = pa.ipc.open_file(opened, options=pa.ipc.IpcReadOptions(use_threads=False))
            for bucket in sorted(self._batches):
                rows = pa.Table.from_batches([batches.get_batch(at) for at in self._batches[bucket]])
                order = np.argsort(rows[_PLACE].to_numpy())
                yield rows.drop_columns([_PLACE]).combine_chunks().take(pa.array(order))
        self._path.unlink()
