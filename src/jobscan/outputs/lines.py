"""Columns to lines of CSV and of JSON, by whole columns: millions of rows, a cell of which costs no Python.

Text of postings is hostile until shown otherwise: see jobscan.outputs.formats. What is done to a cell depends
on that cell alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from jobscan.outputs.hostile import CONTROL_RE2, FORMULA_RE2

if TYPE_CHECKING:
    import pyarrow as pa

Encode = Callable[["pa.Array"], "pa.Array"]

_JSON_ESCAPES: Final = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))

_SAMPLE: Final = 1000  # cells
_FEW: Final = 0.3  # of them are different: most columns hold few different cells

_BLOCK: Final = 1 << 17  # bytes, which the processor has at hand


def csv_header(names: Sequence[str]) -> bytes:
    """The first line of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(names)
    return text.getvalue().encode()


def csv_lines(columns: Sequence[pa.Array]) -> pa.Array:
    """A line of CSV, with its ending, for each row of the columns: text, integers and other numbers."""
    import pyarrow.compute as pc

    cells = [_cells(column, _csv_text, unknown="") for column in columns]
    if len(cells) == 1:  # an empty line would be no row
        cells = [pc.if_else(pc.equal(cells[0], ""), '""', cells[0])]
    # csv's own line ending is RFC 4180's, CRLF, which every reader of CSV takes.
    cells[-1] = pc.binary_join_element_wise(cells[-1], "\r\n", "")
    return pc.binary_join_element_wise(*cells, ",")


def json_lines(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.Array:
    """A comma, a line break and an object for each row of the columns."""
    import pyarrow.compute as pc

    pieces: list[Any] = []
    between = ",\n{"
    for name, column in zip(names, columns, strict=True):
        before = f"{between}{json.dumps(name, ensure_ascii=False)}: "
        pieces += [before, _cells(column, _json_text, unknown="null")]
        between = ", "
    return pc.binary_join_element_wise(*pieces, "}", "")


def _cells(column: pa.Array, text: Encode, *, unknown: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column = column.cast(pa.string())
        return _by_value(column.fill_null("") if column.null_count else column, text)
    if pa.types.is_integer(kind):
        return pc.fill_null(column.cast(pa.string()), unknown)
    told = column.dictionary_encode()
    numbers = pa.array([_number(value, unknown) for value in told.dictionary.to_pylist()], pa.string())
    return pc.fill_null(numbers.take(told.indices), unknown)


def _number(value: float, unknown: str) -> str:
    if value != value:  # noqa: PLR0124 - not a number
        return unknown
    return str(int(value)) if value == int(value) else repr(value)


def _by_value(column: pa.Array, encode: Encode) -> pa.Array:
    """The column encoded, each different cell once where there are few."""
    import pyarrow.compute as pc

    sample = column.slice(0, _SAMPLE)
    if pc.count_distinct(sample).as_py() > _FEW * len(sample):
        return encode(column)
    told = column.dictionary_encode()
    encoded = encode(told.dictionary)
    return column if encoded is told.dictionary else encoded.take(told.indices)


def _csv_text(cells: pa.Array) -> pa.Array:
    cells = _changed(_without_controls(cells), f"^{FORMULA_RE2}", lambda found: _joined("'", found))
    return _changed(cells, '[",\r\n]', _quoted)


def _quoted(cells: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return _joined('"', pc.replace_substring(cells, '"', '""'), '"')


def _json_text(cells: pa.Array) -> pa.Array:
    return _joined('"', _changed(_without_controls(cells), '["\\\\\t\r\n]', _json_escaped), '"')


def _json_escaped(cells: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    for sign, escaped in _JSON_ESCAPES:
        cells = pc.replace_substring(cells, sign, escaped)
    return cells


def _without_controls(cells: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    if not _holds_controls(cells):
        return cells
    return _changed(cells, CONTROL_RE2, lambda found: pc.replace_substring_regex(found, CONTROL_RE2, ""))


def _holds_controls(cells: pa.Array) -> bool:
    """Whether there is a byte of a control character in any cell, or a tab or a line break."""
    import numpy as np

    data = cells.buffers()[2]
    if data is None:
        return False
    signs = np.frombuffer(data, np.uint8)
    for start in range(0, len(signs), _BLOCK):
        block = signs[start : start + _BLOCK]
        if (block < 0x20).any() or (block == 0x7F).any():
            return True
        # U+0080 to U+009F in UTF-8: C2, then 80 to 9F.
        after = np.flatnonzero(block == 0xC2) + start + 1
        if (signs[after[after < len(signs)]] < 0xA0).any():
            return True
    return False


def _changed(cells: pa.Array, pattern: str, change: Encode) -> pa.Array:
    """The cells, those changed in which the pattern is found; the very same array where there are none."""
    import pyarrow.compute as pc

    found = pc.match_substring_regex(cells, pattern)
    if not pc.any(found).as_py():
        return cells
    return pc.replace_with_mask(cells, found, change(cells.filter(found)))


def _joined(*pieces: Any) -> pa.Array:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*pieces, "")
