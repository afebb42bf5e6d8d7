"""Which section the wording of each sentence tells, against its heading or where there is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter

from jobscan.text.letters import lowered
from jobscan.text.section_rules import ASIDE, ASKED, Part, SectionRules, Wording

# Sections whose wording is looked for, by the heading; elsewhere in what is asked the aside, and vice versa.
_TELLING = {"": ASIDE | ASKED, "duties": ASIDE | {"requirements"}}

# Characters. A longer sentence is several glued together, and is cut around the words that tell.
_LONG_SENTENCE = 300
# Characters of wording that are needed to leave a list of duties, or of benefits and legal notes.
_SURE, _LIKELY = 24, 16
# Characters of legal wording in one sentence after which legal notes go on over paragraphs.
_NOTES = 60
# Characters of an item of a list, at most: what is longer is a paragraph.
_LONGEST_ITEM = 220


def find_wording(text: str, rules: SectionRules) -> list[Wording]:
    """The phrases that tell a section, in order."""
    hits: list[Wording] = []
    known, name_of = rules.known, rules.name_of_wording
    for match in rules.wording.finditer(lowered(text)):
        start, end = match.span()
        phrase = match[0]
        name = known.get(phrase)
        hits.append((start + 1, end, name_of(phrase) if name is None else name))
    return hits


_LONGEST_WRAPPED_LINE = 100
_FEWEST_WRAPPED_LINES = 8
_WRAP = re.compile(r"\n(?=[^\n]{45}[^\n]*[^\n.!?:;]\n[ \t]*[^\W\d_])")
_WRAP_BEFORE = re.compile(r"[^\n.!?:;]\n[ \t]*\w")

# After a line break, the end of a sentence, a bullet. A line that goes on in lower case is the same sentence.
_SENTENCE_START = re.compile(
    r"[\n.!?•●▪◦‣■►➢✓✔·\uf0b7](?:"
    r"(?<=\n)(?:\s*\n\s*|[ \t\xa0]*(?=[^a-z\s]))"
    r"|(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?:[\"')\]]*\s+(?=[^a-z\s])|(?=[A-Z][a-z]))"
    r"|(?<=[^\n.!?])\s*)"
)
# The same where lines were broken at a column: only a bullet or a blank line begins anew.
_WRAPPED_SENTENCE_START = re.compile(
    _SENTENCE_START.pattern.replace(r"(?=[^a-z\s]))|(?<=[.!?])", r"(?=[-–—*+]\s|\d{1,2}[.)]))|(?<=[.!?])", 1)
)
_GLUE = re.compile(r"[a-z)](?=[A-Z][a-z])")
_CLAUSE_START = re.compile(r"[a-z)](?=[A-Z][a-z])|;\s*|\s[-–—*]\s+|\s{2,}")


def is_wrapped(text: str) -> bool:
    """Whether lines were broken at a column, inside sentences."""
    if any(long_lines(text, _LONGEST_WRAPPED_LINE + 1)):
        return False
    return len(_WRAP.findall(text)) >= _FEWEST_WRAPPED_LINES


def long_lines(text: str, length: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line of so many characters or more."""
    start = 0
    while start + length <= len(text):
        last = text.rfind("\n", start, start + length)
        if last < 0:
            end = text.find("\n", start + length)
            last = end if end >= 0 else len(text)
            yield start, last
        start = last + 1


_NAME = itemgetter(2)


def refine(text: str, region: Part, hits: list[Wording], *, wrapped: bool) -> list[Part]:
    """A region, cut where the wording of its sentences says otherwise."""
    begin = max(region.start, region.heading_end)
    inside = hits[bisect_left(hits, (begin,)) : bisect_left(hits, (region.end,))]
    telling = _TELLING.get(region.name, ASIDE if region.name in ASKED else ASKED)
    if telling.isdisjoint(map(_NAME, inside)):
        return [region]
    by_heading = region.name
    turns: list[tuple[int, str]] = []
    name, at, notes, items = by_heading, 0, False, 0
    for start, end, is_line, is_paragraph in _sentences(text, begin, region.end, wrapped=wrapped):
        first = at
        while at < len(inside) and inside[at][0] < end:
            at += 1
        said, before = inside[first:at], name
        name = _name_of(said, by_heading, name, is_paragraph=is_paragraph and not notes)
        is_item = is_line and end - start <= _LONGEST_ITEM
        begins = bool(said) and _is_requirement(text, start, said)
        if (begins and name == "duties" == by_heading) or (is_item and not (said or name) and items > 1):
            name = "requirements"
        # A list of requirements without a heading goes on with items that no wording tells.
        items = items + begins if is_item and name == "requirements" else 0
        notes = name == "legal" and (notes or sum(e - s for s, e, _ in said) >= _NOTES)
        if name == before:
            continue
        cut, cut_end = start, end
        if name in ASIDE and before not in ASIDE:
            cut, cut_end = _clauses(text, start, end, [hit for hit in said if hit[2] in ASIDE])
        turns.append((cut, name))
        if cut_end < end:
            name = before
            turns.append((cut_end, name))
    return _cut(region, turns)


