"""The report in a real browser: what one sees, filters and takes home, and that no name ever acts."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jobscan.report import report
from tests.report_scans import hostile, market, scan_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]
Axe = Callable[["Page"], list[str]]

MONTHS = [f"2025-{month:02}" for month in range(1, 7)]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of three reports."""
    to = tmp_path_factory.mktemp("reports")
    made = {
        "market": market(months=MONTHS),
        "hostile": hostile(),
        "few": scan_of(({}, "python"), ({}, "sql")),
    }
    return {name: report(scan).write(to / f"{name}.html").as_uri() for name, scan in made.items()}


def names(page: Page, figure: str) -> list[str]:
    return list(page.locator(f"#rp-{figure}-bars .rp-name").all_inner_texts())


def saved(page: Page, figure: str, to: Path) -> list[list[str]]:
    with page.expect_download() as told:
        page.locator(f".rp-csv[data-figure={figure}]").click()
    path = to / told.value.suggested_filename
    told.value.save_as(path)
    assert path.name.startswith(f"jobscan-{figure}")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def test_first_sight(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["market"])
    assert opened.locator("h1").inner_text() == "What 48 job postings ask for"
    assert opened.locator(".rp-figure").inner_text().split("\n")[0].startswith("67 %")
    assert names(opened, "skills") == ["Python", "SQL", "Excel", "PyTorch"]


def test_without_scripts_the_same_rows_stand_there(page: OpenPage, reports: dict[str, str]) -> None:
    with_scripts, without = page(), page(scripts=False)
    for opened in (with_scripts, without):
        opened.goto(reports["market"])
    for figure in ("skills", "roles", "together", "pay", "minimum", "field"):
        rows = [
            opened.locator(f"#rp-{figure}-bars li").all_text_contents() for opened in (with_scripts, without)
        ]
        assert ["".join(row.split()) for row in rows[0]] == ["".join(row.split()) for row in rows[1]], figure
    heat = [opened.locator("#rp-heat-table tbody").inner_text() for opened in (with_scripts, without)]
    assert heat[0] == heat[1]
    assert without.locator(".rp-csv:visible, .rp-filters:visible").count() == 0


def test_a_role_is_chosen(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["market"])
    opened.select_option("#rp-role", "ml-engineer")
    assert (
        opened.locator("#rp-now").inner_text() == "ML engineer: 16 postings of 8 employers; few, so take care"
    )
    assert names(opened, "skills") == ["Python", "PyTorch"]
    assert opened.locator("#rp-skills-bars .rp-value").all_inner_texts() == ["100 %", "100 %"]
    assert opened.locator("#rp-apart-cards h3").all_inner_texts() == ["ML engineer"]
    opened.locator("#rp-roles-bars a", has_text="Data analyst").click()
    assert opened.locator("#rp-role").input_value() == "data-analyst"
    assert names(opened, "skills") == ["Excel", "SQL"]


def test_a_category_a_name_and_an_order_are_chosen(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["market"])
    opened.select_option("#rp-category", "soft-skills")
    assert names(opened, "skills") == ["Communication"]
    opened.select_option("#rp-category", "")
    opened.select_option("#rp-sort", "name")
    assert names(opened, "skills") == ["Communication", "Excel", "Python", "PyTorch", "SQL"]
    opened.select_option("#rp-sort", "preferred")
    assert names(opened, "skills")[:2] == ["Communication", "SQL"]
    opened.fill("#rp-find", "py")
    assert sorted(names(opened, "skills")) == ["PyTorch", "Python"]


def test_a_table_is_opened_and_sorted(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["market"])
    opened.locator("#rp-roles summary").click()
    opened.locator("#rp-roles-table th button", has_text="Role").click()
    cells = opened.locator("#rp-roles-table tbody tr td:first-child").all_inner_texts()
    assert cells == ["Data analyst", "Data scientist", "ML engineer"]
    assert opened.locator("#rp-roles-table th").first.get_attribute("aria-sort") == "ascending"
    opened.locator("#rp-roles-table th button", has_text="Role").click()
    assert opened.locator("#rp-roles-table tbody tr td:first-child").first.inner_text() == "ML engineer"


def test_csv_has_what_was_chosen(page: OpenPage, reports: dict[str, str], tmp_path: Path) -> None:
    opened = page()
    opened.goto(reports["market"])
    opened.select_option("#rp-role", "ml-engineer")
    head, *rows = saved(opened, "skills", tmp_path)
    assert head[:7] == ["skill_id", "skill", "category", "share", "low", "high", "postings"]
    assert [row[:4] + row[6:12] for row in rows] == [
        ["python", "Python", "Programming", "1", "16", "16", "0", "0", "8", "16"],
        ["pytorch", "PyTorch", "ML frameworks", "1", "16", "16", "0", "0", "8", "16"],
    ]
    head, *rows = saved(opened, "heat", tmp_path)
    assert head == ["skill", "all", "data-analyst", "data-scientist", "ml-engineer"]
    assert ["Python", "0.666667", "0", "1", "1"] in rows


