"""Lines of a page to text: wrapped lines joined, blocks parted, headings and bullets as they are in text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import Final

from jobscan.sources.papers.printed import BULLETS, Line

_BULLET: Final = re.compile(rf"^(?:[{BULLETS}]|[-–—*](?=\s)|o(?=\s+[A-Z]))\s*")
_ITEM: Final = re.compile(r"\d{1,2}[.)]\s")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]+")
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
_SENTENCE: Final = re.compile(r"\S+ \S+ \S+ \S+[\w,-]$")  # of words, and not at its end
_FEW_WORDS: Final = 3  # of a line in a list; prose that goes on in lower case has more
_HEAD_LINES: Final = 12
_FEW_LINES: Final = 5  # of a page: a header of two lines would be half of it
_ENDS: Final = (".", "!", "?", ":", ";")
_LONG: Final = 45  # characters of a line, at least, that goes on in one with a capital
_FEW_PITCHES: Final = 3  # of which none need be that inside a block
_LOOSE_PITCH: Final = 1.7
_BIGGER: Final = 1.15  # a font so much larger is a heading's


def clean(text: str) -> str:
    """Text of a PDF with ligatures taken apart and icons out."""
    text = _PRIVATE.sub("  ", text.translate(_LIGATURES_AND_LAST))
    return re.sub(r" *\t[ \t]*|(?<=\S) {2,}(?=\S)", "\t", text).strip()


def lines_to_text(lines: Sequence[Line]) -> str:
    """The text of one column: a paragraph, an item or a heading a line, blank lines between blocks."""
    usual = _usual_pitch(lines)
    right = max((line.right for line in lines), default=0.0)
    out: list[str] = []
    asides: tuple[str, ...] = ()
    hanging: tuple[float | None, list[float]] = (None, [])
    above: Line | None = None
    for line, block in zip(lines, _block_edges(lines, usual), strict=True):
        raw = line.own_text
        bullet = _BULLET.match(raw)
        text = clean(raw[bullet.end() :] if bullet else raw)
        if not text and not line.asides:
            continue
        if (
            above is not None
            and not (bullet or _parts_blocks(above, line, usual))
            and (_hangs(line, hanging, out[-1]) or _goes_on(above, line, out[-1], right=right, block=block))
        ):
            out[-1] = _joined(out[-1], text)
            asides += line.asides
        else:
            _close(out, asides)
            if above is not None and _parts_blocks(above, line, usual):
                out.append("")
            out.append(f"• {text}" if bullet else text)
            asides, hanging = line.asides, _hanging(line)
        above = line
    _close(out, asides)
    return "\n".join(out)


def _close(out: list[str], asides: Sequence[str]) -> None:
    """Put the asides behind the last line."""
    if asides:
        out[-1] = "\t".join([out[-1], *map(clean, asides)])


def _pitch(above: Line, line: Line) -> float:
    return (line.bottom - above.bottom) / max(line.size, 1.0)


def _usual_pitch(lines: Sequence[Line]) -> float:
    """How far lines of one block stand below each other, in sizes of their font."""
    pitches = sorted(pitch for above, line in pairwise(lines) if (pitch := _pitch(above, line)) > 0)
    usual = pitches[len(pitches) // 3] if pitches else 1.0
    return usual if len(pitches) > _FEW_PITCHES else min(usual, _LOOSE_PITCH)


def _parts_blocks(above: Line, line: Line, usual: float) -> bool:
    if _pitch(above, line) > _PITCH * usual:
        return True
    return line.size > _BIGGER * above.size or above.size > _BIGGER * line.size


def _goes_on(above: Line, line: Line, before: str, *, right: float, block: float) -> bool:
    """Whether a line goes on with the one above, of which `before` is the text so far.

    right, block: how far the lines reach, of the column and of this block.
    """
    text = line.own_text
    apart = abs(line.left - above.left) > 3 * line.size
    if apart or len(above.cells) > 1 or len(line.cells) > 1 or _ITEM.match(text):
        return False
    continues = text[:1].islower()
    if continues and _HYPHEN.search(before):
        return True
    if not continues and before.endswith(_ENDS):
        return False
    # Its first word would not have fitted above; short lines under each other may be a list all the same.
    first = line.words[0]
    fits = above.right + 0.2 * line.size + (first.right - first.left) <= (block if continues else right)
    long = len(above.words) > _FEW_WORDS if continues else len(above.own_text) >= _LONG
    return long and not fits


def _block_edges(lines: Sequence[Line], usual: float) -> list[float]:
    """For each line how far to the right those reach that stand in one block with it."""
    edges: list[float] = []
    block: list[Line] = []
    for line in [*lines, None]:
        if line is None or (block and _parts_blocks(block[-1], line, usual)):
            edges += [max(other.right for other in block)] * len(block) if block else []
            block = []
        if line is not None:
            block.append(line)
    return edges


def _hanging(line: Line) -> tuple[float | None, list[float]]:
    """Where lines begin that go on with this one: under an item's text, under the later cells of a row."""
    mark = line.words[0].text + " "
    is_item = len(line.words) > 1 and (_BULLET.match(mark) or _ITEM.match(mark))
    return line.words[1].left if is_item else None, [cell[0].left for cell in line.cells[1:]]


