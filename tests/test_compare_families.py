from __future__ import annotations

from pathlib import Path

import pytest

from jobscan.compare.families import Families, families_of
from jobscan.errors import LexiconError
from jobscan.lexicon import Lexicon, load_lexicon
from tests.lexicons import write_lexicon

HEADER = "family,skill_id,kind,source\n"


def with_families(folder: Path, rows: str) -> Lexicon:
    write_lexicon(folder)
    (folder / "families.csv").write_text(HEADER + rows, encoding="utf-8")
    return load_lexicon(folder)


@pytest.fixture(scope="module")
def shipped() -> Families:
    return families_of(load_lexicon())


def test_families_are_read_by_their_kinds(tmp_path: Path) -> None:
    rows = (
        "curly,java,sibling,test\ncurly,c,sibling,test\ncurly,c++,sibling,test\n"
        "machine-learning,python,part,test\nc,c++,case,test\nx,go,condition,test\n"
    )
    found = families_of(with_families(tmp_path / "lexicon", rows))
    assert found.siblings == {"c": ("c++", "java"), "c++": ("c", "java"), "java": ("c", "c++")}
    assert (found.parts, found.cases) == ({"machine-learning": ("python",)}, {"c": ("c++",)})
    assert found.conditions == frozenset({"go"})
    assert found.soft == frozenset({"collaboration"})
    assert (found.name("sql"), found.name("unknown")) == ("SQL", "unknown")


WRONG = {
    "an unknown skill": ("curly,perl,sibling,test\n", "line 2, column skill_id: 'perl' is not in skills.csv"),
    "an unknown kind": (
        "curly,c,cousin,test\n",
        "column kind: 'cousin' is not legal; legal are sibling, part",
    ),
    "no family": (",c,sibling,test\n", "column family: empty"),
    "a part of nothing": ("curly,c,part,test\n", "column family: 'curly' is no other skill of skills.csv"),
    "a case of itself": ("c,c,case,test\n", "column family: 'c' is no other skill of skills.csv"),
    "a row twice": (
        "curly,c,sibling,test\ncurly,c,sibling,x\n",
        "line 3, column kind: 'curly c sibling' stands",
    ),
}


@pytest.mark.parametrize(("rows", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_an_error_that_says_where(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(LexiconError) as error:
        with_families(tmp_path / "lexicon", rows)
    assert message in str(error.value)


def test_a_lexicon_of_ones_own_has_no_families_but_its_own(tmp_path: Path) -> None:
    plain = load_lexicon(write_lexicon(tmp_path / "plain"))
    assert plain.families == ()
    assert plain.digest != with_families(tmp_path / "lexicon", "curly,c,sibling,test\n").digest


def test_an_extra_lexicon_may_hold_nothing_but_families(tmp_path: Path) -> None:
    (tmp_path / "families.csv").write_text(f"{HEADER}curly,java,sibling,test\ncurly,rust,sibling,test\n")
    found = families_of(load_lexicon(extra=[tmp_path]))
    assert "rust" in found.siblings["java"]


NODS = [
    ("tensorflow", "pytorch"),
    ("aws", "gcp"),
    ("tableau", "power-bi"),
    ("postgresql", "mysql"),
    ("airflow", "dagster"),
    ("sas", "stata"),
    ("python", "r"),
    ("snowflake", "bigquery"),
]


@pytest.mark.parametrize(("one", "other"), NODS, ids=map(" and ".join, NODS))
def test_shipped_siblings_stand_for_each_other_both_ways(shipped: Families, one: str, other: str) -> None:
    assert other in shipped.siblings[one]
    assert one in shipped.siblings[other]


@pytest.mark.parametrize(
    ("part", "whole"),
    [("postgresql", "sql"), ("scikit-learn", "machine-learning"), ("pandas", "python"), ("amazon-s3", "aws")],
)
def test_shipped_parts_show_a_part_one_way(shipped: Families, part: str, whole: str) -> None:
    assert part in shipped.parts[whole]
    assert whole not in shipped.siblings.get(part, ())


STRANGERS = [
    ("java", "javascript"),
    ("c", "r"),
    ("excel", "python"),
    ("communication", "sql"),
    ("spark", "excel"),
]


@pytest.mark.parametrize(("one", "other"), STRANGERS, ids=map(" and ".join, STRANGERS))
def test_shipped_strangers_are_not_close(shipped: Families, one: str, other: str) -> None:
    for related in (shipped.siblings, shipped.parts, shipped.cases):
        assert other not in related.get(one, ())
        assert one not in related.get(other, ())


def test_no_shipped_skill_is_two_things_to_another(shipped: Families) -> None:
    both = {
        (whole, one)
        for whole, cases in shipped.cases.items()
        for one in cases
        if one in shipped.parts.get(whole, ())
    }
    assert both == set()


def test_no_two_shipped_skills_are_cases_of_each_other(shipped: Families) -> None:
    pairs = {(one, whole) for whole, cases in shipped.cases.items() for one in cases}
    assert {(one, whole) for one, whole in pairs if (whole, one) in pairs} == set()


def test_soft_skills_are_in_no_family(shipped: Families) -> None:
    related = {one for kind in (shipped.siblings, shipped.parts, shipped.cases) for one in kind}
    assert related.isdisjoint(shipped.soft)
