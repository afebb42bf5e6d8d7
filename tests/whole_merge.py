"""Parts put together in memory, all at once and a row at a time: what jobscan.merge is compared with."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pyarrow import parquet

from jobscan.demand import COUNTED_LANGUAGES, count_demand, counted, median_salaries
from jobscan.engines.parts import SKETCH, SKILLS_COLUMN, TEXT_HASH, read_part_meta
from jobscan.errors import Failure
from jobscan.extract.duplicates import find_duplicates
from jobscan.sources.ids import SeenIds
from jobscan.tables import FAILURES, POSTING_SKILLS, POSTINGS, failure_row, to_frame


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    tables: dict[str, pd.DataFrame]
    demand: pd.DataFrame
    salaries: dict[str, int]
    failures: pd.DataFrame
    counts: dict[str, Any]
    attributions: list[dict[str, str]]
    digest: str


def merge_whole(parts: Sequence[Path], *, failures: Iterable[Failure] = (), by: Sequence[str] = ()) -> Whole:
    read = [row for part in parts for row in parquet.read_table(part).to_pylist()]
    seen = SeenIds()
    told = [*failures, *(failure for part in parts for failure in read_part_meta(part).failures)]
    notes = []
    for row in read:
        old, row["posting_id"] = row["posting_id"], seen.unique(row["posting_id"])
        if old != row["posting_id"]:
            detail = f"the id {old!r} was seen before; kept apart as {row['posting_id']!r}"
            notes.append(Failure(row["origin"], "duplicate_id", detail))
    read.sort(key=lambda row: str(row["posting_id"]))
    duplicates = find_duplicates((row["posting_id"], row[TEXT_HASH], row[SKETCH]) for row in read)
    for row in read:
        if repeated := duplicates.get(row["posting_id"]):
            row["duplicate_of"] = repeated.of
    postings = to_frame([[row[name] for name in POSTINGS.names] for row in read], POSTINGS)
    skills = [
        [row["posting_id"], *(skill[name] for name in POSTING_SKILLS.names[1:])]
        for row in read
        for skill in row[SKILLS_COLUMN]
    ]
    posting_skills = to_frame(skills, POSTING_SKILLS)
    kinds = Counter(duplicate.kind for duplicate in duplicates.values())
    languages = Counter(row["language"] for row in read if not row["duplicate_of"])
    said = "".join(f"{row['posting_id']}\0{row[TEXT_HASH]}\n" for row in read)
    owed = {(row["attribution"], row["terms_url"]) for row in read if row["attribution"]}
    return Whole(
        tables={POSTINGS.name: postings, POSTING_SKILLS.name: posting_skills},
        demand=count_demand(postings, posting_skills, by=by),
        salaries=median_salaries(postings),
        failures=to_frame(sorted(map(failure_row, [*told, *notes])), FAILURES),
        counts={
            "read": len(read),
            "failed": len(told),
            "ids_made_unique": len(notes),
            "duplicates": {kind: kinds[kind] for kind in ("exact", "near")},
            "other_languages": {
                code: languages[code] for code in sorted(languages) if code not in COUNTED_LANGUAGES
            },
            "of_postings": len(counted(postings)),
        },
        attributions=[{"attribution": credit, "terms_url": terms} for credit, terms in sorted(owed)],
        digest=hashlib.sha256(said.encode()).hexdigest(),
    )
