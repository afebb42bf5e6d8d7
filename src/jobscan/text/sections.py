"""Which part of a posting a passage stands in: duties, requirements, benefits, the company, legal notes.

Headings decide first, then the wording of each sentence. All words are data: rows of `section_headings.csv`
and `section_wording.csv`, see `section_rules`. Two errors are possible and cost differently: duties taken for
the company's own words are lost, the company's words taken for duties are counted. So wording must be strong
where it speaks against a heading, and any sign that a sentence speaks of the person hired keeps it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jobscan.text.section_headings import Heading, find_headings, line_end
from jobscan.text.section_rules import SECTIONS, SectionRules, compile_section_rules

__all__ = ["SECTIONS", "Section", "SectionRules", "compile_section_rules", "find_sections"]

_ASIDE = frozenset({"company", "benefits", "legal", "apply"})  # what is not asked of the person hired
_ASKED = frozenset({"duties", "requirements", "preferred", "education"})
_TOLD = _ASIDE | _ASKED
_ASIDE_ORDER, _ASKED_ORDER = sorted(_ASIDE), sorted(_ASKED)

# Characters. A longer sentence is several glued together, and is cut around the words that tell.
_LONG_SENTENCE = 300
# Characters of wording that are needed to leave a list of duties, or of benefits and legal notes.
_SURE, _LIKELY = 24, 16
# Characters of legal wording in one sentence after which legal notes go on over paragraphs.
_NOTES = 60


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text, half-open in characters."""

    start: int
    end: int
    name: str
    """One of SECTIONS."""
    heading_start: int
    heading_end: int
    """The heading's words; both equal to start where it has none."""


class _Part(NamedTuple):
    """A section while it is being found: lighter than a Section."""

    start: int
    end: int
    name: str
    heading_start: int
    heading_end: int


_Hit = tuple[int, int, str]
"""Start, end and section of words that tell a section."""


def find_sections(text: str, headings: SectionRules) -> list[Section]:
    r"""The sections of a text in order; they cover all of it. An empty text gives [].

    >>> rules = compile_section_rules([("requirements", "what you bring")], [])
    >>> [(section.name, section.start) for section in find_sections("Hello.\nWhat you bring:\nSQL", rules)]
    [('', 0), ('requirements', 7)]
    """
    if not text:
        return []
    plain = "\n" + text.replace("\u2019", "'").replace("\u2018", "'")
    wrapped = _is_wrapped(plain)
    hits = _find_wording(plain, headings)
    regions = _regions(plain, find_headings(plain, headings, wrapped=wrapped), hits)
    refined = (_refine(plain, region, hits, wrapped=wrapped) for region in regions)
    parts = _merged(itertools.chain.from_iterable(refined))
    return [_in_text(part) for part in parts if part.end > 1]


def _in_text(part: _Part) -> Section:
    """A part of the text itself, which stands behind one more line break while its parts are found."""
    start, heading_start, heading_end = max(part.start - 1, 0), part.heading_start - 1, part.heading_end - 1
    return Section(start, part.end - 1, part.name, max(heading_start, 0), max(heading_end, 0))


def _regions(text: str, headings: list[Heading], hits: list[_Hit]) -> list[_Part]:
    """The text cut at its headings.

    An "Apply now" before the middle of the text is a button of the page, not the heading of what follows.
    A title over a list, of words that no row knows, ends only what is told of the company: lists under
    benefits and legal notes have many such titles.
    """
    regions: list[_Part] = []
    at, name, words = 0, "", (0, 0)
    for heading, following in itertools.zip_longest(headings, headings[1:]):
        if heading.list_end and not (name == "company" and _ends_company(text, heading, hits)):
            continue
        regions.append(_Part(at, heading.start, name, *words))
        if heading.line_only or (heading.name == "apply" and 2 * heading.end < len(text)):
            end = min(line_end(text, heading.end), following.start if following else len(text))
            regions.append(_Part(heading.start, end, heading.name, heading.start, heading.end))
            at, name, words = end, "" if name in _ASIDE else name, (end, end)
        else:
            at, name, words = heading.start, heading.name, (heading.start, heading.end)
    regions.append(_Part(at, len(text), name, *words))
    return [region for region in regions if region.start < region.end]


_SPEAKS_OF_ITSELF = re.compile(r"(?i)\b(?:we|we're|we've|our|us)\b")


def _ends_company(text: str, title: Heading, hits: list[_Hit]) -> bool:
    """Whether neither a title nor the list under it speaks of the company or its benefits."""
    if _SPEAKS_OF_ITSELF.search(text, title.start, title.end):
        return False
    inside = hits[bisect_left(hits, (title.start,)) : bisect_left(hits, (title.list_end,))]
    n_aside = sum(end - start for start, end, name in inside if name in _ASIDE)
    n_asked = sum(end - start for start, end, name in inside if name in _ASKED)
    return n_asked >= n_aside


