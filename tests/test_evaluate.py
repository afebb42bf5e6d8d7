from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jobscan.demand import wilson_interval
from jobscan.errors import JobscanError
from jobscan.evaluate import Evaluation, Label, LabelledSkill, evaluate, load_ids, load_labels
from jobscan.evaluate.facts import FACTS, Answer, Stated, shown
from jobscan.evaluate.figures import Tally, count_rows, figure_rows
from jobscan.evaluate.mistakes import around
from jobscan.scan import Scan
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Cell,
    Table,
    to_frame,
)

LEXICON = (
    ("collaboration", "Collaboration", "soft-skills", "soft-skills"),
    ("java", "Java", "programming", ""),
    ("python", "Python", "programming", "programming"),
    ("react", "React", "web", ""),
    ("sql", "SQL", "programming", ""),
)


def table(of: Table, rows: Sequence[Mapping[str, Cell]]) -> pd.DataFrame:
    """The rows in the columns of a table; what is not given is unknown."""
    blank = {column.name: "" if column.kind == "text" else None for column in of.columns}
    return to_frame([tuple({**blank, **row}.values()) for row in rows], of)


def scan_of(postings: Mapping[str, Mapping[str, Cell]], skills: Sequence[Mapping[str, Cell]] = ()) -> Scan:
    """A scan that was made by hand: columns of postings by id, and rows of posting_skills."""
    names = SKILL_DEMAND.names
    return Scan(
        postings=table(POSTINGS, [{"posting_id": name, **row} for name, row in postings.items()]),
        posting_skills=table(POSTING_SKILLS, skills),
        demand=table(SKILL_DEMAND, [dict(zip(names, row, strict=False)) for row in LEXICON]),
        demand_by={},
        role_breakdown=table(ROLE_BREAKDOWN, []),
        failures=table(FAILURES, []),
        run={"counts": {"read": len(postings), "of_postings": len(postings)}},
    )


def found(posting_id: str, skill_id: str, level: str, **cells: Cell) -> dict[str, Cell]:
    return {"posting_id": posting_id, "skill_id": skill_id, "level": level, **cells}


def skills(**levels: str) -> tuple[LabelledSkill, ...]:
    return tuple(LabelledSkill(skill_id, level) for skill_id, level in levels.items())


def figure(result: Evaluation, name: str) -> dict[str, Any]:
    row = result.figures[result.figures["figure"] == name].iloc[0].to_dict()
    return {str(key): None if pd.isna(value) else value for key, value in row.items()}


def prf(result: Evaluation, name: str) -> tuple[float | None, ...]:
    row = figure(result, name)
    return tuple(row[key] for key in ("precision", "recall", "value", "support"))


# --- skills and levels: one posting is not in the scan, of another nobody labelled the skills ---------------

LABELS = [
    Label(
        "a",
        (*skills(python="required", sql="preferred", java="negated"), LabelledSkill("other:x", "required")),
    ),
    Label("b", skills(python="mentioned", collaboration="required")),
    Label("c", skills(python="required")),
    Label("d", None, {"role": "other"}),
]
SCAN = scan_of(
    {"a": {"title": "Analyst"}, "b": {}, "d": {"role": "other"}, "e": {}},
    [
        found("a", "java", "negated"),
        found("a", "python", "required"),
        found("a", "react", "mentioned"),
        found(
            "a", "sql", "required", quote="SQL", context="You must know SQL.", section="duties", cue="must"
        ),
        found("b", "python", "mentioned"),
        found("b", "sql", "mentioned", quote="SQL", context="We love SQL."),
        found("d", "python", "required"),
        found("e", "collaboration", "required"),
    ],
)


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate(SCAN, LABELS, texts={"c": "- You know\n  Python well, and more."})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("skills", (3 / 4, 3 / 5, 6 / 9, 5)),
        ("guide_skills", (1, 2 / 4, 4 / 6, 4)),
        ("required_skills", (1 / 2, 1 / 3, 2 / 5, 3)),
        ("skills:programming", (3 / 4, 3 / 4, 3 / 4, 4)),
        ("skills:soft-skills", (0, 0, 0, 1)),
        ("levels:required", (1 / 2, 1, 2 / 3, 1)),
        ("levels:preferred", (0, 0, 0, 1)),
        ("levels:mentioned", (1, 1, 1, 1)),
        ("level_accuracy", (None, None, 2 / 3, 3)),
        ("negation", (None, None, 1, 1)),
    ],
)
def test_figures_are_those_counted_by_hand(
    name: str, expected: tuple[float | None, ...], result: Evaluation
) -> None:
    assert prf(result, name) == pytest.approx(expected, abs=1e-6)


