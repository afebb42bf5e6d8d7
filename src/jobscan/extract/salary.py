"""The pay that a posting states: its structured fields first, then the text.

A text names many sums: funding, revenue, stipends, bonuses, what customers save. A sum counts as pay by the
nearest word before it in its sentence that speaks of pay or of something else, by the word right after it,
and by its size. What stays doubtful is refused.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from jobscan.extract.money import Money, currency_of, find_bare_money, find_money
from jobscan.extract.regions import region_codes, region_names
from jobscan.posting import Pay
from jobscan.records import Record
from jobscan.sources.countries import country_code
from jobscan.text.letters import without_case

__all__ = ["Salary", "find_salary"]


@dataclass(frozen=True, slots=True)
class Salary(Record):
    """Pay as it was stated."""

    minimum: float | None
    """None for "up to"."""
    maximum: float | None
    """None for "from"; equal to the minimum where one amount is stated."""
    currency: str
    """ISO 4217; "" where a structured field names none."""
    period: str
    """year, month, week, day or hour."""
    quote: str
    """The characters of the text or of the title, "" for a structured field."""
    start: int
    end: int
    """Half-open characters of the text, 0 and 0 where the quote is from elsewhere."""


def find_salary(
    text: str, *, stated: Sequence[Pay] = (), title: str = "", location: str = "", country: str = ""
) -> Salary | None:
    """The pay of a posting, None where it states none.

    stated: what the source said in fields of its own; the first plausible one wins over the text, and the
    title counts where the text says nothing.
    location, country (ISO 3166 alpha-2): decide which of several ranges by place counts, and whose dollars a
    bare $ is. Of several ranges of which none is for the place, the first counts.
    """
    last = location.rpartition(",")[2].strip()
    country = country or (country_code(last) if len(last) > _LONGEST_CODE else "")
    structured = next(filter(None, (_of_field(pay, country) for pay in stated)), None)
    if structured:
        return structured
    sums = list(find_money(text))
    if not sums:
        sums = list(find_bare_money(text))
        country = country or ("US" if sums and _AMERICAN.search(text) else "")
    found = _candidates(text, sums, country)
    if not found:
        named = _candidates(title, list(find_money(title)), country)
        return replace(named[0].salary, start=0, end=0) if named else None
    best = max(candidate.trust for candidate in found)
    return _at_place([candidate for candidate in found if candidate.trust == best], text, location).salary


_AMERICAN = re.compile(r"401\s?\(?k\b")  # whoever has such a plan is paid in US dollars

_LONGEST_CODE = 3  # "CA" is California more often than Canada


def _of_field(pay: Pay, country: str) -> Salary | None:
    low, high = pay.minimum, pay.maximum
    currency = pay.currency or currency_of("", country)
    amounts = [amount for amount in (low, high) if amount is not None]
    period = pay.period or next(
        (p for p in ("year", "hour") if all(_is_plausible(a, currency, p) for a in amounts)), ""
    )
    if not period or not amounts or not all(_is_plausible(a, currency, period) for a in amounts):
        return None
    if low is not None and high is not None and low > high:
        return None
    return Salary(low, high, currency, period, "", 0, 0)


# What a person earns, in US dollars of the order: less or more is another sum, or another unit.
_LIMITS = {
    "year": (5_000, 2_000_000),
    "month": (300, 150_000),
    "week": (100, 30_000),
    "day": (30, 6_000),
    "hour": (3, 700),
}
# Units to a US dollar, to the order, where they are far from one.
_WEAK = {
    "ARS": 1_000, "BRL": 5, "CLP": 900, "CNY": 7, "COP": 4_000, "CZK": 22, "DKK": 7, "EGP": 45, "HKD": 8,
    "HUF": 350, "IDR": 16_000, "ILS": 3.5, "INR": 85, "JPY": 150, "KES": 130, "KRW": 1_400, "MXN": 19,
    "MYR": 4.4, "NGN": 1_500, "NOK": 10, "PEN": 3.7, "PHP": 57, "PKR": 280, "PLN": 4, "RON": 4.6, "RUB": 90,
    "SEK": 10, "THB": 35, "TRY": 40, "TWD": 32, "UAH": 41, "VND": 25_000, "ZAR": 18,
}  # fmt: skip


def _is_plausible(amount: float, currency: str, period: str) -> bool:
    low, high = _LIMITS[period]
    # Wages in weak currencies are lower as well: hence a third of the least.
    factor = _WEAK.get(currency, 1.0)
    return low * (factor / 3 if factor > 1 else 1) <= amount <= high * factor


@dataclass(frozen=True, slots=True)
class _Candidate(Record):
    salary: Salary
    trust: int
    before: tuple[int, int]
    """The characters since the sum before it, in which its place is named."""


# How sure it is that a sum is pay.
_NAMED, _LIKELY, _WEAKLY = 3, 2, 1


def _candidates(text: str, sums: Sequence[Money], country: str) -> list[_Candidate]:
    found: list[_Candidate] = []
    last_end = 0
    for money in sums:
        begin = max(last_end, money.start - _LOOK_BACK)
        around = _around(text[begin : money.start], text[money.end : money.end + _LOOK_AHEAD])
        trust = 0 if money.is_vast else _trust(money, around)
        salary = _salary(text, money, around, country, trust) if trust else None
        if salary:
            found.append(_Candidate(salary, trust, (begin, money.start)))
        last_end = money.end
    return found


_LOOK_BACK, _LOOK_AHEAD = 160, 70

# What pay is called, and what other sums are for: the nearest before a sum says what it is. In small letters.
_PAY = re.compile(
    r"\b(?:salary|salaries|compensation|pay|pays|paid|paying|wages?|remuneration|base|basic|earn|earnings"
    r"|(?:day|daily|hourly) rates?|rate(?=:| is| range)|package|ctc|range|gehalt|vergütung|salaire)\b"
)
_OTHER = (
    r"stipends?|bonus(?:es)?|allowances?|reimburse(?:s|d|ments?)?|tuition|referrals?|sign(?:ing)?-on|hra|hsa|fsa"
    r"|401\s?\(?k\)?|403\s?\(?b\)?|rrsp|insurance|cover(?:s|age)?|deductibles?|match(?:es|ing)?|contributions?"
    r"|budgets?|equity|stock|shares|rsus?|options|grants?|gifts?|donat(?:e|es|ed|ions?)|discounts?|credits?"
    r"|vouchers?|perks?|relocation|education|training|learning|wellness|fitness|gym|equipment|rais(?:e|es|ed|ing)"
    r"|fund(?:s|ed|ing)?|series [a-h]\d?|valu(?:ed?|ation|ing)|invest(?:ed|ments?|ing|ors?)?|venture|seed"
    r"|revenues?|arr|gmv|sales|turnover|profits?|assets|aum|loans?|sav(?:e|ed|es|ings?)|spend|spending|spent"
    r"|fees?|costs?|bill(?:ed|ings?)|deals?|contract values?|acv|quotas?|portfolios?|transactions?|payments?"
    r"|prizes?|awards?|fines?|markets?|industry|pipelines?|commissions?|purchases?|orders?|debt|cashback"
    r"|top-?up|insured|assured|incentives?|claims?|lifetime|worth|penalt(?:y|ies)|goods|maximum of|rides"
)
_OTHER_BEFORE = re.compile(rf"\b(?:{_OTHER})\b")
# "$500 book allowance" is one; "£50k basic plus bonus" and "£50k + car allowance" are not.
_OTHER_AFTER = re.compile(
    r"(?i)[^\S\n)]*(?:(?!(?:base|basic|salary|plus|and|with|or|to|gross|for|the|depending|dependent|incl?|including)\b)"
    r"\w[\w'’/-]*(?:[^\S\n]+|\n(?-i:(?=[a-z])))){0,4}?"
    rf"(?:{_OTHER})\b"
)
_TARGET = re.compile(r"\b(?:ote|(?:on[- ]?)?target (?:total )?(?:earnings|compensation))\b")
_BASE = re.compile(r"\b(?:base|basic|salary|hourly)\b")
_PAY_AFTER = re.compile(
    r"(?i)[\s,(*]*(?:(?:[A-Z]{3}|gross|starting)\)?\s*)?"
    r"(?:(?:[+&,]|plus\b|and\b|with\b)\s*(?:[\w%]+\s){0,3}?"
    r"(?:bonus(?:es)?|benefits|package|car|pension|equity|shares|commission|OTE)\b"
    r"|(?:base|basic|salary|package|DOE|pro[- ]rata|(?:inside|outside) IR35|negotiable"
    r"|depend(?:ing|ent) (?:up)?on)\b)"
)
_LEAD = re.compile(
    r"(?i)\b(?:up to|circa|c\.?|ca\.?|around|approx\.?|approximately|paying|at least|starting at)\s*[(~]?$"
)
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?:(?<=\w{3}[.!?])|(?<=\w{3}[)\]][.!?]))\s+(?=[\"“•*-]*\s*[A-Z])"
    r"|(?<=\n)\s*\n|(?<=\n)\s*(?=[-•*] ))"
)
_LONGEST_LABEL = 25
_LONGEST_LINE = 80


def _trust(money: Money, around: _Around) -> int:
    """How sure it is that a sum is pay, 0 where it is something else."""
    before, after, lead, small = around
    pay, other = _last(_PAY, small), _last(_OTHER_BEFORE, small)
    if other and other.start() > (pay.start() if pay else -1) and _is_linked(lead[other.end() :]):
        return 0
    target = _last(_TARGET, small)
    if (target and not _BASE.search(small, target.end())) or re.match(r"\W{0,3}OTE\b", after):
        return _WEAKLY
    if _OTHER_AFTER.match(after) and not (pay and money.is_range):
        return 0
    if pay and (pay[0] not in _BROAD or money.is_range or money.period):
        return _NAMED
    is_line = len(before.rpartition("\n")[2]) + len(after.partition("\n")[0]) < _LONGEST_LINE
    leads = money.is_range or bool(_LEAD.search(before))
    if _PAY_AFTER.match(after) or (is_line and leads):
        return _NAMED
    if leads:
        return _LIKELY
    return _WEAKLY if money.period or (is_line and not _GOES_ON.match(after)) else 0


_GOES_ON = re.compile(r"[\s)]{0,3}(?!or )[a-z]")  # "($10k) wheeled robots"
_BROAD = frozenset({"pay", "pays", "paid", "paying", "earn", "range", "package", "base"})


class _Around(NamedTuple):
    """The text around a sum."""

    before: str
    after: str
    lead: str
    """Of the text before it what may say what it is: its sentence, and the heading over it."""
    small: str
    """The same without case."""


def _around(before: str, after: str) -> _Around:
    lead = _lead(before)
    return _Around(before, after, lead, without_case(lead))


def _lead(before: str) -> str:
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(before))]
    if len(before) - cuts[-1] <= _LONGEST_LABEL and len(cuts) > 1:
        return before[cuts[-2] :]
    return before[cuts[-1] :]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(deque(pattern.finditer(text), maxlen=1)), None)


# A line break in the middle of a sentence goes on in lower case.
_APART = re.compile(
    r"(?<!\bc)(?<!\bca)(?<!\bapprox)[.!?]\s|[;|+•]|^\s*\n\s*$|\n\s*(?-i:[A-Z•*-]|\n)"
    r"|,(?! (?:up to|with|worth|capped|of|including|for))"
)


def _is_linked(between: str) -> bool:
    """Whether a word still speaks of a sum after these characters."""
    return len(between) < _LONGEST_LINE and not _APART.search(between)


_PERIOD_NEAR = re.compile(
    r"(?<!bi-)(?<!bi)\b(?:(?P<hour>hourly|per\s+hour|an hour|/hr|/hour)"
    r"|(?P<day>daily rate|day rate|per\s+day|/day|p/d)"
    r"|(?P<week>weekly|per\s+week)|(?P<month>monthly|per\s+month|/month)"
    r"|(?P<year>annual|annually|annuali[sz]ed|yearly|per\s+annum|per\s+year|p\.a\.?|pa))\b"
)


def _salary(text: str, money: Money, around: _Around, country: str, trust: int) -> Salary | None:
    """The pay that a sum states, None where no one earns as much, or as little."""
    currency = currency_of(money.currency, country)
    before, after, _, small = around
    near = _last(_PERIOD_NEAR, small) or _PERIOD_NEAR.search(without_case(_ONE_LINE.sub("", after[:40])))
    periods = [money.period] if money.period else [near.lastgroup or ""] if near else []
    if not money.period and (trust == _NAMED or money.low >= _SURELY_A_YEAR):
        periods.append("year")
    if not money.period and trust == _NAMED and (money.is_range or money.low % 1):
        periods.append("hour")
    amounts = {money.low, money.high}
    period = next((p for p in periods if all(_is_plausible(a, currency, p) for a in amounts)), "")
    if not period or not currency or money.high > _WIDEST * money.low:
        return None
    low: float | None = money.low
    high: float | None = money.high
    if not money.is_range and _UP_TO.search(before):
        low = None
    elif money.is_open or (not money.is_range and (_FROM.search(before) or _OR_MORE.match(after))):
        high = None
    return Salary(low, high, currency, period, text[money.start : money.end].strip(), money.start, money.end)


_ONE_LINE = re.compile(r"(?s)(?:[.;](?!\w)|\n(?=\W|[A-Z])).*")
_OR_MORE = re.compile(r"(?i)\s(?:or (?:more|above)|and (?:above|up|upwards))\b")
_SURELY_A_YEAR = 10_000
_WIDEST = 10  # times the least of a range
_UP_TO = re.compile(r"(?i)\b(?:up to|to|maximum(?: of)?|max\.?|as much as|not exceeding)\s*[(~]?$")
_FROM = re.compile(
    r"(?i)\b(?:from|at least|minimum(?: of)?|min\.?|start(?:s|ing)? (?:at|from|around)|upwards of)\s*[(~]?$"
)


_SHORT_NAMES = {
    "new york": ("NYC", "New York City", "Manhattan"),
    "new york city": ("New York", "NYC"),
    "nyc": ("New York",),
    "san francisco": ("SF", "SFO", "Bay Area"),
    "los angeles": ("LA",),
    "washington": ("DC", "D.C."),
}
_ELSEWHERE = re.compile(
    r"(?i)\b(?:all )?other (?:u\.?s\.? )?(?:locations|states|geographies|regions|areas|cities)"
)
_TOWN, _REGION, _LAND = 3, 2, 1


def _at_place(candidates: Sequence[_Candidate], text: str, location: str) -> _Candidate:
    """The pay for the posting's own location, where each sum names its places; else the first."""
    first = candidates[0]
    if len(candidates) == 1 or not location:
        return first
    names = _names_of(location)
    contexts = [text[candidate.before[0] : candidate.before[1]] for candidate in candidates]
    for found in (contexts, [_following(candidate, text) for candidate in candidates]):
        scores = [max((rank for rank, name in names if name.search(words)), default=0) for words in found]
        if max(scores) > 0:
            return candidates[scores.index(max(scores))]
    elsewhere = [c for c, words in zip(candidates, contexts, strict=True) if _ELSEWHERE.search(words)]
    return elsewhere[0] if elsewhere and any(rank >= _REGION for rank, _ in names) else first


