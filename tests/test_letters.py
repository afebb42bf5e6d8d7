from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.text.letters import lowered, without_case

LETTERS = st.text(st.sampled_from("aIKzÉßİıſΣσς\u0307\u212a’•\ud83d\ude00. \n") | st.characters())


@given(LETTERS)
def test_lowered_is_what_str_lower_makes_of_the_text_at_the_same_length(text: str) -> None:
    lower = lowered(text)
    assert len(lower) == len(text)
    if len(text.lower()) == len(text):
        assert lower == text.lower().replace("’", "'")


@pytest.mark.parametrize("pattern", ["i", "k", "s", "ü", "[sz]", "[a-h]", "[a-z]", r"\w", r"\s", r"\d"])
def test_without_case_holds_what_ignorecase_finds(pattern: str) -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    found = [match.start() for match in re.finditer(pattern, every, re.IGNORECASE)]
    assert [match.start() for match in re.finditer(pattern, without_case(every))] == found