def test_every_csv_is_saved(page: OpenPage, reports: dict[str, str], tmp_path: Path) -> None:
    opened = page()
    opened.goto(reports["market"])
    for figure in ("sources", "roles", "apart", "together", "pay", "education", "guide"):
        head, *rows = saved(opened, figure, tmp_path)
        assert rows
        assert {len(row) for row in rows} == {len(head)}


def test_csv_of_hostile_names_runs_no_formula(
    page: OpenPage, reports: dict[str, str], tmp_path: Path
) -> None:
    opened = page()
    opened.goto(reports["hostile"])
    opened.select_option("#rp-category", "")
    cells = [
        cell
        for figure in ("skills", "sources", "together")
        for row in saved(opened, figure, tmp_path)
        for cell in row
    ]
    assert '\'=HYPERLINK("http://evil.example","PyTorch")' in cells
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "@"))]


def test_hostile_names_are_read_and_do_nothing(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["hostile"])
    opened.select_option("#rp-category", "")
    for role in opened.locator("#rp-role option").evaluate_all("all => all.map(each => each.value)"):
        opened.select_option("#rp-role", role)
        assert names(opened, "skills")
    for summary in opened.locator("#rp summary").all():
        summary.click()
    for row in opened.locator("#rp-skills-bars li").all():
        row.hover()
    text = opened.locator("#rp").inner_text()
    assert '<img src=x onerror="alert(1)">' in text
    assert "</script><script>alert(2)</script>" in text
    assert opened.locator("#rp img, #rp iframe, #rp b, #rp svg svg, #rp script").count() == 0
    assert opened.url == reports["hostile"] or opened.url.startswith(f"{reports['hostile']}#")


def test_what_stands_behind_a_bar_is_told_on_hover_and_by_keys(
    page: OpenPage, reports: dict[str, str]
) -> None:
    opened = page()
    opened.goto(reports["market"])
    opened.locator("#rp-skills-bars li").first.hover()
    assert "32 of 48 postings (67 %), of 8 employers" in opened.locator("#rp-tip").inner_text()
    opened.locator("#rp-find").focus()
    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowDown")
    focused: Any = opened.evaluate("() => document.activeElement.querySelector('.rp-name').textContent")
    assert focused == names(opened, "skills")[1]
    assert opened.locator("#rp-tip").is_visible()
    opened.keyboard.press("Escape")
    assert not opened.locator("#rp-tip").is_visible()


def test_the_first_key_leads_past_the_head(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["market"])
    opened.keyboard.press("Tab")
    assert opened.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    opened.keyboard.press("Enter")
    assert opened.evaluate("() => document.activeElement.id") == "rp-main"


def test_colours_are_switched(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page(dark=True)
    opened.goto(reports["market"])
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = opened.evaluate(ground)
    opened.locator("#rp-theme").click()
    assert (dark, opened.evaluate(ground)) == ("rgb(20, 23, 27)", "rgb(250, 249, 246)")
    opened.reload()
    assert opened.evaluate(ground) == "rgb(250, 249, 246)"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_grave(
    page: OpenPage, axe: Axe, reports: dict[str, str], dark: bool, narrow: bool
) -> None:
    opened = page(dark=dark, narrow=narrow)
    opened.goto(reports["market"])
    for summary in opened.locator("#rp summary").all():
        summary.click()
    assert opened.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert axe(opened) == []


def test_long_hostile_names_do_not_widen_a_narrow_page(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page(narrow=True)
    opened.goto(reports["hostile"])
    assert opened.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_tables_are_open_and_controls_gone(page: OpenPage, reports: dict[str, str]) -> None:
    opened = page(dark=True)
    opened.goto(reports["market"])
    opened.emulate_media(media="print")
    opened.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("#rp-skills-table").is_visible()
    assert opened.locator(".rp-csv:visible, .rp-filters:visible, #rp-shell:visible").count() == 0
    assert opened.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_little_is_told_in_words(page: OpenPage, axe: Axe, reports: dict[str, str]) -> None:
    opened = page()
    opened.goto(reports["few"])
    assert "Read these as examples" in opened.locator(".rp-warning").first.inner_text()
    assert opened.locator("#rp-pay .rp-bars, #rp-trend svg, #rp-together .rp-bars").count() == 0
    assert axe(opened) == []
