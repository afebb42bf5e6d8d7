"""RTF to text."""

from __future__ import annotations

import re

from jobscan.errors import SourceError
from jobscan.sources.papers.blocks import Block, blocks_to_text
from jobscan.sources.papers.paper import MAX_CHARACTERS, Paper


def read_rtf(data: bytes) -> Paper:
    """The text of an RTF document. Raises SourceError: damaged, too_large."""
    from striprtf.striprtf import rtf_to_text

    # Every byte of RTF is ASCII by rule; others are of old writers, whose code page \ansicpg names.
    source = data.decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise SourceError("damaged", "does not begin as RTF does")
    codepage = re.search(r"\\ansicpg(\d{3,5})", source[:4096])
    try:
        text = str(
            rtf_to_text(  # type: ignore[no-untyped-call]
                _without_pictures(source), encoding=_codec(codepage), errors="replace"
            )
        )
    except (ValueError, LookupError, IndexError, KeyError, TypeError) as error:
        raise SourceError("damaged", f"is no RTF that can be read ({error})") from None
    if len(text) > MAX_CHARACTERS:
        raise SourceError("too_large", f"has more than {MAX_CHARACTERS:,} characters")
    return Paper(blocks_to_text(map(_block, text.replace("|", "\t").split("\n"))))


def _codec(codepage: re.Match[str] | None) -> str:
    return f"cp{codepage[1]}" if codepage and codepage[1] != "65001" else "cp1252"


def _without_pictures(source: str) -> str:
    """Without long runs of hexadecimal digits: pictures and embedded objects."""
    return re.sub(r"[0-9a-fA-F\s]{2000,}", " ", source)


def _block(line: str) -> Block:
    item = re.match(r"\s*[•·▪◦\uf0b7]\s*", line)
    return Block(line[item.end() :], "item") if item else Block(line)
