"""A scan held against labels: every figure, every error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.evaluate.answers import answer_fact, fact_tallies
from jobscan.evaluate.facts import FACTS
from jobscan.evaluate.figures import FIGURES, figure_rows
from jobscan.evaluate.ids import ScoredIds, choose_ids, load_ids
from jobscan.evaluate.labels import Label, load_labels
from jobscan.evaluate.mistakes import ERRORS, fact_error_rows, skill_error_rows
from jobscan.evaluate.skills import (
    CONFUSION,
    SKILLS_SCORED,
    UNSCORED,
    confusion_rows,
    pair_up,
    skill_rows,
    skill_tallies,
    unscored_rows,
)
from jobscan.scan import Scan
from jobscan.tables import to_frame

StrPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Evaluation:
    """How well a scan agrees with labels. The columns of the tables are declared beside what makes them."""

    figures: pd.DataFrame
    """FIGURES: skills, guide_skills, required_skills, skills:GROUP, negation, level_accuracy, levels:LEVEL,
    then the facts."""
    confusion: pd.DataFrame
    """CONFUSION: levels as labelled against levels as found."""
    skills: pd.DataFrame
    """SKILLS_SCORED: each skill's errors, most first."""
    errors: pd.DataFrame
    """ERRORS: each error, with the words to read it by."""
    unscored: pd.DataFrame
    """UNSCORED: the skills that were found or labelled and are not scored."""
    ids: ScoredIds
    """The skills that are scored."""
    unknown: tuple[str, ...]
    """Those among them that the lexicon lacks, so that they are never found."""
    postings: int
    """How many postings are labelled."""
    missing: tuple[str, ...]
    """The labelled postings that the scan does not hold; all that is labelled of them counts as missed."""

    def __repr__(self) -> str:
        return f"<Evaluation of {self.postings:,} labelled postings>"

    def value(self, figure: str) -> float | None:
        """A figure, None where there was nothing to score. Raises KeyError for an unknown name."""
        values = self.figures.loc[self.figures["figure"] == figure, "value"]
        if values.empty:
            raise KeyError(figure)
        return None if pd.isna(values.iloc[0]) else float(values.iloc[0])


def evaluate(
    scan: Scan,
    labels: StrPath | Iterable[Label],
    *,
    ids: StrPath | ScoredIds | Iterable[str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Evaluation:
    """Score a scan by labels.

    labels: a file of them, or what load_labels read from one. ids: the skills that the people who labelled
    were looking for, or a file of them; without, those that occur in the labels and all that the guide names.
    Others do not count, on neither side. texts: of postings by id, so that errors show what stands around the
    words of a label.

    Raises JobscanError for a wrong file, and where the scan holds none of the labelled postings.
    """
    read = load_labels(Path(labels)) if isinstance(labels, str | os.PathLike) else list(labels)
    listed = load_ids(Path(ids)) if isinstance(ids, str | os.PathLike) else ids
    scored = choose_ids(listed, read, scan.demand)
    rows = _rows(scan.postings, read)
    pairs = pair_up(read, scan.posting_skills, scored.ids)
    answers = [answer for name in FACTS for answer in answer_fact(name, read, rows)]
    tallies = [*skill_tallies(pairs, scored), *fact_tallies(answers)]
    errors = [
        *skill_error_rows(pairs, rows, scan.posting_skills, texts or {}),
        *fact_error_rows(answers, rows, texts or {}),
    ]
    return Evaluation(
        figures=to_frame(figure_rows(tallies), FIGURES),
        confusion=to_frame(confusion_rows(pairs), CONFUSION),
        skills=to_frame(skill_rows(pairs), SKILLS_SCORED),
        errors=to_frame(errors, ERRORS),
        unscored=to_frame(unscored_rows(pairs), UNSCORED),
        ids=scored,
        unknown=tuple(sorted(scored.ids - set(scan.demand["skill_id"]))),
        postings=len(read),
        missing=tuple(label.id for label in read if label.id not in rows),
    )


def _rows(postings: pd.DataFrame, labels: Sequence[Label]) -> dict[str, dict[str, Any]]:
    """The rows of postings that are labelled, by id."""
    ids = [label.id for label in labels]
    kept = postings[postings["posting_id"].isin(ids)]
    if kept.empty:
        there = f"such as {postings['posting_id'].iloc[0]!r}" if len(postings) else "none at all"
        raise JobscanError(
            f"none of the labelled postings, such as {ids[0]!r}, is in the scan, which holds {there}: "
            "the ids of labels are those of postings.csv"
            if ids
            else "there is no label to score by"
        )
    return {row["posting_id"]: {str(k): v for k, v in row.items()} for row in kept.to_dict("records")}
