"""Where the headings of a posting stand: on their own lines, before a colon, or glued into running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from jobscan.text.section_lead_ins import find_lead_ins, line_name, softened
from jobscan.text.section_rules import (
    BLANKS,
    BULLETS,
    HEADING_WORD,
    Heading,
    SectionRules,
    Wording,
    WordTree,
    plain_word,
)
from jobscan.text.section_wording import long_lines

LISTS = frozenset({"duties", "requirements", "preferred"})
"""Sections whose heading may stand before a colon and go on over many lines ("Requirements: 5 years ...")."""

_LONG_LINE = 400  # characters; such a line may hold headings: line breaks were lost, or never made
_LONGEST_HEADING = 90
_LONGEST_LABEL = 200


_LINE_START = re.compile(
    r"\n[^a-zA-Z0-9\n]*(?:\d{1,2}[.)][^a-zA-Z0-9\n]*)?((?:[A-Z]+(?![a-z])|[A-Z]?[a-z]+)(?:'[A-Za-z]+)?)"
)
_CAPITALISED = re.compile(r"[A-Z](?:[A-Z]*(?![a-z])|[a-z]+)(?:'[A-Za-z]+)?")
_WRAP_BEFORE = re.compile(r"[^\n.!?:;]\n[ \t]*\w")


def find_headings(text: str, rules: SectionRules, hits: Sequence[Wording], *, wrapped: bool) -> list[Heading]:
    """The headings in order.

    text begins with a line break, apostrophes are straight. hits: its wording, in order. wrapped: lines were
    broken at a column, so that a line may begin inside a sentence.
    """
    closed, opened = rules.headings.words, rules.open_headings.words
    found: list[Heading | None] = []
    for line in _LINE_START.finditer(text):
        first = plain_word(line[1])
        if first not in closed and first not in opened:
            continue
        if not (wrapped and _WRAP_BEFORE.match(text, line.start() - 1)):
            found.append(_line_heading(text, line, first, rules))
    for start, end in long_lines(text, _LONG_LINE):
        for place in _CAPITALISED.finditer(text, start, end):
            first = plain_word(place[0])
            if first not in closed and first not in opened:
                continue
            if _ends_before(text, place.start()):
                found.append(_inner_heading(text, place, first, rules))
            elif _SURE_TITLE.match(text, place.start()):
                heading = _inner_heading(text, place, first, rules)
                found.append(heading if heading and _is_sure_title(text, heading) else None)
    written = (softened(text, heading, hits) for heading in _without_overlaps([*filter(None, found)]))
    known = [heading for heading in written if heading]
    known = sorted([*_beside_requirements(text, known), *find_lead_ins(text, known, hits)])
    return sorted([*known, *_list_titles(text, known, hits, wrapped=wrapped)])


_MORE = frozenset({"additional", "other"})
_IDEAL = frozenset({"ideal", "perfect"})
_WISHED = re.compile(r"(?i)prefer|desir|optional|bonus|nice|plus|not required")


def _beside_requirements(text: str, headings: list[Heading]) -> Iterator[Heading]:
    """The headings; "Additional skills" and an ideal candidate are asked for where nothing else is."""
    asked = [heading.start for heading in headings if heading.name == "requirements"]
    for heading in headings:
        if heading.name == "preferred":
            words = set(map(plain_word, text[heading.start : heading.end].split()))
            is_ideal = not _IDEAL.isdisjoint(words)
            is_meant = is_ideal or not _MORE.isdisjoint(words)
            has_other = asked and (is_ideal or asked[0] < heading.start)
            until = line_end(text, heading.end)
            if is_meant and not has_other and not _WISHED.search(text, heading.start, until):
                yield heading._replace(name="requirements")
                continue
        yield heading


_ITEM = rf"\n\s*(?:[{BULLETS}]|[-–—*+o][ \t\xa0])[ \t\xa0]*\w"
_ANY_ITEM = re.compile(rf"\n[^\S\n]*(?:[{BULLETS}]|[-–—*+o][ \t\xa0])")
_LIST_TITLE = re.compile(
    rf"\n[ \t]*(?:\*\*|__|#{{1,6}} )?"
    rf"(?P<words>[A-Z][^{BLANKS}.!;•·|]{{0,40}}+(?: [^{BLANKS}.!;•·|]{{1,40}}+){{0,8}}+)"
    rf"[ \t*_]{{0,8}}+(?=(?P<list>(?:{_ITEM}[^\n]*)+))"
)


_LONGEST_TITLE = 6  # words of a line over a list that is a title whatever it says


def _list_titles(
    text: str, known: list[Heading], hits: Sequence[Wording], *, wrapped: bool
) -> Iterator[Heading]:
    """Lines of a few words that stand over a list, and are no known headings.

    One that speaks of wishes is a heading ("Good to have, really not required").
    """
    if not _ANY_ITEM.search(text):
        return
    starts = [heading.start for heading in known]
    for title in _LIST_TITLE.finditer(text):
        start, end = title.span("words")
        is_known = bisect_left(starts, start) < bisect_left(starts, end)
        if is_known or (wrapped and _WRAP_BEFORE.match(text, title.start() - 1)):
            continue
        if line_name(text, start, end, hits) == "preferred":
            yield Heading(start, end, "preferred")
        elif len(title["words"].split()) <= _LONGEST_TITLE:
            yield Heading(start, end, "", list_end=title.end("list"))


def _without_overlaps(headings: list[Heading]) -> list[Heading]:
    """Headings in order, the first and longest of those that overlap."""
    kept: list[Heading] = []
    for heading in sorted(headings, key=lambda heading: (heading.start, -heading.end)):
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


_SKIPPED = frozenset({"a", "an", "and", "o", "or"})
"""Words that are skipped, and what a line or a capital may show of them ("anD")."""


def _matches(text: str, word: re.Match[str], first: str, tree: WordTree) -> list[tuple[int, str]]:
    """End and section of each row without a gap that begins with a word, the longest first.

    word: its match, of which the last group is the word; first: as it is compared.
    """
    found: list[tuple[int, str]] = []
    node: WordTree | None
    if first in _SKIPPED:
        node, end = tree, word.start(word.lastindex or 0)
    else:
        node, end = tree.words.get(first), word.end()
    while node:
        if node.name is not None:
            found.append((end, node.name))
        following = HEADING_WORD.match(text, end) if node.words else None
        if not following:
            break
        node, end = node.words.get(plain_word(following[1])), following.end()
    return found[::-1]


def _open_matches(text: str, start: int, limit: int, tree: WordTree) -> list[tuple[int, str]]:
    """The same for rows with a gap, up to a limit; of equally long ones that with the shortest gap first."""
    words: list[str] = []
    ends: list[int] = []
    node: WordTree | None = tree
    while word := HEADING_WORD.match(text, start, limit):
        words.append(plain_word(word[1]))
        ends.append(start := word.end())
        if node and not node.gaps and node.name is None:
            node = node.words.get(words[-1])
            if not node:
                return []
    found = sorted(tree.walk(words), key=lambda match: (-match[0], match[1]))
    return [(ends[count - 1], name) for count, _, name in found]


# --- at the start of a line

_OWN_LINE = re.compile(r"[^\w\n]*(?:\([^)\n]{0,60}\)[^\w\n]*)?(?:\n|\Z)")
_OPEN_END = re.compile(r"[^\w\n]*(?:\n|\Z)")
_COLON = re.compile(r"[^\w\n]{0,4}:")
_COLON_LATER = re.compile(r"[^\n:.;]{1,60}:[^\w\n]*(?:\n|\Z)")
_BULLET = re.compile(rf"\n\s*(?:[-–—{BULLETS}+o]|\*(?!\*))[ \t\xa0]*(?=\w)")


def _line_heading(text: str, line: re.Match[str], first: str, rules: SectionRules) -> Heading | None:
    """The heading that begins a line, if there is one. first: its first word as it is compared."""
    start = line.start(1)
    for end, name in _matches(text, line, first, rules.headings):
        if _OWN_LINE.match(text, end):
            return None if _is_rest_or_item(text, line, end) else Heading(start, end, name)
        if _COLON.match(text, end):
            is_label = _is_label(text, line, end, name)
            return Heading(start, end, name, until=line_end(text, end) if is_label else 0)
        if text[end].isupper() or _COLON_LATER.match(text, end) or _is_title_before_capital(text, start, end):
            return Heading(start, end, name)
    if first not in rules.open_headings.words:
        return None
    limit = line_end(text, start)
    if limit - start <= _LONGEST_HEADING:
        for end, name in _open_matches(text, start, limit, rules.open_headings):
            if _OPEN_END.match(text, end) and not _is_rest_or_item(text, line, end):
                return Heading(start, end, name)
    return None


def line_end(text: str, start: int) -> int:
    """Where the line ends in which start stands."""
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _is_label(text: str, line: re.Match[str], end: int, name: str) -> bool:
    """Whether a heading before a colon speaks of its line only: `Location: Berlin`, `- Required: Python`."""
    until = line_end(text, end)
    if until - line.start(1) >= _LONGEST_LABEL or not text[end:until].strip(" \t*_:"):
        return False
    return name not in LISTS or bool(_BULLET.match(text, line.start()))


def _is_rest_or_item(text: str, line: re.Match[str], end: int) -> bool:
    """Whether words alone on a line are the last of a hard-wrapped sentence, or an item of a list."""
    if _COLON.match(text, end):
        return False
    if _BULLET.match(text, line.start()):
        return True
    if not text[line.start(1)].islower() or line.start() == 0:
        return False
    return "\n" not in line[0][1:] and text[line.start() - 1] not in "\n.!?:;"


# --- inside a line

# A name of up to four words that is repeated at once: "About Acme RoboticsAcme Robotics builds".
_REPEATED = re.compile(r"\s+([A-Z0-9][\w.&'-]{0,24}(?: [A-Z0-9][\w.&'-]{0,24}){0,3}?)\s?\1")
_GLUED = re.compile(r"(?:\?\s?)?[A-Z0-9]")
_CAPITAL = re.compile(r"[^\w\n]+[A-Z0-9]")


def _inner_heading(text: str, place: re.Match[str], first: str, rules: SectionRules) -> Heading | None:
    """A heading inside a line: before a colon, glued to what follows, or a title before a capital."""
    start = place.start()
    for end, name in _matches(text, place, first, rules.headings):
        if _GLUED.match(text, end) or _COLON.match(text, end) or _is_title_before_capital(text, start, end):
            return Heading(start, end, name)
    if first in rules.open_headings.words and (name_twice := _REPEATED.match(text, place.end())):
        for end, name in _open_matches(text, start, name_twice.end(1), rules.open_headings):
            if end == name_twice.end(1):
                return Heading(start, end, name)
    return None


def _is_title_before_capital(text: str, start: int, end: int) -> bool:
    """Whether a heading of several capitalised words stands before a capital or a number.

    Not one with an article: "The Client Data Analyst supports" is a sentence.
    """
    is_before_capital = bool(_CAPITAL.match(text, end))
    if not (is_before_capital or text.startswith(_LOST_BULLET, end)):
        return False
    words = text[start:end].split()
    if len(words) == 1:
        return plain_word(words[0]) in _TITLES and bool(_AFTER_TITLE.match(text, end))
    if len(words[0]) == len("the") or not is_before_capital:
        return False
    return all(word[0].isupper() or len(word) < 4 for word in words)


# A word that is a title even where it stands alone, before a capital that begins no activity ("Requirements
# Gathering") or before what was a bullet.
_TITLES = frozenset({"qualifications", "requirements", "responsibilities", "duties"})
_LOST_BULLET = " bull "
_AFTER_TITLE = re.compile(rf"{_LOST_BULLET}| (?!(?:[A-Z][a-z]+(?:ing|ysis|ment|tion)s?|As)\b)[A-Z0-9]")
_SURE_TITLE = re.compile(r"[A-Z]\S*(?: [A-Z]\S*){1,2}|[A-Z][a-z]+s?:")


def _is_sure_title(text: str, heading: Heading) -> bool:
    """Whether a heading is one though no sentence ends before it.

    That is three capitalised words or more, two of which the last is "Qualifications" or its like, or one
    before a colon: sentences hold no "What You Will Bring".
    """
    words = text[heading.start : heading.end].split()
    if not all(word[0].isupper() for word in words):
        return False
    if heading.name in LISTS and text.startswith(":", heading.end):
        return True
    return len(words) > 2 or (len(words) > 1 and plain_word(words[-1]) in _TITLES)


def _ends_before(text: str, start: int) -> bool:
    """Whether a sentence, or anything glued on, ends before a place inside a line."""
    before = text[max(start - 4, 0) : start]
    kept = before.rstrip(" \t\xa0")
    if not kept or kept[-1] in '.!?:;)]•·*|-–\n"”' or len(before) - len(kept) > 1:
        return True
    return kept == before and kept[-1].isalnum()
