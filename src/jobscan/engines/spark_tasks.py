"""What runs on the machines of a cluster: batches of raw input in, batches of rows of a part out.

Each function is one for Spark's `mapInArrow`. The rows that come out carry the place of what they are from,
so that the order of reading can be restored whatever the cluster made of it.
"""

from __future__ import annotations

import json
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from jobscan._version import __version__
from jobscan.engines.chunk import PostingReader
from jobscan.engines.frame import frame_schema, read_mapped_row, results_table
from jobscan.engines.mapping import rename_header
from jobscan.engines.quads import page_json
from jobscan.engines.repeats import Repeats
from jobscan.engines.spark_inputs import Place, Root, place_of
from jobscan.errors import Failure, JobscanError, SourceError
from jobscan.extract import extractor_for
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting
from jobscan.sources.documents import read_document
from jobscan.sources.fields import web_address
from jobscan.sources.jsonfiles import read_piece_of_lines
from jobscan.sources.rows import read_row, source_name
from jobscan.sources.stream import Document, Limits, Stream

if TYPE_CHECKING:
    import pyarrow as pa

ORDER_COLUMNS: Final = ("in_file", "in_row", "in_item")
"""Columns whose order is that of reading: of the file, of the row in it, of the posting in that."""

_JSON: Final = json.JSONDecoder(strict=False)

# The file, the row and the number in it of what was read there.
_Found = tuple[str, int, int, Posting | Failure]


@dataclass(frozen=True, slots=True)
class Task:
    """What every task of a scan is told; small, as it travels with each."""

    root: Root
    columns: Mapping[str, str]
    lexicon: bytes
    """What pack_lexicon made."""
    limits: Limits
    version: str = __version__


def pack_lexicon(lexicon: Lexicon) -> bytes:
    """A lexicon for travelling: 240 KB of ours."""
    return zlib.compress(pickle.dumps(lexicon))


def scanned_schema() -> pa.Schema:
    """What the functions of this module give: ORDER_COLUMNS, then the columns of scan_frame."""
    import pyarrow as pa

    kinds = (pa.string(), pa.int64(), pa.int64())
    fields = [pa.field(name, kind) for name, kind in zip(ORDER_COLUMNS, kinds, strict=True)]
    return pa.schema([*fields, *frame_schema()])


def scan_lines(
    batches: Iterable[pa.RecordBatch], *, task: Task, before: Mapping[tuple[str, int], int]
) -> Iterator[pa.RecordBatch]:
    """Rows of lines of JSON. Columns of the batches: address, start of the block in the file, line as bytes.

    before: how many lines stand in the file before the block. The lines of a block come in their order.
    """
    block: tuple[str, int] | None = None
    line = 0

    def found(batch: pa.RecordBatch) -> Iterator[_Found]:
        nonlocal block, line
        addresses, starts, lines = (column.to_pylist() for column in batch.columns)
        blocks = zip(addresses, starts, strict=True)
        at = 0
        for key, same in groupby(blocks):
            if key != block:
                block, line = key, _lines_before(key, before)
            count = sum(1 for _ in same)
            place = place_of(key[0], task.root)
            if place is not None:
                results = _read_lines(lines[at : at + count], place, line, task)
                yield from _numbered(place, line, results)
            at, line = at + count, line + count

    return _scan(batches, found, task)


def scan_rows(batches: Iterable[pa.RecordBatch], *, task: Task) -> Iterator[pa.RecordBatch]:
    """Rows of a table. Columns of the batches: address, number of the row from 0, row as a struct."""

    def found(batch: pa.RecordBatch) -> Iterator[_Found]:
        addresses, numbers, rows = (column.to_pylist() for column in batch.columns)
        for address, number, row in zip(addresses, numbers, rows, strict=True):
            place = _place(address, task.root)
            if place is not None:
                results = _read_row(row, place, number + 1, "#", task)
                yield from _numbered(place, number + 1, results)

    return _scan(batches, found, task)


def scan_documents(batches: Iterable[pa.RecordBatch], *, task: Task) -> Iterator[pa.RecordBatch]:
    """Rows of whole files, of any kind that jobscan reads. Columns of the batches: address, content."""

    def found(batch: pa.RecordBatch) -> Iterator[_Found]:
        for address, content in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            place = place_of(address, task.root)
            if place is not None:
                named = rename_header(content, task.columns) if task.columns else content
                results = read_document(_document(place, named, task.limits), exclude=task.root.exclude)
                yield from _numbered(place, 0, results)

    return _scan(batches, found, task)


