"""ESCO's published tables (https://esco.ec.europa.eu, version 1.0 and later) to a lexicon folder.

Read are `skills_en.csv`, or one of ESCO's collections of skills, and for the skills of some occupations
`occupations_en.csv` and `occupationSkillRelations_en.csv` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobscan.data_files import Row, check_value
from jobscan.errors import LexiconError
from jobscan.lexicon_formats.labels import Concept, common_words, lexicon_files, words_of
from jobscan.lexicon_formats.published import Table, read_header, read_table, table_files

CATEGORIES: Final = (
    ("competences", "Competences", False),
    ("knowledge", "Knowledge", True),
    ("transversal", "Transversal skills", False),
)
"""Id, name, and whether terms vouch for ambiguous ones near by: knowledge is of things with names."""

_SKILL_TYPES: Final = ("knowledge", "skill/competence", "")
_SKILLS: Final = ("conceptUri", "skillType", "preferredLabel", "altLabels")
_OCCUPATIONS: Final = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")
_RELATIONS: Final = ("occupationUri", "skillUri")
_COLLECTION: Final = (
    "broaderConceptUri"  # a column that collections of skills have, and the table of all has not
)

# "Python (computer programming)": what stands in brackets tells skills apart, and is not written in postings.
_BRACKETS: Final = re.compile(r"(?<=\S)\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Imported:
    """A lexicon folder made of a vocabulary."""

    files: dict[str, str]
    """Text by name."""
    occupations: tuple[str, ...] = ()
    """Those whose skills were taken; none where all were."""


def is_esco(columns: Collection[str]) -> bool:
    """Whether a table with these columns is one of ESCO's skills."""
    return set(_SKILLS) <= set(columns)


def lexicon_from_esco(path: Path, *, occupation: str = "") -> Imported:
    """A lexicon folder made of ESCO's tables.

    path: the table of skills, or a folder that holds it. occupation: take only the skills of occupations
    that this names, by words of a label ("nurse") or the beginning of a code ("2221"). Raises LexiconError
    where a table is missing or wrong, or no occupation fits.
    """
    skills = read_table(_skills_file(path) if path.is_dir() else path)
    skills.require(*_SKILLS)
    wanted, occupations = _skills_of(skills.path, occupation) if occupation else (None, ())
    concepts: dict[str, Concept] = {}
    for row in skills.rows:
        uri = row.cells["conceptUri"]
        if row.cells.get("status", "released") == "released" and (wanted is None or uri in wanted):
            concepts.setdefault(uri, _concept(row))
    if not concepts:
        raise LexiconError(f"{skills.path}: no skill in it" + (f" of {occupation!r}" if occupation else ""))
    common = common_words(row.cells["preferredLabel"] for row in skills.rows)
    files = lexicon_files(list(concepts.values()), CATEGORIES, source="esco", common=common)
    return Imported(files, occupations)


def _skills_file(folder: Path) -> Path:
    headers = {file: read_header(file) for file in table_files(folder)}
    found = [file for file, columns in headers.items() if is_esco(columns) and _COLLECTION not in columns]
    if len(found) == 1:
        return found[0]
    if found:
        raise LexiconError(f"{folder}: several tables of skills ({_names(found)}); name one of the files")
    raise LexiconError(f"{folder}: no table of ESCO's skills; it has the columns {', '.join(_SKILLS)}")


def _names(files: Sequence[Path]) -> str:
    return ", ".join(file.name for file in files)


def _skills_of(skills: Path, occupation: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The skills of the occupations that are named, and the names of these."""
    occupations = _beside(skills, _OCCUPATIONS)
    relations = _beside(skills, _RELATIONS)
    named = {
        row.cells["conceptUri"]: row.cells["preferredLabel"]
        for row in occupations.rows
        if _fits(row, occupation)
    }
    if not named:
        raise LexiconError(f"{occupations.path}: no occupation is called {occupation!r}, nor has such a code")
    wanted = (row.cells["skillUri"] for row in relations.rows if row.cells["occupationUri"] in named)
    return frozenset(wanted), tuple(sorted(named.values()))


def _beside(skills: Path, columns: tuple[str, ...]) -> Table:
    """The table with such columns beside the table of skills; of several, that in its language."""
    found = [file for file in table_files(skills) if set(columns) <= set(read_header(file))]
    language = skills.stem.rpartition("_")[2]
    found = [file for file in found if file.stem.endswith(f"_{language}")] or found
    if len(found) != 1:
        seen = f"there are {_names(found)}" if found else "there is none"
        raise LexiconError(
            f"{skills.parent}: --occupation needs a table with the columns {', '.join(columns)}; {seen}"
        )
    return read_table(found[0])


def _fits(row: Row, occupation: str) -> bool:
    """Whether an occupation is meant by words of one of its labels, or by the beginning of its code."""
    if occupation[0].isdigit():
        return any(row.cells.get(name, "").startswith(occupation) for name in ("code", "iscoGroup"))
    asked = f" {' '.join(words_of(occupation).lower)} "
    labels = (row.cells["preferredLabel"], *_labels(row.cells["altLabels"]))
    return any(asked in f" {' '.join(words_of(label).lower)} " for label in labels)


def _concept(row: Row) -> Concept:
    check_value(row, "skillType", _SKILL_TYPES)
    name = row.cells["preferredLabel"]
    if not name:
        raise row.error("preferredLabel", "empty; the name of the skill is needed")
    if not row.cells["conceptUri"]:
        raise row.error("conceptUri", "empty; what tells skills apart is needed")
    knowledge = row.cells["skillType"] == "knowledge"
    if row.cells.get("reuseLevel") == "transversal":
        category = "transversal"
    else:
        category = "knowledge" if knowledge else "competences"
    labels = (name, *_labels(row.cells["altLabels"]), *_labels(row.cells.get("hiddenLabels", "")))
    return Concept(
        name=name,
        category=category,
        labels=tuple(_BRACKETS.sub("", label) for label in labels),
        description=row.cells.get("description", ""),
        verbal=not knowledge,
    )


def _labels(cell: str) -> list[str]:
    """The labels in a cell: one a line, in collections with | between them."""
    return [label.strip() for label in re.split(r"[\n|]", cell) if label.strip()]
