from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.cli.explain_page import Page
from jobscan.cli.explain_skill import print_skill
from jobscan.cli.explain_view import print_explanation
from jobscan.errors import JobscanError
from jobscan.explain.as_data import as_data
from jobscan.explain.explanation import Explanation, choice, explain, explanation_of, where, why
from jobscan.explain.facts import NOT_STATED, facts_of, salary_words
from jobscan.explain.lexicon_words import condition, find_skill
from jobscan.explain.marks import CUE, Mark, marks_of, nested, walk
from jobscan.explain.passages import pieces_of
from jobscan.explain.uncounted import MOST_TOLD, find_uncounted
from jobscan.extract import Extraction, Extractor, Mention, extractor_for
from jobscan.extract.degree import Degrees
from jobscan.extract.employment import Employment
from jobscan.extract.experience import Years
from jobscan.extract.salary import Salary
from jobscan.extract.workplace import Workplace
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.pick import SeveralPostingsError, pick_posting
from jobscan.posting import Posting
from jobscan.text.sections import Section
from jobscan.text.tokens import tokenize
from tests.lexicons import write_lexicon

ROOT = Path(__file__).parents[1]
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TEXT = """About us
Alpenrad rents out bicycles. Our product is written in Python and Java.

Responsibilities
- You work closely with our engineers on the forecasts for each station.

Requirements
- Three years of Python or R for programming.
- No Java required. SQL is a plus.

What we offer
A bicycle, and lessons in SQL.
"""
ROWS = [
    {"id": "alp-1", "title": "Data Scientist", "company": "Alpenrad", "text": TEXT},
    {
        "id": "alp-2",
        "title": "Data Analyst",
        "company": "Alpenrad",
        "text": f"{TEXT}\nKnowledge of C++ helps.",
    },
    {
        "id": "alp-3",
        "title": "Clerk",
        "company": "Alpenrad",
        "text": "We look for a clerk who likes to count.",
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture(scope="module")
def lexicon(folder: Path) -> Lexicon:
    return load_lexicon(folder)


@pytest.fixture(scope="module")
def extractor(lexicon: Lexicon) -> Extractor:
    return extractor_for(lexicon)


@pytest.fixture(scope="module")
def found(lexicon: Lexicon, extractor: Extractor) -> Explanation:
    return explain(posting(TEXT), extractor, lexicon)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs in a folder of its own that holds three postings, with nothing set about colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    Path("in").mkdir()
    Path("in/three.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    Path("one.txt").write_text(f"Data Scientist\n\n{TEXT}", encoding="utf-8")


def posting(text: str, *, title: str = "Data Scientist") -> Posting:
    return Posting(id="alp-1", source="test", origin="in/three.jsonl:1", title=title, text=text)


def page_of(text: str) -> str:
    data = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Analyst", "description": text}
    return f'<html><script type="application/ld+json">{json.dumps(data)}</script><body>Hello</body></html>'


def mention(
    text: str, words: str, level: str, *, skill: str = "", section: str = "", cue: str = ""
) -> Mention:
    """A mention of the first place where the words stand."""
    start, cue_start = text.index(words), text.index(cue) if cue else 0
    return Mention(
        skill_id=skill or words.lower(),
        start=start,
        end=start + len(words),
        surface=words,
        level=level,
        section=section,
        cue=cue,
        cue_start=cue_start,
        cue_end=cue_start + len(cue),
    )


def by_hand(
    text: str, mentions: Iterable[Mention], lexicon: Lexicon, sections: Iterable[Section] = ()
) -> Explanation:
    extraction = Extraction("en", mentions=tuple(mentions))
    return explanation_of(
        posting(text), extraction, list(sections) or [Section(0, len(text), "", 0, 0)], lexicon
    )


def drawn(
    draw: Callable[[Page], None], *, width: int = 0, colours: bool = False, encoding: str = "utf-8"
) -> str:
    """What is drawn on a page: as for a pipe, or for a terminal of so many columns."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace", newline="")
    console = Console(
        file=file,
        width=width or 80,
        force_terminal=bool(width),
        color_system="standard" if colours else None,
        highlight=False,
        markup=False,
        soft_wrap=not width,
    )
    draw(Page.of(console))
    file.seek(0)
    return file.read()


def run(*arguments: str, stdin: str | None = None, **environment: str) -> Result:
    return CliRunner().invoke(app, ["explain", *arguments], input=stdin, env=environment)


# Which posting is meant


@pytest.mark.parametrize(
    ("asked", "posting_id", "title"),
    [
        ("one.txt", "", "Data Scientist"),
        ("in/three.jsonl:2", "", "Data Analyst"),
        ("in/three.jsonl#2", "", "Data Analyst"),
        ("./in/three.jsonl:3", "", "Clerk"),
        ("in/three.jsonl", "alp-3", "Clerk"),
        ("in", "alp-2", "Data Analyst"),
        ("packed.zip!deep/three.jsonl:3", "", "Clerk"),
    ],
)
def test_pick_posting(asked: str, posting_id: str, title: str) -> None:
    with zipfile.ZipFile("packed.zip", "w") as packed:
        packed.write("in/three.jsonl", "deep/three.jsonl")
    assert pick_posting(asked, posting_id=posting_id).posting.title == title


def test_pick_posting_reads_standard_input() -> None:
    picked = pick_posting("-", stdin=io.BytesIO(b"Data Engineer\n\nYou know SQL."))
    assert (picked.posting.title, picked.posting.origin, picked.run) == ("Data Engineer", "stdin", {})


def test_pick_posting_takes_the_first_of_a_page_by_its_number() -> None:
    Path("pages.json").write_text(json.dumps(ROWS), encoding="utf-8")
    assert pick_posting("pages.json:1").posting.id == "alp-1"
    Path("page.html").write_text(page_of(TEXT), encoding="utf-8")
    assert pick_posting("page.html#1").posting == pick_posting("page.html").posting


def test_pick_posting_of_many_names_the_first() -> None:
    rows = [{**ROWS[0], "id": f"n-{number}", "title": f"Job {number}"} for number in range(12)]
    Path("many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(SeveralPostingsError, match=r"many\.jsonl holds several postings") as raised:
        pick_posting("many.jsonl")
    assert [posting.id for posting in raised.value.choices] == [f"n-{number}" for number in range(10)]
    assert raised.value.more
    with pytest.raises(SeveralPostingsError) as raised:
        pick_posting("in")
    assert [posting.title for posting in raised.value.choices] == ["Data Scientist", "Data Analyst", "Clerk"]
    assert not raised.value.more


@pytest.mark.parametrize(
    ("asked", "posting_id", "message"),
    [
        ("gone.txt", "", "no such file: gone.txt. If it is an id of a finished scan, name the folder"),
        ("gone.txt", "a", "no such file or folder: gone.txt"),
        ("gone.txt:3", "", "no such file: gone.txt:3"),
        ("in/three.jsonl", "alp-33", r"no posting with the id 'alp-33'. Did you mean 'alp-3'"),
        ("in/three.jsonl", "", "holds several postings"),
        (
            "in/three.jsonl:9",
            "",
            "no posting at in/three.jsonl:9. Its postings are at in/three.jsonl:1, in/thr",
        ),
        ("in/three.jsonl:1", "alp-1", "names a place and --id a posting: one of them is enough"),
        ("empty.txt", "", "no posting was found: empty.txt"),
        ("bad.jsonl:2", "", "bad.jsonl:2 "),
    ],
)
def test_pick_posting_says_what_is_wrong(asked: str, posting_id: str, message: str) -> None:
    Path("empty.txt").write_text(" \n")
    Path("bad.jsonl").write_text(f"{json.dumps(ROWS[0])}\n{{\n{json.dumps(ROWS[1])}\n")
    with pytest.raises(JobscanError, match=re.escape(message)):
        pick_posting(asked, posting_id=posting_id)


@pytest.fixture
def scanned(folder: Path) -> Path:
    result = CliRunner().invoke(
        app, ["scan", "in", "one.txt", "--to", "output", "--lexicon", str(folder), "--quiet"]
    )
    assert result.exit_code == 0
    return Path("output")


def test_pick_posting_of_a_scan_is_read_again(scanned: Path, folder: Path) -> None:
    for scan in (scanned, None):
        picked = pick_posting("alp-2", scan=scan)
        assert (picked.posting.id, picked.posting.title) == ("alp-2", "Data Analyst")
        assert picked.run["options"]["lexicon"] == str(folder)
    # A file of that name is meant first.
    assert pick_posting("one.txt").run == {}
    assert pick_posting("one.txt", scan=scanned).posting.title == "Data Scientist"


def test_pick_posting_of_a_scan_says_what_is_wrong(scanned: Path) -> None:
    with pytest.raises(
        JobscanError, match=re.escape("neither a file nor an id of the scan in output. Did you mean 'alp-2'")
    ):
        pick_posting("ALP-2")
    with pytest.raises(JobscanError, match=re.escape("--id names a posting of a file")):
        pick_posting("alp-2", posting_id="alp-2", scan=scanned)
    with pytest.raises(JobscanError, match=re.escape("in: holds no finished scan")):
        pick_posting("alp-2", scan=Path("in"))
    Path("in/three.jsonl").write_text(json.dumps(ROWS[2] | {"id": "new"}), encoding="utf-8")
    with pytest.raises(
        JobscanError, match=re.escape("three.jsonl:2 does not hold alp-2 any more: it was changed since")
    ):
        pick_posting("alp-2")
    Path("in/three.jsonl").unlink()
    with pytest.raises(
        JobscanError, match=re.escape("alp-2 was read from in/three.jsonl, which is not there: it is gone")
    ):
        pick_posting("alp-2")


def test_pick_posting_that_was_read_from_standard_input_is_gone(folder: Path) -> None:
    rows = "\n".join(map(json.dumps, ROWS))
    arguments = ["scan", "-", "--to", "output", "--lexicon", str(folder), "--quiet"]
    assert CliRunner().invoke(app, arguments, input=rows).exit_code == 0
    with pytest.raises(JobscanError, match=re.escape("alp-2 was read from standard input, which is gone")):
        pick_posting("alp-2")


def test_pick_posting_of_a_scan_of_a_folder_is_found_by_its_path(folder: Path) -> None:
    Path("in/deep").mkdir()
    Path("in/deep/one.txt").write_text("Data Engineer\n\nYou know SQL.")
    arguments = ["scan", "in", "--to", "output", "--lexicon", str(folder), "--quiet"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    picked = pick_posting("deep/one.txt")
    assert (picked.posting.id, picked.posting.origin) == ("deep/one.txt", "in/deep/one.txt")


# Which skill is meant


@pytest.mark.parametrize(
    ("asked", "skill_id"),
    [("python", "python"), ("PYTHON", "python"), ("golang", "go"), ("Machine Learning", "machine-learning")],
)
def test_find_skill(asked: str, skill_id: str, lexicon: Lexicon) -> None:
    assert find_skill(lexicon, asked).skill_id == skill_id


def test_find_skill_suggests_the_nearest(lexicon: Lexicon) -> None:
    with pytest.raises(JobscanError, match=r"no skill 'pyhton' in the lexicon. Did you mean python\?"):
        find_skill(lexicon, "pyhton")


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [
        ("tool", None, "another technical term stands near by"),
        ("near:a|b_c|d|e", None, "near it stands a, b c, d, e"),
        ("near:a|b_c|d|e", 2, "near it stands a, b c or 2 others"),
        ("near:a|b_c|d|e", 3, "near it stands a, b c, d, e"),
        ("after:{team}", 1, "directly after it stands team or 3 others"),
        ("within:x", None, "in it stands x"),
    ],
)
def test_condition(text: str, most: int | None, words: str, lexicon: Lexicon) -> None:
    assert condition(text, lexicon, most=most) == words


# Why a mention has its level

WHY_TEXT = "Welcome.\nWhat you bring\nPython, ideally with R.\nWe use SQL.\nMore:\nJava\nBe kind: no C++."
UNDER = 'under the requirements (heading "What you bring")'
AMONG = "among the duties (by its wording)"
WHY_SECTIONS = [
    Section(0, 9, "", 0, 0),
    Section(9, 48, "requirements", 9, 23),
    Section(48, 60, "company", 48, 48),
    Section(60, 71, "requirements", 60, 60),
    Section(71, len(WHY_TEXT), "duties", 71, 71),
]


@pytest.mark.parametrize(
    ("skill", "words", "level", "section", "cue", "reason"),
    [
        (
            *("python", "Python", "required", "requirements", ""),
            f"Python is required: it stands {UNDER}, and no cue in the sentence says otherwise.",
        ),
        (
            *("r", "R", "preferred", "requirements", "ideally"),
            f'R is preferred: "ideally" speaks of it, though it stands {UNDER}.',
        ),
        (
            *("java", "Java", "required", "requirements", ""),
            f"Java is required: it stands {UNDER}, and no cue in the sentence says otherwise.",
        ),
        (*("c++", "C++", "negated", "duties", "no"), 'C++ is negated: "no" says that it is not needed.'),
        (*("c++", "C++", "required", "duties", "Be kind"), 'C++ is required: "Be kind" speaks of it.'),
        (
            *("c++", "C++", "mentioned", "duties", ""),
            f"C++ is mentioned: it stands {AMONG}, and no cue in the sentence says more.",
        ),
        (
            *("unheard-of", "Welcome", "mentioned", "", ""),
            "unheard-of is mentioned: it stands in no known section, and no cue in the sentence says more.",
        ),
    ],
    ids=["section", "cue against section", "heading before an aside", "negated", "cue", "wording", "nothing"],
)
def test_why(
    skill: str, words: str, level: str, section: str, cue: str, reason: str, lexicon: Lexicon
) -> None:
    at = mention(WHY_TEXT, words, level, skill=skill, section=section, cue=cue)
    assert why(by_hand(WHY_TEXT, [at], lexicon, WHY_SECTIONS), at) == reason


def test_where_of_a_text_without_sections(lexicon: Lexicon) -> None:
    nowhere = explanation_of(posting(""), Extraction("en"), [], lexicon)
    assert where(nowhere, 0) == "in no known section"


def test_explanation_tells_what_posting_skills_tells(lexicon: Lexicon) -> None:
    text = "Python daily. Python or R required. Also R."
    first, second, r, last = (
        mention(text, "Python", "mentioned"),
        mention(text, "Python or", "required", skill="python")._replace(group=("python", "r"), years_min=3.0),
        mention(text, "R", "required")._replace(group=("python", "r")),
        mention(text, "R.", "mentioned", skill="r"),
    )
    second = second._replace(start=14, end=20, surface="Python")
    python, other = by_hand(text, [first, second, r, last], lexicon).skills
    assert (python.skill_id, python.level, python.decides.start) == ("python", "required", 14)
    assert (python.years_min, python.group, len(python.mentions)) == (3.0, ("python", "r"), 2)
    assert (other.skill_id, other.decides.start, len(other.mentions)) == ("r", text.index("R"), 2)
    found = by_hand(text, [first, second, r, last], lexicon)
    assert choice(found, python) == "or R"


def test_explanation_orders_by_level_then_place(lexicon: Lexicon) -> None:
    text = "No Java. SQL. A plus: R. Python. C++."
    found = by_hand(
        text,
        [
            mention(text, "Java", "negated", cue="No"),
            mention(text, "SQL", "mentioned"),
            mention(text, "R", "preferred"),
            mention(text, "Python", "required"),
            mention(text, "C++", "required"),
        ],
        lexicon,
    )
    assert [skill.skill_id for skill in found.skills] == ["python", "c++", "r", "sql", "java"]


# Marks


def test_nested_cuts_what_crosses() -> None:
    outer, inner, crossing = Mark(0, 10, "required"), Mark(2, 4, CUE), Mark(8, 14, "preferred")
    assert nested([crossing, inner, outer]) == [outer, inner, Mark(10, 14, "preferred")]
    assert nested([]) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12), st.integers(0, 20))
def test_walk_passes_every_character_once_and_closes_what_it_opens(
    places: list[tuple[int, int]], start: int
) -> None:
    marks = nested(Mark(at, at + length, CUE) for at, length in places)
    passed: list[int] = []
    around: list[Mark] = []
    for step in walk(start, 40, marks):
        if step[0] == "text":
            passed += range(*step[1])
        elif step[0] == "open":
            around.append(step[1])
        else:
            assert around.pop() == step[1]
    assert passed == list(range(start, 40))
    assert around == []


def test_marks_of_several_skills_in_one_place_are_one() -> None:
    text = "Knowledge of ML is a plus"
    marks = marks_of(
        [
            mention(text, "ML", "preferred", skill="machine-learning", cue="a plus"),
            mention(text, "ML", "mentioned", skill="python", cue="a plus"),
        ],
        {"machine-learning": "Machine learning"},
    )
    named = (("Machine learning", "preferred"), ("python", "mentioned"))
    assert marks == [Mark(13, 15, "preferred", named), Mark(19, 25, CUE)]


# Passages


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Python"], ["We ask for Python"]),
        (["Python", "is a must"], ["We ask for Python", "It is a must"]),
        (["Python", "Rest"], ["We ask for Python", "Rest"]),
        (["is a must", "Python"], ["We ask for Python", "It is a must"]),
        (["It", "must"], ["It is a must"]),
    ],
    ids=["sentence", "next to it", "far off", "cue first", "the same"],
)
def test_pieces_of(words: list[str], expected: list[str]) -> None:
    text = "Hello there. We ask for Python. It is a must.\n\nDrink tea.\n\nRest well."
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    pieces = pieces_of(tokenize(text), spans)
    assert not any(piece.is_cut_before or piece.is_cut_after for piece in pieces)
    said = " / ".join(text[piece.start : piece.end] for piece in pieces)
    assert all(part in said for part in expected)
    assert ("Drink" in said, "Hello" in said) == (False, False)


def test_pieces_of_a_long_sentence_are_cut_at_words() -> None:
    text = f"{'before ' * 80}Python{' after' * 80}"
    at = text.index("Python")
    (piece,) = pieces_of(tokenize(text), [(at, at + 6)])
    assert (piece.is_cut_before, piece.is_cut_after) == (True, True)
    said = text[piece.start : piece.end].split()
    assert set(said) == {"before", "Python", "after"}
    assert 40 < len(said) < 60


# Words that do not count

TERM = "another technical term"


@pytest.mark.parametrize(
    ("skill", "text", "reasons"),
    [
        ("python", TEXT, ['it stands in text about the company (heading "About us")']),
        ("go", "Where others stop, you go the extra mile.", ['it does only where it is written "Go"']),
        (
            "go",
            "We like Go and tea.",
            [f"it does only where {TERM} stands near by, or where it stands in a list beside {TERM}"],
        ),
        ("go", "You know SQL. Go far with Python.", ["it does not where it begins a sentence or bullet"]),
        (
            "machine-learning",
            "You are a machine learning engineer.",
            ['it is part of "machine learning engineer", which is no skill'],
        ),
        ("sql", "You know SQL.", []),
        ("c++", "You know SQL.", []),
        ("python", "Data Scientist, Python\n\nYou know SQL.", ["that line repeats the posting's title"]),
    ],
    ids=["company", "case", "needs", "unless", "mask", "counted", "absent", "title"],
)
def test_find_uncounted(
    skill: str, text: str, reasons: list[str], lexicon: Lexicon, extractor: Extractor
) -> None:
    found = explain(posting(text, title="Data Scientist, Python"), extractor, lexicon)
    told = find_uncounted(found, lexicon.skills[skill], lexicon)
    assert [place.why for place in told] == reasons


def test_find_uncounted_names_the_longer_skill(tmp_path: Path) -> None:
    aliases = [("sql", "sql", "any", "", ""), ("c", "sql server", "any", "", "")]
    lexicon = load_lexicon(write_lexicon(tmp_path / "longer", aliases=aliases))
    found = explain(posting("You know SQL Server."), extractor_for(lexicon), lexicon)
    told = find_uncounted(found, lexicon.skills["sql"], lexicon)
    assert [place.why for place in told] == ['it is part of "SQL Server", which counts as C']


def test_find_uncounted_ends_in_a_text_that_repeats_itself(lexicon: Lexicon, extractor: Extractor) -> None:
    found = explain(posting("About us\n" + "We love Python. " * 2_000), extractor, lexicon)
    assert len(find_uncounted(found, lexicon.skills["python"], lexicon)) == MOST_TOLD


# Facts

FACTS = Extraction(
    "en",
    role="data-scientist",
    role_quote="data scientist",
    seniority="mid",
    domain="transport",
    domain_quote="rents\nout bicycles",
    degrees=Degrees(("bachelor", "master"), "bachelor", ("physics",), equivalent=True, quote="BSc", end=3),
    years=Years(2.5, "2.5 years", 0, 9),
    salary=Salary(50_000, 60_000, "EUR", "year", "€50k - 60k", 0, 10),
    salary_year_usd=61_234.5,
    workplace=Workplace("hybrid", "", 0, 0),
    employment=Employment(("FULL_TIME", "INTERN"), "full-time", 0, 9),
    country="AT",
)


def test_facts_of(lexicon: Lexicon) -> None:
    at = replace(posting(""), job_location="Linz", date_posted="2024-05-31")
    facts = facts_of(explanation_of(at, FACTS, [], lexicon))
    assert [(fact.name, fact.value, fact.quote or fact.note) for fact in facts] == [
        ("role", "data-scientist", "data scientist"),
        ("seniority", "mid", "no word says otherwise"),
        ("domain", "transport", "rents out bicycles"),
        ("degrees", "bachelor, master", ""),
        ("lowest degree", "bachelor", "BSc"),
        ("or experience", "in place of a degree", ""),
        ("fields of study", "physics", ""),
        ("years", "2.5 or more", "2.5 years"),
        ("salary", "EUR 50,000 to 60,000 a year", "€50k - 60k"),
        ("in US dollars", "61,234 a year", "the middle of it, at the rate of 2024-05-31"),
        ("workplace", "hybrid", "from a field of the source"),
        ("employment type", "FULL_TIME, INTERN", "full-time"),
        ("country", "AT", "Linz"),
        ("language", "en", "as detected"),
    ]


def test_facts_of_a_posting_that_states_none(lexicon: Lexicon) -> None:
    facts = facts_of(explanation_of(posting(""), Extraction(""), [], lexicon))
    assert {fact.value for fact in facts} == {NOT_STATED}
    assert {fact.quote + fact.note for fact in facts} == {""}


@pytest.mark.parametrize(
    ("salary", "words"),
    [
        ((50_000, 60_000, "EUR", "year"), "EUR 50,000 to 60,000 a year"),
        ((45.5, 45.5, "USD", "hour"), "USD 45.5 an hour"),
        ((None, 400, "GBP", "day"), "up to GBP 400 a day"),
        ((4_000, None, "", "month"), "from 4,000 a month"),
        ((4_000, 4_000, "CHF", ""), "CHF 4,000"),
    ],
)
def test_salary_words(salary: tuple[float | None, float | None, str, str], words: str) -> None:
    assert salary_words(Salary(*salary, "", 0, 0)) == words


# What is drawn

GERMAN = (
    "Wir suchen eine Kollegin oder einen Kollegen, der mit uns die Daten unserer Kunden auswertet. Du kennst "
    "Python und SQL, und du arbeitest gerne mit anderen zusammen an Berichten für die Leitung des Hauses."
)

PLAIN = """Data Scientist
Alpenrad
in/three.jsonl:1 (id alp-1)

[words: level] is a skill; {words} are a cue that decided a level.

-- company: does not count -----------------------------------------------------
About us
Alpenrad rents out bicycles. Our product is written in Python and Java.

-- duties: mentioned unless a cue says otherwise -------------------------------
Responsibilities
- You [work closely with our engineers: Collaboration, mentioned] on the forecasts for each station.

-- requirements: required unless a cue says otherwise --------------------------
Requirements
- Three years of [Python: required] or [R: required] for programming.
- {No} [Java: negated] required. [SQL: preferred] is {a plus}.

-- benefits: does not count ----------------------------------------------------
What we offer
A bicycle, and lessons in SQL.

5 skills: 2 required, 1 preferred, 1 mentioned, 1 negated.
"""


@pytest.fixture
def two(lexicon: Lexicon, found: Explanation) -> Explanation:
    """What is found in TEXT, with the choice and the years made by hand."""
    either = tuple(
        one._replace(group=("python", "r"), years_min=3.0 if one.skill_id == "python" else None)
        if one.skill_id in {"python", "r"}
        else one
        for one in found.extraction.mentions
    )
    at = replace(found.posting, hiring_organization="Alpenrad")
    return explanation_of(at, replace(found.extraction, mentions=either), found.sections, lexicon)


def test_print_explanation_where_it_is_piped(two: Explanation) -> None:
    text = drawn(lambda page: print_explanation(page, two))
    assert text.startswith(PLAIN)
    lines = text.removeprefix(PLAIN).splitlines()
    assert [re.split(r"  +", line) for line in lines[1:8]] == [
        ["skill", "level", "section", "cue", "years", "either/or", "quote"],
        ["Python", "required", "requirements", "by its section", "3+", "or R", '"Python"'],
        ["R", "required", "requirements", "by its section", "or Python", '"R"'],
        ["SQL", "preferred", "requirements", '"a plus"', '"SQL"'],
        ["Collaboration", "mentioned", "duties", "by its section", '"work closely with our engineers"'],
        ["Java", "negated", "requirements", '"No"', '"Java"'],
        [""],
    ]
    assert [line.index("or ") for line in lines[2:4]] == [lines[1].index("either/or")] * 2
    assert lines[8].split() == ["fact", "value", "decided", "by"]
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [60, 72, 100, 200])
def test_print_explanation_fits_the_terminal(width: int, two: Explanation) -> None:
    text = drawn(lambda page: print_explanation(page, two), width=width, colours=True)
    lines = ESCAPE.sub("", text).splitlines()
    assert max(map(len, lines)) <= width
    assert ("requirements │ Requirements" in lines) == (width >= 72)
    assert any("required unless a cue says otherwise" in line for line in lines) == (width < 72)
    assert any(line.endswith("quote") or "quote" in line for line in lines) == (width >= 110)


def test_print_explanation_marks_in_colours_by_level(two: Explanation) -> None:
    text = drawn(lambda page: print_explanation(page, two), width=100, colours=True)
    for code, words in (
        ("1;32", "Python"),
        ("1;33", "SQL"),
        ("1;36", "work closely with our engineers"),
        ("1;9;31", "Java"),
        ("4", "a plus"),
        ("2", "A bicycle, and lessons in SQL."),
        ("2", " ‹Collaboration›"),
    ):
        assert f"\x1b[{code}m{words}\x1b[0m" in text
    assert "[Python" not in text


def test_print_explanation_without_colours_marks_by_signs(two: Explanation) -> None:
    text = drawn(lambda page: print_explanation(page, two), width=100)
    assert "requirements │ Requirements\n" in ESCAPE.sub("", text)
    assert "[Python: required] or [R: required]" in ESCAPE.sub("", text)
    assert not re.search(r"\x1b\[(3|4|9)\d", text)


def test_print_explanation_goes_without_lines_where_letters_are_few(two: Explanation) -> None:
    text = drawn(lambda page: print_explanation(page, two), width=100, encoding="ascii")
    assert "requirements | Requirements" in ESCAPE.sub("", text)
    assert "│" not in text


def test_print_explanation_of_another_language_says_so(lexicon: Lexicon, extractor: Extractor) -> None:
    found = explain(posting(GERMAN), extractor, lexicon)
    assert (found.is_read, found.sections, found.skills) == (False, (), ())
    text = drawn(lambda page: print_explanation(page, found))
    assert GERMAN in text
    assert "The text is in another language (de): jobscan reads English, and looked for no skills." in text
    assert find_uncounted(found, lexicon.skills["python"], lexicon) == []
    assert "looked for no skills" in drawn(
        lambda page: print_skill(page, found, lexicon.skills["python"], []), width=60
    )


def test_print_explanation_of_nothing_found_says_so(lexicon: Lexicon, extractor: Extractor) -> None:
    found = explain(posting("We look for a clerk who likes to count."), extractor, lexicon)
    assert "\nNo skill of the lexicon was found in it.\n" in drawn(
        lambda page: print_explanation(page, found)
    )


UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = (
    f"{'We look for somebody who knows the work and likes to learn with us. ' * 40}"
    "Requirements\n- \x1b[2J Python \x1b]0;evil\x07 and \u202eSQL\u202c\x9b31m [red]R[/red] \ud800 \u2028 "
    f":smile: [link=file:///etc/passwd]x[/link]\r\n{'x' * 500}\n\t-\tJava {'and more ' * 200}"
)


@pytest.mark.parametrize("width", [0, 60, 200])
def test_print_explanation_of_a_hostile_posting_only_shows_it(
    width: int, lexicon: Lexicon, extractor: Extractor
) -> None:
    evil = "\x1b[31m\u202eevil\n[bold]x[/bold]"
    at = Posting(
        id=evil,
        source=evil,
        origin=evil,
        title=evil,
        text=HOSTILE,
        hiring_organization=evil,
        job_location=evil,
    )
    found = explain(at, extractor, lexicon)
    assert {skill.skill_id for skill in found.skills} >= {"python", "sql", "java"}
    shown = [
        drawn(lambda page: print_explanation(page, found), width=width),
        drawn(lambda page: print_skill(page, found, lexicon.skills["python"], []), width=width),
        drawn(lambda page: print_skill(page, found, lexicon.skills["sql"], []), width=width),
    ]
    for text in shown:
        assert not UNSAFE.search(ESCAPE.sub("", text))
        assert not {"\x1b[2J", "\x1b[31m"} & set(ESCAPE.findall(text))
        assert "[bold]x[/bold]" in text
    assert "[red]" in shown[0]
    assert ":smile:" in shown[0]
    if width:
        assert max(len(line) for line in ESCAPE.sub("", shown[0]).splitlines()) <= width


def test_print_explanation_of_a_long_text_ends(lexicon: Lexicon, extractor: Extractor) -> None:
    found = explain(posting("Requirements\n" + "Python or SQL is a plus; " * 8_000), extractor, lexicon)
    text = drawn(lambda page: print_explanation(page, found), width=100, colours=True)
    assert "Python x8000" in text


# One skill


def test_print_skill_tells_why_and_what_does_not_count(two: Explanation, lexicon: Lexicon) -> None:
    skill = lexicon.skills["python"]
    uncounted = find_uncounted(two, skill, lexicon)
    text = drawn(lambda page: print_skill(page, two, skill, uncounted))
    assert text.partition("(id alp-1)\n\n")[2] == (
        "Python is required, with 3 or more years (or R: one of them is enough).\n"
        "\n"
        "    Three years of [Python: required] or R for programming.\n"
        'Python is required: it stands under the requirements (heading "Requirements"), '
        "and no cue in the sentence says otherwise.\n"
        "\n"
        "Its words also stand in 1 place where they do not count:\n"
        "\n"
        "    Our product is written in [Python: not counted] and Java.\n"
        'Python does not count: it stands in text about the company (heading "About us").\n'
    )


def test_print_skill_tells_which_mention_decides(lexicon: Lexicon, extractor: Extractor) -> None:
    text = "You will use SQL.\n\nRequirements\n- SQL\n- SQL or more SQL"
    found = explain(posting(text), extractor, lexicon)
    said = drawn(lambda page: print_skill(page, found, lexicon.skills["sql"], []))
    assert said.count("This mention decides: it is the first of the strongest.") == 1
    assert "    [SQL: required] or more [SQL: required]\n" in said
    decides = said.index("This mention decides")
    assert said.index("\n    [SQL: required]\n") < decides < said.index("or more")


def test_print_skill_that_is_absent_says_how_to_look_on(found: Explanation, lexicon: Lexicon) -> None:
    text = drawn(lambda page: print_skill(page, found, lexicon.skills["machine-learning"], []), width=60)
    assert "Machine learning is not among the skills that this posting\nasks for." in ESCAPE.sub("", text)
    assert "`jobscan lexicon show machine-learning` lists them" in " ".join(ESCAPE.sub("", text).split())


def test_print_skill_shows_a_few_of_many_places(lexicon: Lexicon, extractor: Extractor) -> None:
    found = explain(posting("About us\n" + "We love Python. " * 60), extractor, lexicon)
    skill = lexicon.skills["python"]
    text = drawn(lambda page: print_skill(page, found, skill, find_uncounted(found, skill, lexicon)))
    assert "Its words stand in at least 50 places where they do not count:" in text
    assert text.count("We love [Python: not counted].") == 5
    assert "... and 45 more" in text


def test_print_skill_shows_a_few_of_many_mentions_and_the_one_that_decides(
    lexicon: Lexicon, extractor: Extractor
) -> None:
    text = "Duties\n" + "You use SQL.\n" * 5_000 + "\nRequirements\n- Sound SQL\n- More SQL\n"
    found = explain(posting(text), extractor, lexicon)
    said = drawn(lambda page: print_skill(page, found, lexicon.skills["sql"], []))
    assert said.count("    You use [SQL: mentioned].\n") == 20
    assert "... and 4981 more passages\n" in said
    assert "    Sound [SQL: required]\n" in said
    assert "More" not in said


# For other programs


def test_as_data_points_into_the_text(two: Explanation) -> None:
    data = as_data(two)
    text = data["posting"]["text"]
    assert data["posting"]["id"] == "alp-1"
    for mention in data["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["quote"]
        if mention["cue"]:
            assert text[mention["cue_start"] : mention["cue_end"]] == mention["cue"]
    assert [
        (skill["skill_id"], skill["level"], skill["years_min"], skill["group"]) for skill in data["skills"]
    ] == [
        ("python", "required", 3.0, ["python", "r"]),
        ("r", "required", None, ["python", "r"]),
        ("sql", "preferred", None, []),
        ("collaboration", "mentioned", None, []),
        ("java", "negated", None, []),
    ]
    assert [(part["name"], part["heading"], part["counts"]) for part in data["sections"]] == [
        ("company", "About us", False),
        ("duties", "Responsibilities", True),
        ("requirements", "Requirements", True),
        ("benefits", "What we offer", False),
    ]
    assert "not_counted" not in data
    assert data["facts"]["salary"] is None
    assert data["facts"]["role"] == {"value": "data-scientist", "quote": "data scientist"}


# The command


def test_explain_command(folder: Path) -> None:
    result = run("one.txt", "--lexicon", str(folder))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "- Three years of [Python: required] or [R: required] for programming." in result.stdout
    assert "\nrole " in result.stdout


def test_explain_command_in_colours_or_not(folder: Path) -> None:
    arguments = ("one.txt", "--lexicon", str(folder))
    coloured = run(*arguments, FORCE_COLOR="1", COLUMNS="100")
    assert "\x1b[1;32mPython\x1b[0m" in coloured.stdout
    plain = run(*arguments, FORCE_COLOR="1", NO_COLOR="1", COLUMNS="100")
    assert "[Python: required]" in ESCAPE.sub("", plain.stdout)
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3|4|9)\d", plain.stdout)


def test_explain_command_writes_json(folder: Path) -> None:
    rows = [ROWS[0] | {"text": f"{TEXT}\n\x1b[31m\u202eévil\x9b"}]
    Path("evil.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("evil.jsonl", "sql", "--format", "json", "--lexicon", str(folder), FORCE_COLOR="1")
    assert (result.exit_code, "\x1b" in result.stdout, "\u202e" in result.stdout) == (0, False, False)
    data = json.loads(result.stdout)
    assert data["posting"]["text"].endswith("évil\x9b") or data["posting"]["text"].endswith("évil")
    assert [mention["skill_id"] for mention in data["mentions"]] == ["sql"]
    assert data["skills"][0]["why"].startswith('SQL is preferred: "a plus" speaks of it')
    assert [place["quote"] for place in data["not_counted"]] == ["SQL"]


def test_explain_command_reads_standard_input(folder: Path) -> None:
    result = run("-", "python", "--lexicon", str(folder), stdin=f"Data Scientist\n\n{TEXT}")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Python is required: it stands under the requirements" in result.stdout


def test_explain_command_lists_the_postings_of_a_file(folder: Path) -> None:
    result = run("in/three.jsonl", "--lexicon", str(folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: in/three.jsonl holds several postings: name one with --id\n"
        "  alp-1  Data Scientist\n  alp-2  Data Analyst\n  alp-3  Clerk\n"
    )


def test_explain_command_uses_the_lexicon_of_the_scan(scanned: Path, folder: Path) -> None:
    assert scanned == Path("output")
    result = run("alp-2", "c++")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "C++ is " in result.stdout
    other = write_lexicon(Path("other"), aliases=[("python", "python", "any", "", "")])
    result = run("alp-2", "--lexicon", str(other))
    assert "Note: the scan was made with another lexicon; its levels may differ from these." in result.stderr
    assert run("in/three.jsonl:2", "--lexicon", str(folder)).stderr == ""


def test_explain_command_prints_what_the_document_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    document = Path("docs/how-it-works.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^jobscan explain (fixtures/.*)$", document, re.MULTILINE)
    (shown,) = re.findall(r"<!-- explain: begin -->\n\n```text\n(.*?)```", document, re.DOTALL)
    assert run(*command.split()).stdout == shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["one.txt", "pyhton"], "no skill 'pyhton' in the lexicon. Did you mean python?"),
        (["one.txt", "--format", "jsn"], "unknown format 'jsn'. Did you mean json?"),
        (["nowhere.txt"], "no such file: nowhere.txt"),
        (["one.txt", "--lexicon", "nowhere"], "nowhere: no such folder"),
        ([], "Missing argument"),
    ],
    ids=["skill", "format", "posting", "lexicon", "nothing"],
)
def test_explain_command_used_wrongly_says_what_to_do(
    arguments: list[str], message: str, folder: Path
) -> None:
    own = [] if "--lexicon" in arguments else ["--lexicon", str(folder)]
    result = run(*arguments, *own, TERMINAL_WIDTH="200")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
