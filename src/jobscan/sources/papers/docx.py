"""Word documents to text: body, tables, headers, footers, text boxes, notes; what was deleted is left out.

The form is ECMA-376, Part 1, chapter 17 (WordprocessingML), in its usual and its strict namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from jobscan.errors import SourceError
from jobscan.sources.papers.archives import WORD_BODY, attribute, local, open_archive, read_xml
from jobscan.sources.papers.blocks import (
    Block,
    Kind,
    blocks_to_text,
    first_heading,
    row_blocks,
    without_page_numbers,
)
from jobscan.sources.papers.paper import Paper, title_of

_LEFT_OUT: Final = frozenset(
    "del moveFrom instrText delText delInstrText pPr rPr sectPr tblPr trPr tcPr Fallback fldData".split()
)
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING: Final = re.compile(r"(?i)(?:heading|title|subtitle|titre|überschrift|titel)\b")
_MARK: Final = re.compile(r"\s*[•●▪◦·\uf0b7\uf0a7]\s+")
_TEXT_LEVEL: Final = 9  # of an outline: that of text
_MOST_NESTED: Final = 60


class _Styles(NamedTuple):
    """Ids of the paragraph styles that say what a paragraph is."""

    headings: frozenset[str]
    items: frozenset[str]


def read_docx(data: bytes) -> Paper:
    """The text of a Word document. Raises SourceError: damaged, too_large, unsafe, unsupported."""
    with open_archive(data) as archive:
        names = sorted(archive.namelist())
        body = next((read_xml(archive, name) for name in names if WORD_BODY.fullmatch(name)), None)
        if body is None:
            raise SourceError("damaged", "is a zip archive without word/document.xml")
        styles = _styles(read_xml(archive, "word/styles.xml"))
        parts = {
            kind: [read_xml(archive, name) for name in names if re.fullmatch(rf"word/{kind}\d*\.xml", name)]
            for kind in ("header", "footer", "footnotes", "endnotes")
        }
        core = read_xml(archive, "docProps/core.xml")
    seen: set[str] = set()
    blocks: list[Block] = []
    for root in [*parts["header"], body, *parts["footnotes"], *parts["endnotes"], *parts["footer"]]:
        found = [*_blocks(root, styles, depth=0), Block("")]
        if root is not body:
            found = without_page_numbers(found)
        # The headers of first, odd and even pages are mostly one.
        text = blocks_to_text(found)
        if text.strip() and text not in seen:
            seen.add(text)
            blocks += found
    text = blocks_to_text(blocks)
    return Paper(text, title_of(text, shown=first_heading(blocks), property=_title(core)))


def _title(core: Any) -> str:
    if core is None:
        return ""
    return next((element.text or "" for element in core if local(element) == "title"), "").strip()


def _styles(root: Any) -> _Styles:
    """What the paragraph styles say, those included that are based on others."""
    kinds: dict[str, str] = {}
    bases: dict[str, str] = {}
    for style in [] if root is None else root:
        if local(style) != "style":
            continue
        own = attribute(style, "styleId")
        inside = {local(element): attribute(element, "val") for element in style.iter()}
        bases[own] = inside.get("basedOn", "")
        level = inside.get("outlineLvl", "")[:4]
        if (level.isdecimal() and int(level) < _TEXT_LEVEL) or _HEADING.match(inside.get("name", "")):
            kinds[own] = "heading"
        elif "numPr" in inside:
            kinds[own] = "item"
    for own, base in bases.items():
        if own not in kinds and base in kinds:
            kinds[own] = kinds[base]
    headings, items = (frozenset(own for own in kinds if kinds[own] == kind) for kind in ("heading", "item"))
    return _Styles(headings, items)


def _blocks(element: Any, styles: _Styles, *, depth: int) -> Iterator[Block]:
    """The blocks below an element, in order."""
    if depth > _MOST_NESTED:
        return
    for child in element:
        name = local(child)
        if name in _LEFT_OUT:
            continue
        if name == "p":
            yield from _paragraph(child, styles, depth=depth)
        elif name == "tbl":
            for row in (row for row in child if local(row) in {"tr", "sdt", "ins"}):
                cells = [cell for cell in row.iter() if local(cell) == "tc" and _row_of(cell) is _row(row)]
                yield from row_blocks([list(_blocks(cell, styles, depth=depth + 1)) for cell in cells])
        else:
            yield from _blocks(child, styles, depth=depth + 1)


def _row(row: Any) -> Any:
    """The row itself, also inside a content control."""
    return next((element for element in row.iter() if local(element) == "tr"), row)


def _row_of(cell: Any) -> Any:
    return next((element for element in cell.iterancestors() if local(element) == "tr"), None)


def _paragraph(paragraph: Any, styles: _Styles, *, depth: int) -> Iterator[Block]:
    """The block of a paragraph, and after it those of the text boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    mark = _MARK.match(text)
    yield Block(text[mark.end() :], "item") if mark else Block(text, _kind(paragraph, styles))
    for box in boxes:
        yield from _blocks(box, styles, depth=depth + 1)


def _kind(paragraph: Any, styles: _Styles) -> Kind:
    properties = _child(paragraph, "pPr")
    found = {local(child): child for child in ([] if properties is None else properties)}
    style = attribute(found["pStyle"], "val") if "pStyle" in found else ""
    level = attribute(found["outlineLvl"], "val")[:4] if "outlineLvl" in found else ""
    outlined = level.isdecimal() and int(level) < _TEXT_LEVEL
    if outlined or style in styles.headings or _HEADING.match(re.sub(r"\d+$", "", style)):
        return "heading"
    if "numPr" in found:
        number = _child(found["numPr"], "numId")
        return "paragraph" if number is not None and attribute(number, "val") == "0" else "item"
    return "item" if style in styles.items or style.lower().startswith("list") else "paragraph"


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if local(child) == name), None)


def _is_hidden(run: Any) -> bool:
    properties = _child(run, "rPr")
    hidden = None if properties is None else _child(properties, "vanish")
    return hidden is not None and attribute(hidden, "val") not in {"0", "false", "off"}


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The pieces of text of a paragraph; its text boxes are put into `boxes`."""
    for child in element:
        name = local(child)
        if name in _LEFT_OUT or (name == "r" and _is_hidden(child)):
            continue
        if name == "txbxContent":
            boxes.append(child)
        elif name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield "•" if attribute(child, "char").upper() in {"F0B7", "F0A7"} else " "
        elif name != "p":
            yield from _runs(child, boxes)
