"""A comment under "Ask HN: Who is hiring?": its first line, `Company | Role | Place | REMOTE | pay`, parted.

The order is a habit and no rule, so each part is told by what it says. What is not certain stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from jobscan.posting import Pay
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.boards.payload import several
from jobscan.sources.countries import country_code
from jobscan.sources.fields import employment_types, short_text
from jobscan.text.decode import mend_mojibake, writable
from jobscan.text.html import html_to_text

_MAX_LINE: Final = 400
_PART: Final = re.compile(r"\s*[|｜¦]\s*")
_OTHER_PARTS: Final = (re.compile(r"\s+[—–]\s+"), re.compile(r"\s+-{1,2}\s+"), re.compile(r"\s*[•·]\s*"))
_URL: Final = re.compile(
    r"\(?\s*(?:https?://\S+|www\.\S+|(?<!\S)(?:[a-z0-9-]+\.)+(?:com|io|ai|co|org|net|dev|app)/\S*)",
    re.IGNORECASE,
)
_BARE_DOMAIN: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,6}(?:/\S*)?", re.IGNORECASE)
_BATCH: Final = re.compile(r"\(\s*(?:YC|Y Combinator)\b[^)]*\)|\(\s*\)", re.IGNORECASE)

_ROLE: Final = re.compile(
    r"\b(?:engineer\w*|develop(?:er|ers|ment)|scientists?|designers?|managers?|analysts?|architects?|devops|sre|"
    r"mlops|programmers?|head of|founding|founders?|co-?founder|cto|ceo|coo|vp|directors?|interns?|swes?|"
    r"sdet|qa|testers?|senior|staff|principal|junior|consultants?|writers?|marketers?|recruiters?|technicians?|administrators?|specialists?|researchers?|"
    r"leads?|full-?\s?stack|back-?\s?end|front-?\s?end|data|product|multiple (?:roles|positions)|"
    r"various (?:roles|positions)|several (?:roles|positions)|many (?:roles|positions)|roles|positions|"
    r"entwickler(?:in)?|sysadmins?|executives?|representatives?|associates?|assistants?|coordinators?|"
    r"advocates?|economists?|statisticians?|mathematicians?|physicists?|chemists?|biologists?|actuar\w+)\b",
    re.IGNORECASE,
)
_WORKPLACE: Final = (
    ("hybrid", re.compile(r"\bhybrid\b", re.IGNORECASE)),
    ("onsite", re.compile(r"\b(?:on[\s-]?site|in[\s-]?office|in[\s-]person)\b", re.IGNORECASE)),
    ("remote", re.compile(r"\b(?:remote\w*|wfh|telecommut\w*)\b", re.IGNORECASE)),
)
_NO_REMOTE: Final = re.compile(r"\b(?:no|not|non)[\s-]+remote\b|\bremote\W+no\b", re.IGNORECASE)
_BARE_WORKPLACE: Final = re.compile(
    r"(?:(?:fully|100\s*%|full|only|first|friendly|ok|possible|optional|or|and|no|not|non|hybrid|remote|onsite|"
    r"on-?site|on site|in-?office|in office|in-?person|in person|work|wfh)(?:[\s/,&+()-]+|$))+",
    re.IGNORECASE,
)
_EMPLOYMENT: Final = re.compile(
    r"(?:(?:full|part)[\s-]?time|ft|pt|permanent|perm|contract(?:or|ors|s)?|freelance(?:rs?)?|temporary|temp|"
    r"intern(?:s|ships?)?|w2|1099|c2c|b2b|or|and|only|to hire|positions?|roles?|employment|employee)"
    r"(?:[\s/,&+()-]+|$)",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"[$€£₹¥]|\b(?:USD|EUR|GBP|CAD|AUD|CHF|SEK|NOK|DKK|PLN|INR|SGD|JPY|NZD)\b|\d\s*k\b", re.IGNORECASE
)
_NOT_PAY: Final = re.compile(
    r"\b(?:raised|funding|funded|series|arr|revenue|valuation|bn|seed|profitable|backed)\b|\d\s*(?:m|mm|b|mil|million)\b",
    re.IGNORECASE,
)
_BESIDE_PAY: Final = re.compile(
    r"\([^)]*\)|[+,&;/]?\s*(?:and\s+|with\s+|plus\s+)?\d*[\d.,%\s–-]*%?\s*\b(?:equity|bonus|benefits|stock|options|"
    r"rsus?|super|tokens?|ote|doe|base|salary|comp(?:ensation)?|range)\b.*|:",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_OR: Final = re.compile(r"\bor\b", re.IGNORECASE)
_LEADING_WORD: Final = re.compile(r"^(?:salary|comp(?:ensation)?|pay|base|range)\b[\s:–-]*", re.IGNORECASE)
_LEAST_YEARLY: Final = 10_000
_MOST_HOURLY: Final = 1_000
_NO_PLACE: Final = re.compile(
    r"\b(?:visa|sponsor\w*|equity|required|salary|benefits|series|seed|start-?up|yc|funded|profitable|apply|hiring|"
    r"stack|team|we|our|you|is|are|building|open[\s-]source|b2b|saas|ai|ml|platform|software|python|rust|java\w*|"
    r"react|go|golang|typescript|ruby|elixir|interview|bonus|competitive|relocation|immediate|years?)\b|[$€£?!]",
    re.IGNORECASE,
)
_PLACE_LIKE: Final = re.compile(r"[^\W\d_][^\d|]{1,78}")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says."""

    company: str
    title: str
    """All roles of the first line; "" where it names none."""
    place: str
    workplace: str
    employment: tuple[str, ...]
    pay: tuple[Pay, ...]
    text: str
    """All of it, the first line too."""


