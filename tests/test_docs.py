"""The documentation: every command and every piece of Python in it is run, and the site can be built."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

import jobscan
from docs import reference_pages
from jobscan.cli import app
from jobscan.fetch import fetching
from tests.docs_world import PROVIDERS, ROOT, Block, Boards, blocks, make_world, pages

SHELL = frozenset({"sh"})
SHOWN = frozenset(
    {"", "bat", "console", "csv", "json", "markdown", "posting", "psql", "sql", "text", "{toctree}"}
)
"""Languages of blocks that show something; SQL is run by test_results_archive.py."""

# A cluster, or a store that is elsewhere: tests/spark runs these against what stands for them.
ELSEWHERE = re.compile(r"s3://|dbfs:|\bspark\b|^import (?:ray|dask)|^%pip", re.MULTILINE)
SERVES = frozenset({"serve"})  # it waits for its user; test_web_cli.py runs it

NOT_OURS = {
    "python3": "sets up an environment, which .ci/run does",
    "pip": "likewise",
    "source": "likewise",
    "mkdir": "likewise",
    "ruff": "a check that .ci/check runs",
    "mypy": "likewise",
    "lint-imports": "likewise",
    "pytest": "likewise",
    "python": "a module of the tests, which they run",
    "python3.11": "packs an environment for a cluster",
    "venv-pack": "likewise",
    "conda": "likewise",
    "conda-pack": "likewise",
    "aws": "needs an account",
    "echo": "packs an environment for a cluster",
    "spark-submit": "needs a cluster",
    "export": "tells Spark what to load",
}
"""Programs in the pages that are not jobscan, with why they are not run here."""

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_ASSIGNED = re.compile(r"^(?:[A-Z_]+=\S*\s+)+")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "world"
    folder.mkdir()
    make_world(folder)
    return folder


@pytest.fixture
def boards(monkeypatch: pytest.MonkeyPatch) -> Iterator[Boards]:
    """The server that answers for all boards, asked without pauses."""
    monkeypatch.setattr(fetching, "_sleeper", lambda _stop: lambda _seconds: None)
    with Boards() as running:
        yield running


def commands(code: str) -> list[list[str]]:
    """The commands of shell lines, split into words, without comments and variables before them."""
    lines = re.sub(r"\\\n\s*", " ", code).replace("&&", "\n").splitlines()
    split = (shlex.split(_ASSIGNED.sub("", _COMMENT.sub("", line).strip())) for line in lines)
    return [words for words in split if words]


def is_shell(block: Block) -> bool:
    """Whether a block holds commands: it says so, or says nothing and begins with one of ours."""
    first = block.code.split(maxsplit=1)[:1]
    return block.language in SHELL or (block.language == "" and first in (["jobscan"], ["pip"]))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_every_command_and_snippet_of_a_page_runs(
    page: Path, world: Path, tmp_path: Path, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    shutil.copytree(world, here)
    monkeypatch.chdir(here)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.why_not:
            continue
        if is_shell(block):
            for words in commands(block.code):
                run(words, boards)
        elif block.language == "python":
            run_python(block.code, names)
        else:
            assert block.language in SHOWN, f"{block.language}: a block that no test knows"


def run_python(code: str, names: dict[str, object]) -> None:
    """Run a snippet among the names of those before it; one for a cluster is only compiled."""
    compiled = compile(re.sub(r"^%.*$", "", code, flags=re.MULTILINE), "<snippet>", "exec")
    if not ELSEWHERE.search(code):
        exec(compiled, names)


def run(words: list[str], boards: Boards) -> None:
    """Run a command of jobscan as it is typed, its boards on loopback. One that fails fails the test."""
    program, *arguments = words
    if Path(program).name != "jobscan":
        assert Path(program).name in NOT_OURS, f"{shlex.join(words)}: no command that a test knows"
        if program == "spark-submit":
            understood(arguments[arguments.index("run_jobscan.py") + 1 :])
        return
    if arguments[0] in SERVES or ELSEWHERE.search(shlex.join(arguments)):
        understood(arguments)
        return
    if arguments[0] == "fetch":
        arguments = [argument.replace("http://127.0.0.1:8000", boards.url) for argument in arguments]
        if "--base-url" not in arguments:
            arguments += [f"--base-url={name}={boards.url}" for name in PROVIDERS]
            arguments += ["--allow-private", boards.host]
    done = CliRunner().invoke(app, [at_hand(argument) for argument in arguments])
    assert done.exit_code == 0, f"{shlex.join(words)}\n{done.output}\n{done.exception!r}"


def at_hand(argument: str) -> str:
    """An argument whose folder of downloads is this folder."""
    return argument.removeprefix("~/Downloads/")


def understood(arguments: list[str]) -> None:
    """Fail where a command or an option does not exist, or a value is wrong; nothing is run."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "get_command"):
        command = command.get_command(None, arguments[0])
        assert command is not None, f"{arguments[0]}: no command"
        arguments = arguments[1:]
    exists = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
    for argument in arguments:
        if argument.startswith("-") and argument != "-":
            assert argument.partition("=")[0] in exists, f"{argument}: no option of {command.name}"


