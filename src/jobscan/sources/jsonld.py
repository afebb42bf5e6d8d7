"""JobPosting nodes out of JSON-LD script elements, also of those that are not quite JSON.

The rungs of the ladder, from what is surely right to what only looks like it; the first that finds a
JobPosting wins:

1. the text as it is (raw line breaks allowed, several values, separators after them);
2. without the wrappers of other languages: comments of HTML, CDATA sections;
3. read loosely (`loose_json`);
4. with HTML entities unescaped, once and twice, then 1 and 3 again;
5. single members, wherever they stand.
"""

from __future__ import annotations

import html
import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jobscan.sources.loose_json import MAX_CHARS, TooDeepError, parse_loose, parse_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["is_job_posting", "iter_nodes", "job_postings", "parse_jsonld"]

_log = logging.getLogger(__name__)

Node = dict[str, Any]

_OPENING = re.compile(r"(?://|/\*)?\s*<!(?:\[CDATA\[|--)\s*(?:\*/)?")
_CLOSING = ("*/", "]]>", "-->", "//", "/*", "<!")
_VOCABULARY = re.compile(r"^(?:https?://(?:www\.)?schema\.org/?#?/?|schema:)", re.IGNORECASE)
_MEMBER = re.compile(
    r"[\"'](title|description|datePosted|validThrough|employmentType|hiringOrganization|jobLocation|jobLocationType|"
    r"baseSalary|industry|responsibilities|qualifications|skills|educationRequirements|experienceRequirements)[\"']\s*:",
    re.IGNORECASE,
)
_MAX_NODES = 200_000
_USUAL_KEY = 64  # characters; pages of one site have the same few keys
_MAX_REFERENCE_DEPTH = 12
_REFERABLE = frozenset({"hiringOrganization", "jobLocation", "baseSalary", "address", "item", "mainEntity"})


def parse_jsonld(script: str) -> list[Node]:
    """The top-level nodes of one script element, by the ladder at the top of this module.

    Empty for a script that is empty, `null`, without any object, longer than MAX_CHARS or nested too deeply.
    """
    if len(script) > MAX_CHARS:
        _log.warning(
            "a JSON-LD script of %d characters was not read: the limit is %d", len(script), MAX_CHARS
        )
        return []
    wanted = "jobposting" in script.casefold()
    best: list[Node] = []
    try:
        for nodes in _rungs(script):
            if nodes and (not wanted or any(_is_told(node) for node in iter_nodes(nodes))):
                return nodes
            best = best or nodes
    except TooDeepError:
        _log.warning("a JSON-LD script was not read: it is nested too deeply")
        return []
    return best


def job_postings(scripts: Iterable[str]) -> list[Node]:
    """The JobPosting nodes of a page's scripts, wherever they hide, in the order of the page.

    Keys come in schema.org's spelling, whatever prefix or case they had; `{"@id": ...}` is replaced by the
    node of that id where the page has one.
    """
    roots = [_plain(node) for script in scripts for node in parse_jsonld(script)]
    by_id: dict[str, Node] = {}
    postings: list[Node] = []
    for node in iter_nodes(roots):
        identity = node.get("@id")
        if isinstance(identity, str) and len(node) > len(by_id.get(identity, {"@id": 0})):
            by_id[identity] = node
        if is_job_posting(node):
            postings.append(node)
    return [_resolved(node, by_id) for node in postings]


def is_job_posting(node: Node) -> bool:
    """Whether the node's type is JobPosting: alone or in a list, as a word, with a prefix or as an IRI."""
    types = next((node[key] for key in ("@type", "type", "@Type", "Type") if key in node), None)
    for name in types if isinstance(types, list) else [types]:
        if isinstance(name, str) and _VOCABULARY.sub("", name.strip()).casefold() == "jobposting":
            return True
    return False


def iter_nodes(value: object) -> Iterator[Node]:
    """Every object inside the value in the order of the text, without recursion; at most 200,000."""
    stack = [value]
    for _ in range(_MAX_NODES):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(reversed([child for child in item.values() if isinstance(child, dict | list)]))
        elif isinstance(item, list):
            stack.extend(reversed([child for child in item if isinstance(child, dict | list)]))


