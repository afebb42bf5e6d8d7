"""The report: its figures, its page, and what is said where the postings say little."""

from __future__ import annotations

import gc
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import jobscan
from jobscan.errors import JobscanError
from jobscan.market.window import MIN_PERIODS
from jobscan.report import Report, report
from jobscan.report.bars import line, skill_bars, step
from jobscan.report.columns import COLUMNS
from jobscan.report.dashboard import dashboard
from jobscan.report.data import in_script, page_data
from jobscan.report.figures import _KEPT, figures, kept_figures
from jobscan.report.records import Course, Figures, Point
from jobscan.report.rows import (
    apart_rows,
    chosen,
    claim_rows,
    degree_rows,
    first_choice,
    heat_roles,
    heat_rows,
    pair_row,
    pay_rows,
    role_rows,
    skill_rows,
    source_rows,
    trend_rows,
)
from jobscan.report.view import view
from jobscan.scan import Scan
from tests.report_scans import NAMES, hostile, market, scan_of


@pytest.fixture(scope="module")
def found() -> Figures:
    return figures(market(months=[f"2025-{month:02}" for month in range(1, 5)]))


@pytest.fixture(scope="module")
def made() -> Report:
    return report(market())


@pytest.fixture(scope="module")
def attacked() -> Report:
    return report(hostile(), title="</title><script>alert(0)</script>")


