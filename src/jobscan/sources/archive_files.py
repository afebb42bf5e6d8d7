"""The files of an archive of fetched answers: where they lie, and what may stand in them.

    jobscan-archive.json       says that this folder is an archive
    fetch.json                 what the last fetch did
    answers/ab/ab1..-9f..json  an answer exactly as it was received, after content decoding (or .xml, .html)
    answers/ab/ab1..-9f..meta  its sidecar, JSON: what was asked, what came, when
    ledger/....json            of each source its postings: when seen, when closed, in which answer

All names are digests or fixed words, none comes from outside. The files may have been changed by anybody:
whatever does not fit is refused, and no path is taken from one of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.sources.boards.board import Request
from jobscan.text.decode import decode_json

MARKER: Final = "jobscan-archive.json"
REPORT: Final = "fetch.json"
ANSWERS: Final = "answers"
LEDGERS: Final = "ledger"
OWN_NAMES: Final = frozenset((MARKER, REPORT, ANSWERS, LEDGERS))
MARK: Final[Mapping[str, Any]] = {"format": "jobscan archive", "version": 1}
ENDINGS: Final[Mapping[str, str]] = {"json": ".json", "xml": ".xml", "html": ".html", "any": ".txt"}
SIDECAR_ENDING: Final = ".meta"

_MAX_SIDECAR_BYTES: Final = 4 * 1024 * 1024
_MAX_LEDGER_BYTES: Final = 256 * 1024 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_ANSWER: Final = re.compile(r"[0-9a-f]{32}-[0-9a-f]{32}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|")
_STEP: Final = re.compile(r"[a-z][a-z0-9_-]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What is known of an answer. Credentials are left out of all of it."""

    jobscan: str
    """The version that fetched it."""
    provider: str
    board: str
    step: str
    method: str
    url: str
    """As it was asked for, at the provider's own host also where another one stood in."""
    json: Mapping[str, Any] | None
    """The body of a POST."""
    content: str
    carry: Mapping[str, Any]
    key: str
    """Digest of what was asked: two answers of one key are versions of one another."""
    final_url: str
    status: int
    headers: Mapping[str, str]
    """Of the answer, names in lower case; none that sets a cookie."""
    fetched_at: str
    """ISO 8601, UTC."""
    checked_at: str
    """When the source last said that it is still so; fetched_at where it was not asked again."""
    sha256: str
    bytes: int
    encoding: str

    @property
    def id(self) -> str:
        """The name of its files: digests of what was asked and of what came."""
        return answer_id(self.key, self.sha256, self.carry)

    @property
    def request(self) -> Request:
        """What was asked, without credentials."""
        return Request(
            url=self.url,
            board=self.board,
            step=self.step,
            method="POST" if self.method == "POST" else "GET",
            json=self.json,
            carry=self.carry,
            content=self.content,  # type: ignore[arg-type]  # one of ENDINGS, checked when it was parsed
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting in a ledger."""

    first_seen: str
    last_seen: str
    closed: str = ""
    answer: str = ""
    """The answer that holds its newest version; "" for one that was listed, but not wanted."""
    appeared: bool = False
    """Whether an earlier list of the source ended well and lacked it: first_seen then says when it came."""
    digest: str = ""
    """Of what it says, to know whether that has changed."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The postings of one source, by id."""

    provider: str
    board: str
    postings: Mapping[str, Entry] = field(default_factory=dict)
    complete: str = ""
    """The day of the last list that ended well, "" for none."""
    last: Mapping[str, Any] = field(default_factory=dict)
    """What the last fetch did with it, by what was named; only the fetch reads it."""


def answer_id(key: str, sha256: str, carry: Mapping[str, Any]) -> str:
    """The name of an answer's files: those of one key begin alike, so that its versions are found at once."""
    came = hashlib.sha256(f"{sha256}\n{json.dumps(carry, sort_keys=True)}".encode())
    return f"{key[:32]}-{came.hexdigest()[:32]}"


def answer_path(folder: Path, answer: str, ending: str) -> Path:
    """Where a file of an answer lies. Raises SourceError (unsafe) for what is no digest."""
    if not _ANSWER.fullmatch(answer):
        raise SourceError("unsafe", "names an answer by something that is no digest")
    return folder / ANSWERS / answer[:2] / f"{answer}{ending}"


def ledger_path(folder: Path, provider: str, board: str) -> Path:
    """Where the ledger of a source lies."""
    return folder / LEDGERS / f"{hashlib.sha256(f'{provider}:{board}'.encode()).hexdigest()[:32]}.json"


def is_marker(path: Path) -> bool:
    """Whether the file says that its folder is an archive of ours."""
    try:
        if path.name != MARKER or path.stat().st_size > 4096:
            return False
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("format") == MARK["format"]


def read_inside(folder: Path, path: Path, *, max_bytes: int) -> bytes:
    """The bytes of a file of the archive.

    Raises SourceError: missing, unsafe for one that is a link out of the folder, too_large, unreadable.
    """
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve(strict=True)) or not path.is_file():
            raise SourceError("unsafe", "is not a file of this archive, but leads out of it; not read")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise SourceError("missing", "is missing, though the archive names it") from None
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise SourceError("unreadable", f"cannot be read ({error})") from None
    if len(data) > max_bytes:
        raise SourceError("too_large", f"is larger than {max_bytes:,} bytes")
    return data


