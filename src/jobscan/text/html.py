"""HTML as block-aware plain text: words are neither glued nor split, and list items stay list items.

Written on lxml's tree rather than on BeautifulSoup because every description of every posting passes here.
"""

from __future__ import annotations

import html
import re
from functools import cache

from lxml import etree

from jobscan.text.characters import tidy_text, visible

__all__ = ["description_text", "html_to_text", "looks_like_html", "tidy_text", "unescape_once"]

# How an element breaks lines.
_INLINE, _BLOCK, _PARAGRAPH, _HEADING, _LIST, _ITEM, _CELL, _BREAK, _PREFORMATTED, _DROP = range(10)
_TAGS: dict[int, str] = {
    _BLOCK: "address article aside body button caption center dd details dialog div dt fieldset figcaption "
    "figure footer form header hgroup html legend main nav section summary tbody tfoot thead tr",
    _PARAGRAPH: "p hr blockquote",
    _HEADING: "h1 h2 h3 h4 h5 h6",
    _LIST: "ul ol menu dir dl table",
    _ITEM: "li",
    _CELL: "td th",
    _BREAK: "br",
    _PREFORMATTED: "pre xmp listing plaintext",
    _DROP: "script style noscript template head title svg iframe object embed applet canvas audio video "
    "select datalist textarea input img map",
}

# The level of the break before, and behind, an element of each kind; 0 where it is none or not that alone.
_OPENS = (0, 1, 2, 0, 1, 0, 0, 0, 2, 0)
_CLOSES = (0, 1, 2, 1, 2, 0, 0, 0, 2, 0)

# libxml2 stops at a depth of 2,048 and loses what follows; real pages stay below 300.
_MAX_DEPTH = 1_000

_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table(?:-row)?)\b", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_PRINTABLE_ODD = "\ufffc"  # the one character that `visible` takes away and Python calls printable
_OWN_BULLET = re.compile(r"\A(?:[•·▪▫◦‣⁃●○■□◆◇➢➤►▶✓✔]+\s*|[*–-](?:\s+|\Z))")

_KNOWN_TAGS = (
    "abbr|address|article|aside|body|blockquote|big|br|caption|center|code|dd|dir|div|dl|dt|em|figure|font|"
    "footer|form|h[1-6]|header|hr|html|iframe|img|ins|label|li|main|mark|nav|ol|pre|script|section|small|span|"
    "strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|ul|wbr|o:p"
)
# A tag of one letter is also a type parameter (`List<B>`, `Map<p>`): then it must not follow a word.
_TAG = re.compile(
    rf"<(?:/?(?:{_KNOWN_TAGS})(?:\s[^<>]*)?/?>|a\s[^<>]*>|/[abipqsu]>|(?<!\w<)[bipqsu](?:\s[^<>]*)?/?>|p>)",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|table|section|article|blockquote|pre|dl|dt|dd)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;[a-z/]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
# Browsers read a reference to 128..159 as Windows' character, older releases of libxml2 as a control one.
_C1_REFERENCE = re.compile(r"&#(?:0*1[2-5]\d|x0*[89][0-9a-f])(?!\w);?", re.IGNORECASE)
_OTHER_ENTITY = re.compile(r"&(?!amp;)[#a-z]", re.IGNORECASE)
_LITERAL_BREAK = re.compile(r"(?:\\r)?\\n|\\r(?=\W|$)")
_LONE_BREAK = re.compile(r"(?<![\w:\\])(?:\\r)?\\n")
_RAW_TEXT = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[!/?a-z][^<>]*>", re.IGNORECASE)


def html_to_text(fragment: str, *, keep_newlines: bool = False) -> str:
    r"""The visible text of an HTML fragment or page, block by block.

    Blocks end lines, a blank line parts paragraphs and stands before a heading; a list item is a line that
    begins with `- `; cells of a table row are parted by ` | `. Entities are unescaped once. Never raises; ""
    if nothing is visible.

    keep_newlines: also keep the line breaks of the source, for text that was only sprinkled with inline tags.

    >>> html_to_text("<h3>You bring</h3><ul><li><b>K</b>ubernetes<li>R&amp;D</ul>Apply<br>now")
    'You bring\n- Kubernetes\n- R&D\n\nApply\nnow'
    """
    root = parse_html(fragment)
    if root is None:
        return ""
    return element_text(root, keep_newlines=keep_newlines, fallback=fragment)


