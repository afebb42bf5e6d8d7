"""The quality gate: no figure on the labelled fixtures falls below its floor, and floors only go up."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobscan.evaluate import load_labels
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from tests import raise_floors
from tests.raise_floors import (
    COMMAND,
    LABELS,
    POSTINGS,
    Floors,
    fallen,
    figures_of,
    floor_of,
    lagging,
    raised,
)

LEAST_POSTINGS = 30
HEADLINES = ("skills", "guide_skills", "required_skills", "level_accuracy", "role", "seniority", "domain")
FACTS = ("degree_min", "degrees", "degree_fields", "years_min", "salary", "salary_where_stated", "remote")


def test_no_figure_is_below_its_floor() -> None:
    problems = fallen(raise_floors.load_floors().floors, figures_of(raise_floors.measured()))
    command = "jobscan evaluate fixtures/labelled/labels.jsonl --postings fixtures/labelled/postings.jsonl"
    assert not problems, "\n".join([*problems, f"what went wrong: {command} --errors"])


def test_floors_are_raised_when_figures_rise() -> None:
    problems = lagging(raise_floors.load_floors().floors, figures_of(raise_floors.measured()))
    assert not problems, "\n".join([*problems, f"raise the floors: {COMMAND}"])


def test_floors_are_those_of_these_postings_and_labels() -> None:
    told = f"the postings or labels have changed: {COMMAND} --new-labels"
    assert raise_floors.load_floors().digest == raise_floors.digest(), told


@pytest.mark.parametrize("figure", [*HEADLINES, *FACTS])
def test_every_figure_of_the_evaluation_has_a_floor(figure: str) -> None:
    assert figure in raise_floors.load_floors().floors


def test_labels_are_of_the_postings_and_quote_them() -> None:
    labels = load_labels(LABELS)
    texts = {item.id: item.text for item in iter_postings([POSTINGS]) if isinstance(item, Posting)}
    assert len(labels) >= LEAST_POSTINGS
    assert {label.id for label in labels} == set(texts)
    strange = [
        f"{label.id}: {skill.skill_id}: {skill.quote!r}"
        for label in labels
        for skill in label.skills or ()
        if " ".join(skill.quote.split()) not in " ".join(texts[label.id].split())
    ]
    assert not strange, "\n".join(strange)


def test_labels_know_only_skills_of_the_lexicon() -> None:
    unscored = raise_floors.measured().unscored
    strange = unscored.loc[unscored["labelled"] > 0, "skill_id"]
    assert [skill for skill in strange if not skill.startswith("other:")] == []


# --- the gate itself ----------------------------------------------------------------------------------------

OLD = Floors("abc", {"skills": 0.9, "role": 0.8})


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0, 0.0), (0.0049, 0.0), (0.945, 0.945), (0.944999, 0.94), (0.94999, 0.945), (0.29, 0.29), (1.0, 1.0)],
)
def test_floor_of_rounds_down(value: float, expected: float) -> None:
    assert floor_of(value) == expected


def test_raised_takes_what_rose_and_what_is_new() -> None:
    figures = {"skills": 0.9312, "role": 0.8, "remote": 0.5}
    assert raised(OLD, figures, "abc") == Floors("abc", {"skills": 0.93, "role": 0.8, "remote": 0.5})
    assert raised(Floors("", {}), {"skills": 0.5}, "abc") == Floors("abc", {"skills": 0.5})
    by_hand = Floors("abc", {"skills": 0.931})
    assert raised(by_hand, {"skills": 0.9312}, "abc") == by_hand


@pytest.mark.parametrize("new_labels", [False, True])
@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"skills": 0.95, "role": 0.7999}, r"floors only go up: role is 0\.7999, below its floor of 0\.8"),
        ({"skills": 0.95}, "role is not measured any more"),
    ],
    ids=["lower", "gone"],
)
def test_raised_refuses_to_lower(figures: dict[str, float], message: str, new_labels: bool) -> None:
    with pytest.raises(ValueError, match=message):
        raised(OLD, figures, "abc", new_labels=new_labels)


def test_raised_asks_whether_new_labels_are_meant() -> None:
    with pytest.raises(
        ValueError, match=r"have changed; if that is meant: python -m tests.raise_floors --new-labels"
    ):
        raised(OLD, {"skills": 0.95, "role": 0.9}, "xyz")
    assert raised(OLD, {"skills": 0.5}, "xyz", new_labels=True) == Floors("xyz", {"skills": 0.5})


def test_fallen_and_lagging_tell_what_to_look_at() -> None:
    figures = {"skills": 0.8999, "role": 0.8301, "remote": 0.4}
    assert fallen(OLD.floors, figures) == ["skills is 0.8999, below its floor of 0.9"]
    assert lagging(OLD.floors, figures) == [
        "remote is 0.4000, and its floor is missing",
        "role is 0.8301, and its floor 0.8",
    ]
    assert lagging(OLD.floors, {"role": 0.8299}) == []


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the floors, with skills and role measured as 0.95."""
    monkeypatch.setattr(raise_floors, "measured", lambda: None)
    monkeypatch.setattr(raise_floors, "figures_of", lambda _: {"skills": 0.95, "role": 0.95})
    monkeypatch.setattr(raise_floors, "digest", lambda: "abc")
    path = tmp_path / "floors.json"
    monkeypatch.setattr(raise_floors, "load_floors", lambda load=raise_floors.load_floors: load(path))
    monkeypatch.setattr(
        raise_floors, "write_floors", lambda new, write=raise_floors.write_floors: write(new, path)
    )
    return path


def test_command_raises_the_floors_and_tells_which(gate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raise_floors.write_floors(OLD)
    assert raise_floors.main([]) == 0
    assert capsys.readouterr().out == "role: 0.8 -> 0.95\nskills: 0.9 -> 0.95\n"
    assert (
        gate.read_text()
        == '{\n  "digest": "abc",\n  "floors": {\n    "role": 0.95,\n    "skills": 0.95\n  }\n}\n'
    )
    assert raise_floors.main([]) == 0
    assert capsys.readouterr().out == ""


def test_command_leaves_the_floors_where_a_figure_fell(
    gate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raise_floors.write_floors(Floors("abc", {"skills": 0.96}))
    before = gate.read_text()
    assert raise_floors.main([]) == 1
    assert raise_floors.main(["--new-labels"]) == 1
    assert capsys.readouterr().err.startswith("nothing written: floors only go up: skills is 0.9500")
    assert gate.read_text() == before
    assert raise_floors.main(["--lower"]) == 2
