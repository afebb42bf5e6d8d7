"""In which industry a posting's work is done: by weighted words of employer, title and text.

Here the company's own words count most, which are nothing for skills. Benefits and legal notes do not count
("health insurance"), a sentence that names three industries or more says little of each ("customers in
retail, finance and health care"), and a word counts at most twice. What reaches no clear sum is
other-or-none, and so is what belongs to an industry without a value of its own (games, security), which has
rows too.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jobscan.extract.phrases import lowered
from jobscan.text.sections import Section
from jobscan.text.tokens import Tokens, tokenize
from jobscan.vocabulary import DOMAIN_PLACES, DOMAINS, OTHER_DOMAIN

__all__ = ["DomainRules", "classify_domain", "compile_domain_rules"]


@dataclass(frozen=True, slots=True)
class _Family:
    """The phrases that begin with one word."""

    expression: re.Pattern[str]
    told: dict[str, tuple[str, float]]
    """Phrase: domain ("" where it only hides words) and weight."""


@dataclass(frozen=True, slots=True)
class DomainRules:
    """The rows by place, then by the first word of their phrases. Picklable."""

    families: dict[str, dict[str, _Family]]


def compile_domain_rules(rows: Sequence[Mapping[str, str]]) -> DomainRules:
    """Rules made of rows with `domain`, `weight`, `place` (company, title or text) and `phrase`.

    A phrase is words separated by spaces, each one word or alternatives `a|b|two_words`; an empty domain
    hides the words inside. Of rows with the same phrase the first counts. Raises ValueError for another
    domain or place, or a weight that is no number.
    """
    found: dict[str, dict[str, dict[str, tuple[str, float]]]] = {place: {} for place in DOMAIN_PLACES}
    for row in rows:
        if row["domain"] not in (*DOMAINS, ""):
            raise ValueError(f"{row['domain']!r} is not a domain; legal are {', '.join(DOMAINS)}")
        if row["place"] not in DOMAIN_PLACES:
            raise ValueError(f"{row['place']!r} is not a place; legal are {', '.join(DOMAIN_PLACES)}")
        for phrase in _phrases(row["phrase"]):
            family = found[row["place"]].setdefault(tokenize(phrase).lower[0], {})
            family.setdefault(phrase, (row["domain"], float(row["weight"])))
    return DomainRules({place: _families(told) for place, told in found.items()})


def _families(found: Mapping[str, dict[str, tuple[str, float]]]) -> dict[str, _Family]:
    families = {first: _family(told) for first, told in found.items()}
    # "The bank's customers": the tokenizer keeps the genitive in the word.
    return {f"{first}'s": family for first, family in families.items()} | families


def _family(told: dict[str, tuple[str, float]]) -> _Family:
    longest_first = sorted(told, key=len, reverse=True)
    return _Family(re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])"), told)


def _phrases(pattern: str) -> Iterator[str]:
    """All phrases of a row, words parted by one space."""
    choices = [element.split("|") for element in pattern.lower().split()]
    for words in itertools.product(*choices):
        yield " ".join(words).replace("_", " ")


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
_ENOUGH = 6.0
_MOST_OFTEN = 2  # times that one phrase counts
_NEAR = 100  # characters around a word in which other industries make a list
_IN_A_LIST = 0.3

_Hit = tuple[int, int, str, float]
"""Start, end, domain, weight."""


def classify_domain(
    title: str,
    company: str,
    text: str,
    sections: Sequence[Section],
    rules: DomainRules,
    *,
    tokens: Tokens | None = None,
) -> tuple[str, str]:
    """The domain of a posting, one of DOMAINS, and the words that decided it ("" for other-or-none).

    tokens: those of the text, where they are known already.
    """
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, str]] = {}
    for place, words in (("company", company), ("title", title)):
        families = rules.families[place]
        for start, end, domain, weight in _hits(tokenize(words, families), families):
            sums[domain] += weight
            best[domain] = max(best.get(domain, (0.0, "")), (weight, words[start:end]))
    hits = _hits(tokens or tokenize(text), rules.families["text"])
    times: Counter[str] = Counter()
    starts = [section.start for section in sections]
    for hit in hits:
        start, end, domain, weight = hit
        words = text[start:end].lower()
        times[words] += 1
        if times[words] > _MOST_OFTEN:
            continue
        section = sections[bisect_right(starts, start) - 1].name if sections else ""
        weight *= _BY_SECTION.get(section, 1.0) * (_IN_A_LIST if _is_listed(hit, hits) else 1.0)
        sums[domain] += weight
        if weight > best.get(domain, (0.0, ""))[0]:
            best[domain] = weight, text[start:end]
    if not sums:
        return OTHER_DOMAIN, ""
    domain, most = max(sums.items(), key=lambda item: (item[1], item[0]))
    if domain == OTHER_DOMAIN or most < _ENOUGH:
        return OTHER_DOMAIN, ""
    return domain, best[domain][1]


def _is_listed(hit: _Hit, hits: Sequence[_Hit]) -> bool:
    """Whether a word stands among those of at least two other industries; hits are in order."""
    around = hits[bisect_left(hits, (hit[0] - _NEAR,)) : bisect_left(hits, (hit[0] + _NEAR,))]
    return len({domain for _, _, domain, _ in around}) >= 3


# What joins words. Replacing one sign after another takes a tenth of the time of str.translate.
_JOINTS = ("\n", "-", "/", "\t", "\xa0", "–", "‑", "‐")


def _hits(tokens: Tokens, families: Mapping[str, _Family]) -> list[_Hit]:
    """Where phrases stand, in order; of those that overlap the longest."""
    places = [at for at, word in enumerate(tokens.lower) if word in families]
    if not places:
        return []
    lower = lowered(tokens.text)
    for sign in _JOINTS:
        lower = lower.replace(sign, " ")
    found: list[_Hit] = []
    for place in places:
        family, at = families[tokens.lower[place]], tokens.starts[place]
        match = family.expression.match(lower, at)
        if match:
            found.append((at, match.end(), *family.told[match[0]]))
    found.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    taken = bytearray(len(lower))
    kept: list[_Hit] = []
    for hit in found:
        if any(taken[hit[0] : hit[1]]):
            continue
        taken[hit[0] : hit[1]] = b"\x01" * (hit[1] - hit[0])
        if hit[2]:
            kept.append(hit)
    return sorted(kept)
