"""What a changed lexicon can change: which postings have to be understood again, and which keep their rows.

A skill, a mask or a cue is found only where its words stand. So of a lexicon with other rows of these kinds
only postings that hold the words of such a row can be understood otherwise. A change of anything else
(sections, facts) may change every posting. What the difference is judged by is kept in the archive of
results, for the lexicon of the scan that finished last.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from string import ascii_uppercase
from typing import Any, Final, Self

from jobscan.lexicon import Lexicon
from jobscan.patterns import PatternError, Phrase, WordSets, parse_pattern
from jobscan.text.tokens import lower_case

MOST_WORDS: Final = 500
"""Words of changed rows that are looked for in each posting: they take half of the time that understanding it
takes, and of more words most postings hold one."""

# What decides nothing about a posting: it is shown, is about CVs, or stands in the rows.
_ASIDE: Final = frozenset({"digest", "families", "cv_headings", "cv_cues", "cv_degrees"})
_IN_ROWS: Final = frozenset({"skills", "aliases", "masks", "cues", "word_sets", "vouching"})

Row = tuple[str, ...]
"""A row that is found by its words: its pattern, then all that decides where they stand."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What postings were understood by."""

    digest: str
    """Lexicon.digest."""
    rest: str
    """A digest of all that decides besides the rows."""
    rows: frozenset[Row]
    word_sets: WordSets
    """Those of the rows' patterns."""

    @classmethod
    def of(cls, lexicon: Lexicon) -> Self:
        """That of a lexicon."""
        from jobscan.extract.skills import TOGETHER

        names = {each.name for each in fields(lexicon)} - _ASIDE - _IN_ROWS
        rest: dict[str, Any] = {name: getattr(lexicon, name) for name in names}
        rest[TOGETHER] = lexicon.word_sets.get(TOGETHER, ())
        said = hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
        return cls(lexicon.digest, said, frozenset(_rows(lexicon)), lexicon.word_sets)

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """That which to_json gave. Raises ValueError for anything else."""
        try:
            said = json.loads(text)
            rows = frozenset(tuple(map(str, row)) for row in said["rows"] if row)
            word_sets = {name: tuple(map(str, words)) for name, words in said["word_sets"].items()}
            return cls(str(said["digest"]), str(said["rest"]), rows, word_sets)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"is no basis of results: {error}") from error

    def to_json(self) -> str:
        """The same as JSON, equal for equal ones."""
        said = {"digest": self.digest, "rest": self.rest, "rows": sorted(self.rows)}
        return json.dumps({**said, "word_sets": self.word_sets}, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class Change:
    """What is different between two lexicons, of rows that are found by their words. Picklable."""

    since: str
    """Lexicon.digest of the old one."""
    rows: int
    """How many were added, removed or changed."""
    words: tuple[str, ...] = ()
    """Words that only one of them knows: they decide where words are cut that were glued together."""
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """The phrases of the rows, by their longest word."""

    def touches(self, text: str) -> bool:
        """Whether a posting of this text may be understood otherwise; a no is sure, a yes is not."""
        if not (self.words or self.phrases):
            return False
        lower = lower_case(text)
        stands = cache(lambda word: _stands(word, text, lower))
        return any(
            word in lower and any(all(map(stands, phrase)) for phrase in phrases)
            for word, phrases in self.phrases.items()
        ) or any(word in lower and _stands(word, text, lower, glued=True) for word in self.words)


def _stands(word: str, text: str, lower: str, *, glued: bool = False) -> bool:
    """Whether a word may be a token of a text, which is told in lower case too.

    A token begins and ends beside a sign or space, or where glued words may be cut: before a capital.
    glued: whether it may be one that is cut, or is kept from being cut, because it is known.
    """
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        goes_on = word[0].isalnum() and text[at - 1 : at].isalnum()
        is_followed = word[-1].isalnum() and text[end : end + 1].isalnum()
        if (not goes_on or text[at] in ascii_uppercase) and (not is_followed or text[end] in ascii_uppercase):
            if not glued or goes_on or is_followed:
                return True
            if any(letter in ascii_uppercase for letter in text[at + 1 : end]):
                return True
        at = lower.find(word, at + 1)
    return False


def change_between(old: Basis, new: Basis) -> Change | None:
    """What is different between two lexicons; None where it may change any posting."""
    if old.rest != new.rest:
        return None
    gone, come = old.rows - new.rows, new.rows - old.rows
    try:
        before, after = _phrases(gone, old.word_sets), _phrases(come, new.word_sets)
        words = _words(before) ^ _words(after)
        if words:
            words -= _words(_phrases(old.rows & new.rows, new.word_sets))
    except PatternError:  # of an archive that somebody has changed
        return None
    by_word: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in sorted(before | after):
        by_word[max(phrase, key=len)].append(phrase)
    if len(words.union(by_word)) > MOST_WORDS:
        return None
    phrases = {word: tuple(found) for word, found in by_word.items()}
    # A change of a row is a row gone and a row come.
    return Change(old.digest, max(len(gone), len(come)), tuple(sorted(words)), phrases)


def _phrases(rows: Iterable[Row], word_sets: WordSets) -> set[Phrase]:
    """The phrases that are looked up for some rows."""
    return set(itertools.chain.from_iterable(parse_pattern(row[0], word_sets).heads for row in rows))


def _words(phrases: Iterable[Phrase]) -> set[str]:
    return set(itertools.chain.from_iterable(phrases))


def _rows(lexicon: Lexicon) -> Iterator[Row]:
    for alias in lexicon.aliases:
        category = lexicon.skills[alias.skill_id].category
        vouches = "vouches" if category in lexicon.vouching else ""
        patterns = (alias.alias, alias.needs, alias.unless)
        said = (alias.case, "skill", alias.skill_id, category, vouches)
        yield *patterns, *said, *_sets(patterns, lexicon.word_sets)
    for mask in lexicon.masks:
        yield mask, "mask", *_sets([mask], lexicon.word_sets)
    for cue, *told in lexicon.cues:
        yield cue, "cue", *told, *_sets([cue], lexicon.word_sets)


def _sets(patterns: Iterable[str], word_sets: WordSets) -> Iterator[str]:
    """What the sets hold that some patterns name."""
    for pattern in patterns:
        if "{" in pattern:
            yield from ("|".join(words) for name, words in word_sets.items() if f"{{{name}}}" in pattern)
