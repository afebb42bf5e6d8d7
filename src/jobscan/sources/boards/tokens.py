"""Tokens of boards, the `acme` of `lever:acme`: found in addresses, and refused where they cannot be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from jobscan.errors import SourceError

IGNORED: Final = frozenset("embed v1 v0 api js css assets static www".split())
"""Parts of addresses that stand where a token does, and are none."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SPACED: Final = re.compile(r"[A-Za-z0-9](?:[\w .,&'+()-]{0,98}[\w.)])?")
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) URL, taken apart."""

    host: str
    """In lower case."""
    path: tuple[str, ...]
    """Its parts, unquoted, without empty ones."""
    query: dict[str, str]


def address_of(url: str) -> Address | None:
    """The parts of an http(s) URL; None for any other, and for one with a user name."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    path = tuple(unquote(part) for part in parts.path.split("/") if part)
    return Address(host, path, dict(reversed(parse_qsl(parts.query))))


def is_token(token: str, *, spaced: bool = False) -> bool:
    """Whether a text may be the token of a board. spaced: of a provider whose tokens may hold blanks.

    >>> [is_token(token) for token in ("acme", "acme-2.co", "..", "a/b", "embed", "a b", "")]
    [True, True, False, False, False, False, False]
    """
    pattern = _SPACED if spaced else _PLAIN
    return pattern.fullmatch(token) is not None and ".." not in token and token.lower() not in IGNORED


def is_label(token: str) -> bool:
    """Whether a text may be the token of a board that is a part of a host's name, `acme.example.com`."""
    return _LABEL.fullmatch(token) is not None and token.lower() not in IGNORED


def unsafe(provider: str, token: str, *, expected: str) -> SourceError:
    """What to raise for a token that cannot be one."""
    return SourceError("unsafe", f"{provider}:{token[:80]} names no board; expected {expected}")


def first_token(address: Address | None, hosts: re.Pattern[str], *, spaced: bool = False) -> str | None:
    """The first part of the path, if the host is one of these and the part may be a token."""
    if address is None or not address.path or not hosts.fullmatch(address.host):
        return None
    return address.path[0] if is_token(address.path[0], spaced=spaced) else None


def part_after(name: str, address: Address | None) -> str:
    """The part of the path behind the part of this name, "" where there is none: the id in `/jobs/7`."""
    path = address.path if address else ()
    return next((part for before, part in pairwise(path) if before == name), "")


def in_path(token: str) -> str:
    """A token or id as a part of a URL's path."""
    return quote(token, safe="")
