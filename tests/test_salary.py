from __future__ import annotations

import pytest

from jobscan.extract.salary import Salary, find_salary
from jobscan.posting import Pay

Amount = float | None


def figures(text: str, *, location: str = "", country: str = "") -> tuple[Amount, Amount, str, str] | None:
    found = find_salary(text, location=location, country=country)
    return (found.minimum, found.maximum, found.currency, found.period) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salary: $100,000 - $130,000", (100_000, 130_000, "USD", "year")),
        ("Base salary: $150,000 to $190,000 USD", (150_000, 190_000, "USD", "year")),
        ("The pay range is $120-150k, with flexibility.", (120_000, 150_000, "USD", "year")),
        ("SALARY:\n£40k - 60k Basic", (40_000, 60_000, "GBP", "year")),
        ("Salary £60k–£75k depending on experience", (60_000, 75_000, "GBP", "year")),
        ("USD 120,000 - 150,000 per year", (120_000, 150_000, "USD", "year")),
        (
            "The base salary range for this role is USD$257,000 per year - USD$285,500 per year.",
            (257_000, 285_500, "USD", "year"),
        ),
        ("Base salary range:\n\n$24.52—$28.85 USD", (24.52, 28.85, "USD", "hour")),
        ("Compensation: From $30/hr to $70/hr, depending on location", (30, 70, "USD", "hour")),
        ("Pay: $34.00 per hour", (34, 34, "USD", "hour")),
        ("We pay £450 per day outside IR35", (450, 450, "GBP", "day")),
        ("$4,476 - $7,861 a month", (4_476, 7_861, "USD", "month")),
        ("The salary is 3,333 USD - 4,200 USD per\nmonth (gross)", (3_333, 4_200, "USD", "month")),
        ("Gehalt: 60.000 € - 75.000 € brutto", (60_000, 75_000, "EUR", "year")),
        ("Salary of €60.000", (60_000, 60_000, "EUR", "year")),
        ("Base pay range per year: €86 000 - €122 000", (86_000, 122_000, "EUR", "year")),
        ("Salary: CA$95,000 - CA$120,000", (95_000, 120_000, "CAD", "year")),
        ("Salary: A$140k + super", (140_000, 140_000, "AUD", "year")),
        ("Salary CHF 110'000 - 130'000", (110_000, 130_000, "CHF", "year")),
        ("Salary: 15 000 - 20 000 PLN per month", (15_000, 20_000, "PLN", "month")),
        ("Salary: ₹12,00,000 - ₹18,00,000 per annum", (1_200_000, 1_800_000, "INR", "year")),
        ("Salary: ₹20-30 LPA", (2_000_000, 3_000_000, "INR", "year")),
        ("A salary of between £55,000 and £72,000 plus car", (55_000, 72_000, "GBP", "year")),
        ("Senior Analyst\nLeeds\nUp to £55,000 + bonus", (None, 55_000, "GBP", "year")),
        ("Salary from $100k", (100_000, None, "USD", "year")),
        ("Pay: $90,000+ annually", (90_000, None, "USD", "year")),
        ("The salary starts at $90 per hour.", (90, None, "USD", "hour")),
        ("Data Engineer\nBristol\n£70,000\nThe company", (70_000, 70_000, "GBP", "year")),
        ("£80,000 + benefits", (80_000, 80_000, "GBP", "year")),
        ("Salary Range: $135,000-165,000k base", (135_000, 165_000, "USD", "year")),
        ("Rate: $30-$37/hourDuties", (30, 37, "USD", "hour")),
        ("Entry level position at $15hr, not flexible", (15, 15, "USD", "hour")),
        ("Fresno, CA$100,000-$120,000\nThe barn", (100_000, 120_000, "USD", "year")),
        ("Salary range of £70,000 and £90,000", (70_000, 90_000, "GBP", "year")),
        ("Bristol, £60,000pa - £70,000pa plus benefits", (60_000, 70_000, "GBP", "year")),
        ("Pay Type: Hourly\nMin Hiring Rate\n$18.35\nMax Hiring Rate\n$22.93", (18.35, 22.93, "USD", "hour")),
        ("Minimum: $98,900.00Maximum: $228,700.00 a year", (98_900, 228_700, "USD", "year")),
        ("You get:\n£40-55k salary (by experience)\nMonthly cheese", (40_000, 55_000, "GBP", "year")),
        ("You can expect:\n£30k or more basic salary", (30_000, None, "GBP", "year")),
        ("The range is 2,500 - 3,333 USD  per\nmonth (gross)", (2_500, 3_333, "USD", "month")),
        ("Pay Range: 131,000 – 184,000. 401(k) match", (131_000, 184_000, "USD", "year")),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_find_salary_reads(text: str, expected: tuple[Amount, Amount, str, str]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("We raised $120,000,000 and $30M in Series B.", id="funding"),
        pytest.param("Orchard moved over $1B last year.", id="vast"),
        pytest.param("Trees worth $52.2 trillion", id="trillion"),
        pytest.param("We made $500,000 in revenue.", id="revenue"),
        pytest.param("Gives $10-$15 million to schools", id="range-of-millions"),
        pytest.param("A $2,000 annual learning stipend", id="stipend"),
        pytest.param("Barn builds affordable ($10k) wheeled robots", id="price"),
        pytest.param("Cover: ₹6 lakhs annually.\n- ₹5 lakhs top-up is available", id="top-up"),
        pytest.param("Accident cover with a total sum insured of INR 10,00,000", id="sum-insured"),
        pytest.param("You should be billing c. £200K", id="what-is-billed"),
        pytest.param("Salary: $2513.60 to $2,541.60 (grade 23)\nBi-weekly", id="every-two-weeks"),
        pytest.param("Orders of 40-80k plus a 401k plan", id="bare-thousands"),
        pytest.param("Sign-on bonus: $10,000", id="sign-on"),
        pytest.param("Referral bonus of up to $5,000 per year", id="referral"),
        pytest.param("Tuition reimbursement up to $5,250 per year", id="tuition"),
        pytest.param("Fertility HRA (up to $10,000 per year)", id="benefit-cap"),
        pytest.param("401(k) match up to $8,000 a year", id="401k"),
        pytest.param("Equity worth $50,000 over four years", id="equity"),
        pytest.param("You own a budget of $250,000 - $400,000.", id="budget"),
        pytest.param("A competitive salary and $500 book allowance", id="allowance-after-salary"),
        pytest.param("Loved by 401 users and 30-40k farms", id="no-currency"),
        pytest.param("Salary: $90 - $120 per year", id="too-little"),
        pytest.param("Salary: $5,000,000 per year", id="too-much"),
        pytest.param("Our 401(k) plan, our 24/7 desk, C$ 3", id="debris"),
    ],
)
def test_find_salary_refuses(text: str) -> None:
    assert find_salary(text) is None


