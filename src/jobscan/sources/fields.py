"""Values of single fields, as rows hold them, to the words of a Posting. What is not certain stays empty."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from jobscan.posting import Pay
from jobscan.sources.columns import plan_of
from jobscan.text.decode import mend_mojibake, writable
from jobscan.text.html import description_text, html_to_text, looks_like_html, unescape_once

_MISSING = frozenset(("", "nan", "none", "null", "n/a", "na", "nat", "undefined", "-", "--"))
_NAMES = "name display_name displayName label descriptor fullLocation location text value title".split()
_ADDRESS = ("addressLocality", "city", "addressRegion", "region", "state", "addressCountry", "country")

_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[\da-f]{2,5});", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?[a-z]", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|br|div|ul|ol|li|h[1-6]|table|section)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|strong|em|i|u|a|span|font)(?:\s[^<>]*)?>", re.IGNORECASE)

_EMPLOYMENT: tuple[tuple[str, str], ...] = (
    ("FULL_TIME", r"full[\s_-]*time|vollzeit|temps plein"),
    ("PART_TIME", r"part[\s_-]*time|teilzeit|temps partiel"),
    ("CONTRACTOR", r"\bcontract(?:or)?s?\b|freelance"),
    ("TEMPORARY", r"\btemp(?:orary)?\b|seasonal|fixed[\s_-]*term"),
    ("INTERN", r"\bintern(?:ship)?s?\b|trainee|praktikum|working student|werkstudent"),
    ("VOLUNTEER", r"volunteer"),
    ("PER_DIEM", r"per[\s_-]*diem"),
    ("OTHER", r"^other$"),
)
_USUAL_WORDS = 100  # characters of what sources say again and again
_PERIODS: tuple[tuple[str, str], ...] = (
    ("year", r"year|annual|annum|^pa$|jahr"),
    ("month", r"month|^pm$"),
    ("week", r"^(?!.*(?:bi|two)).*week|^pw$"),
    ("day", r"\bday|daily|diem|^pd$"),
    ("hour", r"hour|^ph$"),
)
_CURRENCIES = {"€": "EUR", "£": "GBP", "₹": "INR", "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD"}
_AMOUNTS = frozenset(("pay_min", "pay_max", "pay"))
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "spanish": "es",
    "dutch": "nl",
}


def short_text(value: object) -> str:
    """One line of text from a field of any shape: string, number, object with a name, list of these; else "".

    >>> [short_text(value) for value in ({"name": " A   &amp; B "}, [{"city": "Bern"}, "Remote"], "NaN")]
    ['A & B', 'Bern; Remote', '']
    """
    return _one_line(value) if isinstance(value, str) else _short(value, depth=0)


def _short(value: object, *, depth: int) -> str:
    if isinstance(value, str):
        return _one_line(value)
    if isinstance(value, bool) or value is None or depth > 4:
        return ""
    if isinstance(value, int | float):
        return plain_number(value)
    if isinstance(value, Mapping):
        return _named(value, depth=depth)
    if isinstance(value, Iterable):
        parts = (_short(part, depth=depth + 1) for part in value)
        return "; ".join(dict.fromkeys(part for part in parts if part))
    return ""


def _named(value: Mapping[object, object], *, depth: int) -> str:
    """What an object is called, or the parts of the address it is."""
    for key in _NAMES:
        if name := _short(value.get(key), depth=depth + 1):
            return name
    parts = [_short(value.get(key), depth=depth + 1) for key in _ADDRESS]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or _short(
        value.get("address"), depth=depth + 1
    )


def _one_line(value: str) -> str:
    text = value
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(unescape_once(text))
    if "<" in text and looks_like_html(text):
        text = html_to_text(text)
    if not text.isascii() or "\x00" in text:
        text = mend_mojibake(writable(text))
    text = " ".join(text.split())
    return "" if text.lower() in _MISSING else text


def plain_number(value: float) -> str:
    """A number as a person would write an id: 12.0 is `12`; "" for NaN and infinity."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if float(value).is_integer() else str(value)


def body_text(value: str, *, exact: bool = False) -> str:
    r"""The text of a description: markup read as markup; plain text as it is, but for line ends and repairs.

    exact: also leave entities and literal `\\n` in plain text alone, so that offsets into the value hold.
    """
    text = mend_mojibake(
        writable(value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value)
    )
    if has_markup(text):
        return description_text(text)
    if exact:
        return text
    if "\n" not in text and text.count("\\n") > 1:
        return description_text(text)
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def has_markup(text: str) -> bool:
    """Whether it is HTML, raw or escaped, and not plain text with one stray tag.

    >>> [has_markup(text) for text in ("a<br>b", "a</h2>b", "<b>a</b>", "&lt;p&gt;a", "a < b", "List<a>")]
    [True, False, True, True, False, False]
    """
    if "<" not in text:
        return "&" in text and _ESCAPED.search(text) is not None
    if _BLOCK.search(text):
        return True
    inline = _INLINE.findall(text)
    return len(inline) > 1 and any(tag.startswith("</") for tag in inline)


