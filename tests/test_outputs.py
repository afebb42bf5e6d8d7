from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.errors import JobscanError
from jobscan.outputs import (
    check_format,
    check_scan_folder,
    formats,
    read_scan_folder,
    write_files,
    write_frame,
    write_scan_folder,
)
from jobscan.outputs.formats import read_frame
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Column,
    Table,
    breakdown_table,
    to_frame,
)

TABLE = Table(
    "t", "", (Column("name", "text", ""), Column("count", "integer", ""), Column("share", "number", ""))
)
FRAME = to_frame([("Ana", 3, 0.5), ("", None, None), ('b, "c"\nd', 0, 1.0)], TABLE)
SCAN = {
    table.name: to_frame([], table)
    for table in (POSTINGS, POSTING_SKILLS, SKILL_DEMAND, ROLE_BREAKDOWN, FAILURES)
}
RUN = {"counts": {"read": 0}}
NAMES = [
    "failures.csv",
    "posting_skills.csv",
    "postings.csv",
    "role_breakdown.csv",
    "run.json",
    "skill_demand.csv",
]


def written(frame: pd.DataFrame, file_format: str) -> bytes:
    out = io.BytesIO()
    write_frame(frame, file_format, out)
    return out.getvalue()


def texts(*cells: str) -> pd.DataFrame:
    return to_frame([(cell, None, None) for cell in cells], TABLE)


def write_text(text: str) -> Callable[[BinaryIO], None]:
    return lambda handle: (handle.write(text.encode()), None)[1]


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


# Formats


def test_csv_is_as_rfc_4180_has_it() -> None:
    assert written(FRAME, "csv") == b'name,count,share\r\nAna,3,0.5\r\n,,\r\n"b, ""c""\nd",0,1\r\n'


def test_json_is_records() -> None:
    assert json.loads(written(FRAME, "json")) == [
        {"name": "Ana", "count": 3, "share": 0.5},
        {"name": "", "count": None, "share": None},
        {"name": 'b, "c"\nd', "count": 0, "share": 1},
    ]
    assert written(FRAME.head(0), "json") == b"[]\n"


def test_markdown_is_a_table() -> None:
    assert written(FRAME, "markdown").decode().splitlines() == [
        "| name | count | share |",
        "| --- | ---: | ---: |",
        "| Ana | 3 | 0.5 |",
        "|  |  |  |",
        '| b, "c" d | 0 | 1 |',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("AT&amp;T", "AT&amp;amp;T"),
        ("[x](javascript:y) *b* _i_ `c` ~~d~~", r"\[x\](javascript:y) \*b\* \_i\_ \`c\` \~\~d\~\~"),
        ("C# \\| x", r"C\# \\\| x"),
    ],
)
def test_markdown_text_is_no_markup(text: str, expected: str) -> None:
    assert written(texts(text), "markdown").decode().splitlines()[2] == f"| {expected} |  |  |"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "'=1", '=HYPERLINK("x")', "-"],
)
def test_csv_cells_do_not_run_as_formulas(text: str) -> None:
    rows = list(csv.reader(io.StringIO(written(texts(text), "csv").decode(), newline="")))
    assert rows[1] == [f"'{text}", "", ""]


@pytest.mark.parametrize("text", ["C++", "a=b", "O'Brien", "'quoted'", "3-5 years", "a@b.example", ".NET"])
def test_csv_cells_that_run_nothing_stay_as_they_are(text: str) -> None:
    rows = list(csv.reader(io.StringIO(written(texts(text), "csv").decode(), newline="")))
    assert rows[1] == [text, "", ""]


def test_csv_numbers_are_not_guarded() -> None:
    assert written(to_frame([("a", -1, -0.25)], TABLE), "csv") == b"name,count,share\r\na,-1,-0.25\r\n"


@pytest.mark.parametrize("file_format", ["csv", "json", "markdown"])
def test_control_characters_are_taken_out(file_format: str) -> None:
    text = written(texts("a\x00b\x1b[31mc\x7f\x9bd"), file_format).decode()
    assert "ab[31mcd" in text.replace("\\", "")
    assert not any(sign in text for sign in "\x00\x1b\x7f\x9b")


def test_xlsx_cells_are_text_or_numbers_never_formulas() -> None:
    frame = to_frame([("=1+1", 3, 0.5), ("#N/A", None, None), ("a\x00b", 0, 1.0)], TABLE)
    sheet = openpyxl.load_workbook(io.BytesIO(written(frame, "xlsx"))).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["name", "count", "share"],
        ["=1+1", 3, 0.5],
        ["#N/A", None, None],
        ["ab", 0, 1],
    ]
    assert [row[0].data_type for row in sheet.iter_rows()] == ["s"] * 4


