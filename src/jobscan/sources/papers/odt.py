"""OpenDocument texts (LibreOffice) to text; what was deleted is left out.

The form is that of OpenDocument 1.3, Part 3 (OASIS).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.sources.papers.archives import attribute, local, open_archive, read_xml
from jobscan.sources.papers.blocks import (
    Block,
    blocks_to_text,
    first_heading,
    row_blocks,
    without_page_numbers,
)
from jobscan.sources.papers.paper import Paper, title_of

_LEFT_OUT: Final = frozenset(
    "tracked-changes annotation note-citation forms sequence-decls desc title event-listeners".split()
)
_MOST_NESTED: Final = 60
_MOST_SPACES: Final = 100


def read_odt(data: bytes) -> Paper:
    """The text of an OpenDocument text. Raises SourceError: damaged, too_large, unsafe, unsupported."""
    with open_archive(data) as archive:
        manifest = read_xml(archive, "META-INF/manifest.xml")
        if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
            raise SourceError("unsupported", "is encrypted with a password: save a copy without one")
        content = read_xml(archive, "content.xml")
        if content is None:
            raise SourceError("damaged", "is a zip archive without content.xml")
        styles, meta = read_xml(archive, "styles.xml"), read_xml(archive, "meta.xml")
    head, foot = (without_page_numbers(_edge(styles, name)) for name in ("header", "footer"))
    blocks = [*head, *_body(content), Block(""), *foot]
    title = "" if meta is None else next((e.text or "" for e in meta.iter() if local(e) == "title"), "")
    text = blocks_to_text(blocks)
    return Paper(text, title_of(text, shown=first_heading(blocks), property=title))


def _body(content: Any) -> Iterator[Block]:
    for element in content.iter():
        if local(element) == "text" and local(element.getparent()) == "body":
            yield from _blocks(element, is_item=False, depth=0)


def _edge(styles: Any, name: str) -> Iterator[Block]:
    """The blocks of headers or footers."""
    for element in [] if styles is None else styles.iter():
        if local(element) == name:
            yield from _blocks(element, is_item=False, depth=0)


def _blocks(element: Any, *, is_item: bool, depth: int) -> Iterator[Block]:
    if depth > _MOST_NESTED:
        return
    for child in element:
        name = local(child)
        if name in _LEFT_OUT:
            continue
        if name in {"p", "h"}:
            boxes: list[Any] = []
            text = "".join(_pieces(child, boxes))
            yield Block(text, "heading" if name == "h" else "item" if is_item else "paragraph")
            for box in boxes:
                yield from _blocks(box, is_item=False, depth=depth + 1)
        elif name == "table-row":
            cells = [cell for cell in child if local(cell) == "table-cell"]
            yield from row_blocks([list(_blocks(cell, is_item=False, depth=depth + 1)) for cell in cells])
        else:
            yield from _blocks(child, is_item=is_item or name == "list-item", depth=depth + 1)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The pieces of text of a paragraph; its text boxes are put into `boxes`."""
    yield element.text or ""
    for child in element:
        name = local(child)
        if name in {"text-box", "note-body"}:
            boxes.append(child)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "s":
            count = attribute(child, "c")[:4]
            yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
        elif name not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _pieces(child, boxes)
        yield child.tail or ""
