from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.discover import Candidate, Discovery, candidate_files, candidates_csv, discover
from jobscan.discover.items import Items
from jobscan.discover.terms import TermReader, TermUse
from jobscan.errors import Failure
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from tests.lexicons import write_lexicon

FILLER = (
    "The team that you will join looks after the reports which our colleagues in the warehouse read each "
    "morning, and it answers the questions that they have about them.\n"
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return load_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon")))


@pytest.fixture(scope="module")
def reader(lexicon: Lexicon) -> TermReader:
    return TermReader(lexicon)


def posting(text: str, *, name: str = "a", employer: str = "Alpenrad", title: str = "Analyst") -> Posting:
    return Posting(
        id=name, source="test", origin=f"{name}.txt", title=title, text=text, hiring_organization=employer
    )


def uses(reader: TermReader, text: str) -> dict[str, TermUse]:
    """The uses of terms in a text, by how they are written."""
    return {text[use.start : use.end]: use for use in reader.read(posting(text)).uses}


def listed(reader: TermReader, text: str) -> list[str]:
    """The terms that stand in a list beside a technical skill, in order."""
    return [term for term, use in uses(reader, text).items() if use.neighbours]


LISTED = {
    "commas": ("You know Python, Quarzo, Belmira and SQL.", ["Quarzo", "Belmira"]),
    "first": ("Experience with Quarzo, Python or similar.", ["Quarzo"]),
    "last": ("We work with SQL and Quarzo for our reports.", ["Quarzo"]),
    "slashes": ("Python/Quarzo/SQL", ["Quarzo"]),
    "brackets": ("Pipelines (e.g. Java, Quarzo) and more", ["Quarzo"]),
    "after_brackets": ("Java (8 or later), Quarzo", ["Quarzo"]),
    "one_a_line": ("You know\n- Python\n- Quarzo\n- SQL\n", ["Quarzo"]),
    "two_words": ("Python, Tide Gate and SQL", ["Tide Gate"]),
    "inner_capital": ("Python, TideGate and SQL", ["TideGate"]),
    "number_of_a_version": ("Python, Quarzo 4 and SQL", ["Quarzo"]),
    "number_of_a_standard": ("Python, QSO 9001 and SQL", ["QSO 9001"]),
    "small_letters": ("Python, tide tables and SQL", ["tide tables"]),
    "general_words_around": ("Python, modern Quarzo tools and SQL", ["Quarzo"]),
    "known_ones_only": ("Python, Java and SQL", []),
    "ambiguous_ones_are_known": ("Python, R, Go and C", []),
    "no_known_one": ("Quarzo, Belmira and Tide Gate", []),
    "concepts_do_not_vouch": ("machine learning, Quarzo", []),
    "describes_a_known_one": ("Python Quarzo, SQL", []),
    "another_sentence": ("You know Python. Quarzo is next.", []),
    "words_between": ("You know Python, and with us you see Quarzo", []),
    "title_case": ("Python, Fine Shiny Golden Quarzo Thing, SQL", []),
    "degrees": ("Bachelor's degree, Python, Quarzo", []),
    "glued": ("SQL, Python, QuarzoExperience with us", []),
    "numbers": ("Python, 2024, SQL", []),
    "owners": ("Python, Quarzo’s, SQL", []),
    "signs": ("Python, ***, SQL, ---, {}", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "terms"), LISTED.values(), ids=LISTED.keys())
def test_terms_listed_beside_a_technical_skill(text: str, terms: list[str], reader: TermReader) -> None:
    assert listed(reader, text) == terms


def test_neighbours_are_the_technical_skills_of_the_list(reader: TermReader) -> None:
    found = uses(reader, "SQL, Quarzo, SQL, machine learning and Python. Java.")
    assert found["Quarzo"].neighbours == ("sql", "python")


NAMED = {
    "capital": ("Python, Quarzo and SQL", "Quarzo", True),
    "digit": ("Python, q4z and SQL", "q4z", True),
    "small": ("Python, quarzo and SQL", "quarzo", False),
    "sentence_in_capitals": ("YOU KNOW PYTHON, QUARZO AND SQL", "QUARZO", False),
    "acronyms_are_no_such_sentence": ("SQL, QZR, QX", "QZR", True),
}


@pytest.mark.parametrize(("text", "term", "named"), NAMED.values(), ids=NAMED.keys())
def test_term_is_named_by_its_capitals(text: str, term: str, named: bool, reader: TermReader) -> None:
    assert uses(reader, text)[term].named is named


@pytest.mark.parametrize(
    ("text", "worded"),
    [
        ("Requirements:\n- Experience with Quarzo\n", True),
        ("Requirements:\n- Tools such as Quarzo\n", True),
        ("Requirements:\n- You see Quarzo\n", False),
        ("Responsibilities:\n- Share your experience with Quarzo\n", False),
    ],
    ids=["experience", "such_as", "not_asked", "duties"],
)
def test_words_ask_for_a_term_among_requirements(text: str, worded: bool, reader: TermReader) -> None:
    assert uses(reader, text)["Quarzo"].worded is worded


@pytest.mark.parametrize("heading", ["About us", "Benefits", "Education"])
def test_term_is_not_in_demand_in_text_about_something_else(heading: str, reader: TermReader) -> None:
    text = f"Requirements:\n- SQL, Quarzo\n\n{heading}:\n- SQL, Belmira\n"
    found = uses(reader, text)
    assert found["Quarzo"].in_demand
    assert not found["Belmira"].in_demand
    assert found["Belmira"].neighbours == ()


def test_masks_fields_of_study_and_places_are_held(reader: TermReader) -> None:
    text = "Python, machine learning engineer, physics, Aarhus, Quarzo"
    assert listed(reader, text) == ["Quarzo"]


def test_the_employers_own_name_is_no_term(reader: TermReader) -> None:
    named = replace(posting("Python, Quarzo, Quarzo Labs, Belmira"), hiring_organization="Quarzo Labs Inc.")
    assert [use.words for use in reader.read(named).uses] == [("belmira",)]


def test_words_are_counted_as_they_are_written_inside_sentences(reader: TermReader) -> None:
    found = reader.read(posting("Salt is fine. We like salt, and Salt, and SALT."))
    assert (found.small["salt"], found.capital["salt"]) == (1, 2)


@given(st.text(alphabet="Py th,on/&SQL.(Quarzo)\n-•{}|'’0İß ", max_size=80))
def test_any_text_gives_terms_that_stand_in_it(text: str) -> None:
    reader = _small_reader()
    for use in reader.read(posting(text)).uses:
        assert 0 <= use.start < use.end <= len(text)
        assert use.words


_READERS: list[TermReader] = []


def _small_reader() -> TermReader:
    if not _READERS:
        _READERS.append(TermReader(load_lexicon()))
    return _READERS[0]


def test_items_cover_each_word_once(lexicon: Lexicon) -> None:
    text = "Python, Quarzo and SQL.\nTide Gate\nBelmira; more"
    mentions = SkillMatcher(lexicon).find(text)
    items = Items(text, mentions, {"python", "sql"})
    places = [at for group in items.lists() for item in group for at in item]
    assert places == sorted(set(places))


def discovered(postings: Iterable[Posting], lexicon: Lexicon, *, min_postings: int = 1) -> list[Candidate]:
    discovery = Discovery(lexicon)
    for each in postings:
        discovery.add(each)
    return discovery.candidates(min_postings=min_postings)


TITLES = ("Analyst", "Builder", "Clerk", "Driver", "Editor", "Forester")


def asking(terms: str, *, n: int, employer: str = "", salt: str = "") -> list[Posting]:
    """So many postings that list terms beside Python and SQL, by as many employers if none is named."""
    return [
        posting(
            f"{FILLER}Requirements:\n- You know Python, {terms} and SQL, {salt or terms} number {at}.\n",
            name=f"{salt}{terms}{employer}{at}",
            employer=employer or f"Employer {salt}{len(terms)}{at}",
            title=f"{salt} {terms} {TITLES[at]}",
        )
        for at in range(n)
    ]


def test_more_employers_lead(lexicon: Lexicon) -> None:
    found = discovered(
        [*asking("Belmira", n=5, employer="Nordlicht"), *asking("Quarzo", n=3)], lexicon, min_postings=3
    )
    assert [(c.term, c.employers, c.postings) for c in found] == [("Quarzo", 3, 3), ("Belmira", 1, 5)]


def test_candidates_need_postings_enough(lexicon: Lexicon) -> None:
    postings = asking("Quarzo", n=2)
    assert discovered(postings, lexicon, min_postings=3) == []
    assert [c.term for c in discovered(postings, lexicon, min_postings=2)] == ["Quarzo"]


def test_duplicates_count_once(lexicon: Lexicon) -> None:
    first = asking("Quarzo", n=1)[0]
    found = discovered([first, replace(first, id="again"), *asking("Quarzo", n=2, salt="Further")], lexicon)
    assert [(c.term, c.postings) for c in found if c.term == "Quarzo"] == [("Quarzo", 3)]


def test_postings_without_an_employer_count_each(lexicon: Lexicon) -> None:
    postings = [replace(each, hiring_organization="") for each in asking("Quarzo", n=3)]
    assert discovered(postings, lexicon)[0].employers == 3


def test_other_languages_are_passed_over(lexicon: Lexicon) -> None:
    german = (
        "Wir suchen eine Person, die mit uns an den Berichten arbeitet und unsere Kunden jeden Tag gut "
        "berät. Du kennst Python, Quarzo und SQL und hast Freude daran, Neues zu lernen."
    )
    assert discovered([posting(german)], lexicon) == []


def test_share_is_of_the_postings_in_which_the_term_stands(lexicon: Lexicon) -> None:
    elsewhere = [
        posting(f"{FILLER}With us you will see Quarzo at work, day {at}.", name=f"e{at}", title=f"T {at}")
        for at in range(3)
    ]
    (found,) = (c for c in discovered([*asking("Quarzo", n=1), *elsewhere], lexicon) if c.term == "Quarzo")
    assert found.postings == 1
    assert found.share == 0.25


def test_ordinary_words_are_told_and_words_never_written_as_names_left_out(lexicon: Lexicon) -> None:
    texts = ["We like salt. Python, Salt, SQL", "Python, Salt, SQL", "Python, pepper, SQL, pepper"]
    found = discovered(
        [posting(f"{FILLER}{text}", name=str(at), title=str(at)) for at, text in enumerate(texts)], lexicon
    )
    assert [(c.term, c.plain) for c in found] == [("Salt", True)]


def test_spellings_of_one_term_are_one_candidate(lexicon: Lexicon) -> None:
    texts = ["Python, Tide Gates, SQL", "Python, Tide Gate, SQL", "Python, TideGate, SQL", "SQL, Tide Gate"]
    (found,) = discovered(
        [posting(f"{FILLER}{text}", name=str(at), title=str(at)) for at, text in enumerate(texts)], lexicon
    )
    assert found.term == "Tide Gate"
    assert found.postings == 4
    assert found.phrases == (("tide", "gate"), ("tide", "gates"), ("tidegate",))


def test_spelling_of_a_known_skill_is_told(lexicon: Lexicon) -> None:
    (found,) = discovered([posting(f"{FILLER}Python, MachineLearning and SQL")], lexicon)
    assert (found.term, found.skill_id, found.category) == ("MachineLearning", "machine-learning", "concepts")


def test_category_is_that_of_most_neighbours_and_quotes_are_of_different_employers(lexicon: Lexicon) -> None:
    found = discovered(asking("Quarzo", n=5, employer="Nordlicht") + asking("Quarzo", n=1), lexicon)[0]
    assert found.category == "programming"
    assert found.neighbours == ("python", "sql")
    assert len(found.quotes) == 2
    assert all("Quarzo" in quote and "\n" not in quote for quote in found.quotes)


def test_candidates_are_the_same_when_asked_again(lexicon: Lexicon) -> None:
    discovery = Discovery(lexicon)
    for each in asking("Quarzo", n=3):
        discovery.add(each)
    assert discovery.candidates() == discovery.candidates()


def candidate(
    term: str,
    *,
    skill_id: str = "",
    category: str = "programming",
    plain: bool = False,
    phrases: tuple[tuple[str, ...], ...] = (),
    quotes: tuple[str, ...] = ("…quote…",),
) -> Candidate:
    return Candidate(
        term=term,
        skill_id=skill_id,
        category=category,
        postings=3,
        employers=3,
        share=0.5,
        score=1.5,
        plain=plain,
        phrases=phrases or (tuple(term.lower().split()),),
        neighbours=("python",),
        quotes=quotes,
    )


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def laid_over(candidates: list[Candidate], lexicon: Lexicon, folder: Path) -> Lexicon:
    """The small lexicon with the files of candidates laid over it."""
    (folder / "new").mkdir()
    for name, data in candidate_files(candidates, lexicon).items():
        (folder / "new" / name).write_bytes(data)
    return load_lexicon(write_lexicon(folder / "small"), extra=[folder / "new"])


def test_candidate_files_are_an_extra_lexicon(lexicon: Lexicon, tmp_path: Path) -> None:
    candidates = [candidate("Tide Gate", phrases=(("tide", "gate"), ("tidegate",))), candidate("Quarzo")]
    matcher = SkillMatcher(laid_over(candidates, lexicon, tmp_path))
    found = matcher.find("You know quarzo and TideGate, or tide gate.")
    assert [mention.skill_id for mention in found] == ["quarzo", "tide-gate", "tide-gate"]


GUARDS = {
    "name": (candidate("Quarzo"), [("quarzo", "any", "")]),
    "ordinary_word": (candidate("Salt", plain=True), [("Salt", "exact", "tool;list")]),
    "short": (candidate("QZR"), [("QZR", "exact", "")]),
    "spellings": (
        candidate("Tide-Gate", phrases=(("tide", "gate"), ("tidegate",))),
        [("tide gate", "any", ""), ("tidegate", "any", "")],
    ),
}


@pytest.mark.parametrize(("one", "rows"), GUARDS.values(), ids=GUARDS.keys())
def test_aliases_are_guarded(one: Candidate, rows: list[tuple[str, str, str]], lexicon: Lexicon) -> None:
    written = table(candidate_files([one], lexicon)["aliases.csv"])
    assert [(row["alias"], row["case"], row["needs"]) for row in written] == rows
    assert {row["source"] for row in written} == {"discovered"}


def test_spelling_of_a_known_skill_is_an_alias_only(lexicon: Lexicon) -> None:
    files = candidate_files([candidate("Go Lang", skill_id="go")], lexicon)
    assert table(files["skills.csv"]) == []
    assert [(row["skill_id"], row["alias"]) for row in table(files["aliases.csv"])] == [("go", "go lang")]


def test_ids_are_new_ones(lexicon: Lexicon) -> None:
    files = candidate_files([candidate("Python!"), candidate("Café 2"), candidate("CAFE 2")], lexicon)
    assert [row["skill_id"] for row in table(files["skills.csv"])] == ["cafe-2", "cafe-2-2", "python-2"]


def test_category_of_a_candidate_without_neighbours_is_that_of_most(lexicon: Lexicon) -> None:
    files = candidate_files([candidate("Quarzo", category=""), candidate("Belmira")], lexicon)
    assert {row["category"] for row in table(files["skills.csv"])} == {"programming"}


def test_candidates_csv_runs_nothing_in_a_spreadsheet(lexicon: Lexicon) -> None:
    one = candidate("Quarzo", quotes=("=HYPERLINK(1), Quarzo",))
    (row,) = table(candidates_csv([one], lexicon))
    assert row == {
        "term": "Quarzo",
        "skill_id": "quarzo",
        "spelling_of": "",
        "category": "programming",
        "postings": "3",
        "employers": "3",
        "share": "0.5",
        "score": "1.5",
        "neighbours": "python",
        "quotes": "'=HYPERLINK(1), Quarzo",
    }


def test_discover_notes_failures_and_goes_on(
    lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"id": each.id, "title": each.title, "text": each.text} for each in asking("Quarzo", n=4)]
    (tmp_path / "four.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{\n", encoding="utf-8")
    add = Discovery.add

    def stumbling(self: Discovery, each: Posting) -> None:
        if each.title.endswith("Builder"):
            raise RuntimeError("stumbled")
        add(self, each)

    monkeypatch.setattr(Discovery, "add", stumbling)
    seen: list[Posting | Failure] = []
    found = discover([tmp_path], lexicon=lexicon, progress=seen.append)
    assert (found.postings, [c.term for c in found.candidates]) == (3, ["Quarzo"])
    assert sorted(failure.reason for failure in found.failures) == ["damaged", "failed"]
    assert len(seen) == 5


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with postings and a small lexicon, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    write_lexicon(tmp_path / "lex")
    rows = [
        {"id": each.id, "title": each.title, "company": each.hiring_organization, "text": each.text}
        for each in [*asking("Quarzo", n=4), *asking("Tide Gate", n=3)]
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in/seven.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["lexicon", *arguments], env=environment)


