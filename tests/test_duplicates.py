from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rensa import RMinHash

from jobscan.extract.duplicates import Duplicate, find_duplicates, sketch, text_hash

# 120 different words in a fixed order, so that what two texts share can be counted.
WORDS = [
    f"{a}{b}" for a in ("apple", "birch", "cedar", "daisy", "elder", "fern") for b in "abcdefghijklmnopqrst"
]
TEXT = " ".join(WORDS)
TITLE = "Data Scientist, Orchards"


def item(posting_id: str, text: str, title: str = TITLE, location: str = "") -> tuple[str, str, bytes]:
    return posting_id, text_hash(text), sketch(text, title=title, location=location)


def with_changes(*places: int) -> str:
    return " ".join("changed" if at in places else word for at, word in enumerate(WORDS))


# What decides which way a text is read: case and forms that depend on neighbours, blanks, signs of any kind.
TEXTS = st.text(
    st.one_of(st.sampled_from("aB c_\n  \x1c\x85\xa0’•…™\u0301Σσςİßé\ud800²Ⓐ\u2028"), st.characters())
)


# --- text_hash


@given(TEXTS)
def test_text_hash_is_of_the_folded_text(text: str) -> None:
    same = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    assert text_hash(text) == hashlib.sha256(same.encode("utf-8", "surrogatepass")).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "Data scientist in Ghent",
        "DATA SCIENTIST\tin\n\nGhent ",
        "Data scientist in\u00a0Ghent",
        "Ｄata scientist in Ghent",
    ],
)
def test_text_hash_ignores_case_space_and_forms(text: str) -> None:
    assert text_hash(text) == hashlib.sha256(b"data scientist in ghent").hexdigest()


def test_text_hash_tells_texts_apart() -> None:
    assert text_hash("Data scientist in Ghent") != text_hash("Data scientist in Bruges")


def test_text_hash_of_a_lone_surrogate_is_a_hash() -> None:
    assert len(text_hash("\ud800")) == 64


# --- sketch


@given(TEXTS, st.booleans())
def test_sketch_is_of_runs_of_letters_and_digits(text: str, many_signs: bool) -> None:
    signs = "".join(map(chr, range(0x2190, 0x21D0))) if many_signs else " "
    text = f"{text}{signs}{TEXT} {text}"
    words = re.findall(r"[^\W_]+", text.lower())
    runs = RMinHash(128, 1)
    runs.update([" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)])
    assert sketch(text, title=TITLE)[8:] == np.asarray(runs.digest(), dtype="<u4").tobytes()


def test_sketch_is_small_and_the_same_each_time() -> None:
    assert sketch(TEXT, title=TITLE) == sketch(TEXT, title=TITLE)
    assert len(sketch(TEXT, title=TITLE)) == 520


def test_sketch_is_the_same_on_every_machine() -> None:
    digest = hashlib.sha256(sketch(TEXT, title=TITLE)).hexdigest()
    assert digest == "51fe634fc90ce75bb4ce79240e35ccde7d1928437ad962e3e64cad49fc757587"


def test_sketch_of_a_short_text_is_empty() -> None:
    assert sketch("Data scientist wanted.", title=TITLE) == b""


# --- find_duplicates


def test_find_duplicates_finds_the_same_text() -> None:
    found = find_duplicates([item("b", TEXT), item("a", TEXT.upper()), item("c", "Something else")])
    assert found == {"b": Duplicate("a", "exact")}


def test_find_duplicates_finds_a_changed_line() -> None:
    found = find_duplicates([item("a", TEXT), item("b", with_changes(3, 4))])
    assert found == {"b": Duplicate("a", "near")}


def test_find_duplicates_finds_the_same_job_in_another_town() -> None:
    ghent = item("a", TEXT + " Ghent", "Data Scientist - Ghent", "Ghent, Belgium")
    bruges = item("b", TEXT + " Bruges", "Data Scientist - Bruges", "Bruges, Belgium")
    assert find_duplicates([ghent, bruges]) == {"b": Duplicate("a", "near")}


@pytest.mark.parametrize(
    "title",
    [
        "Orchards Data Scientist",
        "data scientist (orchards) #48213",
        "Data Scientist, Orchards (m/f/d), Remote",
    ],
)
def test_find_duplicates_takes_titles_for_the_same(title: str) -> None:
    assert find_duplicates([item("a", TEXT), item("b", with_changes(3), title)]) == {
        "b": Duplicate("a", "near")
    }


@pytest.mark.parametrize(
    "title", ["Senior Data Scientist, Orchards", "Data Scientist, Vineyards", "Data Scientist II"]
)
def test_find_duplicates_keeps_another_job_of_the_same_text(title: str) -> None:
    assert find_duplicates([item("a", TEXT), item("b", with_changes(3), title)]) == {}


def test_find_duplicates_keeps_jobs_that_share_their_boilerplate() -> None:
    other = " ".join([*WORDS[:80], *(f"other{word}" for word in WORDS[80:])])
    assert find_duplicates([item("a", TEXT), item("b", other)]) == {}


def test_find_duplicates_joins_no_chain() -> None:
    # Each differs from the one before by 6 of 118 runs of three words; the last from the first by far more.
    changes = [(), (5, 20), (5, 20, 35, 50), (5, 20, 35, 50, 65, 80), (5, 20, 35, 50, 65, 80, 95, 110)]
    items = [item(name, with_changes(*places)) for name, places in zip("abcde", changes, strict=True)]
    found = find_duplicates(items)
    assert found["b"] == Duplicate("a", "near")
    assert "e" not in found or found["e"].of != "a"
    assert all(duplicate.of not in found for duplicate in found.values())


def test_find_duplicates_of_a_near_duplicate_is_near() -> None:
    changed = with_changes(3, 4)
    found = find_duplicates([item("a", TEXT), item("b", changed), item("c", changed)])
    assert found == {"b": Duplicate("a", "near"), "c": Duplicate("a", "near")}


def test_find_duplicates_does_not_depend_on_the_order() -> None:
    items = [item("a", TEXT), item("b", TEXT), item("c", with_changes(3)), item("d", with_changes(90, 91))]
    found = [find_duplicates(order) for order in itertools.permutations(items)]
    assert all(one == found[0] for one in found)
    assert set(found[0]) == {"b", "c", "d"}


def test_find_duplicates_of_short_texts_are_exact_only() -> None:
    texts = [
        "Data scientist wanted in Ghent.",
        "Data scientist wanted in Ghent!",
        "data scientist wanted in ghent.",
    ]
    items = [item(name, text) for name, text in zip("abc", texts, strict=True)]
    assert find_duplicates(items) == {"c": Duplicate("a", "exact")}


def test_find_duplicates_of_nothing_is_nothing() -> None:
    assert find_duplicates([]) == {}