def _hangs(line: Line, hanging: tuple[float | None, list[float]], before: str) -> bool:
    """Whether a line goes on with an item, or with the last cell of a row."""
    item, cells = hanging
    if len(line.cells) > 1:
        return False
    if item is not None and _is_under(line, item):
        return True
    goes_on = line.words[0].text[0].islower() or before.endswith((",", "-", " and", " or", " &"))
    return goes_on and any(_is_under(line, cell) for cell in cells)


def _is_under(line: Line, left: float) -> bool:
    return abs(line.left - left) < 0.3 * line.size


def _joined(before: str, text: str) -> str:
    if _HYPHEN.search(before) and text[:1].islower():
        word = re.split(r"[^A-Za-z]", before[:-1])[-1].lower()
        return before + text if word in _KEEPS_HYPHEN else before[:-1] + text
    return f"{before} {text}" if text else before


def joined_parts(texts: Iterable[str]) -> str:
    """The texts of columns and pages under each other; a sentence that goes on in the next is joined."""
    whole = ""
    for text in filter(None, texts):
        last = whole.rpartition("\n")[2]
        if text[0].islower() and "\t" not in last and _SENTENCE.search(last):
            whole = _joined(whole, text)
        else:
            whole += f"\n\n{text}" if whole else text
    return f"{whole}\n"


def largest_line(lines: Sequence[Line]) -> str:
    """The text at the top of a page that stands in larger letters than all else; "" where none does."""
    head = lines[:_HEAD_LINES]
    size = max((line.size for line in head), default=0.0)
    usual = median([line.size for line in lines] or [0.0])
    if size <= _BIGGER * usual:
        return ""
    first = next(at for at, line in enumerate(head) if line.size == size)
    same = takewhile(lambda line: line.size == size, head[first : first + 2])
    return clean(" ".join(line.own_text for line in same))


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
    """The first and the last line of a page, and those that stand close to them."""
    lines = sorted((line for part in parts for line in part), key=lambda line: line.top)
    if len(lines) <= 2:
        return []
    second, last_but_one = lines[1], lines[-2]
    edges = [lines[0], lines[-1]]
    if len(lines) > _FEW_LINES:
        edges += [second] if second.top - lines[0].bottom < second.size else []
        edges += [last_but_one] if lines[-1].top - last_but_one.bottom < last_but_one.size else []
    return edges


def _without(parts: Sequence[list[Line]], repeated: set[str]) -> list[list[Line]]:
    dropped = {id(line) for line in _edge_lines(parts) if _shape(line) in repeated}
    return [[line for line in part if id(line) not in dropped] for part in parts]


def _shape(line: Line) -> str:
    """A line's words with all numbers made equal."""
    return re.sub(r"\d+", "0", line.text)