def read_sidecar(folder: Path, answer: str) -> Sidecar:
    """The sidecar of an answer. Raises SourceError where there is none, or where it is damaged."""
    path = answer_path(folder, answer, SIDECAR_ENDING)
    sidecar = parse_sidecar(read_inside(folder, path, max_bytes=_MAX_SIDECAR_BYTES))
    if sidecar.id != answer:
        raise SourceError("damaged", "does not belong to this answer: its digests differ")
    return sidecar


def read_body(folder: Path, sidecar: Sidecar, *, max_bytes: int) -> bytes:
    """An answer as it was received. Raises SourceError, damaged where its digest is another."""
    data = read_inside(folder, body_path(folder, sidecar), max_bytes=max_bytes)
    if hashlib.sha256(data).hexdigest() != sidecar.sha256:
        raise SourceError("damaged", "was changed after it was fetched: its digest is another")
    return data


def body_path(folder: Path, sidecar: Sidecar) -> Path:
    """Where the answer of a sidecar lies."""
    return answer_path(folder, sidecar.id, ENDINGS[sidecar.content])


def read_ledgers(folder: Path) -> list[Ledger | tuple[Path, SourceError]]:
    """The ledgers of an archive by provider and board; path and error in place of a damaged one."""
    found: list[Ledger | tuple[Path, SourceError]] = []
    for path in sorted((folder / LEDGERS).glob("*.json")):
        try:
            found.append(parse_ledger(read_inside(folder, path, max_bytes=_MAX_LEDGER_BYTES)))
        except SourceError as error:
            found.append((path, error))
    return sorted(
        found,
        key=lambda item: (item.provider, item.board) if isinstance(item, Ledger) else ("", str(item[0])),
    )


def read_ledger(folder: Path, provider: str, board: str) -> Ledger:
    """The ledger of a source, an empty one where there is none yet. Raises SourceError for a damaged one."""
    path = ledger_path(folder, provider, board)
    if not path.is_file():
        return Ledger(provider, board)
    ledger = parse_ledger(read_inside(folder, path, max_bytes=_MAX_LEDGER_BYTES))
    if (ledger.provider, ledger.board) != (provider, board):
        raise SourceError("damaged", f"is the ledger of {ledger.provider}:{ledger.board}, not of this source")
    return ledger


