"""The two tables that have rows for each posting, from rounds of parts to their files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from jobscan.engines.parts import SKILLS_COLUMN
from jobscan.merge.duplicates import NONE, Duplicates
from jobscan.merge.ids import Ids
from jobscan.merge.runs import Runs
from jobscan.outputs import Writer
from jobscan.outputs.streams import LINES, parquet_schema, write_lines, write_parquet
from jobscan.tables import POSTING_SKILLS, POSTINGS, Table

if TYPE_CHECKING:
    import pyarrow as pa

LARGE: Final = {table.name: table for table in (POSTINGS, POSTING_SKILLS)}
"""The tables, by name."""

_ID: Final = POSTINGS.names[0]
_LINES: Final = "lines"


def with_ids(table: pa.Table, places: NDArray[np.int64], ids: Ids, duplicates: Duplicates) -> pa.Table:
    """A round with the ids that the tables give its postings, and of the duplicates those they repeat."""
    import pyarrow as pa
    import pyarrow.compute as pc

    of = duplicates.of[places]
    repeated = pc.fill_null(ids.at(pa.array(of, mask=of == NONE)), "")
    table = table.set_column(0, _ID, ids.at(pa.array(places)))
    return table.set_column(table.column_names.index("duplicate_of"), "duplicate_of", repeated)


def encoded(table: pa.Table, file_format: str) -> Mapping[str, pa.Table]:
    """What is kept of a round for each of the two tables, by name: a row a posting, whatever the format.

    Of a format that has lines these are made now, so that lines are sorted and not their cells.
    """
    skills = table.select([_ID, SKILLS_COLUMN])
    postings = table.select(POSTINGS.names)
    if file_format not in LINES:
        return {POSTINGS.name: postings, POSTING_SKILLS.name: skills}
    ends = skills[SKILLS_COLUMN].combine_chunks().offsets.to_numpy()
    every = np.arange(len(table) + 1)
    return {
        POSTINGS.name: _lines(postings, POSTINGS, file_format, every),
        POSTING_SKILLS.name: _lines(_flat(skills), POSTING_SKILLS, file_format, ends - ends[0]),
    }


def writers(runs: Mapping[str, Runs], file_format: str) -> dict[str, Writer]:
    """What writes the file of each of the two tables."""
    return {name: partial(_write, runs[name], table, file_format) for name, table in LARGE.items()}


def _write(runs: Runs, table: Table, file_format: str, handle: BinaryIO) -> None:
    if file_format in LINES:
        pieces = (rows[_LINES].combine_chunks() for rows in runs.in_order())
        write_lines(file_format, table.names, pieces, handle)
        return
    rows = runs.in_order()
    write_parquet(parquet_schema(table), map(_flat, rows) if table is POSTING_SKILLS else rows, handle)


def _flat(skills: pa.Table) -> pa.Table:
    """A row a posting and skill, from a row a posting."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = skills[SKILLS_COLUMN].combine_chunks()
    ids = skills[_ID].combine_chunks().take(pc.list_parent_indices(lists))
    return pa.Table.from_arrays([ids, *lists.flatten().flatten()], names=list(POSTING_SKILLS.names))


def _lines(rows: pa.Table, table: Table, file_format: str, ends: NDArray[np.integer]) -> pa.Table:
    """The lines of a posting in one cell each. ends: where those of each posting begin, and the last end."""
    import pyarrow as pa

    columns = [rows[name].combine_chunks() for name in table.names]
    _, offsets, data = LINES[file_format](table.names, columns).buffers()
    at = np.frombuffer(offsets, np.int32)[ends].astype(np.int64)
    buffers = [None, pa.py_buffer(at), data or pa.py_buffer(b"")]
    return pa.table({_LINES: pa.Array.from_buffers(pa.large_binary(), len(ends) - 1, buffers)})
