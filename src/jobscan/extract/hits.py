"""Hits of phrases in a text, and which of them stand: conditions, overlaps, company.

All here is pure: tokens and hits in, hits out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jobscan.extract.context import Cue
from jobscan.patterns import Condition, Element, Phrase, by_word
from jobscan.text.sections import Section
from jobscan.text.tokens import BLOCK, Tokens

NEAR_WORDS = 8
"""How many words either side count as near."""
SENTENCE_WORDS = 100
"""How far a condition on the sentence looks either side: further than any sentence that a person wrote."""
TOOL_WORDS = 12
"""How many words off a strong technical term may stand and still vouch."""

_SENTENCE_WORDS = frozenset(
    "we you your our need needs require required must experience skills knowledge with is are .".split()
)
_LIST_ONLY = frozenset({"list"})
_LIST_SIGNS = frozenset({",", "/", "|", "&", "and", "or", "and/or", "+", "(", ")"})


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A condition, ready to be asked about."""

    kind: str
    words: frozenset[str]
    by_first: Mapping[str, tuple[Phrase, ...]]
    by_last: Mapping[str, tuple[Phrase, ...]]


def compile_checks(conditions: Iterable[Condition]) -> tuple[Check, ...]:
    """Conditions, ready to be asked about."""
    return tuple(
        Check(c.kind, c.words, by_word(c.phrases, at=0), by_word(c.phrases, at=-1)) for c in conditions
    )


Tail = tuple[tuple[int, bool, dict[str, tuple[Phrase, ...]]], ...]
"""A pattern's tail: for each element the gap before it, whether it is optional, its phrases by first word."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What a phrase that was found may be: an alias, a mask (no skill) or a cue."""

    skill_id: str = ""
    """"" for a mask or a cue."""
    exact: Phrase = ()
    """The words as they must be written, () where case does not matter."""
    tail: Tail = ()
    has_gap: bool = False
    needs: tuple[Check, ...] = ()
    unless: tuple[Check, ...] = ()
    company: frozenset[str] = frozenset()
    """Of `tool` and `list`, those that would do for needs."""
    vouches: bool = False
    cue: Cue | None = None


class Hit:
    """A place, in tokens [first, end), where an entry's words stand.

    waits_for: the company (`tool`, `list`) of which one must be found; empty for a hit that stands alone.
    No dataclass: thousands are made a second, and compiled ones cost five times as much.
    """

    __slots__ = ("end", "entry", "first", "waits_for")

    def __init__(self, first: int, end: int, entry: Entry, waits_for: frozenset[str] = frozenset()) -> None:
        self.first, self.end, self.entry, self.waits_for = first, end, entry, waits_for


