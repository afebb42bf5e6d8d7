"""What a scan found: its tables as DataFrames, and the folder that they are written into and read from."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jobscan.demand import breakdown_name, count_demand, skill_demand_by
from jobscan.merge import Merged
from jobscan.outputs import Writer, read_run, read_scan_folder, read_scan_table, write_scan_folder
from jobscan.outputs.formats import read_frame
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    SKILLS,
    breakdown_table,
)

__all__ = ["Counted", "Revised", "Scan", "Written", "in_memory", "load_scan", "standing"]

Table = pd.DataFrame | Writer
StrPath = str | os.PathLike[str]

_BY_PREFIX: Final = breakdown_table("").name


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scan:
    """What a scan found. All tables are DataFrames; their columns are declared in jobscan.tables."""

    postings: pd.DataFrame
    posting_skills: pd.DataFrame
    demand: pd.DataFrame
    demand_by: Mapping[str, pd.DataFrame]
    """skill_demand for each breakdown that was asked for, by its name."""
    role_breakdown: pd.DataFrame
    failures: pd.DataFrame
    run: dict[str, Any]
    """How it was made: versions, lexicon, inputs, options, counts, notes, seconds. Plain JSON."""

    def __repr__(self) -> str:
        counts = self.run["counts"]
        return f"<Scan of {counts['read']:,} postings, {counts['of_postings']:,} of which count>"

    def breakdown(self, by: str) -> pd.DataFrame:
        """skill_demand for each value of a breakdown, made now if the scan was not asked for it.

        Raises JobscanError for an unknown breakdown, or where no posting states a value.
        """
        name = breakdown_name(by)
        if name in self.demand_by:
            return self.demand_by[name]
        counts = count_demand(self.postings, self.posting_skills, by=[name])
        return skill_demand_by(counts, self.demand[list(SKILLS.names)], name)

    def write(self, folder: StrPath, *, format: str = "csv") -> list[Path]:  # noqa: A002 - the word users know
        """Write the tables and run.json into a folder, whole or not at all: the paths of the files.

        format: csv, parquet or json. The files of an earlier scan in the folder are replaced. Raises
        JobscanError if the folder cannot be written into, or holds files of those names that no scan wrote.
        """
        counted = Counted(self.demand, self.demand_by, self.role_breakdown, self.failures, self.run)
        tables = counted.tables({POSTINGS.name: self.postings, POSTING_SKILLS.name: self.posting_skills})
        return [
            Path(folder) / name
            for name in write_scan_folder(Path(folder), tables, self.run, file_format=format)
        ]


def load_scan(folder: StrPath = "output") -> Scan:
    """The scan that was written into a folder, in whatever format.

    Raises JobscanError if the folder holds none, or if a file of it is missing or damaged.
    """
    tables, run = read_scan_folder(Path(folder))
    return Scan(
        postings=tables[POSTINGS.name],
        posting_skills=tables[POSTING_SKILLS.name],
        demand=tables[SKILL_DEMAND.name],
        demand_by={
            name.removeprefix(_BY_PREFIX): frame
            for name, frame in tables.items()
            if name.startswith(_BY_PREFIX)
        },
        role_breakdown=tables[ROLE_BREAKDOWN.name],
        failures=tables[FAILURES.name],
        run=run,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A scan that stands in a folder: its small tables, without those that have a row a posting."""

    demand: pd.DataFrame
    failures: pd.DataFrame
    run: dict[str, Any]
    files: tuple[Path, ...]
    """The paths of its files."""
    unchanged: bool
    """Whether they stood there already, because nothing has changed since they were written."""
    revised: Revised | None = None
    """What came of a changed lexicon, where results of the one before it were kept."""


@dataclass(frozen=True, slots=True)
class Revised:
    """What a changed lexicon changed of results that were there."""

    rows: int
    """How many rows of it are other ones."""
    again: int
    """Postings that hold the words of these rows, or may: they were understood again."""
    kept: int
    """Postings that hold none."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The small tables of a scan, and what run.json says."""

    demand: pd.DataFrame
    demand_by: Mapping[str, pd.DataFrame]
    role_breakdown: pd.DataFrame
    failures: pd.DataFrame
    run: dict[str, Any]
    started: float = 0.0

    def tables(self, large: Mapping[str, Table]) -> dict[str, Table]:
        """All tables in the order in which they are named; large: those with rows for each posting."""
        return {
            **large,
            SKILL_DEMAND.name: self.demand,
            **{_BY_PREFIX + name: frame for name, frame in self.demand_by.items()},
            ROLE_BREAKDOWN.name: self.role_breakdown,
            FAILURES.name: self.failures,
        }

    def finish(self) -> dict[str, Any]:
        """What run.json says, with the seconds until now."""
        self.run["seconds"] = round(time.perf_counter() - self.started, 3)
        return self.run


def in_memory(found: Merged, counted: Counted, work: Path) -> Scan:
    """The scan as DataFrames. work: an empty folder."""
    large: dict[str, pd.DataFrame] = {}
    for table in (POSTINGS, POSTING_SKILLS):
        path = work / f"{table.name}.parquet"
        with path.open("wb") as handle:
            found.writers[table.name](handle)
        large[table.name] = read_frame(path, table)
        path.unlink()
    return Scan(
        postings=large[POSTINGS.name],
        posting_skills=large[POSTING_SKILLS.name],
        demand=counted.demand,
        demand_by=counted.demand_by,
        role_breakdown=counted.role_breakdown,
        failures=counted.failures,
        run=counted.finish(),
    )


def standing(folder: Path) -> Written:
    """The scan that stands in a folder, because nothing has changed since it was written."""
    run = read_run(folder)
    demand, failures = (read_scan_table(folder, run, table) for table in (SKILL_DEMAND, FAILURES))
    return Written(demand, failures, run, tuple(folder / name for name in run["files"]), unchanged=True)
