"""The page in a real browser: each thing a person does on it, and what other pages try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jobscan.web.settings import Settings
from tests.replay import Replay, Reply
from tests.web_cases import loaded_from, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]

HOSTILE = "<script>document.title='ran'</script><img src=x onerror=alert(1)>\"'><svg onload=alert(2)>"


@pytest.fixture(name="folder", scope="module")
def a_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Postings of a person who looks for work, one of them by somebody who means harm."""
    folder = tmp_path_factory.mktemp("jobs")
    (folder / "baker.txt").write_text(
        "Data Scientist\n\nWhat you will do\n- Forecast demand with pandas\n\nRequirements\n"
        "- Python and SQL\n- 3+ years of experience\n- Tableau is not required\n\n"
        "Nice to have\n- Docker\n\nAbout us\nWe bake bread.\n\nEUR 60,000 to 70,000 a year.\n"
    )
    (folder / "harm.txt").write_text(
        f"Data Engineer {HOSTILE}\n\nRequirements\n- Python {HOSTILE}\n- Spark\n\n{HOSTILE}\n"
    )
    (folder / "teller.txt").write_text(
        "Data Analyst\n\nRequirements\n- SQL and Excel\n\nUSD 90,000 a year.\n"
    )
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture(name="served", scope="module")
def a_served_page(folder: Path) -> Iterator[tuple[str, str]]:
    """A page with postings that is only looked at: the address that lets in, and that of its pages."""
    with serving() as (entry, state):
        state.loaded = loaded_from(folder, "the folder jobs")
        yield entry, entry.partition("/?")[0]


