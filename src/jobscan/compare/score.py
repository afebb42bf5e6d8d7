"""One score, as a sum that a person can check line by line.

Each skill that is asked for, and each fact, is a line: so many points at stake, so many of them got. A last
line is neither met nor missed: half of its points are got by every CV. It holds the score away from 0 and 100
where a posting says little, and it is as large as it takes for no other line to weigh more than 15 of 100.
The weights are told in docs/compare.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from jobscan.compare.result import NOT_ASKED, Line
from jobscan.compare.words import listed
from jobscan.vocabulary import MENTIONED, PREFERRED, REQUIRED

if TYPE_CHECKING:
    from jobscan.compare.facts import Judged
    from jobscan.compare.families import Families
    from jobscan.compare.skills import Item

WEIGHTS: Final = {REQUIRED: 3.0, PREFERRED: 2.0, MENTIONED: 1.0}
SOFT_WEIGHT: Final = 0.5
FACT_WEIGHT: Final = 3.0
LEAST_FACT_WEIGHT: Final = 1.0
"""The facts together weigh no more than the skills do, but each of them at least this: degree and years alone
would make every book-keeper a fit for a network engineer."""
NEUTRAL: Final = "neither met nor missed"
LEAST_NEUTRAL: Final = 6.0
LEAST_ASKED: Final = 20.0
"""Points at stake in all, at least: of so many the heaviest line is 15 of 100."""
THIN_LINES: Final = 5
THIN_SKILLS: Final = 3
"""Of fewer lines than these, or of fewer skills that are not soft, a score says little."""


def score_lines(
    items: Sequence[Item], facts: Sequence[tuple[str, Judged]], families: Families
) -> tuple[Line, ...]:
    """The lines of the score: skills, facts, and the neutral one; () where nothing is asked for.

    facts: (name, judged), of which those count that are asked for.
    """
    lines = [_skill_line(item, families) for item in items]
    asked = [
        (f"{name}: {match.asked}", earned) for name, (match, earned) in facts if match.status != NOT_ASKED
    ]
    if asked:
        share = sum(line.asked for line in lines) / len(asked)
        weight = _points(min(max(share, LEAST_FACT_WEIGHT), FACT_WEIGHT))
        lines += [Line(what, weight, _points(weight * earned)) for what, earned in asked]
    if not lines:
        return ()
    neutral = max(LEAST_NEUTRAL, LEAST_ASKED - sum(line.asked for line in lines))
    return (*lines, Line(NEUTRAL, neutral, neutral / 2))


def _skill_line(item: Item, families: Families) -> Line:
    names = listed([families.name(skill_id) for skill_id in item.skill_ids], "or")
    soft = all(skill_id in families.soft for skill_id in item.skill_ids)
    weight = SOFT_WEIGHT if soft else WEIGHTS[item.level]
    return Line(names, weight, _points(weight * item.earned), item.level, item.skill_ids)


def _points(points: float) -> float:
    """Points with two decimals: what is shown is what is added."""
    return round(points, 2)


def score_of(lines: Sequence[Line]) -> int | None:
    """100 times the points got of those asked, halves rounded up; None for no lines."""
    if not lines:
        return None
    # Of exact hundredths the sum is the same in any order.
    met, asked = (
        math.fsum(points) for points in zip(*((line.met, line.asked) for line in lines), strict=True)
    )
    return math.floor(100 * met / asked + 0.5)
