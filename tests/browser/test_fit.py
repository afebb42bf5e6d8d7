"""The pages of a CV in a real browser: from first page to plan, by mouse, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jobscan.web.state import Loaded
from tests.web_cases import loaded_from, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

OpenPage = Callable[..., "Page"]

HOSTILE = "<script>document.title='ran'</script><img src=x onerror=alert(1)>\"'><svg onload=alert(2)>"
LONG = "w" * 400
CV = """Ines Ravn
Ghent, Belgium
ines.ravn@example.org

Experience

Data Analyst, Tidepool, January 2021 - December 2024
- Built reports on the harbour in Python and SQL, and models in Keras
- Tracked the work of the team in Git

Education

BSc Statistics, Lakeside University, 2020

Skills

Tableau; familiar with R
"""
POSTING = """Data Scientist

About us
We count fish, and use Oracle for our wages.

What you bring
- Python, SQL and Docker
- TensorFlow
- Five years of experience
- Java is not required

Nice to have
- Version control, and Spark
"""


@pytest.fixture(name="loaded", scope="module")
def a_scan(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Postings that Docker, Spark and Airflow open, and one by somebody who means harm."""
    folder = tmp_path_factory.mktemp("jobs")
    for skill, number in (("Docker", 14), ("Spark", 12), ("Airflow", 10)):
        for at in range(number):
            (folder / f"{skill}{at:02}.txt").write_text(
                f"Data Engineer {skill} {at}\n\nRequirements\n- Python and {skill}\n\n"
                + f"Ship {at * 7} brings {skill} crate {at * 31} to pier {at * 13} of harbour {at * 919}.\n"
                * 3
            )
    (folder / "harm.txt").write_text(
        f"Cook {HOSTILE} {LONG}\n\nRequirements\n- Python {HOSTILE} {LONG}\n- Docker\n"
    )
    return loaded_from(folder, f"the folder {HOSTILE}")


@pytest.fixture(name="entry", scope="module")
def a_served_page(loaded: Loaded) -> Iterator[str]:
    with serving(loaded=loaded) as (entry, _):
        yield entry


def base(entry: str) -> str:
    return entry.partition("/?")[0]


def enter(made: Page, entry: str) -> None:
    made.goto(entry)
    made.goto(f"{base(entry)}/fit")
    if made.get_by_role("button", name="Forget my CV").count():
        made.get_by_role("button", name="Forget my CV").click()
    made.get_by_role("heading", name="Which skills open the most jobs to you?").wait_for()
    made.wait_for_load_state()


def give(made: Page, entry: str, cv: str = CV) -> None:
    """Come in, and paste a CV."""
    enter(made, entry)
    made.get_by_label("or paste its text").fill(cv)
    made.get_by_role("button", name="Read my CV").click()
    made.get_by_role("button", name="Forget my CV").wait_for()


def compare(made: Page, entry: str, posting: str = POSTING) -> None:
    """Put the CV beside a posting that is pasted."""
    made.goto(f"{base(entry)}/fit")
    made.get_by_label("or paste its text").first.fill(posting)
    made.get_by_role("button", name="Compare").click()
    made.wait_for_url("**/fit/posting?given=*")


