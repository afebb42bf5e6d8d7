"""In which industry a posting's work is done: by weighted words of employer, title and text.

Here the company's own words count most, which are nothing for skills. Benefits and legal notes do not count
("health insurance"), and little is said by words that name several industries ("customers in retail, finance
and health care"), by sentences on degrees and on whom customers trust, and by words that every job has
("marketing", "payment"). What reaches no clear sum is other-or-none, and so is what belongs to an industry
without a value of its own (games, security), which has rows too.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jobscan.records import Record
from jobscan.text.sections import Section
from jobscan.text.tokens import Tokens, tokenize
from jobscan.vocabulary import DOMAIN_PLACES, DOMAINS, OTHER_DOMAIN

__all__ = ["DomainRules", "classify_domain", "compile_domain_rules"]


class _Phrase(NamedTuple):
    """A phrase and what it tells."""

    words: list[str]
    domain: str
    """"" where it only hides words."""
    weight: float
    anchor: int = 0
    """The word by which it is looked up: "the" and "of" would be found too often."""


@dataclass(slots=True)
class _Family:
    """The phrases that are looked up by one word."""

    alone: _Phrase | None = None
    """The word itself."""
    after: dict[str, list[_Phrase]] = field(default_factory=dict)
    """Those that begin with it, by the word behind it, longest first."""
    before: dict[str, list[_Phrase]] = field(default_factory=dict)
    """The others, by the word before it, longest first."""

    def add(self, phrase: _Phrase) -> None:
        words, at = phrase.words, phrase.anchor
        if len(words) == 1:
            self.alone = phrase
        elif at == 0:
            self.after.setdefault(words[1], []).append(phrase)
        else:
            self.before.setdefault(words[at - 1], []).append(phrase)


_Families = dict[str, _Family]


@dataclass(frozen=True, slots=True)
class DomainRules(Record):
    """The rows by place. Picklable."""

    places: dict[str, _Families]


def compile_domain_rules(rows: Sequence[Mapping[str, str]]) -> DomainRules:
    """Rules made of rows with `domain`, `weight`, `place` (one of DOMAIN_PLACES) and `phrase`.

    A phrase is words separated by spaces, each one word or alternatives `a|b|two_words`; an empty domain
    hides the words inside. Of rows with the same phrase the first counts. Raises ValueError for another
    domain or place, or a weight that is no number.
    """
    found: dict[str, dict[tuple[str, ...], _Phrase]] = {place: {} for place in DOMAIN_PLACES}
    for row in rows:
        if row["domain"] not in {*DOMAINS, ""}:
            raise ValueError(f"{row['domain']!r} is not a domain; legal are {', '.join(DOMAINS)}")
        if row["place"] not in DOMAIN_PLACES:
            raise ValueError(f"{row['place']!r} is not a place; legal are {', '.join(DOMAIN_PLACES)}")
        for words in _phrases(row["phrase"]):
            told = _Phrase(list(words), row["domain"], float(row["weight"]))
            found[row["place"]].setdefault(words, told)
    return DomainRules({place: _families(list(told.values())) for place, told in found.items()})


def _phrases(pattern: str) -> Iterator[tuple[str, ...]]:
    """All phrases of a row, as the tokenizer reads them."""
    choices = [element.split("|") for element in pattern.lower().split()]
    for words in itertools.product(*choices):
        yield tuple(tokenize(" ".join(words).replace("_", " ")).lower)


def _families(phrases: Sequence[_Phrase]) -> _Families:
    """The phrases by the word by which they are looked up."""
    telling = [phrase for phrase in phrases if phrase.domain]
    words = {phrase.words[0] for phrase in telling if len(phrase.words) == 1}
    words |= {phrase.words[_anchor(phrase, words)] for phrase in telling}
    families: _Families = {}
    for phrase in sorted(phrases, key=lambda phrase: -len(phrase.words)):
        at = _anchor(phrase, words)
        families.setdefault(phrase.words[at], _Family()).add(phrase._replace(anchor=at))
    # "The bank's customers": the tokenizer keeps the genitive in the word.
    return {f"{word}'s": family for word, family in families.items()} | families


def _anchor(phrase: _Phrase, words: Container[str]) -> int:
    """The first of some words that a phrase holds, 0 for none."""
    return next((at for at, word in enumerate(phrase.words) if word in words), 0)


# How much a word counts by the section it stands in; duties and what has no heading count once.
_BY_SECTION = {
    "company": 1.5,
    "requirements": 0.6,
    "preferred": 0.4,
    "education": 0.2,
    "benefits": 0.0,
    "legal": 0.0,
    "apply": 0.3,
}
# From 385 labelled postings, on which neighbouring values do as well.
_ENOUGH = 5.0
_MOST_OFTEN = 3  # times that one phrase counts
_NEAR = 100  # characters around a word in which two other industries make a list
_IN_A_LIST = 0.3
_WEAK = 2.0
_MOST_OF_WEAK = 3.0  # what all weak words of an industry come to: every job has marketing or accounts


class _Hit(NamedTuple):
    """A phrase in tokens [first, end), which begins at a character."""

    first: int
    end: int
    start: int
    domain: str
    weight: float


@dataclass(slots=True)
class _Sums:
    """What was found for each industry."""

    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    weak: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    best: dict[str, tuple[float, str]] = field(default_factory=dict)
    """The weightiest words of each."""

    def add(self, domain: str, weight: float, words: str) -> None:
        self.weights[domain] += weight
        if weight > self.best.get(domain, (0.0, ""))[0]:
            self.best[domain] = weight, words

    def add_weak(self, domain: str, weight: float, words: str) -> None:
        weight = min(weight, _MOST_OF_WEAK - self.weak[domain])
        self.weak[domain] += weight
        self.add(domain, weight, words)

    def decided(self) -> tuple[str, str]:
        domain, most = max(self.weights.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        if domain == OTHER_DOMAIN or most < _ENOUGH:
            return OTHER_DOMAIN, ""
        return domain, self.best[domain][1]


def classify_domain(
    title: str,
    company: str,
    text: str,
    sections: Sequence[Section],
    rules: DomainRules,
    *,
    industry: str = "",
    tokens: Tokens | None = None,
) -> tuple[str, str]:
    """The domain of a posting, one of DOMAINS, and the words that decided it ("" for other-or-none).

    industry: what the source says of it in a field of its own. tokens: those of the text, where they are
    known already.
    """
    sums = _Sums()
    for place, words in (("company", company), ("title", title), ("industry", industry)):
        if not words:
            continue
        told = tokenize(words)
        for hit in _hits(told, rules.places[place]):
            sums.add(hit.domain, hit.weight, words[hit.start : told.ends[hit.end - 1]])
    tokens = tokens or tokenize(text)
    name = company[:_LONGEST_NAME]
    hits = [hit for hit in _hits(tokens, rules.places["text"]) if not _is_name(tokens, hit, name)]
    for hit, factor in _factors(tokens, hits, sections, rules):
        add = sums.add_weak if hit.weight < _WEAK else sums.add
        add(hit.domain, hit.weight * factor, text[hit.start : tokens.ends[hit.end - 1]])
    return sums.decided()


_LONGEST_NAME = 200  # characters of an employer's name that are looked for in the text


def _is_name(tokens: Tokens, hit: _Hit, company: str) -> bool:
    """Whether a phrase only repeats the employer's name, which has been read already."""
    words = tokens.text[hit.start : tokens.ends[hit.end - 1]]
    return words[0].isupper() and words in company


