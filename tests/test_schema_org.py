"""Tests of schema.org's members in the shapes that pages send."""

from __future__ import annotations

import re
from typing import Any

import pytest

from jobscan.errors import PostingError
from jobscan.posting import Pay, Posting
from jobscan.sources.countries import _codes, country_code
from jobscan.sources.schema_org import posting_from_schema

USD_YEAR = Pay(90_000.0, 120_000.0, "USD", "year")


def read(**members: Any) -> Posting:
    node = {
        "@type": "JobPosting",
        "title": "Data Engineer",
        "description": "<p>Python and SQL.</p>",
        **members,
    }
    return posting_from_schema(node, id="a.html", source="jobs.example", origin="saved/a.html")


def test_a_plain_posting() -> None:
    posting = read(
        datePosted="2026-03-04T10:00:00+01:00",
        validThrough="2026-04-04",
        hiringOrganization={"@type": "Organization", "name": "Brightwater Analytics"},
        jobLocation={
            "@type": "Place",
            "address": {"addressLocality": "Bern", "addressRegion": "BE", "addressCountry": "CH"},
        },
        employmentType="FULL_TIME",
        industry="Water",
        url="https://jobs.example/1",
        inLanguage="en-GB",
    )
    assert posting == Posting(
        id="a.html",
        source="jobs.example",
        origin="saved/a.html",
        title="Data Engineer",
        text="Python and SQL.",
        hiring_organization="Brightwater Analytics",
        job_location="Bern, BE, CH",
        address_country="CH",
        employment_type=("FULL_TIME",),
        date_posted="2026-03-04",
        valid_through="2026-04-04",
        industry="Water",
        url="https://jobs.example/1",
        in_language="en",
    )


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param({"title": "  R&amp;D \u00a0 Lead "}, "R&D Lead", id="entities and spaces"),
        pytest.param({"title": "", "name": "Analyst"}, "Analyst", id="name in place of title"),
        pytest.param(
            {"title": "undefined", "name": "Analyst"}, "Analyst", id="what a template prints for nothing"
        ),
        pytest.param({"title": ["Analyst", "Analyst"]}, "Analyst", id="list"),
        pytest.param({"title": "<b>Data</b> Engineer"}, "Data Engineer", id="markup"),
        pytest.param({"title": "IngÃ©nieur"}, "Ingénieur", id="mojibake"),
        pytest.param({"title": None}, "", id="none"),
    ],
)
def test_title(members: dict[str, Any], expected: str) -> None:
    assert read(**members).title == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param({"description": "&lt;p&gt;R&amp;amp;D&lt;/p&gt;"}, "R&D", id="escaped"),
        pytest.param({"description": "One.\\n\\n- two"}, "One.\n\n- two", id="literal line breaks"),
        pytest.param({"description": ["<p>a</p>", "<p>b</p>"]}, "a\nb", id="list"),
        pytest.param({"description": "IngÃ©nieur"}, "Ingénieur", id="mojibake"),
        pytest.param(
            {"responsibilities": "<ul><li>Build</ul>", "qualifications": "SQL."},
            "Python and SQL.\n\nResponsibilities\n- Build",
            id="members of their own, unless the description says the same",
        ),
        pytest.param(
            {"description": "", "responsibilities": "Build."}, "Responsibilities\nBuild.", id="only these"
        ),
        pytest.param(
            {"skills": "Go, Rust ,SQL"}, "Python and SQL.\n\nSkills\n- Go\n- Rust", id="skills, by comma"
        ),
        pytest.param({"skills": ["Python", "SQL"]}, "Python and SQL.", id="skills that were named"),
        pytest.param(
            {"skills": [{"@type": "DefinedTerm", "name": "Go"}, {"name": "SQL"}]},
            "Python and SQL.\n\nSkills\n- Go",
            id="skills as terms",
        ),
        pytest.param(
            {"educationRequirements": {"credentialCategory": "bachelor degree"}},
            "Python and SQL.",
            id="a credential's category is the board's, not the text's",
        ),
        pytest.param(
            {
                "description": "A BSc in physics.",
                "educationRequirements": {"credentialCategory": "bachelor degree"},
            },
            "A BSc in physics.",
            id="credential that the description covers",
        ),
        pytest.param({"educationRequirements": "No requirements"}, "Python and SQL.", id="no requirements"),
        pytest.param(
            {"experienceRequirements": {"monthsOfExperience": 36}},
            "Python and SQL.",
            id="months are not text",
        ),
        pytest.param(
            {"experienceRequirements": "Three years of SQL"},
            "Python and SQL.\n\nExperience\nThree years of SQL",
            id="experience in words",
        ),
        pytest.param(
            {"jobBenefits": "null", "skills": "undefined"}, "Python and SQL.", id="nothing, as printed"
        ),
    ],
)
def test_text(members: dict[str, Any], expected: str) -> None:
    assert read(**members).text == expected


