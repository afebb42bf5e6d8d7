from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.text.tokens import BLOCK, NO_BREAK, SENTENCE, tokenize

KNOWN = frozenset({"javascript", "pytorch", "sql"})

CASES = {
    "signs_in_names": (
        "C/C++/C# and .NET, ASP.NET",
        ["c", "/", "c++", "/", "c#", "and", ".net", ",", "asp.net"],
    ),
    "dotted_names": ("Node.js, D3.js and Vue.JS", ["node.js", ",", "d3.js", "and", "vue.js"]),
    "slashes": ("CI/CD, A/B and TCP/IP", ["ci", "/", "cd", ",", "a", "/", "b", "and", "tcp", "/", "ip"]),
    "hyphens_inside_words": (
        "T-SQL, scikit-learn, cross‑functional",
        ["t", "sql", ",", "scikit", "learn", ",", "cross", "functional"],
    ),
    "dash_between_words": ("Python - R", ["python", "-", "r"]),
    "bullets_glued": ("SQL•Python", ["sql", "python"]),
    "semicolons_glued": ("Spark;Kafka", ["spark", ";", "kafka"]),
    "ampersand_glued": ("Tableau&Excel", ["tableau", "&", "excel"]),
    "acronyms": ("A.I., e.g. a Ph.D. degree", ["a.i.", ",", "e.g.", "a", "ph.d.", "degree"]),
    "apostrophes": ("bachelor’s or master's", ["bachelor's", "or", "master's"]),
    "markdown": ("**SQL** and _Python_ or `R`", ["sql", "and", "python", "or", "r"]),
    "glued_words": (
        "Nice To HavesFamiliar withPython",
        ["nice", "to", "haves", "familiar", "with", "python"],
    ),
    "known_camel_case": ("JavaScript, PyTorch", ["javascript", ",", "pytorch"]),
    "capitals_behind_known": ("SQLDeveloper but JPMorgan", ["sql", "developer", "but", "jpmorgan"]),
    "short_camel_case": ("iOS, eBay, PhDs", ["ios", ",", "ebay", ",", "phds"]),
    "wrapped_hyphen": ("AI-\n  powered", ["ai", "powered"]),
    "nothing": ("  \n ", []),
}


@pytest.mark.parametrize(("text", "words"), CASES.values(), ids=CASES.keys())
def test_tokenize_words(text: str, words: list[str]) -> None:
    assert tokenize(text, KNOWN).lower == words


def breaks(text: str) -> dict[str, int]:
    tokens = tokenize(text, KNOWN)
    return dict(zip(tokens.lower, tokens.breaks, strict=True))


def test_tokenize_marks_the_start_of_blocks_and_sentences() -> None:
    found = breaks("Skills\n- Python\n- R for plots. Also Java; Go")
    assert [found[word] for word in ("skills", "python", "r", "for", "also", "java", "go")] == [
        BLOCK,
        BLOCK,
        BLOCK,
        NO_BREAK,
        SENTENCE,
        NO_BREAK,
        SENTENCE,
    ]


def test_tokenize_goes_on_over_a_soft_line_break() -> None:
    assert breaks("Excellent written\n  communication skills")["communication"] == NO_BREAK


def test_tokenize_breaks_at_a_capital_on_a_new_line() -> None:
    assert breaks("Machine\nLearning")["learning"] == BLOCK


def test_tokenize_goes_on_in_hard_wrapped_text() -> None:
    text = (
        "We look for somebody who has worked a good while with\n"
        "Python and who can say what a model does to a person in\n"
        "Marketing or in Sales, and why it does so, in plain words\n"
        "that everyone understands.\n"
        "- Spark\n"
    )
    assert breaks(text)["python"] == NO_BREAK
    assert breaks(text)["spark"] == BLOCK


def test_tokenize_breaks_where_words_were_glued() -> None:
    assert breaks("Nice To HavesFamiliar")["familiar"] == BLOCK


@pytest.mark.parametrize("text", ["e.g. Python", "approx. Ten", "version 3.5 more", "Inc. and"])
def test_tokenize_full_stop_that_ends_no_sentence(text: str) -> None:
    assert SENTENCE not in breaks(text).values()


def test_sentence_is_the_range_between_breaks() -> None:
    tokens = tokenize("We use Python. You know Java; and R")
    first, end = tokens.sentence(tokens.lower.index("java"))
    assert tokens.lower[first:end] == ["you", "know", "java", ";"]


@given(st.text(alphabet="aBC# +./-\n•'’\u00adé🙂(", max_size=60))
def test_tokens_are_in_order_and_match_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens) == len(tokens.starts) == len(tokens.ends) == len(tokens.breaks)
    edge = 0
    for at in range(len(tokens)):
        assert edge <= tokens.starts[at] < tokens.ends[at] <= len(text)
        assert tokens.surface(at).lower().replace("’", "'") == tokens.lower[at]
        edge = tokens.ends[at]


# The same words as one regular expression: slower, and easier to see through.
GRAMMAR = re.compile(
    r"""
      (?P<word>
        [Pp][Hh]\.\ ?[Dd]\b\.?
      | (?:[A-Za-z]\.){2,}(?![^\W_])
      | [A-Za-z](?:\+\+|\#)(?![^\W_])
      | \.(?:NET|Net|net)(?![^\W_])
      | [^\W_]+(?:['’][^\W_]+)*(?:\.(?i:js|net)(?![^\W_]))?
      )
    | \n[\s•▪*\#>–—-]*
    | (?<=[^\W_])[-\u2011](?=[^\W_]|[ \t]*\n\s*[a-z])
    | [•▪]
    | (?P<sign>[^\s\w*`"“”])
    """,
    re.VERBOSE,
)
PIECES = [
    "Ph. D",
    "ph.d.",
    "A.I.",
    "e.g.",
    "C++",
    "F#",
    ".NET",
    "ASP.net",
    "x.JS",
    "it’s",
    "a-\n  b",
    "\n\n- ",
    "• ",
]


@given(st.lists(st.sampled_from([*PIECES, *" ,.\n-\u2011▪aBcDd1'_#+;\té²`"]), max_size=14).map("".join))
def test_tokenize_reads_words_as_their_grammar_says(text: str) -> None:
    tokens = tokenize(text, EveryWord())
    places = [match.span(match.lastgroup) for match in GRAMMAR.finditer(text) if match.lastgroup]
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == places


class EveryWord(frozenset[str]):
    """Knows all words, so that none is cut."""

    def __contains__(self, word: object) -> bool:
        return True
