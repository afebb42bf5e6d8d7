"""Reading unit by unit gives what reading from one end to the other gives, however the input is cut."""

from __future__ import annotations

import io
import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources import Limits, iter_postings
from jobscan.sources.documents import read_file
from jobscan.sources.files import iter_files
from jobscan.sources.units import Unit, plan_units, read_unit
from tests.postings_io import gzip_of, lines_of, zip_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
Found = list[Posting | Failure]


def in_one_go(*paths: Path | str, limits: Limits | None = None, exclude: tuple[str, ...] = ()) -> Found:
    """What iter_postings reads, before ids are made unique."""

    def read() -> Iterator[Posting | Failure]:
        for file in iter_files([*paths], exclude=exclude):
            if isinstance(file, Failure):
                yield file
            else:
                yield from read_file(file, limits=limits or Limits(), exclude=exclude)

    return list(read())


def in_units(
    *paths: Path | str, unit_bytes: int, limits: Limits | None = None, exclude: tuple[str, ...] = ()
) -> Found:
    found: Found = []
    for item in plan_units([*paths], exclude=exclude, limits=limits, unit_bytes=unit_bytes):
        if isinstance(item, Failure):
            found.append(item)
        else:
            found += read_unit(pickle.loads(pickle.dumps(item)), limits=limits, exclude=exclude)
    return found


def units(*paths: Path | str, unit_bytes: int = 1000, limits: Limits | None = None) -> list[Unit]:
    return [
        item for item in plan_units([*paths], unit_bytes=unit_bytes, limits=limits) if isinstance(item, Unit)
    ]


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def line(number: int, **more: Any) -> bytes:
    return json.dumps({"id": f"r{number}", "title": "Analyst", "text": f"SQL {number}", **more}).encode()


FILES: dict[str, bytes] = {
    "lines": lines_of(300),
    "no-final-newline": lines_of(60)[:-1],
    "mark": b"\xef\xbb\xbf" + lines_of(60),
    "windows-line-ends": lines_of(60).replace(b"\n", b"\r\n"),
    "blank-lines": b"\n\n" + lines_of(40).replace(b"\n", b"\n \t\n\n\n") + b"\n" * 2000,
    "bad-lines": b"\n".join(b"{oops" if n % 3 == 2 else line(n) for n in range(90)),
    "other-rows": b"\n".join(b'{"weather": "fair"}' if n % 4 else line(n) for n in range(90)),
    "line-separators": b"\n".join(
        f'{{"id": {n}, "title": "A", "text": "SQL\u2028{n}\u0085\x0b\r."}}'.encode() for n in range(90)
    ),
    "a-long-line": lines_of(20) + line(0, notes="x" * 9000) + b"\n" + lines_of(20),
    "a-long-last-line": lines_of(20) + line(0, notes="x" * 9000),
    "damaged-bytes": lines_of(60).replace(b"SQL 7", b"SQL \xff\xfe7"),
    "several-a-line": b"\n".join(b"[" + line(n) + b"," + line(-n) + b"]" for n in range(1, 60)),
    "repeated-ids": b"\n".join(line(n % 7) for n in range(90)),
    "marks-inside": b"\n".join(b"\xef\xbb\xbf" + line(n) for n in range(60)),
    "nuls-inside": lines_of(60) + b"\x00" * 5000 + b"\n" + lines_of(3),
    "wide": "\n".join(lines_of(60).decode().splitlines()).encode("utf-16"),
    "wide-without-mark": lines_of(60).decode().encode("utf-16-le"),
    "vain": b'{"weather": "fair"}\n' * 200,
    "vain-then-good": b'{"weather": "fair"}\n' * 200 + lines_of(60),
    "good-then-vain": lines_of(2) + b'{"weather": "fair"}\n' * 200,
    "blank": b"\n" * 3000,
    "json-over-lines": json.dumps([json.loads(line(n)) for n in range(60)], indent=1).encode(),
    "no-lines-at-all": b'{"id": "1", "title": "A", "text": "SQL ' + b"x" * 9000 + b'"}',
    "lone-carriage-returns": lines_of(60).replace(b"\n", b"\r"),
}
LIMITS = {
    "usual": Limits(),
    "few-vain-rows": Limits(max_vain_rows=50),
    "short-lines": Limits(max_line_bytes=2000),
    "short-lines-short-documents": Limits(max_line_bytes=500, max_document_bytes=3000),
    "short-texts": Limits(max_text_chars=6),
}


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("name", FILES)
def test_lines_in_pieces_read_as_in_one_go(tmp_path: Path, name: str, limits: Limits) -> None:
    path = put(tmp_path / "data.jsonl", FILES[name])
    expected = in_one_go(path, limits=limits)
    for unit_bytes in (1, 100, 777, 4096, 10**6):
        assert in_units(path, unit_bytes=unit_bytes, limits=limits) == expected


