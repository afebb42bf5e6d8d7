"""Feeds of any kind to their entries: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, and lists of <job> elements.

https://www.rssboard.org/rss-specification, RFC 4287, https://www.jsonfeed.org/version/1.1/. Elements are told
by their local names: publishers declare the namespaces of job fields as they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from jobscan.sources.boards.payload import member, members
from jobscan.sources.fields import short_text, web_address

if TYPE_CHECKING:
    from lxml import etree

_ENTRY: Final = frozenset(("item", "entry", "job", "position", "vacancy"))
_JOB_ROOTS: Final = frozenset(("source", "jobs", "positions", "vacancies"))
_ATOM: Final = "http://www.w3.org/2005/Atom"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_JSON_FEED: Final = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.\d)?/?", re.IGNORECASE)
_MAX_DEPTH: Final = 4  # of fields within an entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, its members by lower-case local name without regard to their namespaces."""

    native: str
    """Its guid or id, "" where it has none."""
    link: str
    body: str
    """The fullest text it has: markup, escaped or not, or plain text."""
    values: Mapping[str, list[str]] = field(default_factory=dict)
    has_job_fields: bool = False

    def first(self, *names: str) -> str:
        """The first of these members that says anything, as one line."""
        texts = (short_text(text) for name in names for text in self.values.get(name, ()))
        return next(filter(None, texts), "")

    def raw(self, name: str) -> str:
        """The text of a member as it stands."""
        return next(iter(self.values.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed."""

    title: str
    link: str
    """Of the site that it is of."""
    own: str
    """Of itself, where it says so."""
    following: str
    """Of its next page, "" where it names none."""
    language: str
    entries: tuple[Entry, ...]


def feed_of(payload: Any, *, url: str = "") -> Feed | None:
    """The feed that a payload is, None for any other. url: where it came from, for its relative links."""
    if isinstance(payload, Mapping):
        return _json_feed(payload, url) if _JSON_FEED.fullmatch(short_text(payload.get("version"))) else None
    name = local_name(payload)
    if name in ("rss", "rdf"):
        return _rss(payload, url)
    if name == "feed":
        return _atom(payload, url)
    if name in _JOB_ROOTS and any(local_name(child) in _ENTRY for child in payload):
        return _job_list(payload, url)
    return None


def local_name(node: Any) -> str:
    """The name of an element without its namespace, in lower case; "" for anything else."""
    tag = getattr(node, "tag", None)
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


# XML


def _rss(root: etree._Element, url: str) -> Feed:
    channel = next((child for child in root if local_name(child) == "channel"), root)
    links = dict(_links(channel, url))
    plain = next((_text(child) for child in channel if local_name(child) == "link" and _text(child)), "")
    items = [node for node in (*channel, *root) if local_name(node) == "item"]
    return Feed(
        title=_child_text(channel, "title"),
        link=_absolute(plain, url),
        own=links.get("self", ""),
        following=links.get("next", ""),
        language=_child_text(channel, "language"),
        entries=tuple(_entry(item, _base(item, links.get("self", "") or url or plain)) for item in items),
    )


def _atom(root: etree._Element, url: str) -> Feed:
    links = dict(reversed(list(_links(root, url))))
    base = _base(root, links.get("self", "") or url or links.get("alternate", ""))
    entries = tuple(_entry(node, _base(node, base)) for node in root if local_name(node) == "entry")
    return Feed(
        title=_child_text(root, "title"),
        link=links.get("alternate", ""),
        own=links.get("self", ""),
        following=links.get("next", ""),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        entries=entries,
    )


def _job_list(root: etree._Element, url: str) -> Feed:
    """A list of <job> elements, as employers send to Indeed."""
    site = _child_text(root, "publisherurl")
    entries = tuple(_entry(node, url or site) for node in root if local_name(node) in _ENTRY)
    return Feed(_child_text(root, "publisher"), site, "", "", "", entries)


def _entry(node: etree._Element, base: str) -> Entry:
    values: dict[str, list[str]] = {}
    own_fields = _collect(node, values, depth=0)
    links = dict(reversed(list(_links(node, base))))
    plain = next((text for text in (*values.get("link", ()), *values.get("url", ())) if text), "")
    link = (web_address(_absolute(plain, base)) if plain else "") or links.get("alternate", "")
    guid = next(
        (text for name in ("guid", "id", "jobid", "referencenumber") for text in values.get(name, ())), ""
    )
    if not link and node.tag == "item":
        link = web_address(guid)
    return Entry(short_text(guid), link, _body(node, values), values, own_fields)


def _collect(node: etree._Element, values: dict[str, list[str]], *, depth: int) -> bool:
    """Gather the texts of all members by name: whether there are any of a namespace for jobs."""
    found = False
    for child in node:
        name = local_name(child)
        if not name:
            continue
        space = child.tag.rpartition("}")[0].lower()
        found = found or "job" in space or "teamtailor" in space or name in ("jobtype", "joblisting")
        if depth < _MAX_DEPTH and child.get("type") != "xhtml":
            found = _collect(child, values, depth=depth + 1) or found
        if text := _inner(child):
            values.setdefault(name, []).append(text)
    return found


def _body(node: etree._Element, values: Mapping[str, list[str]]) -> str:
    """content:encoded, Atom's content, else the longest of description and summary."""
    for child in node:
        name = local_name(child)
        is_body = (name == "encoded" and _CONTENT in child.tag) or (name == "content" and _ATOM in child.tag)
        if is_body and (text := _inner(child)):
            return text
    return max(
        (text for name in ("description", "summary") for text in values.get(name, ())), key=len, default=""
    )


def _inner(node: etree._Element) -> str:
    """The text of an element; the markup of one that holds markup, as Atom's xhtml does."""
    if node.get("type") != "xhtml":
        return _text(node)
    from lxml import etree  # here because it takes its time

    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=False))


