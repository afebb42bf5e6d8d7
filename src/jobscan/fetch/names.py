"""What a user types to name sources: `greenhouse:canonical`, `hn:2026-11`, `remoteok`, a URL, a file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jobscan.errors import JobscanError, SourceError
from jobscan.sources.boards import all_boards, board_named, board_of_url
from jobscan.sources.boards.board import Ask, Board, Request
from jobscan.text.decode import decode

PAGE_BOARD: Final = "page"
"""The board that takes any address: a posting, a feed, a sitemap, a careers page."""

_MAX_NAME: Final = 2000
_MAX_FILE_BYTES: Final = 4 * 1024 * 1024
_PROVIDER: Final = re.compile(r"[a-z][a-z0-9_-]*")
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_BARE_HOST: Final = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z]{2,}(?::\d+)?/\S*", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Source:
    """What is fetched in one go: a board, or one posting."""

    name: str
    """As a report calls it: `greenhouse:canonical`, or the URL of one posting."""
    board: Board
    token: str
    ask: Ask
    """With those of the user's keys that this board needs."""
    requests: tuple[Request, ...]
    single: bool = False
    """Whether it is one posting of a board: then its list is not asked, and nothing is closed."""


def sources_of(
    names: Iterable[str], *, ask: Ask | None = None, environment: Mapping[str, str] | None = None
) -> list[Source]:
    """The sources that names stand for, each once, in order; a name may be a file with one name a line.

    environment: where the keys of boards that need them stand, by default the process's own.
    Raises JobscanError for a name that is none, saying which are near, and for a key that is missing.
    """
    given = os.environ if environment is None else environment
    found: dict[tuple[str, str], Source] = {}
    for name, place in _listed(names):
        try:
            source = source_of(name, ask=ask or Ask(), environment=given)
        except JobscanError as error:
            raise JobscanError(f"{place}{error}") from error
        found.setdefault((source.name, source.token), source)
    if not found:
        raise JobscanError("no source is named; try greenhouse:canonical, or see `jobscan boards`")
    return list(found.values())


def source_of(name: str, *, ask: Ask, environment: Mapping[str, str]) -> Source:
    """The source that one name stands for. Raises JobscanError where it is none."""
    name = name.strip()
    if not name or len(name) > _MAX_NAME or _UNSEEN.search(name):
        raise JobscanError(
            f"{name[:80]!r} names no source: it is empty, too long, or holds characters that are not seen"
        )
    if not _WEB.match(name) and _BARE_HOST.fullmatch(name):
        name = f"https://{name}"
    if _WEB.match(name):
        return _source_of_url(name, ask, environment)
    provider, _, token = name.partition(":")
    if _WEB.match(token):
        check_url(token)
    elif "://" in name:
        raise JobscanError(f"{name!r}: only http and https addresses are fetched")
    if not _PROVIDER.fullmatch(provider.lower()):
        raise JobscanError(f"{name!r} names no source; expected a URL, or PROVIDER:NAME as in lever:acme")
    board = board_named(provider.lower())
    own = f"{board.name}:{token}" if token else board.name
    return _source(board, token, ask, environment, name=token if board.name == PAGE_BOARD else own)


def posting_request(url: str) -> tuple[Board, Request] | None:
    """The board and the request for the one posting of a URL; None where no board knows it as one."""
    for board in all_boards():
        request = board.posting_url(url)
        if request is not None:
            return board, request
    return None


def own_keys(board: Board, environment: Mapping[str, str]) -> dict[str, str]:
    """The user's credentials that a board needs. Raises JobscanError for those that are not set."""
    missing = [name for name in board.keys if not environment.get(name)]
    if missing:
        raise JobscanError(
            f"{board.title} needs your own key: set {' and '.join(missing)} in the environment"
            + (f" (see {board.terms_url})" if board.terms_url else "")
        )
    return {name: environment[name] for name in board.keys}


def check_url(url: str) -> None:
    """Raise JobscanError for an address that is not plain http or https."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise JobscanError(f"{url!r} is no address: {error}") from None
    if not host or " " in url:
        raise JobscanError(f"{url!r} is no address: it has no host, or holds a blank")
    if "@" in parts.netloc:
        raise JobscanError(f"{host}: an address with a user name or password is not fetched")


def _source_of_url(url: str, ask: Ask, environment: Mapping[str, str]) -> Source:
    check_url(url)
    one = posting_request(url)
    if one is not None:
        board, request = one
        keyed = replace(ask, keys=own_keys(board, environment))
        return Source(url, board, request.board, keyed, (request,), single=True)
    found = board_of_url(url)
    if found is not None:
        board, token = found
        name = f"{board.name}:{token}" if token else board.name
        return _source(board, token, ask, environment, name=url if board.name == PAGE_BOARD else name)
    return _source(_page_board(url), url, ask, environment, name=url)


def _page_board(url: str) -> Board:
    try:
        return board_named(PAGE_BOARD)
    except JobscanError:
        raise JobscanError(f"{url}: no board of this address is known; see `jobscan boards`") from None


def _source(board: Board, token: str, ask: Ask, environment: Mapping[str, str], *, name: str) -> Source:
    keyed = replace(ask, keys=own_keys(board, environment))
    try:
        requests = board.requests(token, keyed)
    except SourceError as error:
        raise JobscanError(f"{name}: {error}") from error
    return Source(name, board, token, keyed, requests)


def _listed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name with words about where it stands; those of files in their place."""
    for name in names:
        if not _is_file(name):
            yield name, ""
            continue
        for number, line in enumerate(_lines(Path(name)), start=1):
            said = line.partition("#")[0] if line.lstrip().startswith("#") else line.partition(" #")[0]
            if said.strip():
                yield said.strip(), f"{name}, line {number}: "


def _is_file(name: str) -> bool:
    """Whether it is a file, and not the name of a source that happens to lie there as a file."""
    known = {known for board in all_boards() for known in (board.name, *board.aliases)}
    if _WEB.match(name) or name.partition(":")[0].lower() in known:
        return False
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE_BYTES + 1)
    except OSError as error:
        raise JobscanError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(data) > _MAX_FILE_BYTES or b"\x00" in data[:4096]:
        raise JobscanError(f"{path}: is no list of sources; expected text with one name or URL a line")
    return decode(data).splitlines()
