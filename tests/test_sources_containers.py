from __future__ import annotations

import random
import zipfile
import zlib
from pathlib import Path

import pytest

from jobscan.sources import Limits
from tests.postings_io import gzip_of, lines_of, reasons, scan, zip_of

MIB = 1024 * 1024
TEXT = b"Data analyst\nYou know SQL."
NOISE = random.Random(1).randbytes(200_000).hex().encode()


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_gzip_of_lines_is_read(tmp_path: Path) -> None:
    postings, failures = scan(put(tmp_path / "board_2026.jsonl.gz", gzip_of(lines_of(3))))
    assert [posting.id for posting in postings] == ["row-0", "row-1", "row-2"]
    assert [posting.origin for posting in postings] == [
        f"{tmp_path}/board_2026.jsonl.gz:{n}" for n in (1, 2, 3)
    ]
    assert {posting.source for posting in postings} == {"board_2026"}
    assert failures == []


def test_gzip_of_a_text_keeps_the_path_as_id(tmp_path: Path) -> None:
    (posting,), failures = scan(put(tmp_path / "job.txt.gz", gzip_of(TEXT)))
    assert (posting.id, posting.text, posting.source) == ("job.txt.gz", TEXT.decode(), "text")
    assert failures == []


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    postings, _ = scan(put(tmp_path / "board.jsonl", gzip_of(lines_of(2))))
    assert len(postings) == 2


def test_gzip_in_parts_is_read_whole(tmp_path: Path) -> None:
    parts = gzip_of(lines_of(2, prefix="a")) + gzip_of(lines_of(2, prefix="b"))
    postings, failures = scan(put(tmp_path / "a.jsonl.gz", parts))
    assert [posting.id for posting in postings] == ["a-0", "a-1", "b-0", "b-1"]
    assert failures == []


def test_truncated_gzip_gives_the_lines_before_the_damage(tmp_path: Path) -> None:
    rows = [lines_of(1, prefix=f"r{n}").replace(b"SQL", NOISE[60 * n : 60 * n + 60]) for n in range(1000)]
    whole = gzip_of(b"".join(rows))
    postings, failures = scan(put(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2]))
    assert 400 < len(postings) < 600
    assert [posting.id for posting in postings] == [f"r{n}-0" for n in range(len(postings))]
    assert reasons(failures) == [("a.jsonl.gz", "damaged")]


def test_gzip_without_its_last_bytes_loses_no_line(tmp_path: Path) -> None:
    data = gzip_of(lines_of(5).rstrip(b"\n"))
    postings, failures = scan(put(tmp_path / "a.jsonl.gz", data[:-4]))
    assert len(postings) == 5
    assert reasons(failures) == [("a.jsonl.gz", "damaged")]


def test_gzip_with_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    data = bytearray(gzip_of(lines_of(5)))
    data[-8] ^= 1
    postings, failures = scan(put(tmp_path / "a.jsonl.gz", bytes(data)))
    assert len(postings) == 5
    assert reasons(failures) == [("a.jsonl.gz", "damaged")]


