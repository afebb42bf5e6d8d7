"""An archive that a fetch writes: each file whole or not at all, and a journal of what is done."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from jobscan._version import __version__
from jobscan.errors import JobscanError, SourceError
from jobscan.fetch.lock import locked
from jobscan.sources.archive_files import (
    ANSWERS,
    ENDINGS,
    LEDGERS,
    MARK,
    MARKER,
    REPORT,
    SIDECAR_ENDING,
    Ledger,
    Sidecar,
    answer_path,
    body_path,
    is_marker,
    ledger_bytes,
    ledger_path,
    read_body,
    read_ledger,
    read_sidecar,
    sidecar_bytes,
)
from jobscan.sources.boards.board import Request
from jobscan.sources.payloads import declared_charset
from jobscan.text.decode import find_codec

JOURNAL: Final = ".journal"
RESUMED_WITHIN: Final = timedelta(hours=24)
"""A run that broke off longer ago is not resumed: what it was told may no longer be so."""
MAX_BODY_BYTES: Final = 256 * 1024 * 1024

_PART: Final = ".part"
_COOKIES: Final = frozenset(("set-cookie", "set-cookie2"))


@dataclass(frozen=True, slots=True)
class Received:
    """An answer to be kept."""

    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Store:
    """An archive under its lock. Safe for several threads, each with requests of its own."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime]) -> None:
        """Use open_store: it takes the lock."""
        self.folder = folder
        self._now = now
        self._mutex = threading.Lock()
        self.ledger_lock = threading.Lock()
        """To be held while a ledger is read, changed and written."""
        self.run, self._done = _read_journal(folder / JOURNAL, now())
        self.resumed = bool(self.run)
        self._journal = self._open_journal()

    def done(self, key: str) -> Sidecar | None:
        """The answer that this run, before it broke off, has got for a request already."""
        answer = self._done.get(key)
        return self._whole(answer) if answer else None

    def latest(self, key: str) -> Sidecar | None:
        """The newest answer to a request that is whole, None where there is none."""
        folder = self.folder / ANSWERS / key[:2]
        found = (self._whole(path.stem) for path in folder.glob(f"{key[:32]}-*{SIDECAR_ENDING}"))
        versions = [sidecar for sidecar in found if sidecar is not None and sidecar.key == key]
        return max(versions, key=lambda each: (each.fetched_at, each.checked_at, each.id), default=None)

    def body(self, sidecar: Sidecar) -> bytes:
        """An answer as it was received. Raises SourceError where it is missing or was changed."""
        return read_body(self.folder, sidecar, max_bytes=MAX_BODY_BYTES)

    def sidecar_of(self, asked: Request, received: Received, *, key: str, provider: str) -> Sidecar:
        """The sidecar that an answer of now gets. asked: without credentials."""
        moment = _moment(self._now())
        content_type = next((v for n, v in received.headers.items() if n.lower() == "content-type"), "")
        return Sidecar(
            jobscan=__version__,
            provider=provider,
            board=asked.board,
            step=asked.step,
            method=asked.method,
            url=asked.url,
            json=None if asked.json is None else dict(asked.json),
            content=asked.content,
            carry=dict(asked.carry),
            key=key,
            final_url=received.final_url,
            status=received.status,
            headers={n.lower(): v for n, v in received.headers.items() if n.lower() not in _COOKIES},
            fetched_at=moment,
            checked_at=moment,
            sha256=hashlib.sha256(received.body).hexdigest(),
            bytes=len(received.body),
            encoding=find_codec(received.body, declared=declared_charset(content_type) or None),
        )

    def keep(self, sidecar: Sidecar, body: bytes) -> None:
        """Keep an answer. The sidecar comes last: an answer without one does not count."""
        write_whole(body_path(self.folder, sidecar), body)
        self._write_sidecar(sidecar)

    def still_so(self, sidecar: Sidecar, asked: Request) -> Sidecar:
        """The sidecar of an answer that still holds, as its source says. asked: what it carries now."""
        checked = replace(sidecar, checked_at=_moment(self._now()), carry=dict(asked.carry))
        if checked.id != sidecar.id:
            self.keep(checked, self.body(sidecar))
        else:
            self._write_sidecar(checked)
        return checked

    def note_done(self, key: str, sidecar: Sidecar) -> None:
        """Note in the journal that a request is done: if this run breaks off, it is not asked again."""
        self._note({"key": key, "answer": sidecar.id})

    def ledger(self, provider: str, board: str) -> Ledger:
        """The ledger of a source, an empty one where there is none. Raises SourceError for a damaged one."""
        return read_ledger(self.folder, provider, board)

    def write_ledger(self, ledger: Ledger) -> None:
        """Write the ledger of a source."""
        write_whole(ledger_path(self.folder, ledger.provider, ledger.board), ledger_bytes(ledger))

    def write_report(self, report: Mapping[str, Any]) -> None:
        """Write fetch.json."""
        write_whole(
            self.folder / REPORT,
            (json.dumps(report, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace"),
        )

    def end(self) -> None:
        """The run is whole: there is nothing to be resumed."""
        self._journal.close()
        (self.folder / JOURNAL).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the journal, and leave it for the run to be resumed."""
        self._journal.close()

    def _whole(self, answer: str) -> Sidecar | None:
        """The sidecar of an answer if both its files are there and fit one another."""
        try:
            sidecar = read_sidecar(self.folder, answer)
            size = body_path(self.folder, sidecar).stat().st_size
        except (SourceError, OSError):
            return None
        return sidecar if size == sidecar.bytes else None

    def _write_sidecar(self, sidecar: Sidecar) -> None:
        write_whole(answer_path(self.folder, sidecar.id, SIDECAR_ENDING), sidecar_bytes(sidecar))

    def _open_journal(self) -> BinaryIO:
        path = self.folder / JOURNAL
        if self.run:
            return path.open("ab")
        self.run = secrets.token_hex(8)
        write_whole(path, _line({"run": self.run, "started": _moment(self._now())}))
        return path.open("ab")

    def _note(self, said: Mapping[str, Any]) -> None:
        with self._mutex:
            self._journal.write(_line(said))
            self._journal.flush()


@contextlib.contextmanager
def open_store(folder: Path, *, now: Callable[[], datetime]) -> Iterator[Store]:
    """The archive in a folder, made if it is missing, under its lock.

    Raises JobscanError if the folder cannot be written into, if another fetch writes into it, or if files
    stand in the places of ours that no fetch has written.
    """
    with archive_lock(folder):
        store = Store(folder, now=now)
        try:
            yield store
        finally:
            store.close()


@contextlib.contextmanager
def archive_lock(folder: Path) -> Iterator[None]:
    """The folder as an archive, locked and without what a fetch that was killed has left in parts.

    Raises JobscanError as open_store.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            _claim(folder)
            _sweep(folder)
            yield
    except OSError as error:
        raise JobscanError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error})"
        ) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name beside its place, flush it to the disk, and rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        with beside.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    with contextlib.suppress(PermissionError):  # Windows cannot open a folder
        handle_of_folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle_of_folder)
        finally:
            os.close(handle_of_folder)


