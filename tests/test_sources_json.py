from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.sources import Limits, jsonfiles
from jobscan.sources.stream import Document, Stream
from tests.postings_io import lines_of, reasons, scan

ROW = {"id": "a-1", "title": "Data Analyst", "text": "You know SQL."}
OTHER = {"id": "a-2", "title": "Data Scientist", "text": "You know Python."}


def put(path: Path, value: Any) -> Path:
    if isinstance(value, bytes):
        path.write_bytes(value)
    else:
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([ROW, OTHER], id="list"),
        pytest.param([[ROW], [OTHER]], id="list of lists"),
        pytest.param([{"jobs": [ROW]}, {"jobs": [OTHER]}], id="list of payloads"),
        *(
            pytest.param({"meta": {"total": 2}, key: [ROW, OTHER]}, id=key)
            for key in (
                "jobs",
                "data",
                "results",
                "offers",
                "content",
                "items",
                "jobPostings",
                "postings",
                "rows",
            )
        ),
        pytest.param({"data": {"jobs": [ROW, OTHER]}}, id="envelope in an envelope"),
        pytest.param(
            {"hits": {"hits": [{"_id": "x", "_source": ROW}, {"_source": OTHER}]}}, id="search hits"
        ),
        pytest.param({"jobs": [{"job": ROW}, {"job": OTHER}]}, id="wrapped one by one"),
        pytest.param(
            {"name": "Acme", "description": "We make things", "jobs": [ROW, OTHER]}, id="an employer's page"
        ),
        pytest.param({"edges": [{"node": ROW}, {"node": OTHER}]}, id="GraphQL"),
        pytest.param([{"legal": "Link back to us.", "last_updated": 1}, ROW, OTHER], id="legal notice first"),
    ],
)
def test_many_postings_of_any_envelope_are_read(tmp_path: Path, value: Any) -> None:
    postings, failures = scan(put(tmp_path / "board.json", value))
    assert [(posting.id, posting.title, posting.text) for posting in postings] == [
        ("a-1", "Data Analyst", "You know SQL."),
        ("a-2", "Data Scientist", "You know Python."),
    ]
    assert {posting.source for posting in postings} == {"board"}
    assert failures == []


def test_a_single_row_is_of_the_source_json(tmp_path: Path) -> None:
    (posting,), _ = scan(put(tmp_path / "job-17.json", ROW))
    assert (posting.id, posting.source, posting.origin) == ("a-1", "json", f"{tmp_path}/job-17.json")


def test_rows_without_ids_are_numbered(tmp_path: Path) -> None:
    rows = [{"title": "A", "text": "SQL"}, {"title": "B", "text": "R"}]
    (tmp_path / "x").mkdir()
    put(tmp_path / "x" / "a.json", rows)
    put(tmp_path / "x" / "b.jsonl", "\n".join(map(json.dumps, rows)))
    put(tmp_path / "x" / "c.json", rows[0])
    postings, _ = scan(tmp_path)
    assert [posting.id for posting in postings] == [
        "x/a.json#1",
        "x/a.json#2",
        "x/b.jsonl#1",
        "x/b.jsonl#2",
        "x/c.json",
    ]


def test_an_id_beside_a_wrapper_is_kept(tmp_path: Path) -> None:
    value = {"data": [{"id": 7, "type": "jobs", "attributes": {"title": "A", "description": "SQL"}}]}
    (posting,), _ = scan(put(tmp_path / "a.json", value))
    assert posting.id == "7"


def test_schema_org_postings_are_found_among_other_nodes(tmp_path: Path) -> None:
    node = {
        "@type": ["Thing", "http://schema.org/JobPosting"],
        "title": "Analyst",
        "description": "<p>You know SQL.</p>",
    }
    graph = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "WebSite", "name": "X", "description": "Y"}, node],
    }
    (posting,), failures = scan(put(tmp_path / "a.json", graph))
    assert (posting.title, posting.text) == ("Analyst", "You know SQL.")
    assert failures == []


def test_the_list_of_an_item_list_is_read(tmp_path: Path) -> None:
    node = {"@type": "JobPosting", "title": "Analyst", "description": "SQL"}
    value = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": node}] * 2}
    postings, failures = scan(put(tmp_path / "a.json", value))
    assert [posting.id for posting in postings] == ["a.json#1", "a.json#2"]
    assert failures == []


