from __future__ import annotations

import builtins
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jobscan.sources import Limits
from tests.postings_io import gzip_of, reasons, scan, zip_of

HEADER = ["id", "Job Title", "company", "Job Description"]
ROWS = [["1", "Analyst", "Acme", "You know SQL,\nand Excel."], ["2", "Scientist", "Globex", 'You say "R".']]


def csv_of(rows: Sequence[Sequence[str]], *, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("name", ["jobs.csv", "jobs.txt", "jobs"])
def test_csv_is_read_with_any_delimiter(tmp_path: Path, delimiter: str, name: str) -> None:
    postings, failures = scan(put(tmp_path / name, csv_of([HEADER, *ROWS], delimiter=delimiter)))
    assert [(p.id, p.title, p.hiring_organization, p.text) for p in postings] == [tuple(row) for row in ROWS]
    assert [posting.origin.rpartition("/")[2] for posting in postings] == [f"{name}:3", f"{name}:4"]
    assert {posting.source for posting in postings} == {"jobs"}
    assert failures == []


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, codec: str) -> None:
    data = "title;description\nAnalyst – Zürich;SQL für Söhne\n".encode(codec)
    (posting,), failures = scan(put(tmp_path / "a.csv", data))
    assert (posting.title, posting.text) == ("Analyst – Zürich", "SQL für Söhne")
    assert failures == []


def test_one_line_in_another_encoding_does_not_spoil_the_others(tmp_path: Path) -> None:
    data = "title,description\nA,Zürich\n".encode() + "B,Zürich\n".encode("cp1252")
    postings, _ = scan(put(tmp_path / "a.csv", data))
    assert [posting.text for posting in postings] == ["Zürich", "Zürich"]


def test_the_separator_line_of_excel_is_heeded(tmp_path: Path) -> None:
    (posting,), failures = scan(put(tmp_path / "a.csv", b"sep=;\r\ntitle;description\r\nA;SQL, R\r\n"))
    assert (posting.title, posting.text) == ("A", "SQL, R")
    assert failures == []


def test_rows_without_ids_are_numbered_and_blank_ones_passed_over(tmp_path: Path) -> None:
    postings, failures = scan(put(tmp_path / "a.csv", b"title,description\nA,SQL\n\n,\nB,R\n"))
    assert [posting.id for posting in postings] == ["a.csv#1", "a.csv#2"]
    assert failures == []


@pytest.mark.parametrize("header", ["a,b,c", "title,company,place", "1,2,3"])
def test_csv_without_descriptions_is_one_failure_with_its_columns(tmp_path: Path, header: str) -> None:
    postings, (failure,) = scan(put(tmp_path / "a.csv", (header + "\n" + 50 * "x,y,z\n").encode()))
    assert postings == []
    assert failure.reason == "no_posting"
    assert header.replace(",", ", ") in failure.detail
    assert "job_description" in failure.detail


def test_csv_without_rows_is_told(tmp_path: Path) -> None:
    assert reasons(scan(put(tmp_path / "a.csv", b"title,description\n"))[1]) == [("a.csv", "empty")]


def test_a_row_without_a_description_is_told_and_the_rest_read(tmp_path: Path) -> None:
    postings, failures = scan(put(tmp_path / "a.csv", b"title,description\nA,\nB,nan\nC,SQL\n"))
    assert [posting.title for posting in postings] == ["C"]
    assert reasons(failures) == [("a.csv:2", "no_text"), ("a.csv:3", "no_text")]


def test_a_row_with_too_many_cells_is_told(tmp_path: Path) -> None:
    data = b"title,description\nA,SQL, R and Python\nB,SQL,,\nC\nD,R\n"
    postings, failures = scan(put(tmp_path / "a.csv", data))
    assert [posting.title for posting in postings] == ["B", "D"]
    assert reasons(failures) == [("a.csv:2", "damaged"), ("a.csv:4", "no_text")]


