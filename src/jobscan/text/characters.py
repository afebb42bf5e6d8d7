"""Characters that nobody sees, or that stand for others."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["tidy_text", "visible"]

# Controls, soft hyphen, zero-width and bidi marks, joiners, separators, Word's bullets, surrogates.
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\uf0a7-\uf0fc\ufeff\ufffc\ud800-\udfff]"
)
# Joiners shape Persian and Indic words and emoji; beside ASCII they are debris.
# The second run is only tried from its start, and never given up in part: a million joiners stay linear.
_JOINERS = re.compile("(?<=[\x00-\x7f])[\u200c\u200d]++|(?<![\u200c\u200d])[\u200c\u200d]++(?=[\x00-\x7f])")


def visible(text: str) -> str:
    r"""The text without invisible characters, with cp1252 in place of C1 controls and bullets for Word's.

    >>> visible("Py\u200bthon\u0092s \uf0b7")
    'Python’s •'
    """
    if _ODD.search(text) is None:
        return text
    return _JOINERS.sub("", text.translate(_replacements()))


def tidy_text(text: str) -> str:
    """The text with white space collapsed in each line, no invisible characters, single blank lines."""
    out: list[str] = []
    blank = False
    for line in visible(text).splitlines():
        words = line.split()
        if not words:
            blank = bool(out)
            continue
        if blank:
            out.append("")
        blank = False
        out.append(" ".join(words))
    return "\n".join(out)


@cache
def _replacements() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(
        (
            *(*range(9), *range(0x0E, 0x1C), 0x7F, 0xAD, 0x200B, 0x200E, 0x200F),
            *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFFFC),
        ),
        None,
    )
    # Unicode's line separators, and the bullets of Word's Symbol and Wingdings fonts.
    table |= {0x2028: "\n", 0x2029: "\n", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓"}
    for code in range(0x80, 0xA0):
        # The five codes that cp1252 leaves empty are dropped.
        table[code] = bytes([code]).decode("cp1252", "ignore") or None
    # Half a surrogate pair cannot be written as UTF-8.
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return table
