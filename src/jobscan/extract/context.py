"""Whether a mention is said not to be needed: "no Java required", "Java is not required".

Cues are rows of skill_lexicon/cues.csv, of three kinds. A forward cue ("no", "do not require") negates what
follows it within its sentence; one with closers ("no ... required") only what stands between it and the
first of them. A backward cue ("is not required") negates the list of mentions that ends before it. A
softener ("a plus", "but preferred") in the same breath says that the thing is wanted after all.

General lists of English negation fail here: with them "No Java required, Python a must." negates Python too,
and "Java is not required." negates nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from jobscan.text.tokens import Tokens

FORWARD_WORDS = 10
"""How far a forward cue reaches, and how far off its closer may stand."""
SENTENCE_WORDS = 60
"""How far off cues are looked for in the sentence; the text of an attacker may have no full stop."""
BACKWARD_WORDS = 12
"""How far a backward cue reaches."""
SOFTENER_WORDS = 6
"""How far behind a negation a softener still takes it back ("not required but a plus")."""

_CLAUSE_ENDS = frozenset(
    {"but", "however", "although", "though", "while", "whereas", ";", ":", "unless", "because"}
)
_LIST_SIGNS = frozenset({",", "/", "&", "and", "or"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell whether a mention near by is wanted."""

    kind: str
    """forward, backward or softener."""
    closers: frozenset[str] = frozenset()
    """For a forward cue: the words of which one must follow what it negates; empty for none."""


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue in tokens [first, end)."""

    first: int
    end: int
    cue: Cue


def _first(hit: CueHit) -> int:
    return hit.first


def negating_cue(tokens: Tokens, first: int, end: int, cues: Sequence[CueHit]) -> CueHit | None:
    """The cue that negates the mention in tokens [first, end), None where it is asked for.

    cues: those of the text, by their place.
    """
    low, high = tokens.sentence(first)
    low, high = max(low, first - SENTENCE_WORDS), min(high, end + SENTENCE_WORDS)
    near = cues[bisect_left(cues, low, key=_first) : bisect_left(cues, high, key=_first)]
    for hit in near:
        if hit.cue.kind == "forward" and hit.end <= first and _reaches_forward(tokens, hit, end, high):
            return None if _softened(hit, end, near) or _softened_between(hit, low, near) else hit
        if hit.cue.kind == "backward" and end <= hit.first and _reaches_back(tokens, hit, end):
            return None if _softened(hit, hit.end, near) or _softened_between(hit, end, near) else hit
    return None


def _reaches_forward(tokens: Tokens, hit: CueHit, mention_end: int, high: int) -> bool:
    """Whether a forward cue reaches over the mention that ends at `mention_end`."""
    lower = tokens.lower
    between = lower[hit.end : mention_end]
    if len(between) > FORWARD_WORDS or not _CLAUSE_ENDS.isdisjoint(between):
        return False
    if not hit.cue.closers:
        return "," not in between or _is_list(between)
    if not hit.cue.closers.isdisjoint(between):
        return False
    for at in range(mention_end, min(high, mention_end + FORWARD_WORDS)):
        if lower[at] in hit.cue.closers:
            # "No agencies, Python required" is two statements, "no Java, Scala or C++ required" is one.
            scope = lower[hit.end : at]
            return "," not in scope or not {"or", "and", "nor"}.isdisjoint(scope)
        if lower[at] in _CLAUSE_ENDS:
            return False
    return False


def _is_list(words: Sequence[str]) -> bool:
    """Whether the words read as a list of short items: no item of more than three words."""
    length = 0
    for word in words:
        length = 0 if word in _LIST_SIGNS else length + 1
        if length > 3:
            return False
    return True


def _reaches_back(tokens: Tokens, hit: CueHit, mention_end: int) -> bool:
    """Whether a backward cue reaches over the mention that ends at `mention_end`."""
    between = tokens.lower[mention_end : hit.first]
    if len(between) > BACKWARD_WORDS or not _CLAUSE_ENDS.isdisjoint(between):
        return False
    if _LIST_SIGNS.isdisjoint(between):
        return True
    # "Java, C or Go is not required" is one list; "Python is a must, Java is not required" is none.
    first_sign = next(at for at, word in enumerate(between) if word in _LIST_SIGNS)
    return first_sign <= 1 and _is_list(between)


def _softened(hit: CueHit, after: int, near: Sequence[CueHit]) -> bool:
    """Whether a softener follows within SOFTENER_WORDS of token `after`."""
    return any(
        other.cue.kind == "softener" and 0 <= other.first - after <= SOFTENER_WORDS
        for other in near
        if other is not hit
    )


def _softened_between(hit: CueHit, start: int, near: Sequence[CueHit]) -> bool:
    """Whether a softener stands between token `start` and a cue ("a plus but not required")."""
    return any(
        other.cue.kind == "softener" and start <= other.first and other.end <= hit.first for other in near
    )
