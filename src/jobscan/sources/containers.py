"""Documents packed in .gz and .zip, however deep; read through, never written to disk."""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from jobscan.errors import SourceError
from jobscan.sources.files import is_excluded, is_passed_over
from jobscan.sources.papers.archives import office_words, paper_kind
from jobscan.sources.stream import Budget, Document, Result, Results, Stream

Read = Callable[[Document], Results]
Papers = Callable[[Document, str, bytes], Result]


def read_gzip(document: Document, read: Read) -> Results:
    """What read finds in the unpacked bytes, of a damaged file in those before the damage."""
    inner = _deeper(document)
    with gzip.GzipFile(fileobj=document.stream) as unpacked:
        name = re.sub(r"\.gz$", "", document.name, flags=re.IGNORECASE)
        yield from read(inner.unpacked(name, _unpacking(unpacked.read1, inner)))


def read_zip(document: Document, read: Read, papers: Papers, *, exclude: tuple[str, ...] = ()) -> Results:
    """What read finds in each member, in the order of their names; a bad member is a failure of its own.

    papers: reads a word processor's document, which is a zip too, of the kind `docx` or `odt`.
    Folders, hidden members and what exclude names are passed over. Raises SourceError for a zip that
    cannot be opened, that is an Office document, or that unpacks to too much.
    """
    inner = _deeper(document)
    with _seekable(document) as data, _open_zip(data) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if kind := paper_kind(archive):
            data.seek(0)
            yield papers(inner, kind, data.read(document.limits.max_document_bytes))
            return
        if words := office_words(info.filename for info in members):
            raise SourceError("unsupported", words)
        if len(members) > (most := document.limits.max_members):
            raise SourceError("too_large", f"holds {len(members):,} files, more than {most:,}")
        wanted = [info for info in members if not _is_passed_over(info.filename, exclude)]
        if not wanted:
            raise SourceError("empty", "holds no files to read")
        for info in sorted(wanted, key=lambda info: info.filename):
            yield from _read_member(inner, archive, info, read)
            if inner.budget and inner.budget.over:
                raise inner.budget.over


def _read_member(document: Document, archive: zipfile.ZipFile, info: zipfile.ZipInfo, read: Read) -> Results:
    name = info.filename
    if problem := _unsafe(info):
        yield document.failure("unsafe", problem, at="!" + name)
        return
    if info.flag_bits & 1:
        yield document.failure(
            "unsupported", "is encrypted; unpack it with its password first", at="!" + name
        )
        return
    try:
        unpacked = cast("zipfile.ZipExtFile", archive.open(info))
    except (NotImplementedError, zipfile.BadZipFile, RuntimeError, ValueError, OSError) as error:
        unknown = isinstance(error, NotImplementedError)
        yield document.failure(
            "unsupported" if unknown else "damaged", f"cannot be unpacked ({error})", at="!" + name
        )
        return
    with unpacked:
        yield from read(document.member(name, _unpacking(unpacked.read1, document)))


def _unsafe(info: zipfile.ZipInfo) -> str:
    """Why the member would be written outside its folder by a tool that unpacks it, "" if it would not."""
    name = info.orig_filename.replace("\\", "/")
    if ".." in name.split("/") or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "its name leads out of the archive; not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link inside an archive; not followed"
    return ""


def _is_passed_over(name: str, exclude: tuple[str, ...]) -> bool:
    parts = name.replace("\\", "/").split("/")
    unread = any(is_passed_over(part) for part in parts if part not in (".", "..")) or "__MACOSX" in parts
    return unread or is_excluded(name, exclude)


def _deeper(document: Document) -> Document:
    """The document with a budget for unpacking it. Raises SourceError (too_deep) for too many layers."""
    limits = document.limits
    if document.depth >= limits.max_depth:
        raise SourceError("too_deep", f"is packed more than {limits.max_depth} times over")
    if document.budget is not None:
        return document
    return document.with_budget(Budget(limits=limits, packed=document.size or 0))


def _unpacking(read: Callable[[int], bytes], document: Document) -> Stream:
    """A stream of unpacked bytes, which ends where the document's budget does."""

    def spending(size: int) -> bytes:
        chunk = read(size)
        if document.budget is not None:
            document.budget.spend(len(chunk))
        return chunk

    return Stream(spending)


def _seekable(document: Document) -> BinaryIO:
    """The bytes as a zip needs them: from the file itself, else held in memory."""
    if document.path is not None:
        return Path(document.path).open("rb")
    return io.BytesIO(document.read(document.limits.max_document_bytes))


def _open_zip(data: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(data)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SourceError("damaged", f"is a truncated or corrupt zip ({error})") from None