def scan_quads(batches: Iterable[pa.RecordBatch], *, task: Task) -> Iterator[pa.RecordBatch]:
    """Rows of the statements of pages. Columns of the batches: address of the page, its lines as a list."""

    def found(batch: pa.RecordBatch) -> Iterator[_Found]:
        for page, lines in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if said := page_json(lines):
                place = Place(f"{task.root.number:06}\0{page}", page, page)
                document = _document(place, said.encode("utf-8", "surrogatepass"), task.limits)
                yield from _numbered(place, 0, map(_of_site, read_document(document)))

    return _scan(batches, found, task)


def _of_site(found: Posting | Failure) -> Posting | Failure:
    """A posting with the page as its address, and the page's site as its source."""
    if isinstance(found, Failure):
        return found
    page = found.origin.partition("#")[0]
    return replace(found, source=urlsplit(page).netloc or found.source, url=found.url or web_address(page))


def _scan(
    batches: Iterable[pa.RecordBatch], read: Callable[[pa.RecordBatch], Iterable[_Found]], task: Task
) -> Iterator[pa.RecordBatch]:
    """The rows of what is read of each batch."""
    import pyarrow as pa

    if task.version != __version__:
        raise JobscanError(
            f"this machine of the cluster has jobscan {__version__}, the one that began the scan "
            f"{task.version}: give all of them the same environment"
        )
    reader: PostingReader | None = None
    repeats = Repeats()
    for batch in batches:
        found = list(read(batch))
        reader = reader or extractor_for(_unpack_lexicon(task.lexicon))
        table = results_table((item for *_, item in found), reader, repeats)
        keys = (
            zip(*((order, row, number) for order, row, number, _ in found), strict=True)
            if found
            else ((), (), ())
        )
        columns = [pa.array(key, field.type) for key, field in zip(keys, scanned_schema(), strict=False)]
        yield from pa.table([*columns, *table.columns], schema=scanned_schema()).combine_chunks().to_batches()


def _lines_before(block: tuple[str, int], before: Mapping[tuple[str, int], int]) -> int:
    if block not in before:
        raise JobscanError(f"{block[0]}: was changed while it was read: scan again")
    return before[block]


def _numbered(place: Place, row: int, results: Iterable[Posting | Failure]) -> Iterator[_Found]:
    return ((place.order, row, number, item) for number, item in enumerate(results))


def _read_lines(lines: list[bytes], place: Place, before: int, task: Task) -> Iterator[Posting | Failure]:
    """What stands in some lines of a file, with so many before them."""
    document = _document(place, b"".join(line + b"\n" for line in lines), task.limits)
    if not task.columns:
        try:
            yield from read_piece_of_lines(document, before=before)
        except SourceError as error:
            yield document.failure(error.reason, error.detail)
        return
    for number, line in enumerate(lines, start=before + 1):
        if line.strip():
            yield from _read_json_row(line, place, number, task)


def _read_json_row(line: bytes, place: Place, number: int, task: Task) -> Iterator[Posting | Failure]:
    """What a line of JSON holds in the columns that the user named."""
    origin = f"{place.origin}:{number}"
    try:
        row = _JSON.decode(line.decode("utf-8-sig", errors="replace"))
    except RecursionError:
        yield Failure(origin, "too_deep", "the JSON is nested too deeply to be read")
    except ValueError as error:
        yield Failure(origin, "damaged", f"is not JSON: {error}")
    else:
        if isinstance(row, Mapping):
            yield from _read_row(row, place, number, ":", task)
        else:
            yield Failure(origin, "no_posting", "is no row: the line holds no object")


def _read_row(
    row: Mapping[str, Any], place: Place, number: int, mark: str, task: Task
) -> Iterator[Posting | Failure]:
    """What a row of a file holds. mark: what stands before its number in the origin."""
    source, posting_id = source_name(place.id.rpartition("/")[2]), f"{place.id}#{number}"
    if task.columns:
        origin = f"{place.origin}{mark}{number}"
        return read_mapped_row(row, task.columns, source=source, posting_id=posting_id, origin=origin)
    document = _table(place, task.limits)
    return iter((read_row(document, row, id=posting_id, source=source, at=f"{mark}{number}"),))


def _document(place: Place, content: bytes, limits: Limits) -> Document:
    name = place.id.rpartition("/")[2]
    stream = Stream(BytesIO(content).read)
    return Document(place.id, place.origin, name, stream, size=len(content), limits=limits)


@lru_cache(maxsize=8)
def _table(place: Place, limits: Limits) -> Document:
    """The document that rows are of, whose bytes Spark reads."""
    return _document(place, b"", limits)


@lru_cache(maxsize=256)
def _place(address: str, root: Root) -> Place | None:
    return place_of(address, root)


@lru_cache(maxsize=1)
def _unpack_lexicon(packed: bytes) -> Lexicon:
    lexicon = pickle.loads(zlib.decompress(packed))  # noqa: S301 - the driver's own, by Spark's own way
    if not isinstance(lexicon, Lexicon):
        raise JobscanError("the scan's lexicon did not reach this machine of the cluster")
    return lexicon