def overflow(made: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(made.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


SHOWN = (
    "/",
    "/postings",
    "/posting?id=baker.txt",
    "/posting?id=harm.txt",
    "/tables",
    "/not-read",
    "/dashboard",
)


@pytest.mark.parametrize(
    ("dark", "narrow"), [(False, False), (True, True)], ids=["light-wide", "dark-narrow"]
)
def test_all_pages_fit_and_have_no_serious_finding(
    served: tuple[str, str],
    page: OpenPage,
    axe: Callable[[Page], list[str]],
    dark: bool,
    narrow: bool,
) -> None:
    entry, base = served
    made = page(dark=dark, narrow=narrow)
    made.goto(entry)

    for path in SHOWN:
        made.goto(base + path)
        assert (path, axe(made)) == (path, [])
        assert (path, overflow(made)) == (path, 0)
        assert made.title() != "ran"


def test_secret_goes_out_of_the_address(served: tuple[str, str], page: OpenPage) -> None:
    entry, base = served
    made = page()

    made.goto(entry)

    assert made.url == f"{base}/"
    assert made.evaluate("() => document.cookie") == ""  # HttpOnly
    made.reload()
    made.get_by_role("heading", name="What do these jobs ask for?").wait_for()


def test_from_the_example_to_a_posting_and_its_evidence(page: OpenPage) -> None:
    with serving() as (entry, state):
        made = page()
        made.goto(entry)
        made.get_by_role("button", name="Use the example").click()
        made.wait_for_url("**/dashboard", timeout=60_000)
        made.get_by_role("link", name="See the postings").click()
        made.get_by_label("Title, employer or place").fill("pebble")
        made.get_by_role("button", name="Show").click()
        made.get_by_role("link", name="Data Analyst").click()

        mark = made.locator("mark.level-required", has_text="Excel").first
        tip = mark.get_by_role("tooltip")
        assert tip.is_hidden()
        mark.hover()
        tip.wait_for()
        assert 'heading "You have"' in tip.inner_text()
        made.keyboard.press("Escape")
        tip.wait_for(state="hidden")
        assert (
            made.get_by_role("definition").filter(has_text="EUR 42,000 to 50,000 a year").first.is_visible()
        )
        assert state.scan is not None


def test_evidence_is_reached_by_keyboard_and_stays_on_the_screen(
    served: tuple[str, str], page: OpenPage
) -> None:
    entry, base = served
    made = page(narrow=True)
    made.goto(entry)
    made.goto(f"{base}/posting?id=baker.txt")

    made.locator("mark.level-preferred", has_text="Docker").first.focus()

    tip = made.get_by_role("tooltip").filter(has_text="Docker is preferred")
    tip.wait_for()
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_levels_differ_by_more_than_colour(served: tuple[str, str], page: OpenPage) -> None:
    entry, base = served
    made = page()
    made.goto(entry)
    made.goto(f"{base}/posting?id=baker.txt")

    line_of = "node => (it => `${it.textDecorationLine} ${it.textDecorationStyle}`)(getComputedStyle(node))"
    styles = {
        level: made.locator(f".text mark.level-{level}").first.evaluate(line_of)
        for level in ("required", "preferred", "mentioned", "negated")
    }

    assert styles == {
        "required": "underline solid",
        "preferred": "underline dashed",
        "mentioned": "underline dotted",
        "negated": "line-through solid",
    }


def test_files_and_what_could_not_be_read(page: OpenPage, folder: Path, small_lexicon: Path) -> None:
    with serving(Settings(lexicon=small_lexicon)) as (entry, state):
        made = page()
        made.goto(entry)
        made.locator('input[type="file"]').first.set_input_files(
            [folder / "baker.txt", folder / "empty.txt", folder / "harm.txt"]
        )
        made.wait_for_url("**/dashboard", timeout=60_000)
        made.get_by_role("link", name="See which, and why").click()

        made.get_by_role("rowheader", name="empty.txt").wait_for()
        made.get_by_role("cell", name="It is empty.").wait_for()
        assert state.scan is not None
        assert sorted(state.scan.postings["posting_id"]) == ["baker.txt", "harm.txt"]


def test_folder_keeps_its_paths(page: OpenPage, folder: Path, small_lexicon: Path) -> None:
    with serving(Settings(lexicon=small_lexicon)) as (entry, state):
        made = page()
        made.goto(entry)
        made.locator("input[webkitdirectory]").set_input_files(folder)
        made.wait_for_url("**/dashboard", timeout=60_000)

        assert state.loaded is not None
        assert state.loaded.name == f"the folder {folder.name} (4 files)"
        assert f"{folder.name}/baker.txt" in set(state.loaded.scan.postings["origin"])


def test_dropped_file_is_read(page: OpenPage, small_lexicon: Path) -> None:
    with serving(Settings(lexicon=small_lexicon)) as (entry, state):
        made = page()
        made.goto(entry)
        made.evaluate(
            """() => {
              const data = new DataTransfer();
              data.items.add(new File(["Data Scientist\\n\\nWe need Python daily.\\n"], "dropped.txt"));
              document.getElementById("drop").dispatchEvent(
                new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
            }"""
        )
        made.wait_for_url("**/dashboard", timeout=60_000)

        assert state.scan is not None
        assert state.scan.postings["posting_id"].tolist() == ["dropped.txt"]


def test_too_much_is_refused_before_it_is_sent(page: OpenPage, folder: Path) -> None:
    with serving(Settings(max_files=1, max_upload_bytes=10_000)) as (entry, state):
        made = page()
        made.goto(entry)
        status = made.locator("#drop-status")
        made.locator('input[type="file"]').first.set_input_files([folder / "baker.txt", folder / "harm.txt"])
        status.filter(has_text="2 files: more than 1 at once are too many").wait_for()
        made.locator('input[type="file"]').first.set_input_files(
            {"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * 20_000}
        )
        status.filter(has_text="too much at once").wait_for()
        assert state.job is None


def test_pasted_text_and_stop(page: OpenPage) -> None:
    with serving() as (entry, state):
        made = page()
        made.goto(entry)
        made.get_by_label("Text of the posting").fill("Data Scientist\n\nWe need Python.")
        made.get_by_role("button", name="Read it").click()
        made.get_by_role("button", name="Stop").click()

        made.get_by_role("heading", name="Nothing was read").wait_for()
        made.get_by_role("alert").filter(has_text="You stopped it").wait_for()
        assert state.job is not None
        assert not state.job.is_running


def test_all_works_without_scripts(page: OpenPage) -> None:
    with serving() as (entry, _):
        made = page(scripts=False)
        made.goto(entry)
        made.get_by_role("button", name="Use the example").click()
        made.wait_for_url("**/dashboard", timeout=60_000)  # by refresh
        made.get_by_role("link", name="See the postings").click()
        made.get_by_role("link", name="AI Engineer").click()

        made.locator("mark.level-required").first.wait_for()


def test_tables_are_downloaded(served: tuple[str, str], page: OpenPage) -> None:
    entry, base = served
    made = page()
    made.goto(entry)
    made.goto(f"{base}/tables")

    with made.expect_download() as download:
        made.get_by_role("link", name="Download Postings as CSV", exact=True).click()

    assert download.value.suggested_filename == "postings.csv"
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("posting_id,source,")


def test_figures_of_the_dashboard_are_downloaded(served: tuple[str, str], page: OpenPage) -> None:
    entry, base = served
    made = page()
    made.goto(entry)
    made.goto(f"{base}/dashboard")

    with made.expect_download() as download:
        made.get_by_role("button", name="CSV").or_(
            made.get_by_role("link", name="CSV", exact=True)
        ).first.click()

    assert download.value.suggested_filename.endswith(".csv")


def test_colours_can_be_switched_and_stay_so(served: tuple[str, str], page: OpenPage) -> None:
    entry, base = served
    made = page()
    made.goto(entry)
    background = partial(made.evaluate, "() => getComputedStyle(document.body).backgroundColor")
    light = background()

    made.get_by_role("button", name="Dark colours").click()

    dark = background()
    assert dark != light
    made.goto(f"{base}/postings")
    assert background() == dark


def test_first_tab_leads_to_the_content(served: tuple[str, str], page: OpenPage) -> None:
    entry, _ = served
    made = page()
    made.goto(entry)

    made.keyboard.press("Tab")

    assert made.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    made.keyboard.press("Enter")
    assert made.evaluate("() => document.activeElement.id") == "main"


# What another program of this machine tries, by a page in the same browser: cookies know no ports


def another_site(html: str) -> Replay:
    """A page of somebody else, at `/`."""
    return Replay({("GET", "/"): Reply(body=html.encode(), headers={"Content-Type": "text/html"})})


def test_form_of_another_site_changes_nothing(page: OpenPage) -> None:
    with serving() as (entry, state):
        made = page(allow=("403",))
        made.goto(entry)
        target = entry.partition("/?")[0]
        html = (
            f"<form method=post action={target}/example><input name=csrf value=x><button>go</button></form>"
        )
        with another_site(html) as evil:
            made.goto(evil.url)
            made.get_by_role("button").click()

            made.get_by_role("heading", name="That did not come from this page").wait_for()
            assert state.job is None


def test_another_site_can_neither_read_nor_frame_the_page(served: tuple[str, str], page: OpenPage) -> None:
    entry, base = served
    made = page(
        allow=("403", "CORS", "Failed to load", "X-Frame-Options", "frame-ancestors", "ERR_BLOCKED", "frame")
    )
    made.goto(entry)
    with another_site(
        f"<iframe src='{base}/postings'></iframe><script src='{base}/reading.json'></script>"
    ) as evil:
        made.goto(evil.url)
        said = made.evaluate(
            """async (url) => {
              try { return await (await fetch(url, {credentials: "include"})).text(); }
              catch (e) { return "refused"; }
            }""",
            f"{base}/postings.csv",
        )

        assert said == "refused"
        frame = made.frames[1]
        assert "Postings" not in frame.content()
