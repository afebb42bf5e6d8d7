"""The words by which degrees are found: rows of `degrees.csv` and `degree_fields.csv`, compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jobscan.records import Record
from jobscan.text.tokens import tokenize
from jobscan.vocabulary import DEGREE_FIELDS, DEGREE_KINDS, DEGREES

NAMES = frozenset({"degree", "general", "short", "study"})
"""Kinds that name a degree."""
OPENS = NAMES | {"lead", "background"}
"""Kinds that fields of study may follow."""
_ABBREVIATED = ("PhD", "Ph.D", "MBA")  # as written, besides those of kind short
_IN_LISTS = frozenset({"filler", "skill", "tail"})

Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By their first word: the words of each phrase, longest first, and what it stands for."""


@dataclass(frozen=True, slots=True)
class DegreeRules(Record):
    """The rows, ready to be looked up. Picklable."""

    phrases: Phrases
    """What stands around a degree; the value is "kind level"."""
    fillers: Phrases
    """What stands in a list of fields; the value is the kind."""
    fields: Phrases
    """The value is one field, several separated by `;`, or ""."""
    exact: frozenset[str]
    """Phrases of kind short as they must be written."""
    anchors: dict[str, tuple[list[str], ...]]
    """Whatever can name a degree, but for abbreviations: by the first word, the words behind it."""
    exact_anchors: dict[str, tuple[str, ...]]
    """The abbreviations as written, by their first word in lower case."""
    watched: frozenset[str]
    """The words by which both are looked up."""
    glued: dict[str, tuple[str, ...]]
    """Abbreviations as written, by their first letter."""
    capital: re.Pattern[str]
    """One of these letters inside a word."""


def compile_degree_rules(
    rows: Sequence[Mapping[str, str]], field_rows: Sequence[Mapping[str, str]]
) -> DegreeRules:
    """Rules made of rows with `kind`, `level`, `phrase`, and of rows with `phrase`, `field`.

    `field` is several separated by `;`, or "" for a phrase that names none though one stands in it.
    Raises ValueError for a kind, level or field that is not legal.
    """
    for row in rows:
        _check(row["kind"], DEGREE_KINDS, "kind")
        _check(row["level"], ("", *DEGREES), "level")
    for row in field_rows:
        for name in row["field"].split(";"):
            _check(name, ("", *DEGREE_FIELDS), "field")
    marks = [row for row in rows if row["kind"] not in _IN_LISTS]
    short = [row["phrase"] for row in marks if row["kind"] == "short"]
    abbreviated = [phrase for phrase in short if not phrase[1:].islower()]
    words = (row["phrase"] for row in marks if row["kind"] in OPENS - {"short"})
    anchors = {
        first: tuple(list(phrase[1:]) for phrase, _ in phrases)
        for first, phrases in _by_first_word((phrase, "") for phrase in words).items()
    }
    # Words such as "Masters" are found by the anchors of the longer phrases.
    exact_anchors = _grouped(abbreviated, lambda phrase: tokenize(phrase).lower[0])
    glued = _grouped((*abbreviated, *_ABBREVIATED), lambda phrase: phrase[0])
    return DegreeRules(
        phrases=_by_first_word((row["phrase"], f"{row['kind']} {row['level']}") for row in marks),
        fillers=_by_first_word((row["phrase"], row["kind"]) for row in rows if row["kind"] in _IN_LISTS),
        fields=_by_first_word((row["phrase"], row["field"]) for row in field_rows),
        exact=frozenset(short),
        anchors=anchors,
        exact_anchors=exact_anchors,
        watched=frozenset([*anchors, *exact_anchors]),
        glued=glued,
        capital=re.compile(rf"[{re.escape(''.join(glued))}](?<=[^\W\d_].)"),
    )


def _check(value: str, legal: Sequence[str], name: str) -> None:
    if value not in legal:
        raise ValueError(f"{value!r} is not a {name}; legal are {', '.join(filter(None, legal))}")


def _grouped(phrases: Iterable[str], key: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        table[key(phrase)] = (*table.get(key(phrase), ()), phrase)
    return table


def _by_first_word(phrases: Iterable[tuple[str, str]]) -> Phrases:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, value in phrases:
        words = tuple(tokenize(phrase).lower)
        table.setdefault(words[0], []).append((words, value))
    return {word: tuple(sorted(found, key=lambda row: -len(row[0]))) for word, found in table.items()}
