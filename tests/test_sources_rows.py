from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.errors import PostingError
from jobscan.posting import Pay, Posting
from jobscan.sources import Limits
from jobscan.sources.columns import ALIASES, field_of, normal
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import (
    amount,
    body_text,
    currency_code,
    employment_types,
    has_markup,
    language_code,
    pay_period,
    short_text,
    web_address,
    workplace,
)
from jobscan.sources.rows import posting_from_row


def read(**row: Any) -> Posting:
    return posting_from_row(row, id="none", source="file", origin="file:1", limits=Limits())


def test_a_full_row_fills_every_field() -> None:
    posting = read(
        id=17,
        site="indeed",
        title=" Senior  Data&nbsp;Analyst ",
        company={"name": "Acme &amp; Sons"},
        location="Bern, Switzerland",
        country="Switzerland",
        description="You know SQL.",
        job_type="fulltime, contract",
        is_remote=True,
        date_posted="2026-05-04T10:00:00Z",
        expiry_date="2026-06-01",
        min_amount=90_000,
        max_amount="120000.0",
        currency="chf",
        interval="yearly",
        company_industry="Software",
        job_url="https://jobs.example/17",
        language="en-GB",
    )
    assert posting == Posting(
        id="17",
        source="indeed",
        origin="file:1",
        title="Senior Data Analyst",
        text="You know SQL.",
        hiring_organization="Acme & Sons",
        job_location="Bern, Switzerland",
        address_country="CH",
        job_location_type="remote",
        employment_type=("FULL_TIME", "CONTRACTOR"),
        date_posted="2026-05-04",
        valid_through="2026-06-01",
        base_salary=(Pay(90_000.0, 120_000.0, "CHF", "year"),),
        industry="Software",
        url="https://jobs.example/17",
        in_language="en",
    )


def test_a_bare_row_leaves_the_rest_empty() -> None:
    assert read(text="SQL") == Posting(id="none", source="file", origin="file:1", title="", text="SQL")


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Job Description", "text"),
        ("job_desc", "text"),
        ("jobDescription", "text"),
        ("DESCRIPTION", "text"),
        ("Company Name", "company"),
        ("Position Title", "title"),
        ("min_amount", "pay_min"),
        ("", ""),
        ("???", ""),
    ],
)
def test_columns_are_known_by_any_spelling(column: str, field: str) -> None:
    assert field_of(column) == field


def test_no_column_stands_for_two_fields() -> None:
    names = [normal(alias) for aliases in ALIASES.values() for alias in aliases.split()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "text",
    [
        "One line",
        "  kept \n\n\n as it is \t \n",
        "• SQL\n• R",
        "a < b and 5 > 3",
        "List<String> and Map<K, V>",
        "5 years</h2> of Python",
        "R&D, AT&T, R&amp;D",
        'one <span style="x"> tag',
        "C:\\new\\table",
        "é ﬁ ① “quotes”",
    ],
)
def test_plain_text_is_kept_to_the_character(text: str) -> None:
    assert read(title="A", text=text).text == text


def test_only_line_ends_and_what_cannot_be_saved_change_in_plain_text() -> None:
    assert read(title="A", text="a\r\nb\rc\ud83d\x00 weâ€™re").text == "a\nb\nc\ufffd\ufffd we’re"


@pytest.mark.parametrize(
    ("field", "given_text", "text"),
    [
        ("text", "<p>You know</p><ul><li>SQL</li><li>R&amp;D</li></ul>", "You know\n\n- SQL\n- R&D"),
        ("content", "&lt;p&gt;R&amp;amp;D&lt;/p&gt;&lt;p&gt;SQL&lt;/p&gt;", "R&D\n\nSQL"),
        ("content", "<p>R&amp;D</p><p>SQL</p>", "R&D\n\nSQL"),
        ("description", "C&#43;&#43; &amp; SQL", "C++ & SQL"),
        ("description", "Line one\\nLine two\\n- SQL", "Line one\nLine two\n- SQL"),
        ("description", ["SQL", "R"], "SQL\nR"),
        ("description", {"html": "<p>SQL</p>"}, "SQL"),
    ],
    ids=["html", "escaped once", "unescaped", "entities", "literal breaks", "list", "object"],
)
def test_markup_becomes_text(field: str, given_text: Any, text: str) -> None:
    assert read(title="A", **{field: given_text}).text == text


def test_the_parts_of_a_description_follow_under_their_names() -> None:
    posting = read(
        title="A", description="We seek.", requirements="<p>SQL</p>", benefits="", jobBenefits="none"
    )
    assert posting.text == "We seek.\n\nRequirements\nSQL"


def test_a_part_that_the_description_holds_is_not_repeated() -> None:
    assert read(title="A", description="We seek.\nSQL", requirements="SQL").text == "We seek.\nSQL"


def test_the_parts_of_lever_are_put_together() -> None:
    posting = read(
        id="u-1",
        text="Data Analyst",
        description="<div>We seek.</div>",
        descriptionPlain="We seek.",
        lists=[{"text": "You bring", "content": "<li>SQL</li><li>R</li>"}],
        additional="<p>Equal chances.</p>",
        categories={"team": "Data"},
    )
    assert posting.title == "Data Analyst"
    assert posting.text == "We seek.\n\nYou bring\n- SQL\n- R\n\nEqual chances."


