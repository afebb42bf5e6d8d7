from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from jobscan.outputs import write_frame
from jobscan.outputs.lines import csv_header, csv_lines, json_lines
from jobscan.outputs.streams import ROW_GROUP, parquet_schema, write_lines, write_parquet
from jobscan.tables import Column, Table, to_frame

TABLE = Table(
    "t", "", (Column("name", "text", ""), Column("count", "integer", ""), Column("share", "number", ""))
)

# Letters are rare among what can go wrong.
HOSTILE = st.text(
    st.one_of(st.sampled_from("=+-@＝＋－＠'\"\\,;\t\r\n \x85\u2028\xa0a"), st.characters(codec="utf-8"))
)
NUMBERS = st.one_of(
    st.none(), st.sampled_from([0.0, -0.0, 0.1, 1e22, 1e-7, 2.5, 120000.0]), st.floats(-1e9, 1e9)
)
ROWS = st.lists(st.tuples(HOSTILE, st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), NUMBERS))

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
RUNS = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")

Cells = tuple[str, int | None, float | None]


def arrays(rows: list[Cells]) -> list[pa.Array]:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return [
        pa.array(cells, kind)
        for cells, kind in zip(columns, (pa.string(), pa.int64(), pa.float64()), strict=True)
    ]


def plain(rows: list[Cells]) -> list[Cells]:
    """Without control characters, and with whole numbers as integers."""
    return [
        (CONTROL.sub("", text), count, int(share) if share is not None and share.is_integer() else share)
        for text, count, share in rows
    ]


@given(rows=ROWS)
@example(rows=[("\x00=1", 1, None), ("\x85=1", None, 0.5), ("\u3000@x", 0, 1e16), ('"\r"', 2, -0.0)])
@settings(deadline=None)
def test_csv_lines_are_those_of_csv(rows: list[Cells]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        (f"'{text}" if RUNS.match(text) else text, *numbers) for text, *numbers in plain(rows)
    )
    assert "".join(csv_lines(arrays(rows)).to_pylist()) == out.getvalue()


@given(rows=ROWS)
@example(rows=[('\\"\t\r\n\x00\x7f\x9f\u2028é', 1, None)])
@settings(deadline=None)
def test_json_lines_are_those_of_json(rows: list[Cells]) -> None:
    expected = [
        ",\n" + json.dumps(dict(zip(TABLE.names, row, strict=True)), ensure_ascii=False)
        for row in plain(rows)
    ]
    assert json_lines(TABLE.names, arrays(rows)).to_pylist() == expected


@pytest.mark.parametrize(
    "cells", [["x"] * 3000, [f"{n}," for n in range(3000)]], ids=["few-different", "many"]
)
def test_csv_lines_of_few_or_many_different_cells(cells: list[str]) -> None:
    lines = csv_lines([pa.array(cells), pa.array(range(3000))]).to_pylist()
    assert (lines[0], lines[-1]) == (
        ("x,0\r\n", "x,2999\r\n") if cells[0] == "x" else ('"0,",0\r\n', '"2999,",2999\r\n')
    )


def test_csv_lines_of_one_column_are_never_empty() -> None:
    assert csv_lines([pa.array(["", "a", "="])]).to_pylist() == ['""\r\n', "a\r\n", "'=\r\n"]


def test_lines_of_missing_cells_are_whole() -> None:
    cells = [pa.array(["a", None]), pa.array([None, 1]), pa.array([0.5, float("nan")])]
    assert csv_lines(cells).to_pylist() == ["a,,0.5\r\n", ",1,\r\n"]
    assert json_lines(TABLE.names, cells).to_pylist() == [
        ',\n{"name": "a", "count": null, "share": 0.5}',
        ',\n{"name": "", "count": 1, "share": null}',
    ]


def test_csv_header_quotes_what_must_be() -> None:
    assert csv_header(["a", "b,c"]) == b'a,"b,c"\r\n'


def lines_of(file_format: str, *pieces: pa.Array) -> bytes:
    out = io.BytesIO()
    write_lines(file_format, ["n"], pieces, out)
    return out.getvalue()


@pytest.mark.parametrize("kind", [pa.string(), pa.large_binary()], ids=str)
def test_write_lines_is_the_same_however_the_lines_are_cut(kind: pa.DataType) -> None:
    lines = json_lines(["n"], [pa.array([1, 2, 3])]).cast(kind)
    expected = b'[\n{"n": 1},\n{"n": 2},\n{"n": 3}\n]\n'
    assert lines_of("json", lines) == expected
    assert lines_of("json", lines.slice(0, 0), lines.slice(0, 1), lines.slice(1)) == expected


def test_write_lines_of_nothing() -> None:
    assert lines_of("json") == b"[]\n"
    assert lines_of("csv") == b"n\r\n"


def test_parquet_is_the_same_however_the_table_is_cut() -> None:
    schema = parquet_schema(TABLE)
    count = ROW_GROUP + 10
    table = pa.table([["é,"] * count, range(count), [None, 0.5] * (count // 2)], names=list(TABLE.names))
    written = []
    for cuts in ([0, count], [0, 1, 70_000, 70_000, count]):
        out = io.BytesIO()
        write_parquet(schema, (table.slice(low, high - low) for low, high in pairwise(cuts)), out)
        written.append(out.getvalue())
    assert written[0] == written[1]
    read = parquet.ParquetFile(io.BytesIO(written[0]))
    assert [read.metadata.row_group(group).num_rows for group in range(read.num_row_groups)] == [
        ROW_GROUP,
        10,
    ]


def test_parquet_keeps_the_dtypes_of_the_table() -> None:
    frame = to_frame([("a", None, 0.5), ("", 3, None)], TABLE)
    out = io.BytesIO()
    write_frame(frame, "parquet", out)
    read = parquet.read_table(out).to_pandas()
    assert read.dtypes.astype(str).tolist() == ["string", "Int64", "Float64"]
    assert read.equals(frame)
