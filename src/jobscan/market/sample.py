"""The postings that figures are taken of: those of a scan that count, in an order of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jobscan.demand import counted
from jobscan.market.employers import employer_key
from jobscan.vocabulary import NEGATED

_ASKED: Final = ["posting_id", "skill_id", "level", "group", "start", "end"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sample:
    """Postings that count, and the skills they ask for."""

    postings: pd.DataFrame
    """POSTINGS with a column `employer` (see employer_key), by posting_id, numbered from 0."""
    asked: pd.DataFrame
    """posting_id, skill_id, level, group, start and end as in POSTING_SKILLS, without what is said not to be
    needed, by posting_id and skill_id; `row` is the posting's number in `postings`."""

    def __repr__(self) -> str:
        return f"<Sample of {self.of:,} postings of {self.employers:,} employers>"

    @property
    def of(self) -> int:
        """How many postings there are."""
        return len(self.postings)

    @property
    def employers(self) -> int:
        """How many employers they are of; a posting without one counts as one of its own."""
        return int(self.postings["employer"].nunique())

    def asking(
        self, skill_id: str | Collection[str], level: str | Collection[str] | None = None
    ) -> pd.Series[bool]:
        """Which postings ask for a skill, or for at least one of several, as a column beside `postings`.

        level: one or several of DEMAND_LEVELS, else any of them. An unknown skill is asked for by none.
        """
        found = self.asked["skill_id"].isin(_several(skill_id))
        if level is not None:
            found &= self.asked["level"].isin(_several(level))
        asking = np.zeros(self.of, dtype=bool)
        asking[self.asked.loc[found, "row"].to_numpy()] = True
        return pd.Series(asking, index=self.postings.index, dtype=bool)

    def where(self, kept: pd.Series[bool]) -> Sample:
        """The part of it whose postings are marked in a column beside `postings`."""
        ids = self.postings.loc[kept, "posting_id"]
        return _made(self.postings[kept], self.asked[self.asked["posting_id"].isin(ids)])


def sample(postings: pd.DataFrame, posting_skills: pd.DataFrame, *, roles: Iterable[str] = ()) -> Sample:
    """The postings of a scan that count (demand.counted), those of the given roles if any are given."""
    kept = counted(postings)
    chosen = set(roles)
    if chosen:
        kept = kept[kept["role"].isin(chosen)]
    named = zip(kept["company"].tolist(), kept["posting_id"].tolist(), strict=True)
    keys = [employer_key(company, posting_id) for company, posting_id in named]
    asked = posting_skills.loc[posting_skills["level"] != NEGATED, _ASKED]
    asked = asked[asked["posting_id"].isin(kept["posting_id"])]
    return _made(kept.assign(employer=pd.array(keys, dtype="string")), asked)


def _made(postings: pd.DataFrame, asked: pd.DataFrame) -> Sample:
    ordered = postings.sort_values("posting_id", ignore_index=True)
    numbers = pd.Series(ordered.index, index=ordered["posting_id"])
    rows = asked.assign(row=asked["posting_id"].map(numbers).astype("int64"))
    return Sample(ordered, rows.sort_values(["row", "skill_id"], ignore_index=True))


def _several(one_or_more: str | Collection[str]) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else list(one_or_more)
