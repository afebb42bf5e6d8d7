"""Numbers and names as a reader wants them, and names that cannot act."""

from __future__ import annotations

import re
from typing import Final

# Controls, and what turns the direction of writing around: a name must not rearrange what stands beside it.
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_LONGEST: Final = 90

_WHOLE_WORDS: Final = {"ai": "AI", "ml": "ML", "mlops": "MLOps", "bi": "BI", "phd": "PhD", "mba": "MBA"}
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NAMES: Final = {
    "": "Not stated",
    "manager-of-data-team": "Manager of a data team",
    "none": "No degree named",
    "mlops-practice": "MLOps practice",
    "mlops-cloud": "MLOps and cloud",
}


def plain(text: str) -> str:
    r"""A name on one line, without characters that are not seen, cut where it is very long.

    >>> plain("Ac\u202eme  Inc."), len(plain("x" * 500))
    ('Ac me Inc.', 90)
    """
    shown = " ".join(_UNSEEN.sub(" ", text).split())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def label(code: str, other: str = "Other jobs") -> str:
    """A code of the vocabulary in words. other: what `other` means.

    >>> label("data-scientist"), label("ml-engineer"), label("other")
    ('Data scientist', 'ML engineer', 'Other jobs')
    """
    if code == "other":
        return other
    if code in _NAMES:
        return _NAMES[code]
    words = [_WHOLE_WORDS.get(word, word) for word in plain(code).replace("-", " ").split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share in per cent: whole, but for small ones with one decimal.

    >>> percent(0.6249), percent(0.0423), percent(0.0)
    ('62 %', '4.2 %', '0 %')
    """
    digits = 1 if 0 < round(100 * share, 1) < 9.95 else 0
    return f"{100 * share:.{digits}f} %"


def number_of(count: int, thing: str) -> str:
    """How many of a thing.

    >>> number_of(1, "posting"), number_of(8712, "posting")
    ('1 posting', '8,712 postings')
    """
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def dollars(amount: float) -> str:
    """An amount of pay, in thousands.

    >>> dollars(133336)
    '$133k'
    """
    return f"${amount / 1000:,.0f}k"


def span(first: str, last: str) -> str:
    """The time from a month to a month: its years, or its months where they are of one year.

    >>> span("2022-12", "2026-06"), span("2025-01", "2025-04"), span("2025-03", "2025-03")
    ('2022–2026', 'Jan–Apr 2025', 'Mar 2025')
    """
    if first[:4] != last[:4]:
        return f"{first[:4]}–{last[:4]}"
    months = [_month(date) for date in dict.fromkeys((first, last))]
    return f"{'–'.join(months)} {first[:4]}" if all(months) else first[:4]


def _month(date: str) -> str:
    number = date[5:7]
    return _MONTHS[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= 12 else ""
