"""The files under the paths that a user names, in a fixed order.

Folders are walked depth first, names in order. Passed over inside a folder, but not where they are named
themselves: hidden files and folders (a leading dot), and the papers that lie beside data (README, LICENSE,
CHANGELOG and the like). A link to a file is read as the file. A link to a folder is followed, unless

- it leads to a folder that holds it, or holds the scanned folder: that is a loop, told once as `unsafe`;
- it leads to a folder that is walked anyway: its files are read once, at their own place.

`.jobscanignore` in a folder holds one glob a line (`#` begins a comment) for what in it is no posting. A glob
is matched, as by fnmatch, with the name and with the path relative to the folder that holds the ignore file;
a trailing `/` is for folders only. The `exclude` globs of a scan are matched likewise, from the named folder.

A folder into which postings were fetched is an archive: one file stands for all that the fetch wrote there.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from jobscan.errors import Failure, JobscanError
from jobscan.sources.archive_files import MARKER, OWN_NAMES, is_marker
from jobscan.text.decode import decode

IGNORE_FILE = ".jobscanignore"
STDIN = "-"
_IGNORE_BYTES = 1024 * 1024
_PAPER = re.compile(
    r"(?:read[-_ ]?me|licen[cs]es?|copying|notice|authors|contributing|change[-_ ]?log)"
    r"(?:\.(?:md|markdown|rst|txt))?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?!file:)(?:(https?)|[a-z][a-z0-9+.-]+)://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read."""

    path: str
    """As the system names it; `-` for standard input."""
    id: str
    """Relative to the scanned folder, parted by `/`; the name of a file that was named itself."""
    origin: str
    """The path as it can be shown and saved: bytes of a name that are not UTF-8 stand as `\\xff`."""
    size: int = field(default=0, compare=False)
    """In bytes, when it was listed; 0 where only reading tells."""
    mtime_ns: int = field(default=0, compare=False)
    """When it was changed last."""
    seekable: bool = field(default=True, compare=False)
    """Whether it is a file that any process can open: not standard input, no pipe, no `/dev/fd/3`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of a file of rows."""

    kind: Literal["jsonl", "parquet"]
    start: int
    """The first byte of JSON Lines, the first row of Parquet."""
    end: int
    """Where the next piece begins."""
    before: int
    """Lines, or rows, that stand before it in the file."""
    size: int
    """Bytes to be read, about."""
    digest: str = ""
    """Of its bytes, "" where planning does not read them."""


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    relative: str
    """To the named folder, parted by `/`, with one at the end; "" for the named folder itself."""
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    """Globs, each with the relative path of the folder that they count from."""
    chain: frozenset[tuple[int, int]]
    """Device and inode of this folder and of those that hold it."""


def iter_files(
    paths: Iterable[str | os.PathLike[str]], *, exclude: Iterable[str] = ()
) -> Iterator[File | Failure]:
    """The files under paths, and a failure for each path that is not there, cannot be listed, or loops."""
    globs = tuple(exclude)
    walked: set[tuple[int, int]] = set()
    for path in (os.fspath(path) for path in paths):
        if path == STDIN:
            yield File(STDIN, "stdin", "stdin", seekable=False)
            continue
        try:
            status = Path(path).stat()
        except FileNotFoundError:
            yield Failure(shown(path), "missing", _why_missing(path))
        except (OSError, ValueError) as error:
            yield Failure(shown(path), "unreadable", f"cannot be looked at ({_words(error)})")
        else:
            if stat.S_ISDIR(status.st_mode):
                yield from _walk(path, status, globs, walked)
            elif not is_excluded(Path(path).name, globs):
                yield _named_file(path, status)


def check_there(paths: Sequence[str]) -> None:
    """Raises JobscanError where nothing is at any of the paths: a slip, and nothing to read."""
    if any(path == STDIN or os.path.lexists(path) for path in paths):
        return
    if any(map(_ADDRESS.match, paths)):
        raise JobscanError("; ".join(f"{path}: {_why_missing(path)}" for path in paths))
    raise JobscanError(f"no such file or folder: {', '.join(paths)}")


def _why_missing(path: str) -> str:
    """What to tell whoever named a path at which nothing is."""
    address = _ADDRESS.match(path)
    if address is None:
        return "there is no such file or folder"
    if address[1]:
        return "is an address, not a file: fetch it into a folder first (jobscan fetch), and name that"
    return "is in a bucket: copy it to this machine first, or let Spark read it (jobscan scan --engine spark)"


def shown(path: str) -> str:
    """A path as text that can be saved; bytes that are not UTF-8 are escaped, so that names stay apart."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace") if not path.isascii() else path


def is_excluded(relative: str, globs: Iterable[str]) -> bool:
    """Whether a glob matches the relative path (a folder's ends with `/`) or its name.

    >>> is_excluded("data/notes.md", ["*.md"]), is_excluded("data/a.txt", ["data/"])
    (True, False)
    """
    path = relative.rstrip("/")
    name = path.rpartition("/")[2]
    for glob in globs:
        if glob.endswith("/") and not relative.endswith("/"):
            continue
        pattern = glob.strip("/")
        if fnmatchcase(name, pattern) or fnmatchcase(path, pattern):
            return True
    return False


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is not read inside a folder: hidden ones and papers about data.

    >>> [name for name in (".DS_Store", "README.md", "LICENSE", "readme-writer.txt") if is_passed_over(name)]
    ['.DS_Store', 'README.md', 'LICENSE']
    """
    return name.startswith(".") or _PAPER.fullmatch(name) is not None


def _named_file(path: str, status: os.stat_result) -> File | Failure:
    """A file that the user named: also a pipe, as the shell's `<(...)` makes, but no device."""
    if stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode):
        own = stat.S_ISREG(status.st_mode) and not path.startswith(("/dev/", "/proc/"))
        return File(
            path, shown(Path(path).name), shown(path), status.st_size, status.st_mtime_ns, seekable=own
        )
    return Failure(shown(path), "unreadable", "is a device or a socket, not a file")


