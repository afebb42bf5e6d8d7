"""The HTTP client against a server on loopback, and against fake clocks and name servers."""

from __future__ import annotations

import gzip
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jobscan.sources.http import Client, FetchError, Settings, Validators
from tests.replay import Replay, Reply, free_port

ROBOTS = ("GET", "/robots.txt")
JOBS = ("GET", "/jobs")


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def server() -> Iterator[Replay]:
    with Replay({ROBOTS: Reply(404)}) as running:
        yield running


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def client(server: Replay, time: Time) -> Iterator[Client]:
    with make_client(time, allow_private=(server.host,)) as made:
        yield made


def make_client(
    time: Time, *, look_up: Callable[[str, int], list[str]] | None = None, **settings: Any
) -> Client:
    extra = {} if look_up is None else {"look_up": look_up}
    return Client(
        Settings(jitter_s=0.0, **settings),
        clock=time.clock,
        sleep=time.sleep,
        now=lambda: datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
        chance=lambda: 0.5,
        **extra,
    )


def refused(client: Client, url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.send(url, **options)
    return caught.value


def test_send_gives_the_bytes_and_says_who_asks(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(body=b"\xff\x00raw", headers={"ETag": '"a"', "Content-Type": "x/y"})
    response = client.send(server.url + "/jobs")
    assert (response.status, response.body, response.headers["etag"]) == (200, b"\xff\x00raw", '"a"')
    assert response.final_url == server.url + "/jobs"
    server.assert_polite(most=2)
    assert server.hits[1].headers["accept-encoding"] == "gzip, deflate"


def test_send_posts_json(server: Replay, client: Client) -> None:
    server.routes["POST", "/search"] = Reply(json={"total": 1})
    response = client.send(server.url + "/search", method="POST", json={"limit": 20})
    assert response.body == b'{"total": 1}'
    assert server.hits[-1].json == {"limit": 20}


def test_validators_are_sent_and_not_modified_is_told(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(304)
    response = client.send(
        server.url + "/jobs", validators=Validators('"a"', "Sun, 01 Mar 2026 12:00:00 GMT")
    )
    assert (response.not_modified, response.body) == (True, b"")
    sent = server.hits[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"a"', "Sun, 01 Mar 2026 12:00:00 GMT")


def test_not_modified_that_nobody_asked_about_is_no_answer(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(304)
    assert refused(client, server.url + "/jobs").outcome == "failed"


# Pauses


def test_requests_to_one_host_are_spaced(server: Replay, client: Client, time: Time) -> None:
    server.routes[JOBS] = Reply(body=b"x")
    for _ in range(3):
        client.send(server.url + "/jobs")
    assert time.slept == [1.0, 1.0, 1.0]  # after robots.txt, and after each answer


def test_spacing_of_a_call_and_crawl_delay_are_floors(server: Replay, client: Client, time: Time) -> None:
    server.routes[ROBOTS] = Reply(body=b"User-agent: *\nCrawl-delay: 7\n")
    server.routes[JOBS] = Reply(body=b"x")
    for _ in range(2):
        client.send(server.url + "/jobs", spacing_s=3.0)
    assert time.slept == [1.0, 7.0]


def test_jitter_lengthens_a_pause(server: Replay, time: Time) -> None:
    server.routes[JOBS] = Reply(body=b"x")
    settings = Settings(jitter_s=0.5, allow_private=(server.host,))
    with Client(settings, clock=time.clock, sleep=time.sleep, chance=lambda: 0.5) as client:
        client.send(server.url + "/jobs")
    assert time.slept == [1.25]


# robots.txt


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        pytest.param(b"User-agent: *\nDisallow: /\n", False, id="all"),
        pytest.param(b"User-agent: jobscan\nDisallow: /jobs\n", False, id="by-name"),
        pytest.param(b"User-agent: JobScan\nDisallow: /jobs\n", False, id="name-in-any-case"),
        pytest.param(b"User-agent: other\nDisallow: /\n", True, id="another-robot"),
        pytest.param(b"User-agent: *\nDisallow: /\nAllow: /jobs\n", True, id="longest-match"),
        pytest.param(b"User-agent: *\nAllow: /\nDisallow: /jobs\n", False, id="longest-match-whatever-order"),
        pytest.param(b"User-agent: *\nDisallow: /jobs\nAllow: /jobs\n", True, id="a-tie-allows"),
        pytest.param(b"User-agent: *\nDisallow: /*obs\n", False, id="star"),
        pytest.param(b"User-agent: *\nDisallow: /job$\n", True, id="end"),
        pytest.param(b"User-agent: *\nDisallow: /jobs$\n", False, id="end-that-is-it"),
        pytest.param(b"User-agent: *\n\nDisallow: /jobs\n", False, id="blank-line-in-group"),
        pytest.param(
            b"User-agent: jobscan\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\n"
            b"User-agent: jobscan\nDisallow: /jobs\n",
            False,
            id="group-in-two-parts",
        ),
        pytest.param(
            b"User-agent: jobscan\nAllow: /\n\nUser-agent: *\nDisallow: /\n", True, id="own-group-wins"
        ),
        pytest.param(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", False, id="byte-order-mark"),
        pytest.param(b"User-agent: *\r\nDisallow: /jobs # not us\r\n", False, id="comment-and-crlf"),
        pytest.param(b"", True, id="empty"),
        pytest.param(b"<html><body>Not here</body></html>", True, id="a-page-with-200"),
        pytest.param(b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n", True, id="beyond-500-kib"),
    ],
)
def test_robots_are_obeyed(server: Replay, client: Client, robots: bytes, allowed: bool) -> None:
    server.routes[ROBOTS] = Reply(body=robots)
    server.routes[JOBS] = Reply(body=b"x")
    if allowed:
        assert client.send(server.url + "/jobs").body == b"x"
        return
    error = refused(client, server.url + "/jobs")
    assert error.outcome == "blocked"
    assert "robots.txt" in error.detail
    server.assert_polite(disallowed=["/jobs"], most=1)


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False)]
)
def test_robots_that_are_not_there(server: Replay, client: Client, status: int, allowed: bool) -> None:
    server.routes[ROBOTS] = Reply(status)
    server.routes[JOBS] = Reply(body=b"x")
    if allowed:
        client.send(server.url + "/jobs")
    else:
        assert refused(client, server.url + "/jobs").outcome == "blocked"
        assert set(server.paths()) == {"/robots.txt"}


def test_robots_behind_a_redirect_are_read(server: Replay, client: Client) -> None:
    server.routes[ROBOTS] = Reply(301, headers={"Location": "/r.txt"})
    server.routes["GET", "/r.txt"] = Reply(body=b"User-agent: *\nDisallow: /jobs\n")
    assert refused(client, server.url + "/jobs").outcome == "blocked"


def test_robots_are_read_once_a_day(server: Replay, client: Client, time: Time) -> None:
    server.routes[JOBS] = Reply(body=b"x")
    for _ in range(2):
        client.send(server.url + "/jobs")
    assert server.paths().count("/robots.txt") == 1
    time.now += 24 * 3600
    client.send(server.url + "/jobs")
    assert server.paths().count("/robots.txt") == 2


# Attempts


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_tried_again(server: Replay, client: Client, time: Time, status: int) -> None:
    server.routes[JOBS] = [Reply(status), Reply(body=b"x")]
    assert client.send(server.url + "/jobs").body == b"x"
    assert server.paths() == ["/robots.txt", "/jobs", "/jobs"]
    assert 1.0 in time.slept  # half of the first two seconds, by full jitter


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 500, 501])
def test_what_will_not_pass_is_asked_once(server: Replay, client: Client, status: int) -> None:
    server.routes[JOBS] = Reply(status)
    outcome = {404: "not_found", 410: "not_found", 401: "blocked", 403: "blocked"}.get(status, "failed")
    error = refused(client, server.url + "/jobs")
    assert (error.outcome, error.status) == (outcome, status)
    assert server.paths().count("/jobs") == 1


