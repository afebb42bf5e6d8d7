"""Prints how fast jobscan reads postings, and how much memory it needs, beside its peers.

    python -m benchmarks.extraction                    on invented postings
    python -m benchmarks.extraction FOLDER             on the postings of a folder
    python -m benchmarks.extraction --postings 500 --growth 0      a quick look

All are given the same texts and the same phrases, a batch at a time, each in a fresh process of its own.
Rounds are interleaved, and the middle one of each is shown, so that a busy moment of the machine falls on
all alike. Making or reading the texts is not timed. The peers only look up phrases; jobscan also splits
sections, decides which of the phrases are meant and how each is asked for, and tells the facts beside them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.generate import iter_postings as generate_postings
from benchmarks.machine import describe
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.patterns import parse_pattern
from jobscan.posting import Posting

Search = Callable[[Sequence[Posting]], int]
"""Reads a batch of postings and returns how many places were found."""

REFERENCE = "spaCy blank + EntityRuler"
BATCH = 100
"""Postings that are in memory at once."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one process measured."""

    postings: int
    characters: int
    found: int
    seconds: float
    start_seconds: float
    """From an empty process to the first posting: imports, the lexicon, building."""
    peaks: tuple[tuple[int, float], ...]
    """(postings read, peak memory of the process so far in MB)."""


def phrases(lexicon: Lexicon) -> dict[str, str]:
    """Every literal phrase that the aliases of a lexicon stand for, with a skill it names.

    Of a pattern with a gap only the part before the gap is a phrase.
    """
    found: dict[str, str] = {}
    for alias in lexicon.aliases:
        for head in parse_pattern(alias.alias, lexicon.word_sets).heads:
            found.setdefault(" ".join(head), alias.skill_id)
    return found


def jobscan_all() -> Search:
    """All that a scan does with a posting's text."""
    from jobscan.extract import Extractor

    extractor = Extractor(load_lexicon())
    return lambda batch: sum(len(found.mentions) for found in extractor.extract_all(batch))


def jobscan_skills() -> Search:
    """The skills alone, without role and language."""
    from jobscan.extract.skills import SkillMatcher

    matcher = SkillMatcher(load_lexicon())
    return lambda batch: sum(len(matcher.find(posting.text)) for posting in batch)


def spacy_entity_ruler() -> Search:
    """What spaCy's documentation shows for this: a blank pipeline with an EntityRuler."""
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    patterns = [
        {"label": "SKILL", "pattern": phrase, "id": skill_id}
        for phrase, skill_id in phrases(load_lexicon()).items()
    ]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]  # add_pipe returns any callable
    return lambda batch: sum(len(doc.ents) for doc in nlp.pipe(posting.text for posting in batch))


def flashtext() -> Search:
    """FlashText: a trie over characters, whole words."""
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    for phrase, skill_id in phrases(load_lexicon()).items():
        processor.add_keyword(phrase, skill_id)
    find = processor.extract_keywords
    return lambda batch: sum(len(find(posting.text, span_info=True)) for posting in batch)


def aho_corasick() -> Search:
    """Aho-Corasick in Rust, longest first. It knows no words: `r` is found in every `r`."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(list(phrases(load_lexicon())), matchkind=MatchKind.LeftmostLongest)
    find = automaton.find_matches_as_indexes
    return lambda batch: sum(len(find(posting.text.lower())) for posting in batch)


SUBJECTS: dict[str, Callable[[], Search]] = {
    "jobscan, all of a scan": jobscan_all,
    "jobscan, skills only": jobscan_skills,
    REFERENCE: spacy_entity_ruler,
    "FlashText": flashtext,
    "Aho-Corasick (Rust)": aho_corasick,
}


def iter_batches(folder: Path | None, count: int) -> Iterator[list[Posting]]:
    """The postings to read, BATCH at a time, so that they do not count as memory of the reader."""
    postings: Iterable[Posting]
    if folder is None:
        postings = generate_postings(count)
    else:
        from jobscan.sources import iter_postings

        read = iter_postings([folder])
        postings = itertools.islice((one for one in read if isinstance(one, Posting)), count)
    rest = iter(postings)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def peak_mb() -> float:
    """The most memory this process has held, in MB; 0 where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measure(subject: str, folder: Path | None, steps: list[int]) -> Measurement:
    """Read as many postings as the last of steps, in this process, noting the peak of memory at each step."""
    began = perf_counter()
    search = SUBJECTS[subject]()
    start_seconds = perf_counter() - began
    postings = characters = found = 0
    seconds = 0.0
    peaks = []
    for batch in iter_batches(folder, steps[-1]):
        began = perf_counter()
        found += search(batch)
        seconds += perf_counter() - began
        postings += len(batch)
        characters += sum(len(posting.text) for posting in batch)
        if postings in steps:
            peaks.append((postings, peak_mb()))
    if not peaks or peaks[-1][0] != postings:
        peaks.append((postings, peak_mb()))
    return Measurement(postings, characters, found, seconds, start_seconds, tuple(peaks))


