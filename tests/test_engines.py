"""Units over processes: the same comes out of one and of many, also where they die."""

from __future__ import annotations

import gzip
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from jobscan.engines import local, run
from jobscan.engines.chunk import CHUNK_CHARACTERS, CHUNK_POSTINGS, ChunkResult, iter_chunks, read_chunk
from jobscan.engines.parts import PartMeta, part_schema, part_table, read_part_meta, write_part
from jobscan.engines.repeats import Repeats, repeat_key
from jobscan.engines.run import Made, make_parts
from jobscan.engines.store import ARCHIVE, Store, open_store
from jobscan.engines.watch import InOrder, Tally, Watch
from jobscan.engines.work import DEADLY, Job, News, file_of
from jobscan.errors import Failure, JobscanError
from jobscan.extract.result import Extraction
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from tests import engine_cases, engine_dead
from tests.engine_cases import Reader, write_lines
from tests.lexicons import write_lexicon

Item = Posting | Failure


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return load_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon")))


@pytest.fixture
def store(tmp_path: Path, lexicon: Lexicon) -> Iterator[Store]:
    with open_store(tmp_path / "out" / ARCHIVE, lexicon=lexicon.digest) as opened:
        yield opened


@pytest.fixture
def job(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Work that the Reader of these tests does, in processes however little it is."""
    monkeypatch.setattr(local, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(local, "_serve", engine_cases.serve)
    monkeypatch.setattr(local, "extractor_for", Reader)
    monkeypatch.setattr(run, "_WHOLE_OF_FEW", 3_500)
    monkeypatch.setattr(local, "_DEATHS", 1)
    return Job(lexicon)


def rows(made: Made) -> list[tuple[str, str, list[str]]]:
    """Of each posting the id, the origin's end and the skills."""
    from pyarrow import parquet

    return [
        (row["posting_id"], Path(row["origin"]).name, [skill["skill_id"] for skill in row["posting_skills"]])
        for path in made.parts
        for row in parquet.read_table(path).to_pylist()
    ]


def failures(made: Made) -> list[Failure]:
    return [*made.failures, *(failure for path in made.parts for failure in read_part_meta(path).failures)]


def folder_of(tmp_path: Path, *texts: str) -> Path:
    """A folder with a file a text, in which the text stands ten times, each time a little longer."""
    for at, text in enumerate(texts):
        lines = [f"{text} {'and on ' * number}{'.' * 100}" for number in range(10)]
        write_lines(tmp_path / "in" / f"{at}.jsonl", lines, name=f"{at}-")
    return tmp_path / "in"


# Chunks


def test_iter_chunks_are_bounded_in_postings_and_in_characters() -> None:
    short = [posting(str(number)) for number in range(CHUNK_POSTINGS + 1)]
    assert [len(chunk) for chunk in iter_chunks(short)] == [CHUNK_POSTINGS, 1]
    long = [posting(str(number), "x" * CHUNK_CHARACTERS) for number in range(2)]
    assert [len(chunk) for chunk in iter_chunks(long)] == [1, 1]
    assert list(iter_chunks([])) == []


def posting(posting_id: str, text: str = "Python", *, job_location: str = "") -> Posting:
    return Posting(
        id=posting_id,
        source="s",
        origin=f"in/{posting_id}.txt",
        title="",
        text=text,
        job_location=job_location,
    )


def test_what_repeats_is_understood_once() -> None:
    asked: list[str] = []

    class Counting:
        def extract_all(self, postings: Sequence[Posting], /) -> list[Extraction]:
            asked.extend(each.id for each in postings)
            return Reader().extract_all(postings)

    repeats = Repeats()

    def read(*postings: Posting) -> ChunkResult:
        return read_chunk(postings, Counting(), repeats)

    first = read(posting("a"), posting("b", "Java"), posting("c", job_location="Kiel"))
    again = read(posting("d"), posting("e", job_location="Kiel"), posting("f", "Go"))
    assert asked == ["a", "b", "c", "f"]
    assert again.posting_rows[0][3:] == first.posting_rows[0][3:]
    assert again.posting_rows[1][3:] == first.posting_rows[2][3:]
    assert [row[0] for row in again.skill_rows[0]] == ["d"]
    assert [row[1:] for row in again.skill_rows[0]] == [row[1:] for row in first.skill_rows[0]]
    assert [sketch[1:] for sketch in again.sketches[:2]] == [first.sketches[0][1:], first.sketches[2][1:]]
    assert again == read_chunk(
        [posting("d"), posting("e", job_location="Kiel"), posting("f", "Go")], Reader()
    )


def test_the_memory_of_repeats_keeps_the_latest() -> None:
    result = read_chunk([posting("a")], Reader())
    understood = (result.posting_rows[0], result.skill_rows[0], *result.sketches[0][1:])
    repeats = Repeats(limit=8 * len(repr(understood)))
    others = [posting(f"p{number}", f"Python {number}") for number in range(100)]
    for other in others:
        repeats.keep(repeat_key(other), understood)
    remembered = [repeats.recall(other, repeat_key(other)) is not None for other in others]
    assert remembered[-1]
    assert not remembered[0]
    assert remembered == sorted(remembered)


# Parts


def test_a_part_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken() -> Iterator[object]:
        yield part_schema().empty_table()
        raise KeyboardInterrupt

    meta = PartMeta(3, "stamp", "lexicon", "1.0", 2, (Failure("a\udc80", "failed", "ü"),), 7, ("x",))
    path = tmp_path / "a.parquet"
    with pytest.raises(KeyboardInterrupt):
        write_part(path, broken(), lambda: meta)
    assert list(tmp_path.iterdir()) == []
    write_part(path, [part_schema().empty_table()], lambda: meta)
    assert read_part_meta(path) == meta
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.parquet"]


def test_the_chunks_of_a_part_stand_together(tmp_path: Path) -> None:
    from pyarrow import concat_tables
    from pyarrow.parquet import ParquetFile

    tables = [part_table(read_chunk([posting(str(number))], Reader())) for number in range(3)]
    write_part(tmp_path / "a.parquet", tables, lambda: PartMeta(0, "", "", ""))
    with ParquetFile(tmp_path / "a.parquet") as part:
        assert part.num_row_groups == 1
        assert part.read().equals(concat_tables(tables))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"text"], ids=["empty", "cut", "text"])