def test_bad_elements_of_a_list_are_told_and_the_rest_read(tmp_path: Path) -> None:
    value = [ROW, "text", 3, None, {"a": 1}, {"title": "No text", "company": "Acme", "id": 5}, OTHER]
    postings, failures = scan(put(tmp_path / "a.json", value))
    assert [posting.id for posting in postings] == ["a-1", "a-2"]
    assert reasons(failures) == [
        ("a.json#2", "no_posting"),
        ("a.json#3", "no_posting"),
        ("a.json#4", "no_posting"),
        ("a.json#5", "no_posting"),
        ("a.json#6", "no_text"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("{}", "no_posting", id="empty object"),
        pytest.param("[]", "no_posting", id="empty list"),
        pytest.param('{"jobs": []}', "no_posting", id="empty envelope"),
        pytest.param('{"error": "not found"}', "no_posting", id="an error message"),
        pytest.param('{"title": "A", "text": "', "damaged", id="cut"),
        pytest.param('{"a": ' + "9" * 5000 + "}", "damaged", id="a number too long"),
        pytest.param('{"a": 1} {"b": 2}', "damaged", id="two values in a line"),
        pytest.param("[" * 100_000, "too_deep", id="100,000 lists, open"),
        pytest.param("[" * 100_000 + "]" * 100_000, "too_deep", id="100,000 lists"),
        pytest.param('{"jobs":' * 100_000 + "1" + "}" * 100_000, "too_deep", id="100,000 objects"),
        pytest.param('{"text":' * 500 + '"x"' + "}" * 500, "no_text", id="500 objects in a text"),
        pytest.param("[" * 500 + "1" + "]" * 500, "too_deep", id="500 lists"),
        pytest.param('{"data":' * 500 + "1" + "}" * 500, "no_posting", id="500 envelopes of nothing"),
    ],
)
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_a_document_without_a_posting_is_one_failure(
    tmp_path: Path, content: str, reason: str, ending: str
) -> None:
    postings, failures = scan(put(tmp_path / f"a.{ending}", content))
    assert postings == []
    assert [failure.reason for failure in failures] == [reason]


def test_one_bad_line_is_told_with_its_number_and_the_rest_read(tmp_path: Path) -> None:
    content = json.dumps(ROW) + "\n\n{bad\n   \r\n[1,\n" + json.dumps(OTHER)
    postings, failures = scan(put(tmp_path / "a.jsonl", content))
    assert [(posting.id, posting.origin.rpartition(":")[2]) for posting in postings] == [
        ("a-1", "1"),
        ("a-2", "6"),
    ]
    assert reasons(failures) == [("a.jsonl:3", "damaged"), ("a.jsonl:5", "damaged")]


