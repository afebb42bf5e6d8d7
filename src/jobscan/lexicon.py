"""Reads and validates a lexicon: CSV files that say which skills there are and how postings write them.

`load_lexicon()` reads the one that is shipped. Every mistake in a file is a LexiconError that names file,
line and column, and says what is legal there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jobscan.collector import paused
from jobscan.data_files import Row, check_unique, check_value, read_rows
from jobscan.errors import LexiconError
from jobscan.patterns import PatternError, parse_conditions, parse_pattern
from jobscan.resources import lexicon_directory
from jobscan.text.sections import SECTIONS
from jobscan.vocabulary import (
    CV_SECTIONS,
    CV_STANDINGS,
    DEGREE_FIELDS,
    DEGREE_KINDS,
    DEGREES,
    DOMAIN_PLACES,
    DOMAINS,
    EXPERIENCE_KINDS,
    NEGATED,
    PREFERRED,
    REQUIRED,
    ROLES,
    SENIORITIES,
    SENIORITY_PLACES,
    WORKPLACE_PLACES,
    WORKPLACES,
)

GUIDE_SECTIONS = (
    "programming",
    "data-manipulation",
    "frameworks",
    "visualisation",
    "mathematics",
    "data-science-fundamentals",
    "soft-skills",
    "education",
    "portfolio",
    "roles",
    "future-proofing",
)
"""The sections of the career guide that name skills, in its order."""

_ID = re.compile(r"[a-z0-9][a-z0-9+#.-]*")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that postings are searched for."""

    skill_id: str
    name: str
    category: str
    guide_section: str
    """Where the career guide names it, one of GUIDE_SECTIONS, or ""."""
    description: str


