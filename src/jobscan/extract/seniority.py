"""How senior a job is: by the title, by what the text calls the job where the title does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_
from typing import NamedTuple

from jobscan.extract.phrases import Phrases, compile_phrases
from jobscan.records import Record
from jobscan.text.letters import lowered
from jobscan.vocabulary import SENIORITIES, SENIORITY_PLACES

MID = "mid"


class _Hit(NamedTuple):
    """A row and where its phrase stands."""

    row: int
    start: int
    end: int


class _Found(NamedTuple):
    """A level and where the words stand that tell it."""

    level: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Place(Record):
    """The rows that count in one place, in order."""

    phrases: Phrases
    masks: Phrases
    """What tells no level, though a phrase may stand in it."""
    beginnings: tuple[str, ...]
    """Letters with one of which each phrase begins."""
    levels: tuple[str, ...]
    unless: tuple[re.Pattern[str] | None, ...]
    same_phrase: tuple[tuple[int, ...], ...]
    """Of each row those with its phrase, in order."""


@dataclass(frozen=True, slots=True)
class SeniorityRules(Record):
    """The rows, compiled. Picklable."""

    places: Mapping[str, _Place]


def compile_seniority_rules(rows: Sequence[Mapping[str, str]]) -> SeniorityRules:
    """Rules made of rows with `level`, `where`, `phrase` and `unless`, in the order in which they count.

    A phrase is a pattern of jobscan.extract.phrases. A level of "" is a phrase that tells no level though
    one stands in it. `unless` is words or phrases separated by `|`, none of which the title may hold.
    Raises ValueError for a level or place that is not legal.
    """
    for row in rows:
        if row["level"] and row["level"] not in SENIORITIES:
            raise ValueError(f"{row['level']!r} is not a level; legal are {', '.join(SENIORITIES)}")
        if row["where"] not in SENIORITY_PLACES:
            raise ValueError(f"{row['where']!r} is not a place; legal are {', '.join(SENIORITY_PLACES)}")
    return SeniorityRules(
        {name: _place([row for row in rows if row["where"] == name]) for name in SENIORITY_PLACES}
    )


def _place(rows: Sequence[Mapping[str, str]]) -> _Place:
    phrases = [row["phrase"].lower() for row in rows]
    is_mask = [not row["level"] for row in rows]
    rows_of = {phrase: tuple(i for i, other in enumerate(phrases) if other == phrase) for phrase in phrases}
    return _Place(
        phrases=compile_phrases(phrases),
        masks=compile_phrases(list(compress(phrases, is_mask))),
        beginnings=_beginnings(compress(phrases, map(not_, is_mask))),
        levels=tuple(row["level"] for row in rows),
        unless=tuple(_unless(row["unless"]) for row in rows),
        same_phrase=tuple(rows_of[phrase] for phrase in phrases),
    )


def _beginnings(phrases: Iterable[str]) -> tuple[str, ...]:
    """The first letters of the phrases, at most eight of each, but for those that begin with others."""
    letters = {word.split("_")[0][:8] for phrase in phrases for word in phrase.split()[0].split("|")}
    return tuple(
        sorted(few for few in letters if not any(few[:end] in letters for end in range(1, len(few))))
    )


def _unless(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(word.strip().lower()) for word in words.split("|") if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def classify_seniority(
    title: str, text: str, rules: SeniorityRules, *, lower: str | None = None
) -> tuple[str, str]:
    """The level of a posting's job, and the words that decided it; "mid" and "" where none do.

    Of several levels in a title the one whose row comes first decides. A title that says "manager" without
    saying of whom is that of a manager if the text tells of people who are managed.

    lower: `lowered` of the text, where it is known already.
    """
    # The mark lets a phrase ask for the beginning of the title.
    marked = f"^ {title.strip()[:_LONGEST_TITLE]}"
    lower_title = lowered(marked)
    hits = list(_hits_in(lower_title, rules.places["title"]))
    found = _first_row(hits, rules.places["title"])
    if lower is None:
        lower = lowered(text[:_LONGEST_TEXT])
    if (not found or found.level in _BELOW_MANAGER) and _is_open_manager(lower_title, hits):
        managing = _first(lower[:_LONGEST_TEXT], lower_title, rules.places["manager"])
        if managing:
            return managing.level, text[managing.start : managing.end]
    if not found or _is_grade(found, lower_title):
        named = _in_text(lower[:_LONGEST_TEXT], lower_title, rules)
        if named and (not found or named.level == _LEAD):
            return named.level, text[named.start : named.end]
    return (found.level, marked[found.start : found.end].lstrip("^ ")) if found else (MID, "")


_LONGEST_TITLE = 300  # characters; what is longer is a text that was taken for a title
_LONGEST_TEXT = 6_000  # characters of the text that are read
_BELOW_MANAGER = frozenset({"junior", MID, "senior", "lead"})
_MANAGER = re.compile(r"\bmanager\b")
_LEAD = "lead"
_GRADE = re.compile(r"(?:iii|iv|v|[345])$")


def _is_grade(found: _Found, title: str) -> bool:
    """Whether a number tells the level: firms count differently, "Scientist 4" may be a principal one."""
    return found.level == "senior" and _GRADE.search(title, found.start, found.end) is not None


def _is_open_manager(title: str, hits: Sequence[_Hit]) -> bool:
    """Whether the title says "manager" where no row tells what that means."""
    return any(
        not any(hit.start <= match.start() and match.end() <= hit.end for hit in hits)
        for match in _MANAGER.finditer(title)
    )


def _hits_in(title: str, place: _Place) -> Iterator[_Hit]:
    """The rows whose phrases stand in a title, but for those that the title speaks against."""
    for found, start, end in place.phrases.find(title):
        for row in place.same_phrase[found]:
            unless = place.unless[row]
            if not (unless and unless.search(title)):
                yield _Hit(row, start, end)
                break


def _first_row(hits: Sequence[_Hit], place: _Place) -> _Found | None:
    """What the first row says of those that stand in the title."""
    told = [hit for hit in _unmasked(hits, place) if place.levels[hit.row]]
    best = min(told, default=None)
    return _Found(place.levels[best.row], best.start, best.end) if best else None


def _unmasked(hits: Sequence[_Hit], place: _Place) -> list[_Hit]:
    """The hits that do not stand within one that tells no level."""
    masks = [hit for hit in hits if not place.levels[hit.row]]
    return [hit for hit in hits if not any(m.start <= hit.start and hit.end <= m.end for m in masks)]


def _find(text: str, place: _Place, end: int) -> Iterator[_Hit]:
    """The rows whose phrases stand in a text, in order.

    They are compared only where their first letters stand: ten times as fast as one expression on all of it.
    """
    places: list[int] = []
    for letters in place.beginnings:
        at = text.find(letters, 0, end)
        while at >= 0:
            places.append(at)
            at = text.find(letters, at + 1, end)
    for at in sorted(places):
        match = place.phrases.expression.match(text, at)
        if match:
            yield _Hit(place.phrases.rows[(match.lastindex or 1) - 1], match.start(), match.end())


def _first(text: str, title: str, place: _Place) -> _Found | None:
    """What the first phrase in the text says that is not denied and overlaps nothing that tells no level."""
    for hit in _find(text, place, len(text)):
        unless = place.unless[hit.row]
        if not place.levels[hit.row] or (unless and unless.search(title)):
            continue
        around = text[max(0, hit.start - _AROUND) : hit.end + _AROUND]
        start = min(hit.start, _AROUND)
        if _DENIED.search(around[:start]):
            continue
        masks = place.masks.find(around)
        if not any(low < start + hit.end - hit.start and start < high for _, low, high in masks):
            return _Found(place.levels[hit.row], hit.start, hit.end)
    return None


_AROUND = 40  # characters before and after a phrase
_DENIED = re.compile(r"\b(?:not?|without)(?: an?| any)?\s$")


_READ = 3_000  # characters of the text in which the job is named, if at all
_NAMES_JOB = re.compile(
    r"(?:job title\s?:|position(?: title)?\s?:|\btitle\s?:"
    r"|\b(?:as|for|seek(?:ing)?|seeks|hiring|hire|recruit(?:ing)?|needs?|is|add(?:ing)?|be"
    r"|role of|position of)"
    r"\s(?:an?|our|the|your|another)\b)(?:[\s*]+(?!to\b)[\w'-]+,?){0,4}[\s*]*$"
)
_NO_JOB = re.compile(
    r"\s?[,.;]|\s(?:for|to|of|on|in|with|members?|leaders?|stakeholders?|leadership|management)\b"
)
# "As a Member of Technical Staff", "a mid to senior level engineer"
_NO_LEVEL = re.compile(r"\b(?:technical|tech|shift|mid|mid[\s-]to)[\s/-]$")
_WORD = re.compile(r"[^\W\d_]{4,}")


def _in_text(text: str, title: str, rules: SeniorityRules) -> _Found | None:
    """What the text says of the job where it names it."""
    place = rules.places["text"]
    words = set(_WORD.findall(title)) - {"data"}
    for hit in _find(text, place, _READ):
        following = _WORD.findall(text, hit.end, hit.end + 50)[:4]
        if words.isdisjoint(following) or _NO_JOB.match(text, hit.end):
            continue
        before = text[max(0, hit.start - 80) : hit.start]
        if _NO_LEVEL.search(before):
            continue
        if _NAMES_JOB.search(before) or not text[: hit.start].strip("\n *#"):
            return _Found(place.levels[hit.row], hit.start, hit.end)
    return _first(text, title, rules.places["anywhere"])
