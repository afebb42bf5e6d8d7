"""A CV to its profile: jobs, evidence, homographs, privacy, and what must not matter."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from jobscan.cv import profile_of, read_cv
from jobscan.lexicon import load_lexicon
from tests.cv_cases import FOLDER, profile, standings, two_columns

LAYOUTS = {
    "dates behind the title": "Data Engineer, Quillworks GmbH\t2019 – 2021\n- Built Airflow pipelines",
    "dates after a bar": "Data Engineer | Quillworks GmbH | 2019 – 2021\n- Built Airflow pipelines",
    "dates on a line of their own": "Data Engineer\nQuillworks GmbH\n2019 – 2021\n- Built Airflow pipelines",
    "dates before the title": "2019 – 2021   Data Engineer, Quillworks GmbH\n- Built Airflow pipelines",
    "firm first": "Quillworks GmbH, Berlin\nData Engineer\t2019 – 2021\n- Built Airflow pipelines",
    "dates in brackets": "Data Engineer at Quillworks GmbH (2019 – 2021)\n- Built Airflow pipelines",
    "labels": "Client: Quillworks GmbH\t2019 – 2021\nRole: Data Engineer\n- Built Airflow pipelines",
    "place in a column": "Quillworks GmbH    Berlin\nData Engineer    2019 – 2021\n- Built Airflow pipelines",
    "markdown": "### Data Engineer — Quillworks GmbH\n*2019 – 2021*\n\n- Built Airflow pipelines",
}


@pytest.mark.parametrize("entry", LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_of_a_job_does_not_matter(entry: str) -> None:
    found = profile(f"Ada Quill\n\nExperience\n\n{entry}\n\nEducation\nBSc Physics, 2018\n")
    (job,) = found.jobs
    assert (job.kind, job.title, job.employer) == ("job", "Data Engineer", "Quillworks GmbH")
    assert found.years == 2.0
    assert found.skills["airflow"].years == 2.0
    assert found.skills["airflow"].evidence[0].kind == "used"


@pytest.mark.parametrize(
    "heading",
    ["Experience", "WORK EXPERIENCE", "E X P E R I E N C E", "## Experience", "Employment History:",
     "Werdegang", "Expérience professionnelle", "Experiencia laboral", "Assignments"],
)  # fmt: skip
def test_the_wording_of_a_heading_does_not_matter(heading: str) -> None:
    found = profile(f"Ada Quill\n\n{heading}\n\nData Engineer, Quillworks GmbH, 2019 – 2021\n- Airflow\n")
    assert found.titles == ("Data Engineer",)
    assert found.years == 2.0


def test_a_job_under_a_heading_of_its_own_is_one() -> None:
    found = profile("Ada Quill\n\nWelcome to my world\n\nData Engineer, Quillworks, 2019 – 2021\n- Airflow\n")
    assert (found.titles, found.years) == (("Data Engineer",), 2.0)


def test_shuffled_lines_change_nothing() -> None:
    text = (FOLDER / "student" / "cv.txt").read_text(encoding="utf-8")
    before = profile(text)
    lines = text.split("\n")
    for seed in range(5):
        shuffled = list(lines)
        runs = _runs(lines, lambda line: line.startswith("•") or line.split(":")[0] in {"Languages", "Tools"})
        for first, end in runs:
            part = shuffled[first:end]
            random.Random(seed).shuffle(part)
            shuffled[first:end] = part
        after = profile("\n".join(shuffled))
        assert _core(after) == _core(before)


def _runs(lines: list[str], is_in: object) -> list[tuple[int, int]]:
    """Where lines stand together that are of one list."""
    assert callable(is_in)
    runs: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if is_in(line):
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
    return runs


def _core(found: object) -> object:
    from jobscan.cv import Profile

    assert isinstance(found, Profile)
    skills = {key: (s.standing, s.years, s.evidence[0].kind) for key, s in found.skills.items()}
    return skills, found.years, found.titles, found.degrees


def test_a_bare_list_is_read_in_any_order() -> None:
    items = ["Python", "R", "C", "Go", "Excel", "Tableau"]
    for seed in range(4):
        random.Random(seed).shuffle(items)
        for joint in ("\n", ", ", "\n• ", " | "):
            found = standings(f"Ada Quill\n\nSkills\n{joint.strip()} {joint.join(items)}\n")
            assert found.keys() >= {"python", "r", "c", "go", "excel", "tableau"}, (joint, items)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Experience\nOracle, Austin, TX\nRecruiter, 2019 – 2021\n- Hired people", "oracle"),
        ("Experience\nRecruiter at Snowflake GmbH, 2019 – 2021\n- Hired people", "snowflake"),
        ("Education\nBA History, Sage College, 2015", "sage"),
        ("Education\nSiebel Scholar, 2015", "crm"),
        ("12 Perl Street\nkotlin@rust-mail.example\ngithub.com/swift-haskell", "perl"),
        ("12 Perl Street\nkotlin@rust-mail.example\ngithub.com/swift-haskell", "git"),
        ("12 Perl Street\nkotlin@rust-mail.example\ngithub.com/swift-haskell", "haskell"),
        ("Ruby, SC 29741", "ruby"),
        ("Skills\nWelding, Assembly, Forklift", "assembly-language"),
        ("Languages\nSwift in English, Go to French", "go"),
        ("References\nJo Bell, Java Road Surgery, 0113 555 0101", "java"),
    ],
    ids=["employer", "employer behind at", "school", "scholarship", "street", "link", "handle", "town",
         "assembly", "languages", "referee"],
)  # fmt: skip
def test_names_give_no_skills(text: str, absent: str) -> None:
    assert absent not in standings(f"Ada Quill\n{text}\n")


def test_a_tool_that_is_also_an_employer_counts_where_it_was_used() -> None:
    found = standings("Ada Quill\n\nExperience\nAnalyst, Oracle Inc, 2019 – 2021\n- Tuned Oracle databases\n")
    assert found.get("oracle") == "has"


def test_overlapping_jobs_are_counted_once() -> None:
    text = (
        "Ada Quill\n\nExperience\nAnalyst, Alpha Ltd, 2018 – 2021\n- Python\n\n"
        "Consultant, Beta Ltd, 2019 – 2022\n- Python\n"
    )
    found = profile(text)
    assert found.years == found.skills["python"].years == 4.0


def test_education_is_no_work() -> None:
    found = profile("Ada Quill\n\nEducation\nPhD Statistics, University of Quill, 2015 – 2020\nThesis in R\n")
    assert (found.years, found.jobs) == (None, ())


def test_study_under_a_strange_heading_is_no_work() -> None:
    jobs = "Nurse, Quill Hospital, 2015 – 2018\n\n2011 – 2015  Physics, Quill University"
    found = profile(f"Ada Quill\n\nExperience\n{jobs}\n")
    assert (found.titles, found.years) == (("Nurse",), 3.0)


def test_volunteering_and_projects_are_shown_but_no_years_of_work() -> None:
    text = (
        "Ada Quill\n\nVolunteering\nTreasurer, Food Bank, 2018 – 2021\n- Kept the books in Excel\n\n"
        "Projects\nWeather map, 2020 – 2021\n- Built with Kafka\n"
    )
    found = profile(text)
    assert found.years is None
    assert found.skills["kafka"].years == 1.0
    assert found.skills["kafka"].evidence[0].kind == "used"


def test_stated_years_count_where_no_dates_are() -> None:
    found = profile("Ada Quill\n\nSummary\nData analyst with 7 years of experience, 5 years of Python.\n")
    assert found.years == 7.0
    assert found.skills["python"].years == 5.0


def test_tools_named_at_the_end_of_a_job_are_of_that_job() -> None:
    text = (
        "Ada Quill\n\nExperience\nAnalyst, Alpha Ltd, 2018 – 2021\nReports for sales.\n"
        "Technologies: Kafka, dbt\n\nBaker, Beta Ltd, 2014 – 2018\nBread.\n"
    )
    found = profile(text)
    assert found.skills["dbt"].years == 3.0
    assert found.years == 7.0


@pytest.mark.parametrize(
    ("education", "degrees"),
    [
        ("MSc Statistics, University of Quill, 2019", [("master", ("statistics",), True)]),
        ("University of Quill\nBSc Physics\n2015 – 2018", [("bachelor", ("physics",), True)]),
        ("PhD candidate in Economics, since 2024", [("phd", ("economics",), False)]),
        ("BSc Mathematics (expected 2027)", [("bachelor", ("mathematics",), False)]),
        ("Quill University, Boston, MA\nB.S. Biology, 2019", [("bachelor", ("biology",), True)]),
        ("MBA, Quill School of Business, 2018", [("mba", (), True)]),
        ("Bachelor of Engineering, dropped out 2012", [("bachelor", ("engineering",), False)]),
        ("University of Quill, MS, Statistics, 2019", [("master", ("statistics",), True)]),
        ("Completed 30 credits toward Associate Degree in Business, Quill College",
         [("associate", ("business",), False)]),
        ("2024 Quill Certificate (in progress)\n2012 – 2015 BSc Physics, Quill University",
         [("bachelor", ("physics",), True)]),
        ("Alpha University\nMSc Statistics\n2020\n\nBeta University\nBSc Physics\n2018",
         [("master", ("statistics",), True), ("bachelor", ("physics",), True)]),
    ],
    ids=["one line", "school above", "candidate", "expected", "state", "mba", "dropped out",
         "degree behind the school", "credits", "each line dated", "two, school above"],
)  # fmt: skip
def test_degrees_are_read(education: str, degrees: list[tuple[str, tuple[str, ...], bool]]) -> None:
    found = profile(f"Ada Quill\n\nEducation\n{education}\n")
    assert [(one.level, one.fields, one.finished) for one in found.degrees] == degrees


def test_the_narrow_column_does_not_hide_who_it_is(tmp_path: Path) -> None:
    left = ["Contact", "ada@example.org", "", "Certifications", "Data Ethics Certificate"]
    right = ["# Ada Quill", "Analyst", "Lyon, France", "# Experience", "Analyst, Alpha Ltd", "2018 - 2021",
             "Kept the weekly figures of forty shops in Excel and presented them to the board."]  # fmt: skip
    path = tmp_path / "cv.pdf"
    path.write_bytes(two_columns(left, right))
    found = profile(read_cv(path).text)
    assert found.certificates == ("Data Ethics Certificate",)
    assert found.location == "Lyon, France"


@pytest.mark.parametrize("text", ["", "\n\n", "\t", "•", "2019 – 2021", "Skills", ":", "|||"], ids=repr)
def test_next_to_nothing_gives_an_empty_profile(text: str) -> None:
    found = profile(text)
    assert (found.skills, found.jobs, found.degrees, found.years) == ({}, (), (), None)


def test_a_hostile_text_is_read_in_bounded_time() -> None:
    parts = ["a " * 20_000, "( " * 5_000, "2019 – " * 5_000, "★" * 10_000, "A B C D " * 5_000, "x@" * 5_000]
    for part in parts:
        assert profile(f"Ada Quill\n\nSkills\n{part}\n").degrees == ()


def test_profile_of_builds_its_reader_from_the_lexicon() -> None:
    cv = read_cv(FOLDER / "levels" / "cv.txt")
    assert profile_of(cv, load_lexicon(), today=date(2026, 6, 15)).skills["scala"].standing == "learning"
