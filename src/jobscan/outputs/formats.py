"""A table in each format: CSV, Parquet, JSON, Markdown and Excel, and back from those a scan is kept in.

Text of postings is hostile until shown otherwise: control characters are taken out everywhere, no CSV cell
and no Excel cell runs as a formula, no Markdown cell is markup or HTML.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.outputs.hostile import CONTROL, GUARDED
from jobscan.outputs.streams import LINES, write_lines, write_parquet
from jobscan.tables import Cell, Table, with_dtypes

if TYPE_CHECKING:
    import pyarrow as pa

SCAN_FORMATS: Final = ("csv", "parquet", "json")
"""What a scan is written in, and read back from."""
EXPORT_FORMATS: Final = ("csv", "markdown", "json", "xlsx")
"""What a table of a finished scan can be exported to."""

# The extra of jobscan that brings the library a format needs.
_EXTRAS: Final = {"xlsx": ("openpyxl", "xlsx")}

# Inside a word an underscore is no markup: skill_id stays readable.
_MARKUP: Final = re.compile(r"([\\`*\[\]|~#]|(?<!\w)_|_(?!\w))")

# https://support.microsoft.com/office/excel-specifications-and-limits
_XLSX_ROWS: Final = 1_048_576
_XLSX_CHARACTERS: Final = 32_767

_PIECE: Final = 50_000  # rows that are turned into lines at once


def check_format(name: str, formats: tuple[str, ...]) -> str:
    """The name of a format that can be used.

    Raises JobscanError if it is none of `formats`, or if the library it needs is not installed.
    """
    if name not in formats:
        near = difflib.get_close_matches(name, formats, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise JobscanError(f"unknown format {name!r}. {hint}Known are {', '.join(formats)}.")
    library, extra = _EXTRAS.get(name, ("", ""))
    if library and find_spec(library) is None:
        raise JobscanError(f"{name} needs {library}, which is not installed: pip install 'jobscan[{extra}]'")
    return name


def write_frame(frame: pd.DataFrame, file_format: str, handle: BinaryIO) -> None:
    """Write a table's bytes in one of SCAN_FORMATS or EXPORT_FORMATS.

    Raises JobscanError if the format cannot be used, or cannot hold so many rows.
    """
    check_format(file_format, tuple(_WRITERS))
    _WRITERS[file_format](frame, handle)


def read_frame(path: Path, table: Table) -> pd.DataFrame:
    """A table read from a file whose ending is one of SCAN_FORMATS, in the table's columns and dtypes.

    Raises JobscanError if the file cannot be read, or is not such a table.
    """
    try:
        frame = _READERS[path.suffix[1:]](path, table)
    except OSError as error:
        raise JobscanError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise JobscanError(f"{path}: is damaged: {error}") from error
    missing = [name for name in table.names if name not in frame.columns]
    if missing:
        raise JobscanError(
            f"{path}: the column {missing[0]} is missing; {table.name} has {', '.join(table.names)}. "
            "Was it written by another version of jobscan? Then scan again."
        )
    return _typed(frame, table, path)


def _typed(frame: pd.DataFrame, table: Table, path: Path) -> pd.DataFrame:
    for column in table.columns:
        values = frame[column.name].astype("string").fillna("")
        if column.kind != "text":
            try:
                values = pd.to_numeric(values.mask(values == ""))
            except ValueError as error:
                raise JobscanError(
                    f"{path}, column {column.name}: expected {column.kind}s: {error}"
                ) from error
            if column.kind == "integer" and (values.dropna() % 1 != 0).any():
                raise JobscanError(f"{path}, column {column.name}: expected integers, not fractions")
        frame[column.name] = values
    return with_dtypes(frame, table)


def _rows(frame: pd.DataFrame, text: Callable[[str], str]) -> Iterator[tuple[Cell, ...]]:
    """The rows as plain cells: text through `text`, whole numbers as integers, unknown numbers as None."""
    columns = [_cells(frame.iloc[:, at], text) for at in range(frame.shape[1])]
    return zip(*columns, strict=True)


def _cells(column: pd.Series[Any], text: Callable[[str], str]) -> list[Cell]:
    values = column.tolist()
    if pd.api.types.is_numeric_dtype(column.dtype):
        return [None if pd.isna(value) else _plain(value) for value in values]
    # Most columns hold few different texts.
    texts = {value: text(CONTROL.sub("", value)) for value in set(values)}
    return [texts[value] for value in values]


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _write_lines(file_format: str, frame: pd.DataFrame, handle: BinaryIO) -> None:
    names = [str(name) for name in frame.columns]
    pieces = (LINES[file_format](names, _arrays(piece)) for piece in _pieces(frame))
    write_lines(file_format, names, pieces, handle)


def _pieces(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    return (frame.iloc[start : start + _PIECE] for start in range(0, len(frame), _PIECE))


def _arrays(frame: pd.DataFrame) -> list[pa.Array]:
    """The columns as text, integers and other numbers."""
    import pyarrow as pa

    kinds = (None if pd.api.types.is_numeric_dtype(dtype) else pa.string() for dtype in frame.dtypes)
    return [pa.array(frame.iloc[:, at], kind, from_pandas=True) for at, kind in enumerate(kinds)]


def _write_csv(frame: pd.DataFrame, handle: BinaryIO) -> None:
    _write_lines("csv", frame, handle)


def _read_csv(path: Path, _table: Table) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_filter=False, encoding="utf-8-sig")
    for name in frame.columns:
        frame[name] = frame[name].str.replace(GUARDED, "", regex=True)
    return frame


def _write_json(frame: pd.DataFrame, handle: BinaryIO) -> None:
    _write_lines("json", frame, handle)


def _read_json(path: Path, table: Table) -> pd.DataFrame:
    records = json.loads(path.read_bytes())
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ValueError("expected a list of objects")
    return pd.DataFrame.from_records(records, columns=None if records else list(table.names))


def _write_parquet(frame: pd.DataFrame, handle: BinaryIO) -> None:
    import pyarrow as pa

    schema = pa.Schema.from_pandas(frame.head(0), preserve_index=False)
    write_parquet(schema, (pa.Table.from_pandas(piece, schema=schema) for piece in _pieces(frame)), handle)


def _read_parquet(path: Path, _table: Table) -> pd.DataFrame:
    check_format("parquet", SCAN_FORMATS)
    return pd.read_parquet(path)


def _write_markdown(frame: pd.DataFrame, handle: BinaryIO) -> None:
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    lines = [_markdown_line([_markdown_text(str(name)) for name in frame.columns])]
    lines.append(_markdown_line(["---:" if number else "---" for number in numeric]))
    lines += [_markdown_line(row) for row in _rows(frame, _markdown_text)]
    handle.write("".join(lines).encode())


def _markdown_line(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join('' if cell is None else str(cell) for cell in cells)} |\n"


def _markdown_text(text: str) -> str:
    """Text that Markdown shows as it is: on one line, neither markup nor HTML."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", plain)


