"""The command line: it parses, calls plain functions, prints and exits.

Nothing heavy is imported before a command runs, so that `jobscan --help` is instant.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from jobscan._version import __version__
from jobscan.cli.archive import archive_app
from jobscan.cli.compare import compare
from jobscan.cli.diff import diff
from jobscan.cli.discover import discover
from jobscan.cli.evaluate import OptionalNumber, evaluate
from jobscan.cli.explain import explain
from jobscan.cli.export import export
from jobscan.cli.fetch import fetch, list_boards
from jobscan.cli.guide import guide
from jobscan.cli.lexicon import lexicon_app
from jobscan.cli.report import report
from jobscan.cli.scan import scan
from jobscan.cli.serve import serve
from jobscan.cli.terminal import CommandGroup
from jobscan.collector import seldom

__all__ = ["app"]

app = typer.Typer(
    name="jobscan",
    cls=CommandGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(scan)
app.command()(fetch)
app.command("boards")(list_boards)
app.command()(explain)
app.command()(compare)
app.command()(report)
app.command()(serve)
app.command()(export)
app.command()(guide)
app.command()(diff)
app.command(cls=OptionalNumber)(evaluate)
app.add_typer(archive_app, name="archive")
lexicon_app.command()(discover)
app.add_typer(lexicon_app, name="lexicon")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"jobscan {__version__}")
        raise typer.Exit


@app.callback(
    epilog="Exit codes: 0 all read; 1 some inputs failed; 2 wrong usage, nothing written; 130 stopped."
)
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show the traceback of an unexpected error."),
    ] = False,
) -> None:
    """Reads saved job postings and reports which skills they ask for.

    Start with [bold]jobscan scan FOLDER[/bold]; then [bold]jobscan export demand[/bold].
    """
    del version, debug  # read by the callback and by CommandGroup
    seldom()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows another one, rather than nothing at all.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