@pytest.mark.parametrize(
    "description", ["", "  ", None, "<p></p>", "undefined", [], {}, "<script>x</script>", 7]
)
def test_a_posting_without_a_description_is_an_error(description: object) -> None:
    with pytest.raises(PostingError, match="no description") as caught:
        read(description=description)
    assert caught.value.reason == "no_text"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Brightwater", "Brightwater", id="string"),
        pytest.param({"name": " Brightwater  &amp; Co "}, "Brightwater & Co", id="object"),
        pytest.param({"legalName": "Brightwater GmbH"}, "Brightwater GmbH", id="legal name"),
        pytest.param([{"name": ""}, {"name": "Brightwater"}], "Brightwater", id="list"),
        pytest.param({"@id": "#org"}, "", id="unresolved reference"),
        pytest.param("#org", "", id="unresolved name of a node"),
        pytest.param({"name": ["Brightwater", "Brightwater"]}, "Brightwater", id="list of names"),
        pytest.param("undefined", "", id="printed nothing"),
        pytest.param(None, "", id="none"),
    ],
)
def test_hiring_organization(value: object, expected: str) -> None:
    assert read(hiringOrganization=value).hiring_organization == expected


def _address(**parts: object) -> dict[str, object]:
    return {"@type": "Place", "address": {"@type": "PostalAddress", **parts}}


@pytest.mark.parametrize(
    ("value", "location", "country"),
    [
        pytest.param("Bern, Switzerland", "Bern, Switzerland", "", id="string"),
        pytest.param("Switzerland", "Switzerland", "CH", id="string that is a country"),
        pytest.param({"name": "Bern"}, "Bern", "", id="place without address"),
        pytest.param({"address": "Bern"}, "Bern", "", id="address as a string"),
        pytest.param({"address": [{"addressLocality": "Bern"}]}, "Bern", "", id="address as a list"),
        pytest.param(
            _address(addressLocality="Bern", addressCountry="CHE"), "Bern, CHE", "CH", id="three letters"
        ),
        pytest.param(
            _address(addressLocality="Bern", addressCountry={"@type": "Country", "name": "Schweiz"}),
            "Bern, Schweiz",
            "CH",
            id="country as an object, in its own language",
        ),
        pytest.param(_address(addressCountry=["USA"] * 10), "USA", "US", id="the same country ten times"),
        pytest.param(_address(addressCountry={"name": ["USA"] * 10}), "USA", "US", id="its name ten times"),
        pytest.param(
            _address(addressLocality="undefined", addressCountry="null"), "", "", id="printed nothing"
        ),
        pytest.param(
            _address(streetAddress="Aare 1", postalCode="3011"), "Aare 1, 3011", "", id="only a street"
        ),
        pytest.param(
            {"addressLocality": "Bern", "addressCountry": "CH"}, "Bern, CH", "CH", id="no address level"
        ),
        pytest.param(
            [
                _address(addressLocality="Bern", addressCountry="CH"),
                _address(addressLocality="Ulm", addressCountry="DE"),
            ],
            "Bern, CH; Ulm, DE",
            "",
            id="two countries",
        ),
        pytest.param([_address(addressLocality="Bern")] * 2, "Bern", "", id="a place twice"),
        pytest.param(
            [{"name": name, **_address(addressCountry="US")} for name in ("Austin, TX", "Reno, NV")],
            "Austin, TX; Reno, NV",
            "US",
            id="places of different names that share an address",
        ),
        pytest.param(
            {"name": "Brightwater", **_address(addressLocality="Bern")}, "Bern", "", id="employer as place"
        ),
        pytest.param({"name": "Brightwater"}, "", "", id="employer as the only place"),
        pytest.param(None, "", "", id="none"),
        pytest.param([None, {}, [], 5], "5", "", id="debris"),
    ],
)
def test_job_location(value: object, location: str, country: str) -> None:
    posting = read(jobLocation=value, hiringOrganization="Brightwater")
    assert (posting.job_location, posting.address_country) == (location, country)


