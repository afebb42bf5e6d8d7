"""Which postings are the same job again: the same text, or nearly the same text under the same title.

Exact: the texts are equal but for case, white space and Unicode forms. Near: the titles are equal but for
word order, place names and reference numbers, and the texts share at least NEAR of their three-word runs.
The title is needed: of pairs of one employer's postings that share nine tenths of their text, most are
different jobs (Android and iOS, senior and lead), and hardly any of those that carry the same title.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from jobscan.records import Record

NEAR = 0.8
"""Least Jaccard similarity of three-word runs. Of real pairs with equal titles, those from 0.8 on are the
same job with a line changed; between 0.7 and 0.8 stand other teams and other requirements."""

_RUN = 3  # words
_FEWEST_WORDS = 30  # in shorter texts a few common words make most of the similarity: exact only
_PERMUTATIONS = 128  # standard error of the estimate at NEAR: 0.035
_SEED = 1
_ROWS = 6  # of a band; a pair at NEAR shares one of the 21 bands with probability 0.998, one at 0.5 with 0.28
_TITLE_BYTES = 8
_DIGEST = struct.Struct(f"<{_PERMUTATIONS}I")

_WORD = re.compile(r"[^\W_]+")
_ASCII = bytes(range(128))
_WORD_LETTERS = {at: chr(at).lower() if chr(at).isalnum() else " " for at in range(128)}
_BLANKS = re.compile(b"  +")
_MOST_SIGNS = 50  # of one text, that are replaced one after another
_SAME_SIGNS = frozenset("–—‘’“”•·→£€®")  # NFKC and casefold leave them as they are, wherever they stand
_SAME_BYTES = bytes(32 if at < 128 and chr(at).isspace() else at for at in range(256)).lower()
_REFERENCE = re.compile(r"\w*\d{3}")
_SAME_WORD = {"sr": "senior", "snr": "senior", "jr": "junior", "jnr": "junior", "eng": "engineer"}
_NO_WORD = frozenset("m f d w x h mwd mfd fmd all gender genders remote hybrid onsite and the of a".split())


@dataclass(frozen=True, slots=True)
class Duplicate(Record):
    """What a posting repeats."""

    of: str
    """The id of the posting that is kept; never itself a duplicate."""
    kind: str
    """exact or near."""


def text_hash(text: str) -> str:
    """The SHA-256, as hexadecimal digits, of a text in NFKC, casefolded, white space collapsed."""
    text = text.replace("\xa0", " ")  # as NFKC does
    if _SAME_SIGNS.issuperset(_beyond_ascii(text)):
        same = _BLANKS.sub(b" ", text.encode().translate(_SAME_BYTES)).strip()
    else:
        folded = unicodedata.normalize("NFKC", text).casefold()
        same = " ".join(folded.split()).encode("utf-8", "surrogatepass")
    return hashlib.sha256(same).hexdigest()


def sketch(text: str, *, title: str, location: str = "") -> bytes:
    """What tells near duplicates in find_duplicates: 520 bytes, none for a very short text."""
    words = _words(text)
    if len(words) < _FEWEST_WORDS:
        return b""
    runs = RMinHash(_PERMUTATIONS, _SEED)
    runs.update(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    return _title_key(title, location) + _DIGEST.pack(*runs.digest())


def _words(text: str) -> list[str]:
    """The words of a text in lower case: _WORD.findall(text.lower()), but of most texts much faster."""
    signs = _beyond_ascii(text)
    if len(signs) > _MOST_SIGNS or any(map(str.isalnum, signs)):
        return _WORD.findall(text.lower())
    for sign in signs:
        text = text.replace(sign, " ")
    return text.translate(_WORD_LETTERS).split()


def _beyond_ascii(text: str) -> set[str]:
    """The characters that are not ASCII."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(others.decode("utf-8", "surrogatepass"))


def _title_key(title: str, location: str) -> bytes:
    places = {*_WORD.findall(location.lower()), *_NO_WORD}
    kept = (w for w in _WORD.findall(title.lower()) if w not in places and not _REFERENCE.match(w))
    same = " ".join(sorted({_SAME_WORD.get(word, word) for word in kept}))
    return hashlib.blake2b(same.encode("utf-8", "surrogatepass"), digest_size=_TITLE_BYTES).digest()