def test_figures_tell_what_they_are_made_of(result: Evaluation) -> None:
    row = figure(result, "skills")
    assert (row["measure"], row["right"], row["found"], row["support"], row["postings"]) == ("f1", 3, 4, 5, 3)
    row = figure(result, "level_accuracy")
    assert (row["measure"], row["right"], row["found"], row["support"]) == ("accuracy", 2, None, 3)
    assert result.value("skills") == pytest.approx(2 / 3, abs=1e-6)
    with pytest.raises(KeyError):
        result.value("nonsense")


def test_confusion_counts_each_pair_once(result: Evaluation) -> None:
    rows = {row[0]: row[1:] for row in result.confusion.astype(object).itertuples(index=False, name=None)}
    assert list(result.confusion.columns[1:]) == [
        "required",
        "preferred",
        "mentioned",
        "negated",
        "not found",
    ]
    assert rows["required"] == (1, 0, 0, 0, 2)
    assert rows["preferred"] == (1, 0, 0, 0, 0)
    assert rows["mentioned"] == (0, 0, 1, 0, 0)
    assert rows["negated"] == (0, 0, 0, 1, 0)
    assert rows["not labelled"][:4] == (0, 0, 1, 0)
    assert pd.isna(rows["not labelled"][4])


def test_skills_outside_the_list_are_told_and_not_scored(result: Evaluation) -> None:
    assert result.ids.ids == {"collaboration", "java", "python", "sql"}
    assert [*result.unscored.itertuples(index=False, name=None)] == [("react", 1, 0), ("other:x", 0, 1)]


def test_worst_skills_come_first(result: Evaluation) -> None:
    rows = [
        *result.skills[["skill_id", "errors", "missed", "wrong", "right"]].itertuples(index=False, name=None)
    ]
    assert rows == [("collaboration", 1, 1, 0, 0), ("python", 1, 1, 0, 2), ("sql", 1, 0, 1, 1)]


def test_missing_postings_count_as_missed(result: Evaluation) -> None:
    assert (result.postings, result.missing) == (4, ("c",))
    assert repr(result) == "<Evaluation of 4 labelled postings>"


def test_errors_of_skills_can_be_read(result: Evaluation) -> None:
    names = ["kind", "name", "posting_id", "wanted", "got", "context", "section", "cue"]
    assert [*result.errors[names].itertuples(index=False, name=None)] == [
        ("missed", "collaboration", "b", "required", "", "", "", ""),
        ("missed", "python", "c", "required", "", "", "", ""),
        ("wrong", "sql", "b", "", "mentioned", "We love SQL.", "", ""),
        ("level", "sql", "a", "preferred", "required", "You must know SQL.", "duties", "must"),
    ]
    assert result.errors["title"].tolist() == ["", "", "", "Analyst"]


def test_missed_skill_is_shown_by_the_words_of_its_label() -> None:
    label = Label("a", (LabelledSkill("java", "required", "Java  and C"),))
    errors = evaluate(SCAN, [label], texts={"a": "You know Java\nand C."}).errors
    row = errors[errors["name"] == "java"].iloc[0]
    assert (row["kind"], row["wanted"], row["got"]) == ("missed", "required", "negated")
    assert (row["label_quote"], row["context"]) == ("Java  and C", "You know Java and C.")


def test_negated_label_that_was_found_as_asked_is_wrong() -> None:
    errors = evaluate(SCAN, [Label("b", skills(python="negated"))]).errors
    rows = errors[errors["name"] == "python"]
    assert [*rows[["kind", "wanted", "got"]].itertuples(index=False, name=None)] == [
        ("wrong", "negated", "mentioned")
    ]


