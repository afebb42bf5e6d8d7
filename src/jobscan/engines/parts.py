"""Parts: the results of one unit of reading each, kept as a Parquet file until they are merged, and after.

A row a posting, in the order of reading: the columns of tables.POSTINGS, with the id as the unit gives it and
`duplicate_of` empty; what tells duplicates; and the posting's skills as a list. What failed and how the part
was made stands in the file's metadata. docs/results-archive.md shows how to query them.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jobscan.engines.chunk import ChunkResult
from jobscan.errors import Failure, JobscanError
from jobscan.tables import POSTING_SKILLS, POSTINGS, Column, Row, Table

if TYPE_CHECKING:
    import pyarrow as pa

TEXT_HASH: Final = "text_hash"
SKETCH: Final = "sketch"
SKILLS_COLUMN: Final = "posting_skills"
"""The columns besides those of POSTINGS: what extract.duplicates asks of a posting, and its skills."""

META_KEY: Final = b"jobscan"
"""Where in a part's metadata PartMeta stands, as JSON."""

ONCE: Final = "once-"
"""How the names of parts begin that a later scan does not take as they are, but makes again."""

STAGED: Final = ".part"
"""How the names of parts end that are being written; they begin with a dot."""

_GROUP_BYTES: Final = 8 << 20
"""Of rows that are written together: some thousand postings."""


@dataclass(frozen=True, slots=True)
class PartMeta:
    """How a part was made, and what of its unit is no posting."""

    unit: int
    """The unit's place in the order of reading, when it was made: in a later scan it may be another."""
    stamp: str
    """Unit.stamp."""
    lexicon: str
    """Lexicon.digest."""
    version: str
    """Of jobscan."""
    files: int = 0
    """How many files begin in the unit."""
    failures: tuple[Failure, ...] = ()
    """In the order of reading."""
    postings: int = 0
    """How many were read: a row each, but for those that could not be understood."""
    blocks: tuple[str, ...] = ()
    """Of a part without rows, which ends a unit that has several: the names of those before it."""


@cache
def part_schema() -> pa.Schema:
    """The columns of a part."""
    import pyarrow as pa

    skill = pa.struct([_field(column) for column in _skill_columns()])
    return pa.schema(
        [
            *map(_field, POSTINGS.columns),
            pa.field(TEXT_HASH, pa.string(), nullable=False),
            pa.field(SKETCH, pa.binary(), nullable=False),
            pa.field(SKILLS_COLUMN, pa.list_(skill), nullable=False),
        ]
    )


def part_table(result: ChunkResult) -> pa.Table:
    """The rows of a part that a chunk's result gives."""
    import pyarrow as pa

    schema = part_schema()
    columns = _arrays(result.posting_rows, POSTINGS)
    hashes = pa.array([same for _, same, _ in result.sketches], pa.string())
    sketches = pa.array([drawn for _, _, drawn in result.sketches], pa.binary())
    return pa.Table.from_arrays([*columns, hashes, sketches, _skill_lists(result.skill_rows)], schema=schema)


def write_part(path: Path, tables: Iterable[pa.Table], meta: Callable[[], PartMeta]) -> None:
    """Write a part, whole or not at all: it stands under its name once all of it is written.

    tables: of the columns of part_schema, written as they come. meta: asked for once they are all written.
    Raises OSError where the disk refuses.
    """
    from pyarrow import parquet

    staged = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}{STAGED}")
    try:
        with parquet.ParquetWriter(staged, part_schema(), compression="zstd", compression_level=1) as writer:
            for group in _row_groups(tables):
                writer.write_table(group)
            writer.add_key_value_metadata({META_KEY: _to_json(meta())})
        staged.replace(path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise


def _row_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables, several together: groups of few rows cost as much again as they do, and the reader too."""
    import pyarrow as pa

    held: list[pa.Table] = []
    size = 0
    for table in tables:
        held.append(table)
        size += table.nbytes
        if size >= _GROUP_BYTES:
            yield pa.concat_tables(held)
            held, size = [], 0
    if held:
        yield pa.concat_tables(held)


def read_part_meta(path: Path) -> PartMeta:
    """How a part was made. Raises JobscanError if the file is no part."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        said = parquet.read_metadata(path).metadata or {}
        fields = json.loads(said[META_KEY])
        failures = tuple(Failure(*each) for each in fields["failures"])
        return PartMeta(**{**fields, "failures": failures, "blocks": tuple(fields["blocks"])})
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise JobscanError(f"{path}: is no part of a scan's results, or is damaged: {error}") from error


def _to_json(meta: PartMeta) -> bytes:
    failures = [(failure.origin, failure.reason, failure.detail) for failure in meta.failures]
    # Escaped, so that a lone surrogate of a file's name is kept.
    return json.dumps({**asdict(meta), "failures": failures}).encode()


def _skill_columns() -> tuple[Column, ...]:
    """Those of POSTING_SKILLS but the posting's id, which stands first."""
    return POSTING_SKILLS.columns[1:]


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    kinds = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    return pa.field(column.name, kinds[column.kind], nullable=column.kind != "text")


def _arrays(rows: Iterable[Row], table: Table) -> list[Any]:
    """The rows of a table as one array a column."""
    import pyarrow as pa

    cells = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    return [
        pa.array(values, _field(column).type) for values, column in zip(cells, table.columns, strict=True)
    ]


def _skill_lists(skill_rows: Iterable[tuple[Row, ...]]) -> Any:
    """For each posting the list of its rows of POSTING_SKILLS."""
    import pyarrow as pa

    by_posting = list(skill_rows)
    columns = _arrays(itertools.chain.from_iterable(by_posting), POSTING_SKILLS)[1:]
    structs = pa.StructArray.from_arrays(columns, fields=[_field(column) for column in _skill_columns()])
    ends = itertools.accumulate(map(len, by_posting), initial=0)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)
