"""From saved postings to tables: reading, extraction, rows, duplicates and counts, put together.

scan gives the tables as DataFrames; scan_into writes them into a folder, and goes on from what is there.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from jobscan._version import __version__
from jobscan.demand import (
    breakdown_name,
    count_demand,
    role_breakdown,
    skill_demand,
    skill_demand_by,
)
from jobscan.engines.revise import Basis, change_between
from jobscan.engines.run import Made, make_parts
from jobscan.engines.store import ARCHIVE, fingerprint_of, open_store
from jobscan.engines.watch import Tally
from jobscan.engines.work import Item, Job, file_of
from jobscan.errors import Failure, JobscanError
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.merge import NOTE_REASON, Merged, merge_parts
from jobscan.outputs import (
    SCAN_FORMATS,
    Writer,
    check_format,
    check_scan_folder,
    read_run,
    read_scan_folder,
    read_scan_table,
    write_scan_folder,
)
from jobscan.outputs.formats import read_frame
from jobscan.posting import Posting
from jobscan.sources.ids import SeenIds
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    SKILLS,
    breakdown_table,
    skill_facts,
)

if TYPE_CHECKING:
    from jobscan.engines.spark_parts import SparkOptions

__all__ = ["NOTE_REASON", "Progress", "Scan", "Written", "file_of", "load_scan", "scan", "scan_into"]

Table = pd.DataFrame | Writer
StrPath = str | os.PathLike[str]
Progress = Callable[[Posting | Failure], None]
"""Called with each posting, and each input that is none, in the order of reading."""

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
        counted = _Counted(self.demand, self.demand_by, self.role_breakdown, self.failures, self.run)
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


def scan(
    paths: StrPath | Iterable[StrPath],
    *,
    lexicon: StrPath | Lexicon | None = None,
    extra_lexicons: Iterable[StrPath] = (),
    exclude: Iterable[str] = (),
    jobs: int = 1,
    by: Iterable[str] = (),
    progress: Progress | None = None,
) -> Scan:
    """Read saved postings and say which skills they ask for.

    paths: files, folders, or `-` for standard input. lexicon: one in place of ours, or its folder;
    extra_lexicons: folders laid over it. exclude: globs of names or relative paths to pass over. jobs: how
    many processes work; the result is the same for any number. by: breakdowns besides that by role, names of
    jobscan.demand.BREAKDOWNS, several at once with commas between them (`role,seniority`); one for which no
    posting states a value is left out, and run["notes"] says so. progress: called with each posting or
    failure in the order of reading.

    An input that cannot be read is a row of failures, and the rest go on; no input at all gives empty tables.
    Raises LexiconError for a wrong lexicon, JobscanError for an unknown breakdown, ValueError for jobs < 1
    and for extra lexicons over a Lexicon.
    """
    order = _order(paths, lexicon, extra_lexicons, exclude, jobs, by)
    job = Job(order.lexicon, order.exclude, sends_items=progress is not None)
    see = _with_unique_ids(progress) if progress else None
    with (
        tempfile.TemporaryDirectory(prefix="jobscan-") as folder,
        open_store(Path(folder) / ARCHIVE, lexicon=order.lexicon.digest) as store,
    ):
        made = make_parts(order.paths, store, job, jobs=jobs, see=see)
        return _in_memory(*_merged(made, order, file_format="parquet", work=store.work()), store.work())


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


def scan_into(
    paths: StrPath | Iterable[StrPath],
    folder: StrPath,
    *,
    format: str = "csv",  # noqa: A002 - the word users know
    fresh: bool = False,
    lexicon: StrPath | Lexicon | None = None,
    extra_lexicons: Iterable[StrPath] = (),
    exclude: Iterable[str] = (),
    jobs: int = 1,
    by: Iterable[str] = (),
    progress: Callable[[Tally], None] | None = None,
    spark: SparkOptions | None = None,
) -> Written:
    """Read saved postings and write the tables of scan into a folder, in memory that does not grow with them.

    format: csv, parquet or json. What is read is kept in the archive of the folder as the scan goes on: one
    that was stopped, or is done again, reads only what is new or changed. fresh: all of it is read again.
    progress: called as the scan goes on. spark: do it on a cluster, which reads all of it each time and knows
    addresses such as s3://bucket/in. The other options are those of scan, and so are the errors; JobscanError
    besides where the folder cannot be written into, or another scan is writing into it.
    """
    folder = Path(folder)
    check_format(format, SCAN_FORMATS)
    check_scan_folder(folder)
    order = _order(paths, lexicon, extra_lexicons, exclude, jobs, by)
    with open_store(folder / ARCHIVE, lexicon=order.lexicon.digest) as store:
        basis = Basis.of(order.lexicon)
        former = None if fresh or spark else store.basis()
        change = change_between(former, basis) if former else None
        job = Job(order.lexicon, order.exclude, change=change)
        if spark is None:
            made = make_parts(order.paths, store, job, jobs=jobs, fresh=fresh, progress=progress)
        else:
            from jobscan.engines.spark_parts import make_parts_on_spark

            made = make_parts_on_spark(order.paths, store, job, options=spark)
        fingerprint = _fingerprint(made, order, format)
        if made.lasting and not made.new and store.stands(fingerprint):
            return _standing(folder)
        store.forget()
        found, counted = _merged(made, order, file_format=format, work=store.work())
        names = write_scan_folder(folder, counted.tables(found.writers), counted.finish, file_format=format)
        files = tuple(folder / name for name in names)
        store.remove_others(made.parts)
        store.remember_basis(basis)
        if made.lasting:
            store.remember(fingerprint, files)
    revised = Revised(change.rows, made.again, made.kept) if change and made.kept else None
    return Written(counted.demand, counted.failures, counted.run, files, unchanged=False, revised=revised)


def _standing(folder: Path) -> Written:
    run = read_run(folder)
    demand, failures = (read_scan_table(folder, run, table) for table in (SKILL_DEMAND, FAILURES))
    return Written(demand, failures, run, tuple(folder / name for name in run["files"]), unchanged=True)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a scan is asked for."""

    paths: tuple[StrPath, ...]
    lexicon: Lexicon
    exclude: tuple[str, ...]
    by: tuple[str, ...]
    """The breakdowns, that by role first."""
    options: dict[str, Any]
    """The same as run.json tells it."""
    started: float


