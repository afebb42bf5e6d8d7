"""Blocks of text as a word processor keeps them, put together as a page of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

_SHORT_CELL: Final = 60
_HEAD_BLOCKS: Final = 8
_PAGE_NUMBER: Final = re.compile(r"(?i)\s*(?:page|seite|-|–)?\s*\d+\s*(?:(?:of|von|/|-|–)\s*\d*)?\s*")


Kind = Literal["paragraph", "heading", "item"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or an item of a list."""

    text: str
    kind: Kind = "paragraph"


def blocks_to_text(blocks: Iterable[Block]) -> str:
    """A line a block; blank lines around headings and where the document has empty paragraphs."""
    lines: list[str] = []
    above: Kind = "paragraph"
    for block in blocks:
        text = _tidy(block.text)
        if not text:
            lines.append("")
            continue
        if block.kind == "heading" and above != "heading":
            lines.append("")
        above = block.kind
        lines.append(f"• {text}" if block.kind == "item" else text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def first_heading(blocks: Iterable[Block]) -> str:
    """The first heading among the first blocks that hold text; "" where there is none."""
    told = [block for block in blocks if block.text.strip()][:_HEAD_BLOCKS]
    return next((block.text for block in told if block.kind == "heading"), "")


def row_blocks(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """The blocks of a table's row: one line for short cells, cell after cell where they hold paragraphs."""
    filled = [[block for block in cell if block.text.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if (
        all(len(cell) == 1 and cell[0].kind == "paragraph" for cell in filled)
        and sum(len(cell[0].text) > _SHORT_CELL for cell in filled) <= 1
    ):
        return [Block("\t".join(_tidy(cell[0].text) for cell in filled))] if filled else []
    rows: list[Block] = []
    for cell in filled:
        rows += [*cell, Block("")]
    return rows


def without_page_numbers(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a header or footer that say more than on which page one is."""
    return [block for block in blocks if not _PAGE_NUMBER.fullmatch(block.text)]


def _tidy(text: str) -> str:
    text = text.replace("\u00ad", "").replace("\u200b", "").replace("\xa0", " ")
    lines = (re.sub(r" {2,}", " ", re.sub(r"\t+", "\t", line)).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
