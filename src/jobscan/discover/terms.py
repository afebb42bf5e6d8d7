"""One posting to the terms in it that the lexicon lacks, each with what speaks for its being asked for.

The strongest sign of a skill is its company: a term that stands in a list beside a technical skill of the
lexicon is most probably another one. Where that is not said, words such as "experience with" say a little.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jobscan.discover.items import Items
from jobscan.extract.skills import NOT_ASKED, SkillMatcher
from jobscan.lexicon import Lexicon
from jobscan.patterns import Phrase, parse_pattern, phrase_tokens
from jobscan.posting import Posting
from jobscan.text.sections import Section

_ASKED_IN_WORDS = frozenset({"requirements", "preferred"})
_NO_DEMAND = NOT_ASKED | {"education"}
_LEAST_DEGREE = 3  # letters; in small letters shorter ones (as, be, me) are words of every sentence


@dataclass(frozen=True, slots=True)
class TermUse:
    """A place in a posting where a term stands that the lexicon lacks."""

    words: Phrase
    """Its tokens, lower-case."""
    start: int
    end: int
    """Half-open characters of the posting's text."""
    named: bool
    """Whether each word is written as names are: with a capital or a digit."""
    in_demand: bool
    """Whether it stands where a posting may ask for it: not in text about the company, benefits, degrees."""
    neighbours: tuple[str, ...] = ()
    """The technical skills of the lexicon in the same list."""
    worded: bool = False
    """Whether words such as "experience with" ask for it, among requirements."""


@dataclass(slots=True)
class PostingTerms:
    """The terms of a posting, and how its words are written where no sentence begins."""

    uses: list[TermUse] = field(default_factory=list)
    small: Counter[str] = field(default_factory=Counter)
    """How often words stand in small letters, and"""
    capital: Counter[str] = field(default_factory=Counter)
    """how often the same words, told in small letters, do not."""


class TermReader:
    """Finds the terms that a lexicon lacks. Costly to build, used often; not shared between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._matcher = SkillMatcher(lexicon)
        self._held = _held_phrases(lexicon)
        self._degrees = _degree_words(lexicon)
        self._technical = frozenset(
            skill.skill_id for skill in lexicon.skills.values() if skill.category in lexicon.vouching
        )

    def read(self, posting: Posting) -> PostingTerms:
        """The terms of one posting; none in sentences that speak of degrees."""
        text, employer = posting.text, posting.hiring_organization
        sections = self._matcher.sections(text)
        mentions = self._matcher.find(text, title=posting.title, employer=employer, sections=sections)
        items = Items(text, mentions, self._technical)
        found = PostingTerms()
        for at in items.words():
            word = items.tokens.lower[at]
            (found.small if items.written[at] == word else found.capital)[word] += 1
        own = frozenset(phrase_tokens(employer))
        for listed in items.lists():
            first, end = items.tokens.sentence(listed[0].start)
            if self._degrees.isdisjoint(items.tokens.lower[first:end]):
                found.uses += (
                    use for use in self._uses(items, listed, sections) if not own.issuperset(use.words)
                )
        return found

    def _uses(self, items: Items, listed: Sequence[range], sections: Sequence[Section]) -> Iterator[TermUse]:
        """The terms of one list, or of an item that stands alone."""
        tokens = items.tokens
        neighbours, asked_for = items.skills(listed), items.asked_for(listed)
        for item in listed:
            section = _section_name(sections, tokens.starts[item.start])
            in_demand = section not in _NO_DEMAND
            for run in items.unknown(item):
                for term in items.terms(run):
                    words = tuple(tokens.lower[term.start : term.stop])
                    if words not in self._held:
                        # Beside a mention in the same item stands mostly what describes it: "Python scripts".
                        alone = len(run) == len(item)
                        yield TermUse(
                            words=words,
                            start=tokens.starts[term.start],
                            end=tokens.ends[term.stop - 1],
                            named=items.is_named(term),
                            in_demand=in_demand,
                            neighbours=neighbours if alone and in_demand else (),
                            worded=alone and asked_for and section in _ASKED_IN_WORDS,
                        )


def _held_phrases(lexicon: Lexicon) -> frozenset[Phrase]:
    """What a lexicon knows, as a skill, as a mask, as a field of study or as a place."""
    patterns = (*(alias.alias for alias in lexicon.aliases), *lexicon.masks)
    held = {head for pattern in patterns for head in parse_pattern(pattern, lexicon.word_sets).heads}
    held.update(phrase_tokens(row["phrase"]) for row in lexicon.degree_fields)
    held.update(phrase_tokens(row["place"]) for row in lexicon.places)
    return frozenset(held)


def _degree_words(lexicon: Lexicon) -> frozenset[str]:
    """The single words that tell a degree: bachelor, msc, phd."""
    phrases = (phrase_tokens(row["phrase"]) for row in lexicon.degrees if row["kind"] in {"degree", "short"})
    return frozenset(phrase[0] for phrase in phrases if len(phrase) == 1 and len(phrase[0]) >= _LEAST_DEGREE)


def _section_name(sections: Sequence[Section], at: int) -> str:
    index = bisect_right(sections, at, key=lambda section: section.start)
    return sections[index - 1].name if index else ""
