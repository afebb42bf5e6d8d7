"""How the local page is served, and how much it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8765

_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What the page is told when it starts. The defaults suit one person and one machine with 4 GB."""

    host: str = LOOPBACK
    """The address to listen at; another than loopback lets other machines in, if they know the secret."""
    port: int = PORT
    lexicon: Path | None = None
    """A lexicon of skills in place of ours."""
    extra_lexicons: tuple[Path, ...] = ()
    jobs: int = 1
    """How many processes read postings."""
    max_upload_bytes: int = 512 * _MIB
    """Of all that is sent at once."""
    max_files: int = 20_000
    """Files that are sent at once."""
    max_pasted_chars: int = 200_000
    """Of a text that is pasted: fifty times a usual posting."""
    max_kept_chars: int = 400 * _MIB
    """Characters of postings that are kept to be looked at: some 100,000 postings."""
    max_scan_s: float = 3600.0
    """Seconds after which a reading is given up."""
    max_fetched: int = 2_000
    """Postings that are fetched of one board."""
    base_urls: Mapping[str, str] = field(default_factory=dict)
    """By provider, where its requests go instead: a mirror, a test."""
    allow_private: tuple[str, ...] = ()
    """Hosts of boards that may have an address that is not public."""
