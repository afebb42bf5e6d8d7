"""jobscan report: the page and the pictures of a finished scan."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from jobscan.cli import app
from jobscan.errors import JobscanError
from jobscan.report import pictures
from jobscan.report.charts import charts
from jobscan.report.figures import figures
from jobscan.report.pictures import check_libraries, write_pictures
from jobscan.report.records import Figures
from tests.report_scans import hostile, market, scan_of

ALL = {
    "skills",
    "roles",
    "distinctive",
    "skills_by_role",
    "skills_together",
    "pay",
    "education",
    "guide",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("scan") / "output"
    market().write(to)
    return to


@pytest.fixture(scope="module")
def attacked() -> Figures:
    return figures(hostile())


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["report", *map(str, args)])
    if isinstance(result.exception, JobscanError):
        return 2, str(result.exception)
    return result.exit_code, " ".join(result.stderr.split())


def test_report_is_written_beside_the_tables_and_may_be_written_again(folder: Path) -> None:
    for _ in range(2):
        code, told = run(folder, "--title", "Jobs in Oz")
        assert (code, bool(re.search(r"report\.html: 0\.\d MB, 48 postings\.", told))) == (0, True)
    assert "<title>Jobs in Oz</title>" in (folder / "report.html").read_text(encoding="utf-8")


def test_report_writes_pictures(folder: Path, tmp_path: Path) -> None:
    code, told = run(folder, "--to", tmp_path / "r.html", "--figures", tmp_path / "slides")
    assert code == 0
    assert f"{2 * len(ALL)} pictures in " in told
    assert {path.name for path in (tmp_path / "slides").iterdir()} == {
        f"{name}.{ending}" for name in ALL for ending in ("png", "svg")
    }
    assert (tmp_path / "slides" / "skills.png").read_bytes().startswith(b"\x89PNG\r\n")


def test_report_refuses_to_write_over_what_it_did_not_write(folder: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.html"
    letter.write_text("<p>Dear Ann</p>", encoding="utf-8")
    code, told = run(folder, "--to", letter)
    assert code == 2
    assert "is no report of jobscan, and would be lost" in told
    assert letter.read_text(encoding="utf-8") == "<p>Dear Ann</p>"


def test_report_refuses_a_folder(folder: Path, tmp_path: Path) -> None:
    code, told = run(folder, "--to", tmp_path)
    assert (code, "is a folder, not a file" in told) == (2, True)


def test_report_of_no_scan_says_so(tmp_path: Path) -> None:
    code, told = run(tmp_path / "nothing")
    assert code == 2
    assert "nothing" in told
    assert list(tmp_path.iterdir()) == []


def test_missing_library_is_told_before_anything_is_counted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda name: None if name == "altair" else object())
    code, told = run(folder, "--to", tmp_path / "r.html", "--figures", tmp_path / "f")
    assert code == 2
    assert 'pictures need altair, which is not installed: pip install "jobscan[report]"' in told
    assert list(tmp_path.iterdir()) == []


def test_libraries_are_there() -> None:
    check_libraries()


def test_no_posting_gives_no_picture(tmp_path: Path) -> None:
    assert charts(figures(scan_of())) == {}
    assert write_pictures(figures(scan_of()), tmp_path / "f") == []
    assert not (tmp_path / "f").exists()


def test_small_scans_have_the_pictures_that_they_allow() -> None:
    made = charts(figures(scan_of(({}, "python"), ({}, "python sql"))))
    assert {"skills", "roles"} <= made.keys()
    assert not {"pay", "distinctive", "skills_together", "trend"} & made.keys()


def test_names_stand_in_the_data_of_a_picture_only(attacked: Figures) -> None:
    def fields(spec: object) -> list[str]:
        if isinstance(spec, list):
            return [found for each in spec for found in fields(each)]
        if not isinstance(spec, dict):
            return []
        inner = [found for key, each in spec.items() if key != "values" for found in fields(each)]
        return [
            *inner,
            *(str(spec[key]) for key in ("field", "expr", "signal", "href", "url") if key in spec),
        ]

    for name, spec in charts(attacked).items():
        assert not [field for field in fields(spec) if not re.fullmatch(r"[a-z]+", field)], name


def test_pictures_of_hostile_names_run_nothing(attacked: Figures, tmp_path: Path) -> None:
    written = write_pictures(attacked, tmp_path)
    drawings = [path for path in written if path.suffix == ".svg"]
    assert drawings
    for path in drawings:
        names = {element.tag.rpartition("}")[2] for element in ET.parse(path).iter()}
        assert not names & {"script", "a", "image", "foreignObject", "iframe"}, path
