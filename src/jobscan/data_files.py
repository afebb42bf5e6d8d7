"""CSV files that people write and programs read: every row knows where it stands, every mistake says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from jobscan.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a data file with where it stands."""

    file: Path
    line: int
    cells: dict[str, str]

    def error(self, column: str, message: str) -> LexiconError:
        """The error that says what is wrong in a column of the row."""
        return LexiconError(f"{self.file}, line {self.line}, column {column}: {message}")


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a UTF-8 CSV file with a header of exactly these columns, in any order; empty rows left out.

    Raises LexiconError where the file cannot be read, is no CSV, or has other columns.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8; save the file as CSV UTF-8"
        raise LexiconError(message) from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        _check_header(path, header, columns)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                expected = f"expected {len(header)} ({','.join(header)})"
                raise LexiconError(f"{path}, line {reader.line_num}: {len(cells)} cells, {expected}")
            named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            rows.append(Row(path, reader.line_num, named))
    except csv.Error as error:
        raise LexiconError(f"{path}, line {reader.line_num}: not legal CSV: {error}") from error
    return rows


def _check_header(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    legal = ", ".join(columns)
    for name in header:
        if name not in columns:
            shown = name or "(empty)"
            raise LexiconError(f"{path}, line 1, column {shown}: unknown column; legal are {legal}")
    for name in columns:
        if name not in header:
            raise LexiconError(f"{path}, line 1: column {name} is missing; expected are {legal}")


def check_value(row: Row, column: str, legal: Collection[str]) -> None:
    """Raise LexiconError unless the cell is one of the legal values, which the error lists."""
    if row.cells[column] not in legal:
        values = ", ".join(value or "(empty)" for value in legal)
        raise row.error(column, f"{row.cells[column]!r} is not legal; legal are {values}")


def check_unique(rows: Sequence[Row], key: Sequence[str]) -> None:
    """Raise LexiconError at the first row whose key columns are those of an earlier row."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        value = tuple(row.cells[name] for name in key)
        first = seen.setdefault(value, row)
        if first is not row:
            where = f"{first.file.name}, line {first.line}"
            raise row.error(key[-1], f"{' '.join(value)!r} stands already in {where}")
