"""Finds the skills of a lexicon in a text, and decides which of the hits are meant.

All phrases, whatever their number, are looked up in one pass of spaCy's PhraseMatcher over lower-case tokens;
everything else is decided only where a phrase was found (see hits.py and context.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from jobscan.extract.context import Cue, CueHit, decide_level, outermost
from jobscan.extract.experience import YearsNumber, compile_years_rules, find_numbers
from jobscan.extract.groups import find_groups
from jobscan.extract.hits import (
    Candidates,
    Entry,
    Hit,
    Place,
    compile_checks,
    compile_tail,
    group_entries,
    vouched,
    without_overlaps,
)
from jobscan.extract.result import Mention
from jobscan.extract.skill_years import years_of_hits
from jobscan.lexicon import Alias, Lexicon
from jobscan.patterns import Pattern, Phrase, parse_conditions, parse_pattern, phrase_tokens
from jobscan.text.sections import Section, compile_section_rules, find_sections
from jobscan.text.tokens import Tokens, tokenize
from jobscan.vocabulary import NEGATED

NOT_ASKED = frozenset({"company", "benefits", "legal", "apply"})
"""Sections whose text speaks of the employer or the law, not of what is asked for."""

TOGETHER = "together"
"""The set of words that a slash joins without a choice ("HTML/CSS")."""

_LONGEST_NAME = 300  # characters of a title or an employer's name; what is longer is neither


class SkillMatcher:
    """Finds mentions of a lexicon's skills. Costly to build, used often; not shared between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        by_phrase: dict[Phrase, list[Entry]] = defaultdict(list)
        for phrase, entry in _lexicon_entries(lexicon):
            by_phrase[phrase].append(entry)
        self._known = frozenset(word for phrase in by_phrase for word in phrase)
        self._section_rules = compile_section_rules(lexicon.section_headings, lexicon.section_wording)
        self._kinds = {
            skill.skill_id: (skill.category, skill.category in lexicon.vouching)
            for skill in lexicon.skills.values()
        }
        self._years = compile_years_rules(lexicon.experience)
        self._together = frozenset(lexicon.word_sets.get(TOGETHER, ()))
        self._vocab = Vocab()
        # Words as spaCy knows them; its string store never grows with what is read.
        self._orths = {word: self._vocab.strings.add(word) for word in self._known}
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        self._candidates: dict[int, Candidates] = {}
        self._phrases = len(by_phrase)
        for number, phrases in enumerate(_alike(by_phrase)):
            key = str(number)
            # As the words' numbers, which the matcher takes from its pickles too: Docs take their time.
            numbers = [tuple(map(self._orths.__getitem__, phrase)) for phrase in phrases]
            self._matcher.add(key, numbers)  # type: ignore[arg-type] # spaCy's stub knows no numbers
            self._candidates[self._vocab.strings[key]] = group_entries(by_phrase[phrases[0]])

    @property
    def phrases(self) -> int:
        """How many different phrases are looked up."""
        return self._phrases

    def sections(self, text: str) -> list[Section]:
        """The sections of a text, by the headings and wording of the lexicon."""
        return find_sections(text, self._section_rules)

    def tokens(self, text: str, *, lower: str | None = None) -> Tokens:
        """The tokens of a text, the words of the lexicon never split. lower: see tokenize."""
        return tokenize(text, self._known, lower=lower)

    def find(
        self,
        text: str,
        *,
        title: str = "",
        employer: str = "",
        sections: Sequence[Section] | None = None,
        tokens: Tokens | None = None,
        numbers: Sequence[YearsNumber] | None = None,
    ) -> list[Mention]:
        """The mentions of skills that a text asks for, by start, then skill_id.

        title: the posting's title, for conditions on it; employer: its name, which may be that of a tool
        ("At Snowflake, we"); sections, tokens, numbers (of years): those of the text, where they are known
        already. Mentions in text about the employer, in benefits, legal and how-to-apply text, and in the
        title where it stands on a line of its own, are left out; negated ones are marked.
        """
        if tokens is None:
            tokens = self.tokens(text)
        if not len(tokens):
            return []
        if sections is None:
            sections = self.sections(text)
        named = (phrase_tokens(name[:_LONGEST_NAME]) for name in (title, employer))
        place = Place(tokens, sections, *named)
        hits, cues = self._look_up(place)
        meant = [hit for hit in vouched(without_overlaps(hits), tokens) if not place.is_title(hit.first)]
        meant.sort(key=lambda hit: (hit.first, hit.entry.skill_id))
        groups = find_groups(meant, tokens, self._kinds, together=self._together)
        if numbers is None:
            numbers = find_numbers(text, self._years) if meant else []
        years = years_of_hits(meant, tokens, [number.amount for number in numbers])
        return [
            _mention(hit, place, cues, group, at_least)
            for hit, group, at_least in zip(meant, groups, years, strict=True)
        ]

    def _look_up(self, place: Place) -> tuple[list[Hit], list[CueHit]]:
        """Where phrases stand whose own conditions may hold, and where cues stand."""
        hits: list[Hit] = []
        cues: list[CueHit] = []
        tokens, breaks = place.tokens, place.tokens.breaks
        orths = list(map(self._orths.get, tokens.lower))
        for section in place.sections:
            # A third of most texts is not about what is asked for: nothing is looked up there.
            if section.name in NOT_ASKED:
                first, end = (bisect_left(tokens.starts, at) for at in (section.start, section.end))
                orths[first:end] = [None] * (end - first)
        # Words that no phrase holds are left out; what then seems to be a phrase over such a gap is none.
        places = list(compress(range(len(orths)), orths))
        words = list(compress(orths, orths))
        doc = Doc(self._vocab, words=words)  # type: ignore[arg-type] # spaCy's stub knows no numbers
        for key, at, behind in self._matcher(doc):
            first, end = places[at], places[behind - 1] + 1
            if behind - at > 1 and (end - first != behind - at or any(breaks[first + 1 : end])):
                continue
            candidates = self._candidates[key]
            if candidates.cues:
                cues += [CueHit(first, end, cue) for cue in candidates.cues]
            for entry in candidates.at(tokens, end):
                hit = place.hit(entry, first, end)
                if hit is not None:
                    hits.append(hit)
        return hits, _marked(outermost(cues), place)


