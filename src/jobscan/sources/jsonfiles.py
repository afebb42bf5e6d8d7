"""JSON and JSON Lines: single postings, lists, envelopes, and rows a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from jobscan.errors import Failure, SourceError
from jobscan.posting import Posting
from jobscan.sources.jsonnodes import describe, is_listed, is_plain, is_posting, is_schema, iter_nodes
from jobscan.sources.rows import Row, attempt, looks_like_row, read_row, row_id, source_name
from jobscan.sources.stream import Document, Result, Results
from jobscan.text.decode import decode_json, marked_codec

_DECODER = json.JSONDecoder(strict=False)
_CHUNK_BYTES = 64 * 1024
_MAX_HELD = 1000  # odd elements after which a list without a posting is given up
_BLANK = " \t\r\n\ufeff"
_LOOKED_AT = 3  # elements by which a list is known as a board's


def read_json(document: Document) -> Results:
    """The postings of a JSON document: one, a list, an envelope; or of JSON Lines, if that is what it is.

    A list is read element by element, all else is held whole. Raises SourceError: damaged, too_deep,
    too_large, no_posting.
    """
    head = document.stream.peek(4096)[:4096]
    codec = marked_codec(head) or "utf-8"
    if head.decode(codec, errors="replace").lstrip(_BLANK).startswith("["):
        yield from _read_elements(document, _elements(document, codec))
        return
    text = decode_json(document.read(document.limits.max_document_bytes)).strip()
    try:
        value = _parse(text)
    except SourceError:
        lines = text.split("\n")
        if len(lines) < 2 or not _parses(lines[0]):
            raise
        yield from _read_lines(document, enumerate(lines, start=1))
        return
    del text
    yield from _read_value(document, value, id=document.id, at="", source="json")


def _read_elements(document: Document, elements: Iterator[Any]) -> Results:
    """The postings of a list: of a board's answer, of several answers, or of rows as people have them."""
    from jobscan.sources.saved import read_listed, recognise  # here because the boards take their time

    head, rest = _peek(elements, _LOOKED_AT)
    found = recognise(head)
    if found is not None:
        yield from read_listed(document, found, rest)
    elif head and recognise(head[0]) is not None:
        yield from _read_answers(document, rest)
    else:
        nodes = (node for value in rest for node in iter_nodes(value))
        yield from _read_nodes(document, nodes, id=document.id, at="", source=source_name(document.name))


def _peek(elements: Iterator[Any], count: int) -> tuple[list[Any], Iterator[Any]]:
    """The first elements, and all of them; damage among the first is raised behind those before it."""
    head: list[Any] = []
    damage: SourceError | None = None
    try:
        head.extend(islice(elements, count))
    except SourceError as error:
        damage = error

    def whole() -> Iterator[Any]:
        yield from head
        if damage is not None:
            raise damage
        yield from elements

    return head, whole()


def _read_answers(document: Document, values: Iterator[Any]) -> Results:
    """The postings of answers one after another."""
    for number, value in enumerate(values, start=1):
        place = f"#{number}"
        try:
            yield from _read_value(
                document, value, id=document.id + place, at=place, source=source_name(document.name)
            )
        except SourceError as error:
            yield document.failure(error.reason, error.detail, at=place)


def _elements(document: Document, codec: str) -> Iterator[Any]:
    """The elements of the list that a document is, or of several lists one after another.

    Raises SourceError where the list is damaged, or an element is larger than max_line_bytes.
    """
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    text, at, inside, ended, wanted = "", 0, False, False, _CHUNK_BYTES
    while True:
        at = _skip(text, at, _BLANK + "," if inside else _BLANK)
        if at < len(text) and text[at] == ("]" if inside else "["):
            inside, at = not inside, at + 1
            continue
        value, end = _value_at(text, at) if inside and at < len(text) else (None, -1)
        if end >= 0 and (end < len(text) or ended):
            yield value
            at, wanted = end, _CHUNK_BYTES
            continue
        if ended or (at < len(text) and not inside):
            break
        if (held := len(text) - at) > document.limits.max_line_bytes:
            raise SourceError("too_large", f"has an element of more than {held:,} characters, or is damaged")
        chunk = document.stream.read(wanted)
        ended, wanted = not chunk, 2 * wanted
        text, at = text[at:] + decoder.decode(chunk, final=ended), 0
    if document.stream.damage:
        raise document.stream.damage
    if at < len(text):
        raise SourceError("damaged", f"is not JSON from here on: {text[at : at + 40]!r}")
    if inside:
        raise SourceError("damaged", "is cut off: the list does not end")


def _skip(text: str, at: int, blank: str) -> int:
    while at < len(text) and text[at] in blank:
        at += 1
    return at


def _value_at(text: str, at: int) -> tuple[Any, int]:
    """The value that begins there and where it ends, -1 if it is cut off or damaged."""
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError:
        raise SourceError("too_deep", "the JSON is nested too deeply to be read") from None
    except ValueError:
        return None, -1


def read_json_lines(document: Document) -> Results:
    """The postings of JSON Lines, one line held at a time; a bad line is a failure, and the rest is read."""
    if marked_codec(document.stream.peek(4096)[:4096]) in ("", "utf-8-sig"):
        yield from _read_lines(document, _lines(document))
    else:
        text = decode_json(document.read(document.limits.max_document_bytes))
        yield from _read_lines(document, enumerate(text.split("\n"), start=1))
    if document.stream.damage:
        raise document.stream.damage