def _cut(region: Part, turns: Sequence[tuple[int, str]]) -> list[Part]:
    """A region, cut where it turns to another section."""
    parts: list[Part] = []
    start, _, name, *heading = region
    for at, following in turns:
        if start < at:
            parts.append(Part(start, at, name, *heading))
        start, name, heading = at, following, [at, at]
    parts.append(Part(start, region.end, name, *heading))
    return parts


_NO_WORD = re.compile(r"\W{0,9}")
_TO_THE_READER = re.compile(r"(?i)you|hands")


def _is_requirement(text: str, start: int, hits: Sequence[Wording]) -> bool:
    """Whether a sentence among duties begins as requirements do: "Proven experience with", "Ability to".

    Not what is said to the reader ("You are the first to", "Hands-on work with").
    """
    if not hits or any(name != "requirements" for _, _, name in hits):
        return False
    begin = _NO_WORD.match(text, start)
    first = hits[0][0]
    return begin is not None and begin.end() == first and not _TO_THE_READER.match(text, first)


def _sentences(text: str, start: int, end: int, *, wrapped: bool) -> Iterator[tuple[int, int, bool, bool]]:
    """Start and end of each sentence, and whether a line and whether a paragraph begins with it."""
    at, is_line, is_paragraph = start, True, True
    for match in (_WRAPPED_SENTENCE_START if wrapped else _SENTENCE_START).finditer(text, start, end):
        if match.end() > at:
            yield at, match.end(), is_line, is_paragraph
            breaks = match[0].count("\n")
            at, is_line = match.end(), breaks > 0
            is_paragraph = breaks > 1 or (is_line and not wrapped)
    if at < end:
        yield at, end, is_line, is_paragraph


def _clauses(text: str, start: int, end: int, aside: Sequence[Wording]) -> tuple[int, int]:
    """The part of a sentence that its wording sets aside: all of it, unless several were glued together."""
    long = end - start > _LONG_SENTENCE
    first, last, _ = aside[0]
    for hit_start, hit_end, _ in aside:
        last = hit_end if hit_start - last < _LONG_SENTENCE // 2 else last
    starts = (_CLAUSE_START if long else _GLUE).finditer(text, start, first + 1)
    cut = max((match.end() for match in starts), default=first if long else start)
    after = _CLAUSE_START.search(text, last, end) if long else None
    return cut, after.end() if after else end


def _name_of(hits: Sequence[Wording], by_heading: str, before: str, *, is_paragraph: bool) -> str:
    """The section of a sentence: by its wording, else by its heading, else that of the sentence before it.

    hits: its wording; before: the section of the sentence before; is_paragraph: a paragraph begins with it.
    """
    if not hits:
        if by_heading in ASIDE:
            return before
        return before if before in ASIDE and not is_paragraph else by_heading
    score: dict[str, int] = {}
    for start, end, name in hits:
        score[name] = score.get(name, 0) + end - start
    aside, most_aside, n_aside = _most(score, ASIDE)
    asked, _, n_asked = _most(score, ASKED)
    if by_heading in ASKED:
        needed = _SURE if before not in ASIDE or is_paragraph else 1
        return aside if most_aside >= needed and most_aside > 2 * n_asked else by_heading
    if by_heading in ASIDE:
        # Benefits speak to the reader as duties do ("you will receive"), but do not ask for experience.
        needed = 1 if by_heading == "company" else _LIKELY + score.get("duties", 0) // 2
        sure = n_asked >= needed and n_asked > n_aside
        return asked if sure else by_heading if n_aside else before
    if n_aside and (most_aside > n_asked if aside != "company" else not n_asked):
        return aside
    return asked if n_asked else by_heading


def _most(score: Mapping[str, int], names: AbstractSet[str]) -> tuple[str, int, int]:
    """Of some sections that of the most wording, the first by name of equals; how much; how much of all."""
    most, n_most, n_all = "", 0, 0
    for name, length in score.items():
        if name in names:
            n_all += length
            if length > n_most or (length == n_most and name < most):
                most, n_most = name, length
    return most, n_most, n_all
