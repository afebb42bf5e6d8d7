"""The figures as PNG and SVG files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Final

from jobscan.errors import JobscanError
from jobscan.outputs import write_files
from jobscan.report.charts import charts
from jobscan.report.records import Figures

_NEEDED: Final = ("altair", "vl_convert")
_SCALE: Final = 2.0
"""How many pixels of a PNG make one of the figure: sharp on a slide of 1,920."""


def check_libraries() -> None:
    """Raise JobscanError if a library is missing that draws the pictures."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise JobscanError(
            f'pictures need {" and ".join(missing)}, which is not installed: pip install "jobscan[report]"'
        )


def write_pictures(figures: Figures, folder: Path) -> list[Path]:
    """Write each figure as PNG and as SVG into a folder, all or none: their paths.

    Figures for which the postings say too little are left out. Raises JobscanError if the folder cannot be
    written into, or a library is missing.
    """
    check_libraries()
    specs = charts(figures)
    writers = {
        f"{name}.{ending}": partial(_draw, spec, ending)
        for name, spec in specs.items()
        for ending in ("png", "svg")
    }
    if writers:
        write_files(folder, writers)
    return [folder / name for name in writers]


def _draw(spec: Mapping[str, Any], ending: str, handle: BinaryIO) -> None:
    import vl_convert

    # Nothing is loaded from anywhere: all data stand in the specification.
    text = json.dumps(spec)
    if ending == "png":
        handle.write(vl_convert.vegalite_to_png(text, scale=_SCALE, allowed_base_urls=[]))
        return
    svg = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
    handle.write(_LINK.sub("", svg).encode())


_LINK: Final = re.compile(r"</?a\b[^>]*>")
