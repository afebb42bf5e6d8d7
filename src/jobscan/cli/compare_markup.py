"""A comparison's page as Markdown, and as an HTML page that needs nothing else.

Postings and CVs are hostile until shown otherwise: in Markdown no text is markup, in HTML all of it is
escaped, there is no script, and the page's own policy forbids whatever would be loaded or run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from jobscan.cli.terminal import printable
from jobscan.compare.page import Block, Entry, Heading, Paragraph, Sum, points, total

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~])")
# What makes a list, a heading or a rule at the beginning of a line.
_OPENING: Final = re.compile(r"^(\d{0,9})([-+#=.)])")
_WEB: Final = re.compile(r"https?://[^\s<>\"'`\\]+")

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c1c1c; --dim: #5c5c5c; --line: #d8d8d8; --paper: #fff;
  --good: #17692f; --close: #7a5200; --bad: #a31621; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --dim: #a8a8a8; --line: #3d3d3d;
  --paper: #161616; --good: #74d38e; --close: #e8b85a; --bad: #ff8f8a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 46rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
ul { padding-left: 1.2rem; } ul.entries { list-style: none; padding: 0; margin: 0; }
ul.entries > li { border-top: 1px solid var(--line); padding: .5rem 0; }
.status { display: inline-block; min-width: 5.5rem; font-size: .85rem; font-weight: 600; color: var(--dim); }
.met { color: var(--good); } .close { color: var(--close); } .missing { color: var(--bad); }
.aside, dt { color: var(--dim); }
dl { display: grid; grid-template-columns: 4.5rem 1fr; gap: .1rem .5rem; margin: .25rem 0 0;
  font-size: .92rem; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
@media (max-width: 30rem) { .status { min-width: 0; margin-right: .4rem; }
  dl { grid-template-columns: 1fr; } }
@media print { :root { --ink: #000; --dim: #444; --line: #bbb; --paper: #fff; --good: #000; --close: #000;
  --bad: #000; } body { max-width: none; padding: 0; } li, tr { break-inside: avoid; } }
"""


def markdown_of(blocks: Sequence[Block]) -> str:
    """The page as Markdown."""
    parts: list[str] = []
    for place, block in enumerate(blocks):
        before = blocks[place - 1] if place else None
        joins = before is not None and _is_item(block) and _is_item(before)
        parts.append(("" if joins or not place else "\n") + _markdown(block))
    return "".join(parts)


def _is_item(block: Block) -> bool:
    return isinstance(block, Entry) or (isinstance(block, Paragraph) and block.item)


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_plain(block.text)}\n"
    if isinstance(block, Paragraph):
        strong = f"**{_plain(block.strong)}** " if block.strong else ""
        link = f" <{block.link}>" if _WEB.fullmatch(block.link) else f" {_plain(block.link)}"
        return (
            f"{'- ' if block.item else ''}{strong}{_plain(block.text)}{link if block.link else ''}".rstrip()
            + "\n"
        )
    if isinstance(block, Entry):
        aside = f": {_plain(block.aside)}" if block.aside else ""
        quotes = "".join(f"  - {whose}: “{_plain(words)}”\n" for whose, words in block.quotes)
        return f"- {block.status}: **{_plain(block.name)}**{aside}\n{quotes}"
    return _markdown_sum(block)


def _markdown_sum(block: Sum) -> str:
    asked, met = total(block.lines)
    rows = [
        f"| {_plain(line.what)} | {line.level} | {points(line.met)} | {points(line.asked)} |\n"
        for line in block.lines
    ]
    return (
        "| what | level | points | of |\n| --- | --- | ---: | ---: |\n"
        + "".join(rows)
        + f"| **in all** | | **{points(met)}** | **{points(asked)}** |\n\n"
        + f"100 × {points(met)} / {points(asked)} = {block.score}\n"
    )


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    words = _MARKUP.sub(r"\\\1", " ".join(printable(text).split()).replace("&", "&amp;"))
    return _OPENING.sub(r"\1\\\2", words)


def html_of(blocks: Sequence[Block]) -> str:
    """The page as HTML: one file, with no script, that loads nothing."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    body = "".join(
        _html_items(list(group)) if is_item else "".join(map(_html, group))
        for is_item, group in groupby(blocks, key=_is_item)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n"
        "</body>\n</html>\n"
    )


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_safe(block.text)}</h{block.level}>\n"
    if isinstance(block, Sum):
        return _html_sum(block)
    return f"<p>{_html_words(block)}</p>\n"


def _html_items(blocks: Sequence[Block]) -> str:
    kind = ' class="entries"' if isinstance(blocks[0], Entry) else ""
    return f"<ul{kind}>\n{''.join(f'<li>{_html_words(block)}</li>' + chr(10) for block in blocks)}</ul>\n"


def _html_words(block: Block) -> str:
    if isinstance(block, Entry):
        aside = f' <span class="aside">{_safe(block.aside)}</span>' if block.aside else ""
        quotes = "".join(f"<dt>{whose}</dt><dd><q>{_safe(words)}</q></dd>" for whose, words in block.quotes)
        status = block.status.replace(" ", "-")
        return (
            f'<span class="status {status}">{block.status}</span><strong>{_safe(block.name)}</strong>{aside}'
            + (f"<dl>{quotes}</dl>" if quotes else "")
        )
    if isinstance(block, Paragraph):
        strong = f"<strong>{_safe(block.strong)}</strong> " if block.strong else ""
        return f"{strong}{_safe(block.text)}{_html_link(block.link)}"
    return ""


def _html_link(link: str) -> str:
    if not link:
        return ""
    if not _WEB.fullmatch(link):
        return f" {_safe(link)}"
    return f' <a href="{_safe(link)}" rel="noopener noreferrer">{_safe(link)}</a>'


def _html_sum(block: Sum) -> str:
    asked, met = total(block.lines)
    rows = "".join(
        f'<tr><td>{_safe(line.what)}</td><td>{line.level}</td><td class="number">{points(line.met)}</td>'
        f'<td class="number">{points(line.asked)}</td></tr>\n'
        for line in block.lines
    )
    return (
        '<table>\n<thead><tr><th scope="col">what</th><th scope="col">level</th>'
        '<th scope="col" class="number">points</th><th scope="col" class="number">of</th></tr></thead>\n'
        f'<tbody>\n{rows}</tbody>\n<tfoot><tr><th scope="row" colspan="2">in all</th>'
        f'<td class="number">{points(met)}</td><td class="number">{points(asked)}</td></tr></tfoot>'
        "\n</table>\n"
        f"<p>100 × {points(met)} / {points(asked)} = {block.score}</p>\n"
    )


def _safe(text: str) -> str:
    return html.escape(printable(text), quote=True)
