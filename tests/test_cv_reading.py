"""A file to a CV's text, and files that are none."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from jobscan.cv import cv_of_bytes, read_cv
from jobscan.cv.columns import main_column_first, without_page_numbers
from jobscan.errors import SourceError

WORDS = "Ada Quill\n\nExperience\nAnalyst, Alpha Ltd, 2018 – 2021\n" + "Wrote reports in SQL. " * 6
POSTING = (
    "Data Analyst\nAbout the role\nWe are looking for a data analyst. You will build dashboards in Tableau.\n"
    "What we offer: a desk. Minimum qualifications: SQL. Apply now. "
    "Our team is an equal opportunity employer.\n"
)


def test_standard_input_is_read() -> None:
    cv = read_cv("-", stdin=io.BytesIO(WORDS.encode()))
    assert (cv.kind, cv.name) == ("text", "-")
    assert cv.text.startswith("Ada Quill")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("short.txt", b"Ada Quill", "empty"),
        ("posting.txt", POSTING.encode(), "unsupported"),
        ("list.json", b'[{"title": "Data Analyst", "description": "SQL"}]', "unsupported"),
        ("posting.json", b'{"title": "Data Analyst", "description": "SQL", "skills": []}', "unsupported"),
        ("broken.pdf", b"%PDF-1.7 nothing more", "damaged"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported"),
    ],
    ids=["empty", "short", "posting", "JSON list", "JSON posting", "damaged PDF", "picture"],
)
def test_what_is_no_cv_is_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as refused:
        read_cv(path)
    assert refused.value.reason == reason


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no CV"):
        read_cv(tmp_path / "none.pdf")
    with pytest.raises(SourceError, match="is a folder"):
        read_cv(tmp_path)


def test_a_cv_with_words_of_postings_is_read_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "cv.txt"
    path.write_text(WORDS + POSTING, encoding="utf-8")
    assert read_cv(path).notes == (f"{path} reads in part like a job posting: check that it is a CV",)


def test_a_json_resume_of_strange_types_is_read(tmp_path: Path) -> None:
    resume: dict[str, object] = {
        "basics": None,
        "work": [None, 3, {"position": ["x"], "name": {"a": 1}, "startDate": 2019, "highlights": "no list"}],
        "skills": ["Python", {"name": None, "keywords": None}, {"keywords": [1, "SQL"]}],
        "education": "none",
        "projects": [[]],
    }
    path = tmp_path / "cv.json"
    path.write_text(json.dumps(resume), encoding="utf-8")
    cv = read_cv(path)
    assert cv.kind == "json-resume"
    assert "Python" in cv.text


def test_page_numbers_are_left_out() -> None:
    assert without_page_numbers("a\nPage 1 of 3\nb\n Seite 2 von 3 \nc") == "a\nb\nc"
    assert without_page_numbers("Page 1 of the story") == "Page 1 of the story"


def test_the_main_column_comes_first() -> None:
    text = "Contact\nada.quill@example.org\n\nSkills\nSQL\n\nAda Quill\nAnalyst\n\nExperience\nx"
    assert main_column_first(text).startswith("Ada Quill\nAnalyst")
    assert main_column_first(text).endswith("Skills\nSQL\n")


@pytest.mark.parametrize(
    "text",
    ["Ada Quill\nada.quill@example.org\n\nSkills\nSQL", "Contact\nno address\n\nAda Quill", ""],
    ids=["name first", "no address", "nothing"],
)
def test_other_cvs_stay_as_they_are(text: str) -> None:
    assert main_column_first(text) == text


def test_a_long_word_is_no_name_of_long_reading() -> None:
    text = f"Contact\nada@example.org\n\n{'A' * 200_000}\n\n{' ' * 200_000}x"
    assert main_column_first(text) == text


def test_cv_of_bytes_is_that_of_the_file_with_them(tmp_path: Path) -> None:
    path = tmp_path / "cv.txt"
    path.write_bytes(WORDS.encode())
    found = cv_of_bytes(path.read_bytes(), "cv.txt")
    assert (found.text, found.kind, found.notes) == (read_cv(path).text, "text", ())
    assert found.name == "cv.txt"
