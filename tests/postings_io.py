"""What tests of the readers share: scanning a folder into postings and failures, and packing files."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources import Limits, iter_postings


def scan(
    *paths: Path | str, limits: Limits | None = None, exclude: Iterable[str] = (), stdin: bytes | None = None
) -> tuple[list[Posting], list[Failure]]:
    """The postings and the failures of paths, each in order."""
    source = None if stdin is None else io.BytesIO(stdin)
    found = list(iter_postings(paths, limits=limits, exclude=exclude, stdin=source))
    postings = [item for item in found if isinstance(item, Posting)]
    return postings, [item for item in found if isinstance(item, Failure)]


def reasons(failures: Iterable[Failure]) -> list[tuple[str, str]]:
    """The last part of each failure's origin, and its reason."""
    return [(failure.origin.rpartition("/")[2], failure.reason) for failure in failures]


def lines_of(count: int, *, prefix: str = "row") -> bytes:
    """JSON Lines of so many postings."""
    rows = (
        {"id": f"{prefix}-{n}", "title": f"Analyst {n}", "text": f"You know SQL {n}."} for n in range(count)
    )
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def zip_of(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    """A zip of members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    return data.getvalue()


def gzip_of(data: bytes) -> bytes:
    """A gzip of bytes, the same each time."""
    return gzip.compress(data, mtime=0)
