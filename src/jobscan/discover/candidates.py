"""Terms of many postings to ranked candidates for the lexicon."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from jobscan.discover.terms import PostingTerms, TermReader, TermUse
from jobscan.extract.duplicates import find_duplicates, sketch, text_hash
from jobscan.extract.language import detect_language
from jobscan.lexicon import Lexicon
from jobscan.patterns import Phrase, parse_pattern, phrase_tokens
from jobscan.posting import Posting

MIN_POSTINGS: Final = 3
"""What fewer postings ask for is a misspelling, or one employer's own word."""
QUOTES: Final = 3
"""Of a candidate, each from another employer."""

_WORDED_WEIGHT: Final = (
    0.3  # weight of an employer that asks for a term in words only, in no list beside tools
)
_PHRASE_WEIGHT: Final = 0.3  # weight of a term of several words that is never written as a name
_PLAIN: Final = 0.1  # a word that so often stands in small letters is also an ordinary one
_MARGIN: Final = 70  # characters of a quote on either side of the term
_LEAST_PLURAL: Final = 4  # letters: APIs is a plural, AWS is none

# How a term stands in a posting: where it may be in demand, in a list beside tools, asked for in words.
_IN_DEMAND, _LISTED, _WORDED = 1, 2, 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that postings ask for and the lexicon lacks."""

    term: str
    """As it is written most often."""
    skill_id: str
    """The skill of the lexicon of which it is another spelling, "" where it is none."""
    category: str
    """That of most of its neighbours; "" where none of them is known."""
    postings: int
    """How many ask for it, duplicates left out."""
    employers: int
    """How many different ones do. A posting that names none counts as one of its own."""
    share: float
    """Of the postings in which it stands, those that list it beside known technical skills, 0..1."""
    score: float
    """What candidates are ranked by."""
    plain: bool
    """Whether it is also an ordinary word, written small in running text."""
    phrases: tuple[Phrase, ...]
    """Its spellings as lower-case tokens, the most frequent first."""
    neighbours: tuple[str, ...]
    """The skills beside which it is listed, the most frequent first."""
    quotes: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What is gathered of a term where it is asked for."""

    written: Counter[str] = field(default_factory=Counter)
    phrases: Counter[Phrase] = field(default_factory=Counter)
    neighbours: Counter[str] = field(default_factory=Counter)
    quotes: dict[str, str] = field(default_factory=dict)
    """By employer."""


@dataclass(slots=True)
class _Count:
    """In how many postings one term stands, and who asks for it."""

    postings: int = 0
    in_demand: int = 0
    asking: int = 0
    listed: int = 0
    listed_by: set[str] = field(default_factory=set)
    worded_by: set[str] = field(default_factory=set)

    def add(self, employer: str, flags: int) -> None:
        self.postings += 1
        self.in_demand += bool(flags & _IN_DEMAND)
        self.listed += bool(flags & _LISTED)
        self.asking += bool(flags & (_LISTED | _WORDED))
        if flags & _LISTED:
            self.listed_by.add(employer)
        elif flags & _WORDED:
            self.worded_by.add(employer)


