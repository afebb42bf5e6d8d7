"""What the answers of boards have in common: rows in an envelope, parts of a text, places, pay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jobscan.errors import Failure, PostingError, SourceError
from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Page
from jobscan.sources.countries import country_code
from jobscan.sources.fields import amount, currency_code, pay_period, plain_number, short_text
from jobscan.sources.jsonnodes import describe
from jobscan.sources.rows import attempt
from jobscan.sources.stream import Limits
from jobscan.text.decode import mend_mojibake, writable
from jobscan.text.html import description_text

Row = Mapping[str, Any]
Read = Callable[[Row, Posting], Posting | None]
"""Fills the posting of a row, whose id, source and origin are given; None for a row that is not shown."""

_MAX_TEXT_CHARS: Final = Limits().max_text_chars
_LOOKED_AT: Final = 3  # rows by which an envelope is recognised


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a list hold."""

    postings: tuple[Posting | Failure, ...]
    listed: tuple[str, ...]
    """Native ids, each once, of all rows that have one and are to be shown."""


# Envelopes


def object_of(value: Any, *, title: str, expected: str) -> Row:
    """The value, which must be an object. Raises SourceError (damaged), saying what was expected of whom."""
    if isinstance(value, Mapping):
        return value
    raise SourceError("damaged", f"{title} sends {expected}; this is {describe(value)}")


def list_in(envelope: Any, key: str, *, title: str) -> list[Any]:
    """The list under a key of an object. Raises SourceError (damaged) where there is none."""
    expected = f"an object with a list {key!r}"
    rows = object_of(envelope, title=title, expected=expected).get(key)
    if isinstance(rows, list):
        return rows
    raise SourceError("damaged", f"{title} sends {expected}; this is {describe(envelope)}")


def member(row: Any, *keys: str) -> Any:
    """What stands at the end of a chain of keys; None where an object is missing on the way."""
    for key in keys:
        row = row.get(key) if isinstance(row, Mapping) else None
    return row


def members(row: Any, key: str) -> list[Any]:
    """The list under a key; [] where there is none."""
    found = member(row, key)
    return found if isinstance(found, list) else []


def count_of(value: Any) -> int | None:
    """A count, as a number or its digits; None for anything else."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 10:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def native_id(value: Any) -> str:
    """A provider's id of a posting, "" where the value cannot be one."""
    if isinstance(value, str):
        return writable(value).strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return plain_number(value) if abs(value) < 1e300 else ""


def has_rows(rows: Any, needed: Iterable[str], *, one_of: Iterable[str] = ()) -> bool:
    """Whether it is a list whose first rows are objects that have the needed keys, and one of some others."""
    if not isinstance(rows, list) or not rows:
        return False
    return all(has_keys(row, needed, one_of=one_of) for row in rows[:_LOOKED_AT])


def has_keys(row: Any, needed: Iterable[str], *, one_of: Iterable[str] = ()) -> bool:
    """Whether it is an object that has the needed keys, and one of some others, if any are given."""
    if not isinstance(row, dict):
        return False
    for key in needed:  # not `all`: this is asked of every line of a million
        if key not in row:
            return False
    others = tuple(one_of)
    return not others or any(key in row for key in others)


