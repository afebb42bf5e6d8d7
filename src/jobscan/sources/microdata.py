"""JobPosting items that are marked up in the page itself: microdata and RDFa Lite.

Rules: https://html.spec.whatwg.org/multipage/microdata.html#values and https://www.w3.org/TR/rdfa-lite/, with
two deviations that real pages need: the text of a link is its value unless the property is an address, and a
property that holds further properties is an item even without `itemscope` (SAP SuccessFactors).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from jobscan.text.html import html_to_text

__all__ = ["has_marked_up_posting", "marked_up_postings"]

Node = dict[str, Any]

_MENTION = re.compile(r"(?:itemtype|typeof)\s*=\s*[\"']?[^\"'<>]{0,200}JobPosting\b", re.IGNORECASE)
_JOB_POSTING = re.compile(r"(?:^|[\s/:#])JobPosting(?:$|\s)", re.IGNORECASE)
_ADDRESSES = frozenset({"url", "sameAs", "image", "logo", "mainEntityOfPage", "additionalType"})
_LONG_TEXTS = frozenset(
    {
        "description",
        "responsibilities",
        "qualifications",
        "skills",
        "experienceRequirements",
        "educationRequirements",
        "jobBenefits",
        "benefits",
        "incentiveCompensation",
    }
)
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class _Syntax:
    """The attributes that a syntax marks items and properties with."""

    scope: str
    type: str
    property: str


_SYNTAXES = (_Syntax("itemscope", "itemtype", "itemprop"), _Syntax("typeof", "typeof", "property"))


def has_marked_up_posting(html: str) -> bool:
    """Whether the page names JobPosting as the type of an item; cheap enough to ask of every page."""
    return _MENTION.search(html) is not None


def marked_up_postings(soup: BeautifulSoup) -> list[Node]:
    """The JobPosting items of a page in the shape of JSON-LD nodes, each once, in the order of the page.

    Properties that stand for long texts keep their inner HTML.
    """
    postings: list[Node] = []
    for syntax in _SYNTAXES:
        for element in soup.find_all(None, {syntax.type: _JOB_POSTING}):
            node = _Walker(soup, syntax).item(element, depth=0)
            if len(node) > 1:
                postings.append(node)
        if postings:
            break
    return postings


@dataclass(frozen=True, slots=True)
class _Walker:
    """Reads the items of one syntax; needs the whole page for `itemref`."""

    soup: BeautifulSoup
    syntax: _Syntax

    def item(self, element: Tag, *, depth: int) -> Node:
        """The item of an element: its type, and for each property its value or the list of its values."""
        node: Node = {}
        if kind := _attribute(element, self.syntax.type).strip():
            node["@type"] = re.split(r"[/#:]", kind.split()[0])[-1]
        stack = [*reversed(self._referred(element)), *reversed(_children(element))]
        while stack:
            child = stack.pop()
            names = _attribute(child, self.syntax.property).split()
            is_item = child.has_attr(self.syntax.scope) or (
                bool(names) and self._holds_properties(child, names)
            )
            if names and depth < _MAX_DEPTH:
                value = self.item(child, depth=depth + 1) if is_item else None
                for name in names:
                    _add(node, _bare(name), _value(child, _bare(name)) if value is None else value)
            if not is_item:
                stack.extend(reversed(_children(child)))
        return node

    def _holds_properties(self, element: Tag, names: list[str]) -> bool:
        """Whether the property is an item of its own although nothing says so."""
        if element.has_attr("content") or any(_bare(name) in _LONG_TEXTS for name in names):
            return False
        return element.find(None, {self.syntax.property: True}) is not None

    def _referred(self, element: Tag) -> list[Tag]:
        """The elements that `itemref` adds to the item's own."""
        found = (self.soup.find(id=name) for name in _attribute(element, "itemref").split()[:50])
        inside = set(map(id, element.parents)) | {id(element)}
        return [tag for tag in found if isinstance(tag, Tag) and id(tag) not in inside]


def _children(element: Tag) -> list[Tag]:
    return [child for child in element.children if isinstance(child, Tag)]


def _attribute(element: Tag, name: str) -> str:
    value = element.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def _bare(name: str) -> str:
    """A property without its vocabulary: `schema:title`, `http://schema.org/title`."""
    return re.split(r"[/#:]", name)[-1]


def _value(element: Tag, name: str) -> str:
    """The value of a property that is not an item."""
    content = element.get("content")
    if isinstance(content, str):
        return content
    if element.name == "time" and (moment := _attribute(element, "datetime")):
        return moment
    if name in _ADDRESSES:
        for attribute in ("href", "src"):
            if address := _attribute(element, attribute):
                return address
    if name in _LONG_TEXTS:
        return element.decode_contents()
    text = html_to_text(element.decode_contents()).replace("\n", " ")
    return text or _attribute(element, "value") or _attribute(element, "href")


def _add(node: Node, name: str, value: Any) -> None:
    """Add a value; a property that occurs again becomes a list, the same value again adds nothing."""
    if value in ("", {}):
        return
    if name not in node:
        node[name] = value
        return
    values = node[name] if isinstance(node[name], list) else [node[name]]
    if value not in values:
        node[name] = [*values, value]
