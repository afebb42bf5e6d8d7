from __future__ import annotations

from dataclasses import replace

import pytest

from jobscan.compare.result import SkillMatch
from jobscan.compare.skills import Item, match_skills
from jobscan.compare.terms import Asked
from jobscan.cv.result import CvSkill
from tests.compare_cases import asked, cv_skill, cv_skills, evidence


def only(found: tuple[list[SkillMatch], list[Item]]) -> tuple[SkillMatch, float]:
    (skill,), (item,) = found
    return skill, item.earned


STANDINGS: dict[str, tuple[tuple[CvSkill | str, ...], Asked, tuple[str, str, float]]] = {
    "had": (("python",), asked("python"), ("met", "python", 1.0)),
    "not named": ((), asked("python"), ("missing", "", 0.0)),
    "a sibling": (("keras",), asked("tensorflow"), ("adjacent", "keras", 0.0)),
    "a part": (("postgresql",), asked("sql"), ("adjacent", "postgresql", 0.0)),
    "not the other way": (("sql",), asked("postgresql"), ("missing", "", 0.0)),
    "a case": (("git",), asked("version-control"), ("met", "git", 1.0)),
    "not the other way, of a case": (("version-control",), asked("git"), ("missing", "", 0.0)),
    "denied": ((cv_skill("python", "denied"),), asked("python"), ("missing", "", 0.0)),
    "denied beside a sibling": (
        (cv_skill("tensorflow", "denied"), "keras"),
        asked("tensorflow"),
        ("missing", "", 0.0),
    ),
    "learning": ((cv_skill("python", "learning"),), asked("python"), ("adjacent", "python", 0.0)),
    "learning, and has a case": (
        (cv_skill("version-control", "learning"), "git"),
        asked("version-control"),
        ("met", "git", 1.0),
    ),
    "a sibling that is being learned": (
        (cv_skill("keras", "learning"),),
        asked("tensorflow"),
        ("missing", "", 0.0),
    ),
    "a sibling that is denied": ((cv_skill("keras", "denied"),), asked("tensorflow"), ("missing", "", 0.0)),
    "basic, required": ((cv_skill("python", "basic"),), asked("python"), ("met", "python", 0.5)),
    "basic, preferred": (
        (cv_skill("python", "basic"),),
        asked("python", "preferred"),
        ("met", "python", 1.0),
    ),
    "basic, mentioned": (
        (cv_skill("python", "basic"),),
        asked("python", "mentioned"),
        ("met", "python", 1.0),
    ),
    "years enough": ((cv_skill("python", years=5.0),), asked("python", years=5.0), ("met", "python", 1.0)),
    "years nearly": ((cv_skill("python", years=4.5),), asked("python", years=5.0), ("met", "python", 1.0)),
    "years too few": ((cv_skill("python", years=3.0),), asked("python", years=5.0), ("met", "python", 0.6)),
    "years far too few": (
        (cv_skill("python", years=1.0),),
        asked("python", years=5.0),
        ("met", "python", 0.5),
    ),
    "years not shown": ((cv_skill("python"),), asked("python", years=5.0), ("met", "python", 1.0)),
}


@pytest.mark.parametrize(("had", "wanted", "expected"), STANDINGS.values(), ids=STANDINGS)
def test_match_skills_tells_what_the_cv_shows(
    had: tuple[CvSkill | str, ...], wanted: Asked, expected: tuple[str, str, float]
) -> None:
    skill, earned = only(match_skills(cv_skills(*had), [wanted]))
    assert (skill.status, skill.by, round(earned, 3)) == expected


NOTES: dict[str, tuple[CvSkill | str, Asked, str, str]] = {
    "basic": (
        cv_skill("python", "basic"),
        asked("python", "preferred"),
        "the CV is only familiar with it",
        "Python",
    ),
    "learning": (
        cv_skill("python", "learning"),
        asked("python"),
        "the CV says that it is being learned",
        "Python",
    ),
    "denied": (cv_skill("python", "denied"), asked("python"), "the CV says that it is lacking", "Python"),
    "sibling": ("keras", asked("tensorflow"), "Keras is close to it", "Keras"),
    "part": ("postgresql", asked("sql"), "PostgreSQL shows a part of it", "PostgreSQL"),
    "case": ("git", asked("version-control"), "Git is a case of it", "Git"),
    "years": (
        cv_skill("python", years=3.25),
        asked("python", "preferred", years=5.0),
        "5 years asked, the CV shows 3.2",
        "Python",
    ),
    "no years": (
        cv_skill("python"),
        asked("python", "preferred", years=1.0),
        "1 year asked; the CV does not show how many",
        "Python",
    ),
    "only listed": (
        cv_skill("python", kind="listed"),
        asked("python"),
        "the CV lists it, but no job or project shows it",
        "Python",
    ),
    "a condition": (
        cv_skill("clearance", quote="Worked with Clearance"),
        asked("clearance"),
        "see whether it is the one that is asked for",
        "Clearance",
    ),
    "only listed, and only preferred": (
        cv_skill("python", kind="listed"),
        asked("python", "preferred"),
        "",
        "Python",
    ),
}


