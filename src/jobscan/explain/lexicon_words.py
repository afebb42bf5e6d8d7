"""A lexicon for people: the skill that somebody means, and an alias's conditions in words."""

from __future__ import annotations

import difflib

from jobscan.errors import JobscanError
from jobscan.lexicon import Alias, Lexicon, Skill

_CONDITIONS = {
    "tool": "another technical term stands near by",
    "list": "it stands in a list beside another technical term",
    "start": "it begins a sentence or bullet",
    "before": "directly before it stands {}",
    "after": "directly after it stands {}",
    "within": "in it stands {}",
    "near": "near it stands {}",
    "sentence": "in the same sentence stands {}",
    "title": "the posting's title holds {}",
    "section": "it stands in a section about {}",
}


def find_skill(lexicon: Lexicon, asked: str) -> Skill:
    """The skill of an id, a name or an alias, in whatever case.

    Raises JobscanError that names the nearest where there is none.
    """
    if asked in lexicon.skills:
        return lexicon.skills[asked]
    names = {
        name.casefold(): skill for skill in lexicon.skills.values() for name in (skill.skill_id, skill.name)
    }
    for alias in lexicon.aliases:
        names.setdefault(alias.alias.casefold(), lexicon.skills[alias.skill_id])
    if asked.casefold() in names:
        return names[asked.casefold()]
    near = [names[name].skill_id for name in difflib.get_close_matches(asked.casefold(), names, n=6)]
    hint = (
        f"Did you mean {', '.join(dict.fromkeys(near))}?"
        if near
        else "`jobscan lexicon show` lists them all."
    )
    raise JobscanError(f"no skill {asked!r} in the lexicon. {hint}")


def guards(alias: Alias, lexicon: Lexicon) -> list[str]:
    """What guards an alias, a line each; [] where nothing does."""
    lines = ["only written just so"] if alias.case == "exact" else []
    for conditions, first in ((alias.needs, "only where"), (alias.unless, "not where")):
        texts = [condition(text, lexicon) for text in conditions.split(";") if text.strip()]
        lines += [f"{first if at == 0 else '  or where'} {text}" for at, text in enumerate(texts)]
    return lines


def condition(text: str, lexicon: Lexicon, *, most: int | None = None) -> str:
    """One condition of an alias in words: `near it stands programming`.

    most: how many of its words are named; by default all, which may be hundreds.
    """
    kind, _, words = text.strip().partition(":")
    listed = [
        word for part in words.split("|") for word in lexicon.word_sets.get(part.strip("{}"), (part,)) if word
    ]
    more = len(listed) - most if most is not None else 0
    named = [word.replace("_", " ") for word in (listed[:most] if more > 1 else listed)]
    return _CONDITIONS.get(kind, text).format(", ".join(named) + (f" or {more} others" if more > 1 else ""))
