"""Small tables of a scan for the tests of what is made of them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jobscan.market.sample import Sample, sample
from jobscan.tables import POSTING_SKILLS, POSTINGS, Cell, to_frame

Described = tuple[Mapping[str, Cell], str]
"""A posting: some of its cells, and its skills in words."""


def frames(*rows: Described) -> tuple[pd.DataFrame, pd.DataFrame]:
    """POSTINGS and POSTING_SKILLS: for each posting its cells, and its skills in words.

    `python sql:preferred` asks for Python as required, the level where none is given. A posting_id that is
    not given is the row's number of four digits; language is en, role data-scientist.
    """
    postings, skills = [], []
    base: dict[str, Cell] = dict.fromkeys(POSTINGS.names, "")
    base |= dict.fromkeys(column.name for column in POSTINGS.columns if column.kind == "number")
    base |= {"language": "en", "role": "data-scientist", "company": "Acme"}
    asked: dict[str, Cell] = dict.fromkeys(POSTING_SKILLS.names, "")
    asked |= {"mentions": 1, "years_min": None}
    for number, (cells, words) in enumerate(rows, start=1):
        posting = base | {"posting_id": f"{number:04}"} | dict(cells) | {"skills": len(words.split())}
        postings.append(tuple(posting.values()))
        for start, word in enumerate(words.split()):
            skill_id, _, level = word.partition(":")
            row = {"posting_id": posting["posting_id"], "skill_id": skill_id, "level": level or "required"}
            row |= {"start": start, "end": start + 1}
            skills.append(tuple((asked | row).values()))
    return to_frame(postings, POSTINGS), to_frame(skills, POSTING_SKILLS)


def drawn(*rows: Described) -> Sample:
    """The sample of such postings."""
    return sample(*frames(*rows))


def shuffled(frame: pd.DataFrame, order: int) -> pd.DataFrame:
    """The rows in another order, the same for the same number."""
    return frame.sample(frac=1, random_state=order)