def overflow(made: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(made.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


def test_from_the_first_page_to_the_three_skills(page: OpenPage, entry: str) -> None:
    made = page()
    enter(made, entry)
    made.goto(entry)
    made.get_by_role("link", name="Your CV").first.click()
    made.get_by_label("or paste its text").fill(CV)
    made.get_by_role("button", name="Read my CV").click()

    made.get_by_role("heading", name="These three skills open the most jobs to you").wait_for()
    heading = made.get_by_role("heading", level=1)
    assert heading.inner_text() == (
        "These three skills open the most jobs to you: Docker, Apache Spark and Apache Airflow."
    )
    assert heading.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") > 30
    assert made.get_by_text("Docker is the last required skill missing in 15 of 37 postings.").is_visible()


@pytest.mark.parametrize(
    ("dark", "narrow"), [(False, False), (True, True)], ids=["light-wide", "dark-narrow"]
)
def test_all_pages_fit_and_have_no_serious_finding(
    page: OpenPage, entry: str, axe: Callable[[Page], list[str]], dark: bool, narrow: bool
) -> None:
    made = page(dark=dark, narrow=narrow)
    enter(made, entry)
    assert (axe(made), overflow(made)) == ([], 0)

    give(made, entry, f"{CV}\n{HOSTILE} {LONG}\n")
    for path in ("/fit", "/fit/plan", "/fit/matches", "/fit/matches?q=nothing", "/fit/posting?id=harm.txt"):
        made.goto(base(entry) + path)
        assert (path, axe(made)) == (path, [])
        assert (path, overflow(made)) == (path, 0)
    compare(made, entry)
    assert (axe(made), overflow(made)) == ([], 0)
    made.locator(".fit-text a.fit-mark").first.focus()
    assert made.get_by_role("tooltip").is_visible()
    assert (axe(made), overflow(made)) == ([], 0)


def test_evidence_shows_at_the_pointer_and_marks_light_up_in_both_texts(page: OpenPage, entry: str) -> None:
    made = page()
    give(made, entry)
    compare(made, entry)
    tip = made.locator(".fit-card")
    assert tip.is_hidden()

    posting, cv = (made.get_by_role("region", name=name) for name in ("The posting", "Your CV"))
    posting.locator("a.fit-mark", has_text="TensorFlow").hover()
    assert tip.is_visible()
    assert "TensorFlow: must-have, partly: something close" in tip.inner_text()
    assert "Keras is close to it" in tip.inner_text()
    assert 'it stands under the requirements (heading "What you bring")' in tip.inner_text()
    assert "is-lit" in (cv.locator("a.fit-mark", has_text="Keras").get_attribute("class") or "")
    assert "is-lit" in (made.locator("#row-tensorflow").get_attribute("class") or "")

    made.locator("#row-python").hover()
    assert tip.is_hidden()
    for text in (posting, cv):
        assert "is-lit" in (text.locator("a.fit-mark", has_text="Python").first.get_attribute("class") or "")


def test_evidence_is_reached_by_keyboard(page: OpenPage, entry: str) -> None:
    made = page(narrow=True)
    give(made, entry)
    compare(made, entry)
    mark = made.get_by_role("region", name="The posting").locator("a.fit-mark", has_text="Docker")
    made.get_by_role("region", name="The posting").locator("a.fit-mark", has_text="SQL").focus()
    made.keyboard.press("Tab")

    tip = made.get_by_role("tooltip")
    assert mark.evaluate("element => element === document.activeElement")
    assert "Docker: must-have, missing" in tip.inner_text()
    assert mark.get_attribute("aria-describedby") == "fit-card"
    box, width = tip.bounding_box(), made.evaluate("() => innerWidth")
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width

    made.keyboard.press("Escape")
    assert tip.is_hidden()
    assert mark.get_attribute("aria-describedby") is None


def test_table_is_filtered(page: OpenPage, entry: str) -> None:
    made = page()
    give(made, entry)
    compare(made, entry)
    rows = made.locator(".fit-skills tbody tr:visible")
    assert rows.count() == 6
    made.get_by_label("Show").select_option("missing")
    assert [text.split()[1] for text in rows.locator("th").all_inner_texts()] == ["Docker", "Apache"]
    made.get_by_label("named").fill("spark")
    assert rows.count() == 1
    assert made.get_by_text("1 of 6").is_visible()


def test_file_is_dropped_or_chosen(page: OpenPage, entry: str, tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(CV)
    made = page()
    enter(made, entry)
    made.locator('form[action="/fit/cv"] input[type="file"]').set_input_files(tmp_path / "cv.txt")
    made.get_by_role("heading", name="These three skills").wait_for()

    enter(made, entry)
    dropped = made.evaluate_handle(
        """text => { const data = new DataTransfer();
        data.items.add(new File([text], "dropped.txt", {type: "text/plain"})); return data; }""",
        CV,
    )
    made.dispatch_event(".fit-drop", "drop", {"dataTransfer": dropped})
    made.get_by_role("heading", name="These three skills").wait_for()
    made.get_by_role("link", name="Compare", exact=True).click()
    made.get_by_text("dropped.txt: 6 skills").wait_for()


def test_all_works_without_scripts(page: OpenPage, entry: str) -> None:
    made = page(scripts=False)
    give(made, entry)
    assert made.get_by_role("heading", name="These three skills").is_visible()
    made.get_by_label("Only jobs of one kind").select_option("data-engineer")
    made.get_by_role("button", name="Show").click()
    assert made.get_by_text("What to learn next: data engineer only").is_visible()
    made.get_by_role("link", name="All postings", exact=True).click()
    made.get_by_label("Title, employer or place").fill("airflow 3")
    made.get_by_role("button", name="Show").click()
    made.get_by_role("link", name="Data Engineer Airflow 3").click()
    assert made.get_by_role("heading", name="Data Engineer Airflow 3").is_visible()
    made.get_by_role("region", name="The posting").locator("a.fit-mark", has_text="Airflow").first.click()
    assert made.url.endswith("#row-airflow")
    assert made.locator(".fit-filter").is_hidden()


def test_tables_are_taken_away(page: OpenPage, entry: str) -> None:
    made = page()
    give(made, entry)
    with made.expect_download() as taken:
        made.get_by_role("link", name="The plan (CSV)").click()
    assert taken.value.suggested_filename == "plan.csv"
    assert "Docker" in Path(taken.value.path()).read_text(encoding="utf-8")


def test_hostile_texts_do_nothing_but_stand_there(page: OpenPage, entry: str) -> None:
    made = page()
    give(made, entry, f"{CV}\nSkills\n\nSpark {HOSTILE}\n")
    compare(made, entry, f"Cook {HOSTILE}\n\nRequirements\n- Spark {HOSTILE}\n")
    assert made.title().startswith("Cook <script>")
    for name in ("The posting", "Your CV"):
        region = made.get_by_role("region", name=name)
        assert HOSTILE in region.inner_text()
        assert region.locator("script, img, svg").count() == 0
    made.locator(".fit-text a.fit-mark", has_text="Spark").first.hover()
    assert made.locator(".fit-card img, .fit-card script, .fit-card svg").count() == 0
    assert HOSTILE in made.locator(".fit-card").inner_text()


def test_forgotten_cv_is_gone_from_the_page(page: OpenPage, entry: str) -> None:
    made = page()
    give(made, entry)
    made.get_by_role("button", name="Forget my CV").click()
    made.get_by_role("heading", name="Which skills open the most jobs to you?").wait_for()
    made.goto(f"{base(entry)}/fit/plan")
    assert made.url == f"{base(entry)}/fit"


def test_without_postings_the_page_asks_for_them(page: OpenPage) -> None:
    with serving() as (entry, _):
        made = page()
        give(made, entry)
        made.get_by_role("link", name="Add postings").click()
        made.wait_for_url(f"{base(entry)}/")
