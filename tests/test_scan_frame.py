"""scan_frame: a frame of postings in, a row each out, whatever the frame holds and however it is split."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import jobscan
from jobscan.engines.frame import FAILURE_COLUMNS, frame_schema, scan_frame
from jobscan.engines.mapping import check_columns, mapped_row, parse_columns, plain_value, rename_header
from jobscan.errors import JobscanError, LexiconError
from jobscan.extract import Extractor
from jobscan.extract.duplicates import text_hash
from jobscan.tables import POSTING_SKILLS, POSTINGS
from tests.lexicons import write_lexicon

PAGE = """<html><head><title>Jobs</title><script type="application/ld+json">
{"@type": "JobPosting", "title": "Data Analyst", "description": "<p>You know SQL.</p>",
 "hiringOrganization": {"name": "Fenwick Mills"}}</script></head><body>Menu</body></html>"""


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture
def postings() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a", "b", None, "d"],
            "title": ["Data Scientist", "Analyst", "Engineer", None],
            "description": ["You know Python and SQL.", "No Python needed.", "You write Java.", ""],
            "company": ["Fenwick Mills", None, float("nan"), "Orla & Sons"],
            "date_posted": [dt.date(2026, 3, 1), None, pd.NaT, pd.Timestamp("2026-04-02")],
        }
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def test_a_posting_is_a_row_of_the_tables_columns(postings: pd.DataFrame, lexicon: Path) -> None:
    found = scan_frame(postings, lexicon=lexicon)

    assert tuple(found.columns) == (
        *POSTINGS.names,
        "text_hash",
        "sketch",
        "posting_skills",
        *FAILURE_COLUMNS,
    )
    first = found.iloc[0]
    assert first[["posting_id", "title", "company", "date_posted", "duplicate_of", "failure"]].tolist() == [
        "a",
        "Data Scientist",
        "Fenwick Mills",
        "2026-03-01",
        "",
        "",
    ]
    assert first["text_hash"] == text_hash("You know Python and SQL.")
    assert first["skills"] == 2
    assert [(row["skill_id"], row["level"], row["quote"]) for row in first["posting_skills"]] == [
        ("python", "required", "Python"),
        ("sql", "required", "SQL"),
    ]
    assert tuple(first["posting_skills"][0]) == POSTING_SKILLS.names[1:]


def test_rows_keep_their_order_and_a_bad_one_is_told(postings: pd.DataFrame, lexicon: Path) -> None:
    found = scan_frame(postings, lexicon=lexicon)

    assert found["failure"].tolist() == ["", "", "", "no_text"]
    assert found["title"].tolist() == ["Data Scientist", "Analyst", "Engineer", ""]
    assert found["origin"].tolist()[:2] == ["a", "b"]
    assert found["origin"].tolist()[3] == "d"
    assert found["failure_detail"].iloc[3].startswith("has no description")
    assert found["posting_skills"].iloc[3] == []
    assert pd.isna(found["skills"].iloc[3])


def test_a_row_without_an_id_gets_one_of_what_it_says(postings: pd.DataFrame, lexicon: Path) -> None:
    whole = scan_frame(postings, lexicon=lexicon)["posting_id"].iloc[2]
    alone = scan_frame(postings.iloc[2:3], lexicon=lexicon)["posting_id"].iloc[0]
    other = scan_frame(postings.iloc[2:3].assign(title="Lead"), lexicon=lexicon)["posting_id"].iloc[0]

    assert whole == alone
    assert whole.startswith("row:")
    assert other != whole


def test_however_it_is_split_the_rows_are_the_same(postings: pd.DataFrame, lexicon: Path) -> None:
    whole = scan_frame(postings, lexicon=lexicon)
    parts = [scan_frame(postings.iloc[at : at + 1], lexicon=lexicon) for at in range(len(postings))]

    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def test_no_rows_give_no_rows_in_the_same_columns(postings: pd.DataFrame, lexicon: Path) -> None:
    found = scan_frame(postings, lexicon=lexicon)

    for empty in (postings.iloc[:0], pd.DataFrame()):
        none = scan_frame(empty, lexicon=lexicon)
        assert len(none) == 0
        assert none.dtypes.to_dict() == found.dtypes.to_dict()
    assert list(found.columns) == frame_schema().names


def test_text_in_columns_of_other_names(lexicon: Path) -> None:
    frame = pd.DataFrame(
        {
            "head": ["Analyst"],
            "body": ["<p>You know SQL.</p>"],
            "description": ["Only a teaser about Java."],
            "employer": [{"name": "Orla & Sons"}],
        }
    )

    found = scan_frame(
        frame, lexicon=lexicon, columns={"title": "head", "text": "body", "company": "employer.name"}
    )

    assert found[["title", "company"]].iloc[0].tolist() == ["Analyst", "Orla & Sons"]
    assert [row["skill_id"] for row in found["posting_skills"].iloc[0]] == ["sql"]


@pytest.mark.parametrize("page", [PAGE, PAGE.encode()], ids=["text", "bytes"])
def test_a_column_of_whole_pages(page: str | bytes, lexicon: Path) -> None:
    frame = pd.DataFrame(
        {"html": [page, "<html><body></body></html>"], "url": ["https://fenwick.example/1", None]}
    )

    found = scan_frame(frame, lexicon=lexicon, columns={"page": "html"}, source="crawl")

    assert found[["posting_id", "title", "company", "url", "source", "failure"]].iloc[0].tolist() == [
        "https://fenwick.example/1",
        "Data Analyst",
        "Fenwick Mills",
        "https://fenwick.example/1",
        "crawl",
        "",
    ]
    assert found["failure"].iloc[1] != ""


def test_one_that_cannot_be_understood_costs_no_other(
    postings: pd.DataFrame, lexicon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand = Extractor.extract_all

    def fragile(reader: Extractor, batch: Any) -> Any:
        if any("Java" in posting.text for posting in batch):
            raise ArithmeticError("a case nobody foresaw")
        return understand(reader, batch)

    monkeypatch.setattr(Extractor, "extract_all", fragile)
    found = scan_frame(postings, lexicon=lexicon)

    assert found["failure"].tolist() == ["", "", "failed", "no_text"]
    assert found["failure_detail"].iloc[2] == "ArithmeticError: a case nobody foresaw"
    assert found["skills"].tolist()[:2] == [2, 0]


def test_hostile_cells_are_read_or_told(lexicon: Path) -> None:
    cells: list[object] = [
        "\x00\x1b[31m=cmd()",
        "\ud800 SQL",
        ["You know", "SQL"],
        {"html": "<b>SQL</b>"},
        7,
        b"\xff SQL",
    ]
    frame = pd.DataFrame({"id": list("abcdef"), "description": cells})

    found = scan_frame(frame, lexicon=lexicon)

    assert found["posting_id"].tolist()[:1] == ["a"]
    assert len(found) == len(cells)
    assert found["failure"].tolist() == ["", "", "", "", "no_text", ""]
    assert found["skills"].tolist()[1:4] == [1, 1, 1]


def test_a_lexicon_that_was_changed_is_read_again(tmp_path: Path) -> None:
    folder = write_lexicon(tmp_path / "lexicon")
    frame = pd.DataFrame({"description": ["You know Python."]})
    before = scan_frame(frame, lexicon=folder)["skills"].iloc[0]
    aliases = folder / "aliases.csv"
    lines = aliases.read_text().splitlines(keepends=True)
    aliases.write_text("".join(line for line in lines if not line.startswith("python,")))

    assert (before, scan_frame(frame, lexicon=folder)["skills"].iloc[0]) == (1, 0)


def test_the_package_travels_with_a_function_that_uses_it() -> None:
    assert pickle.loads(pickle.dumps(jobscan)) is jobscan


def test_what_is_wrong_with_the_call_is_said(tmp_path: Path) -> None:
    frame = pd.DataFrame({"description": ["You know SQL."]})

    with pytest.raises(JobscanError, match=r"'titel' is no field of a posting. Did you mean title\?"):
        scan_frame(frame, columns={"titel": "head"})
    with pytest.raises(LexiconError):
        scan_frame(frame, lexicon=tmp_path / "missing")


MAPPINGS: dict[str, tuple[list[str], dict[str, str]]] = {
    "one": (["text=body"], {"text": "body"}),
    "several": (
        ["text=body,title=head.name", "url=link"],
        {"text": "body", "title": "head.name", "url": "link"},
    ),
    "none": ([], {}),
}


@pytest.mark.parametrize(("words", "columns"), MAPPINGS.values(), ids=MAPPINGS)
def test_parse_columns(words: list[str], columns: dict[str, str]) -> None:
    assert parse_columns(words) == columns


WRONG = {
    "no column": ("text", "expected FIELD=COLUMN"),
    "no field": ("=body", "expected FIELD=COLUMN"),
    "unknown": ("skills=x", "'skills' is no field"),
    "twice": ("text=a,text=b", "in two columns, a and b"),
}


@pytest.mark.parametrize(("word", "message"), WRONG.values(), ids=WRONG)
def test_parse_columns_says_what_is_wrong(word: str, message: str) -> None:
    with pytest.raises(JobscanError, match=message):
        parse_columns([word])


def test_no_mapping_leaves_a_row_as_it_is() -> None:
    assert check_columns(None) == {}
    assert mapped_row({"text": "SQL", "page": 3}, {}) == {"text": "SQL", "page": 3}


def test_a_mapped_field_is_taken_from_nowhere_else() -> None:
    row = {"description": "teaser", "full_text": "teaser", "name": "Analyst", "city": "Bern"}

    assert mapped_row(row, {"text": "body"}) == {"name": "Analyst", "city": "Bern"}


PLAIN: Mapping[str, tuple[object, object]] = {
    "missing": (pd.NA, None),
    "no day": (pd.NaT, None),
    "numbers": (np.array([1.5, 2.0]), [1.5, 2.0]),
    "number": (np.int64(4), 4),
    "nested": ({"a": (np.array(["x"]),)}, {"a": [["x"]]}),
    "time": (pd.Timestamp("2026-03-01 10:00"), "2026-03-01T10:00:00"),
    "odd": (complex(1, 2), "(1+2j)"),
}


@pytest.mark.parametrize(("value", "plain"), PLAIN.values(), ids=PLAIN)
def test_plain_value(value: object, plain: object) -> None:
    assert plain_value(value) == plain


HEADERS = {
    "mark and line end": (b"\xef\xbb\xbfbody,id\r\nSQL,1\r\n", b"description,id\nSQL,1\r\n"),
    "quoted": (b'"the, body",x\n1,2\n', b'"the, body",x\n1,2\n'),
    "another description": (b"description,body\na,b\n", b"not description,description\na,b\n"),
    "no such column": (b"x,y\n1,2\n", b"x,y\n1,2\n"),
    "a page": (b"<p>body</p>", b"<p>body</p>"),
    "empty": (b"", b""),
}


@pytest.mark.parametrize(("content", "renamed"), HEADERS.values(), ids=HEADERS)
def test_rename_header(content: bytes, renamed: bytes) -> None:
    assert rename_header(content, {"text": "body"}) == renamed