def test_levels_that_were_not_labelled_are_not_scored() -> None:
    labels = [Label("a", skills(python="", sql="required")), Label("b", skills(python="mentioned"))]
    result = evaluate(SCAN, labels)
    assert prf(result, "skills")[1] == 1
    assert prf(result, "level_accuracy") == (None, None, 1, 2)
    assert prf(result, "required_skills") == (1, 1, 1, 1)
    assert int(result.confusion["required"].sum()) == 1


@pytest.mark.parametrize("which", ["ids", "path"])
def test_ids_that_were_looked_for_may_be_given(which: str, tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("sql react cobol")
    given: Any = path if which == "path" else ["sql", "react", "cobol"]
    result = evaluate(SCAN, [*LABELS, Label("e", skills(cobol="required"))], ids=given)
    # a: sql right, react wrong; b: sql wrong; e: cobol missed, which the lexicon does not know.
    assert prf(result, "skills") == pytest.approx((1 / 3, 1 / 2, 2 / 5, 2), abs=1e-6)
    assert result.unknown == ("cobol",)
    assert result.value("guide_skills") is None


def test_no_skill_labelled_leaves_their_figures_empty() -> None:
    result = evaluate(SCAN, [Label("d", None, {"role": "other"})])
    assert figure(result, "skills") == {
        "figure": "skills",
        "measure": "f1",
        **dict.fromkeys(("right", "found", "support", "postings"), 0),
        **dict.fromkeys(("value", "ci_low", "ci_high", "precision", "recall")),
    }
    assert result.value("role") == 1


def test_labels_of_other_postings_are_refused() -> None:
    with pytest.raises(
        JobscanError, match=r"none of the labelled postings, such as 'z', is in the scan.*'a'"
    ):
        evaluate(SCAN, [Label("z")])
    with pytest.raises(JobscanError, match="which holds none at all"):
        evaluate(scan_of({}), [Label("z")])


# --- facts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "label", "row", "right"),
    [
        ("role", "data-scientist", {"role": "data-scientist"}, True),
        ("role", "data-scientist", {"role": "other"}, False),
        ("seniority", "mid", {}, False),
        ("domain", "other-or-none", {"domain": "other-or-none"}, True),
        ("degree_min", None, {}, True),
        ("degree_min", None, {"degree_min": "phd"}, False),
        ("degree_min", "bachelor", {"degree_min": "bachelor"}, True),
        ("years_min", None, {}, True),
        ("years_min", None, {"years_min": 0.0}, False),
        ("years_min", 3, {"years_min": 3.0}, True),
        ("years_min", 2.5, {"years_min": 2.0}, False),
        ("remote", "unstated", {}, True),
        ("remote", "hybrid", {"remote": "hybrid"}, True),
        ("remote", "unstated", {"remote": "onsite"}, False),
        ("degrees", ["phd", "master"], {"degrees": "master;phd"}, True),
        ("degree_fields", [], {}, True),
        ("degree_fields", ["physics"], {"degree_fields": "physics;other"}, False),
    ],
)
def test_fact_is_right_where_both_say_the_same(
    name: str, label: object, row: dict[str, Cell], right: bool
) -> None:
    result = evaluate(scan_of({"a": row}), [Label("a", None, {name: FACTS[name].of_label(label)})])
    assert result.errors.empty == right
    if not FACTS[name].is_set:
        assert figure(result, name)["right"] == int(right)


USD: dict[str, Cell] = {"salary_currency": "USD", "salary_period": "year"}


