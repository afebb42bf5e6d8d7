"""Every board against a server on loopback that answers as its provider: fixtures/board-*/replay.json."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from jobscan.errors import Failure
from jobscan.fetch import FetchReport, SourceReport, fetch
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.sources.boards import all_boards, board_named
from jobscan.sources.http import Client, Settings
from tests.replay import Hit, Replay, Reply

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(path.parent.name for path in FIXTURES.glob("board-*/replay.json"))
TYPES = {".json": "application/json", ".xml": "application/xml", ".rss": "application/rss+xml"}
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Password</form></body></html>"
NAMED_BY_THE_USER = {"usajobs"}
"""Providers whose terms ask for the user's e-mail address as User-Agent."""
TODAY = date(2026, 11, 20)


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass(frozen=True)
class Case:
    """A folder of fixtures of a board."""

    name: str
    folder: Path
    replay: Mapping[str, Any]
    expected: Mapping[str, Any]

    @property
    def provider(self) -> str:
        return str(self.replay.get("provider") or self.name.removeprefix("board-"))

    @property
    def typed(self) -> str:
        token = self.replay.get("token", "")
        return f"{self.provider}:{token}" if token else self.provider

    @property
    def answers(self) -> list[Mapping[str, Any]]:
        return list(self.replay["answers"])

    def reply(self, answer: Mapping[str, Any], *, etags: bool) -> Reply:
        """What the provider answers, with a validator that it gives it or that is made up."""
        path = self.folder / answer["file"] if answer.get("file") else None
        body = path.read_bytes() if path else b""
        kind = TYPES.get(path.suffix if path else "", "text/html; charset=utf-8")
        given = dict(answer.get("headers", {}))
        headers = {"Content-Type": kind, **given}
        if etags:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        return Reply(status=answer.get("status", 200), body=body, headers=headers)


def load(name: str) -> Case:
    folder = FIXTURES / name
    replay, expected = (json.loads((folder / file).read_text()) for file in ("replay.json", "expected.json"))
    return Case(name, folder, replay, expected)


Change = Callable[[int, Hit, Reply], Reply]


def unchanged(_number: int, _hit: Hit, reply: Reply) -> Reply:
    return reply


def server_of(case: Case, change: Change = unchanged, *, robots: bytes = b"", etags: bool = False) -> Replay:
    """The provider. change: what becomes of the answer of a number, the first being 0."""
    server = Replay()

    def answered(hit: Hit) -> Reply:
        for number, answer in enumerate(case.answers):
            if (hit.method, hit.path) != (answer.get("method", "GET"), answer["path"]):
                continue
            if "body" in answer and hit.json != answer["body"]:
                continue
            reply = case.reply(answer, etags=etags)
            if etags and hit.headers.get("if-none-match") == reply.headers["ETag"]:
                return Reply(304, headers={"ETag": reply.headers["ETag"]})
            return change(number, hit, reply)
        return Reply(404, body=b"not found")

    for answer in case.answers:
        server.routes[answer.get("method", "GET"), answer["path"]] = answered
    server.routes["GET", "/robots.txt"] = Reply(200, body=robots) if robots else Reply(404)
    return server


@pytest.fixture(autouse=True)
def no_flushing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is slow, and no test here pulls the plug."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


@pytest.fixture(autouse=True)
def keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for board in all_boards():
        for name in board.keys:
            monkeypatch.setenv(name, f"my-own-{name.lower()}")
    if "case" in request.fixturenames:
        for name, value in request.getfixturevalue("case").replay.get("keys", {}).items():
            monkeypatch.setenv(name, value)


def fetched(
    case: Case, server: Replay, to: Path, *, clock: Clock | None = None, day: date = TODAY
) -> FetchReport:
    time = clock or Clock()
    settings = Settings(allow_private=(server.host,))
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with Client(settings, clock=time, sleep=time.sleep, now=lambda: moment) as client:
        return fetch(
            case.typed,
            to,
            base_urls={case.provider: server.url},
            client=client,
            today=day,
            now=lambda: moment,
        )


def outcome(case: Case, server: Replay, to: Path, **options: Any) -> SourceReport:
    with server:
        (report,) = fetched(case, server, to, **options).sources
    return report


