"""Objects out of text that is nearly JSON: what web pages hold in script elements.

A reader of its own and not a row of textual repairs, so that a repair can never touch the inside of a string.
It reads what `json` reads, and further: comments, trailing, doubled and missing commas, missing values, keys
without quotes, single quotes, raw line breaks and unescaped quotes in strings, unknown escapes, `45,000`, and
text that was cut off. Nothing is ever evaluated.
"""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["MAX_CHARS", "TooDeepError", "parse_loose", "parse_values"]

MAX_CHARS = 8_000_000
"""Longer texts are not read. The largest real script seen on a job page holds 1.6 million characters."""

_MAX_DEPTH = 120
_SPACE = re.compile(r"(?:[\s\ufeff\u200b]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|<!--|-->)*")
_START = re.compile(r"[{\[]")
_BARE = re.compile(r"[^,:{}\[\]\"'`\n\r]*")
_BARE_KEY = re.compile(r"[^\s:{}\[\],\"'`]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?=\s*(?:[,}\]]|\Z))")
_STRING_PART = {quote: re.compile(rf"[^{quote}\\]+") for quote in "\"'`"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_ARRAY_NEXT = re.compile(r"\s*(?:\]|,|\Z)")
# What may follow the closing quote of a member's value: the end of the object, or a comma (which may be
# missing) and the next key; a key without quotes only where a value follows it, as text may go on with `",
# note: `.
_GAP = r"(?:[\s,]|//[^\n]{0,200}\n|/\*(?:[^*]|\*(?!/)){0,200}\*/)*"
_MEMBER_NEXT = re.compile(
    rf"{_GAP}[}}\]]{_GAP}(?:[}}\]<;/]|-->|\Z|[\"'{{])"
    rf"|\s*;|,?\s*\Z"
    rf"|{_GAP}([\"'])[\w@$:./#\- ]{{1,80}}\1\s*:"
    rf"|\s*,{_GAP}[A-Za-z_$][\w$]{{0,80}}\s*:\s*[\"'`{{\[\d]"
)
_CONSTANTS = {"true": True, "false": False}
_NOTHING = frozenset({"null", "none", "undefined", "nan", ""})


class TooDeepError(ValueError):
    """The value is nested beyond what any real page needs."""


def parse_values(text: str) -> list[Any]:
    """Every JSON value of the text, one after the other; stops at the first that is damaged.

    Raw line breaks in strings, `NaN`, and separators between and after the values are allowed. Text before
    the first `{` or `[` is skipped. Raises ValueError where the first value is damaged, TooDeepError where it
    is nested too deeply.
    """
    values: list[Any] = []
    decoder = json.JSONDecoder(strict=False)
    found = _START.search(text)
    position = found.start() if found else len(text)
    while position < len(text) and text[position] in "{[":
        try:
            value, position = decoder.raw_decode(text, position)
        except RecursionError as error:
            raise TooDeepError("nested too deeply") from error
        except ValueError:
            if values:
                return values
            raise
        values.append(value)
        while position < len(text) and (text[position].isspace() or text[position] in ";,"):
            position += 1
    return values


def parse_loose(text: str, *, start: int = 0, member: bool = False) -> Any:
    """The value that begins at start, with every repair this module knows.

    member: it stands behind a key, so that a comma inside it is only its end where another key follows.
    Raises TooDeepError.
    """
    return _Reader(text, start).value(member=member)


class _Reader:
    """A recursive reader over one text; a position that only moves forward makes it end in linear time."""

    __slots__ = ("_depth", "_position", "_text")

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._position = start
        self._depth = 0

    def value(self, *, member: bool) -> Any:
        """The next value; member: it has a key, which says what may follow it."""
        char = self._peek()
        if char in ("{", "["):
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise TooDeepError("nested too deeply")
            self._position += 1
            value: Any = self._object() if char == "{" else self._array()
            self._depth -= 1
            return value
        if char and char in "\"'`":
            return self._string(char, ends=_MEMBER_NEXT if member else _ARRAY_NEXT)
        return self._bare(grouped=member)

    def _peek(self) -> str:
        """The next character that is neither white space nor comment, "" at the end."""
        found = _SPACE.match(self._text, self._position)
        if found:
            self._position = found.end()
        return self._text[self._position : self._position + 1]

    def _object(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while True:
            char = self._peek()
            if char in ("", "}"):
                self._position += 1
                return members
            if char in ",;:]":
                self._position += 1
                continue
            key = self._key(char)
            value = None
            if self._peek() == ":":
                self._position += 1
                if self._peek() not in (",", "}"):
                    value = self.value(member=True)
            # A key twice: PHP templates print an empty one after the real one.
            if value not in (None, "") or key not in members:
                members[key] = value

    def _key(self, char: str) -> str:
        if char in "\"'":
            return self._string(char, ends=None)
        found = _BARE_KEY.match(self._text, self._position)
        if found is None:  # an opening bracket or a back-tick where a key should be
            self._position += 1
            return ""
        self._position = found.end()
        return found.group()

    def _array(self) -> list[Any]:
        values: list[Any] = []
        while True:
            char = self._peek()
            if char in ("", "]"):
                self._position += 1
                return values
            if char in ",;:":
                self._position += 1
            elif char == "}":  # the array was not closed
                return values
            else:
                values.append(self.value(member=False))

    def _bare(self, *, grouped: bool) -> Any:
        """A number, true, false, null, or whatever stands there without quotes."""
        found = _GROUPED.match(self._text, self._position) if grouped else None
        if found:
            self._position = found.end()
            return float(found.group().replace(",", ""))
        found = _BARE.match(self._text, self._position)
        word = found.group().strip() if found else ""
        # At least one character, so that the reader always moves on.
        self._position = max(found.end() if found else 0, self._position + 1)
        word = word.split("//")[0].split("/*")[0].strip().rstrip(";")
        if word.casefold() in _NOTHING:
            return None
        if word.casefold() in _CONSTANTS:
            return _CONSTANTS[word.casefold()]
        try:
            return json.loads(word)
        except ValueError:
            return word

    def _string(self, quote: str, *, ends: re.Pattern[str] | None) -> str:
        """A string; ends: what follows a quote that closes it, None: any quote does."""
        text, parts = self._text, []
        position = self._position + 1
        while position < len(text):
            found = _STRING_PART[quote].match(text, position)
            if found:
                parts.append(found.group())
                position = found.end()
                continue
            if text[position] == "\\":
                part, position = self._escape(position + 1)
                parts.append(part)
                continue
            position += 1
            if ends is None or quote == "`" or ends.match(text, position):
                self._position = position
                return _paired("".join(parts))
            parts.append(quote)
        self._position = position
        return _paired("".join(parts))

    def _escape(self, position: int) -> tuple[str, int]:
        """The character of the escape whose letter is at position, and where the text goes on."""
        char = self._text[position : position + 1]
        if char == "u":
            found = _HEX.match(self._text, position + 1)
            if found:
                return chr(int(found.group(), 16)), position + 5
            return "", position + 1
        return _ESCAPES.get(char, char), position + 1


def _paired(text: str) -> str:
    """The text with surrogate pairs, as escapes write them, made into characters."""
    if text.isascii() or not any("\ud800" <= char < "\ue000" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