def test_xlsx_cuts_a_text_that_excel_cannot_hold() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(texts("x" * 40_000), "xlsx"))).active
    assert sheet is not None
    assert sheet["A2"].value == "x" * 32_767


def test_xlsx_refuses_more_rows_than_excel_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_XLSX_ROWS", 3)
    with pytest.raises(JobscanError, match="xlsx holds 2 rows, these are 3"):
        written(FRAME, "xlsx")


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_a_table_comes_back_as_it_was(file_format: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{file_format}"
    path.write_bytes(written(FRAME, file_format))
    pd.testing.assert_frame_equal(read_frame(path, TABLE), FRAME)


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_a_table_without_rows_comes_back_as_it_was(file_format: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{file_format}"
    path.write_bytes(written(FRAME.head(0), file_format))
    pd.testing.assert_frame_equal(read_frame(path, TABLE), FRAME.head(0))


@given(text=st.text(alphabet=st.sampled_from("'=+-@ \t\r\n,\"aé＝NA"), max_size=8))
def test_csv_text_comes_back_as_it_was(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(written(texts(text, "end"), "csv"))
    assert read_frame(path, TABLE)["name"].tolist() == [text, "end"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "name,count\r\na,1\r\n", "the column share is missing; t has name, count, share"),
        ("t.csv", "name,count,share\r\na,many,0.5\r\n", "column count: expected integers"),
        ("t.csv", "name,count,share\r\na,1.5,0.5\r\n", "column count: expected integers, not fractions"),
        ("t.csv", "", "is damaged"),
        ("t.json", "[1]", "expected a list of objects"),
        ("t.json", "[{", "is damaged"),
        ("t.json", "[" * 100_000, "is damaged"),
        ("t.parquet", "PAR1", "is damaged"),
        ("none.csv", None, "cannot be read"),
    ],
    ids=["column", "word", "fraction", "empty", "no records", "cut", "deep", "parquet", "missing"],
)
def test_read_frame_says_what_is_wrong(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(JobscanError, match=message) as raised:
        read_frame(tmp_path / name, TABLE)
    assert str(tmp_path / name) in str(raised.value)


def test_check_format_suggests_the_nearest() -> None:
    with pytest.raises(
        JobscanError, match=r"unknown format 'cvs'. Did you mean csv\? Known are csv, parquet, json."
    ):
        check_format("cvs", formats.SCAN_FORMATS)


def test_check_format_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    with pytest.raises(JobscanError) as raised:
        check_format("xlsx", ("parquet", "xlsx"))
    assert "pip install 'jobscan[xlsx]'" in str(raised.value)


# Whole or not at all


def test_write_files_makes_the_folder(tmp_path: Path) -> None:
    write_files(tmp_path / "new" / "out", {"a": write_text("1"), "b": write_text("2")})
    assert contents(tmp_path / "new" / "out") == {"a": "1", "b": "2"}


def test_write_files_replaces_and_takes_stale_ones_away(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": write_text("1"), "b": write_text("2")})
    (tmp_path / "notes").write_text("mine")
    write_files(tmp_path, {"a": write_text("3")}, stale=["b", "never there"])
    assert contents(tmp_path) == {"a": "3", "notes": "mine"}


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), ValueError("x")],
    ids=repr,
)
def test_write_files_leaves_the_old_where_a_writer_fails(error: BaseException, tmp_path: Path) -> None:
    def fail(handle: BinaryIO) -> None:
        handle.write(b"half")
        raise error

    write_files(tmp_path, {"a": write_text("1"), "b": write_text("2")})
    expected = JobscanError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_files(tmp_path, {"a": write_text("3"), "b": fail}, stale=["b"])
    assert contents(tmp_path) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("fails_at", range(1, 5))