@pytest.mark.usefixtures("folder")
def test_command_shows_the_terms_with_a_passage_each() -> None:
    result = run("discover", "in", "--lexicon", "lex", "--top", "1")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "7 postings read; 2 terms that the lexicon lacks, the best 1 of them shown."
    assert lines[2] == "Quarzo  4 employers; 4 postings; programming; beside Python, SQL"
    assert lines[3].endswith("Requirements: - You know Python, Quarzo and SQL, Quarzo number 0.")
    assert result.stderr == ""


@pytest.mark.usefixtures("folder")
def test_command_prints_csv() -> None:
    result = run("discover", "in", "--lexicon", "lex", "--format", "csv")
    assert [row["term"] for row in table(result.stdout_bytes)] == ["Quarzo", "Tide Gate"]


def test_command_writes_a_folder_that_is_laid_over_the_lexicon(folder: Path) -> None:
    result = run("discover", "in", "--lexicon", "lex", "--to", "new", "-q")
    assert result.exit_code == 0
    assert result.stdout == (
        "7 postings read; 2 terms that the lexicon lacks. "
        "Written to new: skills.csv, aliases.csv, candidates.csv.\n"
    )
    assert {path.name for path in (folder / "new").iterdir()} == {
        *("skills.csv", "aliases.csv", "candidates.csv")
    }
    assert run("check", "--lexicon", "lex", "--extra-lexicon", "new").exit_code == 0
    again = run("discover", "in", "--lexicon", "lex", "--extra-lexicon", "new")
    assert again.stdout == "7 postings read; 0 terms that the lexicon lacks.\n"
    assert run("discover", "in", "--lexicon", "lex", "--to", "new").stderr == (
        f"Error: {Path('new/skills.csv')}: exists already; name an empty or new folder with --to\n"
    )