def postings(folder: Path) -> dict[str, Posting]:
    return {item.id: item for item in iter_postings(folder) if isinstance(item, Posting)}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return load(request.param)


def test_board_gives_what_its_fixture_expects(case: Case, tmp_path: Path) -> None:
    server = server_of(case)
    report = outcome(case, server, tmp_path)
    found = postings(tmp_path)

    wanted = {posting["id"]: posting for posting in case.expected["postings"]}
    broken = len(case.expected.get("failures", ()))
    assert report.outcome == case.replay.get("outcome", "partial" if broken else "ok"), report
    assert sorted(found) == sorted(wanted)
    for posting_id, expected in wanted.items():
        posting = found[posting_id]
        assert posting.title == expected["title"]
        assert posting.hiring_organization == expected.get("company", posting.hiring_organization)
        for piece in expected.get("contains", ()):
            assert piece in posting.text
        for piece in expected.get("lacks", ()):
            assert piece not in posting.text
        for name, value in expected.get("fields", {}).items():
            assert json.loads(json.dumps(getattr(posting, name), default=_plain)) == value, (posting_id, name)
        assert posting.source == case.provider
        assert posting.first_seen == TODAY.isoformat()
    assert report.got == len(found)
    assert len(server.hits) <= len(case.answers) + 1
    if case.provider not in NAMED_BY_THE_USER:
        server.assert_polite()


def _plain(value: Any) -> Any:
    return [getattr(value, name) for name in value.__slots__]


def test_credit_travels_with_each_posting(case: Case, tmp_path: Path) -> None:
    outcome(case, server_of(case), tmp_path)
    board = board_named(case.provider)
    for posting in postings(tmp_path).values():
        assert bool(posting.attribution) >= bool(board.attribution)


def test_second_run_asks_with_validators_and_finds_the_same(case: Case, tmp_path: Path) -> None:
    outcome(case, server_of(case, etags=True), tmp_path)
    before = postings(tmp_path)
    server = server_of(case, etags=True)
    again = outcome(case, server, tmp_path, day=date(2026, 11, 28))

    assert again.asked == again.unchanged
    assert (again.new, again.changed, again.closed) == (0, 0, 0)
    assert postings(tmp_path) == before
    assert all("if-none-match" in hit.headers for hit in server.hits if hit.path != "/robots.txt")


def test_credentials_stand_nowhere_in_the_archive(case: Case, tmp_path: Path) -> None:
    outcome(case, server_of(case), tmp_path)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for value in case.replay.get("keys", {}).values():
        assert value.encode() not in written


def test_requests_to_one_host_are_spaced(case: Case, tmp_path: Path) -> None:
    clock = Clock()
    server = server_of(case)
    outcome(case, server, tmp_path, clock=clock)
    asked = [hit for hit in server.hits if hit.path != "/robots.txt"]
    assert sum(clock.slept) >= (len(asked) - 1) * board_named(case.provider).spacing_s


Wrong = tuple[Callable[[Reply], Reply], tuple[str, ...]]

REFUSALS: dict[str, Wrong] = {
    "404": (lambda _reply: Reply(404, body=b"{}"), ("not_found",)),
    "410": (lambda _reply: Reply(410), ("not_found",)),
    "403": (lambda _reply: Reply(403, body=PAGE), ("blocked",)),
    "500": (lambda _reply: Reply(500), ("failed",)),
    "503-for-ever": (lambda _reply: Reply(503, headers={"Retry-After": "1"}), ("failed",)),
    "429-for-days": (lambda _reply: Reply(429, headers={"Retry-After": "9999999999"}), ("capped",)),
    "short-body": (lambda reply: Reply(200, body=reply.content()[:9], length=999), ("failed",)),
}
"""What the client sees to: tried with a provider that is asked by GET, one by POST, one with a key."""

