"""A posting as the page shows it: its text in sections, cut into steps in which each mark opens and closes.

No markup is made here: a template writes each step, and escapes what a posting says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from jobscan.explain.explanation import Explanation, counts, heading, section_level, why
from jobscan.explain.marks import CUE, Mark, marks_of, walk
from jobscan.extract.result import Mention
from jobscan.vocabulary import NEGATED

SECTION_WORDS: Final[Mapping[str, str]] = {
    "duties": "What you would do",
    "requirements": "What is required",
    "preferred": "What is preferred",
    "education": "Education",
    "company": "About the company",
    "benefits": "What is offered",
    "legal": "Legal notes",
    "apply": "How to apply",
    "": "Other",
}
"""Names of sections as people say them."""


def level_words(level: str) -> str:
    """A level as people say it.

    >>> level_words("required"), level_words("negated")
    ('required', 'not needed')
    """
    return "not needed" if level == NEGATED else level


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of text, or the place where a mark opens or closes."""

    kind: Literal["text", "open", "close"]
    text: str = ""
    level: str = ""
    """Of a mark: one of LEVELS, or `cue`."""
    label: str = ""
    """What a mark is, for who does not see colours: `Python, required`."""
    tip: tuple[str, ...] = ()
    """Of a mark that opens: why its skills have their levels, a sentence each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a posting."""

    name: str
    label: str
    level: str
    """Of a skill in it, where no cue says otherwise; "" where skills do not count."""
    counts: bool
    heading: tuple[Step, ...]
    body: tuple[Step, ...]


def parts_of(explanation: Explanation) -> list[Part]:
    """The sections of a posting with their marks, in order; one without a name where it was not read."""
    text = explanation.posting.text
    mentions = explanation.extraction.mentions
    marks = marks_of(mentions, explanation.names)
    tips = _tips(explanation, mentions)
    if not explanation.sections:
        whole = tuple(steps_of(text, 0, len(text), marks, tips))
        return [Part(name="", label="", level="", counts=True, heading=(), body=whole)]
    parts: list[Part] = []
    for section in explanation.sections:
        after = max(section.heading_end, section.start) if heading(text, section) else section.start
        head = steps_of(text, section.start, after, marks, tips)
        body = steps_of(text, after, section.end, marks, tips)
        part = Part(
            name=section.name,
            label=SECTION_WORDS.get(section.name, section.name),
            level=section_level(section.name) if section.name else "",
            counts=counts(section.name),
            heading=tuple(_trimmed(head)),
            body=tuple(_trimmed(body)),
        )
        if part.heading or part.body:
            parts.append(part)
    return parts


def steps_of(
    text: str, start: int, end: int, marks: Sequence[Mark], tips: Mapping[tuple[int, int], tuple[str, ...]]
) -> Iterator[Step]:
    """The steps through text[start:end]. tips: by the place of a mark, the sentences to show beside it."""
    for kind, what in walk(start, end, marks):
        if isinstance(what, Mark):
            if kind == "open":
                label = "; ".join(f"{name}, {level_words(level)}" for name, level in what.skills)
                level = CUE if what.kind == CUE else what.kind
                yield Step("open", level=level, label=label, tip=tips.get((what.start, what.end), ()))
            else:
                yield Step("close", level=what.kind)
        else:
            yield Step("text", text[what[0] : what[1]])


def _tips(explanation: Explanation, mentions: Sequence[Mention]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Why the skills of each place have their levels."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for mention in mentions:
        found[mention.start, mention.end].append(why(explanation, mention))
    return {place: tuple(dict.fromkeys(said)) for place, said in found.items()}


def _trimmed(steps: Iterator[Step]) -> list[Step]:
    """The steps without white space at both ends; none where nothing else is in them."""
    found = list(steps)
    if not any(step.text.strip() for step in found):
        return []
    first, last = found[0], found[-1]
    if first.kind == "text":
        found[0] = Step("text", first.text.lstrip())
    if last.kind == "text":
        found[-1] = Step("text", found[-1].text.rstrip())
    return found