def test_what_is_no_part_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(JobscanError, match="is no part of a scan's results"):
        read_part_meta(tmp_path / "a.parquet")


# The whole way


@pytest.mark.parametrize("jobs", [1, 2])
def test_parts_hold_what_was_read_in_order(jobs: int, tmp_path: Path, store: Store, job: Job) -> None:
    folder = folder_of(tmp_path, "You know Python.", "You know poison.", "You know Go.")
    (folder / "1b.txt").write_text("")
    seen: list[Tally] = []
    made = make_parts([tmp_path / "gone", folder], store, job, jobs=jobs, progress=seen.append)
    expected = [(f"0-{n}", f"0.jsonl:{n + 1}", ["python"]) for n in range(10)]
    assert rows(made) == expected + [(f"2-{n}", f"2.jsonl:{n + 1}", []) for n in range(10)]
    told = [(Path(failure.origin).name, failure.reason) for failure in failures(made)]
    assert told == [
        ("gone", "missing"),
        *((f"1.jsonl:{n + 1}", "failed") for n in range(10)),
        ("1b.txt", "empty"),
    ]
    assert (made.files, made.lasting) == (5, True)
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert seen[-1] == Tally(postings=30, failures=12, size=size, known=0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_packed_file_is_understood_by_all_processes(
    jobs: int, tmp_path: Path, store: Store, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_BLOCK_ITEMS", 60)
    plain = write_lines(tmp_path / "in.jsonl", [f"Python {'and ' * n}" for n in range(100)])
    packed = tmp_path / "in.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes() * 4))
    made = make_parts([packed], store, job, jobs=jobs)
    assert [row[0] for row in rows(made)] == [str(n) for n in range(100)] * 4
    assert made.files == 1
    assert len(made.parts) == 400 // 60 + 2  # the last one, which holds the rest, and the one that ends it
    again = make_parts([packed], store, job, jobs=jobs)
    assert (again.parts, again.new, again.files) == (made.parts, 0, 1)


def test_a_packed_file_goes_on_where_it_was_left(
    tmp_path: Path, store: Store, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_BLOCK_ITEMS", 20)
    monkeypatch.setattr(run, "_WHOLE_OF_FEW", 1)
    plain = write_lines(tmp_path / "in.jsonl", [f"Python {'and ' * n}" for n in range(100)])
    packed = tmp_path / "in.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes() * 2))
    whole = make_parts([packed], store, job)
    for path in (whole.parts[3], whole.parts[-1]):
        path.unlink()
    again = make_parts([packed], store, job)
    assert (again.parts, again.new) == (whole.parts, 1)
    assert rows(again) == rows(whole)


def test_only_what_changed_is_read_again(tmp_path: Path, store: Store, job: Job) -> None:
    folder = folder_of(tmp_path, "You know Python.", "You know SQL.", "You know Go.")
    first = make_parts([folder], store, job)
    assert (len(first.parts), first.new) == (4, 3)  # with the one that ends the unit
    write_lines(folder / "1.jsonl", ["You know Python."] * 5, name="n")
    second = make_parts([folder], store, job)
    assert [row[0] for row in rows(second)][9:16] == ["0-9", "n0", "n1", "n2", "n3", "n4", "2-0"]
    third = make_parts([folder], store, job)
    assert (third.new, third.parts) == (0, second.parts)
    assert make_parts([folder], store, job, fresh=True).new == 3
    store.remove_others(third.parts)
    assert set(store.parts.iterdir()) == set(third.parts)


def test_lines_that_are_added_to_a_large_file_are_read_alone(tmp_path: Path, store: Store, job: Job) -> None:
    texts = [f"{number} Python {'x' * 4_000}" for number in range(3_000)]
    path = write_lines(tmp_path / "in.jsonl", texts)
    first = make_parts([path], store, job)
    assert len(first.parts) == 3
    write_lines(path, [*texts, "Python again"])
    second = make_parts([path], store, job)
    assert (second.new, second.parts[:2]) == (1, first.parts[:2])
    assert [len(rows(made)) for made in (first, second)] == [3_000, 3_001]
    assert rows(second)[-1] == ("3000", "in.jsonl:3001", ["python"])
    assert second.files == 1


def test_a_damaged_part_is_made_again(tmp_path: Path, store: Store, job: Job) -> None:
    source = write_lines(tmp_path / "in.jsonl", ["Python"])
    made = make_parts([source], store, job)
    made.parts[0].write_bytes(made.parts[0].read_bytes()[:-9])
    again = make_parts([source], store, job)
    assert (again.new, again.parts) == (1, made.parts)
    assert rows(again) == [("0", "in.jsonl:1", ["python"])]


def test_another_lexicon_knows_no_parts(tmp_path: Path, store: Store, job: Job) -> None:
    source = write_lines(tmp_path / "in.jsonl", ["Python"])
    make_parts([source], store, job)
    assert make_parts([source], Store(store.folder, "other"), job).new == 1


def test_where_the_disk_refuses_nothing_is_left(tmp_path: Path, store: Store, job: Job) -> None:
    source = folder_of(tmp_path, "Python", "Go", "SQL")
    store.parts.rmdir()
    for jobs in (1, 2):
        with pytest.raises(JobscanError, match=r"parts: cannot be written: No such file or directory\."):
            make_parts([source], store, job, jobs=jobs)
    store.parts.mkdir()


# Items in the order of reading


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_seen_in_the_order_of_reading(jobs: int, tmp_path: Path, store: Store, job: Job) -> None:
    folder = folder_of(tmp_path, *("Python " * (9 - n) for n in range(9)))
    seen: list[Item] = []
    sending = replace(job, sends_items=True)
    make_parts(["gone", folder], store, sending, jobs=jobs, see=seen.append)
    assert isinstance(seen[0], Failure)
    assert [item.id for item in seen[1:] if isinstance(item, Posting)] == [
        f"{file}-{n}" for file in range(9) for n in range(10)
    ]


def test_items_that_come_again_are_seen_once() -> None:
    seen: list[Item] = []
    items = [posting(str(n)) for n in range(6)]
    order = InOrder(seen.append)
    order.tell(News(1, items=(items[3],)))
    order.tell(News(0, items=(items[0], items[1])))
    order.tell(News(0, again=True))
    order.tell(News(1, again=True))
    order.tell(News(0, items=(items[0],)))
    order.tell(News(1, items=(items[3], items[4])))
    order.tell(News(0, items=(items[1], items[2])))
    order.finish(0)
    order.tell(News(1, items=(items[5],)))
    order.finish(1)
    assert seen == items


# Deaths


def kill_first(times: int) -> Callable[[News], None]:
    """What kills a worker as soon as it has something to tell, so many times."""
    left = [times]

    def tell(news: News) -> None:
        if news.postings and left[0]:
            left[0] -= 1
            victim = multiprocessing.active_children()[0]
            assert victim.pid
            os.kill(victim.pid, signal.SIGKILL)

    return tell


def test_a_killed_worker_loses_nothing(
    tmp_path: Path, store: Store, job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = folder_of(tmp_path, *("Python",) * 8)
    undisturbed = rows(make_parts([folder], store, job))
    kill = kill_first(1)
    tell = Watch.tell
    monkeypatch.setattr(Watch, "tell", lambda watch, news: (tell(watch, news), kill(news))[0])
    tallies: list[Tally] = []
    with caplog.at_level(logging.WARNING):
        made = make_parts([folder], store, job, jobs=2, fresh=True, progress=tallies.append)
    assert rows(made) == undisturbed
    assert failures(made) == []
    assert (tallies[-1].postings, tallies[-1].failures) == (80, 0)
    assert set(caplog.messages) <= {
        "a worker process died (out of memory?): what it had in hand is done again"
    }
    assert multiprocessing.active_children() == []


def test_a_posting_that_kills_is_a_failure_and_the_rest_go_on(
    tmp_path: Path, store: Store, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    folder = folder_of(tmp_path, "Python", "Go", "SQL")
    lines = (folder / "1.jsonl").read_text().splitlines(keepends=True)
    lines[4] = lines[4].replace("Go", "Go or death")
    (folder / "1.jsonl").write_text("".join(lines))
    with caplog.at_level(logging.WARNING):
        made = make_parts([folder], store, job, jobs=2)
    assert [row[0] for row in rows(made)] == [
        f"{file}-{n}" for file in range(3) for n in range(10) if (file, n) != (1, 4)
    ]
    (failure,) = failures(made)
    assert (Path(failure.origin).name, failure.reason, failure.detail) == ("1.jsonl:5", "failed", DEADLY)
    assert len(caplog.messages) == 2
    # Perhaps there is more memory another time.
    assert not store.known(made.parts[-1])


def test_a_unit_that_always_kills_is_given_up(
    tmp_path: Path, store: Store, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_MOST_STEPS", 1)
    folder = folder_of(tmp_path, "Python", "death", "SQL")
    made = make_parts([folder], store, job, jobs=2)
    assert [row[0] for row in rows(made)] == [f"{file}-{n}" for file in (0, 2) for n in range(10)]
    assert [(Path(each.origin).name, each.detail) for each in failures(made)] == [("1.jsonl", DEADLY)]


def test_where_no_process_starts_this_one_does_it(
    tmp_path: Path, store: Store, job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(local, "_serve", engine_dead.serve)
    folder = folder_of(tmp_path, *("Python",) * 4)
    with caplog.at_level(logging.WARNING):
        made = make_parts([folder], store, job, jobs=2)
    assert len(rows(made)) == 40
    assert caplog.messages == ["worker processes die as they start (out of memory?): going on in one process"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_and_keeps_what_is_finished(
    jobs: int, tmp_path: Path, store: Store, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, *("Python",) * 6)
    tell = Watch.tell

    def stop(watch: Watch, news: News) -> None:
        tell(watch, news)
        if len(list(store.parts.glob("[!.]*"))) >= 2:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Watch, "tell", stop)
    # A shell starts what runs in the background deaf to Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            make_parts([folder], store, job, jobs=jobs)
    finally:
        signal.signal(signal.SIGINT, before)
    assert multiprocessing.active_children() == []
    monkeypatch.setattr(Watch, "tell", tell)
    again = make_parts([folder], store, job, jobs=jobs)
    assert 1 <= again.new <= 4
    assert len(rows(again)) == 60


# The store


def test_two_scans_into_one_folder_are_refused(store: Store) -> None:
    message = rf"another scan is writing into it \(process {os.getpid()}\)"
    with pytest.raises(JobscanError, match=message), open_store(store.folder, lexicon=store.lexicon):
        pass


def test_a_store_that_holds_nothing_is_not_left(tmp_path: Path) -> None:
    with pytest.raises(KeyError), open_store(tmp_path / "out" / ARCHIVE, lexicon="x"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_a_process_that_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / ARCHIVE).mkdir()
    (tmp_path / ARCHIVE / "lock").write_text("process 1\n")
    with open_store(tmp_path / ARCHIVE, lexicon="x") as store:
        assert (store.folder / "lock").read_text() == f"process {os.getpid()}\n"


def test_tables_stand_until_somebody_changes_them(store: Store) -> None:
    table = store.folder.parent / "postings.csv"
    table.write_text("a")
    assert not store.stands("one")
    store.remember("one", [table])
    assert (store.stands("one"), store.stands("two")) == (True, False)
    table.write_text("ab")
    assert not store.stands("one")
    store.remember("one", [table])
    table.unlink()
    assert not store.stands("one")
    store.forget()
    assert not store.stands("one")


@pytest.mark.parametrize(
    ("origin", "file"),
    [
        ("in/a.txt", "in/a.txt"),
        ("in/a.jsonl:12", "in/a.jsonl"),
        ("in/a.json#3", "in/a.json"),
        ("in/a.zip!deep/b.jsonl.gz!c.jsonl:1", "in/a.zip"),
        ("stdin:4", "stdin"),
    ],
)
def test_file_of(origin: str, file: str) -> None:
    assert file_of(origin) == file