@pytest.mark.parametrize("name", ["jobs.json", "jobs.txt", "jobs.ndjson", "jobs"])
def test_lines_under_another_name_read_as_in_one_go(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name, lines_of(200))
    assert in_units(path, unit_bytes=500) == in_one_go(path)


@pytest.mark.parametrize("unit_bytes", [1, 3000, 4 * 1024 * 1024])
def test_the_fixtures_read_as_in_one_go(unit_bytes: int) -> None:
    assert in_units(FIXTURES, unit_bytes=unit_bytes) == in_one_go(FIXTURES)


def test_every_fixture_named_by_itself_reads_as_in_one_go() -> None:
    # Also those that the folder of fixtures passes over: the bad ones, saved answers, vocabularies.
    folders = [path for path in sorted(FIXTURES.rglob("*")) if path.is_dir()]
    assert len(folders) > 100
    assert in_units(*folders, unit_bytes=200) == in_one_go(*folders)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("jobs.jsonl.gz", gzip_of(lines_of(300))),
        ("jobs.zip", zip_of({"a.jsonl": lines_of(100), "b.txt": b"Data Analyst\n\nSQL\n"})),
        ("jobs.csv", b"title,text\n" + b'Analyst,"SQL\nand ""R"""\n' * 100),
        ("cut.jsonl.gz", gzip_of(lines_of(300))[:-40]),
    ],
)
def test_what_is_not_cut_is_one_unit(tmp_path: Path, name: str, data: bytes) -> None:
    path = put(tmp_path / name, data)
    (unit,) = units(path, unit_bytes=100)
    assert (unit.piece, unit.size, unit.anywhere) == (None, len(data), True)
    assert list(read_unit(unit)) == in_one_go(path)


def parquet(path: Path, count: int, *, group: int, vain: int = 0) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [None if n < vain else f"You know SQL {n}." for n in range(count)]
    table = pa.table({"title": [f"Analyst {n}" for n in range(count)], "text": texts, "other": [1] * count})
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=group)
    return path


@pytest.mark.parametrize("group", [7, 50, 600, 1000])
def test_parquet_in_pieces_reads_as_in_one_go(tmp_path: Path, group: int) -> None:
    path = parquet(tmp_path / "rows.parquet", 1000, group=group)
    expected = in_one_go(path)
    assert [item.origin for item in expected[:2]] == [f"{path}#1", f"{path}#2"]
    for unit_bytes in (100, 2000, 9000):
        assert in_units(path, unit_bytes=unit_bytes) == expected


def test_parquet_is_cut_between_row_groups_and_within_large_ones(tmp_path: Path) -> None:
    path = parquet(tmp_path / "rows.parquet", 1000, group=100)
    for unit_bytes, fewest in ((2000, 10), (15_000, 2)):
        pieces = [unit.piece for unit in units(path, unit_bytes=unit_bytes)]
        assert len(pieces) >= fewest
        ends = [(piece.start, piece.end) for piece in pieces if piece]
        assert [start for start, _ in ends] == [0, *(end for _, end in ends[:-1])]
        assert ends[-1][1] == 1000


def test_parquet_whose_head_is_vain_is_not_cut(tmp_path: Path) -> None:
    path = parquet(tmp_path / "rows.parquet", 2000, group=100, vain=300)
    assert [unit.piece for unit in units(path)] == [None]
    limits = Limits(max_vain_rows=100)
    assert in_units(path, unit_bytes=500, limits=limits) == in_one_go(path, limits=limits)


