"""Places where a posting has the words of a skill that were not counted, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.explain.explanation import Explanation, counts, one_line, where
from jobscan.explain.lexicon_words import condition
from jobscan.extract.hits import Place, Tail, compile_checks, compile_tail, match_tail
from jobscan.extract.result import Mention
from jobscan.lexicon import Alias, Lexicon, Skill
from jobscan.patterns import Phrase, by_word, parse_conditions, parse_pattern, phrase_tokens
from jobscan.text.tokens import Tokens

MOST_TOLD: Final = 50

_MOST_CONDITIONS: Final = 3  # conditions that are named
_MOST_WORDS: Final = 6  # words of a condition that are named
_LONGEST_NAME: Final = 300  # characters of a title or an employer's name
_MASK_WORDS: Final = 12  # how far before a word a phrase may begin that holds it


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Words of a skill that do not count where they stand: text[start:end]."""

    start: int
    end: int
    why: str
    """What keeps them from counting, as a clause: `it stands in legal notes (by its wording)`."""


def find_uncounted(explanation: Explanation, skill: Skill, lexicon: Lexicon) -> list[Uncounted]:
    """The first MOST_TOLD places where words of a skill stand outside its mentions, in order.

    Of those that overlap the first is told, of those that begin together the longest. None for a posting in
    another language.
    """
    if not explanation.is_read:
        return []
    aliases = {
        alias: _compiled(alias.alias, lexicon)
        for alias in lexicon.aliases
        if alias.skill_id == skill.skill_id
    }
    tokens = explanation.tokens
    found: dict[tuple[int, int], list[Alias]] = {}
    for alias, pattern in aliases.items():
        for place in _matches(tokens, pattern):
            found.setdefault(place, []).append(alias)
    reasons = _Reasons(explanation, lexicon)
    told: list[Uncounted] = []
    free = 0
    for first, end in sorted(found, key=lambda place: (place[0], -place[1])):
        start, stop = tokens.starts[first], tokens.ends[end - 1]
        if first < free or reasons.is_counted(skill.skill_id, start, stop):
            continue
        free = end
        told.append(Uncounted(start, stop, reasons.why(first, end, found[first, end])))
        if len(told) == MOST_TOLD:
            break
    return told


class _Reasons:
    """What is needed to say why words do not count, made once for a text."""

    def __init__(self, explanation: Explanation, lexicon: Lexicon) -> None:
        posting, tokens = explanation.posting, explanation.tokens
        named = (phrase_tokens(name[:_LONGEST_NAME]) for name in (posting.title, posting.hiring_organization))
        self._explanation = explanation
        self._lexicon = lexicon
        self._tokens = tokens
        self._place = Place(tokens, explanation.sections, *named)
        self._masks = [_compiled(mask, lexicon) for mask in lexicon.masks]

    def is_counted(self, skill_id: str, start: int, end: int) -> bool:
        """Whether a mention of the skill stands in text[start:end]."""
        return any(mention.skill_id == skill_id for mention in self._mentions(start, end))

    def why(self, first: int, end: int, aliases: Sequence[Alias]) -> str:
        """Why the words [first, end), which one of the aliases names, do not count: the first reason."""
        start, stop = self._tokens.starts[first], self._tokens.ends[end - 1]
        exact = [alias.alias for alias in aliases if alias.case == "exact"]
        if len(exact) == len(aliases) and self._tokens.text[start:stop] not in exact:
            return f'it does only where it is written "{exact[0]}"'
        if not counts(self._place.section(first)):
            return f"it stands {where(self._explanation, start)}"
        if self._place.is_title(first):
            return "that line repeats the posting's title"
        return (
            self._longer(start, stop)
            or self._masked(first, end)
            or self._guarded(first, end, aliases)
            or "other words around it decide"
        )

    def _mentions(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions of any skill that text[start:end] overlaps."""
        for mention in self._explanation.extraction.mentions:
            if mention.start >= end:
                break
            if start < mention.end:
                yield mention

    def _longer(self, start: int, end: int) -> str:
        for mention in self._mentions(start, end):
            if mention.start <= start and end <= mention.end and mention.end - mention.start > end - start:
                name = self._explanation.names.get(mention.skill_id, mention.skill_id)
                return f'it is part of "{one_line(mention.surface)}", which counts as {name}'
        return ""

    def _masked(self, first: int, end: int) -> str:
        tokens = self._tokens
        low, high = tokens.sentence(first)
        low, high = max(low, first - _MASK_WORDS), min(high, end + _MASK_WORDS)
        for mask in self._masks:
            for mask_first, mask_end in _matches(tokens, mask, low, high):
                if mask_first <= first and end <= mask_end:
                    words = tokens.text[tokens.starts[mask_first] : tokens.ends[mask_end - 1]]
                    return f'it is part of "{one_line(words)}", which is no skill'
        return ""

    def _guarded(self, first: int, end: int, aliases: Sequence[Alias]) -> str:
        """Which conditions would speak for it, or which one speaks against it whichever way it is meant."""
        against = [self._against(first, end, alias) for alias in aliases]
        if all(against):
            return f"it does not where {self._words(against[0])}"
        free = (alias for alias, blocked in zip(aliases, against, strict=True) if not blocked)
        needed = (text for alias in free for text in alias.needs.split(";") if text.strip())
        unmet = list(dict.fromkeys(map(self._words, needed)))
        if not unmet:
            return ""
        named = unmet if len(unmet) <= _MOST_CONDITIONS + 1 else unmet[:_MOST_CONDITIONS]
        more = f", or in {len(unmet) - len(named)} other cases" if len(unmet) > len(named) else ""
        return f"it does only where {', or where '.join(named)}{more}"

    def _against(self, first: int, end: int, alias: Alias) -> str:
        """The condition of an alias that keeps the words [first, end) from counting, "" for none."""
        for text in alias.unless.split(";"):
            checks = compile_checks(parse_conditions(text, self._lexicon.word_sets))
            if any(self._place.holds(check, first, end) for check in checks):
                return text
        return ""

    def _words(self, text: str) -> str:
        return condition(text, self._lexicon, most=_MOST_WORDS)


_Pattern = tuple[Mapping[str, tuple[Phrase, ...]], Tail]
"""Head phrases by their first word, and what must follow them."""


def _compiled(text: str, lexicon: Lexicon) -> _Pattern:
    pattern = parse_pattern(text, lexicon.word_sets)
    return by_word(pattern.heads, at=0), compile_tail(pattern.tail)


def _matches(
    tokens: Tokens, pattern: _Pattern, low: int = 0, high: int | None = None
) -> Iterator[tuple[int, int]]:
    """Where a pattern stands, in tokens; it begins in [low, high)."""
    (heads, tail), lower, breaks = pattern, tokens.lower, tokens.breaks
    for first in range(low, len(lower) if high is None else high):
        for phrase in heads.get(lower[first], ()):
            head_end = first + len(phrase)
            if tuple(lower[first:head_end]) != phrase or any(breaks[first + 1 : head_end]):
                continue
            end = match_tail(tokens, head_end, tail) if tail else head_end
            if end is not None:
                yield first, end
                break