class Discovery:
    """Gathers the terms of postings, one after the other.

    What it keeps grows with the number of different terms, and by some hundred bytes a posting.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._categories = {skill.skill_id: skill.category for skill in lexicon.skills.values()}
        self._reader = TermReader(lexicon)
        self._spellings = _spellings(lexicon)
        self._tallies: dict[str, _Tally] = {}
        self._uses: Counter[str] = Counter()
        self._named: Counter[str] = Counter()
        self._small: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self._sketches: list[tuple[str, str, bytes]] = []
        self._postings: list[tuple[str, str, tuple[str, ...], bytes]] = []

    def add(self, posting: Posting) -> None:
        """Read one posting. One in another language than English is passed over."""
        if detect_language(posting.text) not in {"en", ""}:
            return
        terms = self._reader.read(posting)
        employer = " ".join(phrase_tokens(posting.hiring_organization)) or f"\0{posting.id}"
        self._small.update(terms.small)
        self._capital.update(terms.capital)
        drawn = sketch(posting.text, title=posting.title, location=posting.job_location)
        self._sketches.append((posting.id, text_hash(posting.text), drawn))
        flags = self._gather(terms, posting.text, employer)
        self._postings.append((posting.id, employer, tuple(flags), bytes(flags.values())))

    def _gather(self, terms: PostingTerms, text: str, employer: str) -> dict[str, int]:
        """The key of each term of a posting, with how it stands there."""
        flags: dict[str, int] = defaultdict(int)
        for use in terms.uses:
            key = sys.intern(_key(use.words))
            self._uses[key] += 1
            self._named[key] += use.named
            listed = bool(use.neighbours)
            flags[key] |= _IN_DEMAND * use.in_demand | _LISTED * listed | _WORDED * use.worded
            if listed or use.worded:
                tally = self._tallies.setdefault(key, _Tally())
                tally.written[" ".join(text[use.start : use.end].split())] += 1
                tally.phrases[use.words] += 1
                tally.neighbours.update(use.neighbours)
                if len(tally.quotes) < QUOTES and employer not in tally.quotes:
                    tally.quotes[employer] = _quote(text, use)
        return flags

    def candidates(self, *, min_postings: int = MIN_POSTINGS) -> list[Candidate]:
        """The terms that at least so many postings ask for, the most promising first."""
        found = [
            self._candidate(key, self._tallies[key], count)
            for key, count in self._counts().items()
            if count.asking >= min_postings
        ]
        # A single word that is never written as a name has no score.
        return sorted(
            (candidate for candidate in found if candidate.score),
            key=lambda c: (-c.score, -c.employers, -c.postings, c.term),
        )

    def _counts(self) -> Mapping[str, _Count]:
        """The counts of each term over the postings that are no duplicates."""
        duplicates = find_duplicates(self._sketches)
        counts: dict[str, _Count] = defaultdict(_Count)
        for posting_id, employer, keys, flags in self._postings:
            if posting_id not in duplicates:
                for key, flag in zip(keys, flags, strict=True):
                    if key in self._tallies:
                        counts[key].add(employer, flag)
        return counts

    def _candidate(self, key: str, tally: _Tally, count: _Count) -> Candidate:
        phrases = _ranked(tally.phrases)
        small_share = self._small_share(phrases[0][0])
        if len(phrases[0]) == 1:
            name_weight = (1 - small_share) ** 2
        else:
            name_weight = _PHRASE_WEIGHT + (1 - _PHRASE_WEIGHT) * (self._named[key] / self._uses[key]) ** 2
        employers = len(count.listed_by) + _WORDED_WEIGHT * len(count.worded_by - count.listed_by)
        share = count.listed / count.postings
        skill_id = self._spellings.get(key, "")
        return Candidate(
            term=_ranked(tally.written)[0],
            skill_id=skill_id,
            category=self._categories.get(skill_id) or self._category(tally.neighbours),
            postings=count.asking,
            employers=len(count.listed_by | count.worded_by),
            share=share,
            score=employers * share * (count.in_demand / count.postings) * name_weight,
            plain=len(phrases[0]) == 1 and small_share > _PLAIN,
            phrases=tuple(phrases),
            neighbours=tuple(_ranked(tally.neighbours)),
            quotes=tuple(tally.quotes.values()),
        )

    def _small_share(self, word: str) -> float:
        """How often a word stands in small letters, 0..1, where no sentence begins."""
        small, capital = self._small[word], self._capital[word]
        return small / (small + capital) if small else 0.0

    def _category(self, neighbours: Counter[str]) -> str:
        votes: Counter[str] = Counter()
        for skill_id, times in neighbours.items():
            votes[self._categories[skill_id]] += times
        return _ranked(votes)[0] if votes else ""


def _ranked(counter: Counter[T]) -> list[T]:
    """The most frequent first, equal ones in their own order."""
    return sorted(counter, key=lambda item: (-counter[item], str(item)))


def _key(words: Phrase) -> str:
    """What spellings of one term share: "VS Code" and "VSCode", "feature store" and "feature stores"."""
    joined = "".join(words)
    return joined[:-1] if len(words[-1]) >= _LEAST_PLURAL and joined.endswith("s") else joined


def _spellings(lexicon: Lexicon) -> dict[str, str]:
    """The skills by what the spellings of their aliases share, without those that several skills share."""
    skills: dict[str, set[str]] = defaultdict(set)
    for alias in lexicon.aliases:
        pattern = parse_pattern(alias.alias, lexicon.word_sets)
        if not pattern.tail:
            for phrase in pattern.heads:
                skills[_key(phrase)].add(alias.skill_id)
    return {key: min(ids) for key, ids in skills.items() if len(ids) == 1}


def _quote(text: str, use: TermUse) -> str:
    """The term with what stands around it, on one line."""
    start, end = max(use.start - _MARGIN, 0), min(use.end + _MARGIN, len(text))
    before, after = text[start : use.start], text[use.end : end]
    if start:
        before = "…" + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + "…"
    return re.sub(r"\s+", " ", f"{before}{text[use.start : use.end]}{after}").strip()