def test_a_damaged_row_group_costs_its_own_rows(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = parquet(tmp_path / "rows.parquet", 900, group=300)
    chunk = pq.ParquetFile(path).metadata.row_group(1).column(1)
    data = bytearray(path.read_bytes())
    begin = chunk.dictionary_page_offset or chunk.data_page_offset
    data[begin : begin + chunk.total_compressed_size] = b"\xff" * chunk.total_compressed_size
    put(path, bytes(data))
    found = in_one_go(path)
    (failure,) = [item for item in found if isinstance(item, Failure)]
    assert (failure.origin, failure.reason) == (str(path), "damaged")
    places = [int(item.origin.rpartition("#")[2]) for item in found if isinstance(item, Posting)]
    assert places == [*range(1, 301), *range(601, 901)]
    assert in_units(path, unit_bytes=12_000) == found


def test_a_piece_knows_its_bytes_and_the_lines_before_it(tmp_path: Path) -> None:
    rows = [line(1), b"", line(2), line(3)]
    path = put(tmp_path / "data.jsonl", b"\n".join(rows) + b"\n")
    ends = [len(b"\n".join(rows[:n]) + b"\n") for n in (1, 3, 4)]
    found = [unit.piece for unit in units(path, unit_bytes=len(rows[0]) + 1)]
    assert [(piece.start, piece.end, piece.before) for piece in found if piece] == [
        (0, ends[0], 0),
        (ends[0], ends[1], 1),
        (ends[1], ends[2], 3),
    ]


def test_small_files_are_put_together_in_order(tmp_path: Path) -> None:
    for number in range(400):
        put(tmp_path / f"{number % 7}" / f"job-{number:04}.txt", b"Data Analyst\n\nYou know SQL.\n")
    found = units(tmp_path, unit_bytes=1000)
    assert [unit.number for unit in found] == list(range(len(found)))
    assert 12 <= len(found) <= 60
    assert all(len(unit.files) > 1 and unit.size <= 1100 for unit in found[:-1])
    names = [file.id for unit in found for file in unit.files]
    assert names == sorted(f"{n % 7}/job-{n:04}.txt" for n in range(400))


def test_failures_keep_their_place_between_units(tmp_path: Path) -> None:
    put(tmp_path / "a" / "1.txt", b"Data Analyst\n")
    put(tmp_path / "b" / "1.txt", b"Data Engineer\n")
    found = list(plan_units([tmp_path / "a", tmp_path / "none", tmp_path / "b"]))
    assert [type(item).__name__ for item in found] == ["Unit", "Failure", "Unit"]
    assert [item.number for item in found if isinstance(item, Unit)] == [0, 1]


def test_one_more_file_leaves_most_units_as_they_were(tmp_path: Path) -> None:
    for number in range(600):
        put(tmp_path / f"job-{number:04}.txt", b"Data Analyst\n\nYou know SQL.\n")
    before = {unit.stamp for unit in units(tmp_path)}
    put(tmp_path / "job-0100a.txt", b"Data Engineer\n")
    after = {unit.stamp for unit in units(tmp_path)}
    assert 0 < len(after - before) <= 10
    assert len(before) > 20


def test_added_lines_leave_earlier_units_as_they_were(tmp_path: Path) -> None:
    path = put(tmp_path / "data.jsonl", lines_of(300))
    before = [unit.stamp for unit in units(path)]
    put(path, lines_of(340))
    after = [unit.stamp for unit in units(path)]
    assert len(after) > len(before)
    assert after[: len(before) - 1] == before[:-1]
    assert after[len(before) - 1] != before[-1]


def test_a_stamp_says_what_is_read_and_how(tmp_path: Path) -> None:
    path = put(tmp_path / "job.txt", b"Data Analyst\n")
    (first,), (again,) = units(path), units(path)
    assert first.stamp == again.stamp
    assert first == again
    stamps = {first.stamp, units(path, limits=Limits(max_depth=2))[0].stamp, units(tmp_path)[0].stamp}
    (excluding,) = plan_units(path, exclude=["*.csv"])
    assert isinstance(excluding, Unit)
    stamps.add(excluding.stamp)
    os.utime(path, ns=(1, 1))
    stamps.add(units(path)[0].stamp)
    put(path, b"Data Engineer\n")
    os.utime(path, ns=(1, 1))
    stamps.add(units(path)[0].stamp)
    # Named by itself a file has the same id as in its folder, and the same results.
    assert len(stamps) == 5


def test_lines_that_were_only_touched_are_as_they_were(tmp_path: Path) -> None:
    path = put(tmp_path / "data.jsonl", lines_of(300))
    before = [unit.stamp for unit in units(path)]
    os.utime(path, ns=(1, 1))
    assert [unit.stamp for unit in units(path)] == before


def test_an_archive_is_one_unit_that_changes_with_its_ledgers(tmp_path: Path) -> None:
    (folder,) = {path.parent for path in FIXTURES.rglob("jobscan-archive.json")} or {tmp_path}
    put(tmp_path / "jobscan-archive.json", b'{"format": "jobscan archive", "version": 1}')
    put(tmp_path / "ledger" / "0a.json", b"{}")
    (unit,) = units(tmp_path)
    put(tmp_path / "ledger" / "0a.json", b"{ }")
    (changed,) = units(tmp_path)
    assert changed.stamp != unit.stamp
    assert changed.size == unit.size + 1
    assert in_units(folder, unit_bytes=10) == in_one_go(folder)


def test_standard_input_is_read_where_it_is_open() -> None:
    (unit,) = units("-")
    assert (unit.anywhere, unit.stamp, unit.size) == (False, "", 0)
    found = list(read_unit(unit, stdin=io.BytesIO(lines_of(3))))
    assert found == list(iter_postings("-", stdin=io.BytesIO(lines_of(3))))


def test_a_pipe_is_read_where_it_is_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path / "a.txt", b"Data Analyst\n")
    found = units(tmp_path / "a.txt", tmp_path / "pipe", tmp_path / "a.txt")
    assert [(unit.anywhere, len(unit.files)) for unit in found] == [(True, 1), (False, 1), (True, 1)]