def read_piece_of_lines(document: Document, *, before: int) -> Results:
    """The postings of some lines out of JSON Lines in UTF-8, as read_json_lines tells them.

    before: how many lines stand before them. A piece may well be blank.
    """
    for number, line in _lines(document, before):
        if not _is_blank(line):
            yield from _read_numbered(document, number, line)
    if document.stream.damage:
        raise document.stream.damage


def _lines(document: Document, before: int = 0) -> Iterator[tuple[int, str | SourceError]]:
    """Each line with its number; SourceError in place of one that is too long."""
    limit = document.limits.max_line_bytes
    number = before
    while line := document.stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            yield number, SourceError("too_large", f"the line is longer than {limit:,} bytes")
            _skip_line(document, limit)
        elif (
            document.stream.damaged
            and not line.endswith(b"\n")
            and not _parses(line.decode("utf-8", "replace"))
        ):
            return  # the cut off end, told as damage of the whole
        else:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")


def _skip_line(document: Document, limit: int) -> None:
    """Go to the next line. Raises SourceError if it is not within reach: then these are no lines."""
    skipped = 0
    while (rest := document.stream.readline(limit)) and not rest.endswith(b"\n"):
        skipped += len(rest)
        if skipped > document.limits.max_document_bytes:
            raise SourceError(
                "too_large", f"has a line longer than {skipped:,} bytes; nothing after it is read"
            )


def _read_lines(document: Document, lines: Iterator[tuple[int, str | SourceError]]) -> Results:
    """The postings of numbered lines. Raises SourceError (empty) if all are blank."""
    blank = True
    for number, line in lines:
        if not _is_blank(line):
            blank = False
            yield from _read_numbered(document, number, line)
    if blank and not document.stream.damaged:
        raise SourceError("empty", "holds no lines")


def _read_numbered(document: Document, number: int, line: str | SourceError) -> Results:
    if isinstance(line, SourceError):
        yield document.failure(line.reason, line.detail, at=f":{number}")
    else:
        yield from _read_line(document, line, number)


def _is_blank(line: str | SourceError) -> bool:
    return isinstance(line, str) and not line.strip(" \t\r\n\x00\ufeff")


def _read_line(document: Document, line: str, number: int) -> Results:
    place, source = f":{number}", source_name(document.name)
    try:
        value = _parse(line)
        yield from _read_value(document, value, id=f"{document.id}#{number}", at=place, source=source)
    except SourceError as error:
        yield document.failure(error.reason, error.detail, at=place)


def _parses(text: str) -> bool:
    try:
        _parse(text)
    except SourceError:
        return False
    return True


def _parse(text: str) -> Any:
    try:
        return _DECODER.decode(text.lstrip("\ufeff"))
    except RecursionError:
        raise SourceError("too_deep", "the JSON is nested too deeply to be read") from None
    except ValueError as error:  # among them integers of more digits than Python converts
        raise SourceError("damaged", f"is not JSON: {error}") from None


def _read_value(document: Document, value: Any, *, id: str, at: str, source: str) -> Results:  # noqa: A002
    """The postings in a parsed value that stands at `at`. Raises SourceError (no_posting) if it has none."""
    from jobscan.sources.saved import read_answer, recognise  # here because the boards take their time

    found = recognise(value)
    if found is not None:
        yield from read_answer(document, found, value, at=at)
        return
    if is_plain(value) and looks_like_row(value):
        yield read_row(document, value, id=id, source=source, at=at)
        return
    nodes = list(iter_nodes(value))
    if is_listed(value) or len(nodes) != 1:
        listed = source_name(document.name)
        yield from _read_nodes(document, iter(nodes), id=id, at=at, source=listed, what=describe(value))
    elif is_posting(nodes[0]):
        yield _read_node(document, nodes[0], id=id, at=at, source=source)
    else:
        raise SourceError("no_posting", f"holds nothing that looks like a job posting ({describe(value)})")


def _read_nodes(
    document: Document,
    nodes: Iterator[Any],
    *,
    id: str,  # noqa: A002
    at: str,
    source: str,
    what: str = "",
) -> Results:
    """The postings of a list, numbered. Raises SourceError (no_posting) if there is none.

    A first element that is no posting is a notice, as RemoteOK's licence; so is what schema.org calls
    something else. Any other is told as a failure, once a posting shows that this is a list of postings.
    """
    held: list[Failure] | None = []
    for number, node in enumerate(nodes, start=1):
        what = what or f"a list, the first {describe(node)}"
        place = f"{at}#{number}"
        if is_posting(node):
            yield from held or ()
            held = None
            yield _read_node(document, node, id=f"{id}#{number}", at=place, source=source)
        elif number > 1 and not (isinstance(node, Mapping) and "@type" in node):
            failure = document.failure("no_posting", f"is no job posting ({describe(node)})", at=place)
            if held is None:
                yield failure
            elif len(held) < _MAX_HELD:
                held.append(failure)
            else:
                break
    if held is not None:
        raise SourceError(
            "no_posting", f"holds nothing that looks like a job posting ({what or 'an empty list'})"
        )


def _read_node(document: Document, node: Row, *, id: str, at: str, source: str) -> Result:  # noqa: A002
    """The posting that a node is, or why it is none."""
    if not is_schema(node):
        return read_row(document, node, id=id, source=source, at=at)
    from jobscan.sources.schema_org import posting_from_schema

    def read() -> Posting:
        own = row_id(node) or id
        return posting_from_schema(dict(node), id=own, source=source, origin=document.origin + at)

    return attempt(read, origin=document.origin + at)
