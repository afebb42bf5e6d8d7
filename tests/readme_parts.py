"""Writes what the README shows of the program into it: `python -m tests.readme_parts`.

The output of a scan of fixtures/, a table exported from it, and the columns of all tables; a test keeps them
true.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jobscan import tables

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TABLES = (
    tables.SKILL_DEMAND,
    tables.ROLE_BREAKDOWN,
    tables.POSTINGS,
    tables.POSTING_SKILLS,
    tables.FAILURES,
)
_SECONDS = re.compile(r" in [\d.]+ s;")


def parts() -> Mapping[str, str]:
    """Each part of the README that is written by this module, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        screen = _jobscan("scan", "fixtures/", "--to", folder).replace(folder, "output")
        table = _jobscan("export", "demand", folder, "--top", "5", "--format", "markdown")
    return {
        "scan": f"```text\n{_wrapped(screen)}```\n",
        "export": f"```text\n{table}```\n",
        "columns": columns(),
    }


def columns() -> str:
    """A heading, a sentence and the columns of each table."""
    by_role = tables.breakdown_table("role")
    broken_down = f"`{by_role.name}.csv` has the column `role` before these. {by_role.meaning}"
    written = []
    for table in TABLES:
        written.append(f"### {table.name}.csv\n\n{table.meaning}\n\n{tables.columns_markdown(table)}")
        if table is tables.SKILL_DEMAND:
            written.append(f"{broken_down}\n")
    return "\n".join(written)


def part_of(readme: str, name: str) -> str:
    """What stands in the README as a part. Raises ValueError where its marks are missing."""
    return readme[slice(*_place(readme, name))]


def steady(part: str) -> str:
    """A part without what differs from run to run."""
    return _SECONDS.sub(" in some s;", part)


def main() -> None:
    """Replace all parts."""
    readme = README.read_text(encoding="utf-8")
    for name, text in parts().items():
        start, end = _place(readme, name)
        readme = f"{readme[:start]}{text}{readme[end:]}"
    README.write_text(readme, encoding="utf-8")


def _place(readme: str, name: str) -> tuple[int, int]:
    begin = f"<!-- {name}: begin; written by python -m tests.readme_parts -->\n\n"
    return readme.index(begin) + len(begin), readme.index(f"\n<!-- {name}: end -->")


def _jobscan(*arguments: str) -> str:
    command = [sys.executable, "-m", "jobscan", *arguments]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def _wrapped(screen: str) -> str:
    """The screen without its last line, which lists the files: the README does so below."""
    lines = screen.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("Results in "))


if __name__ == "__main__":
    main()
