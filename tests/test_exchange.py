from __future__ import annotations

from datetime import date

import pytest

from jobscan.extract.exchange import rates_until, usd_rate, yearly_usd
from jobscan.extract.salary import Salary, find_salary

Amount = float | None


def salary(low: Amount, high: Amount, currency: str, period: str) -> Salary:
    return Salary(low, high, currency, period, "", 0, 0)


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        (salary(100_000, 120_000, "USD", "year"), 110_000),
        (salary(None, 120_000, "USD", "year"), 120_000),
        (salary(50, 50, "USD", "hour"), 104_000),
        (salary(400, 400, "USD", "day"), 104_000),
        (salary(2_000, 2_000, "USD", "week"), 104_000),
        (salary(10_000, None, "USD", "month"), 120_000),
        (salary(None, None, "USD", "year"), None),
        (salary(1, 1, "USD", ""), None),
        (salary(50_000, 50_000, "XXX", "year"), None),
    ],
)
def test_yearly_usd_in_dollars(pay: Salary, expected: float | None) -> None:
    assert yearly_usd(pay, on=date(2024, 1, 2)) == expected


def test_yearly_usd_at_the_rate_of_the_day() -> None:
    # The European Central Bank's reference rate of 2021-05-14 is 1.2123 dollars to the euro.
    assert yearly_usd(salary(50_000, 50_000, "EUR", "year"), on=date(2021, 5, 14)) == 60_615


def test_usd_rate_takes_friday_s_on_sunday() -> None:
    rate = usd_rate("EUR", on=date(2021, 5, 16))
    assert rate is not None
    assert (rate.usd, rate.day) == (1.2123, date(2021, 5, 14))


def test_usd_rate_after_the_table_is_its_last() -> None:
    rate = usd_rate("GBP", on=date(2999, 1, 1))
    assert rate is not None
    assert rate.day == rates_until()


@pytest.mark.parametrize(
    ("currency", "day"),
    [
        ("EUR", date(1998, 1, 1)),
        ("AED", date(2024, 1, 2)),
        ("RUB", date(2024, 1, 2)),
        ("Date", date(2024, 1, 2)),
        ("", date(2024, 1, 2)),
    ],
    ids=["before-the-euro", "never-quoted", "quoted-no-more", "no-currency", "none"],
)
def test_usd_rate_is_none(currency: str, day: date) -> None:
    assert usd_rate(currency, on=day) is None


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Pay: $40 - $60 per hour", "US", 104_000),
        ("We pay $500 per day", "US", 130_000),
        ("Salary: $100k-120k", "US", 110_000),
        ("Salary: $8,000 per month", "US", 96_000),
    ],
)
def test_yearly_usd_of_what_a_text_says(text: str, country: str, expected: float) -> None:
    found = find_salary(text, country=country)
    assert found is not None
    assert yearly_usd(found, on=None) == expected


def test_yearly_usd_of_lakhs_and_crores() -> None:
    # The European Central Bank's reference rates of 2021-05-14: 1.2123 dollars, 88.807 rupees to the euro.
    lakhs, crore = (find_salary(text) for text in ("Salary: ₹20-30 LPA", "Salary: ₹1.2 crore per annum"))
    assert lakhs is not None
    assert crore is not None
    rupee = 1.2123 / 88.807
    assert yearly_usd(lakhs, on=date(2021, 5, 14)) == pytest.approx(2_500_000 * rupee, abs=0.01)
    assert yearly_usd(crore, on=date(2021, 5, 14)) == pytest.approx(12_000_000 * rupee, abs=0.01)
