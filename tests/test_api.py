from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import jobscan
from tests.lexicons import write_lexicon

HEAVY = ("bs4", "lxml", "numpy", "openpyxl", "pandas", "pyarrow", "requests", "spacy")


def python(program: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_all_is_what_is_public() -> None:
    assert dir(jobscan) == sorted(jobscan.__all__)
    for name in jobscan.__all__:
        assert getattr(jobscan, name) is not None


def test_the_version_is_that_of_the_package() -> None:
    assert jobscan.__version__ == version("jobscan") == "0.1.0"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'jobscan' has no attribute 'skan'"):
        _ = jobscan.skan


@pytest.mark.parametrize("module", ["jobscan", "jobscan.cli"])
def test_nothing_heavy_is_imported_before_it_is_used(module: str) -> None:
    program = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    assert python(program) == ""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["scan", "--help"], ["lexicon", "--help"]], ids=" ".join
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import contextlib, io, sys\n"
        "from jobscan.cli import app\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    app({arguments})\n"
        f"print(*(name for name in {HEAVY} if name in sys.modules))"
    )
    assert python(program) == ""


IMPORTS = {
    "scan": (
        "import jobscan; found = jobscan.scan",
        "import jobscan; from jobscan.scan import load_scan; found = jobscan.scan",
        "import jobscan.scan; found = jobscan.scan",
        "from jobscan import scan; import jobscan.scan; found = scan",
    ),
    "compare": (
        "import jobscan; found = jobscan.compare",
        "import jobscan; from jobscan.compare import rank; found = jobscan.compare",
        "import jobscan.compare.result; found = jobscan.compare",
        "from jobscan import compare; import jobscan.compare; found = compare",
    ),
}


@pytest.mark.parametrize(("name", "programs"), IMPORTS.items(), ids=IMPORTS.keys())
def test_a_function_is_the_function_however_it_is_imported(name: str, programs: tuple[str, ...]) -> None:
    # One process for all, which forgets jobscan in between: what jobscan imports takes a second.
    forgetting = (
        "import sys\n"
        f"for program in {programs}:\n"
        "    for module in [name for name in sys.modules if name.partition('.')[0] == 'jobscan']:\n"
        "        del sys.modules[module]\n"
        "    names = {}\n"
        "    exec(program, names)\n"
        "    print(names['found'].__name__)"
    )
    assert python(forgetting).split() == [name] * len(programs)


def test_what_the_readme_shows_works(tmp_path: Path) -> None:
    lexicon = write_lexicon(tmp_path / "lexicon")
    (tmp_path / "a.txt").write_text(
        "Data Scientist\n\nYou will build models with us. You know Python and SQL."
    )
    found = jobscan.scan(tmp_path / "a.txt", lexicon=lexicon)
    assert found.demand.head(2)["skill_id"].tolist() == ["python", "sql"]
    found.write(tmp_path / "out")
    assert jobscan.load_scan(tmp_path / "out").demand.head(2)["postings"].tolist() == [1, 1]
    with pytest.raises(jobscan.JobscanError, match="no such folder"):
        jobscan.load_scan(tmp_path / "gone")
