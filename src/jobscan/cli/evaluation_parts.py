"""What an evaluation says, as parts with a title, lines and a table, however they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jobscan.evaluate import Evaluation
from jobscan.evaluate.facts import FACTS
from jobscan.evaluate.mistakes import FACT, LEVEL, MISSED, WRONG

if TYPE_CHECKING:
    import pandas as pd

_WORST: Final = 15
_NAMED: Final = 5
_NO_ID: Final = "other:"
"""What an id in the labels begins with that the lexicon is known to lack."""
_UNKNOWN: Final = "-"

_NAMES: Final = {"skills": "all", "guide_skills": "named by the guide", "required_skills": "required"}
_MEASURES: Final = {"f1": "F1", "accuracy": "accuracy"}
_KINDS: Final = {
    MISSED: "Missed: labelled, not found",
    WRONG: "Wrong: found, not labelled",
    LEVEL: "Of another level than labelled",
    FACT: "Facts that are not as labelled",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report."""

    title: str
    notes: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_errors: bool = False
    """Whether the rows are errors to read rather than figures to compare."""


def figure_parts(result: Evaluation) -> list[Part]:
    """What was scored, and all figures, in the order of reading."""
    figures = {str(row["figure"]): row for row in records(result.figures)}
    parts = [
        Part("Labelled postings", tuple(_scope(result))),
        _skill_part(figures),
        *_level_parts(figures, result),
        _fact_part(figures),
        _worst_part(result),
    ]
    return [part for part in parts if part.notes or part.rows]


def _scope(result: Evaluation) -> Iterator[str]:
    """What was scored and what was not."""
    there = f"{len(result.missing):,} of them missing in the scan" if result.missing else "all in the scan"
    yield f"{result.postings:,} postings are labelled, {there}."
    source = f"those of {result.ids.origin}" if result.ids.origin else "those in the labels, and the guide's"
    yield f"{len(result.ids.ids):,} skills are scored: {source}."
    for column, told in (("found", "finds"), ("labelled", "labels")):
        rows = result.unscored[result.unscored[column] > 0].sort_values(
            [column, "skill_id"], ascending=[False, True]
        )
        if len(rows):
            named = zip(rows["skill_id"], rows[column], strict=True)
            yield (
                f"Not scored: {rows[column].sum():,} {told} of {len(rows):,} other skills "
                f"({_some(f'{skill} {n:,}' for skill, n in named)})."
            )
    labelled = result.unscored.loc[result.unscored["labelled"] > 0, "skill_id"]
    if strange := sorted(skill for skill in labelled if not skill.startswith(_NO_ID)):
        yield f"Labelled, but no id that is scored (misspelt?): {_some(strange)}."
    if result.unknown:
        yield f"Not in the lexicon, so never found: {_some(result.unknown)}."


def _skill_part(figures: dict[str, dict[str, Any]]) -> Part:
    names = [name for name in figures if name in _NAMES or name.startswith("skills:")]
    return Part("Skills", (), *_f1_table({name: figures[name] for name in names}))


def _level_parts(figures: dict[str, dict[str, Any]], result: Evaluation) -> Iterator[Part]:
    notes = []
    accuracy, negation = figures["level_accuracy"], figures["negation"]
    if accuracy["support"]:
        told = f"{_number(accuracy['value'])} ({_interval(accuracy)})"
        notes.append(f"Accuracy {told} over {accuracy['support']:,} skills that both sides ask for.")
    if negation["support"]:
        notes.append(
            f"Of {negation['support']:,} negated skills {negation['right']:,} were found as negated."
        )
    levels = {name: row for name, row in figures.items() if name.startswith("levels:")}
    if not notes:
        return
    yield Part("Levels", tuple(notes), *_f1_table(levels))
    header = tuple(map(str, result.confusion.columns))
    rows = tuple(tuple(_cell(value) for value in row.values()) for row in records(result.confusion))
    yield Part("Levels as labelled (rows) and as found (columns)", (), header, rows)


def _f1_table(
    figures: dict[str, dict[str, Any]],
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    header = ("", "precision", "recall", "F1", "95 % interval", "labelled")
    rows = tuple(
        (
            _NAMES.get(name, name.partition(":")[2]),
            _number(row["precision"]),
            _number(row["recall"]),
            _number(row["value"]),
            _interval(row),
            f"{row['support']:,}",
        )
        for name, row in figures.items()
        if row["value"] is not None
    )
    return header, rows


def _fact_part(figures: dict[str, dict[str, Any]]) -> Part:
    rows = tuple(
        (name, _MEASURES[row["measure"]], _number(row["value"]), _interval(row), f"{row['support']:,}")
        for name, row in figures.items()
        if (name in FACTS or name == "salary_where_stated") and row["value"] is not None
    )
    return Part("Facts", (), ("", "measure", "value", "95 % interval", "labelled"), rows)


def _worst_part(result: Evaluation) -> Part:
    worst = result.skills[result.skills["errors"] > 0]
    rows = tuple(
        (
            str(row["skill_id"]),
            *(_cell(row[name]) for name in ("missed", "wrong", "right")),
            _number(row["f1"]),
        )
        for row in records(worst.head(_WORST))
    )
    more = (f"{len(worst) - _WORST:,} more have errors.",) if len(worst) > _WORST else ()
    return Part("Skills with most errors", more, ("", "missed", "wrong", "right", "F1"), rows)


def error_parts(errors: pd.DataFrame, limit: int) -> Iterator[Part]:
    """The errors of each kind; facts are limited one by one."""
    if errors.empty:
        yield Part("Errors", ("None.",))
    header = ("name", "posting", "title", "wanted", "got", "passage", "by", "label")
    for kind, title in _KINDS.items():
        rows = errors[errors["kind"] == kind]
        if len(rows):
            each = rows.groupby("name", sort=False)
            some, most = (
                (each.head(limit), each.size().max()) if kind == FACT else (rows.head(limit), len(rows))
            )
            left = len(rows) - len(some)
            more = (f"{left:,} more: --errors {most} shows all.",) if left else ()
            shown = tuple(_error_row(row) for row in records(some))
            yield Part(f"{title} ({len(rows):,})", more, header, shown, is_errors=True)


def _error_row(row: dict[str, Any]) -> tuple[str, ...]:
    quote = row["quote"] or row["label_quote"]
    passage = _marked(row["context"] or quote, quote)
    reasons = {"section": row["section"], "cue": row["cue"]}
    by = ", ".join(f"{name} {value}" for name, value in reasons.items() if value)
    label = row["label_quote"] if " ".join(row["label_quote"].split()) not in row["context"] else ""
    return (row["name"], row["posting_id"], row["title"], row["wanted"], row["got"], passage, by, label)


def _marked(passage: str, quote: str) -> str:
    """The passage with the quote in double brackets.

    >>> _marked("You know Python well.", "Python")
    'You know [[Python]] well.'
    """
    words = " ".join(quote.split())
    before, found, after = passage.partition(words) if words else (passage, "", "")
    return f"{before}[[{found}]]{after}" if found else passage


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain values; unknown is None."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _number(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:.3f}"


def _interval(row: dict[str, Any]) -> str:
    return f"{_number(row['ci_low'])} to {_number(row['ci_high'])}"


def _cell(value: object) -> str:
    return _UNKNOWN if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _some(names: Iterable[str]) -> str:
    """The first few names."""
    listed = list(names)
    return ", ".join(listed[:_NAMED]) + (", ..." if len(listed) > _NAMED else "")
