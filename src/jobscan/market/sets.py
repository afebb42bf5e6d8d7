"""Sets of skills that travel together: who asks for one of them mostly asks for others of them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from jobscan.demand import wilson_interval
from jobscan.market.pairs import MIN_PAIR, Numbers, SkillTable
from jobscan.market.sample import Sample
from jobscan.market.shares import DIGITS, MIN_EMPLOYERS
from jobscan.market.tables import SKILL_SETS
from jobscan.tables import to_frame

LEAST_SHARE: Final = 0.005
CORRELATION: Final = 0.2
"""What the skills of a set correlate by on average, at least, where two parts of it are joined."""
LEAST_SIZE: Final = 3


def skill_sets(drawn: Sample, *, correlation: float = CORRELATION) -> pd.DataFrame:
    """The sets of at least three skills that travel together: SKILL_SETS. A skill is in one set at most.

    Agglomerative clustering with average linkage (Sokal & Michener 1958; scipy.cluster.hierarchy.linkage) of
    the skills' correlation over postings (phi: Pearson's of yes and no), which, unlike a count, is not high
    merely because both are asked for often. Sets are joined while their skills correlate by at least
    `correlation` on average; for the correlation no employer counts for more than ten postings, else the
    habits of one would make a set. Skills that fewer than MIN_EMPLOYERS ask for, or a smaller share of the
    postings than LEAST_SHARE, are in none. By number of postings from high to low, ties by skills.
    """
    table = SkillTable(drawn, max(MIN_PAIR, round(LEAST_SHARE * drawn.of)))
    kept = np.flatnonzero(table.employers_asking() >= MIN_EMPLOYERS)
    if len(kept) < LEAST_SIZE:
        return to_frame([], SKILL_SETS)
    both, of = table.both_capped()
    phi = correlations(both[np.ix_(kept, kept)], of)
    steps = linkage(squareform(1 - phi, checks=False), method="average")
    labels = fcluster(steps, 1 - correlation, criterion="distance")
    rows: list[tuple[str, int, float, int, float, float, float, int, int]] = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        if len(members) < LEAST_SIZE:
            continue
        pairs = phi[np.ix_(members, members)][np.triu_indices(len(members), k=1)]
        skills = kept[members]
        asking = table.asking_several(skills, max(2, -(-len(skills) // 2)))
        postings = int(asking.sum())
        low, high = wilson_interval(postings, drawn.of)
        rows.append(
            (
                ";".join(table.skill_ids[skill] for skill in skills),
                len(members),
                round(float(pairs.mean()), DIGITS),
                postings,
                round(postings / drawn.of, DIGITS),
                round(low, DIGITS),
                round(high, DIGITS),
                int(drawn.postings["employer"][asking].nunique()),
                drawn.of,
            )
        )
    rows.sort(key=lambda row: (-row[3], row[0]))
    return to_frame(rows, SKILL_SETS)


def correlations(both: Numbers, of: float) -> Numbers:
    """Pearson's correlation of skills over postings: 1 with itself, 0 of a skill that all postings ask for.

    both: in how many of the `of` postings each pair is asked for, and on the diagonal each skill.
    """
    asked = both.diagonal()
    spread = np.sqrt(asked * (of - asked))
    scale = np.outer(spread, spread)
    phi: Numbers = np.divide(
        of * both - np.outer(asked, asked), scale, out=np.zeros_like(both), where=scale > 0
    )
    np.fill_diagonal(phi, 1.0)
    # Rounding takes what always goes together a little beyond 1.
    return np.clip(phi, -1.0, 1.0)
