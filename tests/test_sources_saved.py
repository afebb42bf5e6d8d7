"""Answers of boards that lie in a folder: read as live, and all else as before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.posting import Posting
from jobscan.sources import Limits
from jobscan.sources.boards import board_named, recognise
from jobscan.sources.boards.board import Answer, Ask
from jobscan.sources.payloads import parse_payload
from tests.postings_io import reasons, scan

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMES = ("greenhouse", "lever", "ashby", "workable", "smartrecruiters", "recruitee", "personio")


def put(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def lever_row(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"id-{number}",
        "text": f"Analyst {number}",
        "hostedUrl": f"https://jobs.lever.co/acme/id-{number}",
        "categories": {"location": "Bern"},
        "descriptionPlain": "You know SQL.",
        "lists": [],
        **changes,
    }


def greenhouse_job(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "title": f"Analyst {number}",
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
        "updated_at": "2026-08-30T08:50:01-04:00",
        "location": {"name": "Bern"},
        "content": "You know SQL.",
        **changes,
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_answer_gives_what_the_board_gives_live(name: str) -> None:
    folder = FIXTURES / f"board-{name}"
    replay = json.loads((folder / "replay.json").read_text(encoding="utf-8"))
    board = board_named(name)
    asked = list(board.requests(replay["token"], Ask()))
    answers = {(answer["method"], answer["path"]): folder / answer["file"] for answer in replay["answers"]}
    live: dict[str, Posting] = {}
    for request in asked:
        path = "/" + request.url.split("/", 3)[3]
        payload = parse_payload(answers.pop((request.method, path)).read_bytes(), content=request.content)
        page = board.read(Answer(request, payload, "live"))
        asked += [further for further in page.next if further not in asked]
        live |= {found.id: replace(found, origin="") for found in page.postings if isinstance(found, Posting)}
    assert answers == {}

    postings, failures = scan(folder, exclude=["expected.json"])
    assert failures == []
    assert len(postings) == len(live) == 2
    saved = {posting.id: replace(posting, origin="") for posting in postings}
    if name == "personio":  # the feed does not tell the address of a position
        live = {id_: replace(posting, url="") for id_, posting in live.items()}
    assert saved == live


def test_the_name_of_the_file_stands_for_a_board_that_is_not_told(tmp_path: Path) -> None:
    job = greenhouse_job(1, absolute_url="https://acme.example/jobs?gh_jid=1")
    (posting,), _ = scan(put(tmp_path / "acme-2026.json", {"jobs": [job]}))
    assert (posting.id, posting.source) == ("greenhouse:acme-2026:1", "greenhouse")
    assert posting.origin == f"{tmp_path}/acme-2026.json#1"


def test_a_bare_list_is_read_element_by_element(tmp_path: Path) -> None:
    rows = [lever_row(number) for number in range(500)]
    rows[7] = {"id": "id-7", "text": "Empty", "lists": []}
    rows[8] = lever_row(3)
    postings, failures = scan(put(tmp_path / "a.json", rows), limits=Limits(max_document_bytes=1000))
    assert [posting.id for posting in postings[5:9]] == [f"lever:acme:id-{n}" for n in (5, 6, 9, 10)]
    assert postings[-1].origin == f"{tmp_path}/a.json#500"
    assert len(postings) == 498
    assert reasons(failures) == [("a.json#8", "no_text")]


def test_a_damaged_list_of_a_board_gives_what_stands_before(tmp_path: Path) -> None:
    cut = json.dumps([lever_row(1), lever_row(2)])[:-1] + ', {"id": "id-'
    postings, failures = scan(put(tmp_path / "a.json", cut))
    assert [posting.id for posting in postings] == ["lever:acme:id-1", "lever:acme:id-2"]
    assert reasons(failures) == [("a.json", "damaged")]


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_several_answers_in_one_file_are_read(tmp_path: Path, ending: str) -> None:
    answers = [
        {"jobs": [greenhouse_job(1), greenhouse_job(2)]},
        {"jobs": [greenhouse_job(3, absolute_url="https://boards.greenhouse.io/other/jobs/3")]},
        {"id": "row", "title": "A row", "text": "You know R."},
        {"error": "none"},
    ]
    content = json.dumps(answers) if ending == "json" else "\n".join(map(json.dumps, answers))
    at = "#" if ending == "json" else ":"
    postings, failures = scan(put(tmp_path / f"a.{ending}", content))
    assert [(posting.id, posting.origin.rpartition("/")[2]) for posting in postings] == [
        ("greenhouse:acme:1", f"a.{ending}{at}1#1"),
        ("greenhouse:acme:2", f"a.{ending}{at}1#2"),
        ("greenhouse:other:3", f"a.{ending}{at}2#1"),
        ("row", f"a.{ending}{at}3"),
    ]
    assert reasons(failures) == [(f"a.{ending}{at}4", "no_posting")]


LISTED = {"id": "743", "name": "Analyst", "uuid": "u", "company": {"identifier": "Acme2"}, "location": {}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            {"offset": 0, "totalFound": 2, "content": [LISTED, {**LISTED, "id": "744"}]},
            "is a list of SmartRecruiters, in which 2 postings have no description: "
            "fetch it with `jobscan fetch smartrecruiters:Acme2`",
            id="smartrecruiters",
        ),
        pytest.param(
            {"name": "Acme", "jobs": [{"title": "Analyst", "shortcode": "AB12", "telecommuting": False}] * 2},
            "is a list of Workable, in which 1 posting has no description: "
            "fetch it with `jobscan fetch workable:NAME`",
            id="workable",
        ),
        pytest.param(
            "<workzag-jobs><position><id>7</id><name>A</name><jobDescriptions/></position></workzag-jobs>",
            "is a list of Personio, in which 1 posting has no description: "
            "fetch it with `jobscan fetch personio:NAME`",
            id="personio",
        ),
    ],
)
def test_a_list_without_texts_is_one_failure_that_says_what_to_do(
    tmp_path: Path, content: Any, told: str
) -> None:
    postings, failures = scan(put(tmp_path / "a.json", content))
    assert postings == []
    assert [(failure.reason, failure.detail) for failure in failures] == [("no_text", told)]


def test_of_a_list_with_some_texts_the_others_are_told(tmp_path: Path) -> None:
    row = {"title": "Analyst", "shortcode": "AB12", "telecommuting": False}
    rows = [{**row, "description": "You know SQL."}, {**row, "shortcode": "AB13"}]
    postings, failures = scan(put(tmp_path / "acme.json", {"name": "Acme", "jobs": rows}))
    assert [posting.id for posting in postings] == ["workable:acme:AB12"]
    assert reasons(failures) == [("acme.json", "no_text")]
    assert "1 posting has no description" in failures[0].detail


def test_a_text_too_long_is_told(tmp_path: Path) -> None:
    jobs = [greenhouse_job(1, content="x" * 101), greenhouse_job(2)]
    postings, failures = scan(put(tmp_path / "a.json", {"jobs": jobs}), limits=Limits(max_text_chars=100))
    assert [posting.id for posting in postings] == ["greenhouse:acme:2"]
    assert reasons(failures) == [("a.json#1", "too_large")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("<?xml version='1.0'?><orders><order/></orders>", "unsupported", id="other XML"),
        pytest.param("<workzag-jobs><position>", "damaged", id="cut off"),
        pytest.param("<workzag-jobs><position/></workzag-jobs>", "damaged", id="a position without an id"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY b "c">]><workzag-jobs><position><id>1</id></position></workzag-jobs>',
            "unsafe",
            id="entities",
        ),
    ],
)
def test_other_xml_is_told(tmp_path: Path, content: str, reason: str) -> None:
    postings, failures = scan(put(tmp_path / "a.xml", content))
    assert postings == []
    assert [failure.reason for failure in failures] == [reason]


KEYS = st.sampled_from(
    "id title name text jobs offers content data results items company location shortcode jobAd".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_saved_may_be_asked_whose_it_is(value: Any) -> None:
    found = recognise(value)
    assert found is None or found[0] == board_named(found[0].name)
