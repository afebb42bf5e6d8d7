"""Every invented CV of fixtures/cvs gives what was written down by hand from reading it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jobscan.cv import Cv, Profile, read_cv, read_profile
from jobscan.cv.contact import without_contact
from tests.cv_cases import FOLDER, TODAY, CvCase, cases, cv_of, reader

CASES = cases()
FIELDS = ("years", "titles", "seniority", "role", "certificates", "location", "country")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.folder.name)
def read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CvCase, Cv, Profile]:
    case: CvCase = request.param
    cv = cv_of(case, tmp_path_factory.mktemp("cv"))
    return case, cv, read_profile(cv, reader(), today=TODAY)


def test_there_are_cvs_of_many_kinds() -> None:
    assert len(CASES) == 16


def test_the_skills_and_their_standing_are_those_expected(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    found = {skill_id: skill.standing for skill_id, skill in profile.skills.items()}
    assert {skill_id: found.get(skill_id) for skill_id in case.expected["skills"]} == case.expected["skills"]


def test_nothing_is_found_that_is_not_there(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    assert set(case.expected["absent"]) & profile.skills.keys() == set()


def test_how_a_skill_is_shown_is_told(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    kinds = case.expected["kinds"]
    assert {skill_id: profile.skills[skill_id].evidence[0].kind for skill_id in kinds} == kinds


def test_the_years_of_skills_are_those_of_their_jobs(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    years = case.expected["skill_years"]
    assert {skill_id: profile.skills[skill_id].years for skill_id in years} == years


def test_the_facts_are_those_expected(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    told = [field for field in FIELDS if field in case.expected]
    found = {field: getattr(profile, field) for field in told}
    found = {field: list(value) if isinstance(value, tuple) else value for field, value in found.items()}
    assert found == {field: case.expected[field] for field in told}


def test_the_degrees_are_those_expected(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    found = [[degree.level, list(degree.fields), degree.finished] for degree in profile.degrees]
    assert found == case.expected["degrees"]


def test_the_portfolio_is_that_expected(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    assert sorted(profile.portfolio) == case.expected["portfolio"]


def test_employers_are_those_expected(read: tuple[CvCase, Cv, Profile]) -> None:
    case, _, profile = read
    found = list(dict.fromkeys(job.employer for job in profile.jobs if job.employer))
    assert found == case.expected.get("employers", found)


def test_evidence_points_at_words_of_the_text(read: tuple[CvCase, Cv, Profile]) -> None:
    _, cv, profile = read
    assert profile.text == cv.text
    for skill in profile.skills.values():
        for one in skill.evidence:
            assert 0 <= one.start < one.end <= len(cv.text)
            assert one.job is None or profile.jobs[one.job].start <= one.start < profile.jobs[one.job].end
            assert "\n" not in one.quote
            assert len(one.quote) <= 160


def test_no_quote_holds_contact_details(read: tuple[CvCase, Cv, Profile]) -> None:
    _, _, profile = read
    quotes = [one.quote for skill in profile.skills.values() for one in skill.evidence]
    quotes += [degree.quote for degree in profile.degrees]
    quotes += [*profile.certificates, *profile.portfolio.values(), profile.location, profile.years_quote]
    assert [quote for quote in quotes if "@" in quote or "555" in quote] == []
    assert [quote for quote in quotes if without_contact(quote) != quote] == []


def test_the_same_cv_gives_the_same_profile(read: tuple[CvCase, Cv, Profile]) -> None:
    _, cv, profile = read
    assert read_profile(cv, reader(), today=TODAY) == profile


def test_a_year_later_only_what_goes_on_has_grown(read: tuple[CvCase, Cv, Profile]) -> None:
    _, cv, profile = read
    later = read_profile(cv, reader(), today=date(2027, 6, 15))
    assert later.skills.keys() == profile.skills.keys()
    assert later.titles == profile.titles
    goes_on = any(job.period is not None and job.period.end == 12 * 2026 + 6 for job in profile.jobs)
    if not goes_on:
        assert later.years == profile.years
    for skill_id, skill in profile.skills.items():
        assert (later.skills[skill_id].years or 0) - (skill.years or 0) in (0, pytest.approx(1, abs=0.11))


@pytest.mark.parametrize("name", [path.parent.name for path in sorted(FOLDER.glob("*/cv.txt"))])
def test_windows_line_ends_and_trailing_spaces_change_nothing(name: str, tmp_path: Path) -> None:
    path = FOLDER / name / "cv.txt"
    spaced = "\r\n".join(f"{line}  " for line in path.read_text(encoding="utf-8").split("\n"))
    tmp_path.joinpath("cv.txt").write_bytes(spaced.encode("utf-8"))
    plain, other = (read_profile(read_cv(one), reader(), today=TODAY) for one in (path, tmp_path / "cv.txt"))
    assert {key: (one.standing, one.years) for key, one in other.skills.items()} == {
        key: (one.standing, one.years) for key, one in plain.skills.items()
    }
    assert (other.years, other.titles, other.degrees) == (plain.years, plain.titles, plain.degrees)


def test_what_is_right_but_not_done_is_still_not_done() -> None:
    """A limit that is gone goes from known_limits to skills."""
    for case in CASES:
        for skill_id in case.expected.get("known_limits", {}).get("skills", {}):
            found = read_profile(read_cv(next(case.folder.glob("cv.*"))), reader(), today=TODAY)
            assert skill_id not in found.skills, f"{case.folder.name}: {skill_id} is found now"
