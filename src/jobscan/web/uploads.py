"""Files as a browser sends them, saved under names that cannot leave their folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from werkzeug.datastructures import FileStorage

_PARTED: Final = re.compile(r"[\\/]")
# Control characters, those that turn the direction of text, and those that Windows forbids in a name.
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069<>:"|?*!#]')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LONGEST_NAME: Final = 120
_DEEPEST: Final = 8
_NAMELESS: Final = "file"


def safe_path(name: str) -> PurePosixPath:
    r"""A relative path made of a name that a browser sent: no way up, no root, no name that is reserved.

    Signs that mean something in an origin (`!`, `#`, `:`) become `_`. A name without any letter is `file`.

    >>> safe_path("jobs/a.txt"), safe_path("../../etc/passwd"), safe_path("C:\\x\\con.txt")
    (PurePosixPath('jobs/a.txt'), PurePosixPath('etc/passwd'), PurePosixPath('x/_con.txt'))
    """
    parts = [_safe_name(part) for part in _PARTED.split(_DRIVE.sub("", name, count=1))]
    kept = [part for part in parts if part][-_DEEPEST:]
    return PurePosixPath(*kept) if kept else PurePosixPath(_NAMELESS)


def _safe_name(part: str) -> str:
    """One part of a path; "" for one that names no file."""
    bare = _UNSAFE.sub("_", part.encode("utf-8", "replace").decode()).strip().rstrip(". ")
    if not bare.strip("._ "):
        return ""
    if len(bare) > _LONGEST_NAME:
        # The endings tell what kind of file it is: .jsonl.gz
        ending = "".join(PurePosixPath(bare).suffixes[-2:])[-20:]
        bare = bare[: _LONGEST_NAME - len(ending)] + ending
    return f"_{bare}" if _RESERVED.fullmatch(bare) else bare


def save_files(files: Iterable[FileStorage], folder: Path) -> list[str]:
    """Save files into a folder: the names they have there. Fields without a file are passed over.

    A file whose folder has the name of another file is saved beside that folder.
    """
    saved: list[str] = []
    taken: set[str] = set()
    for file in files:
        if not file.filename:
            continue
        relative = _free(safe_path(file.filename), taken)
        try:
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            relative = _free(PurePosixPath(f"{len(saved)}-{relative.name}"), taken)
        file.save(folder / relative)
        saved.append(relative.as_posix())
    return saved


def _free(path: PurePosixPath, taken: set[str]) -> PurePosixPath:
    """The path, or one like it where a file or folder has that name. Many systems do not tell A from a."""
    number, found = 1, path
    while found.as_posix().casefold() in taken:
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    taken.add(found.as_posix().casefold())
    return found
