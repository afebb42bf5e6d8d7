"""What is built of a lexicon is built once in each thread, for the two lexicons used last."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from jobscan.kept import kept
from jobscan.lexicon import Lexicon, load_lexicon
from tests.lexicons import write_lexicon


@pytest.fixture(scope="module")
def lexicons(tmp_path_factory: pytest.TempPathFactory) -> list[Lexicon]:
    folder = tmp_path_factory.mktemp("lexicons")
    return [
        load_lexicon(write_lexicon(folder / words, masks=f"phrase,why,source\n{words},no skill,test\n"))
        for words in ("r and d", "go home", "c street")
    ]


def digest_of(lexicon: Lexicon) -> list[str]:
    return [lexicon.digest]


def names_of(lexicon: Lexicon) -> list[str]:
    return list(lexicon.skills)


def test_each_builder_has_its_own_of_a_lexicon(lexicons: list[Lexicon]) -> None:
    digest, names = kept(digest_of, lexicons[0]), kept(names_of, lexicons[0])
    assert (digest, names) == (digest_of(lexicons[0]), names_of(lexicons[0]))
    assert kept(digest_of, lexicons[0]) is digest
    assert kept(names_of, lexicons[0]) is names


def test_the_lexicon_longest_unused_makes_room(lexicons: list[Lexicon]) -> None:
    first, second = (kept(digest_of, lexicon) for lexicon in lexicons[:2])
    assert kept(digest_of, lexicons[0]) is first
    kept(digest_of, lexicons[2])
    assert kept(digest_of, lexicons[0]) is first
    assert kept(digest_of, lexicons[1]) is not second


def test_no_thread_has_that_of_another(lexicons: list[Lexicon]) -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(kept, digest_of, lexicons[0]).result() is not kept(digest_of, lexicons[0])


def test_what_fails_is_built_again(lexicons: list[Lexicon]) -> None:
    asked: list[Lexicon] = []

    def fails_once(lexicon: Lexicon) -> str:
        asked.append(lexicon)
        if len(asked) == 1:
            raise ValueError("wrong row")
        return "built"

    with pytest.raises(ValueError, match="wrong row"):
        kept(fails_once, lexicons[0])
    assert kept(fails_once, lexicons[0]) == "built"