def test_write_files_leaves_the_old_where_renaming_fails(
    fails_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"a": write_text("1"), "b": write_text("2")})
    calls = 0
    rename = Path.replace

    def fail_once(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise PermissionError(errno.EACCES, "The file is open in another program", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", fail_once)
    with pytest.raises(JobscanError, match=f"open in another program. Nothing in {tmp_path} was changed"):
        write_files(tmp_path, {"a": write_text("3"), "b": write_text("4"), "c": write_text("5")})
    assert contents(tmp_path) == {"a": "1", "b": "2"}


def test_write_files_leaves_no_folder_behind_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JobscanError, match="No space left on device"):
        write_files(tmp_path / "out", {"a": write_text("1")})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", "deeper"])
def test_write_files_into_a_file_is_refused(below: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(JobscanError, match="is a file"):
        write_files(tmp_path / "out" / below, {"a": write_text("1")})
    assert contents(tmp_path) == {"out": "mine"}


def test_write_files_replaces_neither_folders_nor_devices(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(os.devnull)
    for name in "ab":
        with pytest.raises(JobscanError, match="is a folder or a device, not a file"):
            write_files(tmp_path, {name: write_text("1"), "c": write_text("2")})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "b").is_char_device()


# The folder of a scan


def test_write_scan_folder_says_what_it_wrote(tmp_path: Path) -> None:
    assert sorted(write_scan_folder(tmp_path, SCAN, RUN, file_format="csv")) == NAMES
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    run = json.loads((tmp_path / "run.json").read_text())
    assert (run["format"], sorted(run["files"]), run["counts"]) == ("csv", NAMES, {"read": 0})


def test_write_scan_folder_takes_away_what_an_earlier_scan_wrote(tmp_path: Path) -> None:
    by_month = {"skill_demand_by_month": to_frame([], breakdown_table("month"))}
    write_scan_folder(tmp_path, SCAN | by_month, RUN, file_format="csv")
    (tmp_path / "my_notes.csv").write_text("mine")
    write_scan_folder(tmp_path, SCAN, RUN, file_format="json")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*(name.replace(".csv", ".json") for name in NAMES), "my_notes.csv"]
    )


@pytest.mark.parametrize("name", ["postings.csv", "skill_demand_by_role.parquet", "run.json"])
def test_write_scan_folder_does_not_replace_what_no_scan_wrote(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(JobscanError, match="was not written by a scan, and would be lost"):
        write_scan_folder(tmp_path, SCAN, RUN, file_format="csv")
    assert contents(tmp_path) == {name: "mine"}


def test_a_run_file_that_lies_removes_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "precious").write_text("mine")
    (folder / "precious").write_text("mine")
    (folder / "run.json").write_text(
        json.dumps(
            {"format": "csv", "files": ["../precious", "precious", "run.json", str(tmp_path / "precious")]}
        )
    )
    write_scan_folder(folder, SCAN, RUN, file_format="csv")
    assert (tmp_path / "precious").read_text() == "mine"
    assert (folder / "precious").read_text() == "mine"


def test_check_scan_folder_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(JobscanError, match="is a file; the results need a folder"):
            check_scan_folder(folder)


def test_check_scan_folder_refuses_a_folder_that_must_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(JobscanError, match="must not be written into"):
        check_scan_folder(tmp_path / "out")


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_read_scan_folder_gives_what_was_written(file_format: str, tmp_path: Path) -> None:
    row = ("python", "Python", "programming", "programming", 3, 0.75, 0.3, 0.95, None, None, None, 4)
    tables = SCAN | {
        "skill_demand": to_frame([row], SKILL_DEMAND),
        "skill_demand_by_role": to_frame([("=role", *row)], breakdown_table("role")),
    }
    write_scan_folder(tmp_path, tables, RUN, file_format=file_format)
    read, run = read_scan_folder(tmp_path)
    assert read.keys() == tables.keys()
    for name, table in tables.items():
        pd.testing.assert_frame_equal(read[name], table)
    assert run["counts"] == RUN["counts"]


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda _: None, "no such folder"),
        (lambda folder: folder.write_text("x"), "is not a folder"),
        (lambda folder: folder.mkdir(), "holds no finished scan, for it has no run.json"),
        (
            lambda folder: (folder.mkdir(), (folder / "run.json").write_text("{}")),
            "was not written by a scan",
        ),
        (
            lambda folder: (folder.mkdir(), (folder / "run.json").write_text("[" * 10**5)),
            "was not written by a scan",
        ),
    ],
    ids=["missing", "file", "empty", "foreign", "deep"],
)
def test_read_scan_folder_says_what_to_do(
    prepare: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    prepare(folder)
    with pytest.raises(JobscanError, match=message) as raised:
        read_scan_folder(folder)
    assert f"jobscan scan PATH --to {folder}" in str(raised.value)


def test_read_scan_folder_names_a_file_that_is_gone(tmp_path: Path) -> None:
    write_scan_folder(tmp_path, SCAN, RUN, file_format="csv")
    (tmp_path / "postings.csv").unlink()
    with pytest.raises(JobscanError, match=r"postings.csv: is missing"):
        read_scan_folder(tmp_path)
