"""PDF to text, by PDFium: nothing in the document is ever run."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.sources.papers.columns import Word, reading_order
from jobscan.sources.papers.lines import lines_to_text, without_running_lines
from jobscan.sources.papers.paper import MAX_CHARACTERS, Paper

MAX_PAGES: Final = 200
_FEW_CHARACTERS: Final = 20
"""On a page: fewer are a page number beside a picture."""
_SPACE: Final = 0.18  # of the font's size: a gap so wide is a space that was not written
_LINE_END_HYPHEN: Final = "\x02"  # PDFium's mark; its box is that of the stroke
_TILTED: Final = math.radians(10)


def read_pdf(data: bytes) -> Paper:
    """The text of a PDF in the order in which a person reads it, column by column.

    Raises SourceError: damaged; unsupported for one with a password, or without text (a scan); too_large.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError(
                "unsupported", "is encrypted with a password: save a copy without one"
            ) from None
        raise SourceError("damaged", f"is damaged, or no PDF ({error})") from None
    with document:
        count = len(document)
        if count > MAX_PAGES:
            raise SourceError("too_large", f"has {count:,} pages, more than {MAX_PAGES}")
        pages = [list(_words(document[at])) for at in range(count)]
        title = str(document.get_metadata_dict().get("Title") or "")
    return _paper(pages, title)


def _paper(pages: list[list[Word]], title: str) -> Paper:
    sizes = [sum(len(word.text) for word in words) for words in pages]
    empty = [at for at, size in enumerate(sizes, start=1) if size < _FEW_CHARACTERS]
    if sum(sizes) > MAX_CHARACTERS:
        raise SourceError("too_large", f"has more than {MAX_CHARACTERS:,} characters")
    if len(empty) == len(pages):
        raise SourceError(
            "unsupported",
            "holds pictures of text, as a scanner makes them: it needs OCR first, for instance with ocrmypdf",
        )
    ordered = without_running_lines(reading_order(words) for words in pages)
    texts = [lines_to_text(part) for parts in ordered for part in parts]
    notes = (f"page {', '.join(map(str, empty))} has no text: a picture?",) if empty else ()
    return Paper("\n\n".join(text for text in texts if text) + "\n", title=title.strip(), notes=notes)


def _words(page: Any) -> Iterator[Word]:
    """The words of a page: characters that no space and no gap parts."""
    height = page.get_height()
    textpage = page.get_textpage()
    letters: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    size = last = 0.0
    for character, left, bottom, right, top, font in _characters(textpage):
        if character == _LINE_END_HYPHEN:
            letters += ["-"] if letters else []
            continue
        same_line = letters and min(top, box[3]) - max(bottom, box[1]) > 0.4 * min(
            top - bottom, box[3] - box[1]
        )
        # The letters of a ligature share one box.
        near = letters and left >= last - 0.1 * font and left - box[2] < _SPACE * font
        if letters and not (same_line and near and not character.isspace()):
            yield Word(box[0], height - box[3], box[2], height - box[1], size, "".join(letters))
            letters = []
        if character.isspace():
            continue
        if letters:
            box = [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
            size = max(size, font)
        else:
            box, size = [left, bottom, right, top], font
        letters.append(character)
        last = left
    if letters:
        yield Word(box[0], height - box[3], box[2], height - box[1], size, "".join(letters))


def _characters(textpage: Any) -> Iterator[tuple[str, float, float, float, float, float]]:
    """Each upright character with its box and its font's size, in the order in which they were drawn."""
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    pairs: list[int] = []
    for at in range(min(textpage.count_chars(), MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage, at)
        if 0xD800 <= code < 0xE000:
            pairs.append(code)
            if len(pairs) < 2:
                continue
            character = b"".join(unit.to_bytes(2, "little") for unit in pairs).decode("utf-16-le", "replace")
            pairs = []
        else:
            character = chr(code)
        if code in (0, 0xFFFE, 0xFFFF) or abs(_tilt(raw.FPDFText_GetCharAngle(textpage, at))) > _TILTED:
            continue
        font = raw.FPDFText_GetFontSize(textpage, at)
        if not raw.FPDFText_GetLooseCharBox(textpage, at, loose) or loose.right <= loose.left:
            if character.isspace() or character < " ":
                yield " ", 0.0, 0.0, 0.0, 0.0, 1.0
            continue
        raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
        height = loose.top - loose.bottom
        yield (
            character,
            loose.left,
            loose.bottom,
            loose.right,
            loose.top,
            max(min(font, height), 0.7 * height),
        )


def _tilt(angle: float) -> float:
    """An angle between -pi and pi."""
    return math.remainder(angle, 2 * math.pi)
