"""The pages of the reference, made of the code itself: commands, columns of tables, the Python package."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

import jobscan
from jobscan.cli import app
from jobscan.cli.terminal import EXIT_NOTHING_WRITTEN, EXIT_SOME_FAILED, EXIT_STOPPED
from jobscan.compare.tables import COMPARED, MATCHES, PLAN
from jobscan.evaluate.figures import FIGURES
from jobscan.evaluate.mistakes import ERRORS
from jobscan.market.change_tables import DIFFERENCE, TREND, TREND_SUMMARY
from jobscan.market.guide.tables import GUIDE_CHECK, GUIDE_SKILLS
from jobscan.market.tables import (
    COOCCURRENCE,
    DISTINCTIVE,
    EDUCATION,
    SALARY,
    SKILL_SETS,
    SKILL_SHARES,
)
from jobscan.tables import (
    FAILURES,
    POSTING_SKILLS,
    POSTINGS,
    ROLE_BREAKDOWN,
    SKILL_DEMAND,
    Table,
    columns_markdown,
)

TABLES: tuple[tuple[str, tuple[Table, ...]], ...] = (
    ("What a scan writes", (SKILL_DEMAND, ROLE_BREAKDOWN, POSTINGS, POSTING_SKILLS, FAILURES)),
    (
        "What is made of a scan",
        (
            *(SKILL_SHARES, DISTINCTIVE, COOCCURRENCE, SKILL_SETS, EDUCATION, SALARY),
            *(TREND, TREND_SUMMARY, DIFFERENCE, GUIDE_CHECK, GUIDE_SKILLS),
        ),
    ),
    ("What compare writes", (COMPARED, MATCHES, PLAN)),
    ("What evaluate writes", (FIGURES, ERRORS)),
)
"""The tables that a user meets, by the command that makes them."""

EXIT_CODES = f"""\
## Exit codes

