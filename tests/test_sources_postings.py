from __future__ import annotations

import io
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources import Limits, fields, iter_postings, rows
from jobscan.sources.ids import SeenIds
from jobscan.sources.plain import find_title
from tests.postings_io import lines_of, reasons, scan


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_text_is_a_posting_as_it_is(tmp_path: Path) -> None:
    text = "\n Data Analyst \nCompany: Acme\nLocation: **Bern**\nPosted: 2026-05-04\n\tSQL\n"
    put(tmp_path / "x" / "job.txt", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (posting,), failures = scan(tmp_path / "x")
    assert posting == Posting(
        id="job.txt",
        source="text",
        origin=f"{tmp_path}/x/job.txt",
        title="Data Analyst",
        text=text,
        hiring_organization="Acme",
        job_location="Bern",
        date_posted="2026-05-04",
    )
    assert failures == []


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Data Analyst\n\nWe seek", "Data Analyst"),
        ("\n\n  Data Analyst  \n", "Data Analyst"),
        ("# **Data Analyst**\n", "Data Analyst"),
        ("Acme\n\n## Data Analyst ##\n", "Data Analyst"),
        ("Data Analyst\n============\n", "Data Analyst"),
        ("Apply now\n**Job Title:** Data Analyst\n", "Data Analyst"),
        ("Position: Data Analyst (m/f/d)", "Data Analyst (m/f/d)"),
        ("We are a company that makes things and seeks people who know them.", ""),
        ("word " * 50, ""),
        ("", ""),
    ],
)
def test_find_title(head: str, title: str) -> None:
    assert find_title(head) == title


def test_a_page_is_read(tmp_path: Path) -> None:
    node = {"@type": "JobPosting", "title": "Analyst", "description": "<p>You know SQL.</p>"}
    page = f'<html><script type="application/ld+json">{json.dumps(node)}</script></html>'
    (posting,), failures = scan(put(tmp_path / "job.txt", page))
    assert (posting.id, posting.title, posting.text) == ("job.txt", "Analyst", "You know SQL.")
    assert failures == []