@pytest.mark.parametrize(
    ("label", "row", "right"),
    [
        ({"min": 100, "max": 200}, {"salary_min": 100.0, "salary_max": 200.0, **USD}, True),
        ({"min": 100, "max": 200}, {"salary_min": 100.0, "salary_max": 201.0, **USD}, False),
        ({"min": 100, "max": None}, {"salary_min": 100.0, "salary_max": 100.0, **USD}, True),
        ({"max": 100}, {"salary_min": 100.0, **USD}, True),
        ({"min": 100}, {**USD}, False),
        ({"min": 100}, {"salary_min": 100.0, **USD, "salary_currency": "EUR"}, False),
        ({"min": 100}, {"salary_min": 100.0, **USD, "salary_period": "month"}, False),
        (None, {}, True),
        (None, {"salary_max": 100.0, **USD}, False),
    ],
)
def test_salary_is_right_where_amounts_currency_and_period_are(
    label: dict[str, Any] | None, row: dict[str, Cell], right: bool
) -> None:
    stated = {**label, "currency": "USD", "period": "year"} if label else None
    result = evaluate(scan_of({"a": row}), [Label("a", None, {"salary": FACTS["salary"].of_label(stated)})])
    assert figure(result, "salary")["right"] == int(right)
    where_stated = figure(result, "salary_where_stated")
    assert (where_stated["right"], where_stated["support"]) == ((int(right), 1) if label else (0, 0))


def test_facts_have_their_own_number_and_wilson_interval() -> None:
    scan = scan_of({"a": {"role": "other"}, "b": {"role": "other"}, "c": {"degree_fields": "physics;other"}})
    labels = [
        Label("a", None, {"role": "other", "years_min": None}),
        Label("b", None, {"role": "statistician"}),
        Label("c", None, {"degree_fields": frozenset({"physics", "biology"})}),
        Label("gone", None, {"role": "other", "years_min": None, "degree_fields": frozenset({"physics"})}),
    ]
    result = evaluate(scan, labels)
    role = figure(result, "role")
    assert (role["right"], role["support"], role["value"]) == (1, 3, 0.333333)
    assert (role["ci_low"], role["ci_high"]) == pytest.approx(wilson_interval(1, 3), abs=1e-6)
    assert figure(result, "years_min")["value"] == 0.5
    assert prf(result, "degree_fields") == pytest.approx((1 / 2, 1 / 3, 2 / 5, 3), abs=1e-6)
    assert result.value("domain") is None


def test_errors_of_facts_quote_what_decided() -> None:
    row: dict[str, Cell] = {
        "title": "Chief",
        "domain": "retail",
        "domain_quote": "shops",
        "salary_min": 5.0,
        **USD,
    }
    facts: dict[str, Answer] = {"domain": "finance", "salary": None, "role": "other"}
    labels = [Label("a", None, facts), Label("gone", None, {"role": "other"})]
    errors = evaluate(scan_of({"a": {**row, "role": "other"}}), labels, texts={"a": "We run\n shops."}).errors
    names = ["kind", "name", "posting_id", "title", "wanted", "got", "quote", "context"]
    assert [*errors[names].itertuples(index=False, name=None)] == [
        ("fact", "role", "gone", "", "other", "", "", ""),
        ("fact", "domain", "a", "Chief", "finance", "retail", "shops", "We run shops."),
        ("fact", "salary", "a", "Chief", "", "5 USD a year", "", ""),
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, ""),
        ("", ""),
        ("phd", "phd"),
        (2.5, "2.5"),
        (frozenset({"b", "a"}), "a;b"),
        (Stated((24.52, 28.85), "USD", "hour"), "24.52 to 28.85 USD a hour"),
        (Stated((1250000.0,), "", ""), "1,250,000"),
    ],
)
def test_shown(answer: Answer, expected: str) -> None:
    assert shown(answer) == expected


# --- intervals ----------------------------------------------------------------------------------------------


def ends(rows: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    row = figure_rows([Tally("x", count_rows(rows))])[0]
    return float(row[3] or 0), float(row[4] or 0)


def test_bootstrap_draws_whole_postings() -> None:
    # Two postings, one all right, one all wrong: a quarter of the draws has 0, a quarter has 1.
    assert ends([(10, 10, 10), (0, 10, 10)]) == (0, 1)
    # The same figure over forty postings that are half right each does not vary at all: Wilson's then.
    assert ends([(1, 2, 2)] * 40) == pytest.approx(wilson_interval(40, 80), abs=1e-6)


def test_bootstrap_is_near_the_normal_interval_of_many_postings() -> None:
    low, high = ends([(1, 1, 1)] * 300 + [(0, 1, 1)] * 100)
    spread = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (low, high) == pytest.approx((0.75 - spread, 0.75 + spread), abs=0.01)


def test_bootstrap_gives_the_same_interval_each_time_and_beside_any_other() -> None:
    rows = [(1, 2, 3), (2, 2, 2), (0, 1, 0)]
    alone = figure_rows([Tally("x", count_rows(rows))])
    beside = figure_rows([Tally("y", count_rows([(1, 1, 2)] * 3)), Tally("x", count_rows(rows))])
    assert alone[0] == beside[1] == figure_rows([Tally("x", count_rows(rows))])[0]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([(5, 5, 5)], (5, 5)), ([(0, 0, 4)], (0, 4)), ([(3, 3, 3), (2, 2, 2)], (5, 5))],
    ids=["one posting", "all wrong", "all right"],
)
def test_nothing_to_vary_does_not_make_a_figure_certain(
    rows: list[tuple[int, int, int]], expected: tuple[int, int]
) -> None:
    assert ends(rows) == pytest.approx(wilson_interval(*expected), abs=1e-6)


