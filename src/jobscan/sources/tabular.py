"""CSV and Parquet: a posting a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from jobscan.errors import SourceError
from jobscan.sources.columns import field_of
from jobscan.sources.rows import ACCEPTED_TEXT, read_row, source_name
from jobscan.sources.sniff import delimiter_of
from jobscan.sources.stream import HEAD_BYTES, Document, Results
from jobscan.text.decode import find_codec, marked_codec

_BATCH_ROWS = 256


def read_csv(document: Document) -> Results:
    """The postings of a CSV file, one record held at a time.

    The delimiter (`,` `;` tab `|`) is the one that makes most of the header; Excel's `sep=` line is heeded.
    Raises SourceError: no_posting for a file without a column of descriptions; damaged; too_large.
    """
    csv.field_size_limit(document.limits.max_line_bytes)  # of the whole process; Python's default is 128 KiB
    lines = _text_lines(document)
    first = next(lines, "")
    delimiter = delimiter_of(first)
    if first.lower().startswith("sep=") and len(first.rstrip()) == 5:
        delimiter, first = first[4], next(lines, "")
    records = csv.reader(_chain(first, lines), delimiter=delimiter)
    header = [column.strip() for column in _next(records) or []]
    _require_text(header)
    source, row_number = source_name(document.name), 0
    while (cells := _next(records)) is not None:
        if not any(cell.strip() for cell in cells):
            continue
        row_number += 1
        at = f":{records.line_num}"
        if any(cell.strip() for cell in cells[len(header) :]):
            detail = f"has {len(cells)} cells, its header {len(header)}; is a quote missing?"
            yield document.failure("damaged", detail, at=at)
            continue
        row = {column: cell for column, cell in zip(header, cells, strict=False) if cell.strip()}
        yield read_row(document, row, id=f"{document.id}#{row_number}", source=source, at=at)
    if document.stream.damage:
        raise document.stream.damage
    if not row_number:
        raise SourceError("empty", "holds a header and no rows")


def _next(records: Any) -> list[str] | None:
    """The next record, None after the last. Raises SourceError where a quote is never closed."""
    try:
        record: list[str] | None = next(records, None)
    except csv.Error as error:
        raise SourceError("damaged", f"cannot be read from line {records.line_num} on ({error})") from None
    return record


def _require_text(header: list[str]) -> None:
    if any(field_of(column) in ("text", "section") for column in header):
        return
    found = ", ".join(column[:40] or '""' for column in header[:20]) or "none"
    raise SourceError(
        "no_posting", f"has no column of descriptions; found {found}; one of {ACCEPTED_TEXT} is needed"
    )


def _text_lines(document: Document) -> Iterator[str]:
    """The lines with their ends, each decoded by itself: a stray byte in one does not spoil the others."""
    head = document.stream.peek(HEAD_BYTES)
    codec = find_codec(head[: head.rfind(b"\n") + 1] or head)
    if marked_codec(head) not in ("", "utf-8-sig"):
        text = document.read(document.limits.max_document_bytes).decode(codec, errors="replace")
        yield from io.StringIO(text.lstrip("\ufeff"), newline="")
        return
    fallback = "cp1252" if codec.startswith("utf-8") else codec
    limit = document.limits.max_line_bytes
    first = True
    while line := document.stream.readline(limit + 1):
        if len(line) > limit:
            raise SourceError(
                "too_large", f"has a line longer than {limit:,} bytes; nothing after it is read"
            )
        if document.stream.damaged and not line.endswith(b"\n"):
            return
        yield _decode_line(line.removeprefix(b"\xef\xbb\xbf") if first else line, fallback)
        first = False


def _decode_line(line: bytes, fallback: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(fallback, errors="replace")


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def read_parquet(document: Document) -> Results:
    """The postings of a Parquet file, some hundred rows held at a time; needs pyarrow (extra `parquet`).

    Raises SourceError: unsupported without pyarrow; no_posting; damaged; too_large for a packed one.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        message = 'is a Parquet file; to read it: pip install "jobscan[parquet]"'
        raise SourceError("unsupported", message) from None
    with _seekable(document) as data:
        try:
            file = pq.ParquetFile(data)
            header = list(file.schema_arrow.names)
            _require_text(header)
            columns = [column for column in header if field_of(column)]
            yield from _parquet_rows(document, file.iter_batches(batch_size=_BATCH_ROWS, columns=columns))
        except (pa.ArrowException, OSError) as error:
            raise SourceError("damaged", f"is a truncated or corrupt Parquet file ({error})") from None


def _parquet_rows(document: Document, batches: Any) -> Results:
    source, number = source_name(document.name), 0
    for batch in batches:
        for row in batch.to_pylist():
            number += 1
            at = f"#{number}"
            yield read_row(document, row, id=f"{document.id}{at}", source=source, at=at)
    if not number:
        raise SourceError("empty", "holds no rows")


def _seekable(document: Document) -> BinaryIO:
    """The bytes as Parquet needs them: from the file itself, else held in memory."""
    if document.path is not None:
        return Path(document.path).open("rb")
    return io.BytesIO(document.read(document.limits.max_document_bytes))
