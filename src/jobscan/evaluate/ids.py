"""Which skills are scored: those that the people who labelled were looking for.

A skill that they did not have in their list says nothing when it is found: it may well be there. So what is
found outside the list is counted apart, and never as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.evaluate.labels import Label

_NOTE: Final = re.compile(r"\([^()]*\)")
_GROUP: Final = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class ScoredIds:
    """The ids that are scored."""

    ids: frozenset[str]
    guide: frozenset[str]
    """Those among them that the career guide names."""
    groups: Mapping[str, frozenset[str]]
    """The ids of each group, for a figure of its own."""
    origin: str = ""
    """The file they stand in, "" for those of the labels and the guide."""


def load_ids(path: Path) -> ScoredIds:
    """The ids of a text file: words, in lines; `*` after one marks a skill that the guide names.

    A line that begins with `#` is a comment, `[name]` begins a group, what stands in parentheses a note.
    Raises JobscanError that names the line, or where there is no id at all.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise JobscanError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise JobscanError(f"{path}: byte {error.start} is not UTF-8") from error
    groups: dict[str, set[str]] = {}
    guide: set[str] = set()
    group = ""
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line.startswith("#"):
            continue
        if line.startswith("["):
            group = _group(line, f"{path}, line {number}")
            continue
        for word in _NOTE.sub(" ", line).split():
            skill_id = word.rstrip("*")
            if not skill_id or set(skill_id) & set("()*"):
                raise JobscanError(
                    f"{path}, line {number}: {word!r} is not legal; expected the id of a skill"
                )
            groups.setdefault(group, set()).add(skill_id)
            if word != skill_id:
                guide.add(skill_id)
    if not groups:
        raise JobscanError(f"{path}: holds no id of a skill")
    named = {name: frozenset(ids) for name, ids in groups.items() if name}
    return ScoredIds(frozenset().union(*groups.values()), frozenset(guide), named, str(path))


def choose_ids(
    ids: ScoredIds | Iterable[str] | None, labels: Iterable[Label], demand: pd.DataFrame
) -> ScoredIds:
    """The ids that are scored, with the guide's and the groups of the lexicon where `ids` tells none.

    ids: None for those that occur in the labels, whatever their level, and all that the guide names, as far
    as the lexicon has them. demand: SKILL_DEMAND of the scan, which has a row for each skill of the lexicon.
    """
    guide = frozenset(demand.loc[demand["guide_section"] != "", "skill_id"])
    if ids is None:
        occur = {skill.skill_id for label in labels for skill in label.skills or ()}
        ids = (occur & set(demand["skill_id"])) | guide
    if not isinstance(ids, ScoredIds):
        ids = ScoredIds(frozenset(ids), frozenset(), {})
    return ScoredIds(
        ids.ids, ids.guide or guide & ids.ids, ids.groups or _categories(ids.ids, demand), ids.origin
    )


def _group(line: str, where: str) -> str:
    match = _GROUP.fullmatch(line)
    if match is None:
        raise JobscanError(f"{where}: {line!r} is not legal; expected the name of a group, as in [databases]")
    return match[1].strip()


def _categories(ids: frozenset[str], demand: pd.DataFrame) -> dict[str, frozenset[str]]:
    scored = demand[demand["skill_id"].isin(ids)]
    return {str(name): frozenset(rows) for name, rows in scored.groupby("category", sort=True)["skill_id"]}
