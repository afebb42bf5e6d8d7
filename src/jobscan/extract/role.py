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
from typing import NamedTuple

from jobscan.records import Record
from jobscan.vocabulary import ROLES

OTHER = "other"
_MANAGER = "manager-of-data-team"


class _Wording(NamedTuple):
    """Words for a duty: which meaning of the title it speaks for, and which of its duties it is."""

    words: list[str]
    meaning: int
    duty: int


@dataclass(frozen=True, slots=True)
class RoleRule(Record):
    """One row: a title that matches `title` is of this role, unless it matches `unless` too."""

    role: str
    title: re.Pattern[str]
    unless: re.Pattern[str] | None
    meanings: tuple[tuple[str, int], ...]
    """What such a title may mean instead: a role and how many of its duties the text must name."""
    wordings: Mapping[str, tuple[_Wording, ...]]
    """The words for these duties, by the first."""


@dataclass(frozen=True, slots=True)
class RoleRules(Record):
    """The rows, compiled. Picklable."""

    by_first_word: Mapping[str, tuple[RoleRule, ...]]
    """Those whose pattern may begin with a word, in order."""


def compile_role_rules(
    rows: Sequence[Mapping[str, str]], duties: Sequence[Mapping[str, str]] = ()
) -> RoleRules:
    """Rules made of rows with `role`, `title_pattern` and `unless`, in the order in which they count.

    A title_pattern is elements separated by spaces: a word, alternatives `a|b|two_words`, an optional element
    `word?`, or a gap `...3` of up to three words within the part of the title. `unless` is words or phrases
    separated by `|`, none of which the title may hold.

    The rows of `duties` (`title_pattern`, `role`, `least`, `duties`) say what else the titles of a row may
    mean: the role of which the text names most duties, if they are at least so many. Title patterns and
    duties are separated by `;`, the words for one duty by `|`.

    Raises ValueError for a role not in ROLES, a row without a word, a `least` that is no number, and duties
    of a title_pattern that no row has.
    """
    of_pattern: dict[str, list[Mapping[str, str]]] = {row["title_pattern"]: [] for row in rows}
    for row in duties:
        for pattern in row["title_pattern"].split(";"):
            if pattern not in of_pattern:
                raise ValueError(f"{pattern!r}: duties of a title pattern that no row has")
            of_pattern[pattern].append(row)
    by_first_word: dict[str, list[RoleRule]] = {}
    for row in rows:
        rule = _rule(row, of_pattern[row["title_pattern"]])
        for word in _first_words(row["title_pattern"]):
            by_first_word.setdefault(word, []).append(rule)
    return RoleRules({word: tuple(rules) for word, rules in by_first_word.items()})


def _rule(row: Mapping[str, str], duties: Sequence[Mapping[str, str]]) -> RoleRule:
    elements = row["title_pattern"].split()
    if not elements or _GAP.fullmatch(elements[0]) or elements[0].endswith("?"):
        raise ValueError(f"{row['title_pattern']!r}: a title pattern begins with a word")
    return RoleRule(
        _role(row),
        title=re.compile("".join(map(_expression, elements)) + "(?= )"),
        unless=re.compile(f" {_choice(row['unless'])}(?= )") if row["unless"].strip() else None,
        meanings=tuple((_role(meaning), int(meaning["least"])) for meaning in duties),
        wordings=_wordings([meaning["duties"] for meaning in duties]),
    )


def _role(row: Mapping[str, str]) -> str:
    if row["role"] not in ROLES:
        raise ValueError(f"{row['role']!r} is not a role; legal are {', '.join(ROLES)}")
    return row["role"]


def _wordings(cells: Sequence[str]) -> dict[str, tuple[_Wording, ...]]:
    """The words for the duties in each cell, by the first of them."""
    found: dict[str, list[_Wording]] = {}
    for meaning, cell in enumerate(cells):
        for duty, choices in enumerate(cell.split(";")):
            for words in filter(None, map(_words, choices.split("|"))):
                found.setdefault(words[0], []).append(_Wording(words, meaning, duty))
    return {word: tuple(wordings) for word, wordings in found.items()}


_WORD = re.compile(r"[\w+#]+")
_GAP = re.compile(r"\.\.\.(\d{1,2})")


def _words(text: str) -> list[str]:
    """The words of a text in lower case without signs, but for those of c++ and c#."""
    return _WORD.findall(text.lower())


def _first_words(pattern: str) -> set[str]:
    """The words with which a title that matches may begin."""
    return {_phrase(choice).split()[0] for choice in pattern.split(maxsplit=1)[0].split("|") if choice}


def _phrase(words: str) -> str:
    return words.strip().lower().replace("_", " ")


def _expression(element: str) -> str:
    gap = _GAP.fullmatch(element)
    if gap:
        return rf"(?: [^\s,]+){{0,{int(gap[1])}}}?"
    return f"(?: {_choice(element.removesuffix('?'))}){'?' if element.endswith('?') else ''}"


def _choice(alternatives: str) -> str:
    words = set(map(_phrase, alternatives.split("|")))
    return f"(?:{'|'.join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)) if w)})"


def classify_role(title: str, text: str, rules: RoleRules) -> tuple[str, str]:
    """The role of a posting, and the words of its title or text that decided it ("" for none).

    The row that matches furthest left in the title decides, of several there the first of the table: in
    "Data Scientist / Engineer" the data scientist. But who manages data people does so whatever words stand
    before: "Customer Data Analytics Manager". Where the row is vague, or none matches, the text decides: by
    what it calls the job ("As a Data Engineer"), then by the duties.
    """
    found = _in_title(title, rules)
    if not found:
        return _named(text, rules) or (OTHER, "")
    rule, words = found
    if rule.meanings:
        return _named(text, rules, vague=rule, title=title) or _by_duties(rule, text) or (rule.role, words)
    return rule.role, words


