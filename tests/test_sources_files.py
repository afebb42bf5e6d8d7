from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from jobscan.errors import Failure
from jobscan.sources.files import File, is_excluded, iter_files


def write(path: Path, text: str = "Data analyst\nYou know SQL.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def ids(*paths: Path | str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [item.id for item in iter_files(paths, exclude=exclude) if isinstance(item, File)]


def failures(*paths: Path | str) -> list[tuple[str, str]]:
    return [(item.origin, item.reason) for item in iter_files(paths) if isinstance(item, Failure)]


def test_a_folder_is_walked_in_order_with_relative_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "a/deep/er/x.txt", "B.txt", "c.txt"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["B.txt", "a/1.txt", "a/2.txt", "a/deep/er/x.txt", "b.txt", "c.txt"]


def test_the_origin_is_the_path_as_it_was_named(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.txt")
    assert [item.origin for item in iter_files([tmp_path])] == [f"{tmp_path}/a/b.txt"]


def test_a_named_file_has_its_name_as_id(tmp_path: Path) -> None:
    assert ids(write(tmp_path / "sub" / "one.txt"), "-") == ["one.txt", "stdin"]


def test_hidden_files_and_papers_are_passed_over_inside_folders_only(tmp_path: Path) -> None:
    for name in (
        ".hidden.txt",
        ".git/a.txt",
        "README.md",
        "LICENSE",
        "Changelog.txt",
        "readme-first job.txt",
    ):
        write(tmp_path / name)
    assert ids(tmp_path) == ["readme-first job.txt"]
    assert ids(tmp_path / ".hidden.txt", tmp_path / "README.md", tmp_path / ".git") == [
        ".hidden.txt",
        "README.md",
        "a.txt",
    ]


def test_exclude_matches_names_paths_and_folders(tmp_path: Path) -> None:
    for name in ("a.txt", "notes.md", "x/notes.md", "x/b.txt", "old/c.txt", "x/old/d.txt"):
        write(tmp_path / name)
    assert ids(tmp_path, exclude=("*.md", "old/")) == ["a.txt", "x/b.txt"]
    assert ids(tmp_path, exclude=("x/*",)) == ["a.txt", "notes.md", "old/c.txt"]
    assert ids(tmp_path / "notes.md", exclude=("*.md",)) == []


def test_the_ignore_file_counts_from_its_own_folder(tmp_path: Path) -> None:
    for name in ("expected.json", "x/expected.json", "x/a.txt", "x/deep/b.txt", "y/a.txt"):
        write(tmp_path / name)
    write(tmp_path / ".jobscanignore", "# what is expected\n\nexpected.json\n")
    write(tmp_path / "x" / ".jobscanignore", "deep/b.txt\n  a.txt  \n")
    assert ids(tmp_path) == ["y/a.txt"]
    assert ids(tmp_path / "x") == ["expected.json"]


@pytest.mark.parametrize(
    ("relative", "glob", "excluded"),
    [
        ("a/b.txt", "b.txt", True),
        ("a/b.txt", "a/b.txt", True),
        ("a/b.txt", "/a/*.txt", True),
        ("a/b.txt", "a", False),
        ("a/", "a", True),
        ("a/", "a/", True),
        ("a", "a/", False),
        ("A.TXT", "a.txt", False),
        ("[x].txt", "[[]x].txt", True),
    ],
)
def test_is_excluded(relative: str, glob: str, excluded: bool) -> None:
    assert is_excluded(relative, [glob]) is excluded


def test_a_missing_path_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    good = write(tmp_path / "good.txt")
    assert failures(tmp_path / "gone.txt", good) == [(f"{tmp_path}/gone.txt", "missing")]
    assert ids(tmp_path / "gone.txt", good) == ["good.txt"]


def test_a_path_that_no_system_accepts_is_told(tmp_path: Path) -> None:
    assert [reason for _, reason in failures("a\x00b", tmp_path / ("x" * 5000))] == [
        "unreadable",
        "unreadable",
    ]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path / ".hidden")
    assert failures(tmp_path) == [(str(tmp_path), "empty")]


def test_a_link_to_a_file_is_read_and_a_broken_one_told(tmp_path: Path) -> None:
    target = write(tmp_path / "outside" / "target.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.txt").symlink_to(target)
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "nothing")
    assert ids(tmp_path / "in") == ["link.txt"]
    assert failures(tmp_path / "in") == [(f"{tmp_path}/in/broken.txt", "missing")]


def test_a_link_to_a_folder_outside_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "outside")
    assert ids(tmp_path / "in") == ["link/a.txt"]


def test_a_folder_linked_inside_is_read_once_at_its_own_place(tmp_path: Path) -> None:
    write(tmp_path / "z" / "a.txt")
    (tmp_path / "alias").symlink_to(tmp_path / "z")
    assert ids(tmp_path) == ["z/a.txt"]
    assert failures(tmp_path) == []


@pytest.mark.parametrize(
    "target", [".", "..", "../..", "/"], ids=["itself", "parent", "above the scan", "root"]
)
def test_a_link_that_loops_is_told_once(tmp_path: Path, target: str) -> None:
    scanned = tmp_path / "scan"
    write(scanned / "sub" / "a.txt")
    (scanned / "sub" / "loop").symlink_to(target)
    assert ids(scanned) == ["sub/a.txt"]
    assert failures(scanned) == [(f"{scanned}/sub/loop", "unsafe")]


def test_links_that_loop_outside_end(tmp_path: Path) -> None:
    scanned, other = tmp_path / "scan", tmp_path / "other"
    write(scanned / "a.txt")
    write(other / "b.txt")
    (scanned / "out").symlink_to(other)
    (other / "back").symlink_to(scanned)
    (other / "self").symlink_to(other)
    assert ids(scanned) == ["a.txt", "out/b.txt"]
    assert failures(scanned) == [(f"{scanned}/out/back", "unsafe"), (f"{scanned}/out/self", "unsafe")]


def test_links_to_one_another_are_told(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "y")
    (tmp_path / "y").symlink_to(tmp_path / "x")
    assert failures(tmp_path) == [(f"{tmp_path}/x", "unsafe"), (f"{tmp_path}/y", "unsafe")]


def test_a_folder_named_twice_is_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    assert ids(tmp_path, tmp_path) == ["a.txt"]


def test_names_with_newlines_spaces_and_wild_bytes_are_kept_apart(tmp_path: Path) -> None:
    write(tmp_path / "two\nlines.txt")
    write(tmp_path / " *?.txt")
    if sys.platform == "linux":
        for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
            Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).touch()
        assert ids(tmp_path) == [" *?.txt", "caf\\xe8.txt", "caf\\xe9.txt", "two\nlines.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes in the file system")
def test_pipes_and_sockets_in_a_folder_are_told_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)  # a socket's path may have 108 bytes only
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock")
        assert [reason for _, reason in failures(tmp_path)] == ["unreadable", "unreadable"]


def test_a_device_is_not_read() -> None:
    assert failures(os.devnull) == [(os.devnull, "unreadable")]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "locked" / "b.txt")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)  # root, who may run the tests, is refused nothing
    assert failures(tmp_path) == [(f"{tmp_path}/locked", "unreadable")]
    assert ids(tmp_path) == ["a.txt"]


def test_very_deep_folders_are_walked(tmp_path: Path) -> None:
    depth = 1200
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(depth):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    found = ids(tmp_path)
    (tmp_path / found[0]).unlink()
    for level in range(depth, 0, -1):  # pytest cannot clear away what is so deep
        (tmp_path / ("d/" * level)).rmdir()
    assert found == ["d/" * depth + "a.txt"]