def test_resamples_without_anything_to_find_are_left_out() -> None:
    assert ends([(1, 1, 2), *[(0, 0, 0)] * 9]) == pytest.approx(wilson_interval(1, 2), abs=1e-6)


# --- labels -------------------------------------------------------------------------------------------------


def write(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8"
    )
    return path


def test_load_labels_reads_all_fields(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "title": "told for the reader",
        "skills": [{"id": "python", "level": "required", "quote": "Python"}, {"id": "r"}],
        "role": "other",
        "seniority": "lead",
        "domain": "retail",
        "degrees": ["phd", "master"],
        "degree_min": None,
        "degree_fields": [],
        "years_min": 3,
        "salary": {"min": 50000, "max": 40000.5, "currency": "GBP", "period": "year"},
        "remote": "unstated",
        "is_english": True,
    }
    labels = load_labels(write(tmp_path, row, "", {"id": 7}, "\r"))
    assert labels == [
        Label(
            "a",
            (LabelledSkill("python", "required", "Python"), LabelledSkill("r")),
            {
                "role": "other",
                "seniority": "lead",
                "domain": "retail",
                "degree_min": "",
                "degrees": frozenset({"phd", "master"}),
                "degree_fields": frozenset(),
                "years_min": 3.0,
                "salary": Stated((40000.5, 50000.0), "GBP", "year"),
                "remote": "unstated",
            },
        ),
        Label("7"),
    ]


