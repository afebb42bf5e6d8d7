from __future__ import annotations

import pytest

from jobscan.extract.groups import find_groups
from jobscan.extract.hits import Entry, Hit
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon
from jobscan.text.tokens import tokenize
from tests.lexicons import write_lexicon

NAMES = {
    "programming": "Python R Java Scala SQL C++ Go",
    "clouds": "AWS GCP Azure",
    "charts": "Tableau Looker",
    "web": "HTML CSS",
    "concepts": "NLP vision",
    "soft-skills": "patience",
}
SKILLS = "skill_id,skill,category,guide_section,description,source\n" + "".join(
    f"{name.lower()},{name},{category},,,test\n"
    for category, names in NAMES.items()
    for name in names.split()
)
CATEGORIES = "category,name,vouches,source\n" + "".join(
    f"{name},{name},{'no' if name in {'concepts', 'soft-skills'} else 'yes'},test\n" for name in NAMES
)
ALIASES = [(name.lower(), name.lower(), "any", "", "") for names in NAMES.values() for name in names.split()]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> SkillMatcher:
    folder = tmp_path_factory.mktemp("lexicon")
    write_lexicon(folder, skills=SKILLS, categories=CATEGORIES, aliases=ALIASES, masks="phrase,why,source\n")
    return SkillMatcher(load_lexicon(folder))


def groups(matcher: SkillMatcher, text: str) -> list[str]:
    """The groups of a text, each once and sorted: ["python r"]."""
    return sorted({" ".join(mention.group) for mention in matcher.find(text) if mention.group})


OR = {
    "two": ("Experience with Python or R", ["python r"]),
    "three": ("Python, R, or Scala", ["python r scala"]),
    "no_last_comma": ("Python, R or Scala", ["python r scala"]),
    "and_or": ("Python and/or R", ["python r"]),
    "capitals": ("PYTHON OR R", ["python r"]),
    "across_categories": ("Python, AWS or Tableau", ["aws python tableau"]),
    "words_of_its_own": ("Python programming, R or Scala code", ["python r scala"]),
    "unknown_item": ("Python, Perl 6, or R", ["python r"]),
    "unknown_last_item": ("Python, R or Fortran", ["python r"]),
    "or_similar": ("Tableau, Looker, or similar tools", ["looker tableau"]),
    "or_another": ("Python, R or another language", ["python r"]),
    "and_binds_looser": ("SQL and Python or R", ["python r"]),
    "either": ("SQL, and either Python or R", ["python r"]),
    "in_the_middle_of_a_list": ("SQL, Python or R, Tableau, Java", ["python r"]),
    "in_brackets": ("SQL (Python or R), Tableau", ["python r"]),
    "or_in_brackets": ("Python (or R), SQL", ["python r"]),
    "over_brackets": ("AWS, Azure (preferred), or GCP", ["aws azure gcp"]),
    "two_groups": ("Python or R and AWS or GCP", ["aws gcp", "python r"]),
    "concepts": ("NLP or vision", ["nlp vision"]),
    "concepts_with_words_of_their_own": ("NLP courses or vision papers", []),
    "of_different_kinds": ("Python or patience", []),
    "same_skill": ("Python or Python", []),
    "another_object": ("knowledge of Python or experience with R", []),
    "single_or_similar": ("Tableau or similar, SQL", []),
    "next_sentence": ("Write Python. Or R.", []),
    "and": ("Python, Java and Scala", []),
    "comma": ("Python, Java, Scala", []),
}


@pytest.mark.parametrize(("text", "expected"), OR.values(), ids=OR.keys())
def test_find_groups_reads_or(matcher: SkillMatcher, text: str, expected: list[str]) -> None:
    assert groups(matcher, text) == expected


SLASH = {
    "two": ("Python/R", ["python r"]),
    "three": ("AWS/GCP/Azure", ["aws azure gcp"]),
    "spaces": ("Tableau / Looker", ["looker tableau"]),
    "in_a_list": ("SQL, Python/R and Tableau", ["python r"]),
    "before_or": ("AWS/GCP or Azure", ["aws azure gcp"]),
    "of_two_categories": ("Python/AWS", []),
    "of_no_tools": ("NLP/vision", []),
    "side_by_side": ("HTML/CSS", []),
    "of_one_thing": ("CI/CD with Python", []),
}


@pytest.mark.parametrize(("text", "expected"), SLASH.values(), ids=SLASH.keys())
def test_find_groups_reads_slashes(matcher: SkillMatcher, text: str, expected: list[str]) -> None:
    assert groups(matcher, text) == expected


LEADS = {
    "one_of_the_following": ("one of the following: Python, Java, C++", ["c++ java python"]),
    "one_or_more_of": ("one or more of Python, Java and C++", ["c++ java python"]),
    "at_least_one_of": ("at least one of Python, R and SQL", ["python r sql"]),
    "any_of": ("any of Python, R", ["python r"]),
    "at_least_one_in_brackets": (
        "at least one programming language (Python, Java, C++)",
        ["c++ java python"],
    ),
    "a_tool_in_brackets": ("a major cloud (AWS, GCP, Azure)", ["aws azure gcp"]),
    "such_as": ("a language such as Python, Java", ["java python"]),
    "eg": ("cloud tools (e.g. AWS, Azure)", ["aws azure"]),
    "eg_with_comma": ("cloud tools (e.g., AWS, Azure)", ["aws azure"]),
    "one_of_and_more": ("SQL and one of Python, R or Scala and Tableau", ["python r scala"]),
    "examples_with_and": ("tools such as Python, R and SQL", []),
    "examples_of_two_categories": ("tools such as Python, AWS", []),
    "two_or_more_of": ("two or more of Python, Java, or C++", []),
    "at_least_2_of": ("at least 2 of Python, Java or C++", []),
    "several": ("several languages such as Python, Java or C++", []),
    "one_of_something_else": ("one of the firms that write Python, Java", []),
    "one_of_us": ("You are one of our experts in Python, Java", []),
}


@pytest.mark.parametrize(("text", "expected"), LEADS.values(), ids=LEADS.keys())
def test_find_groups_reads_the_words_before_a_list(
    matcher: SkillMatcher, text: str, expected: list[str]
) -> None:
    assert groups(matcher, text) == expected


def test_find_groups_leaves_negated_mentions_out(matcher: SkillMatcher) -> None:
    assert groups(matcher, "No Java or C++ required") == []


def test_find_groups_gives_each_hit_its_group() -> None:
    tokens = tokenize("Python or R, and SQL")
    hits = [
        Hit(0, 1, Entry(skill_id="python")),
        Hit(2, 3, Entry(skill_id="r")),
        Hit(5, 6, Entry(skill_id="sql")),
    ]
    kinds = dict.fromkeys(["python", "r", "sql"], ("programming", True))
    assert find_groups(hits, tokens, kinds) == [("python", "r"), ("python", "r"), ()]


def test_find_groups_of_nothing_is_nothing() -> None:
    assert find_groups([], tokenize("or"), {}) == []


@pytest.mark.parametrize(
    "piece", ["Python or ", "Python, ", "Python/", "(Python or ", "Python) or ", "one of Python, "]
)
def test_find_groups_comes_to_an_end_on_hostile_text(matcher: SkillMatcher, piece: str) -> None:
    # Quadratic work on a quarter of a megabyte would take the whole test run's time.
    assert len(matcher.find(piece * (250_000 // len(piece)))) > 10_000
