"""What was missed, found wrongly, or taken for something else, with the words to read it by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from jobscan.evaluate.answers import Answered
from jobscan.evaluate.facts import FACTS, shown
from jobscan.evaluate.skills import Pair, Pairs
from jobscan.tables import Column, Row, Table, context

MISSED: Final = "missed"
WRONG: Final = "wrong"
LEVEL: Final = "level"
FACT: Final = "fact"
KINDS: Final = (MISSED, WRONG, LEVEL, FACT)

ERRORS: Final = Table(
    "errors",
    "One row an error: skills missed, wrong, of another level, then facts; what errs most often first.",
    tuple(
        Column(name, "text", meaning)
        for name, meaning in {
            "kind": f"One of {', '.join(KINDS)}.",
            "name": "The skill or the fact.",
            "posting_id": "The posting.",
            "title": "Its title; empty where it is not in the scan.",
            "wanted": "What is labelled: of a skill its level; empty where nothing is.",
            "got": "What was found; empty where nothing was.",
            "label_quote": "The words that the label quotes.",
            "quote": "The words that decided what was found.",
            "context": "The passage around them, or around those of the label where nothing was found.",
            "section": "The section in which they stand.",
            "cue": "The words that decided the level.",
        }.items()
    ),
)


def skill_error_rows(
    pairs: Pairs,
    postings: Mapping[str, Mapping[str, Any]],
    posting_skills: pd.DataFrame,
    texts: Mapping[str, str],
) -> list[Row]:
    """Rows of ERRORS for skills. texts: by posting, to show what stands around the words of a label."""
    labelled, found = pairs.labelled_asked, pairs.found_asked
    levels = {
        pair
        for pair in labelled & found
        if pairs.labelled[pair].level and pairs.labelled[pair].level != pairs.found[pair]
    }
    of_pairs = _found_rows(posting_skills, pairs.found)
    rows: list[Row] = []
    for kind, wrong in ((MISSED, labelled - found), (WRONG, found - labelled), (LEVEL, levels)):
        rows += [
            _skill_error(kind, pair, pairs, postings.get(pair[0], {}), of_pairs.get(pair, {}), texts)
            for pair in _most_often_first(wrong)
        ]
    return rows


def fact_error_rows(
    answers: Iterable[Answered], postings: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str]
) -> list[Row]:
    """Rows of ERRORS for facts that are not as labelled. texts: as above."""
    rows: list[Row] = []
    for answer in answers:
        if not answer.right:
            row = postings.get(answer.posting_id, {})
            title, quote = str(row.get("title", "")), str(row.get(FACTS[answer.fact].quote, ""))
            passage = around(texts.get(answer.posting_id, ""), quote)
            told = (shown(answer.wanted), shown(answer.got), "", quote, passage, "", "")
            rows.append((FACT, answer.fact, answer.posting_id, title, *told))
    return rows


def around(text: str, quote: str) -> str:
    r"""The passage around a quote, on one line, compared white space apart; "" where the text lacks it.

    >>> around("You know Python and\n  SQL well.", "Python and SQL")
    'You know Python and SQL well.'
    """
    words = quote.split()
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return context(text, *match.span()) if match else ""


def _skill_error(
    kind: str,
    pair: Pair,
    pairs: Pairs,
    posting: Mapping[str, Any],
    row: Mapping[str, Any],
    texts: Mapping[str, str],
) -> Row:
    label = pairs.labelled.get(pair)
    label_quote = label.quote if label else ""
    passage = str(row.get("context", "")) or around(texts.get(pair[0], ""), label_quote)
    wanted, got = label.level if label else "", pairs.found.get(pair, "")
    told = (str(row.get(name, "")) for name in ("section", "cue"))
    title, quote = str(posting.get("title", "")), str(row.get("quote", ""))
    return (kind, pair[1], pair[0], title, wanted, got, label_quote, quote, passage, *told)


def _found_rows(posting_skills: pd.DataFrame, pairs: Mapping[Pair, str]) -> dict[Pair, dict[str, Any]]:
    """The rows of posting_skills of the pairs."""
    ids = {posting_id for posting_id, _ in pairs}
    records = posting_skills[posting_skills["posting_id"].isin(ids)].to_dict("records")
    return {
        (str(row["posting_id"]), str(row["skill_id"])): {str(k): v for k, v in row.items()} for row in records
    }


def _most_often_first(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """By skill, that with most errors first, so that its errors are read together."""
    listed: Sequence[Pair] = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    often = Counter(skill_id for _, skill_id in listed)
    yield from sorted(listed, key=lambda pair: (-often[pair[1]], pair[1], pair[0]))
