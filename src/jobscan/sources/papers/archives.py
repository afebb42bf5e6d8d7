"""The XML inside documents that are zip archives (DOCX, ODT), bounded and without anything that acts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any, Final

from jobscan.errors import SourceError

WORD_BODY: Final = re.compile(r"word/document\d*\.xml")
_MAX_MEMBER: Final = 32 * 1024 * 1024
"""Bytes of one XML file, unpacked."""
_MAX_RATIO: Final = 200  # text in XML packs 5 to 20 times, empty tables 100 times
_FREE: Final = 1024 * 1024
_UNPACKING: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
)
_OFFICE: Final = (
    ("xl/workbook.xml", "an Excel workbook: save the sheet as CSV"),
    ("ppt/presentation.xml", "a PowerPoint presentation: save it as text"),
    ("content.xml", "an OpenDocument table or drawing: save it as text or CSV"),
    ("META-INF/container.xml", "an EPUB book: save it as text"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive that a document is. Raises SourceError (damaged)."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SourceError("damaged", f"is a truncated or corrupt document ({error})") from None


def paper_kind(archive: zipfile.ZipFile) -> str:
    """`docx` or `odt` for the archive that such a document is, else ""."""
    names = set(archive.namelist())
    if any(WORD_BODY.fullmatch(name) for name in names):
        return "docx"
    if not {"mimetype", "content.xml"} <= names:
        return ""
    try:
        with archive.open("mimetype") as kind:
            told = kind.read(100)
    except _UNPACKING:
        return ""
    return "odt" if told.startswith(b"application/vnd.oasis.opendocument.text") else ""


def office_words(names: Iterable[str]) -> str:
    """What an archive with members of these names is, and what to do; "" for one that holds documents."""
    known = set(names)
    return next((words for name, words in _OFFICE if name in known), "")


def read_xml(archive: zipfile.ZipFile, name: str) -> Any:
    """The root element (lxml) of a member; None where there is no such member.

    Raises SourceError: damaged, too_large, unsafe for a document type declaration, unsupported if encrypted.
    """
    from lxml import etree

    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise SourceError("unsupported", "is encrypted with a password: save a copy without one")
    content = _member(archive, info)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise SourceError("unsafe", f"its {name} declares a document type, which no word processor writes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("damaged", f"its {name} is no XML ({error})") from None


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as opened:
            content = opened.read(_MAX_MEMBER + 1)
    except _UNPACKING as error:
        raise SourceError("damaged", f"its {info.filename} cannot be unpacked ({error})") from None
    bomb = len(content) > _FREE and len(content) > _MAX_RATIO * max(info.compress_size, 1)
    if bomb or len(content) > _MAX_MEMBER:
        raise SourceError("too_large", f"its {info.filename} unpacks to too much, as a zip bomb does")
    return content


def local(element: Any) -> str:
    """An element's name without its namespace, which differs between the strict and the usual form."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute, whatever its namespace; "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