def read_comment(markup: str) -> Comment | None:
    """The posting of a comment; None for one whose first line is not that of a posting.

    markup: as both APIs give it, with <p> between paragraphs and none at the end.
    """
    text = mend_mojibake(writable(html_to_text(markup, keep_newlines=True)))
    line = text.lstrip().partition("\n")[0].strip()
    parts = _parts(line)
    if len(parts) < 2:
        return None
    company, rest = _company(parts[0]), [_clean(part) for part in parts[1:]]
    rest = [part for part in rest if part and not _BARE_DOMAIN.fullmatch(part)]
    pay = next((found for part in rest if (found := pay_of_part(part))), ())
    said = [part for part in rest if not _is_money(part)]
    employment = [part for part in said if _is_employment(part)]
    others = [part for part in said if part not in employment]
    titles, places = _titles_and_places(others)
    return Comment(
        company=company,
        title=", ".join(dict.fromkeys(titles)),
        place=several(places),
        workplace=_workplace(
            bracketed
            for part in others
            for bracketed in (_BRACKETS.findall(part) if part in titles else [part])
        ),
        employment=_employment(employment),
        pay=pay,
        text=text,
    )


def pay_of_part(part: str) -> tuple[Pay, ...]:
    """The pay that a part of the line states; () where it is none, as what an employer has raised.

    >>> pay_of_part("$150 - 210K USD + equity"), pay_of_part("Series A ($12M)")
    ((Pay(minimum=150000.0, maximum=210000.0, currency='USD', period=''),), ())
    """
    if not _is_money(part) or _NOT_PAY.search(part):
        return ()
    stated = _BESIDE_PAY.sub("", _LEADING_WORD.sub("", part)).replace("~", "").strip(" ,;-–")
    return tuple(pay for pay in display_pay(stated) if _is_plausible(pay))


def _is_plausible(pay: Pay) -> bool:
    amounts = [amount for amount in (pay.minimum, pay.maximum) if amount]
    if pay.period in ("hour", "day"):
        return all(amount < _MOST_HOURLY * (1 if pay.period == "hour" else 10) for amount in amounts)
    return bool(pay.period) or all(amount >= _LEAST_YEARLY for amount in amounts)


def _is_money(part: str) -> bool:
    return _MONEY.search(part) is not None and any(char.isdigit() for char in part)


def _parts(line: str) -> list[str]:
    """The parts of the first line; fewer than two where it is no such line."""
    if len(line) > _MAX_LINE:
        line = line[:_MAX_LINE]
    parts = [part for part in _PART.split(line) if part]
    if len(parts) > 1:
        return parts
    for pattern in _OTHER_PARTS:
        parts = [part for part in pattern.split(line) if part]
        if len(parts) > 2:
            return parts
    return []


def _clean(part: str) -> str:
    """A part without addresses, and without marks and brackets that hold nothing."""
    text = short_text(_BATCH.sub(" ", _URL.sub(" ", part))).strip(" ,;:-–—*")
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            text = text.strip(opening + closing)
        elif text.startswith(opening) and text.find(closing) == len(text) - 1:
            text = text[1:-1]
    return text.strip()


def _company(part: str) -> str:
    return _clean(part) or short_text(part)


def _is_employment(part: str) -> bool:
    return bool(part) and not _EMPLOYMENT.sub("", part).strip(" /,&+()-")


def _employment(parts: list[str]) -> tuple[str, ...]:
    words = re.sub(r"\bft\b", "full-time", " ".join(parts), flags=re.IGNORECASE)
    return employment_types(re.sub(r"\bpt\b", "part-time", words, flags=re.IGNORECASE))


def _titles_and_places(parts: list[str]) -> tuple[list[str], list[str]]:
    """Which parts name roles, and which places."""
    titles: list[str] = []
    places: list[str] = []
    for part in parts:
        kinds = _kinds(part)
        bare = _BARE_WORKPLACE.fullmatch(part) is not None
        if kinds or bare:
            if _ROLE.search(part) and not bare:
                titles.append(part)
            elif not bare:
                places.append(part)
        elif _ROLE.search(part) and not country_code(part):
            titles.append(part)
        elif _is_place(part):
            places.append(part)
    plain = [part for part in places if "," not in part and not _kinds(part) and not country_code(part)]
    if not titles and plain and len(places) > 1:
        titles.append(plain[0])  # the habit: what is hired for stands before where
    return titles, [part for part in places if part not in titles]


def _is_place(part: str) -> bool:
    if country_code(part):
        return True
    return (
        _PLACE_LIKE.fullmatch(part) is not None
        and len(part.split()) <= 8
        and part[0].isupper()
        and not _NO_PLACE.search(part)
    )


def _workplace(parts: Iterable[str]) -> str:
    """remote, hybrid or onsite where the line says one of them alone; `Berlin or remote` is neither."""
    found: set[str] = set()
    for part in parts:
        kinds = _kinds(part)
        found.update(kinds)
        if kinds and _OR.search(part):
            found.add("")
    return found.pop() if len(found) == 1 else ""


def _kinds(part: str) -> list[str]:
    said = _NO_REMOTE.sub(" ", part)
    return [kind for kind, pattern in _WORKPLACE if pattern.search(said)]
