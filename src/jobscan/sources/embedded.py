"""Postings in the state a page carries for its own scripts: `__NEXT_DATA__`, `window.pageData = {...}` ..."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jobscan.sources.columns import plan_of
from jobscan.sources.fields import short_text
from jobscan.sources.jsonld import iter_nodes
from jobscan.sources.loose_json import MAX_CHARS, TooDeepError, parse_loose, parse_values
from jobscan.text.html import description_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["openings_without_text", "state_postings", "states"]

Node = dict[str, Any]

# An assignment of an object or array: `window.pageData = {`, `phApp.ddo = {`, `var job = [{`,
# `self.__STATE__={`.
_ASSIGNMENT = re.compile(
    r"(?:^|[\s;,({])(?:(?:var|let|const)\s+)?[\w$.]+(?:\[[\"'][\w$ -]{1,60}[\"']\])?\s*=\s*(?=[{\[])"
)
_MAX_ASSIGNMENTS = 40
_WORTH_READING = re.compile(r"description|content|jobAd|body", re.IGNORECASE)
# Of 100 postings the shortest description held 900 characters; a summary for search engines holds up to 300.
_LEAST_TEXT = 400
# A title and a long text are also what articles and products have.
_JOB_KEY = re.compile(
    r"job|employ|vacanc|position|posting|salary|apply|application|requisition|\breq_?id|hiring|recruit|career|"
    r"workplace|department|datePosted|telecommut|seniority|qualification|responsibilit",
    re.IGNORECASE,
)


def states(scripts: Iterable[tuple[str, str]]) -> Iterator[Any]:
    """The values of a page's scripts that hold state.

    scripts: pairs of the type attribute, in lower case, and the text. Code is only read for objects that are
    assigned to a name; what cannot be read is passed over.
    """
    for kind, text in scripts:
        if len(text) > MAX_CHARS or not _WORTH_READING.search(text):
            continue
        if "json" in kind:
            yield from _read(text, 0)
        elif kind in ("", "text/javascript", "application/javascript", "module"):
            position = 0
            for _ in range(_MAX_ASSIGNMENTS):
                found = _ASSIGNMENT.search(text, position)
                if found is None:
                    break
                position = found.end()
                yield from _read(text, position)


def state_postings(values: Iterable[Any]) -> list[Node]:
    """The objects that look like a posting: a title, a long description, and a key of the trade.

    The same posting often stands in a page's state twice; each title and text comes once.
    """
    found: dict[tuple[str, str], Node] = {}
    for value in values:
        for node in iter_nodes(value):
            text = _description(node)
            if len(text) >= _LEAST_TEXT and any(_JOB_KEY.search(key) for key in node):
                found.setdefault((_title(node).casefold(), text), node)
    return list(found.values())


def openings_without_text(values: Iterable[Any]) -> int:
    """How many objects look like rows of a list of openings: a title and words of the trade, but no text."""
    nodes = (node for value in values for node in iter_nodes(value))
    return sum(bool(_title(node)) and sum(bool(_JOB_KEY.search(key)) for key in node) >= 2 for node in nodes)


def _read(text: str, position: int) -> Iterator[Any]:
    """The value at position, or nothing if it is beyond repair."""
    chunk = text[position:] if position else text
    try:
        try:
            yield from parse_values(chunk)[:1]
        except TooDeepError:
            return
        except ValueError:
            yield parse_loose(chunk.lstrip())
    except TooDeepError:
        return


def _title(node: Node) -> str:
    keys = plan_of(tuple(node)).get("title", ())
    return next((text for key in keys if isinstance(node[key], str) and (text := short_text(node[key]))), "")


def _description(node: Node) -> str:
    """The plain text of the object's longest description, "" without a title beside it."""
    plan = plan_of(tuple(node))
    texts = [node[key] for key in plan.get("text", ()) if isinstance(node[key], str)]
    longest = max(texts, key=len, default="")
    return description_text(longest) if len(longest) >= _LEAST_TEXT and _title(node) else ""
