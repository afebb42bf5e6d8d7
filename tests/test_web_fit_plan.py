"""The plan as the page tells it: made by hand-written postings, read as a person would."""

from __future__ import annotations

from typing import Any

import pytest

from jobscan.compare.comparison import compare_terms
from jobscan.compare.many import Beside, LeftOut, Market
from jobscan.compare.planning import plan_market
from jobscan.compare.ranking import rank_market
from jobscan.compare.skills import CvSkills
from jobscan.compare.terms import Terms
from tests.compare_cases import FAMILIES, asked, profile, terms

pytest.importorskip("flask")

from jobscan.web.fit_plan import PlanView, plan_view


def many(*skills: Any, number: int, name: str, **facts: Any) -> list[Terms]:
    return [terms(*skills, posting_id=f"{name}{at}", **facts) for at in range(number)]


def view(postings: list[Terms], *, had: tuple[str, ...] = ("python",), role: str = "") -> PlanView:
    cv = CvSkills(profile(had), FAMILIES)
    found = tuple(Beside(one, compare_terms(cv, one)) for one in postings)
    market = Market(found, LeftOut(0, 0, 0, 0), cv, FAMILIES)
    return plan_view(plan_market(market), rank_market(market), role=role)


MARKET = [
    *many("python", number=10, name="open"),
    *many("python", "docker", number=40, name="docker"),
    *many("python", "sql", number=30, name="sql"),
    *many("docker", "sql", number=8, name="both"),
    *many("python", "git", number=12, name="git"),
    *many("airflow", number=5, name="airflow"),
]


def test_three_skills_are_named_with_numbers_and_why() -> None:
    found = view(MARKET)
    assert found.headline == "These three skills open the most jobs to you"
    assert found.names == ("Docker", "SQL", "Git")
    assert found.now == (
        "Today 10 of the 105 postings that require a skill ask for none that your CV lacks, and for no "
        "degree or years beyond it. With all of them it would be 100: 90 more."
    )
    assert found.caution == ""
    assert [(step.place, step.name, step.gain, step.total) for step in found.steps] == [
        (1, "Docker", 40, 50),
        (2, "SQL", 38, 88),
        (3, "Git", 12, 100),
        (4, "Airflow", 5, 105),
    ]
    assert [step.why for step in found.steps[:3]] == [
        "Docker is the last required skill missing in 40 of 105 postings.",
        "Once you know Docker, SQL is the last one missing in 38 more of 105 postings.",
        "Once you know Docker and SQL, Git is the last one missing in 12 more of 105 postings.",
    ]
    assert found.steps[0].asides == ("Asked for, at whatever level, in 48 of 105.",)


def test_bars_begin_where_the_one_before_ended() -> None:
    bars = view(MARKET).bars
    assert [(bar.label, bar.value, bar.added) for bar in bars] == [
        ("Today", 10, 0),
        ("+ Docker", 50, 40),
        ("+ SQL", 88, 38),
        ("+ Git", 100, 12),
        ("+ Airflow", 105, 5),
    ]
    assert (bars[2].before_percent, bars[2].added_percent) == (47.62, 36.19)


def test_single_skills_have_their_interval_and_examples() -> None:
    first = view(MARKET).singles[0]
    assert (first.name, first.opens, first.asked_in, first.out_of_reach) == ("Docker", 40, 48, 0)
    assert first.share == "38.1 % (29.4 to 47.6 %)"
    assert first.examples == ("docker0", "docker1", "docker10", "docker11", "docker12")


def test_fewer_skills_than_three_are_told_as_so_many() -> None:
    one = view(many("python", "docker", number=40, name="a"))
    assert (one.headline, one.names) == ("This one skill opens the most jobs to you", ("Docker",))
    assert one.now.endswith("With it it would be 40: 40 more.")
    two = view([*many("docker", number=40, name="a"), *many("sql", number=30, name="b")])
    assert (two.headline, two.names) == ("These two skills open the most jobs to you", ("Docker", "SQL"))
    assert two.now.endswith("With both it would be 70: 70 more.")


