"""jobscan lexicon: check, explain, export and import the skills that are looked for."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from jobscan.cli.terminal import output, printable
from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.lexicon import Lexicon, Skill

lexicon_app = typer.Typer(
    no_args_is_help=True, help="Check, explain, discover, export and import lexicons of skills."
)

_OCCUPATIONS: Final = 8  # of those that were found, named on the screen

LexiconOption = Annotated[
    Path | None,
    typer.Option(
        "--lexicon", metavar="DIR", help="A lexicon in place of ours.", show_default="the shipped one"
    ),
]
ExtraLexiconOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--extra-lexicon", metavar="DIR", help="A lexicon laid over it; may be given several times."
    ),
]


@lexicon_app.command()
def check(lexicon: LexiconOption = None, extra_lexicon: ExtraLexiconOption = None) -> None:
    """Read a lexicon and say what is in it, or which cell is wrong (exit code 2).

    [dim]Examples:[/dim]

    jobscan lexicon check

    jobscan lexicon check --lexicon nursing/
    """
    from jobscan.extract import extractor_for

    read = _load(lexicon, extra_lexicon)
    extractor_for(read)  # some rows show only in use that they are no rule
    typer.echo(
        f"{len(read.skills):,} skills, {len(read.aliases):,} aliases, {len(read.masks):,} masks: all right"
    )
    typer.echo(f"digest {read.digest}")
    silent = sorted(set(read.skills) - {alias.skill_id for alias in read.aliases})
    if silent:
        typer.echo(f"without an alias, so never found: {', '.join(silent)}")


@lexicon_app.command()
def show(
    skill: Annotated[
        str, typer.Argument(metavar="[SKILL]", help="A skill's id or name.", show_default=False)
    ] = "",
    lexicon: LexiconOption = None,
    extra_lexicon: ExtraLexiconOption = None,
) -> None:
    """Explain a skill: what it means and every way in which postings write it; without one, list them all.

    [dim]Examples:[/dim]

    jobscan lexicon show python

    jobscan lexicon show
    """
    from jobscan.explain.lexicon_words import find_skill

    read = _load(lexicon, extra_lexicon)
    if not skill:
        _print_list(read)
        return
    _print_lines(_entry_lines(read, find_skill(read, skill)))


@lexicon_app.command("export")
def export_lexicon(
    file_format: Annotated[
        str, typer.Option("--format", metavar="[spacy]", help="How it is written.")
    ] = "spacy",
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else standard output.")] = None,
    lexicon: LexiconOption = None,
    extra_lexicon: ExtraLexiconOption = None,
) -> None:
    """Write the lexicon as patterns that spaCy's EntityRuler and SpanRuler read.

    Conditions on what stands near a phrase have no place in that format and are left out.

    [dim]Example:[/dim]

    jobscan lexicon export --format spacy --to patterns.jsonl
    """
    from jobscan.lexicon_formats import dump_spacy_patterns

    if file_format != "spacy":
        raise JobscanError(f"unknown format {file_format!r}. Known is spacy.")
    patterns = dump_spacy_patterns(_load(lexicon, extra_lexicon)).encode()
    if to is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(patterns)
        return
    from jobscan.outputs import write_files

    write_files(to.parent, {to.name: partial(_write, patterns)})


@lexicon_app.command("import")
def import_lexicon(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH", help="A file of patterns or a table, or a folder of tables.", show_default=False
        ),
    ],
    to: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder of the new lexicon.", show_default=False)
    ],
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="[spacy|esco|onet]",
            help="Whose format it is.",
            show_default="what it looks like",
        ),
    ] = "",
    occupation: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="Take only the skills of occupations so called, or with such a code (ESCO and O*NET).",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Make a lexicon of spaCy patterns, or of the tables of skills that ESCO and O*NET publish.

    Use it with --lexicon in place of ours, for other professions.

    [dim]Examples:[/dim]

    jobscan lexicon import patterns.jsonl --to my-lexicon

    jobscan lexicon import esco-tables/ --occupation nurse --to nursing

    jobscan lexicon import "Technology Skills.txt" --occupation 29-1141 --to nursing-software
    """
    from jobscan.lexicon import load_lexicon
    from jobscan.lexicon_formats import IMPORT_FORMATS
    from jobscan.lexicon_formats import import_lexicon as import_files
    from jobscan.outputs import check_format, write_files

    if file_format:
        check_format(file_format, IMPORT_FORMATS)
    imported = import_files(path, file_format=file_format, occupation=occupation.strip())
    for name in imported.files:
        if (to / name).exists():
            raise JobscanError(f"{to / name}: exists already; name an empty or new folder with --to")
    write_files(to, {name: partial(_write, text.encode()) for name, text in imported.files.items()})
    read = load_lexicon(to)
    if imported.occupations:
        typer.echo(printable(_occupations_line(imported.occupations)))
    typer.echo(f"{len(read.skills):,} skills, {len(read.aliases):,} aliases written to {to}")


