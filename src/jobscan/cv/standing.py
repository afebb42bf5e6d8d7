"""What a CV says of a skill where it names it: has it, knows a little of it, is learning it, lacks it.

The words are rows of `cv_cues.csv`. A cue before skills holds for all that its clause lists; one behind a
skill stands next to it, in brackets or behind a dash: `R (basic)`, `Go: beginner`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.vocabulary import CV_STANDINGS

HAS, BASIC, LEARNING, DENIED = CV_STANDINGS

_CLAUSE_END: Final = re.compile(r"[.;!?](?=\s|$)|\n|\bbut\b|\bhowever\b|\balthough\b|\bthough\b|\bwhile\b")
_BEHIND: Final = re.compile(r"\s*(?:[(\[]\s*|[-–—:]\s+|\t)(?:level|knowledge|proficiency)?:?\s*")
_LABEL: Final = re.compile(r"[\w &/]{2,40}:")


@dataclass(frozen=True, slots=True)
class StandingRules:
    """The cues, compiled."""

    forward: re.Pattern[str]
    backward: re.Pattern[str]
    standing: Mapping[tuple[str, str], str]
    """By cue and direction."""


def compile_standing_rules(rows: Sequence[Mapping[str, str]]) -> StandingRules:
    """Rules made of rows with `cue`, `standing` and `direction`."""
    standing = {(row["cue"], row["direction"]): row["standing"] for row in rows}

    def pattern(direction: str) -> str:
        cues = sorted((cue for cue, way in standing if way == direction), key=len, reverse=True)
        return "|".join(re.escape(cue).replace(r"\ ", r"[\s-]+") for cue in cues) or "(?!)"

    return StandingRules(
        re.compile(rf"(?<![\w-])(?:{pattern('forward')})(?![\w-])", re.IGNORECASE),
        re.compile(rf"(?:{pattern('backward')})(?![\w-])", re.IGNORECASE),
        standing,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A standing, and the words that say it ("" where none do)."""

    standing: str = HAS
    cue: str = ""


def standing_at(text: str, start: int, end: int, rules: StandingRules) -> Said:
    """What a CV's text says of the skill at [start, end)."""
    return _behind(text, end, rules) or _before(text, start, rules) or Said()


def _behind(text: str, end: int, rules: StandingRules) -> Said | None:
    opens = _BEHIND.match(text, end)
    cue = rules.backward.match(text, opens.end()) if opens else None
    # What goes on after the words speaks of something else: "(basic statistics)".
    if cue is None or not re.match(r"\s*(?:[)\],;.\n\t|]|$)", text[cue.end() : cue.end() + 3] + "\n"):
        return None
    return Said(rules.standing[_key(cue[0]), "backward"], cue[0])


def _before(text: str, start: int, rules: StandingRules) -> Said | None:
    """The nearest cue before a place in its clause."""
    begin = max((found.end() for found in _CLAUSE_END.finditer(text, max(0, start - 300), start)), default=0)
    begin = max(begin, start - 300, 0)
    cues = list(rules.forward.finditer(text, begin, start))
    if not cues:
        return None
    cue = cues[-1]
    key = (_key(cue[0]), "forward")
    standing = rules.standing[key]
    # "Machine learning", "reinforcement learning with": part of a name, not somebody who learns.
    if (
        standing == LEARNING
        and _key(cue[0]) in {"learning", "studying"}
        and not _is_verb(text, cue.start(), begin)
    ):
        return None
    return Said(standing, cue[0]) if standing != HAS else Said(HAS, cue[0])


def _is_verb(text: str, at: int, begin: int) -> bool:
    """Whether "learning" at a place is what the person does: at the clause's beginning, or behind a label."""
    before = text[begin:at].strip(" \t•-–*(")
    return not before or before.lower() in {"currently", "now", "still", "also", "i am", "i'm", "am"}


def _key(cue: str) -> str:
    return re.sub(r"[\s-]+", " ", cue.lower())


def nearest(starts: Sequence[int], at: int) -> int:
    """The index of the last start that is not behind a place; -1 for none."""
    return bisect_right(starts, at) - 1
