"""spaCy's pattern JSON Lines, out and in.

Out: one line a pattern as `EntityRuler` and `SpanRuler` read them, label the category, id the skill id.
Guards (needs, unless, masks) have no place in that format and are lost; exact case is kept. In: phrases and
the token patterns that a lexicon can say; a line that it cannot say is an error that names the line, and is
never dropped silently.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from jobscan.errors import LexiconError
from jobscan.lexicon import Alias, Lexicon
from jobscan.lexicon_formats.folder import ALIASES, CATEGORIES, SKILLS, csv_text, slug
from jobscan.lexicon_formats.labels import written_words
from jobscan.patterns import Element, parse_elements
from jobscan.text.tokens import tokenize

_MAX_EXPANSIONS = 2_000

SpacyPattern = dict[str, Any]


def spacy_patterns(lexicon: Lexicon) -> Iterator[SpacyPattern]:
    """The patterns of every alias, by skill id, as dicts of label, pattern and id."""
    for alias in lexicon.aliases:
        skill = lexicon.skills[alias.skill_id]
        for pattern in _token_patterns(alias, lexicon):
            yield {"label": skill.category, "pattern": pattern, "id": skill.skill_id}


def dump_spacy_patterns(lexicon: Lexicon) -> str:
    """The patterns as JSON Lines."""
    return "".join(json.dumps(pattern, ensure_ascii=False) + "\n" for pattern in spacy_patterns(lexicon))


def _token_patterns(alias: Alias, lexicon: Lexicon) -> Iterator[list[dict[str, Any]]]:
    """The token patterns of one alias: one-word alternatives share a pattern, longer ones get their own."""
    exact = alias.case == "exact"
    elements = parse_elements(alias.alias, lexicon.word_sets)
    choices = [_element_choices(element, exact=exact, written=alias.alias) for element in elements]
    for parts in itertools.islice(itertools.product(*choices), _MAX_EXPANSIONS):
        tokens = list(itertools.chain.from_iterable(parts))
        if tokens:
            yield _with_hyphens(tokens)


def _element_choices(element: Element, *, exact: bool, written: str) -> list[list[dict[str, Any]]]:
    if element.gap:
        return [[{"IS_PUNCT": False, "OP": "?"}] * element.gap]
    single = sorted(phrase[0] for phrase in element.phrases if len(phrase) == 1)
    choices: list[list[dict[str, Any]]] = [[]] if element.optional else []
    if single:
        value: Any = single[0] if len(single) == 1 else {"IN": single}
        choices.append([{"LOWER": value}])
    choices += [[{"LOWER": word} for word in phrase] for phrase in sorted(element.phrases) if len(phrase) > 1]
    if exact:
        tokens = tokenize(written, frozenset(written.lower().split()))
        spelled = {tokens.lower[at]: tokens.surface(at) for at in range(len(tokens))}
        choices = [
            [{"ORTH": spelled.get(str(t["LOWER"]), str(t["LOWER"]))} for t in choice] for choice in choices
        ]
    return choices


def _with_hyphens(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tokens with an optional hyphen between words, which our tokenizer drops and spaCy's keeps."""
    out: list[dict[str, Any]] = []
    for at, token in enumerate(tokens):
        if at and _is_word(tokens[at - 1]) and _is_word(token):
            out.append({"ORTH": "-", "OP": "?"})
        out.append(token)
    return out


def _is_word(token: dict[str, Any]) -> bool:
    value = token.get("LOWER", token.get("ORTH", ""))
    return isinstance(value, dict) or bool(value and value[0].isalnum())


