"""Who hires: the same key for one employer however its name is written."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNKNOWN: Final = "?"
"""How the key of an unknown employer begins; no name yields a key that begins so."""

# Legal forms that end names, abbreviated as in the code list of ISO 20275 (Entity Legal Forms), without full
# stops; those that are also common words are left out.
_LEGAL: Final = frozenset(
    "ab ag aps as asa bhd bv co company corp corporation gmbh inc incorporated kg kgaa kk lda limited llc "
    "llp lp ltd ltda nv oy oyj pc pbc plc pllc pte pty pvt sa sarl sas se sl spa srl".split()
)
# What only ends a name before or after another legal form: "Private Limited", "Smith & Co", "Sdn Bhd".
_WITH_LEGAL: Final = frozenset(["and", "private", "sdn"])

_NO_NAME: Final = frozenset(
    [
        "anonymous",
        "company confidential",
        "company name",
        "confidential",
        "confidential company",
        "n a",
        "na",
        "nan",
        "none",
        "not available",
        "not disclosed",
        "not specified",
        "null",
        "tbd",
        "undisclosed",
        "unknown",
    ]
)

# A site's name stays: two firms of one name are told apart by it.
_REMARK: Final = re.compile(r"\([^().]*(?:\)|$)")
_INITIALS: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD: Final = re.compile(r"\w+")
_APOSTROPHES: Final = re.compile("['’`]")


def employer_key(company: str, posting_id: str) -> str:
    """A key that is the same for one employer: the name in small letters without its legal form.

    A remark in brackets and a leading "The" are dropped as well. Without a name each posting is an employer
    of its own: UNKNOWN and the posting_id. Names of parents and subsidiaries are not joined.

    >>> [employer_key(name, "7") for name in ("Acme & Sons, Inc.", "The ACME and Sons Corp.", "confidential")]
    ['acme and sons', 'acme and sons', '?7']
    """
    name = unicodedata.normalize("NFKC", company).casefold().replace("&", " and ")
    words = _words(_REMARK.sub(" ", name)) or _words(name)
    key = " ".join(_without_legal_form(words))
    return UNKNOWN + posting_id if not key or key in _NO_NAME else key


def _words(name: str) -> list[str]:
    return _WORD.findall(_INITIALS.sub(lambda found: found[0].replace(".", ""), _APOSTROPHES.sub("", name)))


def _without_legal_form(words: list[str]) -> list[str]:
    """The words without a leading article and the legal forms at the end, but never none of them."""
    kept = words[1:] if len(words) > 1 and words[0] == "the" else words
    end = len(kept)
    while end > 1 and (kept[end - 1] in _LEGAL or (end < len(kept) and kept[end - 1] in _WITH_LEGAL)):
        end -= 1
    return kept[:end]