def _occupations_line(names: Sequence[str]) -> str:
    count = "1 occupation" if len(names) == 1 else f"{len(names):,} occupations"
    more = "" if len(names) <= _OCCUPATIONS else " and so on"
    return f"{count}: {', '.join(names[:_OCCUPATIONS])}{more}"


def _write(data: bytes, handle: BinaryIO) -> None:
    handle.write(data)


def _load(lexicon: Path | None, extra: list[Path] | None) -> Lexicon:
    from jobscan.lexicon import load_lexicon

    return load_lexicon(lexicon, extra=extra or ())


def _print_list(lexicon: Lexicon) -> None:
    from rich.table import Table

    console = output()
    counts = dict.fromkeys(lexicon.skills, 0)
    for alias in lexicon.aliases:
        counts[alias.skill_id] += 1
    if not console.is_terminal:
        for skill in lexicon.skills.values():
            fields = (
                skill.skill_id,
                skill.name,
                skill.category,
                skill.guide_section,
                str(counts[skill.skill_id]),
            )
            typer.echo("\t".join(printable(text) for text in fields))
        return
    table = Table("skill_id", "Skill", "Category", "Guide section", box=None, header_style="bold")
    table.add_column("Aliases", justify="right")
    for skill in lexicon.skills.values():
        fields = (
            skill.skill_id,
            skill.name,
            skill.category,
            skill.guide_section,
            str(counts[skill.skill_id]),
        )
        table.add_row(*(printable(text) for text in fields))
    console.print(table)


def _print_lines(lines: Iterable[str]) -> None:
    """Print lines, on a terminal folded so that what goes on stands further in."""
    console = output()
    for line in lines:
        text = printable(line)
        if console.is_terminal:
            inset = " " * (len(text) - len(text.lstrip()))
            text = textwrap.fill(
                text.lstrip(),
                max(console.width - 1, 40),
                initial_indent=inset,
                subsequent_indent=f"{inset}    ",
            )
        typer.echo(text)


def _entry_lines(lexicon: Lexicon, skill: Skill) -> list[str]:
    """A skill in words; what belongs to a line stands further in."""
    from jobscan.explain.lexicon_words import guards

    guide = (
        f"named by the career guide under {skill.guide_section}"
        if skill.guide_section
        else "not in the guide"
    )
    lines = [f"{skill.name} ({skill.skill_id})", f"  category {skill.category}; {guide}"]
    if skill.description:
        lines.append(f"  {skill.description}")
    aliases = [alias for alias in lexicon.aliases if alias.skill_id == skill.skill_id]
    lines.append(f"  found as ({len(aliases)}):" if aliases else "  no alias, so never found")
    for alias in sorted(aliases, key=lambda alias: (alias.file, alias.line)):
        lines.append(f"    {alias.alias}  [{alias.file}:{alias.line}]")
        lines += [f"      {guard}" for guard in guards(alias, lexicon)]
    return lines
