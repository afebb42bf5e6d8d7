"""Which degrees and fields of study a posting asks for, and the passage that says so.

The words are data: `degrees.csv` says how postings name a degree and what stands around one,
`degree_fields.csv` how they name what was studied. Only the surroundings of words that can name a degree are
read. An abbreviation ("MS", "BA") counts only where what stands beside it says that a degree is meant.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jobscan.extract.degree_lists import CONNECTORS, fields_after, fields_before, names_field
from jobscan.extract.degree_rules import (
    NAMES,
    OPENS,
    DegreeRules,
    compile_degree_rules,
)
from jobscan.records import Record
from jobscan.text.sections import Section
from jobscan.text.tokens import BLOCK, Tokens, tokenize
from jobscan.vocabulary import DEGREE_FIELDS, DEGREES

__all__ = ["DegreeRules", "Degrees", "compile_degree_rules", "find_degrees"]

_NOT_ASKED = frozenset({"company", "benefits", "legal", "apply"})


@dataclass(frozen=True, slots=True)
class Degrees(Record):
    """What a posting says of degrees. Nothing found: no levels, no fields, "" and 0."""

    levels: tuple[str, ...] = ()
    """Every level named, in the order of DEGREES."""
    minimum: str = ""
    """The lowest level that satisfies the requirement."""
    fields: tuple[str, ...] = ()
    """In the order of DEGREE_FIELDS."""
    equivalent: bool = False
    """Whether experience is taken in place of a degree."""
    quote: str = ""
    """text[start:end], the passage that decided the minimum, or the fields where no level is named."""
    start: int = 0
    end: int = 0


class _Mark(NamedTuple):
    """A phrase in tokens [first, end)."""

    first: int
    end: int
    kind: str
    level: str


@dataclass(slots=True)
class _Claim:
    """A degree, or what was studied, asked for in one place."""

    level: str
    fields: list[str]
    optional: bool
    equivalent: bool
    start: int
    end: int


def find_degrees(
    text: str, sections: Sequence[Section], rules: DegreeRules, *, tokens: Tokens | None = None
) -> Degrees:
    """The degrees that a text asks for.

    Those named in text about the employer, in benefits and legal notes are left out. tokens: those of the
    text, where they are known already.
    """
    tokens = tokens or tokenize(text)
    starts = [section.start for section in sections]
    claims: list[_Claim] = []
    for start, end in _windows(tokens, rules):
        for claim in _Reader(_part(tokens, start, end), rules).claims():
            at = bisect_right(starts, claim.start) - 1
            name = sections[at].name if at >= 0 else ""
            if name not in _NOT_ASKED:
                claim.optional = claim.optional or name == "preferred"
                claims.append(claim)
    return _sum_up(text, claims)


def _sum_up(text: str, claims: Sequence[_Claim]) -> Degrees:
    if not claims:
        return Degrees()
    levels = {claim.level for claim in claims if claim.level}
    needed = {claim.level for claim in claims if claim.level and not claim.optional} or levels
    minimum = min(needed, key=DEGREES.index, default="")
    fields = {name for claim in claims for name in claim.fields}
    deciding = [claim for claim in claims if claim.level == minimum]
    first = next((claim for claim in deciding if not claim.optional), deciding[0] if deciding else claims[0])
    return Degrees(
        levels=tuple(level for level in DEGREES if level in levels),
        minimum=minimum,
        fields=tuple(name for name in DEGREE_FIELDS if name in fields),
        equivalent=any(claim.equivalent for claim in claims),
        quote=text[first.start : first.end],
        start=first.start,
        end=first.end,
    )


_BEFORE, _AFTER = 160, 420  # characters read around a word that can name a degree
_PARAGRAPH = re.compile(r"\n[ \t\xa0]*\n")


def _windows(tokens: Tokens, rules: DegreeRules) -> Iterator[tuple[int, int]]:
    """The parts of a text in which a degree can be named, in order, none touching another."""
    text = tokens.text
    start = end = -1
    for place in _places(tokens, rules):
        glued = place > 0 and text[place - 1].islower() and text[place].isupper()
        if place + _LEAST < end and not glued:
            continue
        before = place if glued else _line_start(text, place)
        if before >= end or glued or place - start > _LONGEST:
            before = max(before, min(end, place))
            if end >= 0:
                yield start, min(end, before)
            start = before
        paragraph = _PARAGRAPH.search(text, place, place + _AFTER)
        end = paragraph.start() if paragraph else min(len(text), place + _AFTER)
    if end >= 0:
        yield start, end


def _places(tokens: Tokens, rules: DegreeRules) -> list[int]:
    """Where the words stand that can name a degree."""
    text, lower, starts = tokens.text, tokens.lower, tokens.starts
    anchors, exact, watched = rules.anchors, rules.exact_anchors, rules.watched
    places: set[int] = set()
    for at in list(itertools.compress(itertools.count(), map(watched.__contains__, lower))):
        word = lower[at]
        if word in exact and text.startswith(exact[word], starts[at]):
            places.add(starts[at])
            continue
        for behind in anchors.get(word, ()):
            if not behind or lower[at + 1 : at + 1 + len(behind)] == behind:
                places.add(starts[at])
                break
    # "SkillsM.Sc.": the tokenizer does not know where an abbreviation was glued to the word before it.
    for capital in rules.capital.finditer(text):
        at = capital.start()
        if text.startswith(rules.glued[capital[0]], at) and text[at - 1].islower():
            places.add(at)
    return sorted(places)


def _part(tokens: Tokens, start: int, end: int) -> Tokens:
    """The tokens of a part of the text, read anew where it begins inside one."""
    at = bisect_right(tokens.starts, start) - 1
    if at < 0 or not tokens.starts[at] < start < tokens.ends[at]:
        return tokens.part(start, end)
    part = tokenize(tokens.text[start:end])
    starts, ends = [at + start for at in part.starts], [at + start for at in part.ends]
    return Tokens(tokens.text, starts, ends, part.lower, part.breaks)


_LONGEST = 1_500  # characters of one part: in a longer one every word would be compared with too many
_LEAST = 40  # characters after a word that must be read with it


def _line_start(text: str, place: int) -> int:
    """Where the line begins in which a place stands, or a word not too far before it."""
    low = max(0, place - _BEFORE)
    at = text.rfind("\n", low, place) + 1
    return at or (text.find(" ", low, place) + 1 if low else 0)


_WITH_YEARS = frozenset({"and", "with", "+", "plus", "&"})
_MOST_MARKS = 100  # in one part: real ones have up to 20, and each is compared with all
_REACH = 30  # tokens from a degree in which "preferred" and the like still speak of it


@dataclass(slots=True)
class _Reader:
    """Reads one part of a text."""

    tokens: Tokens
    rules: DegreeRules
    marks: list[_Mark] = field(init=False)

    def __post_init__(self) -> None:
        self.marks = list(itertools.islice(self._find_marks(), _MOST_MARKS))

    def claims(self) -> Iterator[_Claim]:
        """What the text asks for, in order."""
        named = [mark for mark in self.marks if mark.kind in NAMES]
        at = 0
        for mark in self.marks:
            if mark.kind not in OPENS:
                continue
            while at < len(named) and named[at].first < mark.end:
                at += 1
            following = named[at] if at < len(named) else None
            before = named[at - 2] if at > 1 and named[at - 1] == mark else None
            if not self._is_aside(mark):
                claim = self._claim(mark, before, following)
                if claim:
                    yield claim

    def _claim(self, mark: _Mark, before: _Mark | None, following: _Mark | None) -> _Claim | None:
        """What is asked for where a degree is named, given the degrees named before and after it."""
        fields, end, tail = fields_after(self.tokens, self.rules, mark.end)
        first = mark.first
        if mark.kind == "study" and not fields:
            first, fields = fields_before(self.tokens, self.rules, mark.first)
        if mark.kind == "background" and not tail:
            return None
        if mark.kind == "short" and not (
            self._are_beside(before, mark)
            or self._are_beside(mark, following)
            or self._is_told(mark, is_of_field=bool(fields) or tail)
        ):
            return None
        if mark.kind == "general" and self._is_spelt_out(mark, following):
            return None
        level = mark.level or self._level_of(mark, max(end, mark.end), following)
        if not level and not fields:
            return None
        optional, equivalent = self._conditions(mark)
        starts, ends = self.tokens.starts, self.tokens.ends
        return _Claim(level, fields, optional, equivalent, starts[first], ends[max(end, mark.end) - 1])

    def _find_marks(self) -> Iterator[_Mark]:
        words, phrases, read = self.tokens.lower, self.rules.phrases, 0
        for at in itertools.compress(itertools.count(), map(phrases.__contains__, words)):
            if at < read:
                continue
            for phrase, value in phrases[words[at]]:
                end = at + len(phrase)
                if words[at:end] == list(phrase):
                    kind, level = value.split(" ")
                    if kind == "short" and self._surface(at, end) not in self.rules.exact:
                        continue
                    if BLOCK in self.tokens.breaks[at + 1 : end]:
                        continue
                    yield _Mark(at, end, kind, level)
                    read = end
                    break

    def _surface(self, first: int, end: int) -> str:
        return self.tokens.text[self.tokens.starts[first] : self.tokens.ends[end - 1]]

    def _is_aside(self, mark: _Mark) -> bool:
        low, high = self.tokens.sentence(mark.first)
        low, high = max(low, mark.first - _REACH), min(high, mark.end + _REACH)
        return any(other.kind == "aside" and low <= other.first < high for other in self.marks)

    def _are_beside(self, mark: _Mark | None, following: _Mark | None) -> bool:
        """Whether two degrees stand next to each other in a list."""
        if mark is None or following is None:
            return False
        return following.first - mark.end <= 4 and self._are(mark.end, following.first, CONNECTORS)

    def _are(self, low: int, high: int, words: frozenset[str]) -> bool:
        return all(word in words for word in self.tokens.lower[low:high])

    def _is_told(self, mark: _Mark, *, is_of_field: bool) -> bool:
        """Whether the words after an abbreviation say that it is a degree."""
        following = self.tokens.lower[mark.end : mark.end + 2]
        if not following:
            return False
        if following[0] in {"in", "of"}:
            return is_of_field
        beside = next((other for other in self.marks if other.first == mark.end), None)
        if beside:
            return beside.kind in {"optional", "required", "equivalent", "study"}
        if following[0] in _WITH_YEARS and "years" in self.tokens.lower[mark.end : mark.end + 8]:
            return True  # "MS and three years"
        if mark.level in {"bachelor", "master"} and names_field(self.tokens, self.rules, mark.end):
            return True  # "BS Computer Science"
        return " ".join(following) in {"or higher", "or above", "or equivalent", "level or", "is preferred"}

    def _end_of(self, sentence: int) -> int:
        """Where the sentence that ends at a token ends, with "; or equivalent experience" behind it."""
        ends = (o.end for o in self.marks if o.kind == "equivalent" and sentence <= o.first <= sentence + 2)
        return max(ends, default=sentence)

    def _is_spelt_out(self, mark: _Mark, following: _Mark | None) -> bool:
        """Whether the levels follow at once: "advanced degree (MS or PhD)"."""
        if following is None or following.kind not in {"degree", "short"}:
            return False
        opens = self.tokens.lower[mark.end] in {"(", ":", "-", "–", ",", "such", "e.g.", "i.e."}
        return opens and following.first - mark.end <= 4

    def _level_of(self, mark: _Mark, end: int, following: _Mark | None) -> str:
        """The level of a degree without one: where a higher degree is the alternative it is a bachelor's."""
        if mark.kind != "study" or following is None or following.level not in {"master", "phd"}:
            return ""
        gap = self.tokens.lower[end : following.first]
        return "bachelor" if 0 < len(gap) <= 3 and gap[0] in {"or", "/"} else ""

    def _conditions(self, mark: _Mark) -> tuple[bool, bool]:
        """Whether a degree is only wished for, and whether something else is taken in its place."""
        low, high = self.tokens.sentence(mark.first)
        before = [
            other for other in self.marks if low <= other.first and mark.first - 3 <= other.end <= mark.first
        ]
        optional = next(
            (o.kind == "optional" for o in reversed(before) if o.kind in {"optional", "required"}), None
        )
        equivalent, end = False, mark.end
        high = self._end_of(high)
        for other in self.marks:
            if other.first < mark.end or other.first >= min(high, mark.end + _REACH):
                continue
            if other.kind in NAMES and not self._are(end, other.first, CONNECTORS):
                break
            end = other.end
            equivalent = equivalent or other.kind == "equivalent"
            if optional is None and other.kind in {"optional", "required"}:
                optional = other.kind == "optional"
        return bool(optional), equivalent