def _following(candidate: _Candidate, text: str) -> str:
    """What a sentence says after its sum: `$90,000 - $120,000 in New York`."""
    end = candidate.salary.end
    return re.split(r"[.;]\s|\n\s*\n|[$£€]", text[end : end + 80], maxsplit=1)[0]


def _names_of(location: str) -> list[tuple[int, re.Pattern[str]]]:
    """How a text may name a location, with the rank of each name."""
    ranked: list[tuple[int, str]] = []
    parts = [part.strip() for part in re.split(r"[,;|/()]|\s[-–—]\s", location)]
    for at, part in enumerate(filter(None, parts)):
        words = re.sub(r"\s*\d[\d-]*$", "", part)
        regions = region_codes().get(words.lower(), ())
        ranked += [(_REGION, code) for _, code in regions]
        ranked += [(_REGION, name) for _, name in region_names().get(words, ())]
        rank = _LAND if country_code(words) and at else _REGION if at or regions else _TOWN
        ranked += [(rank, name) for name in (words, *_SHORT_NAMES.get(words.lower(), ())) if len(name) > 1]
        if words.lower() in _SHORT_NAMES and not at:
            ranked.append((_TOWN, words))
    return [(rank, re.compile(rf"(?<![\w]){re.escape(name)}(?!\w)")) for rank, name in ranked]
