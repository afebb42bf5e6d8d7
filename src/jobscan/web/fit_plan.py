"""What to learn next, in plain words: made of nothing but the plan's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jobscan.compare.words import count, listed

if TYPE_CHECKING:
    import pandas as pd

FIRST: Final = 3
"""How many skills the sentence names."""
FEW: Final = 30
"""Postings below which the page says that they are too few: the 95 % interval of a half is then wider than
a third."""
ROUGH: Final = 100
"""Postings below which it says that the order may be chance."""

_NUMBERS: Final = ("", "This one skill opens", "These two skills open", "These three skills open")


@dataclass(frozen=True, slots=True)
class Step:
    """One skill to learn."""

    place: int
    skill_id: str
    name: str
    gain: int
    """Postings that it adds."""
    total: int
    """Postings that are open once it is learned, those of today among them."""
    why: str
    asides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the figure: how many postings are open after a step."""

    label: str
    value: int
    added: int
    before_percent: float
    """How long the part is that was open before, in percent of the longest bar."""
    added_percent: float


@dataclass(frozen=True, slots=True)
class Single:
    """A skill by itself."""

    name: str
    opens: int
    share: str
    """`3.1 % (1.2 to 7.5 %)`."""
    asked_in: int
    out_of_reach: int
    short_way: str
    instead: str
    examples: tuple[str, ...]
    """Ids of postings that it opens."""


@dataclass(frozen=True, slots=True)
class RoleBest:
    """The best single skill of a role."""

    role: str
    name: str
    opens: int
    of: int
    open_now: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan, as a page."""

    headline: str
    """The sentence before the names: `These three skills open the most jobs to you`; "" where none does."""
    names: tuple[str, ...]
    now: str
    """What is open today, and what would be."""
    caution: str
    """Where there are too few postings to trust it; "" else."""
    steps: tuple[Step, ...]
    bars: tuple[Bar, ...]
    singles: tuple[Single, ...]
    roles: tuple[RoleBest, ...]
    of: int
    """Postings that require a skill."""
    open_now: int


def plan_view(plan: pd.DataFrame, matches: pd.DataFrame, *, role: str = "") -> PlanView:
    """The page of a plan's rows: those of one role, or of all postings, and the best skill of each role.

    matches: the ranking of the same postings, which tells what there is where the plan has no rows.
    """
    rows = [dict(zip(plan.columns, row, strict=True)) for row in plan.itertuples(index=False)]
    own = [row for row in rows if row["role"] == role]
    if not own:
        return _without_steps(matches[matches["role"] == role] if role else matches)
    steps = _steps(own)
    opening = [step for step in steps[:FIRST] if step.gain]
    named = steps[: opening[-1].place] if opening else ()
    return PlanView(
        headline=f"{_NUMBERS[len(named)]} the most jobs to you" if named else "",
        names=tuple(step.name for step in named),
        now=_now(own[0], named),
        caution=_caution(own[0]["of_postings"], named),
        steps=steps,
        bars=_bars(own[0]["open_now"], steps),
        singles=tuple(_single(row) for row in own if row["size"] == 1),
        roles=tuple(_role(row) for row in rows if row["role"] and row["size"] == 1 and row["place"] == 1),
        of=own[0]["of_postings"],
        open_now=own[0]["open_now"],
    )


def _without_steps(matches: pd.DataFrame) -> PlanView:
    """The page where there is nothing to learn: all is open, or what is missing cannot be learned."""
    asking = matches[matches["required_asked"] > 0]
    is_open = asking["required_met"] == asking["required_asked"]
    for fact in ("degree", "years"):
        is_open &= asking[fact] != "missing"
    of, open_now = len(asking), int(is_open.sum())
    now = ""
    if of:
        now = _now({"of_postings": of, "open_now": open_now}, ())
    headline = "Your CV already has what these postings require" if of and of == open_now else ""
    return PlanView(headline, (), now, _caution(of, ()) if of else "", (), (), (), (), of, open_now)


def _steps(rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The skills of the largest set, in the order in which they are learned."""
    sets = sorted((row for row in rows if row["size"] > 1), key=lambda row: int(row["size"]))
    single = {row["skill_ids"]: row for row in rows if row["size"] == 1}
    largest = sets[-1] if sets else next(iter(single.values()), None)
    if largest is None:
        return ()
    ids, names = largest["skill_ids"].split(";"), largest["skills"].split(";")
    by_size = {int(row["size"]): row for row in sets} | {1: single.get(ids[0])}
    steps: list[Step] = []
    before = 0
    for place, (skill_id, name) in enumerate(zip(ids, names, strict=True), 1):
        row = by_size.get(place)
        opens = int(row["opens"]) if row else 0
        now, of = int(largest["open_now"]), int(largest["of_postings"])
        why = _why(name, opens - before, of, [step.name for step in steps])
        asides = _asides(row, single.get(skill_id)) if row else ()
        steps.append(Step(place, skill_id, name, opens - before, now + opens, why, asides))
        before = opens
    # What opens nothing is told only where something behind it does.
    last = max((step.place for step in steps if step.gain), default=0)
    return tuple(steps[:last])