def test_a_quote_that_is_never_closed_is_told(tmp_path: Path) -> None:
    data = b'title,description\nA,SQL\nB,"R\n' + b"C,Python\n" * 1000
    postings, failures = scan(put(tmp_path / "a.csv", data), limits=Limits(max_line_bytes=2000))
    assert [posting.title for posting in postings] == ["A"]
    assert reasons(failures) == [("a.csv", "damaged")]


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    (posting,), _ = scan(put(tmp_path / "a.csv", csv_of([["title", "description"], ["A", "x" * 300_000]])))
    assert len(posting.text) == 300_000


def test_a_line_too_long_is_told(tmp_path: Path) -> None:
    data = b"title,description\nA,SQL\nB," + b"x" * 5000 + b"\n"
    postings, failures = scan(put(tmp_path / "a.csv", data), limits=Limits(max_line_bytes=1000))
    assert [posting.title for posting in postings] == ["A"]
    assert reasons(failures) == [("a.csv", "too_large")]


def test_truncated_csv_gives_the_rows_before_the_damage(tmp_path: Path) -> None:
    data = gzip_of(csv_of([HEADER, *ROWS]))
    postings, failures = scan(put(tmp_path / "a.csv.gz", data[:-6]))
    assert [posting.id for posting in postings] == ["1", "2"]
    assert reasons(failures) == [("a.csv.gz", "damaged")]


def test_columns_of_sections_make_a_description(tmp_path: Path) -> None:
    data = b"Title,Company,Responsibilities,Minimum Qualifications\nAnalyst,Acme,Build reports.,SQL.\n"
    (posting,), _ = scan(put(tmp_path / "a.csv", data))
    assert posting.text == "Responsibilities\nBuild reports.\n\nMinimum qualifications\nSQL."


def parquet_of(columns: Mapping[str, Sequence[object]], *, row_group_size: int | None = None) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), out, row_group_size=row_group_size)
    return out.getvalue()


TABLE: dict[str, Sequence[object]] = {
    "id": [11, 12, 13],
    "title": ["A", "B", "C"],
    "description": ["SQL", None, "R"],
    "company": [{"name": "Acme"}, {"name": "Globex"}, None],
    "embedding": [[0.5] * 4] * 3,
}


@pytest.mark.parametrize("group", [None, 1], ids=["one group", "a group a row"])
def test_parquet_is_read_row_by_row(tmp_path: Path, group: int | None) -> None:
    postings, failures = scan(put(tmp_path / "jobs.parquet", parquet_of(TABLE, row_group_size=group)))
    assert [(p.id, p.text, p.hiring_organization, p.source) for p in postings] == [
        ("11", "SQL", "Acme", "jobs"),
        ("13", "R", "", "jobs"),
    ]
    assert reasons(failures) == [("jobs.parquet#2", "no_text")]


def test_parquet_in_a_zip_is_read(tmp_path: Path) -> None:
    data = zip_of({"x/jobs.parquet": parquet_of({"title": ["A"], "description": ["SQL"]})})
    (posting,), failures = scan(put(tmp_path / "a.zip", data))
    assert (posting.id, posting.origin.rpartition("/a.")[2]) == (
        "a.zip!x/jobs.parquet#1",
        "zip!x/jobs.parquet#1",
    )
    assert failures == []


def test_parquet_without_descriptions_names_its_columns(tmp_path: Path) -> None:
    _, (failure,) = scan(put(tmp_path / "a.parquet", parquet_of({"x": [1], "name": ["y"]})))
    assert failure.reason == "no_posting"
    assert "found x, name" in failure.detail


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_damaged_parquet_is_told(tmp_path: Path, damage: str) -> None:
    data = bytearray(parquet_of({"title": ["A"] * 1000, "description": [f"SQL {n}" for n in range(1000)]}))
    if damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[4:400] = bytes(396)
    assert reasons(scan(put(tmp_path / "a.parquet", bytes(data)))[1]) == [("a.parquet", "damaged")]


def test_parquet_without_pyarrow_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without_pyarrow(name: str, *args: object, **kwargs: object) -> ModuleType:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    path = put(tmp_path / "a.parquet", parquet_of({"title": ["A"], "description": ["SQL"]}))
    monkeypatch.setattr(builtins, "__import__", without_pyarrow)
    _, (failure,) = scan(path)
    assert failure.reason == "unsupported"
    assert 'pip install "jobscan[parquet]"' in failure.detail
