from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from jobscan.compare.comparison import compare_terms
from jobscan.compare.many import Beside, LeftOut, Market
from jobscan.compare.plan_words import left_out_words, plan_words
from jobscan.compare.planning import plan_market
from jobscan.compare.skills import CvSkills
from jobscan.compare.tables import PLAN
from jobscan.compare.terms import Terms
from jobscan.cv.result import CvSkill
from tests.compare_cases import BACHELOR, FAMILIES, asked, cv_skill, profile, terms

NONE_LEFT_OUT = LeftOut(0, 0, 0, 0)


def market(postings: list[Terms], had: list[CvSkill | str] | None = None, **facts: Any) -> Market:
    cv = CvSkills(profile(["python"] if had is None else had, **facts), FAMILIES)
    found = tuple(Beside(one, compare_terms(cv, one)) for one in postings)
    return Market(found, NONE_LEFT_OUT, cv, FAMILIES)


def rows(frame: pd.DataFrame, *names: str, size: int | None = None) -> list[tuple[Any, ...]]:
    wanted = frame if size is None else frame[frame["size"] == size]
    return list(wanted[list(names)].itertuples(index=False, name=None))


def many(*skills: Any, number: int, name: str, **facts: Any) -> list[Terms]:
    return [terms(*skills, posting_id=f"{name}{at}", **facts) for at in range(number)]


def test_the_skill_that_is_the_last_one_missing_most_often_comes_first() -> None:
    postings = [
        *many("python", "sql", number=3, name="sql"),
        *many("python", "docker", number=2, name="docker"),
        *many("docker", "git", number=4, name="both"),
    ]
    found = plan_market(market(postings))
    assert list(found.columns) == list(PLAN.names)
    assert rows(found, "place", "skill_ids", "opens", "gain", "of_postings", "asked_in", size=1) == [
        (1, "sql", 3, 3, 9, 3),
        (2, "docker", 2, 2, 9, 6),
    ]


def test_sets_grow_by_the_skill_that_adds_most() -> None:
    postings = [
        *many("python", "sql", number=3, name="sql"),
        *many("python", "docker", number=2, name="docker"),
        *many("docker", "git", number=4, name="both"),
    ]
    found = plan_market(market(postings))
    assert rows(found[found["size"] > 1], "size", "skill_ids", "opens", "gain") == [
        (2, "sql;docker", 5, 2),
        (3, "sql;docker;git", 9, 4),
    ]


def test_where_nothing_is_opened_the_skill_that_brings_most_nearer_is_taken() -> None:
    postings = [
        *many("sql", "docker", "git", number=2, name="a"),
        *many("docker", "r", number=3, name="b"),
    ]
    found = plan_market(market(postings))
    assert rows(found, "skill_ids", "opens", "gain") == [
        ("docker;r", 3, 3),
        ("docker;r;git", 3, 0),
        ("docker;r;git;sql", 5, 2),
    ]


def test_any_skill_of_a_choice_opens_the_posting_and_the_others_are_told_instead() -> None:
    group = ("r", "sql")
    postings = many("python", *(asked(one, group=group) for one in group), number=2, name="a")
    found = plan_market(market(postings))
    assert rows(found, "skill_ids", "opens", "instead") == [("r", 2, "SQL")]


def test_a_case_that_is_asked_for_as_often_opens_the_broader_one_too() -> None:
    postings = [*many("cloud", number=2, name="cloud"), *many("aws", number=2, name="aws")]
    assert rows(plan_market(market(postings)), "skill_ids", "opens", size=1)[0] == ("aws", 4)


def test_soft_skills_open_nothing_and_keep_nothing_shut() -> None:
    postings = [
        *many("python", "teamwork", number=2, name="a"),
        *many("sql", "communication", number=1, name="b"),
    ]
    found = plan_market(market([*postings, *many("teamwork", number=5, name="soft")]))
    assert rows(found, "skill_ids", "opens", "of_postings", "open_now") == [("sql", 1, 3, 2)]


def test_a_degree_years_and_conditions_are_counted_apart() -> None:
    postings = [
        *many("sql", number=1, name="open"),
        *many("sql", number=2, name="degree", degree_min="phd"),
        *many("sql", number=3, name="years", years_min=9.0),
        *many("sql", "clearance", number=4, name="clearance"),
        *many("sql", number=5, name="both", degree_min="phd", years_min=9.0),
        *many("python", number=1, name="now"),
        *many("python", number=1, name="never", years_min=9.0),
    ]
    found = plan_market(market(postings, degrees=(BACHELOR,), years=2.0))
    columns = ["skill_ids", "opens", "open_now", "out_of_reach", "by_degree", "by_years", "by_condition"]
    assert rows(found, *columns) == [("sql", 1, 1, 14, 7, 8, 4)]