def lexicon_from_spacy(lines: Iterable[str], *, origin: str) -> dict[str, str]:
    """The files of a lexicon folder (name to text) made from spaCy's pattern JSON Lines.

    origin: the name shown in errors. The label becomes the category, the id the skill id (the phrase itself
    where there is none). Raises LexiconError for a line that is no pattern or that a lexicon cannot say.
    """
    skills: dict[str, tuple[str, str]] = {}
    aliases: dict[tuple[str, str, str], None] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{origin}, line {number}"
        entry = _entry(line, where)
        phrase, case = _alias_of(entry["pattern"], where)
        name = str(entry.get("id") or phrase)
        skill_id = slug(name)
        if not skill_id:
            raise LexiconError(
                f"{where}: no skill id can be made of {name!r}; give the pattern an id of ascii letters"
            )
        category = slug(str(entry["label"])) or "skill"
        skills.setdefault(skill_id, (name, category))
        aliases[skill_id, phrase, case] = None
    if not aliases:
        raise LexiconError(
            f"{origin}: no pattern in it; expected lines such as " + '{"label": "SKILL", "pattern": "Python"}'
        )
    categories = sorted({category for _, category in skills.values()})
    return {
        "categories.csv": csv_text(CATEGORIES, [(c, c, "yes", "spacy") for c in categories]),
        "skills.csv": csv_text(
            SKILLS,
            [(skill_id, name, category, "", "", "spacy") for skill_id, (name, category) in skills.items()],
        ),
        "aliases.csv": csv_text(
            ALIASES, [(skill_id, phrase, case, "", "", "spacy") for skill_id, phrase, case in aliases]
        ),
    }


def _entry(line: str, where: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise LexiconError(f"{where}: not JSON: {error}") from error
    if not isinstance(entry, dict) or "label" not in entry or "pattern" not in entry:
        raise LexiconError(f"{where}: expected an object with label and pattern")
    return entry


def _alias_of(pattern: object, where: str) -> tuple[str, str]:
    """(alias, case) of a spaCy pattern. A phrase is case-sensitive in spaCy, so it is in the lexicon."""
    if isinstance(pattern, str):
        words = written_words(pattern)
        if not words:
            raise LexiconError(f"{where}: an empty pattern")
        return " ".join(words), "any" if pattern.islower() else "exact"
    if not isinstance(pattern, list) or not pattern:
        raise LexiconError(f"{where}: pattern is neither a phrase nor a list of tokens")
    parts: list[str] = []
    exact = True
    gap = 0
    for token in pattern:
        part, is_exact = _element_of(token, where)
        if part is None:
            gap += 1
            continue
        if gap:
            parts.append(f"...{gap}")
            gap = 0
        if part:
            parts.append(part)
            exact = exact and is_exact
    return " ".join(parts), "exact" if exact and parts and not any(
        "|" in p or "?" in p for p in parts
    ) else "any"


def _element_of(token: object, where: str) -> tuple[str | None, bool]:
    """(element, whether its case is fixed); the element is None for any word, "" for an optional hyphen."""
    if not isinstance(token, dict):
        raise LexiconError(f"{where}: a token of the pattern is not an object")
    operator = token.get("OP", "1")
    keys = set(token) - {"OP"}
    if (
        operator == "?"
        and keys <= {"IS_PUNCT", "IS_ALPHA"}
        and all(token.get(key) in (False, True) for key in keys)
    ):
        return None, False
    if operator not in ("1", "?") or len(keys) != 1 or not keys <= {"LOWER", "ORTH", "TEXT"}:
        legal = "it knows LOWER, ORTH or TEXT with OP ?"
        raise LexiconError(f"{where}: {json.dumps(token)} cannot be said in a lexicon; {legal}")
    key = keys.pop()
    value = token[key]
    values = value.get("IN") if isinstance(value, dict) and set(value) == {"IN"} else [value]
    if not isinstance(values, list) or not values or not all(isinstance(v, str) and v for v in values):
        raise LexiconError(f"{where}: {json.dumps(token)}: expected a word, or IN with a list of words")
    if values == ["-"] and operator == "?":
        return "", True
    words = "|".join(re.sub(r"\s+", "_", word.strip()) for word in values)
    return words + ("?" if operator == "?" else ""), key != "LOWER"
