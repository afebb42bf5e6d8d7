from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobscan.cli import app
from jobscan.compare.tables import MATCHES, PLAN
from jobscan.tables import Table, columns_markdown

PAGE = (Path(__file__).parents[1] / "docs" / "compare.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The one fenced block of a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.parametrize("table", [MATCHES, PLAN], ids=lambda table: table.name)
def test_the_columns_are_those_of_the_table(table: Table) -> None:
    assert columns_markdown(table) in PAGE


def test_the_example_is_what_the_program_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv.md").write_text(block("markdown"), encoding="utf-8")
    Path("posting.txt").write_text(block("posting"), encoding="utf-8")
    shown = CliRunner().invoke(app, ["compare", "cv.md", "posting.txt"])
    assert shown.exit_code == 0, shown.output
    assert shown.stdout == block("console")
