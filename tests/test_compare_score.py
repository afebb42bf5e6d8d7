from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.compare.comparison import compare_terms
from jobscan.compare.result import Comparison, Line
from jobscan.compare.score import NEUTRAL, score_of
from jobscan.compare.skills import CvSkills
from jobscan.compare.terms import Asked, Terms
from jobscan.cv.result import CvSkill
from jobscan.vocabulary import DEMAND_LEVELS
from tests.compare_cases import BACHELOR, FAMILIES, NAMES, asked, cv_skill, profile, terms

IDS = sorted(set(NAMES) - {"clearance"})


def compared(had: list[CvSkill | str], wanted: Terms, **facts: object) -> Comparison:
    return compare_terms(CvSkills(profile(had, **facts), FAMILIES), wanted)


def test_the_arithmetic_is_shown_line_by_line() -> None:
    wanted = terms(
        "python",
        "sql",
        asked("docker", "preferred"),
        asked("git", "mentioned"),
        "teamwork",
        degree_min="bachelor",
        years_min=5.0,
        seniority="senior",
        seniority_quote="Senior",
    )
    found = compared(["python", "docker", "teamwork"], wanted, degrees=(BACHELOR,), years=2.0)
    assert found.arithmetic == (
        Line("SQL", 3.0, 0.0, "required", ("sql",)),
        Line("Python", 3.0, 3.0, "required", ("python",)),
        Line("Teamwork", 0.5, 0.5, "required", ("teamwork",)),
        Line("Docker", 2.0, 2.0, "preferred", ("docker",)),
        Line("Git", 1.0, 0.0, "mentioned", ("git",)),
        Line("Degree: bachelor's degree", 3.0, 3.0),
        Line("Years: 5 years or more", 3.0, 1.2),
        Line("Seniority: senior", 3.0, 1.5),
        Line(NEUTRAL, 6.0, 3.0),
    )
    assert found.score == 58  # 100 * 14.2 / 24.5 = 57.96


@pytest.mark.parametrize(
    ("skills", "weight"),
    [
        ((), 1.0),
        ((asked("git", "mentioned"), "teamwork"), 1.0),
        (("python",), 1.5),
        (("python", "sql", "git"), 3.0),
    ],
    ids=["no skill", "hardly a skill", "one skill", "three skills"],
)
def test_facts_together_weigh_no_more_than_the_skills(skills: tuple[Asked | str, ...], weight: float) -> None:
    found = compared([], terms(*skills, degree_min="bachelor", years_min=2.0), degrees=(BACHELOR,), years=9.0)
    facts_of = [line for line in found.arithmetic if line.what.startswith(("Degree", "Years"))]
    assert [(line.asked, line.met) for line in facts_of] == [(weight, weight)] * 2


def test_a_choice_is_one_line() -> None:
    group = ("python", "r")
    found = compared(["r"], terms(*(asked(skill_id, group=group) for skill_id in group)))
    assert found.arithmetic[0] == Line("Python or R", 3.0, 3.0, "required", ("python", "r"))


def test_what_is_only_close_earns_nothing() -> None:
    wanted = terms("tensorflow", "sql", "python", "git", "docker")
    close = compared(["keras", "postgresql"], wanted)
    assert close.score == compared([], wanted).score
    assert [skill.status for skill in close.skills].count("adjacent") == 2


@pytest.mark.parametrize(
    ("wanted", "score", "note"),
    [
        (terms(), None, "Nothing was found"),
        (terms(language="de"), None, "not in English (de)"),
        (terms("python"), 43, "compared (1 skill)"),
        (terms("python", degree_min="bachelor"), 35, "compared (1 skill and 1 fact)"),
    ],
    ids=["nothing", "another language", "one thing", "two things"],
)
def test_a_posting_that_says_little_says_so(wanted: Terms, score: int | None, note: str) -> None:
    found = compared([], wanted)
    assert found.score == score
    assert (found.arithmetic == ()) == (score is None)
    assert len(found.notes) == 1
    assert note in found.notes[0]


def test_a_posting_that_says_enough_has_no_notes() -> None:
    assert compared([], terms("python", "sql", "git", "docker", "aws")).notes == ()


def test_halves_are_rounded_up() -> None:
    assert score_of([Line("a", 8.0, 1.0)]) == 13
    assert score_of([]) is None


levels = st.sampled_from(DEMAND_LEVELS)
skill_rows = st.lists(st.sampled_from(IDS), unique=True, min_size=1, max_size=len(IDS)).flatmap(
    lambda ids: st.tuples(*(st.builds(asked, st.just(skill_id), levels) for skill_id in ids))
)
grouped_rows = st.tuples(skill_rows, st.booleans()).map(
    lambda drawn: tuple(
        replace(one, group=tuple(sorted(row.skill_id for row in drawn[0][:3])))
        if drawn[1] and len(drawn[0]) > 2 and at < 3
        else one
        for at, one in enumerate(drawn[0])
    )
)
cvs = st.lists(
    st.builds(
        cv_skill,
        st.sampled_from(IDS),
        st.sampled_from(["has", "basic", "learning", "denied"]),
        years=st.sampled_from([None, 0.5, 4.0]),
    ),
    unique_by=lambda skill: skill.skill_id,
    max_size=len(IDS),
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "degree_min": st.sampled_from(["bachelor", "phd"]),
        "years_min": st.sampled_from([1.0, 5.0]),
        "seniority": st.just("senior"),
        "seniority_quote": st.just("senior"),
    },
)


@given(rows=grouped_rows, had=cvs, drawn=facts, seed=st.integers(0, 99))
def test_the_score_is_the_sum_of_its_lines_and_the_same_in_any_order(
    rows: tuple[Asked, ...], had: list[CvSkill], drawn: dict[str, Any], seed: int
) -> None:
    wanted = terms(*rows, **drawn)
    found = compared(list(had), wanted, years=3.0)
    shuffled = random.Random(seed)
    other_rows, other_had = list(rows), list(had)
    shuffled.shuffle(other_rows)
    shuffled.shuffle(other_had)
    assert compared(list(other_had), terms(*other_rows, **drawn), years=3.0) == found
    asked_points = sum(line.asked for line in found.arithmetic)
    met_points = sum(line.met for line in found.arithmetic)
    assert found.score == int(100 * met_points / asked_points + 0.5 + 1e-9)
    assert 0 < found.score < 100
    assert all(0 <= line.met <= line.asked for line in found.arithmetic)


@given(rows=grouped_rows, had=cvs, drawn=facts, at=st.integers(0, len(IDS)))
def test_no_line_moves_the_score_by_more_than_15(
    rows: tuple[Asked, ...], had: list[CvSkill], drawn: dict[str, Any], at: int
) -> None:
    lines = compared(list(had), terms(*rows, **drawn), years=3.0).arithmetic
    place = at % (len(lines) - 1)  # the last one is the neutral line
    none, whole = (
        score_of([*lines[:place], replace(lines[place], met=met), *lines[place + 1 :]])
        for met in (0.0, lines[place].asked)
    )
    assert none is not None
    assert whole is not None
    assert whole - none <= 15


@given(rows=skill_rows, had=cvs, gained=st.sampled_from(IDS))
def test_a_skill_more_in_the_cv_never_lowers_the_score(
    rows: tuple[Asked, ...], had: list[CvSkill], gained: str
) -> None:
    others: list[CvSkill | str] = [skill for skill in had if skill.skill_id != gained]
    before = compared(others, terms(*rows)).score
    after = compared([*others, gained], terms(*rows)).score
    assert before is not None
    assert after is not None
    assert after >= before