def test_load_labels_reads_a_mark_and_line_separators_inside_texts(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    line = json.dumps({"id": "a", "note": "one\u2028two"}, ensure_ascii=False)
    path.write_bytes(b"\xef\xbb\xbf" + line.encode() + b'\r\n{"id": "b"}\r\n')
    assert [label.id for label in load_labels(path)] == ["a", "b"]


SKILL = {"id": "python", "level": "required"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "b",}', "line 2, column 12: not JSON"),
        ("[" * 100_000, "line 2: cannot be read: "),
        ('{"id": "b", "years_min": NaN}', "line 2: NaN is no number of JSON"),
        ('{"id": "b", "years_min": ' + "9" * 5000 + "}", "line 2: cannot be read: "),
        ([1], "line 2: expected an object with an id, found list"),
        ({}, "line 2: id: None is not legal"),
        ({"id": " "}, "line 2: id: ' ' is not legal"),
        ({"id": True}, "line 2: id: True is not legal"),
        ({"id": "a"}, "line 2: the id 'a' stands already in line 1"),
        ({"id": "b", "senority": "mid"}, "line 2: unknown key 'senority'. Did you mean seniority?"),
        (
            {"id": "b", "role": "wizard"},
            "line 2: role: 'wizard' is not legal; legal are research-scientist, ",
        ),
        ({"id": "b", "role": None}, "line 2: role: None is not legal; .*leave the field out"),
        (
            {"id": "b", "seniority": "principal"},
            "seniority: 'principal' is not legal; legal are intern, junior",
        ),
        ({"id": "b", "domain": ["retail"]}, r"domain: \['retail'\] is not legal"),
        ({"id": "b", "degrees": "phd"}, "degrees: expected a list"),
        ({"id": "b", "degrees": ["phd", "msc"]}, "degrees: 'msc' is not legal; legal are high-school"),
        ({"id": "b", "degree_min": ""}, "degree_min: '' is not legal"),
        ({"id": "b", "years_min": "3"}, "years_min: '3' is not legal; expected a number, or null"),
        ({"id": "b", "years_min": -1}, "years_min: -1 is not legal"),
        ({"id": "b", "years_min": True}, "years_min: True is not legal"),
        ({"id": "b", "years_min": 10**400}, "years_min: 1000*0 is not legal"),
        ({"id": "b", "salary": 50}, "salary: 50 is not legal; expected an object"),
        ({"id": "b", "salary": {"minimum": 5}}, "salary: the key 'minimum' is not legal"),
        (
            {"id": "b", "salary": {"currency": "USD", "period": "year"}},
            "salary: neither min nor max is a number",
        ),
        ({"id": "b", "salary": {"min": 5, "period": "year"}}, "salary: currency None is not legal"),
        (
            {"id": "b", "salary": {"min": 5, "currency": "USD", "period": "daily"}},
            "salary: 'daily' is not legal",
        ),
        (
            {"id": "b", "remote": "yes"},
            "remote: 'yes' is not legal; legal are remote, hybrid, onsite, unstated",
        ),
        ({"id": "b", "skills": {"python": "required"}}, "skills: .* is not legal; expected a list"),
        ({"id": "b", "skills": ["python"]}, "skills, entry 1: expected an object with id, level and quote"),
        ({"id": "b", "skills": [SKILL, {"id": "r", "level": "must"}]}, r"entry 2 \(r\): 'must' is not legal"),
        (
            {"id": "b", "skills": [{"id": "r", "levels": "x"}]},
            "entry 1 .*unknown key 'levels'. Did you mean level?",
        ),
        ({"id": "b", "skills": [{**SKILL, "quote": 3}]}, "entry 1 .*quote 3 is not legal"),
        (
            {"id": "b", "skills": [SKILL, SKILL]},
            "skills: 'python' is labelled twice; expected its strongest level",
        ),
    ],
)
def test_load_labels_names_the_line_and_what_is_legal(line: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(JobscanError, match=rf"labels\.jsonl, .*{message}"):
        load_labels(write(tmp_path, {"id": "a"}, line))


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"\n \n", "holds no label"), (b'{"id": "\xff"}', "byte 8 is not UTF-8")],
)
def test_load_labels_of_no_labels(content: bytes | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "labels.jsonl").write_bytes(content)
    with pytest.raises(JobscanError, match=message):
        load_labels(tmp_path / "labels.jsonl")


# --- ids ----------------------------------------------------------------------------------------------------


def test_load_ids_reads_groups_notes_and_marks(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text(
        "# id | meaning\nc# c++\n[data tools]\nnumpy* dask(a b, c)\n\n[soft]\nnumpy agile(x) tact*(y)\n"
    )
    ids = load_ids(path)
    assert ids.ids == {"c#", "c++", "numpy", "dask", "agile", "tact"}
    assert ids.guide == {"numpy", "tact"}
    assert ids.groups == {"data tools": {"numpy", "dask"}, "soft": {"numpy", "agile", "tact"}}
    result = evaluate(SCAN, LABELS, ids=ids)
    assert {name for name in result.figures["figure"] if name.startswith("skills:")} == {
        "skills:data tools",
        "skills:soft",
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"# nothing\n[here]\n", "holds no id of a skill"),
        (b"a\nb (open\n", r"line 2: '\(open' is not legal"),
        (b"a * b", r"line 1: '\*' is not legal"),
        (b"a\n[b", r"line 2: '\[b' is not legal; expected the name of a group"),
        (b"\xff", "byte 0 is not UTF-8"),
    ],
)
def test_load_ids_names_the_line(content: bytes | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "ids.txt").write_bytes(content)
    with pytest.raises(JobscanError, match=message):
        load_ids(tmp_path / "ids.txt")


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("You know C++ (well).", "C++ (well)", "You know C++ (well)."),
        ("You know Java.", "Python", ""),
        ("You know Java.", "", ""),
        ("", "Java", ""),
    ],
)
def test_around(text: str, quote: str, expected: str) -> None:
    assert around(text, quote) == expected
