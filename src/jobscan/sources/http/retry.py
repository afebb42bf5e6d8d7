"""When a request that failed may be sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

AGAIN: Final = frozenset({429, 502, 503, 504})
"""Statuses after which the same request may succeed."""
_LONGEST_S: Final = 366 * 24 * 3600.0  # absurd values are a year: never waited for, still told


class AgainError(Exception):
    """The request failed in a way that another attempt may mend.

    wait_s: what the server asks to wait before it, None where it says nothing.
    """

    def __init__(self, detail: str, *, status: int = 0, wait_s: float | None = None) -> None:
        super().__init__(detail)
        self.detail, self.status, self.wait_s = detail, status, wait_s


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that a Retry-After header asks to wait, given as seconds or as a date; None for none.

    >>> retry_after_s({"retry-after": "120"}, datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after_s({"retry-after": "Thu, 01 Jan 2026 00:01:00 GMT"}, datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _LONGEST_S)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), _LONGEST_S)


def backoff_s(attempt: int, random: float) -> float:
    """How long to wait before another attempt: full jitter up to 2, 4, 8 seconds.

    Source: AWS Architecture Blog, "Exponential Backoff And Jitter", 2015.
    """
    return float(random * 2**attempt)