def test_lines_with_a_byte_order_mark_and_windows_ends_are_read(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + lines_of(2).replace(b"\n", b"\r\n")
    postings, failures = scan(put(tmp_path / "a.txt", content))
    assert [posting.id for posting in postings] == ["row-0", "row-1"]
    assert failures == []


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32"])
def test_lines_in_wide_encodings_are_read(tmp_path: Path, codec: str) -> None:
    postings, failures = scan(put(tmp_path / "a.jsonl", lines_of(2).decode().encode(codec)))
    assert [posting.text for posting in postings] == ["You know SQL 0.", "You know SQL 1."]
    assert failures == []


def test_lines_under_the_name_json_are_read(tmp_path: Path) -> None:
    assert len(scan(put(tmp_path / "a.json", lines_of(3)))[0]) == 3


def test_lines_of_other_things_are_given_up(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", 50 * '{"event": "click"}\n' + json.dumps(ROW))
    postings, failures = scan(path, limits=Limits(max_vain_rows=20))
    assert postings == []
    assert len(failures) == 21
    assert reasons(failures)[-1] == ("a.jsonl", "no_posting")
    assert len(scan(path, limits=Limits(max_vain_rows=51))[0]) == 1


def test_a_line_may_hold_an_envelope(tmp_path: Path) -> None:
    content = (
        json.dumps({"jobs": [{"title": "A", "text": "SQL"}, {"title": "B", "text": "R"}]})
        + "\n"
        + json.dumps(ROW)
    )
    postings, _ = scan(put(tmp_path / "a.jsonl", content))
    assert [(posting.id, posting.origin.rpartition("/")[2]) for posting in postings] == [
        ("a.jsonl#1#1", "a.jsonl:1#1"),
        ("a.jsonl#1#2", "a.jsonl:1#2"),
        ("a-1", "a.jsonl:2"),
    ]


def test_a_line_too_long_is_told_and_the_rest_read(tmp_path: Path) -> None:
    long = json.dumps({"id": "long", "title": "A", "text": "x" * 5000})
    content = json.dumps(ROW) + "\n" + long + "\n" + json.dumps(OTHER)
    postings, failures = scan(put(tmp_path / "a.jsonl", content), limits=Limits(max_line_bytes=1000))
    assert [posting.id for posting in postings] == ["a-1", "a-2"]
    assert reasons(failures) == [("a.jsonl:2", "too_large")]


def test_a_line_without_end_is_given_up(tmp_path: Path) -> None:
    content = json.dumps(ROW) + "\n" + "x" * 20_000 + "\n" + json.dumps(OTHER)
    postings, failures = scan(
        put(tmp_path / "a.jsonl", content), limits=Limits(max_line_bytes=1000, max_document_bytes=5000)
    )
    assert [posting.id for posting in postings] == ["a-1"]
    assert {failure.reason for failure in failures} == {"too_large"}


def test_a_document_too_large_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "a.json", {"jobs": [ROW] * 100})
    assert reasons(scan(path, limits=Limits(max_document_bytes=1000))[1]) == [("a.json", "too_large")]


def test_a_list_is_read_however_large(tmp_path: Path) -> None:
    rows = [{**ROW, "id": str(number)} for number in range(1000)]
    postings, failures = scan(put(tmp_path / "a.json", rows), limits=Limits(max_document_bytes=1000))
    assert [posting.id for posting in postings] == [row["id"] for row in rows]
    assert failures == []


def test_a_damaged_list_gives_the_postings_before_the_damage(tmp_path: Path) -> None:
    good = f"[{json.dumps(ROW)},\n{json.dumps(OTHER)}"
    for content in (good, good + ", {cut", good + ", oops]", good + "] and more"):
        postings, failures = scan(put(tmp_path / "a.json", content))
        assert [posting.id for posting in postings] == ["a-1", "a-2"]
        assert reasons(failures) == [("a.json", "damaged")]


def test_an_element_too_large_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "a.json", [ROW, {**OTHER, "text": "x" * 300_000}])
    postings, failures = scan(path, limits=Limits(max_line_bytes=1000))
    assert [posting.id for posting in postings] == ["a-1"]
    assert reasons(failures) == [("a.json", "too_large")]


def test_a_long_list_of_other_things_is_one_failure(tmp_path: Path) -> None:
    assert reasons(scan(put(tmp_path / "a.json", list(range(5000))))[1]) == [("a.json", "no_posting")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=6), st.integers(1, 20), st.booleans())
def test_lists_are_read_as_the_standard_library_reads_them(
    value: list[Any], chunk: int, spaced: bool
) -> None:
    data = json.dumps(value, ensure_ascii=False, indent=1 if spaced else None).encode()
    document = Document("a", "a", "a.json", Stream(io.BytesIO(data).read))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonfiles, "_CHUNK_BYTES", chunk)
        assert list(jsonfiles._elements(document, "utf-8")) == value


def test_a_text_too_long_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "a.json", [ROW, {**OTHER, "text": "x" * 101}])
    postings, failures = scan(path, limits=Limits(max_text_chars=100))
    assert [posting.id for posting in postings] == ["a-1"]
    assert reasons(failures) == [("a.json#2", "too_large")]


def test_values_that_json_should_not_hold_are_read(tmp_path: Path) -> None:
    content = (
        '{"id": "a", "title": "A\tB", "text": "grow \\ud83d\nnow\\u0000", "salary_min": NaN, "company": NaN}'
    )
    (posting,), failures = scan(put(tmp_path / "a.json", content))
    assert (posting.title, posting.text) == ("A B", "grow \ufffd\nnow\ufffd")
    assert (posting.base_salary, posting.hiring_organization) == ((), "")
    assert failures == []


def test_bytes_that_are_not_utf8_spoil_one_character(tmp_path: Path) -> None:
    content = lines_of(2).replace(b"SQL 1", b"SQL \xe9")
    postings, failures = scan(put(tmp_path / "a.jsonl", content))
    assert [posting.text for posting in postings] == ["You know SQL 0.", "You know SQL \ufffd."]
    assert failures == []
