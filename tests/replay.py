"""A server on loopback that answers as it is told, and keeps a log of what it was asked.

    routes = {("GET", "/robots.txt"): Reply(404), ("GET", "/jobs?page=1"): Reply(json={"jobs": []})}
    with Replay(routes) as server:
        Client(Settings(allow_private=(server.host,))).send(f"{server.url}/jobs?page=1")
    assert [hit.path for hit in server.hits] == ["/robots.txt", "/jobs?page=1"]

A route is a method and a path with its query; a Reply, a list of them (one a hit, the last for ever), or a
function of the Hit that gives a Reply. What has no route is answered with 404.
"""

from __future__ import annotations

import contextlib
import json as json_module
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Reply:
    """What a route answers."""

    status: int = 200
    body: bytes = b""
    json: Any = None
    """Sent as the body where it is given."""
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Sequence[bytes] = ()
    """Pieces of the body, with `pause_s` before each."""
    pause_s: float = 0.0
    length: int | None = None
    """The Content-Length to promise, whatever is sent; -1 to promise none and to close at the end."""
    raw: bytes | None = None
    """Bytes to send instead of everything, status line and all."""

    def content(self) -> bytes:
        """The whole body."""
        if self.json is not None:
            return json_module.dumps(self.json).encode()
        return self.body or b"".join(self.chunks)

    def pieces(self) -> Iterator[bytes]:
        """The body as it is sent, each piece in its time."""
        for piece in self.chunks or [self.content()]:
            if self.pause_s:
                time.sleep(self.pause_s)
            yield piece

    def promised(self) -> int:
        """The Content-Length, negative for none."""
        return len(self.content()) if self.length is None else self.length


@dataclass(frozen=True, slots=True)
class Hit:
    """A request that came."""

    at: float
    """Seconds, of a monotonic clock."""
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json_module.loads(self.body)


Route = Reply | Sequence[Reply] | Callable[[Hit], Reply]


class Replay:
    """The server, while it runs as a context manager."""

    def __init__(self, routes: Mapping[tuple[str, str], Route] | None = None) -> None:
        self.routes: dict[tuple[str, str], Route] = dict(routes or {})
        self.hits: list[Hit] = []
        self.host = "127.0.0.1"
        self._counts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10
            disable_nagle_algorithm = True  # else each answer waits 40 ms between its head and its body

            def handle_any(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                hit = Hit(time.monotonic(), self.command, self.path, headers, self.rfile.read(size))
                with contextlib.suppress(ConnectionError):
                    self.answer(server.reply(hit))

            do_GET = do_POST = do_HEAD = handle_any  # noqa: N815 - the standard library's names

            def answer(self, reply: Reply) -> None:
                if reply.raw is not None:
                    self.wfile.write(reply.raw)
                    self.close_connection = True
                    return
                content = reply.content()
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if "content-type" not in {name.lower() for name in reply.headers}:
                    kind = "application/json" if reply.json is not None else "text/plain"
                    self.send_header("Content-Type", kind)
                promised = reply.promised()
                if promised >= 0:
                    self.send_header("Content-Length", str(promised))
                self.end_headers()
                if self.command == "HEAD":
                    return
                for piece in reply.pieces():
                    self.wfile.write(piece)
                    self.wfile.flush()
                if promised != len(content):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # a client that went away is what some tests are about

        self._server = Server((self.host, 0), Handler)
        self.port = int(self._server.server_address[1])
        self.url = f"http://{self.host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def reply(self, hit: Hit) -> Reply:
        """The answer to a request, which is logged."""
        key = (hit.method, hit.path)
        with self._lock:
            self.hits.append(hit)
            count = self._counts[key] = self._counts.get(key, 0) + 1
        route = self.routes.get(key, Reply(404, body=b"no such route"))
        if callable(route):
            return route(hit)
        return route if isinstance(route, Reply) else route[min(count, len(route)) - 1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [hit.path for hit in self.hits]

    def pauses(self) -> list[float]:
        """Seconds between one request and the next."""
        return [later.at - earlier.at for earlier, later in zip(self.hits, self.hits[1:], strict=False)]

    def assert_polite(self, *, disallowed: Sequence[str] = (), most: int | None = None) -> None:
        """Assert what every client of jobscan owes a server: a name, and no step over robots.txt."""
        for hit in self.hits:
            assert hit.headers["user-agent"].startswith("jobscan/"), hit
            assert "(+http" in hit.headers["user-agent"], hit
            assert "cookie" not in hit.headers, hit
            assert not hit.path.startswith(tuple(disallowed)) if disallowed else True, hit
        assert most is None or len(self.hits) <= most, self.paths()


def free_port() -> int:
    """A port on loopback where nothing listens."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
