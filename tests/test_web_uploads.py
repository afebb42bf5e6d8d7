"""Names as browsers, and those who pretend to be one, send them."""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath

import pytest
from werkzeug.datastructures import FileStorage

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.web.uploads import safe_path, save_files
from jobscan.web.worker import Place


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("posting.html", "posting.html"),
        ("jobs/2026/posting.html", "jobs/2026/posting.html"),
        ("Stellenanzeige für Köche.pdf", "Stellenanzeige für Köche.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("/etc/passwd", "etc/passwd"),
        ("//server/share/a.txt", "server/share/a.txt"),
        ("C:\\jobs\\a.txt", "jobs/a.txt"),
        ("C:a.txt", "a.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("a\x00.txt", "a_.txt"),
        ("a\n\x1b[31m.txt", "a__[31m.txt"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("con", "_con"),
        ("COM1.txt", "_COM1.txt"),
        ("nul.tar.gz/aux.txt", "_nul.tar.gz/_aux.txt"),
        ("console.txt", "console.txt"),
        ("a.zip!b.json#3:7", "a.zip_b.json_3_7"),
        ("trailing. . ", "trailing"),
        ("..", "file"),
        ("", "file"),
        ("...", "file"),
        ("/", "file"),
        ("a/b/c/d/e/f/g/h/i/j.txt", "c/d/e/f/g/h/i/j.txt"),
        ("lone\ud800surrogate.txt", "lone_surrogate.txt"),
    ],
)
def test_names_become_relative_paths_without_a_way_out(name: str, expected: str) -> None:
    assert safe_path(name) == PurePosixPath(expected)


def test_long_name_keeps_its_endings() -> None:
    name = safe_path("x" * 500 + ".jsonl.gz").name

    assert len(name) == 120
    assert name.endswith("x.jsonl.gz")


def read_from(origin: str, chars: int) -> Posting:
    return Posting(id=origin, source="", origin=origin, title="", text="x" * chars)


def test_progress_goes_by_bytes_and_never_over_the_end() -> None:
    place = Place({"./a.txt": 100, "./b.jsonl": 300})

    shares = [
        place.after(read_from("./a.txt", 80)),
        place.after(read_from("./b.jsonl:1", 100)),
        place.after(Failure("./b.jsonl:2", "no_text", "is empty")),
        place.after(read_from("./b.jsonl:3", 900)),
        place.after(read_from("./unknown.txt", 900)),
    ]

    assert shares == [0.2, 0.5, 0.5, 1.0, 1.0]
    assert Place({}).after(read_from("./a.txt", 5)) == 0.0


def files(*names: str) -> list[FileStorage]:
    return [FileStorage(io.BytesIO(name.encode()), filename=name) for name in names]


def test_files_land_inside_their_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()

    saved = save_files(files("../../out.txt", "/abs.txt", "sub/a.txt", "sub/../../up.txt"), folder)

    assert saved == ["out.txt", "abs.txt", "sub/a.txt", "sub/up.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]
    assert (folder / "sub" / "up.txt").read_text() == "sub/../../up.txt"


def test_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    saved = save_files(files("a.txt", "A.TXT", "./a.txt"), tmp_path)

    assert saved == ["a.txt", "A-2.TXT", "a-3.txt"]


def test_file_that_is_also_a_folder_is_kept(tmp_path: Path) -> None:
    saved = save_files(files("jobs", "jobs/a.txt"), tmp_path)

    assert saved == ["jobs", "1-a.txt"]
    assert (tmp_path / "1-a.txt").read_text() == "jobs/a.txt"


def test_field_without_a_file_is_passed_over(tmp_path: Path) -> None:
    assert save_files(files("", ""), tmp_path) == []
