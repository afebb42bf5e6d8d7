"""Job boards and feeds, one small module each: a module of this package that has a BOARD is one."""

from __future__ import annotations

import difflib
import pkgutil
from functools import cache
from importlib import import_module

from jobscan.errors import JobscanError
from jobscan.sources.boards.board import Board, Payload, Request

__all__ = ["all_boards", "board_named", "board_of_url", "recognise"]


@cache
def all_boards() -> tuple[Board, ...]:
    """Every board, by name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    boards = (getattr(module, "BOARD", None) for module in modules)
    return tuple(sorted((board for board in boards if board is not None), key=lambda board: board.name))


def board_named(name: str) -> Board:
    """The board of a name or an alias. Raises JobscanError, with the nearest names, where there is none."""
    boards = {name: board for board in all_boards() for name in (*board.aliases, board.name)}
    if name in boards:
        return boards[name]
    near = difflib.get_close_matches(name, boards, n=3) or list(boards)
    raise JobscanError(f"no board is called {name!r}; known are {', '.join(near)}")


def board_of_url(url: str) -> tuple[Board, str] | None:
    """The board that a URL belongs to, and its token; None for any other page."""
    for board in all_boards():
        token = board.route(url)
        if token is not None:
            return board, token
    return None


def recognise(payload: Payload) -> tuple[Board, Request] | None:
    """The board whose answer a saved payload is, and the request that would bring it; None for any other."""
    for board in all_boards():
        request = board.recognise(payload)
        if request is not None:
            return board, request
    return None
