"""In which language a posting is written, so that only English ones are scanned as English.

A text is judged by passages taken evenly from all of it: a header or a legal notice in another language than
the body is outvoted. A passage full of English function words needs no model; others go to py3langid
(BSD licence, deterministic, no download), which is loaded when the first of them comes.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

ENGLISH = "en"

_PASSAGES = 7
_PASSAGE = 260  # characters
_LEAST_LETTERS = 40  # of a text: in fewer, names and trade words decide instead of the language

# Words that no other language of LANGUAGES writes in running text (not "in", "is", "we", "of", "a", "for").
_FUNCTION_WORDS = frozenset(
    "the and with you your our this that are have will from their which who these they what other more than"
    " how through must should would while across using such about into all each within we're you'll".split()
)
_ENOUGH = 0.1  # share of function words in English prose; lists of tools have fewer and go to the model
_LETTERS_APART = 60  # English prose has a function word every 25 letters
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}

LANGUAGES: tuple[str, ...] = tuple(
    "ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv mk ms nl no pl pt ro ru"
    " sk sl sq sr sv ta th tl tr uk ur vi zh zxx".split()
)
"""The languages that are told apart (zxx: no language, such as numbers and markup). The other 90 of the model
are not what postings are written in, and lists of tools resemble some of them."""

_NO_LANGUAGE, _UNDECIDED = "zxx", "und"
_LEAST_SURE = 0.5  # prose of any of them gets 0.7 and more from the model, lists of tools 0.1 to 0.4


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of a text; "" where it is too short, or no language.

    >>> detect_language("We are looking for a data scientist who will build models with our product team.")
    'en'
    """
    if len(text) < 10 * _LEAST_LETTERS and sum(map(len, _WORD.findall(text))) < _LEAST_LETTERS:
        return ""
    passages = _passages(text)
    others: list[str] = []
    english = 0
    for passage in passages:
        if not _is_plain_english(passage):
            others.append(passage)
            continue
        english += 1
        if english * 2 >= len(passages):
            return ENGLISH
    votes = Counter({ENGLISH: english})
    votes.update(_identifier().classify(passage)[0] for passage in others)
    del votes[_NO_LANGUAGE], votes[_UNDECIDED]
    language, most = max(votes.items(), key=lambda vote: (vote[1], vote[0] != ENGLISH, vote[0]))
    return language if most else ""


def _passages(text: str) -> list[str]:
    """Passages that begin at even distances; the whole text where it is short."""
    if len(text) <= _PASSAGES * _PASSAGE:
        return [text[at : at + _PASSAGE] for at in range(0, max(len(text) - _PASSAGE // 2, 1), _PASSAGE)]
    step = (len(text) - _PASSAGE) / (_PASSAGES - 1)
    return [text[int(i * step) : int(i * step) + _PASSAGE] for i in range(_PASSAGES)]


def _is_plain_english(passage: str) -> bool:
    """Whether it holds as many English function words as English prose does, by words and by letters.

    By letters as well, because a sentence of Chinese or Japanese counts as one word.
    """
    words = _words(passage.lower())
    function_words = sum(map(_FUNCTION_WORDS.__contains__, words))
    letters = sum(map(len, words))
    return function_words >= _ENOUGH * len(words) and function_words * _LETTERS_APART >= letters > 0


def _words(lower: str) -> list[str]:
    """The words of a passage in lower case."""
    if lower.isascii() and "'" not in lower:
        return lower.translate(_NO_LETTERS).split()  # several times faster than the expression
    return _WORD.findall(lower)


@cache
def _identifier() -> LanguageIdentifier:
    """The model, once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True, min_confidence=_LEAST_SURE)
    identifier.set_languages(LANGUAGES)
    return identifier