def test_it_gives_up_after_the_last_attempt(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(503)
    error = refused(client, server.url + "/jobs")
    assert error.outcome == "failed"
    assert "after 4 attempts" in error.detail
    assert server.paths().count("/jobs") == 4


@pytest.mark.parametrize(
    ("value", "waited"),
    [
        pytest.param("4", 4.0, id="seconds"),
        pytest.param("Sun, 01 Mar 2026 12:00:30 GMT", 30.0, id="date"),
        pytest.param("Sun, 01 Mar 2026 11:00:00 GMT", 0.0, id="date-gone-by"),
        pytest.param("soon", 1.0, id="nonsense-is-our-own-pause"),
        pytest.param("-5", 1.0, id="negative"),
    ],
)
def test_retry_after_is_kept(server: Replay, client: Client, time: Time, value: str, waited: float) -> None:
    server.routes[JOBS] = [Reply(503, headers={"Retry-After": value}), Reply(body=b"x")]
    client.send(server.url + "/jobs")
    assert time.slept[1] == waited


@pytest.mark.parametrize(
    "value", ["9999999999", "99999999999999999999", "86400", "Mon, 01 Mar 2027 12:00:00 GMT"]
)
def test_a_wait_beyond_the_budget_is_told_not_kept(
    server: Replay, client: Client, time: Time, value: str
) -> None:
    server.routes[JOBS] = Reply(429, headers={"Retry-After": value})
    error = refused(client, server.url + "/jobs")
    assert error.outcome == "capped"
    assert error.retry_after_s is not None
    assert error.retry_after_s >= 86400
    assert "try again after that" in error.detail
    assert max(time.slept) <= 1.0


def test_after_429_a_host_is_asked_more_slowly(server: Replay, client: Client, time: Time) -> None:
    server.routes[JOBS] = [Reply(429), Reply(body=b"x")]
    client.send(server.url + "/jobs")
    client.send(server.url + "/jobs")
    assert time.slept[-1] == 5.0


def test_a_refused_connection_is_tried_again_and_told(time: Time) -> None:
    with make_client(time, allow_private=("127.0.0.1",), ignore_robots=True) as client:
        error = refused(client, f"http://127.0.0.1:{free_port()}/jobs")
    assert error.outcome == "failed"
    assert "after 4 attempts" in error.detail


# Bodies


def test_a_drip_is_broken_off_at_the_deadline(server: Replay, time: Time) -> None:
    server.routes[JOBS] = Reply(chunks=[b"x"] * 200, pause_s=0.05)
    with make_client(time, allow_private=(server.host,), total_s=0.3, timeout_read_s=5.0) as client:
        error = refused(client, server.url + "/jobs")
    assert error.outcome == "failed"
    assert "did not finish" in error.detail


def test_a_silent_server_is_left(server: Replay, time: Time) -> None:
    server.routes[JOBS] = Reply(chunks=[b"x", b"y"], pause_s=0.4)
    with make_client(time, allow_private=(server.host,), timeout_read_s=0.1, retries=0) as client:
        assert "in time" in refused(client, server.url + "/jobs").detail


@pytest.mark.parametrize("coding", ["gzip", "none"])
def test_too_much_is_refused_by_its_unpacked_size(server: Replay, client: Client, coding: str) -> None:
    content = bytes(20_000_000)
    headers = {"Content-Encoding": "gzip"} if coding == "gzip" else {}
    server.routes[JOBS] = Reply(body=gzip.compress(content) if headers else content, headers=headers)
    error = refused(client, server.url + "/jobs", max_bytes=1_000_000)
    assert error.outcome == "failed"
    assert "more than 1,000,000 bytes" in error.detail


def test_a_packed_body_is_unpacked(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(body=gzip.compress(b"[1, 2]" * 1000), headers={"Content-Encoding": "gzip"})
    assert client.send(server.url + "/jobs").body == b"[1, 2]" * 1000


@pytest.mark.parametrize(
    "short",
    [
        pytest.param(Reply(body=b"abc", length=1000), id="content-length"),
        pytest.param(
            Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"), id="chunked-inside"
        ),
        pytest.param(
            Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
            id="chunked-no-end",
        ),
        pytest.param(Reply(raw=b""), id="nothing"),
        pytest.param(Reply(raw=b"\x00\x01\x02\r\n\r\n"), id="no-http"),
    ],
)
def test_a_short_answer_is_no_answer(server: Replay, client: Client, short: Reply) -> None:
    server.routes[JOBS] = [short, Reply(body=b"whole")]
    assert client.send(server.url + "/jobs").body == b"whole"
    server.routes[JOBS] = short
    assert refused(client, server.url + "/jobs").outcome == "failed"


# Redirects


def test_a_redirect_is_followed(server: Replay, client: Client) -> None:
    server.routes[JOBS] = Reply(302, headers={"Location": "/new#here"})
    server.routes["GET", "/new"] = Reply(body=b"x")
    response = client.send(server.url + "/jobs")
    assert (response.url, response.final_url) == (server.url + "/jobs", server.url + "/new")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.1/x", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("http://169.254.169.254/latest/meta-data", "not public"),
        ("http://[::1]/x", "not public"),
        ("http://user@127.0.0.1/x", "user name"),
        ("http://boards.example@127.0.0.1/x", "user name"),
        ("http://10.0.0.1:8080/", "only ports 80 and 443"),
        ("http://[", "no address"),
    ],
)
def test_a_redirect_to_elsewhere_is_refused(server: Replay, time: Time, location: str, said: str) -> None:
    server.routes[JOBS] = Reply(302, headers={"Location": location})
    settings: dict[str, Any] = {"allow_private": (server.host,), "ignore_robots": True}
    with make_client(time, look_up=lambda host, _port: [host], **settings) as client:
        error = refused(client, server.url + "/jobs")
    assert error.outcome == "failed"
    assert said in error.detail


