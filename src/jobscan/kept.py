"""What is built of a lexicon, kept for the next time that it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from jobscan.collector import paused
from jobscan.lexicon import Lexicon

__all__ = ["kept"]

Built = TypeVar("Built")

_MOST_LEXICONS = 2
"""A program that compares two goes to and fro between them."""


class _Kept(threading.local):
    """What each thread built, by the digest of the lexicon, then by the builder; the last used is last."""

    def __init__(self) -> None:
        self.by_lexicon: dict[str, dict[Callable[[Lexicon], Any], Any]] = {}


_KEPT = _Kept()


def kept(build: Callable[[Lexicon], Built], lexicon: Lexicon) -> Built:
    """What `build` makes of a lexicon: made once in each thread, for the two lexicons that it used last.

    build: a function of a module, or a class. What it raises comes out, and nothing is kept of it.
    """
    lexicons = _KEPT.by_lexicon
    built = lexicons[lexicon.digest] = lexicons.pop(lexicon.digest, {})
    if len(lexicons) > _MOST_LEXICONS:
        del lexicons[next(iter(lexicons))]
    if build not in built:
        with paused():
            built[build] = build(lexicon)
    made: Built = built[build]
    return made
