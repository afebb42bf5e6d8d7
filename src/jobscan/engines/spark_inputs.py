"""The files under the paths of a scan on Spark: their ids, origins and order, as one machine has them.

Spark names a file by its address (`file:/data/in/a.jsonl`, `s3a://bucket/in/a.jsonl`). From that address and
the path that the user named, every machine of a cluster can tell by itself what the file is called and where
it stands in the order of reading.
"""

from __future__ import annotations

import difflib
import os
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from jobscan.errors import JobscanError
from jobscan.sources.files import STDIN, is_excluded, is_passed_over

PARQUET: Final = "parquet"
JSON_LINES: Final = "jsonl"
FILES: Final = "files"
QUADS: Final = "nquads"
INPUT_FORMATS: Final = ("auto", PARQUET, JSON_LINES, "csv", "text", FILES, QUADS)
"""How inputs are read: by their endings, rows of Parquet, lines of JSON, or file by file, as CSV and text."""

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_GLOB: Final = re.compile(r"[*?\[\]{}\\]")
_ENDINGS: Final = {
    PARQUET: re.compile(r"\.(?:parquet|pq)$", re.IGNORECASE),
    JSON_LINES: re.compile(r"\.(?:jsonl|ndjson|jsonlines)(?:\.gz)?$", re.IGNORECASE),
}

# Between the parts of a path in the order of reading: before every character that a name can have, so that
# folders and files of one folder are in the order of their names.
_BETWEEN: Final = "\x00"


@dataclass(frozen=True, slots=True)
class Root:
    """A path that the user named."""

    number: int
    """Its place among the paths."""
    shown: str
    """As the user wrote it, without a `/` at the end."""
    base: str
    """Its path on the file system, without scheme and bucket, before any glob."""
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What a file is called in a scan."""

    order: str
    """Sorts as the files are read."""
    id: str
    origin: str


def roots_of(paths: Iterable[str], *, exclude: Iterable[str] = ()) -> list[Root]:
    """The named paths, for place_of. Raises JobscanError for standard input, which only one machine has."""
    globs = tuple(exclude)
    roots = []
    for number, path in enumerate(paths):
        if path == STDIN:
            raise JobscanError("standard input cannot be read by a cluster: name files or folders")
        shown = path.rstrip("/") or "/"
        roots.append(Root(number, shown, _base(shown), globs))
    return roots


def spark_path(root: Root) -> str:
    """The path of a root for Spark's readers: a local one as an address, whose characters are no glob."""
    if _is_address(root.shown):
        return root.shown
    return "file://" + _GLOB.sub(r"\\\g<0>", root.base)


def place_of(address: str, root: Root) -> Place | None:
    r"""What a file under a root is called; None for one that is passed over.

    >>> root = Root(0, "in", "/data/in")
    >>> place_of("file:/data/in/a%20b/x.csv", root)
    Place(order='000000\x00a b\x00x.csv', id='a b/x.csv', origin='in/a b/x.csv')
    >>> place_of("file:/data/in/README.md", root)
    """
    path = _normal(unquote(urlsplit(address).path))
    if path == root.base:
        id = posixpath.basename(path)  # noqa: A001 - as in Posting
        return None if is_excluded(id, root.exclude) else Place(_order(root, id), id, root.shown)
    id = path.removeprefix(root.base.rstrip("/") + "/") if _is_under(path, root.base) else path.strip("/")  # noqa: A001
    parts = id.split("/")
    if any(map(is_passed_over, parts)) or _is_excluded(parts, root.exclude):
        return None
    shown = _before_glob(root.shown) if _is_address(root.shown) else root.shown
    return Place(_order(root, id), id, f"{shown.rstrip('/')}/{id}")


def format_of(name: str) -> str:
    """How a file is read by its name, where the user does not say.

    >>> format_of("a.JSONL.gz"), format_of("part-0.snappy.parquet"), format_of("page.html")
    ('jsonl', 'parquet', 'files')
    """
    return next((kind for kind, ending in _ENDINGS.items() if ending.search(name)), FILES)


def ending_pattern(kind: str) -> str:
    """A regular expression, for Spark, of the addresses of a kind; that of FILES is of those of no other."""
    if kind in _ENDINGS:
        return "(?i)" + _ENDINGS[kind].pattern
    others = "|".join(ending.pattern.removesuffix("$") for ending in _ENDINGS.values())
    return rf"(?i)^(?!.*(?:{others})$)"


def ending_glob(kind: str) -> str:
    """A glob, for Spark, of the names that format_of gives the kind, in any case.

    >>> ending_glob("parquet")
    '*.{[pP][aA][rR][qQ][uU][eE][tT],[pP][qQ]}'
    """
    endings = re.findall(r"[a-z]+", _ENDINGS[kind].pattern)
    return "*.{" + ",".join("".join(f"[{c}{c.upper()}]" for c in ending) for ending in endings) + "}"


def input_format_of(name: str) -> str:
    """auto, PARQUET, JSON_LINES or FILES for one of INPUT_FORMATS. Raises JobscanError for any other word."""
    if name not in INPUT_FORMATS:
        near = difflib.get_close_matches(name, INPUT_FORMATS, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise JobscanError(f"unknown format of input {name!r}. {hint}Known are {', '.join(INPUT_FORMATS)}.")
    return FILES if name in ("csv", "text") else name


def _order(root: Root, id: str) -> str:  # noqa: A002
    return _BETWEEN.join([f"{root.number:06}", *id.split("/")])


def _is_excluded(parts: list[str], globs: tuple[str, ...]) -> bool:
    """Whether a glob names the file or a folder that holds it."""
    folders = ("/".join(parts[:end]) + "/" for end in range(1, len(parts)))
    return any(is_excluded(path, globs) for path in (*folders, "/".join(parts)))


def _is_under(path: str, base: str) -> bool:
    return base == "/" or path.startswith(base + "/")


def _is_address(path: str) -> bool:
    """Whether a path names its file system. A letter and a colon is a drive of Windows."""
    return _SCHEME.match(path) is not None


def _base(path: str) -> str:
    """The path on its file system: of a local one the absolute, of an address what follows the bucket."""
    if not _is_address(path):
        return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - `..` goes, links stay as Spark has them
    # Spark takes addresses as they are written: a `#` in them is part of a name, a `?` of a glob.
    _, _, rest = path.partition(":")
    if rest.startswith("//"):
        rest = rest[2:].partition("/")[2]
    return _before_glob(_normal(rest))


def _normal(path: str) -> str:
    return posixpath.normpath("/" + path.lstrip("/"))


def _before_glob(path: str) -> str:
    """The folders before the first part with a glob.

    >>> _before_glob("/in/2024-*/x.csv"), _before_glob("/in/x.csv")
    ('/in', '/in/x.csv')
    """
    parts = path.split("/")
    first = next((at for at, part in enumerate(parts) if _GLOB.search(part)), len(parts))
    return "/".join(parts[:first]) or ("/" if first < len(parts) else path)