@dataclass(slots=True)
class Place:
    """A text's tokens with all that conditions are asked about."""

    tokens: Tokens
    sections: Sequence[Section]
    title: Phrase
    employer: Phrase
    _section_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._section_starts = [section.start for section in self.sections]

    def section(self, index: int) -> str:
        """The name of the section in which token `index` stands."""
        at = bisect_right(self._section_starts, self.tokens.starts[index])
        return self.sections[at - 1].name if at else ""

    def is_title(self, index: int) -> bool:
        """Whether token `index` stands on a line that repeats the posting's title.

        A text that is nothing else, or a first sentence that was taken for a title, is no repetition.
        """
        if self.tokens.lower[index] not in self.title:
            return False
        first, end = self.tokens.sentence(index)
        if end - first != len(self.title) or len(self.title) == len(self.tokens):
            return False
        return tuple(self.tokens.lower[first:end]) == self.title and _SENTENCE_WORDS.isdisjoint(self.title)

    def hit(self, entry: Entry, first: int, head_end: int) -> Hit | None:
        """The hit of an entry whose head stands in tokens [first, head_end), None where it is not one.

        The hit waits if the only needs that may still hold are for company. A tool that bears the
        employer's own name is most often the employer: it waits to be found in a list of tools.
        """
        if entry.exact and not self._written(first, entry.exact):
            return None
        end = match_tail(self.tokens, head_end, entry.tail) if entry.tail else head_end
        if end is None or (entry.unless and self._any_holds(entry.unless, first, end)):
            return None
        met = not entry.needs or self._any_holds(entry.needs, first, end)
        if not met and not entry.company:
            return None
        if entry.vouches and self.employer and self._is_employer(first, end):
            return Hit(first, end, entry, _LIST_ONLY)
        return Hit(first, end, entry) if met else Hit(first, end, entry, entry.company)

    def _is_employer(self, first: int, end: int) -> bool:
        """Whether the employer's name begins with the words [first, end)."""
        lower, employer = self.tokens.lower, self.employer
        return lower[first] == employer[0] and tuple(lower[first:end]) == employer[: end - first]

    def _any_holds(self, checks: Iterable[Check], first: int, end: int) -> bool:
        """Whether one of some conditions holds for the words [first, end)."""
        for check in checks:  # noqa: SIM110 - asked a hundred times a posting, where any() costs twice as much
            if self.holds(check, first, end):
                return True
        return False

    def holds(self, check: Check, first: int, end: int) -> bool:
        """Whether a condition holds for the words [first, end). Company is never held to be met here."""
        kind, held = check.kind, False
        if kind == "before":
            held = self._ends_before(check, first)
        elif kind == "after":
            held = self._starts_at(check, end)
        elif kind == "within":
            inside = self.tokens.lower[first:end]
            held = not check.words.isdisjoint(inside) or _holds_phrase(inside, check.by_first)
        elif kind == "near":
            held = self._stands_around(check, first, end, NEAR_WORDS)
        elif kind == "sentence":
            held = self._stands_around(check, first, end, SENTENCE_WORDS)
        elif kind == "start":
            held = bool(self.tokens.breaks[first])
        elif kind == "section":
            held = self.section(first) in check.words
        elif kind == "title":
            held = not check.words.isdisjoint(self.title) or _holds_phrase(self.title, check.by_first)
        return held

    def _written(self, first: int, exact: Phrase) -> bool:
        """Whether the tokens from `first` on are written just so."""
        return all(self.tokens.surface(first + at) == word for at, word in enumerate(exact))

    def _ends_before(self, check: Check, first: int) -> bool:
        """Whether one of the condition's phrases ends directly before token `first`, in its sentence."""
        lower, breaks = self.tokens.lower, self.tokens.breaks
        if first == 0 or breaks[first]:
            return False
        last = lower[first - 1]
        if last in check.words:
            return True
        if last not in check.by_last:
            return False
        return any(
            tuple(lower[max(first - len(phrase), 0) : first]) == phrase
            and not any(breaks[first - len(phrase) + 1 : first])
            for phrase in check.by_last[last]
        )

    def _starts_at(self, check: Check, end: int) -> bool:
        """Whether one of the condition's phrases starts at token `end`, in the sentence before it."""
        lower, breaks = self.tokens.lower, self.tokens.breaks
        if end >= len(lower) or breaks[end]:
            return False
        following = lower[end]
        if following in check.words:
            return True
        if following not in check.by_first:
            return False
        return any(
            tuple(lower[end : end + len(phrase)]) == phrase and not any(breaks[end : end + len(phrase)])
            for phrase in check.by_first[following]
        )

    def _stands_around(self, check: Check, first: int, end: int, words: int) -> bool:
        """Whether one of the condition's phrases stands within so many words either side, in the sentence."""
        low, high = self.tokens.sentence(first)
        low, high = max(low, first - words), min(high, end + words)
        lower = self.tokens.lower
        before, after = lower[low:first], lower[end:high]
        if not check.words.isdisjoint(before) or not check.words.isdisjoint(after):
            return True
        if not check.by_first:
            return False
        return _holds_phrase(before, check.by_first) or _holds_phrase(after, check.by_first)


