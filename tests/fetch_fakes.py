"""Boards and a sender that stand in for the real ones in the tests of the fetch."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from jobscan.errors import Failure, SourceError
from jobscan.fetch import FetchReport, SourceReport, fetch
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Request
from jobscan.sources.http import FetchError, Response, Validators

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = NOON.date()
SHELF = "https://shelf.example/api/{}/jobs"
DRAWER = "https://drawer.example/v1/{}/postings"
WINDOW = "https://window.example/feed"
VAULT = "https://vault.example/search"


def job(number: int | str, **more: Any) -> dict[str, Any]:
    """A posting as the fake boards send it."""
    return {"id": str(number), "title": f"Analyst {number}", "text": f"We look for analyst {number}.", **more}


def _posting(name: str, board: str, row: Any, origin: str) -> Posting | Failure:
    if not isinstance(row, dict) or not row.get("text"):
        return Failure(origin, "no_text", "has no description")
    return Posting(
        id=":".join(part for part in (name, board, row["id"]) if part),
        source=name,
        origin=f"{origin}#{row['id']}",
        title=row["title"],
        text=row["text"],
        hiring_organization=row.get("company", ""),
        job_location=row.get("place", ""),
        date_posted=row.get("posted", ""),
    )


def _rows(answer: Answer) -> list[Any]:
    rows = answer.payload.get("jobs") if isinstance(answer.payload, dict) else None
    if not isinstance(rows, list):
        raise SourceError("damaged", "is no list of jobs")
    return rows


def _token(host: str) -> Callable[[str], str | None]:
    def route(url: str) -> str | None:
        parts = urlsplit(url)
        return parts.path.strip("/").partition("/")[0] if parts.hostname == host else None

    return route


def _checked(token: str) -> str:
    if not token.isalnum():
        raise SourceError("unsafe", f"{token!r} cannot be a board's name")
    return token


def _read_list(answer: Answer) -> Page:
    """A list with its texts, page by page."""
    rows, request = _rows(answer), answer.request
    further = answer.payload.get("next")
    url = request.url.partition("?")[0]
    return Page(
        postings=tuple(_posting("shelf", request.board, row, answer.origin) for row in rows),
        listed=tuple(row["id"] for row in rows if isinstance(row, dict)),
        expected=answer.payload.get("total"),
        next=(Request(f"{url}?page={further}", request.board),) if further else (),
        capped=answer.payload.get("capped", ""),
        not_found=answer.payload.get("gone", False),
    )


def _read_drawer(answer: Answer) -> Page:
    """A list without texts; each comes with a request of its own."""
    request = answer.request
    if request.step == "posting":
        row = {**request.carry, **answer.payload}
        return Page(postings=(_posting("drawer", request.board, row, answer.origin),))
    rows = _rows(answer)
    texts = tuple(
        Request(f"{request.url}/{row['id']}", request.board, step="posting", carry=row) for row in rows
    )
    return Page(listed=tuple(row["id"] for row in rows), next=texts, expected=answer.payload.get("total"))


def _read_window(answer: Answer) -> Page:
    name = "vault" if "vault" in answer.request.url else "window"
    return Page(postings=tuple(_posting(name, "", row, answer.origin) for row in _rows(answer)))


def _one_of_drawer(url: str) -> Request | None:
    parts = urlsplit(url)
    pieces = parts.path.strip("/").split("/")
    if parts.hostname != "drawer.example" or len(pieces) != 2:
        return None
    carry = {"id": pieces[1], "title": f"Analyst {pieces[1]}"}
    return Request(f"{DRAWER.format(pieces[0])}/{pieces[1]}", pieces[0], step="posting", carry=carry)


def _vault_requests(_token: str, ask: Ask) -> tuple[Request, ...]:
    url = f"{VAULT}?key={ask.keys['VAULT_KEY']}&what={ask.query}"
    return (Request(url, headers={"X-Key": ask.keys["VAULT_KEY"]}, secret=("key", "X-Key")),)


BOARDS = (
    Board(
        name="drawer",
        title="Drawer",
        base_url="https://drawer.example",
        route=_token("drawer.example"),
        requests=lambda token, _ask: (Request(DRAWER.format(_checked(token)), token),),
        read=_read_drawer,
        recognise=lambda _payload: None,
        posting_url=_one_of_drawer,
    ),
    Board(
        name="shelf",
        title="Shelf",
        base_url="https://shelf.example",
        route=_token("shelf.example"),
        requests=lambda token, _ask: (Request(SHELF.format(_checked(token)), token),),
        read=_read_list,
        recognise=lambda _payload: None,
    ),
    Board(
        name="vault",
        title="Vault",
        base_url="https://vault.example",
        route=lambda _url: None,
        requests=_vault_requests,
        read=_read_window,
        recognise=lambda _payload: None,
        keys=("VAULT_KEY",),
        ordered=False,
    ),
    Board(
        name="window",
        title="Window",
        base_url="https://window.example",
        route=lambda url: "" if urlsplit(url).hostname == "window.example" else None,
        requests=lambda _token, _ask: (Request(WINDOW),),
        read=_read_window,
        recognise=lambda _payload: None,
        attribution="Jobs by Window",
        terms_url="https://window.example/terms",
        min_interval_s=6 * 3600.0,
        ordered=False,
    ),
)


def use_boards(monkeypatch: pytest.MonkeyPatch, *, boards: Sequence[Board] = BOARDS) -> None:
    """Let the fake boards be all there are."""
    for module in ("jobscan.sources.boards", "jobscan.fetch.names", "jobscan.cli.fetch_view"):
        monkeypatch.setattr(import_module(module), "all_boards", lambda: tuple(boards))


@dataclass
class FakeClient:
    """Answers from a table; an answer may be an error, or what to call."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    validators: list[Validators] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def send(
        self,
        url: str,
        *,
        method: str = "GET",
        json: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        spacing_s: float | None = None,
        content: str = "any",
        secret: tuple[str, ...] = (),
    ) -> Response:
        del method, json, spacing_s, content, secret
        known = validators or Validators()
        self.asked.append(url)
        self.validators.append(known)
        self.headers.append(dict(headers or {}))
        answer = self.answers.get(url)
        if callable(answer):
            answer = answer()
        if answer is None:
            raise FetchError("not_found", f"{url}: answered 404", status=404)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Response):
            return self._as_asked(answer, known)
        return response(url, answer)

    def _as_asked(self, answer: Response, validators: Validators) -> Response:
        etag = answer.headers.get("ETag", "")
        if etag and validators.etag == etag:
            return replace(answer, status=304, body=b"", not_modified=True)
        return answer


def response(url: str, answer: Any, **headers: str) -> Response:
    """An answer with status 200. bytes and str are sent as they are, all else as JSON."""
    body = answer.encode() if isinstance(answer, str) else answer
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    given = {"Content-Type": "application/json", **{name.replace("_", "-"): v for name, v in headers.items()}}
    return Response(url=url, final_url=url, status=200, headers=given, body=body, not_modified=False)


def run(to: Path, client: FakeClient, *names: str, day: date = DAY, **options: Any) -> FetchReport:
    """A fetch on a day at noon."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return fetch(names, to, client=client, today=day, now=lambda: moment, **options)


def run_one(to: Path, client: FakeClient, name: str, **options: Any) -> SourceReport:
    """The report of the only source of a fetch."""
    (report,) = run(to, client, name, **options).sources
    return report


def scanned(folder: Path) -> dict[str, Posting]:
    """The postings that a scan reads in a folder, by id. Fails for what is none."""
    found = list(iter_postings(folder))
    assert [item for item in found if isinstance(item, Failure)] == []
    return {item.id: item for item in found if isinstance(item, Posting)}
