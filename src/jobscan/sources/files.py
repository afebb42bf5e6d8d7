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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from jobscan.errors import Failure
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


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read."""

    path: str
    """As the system names it; `-` for standard input."""
    id: str
    """Relative to the scanned folder, parted by `/`; the name of a file that was named itself."""
    origin: str
    """The path as it can be shown and saved: bytes of a name that are not UTF-8 stand as `\\xff`."""


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
            yield File(STDIN, "stdin", "stdin")
            continue
        try:
            status = Path(path).stat()
        except FileNotFoundError:
            yield Failure(shown(path), "missing", "there is no such file or folder")
        except (OSError, ValueError) as error:
            yield Failure(shown(path), "unreadable", f"cannot be looked at ({_words(error)})")
        else:
            if stat.S_ISDIR(status.st_mode):
                yield from _walk(path, status, globs, walked)
            elif not is_excluded(Path(path).name, globs):
                yield _named_file(path, status)


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
        return File(path, shown(Path(path).name), shown(path))
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
    stack: list[_Folder | File | Failure] = [_Folder(root, "", (("", exclude),), held_by | {key})]
    found = False
    while stack:
        item = stack.pop()
        if isinstance(item, _Folder):
            stack.extend(reversed(list(_list(item, real_root, walked))))
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
    """What a folder holds, in the order of the names."""
    try:
        with os.scandir(folder.path) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(shown(folder.path), "unreadable", f"the folder cannot be listed ({_words(error)})")
        return
    rules = folder.rules
    if any(entry.name == IGNORE_FILE for entry in ordered):
        try:
            rules += ((folder.relative, _read_globs(folder.path)),)
        except OSError as error:
            yield Failure(
                f"{shown(folder.path)}/{IGNORE_FILE}", "unreadable", f"cannot be read ({_words(error)})"
            )
    fetched = frozenset[str]()
    if any(entry.name == MARKER for entry in ordered) and is_marker(Path(folder.path) / MARKER):
        fetched = OWN_NAMES - {MARKER}
    for entry in ordered:
        if not is_passed_over(entry.name) and entry.name not in fetched:
            item = _entry(entry, folder, rules, real_root, walked)
            if item is not None:
                yield item


def _entry(
    entry: os.DirEntry[str],
    folder: _Folder,
    rules: tuple[tuple[str, tuple[str, ...]], ...],
    real_root: str,
    walked: set[tuple[int, int]],
) -> _Folder | File | Failure | None:
    """What one name in a folder stands for; None for what is passed over."""
    origin = shown(entry.path)
    try:
        status = entry.stat()
    except FileNotFoundError:
        return Failure(origin, "missing", "is a link to nothing, or vanished while it was read")
    except OSError as error:
        loops = error.errno == errno.ELOOP
        return Failure(origin, "unsafe" if loops else "unreadable", f"cannot be looked at ({_words(error)})")
    is_folder = stat.S_ISDIR(status.st_mode)
    relative = folder.relative + shown(entry.name) + ("/" if is_folder else "")
    if any(is_excluded(relative.removeprefix(base), globs) for base, globs in rules):
        return None
    if is_folder:
        return _subfolder(entry, status, replace(folder, relative=relative, rules=rules), real_root, walked)
    if stat.S_ISREG(status.st_mode):
        return File(entry.path, relative, origin)
    return Failure(origin, "unreadable", "is a device, pipe or socket, not a file")


def _subfolder(
    entry: os.DirEntry[str],
    status: os.stat_result,
    inside: _Folder,
    real_root: str,
    walked: set[tuple[int, int]],
) -> _Folder | Failure | None:
    """A folder to be walked, None for one that is walked elsewhere. inside: the folder that holds it."""
    key = (status.st_dev, status.st_ino)
    if key in inside.chain:
        return Failure(shown(entry.path), "unsafe", "is a link to a folder that holds it; not followed")
    at_its_own_place = entry.is_symlink() and Path(os.path.realpath(entry.path)).is_relative_to(real_root)
    if at_its_own_place or key in walked:
        return None
    walked.add(key)
    return replace(inside, path=entry.path, chain=inside.chain | {key})


def _read_globs(folder: str) -> tuple[str, ...]:
    with (Path(folder) / IGNORE_FILE).open("rb") as file:
        lines = decode(file.read(_IGNORE_BYTES)).splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