@pytest.mark.usefixtures("folder")
def test_command_with_nothing_found_writes_nothing() -> None:
    result = run("discover", "in", "--lexicon", "lex", "--min-postings", "9", "--to", "new")
    assert result.exit_code == 0
    assert result.stdout.endswith("0 terms that the lexicon lacks. Nothing is written.\n")
    assert not Path("new").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "Error: no such file or folder: nowhere\n"),
        (["in", "--format", "cvs"], "Error: unknown format 'cvs'. Did you mean csv? Known are text, csv.\n"),
        (["in", "--lexicon", "nowhere"], "Error: nowhere: no such folder\n"),
    ],
    ids=["path", "format", "lexicon"],
)
@pytest.mark.usefixtures("folder")
def test_command_that_is_wrong_says_so(arguments: list[str], message: str) -> None:
    result = run("discover", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.mark.usefixtures("folder")
def test_command_tells_inputs_that_failed() -> None:
    Path("in/bad.jsonl").write_text("{\n", encoding="utf-8")
    result = run("discover", "in", "--lexicon", "lex")
    assert result.exit_code == 1
    assert "Quarzo  4 employers" in result.stdout
    assert result.stderr.startswith("Error: 1 input failed (1 damaged)\n  in")


@pytest.mark.usefixtures("folder")
def test_command_without_postings_says_so() -> None:
    Path("none").mkdir()
    result = run("discover", "none", "--lexicon", "lex")
    assert result.exit_code == 1
    assert result.stderr.endswith("Error: no posting was found\n")


@pytest.mark.usefixtures("folder")
def test_command_prints_no_control_characters() -> None:
    rows = [
        {"id": str(at), "title": f"T {at}", "text": f"{FILLER}Python, Qua\x1b[31mrzo, Quarzo\x07, SQL {at}"}
        for at in range(3)
    ]
    Path("hostile.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("discover", "hostile.jsonl", "--lexicon", "lex")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
