"""A scan again with a changed lexicon: what a fresh scan finds, with few postings understood again."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from jobscan.cli import app
from jobscan.engines import revise, run, work
from jobscan.engines.chunk import ChunkResult, read_chunk
from jobscan.engines.revise import Basis, Change, change_between
from jobscan.engines.store import ARCHIVE
from jobscan.extract import Extractor
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from jobscan.scan import Revised, scan_into
from tests.engine_cases import write_corpus, write_lines
from tests.lexicons import write_lexicon
from tests.test_scan_resume import results

CATEGORIES = "category,name,vouches,source\n"
SKILLS = "skill_id,skill,category,guide_section,description,source\n"
ALIASES = "skill_id,alias,case,needs,unless,source\n"
MASKS = "phrase,why,source\n"
CUES = "cue,level,direction,closers,source\n"

TEXTS = (
    "Requirements\n- You know Python and SQL.\n- Go, ML or Java is a plus.",
    "Requirements\n- Airflow and Python, no Java required.",
    "You love SQLDeveloper work. Requirements\n- SQL",
    "Requirements\n- data lakes, data-lakes and JavaScriptPython",
    "Requirements\n- Excel. A python keeper feeds pythons; Python is not needed.",
    "You bring patience and care for gardens, work with crews, and know nothing of tools.",
    "Requirements\n- Airﬂow, AIRFLOW; İstanbul’s Go. Ideally with Java.",
    "",
)
"""Each posting of the tests is one of these, with a number of its own behind it."""

OVERLAYS = {
    "a skill": (
        {
            "skills": f"{SKILLS}airflow,Airflow,programming,,,\n",
            "aliases": f"{ALIASES}airflow,airflow,any,,,\n",
        },
        1,
        2,
    ),
    "an alias": ({"aliases": f"{ALIASES}python,pythons,any,,,\n"}, 1, 1),
    "a phrase": ({"aliases": f"{ALIASES}sql,data lakes,any,,,\n"}, 1, 1),
    "a part of other words": ({"aliases": f"{ALIASES}java,car,any,,,\n"}, 1, 0),
    "a word that is glued elsewhere": ({"aliases": f"{ALIASES}java,developer work,any,,,\n"}, 1, 1),
    "a set of words": ({"word_sets": "name,words,source\nteam,team|crews,\n"}, 1, 1),
    "a set of words that nothing names": ({"word_sets": "name,words,source\nbeasts,cat|dog,\n"}, 0, 0),
    "a category that vouches": ({"categories": f"{CATEGORIES}concepts,Concepts,yes,\n"}, 2, 1),
    "a glued word": ({"aliases": f"{ALIASES}sql,sqldeveloper,any,,,\n"}, 1, 1),
    "a condition": ({"aliases": f"{ALIASES}java,java,any,near:plus|ideally,,\n"}, 1, 4),
    "an exception": ({"aliases": f"{ALIASES}python,python,any,,after:keeper,\n"}, 1, 4),
    "a mask": ({"masks": f"{MASKS}python keeper,an animal,\n"}, 1, 1),
    "a cue": ({"cues": f"{CUES}nothing of,negated,forward,,\n"}, 1, 1),
    "a category": ({"skills": f"{SKILLS}sql,SQL,concepts,,,\n"}, 2, 2),
    "a name": ({"skills": f"{SKILLS}sql,The language SQL,programming,,told otherwise,\n"}, 0, 0),
}
"""What is laid over the lexicon, in how many rows that decides, and how many of TEXTS hold their words."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several parts, some of a unit that is divided."""
    monkeypatch.setattr(run, "_WHOLE_OF_FEW", 1_500)