def _write_xlsx(frame: pd.DataFrame, handle: BinaryIO) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if len(frame) >= _XLSX_ROWS:
        raise JobscanError(
            f"xlsx holds {_XLSX_ROWS - 1:,} rows, these are {len(frame):,}: take csv, or --top"
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("jobscan")
    sheet.freeze_panes = "A2"

    def as_text(text: str) -> object:
        cell = WriteOnlyCell(sheet, text[:_XLSX_CHARACTERS])
        cell.data_type = "s"  # set after the value: openpyxl would take "=1+1" for a formula
        return cell

    header = [as_text(str(name)) for name in frame.columns]
    for cell in header:
        cell.font = Font(bold=True)  # type: ignore[attr-defined]
    sheet.append(header)
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    for row in _rows(frame, str):
        sheet.append([cell if n else as_text(str(cell)) for cell, n in zip(row, numeric, strict=True)])
    book.save(handle)


_WRITERS: Final[dict[str, Callable[[pd.DataFrame, BinaryIO], None]]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "json": _write_json,
    "markdown": _write_markdown,
    "xlsx": _write_xlsx,
}
_READERS: Final[dict[str, Callable[[Path, Table], pd.DataFrame]]] = {
    "csv": _read_csv,
    "parquet": _read_parquet,
    "json": _read_json,
}
