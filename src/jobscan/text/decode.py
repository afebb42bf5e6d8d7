"""Bytes to text: what a saved file says, whatever it was saved with.

The ladder, in this order because each rung is surer than the next:

1. a byte order mark, or the pattern of NUL bytes that UTF-16 and UTF-32 leave in Latin text;
2. strict UTF-8;
3. the declared label (HTTP header, `<meta charset>`, XML declaration) by the WHATWG's table,
   where `iso-8859-1` means windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels);
4. UTF-8 with a few damaged bytes;
5. windows-1252 where only a few letters are beyond ASCII and they read as Western words (in such text
   charset-normalizer, like every detector, has too little to go by: it reads `Zürich` as Chinese);
6. charset-normalizer's guess;
7. windows-1252 with U+FFFD for what it lacks.
"""

from __future__ import annotations

import codecs
import re

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The encodings that WHATWG knows, as Python's codec for each. Python's own name of a label is looked
# up here; what is not here (utf-7, rot13, unicode_escape ...) is no encoding of a page.
_CODECS: dict[str, str] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    **{
        name: name
        for name in (
            *("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp"),
            *("cp932", "cp949", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
            *(f"cp{number}" for number in range(1250, 1259)),
            *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        )
    },
}
# Labels of the WHATWG's table that Python does not know, and one misspelling seen on real pages.
_LABELS: dict[str, str] = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-cp1252": "cp1252",
    "x-cp1251": "cp1251",
    "x-cp1250": "cp1250",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-x-big5": "big5hkscs",
    "windows-949": "cp949",
    "ks_c_5601-1987": "cp949",
    "dos-874": "cp874",
    "unicode": "utf-16-le",
    "iso-8559-1": "cp1252",
}
_DECLARATION = re.compile(
    rb"""<meta\b[^>]{0,256}?charset\s*=\s*["']?\s*([\w.:\-]+)|<\?xml\b[^>]{0,128}?encoding\s*=\s*["']([\w.:\-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # WHATWG scans 1,024 bytes; saved pages put a comment and a base before it
_GUESS_WITHIN = 256 * 1024  # the guess costs much more than decoding, and this much decides it

# English has next to none, German and French 3 to 6 %, Czech in windows-1250 above 12 %.
_ACCENTED_SHARE = 0.1
_SYMBOL_IN_WORD = re.compile(
    "[A-Za-z][\u00a1-\u00a7\u00a9-\u00ac\u00af-\u00b6\u00b8-\u00bf\u00d7\u00f7][A-Za-z]"
)

_UNWRITABLE = re.compile("[\ud800-\udfff\x00]")
_LEAD = b"\xc3"  # begins each of the characters that a pattern of mojibake begins with, in UTF-8
# A lead byte of UTF-8 read as windows-1252 or latin-1, and a continuation byte read likewise.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


def decode(data: bytes, *, declared: str | None = None) -> str:
    r"""The text of a document, by the ladder at the top of this module.

    declared: the charset that a header named; without one the document's own `<meta charset>` or XML
    declaration is looked at. It may lie: it only counts where the bytes are not UTF-8 and it fits them.
    Never raises. Lone surrogates and NULs come out as U+FFFD; a byte order mark is dropped; line
    endings are as they were.

    >>> decode("Zürich".encode("cp1252"), declared="iso-8859-1")
    'Zürich'
    >>> decode(b"\xef\xbb\xbfZ\xc3\xbcrich", declared="shift_jis")
    'Zürich'
    """
    if not marked_codec(data):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:  # in which there can be no surrogate
            return text.replace("\x00", "\ufffd") if "\x00" in text else text
    return writable(data.decode(find_codec(data, declared=declared), errors="replace"))


def find_codec(data: bytes, *, declared: str | None = None) -> str:
    """Python's codec for the bytes of a document, by the same ladder; it drops a byte order mark."""
    return (
        marked_codec(data)
        or ("utf-8" if _fits(data, "utf-8") else "")
        or _declared_codec(data, declared)
        or ("utf-8" if _nearly_utf8(data) else "")
        or ("cp1252" if _western(data) else "")
        or _guessed_codec(data)
        or "cp1252"
    )


def marked_codec(head: bytes) -> str:
    """The codec that a byte order mark, or the NULs of unmarked UTF-16 and UTF-32, gives away; else ""."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec
    return _wide_codec(head[:4096]) if b"\x00" in head[:4096] else ""


def decode_json(data: bytes) -> str:
    """The text of JSON bytes: UTF-8, UTF-16 or UTF-32 (RFC 8259 and 4627), with or without a mark.

    Other encodings are never guessed: a byte that is not UTF-8 becomes U+FFFD, and the posting around
    it stays readable. NULs and surrogates are left to `writable`, as JSON may escape them anyway.
    """
    return data.decode(marked_codec(data) or "utf-8", errors="replace")


def writable(text: str) -> str:
    r"""The text with U+FFFD for each lone surrogate and NUL, so that it can be saved; same length.

    >>> writable("grow \ud83d now")
    'grow \ufffd now'
    """
    if "\x00" not in text and (text.isascii() or _fits_utf8(text)):
        return text
    return _UNWRITABLE.sub("\ufffd", text)


def _fits_utf8(text: str) -> bool:
    """Whether there is no surrogate in it; many times faster than to search for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def mend_mojibake(text: str) -> str:
    """The text with doubly encoded UTF-8 put right (`MecÃ¡nico` to `Mecánico`), otherwise unchanged.

    Looks only at lines that hold a known pattern, and changes only the encoding: no entities, quotes
    or ligatures (ftfy's `fix_encoding`, not `fix_text`). Give it one field at a time.

    >>> mend_mojibake("DiagnÃ³stico ﬁno &amp; “rápido”")
    'Diagnóstico ﬁno &amp; “rápido”'
    """
    if text.isascii() or _LEAD not in text.encode("utf-8", "surrogatepass") or _MOJIBAKE.search(text) is None:
        return text
    from ftfy import fix_encoding  # here because few texts need it

    lines = text.split("\n")
    return "\n".join(fix_encoding(line) if _MOJIBAKE.search(line) else line for line in lines)


def declared_charset(data: bytes) -> str:
    """The charset that the document declares of itself near its beginning, or ""."""
    found = _DECLARATION.search(data, 0, _DECLARED_WITHIN)
    return (found[1] or found[2]).decode("ascii", errors="replace") if found else ""


def _wide_codec(head: bytes) -> str:
    """The UTF-16 or UTF-32 that mostly Latin text of this pattern of NULs is in, or ""."""
    quarters = [head[start::4].count(0) / max(len(head[start::4]), 1) for start in range(4)]
    high = [share > 0.6 for share in quarters]
    patterns = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    codec = patterns.get((high[0], high[1], high[2], high[3]), "")
    low = max((share for share, is_high in zip(quarters, high, strict=True) if not is_high), default=1.0)
    return codec if low < 0.1 else ""


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _declared_codec(data: bytes, declared: str | None) -> str:
    """The first of the header's and the document's own label that fits all the bytes, or ""."""
    codecs_named = (_codec_of(declared or ""), _codec_of(declared_charset(data)))
    return next((codec for codec in codecs_named if codec and _fits(data, codec)), "")


def _codec_of(label: str) -> str:
    """Python's codec for a WHATWG label, "" for an unknown one."""
    label = label.strip().strip("\"'").lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return _CODECS.get(name, "")


def _nearly_utf8(data: bytes) -> bool:
    """Whether at least half of the non-ASCII characters are whole when read as UTF-8."""
    text = data.decode("utf-8", errors="replace")
    whole = sum(map(len, re.findall("[^\x00-\x7f\ufffd]+", text)))
    return whole >= max(text.count("\ufffd"), 1)


def _western(data: bytes) -> bool:
    """Whether it is windows-1252 with rare accented letters and no symbol inside a word."""
    if not _fits(data, "cp1252"):
        return False
    text = data.decode("cp1252")
    letters = len(re.findall("[A-Za-z]", text))
    accented = len(re.findall("[\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u00c0-\u00ff]", text))
    rare = accented < _ACCENTED_SHARE * letters or (accented < 8 and 4 * accented < letters)
    return rare and _SYMBOL_IN_WORD.search(text) is None


def _guessed_codec(data: bytes) -> str:
    """The codec that charset-normalizer finds, "" where it has no answer or one that does not fit."""
    from charset_normalizer import from_bytes  # here because few documents come this far

    best = from_bytes(data[:_GUESS_WITHIN]).best()
    codec = _codec_of(best.encoding) if best else ""
    return codec if codec and _fits(data, codec) else ""
