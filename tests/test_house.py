"""The house itself: that the documents are true, the package whole, and the start quick."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest
import typer.main
from hatchling.builders.wheel import WheelBuilder

import jobscan
from hatch_build import PLAIN, CompileHook, modules_of
from jobscan.cli import app
from jobscan.lexicon import load_lexicon
from jobscan.resources import lexicon_directory
from tests.readme_parts import part_of, parts, steady

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {path.name: path for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = {"spacy", "pandas", "numpy", "pyarrow", "openpyxl", "requests", "bs4", "lxml"}


def section(heading: str) -> str:
    """The text of the README under a heading of the second level."""
    _, found, rest = README.partition(f"\n## {heading}\n")
    assert found, f"the README has no heading {heading}"
    return rest.split("\n## ")[0]


def fenced_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def tracked_files() -> list[Path]:
    """What git tracks, or would track; all files that are not hidden where this is no checkout."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        names = listed.decode().split("\0")
    else:
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = [str(path) for path in paths if not any(part[0] == "." for part in path.parts)]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def commands(command: Any, path: tuple[str, ...] = ("jobscan",)) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with what is typed to reach it. Any: Typer brings its own Click."""
    children = getattr(command, "commands", None)
    if children is None:
        yield " ".join(path), command
    else:
        for name, child in children.items():
            yield from commands(child, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize(
    ("heading", "ends"),
    [("Quick start", "jobscan scan fixtures/"), ("Tests", "pytest -n auto")],
    ids=["start", "tests"],
)
def test_readme_block_is_one_command_line_from_a_fresh_clone(heading: str, ends: str) -> None:
    lines = re.split(r"^```.*\n", section(heading), flags=re.MULTILINE)[1].splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    assert lines[0].endswith(ends)


def test_readme_lists_the_commands_of_ci_check() -> None:
    script = (ROOT / ".ci" / "check").read_text(encoding="utf-8")
    steps = re.findall(r"^ +\w+\) (.+?) ;;$", script, re.MULTILINE)
    assert len(steps) == 6
    assert fenced_blocks(section("Contributing"), "sh")[0].splitlines() == steps


def test_readme_example_of_a_skill_is_a_legal_lexicon(tmp_path: Path) -> None:
    skills, aliases = fenced_blocks(section("Add a skill"), "csv")
    (tmp_path / "skills.csv").write_text(skills, encoding="utf-8")
    (tmp_path / "aliases.csv").write_text(aliases, encoding="utf-8")
    lexicon = load_lexicon(extra=[tmp_path])
    assert lexicon.skills["welding"].name == "Welding"
    assert [alias.alias for alias in lexicon.aliases if alias.skill_id == "welding"] == [
        "mig|tig welder|welding",
        "welding",
    ]


@pytest.mark.parametrize("name", ["scan", "export", "columns"])
def test_readme_shows_what_the_program_does(name: str, shown: Mapping[str, str]) -> None:
    assert steady(part_of(README, name)) == steady(shown[name]), "run python -m tests.readme_parts"


@pytest.fixture(scope="module")
def shown() -> Mapping[str, str]:
    return parts()


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command: str) -> None:
    assert any(command in path.read_text(encoding="utf-8") for path in DOCUMENTS.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_command_and_its_options_have_help(command: str) -> None:
    assert COMMANDS[command].help
    without = [
        parameter.name
        for parameter in COMMANDS[command].params
        if parameter.param_type_name == "option" and not parameter.help
    ]
    assert without == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_links_to_files_that_exist(name: str) -> None:
    text = DOCUMENTS[name].read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    # The pages of reference/ are made when the site is built, and test_docs looks for them.
    kept = [link for link in links if not link.startswith("reference/")]
    missing = [link for link in kept if not (DOCUMENTS[name].parent / link).exists()]
    assert missing == []


def test_version_is_that_of_the_installed_package() -> None:
    assert jobscan.__version__ == version("jobscan")
    assert "version" in PYPROJECT["project"]["dynamic"]


def test_changelog_names_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[:2] == ["Unreleased", jobscan.__version__]


def test_no_tracked_file_names_a_place_on_somebodys_machine() -> None:
    homes = re.compile(rb"(?<![\w./:-])(?:/(?:home|Users)/\w+|/root)/|\b[A-Z]:\\Users\\")
    places = [homes, re.compile(re.escape(str(ROOT).encode()) + rb"\b")]
    named = [path for path in tracked_files() if any(place.search(path.read_bytes()) for place in places)]
    assert named == []


def test_output_folder_is_kept_empty() -> None:
    kept = [path.name for path in tracked_files() if path.parent == ROOT / "output"]
    assert kept == [".gitkeep"]


def test_wheel_holds_the_lexicon_as_it_is_in_the_checkout(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        shipped = {
            name.removeprefix("jobscan/skill_lexicon/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("jobscan/skill_lexicon/")
        }
        assert "jobscan/py.typed" in archive.namelist()
    ours = ROOT / "skill_lexicon"
    assert shipped == {path.name: path.read_bytes() for path in tracked_files() if path.parent == ours}
    assert "categories.csv" in shipped


def test_what_is_compiled_on_request_is_there() -> None:
    modules = {Path(module).as_posix() for module in modules_of(ROOT / "src")}
    assert {"jobscan/records.py", "jobscan/extract/skills.py", "jobscan/text/tokens.py"} <= modules
    package = ROOT / "src" / "jobscan"
    there = {path.name for folder in ("extract", "text") for path in (package / folder).glob("*.py")}
    assert there - {Path(module).name for module in modules} == PLAIN


def test_an_editable_install_compiles_nothing(tmp_path: Path) -> None:
    unused: Any = None
    hook = CompileHook(str(ROOT), {}, unused, unused, str(tmp_path), "wheel")
    build_data: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", build_data)
    assert build_data == {"force_include": {}}


def test_lexicon_directory_is_that_of_the_checkout() -> None:
    assert lexicon_directory().samefile(ROOT / "skill_lexicon")


def test_command_line_starts_without_heavy_libraries() -> None:
    code = "import sys, jobscan.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert HEAVY.intersection(done.stdout.split()) == set()


def test_every_library_that_is_imported_is_declared() -> None:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    declared = {
        re.split(r"[<>=\[]", requirement)[0].lower().replace("_", "-")
        for requirement in [
            *project["dependencies"],
            *(name for extra in ("xlsx", "report", "web", "spark") for name in extras[extra]),
        ]
    }
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    outside = imported - set(sys.stdlib_module_names) - {"jobscan"}
    known = packages_distributions()
    undeclared = {
        name
        for name in outside
        if not declared & {found.lower().replace("_", "-") for found in known.get(name, [name])}
    }
    assert undeclared == set()


def test_no_test_reaches_the_network() -> None:
    with pytest.raises(pytest.fail.Exception, match="network"):
        socket.create_connection(("jobs.example", 443))
    with socket.socket() as opened, pytest.raises(pytest.fail.Exception, match="network"):
        opened.connect(("192.0.2.1", 443))


def test_public_names_are_there_and_told_in_one_place() -> None:
    missing = [name for name in jobscan.__all__ if not hasattr(jobscan, name)]
    assert missing == []
    assert dir(jobscan) == sorted(jobscan.__all__)
