"""Lexicons made of ESCO's and O*NET's tables; the tables of fixtures/vocabularies/ are invented."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.errors import LexiconError
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.lexicon_formats import guess_format, import_lexicon
from jobscan.lexicon_formats.folder import free_id, slug
from jobscan.lexicon_formats.labels import Concept, common_words, lexicon_files, verb_forms
from jobscan.scan import scan

VOCABULARIES = Path(__file__).parents[1] / "fixtures" / "vocabularies"
ESCO, ONET, ONET_NEWER = VOCABULARIES / "esco", VOCABULARIES / "onet", VOCABULARIES / "onet-newer"


def lexicon_of(path: Path, folder: Path, *, occupation: str = "") -> Lexicon:
    """The lexicon that is made of a vocabulary."""
    folder.mkdir(exist_ok=True)
    for name, text in import_lexicon(path, occupation=occupation).files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_lexicon(folder)


def aliases(lexicon: Lexicon, skill_id: str) -> list[tuple[str, str, str]]:
    return [(a.alias, a.case, a.needs) for a in lexicon.aliases if a.skill_id == skill_id]


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(mention.skill_id, mention.surface) for mention in SkillMatcher(lexicon).find(text)]


FORMATS = {
    "esco_folder": (ESCO, "esco"),
    "esco_table": (ESCO / "skills_en.csv", "esco"),
    "onet_folder": (ONET, "onet"),
    "onet_software": (ONET / "Technology Skills.txt", "onet"),
    "onet_newer_software": (ONET_NEWER / "Software Skills.txt", "onet"),
    "onet_ratings": (ONET / "Skills.txt", "onet"),
}


@pytest.mark.parametrize(("path", "expected"), FORMATS.values(), ids=FORMATS.keys())
def test_format_is_told_by_the_columns(path: Path, expected: str) -> None:
    assert guess_format(path) == expected


@pytest.mark.parametrize("content", ['{"label": "A", "pattern": "b"}\n', "", "a,b\n1,2\n"])
def test_any_other_file_is_taken_for_patterns(content: str, tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text(content, encoding="utf-8")
    assert guess_format(tmp_path / "p.jsonl") == "spacy"


def test_esco_becomes_a_lexicon(tmp_path: Path) -> None:
    lexicon = lexicon_of(ESCO, tmp_path / "lex")
    assert {skill.skill_id: (skill.name, skill.category) for skill in lexicon.skills.values()} == {
        "bake-rye-bread": ("bake rye bread", "competences"),
        "iv-therapy": ("IV therapy", "knowledge"),
        "manage-harbour-wards": ("manage harbour wards", "competences"),
        "pharmacology": ("pharmacology", "knowledge"),
        "plan-shift-rotas": ("plan shift rotas", "competences"),
        "stay-calm-under-pressure": ("stay calm under pressure", "transversal"),
        "wardbook-patient-records": ("Wardbook (patient records)", "knowledge"),
        "wound-care": ("wound care", "knowledge"),
        "wound-care-2": ("wound care", "knowledge"),
    }
    assert lexicon.vouching == {"knowledge"}
    assert lexicon.skills["wound-care"].description == "How wounds are cleaned and dressed"
    assert {alias.source for alias in lexicon.aliases} == {"esco"}


ESCO_ALIASES = {
    "verb_forms": (
        "plan-shift-rotas",
        [
            ("draw|draws|drawing up shift rotas", "any", ""),
            ("plan|plans|planning shift rotas", "any", ""),
        ],
    ),
    "initials_are_guarded": (
        "iv-therapy",
        [
            ("IV", "exact", "tool;list"),
            ("intravenous therapy|therapies", "any", ""),
            ("iv therapy|therapies", "any", ""),
        ],
    ),
    "without_brackets_and_with_hidden_labels": (
        "wardbook-patient-records",
        [("Wardbook", "exact", ""), ("ward book|books", "any", ""), ("wardbook software", "any", "")],
    ),
    "word_in_small_letters": ("pharmacology", [("pharmacology", "any", "")]),
}


@pytest.mark.parametrize(("skill_id", "expected"), ESCO_ALIASES.values(), ids=ESCO_ALIASES.keys())
def test_esco_labels_become_aliases(
    skill_id: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert aliases(lexicon_of(ESCO, tmp_path / "lex"), skill_id) == expected


OCCUPATIONS = {
    "word": ("nurse", ["harbour nurse"]),
    "other_label": ("Ship's Nurse", ["harbour nurse"]),
    "code": ("2221", ["harbour nurse"]),
    "longer_code": ("7512.9", ["rye baker"]),
    "two": ("keeper", ["orchard keeper"]),
}


@pytest.mark.parametrize(("asked", "names"), OCCUPATIONS.values(), ids=OCCUPATIONS.keys())
def test_esco_of_an_occupation(asked: str, names: list[str]) -> None:
    assert import_lexicon(ESCO, occupation=asked).occupations == tuple(names)


def test_esco_of_an_occupation_has_its_skills_only(tmp_path: Path) -> None:
    lexicon = lexicon_of(ESCO / "skills_en.csv", tmp_path / "lex", occupation="nurse")
    assert set(lexicon.skills) == {
        *("iv-therapy", "manage-harbour-wards", "pharmacology", "plan-shift-rotas"),
        *("stay-calm-under-pressure", "wardbook-patient-records", "wound-care"),
    }


def test_esco_finds_what_a_posting_asks_for(tmp_path: Path) -> None:
    text = (
        "You are good at managing harbour wards, at pharmacology and IV, and keep calm. Wardbook is a plus."
    )
    assert found(lexicon_of(ESCO, tmp_path / "lex"), text) == [
        ("manage-harbour-wards", "managing harbour wards"),
        ("pharmacology", "pharmacology"),
        ("iv-therapy", "IV"),
        ("stay-calm-under-pressure", "keep calm"),
        ("wardbook-patient-records", "Wardbook"),
    ]


def test_esco_collections_are_read_by_name_and_passed_over_in_a_folder(tmp_path: Path) -> None:
    shutil.copytree(ESCO, tmp_path / "esco")
    collection = tmp_path / "esco" / "digitalSkillsCollection_en.csv"
    collection.write_text(
        "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri\n"
        "K,u1,chart tides,released,skill/competence,cross-sector,draw tide charts | map tides,Tides.,x\n",
        encoding="utf-8",
    )
    assert "chart-tides" not in lexicon_of(tmp_path / "esco", tmp_path / "all").skills
    assert aliases(lexicon_of(collection, tmp_path / "one"), "chart-tides") == [
        ("chart|charts|charting tides", "any", ""),
        ("draw|draws|drawing tide charts", "any", ""),
        ("map|maps|mapping tides", "any", ""),
    ]


def test_onet_becomes_a_lexicon(tmp_path: Path) -> None:
    lexicon = lexicon_of(ONET, tmp_path / "lex")
    assert {skill.skill_id: skill.category for skill in lexicon.skills.values()} == {
        "careful-listening": "skills",
        "electronic-ward-record-ewr-software": "medical-software",
        "foreseeing": "skills",
        "haggling": "skills",
        "nordwind-records": "medical-software",
        "nordwind-shiftbook": "planning-software",
        "nordwind-wardview-software": "medical-software",
        "ovenmaster": "process-control-software",
        "qv": "chart-software",
        "sketching": "skills",
        "tidewatch-lite": "chart-software",
    }
    assert "skills" not in lexicon.vouching
    assert "chart-software" in lexicon.vouching


def test_onet_releases_after_30_2_are_read(tmp_path: Path) -> None:
    lexicon = lexicon_of(ONET_NEWER, tmp_path / "lex")
    assert {skill.skill_id: skill.category for skill in lexicon.skills.values()} == {
        "nordwind-records": "medical-software",
        "ovenmaster": "process-control-software",
    }


NEAR = "near:experience|experienced|knowledge|skill|skills|skilled|proficiency|proficient|training|competence"
ONET_ALIASES = {
    "acronym_and_the_word_software": (
        "electronic-ward-record-ewr-software",
        [
            ("EWR", "exact", ""),
            ("electronic ward record ewr", "any", ""),
            ("electronic ward record ewr software", "any", ""),
            ("electronic ward record|records", "any", ""),
        ],
    ),
    "everyday_word_of_a_vendor": (
        "nordwind-records",
        [("Records", "exact", "list"), ("nordwind records", "any", "")],
    ),
    "name_of_a_vendor": (
        "nordwind-wardview-software",
        [
            ("nordwind wardview", "any", ""),
            ("nordwind wardview software", "any", ""),
            ("wardview", "any", ""),
        ],
    ),
    "element_of_one_word": ("foreseeing", [("foreseeing", "any", NEAR)]),
    "element_of_two_words": ("careful-listening", [("careful listening", "any", "")]),
    "initials": ("qv", [("QV", "exact", "tool;list")]),
    "capital": ("ovenmaster", [("Ovenmaster", "exact", "")]),
}


@pytest.mark.parametrize(("skill_id", "expected"), ONET_ALIASES.values(), ids=ONET_ALIASES.keys())
def test_onet_names_become_aliases(
    skill_id: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert aliases(lexicon_of(ONET, tmp_path / "lex"), skill_id) == expected


@pytest.mark.parametrize("asked", ["29-9141", "Nurses", "harbour nurses"])
def test_onet_of_an_occupation_has_its_products_and_what_is_important_for_it(
    asked: str, tmp_path: Path
) -> None:
    lexicon = lexicon_of(ONET, tmp_path / "lex", occupation=asked)
    assert set(lexicon.skills) == {
        *("careful-listening", "foreseeing", "electronic-ward-record-ewr-software", "nordwind-records"),
        *("nordwind-shiftbook", "nordwind-wardview-software", "qv", "tidewatch-lite"),
    }
    assert import_lexicon(ONET, occupation=asked).occupations == ("Harbour Nurses",)


def test_onet_one_table_takes_the_titles_from_beside_it() -> None:
    assert import_lexicon(ONET / "Skills.txt", occupation="bakers").occupations == ("Rye Bakers",)
    assert import_lexicon(ONET_NEWER, occupation="51").occupations == ("51-9011.00",)


def test_onet_finds_what_a_posting_asks_for(tmp_path: Path) -> None:
    text = "Careful listening; skills in foreseeing. You keep Records. You know WardView, Records and QV."
    assert found(lexicon_of(ONET, tmp_path / "lex"), text) == [
        ("careful-listening", "Careful listening"),
        ("foreseeing", "foreseeing"),
        ("nordwind-wardview-software", "WardView"),
        ("nordwind-records", "Records"),
        ("qv", "QV"),
    ]


Change = Callable[[str], str]
WRONG_TABLES: dict[str, tuple[Path, str, Change, str, str]] = {
    "esco_no_name": (
        ESCO,
        "skills_en.csv",
        lambda text: text.replace(",pharmacology,", ",,"),
        "",
        "skills_en.csv, line 4, column preferredLabel: empty; the name of the skill is needed",
    ),
    "esco_type": (
        ESCO,
        "skills_en.csv",
        lambda text: text.replace("/s02,knowledge", "/s02,wisdom"),
        "",
        "line 4, column skillType: 'wisdom' is not legal; legal are knowledge, skill/competence, (empty)",
    ),
    "esco_cells": (
        ESCO,
        "skills_en.csv",
        lambda text: text + "one,two\n",
        "",
        "skills_en.csv, line 14: 2 cells, expected 13",
    ),
    "esco_quotes": (
        ESCO,
        "skills_en.csv",
        lambda text: text + '"one"two,\n',
        "",
        "skills_en.csv, line 14: not legal CSV",
    ),
    "esco_occupation": (ESCO, "skills_en.csv", str, "pilot", "no occupation is called 'pilot'"),
    "esco_relations": (
        ESCO,
        "occupationSkillRelations_en.csv",
        lambda text: text.replace("skillUri", "skill"),
        "nurse",
        "--occupation needs a table with the columns occupationUri, skillUri; there is none",
    ),
    "esco_nothing_left": (
        ESCO,
        "skills_en.csv",
        lambda text: text.replace("released", "obsolete"),
        "",
        "no skill in it",
    ),
    "onet_no_name": (
        ONET,
        "Technology Skills.txt",
        lambda text: text.replace("\tQV\t", "\t\t"),
        "",
        "Technology Skills.txt, line 6, column Example: empty; the name of the product is needed",
    ),
    "onet_no_kind": (
        ONET,
        "Technology Skills.txt",
        lambda text: text.replace("Planning software", ""),
        "",
        "line 3, column Commodity Title: empty; the kind of the product is needed",
    ),
    "onet_number": (
        ONET,
        "Skills.txt",
        lambda text: text.replace("4.25", "high"),
        "29",
        "Skills.txt, line 2, column Data Value: 'high' is no number",
    ),
    "onet_occupation": (
        ONET,
        "Skills.txt",
        str,
        "99-1",
        "no occupation is called '99-1', nor has such a code",
    ),
    "onet_titles": (ONET_NEWER, "Software Skills.txt", str, "nurses", "no table tells titles; name a code"),
}


@pytest.mark.parametrize(
    ("vocabulary", "name", "change", "occupation", "message"),
    WRONG_TABLES.values(),
    ids=WRONG_TABLES.keys(),
)
def test_wrong_table_is_told_with_its_place(
    vocabulary: Path, name: str, change: Change, occupation: str, message: str, tmp_path: Path
) -> None:
    shutil.copytree(vocabulary, tmp_path / "copy")
    table = tmp_path / "copy" / name
    table.write_text(change(table.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    with pytest.raises(LexiconError) as raised:
        import_lexicon(tmp_path / "copy", occupation=occupation)
    assert message in str(raised.value)


def test_bytes_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    shutil.copytree(ESCO, tmp_path / "copy")
    with (tmp_path / "copy/skills_en.csv").open("ab") as handle:
        handle.write(b"\xff")
    with pytest.raises(LexiconError, match=r"skills_en.csv: byte \d+ is not UTF-8"):
        import_lexicon(tmp_path / "copy")


FOLDERS = {
    "nothing": ([], "no table of ESCO or O*NET in it"),
    "two_languages": (
        ["skills_en.csv", "skills_nl.csv"],
        "several tables of skills (skills_en.csv, skills_nl.csv)",
    ),
}


@pytest.mark.parametrize(("names", "message"), FOLDERS.values(), ids=FOLDERS.keys())
def test_folder_without_one_vocabulary_is_told(names: list[str], message: str, tmp_path: Path) -> None:
    for name in names:
        shutil.copy(ESCO / "skills_en.csv", tmp_path / name)
    with pytest.raises(LexiconError) as raised:
        import_lexicon(tmp_path)
    assert message in str(raised.value)


def test_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = (
        "\ufeffO*NET-SOC Code;Title;Example;Commodity Title\r\n29-9141.00;Harbour Nurses;QuayLog;Logs\r\n\r\n"
    )
    (tmp_path / "Technology_Skills.csv").write_text(text, encoding="utf-8", newline="")
    lexicon = lexicon_of(tmp_path, tmp_path / "lex", occupation="nurses")
    assert aliases(lexicon, "quaylog") == [("quaylog", "any", "")]


def test_common_words_need_company() -> None:
    names = [f"design of boat {at}" for at in range(20)]
    assert common_words(names) == {"design", "of", "boat"}
    concepts = [Concept("design", "c", ("design",)), Concept("rowing", "c", ("rowing",))]
    files = lexicon_files(concepts, [("c", "C", True)], source="test", common=common_words(names))
    rows = list(csv.DictReader(io.StringIO(files["aliases.csv"])))
    assert [(row["alias"], row["needs"]) for row in rows] == [("design", NEAR), ("rowing", "")]


LABELS = {
    "pattern_signs": ("a|b {c} d? e_f ...3", "a b { c } d ? e f . . . 3"),
    "hyphens": ("Bow-to-stern checks", "bow to stern checks"),
    "quotes": ('the "Quay" book', "the quay book|books"),
    "nothing": ("***", None),
    "not_latin": ("数据 管理", "数据 管理"),
}


@pytest.mark.parametrize(("label", "alias"), LABELS.values(), ids=LABELS.keys())
def test_any_label_is_a_legal_alias_or_none(label: str, alias: str | None, tmp_path: Path) -> None:
    files = lexicon_files([Concept(label, "c", (label,))], [("c", "C", True)], source="test")
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    assert [a.alias for a in lexicon.aliases] == ([alias] if alias else [])


VERBS = {
    "e": ("manage", ("manages", "managing")),
    "ee": ("oversee", ("oversees", "overseeing")),
    "doubled": ("plan", ("plans", "planning")),
    "not_doubled": ("open", ("opens", "opening")),
    "two_vowels": ("clean", ("cleans", "cleaning")),
    "w": ("sew", ("sews", "sewing")),
    "y": ("carry", ("carries", "carrying")),
    "vowel_y": ("play", ("plays", "playing")),
    "s": ("assess", ("assesses", "assessing")),
    "ch": ("teach", ("teaches", "teaching")),
}


@pytest.mark.parametrize(("verb", "forms"), VERBS.values(), ids=VERBS.keys())
def test_verb_forms(verb: str, forms: tuple[str, str]) -> None:
    assert verb_forms(verb) == forms


def test_ids_are_ascii_and_their_own() -> None:
    assert [slug(name) for name in ("C#", ".NET", "  Öl & Gas ", "-", "Ward (new)")] == [
        *("c#", "net", "ol-gas", "", "ward-new")
    ]
    assert free_id("a", {"a", "a-2"}) == "a-3"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["lexicon", *arguments])


def test_command_makes_a_lexicon_that_passes_the_check(tmp_path: Path) -> None:
    to = str(tmp_path / "nursing")
    result = run("import", str(ESCO), "--occupation", " nurse ", "--to", to)
    assert result.exit_code == 0
    assert result.stdout == f"1 occupation: harbour nurse\n7 skills, 16 aliases written to {to}\n"
    assert run("check", "--lexicon", to).stdout.startswith("7 skills, 16 aliases, 0 masks: all right\n")


def test_command_takes_the_format_that_is_named(tmp_path: Path) -> None:
    result = run("import", str(ONET), "--format", "esco", "--to", str(tmp_path / "x"))
    assert result.exit_code == 2
    assert "no table of ESCO's skills; it has the columns conceptUri, skillType" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: cannot be read: no such file or folder"),
        ([str(ESCO), "--format", "onte"], "unknown format 'onte'. Did you mean onet?"),
        (["p.jsonl", "--occupation", "nurse"], "--occupation is for the tables of ESCO and O*NET"),
    ],
    ids=["path", "format", "occupation"],
)
def test_command_that_is_wrong_says_so(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.jsonl").write_text('{"label": "A", "pattern": "b"}\n', encoding="utf-8")
    result = run("import", *arguments, "--to", "out")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("out").exists()


def test_tables_are_not_read_as_postings() -> None:
    # One folder above, as a scan of all fixtures has it.
    read = scan(VOCABULARIES.parent, exclude=[path.name for path in _other_cases()])
    assert read.run["counts"]["read"] == 0


def _other_cases() -> list[Path]:
    return [path for path in VOCABULARIES.parent.iterdir() if path.is_dir() and path != VOCABULARIES]


def test_the_example_of_the_documentation_is_what_comes_out(tmp_path: Path) -> None:
    document = (VOCABULARIES.parents[1] / "docs" / "lexicon.md").read_text(encoding="utf-8")
    example = document.partition("An example with one table")[2]
    table, expected = re.findall(r"^```csv\n(.*?)^```", example, re.MULTILINE | re.DOTALL)
    (tmp_path / "skills_en.csv").write_text(table, encoding="utf-8")
    assert run("import", str(tmp_path / "skills_en.csv"), "--to", str(tmp_path / "nursing")).exit_code == 0
    assert (tmp_path / "nursing" / "aliases.csv").read_text(encoding="utf-8") == expected
