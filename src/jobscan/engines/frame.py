"""Scanning a DataFrame of postings: the function that Spark, Dask, Ray and your own jobs run on each piece.

    found = jobscan.scan_frame(frame)          # a row each: what it asks for
    found[found["failure"] == ""]              # those that were understood

What comes out depends on the rows alone, not on how they were split into frames.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jobscan.engines.chunk import CHUNK_CHARACTERS, CHUNK_POSTINGS, PostingReader, read_chunk
from jobscan.engines.mapping import PAGE, check_columns, mapped_row, plain_value
from jobscan.engines.parts import part_schema, part_table
from jobscan.engines.repeats import Repeats
from jobscan.errors import Failure
from jobscan.extract import extractor_for
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from jobscan.sources.columns import plan_of
from jobscan.sources.documents import read_document
from jobscan.sources.fields import short_text, web_address
from jobscan.sources.rows import attempt, posting_from_row, row_id
from jobscan.sources.stream import Document, Limits, Stream
from jobscan.text.decode import decode

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FAILURE_COLUMNS: Final = ("failure", "failure_detail")
"""The columns that say why a row is no posting: one of FAILURE_REASONS, and a sentence; "" for a posting."""

_ID_DIGITS: Final = 16
_SAYING: Final = ("title", "company", "location", "text", "section")

# What the readers call the source of a document that names none itself.
_KINDS_OF_PAGES: Final = ("html", "text", "")


def scan_frame(
    frame: pd.DataFrame,
    *,
    lexicon: str | os.PathLike[str] | Lexicon | None = None,
    columns: Mapping[str, str] | None = None,
    source: str = "frame",
) -> pd.DataFrame:
    """What each posting of a frame asks for: one row a posting, in the order of the frame.

    frame: a row a posting, its columns named as in JSON Lines or CSV files that are scanned (`title`,
    `description`, `company` and their many aliases). columns: the columns that hold fields of a posting under
    other names, `{"text": "body"}` (engines.mapping.FIELDS); `page` is one of whole documents, each of which
    may hold any number of postings. lexicon: as in scan. source: what the column `source`
    says where a row says nothing.

    Columns: those of tables.POSTINGS, with `duplicate_of` empty, as one frame cannot tell; `text_hash` and
    `sketch`, which tell (see extract.duplicates); `posting_skills`, a list of dicts with the columns of
    tables.POSTING_SKILLS but posting_id; and FAILURE_COLUMNS. A row that holds no posting is a row with its
    failure, and the rest go on. No rows give no rows, with the same columns and dtypes.

    A row without an id of its own gets `row:` and a digest of its text and title, the same however rows are
    split. The extractor is built once a process and lexicon, which takes two seconds.
    Raises JobscanError for an unknown field in `columns`, LexiconError for a wrong lexicon.
    """
    mapping = check_columns(columns)
    reader = extractor_for(lexicon if isinstance(lexicon, Lexicon) else _lexicon_of(lexicon))
    found = (item for row in _rows(frame) for item in read_mapped_row(row, mapping, source=source))
    return _to_pandas(results_table(found, reader))


def read_mapped_row(
    row: Mapping[str, Any],
    columns: Mapping[str, str],
    *,
    source: str,
    posting_id: str = "",
    origin: str = "",
) -> Iterator[Posting | Failure]:
    """The posting of a row, or its failure; of a row with a document the postings in it.

    posting_id: what a row without its own gets, else a digest of what it says. origin: by default the id.
    """
    named = mapped_row(row, columns)
    page = named.pop(PAGE, None) if PAGE in columns else None
    cells = {name: decode(cell) if isinstance(cell, bytes) else cell for name, cell in named.items()}
    own = row_id(cells) or posting_id
    if page:
        yield from _read_page(page, _url(cells), posting_id=own, source=source, origin=origin)
        return
    own = own or _digest_id(cells)
    origin = origin or own
    yield attempt(
        lambda: posting_from_row(cells, id=own, source=source, origin=origin, limits=Limits()), origin=origin
    )


def _read_page(
    page: str | bytes,
    url: str,
    *,
    posting_id: str,
    source: str,
    origin: str,
) -> Iterator[Posting | Failure]:
    """The postings in a document that stands in a row, with the address that the row tells."""
    data = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    own = posting_id or url or _digest(data)
    document = Document(
        id=own, origin=origin or own, name="", stream=Stream(BytesIO(data).read), size=len(data)
    )
    for found in read_document(document):
        if isinstance(found, Failure):
            yield found
        else:
            kind = source if found.source in _KINDS_OF_PAGES else found.source
            yield replace(found, url=found.url or url, source=kind)


def _url(row: Mapping[str, Any]) -> str:
    """The address that a row states, "" for none."""
    keys = plan_of(tuple(row)).get("url", ())
    return next((url for key in keys if (url := web_address(row[key]))), "")


def _digest_id(row: Mapping[str, Any]) -> str:
    """An id for a row that has none, made of what it says."""
    plan = plan_of(tuple(row))
    keys = (key for field in _SAYING for key in plan.get(field, ()))
    return _digest("\0".join(short_text(row[key]) for key in keys).encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> str:
    return f"row:{hashlib.sha256(data).hexdigest()[:_ID_DIGITS]}"


def frame_schema() -> pa.Schema:
    """The columns of results_table: those of a part, and FAILURE_COLUMNS."""
    import pyarrow as pa

    schema = part_schema()
    for name in FAILURE_COLUMNS:
        schema = schema.append(pa.field(name, pa.string()))
    return schema


def spark_schema() -> str:
    """The same columns as Spark's mapInPandas and applyInPandas take them, in SQL's words.

    >>> spark_schema()[:40], spark_schema()[-51:]
    ('`posting_id` string, `source` string, `o', 'string>>, `failure` string, `failure_detail` string')
    """
    return ", ".join(f"`{field.name}` {_sql_type(field.type)}" for field in frame_schema())


def _sql_type(kind: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return f"array<{_sql_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {_sql_type(field.type)}' for field in kind)}>"
    return {"int64": "bigint"}.get(str(kind), str(kind))


def results_table(
    items: Iterable[Posting | Failure], reader: PostingReader, repeats: Repeats | None = None
) -> pa.Table:
    """A row for each posting and each failure, in their order: the columns of frame_schema.

    repeats: what the same reader understood before.
    """
    import pyarrow as pa

    tables = [_chunk_table(chunk, reader, repeats or Repeats()) for chunk in _chunks(items)]
    return pa.concat_tables([frame_schema().empty_table(), *tables])


def _chunks(items: Iterable[Posting | Failure]) -> Iterator[list[Posting | Failure]]:
    """The items in order, in lists that hold no more postings than a chunk."""
    chunk: list[Posting | Failure] = []
    characters = 0
    for item in items:
        chunk.append(item)
        characters += len(item.text) if isinstance(item, Posting) else 0
        if len(chunk) >= CHUNK_POSTINGS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _chunk_table(items: Sequence[Posting | Failure], reader: PostingReader, repeats: Repeats) -> pa.Table:
    """The rows of some items: those of the postings that are understood, and of failures between them."""
    import pyarrow as pa

    postings = [item for item in items if isinstance(item, Posting)]
    results = [read_chunk(postings, reader, repeats)] if postings else []
    if any(result.failures for result in results):
        # One by one: which of them failed is told by their places, as ids and origins may be shared.
        results = [read_chunk([posting], reader, repeats) for posting in postings]
    outcomes: Iterator[Failure | None] = (
        failure for result in results for failure in (result.failures or [None] * len(result.posting_rows))
    )
    told = [item if isinstance(item, Failure) else next(outcomes) for item in items]
    failures = [failure for failure in told if failure is not None]
    rows = pa.concat_tables([*map(_with_no_failure, map(part_table, results)), _failures_table(failures)])
    # The failures stand behind the postings: each row back to its place.
    posting, failed = iter(range(len(rows))), iter(range(len(rows) - len(failures), len(rows)))
    return rows.take([next(posting) if failure is None else next(failed) for failure in told])


def _with_no_failure(understood: pa.Table) -> pa.Table:
    import pyarrow as pa

    for name in FAILURE_COLUMNS:
        understood = understood.append_column(name, pa.repeat("", len(understood)))
    return understood.cast(frame_schema())


def _failures_table(failures: Sequence[Failure]) -> pa.Table:
    """A row for each failure: its origin, reason and detail; of the rest, no text and nothing known."""
    import pyarrow as pa

    schema = frame_schema()
    told = {
        "origin": [failure.origin for failure in failures],
        "failure": [failure.reason for failure in failures],
        "failure_detail": [failure.detail for failure in failures],
    }
    return pa.table(
        [pa.array(told.get(field.name, [_nothing(field)] * len(failures)), field.type) for field in schema],
        schema=schema,
    )


def _nothing(field: pa.Field) -> str | bytes | list[object] | None:
    """What a column holds where there is nothing to say."""
    import pyarrow as pa

    if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
        return ""
    if pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type):
        return b""
    return [] if pa.types.is_list(field.type) else None


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of a frame by the names of their columns."""
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, at].tolist() for at in range(len(names))]
    return (dict(zip(names, map(plain_value, cells), strict=True)) for cells in zip(*columns, strict=True))


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    """The table in the dtypes that a scan's tables have: no float for a missing integer."""
    import pandas as pd
    import pyarrow as pa

    dtypes = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}
    frame: pd.DataFrame = table.drop_columns(["posting_skills"]).to_pandas(types_mapper=dtypes.get)
    frame.insert(
        table.schema.get_field_index("posting_skills"),
        "posting_skills",
        pd.Series(table["posting_skills"].to_pylist(), dtype=object, index=frame.index),
    )
    return frame


def _lexicon_of(folder: str | os.PathLike[str] | None) -> Lexicon:
    """The lexicon in a folder, ours for None; read once a process while its files stay as they are."""
    if folder is None:
        return _load(None, ())
    files = sorted(Path(folder).glob("*.csv")) if Path(folder).is_dir() else []
    stamp = tuple((path.name, *_stat(path)) for path in files)
    return _load(Path(folder), stamp)


def _stat(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _load(folder: Path | None, _stamp: tuple[tuple[str, int, int], ...]) -> Lexicon:
    return load_lexicon(folder)