def test_a_text_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
        file.write(b"Python and SQL\n" * 20_000)
    _, (failure,) = scan(tmp_path / "big.txt")
    assert failure.reason == "too_large"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x00" * 50, "binary"),
        (bytes(range(256)), "binary"),
        (b"%PDF-1.7", "damaged"),
        (b"<p></p>", "no_posting"),
    ],
)
def test_what_holds_no_posting_is_one_failure_and_the_rest_is_read(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    put(tmp_path / "bad", data)
    put(tmp_path / "good.txt", "Data analyst")
    postings, failures = scan(tmp_path)
    assert [posting.id for posting in postings] == ["good.txt"]
    assert [failure.origin for failure in failures] == [f"{tmp_path}/bad"]
    assert failures[0].reason in (reason, "no_text")


def test_standard_input_is_sniffed_like_a_file() -> None:
    postings, failures = scan("-", stdin=lines_of(2))
    assert [(posting.id, posting.source, posting.origin) for posting in postings] == [
        ("row-0", "stdin", "stdin:1"),
        ("row-1", "stdin", "stdin:2"),
    ]
    assert failures == []
    (posting,), _ = scan("-", stdin=b"Data analyst\nSQL")
    assert (posting.id, posting.source, posting.title) == ("stdin", "text", "Data analyst")


def test_lines_of_standard_input_are_not_held() -> None:
    class Endless(io.RawIOBase):
        """Lines without end: only a reader that streams comes back from it."""

        count = 0
        rest = b""

        def read(self, size: int = -1) -> bytes:
            self.count += 1
            data = self.rest + lines_of(1, prefix=str(self.count))
            self.rest = data[size:]
            return data[:size]

    found = iter_postings("-", stdin=Endless())  # type: ignore[arg-type]
    ids = [item.id for item, _ in zip(found, range(1000), strict=False) if isinstance(item, Posting)]
    assert len(set(ids)) == 1000


def test_a_repeated_id_is_kept_apart_and_told(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        put(tmp_path / f"{name}.jsonl", '{"id": "same", "title": "A", "text": "SQL"}\n')
    found = list(iter_postings(tmp_path))
    assert [item.id if isinstance(item, Posting) else item.reason for item in found] == [
        "same",
        "duplicate_id",
        "same~2",
        "duplicate_id",
        "same~3",
    ]
    assert isinstance(found[1], Failure)
    assert found[1].origin == f"{tmp_path}/b.jsonl:1"
    assert "'same~2'" in found[1].detail


def test_an_id_that_looks_renamed_is_kept_apart_too(tmp_path: Path) -> None:
    rows_ = [{"id": id_, "text": "SQL"} for id_ in ("a", "a~2", "a", "a")]
    postings, _ = scan(put(tmp_path / "a.json", json.dumps(rows_)))
    assert [posting.id for posting in postings] == ["a", "a~2", "a~3", "a~4"]


def test_many_ids_are_told_apart() -> None:
    seen = SeenIds()
    assert all(seen.unique(f"id-{number}") == f"id-{number}" for number in range(20_000))
    assert [seen.unique(f"id-{number}") for number in (0, 19_999)] == ["id-0~2", "id-19999~2"]


def test_a_repeated_id_is_logged_quietly(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        scan(put(tmp_path / "a.json", json.dumps([{"id": 1, "text": "SQL"}] * 2)))
    assert caplog.records == []


def test_a_failure_that_nobody_foresaw_names_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fields.short_text

    def surprise(value: object) -> str:
        if value == "boom":
            raise ZeroDivisionError("division by zero")
        return real(value)

    monkeypatch.setattr(rows, "short_text", surprise)
    data = lines_of(1) + b'{"id": "x", "title": "boom", "text": "SQL"}\n' + lines_of(1, prefix="after")
    postings, failures = scan(put(tmp_path / "a.jsonl", data))
    assert [posting.id for posting in postings] == ["row-0", "after-0"]
    assert reasons(failures) == [("a.jsonl:2", "failed")]
    assert "ZeroDivisionError: division by zero" in failures[0].detail


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "No such file"), PermissionError(13, "Permission denied")]
)
def test_a_file_that_vanishes_or_is_locked_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    put(tmp_path / "a.txt", "A")
    put(tmp_path / "b.txt", "B")
    real = Path.open

    def open_(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "a.txt":
            raise error
        return real(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_)
    postings, failures = scan(tmp_path)
    assert [posting.id for posting in postings] == ["b.txt"]
    assert reasons(failures) == [("a.txt", "unreadable")]


def test_it_is_lazy(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "Data analyst")
    last = put(tmp_path / "b.txt", "Data analyst")
    found: Iterator[Posting | Failure] = iter_postings([tmp_path])
    assert isinstance(next(found), Posting)
    last.unlink()
    (failure,) = found
    assert isinstance(failure, Failure)
    assert (failure.origin, failure.reason) == (f"{tmp_path}/b.txt", "missing")


def test_a_single_path_and_a_single_glob_are_taken(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "Data analyst")
    put(tmp_path / "b.md", "Data analyst")
    found = iter_postings(str(tmp_path), exclude="*.md", limits=Limits())
    assert [item.origin for item in found] == [f"{tmp_path}/a.txt"]


def test_names_that_cannot_be_saved_come_out_escaped(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("Data analyst")
    (posting,), _ = scan(tmp_path)
    assert posting.id == "caf\\xe9.txt"
    posting.origin.encode("utf-8")


def test_labels_are_found_in_time_among_any_number_of_tabs_and_marks(tmp_path: Path) -> None:
    # Each of them may stand before a label: whoever goes back to every one of them is never done.
    put(
        tmp_path / "tabs.txt",
        "Data Analyst\n" + "\t" * 300_000 + "x:\n" + "* \t" * 100_000 + "Company: Acme\n",
    )
    (posting,), _ = scan(tmp_path)
    assert (posting.title, posting.hiring_organization) == ("Data Analyst", "Acme")