def parse_sidecar(data: bytes) -> Sidecar:
    """The record in the bytes of a sidecar. Raises SourceError (damaged) where a field is wrong."""
    said = _object(data, "jobscan answer")
    for name in ("jobscan", "provider", "board", "step", "method", "url", "content", "key"):
        _need(isinstance(said.get(name), str), name)
    for name in ("final_url", "fetched_at", "checked_at", "sha256", "encoding"):
        _need(isinstance(said.get(name), str), name)
    _need(said["content"] in ENDINGS, "content")
    _need(said["method"] in ("GET", "POST"), "method")
    _need(_STEP.fullmatch(said["step"]) is not None, "step")
    _need(all(_DIGEST.fullmatch(said[name]) for name in ("key", "sha256")), "key or sha256")
    _need(type(said.get("status")) is int and type(said.get("bytes")) is int, "status or bytes")
    _need(said.get("json") is None or isinstance(said["json"], dict), "json")
    _need(isinstance(said.get("carry"), dict), "carry")
    headers = said.get("headers")
    _need(isinstance(headers, dict), "headers")
    return Sidecar(
        **{name: said[name] for name in Sidecar.__dataclass_fields__ if name != "headers"},
        headers={str(name): str(value) for name, value in said["headers"].items()},
    )


def sidecar_bytes(sidecar: Sidecar) -> bytes:
    """A sidecar as it is written."""
    return _written({"format": "jobscan answer", "version": 1, **asdict(sidecar)})


def parse_ledger(data: bytes) -> Ledger:
    """The record in the bytes of a ledger. Raises SourceError (damaged) where a field is wrong."""
    said = _object(data, "jobscan ledger")
    _need(isinstance(said.get("provider"), str) and isinstance(said.get("board"), str), "provider or board")
    _need(isinstance(said.get("postings"), dict), "postings")
    _need(isinstance(said.get("complete"), str) and _DAY.fullmatch(said["complete"]) is not None, "complete")
    last = said.get("last")
    return Ledger(
        provider=said["provider"],
        board=said["board"],
        postings={posting_id: _entry(entry) for posting_id, entry in said["postings"].items()},
        complete=said["complete"],
        last=last if isinstance(last, dict) else {},
    )


def ledger_bytes(ledger: Ledger) -> bytes:
    """A ledger as it is written: its postings by id, so that it does not depend on the order of fetching."""
    entries = {each: asdict(ledger.postings[each]) for each in sorted(ledger.postings)}
    return _written(
        {
            "format": "jobscan ledger",
            "version": 1,
            "provider": ledger.provider,
            "board": ledger.board,
            "complete": ledger.complete,
            "postings": entries,
            "last": ledger.last,
        }
    )


def _entry(said: Any) -> Entry:
    _need(isinstance(said, dict), "postings")
    days = [said.get(name, "") for name in ("first_seen", "last_seen", "closed")]
    _need(all(isinstance(day, str) and _DAY.fullmatch(day) for day in days), "a day of a posting")
    answer = said.get("answer", "")
    _need(isinstance(answer, str) and (answer == "" or _ANSWER.fullmatch(answer)), "the answer of a posting")
    digest = said.get("digest", "")
    _need(isinstance(digest, str), "the digest of a posting")
    first_seen, last_seen, closed = days
    return Entry(first_seen, last_seen, closed, answer, said.get("appeared") is True, digest)


def _object(data: bytes, kind: str) -> dict[str, Any]:
    try:
        said = json.loads(decode_json(data))
    except (ValueError, RecursionError):
        raise SourceError("damaged", "is not JSON") from None
    if not isinstance(said, dict) or said.get("format") != kind or said.get("version") != 1:
        raise SourceError("damaged", f"is no {kind!r} of version 1")
    return said


def _need(holds: object, what: str) -> None:
    if not holds:
        raise SourceError("damaged", f"is not as a fetch writes it: {what}")


def _written(value: Mapping[str, Any]) -> bytes:
    # Escaped, so that a lone surrogate of a source can be written and read again as it was.
    return (json.dumps(value, ensure_ascii=True, indent=1) + "\n").encode("ascii")