def measure_apart(subject: str, folder: Path | None, steps: list[int]) -> Measurement:
    """The same in a fresh process: memory is counted per process."""
    command = [sys.executable, "-m", "benchmarks.extraction", *([str(folder)] if folder else [])]
    command += ["--measure", subject, "--steps", *map(str, steps)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    )
    values = json.loads(done.stdout.splitlines()[-1])
    return Measurement(**values | {"peaks": tuple((read, peak) for read, peak in values["peaks"])})


def print_comparison(folder: Path | None, count: int, rounds: int) -> None:
    """Measure every subject in turn, `rounds` times, and print the middle of each."""
    measured: dict[str, list[Measurement]] = {subject: [] for subject in SUBJECTS}
    for number in range(rounds):
        for subject, results in measured.items():
            print(f"round {number + 1} of {rounds}: {subject}", file=sys.stderr, flush=True)
            results.append(measure_apart(subject, folder, [count]))
    print(file=sys.stderr)
    sample = measured[REFERENCE][0]
    print(f"{sample.postings:,} postings of {sample.characters / sample.postings:,.0f} characters", end="; ")
    print(f"{len(phrases(load_lexicon())):,} phrases; middle of {rounds} rounds; one process each")
    print(f"{describe()}\n")
    print(f"{'':<28}{'postings/s':>11}{'ratio':>8}{'peak MB':>9}{'start s':>9}{'found a posting':>17}")
    reference = median(m.postings / m.seconds for m in measured[REFERENCE])
    for subject, results in measured.items():
        rate = median(m.postings / m.seconds for m in results)
        peak = median(m.peaks[-1][1] for m in results)
        start = median(m.start_seconds for m in results)
        found = results[0].found / results[0].postings
        print(f"{subject:<28}{rate:>11,.0f}{rate / reference:>8.2f}{peak:>9,.0f}{start:>9.1f}{found:>17.1f}")


def print_growth(folder: Path | None, most: int) -> None:
    """Print jobscan's peak memory after a twentieth, a quarter and all of `most` postings."""
    subject = next(iter(SUBJECTS))
    result = measure_apart(subject, folder, [step // BATCH * BATCH for step in (most // 20, most // 4, most)])
    print(f"\nMemory of {subject}, one process:")
    for read, peak in result.peaks:
        print(f"  peak after {read:>7,} postings {peak:>6,.0f} MB")


def main() -> None:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extraction",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", nargs="?", type=Path, help="postings to read in place of invented ones")
    parser.add_argument("--postings", type=int, default=2_000, help="how many, for the comparison (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument(
        "--growth", type=int, default=40_000, help="how many, for the growth of memory (40000); 0: none"
    )
    parser.add_argument("--measure", choices=SUBJECTS, help=argparse.SUPPRESS)
    parser.add_argument("--steps", type=int, nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.folder.resolve() if options.folder else None
    if options.measure:
        print(json.dumps(asdict(measure(options.measure, folder, options.steps))))
        return
    print_comparison(folder, options.postings, options.rounds)
    if options.growth:
        print_growth(folder, options.growth)


if __name__ == "__main__":
    main()
