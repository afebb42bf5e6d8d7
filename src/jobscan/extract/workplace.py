"""Where the work is done: remote, hybrid or onsite, with the words that say so.

The source's own field decides first, then location and title, then the text. In the text the weightiest
phrase decides ("hybrid role, three days a week in the office" over "remote work is possible"), of several the
first.
"Remote teams", "hybrid cloud" and "remote during the pandemic" are rows too: they say nothing of the job and
hide the words inside them. An address alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jobscan.extract.phrases import Phrases, compile_phrases
from jobscan.records import Record
from jobscan.text.letters import lowered
from jobscan.vocabulary import WORKPLACE_PLACES, WORKPLACES

__all__ = ["Workplace", "WorkplaceRules", "compile_workplace_rules", "find_workplace"]


@dataclass(frozen=True, slots=True)
class Workplace(Record):
    """Where the work is done, and what says so."""

    value: str
    """One of WORKPLACES, "" where nothing says so."""
    quote: str
    """The words of location, title or text; "" for the source's own field and for nothing."""
    start: int
    end: int
    """Half-open characters of the text, 0 and 0 where the quote is from elsewhere."""


@dataclass(frozen=True, slots=True)
class _Group(Record):
    """The rows of one hint."""

    hint: str
    """A plain string that stands in whatever the phrases match: looked for first, since it is fast."""
    phrases: Phrases
    values: tuple[tuple[str, int], ...]
    """Value and weight of each row."""
    longer: tuple[_Group, ...]
    """The groups whose hints hold this one: where it does not stand, they need not be looked for."""


@dataclass(frozen=True, slots=True)
class WorkplaceRules(Record):
    """The rows, compiled. Picklable."""

    field: tuple[_Group, ...]
    """For location and title, where a bare "remote" counts."""
    text: tuple[_Group, ...]


def compile_workplace_rules(rows: Sequence[Mapping[str, str]]) -> WorkplaceRules:
    """Rules made of rows with `value`, `weight`, `place` (field or text), `hint` and `phrase`.

    A phrase is a pattern as in jobscan.extract.phrases; an empty value says that its words tell nothing.
    Raises ValueError for another value or place, a weight that is no number, or a pattern that is none.
    """
    for row in rows:
        if row["value"] not in {*WORKPLACES, ""} or row["place"] not in WORKPLACE_PLACES:
            raise ValueError(
                f"{row['value']!r}, {row['place']!r}: legal are {', '.join(WORKPLACES)} in field or text"
            )
    return WorkplaceRules(_groups(rows, "field"), _groups(rows, "text"))


def _groups(rows: Sequence[Mapping[str, str]], place: str) -> tuple[_Group, ...]:
    by_hint: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if row["place"] == place:
            by_hint.setdefault(row["hint"], []).append(row)
    return _nested(by_hint, sorted(by_hint, key=len))


def _nested(by_hint: Mapping[str, Sequence[Mapping[str, str]]], hints: Sequence[str]) -> tuple[_Group, ...]:
    """The groups of hints, the shorter first, those that hold another inside its group."""
    groups: list[_Group] = []
    while hints:
        hint, rows = hints[0], by_hint[hints[0]]
        groups.append(
            _Group(
                hint,
                compile_phrases([row["phrase"] for row in rows]),
                tuple((row["value"], int(row["weight"])) for row in rows),
                _nested(by_hint, [other for other in hints[1:] if hint in other]),
            )
        )
        hints = [other for other in hints if hint not in other]
    return tuple(groups)


_FIELD_REACH, _TEXT_REACH = 40, 80  # characters that a phrase may stretch around its hint


def find_workplace(
    text: str,
    rules: WorkplaceRules,
    *,
    title: str = "",
    location: str = "",
    stated: str = "",
    lower: str | None = None,
) -> Workplace:
    """Where the work is done.

    stated: what the source says in a field of its own. lower: `lowered` of the text, where it is known.
    """
    if stated in WORKPLACES:
        return Workplace(stated, "", 0, 0)
    for field in (location, title):
        found = _weightiest(lowered(field), rules.field, _FIELD_REACH)
        if found:
            value, start, end = found
            return Workplace(value, field[start:end], 0, 0)
    found = _weightiest(lowered(text) if lower is None else lower, rules.text, _TEXT_REACH)
    if not found:
        return Workplace("", "", 0, 0)
    value, start, end = found
    return Workplace(value, text[start:end], start, end)


_Hit = tuple[int, int, int, str]
"""Start, end, weight, value."""


def _weightiest(lower: str, groups: Sequence[_Group], reach: int) -> tuple[str, int, int] | None:
    """The value that the weightiest phrase of a text says, and where it stands."""
    hits = {hit for group in _present(lower, groups) for hit in _hits(lower, group, reach)}
    silent = [hit for hit in hits if not hit[3]]
    said = [hit for hit in hits if hit[3] and not any(_hides(other, hit) for other in silent)]
    if not said:
        return None
    start, end, _, value = min(said, key=lambda hit: (-hit[2], hit[0], hit[1]))
    return value, start, end


def _present(lower: str, groups: Sequence[_Group]) -> Iterator[_Group]:
    """The groups whose hints stand in a text."""
    for group in groups:
        if group.hint in lower:
            yield group
            yield from _present(lower, group.longer)


_MOST_HINTS = 100  # of each kind; a text that has more repeats itself


def _hits(lower: str, group: _Group, reach: int) -> Iterator[_Hit]:
    """What the phrases of a group match around their hint; the same may come twice."""
    done = 0
    at = lower.find(group.hint)
    for _ in range(_MOST_HINTS):
        if at < 0:
            return
        end = min(len(lower), at + reach)
        for row, start, stop in group.phrases.find(lower, max(done, at - reach), end):
            value, weight = group.values[row]
            yield start, stop, weight, value
        done = at + len(group.hint)
        at = lower.find(group.hint, done)


def _hides(silent: _Hit, hit: _Hit) -> bool:
    """Whether a phrase that says nothing covers another, in part at least."""
    return silent[0] < hit[1] and hit[0] < silent[1] and silent[2] >= hit[2]