def employment_types(value: object) -> tuple[str, ...]:
    """schema.org's words for an employment type, in its order; () where none is meant.

    >>> employment_types("[Full-time, Contract]"), employment_types(["Permanent"])
    (('FULL_TIME', 'CONTRACTOR'), ())
    """
    words = short_text(value).replace("_", " ").lower()
    return _employment_in(words) if len(words) < _USUAL_WORDS else _find_employment(words)


@lru_cache(maxsize=1024)
def _employment_in(words: str) -> tuple[str, ...]:
    return _find_employment(words)


def _find_employment(words: str) -> tuple[str, ...]:
    return tuple(word for word, pattern in _EMPLOYMENT if words and re.search(pattern, words))


def workplace(value: object) -> str:
    """remote, hybrid or onsite; "" where it is not said. False is not said: it may be hybrid.

    >>> [workplace(value) for value in (True, False, "On-site", "TELECOMMUTE", "Office - Flexible")]
    ['remote', '', 'onsite', 'remote', '']
    """
    if isinstance(value, bool):
        return "remote" if value else ""
    words = normal_words(short_text(value))
    if "hybrid" in words:
        return "hybrid"
    if words in ("true", "yes", "1", "1.0") or re.search(
        r"\bremote\b|telecommut|work from home|\bwfh\b", words
    ):
        return "" if re.search(r"\b(?:no|not|non)\b", words) else "remote"
    return "onsite" if re.fullmatch(r"on ?site|in ?office|in ?person|office|office based", words) else ""


def normal_words(text: str) -> str:
    """Lower-case words parted by single spaces."""
    return " ".join(re.split(r"[\s_-]+", text.lower())).strip()


def language_code(value: object) -> str:
    """The ISO 639-1 code a source declares, "" for none: `en-US` is en."""
    if isinstance(value, Mapping):
        value = value.get("code") or value.get("name")
    words = short_text(value).lower()
    found = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9]+)*", words)
    return found[1] if found else _LANGUAGES.get(words, "")


def web_address(value: object) -> str:
    """An http or https address, else "": others are not links that a report may hold."""
    address = short_text(value)
    return address if re.match(r"https?://\S+$", address, re.IGNORECASE) else ""


def amount(value: object) -> float | None:
    """A positive amount of money given as a number or its digits; None for 0, which sources send for unknown.

    >>> amount("99200.0"), amount("60,000"), amount(0), amount("$90k")
    (99200.0, 60000.0, None, None)
    """
    if isinstance(value, str):
        text = value.strip()
        value = float(text.replace(",", "")) if len(text) < 32 and _NUMBER.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value < 1e12 else None


def currency_code(value: object) -> str:
    """An ISO 4217 code, "" for none; a bare "$" is anybody's."""
    text = short_text(value)
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else _CURRENCIES.get(text.lower(), "")


def pay_period(value: object) -> str:
    """year, month, week, day or hour; "" where none of them is named.

    >>> [pay_period(value) for value in ("1 YEAR", "hourly", "per-month-salary", "biweekly", "PH")]
    ['year', 'hour', 'month', '', 'hour']
    """
    words = short_text(value).lower()
    return next((period for period, pattern in _PERIODS if words and re.search(pattern, words)), "")


def pay_of(row: Mapping[str, object]) -> tuple[Pay, ...]:
    """What the fields of a row say of pay, () for nothing. Amounts that were predicted (Adzuna) are none."""
    plan = plan_of(tuple(row))
    if _AMOUNTS.isdisjoint(plan):
        return ()

    def first(field: str) -> object:
        return next((row[key] for key in plan.get(field, ()) if row[key] not in (None, "")), None)

    if str(first("pay_guessed") or "0") not in ("0", "False"):
        return ()
    minimum, maximum = amount(first("pay_min")), amount(first("pay_max"))
    if minimum or maximum:
        return (Pay(minimum, maximum, currency_code(first("pay_currency")), pay_period(first("pay_period"))),)
    for key in plan.get("pay", ()):
        nested = row[key]
        if isinstance(nested, Mapping) and (pay := _nested_pay(nested)):
            currency = pay.currency or currency_code(first("pay_currency"))
            return (Pay(pay.minimum, pay.maximum, currency, pay.period or pay_period(first("pay_period"))),)
    return ()


def _nested_pay(nested: Mapping[object, object]) -> Pay | None:
    """Pay of an object such as Recruitee's, Lever's or schema.org's; None where it states no amount."""
    flat = {str(key).lower(): value for key, value in nested.items()}
    inner = flat.get("value")
    if isinstance(inner, Mapping):
        flat |= {str(key).lower(): value for key, value in inner.items()}

    def first(*keys: str) -> object:
        return next((flat[key] for key in keys if flat.get(key) not in (None, "")), None)

    minimum = amount(first("min", "minvalue", "minimum", "from"))
    maximum = amount(first("max", "maxvalue", "maximum", "to"))
    if not (minimum or maximum):
        minimum = maximum = amount(first("value", "amount"))
    if not (minimum or maximum):
        return None
    period = pay_period(first("unittext", "period", "interval", "unit", "frequency"))
    return Pay(minimum, maximum, currency_code(first("currency", "currencycode")), period)
