"""How strongly a mention is asked for: required, preferred, mentioned, or said not to be needed.

The section is the prior: what stands under requirements is required, under duties mentioned. A cue in the
same sentence overrides it: rows of skill_lexicon/cues.csv, each with the level it says and whether it speaks
of what follows ("ideally with"), of what stands before it ("is a plus") or of both. The nearest cue decides;
none reaches beyond a sentence, or beyond "but" and its like. A cue that looks back is no cue where it is an
adjective ("our preferred partner"), and looks ahead where its sentence begins with it ("Preferred: R").

A cue that looks ahead may have closers, words beyond which it says nothing: "looking for an analyst with SQL
to build dashboards" asks for SQL. Such a cue only tells what kind of person is sought: it yields to any
other, and to a heading "Nice to have".

Negation needs more care than nearness. A cue with closers ("no ... required") negates only what stands
between it and the first of them; one that looks back ("is not required") the list that ends before it; and a
preferred cue in the same breath ("not required but a plus") says that the thing is wanted after all. General
lists of English negation fail here: with them "No Java required, Python a must." negates Python too, and
"Java is not required." negates nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from jobscan.records import Record
from jobscan.text.tokens import Tokens
from jobscan.vocabulary import MENTIONED, NEGATED, PREFERRED, REQUIRED

SECTION_LEVELS = {"requirements": REQUIRED, "education": REQUIRED, "preferred": PREFERRED}
"""The level of a mention that no cue speaks of; in any other section it is mentioned."""

FORWARD_WORDS = 10
"""How far a negation reaches on, and how far off its closer may stand."""
BACKWARD_WORDS = 12
"""How far a negation reaches back."""
SENTENCE_WORDS = 60
"""How far off cues are looked for in the sentence; the text of an attacker may have no full stop."""
SOFTENER_WORDS = 6
"""How far behind a negation a preferred cue still takes it back ("not required but a plus")."""

_CLAUSE_ENDS = frozenset(
    {"but", "however", "although", "though", "while", "whereas", ";", "unless", "because"}
)
_NEW_SUBJECTS = frozenset(
    "experience knowledge familiarity exposure background understanding proficiency expertise ability "
    "degree".split()
)
_LIST_SIGNS = frozenset({",", "/", "&", "and", "or"})
_OBJECT_FOLLOWS = frozenset("in with of using to on for".split())
_DASHES = frozenset({"-", "–", "—"})
# Before these a word such as "preferred" is an adjective ("the preferred vendor", "when required").
_DETERMINERS = frozenset(
    "a an the your our their its his her my any all other as when where if what every each by".split()
)
# Behind a predicate may follow in its sentence what is no noun of its own; behind what is preferred also what
# it is for ("preferred for this role"), while "documents required for the audit" asks nothing of anybody.
_AFTER_PREDICATE = frozenset(
    "and or but as at on not though however although when if since because while is are unless given due too "
    "also per during".split()
)
_AFTER_PREFERRED = _AFTER_PREDICATE | frozenset("for in to by with over from of than within".split())

# Before "to" these make no duty: "able to write SQL" is still what the person brings.
_ABLE = frozenset(
    "ability able willing willingness desire passion eager how used ready love likes want".split()
)


@dataclass(frozen=True, slots=True)
class Cue(Record):
    """Words that tell how strongly what stands near them is asked for."""

    level: str
    """negated, preferred or required."""
    forward: bool
    """Whether it speaks of what follows."""
    backward: bool
    """Whether it speaks of what stands before it."""
    closers: frozenset[str] = frozenset()
    """Of a cue that looks forward: of a negation words of which one must follow what it negates, of any other
    words that end what it speaks of; empty for none."""


class CueHit(NamedTuple):
    """A cue in tokens [first, end)."""

    first: int
    end: int
    cue: Cue
    in_heading: bool = False
    """Whether it stands in a heading: then it only takes back a negation."""


def outermost(hits: Iterable[CueHit]) -> list[CueHit]:
    """The cues that stand in no longer one, in order: of "is not required" not also "required"."""
    kept: list[CueHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.end)):
        if not kept or hit.end > kept[-1].end or (hit.first, hit.end) == (kept[-1].first, kept[-1].end):
            kept.append(hit)
    return kept


def decide_level(
    tokens: Tokens, first: int, end: int, cues: Sequence[CueHit], section: str
) -> tuple[str, CueHit | None]:
    """The level of the mention in tokens [first, end), and the cue that decided it, None for its section.

    cues: those of the text, none inside another, in order.
    """
    near = _near(tokens, first, end, cues) if cues else []
    if near:
        negation = _negation(tokens, first, end, near)
        if negation is not None:
            return negation
        reaching: list[tuple[bool, int, int, int]] = []
        start = tokens.sentence(first)[0]
        for number, hit in enumerate(near):
            distance = _distance(tokens, first, end, hit, start)
            if distance is not None and not (hit.cue.closers and section == "preferred"):
                # Words on the person sought yield to others; of two cues as near the longer tells more.
                reaching.append((bool(hit.cue.closers), distance, hit.first - hit.end, number))
        if reaching:
            nearest = near[min(reaching)[-1]]
            return nearest.cue.level, nearest
    return SECTION_LEVELS.get(section, MENTIONED), None


def _near(tokens: Tokens, first: int, end: int, cues: Sequence[CueHit]) -> list[CueHit]:
    """The cues in the sentence of a mention, beside it and not too far off."""
    at = bisect_left(cues, (first - SENTENCE_WORDS,))
    if at == len(cues) or cues[at].first >= end + SENTENCE_WORDS:
        return []
    low, high = tokens.sentence(first)
    high = min(high, end + SENTENCE_WORDS)
    near: list[CueHit] = []
    while at < len(cues) and (hit := cues[at]).first < high:
        if hit.first >= low and not (hit.first < end and first < hit.end):
            near.append(hit)
        at += 1
    return near


def _distance(tokens: Tokens, first: int, end: int, hit: CueHit, start: int) -> int | None:
    """How many words lie between a mention and a cue that speaks of it, None where it does not.

    start: the first token of their sentence.
    """
    if hit.cue.level == NEGATED or hit.in_heading:
        return None
    if end <= hit.first:
        between = tokens.lower[end : hit.first]
        speaks = hit.cue.backward and _is_predicate(tokens, hit) and _says_of_all_before(between)
    else:
        between = tokens.lower[hit.end : first]
        forward = hit.cue.forward or _begins(tokens, hit, start)
        speaks = forward and _says_of_all_behind(between, hit.cue, is_first=hit.first <= start + 1)
    return len(between) if speaks and _CLAUSE_ENDS.isdisjoint(between) else None


def _begins(tokens: Tokens, hit: CueHit, start: int) -> bool:
    """Whether nothing but a bracket stands before a cue in its sentence, or a colon behind it."""
    if tokens.lower[hit.end - 1] == ":" or tokens.lower[hit.end : hit.end + 1] == [":"]:
        return True
    return hit.first == start or (hit.first == start + 1 and not tokens.lower[start].isalnum())


def _is_predicate(tokens: Tokens, hit: CueHit) -> bool:
    """Whether a cue of one word is no adjective of a noun of its own."""
    if hit.end - hit.first > 1:
        return True
    if hit.first and tokens.lower[hit.first - 1] in _DETERMINERS:
        return False
    if hit.end == len(tokens) or tokens.breaks[hit.end]:
        return True
    following = tokens.lower[hit.end]
    allowed = _AFTER_PREFERRED if hit.cue.level == PREFERRED else _AFTER_PREDICATE
    return following in allowed or not following[0].isalnum()


def _says_of_all_before(between: Sequence[str]) -> bool:
    """Whether a cue that looks back speaks of a mention too, and not only of what stands nearer to it.

    "Python, R (preferred) and SQL": what stands in brackets speaks of the word before them. "Python, with
    knowledge of R a plus": a noun that has its own object begins anew. "A SQL database, Postgres preferred":
    the item before the comma is no part of a list.
    """
    if "(" in between and ")" not in between:
        return between[-1] == "(" and _LIST_SIGNS.isdisjoint(between)
    if between and not between[-1][0].isalnum():
        between = between[:-1]
    if not _DASHES.isdisjoint(between):
        return False
    if any(
        word in _NEW_SUBJECTS and following in _OBJECT_FOLLOWS and before != "or"
        for before, word, following in zip(between, between[1:], between[2:], strict=False)
    ):
        return False
    if "," not in between:
        return True
    comma = between.index(",")
    rest = between[comma + 1 :]
    if rest[:1] == ["with"]:
        return False
    is_list = any(sign == "," and word in {"and", "or"} for sign, word in pairwise(between))
    return comma == 0 or is_list or "," in rest


def _says_of_all_behind(between: Sequence[str], cue: Cue, *, is_first: bool) -> bool:
    """Whether a cue that looks forward still speaks of what follows so many words behind it.

    is_first: its sentence begins with it.
    """
    if between.count(")") > between.count("("):
        return False
    if cue.closers:
        return not any(
            word in cue.closers and not (word == "to" and at and between[at - 1] in _ABLE)
            for at, word in enumerate(between)
        )
    if is_first or cue.level != PREFERRED or "," not in between:
        return True
    # "Five years, preferably in banking, and strong knowledge of SQL": the wish ends at the second comma.
    return not any(
        word == "," and not _NEW_SUBJECTS.isdisjoint(between[at + 1 : at + 5])
        for at, word in enumerate(between)
    )


def _negation(tokens: Tokens, first: int, end: int, near: Sequence[CueHit]) -> tuple[str, CueHit] | None:
    """NEGATED and the cue that negates a mention, PREFERRED and the cue that takes it back, or None."""
    low, high = tokens.sentence(first)
    high = min(high, end + SENTENCE_WORDS)
    for hit in near:
        if hit.cue.level != NEGATED:
            continue
        if hit.cue.forward and hit.end <= first and _reaches_forward(tokens, hit, end, high):
            softener = _softener(hit, low, end, near)
        elif hit.cue.backward and end <= hit.first and _reaches_back(tokens, hit, end):
            softener = _softener(hit, end, hit.end, near)
        else:
            continue
        return (PREFERRED, softener) if softener else (NEGATED, hit)
    return None


def _reaches_forward(tokens: Tokens, hit: CueHit, mention_end: int, high: int) -> bool:
    """Whether a forward cue reaches over the mention that ends at `mention_end`."""
    lower = tokens.lower
    between = lower[hit.end : mention_end]
    if len(between) > FORWARD_WORDS or not _CLAUSE_ENDS.isdisjoint(between):
        return False
    if not hit.cue.closers:
        return "," not in between or _is_list(between)
    if not hit.cue.closers.isdisjoint(between):
        return False
    for at in range(mention_end, min(high, mention_end + FORWARD_WORDS)):
        if lower[at] in hit.cue.closers:
            # "No agencies, Python required" is two statements, "no Java, Scala or C++ required" is one.
            scope = lower[hit.end : at]
            return "," not in scope or not {"or", "and", "nor"}.isdisjoint(scope)
        if lower[at] in _CLAUSE_ENDS:
            return False
    return False


def _is_list(words: Sequence[str]) -> bool:
    """Whether the words read as a list of short items: no item of more than three words."""
    length = 0
    for word in words:
        length = 0 if word in _LIST_SIGNS else length + 1
        if length > 3:
            return False
    return True


def _reaches_back(tokens: Tokens, hit: CueHit, mention_end: int) -> bool:
    """Whether a negation that looks back reaches over the mention that ends at `mention_end`."""
    between = tokens.lower[mention_end : hit.first]
    if between[:1] == [":"]:
        between = between[1:]
    if len(between) > BACKWARD_WORDS or ":" in between or not _CLAUSE_ENDS.isdisjoint(between):
        return False
    if _LIST_SIGNS.isdisjoint(between):
        return True
    # "Java, C or Go is not required" is one list; "Python is a must, Java is not required" is none.
    first_sign = next(at for at, word in enumerate(between) if word in _LIST_SIGNS)
    return first_sign <= 1 and _is_list(between)


def _softener(hit: CueHit, start: int, after: int, near: Sequence[CueHit]) -> CueHit | None:
    """The preferred cue that takes a negation back, None where there is none.

    It stands between token `start` and the negation ("a plus but not required"), or begins within
    SOFTENER_WORDS behind token `after`.
    """
    for other in near:
        is_between = start <= other.first and other.end <= hit.first
        if other.cue.level == PREFERRED and (is_between or 0 <= other.first - after <= SOFTENER_WORDS):
            return other
    return None