@pytest.fixture
def understood(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the postings that were understood."""
    found: list[str] = []

    def noting(postings: Sequence[Posting], *rest: Any) -> ChunkResult:
        found.extend(posting.id for posting in postings)
        return read_chunk(postings, *rest)

    monkeypatch.setattr(work, "read_chunk", noting)
    return found


@pytest.fixture(scope="module")
def lexicon_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("in")
    for number in range(3):
        texts = [f"{text} {number}" for text in TEXTS]
        write_lines(found / f"{number}.jsonl", texts, name=f"p{number}-")
    return found


@pytest.fixture(scope="module")
def scanned(folder: Path, lexicon_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("scanned") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_WHOLE_OF_FEW", 1_500)
        scan_into(folder, to, lexicon=load_lexicon(lexicon_folder))
    return to


@pytest.fixture
def out(scanned: Path, tmp_path: Path) -> Path:
    """The results of a scan with the lexicon as it was."""
    return shutil.copytree(scanned, tmp_path / "out")


def overlay(folder: Path, tables: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("change", OVERLAYS)
def test_only_postings_that_hold_the_words_are_understood_again(
    change: str, folder: Path, lexicon_folder: Path, out: Path, understood: list[str], tmp_path: Path
) -> None:
    tables, rows, touched = OVERLAYS[change]
    lexicon = load_lexicon(lexicon_folder, extra=[overlay(tmp_path / "over", tables)])
    written = scan_into(folder, out, lexicon=lexicon)
    assert (len(understood), written.revised) == (3 * touched, Revised(rows, 3 * touched, 24 - 3 * touched))

    scan_into(folder, tmp_path / "fresh", lexicon=lexicon)
    assert results(tmp_path / "out") == results(tmp_path / "fresh")
    assert scan_into(folder, tmp_path / "out", lexicon=lexicon).unchanged


def test_a_change_and_back_again(
    folder: Path, lexicon_folder: Path, scanned: Path, out: Path, tmp_path: Path
) -> None:
    old = load_lexicon(lexicon_folder)
    new = load_lexicon(lexicon_folder, extra=[overlay(tmp_path / "over", OVERLAYS["a condition"][0])])
    for lexicon in (new, old):
        assert scan_into(folder, out, lexicon=lexicon).revised == Revised(1, 12, 12)
    assert results(out) == results(scanned)


def test_what_was_stopped_goes_on_with_this_lexicon_or_a_third(
    folder: Path, lexicon_folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopping(postings: Sequence[Posting], *rest: Any) -> ChunkResult:
        if any(posting.id.startswith("p1-") for posting in postings):
            raise KeyboardInterrupt
        return read_chunk(postings, *rest)

    names = ("a condition", "an exception")
    new, third = (
        load_lexicon(lexicon_folder, extra=[overlay(tmp_path / name, OVERLAYS[name][0])]) for name in names
    )
    with monkeypatch.context() as patch:
        patch.setattr(work, "read_chunk", stopping)
        with pytest.raises(KeyboardInterrupt):
            scan_into(folder, out, lexicon=new)
    for name, lexicon in zip(names, (new, third), strict=True):
        stopped = shutil.copytree(out, tmp_path / f"{name} again")
        scan_into(folder, stopped, lexicon=lexicon)
        scan_into(folder, tmp_path / f"{name} fresh", lexicon=lexicon)
        assert results(stopped) == results(tmp_path / f"{name} fresh")


@pytest.mark.parametrize(
    "tables",
    [
        {"word_sets": "name,words,source\ntogether,java|sql,\n"},
        {"section_headings": "section,heading,source\nbenefits,requirements,\n"},
        {"degrees": "kind,level,phrase,source\ndegree,master,gardens,\n"},
    ],
    ids=lambda tables: next(iter(tables)),
)
def test_another_change_may_change_all(
    tables: dict[str, str],
    folder: Path,
    lexicon_folder: Path,
    out: Path,
    understood: list[str],
    tmp_path: Path,
) -> None:
    new = load_lexicon(lexicon_folder, extra=[overlay(tmp_path / "over", tables)])
    assert scan_into(folder, out, lexicon=new).revised is None
    assert len(understood) == 24


@pytest.fixture(scope="module")
def new(lexicon_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("new") / "over"
    return load_lexicon(lexicon_folder, extra=[overlay(folder, OVERLAYS["a skill"][0])])


@pytest.mark.parametrize("said", ["", "{}", "[1]", '{"digest": 1, "rest": 2, "rows": 3}', "\udcff"])
def test_a_damaged_archive_is_no_reason_to_keep_anything(
    said: str, new: Lexicon, folder: Path, out: Path, understood: list[str]
) -> None:
    basis = out / ARCHIVE / "lexicon.json"
    basis.write_text(said, encoding="utf-8", errors="surrogateescape")
    assert scan_into(folder, out, lexicon=new).revised is None
    assert len(understood) == 24
    assert json.loads(basis.read_text(encoding="utf-8"))["digest"] == new.digest


def test_a_posting_that_could_not_be_understood_costs_its_part(
    folder: Path, lexicon_folder: Path, new: Lexicon, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read = Extractor.extract_all

    def failing(self: Extractor, postings: Sequence[Posting]) -> Any:
        if any("gardens" in posting.text for posting in postings):
            raise RecursionError("too deep")
        return read(self, postings)

    monkeypatch.setattr(Extractor, "extract_all", failing)
    for lexicon in (load_lexicon(lexicon_folder), new):
        written = scan_into(folder, tmp_path / "out", lexicon=lexicon)
        assert (len(written.failures), written.run["counts"]["read"]) == (3, 21)
    scan_into(folder, tmp_path / "fresh", lexicon=new)
    assert results(tmp_path / "out") == results(tmp_path / "fresh")


def test_the_command_says_what_came_of_it(
    folder: Path, lexicon_folder: Path, out: Path, tmp_path: Path
) -> None:
    over = overlay(tmp_path / "over", OVERLAYS["a skill"][0])
    command = ["scan", str(folder), "--to", str(out), "--lexicon", str(lexicon_folder)]
    told = CliRunner().invoke(app, [*command, "--extra-lexicon", str(over)])
    assert told.exit_code == 0
    assert (
        "The lexicon has changed in 1 row: 6 of 24 postings, which may hold its words, were understood "
        "again, and the others kept their results."
    ) in " ".join(told.stdout.split())


def change_of(old: Lexicon, new: Lexicon) -> Change:
    found = change_between(Basis.of(old), Basis.of(new))
    assert found is not None
    return found


def test_too_many_words_are_not_looked_for(
    lexicon_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = load_lexicon(lexicon_folder)
    new = load_lexicon(lexicon_folder, extra=[overlay(tmp_path / "over", OVERLAYS["a phrase"][0])])
    assert change_of(old, new).words == ("lakes",)
    monkeypatch.setattr(revise, "MOST_WORDS", 0)
    assert change_between(Basis.of(old), Basis.of(new)) is None


def test_a_basis_is_the_same_after_it_was_kept(lexicon_folder: Path) -> None:
    basis = Basis.of(load_lexicon(lexicon_folder))
    assert Basis.from_json(basis.to_json().encode()) == basis


@pytest.mark.parametrize(
    ("word", "text", "stands", "is_glued"),
    [
        ("lake", "the lake.", True, False),
        ("lake", "_lake-", True, False),
        ("lake", "LakeShore", True, True),
        ("lake", "DataLAKE", True, True),
        ("lake", "LaKe", True, True),
        ("lake", "flake lakes Flake7", False, False),
        ("lake", "Flake, DataLakes, 2lake and Lake", True, False),
        ("lake's", "the lake’s", True, False),
        ("c++", "C++Java", True, False),
        ("lake", "", False, False),
    ],
)
def test_a_word_is_no_part_of_another(word: str, text: str, stands: bool, is_glued: bool) -> None:
    assert Change("", 1, phrases={word: ((word,),)}).touches(text) is stands
    assert Change("", 1, words=(word,)).touches(text) is is_glued


@pytest.fixture(scope="module")
def old_matcher(lexicon_folder: Path) -> SkillMatcher:
    return SkillMatcher(load_lexicon(lexicon_folder))


@pytest.fixture(scope="module", params=["a phrase", "a glued word", "a part of other words", "all"])
def both(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    lexicon_folder: Path,
    old_matcher: SkillMatcher,
) -> tuple[SkillMatcher, SkillMatcher, Change]:
    """What finds skills before and after a change, and what the change is."""
    folder = tmp_path_factory.mktemp("over")
    names = OVERLAYS if request.param == "all" else [request.param]
    overlays = [overlay(folder / str(at), OVERLAYS[name][0]) for at, name in enumerate(names)]
    old, new = load_lexicon(lexicon_folder), load_lexicon(lexicon_folder, extra=overlays)
    return old_matcher, SkillMatcher(new), change_of(old, new)


PIECES = st.sampled_from(
    "Airflow airflow AirFlow air flow data lakes Lakes LAKES data-lakes Datalakes SQLDeveloper SQL Developer "
    "Python pythons sqldeveloper python keeper Keeper's nothing of Nothing Go ML R Java Car cars required "
    "work Work with crews teams plus In . , / - ’ İ ß Skills:".split()
)


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "", "\n"])), max_size=12))
def test_what_is_not_touched_is_understood_alike(
    both: tuple[SkillMatcher, SkillMatcher, Change], pieces: list[tuple[str, str]]
) -> None:
    old, new, change = both
    text = "".join(itertools.chain.from_iterable(pieces))
    if not change.touches(text):
        assert old.tokens(text) == new.tokens(text)
        assert old.find(text, title="Airflow keeper") == new.find(text, title="Airflow keeper")


def test_the_shipped_lexicon_with_some_other_rows(understood: list[str], tmp_path: Path) -> None:
    old = load_lexicon()
    new = replace(
        old,
        aliases=tuple(alias for alias in old.aliases if alias.skill_id != "python"),
        masks=(*old.masks, "coffee sql"),
        cues=(*old.cues, ("tuesdays golang", "negated", "both", "")),
        digest="another",
    )
    corpus = write_corpus(tmp_path / "in", files=3, each=100, words=25)
    scan_into(corpus, tmp_path / "out", lexicon=old)
    understood.clear()
    written = scan_into(corpus, tmp_path / "out", lexicon=new)
    assert written.revised
    assert (written.revised.again, written.revised.kept) == (len(understood), 300 - len(understood))
    assert 0 < len(understood) < 200
    scan_into(corpus, tmp_path / "fresh", lexicon=new)
    assert results(tmp_path / "out") == results(tmp_path / "fresh")
