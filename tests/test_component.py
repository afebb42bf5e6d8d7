from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon
from tests.lexicons import write_lexicon

TEXT = "We need Python, R and Spark;Kafka.\n\n  • SQL•C++  (team player)\nJava is not required. 🙂 Node.js"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lexicon(tmp_path_factory.mktemp("lexicon"))


def test_jobscan_skills_in_a_blank_pipeline(folder: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("jobscan_skills", config={"lexicon": str(folder)})
    doc = nlp("Experience with Python is required; no Java needed.")
    found = [(span.text, span.id_, span.label_, span._.jobscan.level) for span in doc.spans["skills"]]
    assert found == [
        ("Python", "python", "programming", "required"),
        ("Java", "java", "programming", "negated"),
    ]


def test_jobscan_skills_finds_what_a_scan_finds_under_any_tokenizer(folder: Path) -> None:
    mentions = SkillMatcher(load_lexicon(folder)).find(TEXT)
    ours = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "jobscan.Tokenizer.v1"}}})
    for nlp in (spacy.blank("en"), spacy.blank("de"), ours):
        nlp.add_pipe("jobscan_skills", config={"lexicon": str(folder)})
        doc = nlp(TEXT)
        assert [span.id_ for span in doc.spans["skills"]] == [mention.skill_id for mention in mentions]
    doc = ours(TEXT)
    assert [(span.start_char, span.end_char) for span in doc.spans["skills"]] == [
        (m.start, m.end) for m in mentions
    ]


@pytest.mark.parametrize("text", [TEXT, "", " ", "\n\n a  b ", "a\u00a0b", "tab\tand  blanks ", "e.g. C#"])
def test_jobscan_tokenizer_keeps_the_text_whole(text: str) -> None:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "jobscan.Tokenizer.v1"}}})
    assert nlp(text).text == text


def test_jobscan_tokenizer_survives_saving(tmp_path: Path) -> None:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "jobscan.Tokenizer.v1"}}})
    nlp.to_disk(tmp_path / "pipeline")
    assert [token.text for token in spacy.load(tmp_path / "pipeline")("C#/C++")] == ["C#", "/", "C++"]