def find_duplicates(items: Iterable[tuple[str, str, bytes]]) -> dict[str, Duplicate]:
    """The postings that repeat another, by id. The order of the items does not matter.

    items: id, text_hash and sketch of each posting. Of postings that are alike the one with the smallest id
    is kept, and each of the others is itself alike to the one it repeats: where A is like B and B like C but
    A is not like C, C is no duplicate of A, so that no chain of small changes joins different jobs.
    """
    copies: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for posting_id, same, drawn in items:
        copies[same].append((posting_id, drawn))
    duplicates: dict[str, Duplicate] = {}
    by_title: dict[bytes, list[tuple[str, bytes]]] = defaultdict(list)
    for group in copies.values():
        group.sort()
        first, drawn = group[0]
        duplicates.update((posting_id, Duplicate(first, "exact")) for posting_id, _ in group[1:])
        if drawn:
            by_title[drawn[:_TITLE_BYTES]].append((first, drawn))
    near: dict[str, str] = {}
    for alike in by_title.values():
        if len(alike) > 1:
            near.update(_near_duplicates(sorted(alike)))
    return {
        **{i: Duplicate(near[d.of], "near") if d.of in near else d for i, d in duplicates.items()},
        **{i: Duplicate(of, "near") for i, of in near.items()},
    }


def _near_duplicates(items: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Id and id of what it repeats, of postings under one title in the order of their ids."""
    digests = np.stack([np.frombuffer(drawn, dtype="<u4", offset=_TITLE_BYTES) for _, drawn in items])
    kept: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for at, (posting_id, drawn) in enumerate(items):
        bands = list(_bands(drawn))
        others = np.array(sorted({other for band in bands for other in kept.get(band, ())}), dtype=np.intp)
        alike = _first_alike(digests, at, others)
        if alike is not None:
            yield posting_id, items[alike][0]
            continue
        for band in bands:
            kept[band].append(at)


SKETCH_BYTES = _TITLE_BYTES + 4 * _PERMUTATIONS
"""Of a sketch that is not empty."""


def near_duplicates(sketches: NDArray[np.uint8]) -> NDArray[np.intp]:
    """For each posting the place of the one it nearly repeats, -1 for one that is kept.

    sketches: a row of SKETCH_BYTES for each posting, in the order of their ids, of one title or of many; of
    postings with the same text the first only. The same as find_duplicates says, by whole columns.
    """
    digests = np.ascontiguousarray(sketches[:, _TITLE_BYTES:]).view("<u4")
    of = np.full(len(sketches), -1, np.intp)
    shared = _shared_bands(title_numbers(sketches), digests)
    kept: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero((shared >= 0).any(axis=1)).tolist():
        bands = [band for band in shared[at].tolist() if band >= 0]
        others = {other for band in bands for other in kept.get(band, ())}
        alike = _first_alike(digests, at, np.array(sorted(others), dtype=np.intp))
        if alike is not None:
            of[at] = alike
            continue
        for band in bands:
            kept[band].append(at)
    return of


def title_numbers(sketches: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """For each row of sketches a number that tells its title from others: near duplicates have the same."""
    numbers: NDArray[np.uint64] = np.ascontiguousarray(sketches[:, :_TITLE_BYTES]).view("<u8")[:, 0]
    return numbers


def _shared_bands(titles: NDArray[np.uint64], digests: NDArray[np.uint32]) -> NDArray[np.int64]:
    """A row for each posting: numbers of its bands, equal where title and band are, -1 for one of its own.

    They are compared by 64 bits: postings that share no band are looked at once in some 10**7 scans of a
    million, and are then told to be different, because most of their runs are.
    """
    starts = range(0, digests.shape[1] - _ROWS + 1, _ROWS)
    shared = np.full((len(digests), len(starts)), -1, np.int64)
    for number, start in enumerate(starts):
        mixed = titles.copy()
        for column in range(start, start + _ROWS):
            mixed ^= digests[:, column]
            mixed *= np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: odd, its bits well mixed
            mixed ^= mixed >> np.uint64(29)
        _, same, counts = np.unique(mixed, return_inverse=True, return_counts=True)
        shared[:, number] = np.where(counts[same] > 1, same + number * len(digests), -1)
    return shared


def _bands(drawn: bytes) -> Iterator[tuple[int, bytes]]:
    """Parts of a sketch, one of which at least is equal in postings that are alike."""
    size = 4 * _ROWS
    for start in range(_TITLE_BYTES, len(drawn) - size + 1, size):
        yield start, drawn[start : start + size]


def _first_alike(digests: NDArray[np.uint32], at: int, others: NDArray[np.intp]) -> int | None:
    if not others.size:
        return None
    share = (digests[others] == digests[at]).mean(axis=1)
    alike = others[share >= NEAR]
    return int(alike[0]) if alike.size else None