@dataclass(frozen=True, slots=True)
class Alias:
    """One way in which postings write a skill, and what guards it."""

    skill_id: str
    alias: str
    """A phrase, or a pattern (see jobscan.patterns)."""
    case: str
    """any, or exact: the characters must be as written."""
    needs: str
    """Conditions of which one must hold, "" for none."""
    unless: str
    """Conditions of which none may hold, "" for none."""
    source: str
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the matcher and the readers of facts go by. Plain data: it can be pickled and compared."""

    skills: dict[str, Skill]
    aliases: tuple[Alias, ...]
    masks: tuple[str, ...]
    """Phrases that name no skill though one stands in them."""
    cues: tuple[tuple[str, str, str, str], ...]
    """(cue, level, direction, closers), see jobscan.extract.context."""
    word_sets: dict[str, tuple[str, ...]]
    vouching: frozenset[str]
    """Categories whose terms vouch for ambiguous ones near by."""
    section_headings: tuple[tuple[str, str], ...]
    """(section, heading)."""
    section_wording: tuple[tuple[str, str], ...]
    """(section, phrase)."""
    role_titles: tuple[dict[str, str], ...]
    role_duties: tuple[dict[str, str], ...]
    seniority_titles: tuple[dict[str, str], ...]
    degrees: tuple[dict[str, str], ...]
    degree_fields: tuple[dict[str, str], ...]
    experience: tuple[dict[str, str], ...]
    workplace: tuple[dict[str, str], ...]
    domains: tuple[dict[str, str], ...]
    places: tuple[dict[str, str], ...]
    """Rows of the tables of facts; each is told by the module of its name in jobscan.extract."""
    cv_headings: tuple[dict[str, str], ...]
    cv_cues: tuple[dict[str, str], ...]
    cv_degrees: tuple[dict[str, str], ...]
    """Rows of the tables by which CVs are read, see jobscan.cv."""
    families: tuple[tuple[str, str, str], ...]
    """(family, skill_id, kind), kind being one of FAMILY_KINDS."""
    digest: str
    """SHA-256 of all of it: two lexicons with the same digest read postings alike."""


CUE_LEVELS = (REQUIRED, PREFERRED, NEGATED)
CUE_DIRECTIONS = ("forward", "backward", "both")

FAMILY_KINDS = (
    "sibling",  # stands close to each other skill of the family, which has a name of its own
    "part",  # shows a part of the skill that is the family: pandas of Python
    "case",  # is a case of the skill that is the family: Git of version control
    "condition",  # is nothing that is learned: a clearance
)
"""What a row of families.csv may say of a skill."""

_COLUMNS: dict[str, tuple[str, ...]] = {
    "categories": ("category", "name", "vouches", "source"),
    "skills": ("skill_id", "skill", "category", "guide_section", "description", "source"),
    "word_sets": ("name", "words", "source"),
    "aliases": ("skill_id", "alias", "case", "needs", "unless", "source"),
    "masks": ("phrase", "why", "source"),
    "cues": ("cue", "level", "direction", "closers", "source"),
    "section_headings": ("section", "heading", "source"),
    "section_wording": ("section", "phrase", "source"),
    "role_titles": ("role", "title_pattern", "unless", "source"),
    "role_duties": ("title_pattern", "role", "least", "duties", "source"),
    "seniority_titles": ("level", "where", "phrase", "unless", "source"),
    "degrees": ("kind", "level", "phrase", "source"),
    "degree_fields": ("phrase", "field", "source"),
    "experience": ("kind", "phrase", "source"),
    "workplace": ("value", "weight", "place", "hint", "phrase", "source"),
    "domains": ("domain", "weight", "place", "phrase", "source"),
    "places": ("place", "country", "source"),
    "families": ("family", "skill_id", "kind", "source"),
    "cv_headings": ("heading", "section", "source"),
    "cv_cues": ("cue", "standing", "direction", "source"),
    "cv_degrees": ("phrase", "level", "source"),
}
_KEYS: dict[str, tuple[str, ...]] = {
    "categories": ("category",),
    "skills": ("skill_id",),
    "word_sets": ("name",),
    "aliases": ("skill_id", "alias", "case"),
    "masks": ("phrase",),
    "cues": ("cue", "level"),
    "section_headings": ("heading",),
    "section_wording": ("phrase",),
    "role_titles": ("role", "title_pattern"),
    "role_duties": ("title_pattern", "role"),
    "seniority_titles": ("level", "where", "phrase"),
    "degrees": ("kind", "level", "phrase"),
    "degree_fields": ("phrase",),
    "experience": ("kind", "phrase"),
    "workplace": ("place", "hint", "phrase", "value"),
    "domains": ("domain", "place", "phrase"),
    "places": ("place",),
    "families": ("family", "skill_id", "kind"),
    "cv_headings": ("heading",),
    "cv_cues": ("cue", "direction"),
    "cv_degrees": ("phrase",),
}
# What a row may say, by table and column. Of the fields of study a cell may hold several.
_LEGAL: dict[tuple[str, str], tuple[str, ...]] = {
    ("cues", "level"): CUE_LEVELS,
    ("cues", "direction"): CUE_DIRECTIONS,
    ("section_headings", "section"): SECTIONS,
    ("section_wording", "section"): SECTIONS,
    ("role_titles", "role"): ROLES,
    ("role_duties", "role"): ROLES,
    ("seniority_titles", "level"): ("", *SENIORITIES),
    ("seniority_titles", "where"): SENIORITY_PLACES,
    ("degrees", "kind"): DEGREE_KINDS,
    ("degrees", "level"): ("", *DEGREES),
    ("experience", "kind"): EXPERIENCE_KINDS,
    ("workplace", "value"): ("", *WORKPLACES),
    ("workplace", "place"): WORKPLACE_PLACES,
    ("domains", "domain"): ("", *DOMAINS),
    ("families", "kind"): FAMILY_KINDS,
    ("domains", "place"): DOMAIN_PLACES,
    ("cv_headings", "section"): CV_SECTIONS,
    ("cv_cues", "standing"): CV_STANDINGS,
    ("cv_cues", "direction"): ("forward", "backward"),
    ("cv_degrees", "level"): DEGREES,
}
# The tables of facts: their rows go as they are to the modules of jobscan.extract.
_FACTS = (
    "role_titles",
    "role_duties",
    "seniority_titles",
    "degrees",
    "degree_fields",
    "experience",
    "workplace",
    "domains",
    "places",
    "cv_headings",
    "cv_cues",
    "cv_degrees",
)
# What a folder given by --lexicon must bring itself; the rest is about English, not about a profession.
_OWN = ("skills", "aliases", "masks", "families")
_REQUIRED = ("skills", "aliases")
_NEEDED = " and ".join(f"{table}.csv" for table in _REQUIRED)


@paused()
def load_lexicon(directory: Path | None = None, *, extra: Sequence[Path] = ()) -> Lexicon:
    """The lexicon of a folder, the shipped one if none is named, with further folders laid over it.

    A folder holds `skills.csv` and `aliases.csv`; the other tables (see _COLUMNS) are taken from the shipped
    lexicon where it has none. An extra folder may hold any of the tables: its rows are added, and replace
    rows of the same key. Raises LexiconError for a missing folder or file and for the first wrong cell.
    """
    shipped = lexicon_directory()
    base = directory if directory is not None else shipped
    tables: dict[str, list[Row]] = {}
    for table in _COLUMNS:
        rows = _read_table(base, table)
        if rows is None and table in _REQUIRED:
            raise LexiconError(f"{base / table}.csv: no such file; a lexicon folder needs {_NEEDED}")
        if base != shipped and (table == "word_sets" or (rows is None and table not in _OWN)):
            # Sets of words are always there: the shipped tables that stay in use may name them.
            rows = _lay_over(_read_table(shipped, table) or [], rows or [], _KEYS[table])
        tables[table] = rows or []
    for folder in extra:
        found = {table: rows for table in _COLUMNS if (rows := _read_table(folder, table)) is not None}
        if not found:
            raise LexiconError(f"{folder}: holds none of {', '.join(f'{table}.csv' for table in _COLUMNS)}")
        for table, rows in found.items():
            tables[table] = _lay_over(tables[table], rows, _KEYS[table])
    return _build(tables)


def _read_table(folder: Path, table: str) -> list[Row] | None:
    """The rows of a table, None where the folder has no file of it."""
    if not folder.is_dir():
        raise LexiconError(f"{folder}: no such folder")
    path = folder / f"{table}.csv"
    return read_rows(path, _COLUMNS[table]) if path.is_file() else None


def _lay_over(rows: list[Row], upper: list[Row], key: tuple[str, ...]) -> list[Row]:
    """The rows of both, those of `upper` in place of rows with the same key."""
    replaced = {tuple(row.cells[name] for name in key) for row in upper}
    return [row for row in rows if tuple(row.cells[name] for name in key) not in replaced] + upper


def _build(tables: dict[str, list[Row]]) -> Lexicon:
    for table, rows in tables.items():
        check_unique(rows, _KEYS[table])
    categories = {row.cells["category"]: row.cells for row in tables["categories"]}
    for row in tables["categories"]:
        check_value(row, "vouches", ("yes", "no"))
    word_sets = {row.cells["name"]: _words(row) for row in tables["word_sets"]}
    skills = {row.cells["skill_id"]: _skill(row, categories) for row in tables["skills"]}
    aliases = tuple(_alias(row, skills, word_sets) for row in tables["aliases"])
    for row in tables["masks"]:
        _check_pattern(row, "phrase", word_sets)
    for row in tables["cues"]:
        _check_pattern(row, "cue", word_sets)
    for (table, column), legal in _LEGAL.items():
        for row in tables[table]:
            check_value(row, column, legal)
    for row in tables["degree_fields"]:
        if wrong := set(row.cells["field"].split(";")) - {"", *DEGREE_FIELDS}:
            legal_fields = ", ".join(DEGREE_FIELDS)
            raise row.error("field", f"{min(wrong)!r} is not legal; legal, joined by ;, are {legal_fields}")
    for row in tables["families"]:
        _check_family(row, skills)
    return Lexicon(
        skills=dict(sorted(skills.items())),
        aliases=tuple(sorted(aliases, key=lambda alias: (alias.skill_id, alias.alias, alias.case))),
        masks=tuple(sorted(row.cells["phrase"] for row in tables["masks"])),
        cues=tuple(
            sorted(
                (row.cells["cue"], row.cells["level"], row.cells["direction"], row.cells["closers"])
                for row in tables["cues"]
            )
        ),
        word_sets=word_sets,
        vouching=frozenset(name for name, cells in categories.items() if cells["vouches"] == "yes"),
        section_headings=tuple(
            (row.cells["section"], row.cells["heading"]) for row in tables["section_headings"]
        ),
        section_wording=tuple(
            (row.cells["section"], row.cells["phrase"]) for row in tables["section_wording"]
        ),
        **{table: tuple(row.cells for row in tables[table]) for table in _FACTS},
        families=tuple(
            sorted(
                (row.cells["family"], row.cells["skill_id"], row.cells["kind"]) for row in tables["families"]
            )
        ),
        digest=_digest(tables),
    )


def _digest(tables: dict[str, list[Row]]) -> str:
    """SHA-256 over what the rows say; where they stand and where they are from does not count.

    In the tables of facts the order of rows counts too: of several that fit, the first may decide.
    """
    digest = hashlib.sha256()
    for table, rows in sorted(tables.items()):
        said = [tuple(row.cells[name] for name in _COLUMNS[table] if name != "source") for row in rows]
        digest.update(repr((table, said if table in _FACTS else sorted(said))).encode())
    return digest.hexdigest()


def _skill(row: Row, categories: dict[str, dict[str, str]]) -> Skill:
    cells = row.cells
    if not _ID.fullmatch(cells["skill_id"]):
        raise row.error(
            "skill_id", f"{cells['skill_id']!r} is not an id: lower-case ascii letters, digits and - + # ."
        )
    if not cells["skill"]:
        raise row.error("skill", "empty; the name to show is needed")
    check_value(row, "category", tuple(categories))
    check_value(row, "guide_section", ("", *GUIDE_SECTIONS))
    return Skill(
        cells["skill_id"], cells["skill"], cells["category"], cells["guide_section"], cells["description"]
    )


def _alias(row: Row, skills: dict[str, Skill], word_sets: dict[str, tuple[str, ...]]) -> Alias:
    cells = row.cells
    if cells["skill_id"] not in skills:
        raise row.error("skill_id", f"{cells['skill_id']!r} is not in skills.csv")
    check_value(row, "case", ("any", "exact"))
    _check_pattern(row, "alias", word_sets)
    for column in ("needs", "unless"):
        try:
            parse_conditions(cells[column], word_sets)
        except PatternError as error:
            raise row.error(column, str(error)) from error
    return Alias(
        skill_id=cells["skill_id"],
        alias=cells["alias"],
        case=cells["case"],
        needs=cells["needs"],
        unless=cells["unless"],
        source=cells["source"],
        file=row.file.name,
        line=row.line,
    )


def _check_family(row: Row, skills: dict[str, Skill]) -> None:
    family, skill_id, kind = (row.cells[name] for name in ("family", "skill_id", "kind"))
    if skill_id not in skills:
        raise row.error("skill_id", f"{skill_id!r} is not in skills.csv")
    if not family:
        raise row.error("family", "empty; the name of the family is needed")
    if kind in {"part", "case"} and (family not in skills or family == skill_id):
        raise row.error(
            "family", f"{family!r} is no other skill of skills.csv, of which this could be a {kind}"
        )


def _words(row: Row) -> tuple[str, ...]:
    words = tuple(word.strip() for word in row.cells["words"].split("|"))
    if not all(words):
        raise row.error("words", "an empty word; words are separated by one |")
    if any("{" in word for word in words):
        raise row.error("words", "a set cannot hold another set")
    return words


def _check_pattern(row: Row, column: str, word_sets: dict[str, tuple[str, ...]]) -> None:
    try:
        parse_pattern(row.cells[column], word_sets)
    except PatternError as error:
        raise row.error(column, str(error)) from error
