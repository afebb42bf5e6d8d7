"""The small language in which a lexicon says how a phrase varies, and what must stand near it.

A pattern is elements separated by spaces. An element is a word, alternatives `a|b|two_words`, the words of a
set `{team}`, any of them made optional by a trailing `?`, or a gap `...3` of up to three words of any kind
within the sentence. The first words (the head) are expanded to plain phrases, which are looked up all at
once; what follows (the tail, from the first gap on at the latest) is compared word by word, and only where
the head was found.

Conditions are separated by `;`: `before:`, `after:`, `within:`, `near:`, `sentence:`, `title:`, `section:`
with words separated by `|`, and `start`, `tool`, `list` without.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jobscan.text.sections import SECTIONS
from jobscan.text.tokens import tokenize

MAX_HEADS = 600
"""Up to how many phrases a pattern's first words are expanded; the words after that are its tail."""
MAX_PHRASES = 5_000
"""Most phrases that the first word of a pattern, with optional ones before it, may stand for."""
MAX_GAP = 12

CONDITIONS_WITH_WORDS = ("before", "after", "within", "near", "sentence", "title", "section")
CONDITIONS_ALONE = ("start", "tool", "list")

Phrase = tuple[str, ...]
WordSets = Mapping[str, Sequence[str]]

_GAP = re.compile(r"\.\.\.(\d+)")
_SET = re.compile(r"\{([a-z0-9_]+)\}")


class PatternError(ValueError):
    """A pattern or condition that is not legal; the message says what is."""


@dataclass(frozen=True, slots=True)
class Element:
    """A place in a pattern: one of several phrases, or a gap."""

    phrases: tuple[Phrase, ...]
    """Sorted, each once."""
    optional: bool = False
    gap: int = 0
    """How many words of any kind may stand here; 0 for an element that is no gap."""

    def by_first_word(self) -> dict[str, tuple[Phrase, ...]]:
        """The phrases by their first word, the longest first."""
        return by_word(self.phrases, at=0)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern taken apart: head phrases in a fixed order, then the elements after them."""

    heads: tuple[Phrase, ...]
    tail: tuple[Element, ...]

    @property
    def has_gap(self) -> bool:
        """Whether words of any kind may stand inside it."""
        return any(element.gap for element in self.tail)


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must, or must not, hold where an alias stands."""

    kind: str
    words: frozenset[str] = frozenset()
    """Single words, or the names of sections."""
    phrases: tuple[Phrase, ...] = ()
    """Phrases of two words or more, sorted."""


def phrase_tokens(phrase: str) -> Phrase:
    """The lower-case tokens of a phrase, as the text's own are made."""
    return tuple(tokenize(phrase.lower()).lower)


# The same words come back in many patterns.
_tokens_of = lru_cache(maxsize=20_000)(phrase_tokens)