def _links(node: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    """Relation and address of each Atom link."""
    for child in node:
        if local_name(child) == "link" and child.get("href"):
            yield child.get("rel") or "alternate", web_address(_absolute(child.get("href"), base))


def _base(node: etree._Element, base: str) -> str:
    own = node.get(_XML_BASE)
    return _absolute(own, base) if own else base


def _absolute(link: str, base: str) -> str:
    """A link in full; as it is where it cannot be."""
    try:
        return urljoin(base, link.strip()) if base else link.strip()
    except ValueError:
        return ""


def _child_text(node: etree._Element, name: str) -> str:
    return next((short_text(_text(child)) for child in node if local_name(child) == name), "")


def _text(node: etree._Element) -> str:
    """The text of an element itself. Entities that nobody declared, `&nbsp;`, stand in it as they are."""
    parts = [node.text or ""]
    for child in node:
        if not isinstance(child.tag, str):
            parts += [child.text or "", child.tail or ""]
    return "".join(parts).strip()


# JSON


def _json_feed(payload: Mapping[str, Any], url: str) -> Feed:
    home, own = web_address(payload.get("home_page_url")), web_address(payload.get("feed_url"))
    following = payload.get("next_url")
    return Feed(
        title=short_text(payload.get("title")),
        link=home,
        own=own,
        following=_absolute(following, url or own) if isinstance(following, str) else "",
        language=short_text(payload.get("language")),
        entries=tuple(_json_entry(item, url or own or home) for item in members(payload, "items")),
    )


def _json_entry(item: Any, base: str) -> Entry:
    link = member(item, "url") or member(item, "external_url")
    texts = (member(item, key) for key in ("content_html", "content_text", "summary"))
    extra = {
        str(key).lower(): [text]
        for key, value in (item.items() if isinstance(item, Mapping) else ())
        if (text := short_text(value)) and not str(key).startswith("content_")
    }
    return Entry(
        native=short_text(member(item, "id")),
        link=web_address(_absolute(link, base)) if isinstance(link, str) else "",
        body=next((text for text in texts if isinstance(text, str) and text.strip()), ""),
        values=extra,
        has_job_fields=isinstance(member(item, "_jobposting"), Mapping),
    )
