"""N-Quads, as Web Data Commons publishes what pages say in schema.org's words, back to what a page said.

Source of the syntax: W3C, RDF 1.1 N-Quads (https://www.w3.org/TR/n-quads/). The fourth term of a line is the
address of the page. A page's postings come as JSON-LD, with the things they refer to (employer, place, pay)
inside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

POSTING_TYPE: Final = "JobPosting"

_TERM: Final = r"""(<[^<>"{}|^`\\\s]*>|_:[^\s<>"]+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^<>\s]*>)?)"""
_QUAD: Final = re.compile(rf"\s*{_TERM}\s*{_TERM}\s*{_TERM}\s*(?:{_TERM}\s*)?\.\s*", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DEEPEST: Final = 6  # a posting's employer's address is 2; a page may refer in circles

Thing = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Quad:
    """One statement."""

    subject: str
    predicate: str
    object: str
    """The text of a literal; else as subjects are, an address or `_:` and a name."""
    is_literal: bool
    page: str


def parse_quad(line: str) -> Quad | None:
    r"""The statement of a line, None for a line that is none.

    >>> quad = parse_quad('_:a <http://schema.org/title> "Data\\nAnalyst"@en <https://x.example/1> .')
    >>> quad.subject, quad.object, quad.page
    ('_:a', 'Data\nAnalyst', 'https://x.example/1')
    """
    found = _QUAD.fullmatch(line)
    if found is None:
        return None
    subject, predicate, value, page = found.groups()
    is_literal = value.startswith('"')
    text = _unescape(value[1 : value.rindex('"')]) if is_literal else _name(value)
    return Quad(_name(subject), _name(predicate), text, is_literal, _name(page or ""))


def page_json(lines: Iterable[str]) -> str:
    """The postings of one page as JSON-LD: one object, or a list of several; "" where there is none."""
    quads = [quad for line in lines if (quad := parse_quad(line)) is not None]
    things: dict[str, Thing] = {}
    for quad in quads:
        name = "@type" if quad.predicate == _TYPE else _last(quad.predicate)
        value = _last(quad.object) if name == "@type" else quad.object
        reference = not quad.is_literal and name != "@type"
        values = things.setdefault(quad.subject, {}).setdefault(name, [])
        values.append({"@id": value} if reference else value)
    postings = [
        _nested(subject, things, ())
        for subject, thing in things.items()
        if POSTING_TYPE in thing.get("@type", ())
    ]
    if not postings:
        return ""
    return json.dumps(postings[0] if len(postings) == 1 else postings, ensure_ascii=False)


def _nested(subject: str, things: Mapping[str, Thing], above: Sequence[str]) -> dict[str, Any]:
    """A thing with those that it refers to in their places; one that holds it is only named."""
    nested: dict[str, Any] = {} if subject.startswith("_:") else {"@id": subject}
    for name, values in things[subject].items():
        whole = list(_values(values, things, (*above, subject)))
        nested[name] = whole[0] if len(whole) == 1 else whole
    return nested


def _values(values: Iterable[Any], things: Mapping[str, Thing], above: Sequence[str]) -> Iterator[Any]:
    for value in values:
        target = value["@id"] if isinstance(value, dict) else None
        if target is None:
            yield value
        elif target in things and target not in above and len(above) < _DEEPEST:
            yield _nested(target, things, above)
        elif not target.startswith("_:"):
            yield target


def _name(term: str) -> str:
    """An address without its brackets, or the name of a blank node."""
    return _unescape(term[1:-1]) if term.startswith("<") else term


def _last(address: str) -> str:
    """The last part of an address: older extracts write `http://schema.org/JobPosting/title`.

    >>> _last("http://schema.org/JobPosting/title"), _last("http://schema.org/title")
    ('title', 'title')
    """
    return re.split(r"[/#]", address.rstrip("/#"))[-1]


def _unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        if not code:
            return _ESCAPED.get(found[3], found[3])
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"

    return _ESCAPE.sub(character, text) if "\\" in text else text
