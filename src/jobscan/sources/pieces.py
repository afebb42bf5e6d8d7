"""Where a large file of rows may be cut, so that several processes read it and nothing comes out otherwise.

JSON Lines are cut behind lines, Parquet between rows. A file is left whole where a rule looks at more of it
than a piece shows: where its head holds no posting, so that it may be given up after many vain rows; where it
is not UTF-8; and from a line on that is too long to be passed over. Whatever is packed is left whole, and so
is CSV, whose quoted cells hold line ends.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.documents import read_as
from jobscan.sources.files import File, Piece
from jobscan.sources.parquet import read_parquet, row_groups
from jobscan.sources.sniff import sniff
from jobscan.sources.stream import HEAD_BYTES, Document, Limits, Stream
from jobscan.text.decode import marked_codec

_LOOKED_AT = 256  # rows among which there must be a posting


def cut(file: File, *, limits: Limits, piece_bytes: int) -> Iterator[Piece]:
    """The pieces of a file in their order, together all of it; none for a file that must be read whole."""
    try:
        with Path(file.path).open("rb") as opened:
            head = opened.read(HEAD_BYTES)
            kind, _ = sniff(head, name=file.id.rpartition("/")[2], whole=len(head) < HEAD_BYTES)
            if kind == "jsonl" and _is_cuttable(file, head, limits):
                opened.seek(0)
                yield from _cut_lines(opened, min(piece_bytes, limits.max_document_bytes), limits)
            elif kind == "parquet":
                yield from _cut_rows(file, opened, piece_bytes, limits)
    except OSError:
        return  # who reads it will meet and tell the same


def _is_cuttable(file: File, head: bytes, limits: Limits) -> bool:
    """Whether the whole lines of the head are UTF-8 and hold a posting, so that all lines will be read."""
    if marked_codec(head[:4096]) not in ("", "utf-8-sig"):
        return False
    lines = io.BytesIO(head[: head.rfind(b"\n") + 1])
    name = file.id.rpartition("/")[2]
    found = read_as("jsonl", Document(file.id, file.origin, name, Stream(lines.read), limits=limits))
    return any(isinstance(item, Posting) for item in found)


def _cut_lines(opened: BinaryIO, piece_bytes: int, limits: Limits) -> Iterator[Piece]:
    """Pieces of some piece_bytes that end behind a line.

    Counted from the beginning, so that the pieces of a file stay as they were when lines are added to it.
    """
    start = line = 0
    while data := opened.read(piece_bytes):
        digest = hashlib.sha256(data)
        lines, end = data.count(b"\n"), start + len(data)
        begun = len(data) - data.rfind(b"\n") - 1
        if begun:
            for rest in _rest_of_line(opened):
                digest.update(rest)
                end += len(rest)
                begun += len(rest)
                lines += rest.endswith(b"\n")
                if begun > limits.max_document_bytes:
                    # Perhaps too long to find its end: then nothing after it is read, which only one
                    # who reads from here to the end will know.
                    for more in iter(lambda: opened.read(piece_bytes), b""):
                        digest.update(more)
                        end += len(more)
                    break
        yield Piece("jsonl", start, end, line, end - start, digest.hexdigest())
        start, line = end, line + lines


def _rest_of_line(opened: BinaryIO) -> Iterator[bytes]:
    while data := opened.readline(1024 * 1024):
        yield data
        if data.endswith(b"\n"):
            return


def _cut_rows(file: File, opened: BinaryIO, piece_bytes: int, limits: Limits) -> Iterator[Piece]:
    """Pieces of whole row groups, or of a part of one where it is large."""
    document = Document(file.id, file.origin, "", Stream(opened.read), path=file.path, limits=limits)
    try:
        groups = row_groups(document)
        head = read_parquet(document, end=min(_LOOKED_AT, limits.max_vain_rows))
        if not any(isinstance(found, Posting) for found in head):
            return
    except SourceError:
        return
    start = row = size = 0
    for rows, group_bytes in groups:
        if size and size + group_bytes > piece_bytes:
            yield Piece("parquet", start, row, start, size)
            start, size = row, 0
        parts = max(1, min(group_bytes // piece_bytes, rows))
        for part in range(1, parts):
            end = row + rows * part // parts
            yield Piece("parquet", start, end, start, group_bytes // parts)
            start = end
        size += group_bytes // parts
        row += rows
    if row > start:
        yield Piece("parquet", start, row, start, size)