def _find_wording(text: str, rules: SectionRules) -> list[_Hit]:
    """The phrases that tell a section, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    name_of = rules.name_of_wording
    return [(m.start() + 1, m.end(), name_of(m[0])) for m in rules.wording.finditer(lowered)]


_LONGEST_WRAPPED_LINE = 100
_FEWEST_WRAPPED_LINES = 8
_WRAP = re.compile(r"\n(?=[^\n]{45}[^\n]*[^\n.!?:;]\n[ \t]*[^\W\d_])")
_WRAP_BEFORE = re.compile(r"[^\n.!?:;]\n[ \t]*\w")

# After a line break, the end of a sentence, a bullet. A line that goes on in lower case is the same sentence.
_SENTENCE_START = re.compile(
    r"[\n.!?•●▪◦‣■►➢✓✔·\uf0b7](?:"
    r"(?<=\n)(?:\s*\n\s*|[ \t\xa0]*(?=[^a-z\s]))"
    r"|(?<=[.!?])(?:[\"')\]]*\s+(?=[^a-z\s])|(?=[A-Z][a-z]))"
    r"|(?<=[^\n.!?])\s*)"
)
# The same where lines were broken at a column: only a bullet or a blank line begins anew.
_WRAPPED_SENTENCE_START = re.compile(
    _SENTENCE_START.pattern.replace(r"(?=[^a-z\s]))|(?<=[.!?])", r"(?=[-–—*+]\s|\d{1,2}[.)]))|(?<=[.!?])", 1)
)
_GLUE = re.compile(r"[a-z)](?=[A-Z][a-z])")
_CLAUSE_START = re.compile(r"[a-z)](?=[A-Z][a-z])|;\s*|\s[-–—*]\s+|\s{2,}")


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken at a column, inside sentences."""
    if max(map(len, text.split("\n"))) > _LONGEST_WRAPPED_LINE:
        return False
    return len(_WRAP.findall(text)) >= _FEWEST_WRAPPED_LINES


def _refine(text: str, region: _Part, hits: list[_Hit], *, wrapped: bool) -> list[_Part]:
    """A region, cut where the wording of its sentences says otherwise."""
    begin = max(region.start, region.heading_end)
    inside = hits[bisect_left(hits, (begin,)) : bisect_left(hits, (region.end,))]
    telling = _ASIDE if region.name in _ASKED else _ASKED if region.name in _ASIDE else _TOLD
    if not any(name in telling for _, _, name in inside):
        return [region]
    parts = [_Part(region.start, begin, region.name, region.heading_start, region.heading_end)]
    name, at, notes = region.name, 0, False
    for start, end, is_paragraph in _sentences(text, begin, region.end, wrapped=wrapped):
        first = at
        while at < len(inside) and inside[at][0] < end:
            at += 1
        before, name = (
            name,
            _name_of(inside[first:at], region.name, name, is_paragraph=is_paragraph and not notes),
        )
        notes = name == "legal" and (notes or sum(e - s for s, e, _ in inside[first:at]) >= _NOTES)
        cut, cut_end = start, end
        if name in _ASIDE and before not in _ASIDE:
            cut, cut_end = _clauses(text, start, end, [hit for hit in inside[first:at] if hit[2] in _ASIDE])
            parts.append(_Part(start, cut, before, start, start))
        parts.append(_Part(cut, cut_end, name, cut, cut))
        if cut_end < end:
            name = before
            parts.append(_Part(cut_end, end, name, cut_end, cut_end))
    return parts


def _sentences(text: str, start: int, end: int, *, wrapped: bool) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence, and whether a paragraph begins with it."""
    at, is_paragraph = start, True
    for match in (_WRAPPED_SENTENCE_START if wrapped else _SENTENCE_START).finditer(text, start, end):
        if match.end() > at:
            yield at, match.end(), is_paragraph
            breaks = match[0].count("\n")
            at, is_paragraph = match.end(), breaks > 1 or (breaks == 1 and not wrapped)
    if at < end:
        yield at, end, is_paragraph


def _clauses(text: str, start: int, end: int, aside: Sequence[_Hit]) -> tuple[int, int]:
    """The part of a sentence that its wording sets aside: all of it, unless several were glued together."""
    long = end - start > _LONG_SENTENCE
    first, last, _ = aside[0]
    for hit_start, hit_end, _ in aside:
        last = hit_end if hit_start - last < _LONG_SENTENCE // 2 else last
    starts = (_CLAUSE_START if long else _GLUE).finditer(text, start, first + 1)
    cut = max((match.end() for match in starts), default=first if long else start)
    after = _CLAUSE_START.search(text, last, end) if long else None
    return cut, after.end() if after else end


def _name_of(hits: Sequence[_Hit], by_heading: str, before: str, *, is_paragraph: bool) -> str:
    """The section of a sentence: by its wording, else by its heading, else that of the sentence before it.

    hits: its wording; before: the section of the sentence before; is_paragraph: a paragraph begins with it.
    """
    if not hits:
        if by_heading in _ASIDE:
            return before
        return before if before in _ASIDE and not is_paragraph else by_heading
    score = dict.fromkeys(SECTIONS, 0)
    for start, end, name in hits:
        score[name] += end - start
    aside = max(_ASIDE_ORDER, key=score.__getitem__)
    asked = max(_ASKED_ORDER, key=score.__getitem__)
    n_aside, n_asked = score[aside], sum(map(score.__getitem__, _ASKED))
    if by_heading in _ASKED:
        needed = _SURE if before not in _ASIDE or is_paragraph else 1
        return aside if n_aside >= needed and n_aside > 2 * n_asked else by_heading
    if by_heading in _ASIDE:
        # Benefits speak to the reader as duties do ("you will receive"), but do not ask for experience.
        needed = 1 if by_heading == "company" else _LIKELY + score["duties"] // 2
        sure = n_asked >= needed and n_asked > sum(map(score.__getitem__, _ASIDE))
        return asked if sure else by_heading if n_aside else before
    if n_aside and (n_aside > n_asked if aside != "company" else not n_asked):
        return aside
    return asked if n_asked else by_heading


def _merged(parts: Iterable[_Part]) -> list[_Part]:
    """The parts that are not empty, those of one name without a heading between them joined."""
    merged: list[_Part] = []
    for part in parts:
        if part.start == part.end:
            continue
        if merged and merged[-1].name == part.name and part.heading_end <= part.start:
            merged[-1] = merged[-1]._replace(end=part.end)
        else:
            merged.append(part)
    return merged
