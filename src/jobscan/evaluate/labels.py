"""Labels: what a careful reader found in postings, one JSON object a line.

Every field but `id` may be absent: then that posting is not scored for it. Keys that nobody asks for are
passed over, unless they look like a misspelt one.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from jobscan.errors import JobscanError
from jobscan.evaluate.facts import FACTS, Answer, check_choice
from jobscan.vocabulary import LEVELS

_KEYS: Final = ("id", "skills", *FACTS)
_SKILL_KEYS: Final = ("id", "level", "quote")
_MISSPELT: Final = 0.85  # "skill", "domains", "senority", "year_min"; not "text", "title", "note"


@dataclass(frozen=True, slots=True)
class LabelledSkill:
    """A skill that a posting asks for, or says it does not need."""

    skill_id: str
    level: str = ""
    """One of vocabulary.LEVELS, "" where the level was not labelled."""
    quote: str = ""
    """The words of the posting that show it, "" where they were not noted."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a person found in one posting."""

    id: str
    skills: tuple[LabelledSkill, ...] | None = None
    """All that it asks for, each once; None where skills were not labelled."""
    facts: Mapping[str, Answer] = field(default_factory=dict)
    """Those of facts.FACTS that were labelled."""


def load_labels(path: Path) -> list[Label]:
    """The labels of a file of JSON Lines, in its order; blank lines are passed over.

    Raises JobscanError that names the line, and what is legal, for anything that is no label, for an id that
    occurs twice, and for a file without any.
    """
    lines: dict[str, int] = {}
    labels: list[Label] = []
    # Not splitlines, which would also part at a line separator inside a text.
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            where = f"{path}, line {number}"
            label = _parsed(line, where)
            if lines.setdefault(label.id, number) != number:
                raise JobscanError(f"{where}: the id {label.id!r} stands already in line {lines[label.id]}")
            labels.append(label)
    if not labels:
        raise JobscanError(f"{path}: holds no label; expected one JSON object a line")
    return labels


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise JobscanError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise JobscanError(f"{path}: byte {error.start} is not UTF-8") from error


def _parsed(line: str, where: str) -> Label:
    try:
        return _label(json.loads(line, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        raise JobscanError(f"{where}, column {error.colno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        # Python's own limits: of the digits of a number, and of depth.
        raise JobscanError(f"{where}: cannot be read: {error}") from error
    except JobscanError as error:
        raise JobscanError(f"{where}: {error}") from error


def _no_number(constant: str) -> NoReturn:
    raise JobscanError(f"{constant} is no number of JSON")


def _label(row: object) -> Label:
    """The label of a parsed line. Raises JobscanError that says what is wrong."""
    if not isinstance(row, dict):
        raise JobscanError(f"expected an object with an id, found {type(row).__name__}")
    _check_keys(row, _KEYS)
    return Label(
        _id(row),
        None if "skills" not in row else _skills(row["skills"]),
        {name: _in(name, row[name]) for name in FACTS if name in row},
    )


def _check_keys(row: Mapping[str, Any], legal: Sequence[str]) -> None:
    """Raise JobscanError for a key that is none of the legal ones, but looks like one."""
    for key in row:
        near = difflib.get_close_matches(key, legal, n=1, cutoff=_MISSPELT)
        if near and key not in legal:
            raise JobscanError(f"unknown key {key!r}. Did you mean {near[0]}?")


def _id(row: Mapping[str, Any]) -> str:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # as a scan reads it from the postings
    if not isinstance(value, str) or not value.strip():
        raise JobscanError(f"id: {value!r} is not legal; expected the id of a posting")
    return value


def _in(name: str, value: object) -> Answer:
    try:
        return FACTS[name].of_label(value)
    except JobscanError as error:
        raise JobscanError(f"{name}: {error}") from error


def _skills(rows: object) -> tuple[LabelledSkill, ...]:
    if not isinstance(rows, list):
        raise JobscanError(f"skills: {rows!r} is not legal; expected a list, [] where none is asked for")
    skills = [_skill(row, place) for place, row in enumerate(rows, start=1)]
    seen: set[str] = set()
    for skill in skills:
        if skill.skill_id in seen:
            raise JobscanError(f"skills: {skill.skill_id!r} is labelled twice; expected its strongest level")
        seen.add(skill.skill_id)
    return tuple(skills)


def _skill(row: object, place: int) -> LabelledSkill:
    where = f"skills, entry {place}"
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"].strip():
        raise JobscanError(f"{where}: expected an object with id, level and quote")
    try:
        _check_keys(row, _SKILL_KEYS)
        level = check_choice(row["level"], LEVELS) if "level" in row else ""
    except JobscanError as error:
        raise JobscanError(f"{where} ({row['id']}): {error}") from error
    quote = row.get("quote") or ""
    if not isinstance(quote, str):
        raise JobscanError(
            f"{where} ({row['id']}): quote {quote!r} is not legal; expected words of the posting"
        )
    return LabelledSkill(row["id"].strip(), level, quote)
