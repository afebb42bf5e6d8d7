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


@pytest.mark.parametrize(
    "program",
    [
        "import jobscan; print(jobscan.scan.__name__)",
        "import jobscan; from jobscan.scan import load_scan; print(jobscan.scan.__name__)",
        "import jobscan.scan; print(jobscan.scan.__name__)",
        "from jobscan import scan; import jobscan.scan; print(scan.__name__)",
    ],
)
def test_scan_is_the_function_however_it_is_imported(program: str) -> None:
    assert python(program) == "scan"


@pytest.mark.parametrize(
    "program",
    [
        "import jobscan; print(jobscan.compare.__name__)",
        "import jobscan; from jobscan.compare import rank; print(jobscan.compare.__name__)",
        "import jobscan.compare.result; print(jobscan.compare.__name__)",
        "from jobscan import compare; import jobscan.compare; print(compare.__name__)",
    ],
)
def test_compare_is_the_function_however_it_is_imported(program: str) -> None:
    assert python(program) == "compare"


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