_LONGEST_TITLE = 300  # characters; what is longer is a text that was taken for a title


def _in_title(title: str, rules: RoleRules) -> tuple[RoleRule, str] | None:
    """The row that decides on a title, and the words of it that do."""
    spaced = _spaced(title[:_LONGEST_TITLE])
    best: tuple[RoleRule, int, int] | None = None
    at = 0
    while at >= 0 and (best is None or at < best[2] or _is_open(best[0])):
        word = spaced[at + 1 : spaced.find(" ", at + 1)]
        for rule in rules.by_first_word.get(word, ()):
            match = rule.title.match(spaced, at)
            if not match or (best and not _outdoes(rule, match, best[0], best[2])):
                continue
            if not (rule.unless and rule.unless.search(spaced)):
                best = rule, match.start(), match.end()
                break
        at = spaced.find(" ", at + 1)
    return (best[0], spaced[best[1] : best[2]].replace(" , ", ", ").strip()) if best else None


def _is_open(rule: RoleRule) -> bool:
    """Whether a row leaves to the text whether the job has to do with data at all."""
    return rule.role == OTHER and bool(rule.meanings)


def _outdoes(rule: RoleRule, match: re.Match[str], best: RoleRule, end: int) -> bool:
    """Whether what stands further right decides: a manager of the same people, a job with a plainer name."""
    if rule.role == _MANAGER and match.start() < end:
        return match.end() > end and "," not in match[0]
    is_plain = match[0].rsplit(" ", 1)[-1] in _JOBS and not rule.meanings and rule.role != OTHER
    return _is_open(best) and is_plain and match.start() >= end


_JOBS = frozenset({"scientist", "engineer", "analyst", "statistician", "modeler"})

_PART_END = re.compile(r"\s+[-–—/|:•·]+\s+|[-–—|,;:•·()\[\]]+\s+|\s*[()\[\]|,;]\s*|\s+[-–—]|\s*[–—]\s*")
_SHORT_FORM = re.compile(
    r"\s\((?:gen )?[a-z]{2,3}\)(?=\s+[a-z])"  # Machine Learning (ML) Engineer
    r"|(?<=\bai)\s*/\s*(?=ml\b)|(?<=\bml)\s*/\s*(?=ai\b)"  # AI / ML
)
_SIGNS = str.maketrans(dict.fromkeys("-/_", " ") | dict.fromkeys("\"“”'’.*", "") | {"&": " and "})


def _spaced(title: str) -> str:
    """A title in lower case, a space before and after each word, the ends of its parts as commas."""
    if title.replace(" ", "").isalnum():
        return f" {' '.join(title.lower().split())} "
    plain = _SHORT_FORM.sub(lambda match: " " if "/" in match[0] else "", title.lower())
    return f" {' '.join(_PART_END.sub(' , ', plain).translate(_SIGNS).split())} "


_NAMED = re.compile(
    r"\b(?:(?:[Aa]s|for|seeking|hiring|needs?|join us as|role of|position of|recruiting|is|be) "
    r"(?:an?|our|the|your)|looking for|seeking|hiring) "
    r"((?:[\w/&+#.-]{1,30} ){0,5}?"
    r"(?:[Ss]cientist|[Ee]ngineer|[Aa]nalyst|[Dd]eveloper|[Ss]tatistician|[Aa]rchitect|[Rr]esearcher)s?\b)"
)
_READ = 2_000  # characters of the text in which the job is named, if at all
_LONGEST_LINE = 80  # characters of a line that may be a title


def _named(
    text: str, rules: RoleRules, *, vague: RoleRule | None = None, title: str = ""
) -> tuple[str, str] | None:
    """The role that the text's own words for the job tell; for a vague title they must be other words."""
    for name in _names_in(text, headings=bool(vague)):
        if vague and name.lower() in title.lower():
            continue
        found = _in_title(name, rules)
        if found and (_may_be(found[0], vague) if vague else found[0].role != OTHER):
            return found[0].role, found[1]
    return None


def _names_in(text: str, *, headings: bool) -> Iterator[str]:
    """What a text calls the job: in its first lines, if they are asked for, and in its sentences."""
    if headings:
        lines = text[: 3 * _LONGEST_LINE].strip().splitlines()[:3]
        yield from (line for line in lines if len(line) < _LONGEST_LINE)
    for match in _NAMED.finditer(text, 0, _READ):
        yield match[1]


def _may_be(rule: RoleRule, vague: RoleRule) -> bool:
    """Whether a vague title can mean what a row says."""
    return rule.role != OTHER and not rule.meanings and any(rule.role == role for role, _ in vague.meanings)


_DUTIES_READ = 6_000  # characters of the text in which duties are looked for


def _by_duties(rule: RoleRule, text: str) -> tuple[str, str] | None:
    """The role of which the text names most duties, and those it names; of equals the first in the table."""
    words = _words(text[:_DUTIES_READ])
    named: list[dict[int, str]] = [{} for _ in rule.meanings]
    for at, word in enumerate(words):
        for wording in rule.wordings.get(word, ()):
            of_role = named[wording.meaning]
            if wording.duty not in of_role and words[at : at + len(wording.words)] == wording.words:
                of_role[wording.duty] = " ".join(wording.words)
    enough = [
        (role, of_role)
        for (role, least), of_role in zip(rule.meanings, named, strict=True)
        if of_role and len(of_role) >= least
    ]
    role, of_role = max(enough, key=lambda found: len(found[1]), default=("", {}))
    return (role, ", ".join(of_role.values())) if role else None
