"""Inputs that could not be read, in words for somebody who never saw a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

NOTE: Final = "duplicate_id"
"""The reason of a row that is a note only: that input was read and counts."""

REASONS: Final[Mapping[str, str]] = {
    "missing": "It is not there any more.",
    "unreadable": "This computer does not let jobscan read it.",
    "empty": "It is empty.",
    "binary": "It is neither text nor a document that jobscan knows.",
    "unsupported": "It is a kind of file that jobscan does not read here.",
    "damaged": "It is damaged or cut off.",
    "too_large": "It is too large.",
    "unsafe": "It names files outside of itself, which is not safe.",
    "too_deep": "It holds archives within archives, too many of them.",
    "no_posting": "It was read, but there is no job posting in it.",
    "no_text": "It is a job posting without a description.",
    "duplicate_id": "It has the same id as another posting; both are counted.",
    "failed": "jobscan could not make sense of it.",
}
"""What each of FAILURE_REASONS means."""


class Failed(NamedTuple):
    """An input that was not counted."""

    name: str
    words: str
    detail: str
    """What exactly was found."""


def failed_of(failures: pd.DataFrame) -> list[Failed]:
    """The inputs that could not be read, in the order of reading; mere notes are left out.

    failures: FAILURES of a scan.
    """
    rows = failures[["origin", "reason", "detail"]].itertuples(index=False, name=None)
    return [
        Failed(str(origin), REASONS.get(str(reason), REASONS["failed"]), str(detail))
        for origin, reason, detail in rows
        if reason != NOTE
    ]
