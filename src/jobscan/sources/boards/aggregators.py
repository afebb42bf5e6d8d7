"""What sources that list the postings of many employers have in common."""

from __future__ import annotations

from collections.abc import Iterable

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources.boards.tokens import unsafe


def no_token(name: str, token: str, *, title: str) -> None:
    """Raise SourceError (unsafe) for a token of a source that is one board."""
    if token:
        raise unsafe(name, token, expected=f"no name: {title} is one board")


def is_all_older(found: Iterable[Posting | Failure], since: str) -> bool:
    """Whether a page of a list that begins with the newest has only postings before a day: the end of it.

    False without a day, and where a posting states no date.
    """
    dates = [posting.date_posted for posting in found if isinstance(posting, Posting)]
    return bool(since) and bool(dates) and all(date and date < since[: len(date)] for date in dates)