def only(values: Iterable[str]) -> str:
    """The one value that all have in common; "" where there is none, or they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def told(tokens: Iterable[str | None]) -> str:
    """The token that rows tell, as far as they do; "" where none does, or they differ."""
    return only(token for token in tokens if token)


# Rows


def read_rows(rows: Iterable[Any], read: Read, answer: Answer, *, provider: str, key: str = "id") -> Rows:
    """The postings of rows in order, each id once, and a failure for each row that is broken.

    key: of the native id. What repeats an id is passed over.
    """
    results: list[Posting | Failure] = []
    listed: dict[str, None] = {}
    for number, row in enumerate(rows, start=1):
        origin = f"{answer.origin}#{number}"
        native = native_id(member(row, key))
        if not native:
            detail = f"is no posting: expected an object with {key!r}, found {describe(row)}"
            results.append(Failure(origin, "damaged", detail))
        elif native not in listed:
            found = read_row(row, read, blank(answer, provider, native, origin=origin))
            if found is not None:
                results.append(found)
                listed[native] = None
    return Rows(tuple(results), tuple(listed))


def read_one(row: Any, read: Read, answer: Answer, *, provider: str, key: str = "id") -> Page:
    """The page of an answer that is one posting."""
    native = native_id(member(row, key))
    if not native:
        raise SourceError("damaged", f"is no posting: expected an object with {key!r}, found {describe(row)}")
    found = read_row(row, read, blank(answer, provider, native))
    return Page((found,) if found is not None else ())


def read_row(row: Row, read: Read, base: Posting) -> Posting | Failure | None:
    """The posting of one row, why it is none, or None for one that is not to be shown."""
    shown = True

    def whole() -> Posting:
        nonlocal shown
        found = read(row, base)
        shown = found is not None
        return checked(found) if found is not None else base

    found = attempt(whole, origin=base.origin)
    return found if shown else None


def blank(answer: Answer, provider: str, native: str, *, origin: str = "") -> Posting:
    """A posting of which only its id, source and origin are known."""
    board = answer.request.board
    id_ = ":".join(part for part in (provider, board, native) if part)
    return Posting(id=writable(id_), source=provider, origin=origin or answer.origin, title="", text="")


def checked(posting: Posting) -> Posting:
    """The posting. Raises PostingError (no_text), SourceError (too_large) for a text that is of no use."""
    if not posting.text.strip():
        raise PostingError("no_text", f"{posting.title or posting.id} has no description")
    if len(posting.text) > _MAX_TEXT_CHARS:
        size = f"{len(posting.text):,} characters, more than {_MAX_TEXT_CHARS:,}"
        raise SourceError("too_large", f"the text of {posting.title or posting.id} has {size}")
    return posting


def kept(rows: Iterable[Any], wanted: Any, key: str = "id") -> list[Any]:
    """The rows of one id, where one is wanted; else all."""
    return list(rows) if not wanted else [row for row in rows if native_id(member(row, key)) == wanted]


# Texts


def long_text(value: Any) -> str:
    """The text of a field of markup, escaped once or not, or of plain text; "" for anything else."""
    return description_text(mend_mojibake(writable(value))) if isinstance(value, str) else ""


def joined(parts: Iterable[tuple[str, str]]) -> str:
    r"""Headings and texts one below the other, without empty parts, and without what was said before.

    >>> joined([("", "We bake."), ("Tasks", "- Bake"), ("Benefits", ""), ("Again", "We bake.")])
    'We bake.\n\nTasks\n- Bake'
    """
    text = ""
    for heading, body in parts:
        if body.strip() and body.strip() not in text:
            part = f"{heading}\n{body}" if heading else body
            text = f"{text}\n\n{part}" if text else part
    return text


# Fields


def one_line(*parts: Any) -> str:
    """The parts of a place as one line: `Bern, Switzerland`; each once."""
    texts = (short_text(part) for part in parts)
    return ", ".join(dict.fromkeys(text for text in texts if text))


def several(lines: Iterable[str]) -> str:
    """Places one after another, each once: `Bern; Basel`."""
    return "; ".join(dict.fromkeys(line for line in lines if line))


def one_country(values: Iterable[Any]) -> str:
    """The ISO code of the country that is stated, "" where none or several are."""
    return only(code for value in values if (code := country_code(short_text(value))))


def pay_range(minimum: Any, maximum: Any, *, currency: Any, period: Any) -> Pay | None:
    """Pay from two fields, None where they state no amount, or a least above the greatest."""
    least, most = amount(minimum), amount(maximum)
    if (least is None and most is None) or (least and most and least > most):
        return None
    return Pay(least, most, currency_code(currency), pay_period(period))


def each_once(pays: Iterable[Pay | None]) -> tuple[Pay, ...]:
    """The pays there are, each once."""
    return tuple(dict.fromkeys(pay for pay in pays if pay is not None))
