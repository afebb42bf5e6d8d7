"""Alternatives: which mentions of a sentence are a choice of which one is enough ("Python, R or Scala").

A list is mentions with nothing between them but list signs, and between tools up to three words of their own.
It is a choice
- where "or" stands in it, or closes it ("or similar"),
- where a slash joins tools of one category ("Tableau/Looker"),
- where the words before it say so ("one of the following", "at least one", "any", "either"), or say that
  tools of one category are examples ("a language such as Python, Java").
No choice is "A, B and C", nor "two or more of A, B, C", nor examples that end in "and". "And" binds looser
than "or": "SQL and Python or R" is SQL, and one of the two. Words in brackets are a list of their own, and
nothing to the list around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jobscan.extract.hits import Hit
from jobscan.text.tokens import Tokens

LEAD_WORDS = 10
"""How far before a list the words are looked for that make it a choice."""
FILLER_WORDS = 3
"""How many words that are no mention may stand between two items of a list: "Python programming, R"."""

LONGEST_PATTERN = 3
"""Words of a pattern with a gap that still is one thing in a list: "data mining"."""

_CHOICE_WORDS = frozenset("or / one any either e.g e.g. eg such like another".split())
_SIGNS = frozenset({",", "/", "|", "&", "+", "and", "or", "either", "both"})
_ELSE = frozenset(
    "similar equivalent equivalents other others another comparable related any else some the".split()
)
# None of these stands inside an item of a list.
_NO_ITEM = frozenset(
    "in with of using to on for at by from as into within via through over than that which who is are was be "
    "will has have had can must should may you we our your not no but while including plus etc experience "
    "knowledge familiarity exposure understanding proficiency expertise ability degree : ; . ! ? – —".split()
)
_MANY = frozenset(
    "two three four five 2 3 4 5 several multiple many most some all both each various variety range number "
    "combination mix suite set".split()
)
# A verb or another word behind which the words before a list speak of something else.
_NO_LEAD = frozenset(
    "in with using to on for at by from is are was be will has have we our us you who that which and but ; . "
    "! ?".split()
)
_EXAMPLES = frozenset({"e.g", "e.g.", "eg", "like", "example", "examples"})
_DETERMINERS = frozenset({"a", "an", "any", "another"})

_ANY, _ONE_OF_EXAMPLES, _ALL = "any", "examples", "all"

Kinds = Mapping[str, tuple[str, bool]]
"""The category of each skill, and whether it is a tool (of a category that vouches)."""


@dataclass(slots=True)
class _Item:
    """A place in tokens [first, end) with the numbers of the hits that stand in just this place."""

    first: int
    end: int
    hits: list[int]


@dataclass(slots=True)
class _List:
    """Items on one level of brackets; before[i] are the words between item i - 1 and item i."""

    items: list[_Item] = field(default_factory=list)
    before: list[list[str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Those behind the last item."""


