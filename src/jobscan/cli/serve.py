"""jobscan serve: a page on this computer, for who would rather look than type."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.cli.terminal import messages, print_error
from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.web.state import Loaded

_MOST_JOBS: Final = 4
_NEEDED: Final = ("flask", "waitress", "altair", "vl_convert")
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def serve(
    scan: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A finished scan to begin with.", show_default=False),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes any that is free.")
    ] = 8765,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="The address to listen at; another lets other computers in."),
    ] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="How many processes read postings.", show_default="those there are, to 4"
        ),
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A lexicon of skills in place of ours.", show_default="the shipped one"
        ),
    ] = None,
    extra_lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="A lexicon laid over it; may be given several times.", show_default=False
        ),
    ] = None,
) -> None:
    """Open a page on this computer: drop postings in, look, compare with your CV.

    Nothing leaves this computer unless you name a board to ask, and
    nothing is kept when you end it with Ctrl-C.

    [dim]Examples:[/dim]

    jobscan serve

    jobscan serve --scan output
    """
    _check_libraries()
    from jobscan.lexicon import load_lexicon
    from jobscan.web.app import serve as serve_page
    from jobscan.web.settings import Settings

    load_lexicon(lexicon, extra=extra_lexicon or ())  # a wrong one is told now, not in the middle
    settings = Settings(
        host=host,
        port=port,
        jobs=jobs or min(_MOST_JOBS, os.cpu_count() or 1),
        lexicon=lexicon.resolve() if lexicon else None,
        extra_lexicons=tuple(folder.resolve() for folder in extra_lexicon or ()),
    )
    if host not in _LOOPBACK:
        print_error(
            f"{host} can be reached from other computers, without encryption: whoever has the address "
            "that follows sees what you see"
        )
    loaded = _load(scan) if scan else None
    # A plain `kill` ends it as Ctrl-C does, so that nothing is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    serve_page(settings, loaded=loaded, opened=lambda address: _tell(address, browser=browser))


def _tell(address: str, *, browser: bool) -> None:
    """Print the address, and open it if that is wanted."""
    console = messages()
    console.print(f"jobscan is at {address}")
    console.print("The page is yours alone as long as you keep that address to yourself. Ctrl-C ends it.")
    if browser:
        import webbrowser

        webbrowser.open(address)


def _load(folder: Path) -> Loaded:
    from jobscan.scan import load_scan
    from jobscan.web.state import Loaded
    from jobscan.web.texts import ReadAgain

    found = load_scan(folder)
    return Loaded(found, folder.name or str(folder), ReadAgain(found))


def _check_libraries() -> None:
    """Raise JobscanError if a library is missing that the page needs."""
    from importlib.util import find_spec

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise JobscanError(
            f'the page needs {" and ".join(missing)}, which is not installed: pip install "jobscan[web]"'
        )