def test_redirect_to_loopback_is_refused_where_only_another_host_is_let_in(
    server: Replay, time: Time
) -> None:
    server.routes["GET", "/a"] = Reply(302, headers={"Location": f"http://localhost:{server.port}/b"})
    with make_client(time, allow_private=("127.0.0.1",), ignore_robots=True) as client:
        assert "refused" in refused(client, server.url + "/a").detail
    assert server.paths() == ["/a"]


def test_circles_and_long_chains_end(server: Replay, client: Client) -> None:
    server.routes["GET", "/a"] = Reply(302, headers={"Location": "/b"})
    server.routes["GET", "/b"] = Reply(302, headers={"Location": "/a"})
    assert "circle" in refused(client, server.url + "/a").detail
    for at in range(20):
        server.routes["GET", f"/{at}"] = Reply(302, headers={"Location": f"/{at + 1}"})
    before = len(server.hits)
    assert "more than 5 times" in refused(client, server.url + "/0").detail
    assert len(server.hits) - before == 6


def test_robots_hold_for_where_a_redirect_leads(server: Replay, client: Client) -> None:
    server.routes[ROBOTS] = Reply(body=b"User-agent: *\nDisallow: /private\n")
    server.routes[JOBS] = Reply(302, headers={"Location": "/private/jobs"})
    assert refused(client, server.url + "/jobs").outcome == "blocked"
    server.assert_polite(disallowed=["/private"])


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_post_never_becomes_a_get(server: Replay, client: Client, status: int) -> None:
    server.routes["POST", "/search"] = [
        Reply(status, headers={"Location": "/elsewhere"}),
        Reply(json={"total": 3}),
    ]
    assert client.send(server.url + "/search", method="POST", json={"a": 1}).body == b'{"total": 3}'
    assert [hit.method for hit in server.hits[1:]] == ["POST", "POST"]