def find_groups(
    hits: Sequence[Hit], tokens: Tokens, kinds: Kinds, *, together: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    """For each hit the skills of which one is enough, its own among them, sorted; () for no choice.

    hits: by first token. together: words that a slash joins without a choice ("HTML/CSS").
    """
    groups: list[tuple[str, ...]] = [()] * len(hits)
    for low, high, items in _sentences(hits, tokens):
        for listed in _lists(items, tokens.lower, low, high):
            for choice in _choices(listed, hits, tokens.lower, low, kinds, together):
                at_hits = [at for item in choice for at in item.hits]
                ids = {hits[at].entry.skill_id for at in at_hits}
                if len(ids) > 1 and not any(groups[at] for at in at_hits):
                    for at in at_hits:
                        groups[at] = tuple(sorted(ids))
    return groups


def is_item(hit: Hit) -> bool:
    """Whether a hit may stand in a list: a pattern that matched with a gap is an activity."""
    return not hit.entry.has_gap or hit.end - hit.first <= LONGEST_PATTERN


def _sentences(hits: Sequence[Hit], tokens: Tokens) -> Iterator[tuple[int, int, list[_Item]]]:
    """The sentences that hold two items or more and a word that may make them a choice."""
    at = 0
    while at < len(hits):
        low, high = tokens.sentence(hits[at].first)
        start = at
        while at < len(hits) and hits[at].first < high:
            at += 1
        # Most sentences are told to be none before their items are looked at.
        if at - start == 1 or not _may_choose(tokens.lower[low:high]):
            continue
        items = _items(hits, range(start, at))
        if len(items) > 1:
            low, high = max(low, items[0].first - LEAD_WORDS), min(high, items[-1].end + LEAD_WORDS)
            if _may_choose(tokens.lower[low:high]):
                yield low, high, items


def _may_choose(words: Sequence[str]) -> bool:
    """Whether a word stands among some that may make a choice of a list."""
    return not _CHOICE_WORDS.isdisjoint(words) or ("(" in words and not _DETERMINERS.isdisjoint(words))


def _items(hits: Sequence[Hit], numbers: Iterable[int]) -> list[_Item]:
    """The outermost places of some of the hits, in order."""
    items: list[_Item] = []
    order = sorted((hits[at].first, -hits[at].end, at) for at in numbers if is_item(hits[at]))
    for first, minus_end, at in order:
        if items and (first, -minus_end) == (items[-1].first, items[-1].end):
            items[-1].hits.append(at)
        elif not items or first >= items[-1].end:
            items.append(_Item(first, -minus_end, [at]))
    return items


def _lists(items: Sequence[_Item], lower: Sequence[str], low: int, high: int) -> Iterator[_List]:
    """The lists in tokens [low, high) by their brackets, the inner before the outer."""
    open_lists, passed, at = [_List()], 0, low
    by_first = {item.first: item for item in items}
    while at < high:
        current, item, word = open_lists[-1], by_first.get(at), lower[at]
        if item:
            current.items.append(item)
            current.before.append(current.words)
            current.words = []
            at = item.end
            continue
        if word == "(" and lower[at + 1 : at + 2] == ["or"]:
            passed += 1  # "Python (or R)" is one list
        elif word == "(":
            open_lists.append(_List())
        elif word == ")" and passed:
            passed -= 1
        elif word == ")" and len(open_lists) > 1:
            yield open_lists.pop()
        else:
            current.words.append(word)
        at += 1
    yield from reversed(open_lists)


def _choices(
    listed: _List, hits: Sequence[Hit], lower: Sequence[str], low: int, kinds: Kinds, together: frozenset[str]
) -> Iterator[list[_Item]]:
    """The choices among the items of a list; its sentence begins at token `low`."""
    if len(listed.items) < 2:
        return
    signs = ["", *(_sign(words) for words in listed.before[1:])]
    starts = [at for at, sign in enumerate(signs) if not sign]
    tools = [_kind(item, hits, kinds)[1] for item in listed.items]
    for start, end in pairwise([*starts, len(signs)]):
        if end - start == 1:
            continue
        after = listed.before[end] if end < len(signs) else listed.words
        first = listed.items[start].first
        lead = _lead(lower[max(low, first - LEAD_WORDS) : first])
        run = list(zip(listed.items[start:end], signs[start:end], strict=True))
        loose = [at for at in range(start + 1, end) if _has_fillers(listed.before[at])]
        cuts = [at - start for at in loose if lead not in {_ANY, _ALL} and not (tools[at - 1] and tools[at])]
        runs = [run[left:right] for left, right in pairwise([0, *cuts, len(run)])]
        for part in runs:
            is_closed = part[-1][0] is run[-1][0] and _is_closed(after)
            said = lead if part[0][0] is run[0][0] else ""
            for choice in _run_choices(part, said, closed=is_closed):
                yield from _of_a_kind(choice, hits, kinds)
            if said == _ONE_OF_EXAMPLES and all(sign in {",", "/"} for _, sign in part[1:]):
                yield from _of_one_category(part, hits, kinds)
            if lead != _ALL:
                yield from _slashed(part, hits, lower, kinds, together)


_Run = list[tuple[_Item, str]]
"""Items, each with the sign before it: one of `,` `/` `or` `and`."""


def _run_choices(run: _Run, lead: str, *, closed: bool) -> Iterator[list[_Item]]:
    """The choices that "or" and the words before a run make."""
    parts: list[_Run] = [[]]
    for item, sign in run:
        # "One of A, B and C" is one list; "one of A or B and C" ends before "and".
        if sign == "and" and (lead != _ANY or any(before == "or" for _, before in parts[-1])):
            parts.append([])
        parts[-1].append((item, sign))
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        if lead == _ALL:
            return
        if (lead == _ANY and number == 0) or (closed and is_last):
            yield [item for item, _ in part]
        else:
            yield from _or_choices(part)


def _or_choices(part: _Run) -> Iterator[list[_Item]]:
    """The items that "or" joins: all before it, unless the list goes on behind it ("A, B or C, D, E")."""
    at_or = [at for at, (_, sign) in enumerate(part) if at and sign == "or"]
    if not at_or:
        return
    if all(sign != "," for _, sign in part[at_or[-1] + 1 :]):
        yield [item for item, _ in part]
        return
    chain = [part[0][0]]
    for item, sign in part[1:]:
        if sign in {"or", "/"}:
            chain.append(item)
            continue
        yield chain
        chain = [item]
    yield chain


def _slashed(
    run: _Run, hits: Sequence[Hit], lower: Sequence[str], kinds: Kinds, together: frozenset[str]
) -> Iterator[list[_Item]]:
    """The chains of tools of one category that slashes join; those in a longer choice are in it already."""
    if any(sign == "or" for _, sign in run[1:]):
        return
    chain: list[_Item] = []
    for item, sign in [*run, (None, "")]:
        if item is not None and sign == "/" and chain:
            chain.append(item)
            continue
        if len(chain) > 1:
            categories = {_kind(item, hits, kinds) for item in chain}
            words = {lower[at] for item in chain for at in range(item.first, item.end)}
            category, is_tool = categories.pop() if len(categories) == 1 else ("", False)
            if category and is_tool and not words <= together:
                yield chain
        chain = [item] if item is not None else []


def _kind(item: _Item, hits: Sequence[Hit], kinds: Kinds) -> tuple[str, bool]:
    return kinds.get(hits[item.hits[0]].entry.skill_id, ("", False))


def _of_a_kind(choice: Iterable[_Item], hits: Sequence[Hit], kinds: Kinds) -> Iterator[list[_Item]]:
    """A choice parted into tools and, by category, the rest: nobody chooses between R and teamwork."""
    parts: dict[str, list[_Item]] = {}
    for item in choice:
        category, is_tool = _kind(item, hits, kinds)
        parts.setdefault("" if is_tool else category, []).append(item)
    yield from (part for part in parts.values() if len(part) > 1)


def _of_one_category(run: _Run, hits: Sequence[Hit], kinds: Kinds) -> Iterator[list[_Item]]:
    """The examples of a general word, if they are examples of one: "(e.g. MLflow, Docker)" is no choice."""
    items = [item for item, _ in run]
    if len({_kind(item, hits, kinds) for item in items}) == 1:
        yield items


def _sign(words: Sequence[str]) -> str:
    """The sign that the words between two items are, "" where they part two lists."""
    if words == ["/"]:
        return "/"
    if not words or not _NO_ITEM.isdisjoint(words) or _SIGNS.isdisjoint(words):
        return ""
    fillers = [word for word in words if word not in _SIGNS]
    if len(fillers) > FILLER_WORDS or any(not word[0].isalnum() for word in fillers):
        return ""
    if "or" in words:
        behind = words[len(words) - words[::-1].index("or") :]
        return "" if behind[:1] and behind[0] in _ELSE else "or"
    return "and" if not {"and", "&", "+"}.isdisjoint(words) else ","


def _has_fillers(words: Sequence[str]) -> bool:
    """Whether words that are no signs stand between two items."""
    return any(word not in _SIGNS for word in words)


def _is_closed(words: Sequence[str]) -> bool:
    """Whether the words behind a list go on with "or": ", or similar", "or Apex"."""
    behind = list(words[1:3] if words[:1] == [","] else words[:2])
    return behind[:1] == ["or"] and len(behind) > 1 and behind[1] not in _NO_ITEM


def _lead(words: Sequence[str]) -> str:
    """What the words before a list say of it: _ANY, _ONE_OF_EXAMPLES, _ALL or "" for nothing."""
    near = [word for word in words if word != ","]
    said = ""
    if near[-2:] == ["such", "as"] or (near and near[-1] in _EXAMPLES):
        said, near = _ONE_OF_EXAMPLES, near[: -2 if near[-1] == "as" else -1]
    in_brackets = "(" in near[-2:]
    for at in range(len(near) - 1, -1, -1):
        word = near[at]
        following = near[at + 1] if at + 1 < len(near) else ""
        if word in _MANY:
            return _ALL
        if word == "either" or (word == "any" and following != "("):
            return _ANY
        if word == "one" and (following in {"of", "or"} or near[at - 1 : at] == ["least"]):
            return _ANY
        if word in _DETERMINERS and in_brackets:
            return _ANY
        if word in _NO_LEAD:
            break
    return said
