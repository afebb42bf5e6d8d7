"""The postings that somebody asks to see, in the order they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jobscan.scan import Scan
from jobscan.vocabulary import NEGATED, SENIORITIES

if TYPE_CHECKING:
    import pandas as pd

SORTS: Final = {
    "title": "Title",
    "company": "Employer",
    "role": "Role",
    "seniority": "Seniority",
    "location": "Place",
    "salary_year_usd": "Pay",
    "skills": "Skills",
    "date_posted": "Posted",
}
"""The columns that a list can be sorted by, and their names."""

_SEARCHED: Final = ("title", "company", "location")


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked for; "" is anything."""

    words: str = ""
    """Each of them must stand in title, employer or place."""
    role: str = ""
    skill: str = ""
    """A skill_id that the posting asks for."""
    sort: str = ""
    """One of SORTS; anything else is the order of reading."""
    descending: bool = False


def listed(found: Scan, wanted: Listing) -> pd.DataFrame:
    """The rows of POSTINGS that are wanted; unknown values come last in either order."""
    frame = found.postings
    if wanted.role:
        frame = frame[frame["role"] == wanted.role]
    if wanted.skill:
        skills = found.posting_skills
        asking = skills[(skills["skill_id"] == wanted.skill) & (skills["level"] != NEGATED)]
        frame = frame[frame["posting_id"].isin(asking["posting_id"])]
    for word in wanted.words.casefold().split():
        said = frame[_SEARCHED[0]].str.casefold()
        for name in _SEARCHED[1:]:
            said = said + "\n" + frame[name].str.casefold()
        frame = frame[said.str.contains(word, regex=False)]
    return _sorted(frame, wanted) if wanted.sort in SORTS else frame


def _sorted(frame: pd.DataFrame, wanted: Listing) -> pd.DataFrame:
    key = frame[wanted.sort]
    if wanted.sort == "seniority":
        key = key.map({name: number for number, name in enumerate(SENIORITIES)}).astype("Float64")
    elif key.dtype == "string":
        key = key.str.casefold().mask(key == "")
    order = key.reset_index(drop=True).sort_values(
        ascending=not wanted.descending, na_position="last", kind="stable"
    )
    return frame.iloc[order.index.to_numpy()]
