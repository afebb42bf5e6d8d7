"""The words of a text as the items of lists: "Python, R and SQL" is one list of three."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from jobscan.discover.words import ASK_SIGNS, ASKS, CUTS, EDGES, LIST_SIGNS
from jobscan.extract.result import Mention
from jobscan.lexicon_formats.labels import words_of
from jobscan.text.tokens import BLOCK

MOST_WORDS = 4
"""Of a name; a longer run of capitalised words is a heading or a sentence in title case."""
MOST_SMALL_WORDS = 3
"""Of a term in small letters."""

_SHORT_LINE = 4  # tokens; lines of so few that follow one another are a list
_SHORT_MENTION = 5  # tokens; a longer one is a way of putting something, not an item of a list
_MOST_SIGNS = 3  # between two items: "C), and"
_ASKED_BEFORE = 7  # tokens before a list, among which words such as "experience" ask for it
_SHOUTED = 0.8  # of the words of a sentence in capitals; fewer than _FEWEST_SHOUTED are acronyms
_FEWEST_SHOUTED = 4

# A capital inside a word: a name, or two words that lost the line break between them.
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{3}")

_WORD, _KNOWN, _SIGN, _CUT = range(4)


class Items:
    """The tokens of a text, each a word, part of a mention, a sign of a list, or a cut between items.

    Items, lists and terms are half-open ranges of tokens.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], technical: Container[str]) -> None:
        """mentions: of the lexicon's skills in the text; technical: the skills that make a list technical."""
        self.tokens = words_of(text)
        self.written = [self.tokens.surface(at) for at in range(len(self.tokens))]
        self._kinds = [_kind(word) for word in self.tokens.lower]
        self._skills: dict[int, str] = {}
        self._shouted: dict[int, bool] = {}
        starts = self.tokens.starts
        for mention in mentions:
            first, end = bisect_right(starts, mention.start) - 1, bisect_right(starts, mention.end - 1)
            if end - first <= _SHORT_MENTION:
                self._kinds[first:end] = [_KNOWN] * (end - first)
                if mention.skill_id in technical:
                    self._skills[first] = mention.skill_id

    def words(self) -> Iterator[int]:
        """The words that belong to no mention and begin no sentence."""
        breaks = self.tokens.breaks
        return (at for at, kind in enumerate(self._kinds) if kind == _WORD and not breaks[at])

    def lists(self) -> Iterator[list[range]]:
        """The items of the text, those of one list together. Short lines in a row are a list too."""
        listed: list[range] = []
        first, short_before = 0, False
        while first < len(self.tokens):
            end = self.tokens.sentence(first)[1]
            items = self._items(first, end)
            short = items == [range(first, end)] and end - first <= _SHORT_LINE
            goes_on = short and short_before and self.tokens.breaks[first] == BLOCK
            for item in items:
                if listed and not goes_on and not self._joined(listed[-1], item):
                    yield listed
                    listed = []
                listed.append(item)
                goes_on = False
            first, short_before = end, short
        if listed:
            yield listed

    def _items(self, first: int, end: int) -> list[range]:
        items: list[range] = []
        start = first
        for at in range(first, end + 1):
            if at == end or self._kinds[at] in {_SIGN, _CUT}:
                if at > start:
                    items.append(range(start, at))
                start = at + 1
        return items

    def _joined(self, before: range, item: range) -> bool:
        """Whether two items stand in one sentence with nothing but signs of a list between them."""
        between = range(before.stop, item.start)
        return (
            0 < len(between) <= _MOST_SIGNS
            and all(self._kinds[at] == _SIGN for at in between)
            and not any(self.tokens.breaks[before.stop : item.start + 1])
        )

    def skills(self, listed: Sequence[range]) -> tuple[str, ...]:
        """The technical skills in a list, in order, each once."""
        return tuple(dict.fromkeys(self._skills[at] for item in listed for at in item if at in self._skills))

    def asked_for(self, listed: Sequence[range]) -> bool:
        """Whether the words before a list ask for what is in it: "experience with", "tools such as"."""
        start = listed[0].start
        before = self.tokens.lower[max(self.tokens.sentence(start)[0], start - _ASKED_BEFORE) : start]
        return bool(before) and before[-1] in ASK_SIGNS and not ASKS.isdisjoint(before)

    def unknown(self, item: range) -> Iterator[range]:
        """The runs of words in an item that belong to no mention."""
        at = item.start
        while at < item.stop:
            start = at
            while at < item.stop and self._kinds[at] == _WORD:
                at += 1
            if at > start:
                yield range(start, at)
            at += 1

    def terms(self, run: range) -> Iterator[range]:
        """The terms in a run of words: its names, or all of it where it is written small."""
        run = self._without_edges(run)
        if not any(map(self._is_name, run)):
            if 0 < len(run) <= MOST_SMALL_WORDS:
                yield run
            return
        at = run.start
        while at < run.stop:
            start = at
            # A number belongs to the name before it.
            while at < run.stop and (self._is_name(at) or (at > start and self.written[at].isdigit())):
                at += 1
            name = self._without_edges(range(start, at))
            if 0 < len(name) <= MOST_WORDS and self._is_whole(name):
                yield name
            at = max(at, start + 1)

    def is_named(self, term: range) -> bool:
        """Whether each word of a term is written as names are: with a capital or a digit."""
        return all(map(self._is_name, term))

    def _is_name(self, at: int) -> bool:
        written = self.written[at]
        if written == written.lower():
            return any(map(str.isdigit, written)) and any(map(str.isalpha, written))
        return not self._is_shouted(at)

    def _is_shouted(self, at: int) -> bool:
        """Whether the sentence of a token is written in capitals."""
        first, end = self.tokens.sentence(at)
        if first not in self._shouted:
            words = [word for word in self.written[first:end] if word.isalpha()]
            capitals = sum(map(str.isupper, words))
            self._shouted[first] = capitals >= max(_FEWEST_SHOUTED, _SHOUTED * len(words))
        return self._shouted[first]

    def _without_edges(self, run: range) -> range:
        """A run without general words and bare numbers at its ends; `ISO 9001` keeps its own."""
        first, end, lower = run.start, run.stop, self.tokens.lower
        while first < end and (lower[first] in EDGES or lower[first].isdigit()):
            first += 1
        while end > first and (
            lower[end - 1] in EDGES or (lower[end - 1].isdigit() and not self.written[end - 2].isupper())
        ):
            end -= 1
        return range(first, end)

    def _is_whole(self, name: range) -> bool:
        """Whether a name with a capital inside ends an item, and is not two words that were glued together.

        "SumoLogic," is a name; "PandasExperience with" lost its line break.
        """
        if not any(_CAMEL.search(self.written[at]) for at in name):
            return True
        lower, end = self.tokens.lower, name.stop
        return (
            end == len(lower)
            or bool(self.tokens.breaks[end])
            or lower[end] in LIST_SIGNS
            or lower[end] == "."
        )


def _kind(word: str) -> int:
    if word in LIST_SIGNS:
        return _SIGN
    # What somebody owns is told by the next word, and who owns it is no skill: "Nordlicht's".
    return _CUT if word in CUTS or word.endswith("'s") or not any(map(str.isalnum, word)) else _WORD