def _order(
    paths: StrPath | Iterable[StrPath],
    lexicon: StrPath | Lexicon | None,
    extra_lexicons: Iterable[StrPath],
    exclude: Iterable[str],
    jobs: int,
    by: Iterable[str],
) -> _Order:
    started = time.perf_counter()
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; at least one process must work")
    named = (paths,) if isinstance(paths, str | os.PathLike) else tuple(paths)
    extra = [Path(folder) for folder in extra_lexicons]
    globs = (exclude,) if isinstance(exclude, str) else tuple(exclude)
    names = list(dict.fromkeys(["role", *(breakdown_name(name) for name in by)]))
    options = {
        "paths": [os.fspath(path) for path in named],
        "exclude": list(globs),
        "lexicon": None if lexicon is None or isinstance(lexicon, Lexicon) else os.fspath(lexicon),
        "extra_lexicons": [str(folder) for folder in extra],
        "by": names,
        "jobs": jobs,
    }
    if not isinstance(lexicon, Lexicon):
        lexicon = load_lexicon(None if lexicon is None else Path(lexicon), extra=extra)
    elif extra:
        raise ValueError("extra_lexicons are laid over a folder, not over a Lexicon: load_lexicon does both")
    return _Order(named, lexicon, globs, tuple(names), options, started)


def _with_unique_ids(progress: Progress) -> Callable[[Item], None]:
    """Tells of postings by the ids that the tables give them."""
    seen = SeenIds()

    def see(item: Item) -> None:
        if isinstance(item, Posting):
            unique = seen.unique(item.id)
            if unique != item.id:
                detail = f"the id {item.id!r} was seen before; kept apart as {unique!r}"
                progress(Failure(item.origin, NOTE_REASON, detail))
                item = replace(item, id=unique)
        progress(item)

    return see


def _fingerprint(made: Made, order: _Order, file_format: str) -> str:
    """A digest of all that the tables depend on."""
    asked = {name: value for name, value in order.options.items() if name != "jobs"}
    said = [repr(asked), file_format, order.lexicon.digest, repr(_versions()), repr(made.failures)]
    return fingerprint_of([*said, *(part.name for part in made.parts)])


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
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


def _merged(made: Made, order: _Order, *, file_format: str, work: Path) -> tuple[Merged, _Counted]:
    """The parts put together, and what is counted in them."""
    found = merge_parts(
        made.parts,
        failures=made.failures,
        by=order.by,
        file_format=file_format,
        work=work,
        jobs=order.options["jobs"],
    )
    skills = skill_facts(order.lexicon.skills.values())
    demand_by, notes = _breakdowns(found.demand, skills, order.by)
    run = {
        "versions": _versions(),
        "lexicon": {"digest": order.lexicon.digest, "skills": len(order.lexicon.skills)},
        "inputs": {"digest": found.digest},
        "options": order.options,
        "counts": {"files": made.files, **found.counts},
        "notes": notes,
        "attributions": found.attributions,
        "seconds": 0.0,
    }
    counted = _Counted(
        demand=skill_demand(found.demand, skills),
        demand_by=demand_by,
        role_breakdown=role_breakdown(found.demand, skills, salaries=found.salaries),
        failures=found.failures,
        run=run,
        started=order.started,
    )
    return found, counted


def _in_memory(found: Merged, counted: _Counted, work: Path) -> Scan:
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


def _breakdowns(
    counts: pd.DataFrame, skills: pd.DataFrame, names: Sequence[str]
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """skill_demand by each name, and a note for each that no posting states a value of."""
    tables: dict[str, pd.DataFrame] = {}
    notes: list[str] = []
    for name in names:
        try:
            tables[name] = skill_demand_by(counts, skills, name)
        except JobscanError as error:
            notes.append(str(error))
    return tables, notes


def _versions() -> dict[str, str]:
    return {
        "jobscan": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in ("spacy", "pandas", "CurrencyConverter")},
    }
