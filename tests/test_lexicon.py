from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from jobscan.errors import LexiconError
from jobscan.extract import Extractor
from jobscan.lexicon import GUIDE_SECTIONS, load_lexicon
from tests.lexicons import ALIASES, SKILLS, write_lexicon

GUIDE_SKILLS = (
    "python numpy pandas tensorflow pytorch matplotlib seaborn linear-algebra calculus probability "
    "statistics data-preprocessing feature-engineering model-evaluation experimental-design "
    "problem-solving communication explain-to-non-technical collaboration presentation business-acumen "
    "cost-benefit-analysis ai-ethics domain-knowledge continuous-learning networking open-source "
    "publications conference-talks technical-blog kaggle internship personal-projects consulting "
    "bootcamp online-courses"
).split()


def test_load_lexicon_shipped_names_all_of_the_guide() -> None:
    skills = load_lexicon().skills
    assert [skill for skill in GUIDE_SKILLS if skill not in skills] == []
    assert [skill for skill in GUIDE_SKILLS if skills[skill].guide_section not in GUIDE_SECTIONS] == []


def test_load_lexicon_shipped_has_an_alias_for_every_skill() -> None:
    lexicon = load_lexicon()
    assert set(lexicon.skills) - {alias.skill_id for alias in lexicon.aliases} == set()


def test_load_lexicon_can_be_pickled() -> None:
    lexicon = load_lexicon()
    assert pickle.loads(pickle.dumps(lexicon)) == lexicon


def test_load_lexicon_replaces_the_shipped_one(tmp_path: Path) -> None:
    lexicon = load_lexicon(write_lexicon(tmp_path))
    assert list(lexicon.skills) == [
        "c",
        "c++",
        "collaboration",
        "go",
        "java",
        "machine-learning",
        "python",
        "r",
        "sql",
    ]
    assert lexicon.vouching == {"programming"}
    assert lexicon.masks == ("go to market", "machine learning engineer|engineers")


def test_load_lexicon_takes_what_is_about_english_from_the_shipped_one(tmp_path: Path) -> None:
    lexicon = load_lexicon(write_lexicon(tmp_path))
    assert lexicon.cues == load_lexicon().cues
    assert lexicon.section_headings == load_lexicon().section_headings


def test_load_lexicon_extra_adds_and_replaces(tmp_path: Path) -> None:
    base = write_lexicon(tmp_path / "base")
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "skills.csv").write_text(
        "skill_id,skill,category,guide_section,description,source\n"
        "cobol,COBOL,programming,,,mine\npython,Python language,programming,,,mine\n"
    )
    (extra / "aliases.csv").write_text("skill_id,alias,case,needs,unless,source\ncobol,cobol,any,,,mine\n")
    lexicon = load_lexicon(base, extra=[extra])
    assert lexicon.skills["python"].name == "Python language"
    assert [alias.alias for alias in lexicon.aliases if alias.skill_id == "cobol"] == ["cobol"]
    assert len(lexicon.aliases) == len(ALIASES) + 1


def test_load_lexicon_digest_follows_the_content_only(tmp_path: Path) -> None:
    first = load_lexicon(write_lexicon(tmp_path / "a"))
    same = load_lexicon(write_lexicon(tmp_path / "b", aliases=reversed(ALIASES)))
    other = load_lexicon(write_lexicon(tmp_path / "c", aliases=[*ALIASES, ("r", "rstats", "any", "", "")]))
    assert first.digest == same.digest
    assert first.digest != other.digest


WRONG_CELLS = {
    "unknown_category": (
        SKILLS.replace("c,C,programming", "c,C,cooking"),
        ALIASES,
        ["skills.csv, line 2, column category", "'cooking'", "programming"],
    ),
    "unknown_guide_section": (
        SKILLS.replace("c,C,programming,,", "c,C,programming,nowhere,"),
        ALIASES,
        ["skills.csv, line 2, column guide_section", "soft-skills"],
    ),
    "id_not_ascii": (
        SKILLS.replace("c,C,", "Ç,C,"),
        ALIASES,
        ["skills.csv, line 2, column skill_id", "lower-case ascii"],
    ),
    "id_twice": (
        SKILLS + "c,C again,programming,,,test\n",
        ALIASES,
        ["skills.csv, line 11, column skill_id", "line 2"],
    ),
    "unknown_column": (
        SKILLS.replace("skill,category", "skill,kind"),
        ALIASES,
        ["skills.csv, line 1, column kind", "unknown column"],
    ),
    "too_few_cells": (SKILLS + "perl,Perl\n", ALIASES, ["skills.csv, line 11", "2 cells, expected 6"]),
    "alias_of_unknown_skill": (
        SKILLS,
        [("perl", "perl", "any", "", "")],
        ["aliases.csv, line 2, column skill_id", "'perl' is not in skills.csv"],
    ),
    "case": (SKILLS, [("c", "C", "upper", "", "")], ["aliases.csv, line 2, column case", "any, exact"]),
    "pattern": (
        SKILLS,
        [("c", "{letters}", "any", "", "")],
        ["aliases.csv, line 2, column alias", "no such set"],
    ),
    "condition": (
        SKILLS,
        [("c", "C", "any", "luck", "")],
        ["aliases.csv, line 2, column needs", "legal are"],
    ),
    "unless": (SKILLS, [("c", "C", "any", "", "near:")], ["aliases.csv, line 2, column unless", "legal are"]),
}