def _holds_phrase(words: Sequence[str], by_first: Mapping[str, tuple[Phrase, ...]]) -> bool:
    if by_first.keys().isdisjoint(words):
        return False
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for at, word in enumerate(words)
        if word in by_first
        for phrase in by_first[word]
    )


def compile_tail(elements: Iterable[Element]) -> Tail:
    """The elements of a pattern's tail, ready to be compared with tokens."""
    tail: list[tuple[int, bool, dict[str, tuple[Phrase, ...]]]] = []
    gap = 0
    for element in elements:
        if not element.gap:
            tail.append((gap, element.optional, element.by_first_word()))
        gap = element.gap
    return tuple(tail)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The entries that one phrase may be, sorted out by the words that must follow it.

    Most places where a phrase stands are told from what follows to be none of its patterns, before any of
    them is tried: "data" alone begins dozens.
    """

    cues: tuple[Cue, ...]
    always: tuple[Entry, ...]
    """Those that anything may follow."""
    by_next: Mapping[str, tuple[Entry, ...]]
    """Those that a certain word must follow directly."""
    by_later: Mapping[str, tuple[Entry, ...]]
    """Those that a certain word must follow within `reach` words."""
    reach: int
    has_tails: bool
    """Whether there are any of those."""

    def at(self, tokens: Tokens, end: int) -> Iterable[Entry]:
        """The aliases and masks that are possible where the phrase ends at token `end`."""
        found = self.always
        if not self.has_tails or end >= len(tokens.lower) or tokens.breaks[end]:
            return found
        by_next, by_later = self.by_next, self.by_later
        if by_next:
            found += by_next.get(tokens.lower[end], ())
        if by_later:
            following = tokens.lower[end : end + self.reach]
            if not by_later.keys().isdisjoint(following):
                for word in following:
                    if word in by_later:
                        found += by_later[word]
                return dict.fromkeys(found)
        return found


def group_entries(entries: Iterable[Entry]) -> Candidates:
    """The entries of one phrase as candidates."""
    cues: list[Cue] = []
    always: list[Entry] = []
    by_next: dict[str, list[Entry]] = defaultdict(list)
    by_later: dict[str, list[Entry]] = defaultdict(list)
    reach = 0
    for entry in entries:
        if entry.cue:
            cues.append(entry.cue)
            continue
        words, far = _telling(entry.tail)
        if not words:
            always.append(entry)
        reach = max(reach, far)
        for word in words:
            (by_later if far else by_next)[word].append(entry)
    return Candidates(
        tuple(cues), tuple(always), _tuples(by_next), _tuples(by_later), reach, bool(by_next or by_later)
    )


def _telling(tail: Tail) -> tuple[Iterable[str], int]:
    """Words of which one must follow for a tail to match, and within how many words; 0 for directly.

    They are those of its last element that is not optional: what begins a tail is often a word that stands
    everywhere ("experience in ...3 cloud").
    """
    words: Iterable[str] = ()
    reach = far = 0
    for gap, optional, by_first in tail:
        reach += gap
        if not optional:
            words, far = by_first, reach + 1 if reach else 0
        reach += max(len(phrase) for phrases in by_first.values() for phrase in phrases)
    return words, far


def _tuples(groups: Mapping[str, list[Entry]]) -> dict[str, tuple[Entry, ...]]:
    return {word: tuple(entries) for word, entries in groups.items()}


def match_tail(tokens: Tokens, at: int, tail: Tail) -> int | None:
    """The end of the shortest match of a tail from token `at` on, None where there is none."""
    if at >= len(tokens.lower) or tokens.breaks[at]:
        return at if all(optional for _, optional, _ in tail) else None
    return _match_rest(tokens.lower, at, tokens.sentence(at)[1], tail)


def _match_rest(lower: Sequence[str], at: int, limit: int, tail: Tail) -> int | None:
    if not tail:
        return at
    (gap, optional, by_first), rest = tail[0], tail[1:]
    if not optional and by_first.keys().isdisjoint(lower[at : min(at + gap + 1, limit)]):
        return None
    for start in range(at, min(at + gap + 1, limit)):
        for phrase in by_first.get(lower[start], ()):
            end = start + len(phrase)
            if end <= limit and (len(phrase) == 1 or tuple(lower[start:end]) == phrase):
                found = _match_rest(lower, end, limit, rest) if rest else end
                if found is not None:
                    return found
        if optional and (found := _match_rest(lower, start, limit, rest)) is not None:
            return found
    return _match_rest(lower, at, limit, rest) if optional and at == limit and not gap else None


def without_overlaps(hits: Iterable[Hit]) -> list[Hit]:
    """The hits of skills that stand when, of overlapping phrases, the longest wins.

    Equal places all stay. A pattern with a gap takes no place from other skills, and falls only to a mask
    on its first word, or to a longer mention of its own skill.
    """
    taken: dict[int, range] = {}
    masked: set[int] = set()
    own: dict[str, set[int]] = defaultdict(set)
    standing: list[Hit] = []
    # A mask of the same length goes first: the alias is the general case, the mask the known exception.
    for hit in sorted(hits, key=lambda hit: (hit.first - hit.end, hit.first, hit.entry.skill_id)):
        entry, place = hit.entry, range(hit.first, hit.end)
        if not entry.has_gap:
            if not taken.keys().isdisjoint(place) and any(taken.get(at, place) != place for at in place):
                continue
            for at in place:
                taken[at] = place
        if not entry.skill_id:
            masked.update(place)
            continue
        held = own[entry.skill_id]
        if held.isdisjoint(place):
            standing.append(hit)
            held.update(place)
    return [hit for hit in standing if hit.first not in masked]


def vouched(hits: Sequence[Hit], tokens: Tokens) -> list[Hit]:
    """The hits that are meant: those that stand alone, and those that another term vouches for.

    Only strong terms vouch by being near. In a list any accepted technical term does, so that one strong
    term carries a whole list of ambiguous ones ("Python, R, C and Go").
    """
    strong = {
        at for hit in hits if hit.entry.vouches and not hit.waits_for for at in range(hit.first, hit.end)
    }
    meant: list[Hit] = []
    waiting: list[Hit] = []
    for hit in hits:
        if not hit.waits_for or ("tool" in hit.waits_for and _tool_near(hit, strong, tokens)):
            meant.append(hit)
        elif "list" in hit.waits_for:
            waiting.append(hit)
    accepted = strong | {at for hit in meant if hit.entry.company for at in range(hit.first, hit.end)}
    # A list is carried from its strong term on in both directions.
    waiting.sort(key=lambda hit: hit.first)
    for direction in (waiting, reversed(waiting)):
        for hit in direction:
            if hit.first not in accepted and _in_list(hit, accepted, tokens):
                meant.append(hit)
                accepted.update(range(hit.first, hit.end))
    return meant


def _tool_near(hit: Hit, strong: set[int], tokens: Tokens) -> bool:
    """Whether a strong technical term stands within TOOL_WORDS in the same sentence or bullet."""
    low, high = tokens.sentence(hit.first)
    around = range(max(low, hit.first - TOOL_WORDS), min(high, hit.end + TOOL_WORDS))
    return any(at in strong for at in around)


def _in_list(hit: Hit, accepted: set[int], tokens: Tokens) -> bool:
    """Whether an accepted term is the hit's neighbour in a list, on its line or on a line of its own."""
    for step, start in ((-1, hit.first - 1), (1, hit.end)):
        at = start
        while 0 <= at < len(tokens) and tokens.lower[at] in _LIST_SIGNS and abs(at - start) < 3:
            at += step
        if 0 <= at < len(tokens) and at in accepted:
            gap = range(min(at, hit.first) + 1, max(at, hit.end - 1) + 1)
            if at != start or any(tokens.breaks[between] == BLOCK for between in gap):
                return True
    return False