def test_years_that_the_cv_does_not_show_are_not_in_the_way() -> None:
    found = plan_market(market(many("sql", number=2, name="a", years_min=9.0)))
    assert rows(found, "opens", "out_of_reach") == [(2, 0)]


def test_a_skill_that_the_cv_is_learning_or_close_to_is_a_short_way() -> None:
    postings = [
        *many("tensorflow", number=3, name="a"),
        *many("sql", number=2, name="b"),
        *many("git", number=1, name="c"),
    ]
    found = plan_market(market(postings, ["keras", cv_skill("sql", "learning")]))
    assert rows(found, "skill_ids", "short_way", size=1) == [
        ("tensorflow", "Keras"),
        ("sql", "SQL"),
        ("git", ""),
    ]


def test_a_share_has_its_wilson_interval_and_examples() -> None:
    postings = [*many("sql", number=7, name="a"), *many("python", number=3, name="b")]
    (row,) = rows(plan_market(market(postings)), "share", "ci_low", "ci_high", "asked_share", "examples")
    # Wilson's 95 % interval of 7 of 10.
    assert [round(value, 4) for value in row[:4]] == [0.7, 0.3968, 0.8922, 0.7]
    assert row[4] == "a0;a1;a2;a3;a4"


def test_roles_have_plans_of_their_own_where_there_are_enough_postings() -> None:
    postings = [
        *many("sql", number=10, name="a", role="data-analyst"),
        *many("docker", number=9, name="b", role="ml-engineer"),
    ]
    found = plan_market(market(postings))
    assert rows(found, "role", "size", "skill_ids", "of_postings") == [
        ("", 1, "sql", 19),
        ("", 1, "docker", 19),
        ("", 2, "sql;docker", 19),
        ("data-analyst", 1, "sql", 10),
    ]


def test_the_plan_of_one_role_is_of_no_other() -> None:
    postings = [*many("sql", number=3, name="a", role="data-analyst"), *many("python", number=1, name="b")]
    found = plan_market(replace(market(postings), role="data-analyst"))
    assert rows(found, "role", "skill_ids", "opens", "of_postings") == [("data-analyst", "sql", 3, 4)]
    assert plan_words(found)[1:] == ["SQL opens 3 postings more (75.0 %, between 30.1 and 95.4 %)."]


def test_a_plan_of_nothing_has_no_rows() -> None:
    for postings in ([], many("python", number=3, name="a"), [terms()]):
        found = plan_market(market(postings))
        assert (len(found), list(found.columns)) == (0, list(PLAN.names))
        assert plan_words(found) == []


def test_the_order_of_postings_makes_no_difference() -> None:
    postings = [
        *many("python", "sql", number=3, name="sql"),
        *many("docker", "git", number=4, name="both"),
        *many("r", number=3, name="r"),
    ]
    pd.testing.assert_frame_equal(plan_market(market(postings)), plan_market(market(postings[::-1])))


def test_the_plan_in_words() -> None:
    postings = [
        *many("tensorflow", number=7, name="a", role="ml-engineer"),
        *many("tensorflow", number=1, name="far", role="ml-engineer", years_min=9.0),
        *many("sql", number=2, name="b", role="ml-engineer"),
        *many("keras", number=2, name="now", role="ml-engineer"),
    ]
    now, first, second, both, roles = plan_words(plan_market(market(postings, ["keras"], years=1.0)))
    assert now.startswith(
        "2 of 12 postings that require a skill ask for none that the CV lacks, and for no degree"
    )
    assert first == (
        "TensorFlow opens 7 postings more (58.3 %, between 32.0 and 80.7 %); 1 other would still lack years; "
        "a short way, for the CV shows Keras."
    )
    assert second == "SQL opens 2 postings more (16.7 %, between 4.7 and 44.8 %)."
    assert both == "TensorFlow and SQL together open 9 postings; 1 other would still lack years."
    assert roles == "By role, the best single skill. ml-engineer: TensorFlow (7 of 12)."


def test_the_plan_in_words_says_where_no_single_skill_opens_a_posting() -> None:
    words = plan_words(plan_market(market(many("sql", "git", number=3, name="a"))))
    assert (
        words[1]
        == "No single skill opens another posting: each of them lacks at least two, or something else."
    )
    assert words[2] == "Git and SQL together open 3 postings."


def test_left_out_words() -> None:
    assert left_out_words(NONE_LEFT_OUT) == ""
    told = left_out_words(LeftOut(duplicates=1, other_languages=2, closed=3, other_roles=4))
    assert told == "Left out: 1 duplicate, 2 not in English, 3 closed and 4 of other roles."