def _is_told(node: Node) -> bool:
    """Whether the node is a JobPosting that says anything, not a reference or a torn-off beginning."""
    return is_job_posting(node) and not {"title", "name", "description"}.isdisjoint(map(_spelled, node))


def _rungs(script: str) -> Iterator[list[Node]]:
    """What each rung reads, from the surest on."""
    yield _strictly(script)
    text = _unwrapped(script)
    if text != script:
        yield _strictly(text)
    if "{" in text:
        yield _loosely(text)
    for _ in range(2):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
        yield _strictly(_unwrapped(text))
        yield _loosely(_unwrapped(text))
    yield _salvaged(text)


def _strictly(text: str) -> list[Node]:
    try:
        return _objects(parse_values(text))
    except TooDeepError:
        raise
    except ValueError:
        return []


def _loosely(text: str) -> list[Node]:
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    return _objects([parse_loose(text, start=start)]) if start >= 0 else []


def _salvaged(text: str) -> list[Node]:
    """One node of the members that stand anywhere in the text; the first of a name counts."""
    if "jobposting" not in text.casefold():
        return []
    node: Node = {}
    for found in _MEMBER.finditer(text):
        name = _spelled(found.group(1))
        if name not in node:
            node[name] = parse_loose(text, start=found.end(), member=True)
    return [{"@type": "JobPosting", **node}] if node else []


def _objects(values: list[Any]) -> list[Node]:
    """The objects among the values and directly inside arrays of them."""
    nodes: list[Node] = []
    for value in values:
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, dict):
                nodes.append(item)
            elif isinstance(item, list):
                nodes.extend(inner for inner in item if isinstance(inner, dict))
    return nodes


def _unwrapped(text: str) -> str:
    """The text without the comment and CDATA marks around it, up to a few of them."""
    text = text.strip("\ufeff\u200b \t\r\n")
    for _ in range(4):
        if found := _OPENING.match(text):
            text = text[found.end() :].lstrip()
        if ending := next((mark for mark in _CLOSING if text.endswith(mark)), ""):
            text = text[: -len(ending)].rstrip()
    return text


def _plain(value: Any, depth: int = 0) -> Any:
    """The value with schema.org's spelling of keys, and with `@value`, `@list` and `@set` unfolded."""
    if depth > 100:
        return None
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    for wrapper in ("@value", "@list", "@set"):
        if wrapper in value:
            return _plain(value[wrapper], depth + 1)
    plain: Node = {}
    for key, item in value.items():
        name = _spelled(key)
        if name not in plain or plain[name] in (None, "", []):
            plain[name] = _plain(item, depth + 1)
    return plain


def _spelled(key: str) -> str:
    """A key without prefix and with a small first letter: `schema:title`, `HiringOrganization`, `@Type`."""
    return _spelled_alike(key) if len(key) < _USUAL_KEY else _spell(key)


@lru_cache(maxsize=1024)
def _spelled_alike(key: str) -> str:
    return _spell(key)


def _spell(key: str) -> str:
    name = _VOCABULARY.sub("", key.strip())
    if name[:1] == "@":
        return "@" + name[1:2].lower() + name[2:]
    return name[:1].lower() + name[1:] if not name.isupper() else name.lower()


def _resolved(node: Node, by_id: dict[str, Node], depth: int = 0) -> Node:
    """The node with its references replaced by what they name, as deep as postings refer."""
    return {key: _followed(key, value, by_id, depth) for key, value in node.items()}


def _followed(key: str, value: Any, by_id: dict[str, Node], depth: int) -> Any:
    if depth > _MAX_REFERENCE_DEPTH:
        return value
    if isinstance(value, list):
        return [_followed(key, item, by_id, depth + 1) for item in value]
    if isinstance(value, str):
        return by_id.get(value, value) if key in _REFERABLE else value
    if not isinstance(value, dict):
        return value
    identity = value.get("@id")
    if isinstance(identity, str) and identity in by_id and not set(value) - {"@id", "@type"}:
        value = by_id[identity]
    return _resolved(value, by_id, depth + 1)
