"""Where the data that ships with jobscan lies."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

LEXICON_NAME = "skill_lexicon"


def lexicon_directory() -> Path:
    """The folder of our own lexicon.

    Installed, it lies inside the package, where the wheel put it. In a source checkout, or an editable
    install of one, it is the folder at the top of the checkout, so that an edit counts at once.
    Raises FileNotFoundError if neither is there: the installation is incomplete.
    """
    package = Path(str(files("jobscan")))
    for parent in (package, package.parent.parent):
        if (parent / LEXICON_NAME).is_dir():
            return parent / LEXICON_NAME
    raise FileNotFoundError(f"jobscan's own {LEXICON_NAME} is missing under {package}: install jobscan again")