@pytest.mark.parametrize("content", [TEXT, b'{"title": "A", "text": "SQL"}', b"<html><p>SQL</p></html>"])
def test_a_truncated_document_is_not_half_a_posting(tmp_path: Path, content: bytes) -> None:
    data = gzip_of(content + b" " + NOISE)
    postings, failures = scan(put(tmp_path / "a.gz", data[: len(data) // 2]))
    assert postings == []
    assert reasons(failures) == [("a.gz", "damaged")]


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b", b"\x1f\x8b\x08\x00garbage that is no gzip", b"\x1f\x8b\xff" + bytes(20)]
)
def test_what_only_begins_like_gzip_is_damaged(tmp_path: Path, data: bytes) -> None:
    assert reasons(scan(put(tmp_path / "a.gz", data))[1]) == [("a.gz", "damaged")]


def test_zip_members_are_read_in_order_with_ids_of_their_own(tmp_path: Path) -> None:
    data = zip_of(
        {"b/two.txt": TEXT, "a.jsonl": lines_of(2), "b/": b"", "c.jsonl.gz": gzip_of(lines_of(1, prefix="c"))}
    )
    postings, failures = scan(put(tmp_path / "all.zip", data))
    assert [posting.id for posting in postings] == ["row-0", "row-1", "all.zip!b/two.txt", "c-0"]
    assert [posting.origin.rpartition("/all")[2] for posting in postings] == [
        ".zip!a.jsonl:1",
        ".zip!a.jsonl:2",
        ".zip!b/two.txt",
        ".zip!c.jsonl.gz:1",
    ]
    assert [posting.source for posting in postings] == ["a", "a", "text", "c"]
    assert failures == []


def test_hidden_and_excluded_members_are_passed_over(tmp_path: Path) -> None:
    members = {
        "a.txt": TEXT,
        "__MACOSX/._a.txt": b"\x00\x05",
        ".DS_Store": b"x",
        "README.md": b"x",
        "x/notes.txt": b"x",
    }
    postings, failures = scan(put(tmp_path / "a.zip", zip_of(members)), exclude=["notes.txt"])
    assert [posting.id for posting in postings] == ["a.zip!a.txt"]
    assert failures == []


@pytest.mark.parametrize(
    "name", ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:\\evil.txt"]
)
def test_a_member_that_leads_out_is_refused_and_the_rest_read(tmp_path: Path, name: str) -> None:
    postings, failures = scan(put(tmp_path / "a.zip", zip_of({name: TEXT, "good.txt": TEXT})))
    assert [posting.id for posting in postings] == ["a.zip!good.txt"]
    assert [failure.reason for failure in failures] == ["unsafe"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert reasons(scan(tmp_path / "a.zip")[1]) == [("a.zip!link.txt", "unsafe")]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zip_of({"secret.txt": TEXT, "open.txt": TEXT}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag in the directory, and in the member's own header
    data[6] |= 1
    postings, failures = scan(put(tmp_path / "a.zip", bytes(data)))
    assert [posting.id for posting in postings] == ["a.zip!open.txt"]
    assert reasons(failures) == [("a.zip!secret.txt", "unsupported")]
    assert "encrypted" in failures[0].detail


def test_a_corrupt_member_is_told_and_the_rest_read(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.txt": TEXT, "b.txt": TEXT}, stored=True))
    data[data.index(TEXT)] ^= 1
    postings, failures = scan(put(tmp_path / "a.zip", bytes(data)))
    assert [posting.id for posting in postings] == ["a.zip!b.txt"]
    assert reasons(failures) == [("a.zip!a.txt", "damaged")]


def test_a_truncated_zip_is_damaged(tmp_path: Path) -> None:
    data = zip_of({"a.txt": TEXT, "b.txt": TEXT})
    assert reasons(scan(put(tmp_path / "a.zip", data[:-30]))[1]) == [("a.zip", "damaged")]


def test_an_empty_zip_is_told(tmp_path: Path) -> None:
    assert reasons(scan(put(tmp_path / "a.zip", zip_of({})))[1]) == [("a.zip", "empty")]


@pytest.mark.parametrize(
    ("member", "word"),
    [("xl/workbook.xml", "Excel"), ("content.xml", "OpenDocument")],
)
def test_office_documents_are_told_as_what_they_are(tmp_path: Path, member: str, word: str) -> None:
    data = zip_of({"[Content_Types].xml": b"<x/>", member: b"<x/>"})
    _, (failure,) = scan(put(tmp_path / "a.docx", data))
    assert failure.reason == "unsupported"
    assert word in failure.detail


def test_archives_in_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    data = TEXT
    for _ in range(4):
        data = zip_of({"in.zip": data})
    postings, _ = scan(put(tmp_path / "four.zip", data))
    assert [posting.id for posting in postings] == ["four.zip!in.zip!in.zip!in.zip!in.zip"]
    assert [failure.reason for failure in scan(put(tmp_path / "five.zip", gzip_of(data)))[1]] == ["too_deep"]


def test_a_zip_that_holds_itself_ends(tmp_path: Path) -> None:
    data = TEXT
    for _ in range(50):
        data = gzip_of(data)
    assert reasons(scan(put(tmp_path / "quine.gz", data))[1]) == [("quine.gz", "too_deep")]


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "a.zip", zip_of({f"{n}.txt": TEXT for n in range(5)}))
    assert reasons(scan(path, limits=Limits(max_members=4))[1]) == [("a.zip", "too_large")]


def bomb(size: int, *, unit: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(unit) for _ in range(size // len(unit))) + packer.flush()


@pytest.mark.parametrize(
    "unit",
    [bytes(MIB), b"a" * MIB, b" " * MIB, b"\n" * MIB, b"[" * MIB],
    ids=["zeros", "a", "space", "newlines", "["],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.json"])
def test_a_gzip_bomb_is_stopped(tmp_path: Path, unit: bytes, name: str) -> None:
    path = put(tmp_path / f"{name}.gz", bomb(32 * MIB, unit=unit))
    postings, failures = scan(
        path, limits=Limits(max_document_bytes=MIB, max_line_bytes=MIB, ratio_free_bytes=4 * MIB)
    )
    assert postings == []
    assert {failure.reason for failure in failures} <= {
        "too_large",
        "binary",
        "too_deep",
        "damaged",
        "no_posting",
    }
    assert len(failures) <= 2


def test_a_zip_bomb_is_stopped_and_files_beside_it_are_read(tmp_path: Path) -> None:
    put(tmp_path / "bomb.zip", zip_of({f"{n}.txt": b"a" * (32 * MIB) for n in range(4)}))
    put(tmp_path / "good.txt", TEXT)
    postings, failures = scan(tmp_path, limits=Limits(ratio_free_bytes=16 * MIB))
    assert [posting.id for posting in postings] == ["good.txt"]
    assert {failure.reason for failure in failures} == {"too_large"}


def test_a_bomb_of_good_lines_ends_at_the_ratio(tmp_path: Path) -> None:
    line = b'{"title": "A", "text": "' + b"a" * 100_000 + b'"}\n'
    path = put(tmp_path / "a.jsonl.gz", bomb(64 * MIB, unit=line))
    postings, failures = scan(path, limits=Limits(ratio_free_bytes=MIB, max_ratio=100))
    assert 0 < len(postings) < 100
    assert [failure.reason for failure in failures if failure.reason != "duplicate_id"] == ["too_large"]


def test_the_whole_of_what_is_unpacked_is_bounded(tmp_path: Path) -> None:
    path = put(tmp_path / "a.zip", zip_of({f"{n}.txt": NOISE for n in range(5)}))
    postings, failures = scan(path, limits=Limits(max_unpacked_bytes=2 * len(NOISE) + 10))
    assert len(postings) == 2
    assert "too_large" in {failure.reason for failure in failures}
    assert len(failures) <= 2


def test_zip_from_standard_input_is_read() -> None:
    postings, failures = scan("-", stdin=zip_of({"a.jsonl": lines_of(2)}))
    assert [posting.origin for posting in postings] == ["stdin!a.jsonl:1", "stdin!a.jsonl:2"]
    assert failures == []
