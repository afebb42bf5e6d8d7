"""Lines of a page to text: wrapped lines joined, blocks parted, headings and bullets as they are in text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from jobscan.sources.papers.columns import Line

BULLETS: Final = "•●▪◦‣■□▶►➢➤✓✔◆◇❖⁃∙○·★\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET: Final = re.compile(rf"^(?:[{BULLETS}]|[-–—*](?=\s)|o(?=\s+[A-Z]))\s*")
_ITEM: Final = re.compile(r"\d{1,2}[.)]\s")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]+")
_LETTER_SPACED: Final = re.compile(r"^(?:[^\W\d_](?: |\t)){3,}[^\W\d_]$")
_HYPHEN: Final = re.compile(r"[a-z]{2}[-\u2010\u00ad]$")
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st"}
_LIGATURES_AND_LAST: Final = {**_LIGATURES, 0xFB06: "st", 0xA0: " ", 0xAD: "-", 0x200B: None, 0xFEFF: None}

# Words that are written with a hyphen: at the end of a line theirs is no division of a word.
_KEEPS_HYPHEN: Final = frozenset(
    """back client cloud co cross customer data day decision end event fine four front full goal hands hard
    high in large long low machine multi non object off on open out part post pre problem real result second
    self semi short single small state team test third three time to top two up user well world
    year""".split()
)
_PITCH: Final = 1.45  # of the usual distance between lines: more parts two blocks
_BIGGER: Final = 1.15  # a font so much larger is a heading's


def clean(text: str) -> str:
    """Text of a PDF with ligatures taken apart, icons out, letter-spaced words closed."""
    text = _PRIVATE.sub(" ", text.translate(_LIGATURES_AND_LAST)).strip()
    if _LETTER_SPACED.match(text):
        text = re.sub(r"(?<=\S) (?=\S)", "", text).replace("\t", " ")
    return text


def lines_to_text(lines: Sequence[Line]) -> str:
    """The text of one column: a paragraph, an item or a heading a line, blank lines between blocks."""
    if not lines:
        return ""
    right = max(line.right for line in lines)
    pitches = [_pitch(above, line) for above, line in pairwise(lines)]
    usual = median([pitch for pitch in pitches if pitch > 0] or [1.0])
    out: list[str] = []
    above: Line | None = None
    for line in lines:
        raw = line.text
        bullet = _BULLET.match(raw)
        text = clean(raw[bullet.end() :] if bullet else raw)
        if not text:
            continue
        if above is not None and not bullet and _is_wrapped(above, line, right, usual):
            out[-1] = _joined(out[-1], text)
        else:
            if above is not None and _parts_blocks(above, line, usual):
                out.append("")
            out.append(f"• {text}" if bullet else text)
        above = line
    return "\n".join(out)


def _pitch(above: Line, line: Line) -> float:
    return (line.bottom - above.bottom) / max(line.size, 1.0)


def _parts_blocks(above: Line, line: Line, usual: float) -> bool:
    if _pitch(above, line) > _PITCH * usual:
        return True
    return line.size > _BIGGER * above.size or above.size > _BIGGER * line.size


def _is_wrapped(above: Line, line: Line, right: float, usual: float) -> bool:
    """Whether a line goes on with the one above: its first word would not have fitted there."""
    if _parts_blocks(above, line, usual) or "\t" in above.text + line.text or _ITEM.match(line.text):
        return False
    first = line.words[0]
    begins = above.words[0].left
    hangs = line.left > begins - 0.5 * line.size and line.left < begins + 3 * line.size
    fits = above.right + 0.2 * line.size + (first.right - first.left) <= right
    return hangs and not fits


def _joined(before: str, text: str) -> str:
    if _HYPHEN.search(before) and text[:1].islower():
        word = re.split(r"[^A-Za-z]", before[:-1])[-1].lower()
        return before + text if word in _KEEPS_HYPHEN else before[:-1] + text
    return f"{before} {text}"


def without_running_lines(pages: Iterable[list[list[Line]]]) -> list[list[list[Line]]]:
    """The pages without what repeats at their top or bottom: page numbers, the name, the date of printing."""
    kept = [list(parts) for parts in pages]
    if len(kept) < 2:
        return kept
    edges: Counter[str] = Counter()
    for parts in kept:
        edges.update({_shape(line) for line in _edge_lines(parts)})
    repeated = {shape for shape, count in edges.items() if count > 1 and count >= len(kept) - 1}
    return [_without(parts, repeated) for parts in kept]


def _edge_lines(parts: Sequence[list[Line]]) -> list[Line]:
    lines = sorted((line for part in parts for line in part), key=lambda line: line.top)
    return [*lines[:1], *lines[-1:]] if len(lines) > 2 else []


def _without(parts: Sequence[list[Line]], repeated: set[str]) -> list[list[Line]]:
    dropped = {id(line) for line in _edge_lines(parts) if _shape(line) in repeated}
    return [[line for line in part if id(line) not in dropped] for part in parts]


def _shape(line: Line) -> str:
    """A line's words with all numbers made equal."""
    return re.sub(r"\d+", "0", line.text)
