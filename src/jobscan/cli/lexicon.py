"""jobscan lexicon: check, explain, export and import the skills that are looked for."""

from __future__ import annotations

import difflib
import sys
import textwrap
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from jobscan.cli.terminal import output, printable
from jobscan.errors import JobscanError, LexiconError

if TYPE_CHECKING:
    from jobscan.lexicon import Alias, Lexicon, Skill

lexicon_app = typer.Typer(no_args_is_help=True, help="Check, explain, export and import lexicons of skills.")

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

_CONDITIONS = {
    "tool": "another technical term stands near by",
    "list": "it stands in a list beside another technical term",
    "start": "it begins a sentence or bullet",
    "before": "directly before it stands {}",
    "after": "directly after it stands {}",
    "near": "near it stands {}",
    "sentence": "in the same sentence stands {}",
    "title": "the posting's title holds {}",
    "section": "it stands in a section about {}",
}


@lexicon_app.command()
def check(lexicon: LexiconOption = None, extra_lexicon: ExtraLexiconOption = None) -> None:
    """Read a lexicon and say what is in it, or which cell is wrong (exit code 2).

    [dim]Examples:[/dim]

    jobscan lexicon check

    jobscan lexicon check --lexicon nursing/
    """
    read = _load(lexicon, extra_lexicon)
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
    read = _load(lexicon, extra_lexicon)
    if not skill:
        _print_list(read)
        return
    entry = _find(read, skill)
    _print_lines(_entry_lines(read, entry))


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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="spaCy patterns, JSON Lines.")],
    to: Annotated[Path, typer.Option(metavar="DIR", help="The folder of the new lexicon.")],
) -> None:
    """Make a lexicon of spaCy patterns, for --lexicon or --extra-lexicon.

    [dim]Example:[/dim]

    jobscan lexicon import patterns.jsonl --to my-lexicon
    """
    from jobscan.lexicon import load_lexicon
    from jobscan.lexicon_formats import lexicon_from_spacy
    from jobscan.outputs import write_files

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LexiconError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{file}: byte {error.start} is not UTF-8") from error
    files = lexicon_from_spacy(lines, origin=str(file))
    for name in files:
        if (to / name).exists():
            raise JobscanError(f"{to / name}: exists already; name an empty or new folder with --to")
    write_files(to, {name: partial(_write, text.encode()) for name, text in files.items()})
    read = load_lexicon(to)
    typer.echo(f"{len(read.skills):,} skills, {len(read.aliases):,} aliases written to {to}")


def _write(data: bytes, handle: BinaryIO) -> None:
    handle.write(data)


def _load(lexicon: Path | None, extra: list[Path] | None) -> Lexicon:
    from jobscan.lexicon import load_lexicon

    return load_lexicon(lexicon, extra=extra or ())


def _find(lexicon: Lexicon, asked: str) -> Skill:
    """The skill of an id or a name. Raises JobscanError that names the nearest."""
    if asked in lexicon.skills:
        return lexicon.skills[asked]
    names = {
        name.casefold(): skill for skill in lexicon.skills.values() for name in (skill.skill_id, skill.name)
    }
    names |= {
        a.alias.casefold(): lexicon.skills[a.skill_id]
        for a in lexicon.aliases
        if a.alias.casefold() not in names
    }
    if asked.casefold() in names:
        return names[asked.casefold()]
    near = [names[name].skill_id for name in difflib.get_close_matches(asked.casefold(), names, n=6)]
    hint = (
        f"Did you mean {', '.join(dict.fromkeys(near))}?"
        if near
        else "`jobscan lexicon show` lists them all."
    )
    raise JobscanError(f"no skill {asked!r} in the lexicon. {hint}")


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
        lines += [f"      {guard}" for guard in _guards(alias, lexicon)]
    return lines


def _guards(alias: Alias, lexicon: Lexicon) -> list[str]:
    """What guards an alias, a line each."""
    lines = ["only written just so"] if alias.case == "exact" else []
    for conditions, first in ((alias.needs, "only where"), (alias.unless, "not where")):
        texts = [_condition(text, lexicon) for text in conditions.split(";") if text.strip()]
        lines += [f"{first if at == 0 else '  or where'} {text}" for at, text in enumerate(texts)]
    return lines


def _condition(text: str, lexicon: Lexicon) -> str:
    kind, _, words = text.strip().partition(":")
    listed = [
        word for part in words.split("|") for word in lexicon.word_sets.get(part.strip("{}"), (part,)) if word
    ]
    return _CONDITIONS.get(kind, text).format(", ".join(word.replace("_", " ") for word in listed))
