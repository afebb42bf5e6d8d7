"""Spans of time as CVs write them."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.cv.dates import find_dates, united, years_of
from jobscan.cv.result import Period

TODAY = date(2026, 6, 15)


def months(text: str, *, today: date = TODAY) -> list[tuple[str, str]]:
    """The spans of a text as first and last month."""

    def name(month: int) -> str:
        return f"{month // 12}-{month % 12 + 1:02}"

    return [(name(found.period.start), name(found.period.end - 1)) for found in find_dates(text, today=today)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020 - Present", "2020-01", "2026-06"),
        ("Sept 2018 – May 2023", "2018-09", "2023-05"),
        ("06/2019-08/2021", "2019-06", "2021-08"),
        ("2019.05 – 2020.02", "2019-05", "2020-02"),
        ("2019-05 to 2020-02", "2019-05", "2020-02"),
        ("since March 2021", "2021-03", "2026-06"),
        ("Summer 2019", "2019-06", "2019-08"),
        ("2016", "2016-01", "2016-12"),
        ("2018 – 2020", "2018-01", "2019-12"),
        ("2018—2020", "2018-01", "2019-12"),
        ("from 2015 to 2021", "2015-01", "2020-12"),
        ("Jan. 2020 until now", "2020-01", "2026-06"),
        ("May - August 2019", "2019-05", "2019-08"),
        ("März 2020 – heute", "2020-03", "2026-06"),
        ("seit Oktober 2022", "2022-10", "2026-06"),
        ("février 2020 – présent", "2020-02", "2026-06"),
        ("mars 2019 à août 2019", "2019-03", "2019-08"),
        ("enero 2018 - actualidad", "2018-01", "2026-06"),
        ("gennaio 2021 – oggi", "2021-01", "2026-06"),
        ("januari 2020 – heden", "2020-01", "2026-06"),
        ("Feb '19 – Mar '20", "2019-02", "2020-03"),
        ("July 1, 2020 – June 30, 2021", "2020-07", "2021-06"),
        ("(Jan 2024 - Current)", "2024-01", "2026-06"),
        ("Aug 2021 – Till Date", "2021-08", "2026-06"),
    ],
)
def test_a_span_is_read(text: str, first: str, last: str) -> None:
    assert months(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    ["", "built 3 services", "room 204-210", "grew 20% to 30%", "version 3.2019a", "+49 40 2018", "May I"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert [span for span in months(text) if span != ("2018-01", "2018-12")] == []


def test_nothing_reaches_beyond_today() -> None:
    assert months("2024 – 2029") == [("2024-01", "2026-06")]
    assert months("Jan 2027 – present") == []


def test_a_span_that_ends_before_it_begins_is_none() -> None:
    assert ("2020-05", "2019-05") not in months("05/2020 – 05/2019")


def test_overlapping_spans_count_once() -> None:
    spans = [Period(24000, 24012), Period(24006, 24018), Period(24030, 24036)]
    assert list(united(spans)) == [Period(24000, 24018), Period(24030, 24036)]
    assert years_of(spans) == 2.0
    assert years_of([]) is None


@given(st.lists(st.tuples(st.integers(24000, 24400), st.integers(1, 60)), max_size=8), st.randoms())
def test_years_do_not_depend_on_the_order(spans: list[tuple[int, int]], order: Random) -> None:
    periods = [Period(start, start + length) for start, length in spans]
    shuffled = list(periods)
    order.shuffle(shuffled)
    assert years_of(periods) == years_of(shuffled) == years_of([*shuffled, *periods])
