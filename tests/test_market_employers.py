from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.market.employers import UNKNOWN, employer_key


@pytest.mark.parametrize(
    ("company", "key"),
    [
        ("Acme", "acme"),
        ("ACME, Inc.", "acme"),
        ("Acme inc,", "acme"),
        ("The Acme Company", "acme"),
        ("Acme L.L.C.", "acme"),
        ("Acme S.p.A.", "acme"),
        ("Acme Private Limited", "acme"),
        ("Acme Sdn Bhd", "acme"),
        ("Acme GmbH & Co. KG", "acme"),
        ("Acme (formerly Zenith)", "acme"),
        ("Acme (formerly Zenith", "acme"),
        ("Acme®", "acme"),
        ("  Acme\u00a0\n Ltd ", "acme"),
        ("Ａｃｍｅ Ｉｎｃ", "acme"),
        ("STRASSE AG", "strasse"),
        ("Straße AG", "strasse"),
        ("Miller & Sons", "miller and sons"),
        ("Miller and Sons Co.", "miller and sons"),
        ("O'Neill's", "oneills"),
        ("O’Neills", "oneills"),
        ("北方科技", "北方科技"),
    ],
    ids=str,
)
def test_employer_key_is_the_same_for_the_ways_of_writing_a_name(company: str, key: str) -> None:
    assert employer_key(company, "1") == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zenith (zenith.example)", "Zenith (zenithlabs.example)"),
        ("Acme Health", "Acme Insurance"),
        ("Zenith Bank", "Zenith"),
    ],
    ids=["sites", "branches", "longer"],
)
def test_employer_key_keeps_apart_what_may_be_two(one: str, other: str) -> None:
    assert employer_key(one, "1") != employer_key(other, "1")


@pytest.mark.parametrize("company", ["Inc", "The", "Co. Ltd", "SAS", "Company"], ids=str)
def test_employer_key_of_a_name_that_is_all_legal_form_is_not_empty(company: str) -> None:
    assert not employer_key(company, "1").startswith(UNKNOWN)


@pytest.mark.parametrize(
    "company", ["", "  ", "-", "?", "()", "Confidential", "N/A", "n.a.", "UNKNOWN"], ids=repr
)
def test_employer_key_of_an_unknown_employer_is_the_posting_s_own(company: str) -> None:
    assert employer_key(company, "7") == "?7"
    assert employer_key(company, "8") == "?8"


@given(st.text(max_size=30))
def test_employer_key_of_any_text_is_on_one_line_and_stays_as_it_is(company: str) -> None:
    key = employer_key(company, "7")
    assert key == "?7" or (key and key == " ".join(key.split()))
    assert key == "?7" or not key.startswith(UNKNOWN)