def _why(name: str, gain: int, of: int, learned: Sequence[str]) -> str:
    postings = f"of {count(of, 'posting')}"
    if not gain:
        return (
            f"{name} opens none of them yet, but brings the most of them nearer: a step behind it builds "
            "on it."
        )
    if not learned:
        return f"{name} is the last required skill missing in {gain:,} {postings}."
    return f"Once you know {listed(learned)}, {name} is the last one missing in {gain:,} more {postings}."


def _asides(row: Mapping[str, Any], single: Mapping[str, Any] | None) -> tuple[str, ...]:
    said = [f"Asked for, at whatever level, in {int(row['asked_in']):,} of {int(row['of_postings']):,}."]
    if row["short_way"]:
        said.append(f"A short way for you: your CV already shows {row['short_way']}.")
    if single is not None and single["instead"]:
        others = listed(single["instead"].split(";"), "or")
        said.append(f"{others} would open nearly the same postings: choose one.")
    return tuple(said)


def _now(row: Mapping[str, Any], named: Sequence[Step]) -> str:
    of = count(row["of_postings"], "posting")
    today = (
        f"Today {int(row['open_now']):,} of the {of} that require a skill ask for none that your CV lacks, "
        "and for no degree or years beyond it."
    )
    if not named and row["open_now"] == row["of_postings"]:
        return today
    if not named:
        return (
            f"{today} No skill opens another one by itself: each posting lacks more than that, or asks for "
            "a degree, years or a condition that no skill replaces."
        )
    after = named[-1].total
    them = "it" if len(named) == 1 else "all of them" if len(named) > 2 else "both"
    return f"{today} With {them} it would be {after:,}: {after - int(row['open_now']):,} more."


def _caution(of: int, named: Sequence[Step]) -> str:
    if of < FEW:
        return (
            f"Only {count(of, 'posting')} in this scan require a skill. That is too few to tell what the "
            "market wants: read this as what these postings ask for, and add more of the kind you look for."
        )
    least = min((step.gain for step in named), default=0)
    if of < ROUGH or least < FIRST:
        return (
            "The numbers are small, so the order of the skills may be chance. More postings of the kind that "
            "you look for make it firmer."
        )
    return ""


def _bars(open_now: int, steps: Sequence[Step]) -> tuple[Bar, ...]:
    longest = max((step.total for step in steps), default=open_now) or 1
    bars = [Bar("Today", open_now, 0, 100 * open_now / longest, 0.0)]
    before = open_now
    for step in steps:
        bars.append(
            Bar(
                f"+ {step.name}",
                step.total,
                step.gain,
                round(100 * before / longest, 2),
                round(100 * (step.total - before) / longest, 2),
            )
        )
        before = step.total
    return tuple(bars)


def _single(row: Mapping[str, Any]) -> Single:
    share, low, high = (100 * row[name] for name in ("share", "ci_low", "ci_high"))
    return Single(
        name=row["skills"],
        opens=int(row["opens"]),
        share=f"{share:.1f} % ({low:.1f} to {high:.1f} %)",
        asked_in=int(row["asked_in"]),
        out_of_reach=int(row["out_of_reach"]),
        short_way=row["short_way"],
        instead=listed(row["instead"].split(";"), "or") if row["instead"] else "",
        examples=tuple(one for one in row["examples"].split(";") if one),
    )


def _role(row: Mapping[str, Any]) -> RoleBest:
    return RoleBest(
        row["role"], row["skills"], int(row["opens"]), int(row["of_postings"]), int(row["open_now"])
    )
