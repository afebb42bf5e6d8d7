"""CSV: a posting a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

from jobscan.errors import SourceError
from jobscan.sources.rows import read_row, require_text, source_name
from jobscan.sources.sniff import delimiter_of
from jobscan.sources.stream import HEAD_BYTES, Document, Results
from jobscan.text.decode import find_codec, marked_codec

_LINE_FEED = 10


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
    records = csv.reader(chain([first], lines), delimiter=delimiter)
    header = [column.strip() for column in _next(records) or []]
    require_text(header)
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
        if line[-1] != _LINE_FEED and document.stream.damaged:
            return
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode(fallback, errors="replace")
        yield text
