"""Which postings a user asked for: applied here to every source, also to those that filter themselves."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from jobscan.posting import Posting
from jobscan.sources.boards.board import Ask
from jobscan.sources.countries import country_code

_WORD: Final = re.compile(r"[^\W_]+(?:[+#]+|[.'’&-][^\W_]+)*[+#]*")
_LONG: Final = 4
"""Letters of a word that may begin another: `R` begins too many."""


def matches(posting: Posting, ask: Ask) -> bool:
    """Whether a posting is what was asked for.

    query: each of its words stands in the title, the employer or the text. location: in the place, or it
    names the country, or it is the word of the workplace (remote, hybrid, onsite). since: a posting without
    a date may be new: it is let through.
    """
    return (
        _has_words(ask.query, f"{posting.title}\n{posting.hiring_organization}\n{posting.text}")
        and _is_in(ask.location, posting)
        and (
            not ask.since
            or not posting.date_posted
            or posting.date_posted >= ask.since[: len(posting.date_posted)]
        )
    )


def _has_words(query: str, text: str) -> bool:
    """Whether each word of the query is a word of the text, or begins one: `engineer`, engineers."""
    wanted = _words(query)
    if not wanted:
        return True
    words = _words(text)
    return all(
        word in words or (len(word) >= _LONG and any(other.startswith(word) for other in words))
        for word in wanted
    )


def _words(text: str) -> set[str]:
    """The words without case and accents."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return {word.casefold() for word in _WORD.findall(bare)}


def _is_in(location: str, posting: Posting) -> bool:
    if not location:
        return True
    wanted = location.casefold().strip()
    if wanted == posting.job_location_type:
        return True
    if _has_words(location, posting.job_location):
        return True
    code = country_code(location)
    return bool(code) and code == (posting.address_country or country_code(posting.job_location))
