"""The same CV as text, Markdown, web page, PDF, Word and JSON Resume, and set in other ways."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobscan.cv import Cv, Profile, profile_of, read_cv
from jobscan.lexicon import load_lexicon
from tests import paper_files
from tests.cv_cases import TODAY, profile

JOBS = (
    (
        "Data Engineer",
        "Terncliff",
        "2021-03",
        "",
        ("Moved nightly loads to Airflow", "Wrote Python services on Kubernetes"),
    ),
    ("Data Analyst", "Petrel Foods", "2018-01", "2021-02", ("Built Tableau dashboards", "Tuned SQL queries")),
)
SKILLS = ("Python", "SQL", "PostgreSQL", "Git")
DEGREE = "BSc Statistics"
TEXT = "\n".join(
    [
        "Ines Ravn",
        "Ghent, Belgium",
        "",
        "Experience",
        "",
        *(
            line
            for title, firm, start, end, told in JOBS
            for line in (f"{title}, {firm}, {start} – {end or 'present'}", *(f"• {one}" for one in told), "")
        ),
        "Education",
        "",
        f"{DEGREE}, Lakeside University, 2017",
        "",
        "Skills",
        "",
        *(f"• {skill}" for skill in SKILLS),
        "",
    ]
)


def shown(found: Profile) -> dict[str, Any]:
    """What of a profile does not hang on the layout."""
    return {
        "skills": {
            skill_id: (skill.standing, skill.years, skill.evidence[0].kind)
            for skill_id, skill in found.skills.items()
        },
        "years": found.years,
        "titles": found.titles,
        "degrees": [(degree.level, degree.fields, degree.finished) for degree in found.degrees],
        "country": found.country,
    }


def test_what_the_cv_shows_is_as_read_by_hand() -> None:
    found = shown(profile(TEXT))
    expected = {
        "airflow": ("has", 5.3, "used"),
        "git": ("has", None, "listed"),
        "kubernetes": ("has", 5.3, "used"),
        "postgresql": ("has", None, "listed"),
        "python": ("has", 5.3, "used"),
        "sql": ("has", 3.2, "used"),
        "tableau": ("has", 3.2, "used"),
    }
    assert {skill_id: found["skills"].get(skill_id) for skill_id in expected} == expected
    assert found["years"] == 8.5
    assert found["titles"] == ("Data Engineer", "Data Analyst")
    assert found["degrees"] == [("bachelor", ("statistics",), True)]
    assert found["country"] == "BE"


def as_markdown() -> bytes:
    headings = {"Ines Ravn": "# ", "Experience": "## ", "Education": "## ", "Skills": "## "}
    lines = [headings.get(line, "") + line.replace("• ", "- ") for line in TEXT.split("\n")]
    return "\n".join(lines).encode()


def as_page() -> bytes:
    parts: list[str] = []
    for line in TEXT.split("\n"):
        tag = {"Ines Ravn": "h1", "Experience": "h2", "Education": "h2", "Skills": "h2"}.get(line, "p")
        parts.append(f"<li>{line[2:]}</li>" if line.startswith("• ") else f"<{tag}>{line}</{tag}>")
    return f"<html><head><title>CV</title></head><body>{''.join(parts)}</body></html>".encode()


def as_pdf() -> bytes:
    lines = [line.replace("•", "-").replace("–", "-") for line in TEXT.split("\n")]
    return paper_files.pdf([[*paper_files.column(60, 60, lines)]])


def as_word() -> bytes:
    return paper_files.docx(
        "".join(paper_files.p(line.removeprefix("• "), item=line[:1] == "•") for line in TEXT.split("\n"))
    )


def as_json_resume() -> bytes:
    resume = {
        "basics": {"name": "Ines Ravn", "location": {"city": "Ghent", "countryCode": "BE"}},
        "work": [
            {"position": title, "name": firm, "startDate": start, "endDate": end, "highlights": list(told)}
            for title, firm, start, end, told in JOBS
        ],
        "education": [
            {
                "studyType": "BSc",
                "area": "Statistics",
                "institution": "Lakeside University",
                "endDate": "2017",
            }
        ],
        "skills": [{"name": skill} for skill in SKILLS],
    }
    return json.dumps(resume).encode()


@pytest.mark.parametrize(
    ("name", "made"),
    [
        pytest.param("cv.txt", TEXT.encode, id="text"),
        pytest.param("cv.md", as_markdown, id="markdown"),
        pytest.param("cv.html", as_page, id="web page"),
        pytest.param("cv.pdf", as_pdf, id="pdf"),
        pytest.param("cv.docx", as_word, id="word"),
        pytest.param("cv.json", as_json_resume, id="json resume"),
    ],
)
def test_the_kind_of_file_does_not_matter(tmp_path: Path, name: str, made: Callable[[], bytes]) -> None:
    tmp_path.joinpath(name).write_bytes(made())
    cv = read_cv(tmp_path / name)
    assert shown(profile(cv.text)) == shown(profile(TEXT))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="windows line ends"),
        pytest.param(lambda text: text.replace(" ", "  "), id="doubled spaces"),
        pytest.param(lambda text: text.replace("\n\n", "\n\n\n\n"), id="more empty lines"),
        pytest.param(lambda text: text.replace("•", "-"), id="hyphens for bullets"),
        pytest.param(lambda text: text.replace("•", "▪"), id="squares for bullets"),
        pytest.param(lambda text: text.replace("• ", "    * "), id="indented asterisks"),
        pytest.param(lambda text: text.replace("–", "-"), id="hyphens for dashes"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="no-break spaces"),
    ],
)
def test_how_it_is_set_does_not_matter(tmp_path: Path, change: Callable[[str], str]) -> None:
    tmp_path.joinpath("cv.txt").write_bytes(change(TEXT).encode())
    assert shown(profile(read_cv(tmp_path / "cv.txt").text)) == shown(profile(TEXT))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_within_lists_does_not_matter(seed: int) -> None:
    lines, drawn = TEXT.split("\n"), random.Random(seed)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].startswith("•"):
            end += 1
        lines[at:end] = drawn.sample(lines[at:end], end - at)
        at = end + 1
    assert shown(profile("\n".join(lines))) == shown(profile(TEXT))


def test_a_later_day_adds_to_what_goes_on_only() -> None:
    later = profile(TEXT, today=date(2027, 6, 15))
    assert later.years == 9.5
    assert later.skills["airflow"].years == 6.3
    assert later.skills["tableau"].years == 3.2
    assert later.skills.keys() == profile(TEXT).skills.keys()


def test_the_reader_of_a_lexicon_is_kept() -> None:
    cv, lexicon = Cv(TEXT, "text", "cv.txt"), load_lexicon()
    first = profile_of(cv, lexicon, today=TODAY)
    assert profile_of(cv, lexicon, today=TODAY) == first
    assert shown(first) == shown(profile(TEXT))


def test_doubled_spaces_do_not_uncover_the_name() -> None:
    found = profile(
        TEXT.replace("• Python", "• Ines  Ravn knows Python").replace("Ines Ravn\n", "Ines  Ravn\n")
    )
    assert "Ravn" not in repr((found.skills, found.jobs))
