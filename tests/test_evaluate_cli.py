from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobscan.cli import app
from jobscan.scan import scan
from tests.lexicons import write_lexicon

FILLER = (
    "The team that you will join looks after the reports which our colleagues in the warehouse read each "
    "morning, and it answers the questions that they have about them."
)
POSTINGS = [
    {"id": "a", "title": "Data Scientist", "text": f"{FILLER} You know Python and SQL."},
    {
        "id": "b",
        "title": "Data Analyst [red]\x1b[31m",
        "text": f"{FILLER} You know SQL, or golang. Java is not required.",
    },
]
LABELS = [
    {
        "id": "a",
        "skills": [
            {"id": "python", "level": "required", "quote": "Python"},
            {"id": "sql", "level": "required", "quote": "SQL"},
            {"id": "other:<i>pixie dust", "level": "preferred"},
        ],
        "role": "data-scientist",
    },
    {
        "id": "b",
        "skills": [
            {"id": "collaboration", "level": "mentioned", "quote": "The team that you will join"},
            {"id": "java", "level": "negated", "quote": "Java is not required"},
            {"id": "sql", "level": "mentioned", "quote": "SQL"},
        ],
        "role": "statistician",
    },
]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_lexicon(tmp_path_factory.mktemp("lexicon")))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs in a folder of its own that holds two postings and their labels."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, rows in (("postings", POSTINGS), ("labels", LABELS)):
        Path(f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments], env=environment)