@pytest.mark.parametrize(
    "line",
    ["jobscan scna postings", "jobscan scan postings --two out", "jobscan scan nowhere", "frobnicate x"],
    ids=["command", "option", "file", "program"],
)
def test_a_wrong_command_would_be_noticed(line: str, boards: Boards, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run([*shlex.split(line), *(["--to", str(tmp_path)] if "scan " in line else [])], boards)


@pytest.mark.parametrize(
    "line", ["serve --prot 80", "scan s3://bucket --egnine spark"], ids=["serve", "cluster"]
)
def test_a_wrong_option_would_be_noticed_where_nothing_is_run(line: str, boards: Boards) -> None:
    with pytest.raises(AssertionError, match="no option"):
        run(["jobscan", *line.split()], boards)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    made = {path.name for path in (ROOT / "docs" / "reference").glob("*.md")} | set(reference_pages.PAGES)
    for link in _LINK.findall(text):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if target.parent == ROOT / "docs" / "reference":
            assert target.name in made, f"{page.name}: {link}"
            continue
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links."""
    headings = re.findall(r"^#{1,6} (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_contents() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    entries = [line.rstrip("*") for line in re.findall(r"^[\w/*-]+$", index, re.MULTILINE)]
    listed = {*(page.stem for page in (ROOT / "docs").glob("*.md")), "index"}
    assert listed - {"index"} <= set(entries)
    assert {f"reference/{Path(name).stem}" for name in reference_pages.PAGES} <= set(entries)


def test_the_reference_tells_of_every_command_and_option() -> None:
    page = reference_pages.commands_page()
    parts = dict(re.findall(r"^## (jobscan [^\n]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    contexts = {context.command_path: context for context in reference_pages.command_contexts()}
    assert list(parts) == list(contexts)
    assert {"jobscan scan", "jobscan export", "jobscan lexicon check", "jobscan serve"} <= set(parts)
    for path, context in contexts.items():
        assert context.command.help.split(".")[0].split("\n")[0][:20] in parts[path]
        for parameter in context.command.params:
            if parameter.param_type_name == "option" and parameter.name != "help" and not parameter.hidden:
                for flag in (*parameter.opts, *parameter.secondary_opts):
                    assert f"`{flag}" in parts[path], f"{path} {flag}"


def test_the_examples_of_the_help_are_understood() -> None:
    examples = re.findall(r"^```sh\n(.*?)^```", reference_pages.commands_page(), re.MULTILINE | re.DOTALL)
    typed = [words for example in examples for words in commands(example.replace("|", "&&"))]
    ours = [words[1:] for words in typed if words[0] == "jobscan"]
    assert ours
    for arguments in ours:
        understood(arguments)


def test_the_reference_tells_of_every_public_name() -> None:
    page = reference_pages.python_page()
    told = re.findall(r"^## (\w+)$", page, re.MULTILINE)
    assert sorted(told) == sorted(name for name in jobscan.__all__ if not name.startswith("_"))


def test_the_reference_tells_of_every_column() -> None:
    page = reference_pages.columns_page()
    parts = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    for _, tables in reference_pages.TABLES:
        for table in tables:
            assert all(f"| `{column.name}` |" in parts[table.name] for column in table.columns)


def test_the_site_is_built_without_warnings_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("furo", reason='the site needs its generator: pip install "jobscan[docs]"')
    source, built = tmp_path / "docs", tmp_path / "built"
    shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(source), str(built)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert (built / "searchindex.js").exists()
    for name in ("tutorial", "howto-lexicon", "reference/commands", "reference/columns", "reference/python"):
        assert (built / f"{name}.html").exists()
    for page in [*built.rglob("*.html"), *built.rglob("*.css")]:
        loaded = re.findall(
            r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//[^\"]+"
            r"|<link[^>]+href=\"(?:https?:)?//[^\"]+"
            r"|@import[^;]*//[^;]+|url\([\"']?(?:https?:)?//[^)]+",
            page.read_text(encoding="utf-8"),
        )
        assert not loaded, f"{page.name}: {loaded}"
