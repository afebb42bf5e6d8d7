"""What is counted of all postings, added up round by round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jobscan.demand import (
    BREAKDOWNS,
    COUNTED_LANGUAGES,
    add_counts,
    count_demand,
    counted,
    median_salaries,
)
from jobscan.engines.parts import SKILLS_COLUMN
from jobscan.tables import breakdown_parts

if TYPE_CHECKING:
    import pyarrow as pa

_COUNTED_AT_ONCE = 5_000  # postings
_ADDED_AT_ONCE = 16


@dataclass(slots=True, eq=False)
class Tally:
    """Counts of the rounds so far."""

    by: Sequence[str]
    """Names of breakdowns."""
    read: int = 0
    of_postings: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    """Of the postings that are no duplicates."""
    credits: set[tuple[str, str]] = field(default_factory=set)
    """The attributions that sources demand, and the addresses of their terms."""
    _counts: list[pd.DataFrame] = field(default_factory=list)
    _pay: list[pd.DataFrame] = field(default_factory=list)
    _held: list[tuple[pa.Table, pa.Table]] = field(default_factory=list)
    """What counts depend on, of rounds that are not counted yet."""

    def add(self, table: pa.Table) -> None:
        """Count a round, with the duplicates known."""
        self.credits |= _credits(table)
        held = sum(len(postings) for postings, _ in self._held)
        self._held.append((_postings(table, self.by), _skills(table, first=held)))
        if held + len(table) >= _COUNTED_AT_ONCE:
            self._count()

    def finish(self) -> None:
        """Count what is left."""
        if self._held:
            self._count()

    def _count(self) -> None:
        postings, skills = map(_frame, zip(*self._held, strict=True))
        self._held = []
        postings["posting_id"] = np.arange(len(postings))
        kept = counted(postings)
        self.read += len(postings)
        self.of_postings += len(kept)
        self.languages.update(postings.loc[postings["duplicate_of"] == "", "language"].tolist())
        self._pay.append(kept.loc[kept["salary_year_usd"].notna(), _PAY])
        self._counts.append(count_demand(postings, skills, by=self.by))
        if len(self._counts) >= _ADDED_AT_ONCE:
            self._counts = [add_counts(self._counts)]

    def demand(self) -> pd.DataFrame:
        """The sums, as demand.COUNTS."""
        return add_counts(self._counts)

    def salaries(self) -> dict[str, int]:
        """As demand.median_salaries tells them."""
        return median_salaries(pd.concat(self._pay)) if self._pay else {}

    def other_languages(self) -> dict[str, int]:
        """How many postings there are in each language that does not count, duplicates left out."""
        return {
            code: self.languages[code] for code in sorted(self.languages) if code not in COUNTED_LANGUAGES
        }

    def attributions(self) -> list[dict[str, str]]:
        """The credits that sources demand, each once, with the address of the terms."""
        return [{"attribution": credit, "terms_url": terms} for credit, terms in sorted(self.credits)]


_PAY = ["role", "language", "duplicate_of", "salary_year_usd"]


def _postings(table: pa.Table, by: Sequence[str]) -> pa.Table:
    """What counts depend on, a row a posting."""
    return table.select(sorted({*_PAY, *(BREAKDOWNS[part] for name in by for part in breakdown_parts(name))}))


def _skills(table: pa.Table, *, first: int) -> pa.Table:
    """What counts depend on, a row a posting and skill. first: the number of the first posting."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = table[SKILLS_COLUMN].combine_chunks()
    flat = lists.flatten()
    columns: dict[str, Any] = {
        name: pc.struct_field(flat, name).dictionary_encode() for name in ("skill_id", "level")
    }
    return pa.table({"posting_id": pc.add(pc.list_parent_indices(lists), first), **columns})


def _frame(tables: Sequence[pa.Table]) -> pd.DataFrame:
    """The rows of all the tables; text that is encoded stays so."""
    import pyarrow as pa

    joined = pa.concat_tables(tables).unify_dictionaries()
    kinds = {pa.string(): "string", pa.float64(): "Float64"}
    frame: pd.DataFrame = joined.to_pandas()
    return frame.astype({field.name: kinds[field.type] for field in joined.schema if field.type in kinds})


def _credits(table: pa.Table) -> set[tuple[str, str]]:
    pairs = table.select(["attribution", "terms_url"]).group_by(["attribution", "terms_url"]).aggregate([])
    columns = (pairs[name].to_pylist() for name in ("attribution", "terms_url"))
    return {(credit, terms) for credit, terms in zip(*columns, strict=True) if credit}
