"""jobscan explain: why the skills of one posting have their levels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.cli.listing import lexicon_for, pick_listing, status, write_json
from jobscan.cli.terminal import failures_told_once, output

if TYPE_CHECKING:
    from jobscan.lexicon import Lexicon
    from jobscan.pick import Picked

FORMATS: Final = ("text", "json")


def explain(
    posting: Annotated[
        str,
        typer.Argument(
            metavar="POSTING",
            help="A file; FILE:LINE or FILE#N of a file of many; a URL; an id of a finished scan; "
            "- is standard input.",
            show_default=False,
        ),
    ],
    skill: Annotated[
        str,
        typer.Argument(
            metavar="SKILL", help="Only this skill: its id, name or an alias.", show_default=False
        ),
    ] = "",
    posting_id: Annotated[
        str,
        typer.Option("--id", metavar="ID", help="Which posting of a file or folder.", show_default=False),
    ] = "",
    scan: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The finished scan in which POSTING is an id.", show_default="output"
        ),
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="[text|json]", help="For people, or for other programs.")
    ] = "text",
    lexicon: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A lexicon of skills in place of ours.",
            show_default="that of the scan, or ours",
        ),
    ] = None,
    extra_lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="A lexicon laid over it; may be given several times.", show_default=False
        ),
    ] = None,
) -> None:
    """Show why each skill of a posting is required, preferred, mentioned or negated.

    The text with its skills marked, in which section each stands
    and which words decided; then all skills and facts as tables.
    With a skill, only the passages that name it.

    [dim]Examples:[/dim]

    jobscan explain posting.html

    jobscan explain boards.jsonl:12 python

    jobscan explain 4520284005 --scan output

    pbpaste | jobscan explain - sql
    """
    from jobscan.outputs import check_format

    check_format(file_format, FORMATS)
    with status("Reading"), failures_told_once():
        picked = pick_listing(posting, posting_id, scan)
        read = lexicon_for(picked.run, lexicon, extra_lexicon)
    _explain(picked, read, skill, file_format)


def _explain(picked: Picked, lexicon: Lexicon, asked: str, file_format: str) -> None:
    from jobscan.explain.as_data import as_data
    from jobscan.explain.explanation import explain as explain_posting
    from jobscan.explain.lexicon_words import find_skill
    from jobscan.explain.uncounted import find_uncounted
    from jobscan.extract import extractor_for

    skill = find_skill(lexicon, asked) if asked else None
    with status("Reading"):
        found = explain_posting(picked.posting, extractor_for(lexicon), lexicon)
        uncounted = find_uncounted(found, skill, lexicon) if skill else []
    if file_format == "json":
        write_json(as_data(found, skill=skill, uncounted=uncounted))
        return
    from jobscan.cli.explain_page import Page
    from jobscan.cli.explain_skill import print_skill
    from jobscan.cli.explain_view import print_explanation

    page = Page.of(output())
    if skill is None:
        print_explanation(page, found)
    else:
        print_skill(page, found, skill, uncounted)
