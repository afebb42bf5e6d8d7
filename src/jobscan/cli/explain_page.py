"""The page that `jobscan explain` draws on: lines of a posting's text with its skills and cues marked.

On a terminal marks are colours, and lines are wrapped. Where output is piped, or colours are not wanted,
marks are signs: `[Python: required]`, `{is a plus}`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.style import Style
from rich.text import Text

from jobscan.cli.terminal import printable
from jobscan.explain.explanation import one_line
from jobscan.explain.marks import CUE, NOT_COUNTED, Mark, walk
from jobscan.vocabulary import MENTIONED, NEGATED, PREFERRED, REQUIRED

STYLES: Final = {
    REQUIRED: "bold green",
    PREFERRED: "bold yellow",
    MENTIONED: "bold cyan",
    NEGATED: "bold red strike",
    CUE: "underline",
    NOT_COUNTED: "bold",
}
LONGEST_LINE: Final = 100
"""Characters that are read with ease on one line."""

# What a line of a list begins with; what goes on below stands as far in as the words behind it.
_BULLET: Final = re.compile(r"\s{0,8}(?:[-–—*•●▪◦‣►➢✓✔·+]|\d{1,2}[.)])\s{1,4}(?=\S)")


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on."""

    console: Console
    has_colours: bool
    """Else marks are signs."""
    width: int
    """Columns at which lines are wrapped; 0 for never."""

    @classmethod
    def of(cls, console: Console) -> Page:
        """The page of a console: wrapped on a terminal, coloured where colours are wanted."""
        has_colours = console.is_terminal and not console.no_color and console.color_system is not None
        return cls(console, has_colours, max(console.width, 40) if console.is_terminal else 0)

    def line(self, text: Text | str = "", style: str = "") -> None:
        """Print one line as it is."""
        self.console.print(Text(text, style) if isinstance(text, str) else text, soft_wrap=True)

    def lines(self, text: Text | str, *, style: str = "", indent: str = "") -> None:
        """Print a line, wrapped where the page is, each line of it behind the indent."""
        drawn = Text(text, style) if isinstance(text, str) else text
        for line in self.wrapped(drawn, self.width - len(indent)):
            self.line(Text.assemble(indent, line))

    def wrapped(self, line: Text, width: int) -> list[Text]:
        """The line in lines of so many columns, or as it is on a page that never wraps.

        What goes on under a bullet stands as far in as the words behind it.
        """
        if not self.width or not line:
            return [line]
        bullet = _BULLET.match(line.plain)
        inset = len(bullet[0]) if bullet else 0
        body = line[inset:].wrap(self.console, max(min(width, LONGEST_LINE) - inset, 20))
        for part in body:
            part.rstrip()
        return [Text.assemble(line[:inset] if at == 0 else " " * inset, part) for at, part in enumerate(body)]

    def marked(
        self,
        text: str,
        start: int,
        end: int,
        marks: Sequence[Mark],
        *,
        style: str = "",
        told: set[str] | None = None,
    ) -> Text:
        """text[start:end] with its marks; text is shown as `safe` gives it.

        told: what was told already of words that are not their skill's name; in colours it is not told twice.
        """
        drawn = Text(style=style)
        known = set() if told is None else told
        styles = [Style()]
        for step in walk(start, end, marks):
            if step[0] == "text":
                drawn.append(text[slice(*step[1])], styles[-1])
            elif self.has_colours:
                if step[0] == "open":
                    styles.append(styles[-1] + Style.parse(STYLES[step[1].kind]))
                else:
                    styles.pop()
                    named = _named(step[1], text)
                    words = _written(step[1], text) + named
                    drawn.append("" if words in known else named, "dim")
                    known.add(words)
            elif step[0] == "open":
                drawn.append("{" if step[1].kind == CUE else "[")
            else:
                drawn.append("}" if step[1].kind == CUE else f": {_label(step[1], text)}]")
        return drawn


def safe(text: str) -> str:
    """A text of a posting that a terminal only shows: as long as before, with its line breaks."""
    return "\n".join(map(printable, text.split("\n")))


def _is_written(mark: Mark, text: str) -> bool:
    """Whether what is marked is the skill's own name."""
    return all(name.casefold() == _written(mark, text) for name, _ in mark.skills)


def _written(mark: Mark, text: str) -> str:
    return one_line(text[mark.start : mark.end]).casefold()


def _label(mark: Mark, text: str) -> str:
    """The levels of what is marked, and the skills if they have other names.

    `required`, `ETL, required; Data engineering, required`
    """
    if _is_written(mark, text):
        return mark.kind
    return "; ".join(f"{printable(name)}, {level}" for name, level in mark.skills)


def _named(mark: Mark, text: str) -> str:
    """The skills that are marked, to stand behind words that are not their names."""
    if not mark.skills or _is_written(mark, text):
        return ""
    return f" ‹{', '.join(printable(name) for name, _ in mark.skills)}›"
