"""Rows of section headings and wording, compiled to what finds them fast.

A row is elements separated by spaces: a word, alternatives `a|b|two_words`, an optional element `word?` or
`a|b?`, or a gap `...3` of up to three words. Between two words of a heading may stand a space, `&`, `and`,
`/`, a comma or a hyphen, and apostrophes may be missing ("Knowledge, Skills & Abilities" is
`knowledge skills abilities`, "Whats in it for you" is `what's in it for you`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jobscan.records import Record

SECTIONS: tuple[str, ...] = (
    "company",
    "duties",
    "requirements",
    "preferred",
    "education",
    "benefits",
    "legal",
    "apply",
    "",
)
"""Names of sections; "" is unknown: an introduction, or a heading that does not say what follows."""

BULLETS = "•●▪◦‣■□▶►➢➤✓✔★·→▸◆❖»\uf0b7\uf0a7"
"""Signs that begin an item of a list wherever they stand at the start of a line."""

# What \s stands for: in a set of characters it is tried one sign at a time, these are looked up.
BLANKS = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

Wording = tuple[int, int, str]
"""Start, end and section of words that tell a section."""


ASIDE = frozenset({"company", "benefits", "legal", "apply"})
"""Sections of what is not asked of the person hired."""
ASKED = frozenset({"duties", "requirements", "preferred", "education"})


class Part(NamedTuple):
    """A section while it is being found: lighter than a Section."""

    start: int
    end: int
    name: str
    heading_start: int
    heading_end: int


class Heading(NamedTuple):
    """The words of a heading, half-open in characters."""

    start: int
    end: int
    name: str
    until: int = 0
    """Where the part ends of which it speaks, 0 for the next heading: `Location: Berlin` is of its line."""
    is_lead_in: bool = False
    """Whether it is a line of running text, known by its wording only."""
    list_end: int = 0
    """Where the list ends over which words stand that no row knows; 0 for a heading of a row."""


@dataclass(slots=True)
class WordTree:
    """Rows by their words."""

    words: dict[str, WordTree] = field(default_factory=dict)
    """What may follow, by the next word."""
    gaps: dict[int, WordTree] = field(default_factory=dict)
    """What may follow up to so many words of any kind."""
    name: str | None = None
    """The section of the row that ends here, None where none does."""

    def walk(self, words: Sequence[str], at: int = 0, skipped: int = 0) -> Iterator[tuple[int, int, str]]:
        """Of each row that begins as the words do: how many words, how many of them in gaps, the section."""
        if self.name is not None:
            yield at, skipped, self.name
        if at < len(words) and words[at] in self.words:
            yield from self.words[words[at]].walk(words, at + 1, skipped)
        for length, after in self.gaps.items():
            for count in range(min(length, len(words) - at) + 1):
                yield from after.walk(words, at + count, skipped + count)


@dataclass(frozen=True, slots=True)
class SectionRules(Record):
    """The rows of headings and wording, compiled. Picklable."""

    headings: WordTree
    open_headings: WordTree
    """Headings with a gap ("About Acme Robotics"), which must be all of their line."""
    wording: re.Pattern[str]
    """Finds the phrases of `wording_names` in lower-case text, each with the sign before it."""
    wording_names: WordTree
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The section of wording met before: the same phrases come back in every posting."""

    def name_of_wording(self, phrase: str) -> str:
        """The section of a phrase that `wording` found."""
        name = self.known.get(phrase)
        if name is None:
            if len(self.known) >= _MAX_KNOWN:
                self.known.clear()
            words = phrase[1:].split()
            name = next(
                (name for count, _, name in self.wording_names.walk(words) if count == len(words)), ""
            )
            self.known[phrase] = name
        return name


_MAX_KNOWN = 50_000
_MAX_PHRASES = 5_000
_GAP = re.compile(r"\.\.\.(\d{1,2})")

_Element = tuple[tuple[str, ...], ...] | int
"""Alternatives, each of one or more words (none where the element is optional); or the length of a gap."""


def compile_section_rules(
    headings: Sequence[tuple[str, str]], wording: Sequence[tuple[str, str]]
) -> SectionRules:
    """Rules made of (section, heading) and (section, phrase) rows.

    The longest heading that fits wins; of two rows for the same words, that of the section "preferred", else
    the first. Raises ValueError for a row that is no pattern, or a section not in SECTIONS.

    >>> rules = compile_section_rules([("benefits", "perks|benefits")], [("legal", "without regard to")])
    >>> sorted(rules.headings.words)
    ['benefits', 'perks']
    """
    return SectionRules(
        headings=_word_tree([row for row in headings if "..." not in row[1]], heading_words),
        open_headings=_word_tree([row for row in headings if "..." in row[1]], heading_words),
        wording=re.compile(_wording_expression(wording)),
        wording_names=_word_tree(wording, str.split),
    )


