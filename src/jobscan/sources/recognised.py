"""Whose answer a saved payload is, asked quickly: of a million lines nearly all are nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jobscan.sources import boards
from jobscan.sources.boards.board import Board, Payload, Request

_MOST_SHAPES: Final = 1024
_asked: Final[dict[tuple[str, ...], tuple[Board, ...]]] = {}
"""For objects of these keys, the boards whose answer they may be."""


def recognise(payload: Payload) -> tuple[Board, Request] | None:
    """The board whose answer a payload is, as boards.recognise finds it; None for any other.

    Objects of the same keys are mostly told apart from a board's answer by their keys alone: then that board
    is asked once, and not of every line.
    """
    if type(payload) is not dict:
        return boards.recognise(payload)
    shape = tuple(payload)
    asked = _asked.get(shape)
    if asked is None:
        if len(_asked) >= _MOST_SHAPES:
            _asked.clear()
        asked = _asked[shape] = tuple(
            board for board in boards.all_boards() if _looks_at_values(board, payload)
        )
    for board in asked:
        request = board.recognise(payload)
        if request is not None:
            return board, request
    return None


def _looks_at_values(board: Board, payload: dict[str, Any]) -> bool:
    """Whether the board's answer depends on more than which keys there are, or is not None."""
    watched = _Watched(payload)
    return board.recognise(watched) is not None or watched.read


class _Watched(dict[str, Any]):
    """An object that remembers whether a value of it was read, not only which keys it has."""

    read = False

    def __getitem__(self, key: str) -> Any:
        self.read = True
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, which is only then read if there is one."""
        self.read = self.read or key in self
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        # Its own, so that `{**payload}` and `dict(payload)` come by way of __getitem__, too.
        return super().__iter__()

    def __eq__(self, other: object) -> bool:
        self.read = True
        return super().__eq__(other)

    __hash__ = None

    def items(self) -> Any:
        """All of it, which is reading it."""
        self.read = True
        return super().items()

    def values(self) -> Any:
        """The values, which is reading them."""
        self.read = True
        return super().values()

    def copy(self) -> dict[str, Any]:
        """All of it, which is reading it."""
        self.read = True
        return super().copy()
