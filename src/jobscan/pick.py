"""The one posting that somebody means: a file, a place in a file of many, an address, or an id of a scan."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from jobscan.errors import Failure, JobscanError
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.sources.files import STDIN

DEFAULT_SCAN: Final = Path("output")
MOST_CHOICES: Final = 10
"""How many postings are named where one must be chosen."""

_PLACE: Final = re.compile(r"[:#](\d{1,9})$")
_RENAMED: Final = re.compile(r"~\d+$")
_MOST_COMPARED: Final = 20_000  # ids among which the nearest is looked for: it takes a second


class SeveralPostingsError(JobscanError):
    """There are several postings, and none of them was named."""

    def __init__(self, origin: str, choices: list[Posting], *, more: bool) -> None:
        super().__init__(f"{origin} holds several postings: name one with --id")
        self.choices = choices
        """The first of them."""
        self.more = more
        """Whether there are others."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A posting, and how the scan was made that it was found by."""

    posting: Posting
    run: Mapping[str, Any] = field(default_factory=dict)
    """What run.json says; empty where no scan was asked."""


def pick_posting(
    asked: str,
    *,
    posting_id: str = "",
    scan: Path | None = None,
    stdin: BinaryIO | None = None,
    allow_private: Iterable[str] = (),
) -> Picked:
    """The posting that is asked for.

    asked: a file, a folder or `-` for standard input; `FILE:LINE` or `FILE#N`, the origin that tables show;
    the address of a page (`https://...`), which is fetched: the only case in which the network is used; or an
    id of a finished scan. posting_id: which of several in a file or folder. scan: the folder of the scan in
    which `asked` is an id; by default DEFAULT_SCAN, where there is no such file. stdin: what to read for `-`.
    allow_private: hosts of addresses that need not be public.

    Raises SeveralPostingsError, and JobscanError for what is not there or cannot be read.
    """
    if scan is not None:
        if posting_id:
            raise JobscanError("--id names a posting of a file; with --scan, POSTING is the id itself")
        return _of_scan(asked, scan)
    if is_address(asked):
        from jobscan.fetch import fetch_posting

        return Picked(fetch_posting(asked, allow_private=allow_private))
    if asked == STDIN or os.path.lexists(asked):
        return Picked(_of_file(asked, posting_id, stdin))
    from jobscan.scan import file_of

    path = file_of(asked)
    if path != asked and os.path.lexists(path):
        if posting_id:
            raise JobscanError(f"{asked} names a place and --id a posting: one of them is enough")
        return Picked(_at_place(asked, path))
    if posting_id:
        raise JobscanError(f"no such file or folder: {asked}")
    if (DEFAULT_SCAN / "run.json").is_file():
        return _of_scan(asked, DEFAULT_SCAN)
    raise JobscanError(
        f"no such file: {asked}. If it is an id of a finished scan, name the folder of that scan with --scan"
    )


def is_address(asked: str) -> bool:
    """Whether what is asked for is the address of a page."""
    return asked.lower().startswith(("http://", "https://"))


def _of_file(path: str, posting_id: str, stdin: BinaryIO | None) -> Posting:
    """The posting of a file or folder: the one with the id, else the only one."""
    failures: list[Failure] = []
    found = _postings(iter_postings([path], stdin=stdin), failures)
    if posting_id:
        ids: list[str] = []
        for posting in found:
            if posting.id == posting_id:
                return posting
            ids.append(posting.id)
        if ids:
            raise JobscanError(
                f"{path} holds no posting with the id {posting_id!r}{_nearest(posting_id, ids)}"
            )
    choices = [posting for posting, _ in zip(found, range(MOST_CHOICES + 1), strict=False)]
    if len(choices) > 1:
        raise SeveralPostingsError(path, choices[:MOST_CHOICES], more=len(choices) > MOST_CHOICES)
    if not choices:
        told = f"{failures[0].origin} {failures[0].detail}" if failures else path
        raise JobscanError(f"no posting was found: {told}")
    return choices[0]


def _at_place(asked: str, path: str) -> Posting:
    """The posting of a line or number of a file; `:` and `#` are taken for each other."""
    wanted = _place(asked)
    origins: list[str] = []
    for item in iter_postings([path]):
        if _place(item.origin) == wanted:
            if isinstance(item, Posting):
                return item
            if not _is_note(item):
                raise JobscanError(f"{item.origin} {item.detail}")
        if isinstance(item, Posting) and len(origins) < MOST_CHOICES:
            origins.append(item.origin)
    held = f"Its postings are at {', '.join(origins)}" if origins else "No posting was found in it"
    raise JobscanError(f"no posting at {asked}. {held}")


def _of_scan(posting_id: str, folder: Path) -> Picked:
    """The posting of an id, read again from where the scan says it was read."""
    from jobscan.outputs import read_run, read_scan_table
    from jobscan.scan import file_of
    from jobscan.tables import POSTINGS

    run = read_run(folder)
    table = read_scan_table(folder, run, POSTINGS)
    rows = table[table["posting_id"] == posting_id]
    if not len(rows):
        near = _nearest(posting_id, table["posting_id"].tolist())
        what = "neither a file nor an id of the scan" if folder == DEFAULT_SCAN else "no id of the scan"
        raise JobscanError(f"{posting_id!r} is {what} in {folder}{near}")
    origin = str(rows["origin"].iloc[0])
    path = file_of(origin)
    if not os.path.lexists(path):
        gone = (
            "standard input, which is gone: give it again, as -"
            if path == "stdin"
            else f"{path}, which is not there: it is gone, or that scan was made from another folder"
        )
        raise JobscanError(f"{posting_id} was read from {gone}")
    read = _postings(iter_postings([path]), [])
    posting = next((posting for posting in read if posting.origin == origin), None)
    # The id of a file is its path in the scanned folder, of which only the end is known here.
    if posting is None or not _RENAMED.sub("", posting_id).endswith(_RENAMED.sub("", posting.id)):
        raise JobscanError(f"{origin} does not hold {posting_id} any more: it was changed since the scan")
    return Picked(replace(posting, id=posting_id), run)


def _postings(items: Iterable[Posting | Failure], failures: list[Failure]) -> Iterator[Posting]:
    """The postings among the items; what could not be read is added to failures."""
    for item in items:
        if isinstance(item, Posting):
            yield item
        elif not _is_note(item):
            failures.append(item)


def _is_note(failure: Failure) -> bool:
    return failure.reason == "duplicate_id"


def _place(origin: str) -> tuple[str, int]:
    """A file, or a member of one, and the number in it: 1 where none is named.

    >>> _place("a.jsonl:12"), _place("b.zip!c.json#3"), _place("page.html")
    (('a.jsonl', 12), ('b.zip!c.json', 3), ('page.html', 1))
    """
    found = _PLACE.search(origin)
    return (origin[: found.start()], int(found[1])) if found else (origin, 1)


def _nearest(asked: str, known: list[str]) -> str:
    """Which ids may have been meant, as the end of a message; "" where none is like it."""
    inside = [name for name in known if asked.casefold() in name.casefold()][:3] if asked else []
    near = inside or difflib.get_close_matches(asked, known[:_MOST_COMPARED], n=3)
    return f". Did you mean {' or '.join(map(repr, near))}?" if near else ""