def test_find_salary_falling_range_is_no_range() -> None:
    assert figures("Salary: $120,000 - $90,000") == (120_000, 120_000, "USD", "year")


@pytest.mark.parametrize("country", ["", "US", "DE"])
def test_find_salary_bare_dollar_is_american(country: str) -> None:
    assert figures("Salary: $100,000", country=country) == (100_000, 100_000, "USD", "year")


@pytest.mark.parametrize(
    ("location", "country", "currency"),
    [("Toronto, Canada", "", "CAD"), ("", "AU", "AUD"), ("Fresno, CA", "", "USD")],
)
def test_find_salary_bare_dollar_of_the_country(location: str, country: str, currency: str) -> None:
    found = find_salary("Salary: $100,000", location=location, country=country)
    assert found is not None
    assert found.currency == currency


def test_find_salary_takes_the_country_s_money_where_none_is_named() -> None:
    assert figures("Salary: 45,000 - 55,000", country="GB") == (45_000, 55_000, "GBP", "year")
    assert figures("Salary: 45,000 - 55,000") is None


BY_PLACE = (
    "For Seattle, WA-based roles: The base salary range is $150,000 - $160,000.\n\n"
    "For New York, NY-based roles: The base salary range is $170,000 - $180,000.\n\n"
    "For all other locations the base salary range is $130,000 - $140,000."
)


