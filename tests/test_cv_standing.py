"""What a CV says of a skill: that it is had, known a little, being learnt, or lacking."""

from __future__ import annotations

import pytest

from tests.cv_cases import standings


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Python (expert), Java (beginner)", {"python": "has", "java": "basic"}),
        ("Python - advanced", {"python": "has"}),
        ("Java (beginner), SAS", {"java": "basic", "sas": "has"}),
        ("Java - beginner, SAS", {"java": "basic", "sas": "has"}),
        ("Tools (beginner): SAS, Java", {"sas": "basic", "java": "basic"}),
        ("SQL: basic", {"sql": "basic"}),
        ("familiar with Docker and Kubernetes", {"docker": "basic", "kubernetes": "basic"}),
        ("Familiar with Docker; proficient in Kubernetes", {"docker": "basic", "kubernetes": "has"}),
        ("Exposure to Kafka", {"kafka": "basic"}),
        ("Currently learning: Rust, Scala", {"rust": "learning", "scala": "learning"}),
        ("Scala (currently studying)", {"scala": "learning"}),
        ("No experience with Hadoop", {"hadoop": "denied"}),
        ("I have never used Tableau, but know Looker", {"tableau": "denied", "looker": "has"}),
        ("Kubernetes ★☆☆☆☆", {"kubernetes": "basic"}),
        ("Kubernetes ★★★★☆", {"kubernetes": "has"}),
        ("Kubernetes ●●○○○", {"kubernetes": "basic"}),
        ("Docker 90%", {"docker": "has"}),
        ("Docker 20 %", {"docker": "basic"}),
        ("Docker 2/5", {"docker": "basic"}),
        ("Docker 8/10", {"docker": "has"}),
        ("Docker | Beginner", {"docker": "basic"}),
        ("Python, basic SQL, Docker", {"python": "has", "sql": "basic", "docker": "has"}),
        ("Basic: SQL, Docker", {"sql": "basic", "docker": "basic"}),
        ("Visual Basic, Python", {"visual-basic": "has", "python": "has"}),
        ("Machine learning, Python", {"machine-learning": "has", "python": "has"}),
        ("Grundkenntnisse in Docker", {"docker": "basic"}),
        ("Notions de Docker", {"docker": "basic"}),
        ("Docker (débutant)", {"docker": "basic"}),
        ("Conocimientos básicos de Docker", {"docker": "basic"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_around_a_skill_decide(line: str, expected: dict[str, str]) -> None:
    found = standings(f"Ada Quill\n\nSkills\n{line}\n")
    assert {skill_id: found.get(skill_id) for skill_id in expected} == expected


def test_what_is_denied_anywhere_is_denied() -> None:
    text = "Ada Quill\n\nSkills\nPython, Spark\n\nSummary\nNo experience with Spark yet.\n"
    assert standings(text)["spark"] == "denied"


def test_the_better_standing_wins() -> None:
    job = "Analyst, Quillworks, 2019 – 2021\n- Wrote Python"
    text = f"Ada Quill\n\nSkills\nPython (basic)\n\nExperience\n{job}\n"
    assert standings(text)["python"] == "has"