@pytest.mark.parametrize(("skills", "aliases", "said"), WRONG_CELLS.values(), ids=WRONG_CELLS.keys())
def test_load_lexicon_names_the_wrong_cell(
    tmp_path: Path, skills: str, aliases: list[tuple[str, str, str, str, str]], said: list[str]
) -> None:
    with pytest.raises(LexiconError) as error:
        load_lexicon(write_lexicon(tmp_path, skills=skills, aliases=aliases))
    assert [words for words in said if words not in str(error.value)] == []


def test_load_lexicon_without_folder(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder"):
        load_lexicon(tmp_path / "nowhere")


def test_load_lexicon_without_aliases(tmp_path: Path) -> None:
    (write_lexicon(tmp_path) / "aliases.csv").unlink()
    with pytest.raises(LexiconError, match=r"aliases\.csv: no such file"):
        load_lexicon(tmp_path)


def test_load_lexicon_extra_folder_without_tables(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="holds none of"):
        load_lexicon(extra=[tmp_path])


def test_load_lexicon_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    (write_lexicon(tmp_path) / "masks.csv").write_bytes(b"phrase,why,source\ncaf\xe9,a place,test\n")
    with pytest.raises(LexiconError, match=r"masks\.csv: byte 21 is not UTF-8"):
        load_lexicon(tmp_path)


WRONG_FACTS = {
    "a level that is none": (
        "cues",
        "cue,level,direction,closers,source\nis nice,nice,backward,,own\n",
        "line 2, column level: 'nice' is not legal; legal are required, preferred, negated",
    ),
    "a direction that is none": (
        "cues",
        "cue,level,direction,closers,source\nis nice,preferred,up,,own\n",
        "line 2, column direction: 'up' is not legal; legal are forward, backward, both",
    ),
    "a role that is none": (
        "role_titles",
        "role,title_pattern,unless,source\nwizard,data wizard,,own\n",
        "line 2, column role: 'wizard' is not legal; legal are research-scientist",
    ),
    "a seniority that is none": (
        "seniority_titles",
        "level,where,phrase,unless,source\nold,title,veteran,,own\n",
        "line 2, column level: 'old' is not legal",
    ),
    "a kind that is none": ("experience", "kind,phrase,source\nfirms,we,own\n", "line 2, column kind"),
    "a domain that is none": (
        "domains",
        "domain,weight,place,phrase,source\nspace,3,text,rockets,own\n",
        "line 2, column domain: 'space' is not legal",
    ),
    "a field of study that is none": (
        "degree_fields",
        "phrase,field,source\nastronomy,physics;stars,own\n",
        "line 2, column field: 'stars' is not legal",
    ),
    "a workplace that is none": (
        "workplace",
        "value,weight,place,hint,phrase,source\nmoon,3,text,moon,on the moon,own\n",
        "line 2, column value: 'moon' is not legal; legal are (empty), remote, hybrid, onsite",
    ),
}


@pytest.mark.parametrize(("table", "text", "said"), WRONG_FACTS.values(), ids=WRONG_FACTS.keys())
def test_load_lexicon_names_the_wrong_cell_of_a_table_of_facts(
    tmp_path: Path, table: str, text: str, said: str
) -> None:
    (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        load_lexicon(extra=[tmp_path])
    assert f"{table}.csv" in str(error.value)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("domains", "domain,weight,place,phrase,source\nenergy,heavy,text,solar farm,own\n", "heavy"),
        ("workplace", "value,weight,place,hint,phrase,source\nremote,3,text,x,...3 x,own\n", "...3 x"),
        ("places", "place,country,source\nAtlantis,Nowhere,own\n", "Nowhere"),
    ],
)
def test_extractor_names_the_table_of_a_row_that_is_no_rule(
    tmp_path: Path, table: str, text: str, said: str
) -> None:
    (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"^{table}\.csv: .*") as error:
        Extractor(load_lexicon(write_lexicon(tmp_path / "small"), extra=[tmp_path]))
    assert said in str(error.value)


def test_load_lexicon_takes_more_rows_of_facts(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("place,country,source\nMarrow Lane,GB,own\n", encoding="utf-8")
    lexicon = load_lexicon(extra=[tmp_path])
    assert {"place": "Marrow Lane", "country": "GB", "source": "own"} in lexicon.places
    assert lexicon.digest != load_lexicon().digest