def element_text(root: etree._Element, *, keep_newlines: bool = False, fallback: str | None = None) -> str:
    """The visible text of an lxml element, as html_to_text gives it.

    fallback: the source of the element, read without structure if the tree is too deep; None walks the tree's
    text.
    """
    lines = _Lines(keep_newlines=keep_newlines)
    if _walk(root, lines):
        return lines.text()
    source = fallback if fallback is not None else " ".join(str(part) for part in root.itertext())
    return tidy_text(html.unescape(_ANY_TAG.sub("\n", _RAW_TEXT.sub("\n", source))))


def description_text(value: str) -> str:
    r"""The plain text of a description field: HTML, HTML escaped once or twice, or plain text.

    Literal `\n` become line breaks, entities that are left over are mended; plain text keeps its lines, with
    white space and invisible characters tidied.
    """
    text = _break_lines(value) if "\\n" in value else value
    for _ in range(2):
        text = unescape_once(text)
    if not looks_like_html(text):
        return tidy_text(_mend_entities(text))
    plain = html_to_text(text, keep_newlines=_BLOCK_TAG.search(text) is None)
    if len(_BLOCK_TAG.findall(plain)) > 1:
        plain = html_to_text(plain)
    return tidy_text(_mend_entities(plain)) if _ENTITY.search(plain) else plain


def _break_lines(text: str) -> str:
    r"""The text with literal `\n` as line breaks; a single one behind a word may be a path (`C:\new`)."""
    many = "\n" not in text or text.count("\\n") > 2
    return (_LITERAL_BREAK if many else _LONE_BREAK).sub("\n", text)


def unescape_once(text: str) -> str:
    """The text with its HTML entities unescaped once, if it is HTML that was escaped; else unchanged.

    Escaped HTML has no real tag and has `&lt;` before a letter or a slash (Greenhouse, Arbeitnow).

    >>> unescape_once("&lt;p&gt;R&amp;amp;D&lt;/p&gt;")
    '<p>R&amp;D</p>'
    """
    if _ESCAPED_TAG.search(text) is None or looks_like_html(text):
        return text
    return _unescape(text)


def looks_like_html(text: str) -> bool:
    """Whether the text holds at least one tag that HTML knows.

    >>> [looks_like_html(text) for text in ("<p>Hi", "a < b", "I <3 it", "List<String>", "1<br/>2")]
    [True, False, False, False, True]
    """
    return "<" in text and _TAG.search(text) is not None


class _Lines:
    """Collects text and breaks into lines: a break is only written when text follows it."""

    __slots__ = ("_buffer", "_cell", "_keep_newlines", "_level", "_lines", "_list_depth", "_marker")

    def __init__(self, *, keep_newlines: bool) -> None:
        self._keep_newlines = keep_newlines
        self._lines: list[str] = []
        self._buffer: list[str] = []
        self._level = 0  # 1: the next text begins a line; 2: after a blank line
        self._marker = ""
        self._cell = False
        self._list_depth = 0

    def add(self, text: str, *, preformatted: bool) -> None:
        """Add text, with its line breaks where they count."""
        if preformatted or self._keep_newlines:
            if "\n" in text:
                first, *rest = text.split("\n")
                self._buffer.append(first)
                for line in rest:
                    self._line_break()
                    self._buffer.append(line)
                return
        elif not self._buffer and text.isspace():
            return
        if self._cell and not text.isspace():
            self._buffer.append(" | ")
            self._cell = False
        self._buffer.append(text)

    def open(self, kind: int) -> None:
        """Break before the text of an element that is no mere block."""
        if kind == _ITEM:
            self._item()
        elif kind == _BREAK:
            self._line_break()
        elif kind == _HEADING:
            self._flush()
            self._level = 2
        else:
            self._cell = any(not part.isspace() for part in self._buffer)

    def end_item(self) -> None:
        """Break behind the text of a list's item."""
        self._flush()
        self._list_depth -= 1
        self._level = 1
        self._marker = ""

    def block(self, level: int) -> None:
        """Break before or behind a block. level: 1 begins a line, 2 leaves one blank, outside of lists."""
        if self._buffer:
            self._flush()
        self._level = max(self._level, 1 if self._list_depth else level)

    def _line_break(self) -> None:
        self._flush()
        self._level = 1 if self._level == 0 else 2

    def _item(self) -> None:
        self._flush()
        self._list_depth += 1
        in_list = bool(self._lines) and self._lines[-1].startswith("- ")
        self._level = 1 if in_list else max(1, self._level)
        self._marker = "- "

    def _flush(self) -> None:
        self._cell = False
        if not self._buffer:
            return
        line = " ".join("".join(self._buffer).split())
        self._buffer.clear()
        if not line:
            return
        if not line.isascii() and (not line.isprintable() or _PRINTABLE_ODD in line):
            line = " ".join(visible(line).split())
        if self._marker:
            line = _OWN_BULLET.sub("", line)
        if not line:
            return
        if self._level == 2 and self._lines:
            self._lines.append("")
        self._lines.append(self._marker + line)
        self._marker = ""
        self._level = 0

    def text(self) -> str:
        """All the lines."""
        self._flush()
        return "\n".join(self._lines)


