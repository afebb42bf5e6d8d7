"""What a CV says of a skill where it names it: has it, knows a little of it, is learning it, lacks it.

The words are rows of `cv_cues.csv`. A cue before skills holds for all that its clause lists; one behind a
skill stands next to it, in brackets or behind a dash: `R (basic)`, `Go: beginner`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.vocabulary import CV_STANDINGS

HAS, BASIC, LEARNING, DENIED = CV_STANDINGS

_CLAUSE_END: Final = re.compile(r"[.;!?](?=\s|$)|\n|\bbut\b|\bhowever\b|\balthough\b|\bthough\b|\bwhile\b")
_BEHIND: Final = re.compile(r"\s*(?:[(\[]\s*|[-–—:|]\s+|\t)(?:level|knowledge|proficiency)?:?\s*")
_RATED: Final = re.compile(
    r"[ \t]*[(\[:|–—-]?[ \t]*(?:(?P<full>[★●⬤■⚫🌟⭐]*)(?P<empty>[☆○◯□⚪]*)(?![★●⬤■⚫])"
    r"|(?P<percent>\d{1,3})[ ]?%|(?P<points>\d{1,2})[ ]?/[ ]?(?P<most>5|10))(?=[)\]]?\s*(?:[,;|]|$|\n|\t))"
)
_ITS_OWN_ITEM: Final = re.compile(r"\w\S{0,2}\s{0,2}(?:[(\[]|\s[-–—]|:)\s{0,2}$")
_ENDS_ITEM: Final = re.compile(r"\s{0,2}(?:[)\]](?!\s{0,2}:)|[,|/\t])")
_LITTLE: Final = 0.4
"""The share of stars, points or percent up to which a skill is basic."""


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
    return _behind(text, end, rules) or _rated(text, end) or _before(text, start, rules) or Said()


def _rated(text: str, end: int) -> Said | None:
    """What stars, points or a percentage behind a skill say; None where there are none."""
    rated = _RATED.match(text, end)
    if rated is None or not rated[0].strip(" \t([:|–—-"):
        return None
    if rated["percent"]:
        share = int(rated["percent"]) / 100
    elif rated["points"]:
        share = int(rated["points"]) / int(rated["most"])
    else:
        if not rated["empty"] and len(rated["full"]) > 2:  # all stars that are shown are full
            return Said(HAS, rated[0].strip())
        share = len(rated["full"]) / max(len(rated["full"]) + len(rated["empty"]), 1)
    return Said(BASIC if share <= _LITTLE else HAS, rated[0].strip(" \t([:|"))


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
    cues = [cue for cue in rules.forward.finditer(text, begin, start) if _holds(cue, text, begin, start)]
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
    return Said(standing, cue[0])


def _holds(cue: re.Match[str], text: str, begin: int, start: int) -> bool:
    """Whether a cue is one, and holds up to a place.

    "Visual Basic" is a name. An adjective within a list holds for its own item only: "SQL, basic R, Excel".
    So does one behind its item: "R (beginner), SAS", but "Tools (beginner): SAS" is the label of a list.
    """
    before = text[begin : cue.start()]
    if _ITS_OWN_ITEM.search(before) and _ENDS_ITEM.match(text, cue.end()):
        return False
    if _key(cue[0]) == "basic" and before.lower().endswith("visual "):
        return False
    is_adjective = " " not in _key(cue[0]) and _key(cue[0]) not in {
        "learning",
        "studying",
        "exploring",
        "using",
    }
    if is_adjective and before.rstrip().endswith((",", "/", "|", " and", "\t")):
        return not re.search(r"[,/|\t]|\band\b", text[cue.end() : start])
    return True


def _is_verb(text: str, at: int, begin: int) -> bool:
    """Whether "learning" at a place is what the person does: at the clause's beginning, or behind a label."""
    before = text[begin:at].strip(" \t•-–*(")
    return not before or before.lower() in {"currently", "now", "still", "also", "i am", "i'm", "am"}


def _key(cue: str) -> str:
    return re.sub(r"[\s-]+", " ", cue.lower())
