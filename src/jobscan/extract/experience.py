"""How many years of experience a posting asks for, and the passage that says so.

A number of years counts only where words beside it bind it to experience: not the age of a firm or a person,
nor the length of a contract, a plan or a course of study. The words are rows of `experience.csv`.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jobscan.extract.phrases import word_start
from jobscan.records import Record
from jobscan.text.letters import lowered
from jobscan.text.sections import Section
from jobscan.vocabulary import EXPERIENCE_KINDS

MOST_YEARS = 25
"""More years than these nobody asks for: they are the age of a firm, or a slip."""


_NOT_ASKED = frozenset({"company", "benefits", "legal", "apply"})
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
)
_VALUES = {word: float(value) for value, word in enumerate(_WORDS)} | {"a": 1.0}
_N = rf"(?:\d{{1,2}}(?:\.\d)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"

# What stands before "years": "3-5", "three (3) to five (5)", "2 + ", "ten plus", "5 or more".
_AMOUNT = re.compile(
    rf"""
    (?:(?=\d)(?<![\d$£€])(?<!\d[.,/])|(?<!\w))((?:(?<=least\ )|(?<=minimum\ ))a|{_N})
    (?:\s?\(\s?(?:{_N})\s?\+?\s?\))? \s?\+?
    (?:\s?(?:-|–|—|to|or|/|~|through)\s?{_N}(?:\s?\(\s?{_N}\s?\+?\s?\))?)?
    (?:\s?\+|\s?plus|\s?or\ (?:more|greater|above)|\ (?:full|solid|strong|total|minimum|min\.?))*
    \s?[-’']?\s?$
    """,
    re.VERBOSE,
)
_YEARS = re.compile(r"(?:years?|yrs?)(?![a-z])['’]?s?|(?:years?|yrs?)(?=experience|of)")
_YEARS_COLON = re.compile(
    r"\b(?:years?|yrs)'?(?: of| in)?(?: \w+){0,3} (?:experience|exp)(?: required)?\s?[:–-]\s?"
    rf"({_N})\b(?!\+?\s?(?:-\s?\d+\s?)?\+?\s?y)"
)
_MORE = r"\s?[\])]?(?:\s?\+|\s?plus|\s?or more|\s?minimum|\s?\([^)\n]{1,30}\))?,?\s?"
# Up to the end of the sentence; a line break that goes on in a word ends none.
_ON = r"(?:[^.!?\n;•]|\.(?=\w)|\b[a-z]{1,4}\.(?=\s[a-z(])|\n(?=[ \t]*[^\W\d_-])){0,110}?"
# What ends a sentence, and the capital of one that is glued to it.
_STOP = re.compile(r"[.!?;•●▪\n](?:(?<!\n)(?=\s|$)|(?<=\n)(?=\s*\n|\s*[-–*•●▪◦·\d]|\s*[^a-z\s]))")
_GLUED = re.compile(r"[A-Z](?<=[a-z)][A-Z])(?=[a-z]{2})")


@dataclass(frozen=True, slots=True)
class YearsRules(Record):
    """The rows, compiled. Picklable."""

    no_before: re.Pattern[str]
    yes_before: re.Pattern[str]
    no_after: re.Pattern[str]
    firm: re.Pattern[str]
    seek: re.Pattern[str]
    bound: re.Pattern[str]
    """Matches after "years" as far as the word that binds them to experience."""
    activity: re.Pattern[str]
    bound_before: re.Pattern[str]
    begins: re.Pattern[str]
    instead: re.Pattern[str]
    added: re.Pattern[str]
    optional: re.Pattern[str]
    required: re.Pattern[str]
    degree: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Years(Record):
    """How many years of experience are asked for, at least."""

    minimum: float
    quote: str
    """text[start:end], the passage that says it."""
    start: int
    end: int


class _Claim(NamedTuple):
    """One number of years of experience in a text; the number ends at number_end, the passage at end."""

    years: float
    start: int
    number_end: int
    end: int
    is_optional: bool
    with_degree: bool
    """Whether a degree is named before it in its sentence."""
    is_told: bool = False
    """Whether so many years are told of somebody, unless they stand under a heading."""


def compile_years_rules(rows: Sequence[Mapping[str, str]]) -> YearsRules:
    """Rules made of rows with `kind` and `phrase`. Raises ValueError for a kind that is not legal."""
    phrases: dict[str, list[str]] = {kind: [] for kind in EXPERIENCE_KINDS}
    for row in rows:
        if row["kind"] not in phrases:
            raise ValueError(f"{row['kind']!r} is not a kind; legal are {', '.join(EXPERIENCE_KINDS)}")
        phrases[row["kind"]].append(row["phrase"].lower())
    word = {kind: _any_of(found) for kind, found in phrases.items()}
    return YearsRules(
        no_before=re.compile(rf"{word['no-before']}(?:\s{word['link']})*\s?$"),
        yes_before=re.compile(rf"(?<!not )(?<!n't ){word['yes-before']}\s?$"),
        no_after=re.compile(rf"\s?(?:full-time\s)?\)?{word['no-after']}"),
        firm=re.compile(rf"{word['firm']}[^.!?\n]{{0,50}}$"),
        seek=re.compile(word["seek"]),
        bound=re.compile(
            rf"{_MORE}{_ON}(?:{word['experience']}"
            rf"|\bin (?:an? |the )?(?:[\w/&,-]+ ){{0,6}}?{word['place']})"
        ),
        activity=re.compile(rf"{_MORE}:?\s*{word['activity']}"),
        bound_before=re.compile(rf"{word['experience-before']}[^.!?;•]{{0,60}}$"),
        begins=re.compile(rf"(?:{word['begins']}|[\W\d])*"),
        instead=re.compile(rf"(?<!\bor ){word['instead']}"),
        added=re.compile(rf"{word['added']}\s?$"),
        optional=re.compile(word["optional"]),
        required=re.compile(word["required"]),
        degree=re.compile(word["degree"]),
    )


def _any_of(phrases: Sequence[str]) -> str:
    """The expression of one of the phrases, parted by first letter: to search it is a fifth of the work."""
    endings: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        endings.setdefault(phrase[0], []).append(_ending(phrase))
    branches = (f"{_beginning(letter)}(?:{'|'.join(found)})" for letter, found in endings.items())
    return f"(?:{'|'.join(branches) or '(?!)'})"


def _beginning(letter: str) -> str:
    """The expression of the first letter of a phrase, or of the sign with which it begins."""
    if letter == "*":
        return r"\w*"
    return word_start(letter) if letter.isalnum() else re.escape(letter)


def _ending(phrase: str) -> str:
    """The expression of what follows the first letter of a phrase."""
    words = re.escape(phrase[1:]).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]{1,2}")
    return words + (r"(?!\w)" if phrase[-1].isalnum() else "")


def find_years(
    text: str,
    sections: Sequence[Section],
    rules: YearsRules,
    *,
    numbers: Sequence[YearsNumber] | None = None,
    lower: str | None = None,
) -> Years | None:
    """The years of experience that a text requires, None where it names none.

    That is the first requirement: later ones are for single skills. Of alternatives by degree ("BS and five
    years or MS and three") it is the smallest, and what is preferred counts where nothing is required.
    numbers, lower: those of the text and `lowered` of it, where they are known already.
    """
    starts = [section.start for section in sections]
    claims: list[_Claim] = []
    if lower is None:
        lower = lowered(text)
    if numbers is None:
        numbers = find_numbers(text, rules, lower=lower)
    for claim in _claims(lower, numbers, rules):
        at = bisect_right(starts, claim.start) - 1
        name = sections[at].name if at >= 0 else ""
        has_heading = at >= 0 and sections[at].heading_start < sections[at].heading_end
        if name not in _NOT_ASKED and (has_heading or not claim.is_told):
            claims.append(claim._replace(is_optional=True) if name == "preferred" else claim)
    if not claims:
        return None
    first = next((at for at, claim in enumerate(claims) if not claim.is_optional), 0)
    claim = min(_alternatives(lower, claims[first:], rules), key=lambda claim: claim.years)
    return Years(claim.years, text[claim.start : claim.end], claim.start, claim.end)


_ALTERNATIVE = 320  # characters within which the alternatives of one requirement stand
_OR = re.compile(r"\bor\b")


def _alternatives(lower: str, claims: Sequence[_Claim], rules: YearsRules) -> Iterator[_Claim]:
    """The first claim and those that go on with other years for other degrees."""
    first = last = claims[0]
    yield first
    for claim in claims[1:]:
        between = lower[last.number_end : claim.start]
        if len(between) > _ALTERNATIVE or claim.is_optional != first.is_optional:
            return
        if not rules.degree.search(between):
            return
        if not _OR.search(between) and not (first.with_degree and claim.with_degree):
            return
        yield claim
        last = claim


_MOST_NUMBERS = 150  # that are read: real postings have up to 20


class Amount(NamedTuple):
    """A number of years that nothing says to be of something else, half-open in characters."""

    years: float
    start: int
    end: int


class YearsNumber(NamedTuple):
    """An amount with the text before it in its sentence, lower-case, and where that sentence stops."""

    amount: Amount
    before: str
    stop: int


def find_amounts(text: str, rules: YearsRules) -> list[Amount]:
    """The numbers of years in a text that may be of experience, in order: what they are of is not asked."""
    return [number.amount for number in find_numbers(text, rules)]


def find_numbers(text: str, rules: YearsRules, *, lower: str | None = None) -> list[YearsNumber]:
    """The same, each with its sentence, as find_years takes them; lower: `lowered` of the text, if known."""
    return list(_numbers(text, lowered(text) if lower is None else lower, rules))


def _claims(lower: str, numbers: Sequence[YearsNumber], rules: YearsRules) -> Iterator[_Claim]:
    """The numbers of years of experience, in order."""
    for number in numbers:
        claim = _bound(lower, number, rules)
        if claim:
            yield claim
    for years in _YEARS.finditer(lower):
        match = _YEARS_COLON.match(lower, years.start())
        if match and _value(match[1]) <= MOST_YEARS:
            start, end = match.span()
            yield _Claim(_value(match[1]), start, end, end, is_optional=False, with_degree=False)


def _numbers(text: str, lower: str, rules: YearsRules) -> Iterator[YearsNumber]:
    """The numbers of years that are not said to be of something else."""
    for match in itertools.islice(_YEARS.finditer(lower), _MOST_NUMBERS):
        if match.start() and lower[match.start() - 1].isalpha() and not text[match.start()].isupper():
            continue
        amount = _AMOUNT.search(lower, max(0, match.start() - 40), match.start())
        if not amount or _value(amount[1]) > MOST_YEARS:
            continue
        start, end = amount.start(), match.end()
        low, stop = _sentence_around(text, start, end)
        before, own = lower[low:start], _YEARS.split(lower[end:stop], maxsplit=1)[0]
        after = rules.no_after.match(lower, end)
        if after and not _is_new_line(text, *after.span()):
            continue
        if not _is_of_else(before, own, rules):
            yield YearsNumber(Amount(_value(amount[1]), start, end), before, stop)


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins in which something stands, and where it stops."""
    low, high = max(0, start - _SENTENCE), end + _SENTENCE
    begins = [
        low,
        *(found.end() for found in _STOP.finditer(text, low, start)),
        *(found.start() for found in _GLUED.finditer(text, low, start)),
    ]
    stops = [found.start() for sign in (_STOP, _GLUED) if (found := sign.search(text, end, high))]
    return max(begins), min(stops, default=min(len(text), high))


def _is_new_line(text: str, start: int, end: int) -> bool:
    """Whether what stands there begins with a line of its own: "5 years", "Degree: BA"."""
    line = text.find("\n", start, end) + 1
    return 0 < line < len(text) and not text[line].islower()


def _value(number: str) -> float:
    return _VALUES[number] if number in _VALUES else float(number)


_SENTENCE = 200  # characters of a sentence that are read on either side of the number
_MANY = 13  # years: "with 25 years of experience" is a firm's or a founder's more often than asked for
_CLOSE = 40  # characters before the number in which "preferred" speaks of it


def _bound(lower: str, number: YearsNumber, rules: YearsRules) -> _Claim | None:
    """The claim of a number of years, None where it is not of experience asked for."""
    (years, start, end), before, stop = number
    bound = rules.bound.match(lower, end)
    if not (
        bound
        or rules.activity.match(lower, end)
        or rules.bound_before.search(before)
        # A requirement may begin with the number: "10+ years cloud engineering".
        or (_WORD_NEXT.match(lower, end) and rules.begins.fullmatch(before))
    ):
        return None
    words = f"{before[-_CLOSE:]} {lower[end:stop]}"
    return _Claim(
        years=years,
        start=start,
        number_end=end,
        end=bound.end() if bound and bound.end() <= stop else end,
        is_optional=bool(rules.optional.search(words)) and not rules.required.search(words),
        with_degree=bool(rules.degree.search(before)),
        is_told=years >= _MANY and not rules.begins.fullmatch(before) and not rules.seek.search(before),
    )


_WORD_NEXT = re.compile(r" [a-z(]")


_BEFORE = 100  # characters before a number in which the words directly before it stand


def _is_of_else(before: str, after: str, rules: YearsRules) -> bool:
    """Whether the words before and after a number of years say that they are of something else."""
    low = max(0, len(before) - _BEFORE)
    if rules.no_before.search(before, low) and not rules.yes_before.search(before, low):
        return True
    if rules.firm.search(before, low) and not rules.seek.search(before):
        return True
    if rules.added.search(before, low):
        return True
    instead = rules.instead.search(after)
    if not instead or rules.degree.search(after, 0, instead.start()):
        return False  # "five years; a degree may be taken instead"
    # "Five years of equivalent experience" are asked for, unless they are the other choice.
    return len(after[: instead.start()].split()) > 1 or bool(_OTHER_CHOICE.search(before))


_OTHER_CHOICE = re.compile(r"\bor(?: an?| at least| a minimum of| with)?\s?$")