def test_the_sections_of_smartrecruiters_are_put_together() -> None:
    sections = {
        "companyDescription": {"title": "Company", "text": "<p>We make games.</p>"},
        "qualifications": {"title": "Qualifications", "text": "<ul><li>SQL</li></ul>"},
    }
    assert (
        read(name="Analyst", jobAd={"sections": sections}).text
        == "Company\nWe make games.\n\nQualifications\n- SQL"
    )


@pytest.mark.parametrize(
    "row",
    [
        {"title": "A"},
        {"title": "A", "text": ""},
        {"title": "A", "text": "nan"},
        {"text": None, "description": 5},
    ],
)
def test_a_row_without_text_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(PostingError, match="no description"):
        read(**row)


@pytest.mark.parametrize(
    ("value", "id_"),
    [
        ("x-1", "x-1"),
        (" x ", "x"),
        (7, "7"),
        (7.0, "7"),
        (0, "0"),
        ("", "none"),
        (None, "none"),
        (True, "none"),
    ],
)
def test_the_id_of_a_row_is_kept_as_text(value: Any, id_: str) -> None:
    assert read(id=value, text="SQL").id == id_


def test_id_wins_over_its_aliases() -> None:
    assert read(slug="s", job_id="j", id="i", text="SQL").id == "i"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"location": "Bern"}, "Bern"),
        ({"location": {"name": "Home based - EMEA"}}, "Home based - EMEA"),
        ({"location": {"city": "Bern", "region": "BE", "country": "ch"}}, "Bern, BE, ch"),
        ({"jobLocation": {"address": {"addressLocality": "Bern", "addressCountry": "CH"}}}, "Bern, CH"),
        ({"locations": [{"name": "Bern"}, {"name": "Basel"}, {"name": "Bern"}]}, "Bern; Basel"),
        ({"city": "Bern", "state": "", "country": "Switzerland"}, "Bern, Switzerland"),
        ({"jobGeo": "LATAM,  Canada"}, "LATAM, Canada"),
        ({"location": float("nan")}, ""),
    ],
)
def test_places_of_every_shape_become_a_line(row: dict[str, Any], place: str) -> None:
    assert read(text="SQL", **row).job_location == place


@pytest.mark.parametrize(
    ("row", "country"),
    [
        ({"country": "de"}, "DE"),
        ({"country": "BRA"}, "BR"),
        ({"countryCode": "US"}, "US"),
        ({"location": {"country": "United Kingdom"}}, "GB"),
        ({"location": [{"countryCode": "FR"}]}, "FR"),
        ({"location": [{"countryCode": "FR"}, {"countryCode": "DE"}]}, ""),
        ({"location": "Paris, France"}, ""),
        ({"country": "European Union"}, ""),
    ],
)
def test_the_country_is_taken_only_where_a_field_states_it(row: dict[str, Any], country: str) -> None:
    assert read(text="SQL", **row).address_country == country


@pytest.mark.parametrize(
    ("row", "pay"),
    [
        ({"salary_min": "45000.0", "salary_max": "52000.0"}, Pay(45000.0, 52000.0, "", "")),
        ({"salary_min": 0, "salary_max": 0, "salary_currency": "USD"}, None),
        ({"salary_min": 15, "salary_max": None, "salaryPeriod": "hourly"}, Pay(15.0, None, "", "hour")),
        ({"salary_min": 1, "salary_max": 2, "salary_is_predicted": "1"}, None),
        ({"salary_min": 1, "salary_max": 2, "salary_is_predicted": "0"}, Pay(1.0, 2.0, "", "")),
        ({"salary_min": float("nan"), "salary_max": float("inf")}, None),
        ({"salary_min": -5, "salary_max": True}, None),
        ({"salary": "$49K-$85K"}, None),
        (
            {"salary": {"min": "60000", "max": "75000", "period": "year", "currency": "EUR"}},
            Pay(60000.0, 75000.0, "EUR", "year"),
        ),
        (
            {"salaryRange": {"min": 10, "max": 12, "interval": "per-hour-wage", "currency": "USD"}},
            Pay(10.0, 12.0, "USD", "hour"),
        ),
        (
            {"baseSalary": {"currency": "GBP", "value": {"minValue": 5, "maxValue": 6, "unitText": "MONTH"}}},
            Pay(5.0, 6.0, "GBP", "month"),
        ),
        ({"baseSalary": {"value": 7}, "salaryCurrency": "CAD"}, Pay(7.0, 7.0, "CAD", "")),
        ({"salary": {"min": None, "max": None}}, None),
    ],
)
def test_pay_is_read_from_fields_with_numbers(row: dict[str, Any], pay: Pay | None) -> None:
    assert read(text="SQL", **row).base_salary == ((pay,) if pay else ())


