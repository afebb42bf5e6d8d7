"""Tables as ESCO and O*NET publish them: CSV or tab-separated text, with more columns than are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jobscan.data_files import Row
from jobscan.errors import LexiconError

ENDINGS = (".csv", ".txt", ".tsv")
_HEADER_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Table:
    """A published table. Rows are checked for what is read of them, not for the rest."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def require(self, *columns: str) -> None:
        """Raise LexiconError unless the table has all of these columns."""
        for name in columns:
            if name not in self.columns:
                found = ", ".join(self.columns)
                raise LexiconError(f"{self.path}, line 1: column {name} is missing; found are {found}")


def table_files(path: Path) -> list[Path]:
    """The files of a folder that may be tables, or those beside a file, by name."""
    folder = path if path.is_dir() else path.parent
    try:
        files = [file for file in folder.iterdir() if file.suffix.lower() in ENDINGS and file.is_file()]
    except OSError as error:
        raise LexiconError(f"{folder}: cannot be read: {error.strerror or error}") from error
    return sorted(files)


def read_header(path: Path) -> tuple[str, ...]:
    """The columns of a table, () where its first line is none. Raises LexiconError if it cannot be read."""
    try:
        with path.open("rb") as handle:
            first = handle.readline(_HEADER_BYTES)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror or error}") from error
    line = first.decode("utf-8-sig", "replace").rstrip("\r\n")
    return tuple(name.strip() for name in next(csv.reader([line], delimiter=_delimiter(line)), []))


def read_table(path: Path) -> Table:
    """A table with its rows; empty rows are left out.

    Raises LexiconError where the file cannot be read, is no UTF-8, or has rows of another length than its
    header.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        raise LexiconError(message) from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror or error}") from error
    columns = read_header(path)
    return Table(path, columns, tuple(_rows(path, text, columns)))


def _rows(path: Path, text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    delimiter = _delimiter(text.partition("\n")[0])
    lines = io.StringIO(text, newline="")
    if delimiter == "\t":
        # Tab-separated files quote nothing: a quotation mark in them is one.
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        next(reader, None)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(columns):
                    raise LexiconError(f"{path}, line {line}: {len(cells)} cells, expected {len(columns)}")
                named = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
                yield Row(path, line, named)
            line = reader.line_num + 1
    except csv.Error as error:
        raise LexiconError(f"{path}, line {reader.line_num}: not legal CSV: {error}") from error


def _delimiter(line: str) -> str:
    return max(",\t;", key=line.count)
