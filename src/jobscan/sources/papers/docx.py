"""Word documents to text: body, tables, headers, footers, text boxes, notes; what was deleted is left out.

The form is ECMA-376, Part 1, chapter 17 (WordprocessingML), in its usual and its strict namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from jobscan.sources.papers.archives import attribute, local, open_archive, read_xml
from jobscan.sources.papers.blocks import Block, blocks_to_text, row_blocks
from jobscan.sources.papers.paper import Paper

_LEFT_OUT: Final = frozenset(
    "del moveFrom instrText delText delInstrText pPr rPr sectPr tblPr trPr tcPr Fallback fldData".split()
)
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING: Final = re.compile(r"(?i)^(?:heading|title|subtitle|titre|\u00fcberschrift|titel)")
_MOST_NESTED: Final = 60


def read_docx(data: bytes) -> Paper:
    """The text of a Word document. Raises SourceError: damaged, too_large, unsafe, unsupported."""
    with open_archive(data) as archive:
        body = read_xml(archive, "word/document.xml")
        if body is None:
            from jobscan.errors import SourceError

            raise SourceError("damaged", "is a zip archive without word/document.xml")
        names = sorted(archive.namelist())
        lists = _list_styles(read_xml(archive, "word/styles.xml"))
        parts = {
            kind: [read_xml(archive, name) for name in names if re.fullmatch(rf"word/{kind}\d*\.xml", name)]
            for kind in ("header", "footer", "footnotes", "endnotes")
        }
        core = read_xml(archive, "docProps/core.xml")
    seen: set[str] = set()
    blocks: list[Block] = []
    for root in [*parts["header"], body, *parts["footnotes"], *parts["endnotes"], *parts["footer"]]:
        found = [*_blocks(root, lists, depth=0), Block("")]
        # The headers of first, odd and even pages are mostly one.
        text = blocks_to_text(found)
        if text.strip() and text not in seen:
            seen.add(text)
            blocks += found
    return Paper(blocks_to_text(blocks), title=_title(core))


def _title(core: Any) -> str:
    if core is None:
        return ""
    return next((element.text or "" for element in core if local(element) == "title"), "").strip()


def _list_styles(styles: Any) -> frozenset[str]:
    """Ids of paragraph styles that make an item of a list."""
    found = set()
    for style in [] if styles is None else styles:
        if local(style) == "style" and any(local(element) == "numPr" for element in style.iter()):
            found.add(attribute(style, "styleId"))
    return frozenset(found)


def _blocks(element: Any, lists: frozenset[str], *, depth: int) -> Iterator[Block]:
    """The blocks below an element, in order."""
    if depth > _MOST_NESTED:
        return
    for child in element:
        name = local(child)
        if name in _LEFT_OUT:
            continue
        if name == "p":
            yield from _paragraph(child, lists, depth=depth)
        elif name == "tbl":
            for row in (row for row in child if local(row) in {"tr", "sdt", "ins"}):
                cells = [cell for cell in row.iter() if local(cell) == "tc" and _row_of(cell) is _row(row)]
                yield from row_blocks([list(_blocks(cell, lists, depth=depth + 1)) for cell in cells])
        else:
            yield from _blocks(child, lists, depth=depth + 1)


def _row(row: Any) -> Any:
    """The row itself, also inside a content control."""
    return next((element for element in row.iter() if local(element) == "tr"), row)


def _row_of(cell: Any) -> Any:
    return next((element for element in cell.iterancestors() if local(element) == "tr"), None)


def _paragraph(paragraph: Any, lists: frozenset[str], *, depth: int) -> Iterator[Block]:
    """The block of a paragraph, and after it those of the text boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    yield Block(text, _kind(paragraph, lists))
    for box in boxes:
        yield from _blocks(box, lists, depth=depth + 1)


def _kind(paragraph: Any, lists: frozenset[str]) -> Any:
    properties = next((child for child in paragraph if local(child) == "pPr"), None)
    if properties is None:
        return "paragraph"
    style = next((attribute(child, "val") for child in properties if local(child) == "pStyle"), "")
    if _HEADING.match(style):
        return "heading"
    numbered = any(local(child) == "numPr" for child in properties)
    return "item" if numbered or style in lists or style.lower().startswith("list") else "paragraph"


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The pieces of text of a paragraph; its text boxes are put into `boxes`."""
    for child in element:
        name = local(child)
        if name in _LEFT_OUT:
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