def by_word(phrases: Iterable[Phrase], *, at: int) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by their first word (at=0) or their last (at=-1), the longest first."""
    groups: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        groups[phrase[at]].append(phrase)
    return {word: tuple(group) for word, group in groups.items()}


def parse_pattern(pattern: str, word_sets: WordSets) -> Pattern:
    """A pattern taken apart. Raises PatternError.

    >>> parsed = parse_pattern("work|works closely? with ...2 {team}", {"team": ["team", "teams"]})
    >>> parsed.heads
    (('work', 'closely', 'with'), ('work', 'with'), ('works', 'closely', 'with'), ('works', 'with'))
    >>> [element.gap for element in parsed.tail]
    [2, 0]
    """
    elements = parse_elements(pattern, word_sets)
    _check_gaps(elements)
    used = _head_size(elements)
    choices = [[(), *e.phrases] if e.optional else e.phrases for e in elements[:used]]
    heads = {tuple(itertools.chain.from_iterable(parts)) for parts in itertools.product(*choices)}
    return Pattern(tuple(sorted(heads)), tuple(elements[used:]))


def _check_gaps(elements: Sequence[Element]) -> None:
    for at, element in enumerate(elements):
        if element.gap and all(before.optional for before in elements[:at]):
            raise PatternError("begins with a gap; a word that is not optional must stand before it")
        if element.gap and elements[at + 1 : at + 2] and elements[at + 1].gap:
            raise PatternError("two gaps side by side; one of the sum of both says the same")
        if element.gap and all(later.optional or later.gap for later in elements[at + 1 :]):
            raise PatternError("ends with a gap; it must be followed by a word that is not optional")
    if all(element.optional for element in elements):
        raise PatternError("every word is optional")


def _head_size(elements: Sequence[Element]) -> int:
    """How many elements are expanded: up to a gap or MAX_HEADS, but at least one that is not optional."""
    needed = next(at for at, element in enumerate(elements) if not element.optional) + 1
    size, used = 1, 0
    for element in elements:
        size *= len(element.phrases) + element.optional
        if element.gap or (size > MAX_HEADS and used >= needed):
            break
        if size > MAX_PHRASES:
            raise PatternError(f"its first words stand for {size} phrases, more than {MAX_PHRASES}")
        used += 1
    return used


def parse_elements(pattern: str, word_sets: WordSets) -> list[Element]:
    """The elements of a pattern, at least one. Raises PatternError."""
    elements = [_parse_element(word, word_sets) for word in pattern.split()]
    if not elements:
        raise PatternError("empty; a phrase or pattern is needed")
    return elements


def _parse_element(text: str, word_sets: WordSets) -> Element:
    gap = _GAP.fullmatch(text)
    if gap:
        if not 0 < int(gap.group(1)) <= MAX_GAP:
            raise PatternError(f"{text!r}: a gap is 1 to {MAX_GAP} words")
        return Element((), gap=int(gap.group(1)))
    optional = len(text) > 1 and text.endswith("?")
    phrases = _alternatives(text.removesuffix("?") if optional else text, word_sets)
    return Element(tuple(sorted(set(phrases))), optional)


def _alternatives(text: str, word_sets: WordSets) -> list[Phrase]:
    """The phrases that `a|{set}|two_words` stands for."""
    phrases: list[Phrase] = []
    for alternative in text.split("|"):
        name = _SET.fullmatch(alternative)
        if name and name.group(1) not in word_sets:
            sets = ", ".join(sorted(word_sets)) or "none"
            raise PatternError(f"{alternative}: no such set in word_sets.csv; there are {sets}")
        words = word_sets[name.group(1)] if name else [alternative]
        for word in words:
            tokens = _tokens_of(word.replace("_", " "))
            if not tokens:
                raise PatternError(f"{text!r}: an empty alternative; alternatives are separated by one |")
            phrases.append(tokens)
    return phrases


def parse_conditions(text: str, word_sets: WordSets) -> tuple[Condition, ...]:
    """The conditions of a cell, () for an empty one. Raises PatternError.

    >>> [condition.kind for condition in parse_conditions("tool; near:programming|scripting", {})]
    ['tool', 'near']
    """
    return tuple(_parse_condition(part.strip(), word_sets) for part in text.split(";") if part.strip())


def _parse_condition(text: str, word_sets: WordSets) -> Condition:
    kind, colon, words = text.partition(":")
    if kind in CONDITIONS_ALONE and not colon:
        return Condition(kind)
    if kind not in CONDITIONS_WITH_WORDS or not words.strip():
        legal = ", ".join([*CONDITIONS_ALONE, *(f"{kind}:words" for kind in CONDITIONS_WITH_WORDS)])
        raise PatternError(f"{text!r} is not a condition; legal are {legal}")
    if kind == "section":
        names = frozenset(words.strip().split("|"))
        if not names <= set(SECTIONS):
            raise PatternError(f"{text!r}: no such section; there are {', '.join(filter(None, SECTIONS))}")
        return Condition(kind, names)
    phrases = _alternatives(words.strip().replace(" ", "_"), word_sets)
    return Condition(
        kind,
        frozenset(phrase[0] for phrase in phrases if len(phrase) == 1),
        tuple(sorted({phrase for phrase in phrases if len(phrase) > 1})),
    )
