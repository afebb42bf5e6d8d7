"""The folder of a finished scan: its tables, and run.json, which says how they were made."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.outputs.files import Writer, write_files
from jobscan.outputs.formats import SCAN_FORMATS, check_format, read_frame, write_frame
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Table,
    breakdown_table,
)

RUN_FILE: Final = "run.json"
Run = dict[str, Any]

_TABLES: Final[tuple[Table, ...]] = (POSTINGS, POSTING_SKILLS, SKILL_DEMAND, ROLE_BREAKDOWN, FAILURES)
_GUIDE_FILES: Final = ("guide.md", "guide_check.csv", "guide_skills.csv")
_BREAKDOWN: Final = re.compile(rf"{breakdown_table('((?:[a-z]+_and_)*[a-z]+)').name}")
_RESULT: Final = re.compile(
    rf"(?:{'|'.join(table.name for table in _TABLES)}|{_BREAKDOWN.pattern})"
    rf"\.(?:{'|'.join(SCAN_FORMATS)})|guide_(?:check|skills)\.csv|guide\.md"
)


def write_scan_folder(
    folder: Path,
    tables: Mapping[str, pd.DataFrame | Writer],
    run: Run | Callable[[], Run],
    *,
    file_format: str,
) -> list[str]:
    """Write a scan's tables and run.json into a folder, whole or not at all: the names of the files.

    tables: by table name a frame, or what writes the table's file in the format. run: what run.json is to
    say, or what tells it once the tables are written. Result files of an earlier scan in the folder are
    replaced, and removed where this scan has none of that name. Raises JobscanError as check_scan_folder
    does, or if the disk is full.
    """
    check_format(file_format, SCAN_FORMATS)
    check_scan_folder(folder)
    writers: dict[str, Writer] = {
        f"{name}.{file_format}": partial(write_frame, table, file_format)
        if isinstance(table, pd.DataFrame)
        else table
        for name, table in tables.items()
    }
    names = [*writers, RUN_FILE]
    writers[RUN_FILE] = partial(_write_run, run, {"format": file_format, "files": names})
    stale = [name for name in earlier_files(folder) if name not in writers]
    write_files(folder, writers, stale=stale)
    return names


def check_scan_folder(folder: Path) -> None:
    """Raise JobscanError if a scan cannot be written into the folder, which may be missing yet.

    That is so if it is a file, if it must not be written into, or if files stand in the places of ours
    that no scan has written: those may be somebody's own postings.csv.
    """
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if os.path.lexists(path))
    if not existing.is_dir():
        raise JobscanError(f"{existing}: is a file; the results need a folder, name another one with --to")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise JobscanError(f"{existing}: must not be written into; name another folder with --to")
    if existing != folder.absolute():
        return
    ours = set(earlier_files(folder))
    for path in sorted(folder.iterdir()):
        if (_RESULT.fullmatch(path.name) or path.name == RUN_FILE) and path.name not in ours:
            raise JobscanError(
                f"{path}: was not written by a scan, and would be lost; name another folder with --to"
            )


def read_scan_folder(folder: Path) -> tuple[dict[str, pd.DataFrame], Run]:
    """The tables of a finished scan by name, and what run.json says of it.

    Raises JobscanError if the folder holds no scan, or if a file of it is missing or damaged.
    """
    run = read_run(folder)
    tables = [*_TABLES, *(breakdown_table(name) for name in breakdowns(run))]
    return {table.name: read_scan_table(folder, run, table) for table in tables}, run


def read_scan_table(folder: Path, run: Run, table: Table) -> pd.DataFrame:
    """One table of a finished scan. Raises JobscanError if its file is missing or damaged."""
    path = folder / f"{table.name}.{run['format']}"
    if not path.is_file():
        raise JobscanError(f"{path}: is missing, though the scan wrote it: scan again")
    return read_frame(path, table)


def breakdowns(run: Run) -> list[str]:
    """The names of the breakdowns that a scan has written."""
    names = (name.removesuffix(f".{run['format']}") for name in run["files"])
    return [match[1] for name in names if (match := _BREAKDOWN.fullmatch(name))]


def read_run(folder: Path) -> Run:
    """What run.json says of the scan in a folder. Raises JobscanError where there is none: what to do."""
    path = folder / RUN_FILE
    advice = f"Make a scan with `jobscan scan PATH --to {folder}`, or name the folder of one."
    if not folder.exists():
        raise JobscanError(f"{folder}: no such folder. {advice}")
    if not folder.is_dir():
        raise JobscanError(f"{folder}: is not a folder. {advice}")
    if not path.is_file():
        raise JobscanError(f"{folder}: holds no finished scan, for it has no {RUN_FILE}. {advice}")
    run = _run_of(path)
    if run is None:
        raise JobscanError(f"{path}: was not written by a scan, or is damaged. {advice}")
    return run


def earlier_files(folder: Path) -> list[str]:
    """The result files that an earlier scan says it has written into the folder."""
    run = _run_of(folder / RUN_FILE)
    names = run["files"] if run else []
    return [name for name in names if name == RUN_FILE or _RESULT.fullmatch(name)]


def scan_files(file_format: str, *, by: Iterable[str]) -> list[str]:
    """The result files that a scan may write, and those that are made of them later on.

    by: names of breakdowns, as demand.breakdown_name gives them.
    """
    tables = [*_TABLES, *map(breakdown_table, by)]
    return [*(f"{table.name}.{file_format}" for table in tables), RUN_FILE, *_GUIDE_FILES]


def _run_of(path: Path) -> Run | None:
    """What a run.json says, None where there is none or it is no scan's."""
    try:
        run = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(run, dict) or run.get("format") not in SCAN_FORMATS:
        return None
    files = run.get("files")
    return run if isinstance(files, list) and all(isinstance(name, str) for name in files) else None


def _write_run(run: Run | Callable[[], Run], written: Run, handle: BinaryIO) -> None:
    handle.write(
        (
            json.dumps({**(run() if callable(run) else run), **written}, ensure_ascii=False, indent=2) + "\n"
        ).encode()
    )
