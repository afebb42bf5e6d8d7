from __future__ import annotations

import pytest

from jobscan.extract.employment import Employment, find_employment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Job Type: Full-time", ("FULL_TIME",)),
        ("Job Types: Full-time, Contract\nPay: $40", ("FULL_TIME", "CONTRACTOR")),
        ("Employment type\nPart-time", ("PART_TIME",)),
        ("This is a full-time position.", ("FULL_TIME",)),
        ("A part time role in Hull", ("PART_TIME",)),
        ("This is a six month contract in Leeds.", ("CONTRACTOR",)),
        ("A part-time contract role", ("PART_TIME", "CONTRACTOR")),
        ("A 12-month fixed-term contract", ("TEMPORARY", "CONTRACTOR")),
        ("A temporary position", ("TEMPORARY",)),
        ("During this summer internship you prune.", ("INTERN",)),
        ("Outside IR35", ("CONTRACTOR",)),
        ("Time Type\nFull time", ("FULL_TIME",)),
        ("Position Schedule:: Full-time", ("FULL_TIME",)),
        ("Organization: BarnScheduleFull-timeShiftDay", ("FULL_TIME",)),
        ("Work Hours/Shift: Full Time, 3rd shift", ("FULL_TIME",)),
        ("Engagement: 1099 contract", ("CONTRACTOR",)),
        ("A remote, contract-based role", ("CONTRACTOR",)),
        ("This is a part-time, 6 hours a week appointment.", ("PART_TIME",)),
        ("This is a full-time contract position.", ("FULL_TIME", "CONTRACTOR")),
    ],
)
def test_find_employment_in_the_text(text: str, expected: tuple[str, ...]) -> None:
    assert find_employment(text).types == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Benefits for full-time employees",
        "Only full-time employees are eligible.",
        "You negotiate contracts with growers.",
        "This is not a full time position.",
        "Internal tools, international teams, a template",
        "You mentor interns.",
        "A permanent role",
        "Experience in a full-time role",
        "You improve our summer internship program.",
    ],
)
def test_find_employment_says_nothing(text: str) -> None:
    assert find_employment(text) == Employment((), "", 0, 0)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data Science Intern", ("INTERN",)),
        ("Analyst (Contract)", ("CONTRACTOR",)),
        ("Analyst [Full-time or intern]", ("FULL_TIME", "INTERN")),
        ("Contract Manager", ()),
        ("Internal Auditor", ()),
    ],
)
def test_find_employment_in_the_title(title: str, expected: tuple[str, ...]) -> None:
    assert find_employment("", title=title).types == expected


def test_find_employment_the_source_s_field_wins() -> None:
    found = find_employment("Job Type: Contract", title="Intern", stated=["FULL_TIME"])
    assert found == Employment(("FULL_TIME",), "", 0, 0)


def test_find_employment_quotes_the_text() -> None:
    text = "Orchards.\nJob Type: Part-time\nPears."
    found = find_employment(text)
    assert found.quote == "Job Type: Part-time"
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Full time", "fulltime", "Vollzeit"), "FULL_TIME"),
        (("Part-time", "Teilzeit"), "PART_TIME"),
        (("Contract", "c2h", "C2C", "Corp-to-corp", "Freelance", "1099"), "CONTRACTOR"),
        (("Temp", "temporary", "Fixed term", "FTC", "Seasonal"), "TEMPORARY"),
        (("Intern", "Internship", "Co-op", "coop", "Werkstudent", "Praktikum"), "INTERN"),
        (("Volunteer",), "VOLUNTEER"),
        (("Per diem",), "PER_DIEM"),
    ],
)
def test_find_employment_reads_every_word_after_a_label(words: tuple[str, ...], expected: str) -> None:
    for word in words:
        assert find_employment(f"We grow pears.\nJob type: {word}\n").types == (expected,), word


def test_find_employment_takes_capitals_as_small_letters() -> None:
    found = find_employment("A SIX-MONTH CONTRACT INSIDE IR35")
    assert (found.types, found.quote) == (("CONTRACTOR",), "SIX-MONTH CONTRACT")
