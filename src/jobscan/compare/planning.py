"""What to learn next: the missing skills that open the most postings.

A posting is open to a CV if it has each skill that the posting requires, one of each choice. Soft skills are
left aside, for CVs rarely state them. A skill opens a posting if nothing else is missing. A degree, years or
a clearance are not learned with a skill: postings that ask for more of them than the CV shows are counted
apart, as out of reach. Sets are greedy: to the best skill is added the one that opens most beside it, and so
on, so that each set is a plan that begins with the set before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from jobscan.compare.many import Beside, Market, compare_all, hard_lines, missing_required
from jobscan.compare.result import ADJACENT, MISSING
from jobscan.compare.tables import PLAN
from jobscan.demand import wilson_interval
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.tables import Row, to_frame
from jobscan.vocabulary import REQUIRED

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.compare.families import Families
    from jobscan.cv.result import Profile
    from jobscan.scan import Scan

LARGEST_SET: Final = 5
MOST_SINGLE: Final = 20
"""Single skills that are listed over all roles; of one role half as many."""
LEAST_POSTINGS: Final = 10
"""Of fewer postings a role has no plan of its own."""
MOST_EXAMPLES: Final = 5
NEARLY: Final = 0.8
"""The share of postings that two skills open in common from which each is told as an alternative."""

DEGREE, YEARS, CONDITION = "degree", "years", "condition"


@dataclass(frozen=True, slots=True)
class Door:
    """A posting that requires skills, and what keeps it shut."""

    posting_id: str
    score: int
    missing: tuple[frozenset[str], ...]
    """Of each missing item the skills of which one would do."""
    in_the_way: frozenset[str]
    """What no skill changes: degree, years, condition."""


@dataclass(frozen=True, slots=True)
class _Set:
    """Skills to learn, the newest last, and what they come to."""

    skill_ids: tuple[str, ...]
    opens: tuple[Door, ...]
    out_of_reach: tuple[Door, ...]


def plan(profile: Profile, scan: Scan, *, lexicon: Lexicon | None = None, role: str = "") -> pd.DataFrame:
    """PLAN: for all postings of a scan that count, and for each role, what opens most of them.

    No rows where no posting requires a skill that is missing. lexicon: that of the scan, by default ours.
    role: only this one; then all rows are of it.
    """
    return plan_market(compare_all(profile, scan, lexicon or load_lexicon(), role=role))


def plan_market(market: Market) -> pd.DataFrame:
    """PLAN of postings that have been compared."""
    if market.role:
        return to_frame(_rows(market.role, market.found, market, least=1), PLAN)
    by_role: dict[str, list[Beside]] = defaultdict(list)
    for beside in market.found:
        by_role[beside.terms.role].append(beside)
    rows = _rows("", market.found, market, least=1)
    for role, found in sorted(by_role.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if role:
            rows += _rows(role, found, market, least=LEAST_POSTINGS)
    return to_frame(rows, PLAN)


def _rows(role: str, found: Sequence[Beside], market: Market, *, least: int) -> list[Row]:
    asked_in = _asked_in(found, market.families)
    closers = _closers(asked_in, market.families)
    doors = [door for beside in found if (door := door_of(beside, market.families, closers)) is not None]
    if len(doors) < least:
        return []
    table = _Table(role, doors, asked_in, market)
    single = _single(doors, MOST_SINGLE if role == market.role else MOST_SINGLE // 2)
    rows = [
        table.row(one, place, gain=len(one.opens), instead=instead)
        for place, (one, instead) in enumerate(single, 1)
    ]
    sets = list(_sets(doors))
    for before, grown in pairwise(sets):
        gain = len(grown.opens) - len(before.opens)
        rows.append(table.row(grown, len(grown.skill_ids), gain=gain))
    return rows


def _closers(asked_in: Counter[str], families: Families) -> dict[str, tuple[str, ...]]:
    """Of a skill that has cases those that are worth learning in its stead: AWS for cloud computing.

    Whoever learns AWS meets both. That goes for cases that are asked for at least half as often.
    """
    return {
        skill_id: tuple(case for case in cases if 2 * asked_in[case] >= asked_in[skill_id])
        for skill_id, cases in families.cases.items()
    }


def door_of(beside: Beside, families: Families, closers: Mapping[str, tuple[str, ...]]) -> Door | None:
    """What keeps a posting shut; None for one that requires no skill, soft ones left out.

    closers: of a skill others that meet it too.
    """
    found = beside.comparison
    if found.score is None or not any(hard_lines(found, families, REQUIRED)):
        return None
    missing: list[frozenset[str]] = []
    in_the_way = {name for name in (DEGREE, YEARS) if getattr(found, name).status == MISSING}
    for line in missing_required(found, families):
        if learnable := frozenset(line.skill_ids) - families.conditions:
            others = {other for skill_id in learnable for other in closers.get(skill_id, ())}
            missing.append(learnable | others)
        else:
            in_the_way.add(CONDITION)
    return Door(beside.terms.posting_id, found.score, tuple(missing), frozenset(in_the_way))


def _asked_in(found: Sequence[Beside], families: Families) -> Counter[str]:
    """In how many postings each skill is asked for, of those that require a skill."""
    return Counter(
        one.skill_id
        for beside in found
        if any(hard_lines(beside.comparison, families, REQUIRED))
        for one in beside.terms.asked
    )


@dataclass(slots=True)
class _Gain:
    """What learning a skill does to the postings that nothing else keeps shut."""

    opens: int = 0
    leaves_one: int = 0
    """Those in which one other item would still be missing."""
    helps: int = 0
    """Those in which several would."""

    def best_first(self) -> tuple[int, int, int]:
        """The order of plans: what opens most; where that is the same, what brings most of them nearer."""
        return -self.opens, -self.leaves_one, -self.helps


def _gains(doors: Iterable[Door], learned: Collection[str]) -> list[tuple[str, _Gain]]:
    """What each skill would do that is missing somewhere once some are learned, the best first."""
    gains: dict[str, _Gain] = defaultdict(_Gain)
    for door in doors:
        left = [] if door.in_the_way else _left(door, learned)
        for skill_id, closes in Counter(skill_id for item in left for skill_id in item).items():
            rest, gain = len(left) - closes, gains[skill_id]
            gain.opens += rest == 0
            gain.leaves_one += rest == 1
            gain.helps += rest > 1
    return sorted(gains.items(), key=lambda pair: (*pair[1].best_first(), pair[0]))


def _single(doors: Sequence[Door], most: int) -> list[tuple[_Set, list[str]]]:
    """The skills that open most postings by themselves, each with those that would do nearly the same."""
    listed: list[tuple[_Set, list[str]]] = []
    for skill_id, gain in _gains(doors, ()):
        if not gain.opens:
            break
        one = _set_of((skill_id,), doors)
        same = next((instead for other, instead in listed if _is_nearly(one, other)), None)
        if same is not None:
            same.append(skill_id)
        elif len(listed) < most:
            listed.append((one, []))
        else:
            break
    return listed


def _is_nearly(one: _Set, other: _Set) -> bool:
    """Whether a set opens hardly anything that the other does not: four in five, as many at least as two."""
    opened = {door.posting_id for door in one.opens}
    both = len(opened.intersection(door.posting_id for door in other.opens))
    return both > 1 and both >= NEARLY * max(len(opened), len(other.opens))


def _left(door: Door, learned: Collection[str]) -> list[frozenset[str]]:
    """What is still missing of a posting once some skills are learned."""
    return [item for item in door.missing if item.isdisjoint(learned)]


def _set_of(skill_ids: tuple[str, ...], doors: Iterable[Door]) -> _Set:
    opened = [door for door in doors if door.missing and not _left(door, skill_ids)]
    opened.sort(key=lambda door: (-door.score, door.posting_id))
    return _Set(
        skill_ids,
        tuple(door for door in opened if not door.in_the_way),
        tuple(door for door in opened if door.in_the_way),
    )


def _sets(doors: Sequence[Door]) -> Iterator[_Set]:
    """The greedy sets of one skill, of two, and so on; fewer where nothing is missing any more."""
    learned: tuple[str, ...] = ()
    while len(learned) < LARGEST_SET and (gains := _gains(doors, learned)):
        learned = (*learned, gains[0][0])
        yield _set_of(learned, doors)


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows of a role have in common."""

    role: str
    doors: Sequence[Door]
    asked_in: Counter[str]
    market: Market

    def row(self, learned: _Set, place: int, *, gain: int, instead: Sequence[str] = ()) -> Row:
        """The row of a set of skills to learn. instead: of a single one those that do nearly the same."""
        newest, opens, of = learned.skill_ids[-1], len(learned.opens), len(self.doors)
        cv, families = self.market.cv, self.market.families
        standing = cv.of(newest)
        low, high = wilson_interval(opens, of)
        kept = [door.in_the_way for door in learned.out_of_reach]
        return (
            self.role,
            len(learned.skill_ids),
            place,
            ";".join(learned.skill_ids),
            ";".join(map(families.name, learned.skill_ids)),
            opens,
            gain,
            opens / of,
            low,
            high,
            of,
            sum(not door.missing and not door.in_the_way for door in self.doors),
            len(kept),
            *(sum(why in told for told in kept) for why in (DEGREE, YEARS, CONDITION)),
            self.asked_in[newest],
            self.asked_in[newest] / of,
            families.name(standing.by) if standing.status == ADJACENT else "",
            ";".join(map(families.name, instead[:MOST_EXAMPLES])),
            ";".join(door.posting_id for door in learned.opens[:MOST_EXAMPLES]),
        )
