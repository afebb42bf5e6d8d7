"""Which degrees and fields of study postings ask for, and what they take in their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from jobscan.market.sample import Sample
from jobscan.market.shares import shares_of
from jobscan.market.tables import EDUCATION
from jobscan.tables import Row, to_frame
from jobscan.vocabulary import DEGREE_FIELDS, DEGREES

NO_DEGREE: Final = "none"
EXPERIENCE: Final = "experience"
"""What is taken in place of a degree."""

ALL: Final = "all postings"
NAMING_DEGREE: Final = "postings that name a degree"
NAMING_FIELD: Final = "postings that name a field"
"""What a share is of."""

_Asked = tuple[str, str, "pd.Series[bool]"]
"""Aspect, value, and which postings do."""


def education(drawn: Sample) -> pd.DataFrame:
    """How many postings ask for each degree and field of study, in all and within each role: EDUCATION.

    All roles first, then the roles by number of postings; minimum, named, field, alternative; degrees lowest
    first, fields by number of postings. Values that no posting of the role states have no row.
    """
    roles = drawn.postings["role"].value_counts()
    ordered = sorted((role for role in roles.index if role), key=lambda role: (-roles[role], role))
    rows = _rows("", drawn.postings)
    for role in ordered:
        rows += _rows(role, drawn.postings[drawn.postings["role"] == role])
    return to_frame(rows, EDUCATION)


def _rows(role: str, postings: pd.DataFrame) -> list[Row]:
    found: list[Row] = []
    for of, kept in (
        (ALL, pd.Series(data=True, index=postings.index)),
        (NAMING_DEGREE, postings["degree_min"] != ""),
        (NAMING_FIELD, postings["degree_fields"] != ""),
    ):
        part = postings[kept.astype(bool)]
        asked = [(aspect, value, does) for aspect, value, does in _asked(part, of) if does.any()]
        if not asked:
            continue
        marked = pd.concat([does for _, _, does in asked], axis=1)
        shares = shares_of(marked, part["employer"])
        found += [
            (role, aspect, value, of, *share.cells)
            for (aspect, value, _), share in zip(asked, shares, strict=True)
        ]
    return sorted(found, key=_place)


def _asked(postings: pd.DataFrame, of: str) -> Iterator[_Asked]:
    """What is counted among the postings of a denominator."""
    minimum = postings["degree_min"]
    if of in (ALL, NAMING_DEGREE):
        for degree in DEGREES:
            yield "minimum", degree, minimum == degree
    if of == ALL:
        yield "minimum", NO_DEGREE, minimum == ""
    if of == NAMING_DEGREE:
        for degree in DEGREES:
            yield "named", degree, _holds(postings["degrees"], degree)
        yield "alternative", EXPERIENCE, postings["degree_equivalent"] == "yes"
    if of in (ALL, NAMING_FIELD):
        for field in DEGREE_FIELDS:
            yield "field", field, _holds(postings["degree_fields"], field)


def _holds(lists: pd.Series[str], value: str) -> pd.Series[bool]:
    """Which lists, joined by `;`, hold a value."""
    return (";" + lists + ";").str.contains(f";{value};", regex=False)


_ASPECTS: Final = ("minimum", "named", "field", "alternative")
_OF: Final = (ALL, NAMING_DEGREE, NAMING_FIELD)
_DEGREES: Final = (NO_DEGREE, *DEGREES)


def _place(row: Row) -> tuple[int, int, int, str]:
    """Where a row of a role stands: aspect, denominator, then degrees by height and fields by number."""
    _, aspect, value, of, postings = row[:5]
    height = _DEGREES.index(str(value)) if value in _DEGREES else -int(postings or 0)
    return _ASPECTS.index(str(aspect)), _OF.index(str(of)), height, str(value)
