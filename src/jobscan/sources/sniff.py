"""What kind of document some bytes are: the bytes decide, the name only where they leave it open."""

from __future__ import annotations

import csv
import json
import re

from jobscan.sources.columns import field_of
from jobscan.text.decode import marked_codec

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "gzip", ""),
    (b"PK\x03\x04", "zip", ""),
    (b"PK\x05\x06", "zip", ""),  # of no members
    (b"PK\x07\x08", "zip", ""),  # in parts
    (b"PAR1", "parquet", ""),
    (b"PARE", "unsupported", "an encrypted Parquet file"),
    (b"{\\rtf", "rtf", ""),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "unsupported",
        "an old Office document: save it as text, HTML or CSV",
    ),
    (b"BZh", "unsupported", "bzip2: unpack it, or pack it as .gz"),
    (b"\xfd7zXZ\x00", "unsupported", "xz: unpack it, or pack it as .gz"),
    (b"\x28\xb5\x2f\xfd", "unsupported", "Zstandard: unpack it, or pack it as .gz"),
    (b"7z\xbc\xaf\x27\x1c", "unsupported", "7-Zip: unpack it, or pack it as .zip"),
    (b"Rar!\x1a\x07", "unsupported", "RAR: unpack it, or pack it as .zip"),
    (b"ARROW1", "unsupported", "an Arrow (Feather) file: save it as Parquet"),
    (b"SQLite format 3\x00", "unsupported", "an SQLite database: export the table as CSV"),
    (b"\x89PNG", "unsupported", "a picture (PNG): jobscan does not read text in pictures"),
    (b"\xff\xd8\xff", "unsupported", "a picture (JPEG): jobscan does not read text in pictures"),
    (b"GIF8", "unsupported", "a picture (GIF): jobscan does not read text in pictures"),
    (b"II*\x00", "unsupported", "a picture (TIFF): jobscan does not read text in pictures"),
    (b"MM\x00*", "unsupported", "a picture (TIFF): jobscan does not read text in pictures"),
    (b"\x7fELF", "binary", "a program"),
    (b"MZ\x90", "binary", "a program"),
)
_BLANK = b" \t\r\n\f\v"
_CONTROLS = bytes(byte for byte in range(32) if not 9 <= byte <= 13 and byte != 27)
_HTML_PAGE = re.compile(r"<!doctype\s+html|<html\b|<head\b|<body\b", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:p|div|span|br|ul|ol|li|h[1-6]|table|tr|td|section|article|main|header|script|style|meta|title|link|a"
    r"|b|strong|em|i|form|nav|font|center)\b[^<>]*>",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type): ",
    re.IGNORECASE | re.MULTILINE,
)
_XML = ("<?xml", "<rss", "<feed", "<workzag-jobs", "<source>")
_FEED = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|workzag-jobs|urlset|sitemapindex)\b", re.DOTALL
)
_MAIL_ONLY = ("received: ", "return-path: ", "message-id: ", "mime-version: ")
_TEXT_NAMES = (".md", ".markdown", ".txt", ".text", ".rst")
_HTML_NAMES = (".html", ".htm", ".xhtml")
_CSV_NAMES = (".csv", ".tsv", ".tab")
_LINE_NAMES = (".jsonl", ".ndjson", ".jsonlines", ".ldjson")
DELIMITERS = ",;\t|"


def sniff(head: bytes, *, name: str = "", whole: bool = True) -> tuple[str, str]:
    """The kind of a document by its first bytes, and words about it where it cannot be read.

    Kinds: empty, gzip, zip, parquet, pdf, rtf, html, xml, json, jsonl, csv, mail, text; unsupported and
    binary for what is not read. A word processor's document is a zip here.
    head: the first bytes (HEAD_BYTES of them are plenty); whole: whether there are no more.
    name: the file's name, a hint between kinds of text.

    >>> sniff(b'{"title": "Data Scientist"}'), sniff(b"%PDF-1.7")[0]
    (('json', ''), 'pdf')
    """
    if whole and not head.strip(_BLANK + b"\x00"):
        return ("binary", "nothing but zero bytes") if b"\x00" in head else ("empty", "")
    if found := _by_magic(head):
        return found
    if not marked_codec(head) and _is_binary(head[:8192]):
        return "binary", "bytes of no kind that jobscan knows"
    return _sniff_text(_text_of(head), name=name.lower(), whole=whole)


