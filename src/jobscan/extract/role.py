"""What kind of job a posting is for: by its title, by the text where the title is vague.

The career guide knows four kinds, which these roles refine:

| kind in the guide   | roles                                                                              |
|---------------------|------------------------------------------------------------------------------------|
| Research scientist  | research-scientist                                                                 |
| Applied ML engineer | ml-engineer, applied-scientist, ai-engineer                                        |
| MLOps engineer      | mlops-engineer                                                                     |
| Domain specialist   | no role of its own: any role above, data-scientist or quantitative-analyst, in a   |
|                     | posting whose domain (health care, finance, robotics and so on) is known           |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jobscan.vocabulary import ROLES

OTHER = "other"


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One row: a title that matches `title` is of this role, unless it or the text speaks against it."""

    role: str
    title: re.Pattern[str]
    unless: re.Pattern[str] | None
    unless_text: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class RoleRules:
    """The rows in order, compiled. Picklable."""

    rules: tuple[RoleRule, ...]


def compile_role_rules(rows: Sequence[Mapping[str, str]]) -> RoleRules:
    """Rules made of rows with `role`, `title_pattern` and `unless`, in the order in which they count.

    A title_pattern is elements separated by spaces: a word, alternatives `a|b|two_words`, an optional element
    `word?`, or a gap `...3` of up to three words within the part of the title. `unless` is words or phrases
    of the title separated by `|`, or of the text where they begin with `text:`. Raises ValueError for a role
    not in ROLES or a row without a word.
    """
    return RoleRules(tuple(_rule(row) for row in rows))


def _rule(row: Mapping[str, str]) -> RoleRule:
    role, pattern, unless = row["role"], row["title_pattern"], row["unless"]
    if role not in ROLES:
        raise ValueError(f"{role!r} is not a role; legal are {', '.join(ROLES)}")
    elements = pattern.split()
    if not elements or _GAP.fullmatch(elements[0]):
        raise ValueError(f"{pattern!r}: a title pattern begins with a word")
    words = [word.strip().lower() for word in unless.split("|") if word.strip()]
    of_title = "|".join(word for word in words if not word.startswith(_TEXT))
    of_text = "|".join(word.removeprefix(_TEXT) for word in words if word.startswith(_TEXT))
    return RoleRule(
        role,
        title=re.compile("".join(map(_expression, elements)) + "(?= )"),
        unless=re.compile(f" {_choice(of_title)}(?= )") if of_title else None,
        unless_text=re.compile(rf"\b{_choice(of_text)}\b", re.IGNORECASE) if of_text else None,
    )


_TEXT = "text:"


_GAP = re.compile(r"\.\.\.(\d{1,2})")


def _expression(element: str) -> str:
    gap = _GAP.fullmatch(element)
    if gap:
        return rf"(?: [^\s,]+){{0,{int(gap[1])}}}?"
    return f"(?: {_choice(element.removesuffix('?'))}){'?' if element.endswith('?') else ''}"


def _choice(alternatives: str) -> str:
    words = {alternative.strip().replace("_", " ") for alternative in alternatives.lower().split("|")}
    return f"(?:{'|'.join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)) if w)})"


def classify_role(title: str, text: str, rules: RoleRules) -> tuple[str, str]:
    """The role of a posting, and the words of its title or text that decided it ("" for none).

    The row that matches furthest left in the title decides, of several there the first of the table: in
    "Data Scientist / Engineer" the data scientist. Where no row matches the title, the text's first words
    that name the job decide ("As a Data Engineer", "is looking for a Data Engineer"); else it is "other".
    """
    found = _role_of(title, text, rules)
    if found:
        return found
    for named in _named_in(text):
        found = _role_of(named, text, rules)
        if found and found[0] != OTHER:
            return found
    return OTHER, ""


_NAMED = re.compile(
    r"\b(?:[Aa]s|for|seeking|hiring|needs?|join us as|role of|position of|recruiting|is|be) "
    r"(?:an?|our|the|your) "
    r"((?:[\w/&+#.-]{1,30} ){0,5}?"
    r"(?:[Ss]cientist|[Ee]ngineer|[Aa]nalyst|[Dd]eveloper|[Ss]tatistician|[Aa]rchitect|[Rr]esearcher)s?\b)"
)
_LONGEST_TITLE = 300  # characters; what is longer is a text that was taken for a title
_READ = 3_000  # characters of the text in which the job is named, if at all


def _named_in(text: str) -> Iterator[str]:
    """What the text calls the person it looks for."""
    for match in _NAMED.finditer(text, 0, _READ):
        yield match[1]


_PART_END = re.compile(r"\s+[-–—/|:•·]+\s+|[-–—|,;:•·()\[\]]+\s+|\s*[()\[\]|,;]\s*|\s+[-–—]|\s*[–—]\s*")
_JOINT = re.compile(r"[-/_\s\xa0]+")


def _role_of(title: str, text: str, rules: RoleRules) -> tuple[str, str] | None:
    """The role that a title names, and its words that do."""
    spaced = _spaced(title[:_LONGEST_TITLE])
    best: tuple[int, str, str] | None = None
    for rule in rules.rules:
        match = rule.title.search(spaced)
        if not match or (best and match.start() >= best[0]):
            continue
        if rule.unless and rule.unless.search(spaced):
            continue
        if rule.unless_text and rule.unless_text.search(text):
            continue
        best = match.start(), rule.role, match[0]
    return (best[1], best[2].replace(" , ", ", ").strip()) if best else None


def _spaced(title: str) -> str:
    """A title in lower case, a space before and after each word, the ends of its parts as commas."""
    parts = _PART_END.sub(" , ", title.lower().replace("&", " and "))
    words = _JOINT.sub(" ", parts).replace("'", "").replace(".", "")
    return f" {words} ".replace("  ", " ")
