from __future__ import annotations

import itertools
from pathlib import Path

from benchmarks.corpus import iter_rows, write_corpus
from benchmarks.extraction import BATCH, iter_batches, phrases
from benchmarks.generate import iter_postings
from jobscan.lexicon import load_lexicon
from jobscan.posting import Posting
from jobscan.sources import iter_postings as iter_sources
from tests.lexicons import write_lexicon


def test_generated_postings_are_the_same_each_time_however_many_are_asked_for() -> None:
    many = list(itertools.islice(iter_postings(1_000), 20))
    assert list(iter_postings(20)) == many
    assert list(iter_postings(20, seed=2)) != many


def test_generated_postings_have_the_size_and_look_of_real_ones() -> None:
    texts = [posting.text for posting in iter_postings(200)]
    lines = [line for text in texts for line in text.splitlines() if line]
    assert 3_000 < sum(map(len, texts)) / len(texts) < 4_500
    assert 30 < len(lines) / len(texts) < 45
    assert 0.1 < sum(line.startswith(("• ", "- ", "* ")) for line in lines) / len(lines) < 0.35
    assert len(set(lines)) < 0.99 * len(lines)


def test_generated_postings_keep_bringing_new_words() -> None:
    words: set[str] = set()
    sizes = []
    for posting in iter_postings(300):
        words.update(posting.text.split())
        sizes.append(len(words))
    assert sizes[299] - sizes[199] > 500


def test_a_corpus_of_small_files_is_a_file_for_each_posting(tmp_path: Path) -> None:
    paths = write_corpus(tmp_path, 40, file_format="txt")
    read = [found for found in iter_sources(tmp_path) if isinstance(found, Posting)]
    assert [path.parent for path in paths] == [tmp_path] * 40
    assert [posting.title for posting in read] == [row["title"] for row in iter_rows(40)]
    assert all(row["text"] in posting.text for row, posting in zip(iter_rows(40), read, strict=True))


def test_batches_hold_all_postings_and_few_at_a_time() -> None:
    batches = list(iter_batches(None, BATCH + 1))
    assert [len(batch) for batch in batches] == [BATCH, 1]


def test_phrases_are_the_literal_beginnings_of_all_aliases(tmp_path: Path) -> None:
    aliases = (
        ("java", "java|jdk", "any", "", ""),
        ("collaboration", "work with ...4 {team}", "any", "", ""),
    )
    lexicon = load_lexicon(write_lexicon(tmp_path, aliases=aliases))
    assert phrases(lexicon) == {"java": "java", "jdk": "java", "work with": "collaboration"}
