"""Raises the floors of the quality gate to what is measured now: `python -m tests.raise_floors`.

A floor is a figure of `jobscan evaluate` on fixtures/labelled, rounded down. It may go up only: a figure that
fell is an error, here as in the test. Once the postings or labels themselves have changed, the floors are for
something else: `--new-labels` takes new ones, and tells each that changed.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jobscan.evaluate import Evaluation, evaluate
from jobscan.scan import scan

FOLDER = Path(__file__).parents[1] / "fixtures" / "labelled"
POSTINGS = FOLDER / "postings.jsonl"
LABELS = FOLDER / "labels.jsonl"
FLOORS = FOLDER / "floors.json"

COMMAND = "python -m tests.raise_floors"
LEAST_SUPPORT = 5
"""A figure of fewer labels has no floor: one of them would move it by a fifth and more."""
LEEWAY = 0.03
"""How far a floor may lag behind before it must be raised."""
_STEPS = 200  # of a floor: 0.005 each


@dataclass(frozen=True, slots=True)
class Floors:
    """What each figure may not fall below."""

    digest: str
    """Of the postings and labels that the floors are for."""
    floors: Mapping[str, float]


@cache
def measured() -> Evaluation:
    """The evaluation of the labelled fixtures."""
    return evaluate(scan(POSTINGS), LABELS)


def figures_of(result: Evaluation) -> dict[str, float]:
    """The figures that have a floor, by name."""
    rows = result.figures[result.figures["support"] >= LEAST_SUPPORT].dropna(subset=["value"])
    return {str(name): float(value) for name, value in zip(rows["figure"], rows["value"], strict=True)}


def floor_of(value: float) -> float:
    """The value rounded down to a step. The figures are rounded themselves, to six digits.

    >>> floor_of(0.9449), floor_of(0.945), floor_of(1.0)
    (0.94, 0.945, 1.0)
    """
    return math.floor(value * _STEPS + 1e-6) / _STEPS


def digest() -> str:
    """Of the postings and labels, whatever the line endings of the checkout."""
    content = b"\0".join(path.read_bytes().replace(b"\r\n", b"\n") for path in (POSTINGS, LABELS))
    return hashlib.sha256(content).hexdigest()


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors of a file; none at all where it is missing."""
    if not path.exists():
        return Floors("", {})
    return Floors(**json.loads(path.read_text(encoding="utf-8")))


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors, by name, so that a change of them is a line."""
    told = {"digest": floors.digest, "floors": dict(sorted(floors.floors.items()))}
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8", newline="\n")


def fallen(floors: Mapping[str, float], figures: Mapping[str, float]) -> list[str]:
    """What is below its floor, or no longer there, one sentence each."""
    return [
        f"{name} is {figures[name]:.4f}, below its floor of {floor}"
        if name in figures
        else f"{name} is not measured any more; its floor is {floor}"
        for name, floor in sorted(floors.items())
        if name not in figures or figures[name] < floor
    ]


def lagging(floors: Mapping[str, float], figures: Mapping[str, float]) -> list[str]:
    """What has no floor yet, or has risen far above it, one sentence each."""
    return [
        f"{name} is {value:.4f}, and its floor {floors.get(name, 'is missing')}"
        for name, value in sorted(figures.items())
        if name not in floors or value - floors[name] > LEEWAY
    ]


def raised(old: Floors, figures: Mapping[str, float], now: str, *, new_labels: bool = False) -> Floors:
    """The floors of the figures as they are now.

    now: the digest of what they were measured on. Raises ValueError if a figure fell, or if the postings or
    labels are others than those of the old floors and new_labels does not say that this is meant.
    """
    if old.floors and old.digest != now and not new_labels:
        raise ValueError(f"the postings or labels have changed; if that is meant: {COMMAND} --new-labels")
    kept = old.floors if old.digest == now else {}
    if down := fallen(kept, figures):
        raise ValueError("floors only go up: " + "; ".join(down))
    return Floors(now, {name: max(floor_of(value), kept.get(name, 0.0)) for name, value in figures.items()})


def main(arguments: Sequence[str]) -> int:
    """Raise all floors: 0, or 1 with a message where one would have to be lowered."""
    if set(arguments) - {"--new-labels"}:
        sys.stderr.write(f"usage: {COMMAND} [--new-labels]\n")
        return 2
    old, figures = load_floors(), figures_of(measured())
    try:
        new = raised(old, figures, digest(), new_labels="--new-labels" in arguments)
    except ValueError as error:
        sys.stderr.write(f"nothing written: {error}\n")
        return 1
    write_floors(new)
    for name in sorted({*old.floors, *new.floors}):
        before, after = old.floors.get(name), new.floors.get(name)
        if before != after:
            sys.stdout.write(f"{name}: {before} -> {after}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
