"""Rows of any table to rows as jobscan reads them: columns by the user's mapping, values in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import difflib
import io
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from jobscan.errors import JobscanError
from jobscan.sources.columns import ALIASES, field_of
from jobscan.sources.sniff import delimiter_of

PAGE: Final = "page"
"""The field of a column that holds whole documents, such as saved pages, as text or bytes."""

FIELDS: Final = (*(field for field in ALIASES if field != "section"), PAGE)
"""What a column can be mapped to."""

# The name under which a mapped column is read: markup and literal `\n` in it are seen to.
_NAMES: Final = {field: names.split()[0] for field, names in ALIASES.items()} | {"text": "description"}


def parse_columns(mappings: Iterable[str]) -> dict[str, str]:
    """Fields and the columns that hold them, from words such as `text=body,title=head.name`.

    Raises JobscanError for a word without `=`, an unknown field, or one that is named twice.
    """
    columns: dict[str, str] = {}
    for word in (word.strip() for mapping in mappings for word in mapping.split(",")):
        field, equals, column = (part.strip() for part in word.partition("="))
        if not (equals and field and column):
            raise JobscanError(f"expected FIELD=COLUMN, such as text=body; found {word!r}")
        if field in columns:
            raise JobscanError(f"{field} is said to be in two columns, {columns[field]} and {column}")
        columns[field] = column
    return check_columns(columns)


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping itself; {} for None. Raises JobscanError for a field that postings do not have."""
    for field in columns or ():
        if field not in FIELDS:
            near = difflib.get_close_matches(field, FIELDS, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise JobscanError(f"{field!r} is no field of a posting. {hint}Known are {', '.join(FIELDS)}.")
    return dict(columns or {})


def mapped_row(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The row with the mapped columns under names that jobscan reads, and no others for the same fields.

    A column may be a path into nested values. One that the row does not have is absent.

    >>> mapped_row({"body": "SQL", "job": {"name": "Analyst"}}, {"text": "body", "title": "job.name"})
    {'description': 'SQL', 'title': 'Analyst'}
    """
    if not columns:
        return dict(row)
    taken = {path.partition(".")[0] for path in columns.values()} | set(columns.values())
    kept = {
        name: value
        for name, value in row.items()
        if name not in taken and field_of(str(name)) not in columns and name != PAGE
    }
    found = {PAGE if field == PAGE else _NAMES[field]: _at(row, path) for field, path in columns.items()}
    return {**{name: value for name, value in found.items() if value is not None}, **kept}


def _at(row: Mapping[str, Any], path: str) -> Any:
    """The value of a column, or at a path of names with dots between; None where there is none."""
    if path in row:
        return row[path]
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def rename_header(content: bytes, columns: Mapping[str, str]) -> bytes:
    r"""A file with the mapped columns of its header under names that jobscan reads, if it is CSV.

    Any other file, and one whose header does not have them, comes back as it is.

    >>> rename_header(b"head;body\n1;2\n", {"title": "head", "text": "body"})
    b'title;description\n1;2\n'
    """
    first, end, rest = content.partition(b"\n")
    line = first.decode("utf-8-sig", errors="replace").rstrip("\r")
    delimiter = delimiter_of(line)
    header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    names = {column: _NAMES[field] for field, column in columns.items() if field != PAGE}
    if names.keys().isdisjoint(header):
        return content
    taken = {field_of(name) for name in names.values()}
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerow(
        names.get(name, f"not {name}" if field_of(name) in taken else name) for name in header
    )
    return written.getvalue().removesuffix("\n").encode() + end + rest


def plain_value(value: Any) -> Any:
    """A cell in the types of JSON: missing is None, arrays are lists, days and times their ISO 8601 words.

    Bytes stay: they may be a document.

    >>> plain_value(float("nan")), plain_value(dt.date(2026, 3, 1)), plain_value((1.5, b"PDF"))
    (None, '2026-03-01', [1.5, b'PDF'])
    """
    if value is None or isinstance(value, str | bool | int | bytes):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    if isinstance(value, decimal.Decimal):
        return float(value) if value.is_finite() else None
    return _plain_object(value)


def _plain_object(value: Any) -> Any:
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    if isinstance(value, dt.date | dt.time):
        return None if value != value else value.isoformat()  # noqa: PLR0124 - pandas' NaT is a date
    if hasattr(value, "asDict"):  # a row of Spark
        return {str(name): plain_value(inner) for name, inner in value.asDict().items()}
    if isinstance(value, Mapping):
        return {str(name): plain_value(inner) for name, inner in value.items()}
    if hasattr(value, "tolist"):  # of NumPy: an array, or a number
        return plain_value(value.tolist())
    if isinstance(value, Iterable):
        return [plain_value(inner) for inner in value]
    return _plain_other(value)


@lru_cache(maxsize=1)
def _missing() -> object:
    import pandas as pd

    return pd.NA


def _plain_other(value: Any) -> Any:
    return None if value is _missing() else str(value)