def _marked(cues: Sequence[CueHit], place: Place) -> list[CueHit]:
    """The cues, those marked that stand in a heading: what they say its section says already."""
    starts, sections, at = place.tokens.starts, place.sections, 0
    marked: list[CueHit] = []
    for cue in cues:
        while at + 1 < len(sections) and sections[at + 1].start <= starts[cue.first]:
            at += 1
        in_heading = bool(sections) and starts[cue.first] < sections[at].heading_end
        marked.append(cue._replace(in_heading=True) if in_heading else cue)
    return marked


def _alike(by_phrase: Mapping[Phrase, Sequence[Entry]]) -> Iterable[Sequence[Phrase]]:
    """The phrases, those together that stand for just the same."""
    alike: dict[tuple[int, ...], list[Phrase]] = {}
    for phrase, entries in by_phrase.items():
        alike.setdefault(tuple(map(id, entries)), []).append(phrase)
    return alike.values()


def _lexicon_entries(lexicon: Lexicon) -> Iterator[tuple[Phrase, Entry]]:
    """Every phrase of a lexicon with what it stands for."""
    for alias in lexicon.aliases:
        pattern = parse_pattern(alias.alias, lexicon.word_sets)
        entry = _alias_entry(alias, pattern, lexicon)
        for phrase in pattern.heads:
            yield phrase, entry
    for mask in lexicon.masks:
        pattern = parse_pattern(mask, lexicon.word_sets)
        entry = Entry(tail=compile_tail(pattern.tail), has_gap=pattern.has_gap)
        for phrase in pattern.heads:
            yield phrase, entry
    for words, level, direction, closers in lexicon.cues:
        cue = Cue(
            level,
            forward=direction in {"forward", "both"},
            backward=direction in {"backward", "both"},
            closers=frozenset(closers.split("|")) if closers else frozenset(),
        )
        entry = Entry(cue=cue)
        for phrase in parse_pattern(words, lexicon.word_sets).heads:
            yield phrase, entry


def _alias_entry(alias: Alias, pattern: Pattern, lexicon: Lexicon) -> Entry:
    needs = parse_conditions(alias.needs, lexicon.word_sets)
    return Entry(
        skill_id=alias.skill_id,
        exact=_surfaces(alias.alias) if alias.case == "exact" else (),
        tail=compile_tail(pattern.tail),
        has_gap=pattern.has_gap,
        needs=compile_checks(needs),
        unless=compile_checks(parse_conditions(alias.unless, lexicon.word_sets)),
        company=frozenset(condition.kind for condition in needs if condition.kind in {"tool", "list"}),
        vouches=not needs and lexicon.skills[alias.skill_id].category in lexicon.vouching,
    )


def _surfaces(alias: str) -> Phrase:
    """The words of an alias as they are written."""
    tokens = tokenize(alias, frozenset(alias.lower().split()))
    return tuple(tokens.surface(at) for at in range(len(tokens)))


def _mention(
    hit: Hit, place: Place, cues: Sequence[CueHit], group: tuple[str, ...], years: float | None
) -> Mention:
    tokens = place.tokens
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    section = place.section(hit.first)
    level, cue = decide_level(tokens, hit.first, hit.end, cues, section)
    start, end = starts[hit.first], ends[hit.end - 1]
    cue_start, cue_end = (starts[cue.first], ends[cue.end - 1]) if cue else (0, 0)
    if level == NEGATED:
        group, years = (), None
    told = (text[start:end], level, section, text[cue_start:cue_end], cue_start, cue_end, group, years)
    return Mention(hit.entry.skill_id, start, end, *told)
