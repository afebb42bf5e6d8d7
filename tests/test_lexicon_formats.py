from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from jobscan.errors import LexiconError
from jobscan.lexicon import load_lexicon
from jobscan.lexicon_formats import dump_spacy_patterns, lexicon_from_spacy, spacy_patterns
from tests.lexicons import write_lexicon


@pytest.fixture
def ruler(tmp_path: Path) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(list(spacy_patterns(load_lexicon(write_lexicon(tmp_path)))))  # type: ignore[attr-defined]
    return nlp


def test_spacy_patterns_work_in_an_entity_ruler(ruler: Language) -> None:
    doc = ruler("We work closely with product managers in python, SQL and C++.")
    assert [(ent.text, ent.ent_id_, ent.label_) for ent in doc.ents] == [
        ("work closely with product managers", "collaboration", "soft-skills"),
        ("python", "python", "programming"),
        ("SQL", "sql", "programming"),
        ("C++", "c++", "programming"),
    ]


def test_spacy_patterns_keep_exact_case_and_take_hyphens(ruler: Language) -> None:
    found = [ent.ent_id_ for ent in ruler("machine-learning in R, not in r").ents]
    assert found == ["machine-learning", "r"]


def test_dump_spacy_patterns_is_json_lines(tmp_path: Path) -> None:
    lines = dump_spacy_patterns(load_lexicon(write_lexicon(tmp_path))).splitlines()
    assert json.loads(lines[0]) == {"label": "programming", "pattern": [{"ORTH": "C"}], "id": "c"}


def test_lexicon_from_spacy_reads_phrases_and_token_patterns(tmp_path: Path) -> None:
    lines = [
        '{"label": "TOOL", "pattern": "Apache Spark", "id": "spark"}',
        "",
        (
            '{"label": "TOOL", "id": "Data Lake", '
            '"pattern": [{"LOWER": {"IN": ["data", "delta"]}}, {"LOWER": "lake", "OP": "?"}]}'
        ),
        '{"label": "SOFT", "pattern": "team player"}',
    ]
    for name, text in lexicon_from_spacy(lines, origin="patterns.jsonl").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    assert {skill.skill_id: skill.category for skill in lexicon.skills.values()} == {
        "data-lake": "tool",
        "spark": "tool",
        "team-player": "soft",
    }
    assert [(alias.skill_id, alias.alias, alias.case) for alias in lexicon.aliases] == [
        ("data-lake", "data|delta lake?", "any"),
        ("spark", "Apache Spark", "exact"),
        ("team-player", "team player", "any"),
    ]


def test_lexicon_from_spacy_reads_what_was_exported(tmp_path: Path) -> None:
    lexicon = load_lexicon(write_lexicon(tmp_path / "first"))
    files = lexicon_from_spacy(dump_spacy_patterns(lexicon).splitlines(), origin="exported")
    (tmp_path / "second").mkdir()
    for name, text in files.items():
        (tmp_path / "second" / name).write_text(text, encoding="utf-8")
    again = load_lexicon(tmp_path / "second")
    assert set(again.skills) == set(lexicon.skills)
    assert ("sql", "t sql") in {(alias.skill_id, alias.alias) for alias in again.aliases}


WRONG_LINES = {
    "not_json": ("{", "line 1: not JSON"),
    "no_pattern": ('{"label": "X"}', "expected an object with label and pattern"),
    "regular_expression": (
        '{"label": "X", "pattern": [{"TEXT": {"REGEX": "^a"}}]}',
        "expected a word, or IN",
    ),
    "lemma": ('{"label": "X", "pattern": [{"LEMMA": "work"}]}', "cannot be said in a lexicon"),
    "nothing": ("", "no pattern in it"),
}


@pytest.mark.parametrize(("line", "message"), WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_lexicon_from_spacy_names_the_line(line: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        lexicon_from_spacy([line], origin="patterns.jsonl")