WRONG_ANSWERS: dict[str, Wrong] = {
    "page-with-200": (
        lambda _reply: Reply(200, body=PAGE, headers={"Content-Type": "text/html"}),
        ("failed", "blocked", "not_found"),
    ),
    "wrong-envelope": (lambda _reply: Reply(200, json={"hello": "world"}), ("failed", "not_found")),
    "number": (lambda _reply: Reply(200, json=7), ("failed", "not_found")),
    "nothing": (lambda _reply: Reply(200, body=b""), ("failed", "not_found")),
    "cut-off": (lambda reply: Reply(200, body=reply.content()[:9]), ("failed", "blocked", "not_found")),
}


@pytest.mark.parametrize("wrong", REFUSALS)
@pytest.mark.parametrize("case", ["board-greenhouse", "board-workday", "board-adzuna"], indirect=True)
def test_refusal_is_told_as_what_it_is(case: Case, wrong: str, tmp_path: Path) -> None:
    check_never_ok(case, REFUSALS[wrong], tmp_path)


@pytest.mark.parametrize("wrong", WRONG_ANSWERS)
def test_answer_that_is_none_is_never_ok(case: Case, wrong: str, tmp_path: Path) -> None:
    check_never_ok(case, WRONG_ANSWERS[wrong], tmp_path)


def check_never_ok(case: Case, wrong: Wrong, to: Path) -> None:
    answer, outcomes = wrong
    report = outcome(case, server_of(case, lambda _number, _hit, reply: answer(reply)), to)
    assert report.outcome in outcomes, report
    assert report.reasons
    assert (report.got, report.closed) == (0, 0)
    assert postings(to) == {}


@pytest.mark.parametrize("empty", [b"[]", b"{}"], ids=["list", "object"])
def test_empty_answer_is_not_taken_for_an_empty_board(case: Case, empty: bytes, tmp_path: Path) -> None:
    reply = Reply(200, body=empty, headers={"Content-Type": "application/json"})
    report = outcome(case, server_of(case, lambda *_: reply), tmp_path)
    sure = board_named(case.provider).unknown_is_404 and report.got == 0
    assert report.outcome in ("failed", "not_found") or sure, report


def test_last_answer_that_fails_makes_it_partial(case: Case, tmp_path: Path) -> None:
    last = len(case.answers) - 1
    if not last:
        pytest.skip("one answer holds it all")

    def change(number: int, _hit: Hit, reply: Reply) -> Reply:
        return Reply(500) if number == last else reply

    report = outcome(case, server_of(case, change), tmp_path)
    assert report.outcome in ("partial", "failed"), report
    assert report.closed == 0
    assert report.reasons


def test_server_that_asks_to_wait_is_obeyed(case: Case, tmp_path: Path) -> None:
    refused: set[int] = set()

    def change(number: int, _hit: Hit, reply: Reply) -> Reply:
        if number in refused:
            return reply
        refused.add(number)
        return Reply(429, headers={"Retry-After": "7"})

    clock = Clock()
    report = outcome(case, server_of(case, change), tmp_path, clock=clock)
    assert report.outcome in ("ok", "capped", "partial"), report
    if report.outcome == "ok":
        assert sum(seconds >= 7 for seconds in clock.slept) >= len(refused)
        assert sorted(postings(tmp_path)) == sorted(each["id"] for each in case.expected["postings"])


def test_robots_txt_is_obeyed(case: Case, tmp_path: Path) -> None:
    server = server_of(case, robots=b"User-agent: *\nDisallow: /\n")
    report = outcome(case, server, tmp_path)
    assert report.outcome == "blocked"
    assert "robots.txt" in report.reasons[0]
    assert set(server.paths()) == {"/robots.txt"}


def test_vanished_postings_are_closed_only_where_the_list_is_whole(case: Case, tmp_path: Path) -> None:
    outcome(case, server_of(case), tmp_path)
    before = postings(tmp_path)
    outcome(case, server_of(case, lambda *_: Reply(500)), tmp_path, day=date(2026, 11, 28))
    assert postings(tmp_path) == before


def test_failures_of_rows_come_back_from_the_archive(case: Case, tmp_path: Path) -> None:
    report = outcome(case, server_of(case), tmp_path)
    told = [item for item in iter_postings(tmp_path) if isinstance(item, Failure)]
    assert len(told) == (report.broken if report.got else 0) or not report.got
