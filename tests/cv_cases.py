"""The invented CVs of fixtures/cvs, and CVs written in a test, read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jobscan.cv import Cv, CvReader, Profile, cv_reader, read_cv, read_profile
from jobscan.lexicon import load_lexicon
from tests import paper_files

FOLDER = Path(__file__).parent.parent / "fixtures" / "cvs"
TODAY = date(2026, 6, 15)


@dataclass(frozen=True, slots=True)
class CvCase:
    """A CV of the fixtures and what it must give."""

    folder: Path
    expected: dict[str, Any]


@cache
def reader() -> CvReader:
    """The reader of the shipped lexicon, built once."""
    return cv_reader(load_lexicon())


def cases() -> list[CvCase]:
    return [
        CvCase(path.parent, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*/expected.json"))
    ]


def two_columns(left: Sequence[str], right: Sequence[str]) -> bytes:
    """A PDF with a narrow column on the left, drawn first."""
    runs = paper_files.column(40, 60, left, size=9, leading=12)
    return paper_files.pdf([[*runs, *paper_files.column(220, 60, right)]])


def cv_of(case: CvCase, scratch: Path) -> Cv:
    left, right = case.folder / "left.txt", case.folder / "right.txt"
    if left.exists():
        columns = [path.read_text(encoding="utf-8").splitlines() for path in (left, right)]
        scratch.joinpath("cv.pdf").write_bytes(two_columns(*columns))
        return read_cv(scratch / "cv.pdf")
    return read_cv(next(case.folder.glob("cv.*")))


def profile(text: str, *, today: date = TODAY) -> Profile:
    """What a CV shows whose text this is."""
    return read_profile(Cv(text, "text", "cv.txt"), reader(), today=today)


def standings(text: str) -> dict[str, str]:
    """The skills of a CV's text with the standing of each."""
    return {skill_id: skill.standing for skill_id, skill in profile(text).skills.items()}
