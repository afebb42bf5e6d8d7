"""Inputs and processes for the tests of the engines. In a module of its own: other processes import it."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from jobscan.engines import local
from jobscan.extract.result import Extraction, Mention
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting

WORDS = (
    "the reports which our colleagues in the harbour read each morning are looked after by a small team that "
    "answers questions about them and about the boats and the weather you know Python SQL Golang and R well "
    "experience with tables is welcome and so is patience we meet on Tuesdays over coffee and bread"
).split()


class Reader:
    """Finds the word Python; fails where it reads the word poison, and dies where it reads the word death."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        del lexicon

    def extract_all(self, postings: Sequence[Posting], /) -> list[Extraction]:
        return [self._extract(posting) for posting in postings]

    def _extract(self, posting: Posting) -> Extraction:
        if "poison" in posting.text:
            raise RecursionError("too deep")
        if "death" in posting.text:
            os.kill(os.getpid(), signal.SIGKILL)
        at = posting.text.find("Python")
        mentions = (Mention("python", at, at + 6, "Python"),) if at >= 0 else ()
        return Extraction("en", mentions, role="other")


def serve(line: Connection, path: Path) -> None:
    """What a worker process does, with this Reader."""
    setattr(local, "Extractor", Reader)  # noqa: B010 - it is not for others to import
    local._serve(line, path)


def write_lines(path: Path, texts: Sequence[str], *, name: str = "") -> Path:
    """A file of postings, one a text, with ids `name0`, `name1` and on."""
    rows = [
        {"id": f"{name}{at}", "title": "Pilot", "company": "Hafenlicht", "text": text}
        for at, text in enumerate(texts)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_corpus(folder: Path, *, files: int, each: int, words: int = 500) -> Path:
    """Files of postings from a seed: some twice, some with an id that another has."""
    drawn = random.Random(11)
    for number in range(files):
        texts = [" ".join(drawn.choices(WORDS, k=words)) for _ in range(each)]
        texts[-1] = texts[0]
        write_lines(folder / f"{number}.jsonl", texts, name=f"p{number % 3}-")
    return folder
