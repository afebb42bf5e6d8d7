from __future__ import annotations

import pytest

from jobscan.extract.context import Cue, CueHit, decide_level, outermost
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon
from jobscan.patterns import parse_pattern
from jobscan.text.tokens import tokenize
from tests.lexicons import write_lexicon


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> SkillMatcher:
    return SkillMatcher(load_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon"))))


def levels(matcher: SkillMatcher, text: str) -> str:
    """The skills with the first letters of their levels, in order: "python req, sql pre"."""
    return ", ".join(f"{mention.skill_id} {mention.level[:3]}" for mention in matcher.find(text))


SECTIONS = {
    "requirements": ("Requirements\n- Python", "python req"),
    "education": ("Education\nCourses in Python", "python req"),
    "preferred": ("Nice to have\n- Python", "python pre"),
    "duties": ("Responsibilities\n- Write Python", "python men"),
    "unknown": ("Python all day", "python men"),
    "requirement_among_duties": (
        "Responsibilities\n- Write Java\n- Proven experience with Python\n- Test SQL",
        "java men, python req, sql men",
    ),
}


@pytest.mark.parametrize(("text", "expected"), SECTIONS.values(), ids=SECTIONS.keys())
def test_level_is_that_of_the_section_without_a_cue(matcher: SkillMatcher, text: str, expected: str) -> None:
    assert levels(matcher, text) == expected
    assert all(mention.cue == "" for mention in matcher.find(text))


PREFERRED = {
    "a_plus": ("Requirements\n- Experience with Python is a plus", "python pre"),
    "a_plus_after_a_comma": ("Requirements\n- Experience with Python, a plus", "python pre"),
    "of_a_list": ("Requirements\n- Python, R or SQL preferred", "python pre, r pre, sql pre"),
    "of_a_list_with_a_last_comma": (
        "Requirements\n- Python, Java, or SQL a plus",
        "python pre, java pre, sql pre",
    ),
    "of_what_stands_nearest": ("Requirements\n- Work on SQL databases, Java preferred", "sql req, java pre"),
    "not_of_what_with_parts_off": ("Requirements\n- Strong Python, with Java a plus", "python req, java pre"),
    "not_of_another_subject": (
        "Requirements\n- Strong skills in Python with experience in Java a plus",
        "python req, java pre",
    ),
    "of_both_of_two_subjects": (
        "Requirements\n- Courses in Python or experience with Java a plus",
        "python pre, java pre",
    ),
    "brackets_of_one_item": (
        "Requirements\n- Python, SQL (preferred) and Java",
        "python req, sql pre, java req",
    ),
    "brackets_of_the_whole_item": ("Requirements\n- Python: 4 years (preferred)", "python pre"),
    "dash": ("Requirements\n- Python – Java is a plus", "python req, java pre"),
    "highly_valued": ("Requirements\n- Java is highly valuable", "java pre"),
    "preferably": ("Requirements\n- A language, preferably Python", "python pre"),
    "ideally_ends": (
        "Requirements\n- Five years, ideally with Python, and strong knowledge of SQL",
        "python pre, sql req",
    ),
    "ideally_at_the_start": (
        "Requirements\n- Ideally you know Python and have experience with SQL",
        "python pre, sql pre",
    ),
    "ideal_candidate": ("The ideal candidate will have written Python.", "python pre"),
    "not_what_the_ideal_candidate_does": ("The ideal candidate will write Python.", "python men"),
    "at_the_start": ("Requirements\n- Preferred: Java\n- [Preferred] SQL", "java pre, sql pre"),
    "before_a_colon": ("Requirements\n- Nice extras would be great: Java and SQL", "java pre, sql pre"),
    "must_in_a_preferred_section": ("Nice to have\n- Java\n- SQL is required", "java pre, sql req"),
    "person_in_a_preferred_section": (
        "Nice to have\n- We are looking for someone with Java",
        "java pre",
    ),
}


@pytest.mark.parametrize(("text", "expected"), PREFERRED.values(), ids=PREFERRED.keys())
def test_preferred_cue_speaks_of_its_mentions(matcher: SkillMatcher, text: str, expected: str) -> None:
    assert levels(matcher, text) == expected


REQUIRED = {
    "is_required": ("Responsibilities\n- Build things. Python is required.", "python req"),
    "must_have": ("You will build things and must have experience with Python", "python req"),
    "must_of_a_thing": ("The things you build must extract Python code", "python men"),
    "a_must": ("Responsibilities\n- Python is a must", "python req"),
    "candidate_should_have": ("The successful candidate should have worked with Python.", "python req"),
    "you_need_to_be": ("Responsibilities\n- You need to be good at Python", "python req"),
    "role_requires": ("This role requires a sense for Python.", "python req"),
    "looking_for_someone_with": ("We are looking for a friendly person with Python.", "python req"),
    "looking_for_someone_to": ("We are looking for a friendly person to build Python.", "python men"),
    "looking_for_someone_able_to": ("We're looking for people able to write Python.", "python req"),
    "seeking": ("We are seeking an analyst who knows SQL and will write Python.", "sql req, python men"),
    "expect_you_to_know": ("Responsibilities\n- We expect you to know Python", "python req"),
    "not_optional": ("Responsibilities\n- Care for SQL, which is not optional", "sql req"),
    "as_required": ("Responsibilities\n- Write Python as required", "python men"),
    "required_papers": ("Responsibilities\n- Write SQL reports required for audits", "sql men"),
    "the_preferred_vendor": ("Responsibilities\n- Make us the preferred vendor of Python", "python men"),
    "not_in_the_next_sentence": ("Responsibilities\n- Papers are required. Write Python.", "python men"),
    "not_beyond_but": ("Responsibilities\n- Write Python but a licence is required", "python men"),
    "wish_before_person": ("Preference is given to candidates with Python.", "python pre"),
    "duties_with_the_word_in_their_heading": ("Required Responsibilities\n- Write Python", "python men"),
}


@pytest.mark.parametrize(("text", "expected"), REQUIRED.values(), ids=REQUIRED.keys())
def test_required_cue_speaks_of_its_mentions(matcher: SkillMatcher, text: str, expected: str) -> None:
    assert levels(matcher, text) == expected


NEGATIONS = {
    "no_required": ("No Java required, Python a must.", ["python"], ["java"]),
    "no_needed": ("No Python needed", [], ["python"]),
    "is_not_required": ("Java is not required.", [], ["java"]),
    "we_do_not_require": ("We do not require Java experience, we teach you SQL.", ["sql"], ["java"]),
    "no_need_to_know": ("You do not need to know Java", [], ["java"]),
    "you_do_not_need": ("You don't need Java", [], ["java"]),
    "list_before": ("Java, Go or C++ are not necessary", [], ["java", "go", "c++"]),
    "list_after": ("No Java, Python or C++ required", [], ["java", "python", "c++"]),
    "no_background_required": (
        "Interest in SQL; no Java/Python background required",
        ["sql"],
        ["java", "python"],
    ),
    "nor_do_you_need": ("SQL is a must. Nor do you need Java.", ["sql"], ["java"]),
    "no_part_of_the_job": ("Java isn't part of the job, SQL is", ["sql"], ["java"]),
    "there_is_no": ("There is no Java in this job, only SQL.", ["sql"], ["java"]),
    "there_is_no_better_place": ("There is no better place to learn Java.", ["java"], []),
    "do_not_worry": ("Don't worry about Java or Go. SQL is all.", ["sql"], ["java", "go"]),
    "two_statements": ("Python is a must, Java is not required", ["python"], ["java"]),
    "after_but": ("no experience with Java is required but Python is", ["python"], ["java"]),
    "no_of_something_else": ("No agencies, Python required", ["python"], []),
    "softened_after": ("Java is not required but a plus", ["java"], []),
    "softened_without_verb": ("Java not necessary but a plus", ["java"], []),
    "softened_before": ("Java preferred, not required", ["java"], []),
    "softened_label": ("Java: not required but a plus", ["java"], []),
    "label": ("Java: not required", [], ["java"]),
    "softened_heading": ("Nice to have, but not required: Java", ["java"], []),
    "softened_requirement": ("Java a positive but not an absolute requirement", ["java"], []),
    "next_sentence": ("Degrees are not required. Python is.", ["python"], []),
    "not_only": ("not only Python", ["python"], []),
}


@pytest.mark.parametrize(("text", "wanted", "unwanted"), NEGATIONS.values(), ids=NEGATIONS.keys())
def test_negation_keeps_what_is_not_needed_apart(
    matcher: SkillMatcher, text: str, wanted: list[str], unwanted: list[str]
) -> None:
    found = matcher.find(text)
    assert [mention.skill_id for mention in found if mention.level != "negated"] == wanted
    assert [mention.skill_id for mention in found if mention.level == "negated"] == unwanted


@pytest.mark.parametrize(
    "text",
    [
        "Requirements\n- Java is not required but a plus",
        "Requirements\n- Java not necessary but a plus",
        "Requirements\n- Java is a plus but not required",
        "Requirements\n- Java preferred, not required",
    ],
)
def test_negation_that_is_taken_back_is_a_preference(matcher: SkillMatcher, text: str) -> None:
    assert levels(matcher, text) == "java pre"


def test_cue_is_told_with_its_place(matcher: SkillMatcher) -> None:
    text = "Requirements\n- Experience with Java is a plus"
    (mention,) = matcher.find(text)
    assert mention.cue == "a plus" == text[mention.cue_start : mention.cue_end]


def test_outermost_leaves_out_cues_inside_longer_ones() -> None:
    cue = Cue("required", forward=False, backward=True)
    long, inside, equal, later = (CueHit(*place, cue) for place in ((2, 5), (4, 5), (2, 5), (5, 6)))
    assert outermost([later, inside, long, equal]) == [long, equal, later]


@pytest.mark.parametrize(
    ("section", "expected"),
    [("requirements", "required"), ("preferred", "preferred"), ("duties", "mentioned"), ("", "mentioned")],
)
def test_decide_level_without_cues(section: str, expected: str) -> None:
    assert decide_level(tokenize("some Python"), 1, 2, [], section) == (expected, None)


def test_decide_level_takes_the_longer_of_cues_for_the_same_place() -> None:
    tokens = tokenize("the ideal candidate will have Python")
    short = CueHit(2, 5, Cue("required", forward=True, backward=False))
    long = CueHit(1, 5, Cue("preferred", forward=True, backward=False))
    assert decide_level(tokens, 5, 6, [long, short], "") == ("preferred", long)


def test_shipped_cues_are_looked_up_whole() -> None:
    # Of a pattern that stands for too many phrases the last words are left to be compared, which no cue does.
    lexicon = load_lexicon()
    assert [row[0] for row in lexicon.cues if parse_pattern(row[0], lexicon.word_sets).tail] == []
