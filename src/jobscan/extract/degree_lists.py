"""Reads lists of fields of study: "Computer Science, Statistics or a related field"."""

from __future__ import annotations

from collections.abc import Sequence

from jobscan.extract.degree_rules import DegreeRules, Phrases
from jobscan.text.tokens import Tokens

CONNECTORS = frozenset({",", "/", "&", "and", "or", "|", "+", "a", "an", "(", ")", "'", "and/or", "s"})
"""What may stand between two things of a list."""
_SEPARATORS = CONNECTORS | {":", "-", "–", "—", '"', "."}
_CARRY = frozenset({",", "/", "&", "and", "or", "in", "of", "(", "a", "the", "related"})
_ABBREVIATED = (["eg", "."], ["ie", "."])
_BEGINS = frozenset({"in", "a", "an", "the"})


def fields_after(tokens: Tokens, rules: DegreeRules, at: int) -> tuple[list[str], int, bool]:
    """The fields of the list that begins at a token, where it ends, and whether "or related" ends it."""
    words, breaks = tokens.lower, tokens.breaks
    fields: list[str] = []
    end, tail = at, False
    while at < len(words):
        if breaks[at] and words[at - 1] not in _CARRY and words[at - 2 : at] not in _ABBREVIATED:
            break
        step, value = _field(tokens, rules, at)
        filler, kind = _longest(tokens, rules.fillers, at)
        if step and step >= filler:
            fields += filter(None, value.split(";"))
            at = end = at + step
            tail = tail or _longest(tokens, rules.fillers, at - 1)[1] == "tail"
            continue
        if filler and kind != "skill":
            at += filler
            if kind == "tail":
                end, tail = at, True
            continue
        if words[at] in _SEPARATORS:
            at += 1
            continue
        step = _unknown_field(tokens, rules, at, fields)
        if not fields and words[at - 1] in _BEGINS and _modifies_field(tokens, rules, at):
            step = 1
        elif step:
            fields.append("other")
            end = at + step
        elif words[at - 1] == "(":
            step = _bracket(tokens, at)
        if not step:
            break
        at += step
    return fields, end, tail


def _field(tokens: Tokens, rules: DegreeRules, at: int) -> tuple[int, str]:
    """How many words name a field at a token, and the field; 0 for none, or where a skill is meant."""
    step, value = _longest(tokens, rules.fields, at)
    end = at + step
    goes_on = 0 < step < len(tokens) - at and not tokens.breaks[end]
    if goes_on and _longest(tokens, rules.fillers, end)[1] == "skill":
        return 0, ""
    return step, value


def names_field(tokens: Tokens, rules: DegreeRules, at: int) -> bool:
    """Whether a field of study begins at a token, in the line of the token before it."""
    return at < len(tokens) and not tokens.breaks[at] and bool(_field(tokens, rules, at)[1])


def _modifies_field(tokens: Tokens, rules: DegreeRules, at: int) -> bool:
    """Whether a known field follows one or two words that no row knows: "ocean engineering"."""
    return any(
        _longest(tokens, rules.fields, after)[1] and not any(tokens.breaks[at : after + 1])
        for after in range(at + 1, min(at + 3, len(tokens)))
    )


def _bracket(tokens: Tokens, at: int) -> int:
    """How many words stand from a token to the bracket that closes, 0 where none does soon."""
    words = tokens.lower[at : at + 20]
    return words.index(")") if ")" in words else 0


def _longest(tokens: Tokens, phrases: Phrases, at: int) -> tuple[int, str]:
    """How many words the longest phrase at a token has, and its value; 0 for none."""
    words = tokens.lower
    for phrase, value in phrases.get(words[at], ()):
        if words[at : at + len(phrase)] == list(phrase):
            return len(phrase), value
    return 0, ""


def _unknown_field(tokens: Tokens, rules: DegreeRules, at: int, fields: Sequence[str]) -> int:
    """How many words, one to three between the fields of a list, name a field that no row names."""
    words = tokens.lower
    if not fields or words[at - 1] not in {",", "/", "or", "and"}:
        return 0
    for end in range(at + 1, min(at + 4, len(words) - 1)):
        if any(tokens.breaks[at : end + 1]) or not words[end - 1].isalpha():
            return 0
        if words[end] in {",", "/", "or"}:
            after = end + 1
            while after < len(words) and (words[after] in _SEPARATORS):
                after += 1
            known = after < len(words) and (
                _longest(tokens, rules.fields, after)[0] or _longest(tokens, rules.fillers, after)[0]
            )
            return end - at if known else 0
    return 0


def fields_before(tokens: Tokens, rules: DegreeRules, first: int) -> tuple[int, list[str]]:
    """Where the fields that stand before a degree begin ("Computer Science degree"), and they."""
    low, _ = tokens.sentence(first)
    for at in range(max(low, first - 14), first):
        if not _longest(tokens, rules.fields, at)[0]:
            continue
        fields, end, _ = fields_after(tokens, rules, at)
        if fields and (end >= first or _are_fillers(tokens, rules, end, first)):
            return at, fields
    return first, []


def _are_fillers(tokens: Tokens, rules: DegreeRules, at: int, end: int) -> bool:
    while at < end:
        step = _longest(tokens, rules.fillers, at)[0] or (tokens.lower[at] in _SEPARATORS)
        if not step:
            return False
        at += step
    return True