def test_secrets_stay_with_their_host_and_out_of_logs(
    server: Replay, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    server.routes["GET", "/a?app_key=hush"] = Reply(
        302, headers={"Location": f"http://localhost:{server.port}/b"}
    )
    server.routes["GET", "/b"] = Reply(500)
    secret = ("app_key", "Authorization-Key")
    settings: dict[str, Any] = {"allow_private": ("127.0.0.1", "localhost"), "ignore_robots": True}
    with caplog.at_level(logging.DEBUG), make_client(time, **settings) as client:
        url, headers = server.url + "/a?app_key=hush", {"Authorization-Key": "hush", "X-Other": "kept"}
        error = refused(client, url, headers=headers, secret=secret)
        log = client.log
    assert server.hits[0].headers["authorization-key"] == "hush"
    assert "authorization-key" not in server.hits[1].headers
    assert server.hits[1].headers["x-other"] == "kept"
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("jobscan")]
    assert ours
    assert "hush" not in error.detail + repr(log) + repr(ours)
    assert log[0].url == server.url + "/a?app_key=***"


def test_cookies_are_not_sent_to_another_host(server: Replay, time: Time) -> None:
    server.routes["GET", "/a"] = Reply(
        302, headers={"Location": f"http://localhost:{server.port}/b", "Set-Cookie": "who=me"}
    )
    server.routes["GET", "/b"] = Reply(body=b"x")
    with make_client(time, allow_private=("127.0.0.1", "localhost"), ignore_robots=True) as client:
        client.send(server.url + "/a")
    assert "cookie" not in server.hits[1].headers


# Addresses

NOT_PUBLIC = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public_are_refused(time: Time, address: str) -> None:
    with make_client(time, look_up=lambda _host, _port: [address]) as client:
        error = refused(client, "https://jobs.example.org/x")
    assert error.outcome == "failed"
    assert "is not public" in error.detail


