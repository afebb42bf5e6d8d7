"""From saved postings to tables: reading, extraction, rows, duplicates and counts, put together.

scan gives the tables as DataFrames; scan_into writes them into a folder, and goes on from what is there.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jobscan._version import __version__
from jobscan.demand import breakdown_name, role_breakdown, skill_demand, skill_demand_by
from jobscan.engines.revise import Basis, change_between
from jobscan.engines.run import Made, make_parts
from jobscan.engines.store import ARCHIVE, fingerprint_of, open_store
from jobscan.engines.watch import Tally
from jobscan.engines.work import Item, Job, file_of
from jobscan.errors import Failure, JobscanError
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.merge import NOTE_REASON, Merged, merge_parts
from jobscan.outputs import SCAN_FORMATS, check_format, check_scan_folder, write_scan_folder
from jobscan.posting import Posting
from jobscan.scanned import Counted, Revised, Scan, Written, in_memory, load_scan, standing
from jobscan.sources.ids import SeenIds
from jobscan.tables import skill_facts

if TYPE_CHECKING:
    from jobscan.engines.spark_parts import SparkOptions

__all__ = [
    "NOTE_REASON",
    "Progress",
    "Revised",
    "Scan",
    "Written",
    "file_of",
    "load_scan",
    "scan",
    "scan_into",
]

StrPath = str | os.PathLike[str]
Progress = Callable[[Posting | Failure], None]
"""Called with each posting, and each input that is none, in the order of reading."""


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
        return in_memory(*_merged(made, order, file_format="parquet", work=store.work()), store.work())


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
            return standing(folder)
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


def _merged(made: Made, order: _Order, *, file_format: str, work: Path) -> tuple[Merged, Counted]:
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
    counted = Counted(
        demand=skill_demand(found.demand, skills),
        demand_by=demand_by,
        role_breakdown=role_breakdown(found.demand, skills, salaries=found.salaries),
        failures=found.failures,
        run=run,
        started=order.started,
    )
    return found, counted


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