def _walk(root: etree._Element, lines: _Lines) -> bool:
    """Feed every visible text under root into lines; False if the tree is too deep to be walked."""
    kinds = _kinds()
    opened: list[int] = []  # the kinds of the elements around, root's first
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            kind = kinds.get(node.tag, _INLINE)
            if kind != _DROP and (node.get("style") is not None or node.get("hidden") is not None):
                kind = _kind_by_attributes(node, kind)
            opened.append(kind)
            if kind == _DROP:
                walker.skip_subtree()
                continue
            if len(opened) > _MAX_DEPTH:
                return False
            if level := _OPENS[kind]:
                lines.block(level)
            elif kind:
                lines.open(kind)
            preformatted += kind == _PREFORMATTED
            text = node.text
        else:
            kind = opened.pop()
            if level := _CLOSES[kind]:
                lines.block(level)
            elif kind == _ITEM:
                lines.end_item()
            preformatted -= kind == _PREFORMATTED
            text = node.tail if opened else None
        if text:
            lines.add(text, preformatted=preformatted > 0)
    return True


def _kind_by_attributes(node: etree._Element, kind: int) -> int:
    """How an element that has attributes breaks lines, or that it is not shown."""
    hidden = node.get("hidden")
    if hidden is not None and hidden != "until-found":
        return _DROP
    style = node.get("style")
    if style is None:
        return kind
    if _HIDING_STYLE.search(style):
        return _DROP
    return _BLOCK if kind == _INLINE and _BLOCK_STYLE.search(style) else kind


def parse_html(source: str) -> etree._Element | None:
    """The root of lxml's tree of a page or fragment, without comments; None where nothing would be shown."""
    if "CDATA" in source or "]]>" in source:
        source = _CDATA.sub("", source)
    if "&#" in source:
        source = _C1_REFERENCE.sub(lambda reference: html.unescape(reference[0]), source)
    data = source.replace("\0", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        return etree.fromstring(data, _parser())
    except etree.LxmlError:
        # Only a comment, a declaration or nothing a browser would show.
        return None


def depth_of(source: str) -> int:
    """How deeply the elements of a page are nested; 0 where nothing would be shown, at most some 2,000."""
    root = parse_html(source)
    deepest = depth = 0
    for event, _ in () if root is None else etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


@cache
def _parser() -> etree.HTMLParser:
    # The bytes are ours, so a charset that the markup declares must not be believed.
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


@cache
def _kinds() -> dict[str, int]:
    return {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}


def _unescape(text: str) -> str:
    """html.unescape, four times faster where only the escapes that every templating language makes occur."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#39;", "'")
    return html.unescape(text) if _OTHER_ENTITY.search(plain) else plain.replace("&amp;", "&")


def _mend_entities(text: str) -> str:
    """The text without entities, also where they were escaped twice."""
    for _ in range(2):
        if _ENTITY.search(text) is None:
            break
        text = html.unescape(text)
    return text