@pytest.mark.parametrize(
    ("value", "types"),
    [
        ("Full-time", ("FULL_TIME",)),
        ("FULL_TIME, PART_TIME", ("FULL_TIME", "PART_TIME")),
        ("[Full-time]", ("FULL_TIME",)),
        (["FullTime", "Intern"], ("FULL_TIME", "INTERN")),
        ({"id": "permanent", "label": "Full-time"}, ("FULL_TIME",)),
        ("fulltime_permanent", ("FULL_TIME",)),
        ("Internship", ("INTERN",)),
        ("Contractor", ("CONTRACTOR",)),
        ("international", ()),
        ("Permanent", ()),
        ("業務委託", ()),
        (None, ()),
    ],
)
def test_employment_types(value: object, types: tuple[str, ...]) -> None:
    assert employment_types(value) == types


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("Remote", "remote"),
        ("Fully remote (US)", "remote"),
        ("hybrid remote", "hybrid"),
        ("on_site", "onsite"),
        ("unspecified", ""),
        ("Not remote", ""),
        (1, "remote"),
        (0, ""),
        (None, ""),
    ],
)
def test_workplace(value: object, place: str) -> None:
    assert workplace(value) == place


def test_the_kind_of_workplace_wins_over_the_flag() -> None:
    assert read(text="SQL", isRemote=True, workplaceType="Hybrid").job_location_type == "hybrid"


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2026-07-29T08:50:01-04:00", "2026-07-29"),
        ("2026-08-23T01:58:05.000000Z", "2026-08-23"),
        ("2026-07-31 14:40:34 UTC", "2026-07-31"),
        ("2026-09-21T12:55:11", "2026-09-21"),
        ("2017-03-18T00:00", "2017-03-18"),
        ("2026-08-05", "2026-08-05"),
        ("2026-05", "2026-05"),
        ("2026/8/5", "2026-08-05"),
        (1_790_412_915, "2026-09-26"),
        (1_674_959_303_769, "2023-01-29"),
        ("1674959303769", "2023-01-29"),
        (1_790_412_915.5, "2026-09-26"),
        ("Fri, 11 Sep 2026 07:30:48 +0000", "2026-09-11"),
        ("Fri, 12 Apr 2013", "2013-04-12"),
        ("2013-04-12 15:52:34.19", "2013-04-12"),
        ("Wed Aug 05 02:00:00 UTC 2026", "2026-08-05"),
        ("11/20/2019 08:55:24 AM", "2019-11-20"),
        ("20/11/2019", "2019-11-20"),
        ("5/5/2026", "2026-05-05"),
        ("03.04.2026", "2026-04-03"),
        ("4th October 2026", "2026-10-04"),
        ("Oct 4, 2026", "2026-10-04"),
        ("4 Sept. 2026", "2026-09-04"),
        (dt.date(2026, 5, 4), "2026-05-04"),
        (dt.datetime(2026, 5, 4, 23, tzinfo=dt.UTC), "2026-05-04"),
        ("03/04/2026", ""),
        ("2026-02-30", ""),
        ("2026-13-01", ""),
        ("9999-12-31", ""),
        ("0001-01-01", ""),
        ("Posted 30+ Days Ago", ""),
        ("há 6 horas", ""),
        ("1 week ago", ""),
        ("yesterday", ""),
        ("4 Brumaire 2026", ""),
        (20_260_501, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (10**30, ""),
        (True, ""),
        (None, ""),
        ("", ""),
        ([], ""),
    ],
    ids=repr,
)
def test_parse_date(value: object, date: str) -> None:
    assert parse_date(value) == date


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://a.example/x", True),
        ("javascript:alert(1)", False),
        ("/jobs/1", False),
        ("http://a b", False),
        (3, False),
    ],
)
def test_web_addresses_only(value: object, url: bool) -> None:
    assert web_address(value) == (value if url else "")


def test_small_vocabularies() -> None:
    assert [currency_code(value) for value in ("usd", "€", "$", "Euro", None)] == ["USD", "EUR", "", "", ""]
    assert [pay_period(value) for value in ("YEAR", "per annum", "NONE", 5)] == ["year", "year", "", ""]
    assert [language_code(value) for value in ("EN", "de-CH", {"code": "fr"}, "English", "xx1", None)] == [
        "en",
        "de",
        "fr",
        "en",
        "",
        "",
    ]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
COLUMNS = st.sampled_from(sorted({alias for aliases in ALIASES.values() for alias in aliases.split()}))


@given(st.dictionaries(COLUMNS, ANY, max_size=8))
def test_no_row_is_unforeseen(row: dict[str, Any]) -> None:
    posting = posting_from_row({**row, "text": "SQL"}, id="i", source="s", origin="o", limits=Limits())
    for value in (posting.id, posting.title, posting.text, posting.hiring_organization, posting.job_location):
        value.encode("utf-8")


@given(ANY)
def test_no_value_is_unforeseen(value: object) -> None:
    short_text(value)
    amount(value)
    parse_date(value)


@given(st.text(max_size=80))
def test_plain_text_comes_out_unchanged(text: str) -> None:
    if "\r" not in text and "\x00" not in text and text.isascii() and not has_markup(text):
        assert body_text(text, exact=True) == text
