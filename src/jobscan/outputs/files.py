"""Writing a set of files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from jobscan.errors import JobscanError

Writer = Callable[[BinaryIO], None]


def write_files(folder: Path, writers: Mapping[str, Writer], *, stale: Iterable[str] = ()) -> None:
    """Write files into a folder, all of them or none; the folder is made if it is missing.

    writers: for each file name what writes its bytes. stale: names of files of an earlier set that go with
    it. All are first written under other names beside their places and flushed to the disk, then renamed. If
    anything fails, a full disk or Ctrl-C included, what was written is removed and the earlier files stay.
    Raises JobscanError if the system refuses; what a writer raises of its own passes through.
    """
    made = not folder.exists()
    staged: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, writer in writers.items():
            staged[name] = _beside(folder / name)
            with staged[name].open("xb") as handle:
                writer(handle)
                handle.flush()
                os.fsync(handle.fileno())
        _swap(folder, staged, stale)
    except BaseException as error:
        for path in staged.values():
            path.unlink(missing_ok=True)
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise JobscanError(_refusal(folder, error)) from error
        raise


def _swap(folder: Path, staged: Mapping[str, Path], stale: Iterable[str]) -> None:
    """Put the staged files in their places and take the stale ones away, or put all back."""
    names = list(dict.fromkeys([*staged, *stale]))
    for target in (folder / name for name in names):
        if target.exists() and not target.is_file():
            raise JobscanError(f"{target}: is a folder or a device, not a file; it is left as it is")
    kept: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for name in names:
            target = folder / name
            if os.path.lexists(target):
                kept[target] = _beside(target)
                target.replace(kept[target])
            if name in staged:
                placed.append(target)
                staged[name].replace(target)
        _flush_names(folder)
    except BaseException:
        for target in placed:
            target.unlink(missing_ok=True)
        for target, backup in kept.items():
            if os.path.lexists(backup):
                backup.replace(target)
        raise
    for backup in kept.values():
        # The set is in place: a leftover that cannot be removed is no reason to undo it.
        with contextlib.suppress(OSError):
            backup.unlink()


def _beside(path: Path) -> Path:
    """A name in the same folder that nobody uses, hidden from a listing and from a scan of the folder."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _flush_names(folder: Path) -> None:
    """Make the renames outlive a power cut, where the system can (Windows cannot open a folder)."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(folder: Path, error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError) or (folder.exists() and not folder.is_dir()):
        return f"{folder}: cannot be written into, because it, or a folder above it, is a file"
    where = error.filename2 or error.filename or folder
    return f"{where}: cannot be written: {error.strerror or error}. Nothing in {folder} was changed."
