"""On what terms a posting employs, in schema.org's words (https://schema.org/employmentType).

The source's own field decides first, then the title, then labels of the text ("Job Type: Part-time"), then
what it says of the position ("a full-time role", "six-month contract"). "Benefits for full-time employees"
and "contract negotiation" say nothing; "permanent" has no word there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobscan.records import Record
from jobscan.text.letters import lowered, without_case

__all__ = ["Employment", "find_employment"]


@dataclass(frozen=True, slots=True)
class Employment(Record):
    """The terms of a posting."""

    types: tuple[str, ...]
    """schema.org's words in the order of the text, () where nothing says so."""
    quote: str
    """The words of title or text; "" for the source's own field and for nothing."""
    start: int
    end: int
    """Half-open characters of the text, 0 and 0 where the quote is from elsewhere."""


_TYPES = {
    "FULL_TIME": r"full[\s-]?time|vollzeit",
    "PART_TIME": r"part[\s-]?time|teilzeit",
    "CONTRACTOR": r"contract(?:or)?(?:[\s-]to[\s-]hire)?|c2h|c2c|corp[\s-]to[\s-]corp|freelance|1099",
    "TEMPORARY": r"temp(?:orary)?(?:[\s-]to[\s-](?:hire|perm))?|fixed[\s-]term|ftc|seasonal",
    "INTERN": r"intern(?:ship)?|co-?op|werkstudent|praktikum",
    "VOLUNTEER": r"volunteer",
    "PER_DIEM": r"per diem",
}
_ANY = "|".join(f"(?P<{name}>{words})" for name, words in _TYPES.items())
_END = r"(?:\b|(?<=[a-z])(?-i:(?=[A-Z][a-z])))"  # the next word may be glued to it: "Full-timeShift"
_ONE = re.compile(rf"(?i)\b(?:{_ANY}){_END}")
_TITLE = re.compile(
    r"(?i)\b(?:(?P<INTERN>intern(?:ship)?s?|co-?op|werkstudent)|(?P<PART_TIME>part[\s-]?time)"
    r"|(?P<CONTRACTOR>contract(?:or)?|freelance|contract[\s-]to[\s-]hire)|(?P<TEMPORARY>temporary|fixed[\s-]term|ftc)"
    r"|(?P<FULL_TIME>full[\s-]?time)|(?P<VOLUNTEER>volunteer))\b(?!\s(?:management|manager|lifecycle|analytics|data|law|negotiat))"
)
_LABEL = re.compile(
    r"(?i)\b(?:job|employment|position|contract|schedule|time|work|worker|employee|role|engagement)\s?"
    r"(?:types?|status|basis|term|category|duration|schedule|hours)\b(?:/\w+)?\s?(?::{1,2}|[-–\n])\s{0,3}"
    r"|\b(?:duration|hours|status|schedule|contract|type|engagement|shift)\s?:{1,2}\s{0,3}"
    r"|(?:\b|(?<=[a-z]))(?-i:Schedule)\s{0,3}(?=(?:full|part)[\s-]?time)"
)
# What every label holds, without case: rare enough to be looked for first.
_LABEL_WORD = re.compile(
    r"(?:type|status|basis|term|category|duration|schedule|hours|contract|engagement|shift)"
    r"(?:s?(?:/\w+)?\s?[:–\n-]|(?<=schedule)\s{0,3}[fp])"
)
_LABEL_READ = 60  # characters of the line after a label
_JOB = (
    r"(?:position|role|job|opportunity|assignment|engagement|basis|vacancy|post|hire|employment|appointment)"
)
_OF_JOB = rf"(?:,|\s(?:and|or))?\s(?:(?!employees?\b)[\w/-]+,?\s){{0,2}}?{_JOB}"
_SPAN = (
    r"(?:\d{1,2}|one|two|three|four|six|nine|twelve|initial|long[\s-]term|short[\s-]term|day rate)\+?"
    r"(?:[\s-](?:month|week|year)s?)?"
)
_SAID = re.compile(  # without case
    rf"\b(?:(?P<FULL_TIME>(?:this is an? )?full[\s-]?time{_OF_JOB}|this is an? full[\s-]?time)"
    rf"|(?P<PART_TIME>(?:this is an? )?part[\s-]?time{_OF_JOB}|this is an? part[\s-]?time)"
    rf"|(?P<CONTRACTOR>{_SPAN}[\s-]contract(?!ing|ed|ual|s)|corp[\s-]to[\s-]corp|(?:in|out)side ir35"
    r"|contract[\s-](?:to[\s-]hire|(?:based\s)?(?:position|role)|basis|job|assignment|opportunity))"
    rf"|(?P<TEMPORARY>(?:temporary|seasonal)\s(?:[\w/-]+\s)?{_JOB}|temp[\s-]to[\s-](?:hire|perm)"
    rf"|fixed[\s-]term(?:\s[\w/-]+)?\s(?:contract|{_JOB})|maternity cover)"
    r"|(?P<INTERN>(?:this|our|an?|the|paid|summer|month)\s(?:[\w-]+\s)?internship(?!\sprogram)"
    r"|as an? (?:[\w-]+\s){0,3}intern))\b"
)
_NOT_SAID = re.compile(
    r"(?i)(?:\bnot (?:an? )?|\bno |benefits? (?:for|to|available to) |eligible |or equivalent "
    r"|prior |previous |years? of |experience |their )(?:[\w-]+ ){0,2}$"
)
# Plain words one of which stands in all of these: the text is read around them only.
_ANCHOR = re.compile(
    r"full.?time|part.?time|contract|fixed.term|temp|intern|c2[ch]|corp.to|freelance|1099|seasonal|ir35"
    r"|maternity c|volunteer|per diem|vollzeit|teilzeit|co-?op|ftc|werkstudent|praktikum"
)
# What each of them begins with: much faster to look for than the expression.
_ANCHOR_WORDS = tuple("part,contract,temp,intern,corp,season,maternity,volunteer,per diem,coop".split(","))
# The others by a letter of theirs that is rare, faster still, with how far it stands behind the first.
_RARE_LETTERS = {
    re.compile("f(?=ull|reelance|tc)"): 0,
    re.compile("2(?<=c2)"): 1,
    re.compile("3(?<=ir3)"): 2,
    re.compile("9(?<=109)"): 2,
    re.compile("x(?<=fix)"): 2,
    re.compile("-(?<=co-)"): 2,
    re.compile("k(?<=werk|prak)"): 3,
    re.compile("z(?<=vollz|teilz)"): 4,
}
_REACH = 70