def test_the_country_of_applicants_counts_where_no_place_names_one() -> None:
    where = {"@type": "Country", "name": "Canada"}
    assert read(applicantLocationRequirements=where).address_country == "CA"
    place = _address(addressCountry="US")
    assert read(applicantLocationRequirements=where, jobLocation=place).address_country == "US"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("TELECOMMUTE", "remote"),
        (["TELECOMMUTE"], "remote"),
        ("Hybrid", "hybrid"),
        ("", ""),
        (None, ""),
        ("Berlin", ""),
    ],
)
def test_job_location_type(value: object, expected: str) -> None:
    assert read(jobLocationType=value).job_location_type == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("FULL_TIME", ("FULL_TIME",)),
        (["FULL_TIME", "CONTRACTOR"], ("FULL_TIME", "CONTRACTOR")),
        ("FULL_TIME, PART_TIME", ("FULL_TIME", "PART_TIME")),
        ("[Full-time, Part-time]", ("FULL_TIME", "PART_TIME")),
        ("https://schema.org/INTERN", ("INTERN",)),
        ("業務委託", ("CONTRACTOR",)),
        ("Vollzeit", ("FULL_TIME",)),
        ("Festanstellung", ()),
        (None, ()),
    ],
)
def test_employment_type(value: object, expected: tuple[str, ...]) -> None:
    assert read(employmentType=value).employment_type == expected


def _salary(**value: object) -> dict[str, object]:
    return {"@type": "MonetaryAmount", "currency": "USD", "value": {"@type": "QuantitativeValue", **value}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            _salary(minValue=90_000, maxValue=120_000, unitText="YEAR"), (USD_YEAR,), id="as documented"
        ),
        pytest.param(
            _salary(minValue="90,000", maxValue="$120,000", unitText="year"), (USD_YEAR,), id="strings"
        ),
        pytest.param(
            {**_salary(minValue=90_000, maxValue=120_000), "unitText": "YEAR"}, (USD_YEAR,), id="unit outside"
        ),
        pytest.param(
            {**_salary(value=40, unitText="HOUR"), "unitText": "YEAR"},
            (Pay(40, 40, "USD", "hour"),),
            id="inner unit wins",
        ),
        pytest.param(
            _salary(minValue=120_000, maxValue=90_000, unitText="YEAR"), (USD_YEAR,), id="wrong way round"
        ),
        pytest.param(_salary(minValue=90_000, maxValue=120, unitText="YEAR"), (), id="of two units"),
        pytest.param(
            _salary(minValue=90_000, maxValue=0), (Pay(90_000, None, "USD", ""),), id="only a minimum"
        ),
        pytest.param(_salary(minValue=0, maxValue=0, unitText="YEAR"), (), id="zero is unknown"),
        pytest.param(_salary(value="Competitive"), (), id="competitive"),
        pytest.param(_salary(value="90,000 - 120,000", unitText="YEAR"), (USD_YEAR,), id="range in a string"),
        pytest.param(_salary(value=float("nan")), (), id="NaN"),
        pytest.param(_salary(value=True), (), id="boolean"),
        pytest.param({"value": 5000, "currency": "CHF"}, (Pay(5000, 5000, "CHF", ""),), id="plain value"),
        pytest.param({"price": "5000", "priceCurrency": "CHF"}, (Pay(5000, 5000, "CHF", ""),), id="price"),
        pytest.param(100_000, (Pay(100_000, 100_000, "EUR", ""),), id="number"),
        pytest.param("100000", (Pay(100_000, 100_000, "EUR", ""),), id="digits"),
        pytest.param("£40,000 to £50,000", (Pay(40_000, 50_000, "GBP", ""),), id="own currency"),
        pytest.param("$120-150k", (Pay(120_000, 150_000, "EUR", ""),), id="one k for both"),
        pytest.param("40 000 60 000 руб.", (Pay(40_000, 60_000, "EUR", ""),), id="groups by spaces"),
        pytest.param("45.000 €", (Pay(45_000, 45_000, "EUR", ""),), id="groups by points"),
        pytest.param("$0.05 - $0.06", (Pay(0.05, 0.06, "EUR", ""),), id="decimals"),
        pytest.param("1 to 5 of 20 grades", (), id="three numbers"),
        pytest.param(
            "Pay depends on experience; last year 30 people joined us and 20 left", (), id="sentence"
        ),
        pytest.param([_salary(value=5), _salary(value=5), _salary(value=6)], 2, id="list, each once"),
        pytest.param(
            {"currency": "JP", "value": {"value": "基本給", "unitText": "月額報酬"}},
            (),
            id="template without numbers",
        ),
        pytest.param(
            {"currency": "JPY", "value": {"value": 300_000, "unitText": "月額報酬"}},
            (Pay(300_000, 300_000, "JPY", "month"),),
            id="Japanese unit",
        ),
        pytest.param({"value": [{"minValue": 5}]}, (Pay(5, None, "EUR", ""),), id="value in a list"),
        pytest.param({}, (), id="empty"),
        pytest.param("", (), id="empty string"),
    ],
)
def test_base_salary(value: object, expected: tuple[Pay, ...] | int) -> None:
    found = read(baseSalary=value, salaryCurrency="EUR").base_salary
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_an_estimate_is_not_pay() -> None:
    assert read(estimatedSalary=_salary(minValue=1, maxValue=2)).base_salary == ()


