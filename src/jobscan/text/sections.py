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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jobscan.records import Record
from jobscan.text.section_headings import find_headings, line_end
from jobscan.text.section_lead_ins import is_firm
from jobscan.text.section_rules import (
    ASIDE,
    ASKED,
    BULLETS,
    SECTIONS,
    Heading,
    Part,
    SectionRules,
    Wording,
    compile_section_rules,
)
from jobscan.text.section_wording import find_wording, is_wrapped, refine

__all__ = ["SECTIONS", "Section", "SectionRules", "compile_section_rules", "find_sections"]

_LISTS = frozenset({"requirements", "preferred"})


@dataclass(frozen=True, slots=True)
class Section(Record):
    """A part of a text, half-open in characters."""

    start: int
    end: int
    name: str
    """One of SECTIONS."""
    heading_start: int
    heading_end: int
    """The heading's words; both equal to start where it has none."""


def find_sections(text: str, headings: SectionRules) -> list[Section]:
    r"""The sections of a text in order; they cover all of it. An empty text gives [].

    >>> rules = compile_section_rules([("requirements", "what you bring")], [])
    >>> [(section.name, section.start) for section in find_sections("Hello.\nWhat you bring:\nSQL", rules)]
    [('', 0), ('requirements', 7)]
    """
    if not text:
        return []
    plain = "\n" + text.replace("\u2019", "'").replace("\u2018", "'")
    wrapped = is_wrapped(plain)
    hits = find_wording(plain, headings)
    regions = _regions(plain, find_headings(plain, headings, hits, wrapped=wrapped), hits)
    parts: list[Part] = []
    for region in regions:
        for part in _without_last_words(plain, region):
            parts += refine(plain, part, hits, wrapped=wrapped)
    return [_in_text(part) for part in _merged(parts) if part.end > 1]


def _in_text(part: Part) -> Section:
    """A part of the text itself, which stands behind one more line break while its parts are found."""
    start, heading_start, heading_end = max(part.start - 1, 0), part.heading_start - 1, part.heading_end - 1
    return Section(start, part.end - 1, part.name, max(heading_start, 0), max(heading_end, 0))


def _regions(text: str, headings: list[Heading], hits: list[Wording]) -> list[Part]:
    """The text cut at its headings.

    An "Apply now" before the middle of the text is a button of the page, not the heading of what follows.
    A title over a list, of words that no row knows, ends only what is told of the company: lists under
    benefits and legal notes have many such titles.
    """
    regions: list[Part] = []
    at, name, words, alone = 0, "", (0, 0), False
    for heading, following in itertools.zip_longest(headings, headings[1:]):
        if heading.list_end and not (name == "company" and _ends_company(text, heading, hits)):
            continue
        if heading.is_lead_in and heading.name == "requirements" and name not in {"", "duties"}:
            continue
        if name == "benefits" and heading.name == "preferred" and text[heading.start : heading.end].isalpha():
            continue  # among benefits a "Bonus" is money
        inline = _has_text_behind(text, heading)
        if name == "preferred" and alone and inline and _is_label_of_wish(text, heading):
            continue
        regions.append(Part(at, heading.start, name, *words))
        until = heading.until
        if heading.name == "apply" and 2 * heading.end < len(text):
            until = line_end(text, heading.end)
        if until:
            end = min(until, following.start if following else len(text))
            regions.append(Part(heading.start, end, heading.name, heading.start, heading.end))
            at, name, words = end, "" if name in ASIDE else name, (end, end)
        else:
            at, name, words = heading.start, heading.name, (heading.start, heading.end)
            alone = not inline
    regions.append(Part(at, len(text), name, *words))
    return [region for region in regions if region.start < region.end]


_ITEM = re.compile(rf"\n[ \t\xa0]*(?:[{BULLETS}]|[-–—*+o][ \t\xa0])[^\n]*")
_PARAGRAPH = re.compile(r"\n[ \t\xa0]*(?=\n)\s*([A-Z][^\n]*(?:\n[^\n]*[^\s][^\n]*)*)")
_FEWEST_ITEMS, _LAST_WORDS = 2, 120  # items of a list, characters of a paragraph that is none of them


def _without_last_words(text: str, region: Part) -> Iterator[Part]:
    """A region, cut where a list of what is asked ends and a paragraph tells of other things."""
    items = [*_ITEM.finditer(text, region.heading_end, region.end)] if region.name in _LISTS else []
    last = _PARAGRAPH.search(text, items[-1].end(), region.end) if len(items) >= _FEWEST_ITEMS else None
    if last and last.end() - last.start(1) >= _LAST_WORDS:
        cut = last.start(1)
        yield region._replace(end=cut)
        yield Part(cut, region.end, "", cut, cut)
    else:
        yield region


_TEXT_BEHIND = re.compile(r"[^\w\n]{0,8}:[^\w\n]{0,8}\w")


def _has_text_behind(text: str, heading: Heading) -> bool:
    """Whether a heading before a colon is followed by text on its line."""
    return bool(_TEXT_BEHIND.match(text, heading.end))


def _is_label_of_wish(text: str, label: Heading) -> bool:
    """Whether a label before text sorts what is preferred: "Technical skills: Scala" under "Nice to have"."""
    return label.name == "requirements" and not is_firm(text, label.start, label.end)


_SPEAKS_OF_ITSELF = re.compile(r"(?i)\b(?:we|we're|we've|our|us)\b")


def _ends_company(text: str, title: Heading, hits: list[Wording]) -> bool:
    """Whether neither a title nor the list under it speaks of the company or its benefits."""
    if _SPEAKS_OF_ITSELF.search(text, title.start, title.end):
        return False
    inside = hits[bisect_left(hits, (title.start,)) : bisect_left(hits, (title.list_end,))]
    n_aside = sum(end - start for start, end, name in inside if name in ASIDE)
    n_asked = sum(end - start for start, end, name in inside if name in ASKED)
    return n_asked >= n_aside


def _merged(parts: Iterable[Part]) -> list[Part]:
    """The parts that are not empty, those of one name without a heading between them joined."""
    merged: list[Part] = []
    for part in parts:
        if part.start == part.end:
            continue
        if merged and merged[-1].name == part.name and part.heading_end <= part.start:
            merged[-1] = merged[-1]._replace(end=part.end)
        else:
            merged.append(part)
    return merged
