"""From saved postings to tables: sources, extraction, rows, duplicates and counts, put together."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jobscan._version import __version__
from jobscan.demand import (
    COUNTED_LANGUAGES,
    breakdown_name,
    count_demand,
    counted,
    median_salaries,
    role_breakdown,
    skill_demand,
    skill_demand_by,
)
from jobscan.engines.chunk import iter_chunks
from jobscan.engines.local import extract_chunks
from jobscan.errors import Failure, JobscanError
from jobscan.extract.duplicates import Duplicate, find_duplicates
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.outputs import read_scan_folder, write_scan_folder
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    SKILLS,
    FrameBuilder,
    breakdown_table,
    failure_row,
    skill_facts,
    to_frame,
)

StrPath = str | os.PathLike[str]
Progress = Callable[[Posting | Failure], None]
"""Called with each posting, and each input that is none, as it is read."""

NOTE_REASON: Final = "duplicate_id"
"""The reason of a row of failures that is a note only: that input was read and counts."""

_PLACE: Final = re.compile(r"[:#]\d+$")
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
        tables = {
            POSTINGS.name: self.postings,
            POSTING_SKILLS.name: self.posting_skills,
            SKILL_DEMAND.name: self.demand,
            **{_BY_PREFIX + name: frame for name, frame in self.demand_by.items()},
            ROLE_BREAKDOWN.name: self.role_breakdown,
            FAILURES.name: self.failures,
        }
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
    failure as it is read.

    An input that cannot be read is a row of failures, and the rest go on; no input at all gives empty tables.
    Raises LexiconError for a wrong lexicon, JobscanError for an unknown breakdown, ValueError for jobs < 1
    and for extra lexicons over a Lexicon.
    """
    started = time.perf_counter()
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; at least one process must work")
    named = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    extra, globs = [Path(folder) for folder in extra_lexicons], list(exclude)
    names = list(dict.fromkeys(["role", *(breakdown_name(name) for name in by)]))
    options = {
        "paths": [os.fspath(path) for path in named],
        "exclude": globs,
        "lexicon": None if lexicon is None or isinstance(lexicon, Lexicon) else os.fspath(lexicon),
        "extra_lexicons": [str(folder) for folder in extra],
        "by": names,
        "jobs": jobs,
    }
    if not isinstance(lexicon, Lexicon):
        lexicon = load_lexicon(None if lexicon is None else Path(lexicon), extra=extra)
    elif extra:
        raise ValueError("extra_lexicons are laid over a folder, not over a Lexicon: load_lexicon does both")

    reading = _Reading(progress)
    chunks = iter_chunks(reading.postings(iter_postings(named, exclude=globs)))
    found = _extract(chunks, lexicon, jobs=jobs)
    duplicates = find_duplicates(found.sketches)
    postings = _with_duplicates(found.postings.frame(by=["posting_id"]), duplicates)
    posting_skills = found.posting_skills.frame(by=["posting_id", "skill_id"])
    failures = to_frame(sorted(map(failure_row, [*reading.failures, *found.failures])), FAILURES)

    skills = skill_facts(lexicon.skills.values())
    counts = count_demand(postings, posting_skills, by=names)
    demand_by, notes = _breakdowns(counts, skills, names)
    return Scan(
        postings=postings,
        posting_skills=posting_skills,
        demand=skill_demand(counts, skills),
        demand_by=demand_by,
        role_breakdown=role_breakdown(counts, skills, salaries=median_salaries(postings)),
        failures=failures,
        run={
            "versions": _versions(),
            "lexicon": {"digest": lexicon.digest, "skills": len(lexicon.skills)},
            "inputs": {"digest": _digest(found.sketches)},
            "options": options,
            "counts": {"files": reading.files, **_counts(postings, failures, duplicates)},
            "notes": notes,
            "attributions": _attributions(postings),
            "seconds": round(time.perf_counter() - started, 3),
        },
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What the extraction gave, chunk by chunk."""

    postings: FrameBuilder = field(default_factory=lambda: FrameBuilder(POSTINGS))
    posting_skills: FrameBuilder = field(default_factory=lambda: FrameBuilder(POSTING_SKILLS))
    sketches: list[tuple[str, str, bytes]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def _extract(chunks: Iterable[list[Posting]], lexicon: Lexicon, *, jobs: int) -> _Found:
    found = _Found()
    for result in extract_chunks(chunks, lexicon, jobs=jobs):
        found.postings.extend(result.posting_rows)
        found.posting_skills.extend(result.skill_rows)
        found.sketches.extend(result.sketches)
        found.failures.extend(result.failures)
    return found


def _with_duplicates(postings: pd.DataFrame, duplicates: Mapping[str, Duplicate]) -> pd.DataFrame:
    """POSTINGS with duplicate_of filled."""
    repeated = {posting_id: duplicate.of for posting_id, duplicate in duplicates.items()}
    return postings.assign(duplicate_of=postings["posting_id"].map(repeated).astype("string").fillna(""))


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


def _counts(
    postings: pd.DataFrame, failures: pd.DataFrame, duplicates: Mapping[str, Duplicate]
) -> dict[str, Any]:
    """How many postings were read: those that count, duplicates and those in other languages add up to it."""
    kinds = Counter(duplicate.kind for duplicate in duplicates.values())
    languages = Counter(postings.loc[postings["duplicate_of"] == "", "language"].tolist())
    return {
        "read": len(postings),
        "failed": int((failures["reason"] != NOTE_REASON).sum()),
        "ids_made_unique": int((failures["reason"] == NOTE_REASON).sum()),
        "duplicates": {kind: kinds[kind] for kind in ("exact", "near")},
        "other_languages": {
            code: languages[code] for code in sorted(languages) if code not in COUNTED_LANGUAGES
        },
        "of_postings": len(counted(postings)),
    }


def _attributions(postings: pd.DataFrame) -> list[dict[str, str]]:
    """The credits that sources demand, each once, with the address of the terms."""
    demanded = postings.loc[postings["attribution"] != "", ["attribution", "terms_url"]]
    unique = demanded.drop_duplicates().sort_values(["attribution", "terms_url"])
    return [
        {"attribution": str(credit), "terms_url": str(terms_url)}
        for credit, terms_url in unique.itertuples(index=False, name=None)
    ]


def _digest(sketches: Sequence[tuple[str, str, bytes]]) -> str:
    """SHA-256 of the ids and texts that were read, in whatever order they came."""
    said = sorted(f"{posting_id}\0{same}\n" for posting_id, same, _ in sketches)
    return hashlib.sha256("".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def _versions() -> dict[str, str]:
    return {
        "jobscan": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in ("spacy", "pandas", "CurrencyConverter")},
    }


class _Reading:
    """What is noted of the inputs while they are read."""

    def __init__(self, progress: Progress | None) -> None:
        self.failures: list[Failure] = []
        self.files = 0
        self._progress = progress
        self._file = ""

    def postings(self, items: Iterable[Posting | Failure]) -> Iterator[Posting]:
        """The postings among the items, in order."""
        for item in items:
            # All items of a file come in a row.
            file = file_of(item.origin)
            if file != self._file:
                self.files, self._file = self.files + 1, file
            if self._progress is not None:
                self._progress(item)
            if isinstance(item, Failure):
                self.failures.append(item)
            else:
                yield item


def file_of(origin: str) -> str:
    """The file of an origin, without the member of an archive and the place in a file of many.

    >>> file_of("in/boards.zip!a.jsonl:12"), file_of("in/a.json#3"), file_of("in/page.html")
    ('in/boards.zip', 'in/a.json', 'in/page.html')
    """
    return _PLACE.sub("", origin.partition("!")[0])
