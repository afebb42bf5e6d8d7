"""How many years are asked for of single skills: "5+ years of Python", "SQL (2 years)".

An amount is of the list of skills that it stands before, with nothing between but words such as "of
experience with"; of "5 years in data science using Python" Python has none. Where it stands before none, it
is of the skill directly before it, behind a bracket, a colon, a comma or a dash.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from jobscan.extract.experience import Amount
from jobscan.extract.groups import is_item
from jobscan.extract.hits import Hit
from jobscan.text.tokens import Tokens

REACH_WORDS = 12
"""How far behind an amount its first skill may begin."""

# What may stand between an amount and what it is of.
_LINKS = frozenset(
    "of in with using on the a an at least experience exp experiences experienced work working worked hands "
    "professional industry industrial commercial production practical proven solid strong extensive relevant "
    "related prior previous recent direct demonstrated progressive progressively responsible full time "
    "combined total technical real world programming coding scripting software development developing "
    "engineering building writing use utilizing either one or more any following : ' ’ + ) language "
    "languages tools technologies such as like e.g. e.g , expertise knowledge background proficiency".split()
)
_NO_FIRST = frozenset({",", ")", ":", "or", "as", "such"})
_JOINTS = frozenset({",", "/", "&", "and", "or", "programming", "development", "coding", "scripting"})
_BEFORE = frozenset(
    "( [ : - – — ~ , for at least minimum min of over more than experience exp skills programming "
    "development".split()
)
_OPENS = frozenset({"(", "[", ":", "-", "–", "—", "~", "for", ","})


def years_of_hits(hits: Sequence[Hit], tokens: Tokens, amounts: Sequence[Amount]) -> list[float | None]:
    """For each hit the years asked for of it, None for none. hits: by first token; amounts: by start."""
    years: list[float | None] = [None] * len(hits)
    firsts = [hit.first for hit in hits]
    bounds = [*(bisect_left(tokens.starts, amount.start) for amount in amounts), len(tokens)]
    for amount, begin, limit in zip(amounts, bounds, bounds[1:], strict=False):
        end = bisect_left(tokens.starts, amount.end)
        found = _behind(hits, firsts, tokens, end, limit) or _before(hits, firsts, tokens, begin)
        for at in found:
            if years[at] is None:
                years[at] = amount.years
    return years


def _behind(hits: Sequence[Hit], firsts: Sequence[int], tokens: Tokens, start: int, limit: int) -> list[int]:
    """The hits of the list behind an amount that ends at token `start`, before the next one at `limit`."""
    lower, breaks = tokens.lower, tokens.breaks
    if start < limit and lower[start] in _NO_FIRST:
        return []
    found: list[int] = []
    at = start
    while at < min(limit, start + REACH_WORDS) and not breaks[at]:
        here = _starting(firsts, at)
        if here and not all(word in _LINKS for word in lower[at : min(hits[n].end for n in here)]):
            return [*found, *_listed(hits, firsts, tokens, here, limit)]
        if lower[at] not in _LINKS:
            break
        # "Five years of programming experience in Python" are of both.
        found += here
        at += 1
    return found


def _starting(firsts: Sequence[int], token: int) -> list[int]:
    """The numbers of the hits that begin at a token."""
    low = bisect_left(firsts, token)
    return list(range(low, bisect_left(firsts, token + 1, low)))


def _listed(
    hits: Sequence[Hit], firsts: Sequence[int], tokens: Tokens, here: list[int], limit: int
) -> list[int]:
    """The hits of a list that begins with those given: what list signs join."""
    found = [*here]
    at = end = max(hits[n].end for n in here)
    while at < limit and not tokens.breaks[at]:
        following = [number for number in _starting(firsts, at) if is_item(hits[number])]
        if following and at > end:
            found += following
            at = end = max(hits[n].end for n in following)
        elif tokens.lower[at] in _JOINTS:
            at += 1
        else:
            break
    return found


def _before(hits: Sequence[Hit], firsts: Sequence[int], tokens: Tokens, begin: int) -> list[int]:
    """The hits that end before an amount at token `begin`, with an opening sign between."""
    at, opened = begin, False
    while at > max(0, begin - REACH_WORDS) and not tokens.breaks[at] and tokens.lower[at - 1] in _BEFORE:
        at -= 1
        opened = opened or tokens.lower[at] in _OPENS
    if not opened or tokens.breaks[at]:
        return []
    near = range(bisect_left(firsts, at - REACH_WORDS), bisect_left(firsts, at))
    return [number for number in near if at <= hits[number].end <= begin]