# A word of a heading, and what may stand before it. Glued words are apart, "and" and "or" are skipped.
HEADING_WORD = re.compile(
    r"[ \t\xa0,/&+–-]*(?:\b(?:[Aa][Nn][Dd]|[Oo][Rr])\b[ \t,/]*)*"
    r"((?:[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+)(?:'[A-Za-z]+)?)"
)


def plain_word(word: str) -> str:
    """A word of a heading as it is compared: lower case, without apostrophe."""
    return word.lower().replace("'", "")


def heading_words(text: str) -> list[str]:
    """The words of a heading as they are compared."""
    return [plain_word(match[1]) for match in HEADING_WORD.finditer(text)]


def _word_tree(rows: Sequence[tuple[str, str]], words_of: Callable[[str], Sequence[str]]) -> WordTree:
    tree = WordTree()
    for section, row in sorted(rows, key=lambda row: row[0] != "preferred"):
        if section not in SECTIONS:
            legal = ", ".join(filter(None, SECTIONS))
            raise ValueError(f"{section!r} is not a section; legal are {legal} or nothing")
        choices: list[Sequence[tuple[str, ...] | int]] = [
            e if isinstance(e, tuple) else (e,) for e in _parse_row(row, words_of)
        ]
        for choice in itertools.product(*choices):
            node = tree
            for part in choice:
                if isinstance(part, int):
                    node = node.gaps.setdefault(part, WordTree())
                else:
                    for word in part:
                        node = node.words.setdefault(word, WordTree())
            node.name = section if node.name is None else node.name
    return tree


def _parse_row(row: str, words_of: Callable[[str], Sequence[str]]) -> list[_Element]:
    """The elements of a row. Raises ValueError."""
    elements: list[_Element] = []
    phrases = 1
    for text in row.lower().split():
        gap = _GAP.fullmatch(text)
        if gap:
            elements.append(int(gap[1]))
            continue
        alternatives = [tuple(words_of(a.replace("_", " "))) for a in text.removesuffix("?").split("|")]
        if not all(alternatives):
            raise ValueError(f"{row!r}: an empty alternative; alternatives are separated by one |")
        element = (*dict.fromkeys(alternatives), *([()] if text.endswith("?") else []))
        elements.append(element)
        phrases *= len(element)
    if phrases > _MAX_PHRASES:
        raise ValueError(f"{row!r} stands for {phrases} phrases, more than {_MAX_PHRASES}; split it")
    if all(isinstance(e, int) or () in e for e in elements) or isinstance(elements[0], int):
        raise ValueError(f"{row!r}: a row begins with a word, and not all of it is optional")
    return elements


def _wording_expression(rows: Sequence[tuple[str, str]]) -> str:
    """One expression for all phrases.

    It is a tree over the letters of their first words, so that little is tried at each place of a text.
    """
    first_words: dict[str, dict[str, None]] = {}
    for _, row in sorted(rows, key=lambda row: -len(row[1].split())):
        elements = _parse_row(row, str.split)
        for at, element in enumerate(elements):
            if isinstance(element, int):
                break
            rest = "".join(map(_expression, elements[at + 1 :]))
            for first, *others in filter(None, element):
                following = "".join(rf"\s+{re.escape(word)}" for word in others) + rest
                first_words.setdefault(first, {})[following] = None
            if () not in element:
                break
    return rf"[{BLANKS}.,;:!?()/•*·\"“–—-](?:{_letters(first_words)})(?!\w)"


def _expression(element: _Element) -> str:
    """An element that is not the first, with the space before it."""
    if isinstance(element, int):
        return rf"(?:\s+[^{BLANKS}.!?;:]+){{0,{element}}}?"
    phrases = (r"\s+".join(map(re.escape, words)) for words in element if words)
    longest_first = "|".join(sorted(phrases, key=len, reverse=True))
    return rf"(?:\s+(?:{longest_first}))?" if () in element else rf"\s+(?:{longest_first})"


def _letters(tree: Mapping[str, Mapping[str, None]]) -> str:
    """The alternatives of a tree by their first letters; an empty tree matches nothing."""
    by_letter: dict[str, dict[str, Mapping[str, None]]] = {}
    for first, rests in tree.items():
        if first:
            by_letter.setdefault(first[0], {})[first[1:]] = rests
    parts = [f"{re.escape(letter)}(?:{_letters(by_letter[letter])})" for letter in sorted(by_letter)]
    return "|".join([*parts, *_rests(tree.get("", ()))]) if tree else r"(?!)"


def _rests(rests: Iterable[str]) -> Iterator[str]:
    """What may follow the same word, in order; a space before several in a row is looked for once."""
    for is_spaced, alike in itertools.groupby(rests, key=lambda rest: rest.startswith(_SPACE)):
        if is_spaced:
            yield rf"{_SPACE}(?:{'|'.join(rest.removeprefix(_SPACE) for rest in alike)})"
        else:
            yield from alike


_SPACE = r"\s+"
