from __future__ import annotations

from pathlib import Path

import pytest

from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon
from tests.lexicons import write_lexicon


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> SkillMatcher:
    return SkillMatcher(load_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon"))))


def asked(matcher: SkillMatcher, text: str) -> list[str]:
    return [mention.skill_id for mention in matcher.find(text) if mention.level != "negated"]


HOMOGRAPHS = {
    "r_in_a_list": ("Experience with Python, R and SQL", ["python", "r", "sql"]),
    "r_after_a_slash": ("Python/R", ["python", "r"]),
    "r_by_a_neighbour_word": ("statistical computing in R", ["r"]),
    "r_alone": ("Report to R. Miller", []),
    "r_and_d": ("our R&D team", []),
    "r_in_small_letters": ("python, r", ["python"]),
    "c_in_a_chain": ("Python, R, C and Go", ["python", "r", "c", "go"]),
    "c_beside_c_plus_plus": ("C/C++", ["c", "c++"]),
    "c_suite": ("presenting to the C-suite", []),
    "series_c": ("Python for a Series C start-up", ["python"]),
    "go_to_market": ("go-to-market plans with SQL", ["sql"]),
    "go_at_the_start": ("Go and learn Python", ["python"]),
    "go_near_a_tool": ("services in Go on top of SQL", ["go", "sql"]),
    "golang": ("Golang", ["go"]),
    "list_of_lines": ("- Python\n- R\n- C", ["python", "r", "c"]),
    "vouched_by_no_concept": ("machine learning in R", ["machine-learning"]),
}


@pytest.mark.parametrize(("text", "skills"), HOMOGRAPHS.values(), ids=HOMOGRAPHS.keys())
def test_find_decides_homographs(matcher: SkillMatcher, text: str, skills: list[str]) -> None:
    assert asked(matcher, text) == skills


OVERLAPS = {
    "longest_wins": ("T-SQL", [("sql", "T-SQL")]),
    "mask_wins": (
        "Machine Learning Engineer for machine learning",
        [("machine-learning", "machine learning")],
    ),
    "gap_takes_nothing": (
        "work closely with our Python engineers",
        [("collaboration", "work closely with our Python engineers"), ("python", "Python")],
    ),
    "gap_ends_with_the_sentence": ("work with us. Engineers know Python", [("python", "Python")]),
    "hyphen_and_line_wrap": ("good at machine-\n  learning", [("machine-learning", "machine-\n  learning")]),
    "across_a_soft_wrap": ("good at machine\n  learning", [("machine-learning", "machine\n  learning")]),
    "not_across_lines": ("Machine\nLearning", []),
}


@pytest.mark.parametrize(("text", "found"), OVERLAPS.values(), ids=OVERLAPS.keys())
def test_find_resolves_overlaps(matcher: SkillMatcher, text: str, found: list[tuple[str, str]]) -> None:
    assert [(mention.skill_id, mention.surface) for mention in matcher.find(text)] == found


@pytest.mark.parametrize("text", ["", " \n", "•", "🙂" * 50, "\u0000", "a" * 10_000])
def test_find_nothing_in_nothing(matcher: SkillMatcher, text: str) -> None:
    assert matcher.find(text) == []


def test_find_offsets_point_into_the_text(matcher: SkillMatcher) -> None:
    text = "🙂 Skills:\r\n• **Python**\tand SQL — Java is not required"
    assert [(text[m.start : m.end], m.surface, m.skill_id) for m in matcher.find(text)] == [
        ("Python", "Python", "python"),
        ("SQL", "SQL", "sql"),
        ("Java", "Java", "java"),
    ]


def test_find_takes_an_employer_of_a_tools_name_for_the_employer(matcher: SkillMatcher) -> None:
    text = "Java is where you belong. You write Python, Java and SQL."
    assert [mention.skill_id for mention in matcher.find(text, employer="Java Ltd")] == [
        "python",
        "java",
        "sql",
    ]
    assert asked(matcher, text) == ["java", "python", "java", "sql"]


CONDITIONS = {
    "before": ("before:statistical", "statistical tests in statistical sql", "our sql"),
    "after": ("after:queries|stored procedures", "writes sql stored procedures", "stored procedures in sql"),
    "near": ("near:tuning", "tuning of slow sql", "tuning. Then sql"),
    "near_is_eight_words": (
        "near:tuning",
        "tuning one two three four five six seven sql",
        "tuning " + "a " * 9 + "sql",
    ),
    "sentence": ("sentence:tuning", "tuning " + "a " * 30 + "sql", "tuning. Then sql"),
    "start": ("start", "Other things; sql", "Other things and sql"),
    "section": ("section:requirements", "Requirements\n- sql", "Responsibilities\n- sql"),
    "tool": ("tool", "knows Python and then also some sql", "knows Python. And sql"),
    "list": ("list", "Python, sql", "Python with sql"),
    "one_of_several": ("list; after:queries", "sql queries", "queries in sql"),
}


@pytest.mark.parametrize(("needs", "met", "unmet"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_find_asks_conditions(tmp_path: Path, needs: str, met: str, unmet: str) -> None:
    aliases = [("python", "python", "any", "", ""), ("sql", "sql", "any", needs, "")]
    matcher = SkillMatcher(load_lexicon(write_lexicon(tmp_path, aliases=aliases)))
    assert "sql" in asked(matcher, met)
    assert "sql" not in asked(matcher, unmet)


def test_find_asks_for_the_title(tmp_path: Path) -> None:
    aliases = [("sql", "queries", "any", "title:data", "")]
    matcher = SkillMatcher(load_lexicon(write_lexicon(tmp_path, aliases=aliases)))
    assert [mention.skill_id for mention in matcher.find("writes queries", title="Data Engineer")] == ["sql"]
    assert matcher.find("writes queries", title="Cook") == []


def test_find_does_not_count_the_title_again(matcher: SkillMatcher) -> None:
    found = matcher.find("SQL Developer\n\nWrite SQL all day.", title="SQL developer")
    assert [mention.start for mention in found] == [21]


@pytest.mark.parametrize(
    "text", ["Python", "We need Python\nand SQL later", "Python required\n\nMore to come"]
)
def test_find_counts_a_first_line_that_was_taken_for_a_title(matcher: SkillMatcher, text: str) -> None:
    assert matcher.find(text, title=text.splitlines()[0])[0].skill_id == "python"


def test_find_asks_within_the_mention(tmp_path: Path) -> None:
    aliases = [("sql", "query ...3 tables", "any", "", "within:dinner")]
    matcher = SkillMatcher(load_lexicon(write_lexicon(tmp_path, aliases=aliases)))
    assert asked(matcher, "query the large tables") == ["sql"]
    assert asked(matcher, "query the dinner tables") == []


TAILS = {
    "gap_of_none": ("query tables", "query tables"),
    "gap_full": ("query a b c tables", "query a b c tables"),
    "gap_too_wide": ("query a b c d tables", ""),
    "optional_taken": ("query the tables daily", "query the tables daily"),
    "shortest": ("query tables tables", "query tables"),
    "at_the_end": ("query", ""),
}


@pytest.mark.parametrize(("text", "surface"), TAILS.values(), ids=TAILS.keys())
def test_find_matches_what_follows_a_gap(tmp_path: Path, text: str, surface: str) -> None:
    aliases = [("sql", "query ...3 tables daily?", "any", "", "")]
    matcher = SkillMatcher(load_lexicon(write_lexicon(tmp_path, aliases=aliases)))
    assert "".join(mention.surface for mention in matcher.find(text)) == surface


def test_find_leaves_out_text_about_the_employer(matcher: SkillMatcher) -> None:
    text = "Requirements\n- Python\n\nAbout us\nWe make tools for Java people.\n\nBenefits\n- SQL courses\n"
    assert asked(matcher, text) == ["python"]


def test_find_does_not_grow_with_what_it_reads(matcher: SkillMatcher) -> None:
    matcher.find("warm up with Python")
    before = len(matcher._vocab.strings)
    for number in range(200):
        matcher.find(f"word{number} beside Python and other{number} things")
    assert len(matcher._vocab.strings) == before


HOSTILE = {
    "one_endless_list": ("Python, R, ", 2),
    "one_endless_sentence": ("Python ", 1),
    "a_chain_to_be_carried": ("R, ", 1),
    "negations": ("Python is not required ", 1),
}


@pytest.mark.parametrize(("piece", "each"), HOSTILE.values(), ids=HOSTILE.keys())
def test_find_comes_to_an_end_on_hostile_text(matcher: SkillMatcher, piece: str, each: int) -> None:
    # Quadratic work on a quarter of a megabyte would take the whole test run's time.
    times = 250_000 // len(piece)
    found = matcher.find(piece * times + "SQL", title="Python Developer", employer="Acme")
    assert found[-1].skill_id == "sql"
    assert len(found) <= each * times + 1
