"""Lines that say of the list under them how strongly it is asked for: "Any of these would be a plus:"."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from jobscan.text.section_rules import ASIDE, BULLETS, SECTIONS, Heading, Wording

_MARKS_OF_ITEMS = rf"[{BULLETS}]|[-–—*+o](?=[ \t\xa0])"
_COLON_END = re.compile(r":[^\w\n]{0,6}(?=\n)")
_LEAD_IN_END = re.compile(r"(?::|\.\.\.|…)[^\w\n]{0,6}(?=\n)")
_LEAD_IN_START = re.compile(
    rf"\n(?P<indent>[ \t\xa0]*)(?P<mark>{_MARKS_OF_ITEMS})?[^\w\n]{{0,8}}(?P<words>[A-Z])"
)
_LONGEST_LEAD_IN, _MORE_LINES = 240, 2  # characters; lines that go on with it in lower case
_LINE = re.compile(rf"\n(?P<indent>[ \t\xa0]*)(?P<mark>{_MARKS_OF_ITEMS})?(?P<rest>[^\n]*)")
_FIRM = re.compile(
    r"(?i)(?<!not )(?<!n't )(?<!non[- ])\b(?:required|minimum|basic|mandatory|essential|must|necessary)\b"
)
# What a heading may hold of another kind of list: "Required / desired qualifications".
_MIXED = re.compile(r"(?i)\b(?:requirements?|qualifications)\b\W{1,3}(?:(?:and|or|&)\W)?\s*(?:pref|desir)")


def find_lead_ins(text: str, known: Sequence[Heading], hits: Sequence[Wording]) -> Iterator[Heading]:
    """The lead-ins that are no known headings, in order: by their wording of preferred or of requirements.

    text begins with a line break. hits: its wording, in order.
    """
    starts = [heading.start for heading in known]
    lead_in_end = _LEAD_IN_END if "..." in text or "…" in text else _COLON_END
    found = [match for match in map(_begun, itertools.repeat(text), lead_in_end.finditer(text)) if match]
    for (lead_in, end, behind), following in itertools.zip_longest(found, found[1:]):
        start = lead_in.start("words")
        if bisect_left(starts, start) < bisect_left(starts, end):
            continue
        name = line_name(text, start, end, hits)
        if name:
            limit = following[0].start() if following else len(text)
            limit = min(limit, *starts[bisect_left(starts, end) :][:1], len(text))
            until = _list_end(text, lead_in, behind, limit)
            if until or not lead_in["mark"]:
                yield Heading(start, end, name, until=until, is_lead_in=True)


def _begun(text: str, end: re.Match[str]) -> tuple[re.Match[str], int, int] | None:
    """Where the line begins that ends in a colon or dots, with where its words and where it ends."""
    at, start = end.start(), None
    for _ in range(1 + _MORE_LINES):
        at = text.rfind("\n", max(at - _LONGEST_LEAD_IN, 0), at)
        start = _LEAD_IN_START.match(text, at, end.start()) if at >= 0 else None
        if at < 0 or start or not text[at + 1 : end.start()].lstrip()[:1].islower():
            break
    return (start, end.start(), end.end()) if start and end.start() - at <= _LONGEST_LEAD_IN else None


def line_name(text: str, start: int, end: int, hits: Sequence[Wording]) -> str:
    """What the wording of a line says of the list under it, "" for nothing."""
    score = dict.fromkeys(SECTIONS, 0)
    for first, last, name in hits[bisect_left(hits, (start - 1,)) : bisect_left(hits, (end,))]:
        score[name] += last - first
    if score["preferred"] and not is_firm(text, start, end):
        return "preferred"
    if text[end] != ":" or score["requirements"] <= score["duties"] or any(map(score.__getitem__, ASIDE)):
        return ""
    return "requirements"


def is_firm(text: str, start: int, end: int) -> bool:
    """Whether words of a heading name what is required."""
    return bool(_FIRM.search(text, start, end) or _MIXED.search(text, start, end))


def _list_end(text: str, lead_in: re.Match[str], behind: int, limit: int) -> int:
    """Where the list under a lead-in that ends at `behind` ends, 0 where it goes on up to the next heading.

    A lead-in that is an item itself is followed by items of another mark or indent, or speaks of nothing: 0.
    """
    own = (lead_in["indent"], lead_in["mark"]) if lead_in["mark"] else None
    end, has_items, blank = 0, False, False
    for line in _LINE.finditer(text, behind, limit):
        rest = line["rest"].strip()
        if line["mark"]:
            if (line["indent"], line["mark"]) == own or (end and not has_items):
                break
            end, has_items = line.end(), True
        elif not rest:
            if end and not has_items:
                break
            blank = not end
        elif own or (has_items and not (line["indent"] or rest[0].islower())):
            break
        elif not has_items and blank:
            return 0
        else:
            end = line.end()
    return end


def softened(text: str, heading: Heading, hits: Sequence[Wording]) -> Heading | None:
    """A heading of requirements as one of what is preferred, if the rest of its line says so.

    None where that rest is more than a remark: "Experience with any of these is a plus:" is a lead-in.
    """
    if heading.name != "requirements" or heading.until:
        return heading
    end = text.find("\n", heading.end)
    end = end if end >= 0 else len(text)
    colon = text.find(":", heading.start, end)
    if colon >= 0 and text[colon + 1 : end].strip(" \t\xa0*_"):
        end = colon
    if end - heading.start > _LONGEST or text.rfind("\n", 0, heading.start) + _MARKS < heading.start:
        return heading
    inside = hits[bisect_left(hits, (heading.start - 1,)) : bisect_left(hits, (end,))]
    if all(name != "preferred" for _, _, name in inside) or is_firm(text, heading.start, end):
        return heading
    is_lead_in = colon >= 0 and len(text[heading.end : colon].split()) > _REMARK
    return None if is_lead_in else heading._replace(name="preferred")


_LONGEST = 110  # characters of a line that is still a heading
_MARKS = 12  # characters of marks and emoji before a heading on its line
_REMARK = 3  # words behind a heading on its line that are still a remark: "(nice to have)"
