from __future__ import annotations

import pytest

from jobscan.extract.experience import Amount
from jobscan.extract.hits import Entry, Hit
from jobscan.extract.skill_years import years_of_hits
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon
from jobscan.text.tokens import tokenize
from tests.lexicons import write_lexicon


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> SkillMatcher:
    return SkillMatcher(load_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon"))))


def years(matcher: SkillMatcher, text: str) -> str:
    """The skills with the years asked of them, in order: "python 5, sql -"."""
    found = ((mention.skill_id, mention.years_min) for mention in matcher.find(text))
    return ", ".join(
        f"{skill_id} {'-' if at_least is None else f'{at_least:g}'}" for skill_id, at_least in found
    )


BEHIND = {
    "of": ("5+ years of Python", "python 5"),
    "words": ("five years' experience with SQL", "sql 5"),
    "curly": ("five years’ experience with SQL", "sql 5"),
    "range": ("3-5 yrs Python", "python 3"),
    "half": ("1.5 years of SQL", "sql 1.5"),
    "before_experience": ("3+ years Python experience", "python 3"),
    "list": ("4 years of experience in Python, R and SQL", "python 4, r 4, sql 4"),
    "list_ends": ("4 years of Python, and know some SQL", "python 4, sql -"),
    "two_amounts": ("2+ years of experience in Python and 1 year of SQL", "python 2, sql 1"),
    "two_items": ("5 years of SQL, 3 years of Python", "sql 5, python 3"),
    "following": ("At least 3 years with one or more of the following: Python, Java", "python 3, java 3"),
    "programming": ("3 years of hands-on programming experience in Python or Java", "python 3, java 3"),
    "languages_such_as": ("2 years of experience with languages such as Python", "python 2"),
    "of_something_else": ("5+ years of experience in farming using Python", "python -"),
    "with_something_else": ("5+ years in farming with Python", "python -"),
    "of_machine_learning": (
        "5 years building machine learning models in Python",
        "machine-learning 5, python -",
    ),
    "concepts_too": ("5 years of machine learning, Python and SQL", "machine-learning 5, python 5, sql 5"),
    "next_sentence": ("10 years of experience. Python", "python -"),
    "next_block": ("10 years of experience\n\n- Python", "python -"),
    "of_the_world": ("Over the last 5 years Python grew", "python -"),
    "too_many": ("40 years of Python", "python -"),
}


@pytest.mark.parametrize(("text", "expected"), BEHIND.values(), ids=BEHIND.keys())
def test_years_are_of_the_skills_behind_them(matcher: SkillMatcher, text: str, expected: str) -> None:
    assert years(matcher, text) == expected


BEFORE = {
    "brackets": ("Python (3+ years)", "python 3"),
    "experience_in_brackets": ("Python experience (5+ years)", "python 5"),
    "colon": ("SQL: 1 year", "sql 1"),
    "list_of_labels": ("Python: 4 years (preferred), SQL: 2 years", "python 4, sql 2"),
    "dash": ("Python - 5 years", "python 5"),
    "comma": ("Python, 3+ years", "python 3"),
    "at_least": ("Python, at least 3 years", "python 3"),
    "minimum": ("SQL (minimum of 2 years)", "sql 2"),
    "only_the_nearest": ("Java and Python (3 years)", "java -, python 3"),
    "no_sign": ("Python 3 years ago", "python -"),
    "next_line": ("- Python\n- 5 years", "python -"),
}


@pytest.mark.parametrize(("text", "expected"), BEFORE.values(), ids=BEFORE.keys())
def test_years_are_of_the_skill_before_them(matcher: SkillMatcher, text: str, expected: str) -> None:
    assert years(matcher, text) == expected


def test_years_are_not_asked_of_what_is_not_needed(matcher: SkillMatcher) -> None:
    assert years(matcher, "No Java required, 5 years of Python") == "java -, python 5"


def test_years_of_hits_gives_the_first_amount() -> None:
    tokens = tokenize("3 years of Python (5 years)")
    hits = [Hit(3, 4, Entry(skill_id="python"))]
    amounts = [Amount(3, 0, 7), Amount(5, 19, 26)]
    assert years_of_hits(hits, tokens, amounts) == [3]


@pytest.mark.parametrize("amounts", [[], [Amount(3, 0, 7)]])
def test_years_of_hits_without_hits_are_none(amounts: list[Amount]) -> None:
    assert years_of_hits([], tokenize("3 years"), amounts) == []


@pytest.mark.parametrize("piece", ["5 years of Python, ", "Python (5 years) ", "5 years ", "Python and "])
def test_years_come_to_an_end_on_hostile_text(matcher: SkillMatcher, piece: str) -> None:
    # Quadratic work on a quarter of a megabyte would take the whole test run's time.
    matcher.find(piece * (250_000 // len(piece)))
