"""What all commands share: consoles, errors without tracebacks, and text of postings made harmless."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from rich.console import Console

EXIT_SOME_FAILED: Final = 1
EXIT_UNEXPECTED: Final = 1
EXIT_NOTHING_WRITTEN: Final = 2
EXIT_STOPPED: Final = 130  # as shells have it: 128 and the number of SIGINT

# Control characters, and those that turn the direction of what follows.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text that a terminal only shows, on one line: no escape sequences, no turned directions."""
    return _UNSAFE.sub(" ", text).encode("utf-8", "replace").decode()


def credit_lines(demanded: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each credit that a source demands. demanded: its words, and the address of the terms."""
    return [
        f"Credit: {printable(credit)}" + (f" ({printable(terms_url)})" if terms_url else "")
        for credit, terms_url in demanded
    ]


def output() -> Console:
    """The console of standard output. Lines are never wrapped where it is piped."""
    from rich.console import Console

    return Console(soft_wrap=not sys.stdout.isatty(), highlight=False, markup=False, emoji=False)


def messages() -> Console:
    """The console of standard error."""
    from rich.console import Console

    return Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)


def print_error(message: str) -> None:
    """Print an error on one line of standard error, in red on a terminal."""
    from rich.text import Text

    messages().print(Text.assemble(("Error: ", "bold red"), printable(message)))


@contextlib.contextmanager
def failures_told_once() -> Iterator[None]:
    """What the readers log of an input comes back as a failure as well, and is told there."""
    readers = logging.getLogger("jobscan.sources")
    level = readers.level
    readers.setLevel(logging.ERROR)
    try:
        yield
    finally:
        readers.setLevel(level)


class CommandGroup(TyperGroup):
    """The commands, with every error turned into one line and the right exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except JobscanError as error:
            print_error(str(error))
            raise typer.Exit(EXIT_NOTHING_WRITTEN) from error
        except KeyboardInterrupt as error:
            print_error("stopped; nothing was written")
            raise typer.Exit(EXIT_STOPPED) from error
        except Exception as error:
            # Typer's own (usage errors, exits) know their code; a reader that went away is Typer's to tell.
            if hasattr(error, "exit_code") or isinstance(error, typer.Abort | BrokenPipeError):
                raise
            if ctx.params.get("debug"):
                raise
            print_error(f"{type(error).__name__}: {error} (unexpected; `jobscan --debug ...` shows where)")
            raise typer.Exit(EXIT_UNEXPECTED) from error
