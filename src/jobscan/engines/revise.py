"""What a changed lexicon can change: which postings have to be understood again, and which keep their rows.

A skill, a mask or a cue is found only where its words stand. So of a lexicon with other rows of these kinds
only postings that hold the words of such a row can be understood otherwise. A change of anything else (sets
of words, sections, facts) may change every posting. What the difference is judged by is kept in the archive
of results, for the lexicon of the scan that finished last.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self

from jobscan.lexicon import Lexicon
from jobscan.patterns import Phrase, WordSets, parse_pattern
from jobscan.text.tokens import lower_case

MOST_WORDS: Final = 500
"""Words of changed rows that are looked for in each posting: more would take as long as to understand it."""

# What decides nothing about a posting: it is shown, is about CVs, or stands in the rows.
_ASIDE: Final = frozenset(
    {"skills", "aliases", "masks", "cues", "digest", "families", "cv_headings", "cv_cues", "cv_degrees"}
)

Row = tuple[str, ...]
"""A row that is found by its words: its pattern, then all that is said of it."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What postings were understood by."""

    digest: str
    """Lexicon.digest."""
    rest: str
    """A digest of all that decides besides the rows."""
    rows: frozenset[Row]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Self:
        """That of a lexicon."""
        rest = {
            each.name: _plain(getattr(lexicon, each.name))
            for each in fields(lexicon)
            if each.name not in _ASIDE
        }
        said = json.dumps(rest, sort_keys=True).encode()
        return cls(lexicon.digest, hashlib.sha256(said).hexdigest(), frozenset(_rows(lexicon)))

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """That which to_json gave. Raises ValueError for anything else."""
        try:
            said = json.loads(text)
            rows = frozenset(tuple(map(str, row)) for row in said["rows"] if row)
            return cls(str(said["digest"]), str(said["rest"]), rows)
        except (KeyError, TypeError) as error:
            raise ValueError(f"is no basis of results: {error}") from error

    def to_json(self) -> str:
        """The same as JSON, equal for equal ones."""
        return json.dumps({"digest": self.digest, "rest": self.rest, "rows": sorted(self.rows)}) + "\n"


@dataclass(frozen=True, slots=True)
class Change:
    """What is different between two lexicons, of rows that are found by their words. Picklable."""

    since: str
    """Lexicon.digest of the old one."""
    rows: int
    """How many were added, removed or changed."""
    words: tuple[str, ...]
    """Words that only one of them knows: known words are never cut where a capital follows a small letter."""
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """The phrases of the rows, by their longest word."""

    def touches(self, text: str) -> bool:
        """Whether a posting of this text may be understood otherwise; a no is sure, a yes is not."""
        if not (self.words or self.phrases):
            return False
        lower = lower_case(text)
        if any(word in lower for word in self.words):
            return True
        return any(
            word in lower and any(all(part in lower for part in phrase) for phrase in phrases)
            for word, phrases in self.phrases.items()
        )


def change_between(old: Basis, new: Basis, word_sets: WordSets) -> Change | None:
    """What is different between two lexicons; None where it may change any posting.

    word_sets: those of the new lexicon; where the old one has others, the answer is None.
    """
    if old.rest != new.rest:
        return None
    changed = old.rows ^ new.rows
    phrases = {phrase for row in changed for phrase in parse_pattern(row[0], word_sets).heads}
    before, after = _words(old.rows - new.rows, word_sets), _words(new.rows - old.rows, word_sets)
    words = before ^ after
    words -= _words(old.rows & new.rows, word_sets) if words else set()
    by_word: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in sorted(phrases):
        by_word[max(phrase, key=len)].append(phrase)
    if len(words) + len(by_word) > MOST_WORDS:
        return None
    # A change of a row is a row gone and a row come.
    rows = max(len(old.rows - new.rows), len(new.rows - old.rows))
    found = {word: tuple(each) for word, each in by_word.items() if word not in words}
    return Change(old.digest, rows, tuple(sorted(words)), found)


def _words(rows: Iterable[Row], word_sets: WordSets) -> set[str]:
    """The words of the phrases that are looked up for some rows."""
    heads = itertools.chain.from_iterable(parse_pattern(row[0], word_sets).heads for row in rows)
    return set(itertools.chain.from_iterable(heads))


def _rows(lexicon: Lexicon) -> Iterable[Row]:
    for alias in lexicon.aliases:
        category = lexicon.skills[alias.skill_id].category
        yield alias.alias, "skill", alias.skill_id, category, alias.case, alias.needs, alias.unless
    for mask in lexicon.masks:
        yield mask, "mask"
    for cue, *said in lexicon.cues:
        yield cue, "cue", *said


def _plain(value: Any) -> Any:
    """A value as JSON can say it, equal for equal ones."""
    return sorted(value) if isinstance(value, frozenset) else value
