"""Facts that were labelled against facts that were found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jobscan.evaluate.facts import FACTS, Answer
from jobscan.evaluate.figures import Tally, count_rows
from jobscan.evaluate.labels import Label


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact of a posting as labelled and as found."""

    fact: str
    posting_id: str
    wanted: Answer
    got: Answer
    """None where the scan does not hold the posting."""
    right: bool
    """Never where the scan does not hold the posting."""


def answer_fact(
    name: str, labels: Iterable[Label], postings: Mapping[str, Mapping[str, Any]]
) -> Iterator[Answered]:
    """The answers of a fact, one for each posting that is labelled for it. postings: rows by id."""
    fact = FACTS[name]
    for label in labels:
        if name in label.facts:
            wanted, row = label.facts[name], postings.get(label.id)
            got = None if row is None else fact.of_row(row)
            yield Answered(name, label.id, wanted, got, right=row is not None and wanted == got)


def fact_tallies(answers: Iterable[Answered]) -> list[Tally]:
    """A tally of each fact, and one of the pay of those postings that state it."""
    by_fact: dict[str, list[Answered]] = {name: [] for name in FACTS}
    for answer in answers:
        by_fact[answer.fact].append(answer)
    tallies: list[Tally] = []
    for name, asked in by_fact.items():
        tallies.append(_of_sets(name, asked) if FACTS[name].is_set else _of_answers(name, asked))
        if name == "salary":
            tallies.append(_of_answers("salary_where_stated", [a for a in asked if a.wanted is not None]))
    return tallies


def _of_answers(name: str, answers: Iterable[Answered]) -> Tally:
    counts = count_rows((int(answer.right), 1, 1) for answer in answers)
    return Tally(name, counts, "accuracy", resampled=False)


def _of_sets(name: str, answers: Iterable[Answered]) -> Tally:
    """Each value of a list counts, as each skill of a posting does."""
    sides = ((_as_set(answer.got), _as_set(answer.wanted)) for answer in answers)
    return Tally(name, count_rows((len(got & wanted), len(got), len(wanted)) for got, wanted in sides))


def _as_set(answer: Answer) -> frozenset[str]:
    return answer if isinstance(answer, frozenset) else frozenset()