| code | meaning |
| --- | --- |
| 0 | everything was read |
| {EXIT_SOME_FAILED} | some inputs could not be read; `failures.csv` names them, the others are counted |
| {EXIT_NOTHING_WRITTEN} | the command or the lexicon is wrong; nothing was written |
| {EXIT_STOPPED} | you stopped it with Ctrl-C |
"""

_LINE = 88
# Marks of the help's colours: [bold]jobscan scan[/bold].
_TAG = re.compile(r"\[(?:bold|cyan|green|dim)\](.*?)\[/(?:bold|cyan|green|dim)?\]")


def write_pages(folder: Path) -> list[Path]:
    """Write the pages into a folder, those that changed: the paths of all."""
    folder.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        path, text = folder / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return [folder / name for name in PAGES]


def commands_page() -> str:
    """Every command with its arguments and options, as Markdown."""
    parts = [
        "# Commands\n",
        "`jobscan COMMAND --help` shows the same on your screen.\n",
        EXIT_CODES,
    ]
    parts += [_command_part(context) for context in command_contexts()]
    return "\n".join(parts)


def command_contexts() -> Iterator[Any]:
    """Every command that can be typed, in the order of the help, groups opened."""
    root: Any = typer.main.get_command(app)
    stack: list[Any] = [root.make_context("jobscan", [], resilient_parsing=True)]
    while stack:
        context = stack.pop()
        if not hasattr(context.command, "list_commands"):
            yield context
            continue
        names = context.command.list_commands(context)
        commands = [context.command.get_command(context, name) for name in names]
        inner = [
            command.make_context(name, [], parent=context, resilient_parsing=True)
            for name, command in zip(names, commands, strict=True)
            if command is not None and not command.hidden
        ]
        stack += reversed(inner)


def _command_part(context: Any) -> str:
    command = context.command
    lines = [
        f"## {context.command_path}\n",
        f"```text\n{_usage(context)}\n```\n",
        f"{_help(command.help)}\n",
    ]
    for kind in ("argument", "option"):
        found = [parameter for parameter in command.params if parameter.param_type_name == kind]
        rows = [row for parameter in found for row in _row(parameter)]
        if rows:
            lines += [f"| {kind} | meaning |", "| --- | --- |", *rows, ""]
    return "\n".join(lines)


def _usage(context: Any) -> str:
    return " ".join([context.command_path, *context.command.collect_usage_pieces(context)])


def _row(parameter: Any) -> Iterator[str]:
    if getattr(parameter, "hidden", False) or parameter.name == "help":
        return
    if parameter.param_type_name == "argument":
        name = f"`{_metavar(parameter)}`"
    else:
        metavar = "" if parameter.is_flag else f" {_metavar(parameter)}"
        name = ", ".join(f"`{flag}{metavar}`" for flag in (*parameter.opts, *parameter.secondary_opts))
    meaning = _plain(getattr(parameter, "help", "") or "")
    default = parameter.default
    if isinstance(default, str | int | float) and not isinstance(default, bool) and "efault" not in meaning:
        meaning = f"{meaning} Default: `{default}`."
    yield f"| {name} | {meaning} |".replace("\n", " ")


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper()).replace("|", "\\|")


def _help(text: str | None) -> str:
    """The help of a command as Markdown, its examples as a block."""
    prose, _, examples = _TAG.sub(r"\1", inspect.cleandoc(text or "")).partition("Examples:")
    lines = [line.strip("\b\f ") for line in examples.splitlines()]
    shown = "\n".join(line for line in lines if line)
    return _plain(prose) + (f"\n\n```sh\n{shown}\n```" if shown else "")


def _plain(text: str | None) -> str:
    """Text of the help as Markdown: the tags of its colours taken out, bars of tables escaped."""
    words = _TAG.sub(r"`\1`", inspect.cleandoc(text or ""))
    return re.sub("[\b\f]", "", words).replace("|", "\\|").replace("<", "&lt;").strip()


def columns_page() -> str:
    """The columns of every table, as Markdown."""
    parts = ["# Columns of tables\n", "An empty cell is unknown; it never means 0.\n"]
    for title, tables in TABLES:
        parts.append(f"## {title}\n")
        parts += [f"### {table.name}\n\n{table.meaning}\n\n{columns_markdown(table)}" for table in tables]
    return "\n".join(parts)


def python_page() -> str:
    """The public names of the package with their signatures, as Markdown."""
    parts = ["# Python\n", "All of these are names of the package `jobscan`.\n"]
    names = sorted((name for name in jobscan.__all__ if not name.startswith("_")), key=str.lower)
    parts += [_name_part(name, getattr(jobscan, name)) for name in names]
    return "\n".join(parts)


def _name_part(name: str, value: Any) -> str:
    parts = [f"## {name}\n"]
    if inspect.isclass(value) and issubclass(value, Exception):
        parts.append("An exception.\n")
    elif not inspect.isclass(value):
        parts.append(_signature(name, value))
    parts.append(f"{_prose(value)}\n")
    if dataclasses.is_dataclass(value):
        parts += _fields(value)
    if inspect.isclass(value) and not issubclass(value, Exception):
        for method, function in inspect.getmembers(value, inspect.isfunction):
            if not method.startswith("_"):
                parts += [f"### {name}.{method}\n", _signature(method, function), f"{_prose(function)}\n"]
    return "\n".join(parts)


def _signature(name: str, function: Any) -> str:
    """How a function is called, as a block; on a line a parameter where it is long."""
    signature = inspect.signature(function)
    kept = [parameter for parameter in signature.parameters.values() if parameter.name != "self"]
    signature = signature.replace(parameters=kept)
    line = f"{name}{signature}".replace("'", "")
    if len(line) > _LINE:
        stars = [("*, " if _is_first_named(kept, at) else "") + str(one) for at, one in enumerate(kept)]
        rows = ",\n    ".join(stars).replace("'", "")
        line = f"{name}(\n    {rows},\n) -> {str(signature.return_annotation).replace(chr(39), '')}"
    return f"```text\n{line}\n```\n"


def _is_first_named(parameters: list[inspect.Parameter], at: int) -> bool:
    named = inspect.Parameter.KEYWORD_ONLY
    return parameters[at].kind is named and (at == 0 or parameters[at - 1].kind is not named)


def _fields(value: Any) -> Iterator[str]:
    """The fields of a record as a table, with what the source says under each."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    said = {}
    for node, after in itertools.pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = after.value.value if _is_text(after) else ""  # type: ignore[attr-defined]
            said[node.target.id] = " ".join(text.split())
    names = [field for field in dataclasses.fields(value) if not field.name.startswith("_")]
    if names:
        yield "| field | type | meaning |\n| --- | --- | --- |"
        for field in names:
            kind = str(field.type).replace("|", "\\|")
            yield f"| `{field.name}` | `{kind}` | {_plain(said.get(field.name, ''))} |"
        yield ""


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _prose(value: Any) -> str:
    """A docstring without what follows its first example, which is for the tests."""
    return (inspect.getdoc(value) or "").partition(">>> ")[0].rstrip().replace("<", "&lt;")


PAGES = {"commands.md": commands_page, "columns.md": columns_page, "python.md": python_page}
"""The pages of the reference, and what makes each."""
