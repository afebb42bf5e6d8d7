"""Which addresses may be connected to: those of the public internet, checked when the connection is made.

A name is looked up once, every address it has is checked, and the socket goes to a checked one: a server that
answers differently to a second look-up (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from jobscan.sources.http.records import FetchError

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, as text."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_MOST_ADDRESSES: Final = 6
"""Of one host that are tried, each for the whole timeout of a connection."""
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f]|^[^/]*//[^/?#]*\\")
"""Characters for which two parsers of URLs may see two hosts."""
_PORTS: Final = frozenset({80, 443})
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
# Of IANA's special-purpose registries, what not every version of Python knows.
_SPECIAL: Final = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "::/96", "3fff::/20")))
_NAT64_LOCAL: Final = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a host, IPv4 and IPv6."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, also the IPv4 address that an IPv6 one holds.

    >>> [is_public(text) for text in ("93.184.215.14", "127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")]
    [True, False, False, False]
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_global, (address, *_embedded(address))))


def _is_global(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or any(address in network for network in _SPECIAL)
    )


def _embedded(address: Address) -> list[Address]:
    """The IPv4 addresses inside an IPv6 one: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _NAT64_LOCAL:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def check_url(url: str, allowed: Iterable[str]) -> SplitResult:
    """The parts of a URL that may be asked. Raises FetchError (failed) for any other.

    allowed: hosts that are let through on any port, and with plain http.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError("failed", f"{_shown(url)} is no address to ask") from None
    if _UNSAFE.search(url):
        raise FetchError("failed", f"{_shown(url)} is no address to ask: it holds forbidden characters")
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError("failed", f"{_shown(url)} is refused: only http and https addresses are asked")
    if parts.username is not None or parts.password is not None:
        raise FetchError("failed", f"the address of {host} is refused: it holds a user name or password")
    if port is not None and port not in _PORTS and host not in allowed:
        raise FetchError(
            "failed",
            f"{host}:{port} is refused: only ports 80 and 443 are asked (--allow-private lets it in)",
        )
    return parts


def host_of(url: str) -> str:
    """The host of a URL, for messages."""
    return urlsplit(url).hostname or url


def host_key(parts: SplitResult) -> str:
    """What counts as one host: its name, whatever the scheme, with a port only where it is an unusual one."""
    name = (parts.hostname or "").rstrip(".")
    return name if parts.port in (None, 80, 443) else f"{name}:{parts.port}"


def location(header: str) -> str:
    """A Location as it was meant: what is not ASCII in it is UTF-8, which http.client reads as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _shown(url: str) -> str:
    """A URL that may be broken, for a message: without what may be secret in it."""
    return repr(re.sub(r"//[^/]*@", "//", url.partition("?")[0])[:100])


def checked_addresses(host: str, port: int, *, allowed: Iterable[str], look_up: Resolve) -> list[str]:
    """The addresses of a host. Raises FetchError (failed) if one of them is not public, or it has none."""
    bare = host.strip("[]").lower()
    try:
        found = look_up(bare, port)
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == socket.EAI_AGAIN:
            raise  # the name server was not reached: another attempt may
        raise FetchError("failed", f"{bare} is not found: {error}") from None
    if not found:
        raise FetchError("failed", f"{bare} has no address")
    if bare not in allowed and not all(map(is_public, found)):
        raise FetchError(
            "failed",
            f"{bare} is refused: its address is not public (--allow-private {bare} would let it in)",
        )
    return found[:_MOST_ADDRESSES]


class CheckedAdapter(HTTPAdapter):
    """Connects to checked addresses only, for http and https alike."""

    def __init__(self, *, allowed: Iterable[str], look_up: Resolve) -> None:
        self._allowed = frozenset(allowed)
        self._look_up = look_up
        self._opened: list[socket.socket] = []
        self._is_cut = False
        super().__init__(max_retries=0, pool_connections=20, pool_maxsize=2)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Give the pools connections that check."""
        super().init_poolmanager(*args, **kwargs)
        plain, secure = _pools(self._connect)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": plain, "https": secure}

    def _connect(self, connection: HTTPConnection) -> socket.socket:
        """A socket to the first checked address that answers."""
        host, port = connection.host, connection.port or connection.default_port
        failure: OSError | None = None
        for address in checked_addresses(host, port, allowed=self._allowed, look_up=self._look_up):
            try:
                opened = socket.create_connection((address, port), timeout=_seconds(connection.timeout))
            except OSError as error:
                failure = error
            else:
                # TLS takes the socket over; a second handle on it is what `cut` needs. One request is under
                # way at a time: earlier handles are of connections that are done with.
                self._forget()
                self._opened.append(opened.dup())
                if not self._is_cut:
                    return opened
                opened.close()
                raise TimeoutError("cut off")
        raise failure or OSError(f"{host} has no address")

    def cut(self) -> None:
        """Break off the connection, also in the middle of a read by another thread, until `begin`."""
        self._is_cut = True
        for opened in self._opened:
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def begin(self) -> None:
        """Let connections be made again."""
        self._is_cut = False

    def _forget(self) -> None:
        while self._opened:
            self._opened.pop().close()

    def close(self) -> None:
        """Close all connections."""
        super().close()
        self.cut()
        self._forget()


def _seconds(timeout: object) -> float | None:
    return timeout if isinstance(timeout, float | int) else None


def _pools(
    connect: Callable[[HTTPConnection], socket.socket],
) -> tuple[type[HTTPConnectionPool], type[HTTPSConnectionPool]]:
    """Pools of connections that are made by `connect`."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _told(self, connect)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _told(self, connect)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return PlainPool, SecurePool


def _told(connection: HTTPConnection, connect: Callable[[HTTPConnection], socket.socket]) -> socket.socket:
    """The socket, or one of urllib3's own errors."""
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    try:
        return connect(connection)
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, f"{connection.host} does not answer in time") from error
    except OSError as error:
        raise NewConnectionError(connection, f"no connection to {connection.host}: {error}") from error
