"""Prints pip constraints that pin every dependency of a pyproject.toml to the lowest version it allows."""

import re
import sys
import tomllib
from pathlib import Path


def main(pyproject: Path) -> None:
    """Print one `name==version` line a dependency that has a lower bound, those for development left out."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = [name for extra in ("xlsx", "report", "web") for name in extras[extra]]
    for requirement in [*project["dependencies"], *optional]:
        if requirement.startswith("jobscan["):
            continue
        bound = re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", requirement)
        if bound is None:
            sys.exit(f"{requirement}: has no lower bound")
        print(f"{bound[1]}=={bound[2]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
