"""The items of a CV's lists of skills, one by one: what stands alone has no neighbours to tell by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jobscan.cv.lines import Line
from jobscan.cv.sections import CvSection
from jobscan.extract.result import Mention
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon
from jobscan.text.sections import Section

_BETWEEN: Final = re.compile(
    r"[,;|•·\t()\[\]:★☆●○]|/|\s{2,}|\s[-–—]\s|\s(?:and|or|und|oder|et|ou|y|o|e)\s|\s\d+\s?(?:%|/)"
)
_MOST_WORDS: Final = 3


def listed_alone(
    text: str,
    lines: Sequence[Line],
    sections: Sequence[CvSection],
    known: Sequence[Mention],
    matcher: SkillMatcher,
    lexicon: Lexicon,
) -> list[Mention]:
    """The skills that whole items of lists of skills name, and that were not found by the words around them.

    known: the mentions found so. "R" or "Go" on a line of its own is taken as listed beside two tools that
    the CV names elsewhere; a CV that names fewer says nothing of what such a word means.
    """
    beside = _beside(known, lexicon)
    taken = {at for mention in known for at in range(mention.start, mention.end)}
    items = [
        (start, end)
        for section in sections
        if section.name == "skills"
        for line in lines[section.first : section.end]
        for start, end in _items(line)
        if taken.isdisjoint(range(start, end)) and text[start:end] not in beside
    ]
    if len(beside) < 2 or not items:
        return []
    found: list[Mention] = []
    framed, places, at = [], {}, 0
    for start, end in items:
        row = f"{beside[0]}, {text[start:end]}, {beside[1]}"
        places[at + len(beside[0]) + 2] = (start, end)
        framed.append(row)
        at += len(row) + 1
    joined = "\n".join(framed)
    for mention in matcher.find(joined, sections=[Section(0, len(joined), "requirements", 0, 0)]):
        start, end = places.get(mention.start, (0, 0))
        if end - start == mention.end - mention.start > 0:
            found.append(mention._replace(start=start, end=end, years_min=None))
    return found


def _beside(known: Sequence[Mention], lexicon: Lexicon) -> list[str]:
    """Two names of different tools that the CV mentions: single, long words, which name nothing else."""
    names = {
        mention.skill_id: mention.surface
        for mention in known
        if lexicon.skills[mention.skill_id].category in lexicon.vouching
    }
    return sorted(names.values(), key=lambda name: (" " in name, -len(name), name.lower(), name))[:2]


def _items(line: Line) -> list[tuple[int, int]]:
    """Where the items of a line stand in the text."""
    found, at = [], 0
    for gap in [*(match.span() for match in _BETWEEN.finditer(line.text)), (len(line.text), len(line.text))]:
        raw = line.text[at : gap[0]]
        item = raw.strip(" .*_-–—")
        start = line.start + at + raw.find(item)
        if item and len(item.split()) <= _MOST_WORDS:
            found.append((start, start + len(item)))
        at = gap[1]
    return found
