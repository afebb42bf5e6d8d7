"""One document of any kind to its postings."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from jobscan.errors import Failure, SourceError
from jobscan.posting import Posting
from jobscan.sources.archive_files import MARKER, is_marker
from jobscan.sources.containers import read_gzip, read_zip
from jobscan.sources.files import STDIN, File, Piece
from jobscan.sources.jsonfiles import read_json, read_json_lines, read_piece_of_lines
from jobscan.sources.mail import read_mail
from jobscan.sources.papers import KINDS, read_paper
from jobscan.sources.parquet import read_parquet
from jobscan.sources.plain import posting_from_text, read_plain
from jobscan.sources.sniff import sniff
from jobscan.sources.stream import HEAD_BYTES, Document, Limits, Result, Results, Stream
from jobscan.sources.tabular import read_csv
from jobscan.text.decode import decode


def read_file(
    file: File, *, limits: Limits, exclude: tuple[str, ...] = (), stdin: BinaryIO | None = None
) -> Results:
    """The postings and failures of a file; never raises for what the file is or holds.

    stdin: what stands for standard input, by default the process's own.
    """
    try:
        if file.path == STDIN:
            source = stdin if stdin is not None else sys.stdin.buffer
            yield from read_document(_document(file, Stream(source.read), limits), exclude=exclude)
            return
        if file.path.endswith(MARKER) and is_marker(path := Path(file.path)):
            from jobscan.sources.archive import read_archive  # here because the boards take their time

            yield from read_archive(path.parent, origin=file.origin.rpartition("/")[0] or ".", limits=limits)
            return
        with Path(file.path).open("rb", buffering=0) as opened:
            status = os.fstat(opened.fileno())
            on_disk = stat.S_ISREG(status.st_mode)
            document = _document(
                file,
                Stream(opened.read, readinto=opened.readinto),
                limits,
                size=status.st_size if on_disk else None,
                path=file.path if on_disk else None,
            )
            yield from read_document(document, exclude=exclude)
    except OSError as error:
        yield Failure(file.origin, "unreadable", f"cannot be read ({error.strerror or error})")


def read_piece(file: File, piece: Piece, *, limits: Limits) -> Results:
    """The postings and failures of a piece of a file, as read_file gives them at its place."""
    try:
        with Path(file.path).open("rb", buffering=0) as opened:
            if piece.kind == "jsonl":
                opened.seek(piece.start)
                read = _at_most(opened.read, piece.end - piece.start)
                document = _document(file, Stream(read), limits)
                yield from _guarded(document, read_piece_of_lines(document, before=piece.before))
            else:
                document = _document(file, Stream(opened.read), limits, path=file.path)
                yield from _guarded(document, read_parquet(document, start=piece.start, end=piece.end))
    except OSError as error:
        yield Failure(file.origin, "unreadable", f"cannot be read ({error.strerror or error})")


def _at_most(read: Callable[[int], bytes], left: int) -> Callable[[int], bytes]:
    """A read that ends after so many bytes."""

    def reading(size: int) -> bytes:
        nonlocal left
        data = read(min(size, left))
        left -= len(data)
        return data

    return reading


def _document(
    file: File, stream: Stream, limits: Limits, *, size: int | None = None, path: str | None = None
) -> Document:
    name = file.id.rpartition("/")[2]
    return Document(
        id=file.id,
        origin=file.origin,
        name=name,
        stream=stream,
        size=size,
        path=path,
        limits=limits,
    )


def read_document(document: Document, *, exclude: tuple[str, ...] = ()) -> Results:
    """The postings and failures of a document, packed or not; never raises for what it is or holds."""
    return _guarded(document, _read(document, exclude))


def read_as(kind: str, document: Document) -> Results:
    """The postings and failures of a document of a known kind, one of those that are not packed."""
    return _guarded(document, iter(_READERS[kind](document)))


def _guarded(document: Document, results: Results) -> Results:
    """The results, and a failure in place of what is raised on the way."""
    try:
        yield from results
    except SourceError as error:
        yield document.failure(error.reason, error.detail)
    except RecursionError:
        yield document.failure("too_deep", "is nested too deeply to be read")
    except MemoryError:
        yield document.failure("too_large", "does not fit into memory")
    except OSError as error:
        yield document.failure("unreadable", f"cannot be read ({error.strerror or error})")
    except Exception as error:  # noqa: BLE001  # told with its name; the other documents must not be lost
        yield document.failure("failed", f"cannot be read ({type(error).__name__}: {error})")


def _read(document: Document, exclude: tuple[str, ...]) -> Results:
    head = document.stream.peek(HEAD_BYTES)
    if not head and document.stream.damage:
        raise document.stream.damage
    kind, words = sniff(head, name=document.name, whole=len(head) < HEAD_BYTES)
    if kind in ("empty", "unsupported", "binary"):
        raise SourceError(kind, f"is {words}" if words else "holds nothing")

    def deeper(inner: Document) -> Results:
        return read_document(inner, exclude=exclude)

    if kind == "gzip":
        yield from read_gzip(document, deeper)
    elif kind == "zip":
        yield from read_zip(document, deeper, _posting_of_paper, exclude=exclude)
    elif kind == "mail":
        yield from read_mail(document, deeper)
    elif kind in KINDS:
        data = document.read(document.limits.max_document_bytes)
        yield _posting_of_paper(document, kind, data)
    else:
        yield from _READERS[kind](document)


def _while_hopeful(document: Document, rows: Results) -> Results:
    """The rows; raises SourceError (no_posting) once there are many and not one is a posting."""
    limit = document.limits.max_vain_rows
    for vain, found in enumerate(rows, start=1):
        yield found
        if isinstance(found, Posting):
            yield from rows
            return
        if vain >= limit:
            raise SourceError(
                "no_posting", f"none of its first {limit:,} rows is a posting; the rest is not read"
            )


def _read_page(document: Document) -> list[Posting]:
    text = decode(document.read(document.limits.max_page_bytes))
    from jobscan.sources.page import postings_from_html  # here because lxml takes its time

    return postings_from_html(text, id=document.id, origin=document.origin, source="html")


def _posting_of_paper(document: Document, kind: str, data: bytes) -> Posting:
    """The posting that a PDF, or a word processor's document, is. Raises SourceError."""
    paper = read_paper(kind, data, limits=document.limits)
    return posting_from_text(document, paper.text, source=kind, title=paper.title)


def _read_xml(document: Document) -> Results:
    """The postings of XML that a board sends. Raises SourceError (unsupported) for any other."""
    # Here because lxml and the boards take their time.
    from jobscan.sources.payloads import parse_payload
    from jobscan.sources.saved import read_answer, recognise

    root = parse_payload(document.read(document.limits.max_document_bytes), content="xml")
    found = recognise(root)
    if found is None:
        raise SourceError("unsupported", "is XML, but no feed of postings that jobscan knows")
    yield from read_answer(document, found, root)


def _read_text(document: Document) -> Results:
    yield read_plain(document)


_READERS: Final[dict[str, Callable[[Document], Iterable[Result]]]] = {
    "jsonl": lambda document: _while_hopeful(document, read_json_lines(document)),
    "json": read_json,
    "csv": lambda document: _while_hopeful(document, read_csv(document)),
    "parquet": lambda document: _while_hopeful(document, read_parquet(document)),
    "html": _read_page,
    "xml": _read_xml,
    "text": _read_text,
}