@pytest.mark.parametrize(
    ("url", "page_url", "expected"),
    [
        ("https://jobs.example/1", "", "https://jobs.example/1"),
        ("/jobs/1", "https://jobs.example/list", "https://jobs.example/jobs/1"),
        ("/jobs/1", "", ""),
        ("javascript:alert(1)", "https://jobs.example/", ""),
        ("http://[", "https://jobs.example/", ""),
    ],
)
def test_url(url: str, page_url: str, expected: str) -> None:
    node = {"title": "A", "description": "B", "url": url}
    assert posting_from_schema(node, id="a", source="b", origin="c", page_url=page_url).url == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("de", "de"),
        ("en-US", "en"),
        ({"name": "English", "alternateName": "en"}, "en"),
        (["fr"], "fr"),
        ("?", ""),
    ],
)
def test_in_language(value: object, expected: str) -> None:
    assert read(inLanguage=value).in_language == expected


@pytest.mark.parametrize(
    "key", ["title", "hiringOrganization", "jobLocation", "baseSalary", "employmentType", "skills"]
)
@pytest.mark.parametrize(
    "value",
    [0, -1, True, 1e400, "\ud800\x00", [[[["x"]]]], {"name": {"name": {}}}, {"address": {"address": []}}],
)
def test_no_shape_of_a_member_raises(key: str, value: object) -> None:
    assert read(**{key: value}).text.startswith("Python and SQL.")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("US", "US"),
        ("usa", "US"),
        ("U.S.A.", "US"),
        ("United States", "US"),
        ("The United States of America", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("BRA", "BR"),
        ("Brasil", "BR"),
        ("Deutschland", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("cote d'ivoire", "CI"),
        ("Viet Nam", "VN"),
        ("Republic of Korea", "KR"),
        ("日本", "JP"),
        ("Georgia", ""),  # more often the American state
        ("European Union", ""),
        ("Berlin", ""),
        ("XX", ""),
        ("", ""),
    ],
)
def test_country_code(name: str, code: str) -> None:
    assert country_code(name) == code


def test_country_codes_are_all_there_and_each_name_has_one() -> None:
    codes = _codes()
    assert {code for code in codes.values() if not re.fullmatch("[A-Z]{2}", code)} == set()
    assert len(set(codes.values())) == 250
    assert [name for name in ("of", "a", "kingdom", "america") if country_code(name)] == []
    names = {
        "Grenada": "GD",
        "GRD": "GD",
        "Uruguay": "UY",
        "Estados Unidos": "US",
        "the united kingdom": "GB",
    }
    assert {name: country_code(name) for name in names} == names
