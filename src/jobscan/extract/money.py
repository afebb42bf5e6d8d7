"""Sums of money in a text: amounts and ranges, with their currency and period as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jobscan.records import Record

__all__ = ["Money", "currency_of", "find_bare_money", "find_money", "period_in"]


@dataclass(frozen=True, slots=True)
class Money(Record):
    """An amount, or a range of two, half-open in characters."""

    start: int
    end: int
    low: float
    high: float
    """Equal to low where it is one amount."""
    currency: str
    """ISO 4217, "$", "¥" or "kr" where it depends on the country, "" where the text names none."""
    period: str
    """The period that stands with the amount: year, month, week, day, hour, or ""."""
    is_range: bool
    is_vast: bool
    """Written in millions or more: what companies have, not what people are paid."""
    is_open: bool
    """`$90,000+`: at least so much."""


_CODES = (
    "AED|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|MYR|NOK|NZD|PHP|PLN|RON|SAR|SEK"
    "|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
_CODE_OF_SIGN = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₹": "INR", "rs": "INR", "₪": "ILS", "₩": "KRW",
    "₱": "PHP", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₫": "VND", "zł": "PLN", "￥": "¥", "dollars": "$",
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "cdn$": "CAD", "can$": "CAD", "a$": "AUD", "au$": "AUD",
    "nz$": "NZD", "s$": "SGD", "sg$": "SGD", "hk$": "HKD", "nt$": "TWD", "mx$": "MXN", "r$": "BRL",
}  # fmt: skip
# What the sign of several currencies means, and all that is paid in, by country; the euro's are told apart.
_OF_COUNTRY = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN",
    "GB": "GBP", "IN": "INR", "CH": "CHF", "PL": "PLN", "JP": "JPY", "CN": "CNY", "BR": "BRL", "IL": "ILS",
    "ZA": "ZAR", "KR": "KRW", "HU": "HUF", "RO": "RON", "TR": "TRY", "PH": "PHP", "MY": "MYR", "AE": "AED",
    "TH": "THB", "ID": "IDR", "UA": "UAH", "SE": "SEK", "NO": "NOK", "DK": "DKK", "CZ": "CZK",
}  # fmt: skip
_EURO = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split()
_SHARED = {
    "$": (frozenset({"CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"}), "USD"),
    "¥": (frozenset({"CNY"}), "JPY"),
    "kr": (frozenset({"SEK", "NOK", "DKK"}), ""),
}


def currency_of(sign: str, country: str) -> str:
    """The ISO 4217 code of a sign in a country (ISO 3166 alpha-2), "" where it is not known.

    A dollar is the American one where the country has none of its own; no sign is the country's own money.

    >>> currency_of("$", "CA"), currency_of("$", "DE"), currency_of("", "DE")
    ('CAD', 'USD', 'EUR')
    """
    own = "EUR" if country in _EURO else _OF_COUNTRY.get(country, "")
    if sign in _SHARED:
        legal, fallback = _SHARED[sign]
        return own if own in legal else fallback
    return sign or own


# A bare $ comes last: R$, NT$ and the like are tried first.
_SIGN = (
    r"(?:\b(?:US|U\.S\.|CA|CDN|CAN|C|AU|A|NZ|SG|S|HK|NT|MX|R)\s?\$|\\?\$|[€£₹₪₩₱₺₴₦₫¥￥]"
    r"|\b(?:Rs\.?|kr\.?)(?=\s?\d))"
)
_BEFORE = rf"(?:\b(?:{_CODES})[\s:]{{0,2}}(?:{_SIGN}\s?)?|{_SIGN}\s?(?:(?:{_CODES})\s?)?)"
_AFTER = rf"\s?\(?(?:\b(?:{_CODES})\b|€|£|zł|\b(?i:euros?|dollars|kr)\b|\bUS\$|\$(?!\s?\d))\)?"
# Groups of three are parted by one mark; the Indian way groups by two above the thousands.
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,2}(?!\d))?|\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:['’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d+(?:[.,]\d{1,2}(?!\d))?)"
)
_TIMES = (
    r"\s?(?:[kK](?![A-Za-z])|(?i:thousand|lakhs?|lacs?|lpa|crores?)\b"
    r"|(?:MM?|mm?|B|T|(?i:mn|mil|million|bn|billion|tn|trillion|quadrillion))\b)"
)
# A lost line break glues the next word to it: "$37/hourDuties".
_SPAN = (
    r"(?:hour|hr|h|day|d|week|wk|month|mth|mo|year|yr|annum|a|jahr|monat|mois|an)"
    r"(?:\b|(?<=hour)(?=work)|(?<=[a-z]{4})(?-i:(?=[A-Z])))"
)
_UNIT = (
    rf"(?i:\s{{0,2}}(?:/\s?(?:per\s)?|\bp(?:er|ro)[\s-]|\bp/(?=annum)|\ban?\s|\beach\s"
    rf"|(?:\b|(?<=[\dk]))p[./]?\s?(?=[ahd]\b)){_SPAN}|(?<=\d)hr\b"
    r"|\s?\(?\b(?:hourly|daily|weekly|monthly|yearly|annually|annuali[sz]ed|annual)\b\)?)"
)
_RANGE = re.compile(
    rf"(?:(?P<c1>{_BEFORE})|(?<![\w.,/-]))(?P<n1>{_NUMBER})(?P<k1>{_TIMES})?(?P<plus>\+(?!\s?[\d£$€]|\s?(?i:b|package)))?"
    rf"(?P<d1>{_AFTER})?(?P<u1>{_UNIT})?"
    r"(?:(?P<sep>\s*\*{0,2}\s?(?:[-–—−‑~]{1,2}|(?:\b(?:to|up to|bis)|,?\s(?:and|or))\s)\s*(?:up to\s)?"
    r"\*{0,2}|[\s,;/]*(?:\b|(?<=\d))(?i:max(?:imum)?\b)[^\d\n$£€]{0,20}\s*)"
    rf"(?P<c2>{_BEFORE})?(?P<n2>{_NUMBER})(?P<k2>{_TIMES})?(?P<d2>{_AFTER})?)?"
    rf"(?P<u2>(?:\s\(?(?:{_CODES}|gross|base|basic|brutto)\b\)?){{0,2}}{_UNIT})?"
)
_SIGNS = "$€£₹₪₩₱₺₴₦₫¥￥"
# A single letter is found fastest, the next ones are looked at where it stands. No word edges: what is found
# is looked at again.
_OTHER_SIGNS = tuple(map(re.compile, ("R(?=s)", "z(?=ł)", "u(?=ro)")))
_LETTERS = "".join(f"[{''.join(sorted(set(letters)))}]" for letters in zip(*_CODES.split("|"), strict=True))
_CODE = re.compile(rf"{_LETTERS}(?<={_CODES})")
_BEGINS = re.compile(rf"[\dA-Zk\\{_SIGNS}]")  # the first character of any amount with its currency
_REACH_BEFORE, _REACH_AFTER = 30, 70  # characters that an amount may stretch around its currency


def find_money(text: str) -> Iterator[Money]:
    """The sums with a currency in a text, in order."""
    at = 0
    for anchor in _anchors(text):
        if anchor < at:
            continue
        match = _around(text, max(at, anchor - _REACH_BEFORE), anchor)
        if match:
            money = _money(match)
            yield money
            at = money.end


def _anchors(text: str) -> list[int]:
    """Where signs and codes of currencies stand, in order."""
    places = [match.start() for match in _CODE.finditer(text)]
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            places.append(at)
            at = text.find(sign, at + 1)
    places += [match.start() for sign in _OTHER_SIGNS for match in sign.finditer(text)]
    return sorted(places)


def _around(text: str, begin: int, anchor: int) -> re.Match[str] | None:
    """The amount or range with a currency that begins before an anchor or at it, and reaches it."""
    first = _BEGINS.search(text, begin, anchor + 1)
    if not first:
        return None
    for match in _RANGE.finditer(text, first.start(), anchor + _REACH_AFTER):
        if match.start() > anchor:
            return None
        if match.end() > anchor and (match["c1"] or match["d1"] or match["c2"] or match["d2"]):
            return match
    return None


_COLONS = tuple(re.compile(rf"{sign}\s{{0,3}}(?=\d)") for sign in ":–-")
_PAY_LABEL = re.compile(
    r"(?i)\b(?:salary|compensation|pay|wage|rate|remuneration)(?:\s(?:range|rate|scale))?\s?$"
)
_LONGEST_LABEL = 30


_K = r"(?!40[13])(?P<sum>(?:\d{2,3}\s?[kK]?\s?[-–]\s?)?\d{2,3}\s?[kK])\b"
# Thousands that can be nothing but pay: "25-30k base", "45k-55k p/annum", "a salary of 50-70k". No 401k.
_THOUSANDS = (
    re.compile(
        rf"(?<![\w.,/$£€-]){_K}"
        r"(?=\s(?i:base|basic|salary|plus|package|p/?a\b|per annum|p/annum|p\.a|doe\b|\+\s?(?:b|package)))"
    ),
    re.compile(rf"(?i:\b(?:salary|pay|pays|paying)\s(?:is\s|of\s)?(?:up\s)?(?:to\s)?\(?){_K}"),
)


_THOUSAND = re.compile(r"[kK](?:(?<=\d.)|(?<=\d\s.))")
# They find out fast whether it is worth while.
_ANY_THOUSANDS = (re.compile(r"k(?<=\dk)"), re.compile(r"K(?<=\dK)"))
_LONGEST_BEFORE, _LONGEST_AFTER = 60, 25  # characters of such an amount before its last "k" and after it


def find_bare_money(text: str) -> Iterator[Money]:
    """The sums without a currency that words beside them call pay, in order: `Salary: 45k - 55k`."""
    places = [
        colon.end()
        for sign in _COLONS
        for colon in sign.finditer(text)
        if _PAY_LABEL.search(text[max(0, colon.start() - _LONGEST_LABEL) : colon.start()])
    ]
    if any(thousands.search(text) for thousands in _ANY_THOUSANDS):
        places += _thousands(text)
    end = 0
    for place in sorted(places):
        match = _RANGE.match(text, place, place + _REACH_AFTER) if place >= end else None
        if match:
            yield _money(match)
            end = match.end()


def _thousands(text: str) -> list[int]:
    """Where the thousands begin in a text that has some."""
    found = [match.start() for match in _THOUSAND.finditer(text)]
    start, end = max(0, found[0] - _LONGEST_BEFORE), found[-1] + _LONGEST_AFTER
    return [match.start("sum") for pattern in _THOUSANDS for match in pattern.finditer(text, start, end)]


_BETWEEN = re.compile(r"(?i:between|from|range of|range is)\W*(?:\w+\W+){0,2}$")
_LEAST = re.compile(r"(?i)\bmin(?:imum)?\b[^\d\n]{0,20}\s*$")


def _is_range(match: re.Match[str]) -> bool:
    """Whether the two numbers of a match belong together."""
    if not match["n2"]:
        return False
    sep = match["sep"]
    if "\n" in sep and not match["c2"] and len(match["n2"]) < 3:
        return False  # the next line is a list
    before = match.string[max(0, match.start() - 30) : match.start()]
    if "max" in sep.lower():
        return bool(_LEAST.search(before))
    if ("and" in sep or "or" in sep) and not _BETWEEN.search(before):
        return False
    low, high = _amounts(match)
    return low <= high


def _money(match: re.Match[str]) -> Money:
    is_range = _is_range(match)
    low, high = _amounts(match)
    signs = [match[name] for name in (("c1", "d1", "c2", "d2") if is_range else ("c1", "d1"))]
    if match["c1"] and _OF_STATE.match(match.string, match.start()):
        signs[0] = "$"
    units = [match[name] for name in (("u2", "u1") if is_range or not match["n2"] else ("u1",))]
    times = (match["k1"] or "") + (match["k2"] or "" if is_range else "")
    return Money(
        match.start(),
        match.end() if is_range or not match["n2"] else match.start("sep"),
        low,
        high if is_range else low,
        _currency([sign for sign in signs if sign]),
        next(filter(None, (period_in(unit) for unit in units if unit)), ""),
        is_range=is_range,
        is_vast=bool(re.search(r"(?i)m|b|t(?!h)|q", times.replace("thousand", ""))),
        is_open=bool(match["plus"]) and not is_range,
    )


# "San Francisco, CA $120k" is paid in California.
_OF_STATE = re.compile(r"(?<=[a-z], )CA(?=\s?\$)")


def _currency(written: list[str]) -> str:
    """The currency that several signs name; a code says more than a sign."""
    found = ""
    for text in written:
        code = re.search(_CODES, text)
        if code:
            return code[0]
        sign = re.sub(r"[\s.\\()]", "", text).lower()
        found = found or _CODE_OF_SIGN.get(sign, sign)
    return found


_FACTORS = {"k": 1e3, "thousand": 1e3, "lakh": 1e5, "lac": 1e5, "lpa": 1e5, "crore": 1e7}


def _amounts(match: re.Match[str]) -> tuple[float, float]:
    """Both numbers of a match, the second equal to the first where there is none."""
    first, second = _number(match["n1"]), _number(match["n2"] or match["n1"])
    one, two = _factor(match["k1"]), _factor(match["k2"] if match["n2"] else match["k1"])
    if two > 1 and one == 1:
        one = two  # "$120-150k"
    elif one > 1 and two == 1:
        two = one  # "£40k - 60"
    # "$135,000-165,000k" is a slip.
    return first * (one if first < 1_000 else 1), second * (two if second < 1_000 else 1)


def _factor(word: str | None) -> float:
    return _FACTORS.get((word or "").strip().lower().removesuffix("s"), 1.0)


_GROUP = re.compile(r"[.,'’\u00a0\u202f ](?=\d{3}(?!\d)|\d{2},)")


def _number(text: str) -> float:
    """A number as written in English, on the continent, in India."""
    return float(_GROUP.sub("", text).replace(",", "."))


_PERIOD = re.compile(
    r"(?i)\b(?:(?P<hour>hour|hourly|hr|h)|(?P<day>day|daily|d)|(?P<week>week|weekly|wk)"
    r"|(?P<month>month|monthly|mth|mo|monat|mois)"
    r"|(?P<year>year|yearly|yr|annum|annual|annually|annuali[sz]ed|a|jahr|an))\b"
)


def period_in(text: str) -> str:
    """The last period that the words of a unit name, "" for none.

    >>> period_in("/hr"), period_in("per annum"), period_in("p.a."), period_in("each")
    ('hour', 'year', 'year', '')
    """
    found = ""
    for match in _PERIOD.finditer(text):
        found = match.lastgroup or ""
    return found