def _factors(
    tokens: Tokens, hits: Sequence[_Hit], sections: Sequence[Section], rules: DomainRules
) -> Iterator[tuple[_Hit, float]]:
    """The phrases that count with how much each does where it stands; hits are in order."""
    starts = [section.start for section in sections]
    places = [hit.start for hit in hits]
    times: Counter[tuple[str, ...]] = Counter()
    for hit in hits:
        words = tuple(tokens.lower[hit.first : hit.end])
        times[words] += 1
        at = bisect_right(starts, hit.start) - 1
        factor = _BY_SECTION.get(sections[at].name, 1.0) if at >= 0 else 1.0
        if factor and times[words] <= _MOST_OFTEN:
            near = hits[bisect_left(places, hit.start - _NEAR) : bisect_left(places, hit.start + _NEAR)]
            yield hit, factor * _by_sentence(tokens, hit, near, rules)


_REACH = 30  # tokens on either side in which a cue speaks of a word


def _by_sentence(tokens: Tokens, hit: _Hit, near: Sequence[_Hit], rules: DomainRules) -> float:
    """How much a phrase counts by what stands around it."""
    if len(near) > 2 and len({other.domain for other in near}) > 2:
        return _IN_A_LIST
    first, end = max(0, hit.first - _REACH), hit.end + _REACH
    cues = rules.places["sentence"]
    if cues.keys().isdisjoint(tokens.lower[first:end]):
        return 1.0  # whatever the sentence
    low, high = tokens.sentence(hit.first)
    cue = _first(tokens, max(low, first), min(high, end), cues)
    return cue.weight if cue else 1.0


def _first(tokens: Tokens, low: int, high: int, families: _Families) -> _Phrase | None:
    """The first phrase that stands in a range of tokens."""
    places = [at for at in range(low, high) if tokens.lower[at] in families]
    return next((phrase for phrase, _ in _found(tokens.lower, places, families)), None)


def _found(lower: list[str], places: Sequence[int], families: _Families) -> Iterator[tuple[_Phrase, int]]:
    """The phrases that are looked up by the tokens at some places, and where they begin."""
    for at in places:
        family = families[lower[at]]
        if family.alone:
            yield family.alone, at
        if family.after and at + 1 < len(lower):
            for phrase in family.after.get(lower[at + 1], ()):
                if lower[at : at + len(phrase.words)][1:] == phrase.words[1:]:
                    yield phrase, at
                    break
        if family.before and at:
            for phrase in family.before.get(lower[at - 1], ()):
                first = at - phrase.anchor
                if first >= 0 and lower[first : first + len(phrase.words)] == phrase.words:
                    yield phrase, first
                    break


def _hits(tokens: Tokens, families: _Families) -> list[_Hit]:
    """Where phrases stand, in order; of those that overlap the longest."""
    lower, starts = tokens.lower, tokens.starts
    places = list(itertools.compress(itertools.count(), map(families.__contains__, lower)))
    found = [
        _Hit(first, first + len(phrase.words), starts[first], phrase.domain, phrase.weight)
        for phrase, first in _found(lower, places, families)
    ]
    kept: list[_Hit] = []
    taken: set[int] = set()
    for hit in sorted(found, key=lambda hit: (hit.first - hit.end, hit.first)):
        covered = range(hit.first, hit.end)
        if taken.isdisjoint(covered):
            taken.update(covered)
            if hit.domain:
                kept.append(hit)
    kept.sort()
    return kept
