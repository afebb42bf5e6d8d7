"""The archive of results: the folder in which the parts of a scan are kept from one scan to the next.

It is `.jobscan` in the folder of the scan, and holds:

- `parts/`, a Parquet file for each unit of the inputs, under a name that says what it is of;
- `scan.json`, what the tables in the folder were made of;
- `lexicon.json`, what of the lexicon decided in the parts;
- `lock`, held while a scan works on the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, Final

from jobscan._version import __version__
from jobscan.engines.parts import ONCE, STAGED, PartMeta, read_part_meta
from jobscan.engines.revise import Basis
from jobscan.errors import JobscanError
from jobscan.sources.units import Unit

ARCHIVE: Final = ".jobscan"
"""The name of the archive in the folder of a scan: hidden from listings and from scans."""

_KNOWN: Final = "scan.json"
_BASIS: Final = "lexicon.json"
_WORK: Final = "work-"
_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class Store:
    """The parts of the scans into one folder, made with one lexicon."""

    folder: Path
    lexicon: str
    """Its digest."""

    @property
    def parts(self) -> Path:
        """Where the parts are."""
        return self.folder / "parts"

    def part_of(self, unit: Unit, *, lexicon: str = "") -> Path:
        """Where the part of a unit goes: the same as long as what would stand in it is the same.

        lexicon: the digest of another lexicon than the store's.
        """
        if not unit.stamp:
            return self.parts / f"{ONCE}{unit.number:08}-{secrets.token_hex(4)}.parquet"
        said = f"{unit.stamp}\n{lexicon or self.lexicon}\n{made_by()}"
        return self.parts / f"{hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]}.parquet"

    def known(self, part: Path) -> list[tuple[Path, PartMeta]]:
        """The part of a unit that is finished, or all its parts; none where it has to be read."""
        meta = self._meta(part)
        if meta is None:
            return []
        blocks = [part.with_name(name) for name in meta.blocks]
        found = [(path, told) for path in blocks if (told := self._meta(path))]
        return [*found, (part, meta)] if len(found) == len(blocks) else []

    def _meta(self, part: Path) -> PartMeta | None:
        if part.name.startswith(ONCE) or not part.is_file():
            return None
        try:
            return read_part_meta(part)
        except JobscanError:
            return None

    def remove_others(self, kept: Iterable[Path]) -> None:
        """Remove the parts of earlier scans."""
        names = {path.name for path in kept}
        for path in self.parts.iterdir():
            if path.name not in names and path.suffix == ".parquet":
                path.unlink(missing_ok=True)

    def work(self) -> Path:
        """A new empty folder, for files that are gone when the store is closed."""
        return Path(tempfile.mkdtemp(prefix=_WORK, dir=self.folder))

    def basis(self) -> Basis | None:
        """What the parts of the last finished scan were made by; None where that is not known."""
        try:
            return Basis.from_json((self.folder / _BASIS).read_bytes())
        except (OSError, ValueError):
            return None

    def remember_basis(self, basis: Basis) -> None:
        """Keep what the parts were made by."""
        self._replace(_BASIS, basis.to_json())

    def remember(self, fingerprint: str, results: Sequence[Path]) -> None:
        """Keep what the tables were made of, to know them again."""
        said = {"fingerprint": fingerprint, "files": {path.name: _status(path) for path in results}}
        self._replace(_KNOWN, json.dumps(said, indent=2) + "\n")

    def _replace(self, name: str, text: str) -> None:
        staged = self.folder / f".{name}.{secrets.token_hex(4)}.part"
        staged.write_text(text, encoding="utf-8")
        staged.replace(self.folder / name)

    def forget(self) -> None:
        """Say nothing of the tables: they are about to change."""
        (self.folder / _KNOWN).unlink(missing_ok=True)

    def stands(self, fingerprint: str) -> bool:
        """Whether the tables in the folder were made of just this, and nobody has changed them."""
        try:
            said = json.loads((self.folder / _KNOWN).read_bytes())
            results = {name: _status(self.folder.parent / name) for name in said["files"]}
        except (OSError, ValueError, TypeError, KeyError):
            return False
        return bool(results) and said["fingerprint"] == fingerprint and said["files"] == results


@contextlib.contextmanager
def open_store(folder: Path, *, lexicon: str) -> Iterator[Store]:
    """The store at a folder, which is made if it is missing, for nobody else as long as it is open.

    Raises JobscanError where another scan works on it, or the system refuses.
    """
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
        handle = (folder / "lock").open("a+b")
    except OSError as error:
        raise JobscanError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    with handle:
        if not _lock(handle):
            handle.seek(0)
            holder = handle.read(100).decode("ascii", "replace").strip() or "another process"
            raise JobscanError(
                f"{folder.parent}: another scan is writing into it ({holder}); wait for its end, or name "
                "another folder with --to"
            )
        # The system gives the lock back when this process ends, however it ends: no lock is ever stale.
        handle.truncate(0)
        handle.write(f"process {os.getpid()}\n".encode())
        handle.flush()
        _remove_work(folder)  # of one that was killed
        try:
            yield Store(folder, lexicon)
        except BaseException:
            for path in (folder / "parts").glob(f"{ONCE}*"):
                path.unlink(missing_ok=True)
            raise
        finally:
            _remove_work(folder)
            _remove_if_empty(folder)


def _remove_work(folder: Path) -> None:
    """Remove what was begun and is of no use any more."""
    for path in (folder / "parts").glob(f".*{STAGED}"):
        path.unlink(missing_ok=True)
    for path in folder.glob(f"{_WORK}*"):
        shutil.rmtree(path, ignore_errors=True)


def _remove_if_empty(folder: Path) -> None:
    """Remove a store that holds nothing, and the folder of the scan if that is all there was in it."""
    with contextlib.suppress(OSError):
        if {path.name for path in folder.iterdir()} == {"lock", "parts"}:
            (folder / "parts").rmdir()
            (folder / "lock").unlink()
            folder.rmdir()
            folder.parent.rmdir()


def kept_parts(folder: Path) -> bool:
    """Whether parts are kept in the folder of a scan that a later one can go on from."""
    found = (folder / ARCHIVE / "parts").glob("[!.]*.parquet")
    return any(not path.name.startswith(ONCE) for path in found)


def fingerprint_of(said: Iterable[str]) -> str:
    """A digest of what tables are made of."""
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def made_by() -> str:
    """What understands the postings, as a digest: the program's own files, and the libraries that decide too.

    The version alone does not tell a program that is being worked on.
    """
    package = files("jobscan")
    digest = hashlib.sha256(__version__.encode())
    for name in ("spacy", "CurrencyConverter", "pyarrow"):
        digest.update(f"{name} {version(name)}\n".encode())
    root = Path(str(package))
    for part in ("engines", "extract", "merge", "outputs", "sources", "text"):
        for path in sorted((root / part).rglob("*.py")):
            digest.update(path.read_bytes())
    for path in sorted(root.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _status(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


if sys.platform == "win32":  # pragma: no cover

    def _lock(handle: BinaryIO) -> bool:
        import msvcrt

        # A byte far behind what is written: Windows refuses to read what is locked.
        handle.seek(1 << 20)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(handle: BinaryIO) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system that knows no locks
        return True
