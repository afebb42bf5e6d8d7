from __future__ import annotations

import csv
import html
import io
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import jobscan
from jobscan.cli import app
from jobscan.cli.compare_markup import html_of, markdown_of
from jobscan.cli.compare_page import print_page
from jobscan.cli.explain_page import Page
from jobscan.compare.as_data import as_data, as_frame
from jobscan.compare.comparison import compare_terms
from jobscan.compare.page import FITS, comparison_page, fit
from jobscan.compare.result import Comparison
from jobscan.compare.skills import CvSkills
from jobscan.compare.tables import COMPARED, MATCHES, PLAN
from jobscan.outputs import write_frame
from tests.compare_cases import BACHELOR, FAMILIES, asked, cv_skill, profile, terms
from tests.lexicons import write_lexicon

CV = """Ines Ravn
Data Analyst
ines.ravn@mail.example | +32 470 12 34 56 | linkedin.com/in/inesravn | Kelpstraat 12, 9000 Ghent

Summary
Data analyst with four years of experience. Reach me at ines.ravn@mail.example or +32 470 12 34 56.

Experience
Data Analyst, Tidepool, Ghent
January 2021 - December 2024
- Built reports in Python and SQL for the harbour team
- Moved dashboards to Tableau, see https://inesravn.example/portfolio

Education
Bachelor of Science in Statistics, Lakeside University, 2020

Skills
Python, SQL, Keras, Git
"""
CONTACTS = ("ines.ravn", "470 12", "inesravn", "Kelpstraat", "Ines Ravn", "linkedin.com")
POSTING = """Data Scientist

What you bring
- Python and SQL.
- TensorFlow and Docker.
- A bachelor's degree in statistics or a related field.
- Three years of experience.

Nice to have
- Version control.
"""
SKILLS = """skill_id,skill,category,guide_section,description,source
airflow,Airflow,tools,,,test
collaboration,Collaboration,soft-skills,soft-skills,,test
docker,Docker,tools,,,test
git,Git,tools,,,test
kafka,Kafka,tools,,,test
keras,Keras,tools,,,test
python,Python,tools,,,test
r,R,tools,,,test
sql,SQL,tools,,,test
tableau,Tableau,tools,,,test
tensorflow,TensorFlow,tools,,,test
version-control,Version control,concepts,,,test
"""
CATEGORIES = """category,name,vouches,source
concepts,Concepts,no,test
soft-skills,Soft skills,no,test
tools,Tools,yes,test
"""
WORDS = "airflow docker git kafka keras python sql tableau tensorflow".split()
ALIASES = (
    *((word, word, "any", "", "") for word in WORDS),
    ("collaboration", "team player", "any", "", ""),
    ("r", "R", "exact", "list;tool", ""),
    ("version-control", "version control", "any", "", ""),
)
FAMILY_ROWS = """family,skill_id,kind,source
frameworks,keras,sibling,test
frameworks,tensorflow,sibling,test
version-control,git,case,test
"""
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
HOSTILE = (
    '<script>alert(1)</script> =cmd|"/c" ![x](javascript:alert(2)) \x1b[31mred\x1b]8;;http://x\x07 \u202eevil'
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_lexicon(
        tmp_path_factory.mktemp("lexicon"),
        skills=SKILLS,
        aliases=ALIASES,
        categories=CATEGORIES,
        masks="phrase,why,source\n",
    )
    (folder / "families.csv").write_text(FAMILY_ROWS, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, lexicon: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test runs in a folder of its own with a CV and postings, and with nothing set about colours."""
    monkeypatch.chdir(tmp_path)
    Path("lexicon").symlink_to(lexicon)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    Path("cv.txt").write_text(CV, encoding="utf-8")
    Path("posting.txt").write_text(POSTING, encoding="utf-8")
    Path("jobs").mkdir()
    rows = [
        {"id": "kelp-1", "title": "Data Scientist", "company": "Kelp", "text": POSTING},
        {
            "id": "kelp-2",
            "title": "Data Engineer",
            "company": "Kelp",
            "text": "Data Engineer\n\nRequirements\n- Python, SQL and Airflow.\n- Kafka and Docker.",
        },
        {
            "id": "kelp-3",
            "title": "Analyst",
            "company": "Kelp",
            "text": "Analyst\n\nRequirements\n- Python or R.\n- Docker.\n- You have worked with Git before.",
        },
    ]
    Path("jobs/board.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["compare", *arguments, "--lexicon", "lexicon"], input=stdin)


def done(*arguments: str, stdin: str | None = None, code: int = 0) -> str:
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == code, result.output
    return result.stdout


def data(*arguments: str, stdin: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(*arguments, "--format", "json", stdin=stdin))
    return found


def statuses(found: dict[str, Any]) -> dict[str, str]:
    return {skill["skill_id"]: skill["status"] for skill in found["skills"]}


# --- one posting


def test_json_holds_the_score_its_arithmetic_the_skills_and_the_facts() -> None:
    found = data("cv.txt", "posting.txt")
    assert set(found) == {
        "posting",
        "score",
        "arithmetic",
        "skills",
        "degree",
        "years",
        "seniority",
        "workplace",
        "notes",
    }
    assert statuses(found) == {
        "docker": "missing",
        "tensorflow": "adjacent",
        "python": "met",
        "sql": "met",
        "version-control": "met",
    }
    assert found["degree"]["status"] == found["years"]["status"] == "met"
    lines = found["arithmetic"]
    assert found["score"] == round(
        100 * sum(line["met"] for line in lines) / sum(line["asked"] for line in lines)
    )
    (close,) = (skill for skill in found["skills"] if skill["status"] == "adjacent")
    assert (close["by"], close["level"], close["quote"]) == ("keras", "required", "TensorFlow and Docker.")
    assert "Keras" in close["evidence"]


def test_the_same_comparison_in_python() -> None:
    found = jobscan.compare(Path("cv.txt"), "posting.txt", lexicon="lexicon")
    assert isinstance(found, jobscan.Comparison)
    assert json.loads(json.dumps(as_data(found))) == data("cv.txt", "posting.txt")


def test_reordering_the_cv_makes_no_difference() -> None:
    head, _, skills = CV.partition("\nSkills\n")
    Path("other.txt").write_text(
        f"{head.split(chr(10) * 2)[0]}\n\nSkills\n{', '.join(reversed(skills.strip().split(', ')))}\n\n"
        + "\n\n".join(head.split("\n\n")[1:])
    )
    one, other = data("cv.txt", "posting.txt"), data("other.txt", "posting.txt")
    assert (one["score"], one["arithmetic"]) == (other["score"], other["arithmetic"])


def test_text_tells_what_is_missing_first_and_quotes_both() -> None:
    page = done("cv.txt", "posting.txt")
    assert ESCAPE.search(page) is None
    order = [
        "of 100:",
        "Required, and not in the CV",
        "\n- Docker\n",
        "~ TensorFlow  close; Keras is close to it",
        "In the CV",
        "+ Python  required",
        "Degree, years, seniority and place",
        "How the score is made",
        "neither met nor missed",
        "What to do next",
        "What this cannot tell",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_csv_is_the_table_of_skills() -> None:
    rows = list(csv.DictReader(io.StringIO(done("cv.txt", "posting.txt", "--format", "csv"))))
    assert list(rows[0]) == list(COMPARED.names)
    assert [(row["skill_id"], row["status"]) for row in rows[:2]] == [
        ("docker", "missing"),
        ("tensorflow", "adjacent"),
    ]


def test_markdown_and_html_hold_the_page() -> None:
    markdown = done("cv.txt", "posting.txt", "--format", "markdown")
    assert "\n- missing: **Docker**\n" in markdown
    assert "| SQL | required | 3 | 3 |" in markdown
    page = done("cv.txt", "posting.txt", "--format", "html")
    assert page.startswith("<!doctype html>")
    assert "<strong>Docker</strong>" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("listing", ["jobs/board.jsonl:3", "jobs/board.jsonl#3"])
def test_a_posting_of_many_by_its_place(listing: str) -> None:
    assert data("cv.txt", listing)["posting"]["id"] == "kelp-3"


def test_a_posting_of_many_by_its_id() -> None:
    assert data("cv.txt", "jobs/board.jsonl", "--id", "kelp-3")["posting"]["id"] == "kelp-3"
    assert data("cv.txt", "jobs", "--id", "kelp-3")["posting"]["id"] == "kelp-3"


def test_a_posting_of_a_scan() -> None:
    jobscan.scan("jobs", lexicon="lexicon").write("scanned")
    assert data("cv.txt", "kelp-3", "--scan", "scanned")["posting"]["id"] == "kelp-3"
    assert data("cv.txt", "scanned", "--id", "kelp-3")["posting"]["id"] == "kelp-3"


def test_the_cv_or_the_posting_may_be_standard_input() -> None:
    assert statuses(data("cv.txt", "-", stdin=POSTING)) == statuses(data("-", "posting.txt", stdin=CV))


def test_an_address_is_fetched_and_nothing_of_the_cv_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[tuple[Any, ...]] = []

    def fetched(*arguments: Any, **options: Any) -> jobscan.Posting:
        asked_for.append((*arguments, *options.items()))
        return jobscan.Posting(id="x", source="web", origin="web", title="Data Scientist", text=POSTING)

    monkeypatch.setattr(import_module("jobscan.fetch"), "fetch_posting", fetched)
    assert data("cv.txt", "https://kelp.example/1")["posting"]["id"] == "x"
    assert asked_for == [("https://kelp.example/1", ("allow_private", ()))]


WRONG = {
    "both standard input": (("-", "-"), "cannot both be standard input"),
    "no such CV": (("gone.pdf", "posting.txt"), "gone.pdf"),
    "no such posting": (("cv.txt", "gone.html"), "no such file: gone.html"),
    "an unknown format": (("cv.txt", "posting.txt", "--format", "xml"), "unknown format 'xml'"),
    "several postings": (("cv.txt", "jobs/board.jsonl"), "several postings: name one with --id"),
    "a role of one": (("cv.txt", "posting.txt", "--role", "data-analyst"), "--role chooses among many"),
    "an unknown role": (("cv.txt", "jobs", "--role", "baker"), "unknown role 'baker'"),
    "a format of many": (("cv.txt", "jobs", "--format", "html"), "--format is for one posting"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told_in_a_line_and_writes_nothing(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr.replace("\n", " ")
    assert result.stdout == ""
    assert not Path("output").exists()


# --- many postings


def tables(folder: str = "output") -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    read = []
    for name in ("matches.csv", "plan.csv"):
        with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
            read.append(list(csv.DictReader(file)))
    return read[0], read[1]


def test_a_folder_is_ranked_and_planned() -> None:
    page = done("cv.txt", "jobs")
    matches, plan = tables()
    assert list(matches[0]) == list(MATCHES.names)
    assert list(plan[0]) == list(PLAN.names)
    assert {row["posting_id"] for row in matches} == {"kelp-1", "kelp-2", "kelp-3"}
    assert matches[-1]["missing_required"] == "Airflow;Docker;Kafka"
    assert (plan[0]["skill_ids"], plan[0]["opens"], plan[0]["examples"]) == ("docker", "1", "kelp-3")
    for words in (
        "The 3 best of 3 postings",
        "What to learn next",
        "Docker opens 1 posting more",
        "matches.csv",
    ):
        assert words in page
    assert sorted(path.name for path in Path("output").iterdir()) == ["matches.csv", "plan.csv"]


def test_a_finished_scan_is_ranked_without_its_postings() -> None:
    jobscan.scan("jobs", lexicon="lexicon").write("scanned")
    Path("jobs/board.jsonl").unlink()
    done("cv.txt", "scanned", "--to", "fit")
    scores = {row["posting_id"]: row["score"] for row in tables("fit")[0]}
    done_before = {row["posting_id"] for row in tables("fit")[0]}
    assert done_before == {"kelp-1", "kelp-2", "kelp-3"}
    assert scores["kelp-3"] != ""


def test_rank_and_single_comparison_agree() -> None:
    done("cv.txt", "jobs")
    for row in tables()[0]:
        alone = data("cv.txt", "jobs", "--id", row["posting_id"])["score"]
        assert str(alone) == row["score"]


def test_only_a_role_and_only_the_best_are_shown() -> None:
    page = done("cv.txt", "jobs", "--role", "data-engineer", "--top", "1")
    assert [row["posting_id"] for row in tables()[0]] == ["kelp-2"]
    assert "Left out: 2 of other roles." in page


def test_what_lies_in_the_folder_and_is_no_posting_is_passed_over() -> None:
    Path("cv.txt").rename("jobs/cv.txt")
    for _ in range(2):
        page = done("jobs/cv.txt", "jobs", "--to", "jobs/fit")
        assert "The 3 best of 3 postings" in page
        assert "Left out" not in page


def test_what_cannot_be_read_is_told_and_the_rest_is_compared() -> None:
    Path("jobs/broken.json").write_text("{", encoding="utf-8")
    result = run("cv.txt", "jobs")
    assert result.exit_code == 1
    assert "1 input could not be read: jobs/broken.json" in result.stderr.replace("\n", "")
    assert len(tables()[0]) == 3


def test_a_folder_without_postings_is_an_error() -> None:
    Path("empty").mkdir()
    result = run("cv.txt", "empty")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no posting was found" in result.stderr
    assert not Path("output").exists()


def test_tables_of_somebody_else_are_not_overwritten() -> None:
    Path("output").mkdir()
    Path("output/matches.csv").write_text("my,own\n1,2\n", encoding="utf-8")
    result = run("cv.txt", "jobs")
    assert result.exit_code == 2
    assert "is not from jobscan compare" in result.stderr.replace("\n", " ")
    assert Path("output/matches.csv").read_text(encoding="utf-8") == "my,own\n1,2\n"
    assert not Path("output/plan.csv").exists()


# --- privacy


@pytest.mark.parametrize("file_format", ["text", "json", "csv", "markdown", "html"])
def test_no_contact_details_are_in_the_output(file_format: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    result = run("cv.txt", "posting.txt", "--format", file_format)
    assert result.exit_code == 0
    for told in (result.stdout, result.stderr, caplog.text):
        assert [contact for contact in CONTACTS if contact in told] == []


def test_no_contact_details_are_in_the_tables_and_nothing_else_is_written(own_folder: Path) -> None:
    before = {path for path in own_folder.rglob("*") if path.is_file()}
    page = done("cv.txt", "jobs", "--to", "fit")
    written = {path for path in own_folder.rglob("*") if path.is_file()} - before
    assert {path.name for path in written} == {"matches.csv", "plan.csv"}
    told = page + "".join(path.read_text(encoding="utf-8") for path in written)
    assert [contact for contact in CONTACTS if contact in told] == []


# --- hostile texts


def hostile() -> Comparison:
    had = profile(
        [cv_skill("python", quote=HOSTILE), cv_skill("keras", quote=HOSTILE)],
        degrees=(BACHELOR.__class__("bachelor", (), True, HOSTILE),),
        years=3.0,
        years_quote=HOSTILE,
        location=HOSTILE,
    )
    row = asked("python").__class__("python", "required", HOSTILE, None, ())
    close = asked("python").__class__("tensorflow", "required", HOSTILE, None, ())
    wanted = terms(
        row,
        close,
        title=HOSTILE,
        company=HOSTILE,
        location=HOSTILE,
        url="javascript:alert(3)",
        attribution=HOSTILE,
        degree_min="bachelor",
        degree_quote=HOSTILE,
    )
    return compare_terms(CvSkills(had, FAMILIES), wanted)


def test_html_lets_nothing_act() -> None:
    page = html_of(comparison_page(hostile(), FAMILIES))
    body = page.split("</style>")[1]
    assert "<script" not in body
    harmless = "head h1 h2 p strong ul li span dl dt dd q table thead tbody tfoot tr th td".split()
    assert set(re.findall(r"<(\w+)", page)) <= {"html", "meta", "title", "style", "body", "main", *harmless}
    assert "href" not in body
    assert not re.search(r"[\x1b\x07\u202e]", page)
    assert html.escape("<script>alert(1)</script>") in body


def test_html_links_only_to_the_web() -> None:
    had, wanted = profile(["python"]), terms("python", url="https://kelp.example/1?a=1&b=%22")
    page = html_of(comparison_page(compare_terms(CvSkills(had, FAMILIES), wanted), FAMILIES))
    assert '<a href="https://kelp.example/1?a=1&amp;b=%22" rel="noopener noreferrer">' in page


def test_markdown_lets_nothing_act() -> None:
    page = markdown_of(comparison_page(hostile(), FAMILIES))
    assert "<script" not in page.replace("\\<", "")
    assert "](javascript" not in page.replace("\\]", "")
    assert not re.search(r"[\x1b\x07\u202e]", page)


def test_csv_holds_no_formula() -> None:
    found = hostile()
    written = io.BytesIO()
    write_frame(as_frame(found), "csv", written)
    cells = [cell for row in csv.reader(io.StringIO(written.getvalue().decode())) for cell in row]
    assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in cells)
    assert "\x1b" not in written.getvalue().decode()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_text_fits_the_terminal_and_shows_no_sequence_of_others(width: int) -> None:
    written = io.StringIO()
    console = Console(
        file=written, width=width, force_terminal=True, highlight=False, markup=False, emoji=False
    )
    print_page(Page.of(console), comparison_page(hostile(), FAMILIES))
    text = written.getvalue()
    assert "\x1b]8" not in text
    assert "\u202e" not in text
    plain = ESCAPE.sub("", text)
    assert "\x1b" not in plain
    # The table of the score needs 74 columns.
    assert max(map(len, plain.splitlines())) <= max(width, 74)


@pytest.mark.parametrize(
    ("score", "words"), [(100, FITS[0][1]), (75, FITS[0][1]), (74, FITS[1][1]), (0, FITS[-1][1])]
)
def test_fit(score: int, words: str) -> None:
    assert fit(score) == words