def _claim(folder: Path) -> None:
    """Mark the folder as an archive. Raises JobscanError where somebody else's files stand in its places."""
    if is_marker(folder / MARKER):
        return
    taken = [name for name in (MARKER, ANSWERS, LEDGERS, REPORT) if os.path.lexists(folder / name)]
    if taken:
        raise JobscanError(f"{folder / taken[0]}: was not written by a fetch; name another folder with --to")
    write_whole(folder / MARKER, (json.dumps(MARK, indent=2) + "\n").encode())


def _sweep(folder: Path) -> None:
    """Remove what a fetch that was killed has left: parts of files, and answers without a sidecar."""
    for place in (folder, folder / LEDGERS):
        for path in place.glob(f".*{_PART}"):
            path.unlink(missing_ok=True)
    for place in (folder / ANSWERS).glob("[0-9a-f][0-9a-f]"):
        names = {path.name for path in place.iterdir()}
        for name in names:
            ending = Path(name).suffix
            alone = ending in ENDINGS.values() and f"{Path(name).stem}{SIDECAR_ENDING}" not in names
            if alone or (name.startswith(".") and ending == _PART):
                (place / name).unlink(missing_ok=True)


def _read_journal(path: Path, now: datetime) -> tuple[str, dict[str, str]]:
    """The run that broke off and the answers it has got by key; "" where there is none to be resumed."""
    try:
        lines = [line for line in path.read_bytes().splitlines() if line]
        head = json.loads(lines[0])
        started = datetime.fromisoformat(head["started"])
        run = head["run"]
    except (OSError, ValueError, LookupError, TypeError):
        return "", {}
    if not isinstance(run, str) or not timedelta() <= now - started < RESUMED_WITHIN:
        return "", {}
    done: dict[str, str] = {}
    for line in lines[1:]:
        try:
            said = json.loads(line)
        except ValueError:
            continue  # cut off when the process was killed
        if (
            isinstance(said, dict)
            and isinstance(said.get("key"), str)
            and isinstance(said.get("answer"), str)
        ):
            done[said["key"]] = said["answer"]
    return run, done


def _line(said: Mapping[str, Any]) -> bytes:
    # A line break before it as well: the line before may have been cut off.
    return b"\n" + json.dumps(said).encode() + b"\n"


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")
