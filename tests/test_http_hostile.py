"""The HTTP client against servers that mean harm, or that are merely broken in unusual ways."""

from __future__ import annotations

import gzip
import socket
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobscan.sources.http import Client, FetchError, Settings, Validators
from jobscan.sources.http.blocked import looks_like_html, refuses_reading, why_blocked
from tests.replay import Replay, Reply

JOBS = ("GET", "/jobs")
PACKED = {"Content-Encoding": "gzip"}
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def server() -> Iterator[Replay]:
    with Replay() as running:
        yield running


@pytest.fixture
def client(server: Replay) -> Iterator[Client]:
    with make_client(server) as made:
        yield made


def make_client(server: Replay, **settings: Any) -> Client:
    time, look_up = Time(), settings.pop("look_up", None)
    settings = {"jitter_s": 0.0, "ignore_robots": True, "allow_private": (server.host,), **settings}
    extra = {} if look_up is None else {"look_up": look_up}
    return Client(Settings(**settings), clock=time.clock, sleep=time.sleep, chance=lambda: 0.5, **extra)


def refused(client: Client, url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.send(url, **options)
    return caught.value


def chunked(*pieces: bytes, coding: str = "") -> Reply:
    """An answer in chunks, none of them empty, without a promised length."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    head += f"Content-Encoding: {coding}\r\n".encode() if coding else b""
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return Reply(raw=head + b"\r\n" + body + b"0\r\n\r\n")


# Bodies


def bare_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


CONTENT = b'[{"title": "Data engineer"}]' * 50


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        pytest.param("gzip", gzip.compress(CONTENT), id="gzip"),
        pytest.param("GZip", gzip.compress(CONTENT), id="in-any-case"),
        pytest.param("x-gzip", gzip.compress(CONTENT), id="x-gzip"),
        pytest.param("gzip", gzip.compress(CONTENT[:99]) + gzip.compress(CONTENT[99:]), id="two-members"),
        pytest.param("gzip", gzip.compress(CONTENT) + bytes(32), id="filled-up"),
        pytest.param("deflate", zlib.compress(CONTENT), id="deflate"),
        pytest.param("deflate", bare_deflate(CONTENT), id="deflate-without-header"),
        pytest.param("identity", CONTENT, id="identity"),
        pytest.param("", CONTENT, id="plain"),
    ],
)
@pytest.mark.parametrize("at_once", [1, 1000, 10**9], ids=["byte-by-byte", "in-parts", "whole"])
def test_codings_are_taken_off(
    server: Replay, client: Client, coding: str, packed: bytes, at_once: int
) -> None:
    pieces = [packed[at : at + at_once] for at in range(0, len(packed), at_once)]
    server.routes[JOBS] = chunked(*pieces, coding=coding)
    assert client.send(server.url + "/jobs").body == CONTENT


@pytest.mark.parametrize("lost", [1, 8, 12, 20])
@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_half_a_packed_body_is_no_body(server: Replay, client: Client, coding: str, lost: int) -> None:
    """The server's own length fits what it sends: only the coding knows that the end is missing."""
    whole = gzip.compress(CONTENT) if coding == "gzip" else zlib.compress(CONTENT)
    server.routes[JOBS] = [
        Reply(body=whole[:-lost], headers={"Content-Encoding": coding}),
        Reply(body=whole, headers={"Content-Encoding": coding}),
    ]
    assert client.send(server.url + "/jobs").body == CONTENT
    assert len(server.hits) == 2


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip,br", "compress"])
def test_a_coding_nobody_asked_for_is_refused(server: Replay, client: Client, coding: str) -> None:
    server.routes[JOBS] = Reply(body=b"\x8b\x02\x80", headers={"Content-Encoding": coding})
    error = refused(client, server.url + "/jobs")
    assert error.outcome == "failed"
    assert "only gzip, deflate are read" in error.detail
    assert len(server.hits) == 1


@pytest.mark.parametrize("body", [b"{}", b"\x1f\x8b\x08\x00garbage, and more of it", b"\x1f"])
def test_what_is_not_packed_as_it_says_is_no_answer(server: Replay, client: Client, body: bytes) -> None:
    server.routes[JOBS] = Reply(body=body, headers=PACKED)
    assert refused(client, server.url + "/jobs").outcome == "failed"


def test_a_bomb_does_not_fill_the_memory(server: Replay, client: Client) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    server.routes[JOBS] = Reply(body=bomb, headers=PACKED)
    tracemalloc.start()
    try:
        error = refused(client, server.url + "/jobs", max_bytes=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "more than 1,000,000 bytes" in error.detail
    assert peak < 4_000_000
    assert len(server.hits) == 1


def test_a_long_answer_is_refused_by_the_length_it_promises(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(body=b"x", length=10**12)
    assert "more than" in refused(client, server.url + "/jobs").detail


@pytest.mark.parametrize("status", [200, 204, 404])
def test_an_empty_body_is_whole_whatever_its_coding(server: Replay, client: Client, status: int) -> None:
    server.routes[JOBS] = Reply(status, headers=PACKED)
    if status == 404:
        assert refused(client, server.url + "/jobs").outcome == "not_found"
    else:
        assert client.send(server.url + "/jobs").body == b""


def test_a_head_has_no_body(server: Replay, client: Client) -> None:
    server.routes["HEAD", "/jobs"] = Reply(body=b"x" * 99, headers={"Content-Encoding": "br"})
    assert client.send(server.url + "/jobs", method="HEAD").body == b""


def test_the_deadline_is_not_taken_for_the_end_of_a_body(server: Replay) -> None:
    """Without a length, the end of the connection is the end of the body."""
    server.routes[JOBS] = Reply(chunks=[b"x"] * 30, pause_s=0.02, length=-1)
    with make_client(server) as client:
        assert client.send(server.url + "/jobs").body == b"x" * 30
    with make_client(server, total_s=0.2) as client:
        error = refused(client, server.url + "/jobs")
    assert (error.outcome, "did not finish" in error.detail) == ("failed", True)


def test_after_a_cut_the_host_can_be_asked_again(server: Replay) -> None:
    server.routes[JOBS] = Reply(chunks=[b"x"] * 100, pause_s=0.05)
    server.routes["GET", "/good"] = Reply(body=b"good")
    with make_client(server, total_s=0.2) as client:
        refused(client, server.url + "/jobs")
        assert client.send(server.url + "/good").body == b"good"
        assert client.send(server.url + "/good").body == b"good"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts what /proc/self/fd lists")
def test_connections_that_servers_close_do_not_pile_up(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(raw=b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx")
    client.send(server.url + "/jobs")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(30):
        client.send(server.url + "/jobs")
    assert len(list(Path("/proc/self/fd").iterdir())) < before + 15


def test_sessions_of_many_hosts_do_not_pile_up(server: Replay) -> None:
    server.routes[JOBS] = Reply(body=b"x")
    hosts = [f"board{number}.example" for number in range(80)]
    with make_client(server, allow_private=hosts, look_up=lambda _host, _port: ["127.0.0.1"]) as client:
        for host in hosts:
            client.send(f"http://{host}:{server.port}/jobs")
        assert len(client._sessions) == 64
        client.send(f"http://{hosts[0]}:{server.port}/jobs")
    assert len(server.hits) == 81
    assert server.hits[-1].headers["host"] == f"board0.example:{server.port}"


# Waiting


def test_a_host_that_asks_for_long_is_left_alone_by_the_next_request_too(server: Replay) -> None:
    server.routes[JOBS] = Reply(429, headers={"Retry-After": "86400"})
    server.routes["GET", "/more"] = Reply(body=b"x")
    with make_client(server) as client:
        refused(client, server.url + "/jobs")
        error = refused(client, server.url + "/more")
    assert error.outcome == "capped"
    assert error.retry_after_s == pytest.approx(86400)
    assert server.paths() == ["/jobs"]


def test_a_challenge_with_503_is_not_asked_again(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(503, CHALLENGE)
    error = refused(client, server.url + "/jobs")
    assert (error.outcome, error.status, len(server.hits)) == ("blocked", 503, 1)


def test_robots_that_break_off_are_tried_again(server: Replay) -> None:
    server.routes["GET", "/robots.txt"] = [Reply(raw=b""), Reply(502), Reply(404)]
    server.routes[JOBS] = Reply(body=b"x")
    with make_client(server, ignore_robots=False) as client:
        assert client.send(server.url + "/jobs").body == b"x"


def test_a_host_that_is_not_there_has_failed_and_is_not_blocked(server: Replay) -> None:
    def look_up(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with make_client(server, ignore_robots=False, look_up=look_up) as client:
        error = refused(client, "https://nobody.example/jobs")
    assert (error.outcome, "is not found" in error.detail) == ("failed", True)


def test_a_name_server_that_is_away_is_asked_again(server: Replay) -> None:
    answers: Iterator[list[str] | None] = iter([None, None, ["127.0.0.1"]])

    def look_up(_host: str, _port: int) -> list[str]:
        found = next(answers)
        if found is None:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return found

    server.routes[JOBS] = Reply(body=b"x")
    with make_client(server, allow_private=("board.example",), look_up=look_up) as client:
        assert client.send(f"http://board.example:{server.port}/jobs").body == b"x"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://board.example/a", "http://BOARD.example:80/b"),
        ("http://board.example/a", "http://board.example./b"),
        ("http://board.example/a", "https://board.example/b"),
    ],
    ids=["port-and-case", "final-dot", "scheme"],
)
def test_a_host_is_one_host_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    def refuse(*_args: object, **_options: object) -> socket.socket:
        raise OSError("no route")

    monkeypatch.setattr(socket, "create_connection", refuse)
    time, slept = Time(), list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(seconds)

    settings = Settings(jitter_s=0.0, spacing_s=7.0, retries=0, ignore_robots=True)
    with Client(
        settings, clock=time.clock, sleep=sleep, look_up=lambda _host, _port: ["93.184.215.14"]
    ) as client:
        refused(client, first)
        refused(client, second)
    assert slept == [7.0]


# Addresses, headers, messages


@pytest.mark.parametrize(
    "url",
    [
        "http://board.example\\@127.0.0.1/",
        "http://board.example\\.other.example/x",
        "http://127.0.0.1\\.board.example/robots.txt",
        "http://board.example\t.other.example/",
        "http://board.example/a\r\nHost: other.example",
        "http://board.example/\x00",
        "ftp://me:hush@board.example/?app_key=hush",
        "http://board.example:x/?app_key=hush",
        "http://me:hush@[board.example/?app_key=hush",
    ],
)
def test_addresses_that_two_parsers_read_as_two_are_refused(server: Replay, url: str) -> None:
    def look_up(_host: str, _port: int) -> list[str]:
        raise AssertionError("nothing may be looked up")

    with make_client(server, look_up=look_up) as client:
        error = refused(client, url)
    assert error.outcome == "failed"
    assert "hush" not in error.detail


@pytest.mark.parametrize("name", ["0x7f.1", "2130706433", "127.1", "0177.0.0.1", "localhost", "localhost."])
def test_loopback_by_other_names_is_refused(server: Replay, name: str) -> None:
    """Names that the system's own look-up turns into 127.0.0.1."""
    with make_client(server, look_up=lambda _host, _port: ["127.0.0.1"], allow_private=()) as client:
        assert "not public" in refused(client, f"http://{name}/").detail


def test_only_the_first_few_addresses_of_a_host_are_tried(
    server: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def connect(address: tuple[str, int], **_options: object) -> socket.socket:
        tried.append(address[0])
        raise OSError("no route")

    monkeypatch.setattr(socket, "create_connection", connect)
    addresses = [f"93.184.215.{number}" for number in range(1, 100)]
    with make_client(server, look_up=lambda _host, _port: addresses, retries=0) as client:
        refused(client, "http://board.example/")
    assert tried == addresses[:6]


def test_a_location_in_utf_8_is_followed(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(302, headers={"Location": "/münchen".encode().decode("latin-1")})
    server.routes["GET", "/m%C3%BCnchen"] = Reply(body=b"x")
    assert client.send(server.url + "/jobs").body == b"x"


@pytest.mark.parametrize("etag", ['"a"\r\nX-Injected: 1', '"a"\n', " ", '"\u20ac"', "\x00"])
def test_a_stored_validator_that_cannot_be_sent_is_left_out(
    server: Replay, client: Client, etag: str
) -> None:
    server.routes[JOBS] = Reply(body=b"x")
    assert client.send(server.url + "/jobs", validators=Validators(etag, etag)).body == b"x"
    assert not {"if-none-match", "if-modified-since", "x-injected"} & set(server.hits[0].headers)


def test_a_key_with_a_newline_is_told_without_the_key(server: Replay, client: Client) -> None:
    error = refused(client, server.url + "/jobs", headers={"Authorization-Key": "hush\n"})
    assert error.outcome == "failed"
    assert "hush" not in error.detail
    assert server.hits == []


def test_only_requests_that_read_are_sent(server: Replay, client: Client) -> None:
    with pytest.raises(ValueError, match="only GET, HEAD, POST"):
        client.send(server.url + "/jobs", method="DELETE")


def test_the_log_tells_what_robots_allowed(server: Replay) -> None:
    server.routes[JOBS] = Reply(body=b"abc")
    with make_client(server, ignore_robots=False) as client:
        client.send(server.url + "/jobs")
        told = [(sent.url, sent.status, sent.bytes, sent.robots) for sent in client.log]
    assert told == [
        (server.url + "/robots.txt", 404, 13, "unchecked"),
        (server.url + "/jobs", 200, 3, "allowed"),
    ]


def test_no_netrc_of_the_home_is_read(server: Replay, client: Client, own_home: Path) -> None:
    (own_home / ".netrc").write_text(f"machine {server.host} login me password hush\n", encoding="utf-8")
    server.routes[JOBS] = Reply(body=b"x")
    client.send(server.url + "/jobs")
    assert "authorization" not in server.hits[0].headers


# Barriers


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("noindex", True),
        ("nofollow, NOINDEX", True),
        ("none", True),
        ("jobscan: noindex", True),
        ("*: noindex", True),
        ("googlebot: noindex", False),
        ("googlebot: nofollow, noindex", False),
        ("googlebot: nofollow, jobscan: noindex", True),
        ("unavailable_after: 25 Jun 2026 15:00:00 GMT, noindex", True),
        ("max-snippet: 20", False),
        ("index, follow", False),
        ("", False),
    ],
)
def test_noindex_counts_where_it_is_for_us(header: str, expected: bool) -> None:
    assert bool(refuses_reading({"x-robots-tag": header})) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\xef\xbb\xbf\n <!DOCTYPE html>", True),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y">', True),
        (b"<!-- comment --><html>", True),
        (b'<?xml version="1.0"?><rss version="2.0">', False),
        (b'{"a": "<html>"}', False),
        (b"", False),
    ],
)
def test_looks_like_html_by_the_first_bytes(body: bytes, expected: bool) -> None:
    assert looks_like_html(body) == expected


@pytest.mark.parametrize("status", [401, 403, 407, 451])
@pytest.mark.parametrize("body", [b"{}", b"", b"<html></html>"], ids=["json", "empty", "page"])
def test_why_blocked_by_status_alone(status: int, body: bytes) -> None:
    assert why_blocked(status, {}, body, expected="json")


def test_why_blocked_is_quick_on_long_pages() -> None:
    """No pattern may need time that grows faster than the page: this would take hours."""
    for piece in (b"<form ", b"<script ", b"<title>", b"<input ", b"<!--", b"awswaf.com/", b"<" * 9):
        assert isinstance(
            why_blocked(200, {}, b"<html>enable javascript" + piece * 9000, expected="html"), str
        )
