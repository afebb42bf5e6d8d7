"""RTF to text, by the control words that say something of it; all others are passed over.

The form is that of "Rich Text Format (RTF) Specification", version 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from jobscan.errors import SourceError
from jobscan.sources.papers.blocks import Block, Kind, blocks_to_text, row_blocks
from jobscan.sources.papers.paper import MAX_CHARACTERS, Paper, title_of
from jobscan.text.decode import writable

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])"
    rb"|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_MOST_NESTED: Final = 500

_LEFT_OUT: Final = frozenset(
    """fonttbl colortbl stylesheet info pict objdata themedata datafield fldinst shprslt sn sv nonesttables
    listtable listoverridetable revtbl rsidtbl generator xmlnstbl filetbl atnid atnauthor annotation
    template passwordhash latentstyles bkmkstart bkmkend ftnsep ftnsepc do""".split()
)
_SHOWN: Final = frozenset({"shpinst", "shptxt", "ud", "nestcell"})  # of those that old readers pass over
_SIGNS: Final = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "nestcell": "\t",
    "nestrow": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_ESCAPES: Final = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}
_PARAGRAPH_ENDS: Final = frozenset({"par", "sect", "page"})
_SYMBOL_FONT: Final = 2
_CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_CODEPAGES: Final = frozenset([437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259)])
_BULLET: Final = re.compile(r"\s*[•·▪◦\uf0b7]\s*")


def read_rtf(data: bytes) -> Paper:
    """The text of an RTF document. Raises SourceError: damaged, too_large, too_deep."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise SourceError("damaged", "does not begin as RTF does")
    reader = _Reader()
    reader.read(data)
    text = writable(blocks_to_text(reader.blocks))
    return Paper(text, title_of(text, shown="", property=_title(data)))


def _title(data: bytes) -> str:
    found = re.search(rb"\{\\title ([^{}\\]{1,200})\}", data[:65536])
    return found[1].decode("cp1252", errors="replace").strip() if found else ""


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    is_left_out: bool = False
    is_hidden: bool = False
    codec: str = "cp1252"
    fallback: int = 1
    r"""Characters behind a `\u` that stand for it in old readers."""
    in_table: bool = False
    in_fonts: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads control words and text one after the other."""

    blocks: list[Block] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _codec: str = "cp1252"
    _pieces: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _size: int = 0
    _skip: int = 0
    _is_item: bool = False
    _is_optional: bool = False
    r"""Whether the group begins with `\*`: left out unless it is known."""
    _cell: list[Block] = field(default_factory=list)
    _row: list[list[Block]] = field(default_factory=list)

    def read(self, data: bytes) -> None:
        """Read all of a document into blocks."""
        for token in _tokens(data):
            word, number, hexadecimal, escape, brace, text = token.groups()
            if word:
                self._control(word.decode(), int(number) if number else None)
            elif hexadecimal:
                self._byte(int(hexadecimal, 16))
            elif escape:
                self._escape(escape)
            elif brace:
                self._brace(opens=brace == b"{")
            elif text:
                for byte in text:
                    self._byte(byte)
        self._end_paragraph()
        self._end_row()

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self._skip = 0
        if opens:
            if len(self._stack) >= _MOST_NESTED:
                raise SourceError("too_deep", f"has groups nested more than {_MOST_NESTED} deep")
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()
        self._is_optional = False

    def _escape(self, escape: bytes) -> None:
        if escape == b"*":
            self._is_optional = True
        elif escape in b"\r\n":
            self._end_paragraph()
        elif escape in _ESCAPES:
            self._text(_ESCAPES[escape])

    def _byte(self, byte: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not (self._state.is_left_out or self._state.is_hidden):
            self._bytes.append(byte)

    def _control(self, word: str, number: int | None) -> None:
        self._flush()
        optional, self._is_optional = self._is_optional, False
        if word in {"listtext", "pntext"}:
            self._is_item = True
            self._state = replace(self._state, is_left_out=True)
        elif word in _LEFT_OUT or (optional and word not in _SHOWN):
            self._state = replace(self._state, is_left_out=True, in_fonts=word == "fonttbl")
        elif self._state.in_fonts or word in {"f", "ansicpg", "mac"}:
            self._font_word(word, number or 0)
        elif not self._state.is_left_out:
            self._shown_word(word, number)

    def _font_word(self, word: str, number: int) -> None:
        """Control words that say in which code a text is written."""
        if word == "f":
            self._font = number
            if not self._state.in_fonts:
                self._state = replace(self._state, codec=self._fonts.get(number, self._codec))
        elif word == "fcharset" and number != 1:
            self._fonts[self._font] = "symbol" if number == _SYMBOL_FONT else _CHARSETS.get(number, "cp1252")
        elif word == "mac" or (word == "ansicpg" and number in _CODEPAGES):
            self._codec = "mac_roman" if word == "mac" else f"cp{number}"
            self._state = replace(self._state, codec=self._codec)

    def _shown_word(self, word: str, number: int | None) -> None:
        if word in _SIGNS:
            self._text(_SIGNS[word])
        elif word == "u":
            if number is not None and -0x8000 <= number < 0x10000:
                self._text(chr(number % 0x10000))
            self._skip = self._state.fallback
        elif word == "uc":
            self._state = replace(self._state, fallback=min(max(number or 0, 0), 8))
        elif word in {"v", "deleted"}:
            self._state = replace(self._state, is_hidden=number != 0)
        elif word == "plain":
            self._state = replace(self._state, is_hidden=False)
        elif word in {"pard", "intbl"}:
            self._state = replace(self._state, in_table=word == "intbl")
        elif word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word == "cell":
            self._end_paragraph(in_table=True)
            self._row.append(self._cell)
            self._cell = []
        elif word == "row":
            self._end_row()

    def _text(self, text: str) -> None:
        self._flush()
        if self._skip:
            self._skip -= 1
        elif not (self._state.is_left_out or self._state.is_hidden):
            self._pieces.append(text)

    def _flush(self) -> None:
        """Bytes that stand beside each other are one text: a character may have two."""
        if not self._bytes:
            return
        raw, codec = bytes(self._bytes), self._state.codec
        self._bytes.clear()
        if codec == "symbol":
            text = "".join("•" if byte in b"\xb7\xa7" else chr(byte) if byte < 127 else " " for byte in raw)
        else:
            text = raw.decode(codec, errors="replace")
        self._pieces.append(text)

    def _end_paragraph(self, *, in_table: bool = False) -> None:
        self._flush()
        text = "".join(self._pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._pieces.clear()
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise SourceError("too_large", f"has more than {MAX_CHARACTERS:,} characters")
        mark = _BULLET.match(text)
        kind: Kind = "item" if mark or (self._is_item and text.strip()) else "paragraph"
        block = Block(text[mark.end() :] if mark else text, kind)
        (self._cell if in_table or self._state.in_table else self.blocks).append(block)
        self._is_item = False

    def _end_row(self) -> None:
        self.blocks += row_blocks([*self._row, self._cell])
        self._row, self._cell = [], []


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    r"""Control words, braces and text; what follows a `\binN` is passed over."""
    at = 0
    while token := _TOKEN.match(data, at):
        at = token.end()
        if token[1] == b"bin":
            at += max(int(token[2] or 0), 0)
        yield token
