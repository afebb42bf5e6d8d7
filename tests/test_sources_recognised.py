"""Asking fewer boards whose answer a payload is gives the answer of asking all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobscan.sources import boards, recognised

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without what other tests had asked."""
    monkeypatch.setattr(recognised, "_asked", {})


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_in(inner)


def saved_payloads() -> list[Any]:
    """Answers of every board, and each object in them."""
    answers = [json.loads(path.read_bytes()) for path in sorted(FIXTURES.glob("board-*/*.json"))]
    return [*answers, *(inner for answer in answers for inner in objects_in(answer))]


def found(payload: Any) -> tuple[str, object] | None:
    board_and_request = recognised.recognise(payload)
    return board_and_request and (board_and_request[0].name, board_and_request[1])


def expected(payload: Any) -> tuple[str, object] | None:
    board_and_request = boards.recognise(payload)
    return board_and_request and (board_and_request[0].name, board_and_request[1])


def test_every_answer_is_recognised_as_before() -> None:
    payloads = saved_payloads()
    assert len({answer[0] for payload in payloads if (answer := expected(payload))}) > 15
    for payload in payloads * 2:  # asked for the first time, and again
        assert found(payload) == expected(payload)


@pytest.mark.parametrize("filler", [None, "", "x", 1, [], {}, [{}], [{"id": 1, "title": "A"}]], ids=repr)
def test_objects_of_the_same_keys_are_told_apart_by_their_values(filler: object) -> None:
    for payload in saved_payloads():
        if isinstance(payload, dict):
            other = dict.fromkeys(payload, filler)
            assert found(other) == expected(other)
            assert found(payload) == expected(payload)


def test_a_plain_row_is_asked_of_hardly_any_board_again() -> None:
    row = {
        "id": "1",
        "title": "Data Analyst",
        "company": "Acme",
        "text": "SQL",
        "url": "https://acme.example",
    }
    assert recognised.recognise(row) is None
    (asked,) = recognised._asked.values()
    assert len(asked) <= 3


def test_no_more_shapes_are_held_than_are_useful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognised, "_MOST_SHAPES", 10)
    for number in range(25):
        recognised.recognise({f"key{number}": 1})
    assert len(recognised._asked) <= 10


@pytest.mark.parametrize(
    ("look", "read"),
    [
        (lambda row: "a" in row, False),
        (lambda row: row.get("b"), False),
        (len, False),
        (list, False),
        (lambda row: row.get("a"), True),
        (lambda row: row["a"], True),
        (lambda row: {**row}, True),
        (dict, True),
        (lambda row: list(row.items()), True),
        (lambda row: list(row.values()), True),
        (lambda row: row == {"a": 1}, True),
        (lambda row: row.copy(), True),
        (lambda row: row | {}, True),
    ],
)
def test_a_watched_object_knows_whether_a_value_was_read(look: Any, read: bool) -> None:
    row = recognised._Watched({"a": 1})
    look(row)
    assert row.read is read
