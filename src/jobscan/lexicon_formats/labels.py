"""The labels of a vocabulary as aliases of a lexicon, guarded where a label says too little by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.lexicon_formats.folder import ALIASES, CATEGORIES, SKILLS, csv_text, free_id, slug
from jobscan.text.tokens import Tokens, tokenize

ASKING: Final = (
    "experience|experienced|knowledge|skill|skills|skilled|proficiency|proficient|training|competence"
)
"""Words of which one must stand near a word that is common: `design` is a skill in "skills in design"."""
COMMON: Final = 20
"""In so many labels of a vocabulary stands a word that by itself says too little: `materials`, `design`."""

_INITIALS: Final = 2  # letters; a name of so few (R, CT, IV) may be anything
_ACRONYM: Final = 3  # letters; in small letters a name of so few (SAS, SAP, VAT) may be a word
_DESCRIPTION: Final = 200
_NO_PLURAL: Final = ("s", "ing", "ware")
_SHORT_VERB: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")

Guarded = tuple[str, str, str]
"""Alias, case and needs."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A skill as a vocabulary has it."""

    name: str
    category: str
    labels: tuple[str, ...]
    """All ways to write it, the name among them if it is one."""
    description: str = ""
    verbal: bool = False
    """Whether labels begin with a verb: "manage wards"."""
    general: bool = False
    """Whether single words are everyday ones, and written with a capital only because labels begin so."""
    guarded: tuple[Guarded, ...] = ()
    """Aliases that are told with their guards already."""


def lexicon_files(
    concepts: Sequence[Concept],
    categories: Iterable[tuple[str, str, bool]],
    *,
    source: str,
    common: Container[str] = frozenset(),
) -> dict[str, str]:
    """The files of a lexicon folder by name.

    categories: id, name to show and whether terms vouch for others; those that no concept has are left out.
    common: lower-case words that say too little by themselves. Concepts of one name get ids of their own.
    """
    skills: dict[str, tuple[str, ...]] = {}
    aliases: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for concept in concepts:
        skill_id = free_id(slug(concept.name) or "skill", skills)
        description = _shortened(concept.description)
        skills[skill_id] = (skill_id, concept.name, concept.category, "", description, source)
        own = (guard for label in concept.labels if (guard := _guard(label, concept, common)))
        for alias, case, needs in (*own, *concept.guarded):
            aliases.setdefault((skill_id, alias, case), (skill_id, alias, case, needs, "", source))
    used = {concept.category for concept in concepts}
    return {
        "categories.csv": csv_text(
            CATEGORIES,
            [
                (key, name, "yes" if vouches else "no", source)
                for key, name, vouches in categories
                if key in used
            ],
        ),
        "skills.csv": csv_text(SKILLS, skills.values()),
        "aliases.csv": csv_text(ALIASES, aliases.values()),
    }


def words_of(text: str) -> Tokens:
    """The tokens of a text, none of them taken apart at capitals."""
    return tokenize(text, _EveryWord())


def written_words(label: str) -> list[str]:
    """The words of a label as they are written."""
    tokens = words_of(label)
    return [tokens.surface(at) for at in range(len(tokens))]


def is_plain(word: str) -> bool:
    """Whether only the first letter of a word may be a capital: Excel and excel, not SPSS or JavaScript."""
    return word[1:] == word[1:].lower() and word.isalpha()


def common_words(names: Iterable[str]) -> frozenset[str]:
    """The words, lower-case, that stand in COMMON names of a vocabulary or more."""
    counts = Counter(word for name in names for word in set(words_of(name).lower))
    return frozenset(word for word, times in counts.items() if times >= COMMON)


def _guard(label: str, concept: Concept, common: Container[str]) -> Guarded | None:
    """The alias of a label, None where there is no word in it."""
    written = [word for word in written_words(label) if word != "|"]
    letters = "".join(filter(str.isalnum, "".join(written)))
    if not letters:
        return None
    if len(letters) <= _INITIALS:
        return " ".join(written), "exact", "tool;list"
    if len(written) > 1:
        return " ".join(_forms(written, verbal=concept.verbal)), "any", ""
    word = written[0]
    if concept.general or word.lower() in common:
        return word.lower(), "any", f"near:{ASKING}"
    if word == word.lower() or not (is_plain(word) or len(letters) <= _ACRONYM):
        return word.lower(), "any", ""
    return word, "exact", ""


def _forms(words: Sequence[str], *, verbal: bool) -> Iterator[str]:
    """The words of a label, the verb in front in its forms, the noun at the end in both numbers."""
    last = len(words) - 1
    for at, word in enumerate(words):
        if at == 0 and verbal and word.isalpha():
            yield "|".join((word.lower(), *verb_forms(word.lower())))
        elif at == last and word.isalpha() and word.islower() and not word.endswith(_NO_PLURAL):
            yield f"{word}|{_plural(word)}"
        else:
            yield word.lower()


def verb_forms(verb: str) -> tuple[str, str]:
    """The third person and the -ing form of a verb, by the rules of spelling.

    >>> verb_forms("manage"), verb_forms("plan"), verb_forms("carry"), verb_forms("assess")
    (('manages', 'managing'), ('plans', 'planning'), ('carries', 'carrying'), ('assesses', 'assessing'))
    """
    if verb.endswith("e") and not verb.endswith("ee"):
        stem = verb[:-1]
    elif _SHORT_VERB.fullmatch(verb):
        stem = verb + verb[-1]
    else:
        stem = verb
    return _plural(verb), f"{stem}ing"


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "sh", "ch", "x", "z")) else f"{word}s"


def _shortened(text: str) -> str:
    """The first sentence of a text, or what of it is not too long, on one line."""
    line = " ".join(text.split())
    first = re.split(r"(?<=[a-z])\. (?=[A-Z])", line, maxsplit=1)[0].rstrip(".")
    return first if len(first) <= _DESCRIPTION else f"{first[:_DESCRIPTION].rpartition(' ')[0]}…"


class _EveryWord(Container[str]):
    """Holds every word, so that the tokenizer takes none for two that were glued together."""

    def __contains__(self, word: object) -> bool:
        return True