def test_a_file_that_vanishes_after_planning_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "data.jsonl", lines_of(300))
    first, *_ = units(path)
    path.unlink()
    (failure,) = read_unit(first)
    assert isinstance(failure, Failure)
    assert (failure.origin, failure.reason) == (str(path), "unreadable")


def test_pieces_of_parquet_are_read_in_any_order(tmp_path: Path) -> None:
    path = parquet(tmp_path / "rows.parquet", 3000, group=3000)
    parts = units(path, unit_bytes=2000)
    assert len(parts) > 5
    read = {unit.number: list(read_unit(unit)) for unit in [*parts[::2], *parts[::-1], *parts[1::3]]}
    assert [item for number in sorted(read) for item in read[number]] == in_one_go(path)


def test_a_piece_that_was_begun_and_left_spoils_no_other(tmp_path: Path) -> None:
    path = parquet(tmp_path / "rows.parquet", 3000, group=3000)
    first, second, third, *_ = units(path, unit_bytes=2000)
    expected = [list(read_unit(unit)) for unit in (first, second, third)]
    for unit in (first, second):
        next(read_unit(unit))
    assert [list(read_unit(unit)) for unit in (third, first, second)] == [
        expected[2],
        expected[0],
        expected[1],
    ]


def test_a_parquet_file_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    path = parquet(tmp_path / "rows.parquet", 3000, group=3000)
    first, second, *_ = units(path, unit_bytes=2000)
    list(read_unit(first))
    parquet(tmp_path / "other.parquet", 3000, group=3000, vain=2999).replace(path)
    assert {type(item) for item in read_unit(second)} == {Failure}


def test_parquet_that_is_given_up_before_its_first_posting_is_not_cut(tmp_path: Path) -> None:
    path = parquet(tmp_path / "rows.parquet", 2000, group=100, vain=150)
    assert len(units(path)) > 1
    limits = Limits(max_vain_rows=100)
    assert [unit.piece for unit in units(path, limits=limits)] == [None]
    assert in_units(path, unit_bytes=500, limits=limits) == in_one_go(path, limits=limits)


def test_a_folder_of_anything_reads_as_in_one_go(tmp_path: Path) -> None:
    for number, data in enumerate(FILES.values()):
        put(tmp_path / f"{number:02}.jsonl", data)
        put(tmp_path / "packed" / f"{number:02}.jsonl.gz", gzip_of(data))
        put(tmp_path / f"{number:02}a.txt", b"Data Analyst\n\nYou know SQL.\n")
    parquet(tmp_path / "07.parquet", 700, group=50)
    (tmp_path / "10-broken").symlink_to(tmp_path / "none")
    expected = in_one_go(tmp_path, exclude=("03*",))
    assert len(expected) > 2000
    for unit_bytes in (1, 900, 20_000):
        assert in_units(tmp_path, unit_bytes=unit_bytes, exclude=("03*",)) == expected