@pytest.mark.parametrize(
    ("location", "minimum"),
    [
        ("", 150_000),
        ("New York, New York, United States", 170_000),
        ("NYC", 170_000),
        ("Spokane, Washington", 150_000),
        ("Boise, Idaho", 130_000),
    ],
)
def test_find_salary_by_place(location: str, minimum: float) -> None:
    found = find_salary(BY_PLACE, location=location)
    assert found is not None
    assert found.minimum == minimum


def test_find_salary_place_after_the_range() -> None:
    text = "Pay is $90,000 - $120,000 in New York and $80,000 - $100,000 in Ohio."
    assert figures(text, location="Dayton, OH") == (80_000, 100_000, "USD", "year")


def test_find_salary_prefers_base_to_target_earnings() -> None:
    text = (
        "On-target earnings (OTE) are $90,000 - $110,000. That includes a base salary of $60,000 - $70,000."
    )
    assert figures(text) == (60_000, 70_000, "USD", "year")


def test_find_salary_quotes_the_text() -> None:
    text = "We offer a salary of £40,000 - £50,000 and cider."
    found = find_salary(text)
    assert found == Salary(40_000, 50_000, "GBP", "year", "£40,000 - £50,000", 21, 38)
    assert text[found.start : found.end] == found.quote


def test_find_salary_structured_field_first() -> None:
    stated = (Pay(50_000, 60_000, "EUR", "year"),)
    assert find_salary("Salary: $90,000", stated=stated) == Salary(50_000, 60_000, "EUR", "year", "", 0, 0)


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        pytest.param(Pay(45_000, 52_000, "", ""), ("GBP", "year"), id="nothing-but-amounts"),
        pytest.param(Pay(18.5, None, "GBP", ""), ("GBP", "hour"), id="by-size"),
    ],
)
def test_find_salary_completes_a_structured_field(pay: Pay, expected: tuple[str, str]) -> None:
    found = find_salary("", stated=(pay,), country="GB")
    assert found is not None
    assert (found.currency, found.period) == expected


@pytest.mark.parametrize(
    "pay", [Pay(1, 1, "USD", "year"), Pay(None, None, "USD", "year"), Pay(9e4, 6e4, "USD", "year")]
)
def test_find_salary_refuses_an_implausible_field(pay: Pay) -> None:
    assert find_salary("", stated=(pay,)) is None


def test_find_salary_survives_hostile_text() -> None:
    assert find_salary("$" * 20_000) is None
    assert find_salary("$1," * 5_000) is None
    assert find_salary("$1 - " * 5_000) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salary - 80k-85k + Competitive benefits", (80_000, 85_000)),
        ("The role is paying up to 110k for the right grower", (None, 110_000)),
        ("25-30k Base, 35-50k OTE", (25_000, 30_000)),
        ("Orchard company - 45k-55k p/annum", (45_000, 55_000)),
        ("A competitive salary (50 - 70k), says my client", (50_000, 70_000)),
    ],
)
def test_find_salary_reads_thousands_without_a_currency(text: str, expected: tuple[Amount, Amount]) -> None:
    assert figures(text, country="GB") == (*expected, "GBP", "year")
    assert figures(text) is None  # whose pounds?


def test_find_salary_reads_the_title_where_the_text_says_nothing() -> None:
    found = find_salary("We grow pears.", title="Data Engineer - £45-52k", country="GB")
    assert found is not None
    assert (found.minimum, found.maximum, found.quote, found.start, found.end) == (
        45_000,
        52_000,
        "£45-52k",
        0,
        0,
    )
    assert figures("Salary: £60k") == (60_000, 60_000, "GBP", "year")
    beside = find_salary("Salary: £60k", title="Engineer - £50k")
    assert beside is not None
    assert beside.minimum == 60_000
