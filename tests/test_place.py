from __future__ import annotations

import csv

import pytest

from jobscan.extract.place import PlaceRules, compile_place_rules, find_country
from jobscan.resources import lexicon_directory


def _shipped() -> PlaceRules:
    with (lexicon_directory() / "places.csv").open(encoding="utf-8", newline="") as file:
        return compile_place_rules(list(csv.DictReader(file)))


RULES = _shipped()


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("San Francisco, CA", "US"),
        ("Fresno, CA 93701", "US"),
        ("12 Pear St, Modesto, California 95350, US", "US"),
        ("Sunnyvale, California, United States", "US"),
        ("New York, NY (HQ)", "US"),
        ("Remote (US)", "US"),
        ("Lebanon, PA", "US"),
        ("Saint Helena, CA", "US"),
        ("Dublin, CA", "US"),
        ("Melbourne, FL", "US"),
        ("Atlanta, Georgia", "US"),
        ("US-CA-San Jose", "US"),
        ("San Francisco, CA; New York, NY", "US"),
        ("San Francisco Bay Area", "US"),
        ("London", "GB"),
        ("London, UK", "GB"),
        ("Greater Manchester", "GB"),
        ("North Yorkshire", "GB"),
        ("Stockton-on-Tees", "GB"),
        ("Cambridge, UK", "GB"),
        ("Remote - Germany", "DE"),
        ("Berlin, DE", "DE"),
        ("München", "DE"),
        ("Home based - Shenzhen, China", "CN"),
        ("Toronto, ON", "CA"),
        ("Toronto, CA", "CA"),
        ("London, Ontario", "CA"),
        ("Victoria, BC", "CA"),
        ("Sydney, NSW", "AU"),
        ("Perth, WA", "AU"),
        ("Seattle, WA", "US"),
        ("Bangalore, Karnataka, India", "IN"),
        ("Gary, IN", "US"),
        ("Tbilisi, Georgia", "GE"),
        ("Dublin, Ireland", "IE"),
        ("Singapore", "SG"),
    ],
)
def test_find_country(location: str, expected: str) -> None:
    assert find_country(location, RULES) == expected


@pytest.mark.parametrize(
    "location",
    [
        "",
        "Remote",
        "Home based - Americas, EMEA",
        "Europe",
        "San Francisco or London",
        "Berlin, Germany; London, UK",
        "Remote, US or Canada",
        "CA",
        "DE",
        "Georgia",
        "Washington",
        "Birmingham",
        "Cambridge",
        "Pearwood",
        ", - ;",
    ],
)
def test_find_country_is_unknown(location: str) -> None:
    assert find_country(location, RULES) == ""


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([{"place": "Pearwood", "country": "Peru"}], id="no-code"),
        pytest.param(
            [{"place": "Pearwood", "country": "PE"}, {"place": "pearwood", "country": "GB"}], id="twice"
        ),
    ],
)
def test_compile_place_rules_refuses(rows: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"pearwood|Peru"):
        compile_place_rules(rows)


def test_find_country_tells_the_same_of_a_location_it_has_met() -> None:
    rules = compile_place_rules([{"place": "Pearville", "country": "GB"}])
    assert [find_country("Pearville", rules) for _ in range(2)] == ["GB", "GB"]
    assert rules == compile_place_rules([{"place": "Pearville", "country": "GB"}])