@pytest.mark.parametrize(("had", "wanted", "note", "shown"), NOTES.values(), ids=NOTES)
def test_match_skills_notes_what_limits_it_and_quotes_both(
    had: CvSkill | str, wanted: Asked, note: str, shown: str
) -> None:
    skill, _ = only(match_skills(cv_skills(had), [wanted]))
    assert skill.note == note
    assert skill.evidence == f"Worked with {shown}"
    assert skill.quote == wanted.quote


def test_a_choice_is_one_item_that_one_member_meets() -> None:
    group = ("python", "r", "sql")
    skills, items = match_skills(cv_skills("r"), [asked(skill_id, group=group) for skill_id in group])
    assert items == [Item("required", group, 1.0)]
    assert {skill.skill_id: (skill.status, skill.met_by_other) for skill in skills} == {
        "python": ("missing", "r"),
        "r": ("met", ""),
        "sql": ("missing", "r"),
    }


def test_a_choice_that_nobody_meets_is_one_missing_item() -> None:
    group = ("keras", "tensorflow")
    skills, items = match_skills(cv_skills("pytorch"), [asked(skill_id, group=group) for skill_id in group])
    assert items == [Item("required", group, 0.0)]
    assert {(skill.status, skill.met_by_other) for skill in skills} == {("adjacent", "")}


def test_a_choice_takes_the_member_that_earns_most() -> None:
    group = ("python", "r")
    had = cv_skills(cv_skill("python", "basic"), "r")
    skills, items = match_skills(had, [asked(skill_id, group=group) for skill_id in group])
    assert [item.earned for item in items] == [1.0]
    assert [skill.status for skill in skills] == ["met", "met"]


def test_a_choice_is_met_by_a_member_that_is_asked_for_by_itself_elsewhere() -> None:
    rows = [asked("python"), asked("r", "preferred", group=("python", "r"))]
    skills, items = match_skills(cv_skills("python"), rows)
    assert [(item.level, item.skill_ids, item.earned) for item in items] == [
        ("required", ("python",), 1.0),
        ("preferred", ("python", "r"), 1.0),
    ]
    assert skills[1].met_by_other == "python"


def test_the_strongest_level_of_its_members_is_that_of_a_choice() -> None:
    rows = [
        asked("python", "mentioned", group=("python", "r")),
        asked("r", "preferred", group=("python", "r")),
    ]
    _, items = match_skills(cv_skills(), rows)
    assert [item.level for item in items] == ["preferred"]


def test_skills_stand_required_first_and_missing_before_adjacent_before_met() -> None:
    rows = [
        asked("docker", "preferred"),
        asked("git"),
        asked("airflow"),
        asked("python"),
        asked("tensorflow"),
        asked("teamwork"),
        asked("r", "mentioned"),
    ]
    skills, _ = match_skills(cv_skills("keras", "python", "git"), rows)
    assert [skill.skill_id for skill in skills] == [
        "airflow",
        "teamwork",
        "tensorflow",
        "git",
        "python",
        "docker",
        "r",
    ]


def test_the_order_of_rows_makes_no_difference() -> None:
    rows = [
        asked("r", group=("python", "r")),
        asked("python", group=("python", "r")),
        asked("sql"),
        asked("git"),
    ]
    cv = cv_skills("postgresql", "r")
    assert match_skills(cv, rows) == match_skills(cv, rows[::-1])


def test_the_order_of_the_cvs_evidence_makes_no_difference() -> None:
    told = (evidence("Z"), evidence("A"), evidence("B", kind="listed"))
    one = replace(cv_skill("python"), evidence=told)
    other = replace(one, evidence=told[::-1])
    assert match_skills(cv_skills(one), [asked("python")]) == match_skills(
        cv_skills(other), [asked("python")]
    )