def _walk(
    root: str, status: os.stat_result, exclude: tuple[str, ...], walked: set[tuple[int, int]]
) -> Iterator[File | Failure]:
    """The files under a named folder. walked: device and inode of all folders entered so far, added to."""
    key = (status.st_dev, status.st_ino)
    if key in walked:
        return
    walked.add(key)
    real_root = os.path.realpath(root)
    held_by = frozenset(_keys_above(real_root))
    stack = [_list(_Folder(root, "", (("", exclude),), held_by | {key}), real_root, walked)]
    found = False
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, _Folder):
            stack.append(_list(item, real_root, walked))
        else:
            found = True
            yield item
    if not found:
        yield Failure(shown(root), "empty", "the folder holds no files to read")


def _keys_above(real_path: str) -> Iterator[tuple[int, int]]:
    for parent in Path(real_path).parents:
        try:
            status = parent.stat()
        except OSError:
            continue
        yield (status.st_dev, status.st_ino)


def _list(
    folder: _Folder, real_root: str, walked: set[tuple[int, int]]
) -> Iterator[_Folder | File | Failure]:
    """What a folder holds, in the order of the names.

    Of its plain files, of which there may be a million, only the names are held. Its folders are all entered
    into walked before the first is gone into.
    """
    names: list[str] = []
    others: dict[str, os.DirEntry[str]] = {}
    try:
        with os.scandir(folder.path) as entries:
            for entry in entries:
                names.append(entry.name)
                if not entry.is_file(follow_symlinks=False):
                    others[entry.name] = entry
    except OSError as error:
        yield Failure(shown(folder.path), "unreadable", f"the folder cannot be listed ({_words(error)})")
        return
    rules = folder.rules
    if IGNORE_FILE in names:
        try:
            rules += ((folder.relative, _read_globs(folder.path)),)
        except OSError as error:
            yield Failure(
                f"{shown(folder.path)}/{IGNORE_FILE}", "unreadable", f"cannot be read ({_words(error)})"
            )
    fetched = frozenset[str]()
    if MARKER in names and is_marker(Path(folder.path) / MARKER):
        fetched = OWN_NAMES - {MARKER}
    inside = replace(folder, rules=rules)
    names = sorted(name for name in names if not is_passed_over(name) and name not in fetched)
    found = {
        name: _entry(others[name].path, name, inside, real_root, walked) for name in names if name in others
    }
    for name in names:
        path = os.path.join(folder.path, name)  # noqa: PTH118 - as scandir joins
        item = found[name] if name in found else _entry(path, name, inside, real_root, walked)
        if item is not None:
            yield item


def _entry(
    path: str, name: str, folder: _Folder, real_root: str, walked: set[tuple[int, int]]
) -> _Folder | File | Failure | None:
    """What one name in a folder stands for; None for what is passed over."""
    try:
        status = os.stat(path)  # noqa: PTH116 - asked of a million files
    except FileNotFoundError:
        return Failure(shown(path), "missing", "is a link to nothing, or vanished while it was read")
    except OSError as error:
        loops = error.errno == errno.ELOOP
        return Failure(
            shown(path), "unsafe" if loops else "unreadable", f"cannot be looked at ({_words(error)})"
        )
    is_folder = stat.S_ISDIR(status.st_mode)
    relative = folder.relative + shown(name) + ("/" if is_folder else "")
    if any(is_excluded(relative.removeprefix(base), globs) for base, globs in folder.rules if globs):
        return None
    if is_folder:
        return _subfolder(path, status, replace(folder, relative=relative), real_root, walked)
    if stat.S_ISREG(status.st_mode):
        return File(path, relative, shown(path), status.st_size, status.st_mtime_ns)
    return Failure(shown(path), "unreadable", "is a device, pipe or socket, not a file")


def _subfolder(
    path: str,
    status: os.stat_result,
    inside: _Folder,
    real_root: str,
    walked: set[tuple[int, int]],
) -> _Folder | Failure | None:
    """A folder to be walked, None for one that is walked elsewhere. inside: the folder that holds it."""
    key = (status.st_dev, status.st_ino)
    if key in inside.chain:
        return Failure(shown(path), "unsafe", "is a link to a folder that holds it; not followed")
    at_its_own_place = Path(path).is_symlink() and Path(os.path.realpath(path)).is_relative_to(real_root)
    if at_its_own_place or key in walked:
        return None
    walked.add(key)
    return replace(inside, path=path, chain=inside.chain | {key})


def _read_globs(folder: str) -> tuple[str, ...]:
    with (Path(folder) / IGNORE_FILE).open("rb") as file:
        lines = decode(file.read(_IGNORE_BYTES)).splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
