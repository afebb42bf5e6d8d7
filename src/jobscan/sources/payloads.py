"""The bytes of an answer to what the boards read: JSON to its value, XML to its root, a page to its text."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, Any, Final

from jobscan.errors import SourceError
from jobscan.text.decode import decode, decode_json, marked_codec

if TYPE_CHECKING:
    from lxml import etree

    from jobscan.sources.boards.board import Payload

_MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
_BLANK: Final = b" \t\r\n\f\v\x00\xef\xbb\xbf"
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html\b|head\b|body\b)", re.IGNORECASE)
_XML: Final = re.compile(
    r"<(?:\?xml|rss\b|feed\b|urlset\b|sitemapindex\b|rdf:rdf\b|source>|jobs>|workzag-jobs\b|ShowPositionOpening\b)",
    re.IGNORECASE,
)
_ELEMENT: Final = re.compile(r"<([A-Za-z_][\w.-]*)")
_DECLARATION: Final = re.compile(r"<\?xml\b[^>]{0,500}\?>")
_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30});")
_BARE_AMPERSAND: Final = re.compile(r"&(?!(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos);)")
_TAIL_CHARS: Final = 4096  # some servers append comments
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)


def parse_payload(body: bytes, *, content: str, declared: str = "") -> Payload:
    """What a board reads of an answer: by its bytes, not by what its header calls it.

    content: json, xml or html for what it must be, any for whatever it is. declared: its charset by the
    header.
    Raises SourceError: empty; damaged for what is not of the kind, or is broken; too_deep; unsafe for XML
    that declares entities.
    """
    if not body.strip(_BLANK):
        raise SourceError("empty", "the answer has no content")
    if body.startswith(b"\x1f\x8b"):  # a file that is packed itself, as sitemap.xml.gz
        body = _unpacked(body)
    kind = _kind(body) if content == "any" else content
    if kind == "json":
        return _json(body)
    if kind == "xml":
        return _xml(decode(body, declared=declared or None))
    return decode(body, declared=declared or None)


def declared_charset(content_type: str) -> str:
    """The charset that a Content-Type header names, "" for none.

    >>> declared_charset('text/html; charset="ISO-8859-1"'), declared_charset("application/json")
    ('ISO-8859-1', '')
    """
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def _unpacked(body: bytes) -> bytes:
    """What a gzip file holds. Raises SourceError: damaged, too_large."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        data = unpack.decompress(body, _MAX_UNPACKED_BYTES)
    except zlib.error as error:
        raise SourceError("damaged", f"the answer is packed, and cannot be unpacked: {error}") from None
    if unpack.unconsumed_tail:
        raise SourceError("too_large", f"the answer has more than {_MAX_UNPACKED_BYTES:,} bytes unpacked")
    if not unpack.eof:
        raise SourceError("damaged", "the answer is packed, and cut off")
    return data


def _kind(body: bytes) -> str:
    head = decode(body[:4096]).lstrip() if marked_codec(body[:64]) else body[:4096].decode("latin-1").lstrip()
    if head[:1] in ("{", "["):
        return "json"
    return "xml" if _XML.match(head) and not _is_page(head) else "html"


def _is_page(text: str) -> bool:
    """Whether it is a page, also one that begins as XML: its first element is that of a page."""
    first = _ELEMENT.search(text)
    return _PAGE.match(text) is not None or (
        first is not None and first[1].lower() in ("html", "head", "body")
    )


def _json(body: bytes) -> Payload:
    head = body[:4096].lstrip(_BLANK)
    if head.startswith(b"<"):
        page = "a page" if _is_page(head.decode("latin-1")) else "markup"
        raise SourceError("damaged", f"the answer is {page} where JSON was expected")
    try:
        return json.loads(decode_json(body).strip("\ufeff\x00 \t\r\n"), strict=False)
    except RecursionError:
        raise SourceError("too_deep", "the JSON is nested too deeply to be read") from None
    except ValueError as error:
        raise SourceError("damaged", f"the answer is not JSON: {error}") from None


def _xml(text: str) -> Payload:
    text = text.strip("\ufeff\ufffd \t\r\n\f\v")
    if not text.startswith("<") or _is_page(text[:4096]):
        raise SourceError("damaged", "the answer is not XML, but a page or text")
    declares = SourceError("unsafe", "the XML declares a document type, and maybe entities; it is not read")
    first = _ELEMENT.search(text)
    if (
        "<!DOCTYPE" in text[: first.start() if first else None]
    ):  # only there; a text may hold a page of its own
        raise declares
    from lxml import etree  # here because it takes its time

    plain = _DECLARATION.sub("", text, count=1)  # it is UTF-8 now, whatever it declares
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    options |= {"remove_comments": True, "remove_pis": True}
    try:
        root = etree.fromstring(plain.encode(), etree.XMLParser(**options))
    except (etree.XMLSyntaxError, ValueError):
        root = _mended(plain, options)
    if root is None:
        raise SourceError("damaged", "the answer is not XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise declares
    if len(root) and f"</{_qualified(root)}" not in plain[-_TAIL_CHARS:]:
        # What the parser mends in a feed is small; the lost end of one is not.
        raise SourceError("damaged", f"the XML is cut off: <{_qualified(root)}> does not end")
    return root


def _mended(text: str, options: Mapping[str, Any]) -> etree._Element | None:
    """The root of XML that is not well-formed, as far as the parser can make out.

    Bare ampersands and the entities of HTML, which XML does not know, are mended first: the parser drops
    them, and others behind them.
    """
    from lxml import etree

    mended = _ENTITY.sub(lambda found: escape(html5.get(f"{found[1]};", found[0])), text)
    mended = _BARE_AMPERSAND.sub("&amp;", mended)
    try:
        return etree.fromstring(mended.encode(), etree.XMLParser(recover=True, **options))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("damaged", f"the answer is not XML: {error}") from None


def _qualified(root: etree._Element) -> str:
    """The name of an element as it is written, with its prefix."""
    name = str(root.tag).rpartition("}")[2]
    return f"{root.prefix}:{name}" if root.prefix else name