def test_one_bad_address_among_good_ones_is_enough(time: Time) -> None:
    answers = ["93.184.215.14", "127.0.0.1"]
    with make_client(time, look_up=lambda _host, _port: answers, ignore_robots=True) as client:
        assert "is not public" in refused(client, "http://jobs.example.org/x").detail


def test_a_name_is_looked_up_once_a_connection_and_that_address_is_used(
    time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a second look-up would answer with loopback, and nobody asks a second time."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], **_options: object) -> socket.socket:
        connected.append(address)
        raise OSError("no route")

    monkeypatch.setattr(socket, "create_connection", connect)
    with make_client(
        time, look_up=lambda _host, _port: next(answers), ignore_robots=True, retries=0
    ) as client:
        refused(client, "http://jobs.example.org/x")
    assert connected == [("93.184.215.14", 80)]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://example.org/",
        "http:///x",
        "http://example.org:22/",
        "http://example.org:99999/",
        "http://me:pass@example.org/",
        "//example.org/x",
        "example.org",
        "",
    ],
)
def test_addresses_that_are_none_are_refused_unasked(time: Time, url: str) -> None:
    def look_up(_host: str, _port: int) -> list[str]:
        raise AssertionError("nothing may be looked up")

    with make_client(time, look_up=look_up) as client:
        error = refused(client, url)
    assert error.outcome == "failed"
    assert "pass@" not in error.detail


def test_an_unknown_host_is_told(time: Time) -> None:
    def look_up(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with make_client(time, look_up=look_up, ignore_robots=True) as client:
        assert "is not found" in refused(client, "http://nobody.example/x").detail


# The environment


def test_proxies_and_netrc_of_the_environment_are_not_used(
    server: Replay, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    server.routes[JOBS] = Reply(body=b"x")
    assert client.send(server.url + "/jobs").body == b"x"
    assert "authorization" not in server.hits[-1].headers


# Barriers


NOINDEX = {"X-Robots-Tag": "noindex"}
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
LOGIN = b"<html><title>Sign in</title><form><input type='password' name='p'></form></html>"
POSTING = (
    b"<html><title>Data engineer</title><body><h1>Data engineer</h1><h2>Responsibilities</h2><p>Build our "
    b"fraud checks, among them the captcha.</p><script src='https://www.google.com/recaptcha/api.js'></script>"
    b"<form><input type='password'></form></body></html>"
)


@pytest.mark.parametrize(
    ("reply", "content", "outcome"),
    [
        pytest.param(Reply(200, CHALLENGE), "html", "blocked", id="challenge"),
        pytest.param(Reply(403, CHALLENGE), "json", "blocked", id="challenge-403"),
        pytest.param(Reply(503, CHALLENGE), "json", "blocked", id="challenge-503"),
        pytest.param(
            Reply(200, b"{}", headers={"cf-mitigated": "challenge"}), "json", "blocked", id="mitigated"
        ),
        pytest.param(Reply(200, LOGIN), "html", "blocked", id="login"),
        pytest.param(Reply(200, LOGIN), "json", "blocked", id="login-for-data"),
        pytest.param(Reply(200, b"<html><p>Moved</p></html>"), "json", "failed", id="page-for-data"),
        pytest.param(
            Reply(200, b"<html><noscript>You need to enable JavaScript to run this app.</noscript></html>"),
            "html",
            "blocked",
            id="needs-scripts",
        ),
        pytest.param(Reply(200, b"[]", headers={"tdm-reservation": "1"}), "json", "blocked", id="tdm"),
        pytest.param(
            Reply(200, POSTING, headers={"X-Robots-Tag": "noindex"}), "html", "blocked", id="noindex"
        ),
        pytest.param(
            Reply(200, b"[]", headers={"X-Robots-Tag": "noindex"}), "json", "", id="noindex-of-data"
        ),
        pytest.param(Reply(200, POSTING), "html", "", id="posting-with-captcha-and-login"),
        pytest.param(Reply(200, b'{"a": "g-recaptcha"}'), "json", "", id="data-about-captchas"),
    ],
)
def test_barriers_are_told_from_answers(
    server: Replay, client: Client, reply: Reply, content: str, outcome: str
) -> None:
    server.routes[JOBS] = reply
    if outcome:
        assert refused(client, server.url + "/jobs", content=content).outcome == outcome
    else:
        assert client.send(server.url + "/jobs", content=content).body == reply.content()