class Page(HTMLParser):
    """The elements of a page, and its text outside of style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in not in {"script", "style"}:
            self.text += data


def words(html: str) -> str:
    return " ".join(Page(html).text.split())


# The figures


def test_headline_is_python_with_the_interval_over_employers(found: Figures) -> None:
    lead = found.headline
    assert lead is not None
    assert (lead.skill, round(lead.share, 4), lead.postings, lead.over_employers) == (
        "Python",
        0.6667,
        32,
        True,
    )
    assert round(lead.required, 4) == 0.6667
    assert lead.ends[0] <= lead.share <= lead.ends[1]


def test_headline_is_the_skill_most_asked_where_python_was_not_looked_for() -> None:
    scan = scan_of(({}, "sql"), ({}, "sql"), skills=[("sql", "SQL", "databases", "")])
    lead = figures(scan).headline
    assert lead is not None
    assert (lead.skill, lead.share, lead.over_employers) == ("SQL", 1.0, False)


def test_demand_is_split_by_level_and_role(found: Figures) -> None:
    everybody, *roles = found.groups
    assert (everybody.role, everybody.postings, everybody.employers) == ("", 48, 8)
    assert [(group.role, group.postings) for group in roles] == [
        ("data-analyst", 16),
        ("data-scientist", 16),
        ("ml-engineer", 16),
    ]
    split = {
        found.skills[asked.skill].name: (asked.postings, asked.required, asked.preferred, asked.mentioned)
        for asked in everybody.asked
    }
    assert split == {
        "Communication": (48, 24, 24, 0),
        "Python": (32, 32, 0, 0),
        "SQL": (32, 16, 16, 0),
        "Excel": (16, 0, 0, 16),
        "PyTorch": (16, 16, 0, 0),
    }


def test_demand_says_the_same_as_the_table_of_the_scan(found: Figures) -> None:
    scan = market(months=[f"2025-{month:02}" for month in range(1, 5)])
    table = {row.skill_id: row for row in scan.demand.itertuples()}
    for asked in found.groups[0].asked:
        row = table[found.skills[asked.skill].skill_id]
        assert (asked.postings, asked.required, asked.preferred) == (
            row.postings,
            row.required,
            row.preferred,
        )
        assert asked.ci == pytest.approx((row.ci_low, row.ci_high), abs=1e-6)


def test_what_sets_roles_apart_is_not_what_all_ask_for(found: Figures) -> None:
    names = {role: [found.skills[each.skill].name for each in rows] for role, rows in found.apart.items()}
    assert names["ml-engineer"][0] == "PyTorch"
    assert names["data-analyst"][0] == "Excel"
    assert all("Communication" not in each for each in names.values())


def test_pairs_tell_of_the_rarer_skill_how_many_ask_for_the_other(found: Figures) -> None:
    rows = {(row[0], row[1]): row for row in (pair_row(found, pair) for pair in found.pairs)}
    rarer, other, share, overall, lift = rows["PyTorch", "Python"][:5]
    assert (rarer, other, share) == ("PyTorch", "Python", 1.0)
    assert (round(float(overall or 0), 4), lift) == (0.6667, 1.5)


def test_pay_has_all_roles_first_and_then_the_best_paid(found: Figures) -> None:
    everybody, *roles = found.pay
    assert (everybody.role, everybody.postings, everybody.median) == ("", 48, 107_500)
    assert [row.median for row in roles] == [107_500] * 3


def test_degrees_are_of_all_postings(found: Figures) -> None:
    minimum = {
        each.value: (each.postings, each.share) for each in found.degrees[""] if each.aspect == "minimum"
    }
    assert minimum == {"none": (24, 0.5), "bachelor": (24, 0.5)}
    assert {role for role in found.degrees if role} == {"data-scientist", "ml-engineer", "data-analyst"}


def test_claims_are_those_of_the_guide_without_their_details(found: Figures) -> None:
    assert len(found.claims) == 17
    assert found.claims[0].claim == "Python is required in 8 of 10 ML positions"
    assert found.claims[0].guide_share == 0.8


def test_health_counts_what_was_left_out() -> None:
    rows = [
        ({"company": "Acme", "source": "a.example", "date_posted": "2025-03-02"}, "python"),
        ({"company": "", "source": "b.example", "date_posted": "2024-11"}, ""),
        ({"company": "Acme", "source": "a.example", "duplicate_of": "0001"}, "python"),
        ({"company": "Acme", "source": "a.example", "language": "de"}, "python"),
    ]
    counts = {"read": 4, "files": 2, "duplicates": {"exact": 1, "near": 0}, "other_languages": {"de": 1}}
    failures = [("x.html", "damaged", ""), ("y.html", "damaged", ""), ("z", "duplicate_id", "")]
    health = figures(scan_of(*rows, run={"counts": counts}, failures=failures)).health
    assert (health.read, health.files, health.counted, health.employers, health.unnamed) == (4, 2, 2, 1, 1)
    assert (health.dated, health.first, health.last) == (2, "2024-11", "2025-03")
    assert (health.exact, health.near, health.languages) == (1, 0, (("de", 1),))
    assert (health.without_skill, health.paid, health.failures) == (1, 0, (("damaged", 2),))
    assert [source.name for source in health.sources] == ["a.example", "b.example"]


def test_a_run_of_an_earlier_version_is_told_of_as_far_as_it_goes() -> None:
    scan = scan_of(({}, "python"))
    old = Scan(**{name: getattr(scan, name) for name in Scan.__slots__ if name != "run"}, run={})
    health = figures(old).health
    assert (health.read, health.files, health.scanned_with) == (1, 0, "")


def test_trend_has_months_where_there_are_enough() -> None:
    months = [f"2025-{month:02}" for month in range(1, MIN_PERIODS + 1)]
    rows = [
        (
            {"date_posted": f"{month}-01", "company": NAMES[at % 8], "source": "s"},
            "python" if at % 2 else "sql",
        )
        for month in months
        for at in range(32)
    ]
    trend = figures(scan_of(*rows)).trend
    assert trend.by == "month"
    assert {course.skill for course in trend.courses} == {"Python", "SQL"}
    assert [point.period for point in trend.courses[0].points] == months
    assert {point.share for point in trend.courses[0].points} == {0.5}


# Rows and bars


def test_tables_have_a_cell_for_each_column(found: Figures) -> None:
    everybody = found.groups[0]
    made = {
        "skills": skill_rows(found, everybody, everybody.asked),
        "roles": role_rows(found),
        "apart": apart_rows(found, found.apart, 9),
        "together": [pair_row(found, pair) for pair in found.pairs],
        "pay": pay_rows(found),
        "education": degree_rows(found, ""),
        "guide": claim_rows(found),
        "trend": trend_rows(found),
        "sources": source_rows(found),
    }
    assert made.keys() == COLUMNS.keys()
    for name, rows in made.items():
        assert {len(row) for row in rows} <= {len(COLUMNS[name])}, name


def test_soft_skills_are_left_out_at_first(found: Figures) -> None:
    assert first_choice(found) == "technical"
    names = [found.skills[asked.skill].name for asked in chosen(found, found.groups[0], "technical")]
    assert names == ["Python", "SQL", "Excel", "PyTorch"]
    assert len(chosen(found, found.groups[0], "")) == 5


@pytest.mark.parametrize("category", ["soft-skills", "programming"])
def test_all_skills_are_shown_where_that_would_leave_none_or_all(category: str) -> None:
    scan = scan_of(({}, "python"), skills=[("python", "Python", category, "")])
    assert first_choice(figures(scan)) == ""


def test_bars_are_as_wide_as_shares(found: Figures) -> None:
    first = skill_bars(found, found.groups[0], "technical")[1]
    assert (first.name, first.value, first.beside) == ("SQL", "67 %", "32")
    assert first.parts == (("required", 0.0, 33.33), ("preferred", 33.33, 33.33), ("mentioned", 66.67, 0.0))
    assert first.said.startswith("32 of 48 postings (67 %), of 8 employers; 95 % interval ")
    assert first.said.endswith("Required 33 %, preferred 33 %, mentioned 0 %.")


def test_heat_map_has_the_roles_as_columns(found: Figures) -> None:
    assert [group.role for group in heat_roles(found)] == ["data-analyst", "data-scientist", "ml-engineer"]
    rows = {name: cells for name, _, cells in heat_rows(found, "technical")}
    assert rows["Python"] == [0.0, 1.0, 1.0]


def test_steps_of_colour_reach_from_none_to_all() -> None:
    assert [step(share) for share in (0.0, 0.099, 0.1, 0.55, 0.999, 1.0)] == [0, 0, 1, 5, 9, 9]


def test_a_line_of_one_point_is_a_point() -> None:
    drawn = line(Course("Python", "", None, None, (Point("2025", 5, 10, 0.5, (0.2, 0.8)),)), most=1.0)
    assert drawn.points == ((6.0, 42.0, 63.6, 20.4, "2025: 50 % of 10"),)
    assert drawn.path == "6.0,42.0"


# The page


def test_page_tells_what_matters(found: Figures) -> None:
    told = view(found)
    assert told.title == "What 48 job postings ask for"
    assert told.facts == (
        ("48", "postings that count"),
        ("8", "employers"),
        ("3", "kinds of job"),
        ("Jan–Apr 2025", "time of posting"),
    )
    assert ("State pay", "48", "100 % of those that count") in told.health


def test_report_is_one_file_that_asks_for_nothing(made: Report, tmp_path: Path) -> None:
    path = made.write(tmp_path / "out" / "r.html")
    assert path.read_text(encoding="utf-8") == made.html
    page = Page(made.html)
    for tag, attributes in page.elements:
        assert (
            tag not in {"iframe", "object", "embed", "base", "form"} or attributes.get("id") == "rp-filters"
        )
        assert not {"style", "onclick", "onerror", "onload"} & attributes.keys(), (tag, attributes)
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,")), (tag, attributes)
    assert "http" not in re.sub(r'"http://www\.w3\.org/2000/svg"|http-equiv', "", made.html)


def test_report_is_the_same_whenever_it_is_made(made: Report) -> None:
    assert report(market()).html == made.html


def test_policy_names_the_script_and_the_style_by_their_digests(made: Report) -> None:
    html = made.html
    policy = next(
        attributes["content"]
        for tag, attributes in Page(html).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; "
        r"img-src data:; base-uri 'none'; form-action 'none'",
        policy,
    )


def test_every_figure_has_a_table_and_a_csv(made: Report) -> None:
    html = made.html
    for name in COLUMNS.keys() - {"trend"}:
        assert f'id="rp-{name}-table"' in html, name
        assert f'rp-csv" data-figure="{name}"' in html, name


def test_ids_are_unique_and_labels_lead_somewhere(made: Report) -> None:
    elements = Page(made.html).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in elements:
        for name in ("for", "aria-labelledby"):
            assert attributes.get(name) is None or attributes[name] in ids
        if (attributes.get("href") or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in ids


def test_embedded_part_carries_the_nonce_and_no_other_page(found: Figures) -> None:
    made = str(dashboard(market(), nonce='n"once', figures=found))
    tags = re.findall(r"<(?:style|script)\b[^>]*>", made)
    assert len(tags) == 3
    assert all('nonce="n&#34;once"' in tag for tag in tags)
    assert not re.search(r"<(?:html|body|head)\b", made)


def test_figures_are_kept_as_long_as_their_scan() -> None:
    scan = scan_of(({}, "python"))
    first = kept_figures(scan)
    assert kept_figures(scan) is first
    key = id(scan.postings)
    assert key in _KEPT
    del scan
    gc.collect()
    assert key not in _KEPT


def test_embedded_part_takes_figures_that_are_kept(found: Figures) -> None:
    assert "What 48 job postings ask for" in dashboard(market(), nonce="x", figures=found)


# Little to tell of


def test_empty_scan_says_so_and_shows_no_chart() -> None:
    html = report(scan_of()).html
    assert "There is no posting to count." in words(html)
    assert "What 0 job postings ask for" in html
    assert 'class="rp-bars' not in html
    assert "How to read this" in html


def test_scan_of_other_languages_only_says_what_was_left_out() -> None:
    html = report(scan_of(({"language": "de"}, "python"), ({"language": "de"}, "sql"))).html
    assert "There is no posting to count; 2 were read, and all left out." in words(html)


def test_three_postings_are_examples() -> None:
    scan = scan_of(({}, "python"), ({}, "python sql"), ({}, "communication"))
    text = words(report(scan).html)
    assert "Read these as examples, not as a measure: only 3 postings; only 1 employer." in text
    assert "67 % ask for Python" in text
    assert "It takes two roles of at least ten postings" in text
    assert "No role has ten postings or more" in text
    assert "No pair of skills is asked for together often enough" in text
    assert "No posting states its pay." in text
    assert "No posting states when it was posted" in text
    assert "No posting names a degree or a field of study." in text
    assert "None of 17 claims" in text


def test_one_posting_is_one() -> None:
    made = report(scan_of(({}, "python")), title="")
    assert made.title == "What 1 job posting asks for"


def test_title_is_what_was_given() -> None:
    made = report(scan_of(), title="Jobs\nin Oz")
    assert made.title == "Jobs in Oz"
    assert "<title>Jobs in Oz</title>" in made.html


def test_postings_without_skills_have_no_headline() -> None:
    made = report(scan_of(({}, ""), ({}, "")))
    assert made.figures.headline is None
    assert "What 2 job postings ask for" in made.html


def test_without_pay_and_dates_the_page_says_so() -> None:
    text = words(report(market(pay=False)).html)
    assert "No posting states its pay." in text
    assert "No posting states when it was posted" in text
    assert "no dates stated" in text


def test_few_dates_show_no_trend() -> None:
    text = words(report(market(months=["2025-01", "2025-02"])).html)
    assert "Too few postings of different times to show a change." in text


# Hostile names


def test_names_are_text_wherever_they_stand(attacked: Report) -> None:
    elements = Page(attacked.html).elements
    assert [tag for tag, _ in elements].count("script") == 2
    assert not {"img", "iframe", "b"} & {tag for tag, _ in elements}
    handlers = [name for _, attributes in elements for name in attributes if name.startswith("on")]
    assert handlers == []
    for _, attributes in elements:
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            assert "javascript" not in (attributes.get(name) or "")
    assert "{{ 7 * 7 }}" in attacked.html
    assert not {"\u202e", "\x07"} & set(attacked.html)


def test_data_end_no_script(attacked: Report) -> None:
    data = page_data(attacked.figures)
    assert not re.search(r"[<>&\u2028\u2029]", data)
    names = [skill[1] for skill in json.loads(data)["skills"]]
    assert "</script><script>alert(2)</script>" in names


def test_in_script_keeps_what_it_says() -> None:
    said = {"a": "</script><!-- <script> & \u2028"}
    assert json.loads(in_script(json.dumps(said, ensure_ascii=False))) == said


# Files and API


def test_report_is_public_and_the_function_however_imported() -> None:
    assert jobscan.report is report
    assert jobscan.Report is type(report(scan_of()))


def test_write_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(JobscanError, match="is a folder, not a file"):
        report(scan_of()).write(tmp_path)


def test_repr_tells_title_and_size() -> None:
    assert re.fullmatch(r"<Report 'What 0 job postings ask for', 0\.\d MB>", repr(report(scan_of())))