@pytest.fixture(scope="module")
def evaluated(lexicon: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The arguments of an evaluation of the postings, which were scanned once for all tests."""
    folder = tmp_path_factory.mktemp("scanned")
    (folder / "postings.jsonl").write_text("\n".join(map(json.dumps, POSTINGS)), encoding="utf-8")
    scan(folder / "postings.jsonl", lexicon=lexicon).write(folder / "out")
    return ("labels.jsonl", "--scan", str(folder / "out"), "--postings", "postings.jsonl")


@pytest.fixture
def scanning(lexicon: str) -> tuple[str, ...]:
    """The arguments of one that scans them now."""
    return ("labels.jsonl", "--postings", "postings.jsonl", "--lexicon", lexicon)


def section(text: str, title: str) -> list[str]:
    """The lines under a title, without the spaces that align them."""
    _, found, rest = text.partition(f"{title}\n")
    assert found, text
    return [" ".join(line.split()) for line in rest.partition("\n\n")[0].splitlines()]


def test_evaluate_tells_the_figures_in_plain_lines(evaluated: tuple[str, ...]) -> None:
    result = run(*evaluated)
    assert (result.exit_code, result.stderr) == (0, "")
    # Python and SQL of a, SQL of b; collaboration is missed. Go is no skill that anybody labelled.
    assert section(result.stdout, "Labelled postings")[:2] == [
        "2 postings are labelled, all in the scan.",
        "4 skills are scored: those in the labels, and the guide's.",
    ]
    assert "Not scored: 1 finds of 1 other skills (go 1)." in result.stdout
    assert section(result.stdout, "Skills")[:2] == [
        "precision recall F1 95 % interval labelled",
        "all 1.000 0.750 0.857 0.667 to 1.000 4",
    ]
    assert "named by the guide 1.000 0.500" in " ".join(result.stdout.split())
    assert "Of 1 negated skills 1 were found as negated." in result.stdout
    assert section(result.stdout, "Facts")[1] == "role accuracy 0.500 0.095 to 0.905 2"
    assert section(result.stdout, "Skills with most errors")[1] == "collaboration 1 0 0 0.000"
    assert "\x1b" not in result.stdout


def test_evaluate_colours_on_a_terminal_only(evaluated: tuple[str, ...]) -> None:
    assert "\x1b[1m" in run(*evaluated, FORCE_COLOR="1", COLUMNS="200").stdout


def test_errors_are_shown_with_their_passages(evaluated: tuple[str, ...]) -> None:
    result = run(*evaluated, "--errors")
    assert result.exit_code == 0
    assert section(result.stdout, "Missed: labelled, not found (1)") == [
        "collaboration",
        "b, Data Analyst [red][31m: wanted mentioned, got none",
        "[[The team that you will join]] looks after the reports which our colleagues",
    ]
    assert section(result.stdout, "Facts that are not as labelled (1)")[:2] == [
        "role",
        "b, Data Analyst [red][31m: wanted statistician, got data-analyst",
    ]


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        ("skills", ["Missed"]),
        ("facts", ["Facts"]),
        ("role", ["Facts"]),
        ("collaboration", ["Missed"]),
        ("domain", ["Errors"]),
    ],
)
def test_only_shows_nothing_but_those_errors(
    only: str, titles: list[str], evaluated: tuple[str, ...]
) -> None:
    result = run(*evaluated, "--only", only)
    assert result.exit_code == 0
    assert re.findall(r"^\w+", result.stdout, re.MULTILINE)[:1] == titles
    assert "precision" not in result.stdout


def test_errors_take_a_number_or_none(evaluated: tuple[str, ...]) -> None:
    labels = [{"id": row["id"], "role": "statistician", "seniority": "intern"} for row in POSTINGS]
    Path("labels.jsonl").write_text("\n".join(map(json.dumps, labels)))
    one = run(*evaluated, "--errors", "1").stdout
    assert "Facts that are not as labelled (4)" in one
    assert "2 more: --errors 2 shows all." in one
    for arguments in (["--errors", "2"], ["--errors=2"], ["--errors"], ["--errors", "--jobs", "1"]):
        assert "shows all" not in run(*evaluated, *arguments).stdout
    assert run("--errors", *evaluated).exit_code == 0
    refused = run(*evaluated, "--errors", "0")
    assert refused.exit_code == 2
    assert "Invalid value for '--errors'" in refused.stderr


def test_json_holds_every_figure(evaluated: tuple[str, ...]) -> None:
    result = run(*evaluated, "--format", "json", "--errors")
    told = json.loads(result.stdout)
    assert (told["postings"], told["missing"]) == (2, [])
    assert told["ids"] == {"scored": 4, "file": None, "unknown": []}
    assert told["figures"]["skills"] == {
        "measure": "f1",
        "value": 0.857143,
        "ci_low": 0.666667,
        "ci_high": 1.0,
        "precision": 1.0,
        "recall": 0.75,
        "right": 3,
        "found": 3,
        "support": 4,
        "postings": 2,
    }
    assert told["figures"]["domain"]["value"] is None
    assert told["figures"]["role"]["support"] == 2
    assert told["confusion"]["negated"]["negated"] == 1
    assert told["skills"][0]["skill_id"] == "collaboration"
    assert {row["skill_id"] for row in told["unscored"]} == {"go", "other:<i>pixie dust"}
    assert {row["name"] for row in told["errors"] if row["kind"] == "missed"} == {"collaboration"}
    assert "errors" not in json.loads(run(*evaluated, "--format", "json").stdout)


def test_markdown_shows_no_markup_of_postings_or_labels(evaluated: tuple[str, ...]) -> None:
    result = run(*evaluated, "--format", "markdown", "--errors")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "## Labelled postings"
    assert "| all | 1.000 | 0.750 | 0.857 | 0.667 to 1.000 | 4 |" in lines
    assert "<" not in result.stdout
    assert any("other:&lt;i>pixie dust" in line for line in lines)
    assert r"| role | b | Data Analyst \[red\]\[31m |" in result.stdout


@pytest.mark.parametrize(
    ("name", "first"),
    [("deep/report.txt", "Labelled postings"), ("report.md", "## Labelled postings"), ("report.json", "{")],
)
def test_to_writes_a_file_in_the_format_of_its_ending(
    name: str, first: str, evaluated: tuple[str, ...]
) -> None:
    result = run(*evaluated, "--to", name)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    text = Path(name).read_text(encoding="utf-8")
    assert text.splitlines()[0] == first
    if name.endswith("txt"):
        assert text == run(*evaluated).stdout


def test_scan_that_is_made_now_gives_the_same(evaluated: tuple[str, ...], scanning: tuple[str, ...]) -> None:
    result = run(*scanning, "--only", "skills")
    assert (result.exit_code, result.stderr) == (0, "")
    # A table of a scan holds no control characters, so that the title differs by one.
    assert " ".join(result.stdout.split()) == " ".join(
        run(*evaluated, "--only", "skills").stdout.replace("[red][31m", "[red] [31m").split()
    )


def test_errors_of_a_finished_scan_alone_show_the_words_of_labels(evaluated: tuple[str, ...]) -> None:
    result = run(*evaluated[:3], "--errors")
    assert result.exit_code == 0
    assert section(result.stdout, "Missed: labelled, not found (1)")[2] == "[[The team that you will join]]"


def test_ids_are_read_from_a_file(evaluated: tuple[str, ...]) -> None:
    Path("ids.txt").write_text("[tools]\nsql go*(the language) cobol\n")
    result = run(*evaluated, "--ids", "ids.txt")
    assert "3 skills are scored: those of ids.txt." in result.stdout
    assert "Not in the lexicon, so never found: cobol." in result.stdout
    assert "Labelled, but no id that is scored (misspelt?): collaboration, java, python." in result.stdout
    assert section(result.stdout, "Skills")[1:] == [
        "all 0.667 1.000 0.800 0.667 to 1.000 2",
        "named by the guide 0.000 0.000 0.000 0.000 to 0.793 0",
        "required 0.333 1.000 0.500 0.000 to 1.000 1",
        "tools 0.667 1.000 0.800 0.667 to 1.000 2",
    ]


def test_missing_postings_are_told_and_change_the_exit_code(evaluated: tuple[str, ...]) -> None:
    more = [{"id": f"x{number}", "role": "other"} for number in range(7)]
    Path("labels.jsonl").write_text("\n".join(map(json.dumps, [*LABELS, *more])))
    result = run(*evaluated)
    assert result.exit_code == 1
    assert "9 postings are labelled, 7 of them missing in the scan." in result.stdout
    told = "not in the scan, so counted as missed: 7 of 9 labelled postings (x0, x1, x2, x3, x4, ...)"
    assert result.stderr == f"Error: {told}\n"
    assert section(result.stdout, "Facts")[1].startswith("role accuracy 0.111")


def test_inputs_that_cannot_be_read_are_told(scanning: tuple[str, ...]) -> None:
    for number in range(7):
        Path(f"empty{number}.txt").write_text("")
    empty = [word for number in range(7) for word in ("--postings", f"empty{number}.txt")]
    result = run(*scanning, *empty)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: empty0.txt: empty: ")
    assert result.stderr.splitlines()[-1] == "Error: 2 more inputs failed: `jobscan scan` lists them all"
    assert "2 postings are labelled, all in the scan." in result.stdout


def test_labels_inside_the_folder_of_postings_are_no_posting(scanning: tuple[str, ...]) -> None:
    Path("[in]").mkdir()
    for name in ("postings.jsonl", "labels.jsonl"):
        Path(name).rename(Path("[in]") / name)
    arguments = ["[in]" if word == "postings.jsonl" else word for word in scanning[1:]]
    result = run("[in]/labels.jsonl", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the postings with --postings, or a finished scan with --scan"),
        (["--postings", "gone"], "no posting was found in gone"),
        (
            ["--postings", "postings.jsonl", "--only", "rolle"],
            "no errors are known of 'rolle'. Did you mean role?",
        ),
        (["--postings", "postings.jsonl", "--format", "csv"], "unknown format 'csv'"),
        (["--postings", "postings.jsonl", "--ids", "gone"], "gone: cannot be read"),
        (["--scan", "gone"], "gone: no such folder"),
        (["--scan", "output", "--lexicon", "x"], "--lexicon and --extra-lexicon say how to scan"),
        (["--postings", "postings.jsonl", "--to", "."], ".: is a folder; name a file with --to"),
    ],
    ids=lambda value: " ".join(value[-2:]) if isinstance(value, list) else "",
)
def test_evaluate_used_wrongly_says_what_to_do(arguments: list[str], message: str) -> None:
    before = sorted(Path().iterdir())
    result = run("labels.jsonl", *arguments, TERMINAL_WIDTH="200")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize(
    ("label", "message"),
    [
        (
            '{"id": "a", "role": "wizard"}',
            "Error: labels.jsonl, line 1: role: 'wizard' is not legal; legal are",
        ),
        (
            '{"id": "z"}',
            "Error: none of the labelled postings, such as 'z', is in the scan, which holds such as 'a'",
        ),
        ("", "Error: labels.jsonl: holds no label; expected one JSON object a line"),
    ],
)
def test_wrong_labels_are_refused(label: str, message: str, evaluated: tuple[str, ...]) -> None:
    Path("labels.jsonl").write_text(label)
    result = run(*evaluated)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


def test_help_has_an_example() -> None:
    result = run("--help", TERMINAL_WIDTH="200")
    assert result.exit_code == 0
    assert "jobscan evaluate labels.jsonl --postings postings.jsonl" in result.stdout.partition("Example")[2]
