"""What all makers of lexicon folders share: ids, the files' columns, and their text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

SKILLS: Final = ("skill_id", "skill", "category", "guide_section", "description", "source")
ALIASES: Final = ("skill_id", "alias", "case", "needs", "unless", "source")
CATEGORIES: Final = ("category", "name", "vouches", "source")


def slug(name: str) -> str:
    """A name as an id: lower-case ascii, words joined by hyphens; "" where nothing is left of it.

    >>> slug("Visual Studio"), slug("Café Böhm 2.0"), slug("C++"), slug(".NET"), slug("数据")
    ('visual-studio', 'cafe-bohm-2.0', 'c++', 'net', '')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9+#.]+", "-", plain).lstrip("-+#.").rstrip("-.")


def free_id(wanted: str, taken: Container[str]) -> str:
    """The wanted id, or it with the first number from 2 on that makes it a new one."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def csv_text(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A CSV file of the rows, sorted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted(rows))
    return out.getvalue()