def find_employment(
    text: str, *, title: str = "", stated: Sequence[str] = (), lower: str | None = None
) -> Employment:
    """The terms of a posting.

    stated: what the source says in a field of its own. lower: `lowered` of the text, where it is known.
    """
    if stated:
        return Employment(tuple(stated), "", 0, 0)
    named = list(_TITLE.finditer(title))
    if named:
        quote = title[named[0].start() : named[-1].end()]
        return Employment(_unique(str(match.lastgroup) for match in named), quote, 0, 0)
    passages = list(_passages(lowered(text) if lower is None else lower))
    # With the character before, for a word may begin there.
    small = [without_case(text[max(0, start - 1) : end]) for start, end in passages]
    for words, (start, end) in zip(small, passages, strict=True):
        found = _labelled(text, start, end) if _LABEL_WORD.search(words) else None
        if found:
            return found
    for words, (start, _) in zip(small, passages, strict=True):
        found = _said(text, words, start)
        if found:
            return found
    return Employment((), "", 0, 0)


def _passages(lower: str) -> Iterator[tuple[int, int]]:
    """Start and end of the parts of a text that may name terms."""
    start = end = 0
    places: list[int] = []
    for word in _ANCHOR_WORDS:
        at = lower.find(word)
        while at >= 0:
            places.append(at)
            at = lower.find(word, at + 1)
    for letter, behind in _RARE_LETTERS.items():
        places += [found.start() - behind for found in letter.finditer(lower)]
    for anchor in filter(None, (_ANCHOR.match(lower, place) for place in sorted(places))):
        if anchor.start() - _REACH > end:
            if end:
                yield start, end
            start = max(0, anchor.start() - _REACH)
        end = anchor.end() + _REACH
    if end:
        yield start, end


def _labelled(text: str, start: int, end: int) -> Employment | None:
    """The terms after a label such as "Job Type:"."""
    for label in _LABEL.finditer(text, start, end):
        line = text[label.end() : label.end() + _LABEL_READ].partition("\n")[0]
        found = list(_ONE.finditer(line))
        if found and found[0].start() <= _LONGEST_LEAD:
            stop = label.end() + found[-1].end()
            types = _unique(str(one.lastgroup) for one in found)
            return Employment(types, text[label.start() : stop], label.start(), stop)
    return None


_LONGEST_LEAD = 25  # characters between a label and its value: "Hours: 40 per week, full time"


def _said(text: str, words: str, start: int) -> Employment | None:
    """The terms that a passage says; words: the passage and the character before it, without case."""
    shift = max(0, start - 1)
    for said in _SAID.finditer(words, start - shift):
        begin, end = said.start() + shift, said.end() + shift
        if not _NOT_SAID.search(text[max(0, begin - 40) : begin]):
            # With the other terms inside the same words: "full-time contract position".
            others = _ONE.finditer(text, begin + 1, end)
            types = _unique(str(one.lastgroup) for one in (said, *others))
            return Employment(types, text[begin:end], begin, end)
    return None


def _unique(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
