from __future__ import annotations

import pytest

from jobscan.patterns import MAX_PHRASES, PatternError, parse_conditions, parse_pattern

SETS = {"team": ["team", "teams", "business partners"], "work": ["work", "works"]}


def test_parse_pattern_plain_phrase_is_one_head() -> None:
    assert parse_pattern("A/B testing", {}).heads == (("a", "/", "b", "testing"),)


def test_parse_pattern_expands_alternatives_sets_and_optional_words() -> None:
    assert parse_pattern("{work} well? with|beside", SETS).heads == (
        ("work", "beside"),
        ("work", "well", "beside"),
        ("work", "well", "with"),
        ("work", "with"),
        ("works", "beside"),
        ("works", "well", "beside"),
        ("works", "well", "with"),
        ("works", "with"),
    )


def test_parse_pattern_multi_word_alternatives() -> None:
    assert parse_pattern("as_part_of|in a {team}", SETS).heads == (
        ("as", "part", "of", "a", "business", "partners"),
        ("as", "part", "of", "a", "team"),
        ("as", "part", "of", "a", "teams"),
        ("in", "a", "business", "partners"),
        ("in", "a", "team"),
        ("in", "a", "teams"),
    )


def test_parse_pattern_tail_begins_at_the_first_gap() -> None:
    pattern = parse_pattern("{work} with ...3 {team}", SETS)
    assert pattern.heads == (("work", "with"), ("works", "with"))
    assert [element.gap for element in pattern.tail] == [3, 0]
    assert pattern.tail[1].phrases == (("business", "partners"), ("team",), ("teams",))


def test_parse_pattern_keeps_the_head_small() -> None:
    pattern = parse_pattern(" ".join(["a|b|c|d|e|f|g|h|i|j"] * 4), {})
    assert len(pattern.heads) == 100
    assert len(pattern.tail) == 2
    assert not pattern.has_gap


WRONG_PATTERNS = {
    "empty": ("", "empty"),
    "begins_with_gap": ("...3 team", "begins with a gap"),
    "only_optional_before_gap": ("work? ...3 team", "begins with a gap"),
    "ends_with_gap": ("team ...3", "must be followed"),
    "only_optional_after_gap": ("work ...3 team?", "must be followed"),
    "all_optional": ("work? team?", "every word is optional"),
    "gap_too_wide": ("work ...40 team", "1 to 12"),
    "unknown_set": ("{nobody} works", "no such set"),
    "empty_alternative": ("work||team", "empty alternative"),
    "too_many": (" ".join(["a|b|c|d|e|f|g|h|i?"] * 4 + ["z"]), str(MAX_PHRASES)),
}


@pytest.mark.parametrize(("pattern", "message"), WRONG_PATTERNS.values(), ids=WRONG_PATTERNS.keys())
def test_parse_pattern_says_what_is_wrong(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        parse_pattern(pattern, SETS)


def test_parse_conditions_splits_words_and_phrases() -> None:
    tool, near = parse_conditions("tool; near:programming|statistical computing|{team}", SETS)
    assert tool.kind == "tool"
    assert near.kind == "near"
    assert near.words == {"programming", "team", "teams"}
    assert near.phrases == (("business", "partners"), ("statistical", "computing"))


def test_parse_conditions_empty_cell_is_no_condition() -> None:
    assert parse_conditions(" ; ", {}) == ()


@pytest.mark.parametrize("cell", ["sometimes", "near:", "near", "tool:python", "nearby:python"])
def test_parse_conditions_names_the_legal_ones(cell: str) -> None:
    with pytest.raises(PatternError, match="legal are"):
        parse_conditions(cell, {})