def test_steps_that_open_nothing_yet_say_so() -> None:
    found = view(many("docker", "git", number=120, name="a"))
    assert found.names == ("Docker", "Git")
    assert found.steps[0].gain == 0
    assert "opens none of them yet" in found.steps[0].why
    assert (
        found.steps[1].why == "Once you know Docker, Git is the last one missing in 120 more of 120 postings."
    )


def test_steps_that_only_build_up_are_not_promised() -> None:
    postings = [
        *many("docker", number=30, name="a"),
        *many("sql", number=20, name="b"),
        *many("airflow", "aws", "git", number=9, name="c"),
    ]
    found = view(postings)
    assert found.headline == "These two skills open the most jobs to you"
    assert [(step.name, step.gain) for step in found.steps] == [
        ("Docker", 30),
        ("SQL", 20),
        ("Airflow", 0),
        ("AWS", 0),
        ("Git", 9),
    ]
    many_missing = many("airflow", "aws", "git", "r", "sql", number=9, name="c")
    far = view([*many("docker", number=30, name="a"), *many_missing])
    assert [step.name for step in far.steps] == ["Docker"]


def test_few_postings_are_told_honestly() -> None:
    found = view(many("python", "docker", number=7, name="a"))
    assert found.caution == (
        "Only 7 postings in this scan require a skill. That is too few to tell what the market wants: read "
        "this as what these postings ask for, and add more of the kind you look for."
    )
    rough = view([*many("python", number=60, name="a"), *many("docker", number=20, name="b")])
    assert rough.caution.startswith("The numbers are small")


def test_nothing_is_promised_where_no_skill_opens_a_posting() -> None:
    clearance = view(many("docker", "clearance", number=40, name="a"))
    assert (clearance.headline, clearance.names) == ("", ())
    assert "No skill opens another one by itself" in clearance.now
    all_open = view(many("python", number=40, name="a"))
    assert all_open.headline == "Your CV already has what these postings require"
    assert (all_open.names, all_open.steps, all_open.of, all_open.open_now) == ((), (), 40, 40)
    degree = view(many("python", number=40, name="a", degree_min="phd"))
    assert (degree.headline, degree.of, degree.open_now) == ("", 40, 0)


def test_postings_that_require_nothing_give_no_plan() -> None:
    nothing = PlanView("", (), "", "", (), (), (), (), 0, 0)
    assert view([terms(asked("python", "mentioned"))]) == nothing
    assert view([]) == nothing
    assert view(MARKET, role="data-scientist") == nothing


def test_roles_have_their_own_plan_and_their_best_skill() -> None:
    postings = [
        *many("python", "docker", number=20, name="a", role="data-engineer"),
        *many("python", "sql", number=12, name="b", role="data-analyst"),
        *many("python", "git", number=3, name="c", role="statistician"),
    ]
    whole = view(postings)
    assert [(role.role, role.name, role.opens, role.of) for role in whole.roles] == [
        ("data-engineer", "Docker", 20, 20),
        ("data-analyst", "SQL", 12, 12),
    ]
    assert view(postings, role="data-analyst").names == ("SQL",)


def test_what_is_close_to_the_cv_is_a_short_way() -> None:
    found = view(many("python", "tensorflow", number=40, name="a"), had=("python", "keras"))
    assert "A short way for you: your CV already shows Keras." in found.steps[0].asides
    assert found.singles[0].short_way == "Keras"


def test_skills_that_do_the_same_are_a_choice() -> None:
    both = (
        asked("pytorch", group=("pytorch", "tensorflow")),
        asked("tensorflow", group=("pytorch", "tensorflow")),
    )
    found = view(many("python", *both, number=40, name="a"))
    assert found.names == ("PyTorch",)
    assert "TensorFlow would open nearly the same postings: choose one." in found.steps[0].asides
    assert found.singles[0].instead == "TensorFlow"