def _by_magic(head: bytes) -> tuple[str, str] | None:
    """The kind of a document that is known by fixed bytes at a fixed place."""
    for magic, kind, words in _MAGIC:
        if head.startswith(magic):
            return kind, words
    if b"%PDF-" in head[:1024]:
        return "pdf", ""
    if head[257:262] == b"ustar":
        return "unsupported", "a tar archive: unpack it, or pack it as .zip"
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return "unsupported", "a picture, sound or film"
    return None


def _is_binary(head: bytes) -> bool:
    """Whether there are more control characters than a damaged text has."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 0.3 * len(head) or controls > max(3, 0.03 * len(head))


def _text_of(head: bytes) -> str:
    """The text for looking at; the last character may be cut."""
    codec = marked_codec(head) or "utf-8"
    return head.decode(codec, errors="replace").lstrip("\ufeff \t\r\n\f\v")


def _sniff_text(text: str, *, name: str, whole: bool) -> tuple[str, str]:
    if not text and whole:
        return "empty", ""
    if text[:1] in ("{", "[") and (kind := _sniff_json(text, name=name, whole=whole)):
        return kind, ""
    if _is_mail(text):
        return "mail", ""
    if not text.startswith("<") and (name.endswith(_CSV_NAMES) or _is_csv(text)):
        return "csv", ""
    if _is_html(text, name):
        return "html", ""
    return ("xml", "") if _is_xml(text, name) else ("text", "")


def _is_html(text: str, name: str) -> bool:
    """Whether it is a page, or a fragment of one; a text or Markdown file may hold some tags."""
    if _FEED.match(text[:4096]):  # its texts may hold pages
        return False
    if name.endswith(_TEXT_NAMES):
        return text.startswith("<") and _HTML_PAGE.search(text[:4096]) is not None
    if _HTML_PAGE.search(text[:65536]) or _HTML_TAG.match(text):
        return True
    return name.endswith(_HTML_NAMES) and _HTML_TAG.search(text) is not None


def _is_xml(text: str, name: str) -> bool:
    return text.startswith(_XML) or (
        text.startswith("<") and ("xmlns" in text[:512] or name.endswith((".xml", ".rss", ".atom")))
    )


def _is_mail(text: str) -> bool:
    """Whether it begins with the headers of an e-mail or of a saved web archive."""
    head = text[:8192].partition("\n\n")[0]
    lower = head.lower()
    if not any(header in lower for header in _MAIL_ONLY):
        return False
    headers = {found.lower() for found in _MAIL_HEADER.findall(head)}
    return len(headers) >= 3 and not headers.isdisjoint(_MAIL_ONLY)


def _sniff_json(text: str, *, name: str, whole: bool) -> str:
    """json, jsonl, or "" for a text that only begins with a bracket."""
    if name.endswith(_LINE_NAMES):
        return "jsonl"
    if whole and _parses(text):
        return "json"
    lines = [line.rstrip() for line in text.split("\n")[:200]]
    if not whole:
        del lines[-1]  # cut off
    objects = sum(line.startswith("{") and line.endswith("}") and _parses(line) for line in lines)
    if objects > 1 or (objects == 1 and lines[0].startswith("{") and lines[0].endswith("}")):
        return "jsonl"
    begins = re.match(r"\{\s*[\"}]|\[\s*[\[{\]]", text) is not None
    return "json" if begins or name.endswith(".json") else ""


def _parses(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _is_csv(text: str) -> bool:
    """Whether the first line is a header that names a description and something else of a posting."""
    if not any(delimiter in text.partition("\n")[0] for delimiter in DELIMITERS):
        return False
    header = header_of(text)
    fields = {field_of(column) for column in header}
    return "text" in fields and len(fields - {"", "text"}) > 0


def delimiter_of(line: str) -> str:
    """The delimiter that divides a header into the most columns of known name, else into the most columns."""

    def rank(delimiter: str) -> tuple[int, int]:
        columns = _split(line, delimiter)
        return sum(field_of(column) != "" for column in columns), len(columns)

    return max(DELIMITERS, key=rank)


def header_of(text: str) -> list[str]:
    """The columns of the first line, split by its most likely delimiter."""
    line = text.partition("\n")[0].rstrip("\r")
    return _split(line, delimiter_of(line)) if len(line) < 65536 else []


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return [column.strip() for column in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []
