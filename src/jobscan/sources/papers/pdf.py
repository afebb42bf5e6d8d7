"""PDF to text, by PDFium: nothing in the document is ever run."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from jobscan.errors import SourceError
from jobscan.sources.papers.columns import reading_order
from jobscan.sources.papers.lines import joined_parts, largest_line, lines_to_text, without_running_lines
from jobscan.sources.papers.paper import MAX_CHARACTERS, Paper, title_of
from jobscan.sources.papers.printed import Word

MAX_PAGES: Final = 200
_FEW_CHARACTERS: Final = 20
"""On a page: fewer are a page number beside a picture."""
_FEW_OBJECTS: Final = 2_000
_SPACE: Final = 0.18  # of the font's size: a gap so wide is a space that was not written
_LINE_END_HYPHEN: Final = "\x02"  # PDFium's mark; its box is that of the stroke
_NO_LETTER: Final = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")  # of a font that tells no letters
_TILTED: Final = 0.1  # of a quarter turn


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
        pages: list[list[Word]] = []
        pictures: list[int] = []
        broken = 0
        for at in range(count):
            try:
                page = document[at]
                pages.append(list(_words(page)))
            except pdfium.PdfiumError:
                pages.append([])
                broken += 1
            else:
                pictures += [at + 1] if _is_picture(page, pages[-1]) else []
        title = str(document.get_metadata_dict().get("Title") or "")
    if broken == count:
        raise SourceError("damaged", "is damaged: none of its pages can be opened")
    if not pictures and not any(pages):
        raise SourceError("empty", "holds only blank pages")
    return _paper(pages, pictures, title)


def _is_picture(page: Any, words: Sequence[Word]) -> bool:
    """Whether a page holds a picture, or letters that are only drawn, and hardly any text."""
    from pypdfium2 import raw

    if sum(len(word.text) for word in words) >= _FEW_CHARACTERS:
        return False
    kinds = {drawn.type for drawn in islice(page.get_objects(max_depth=2), _FEW_OBJECTS)}
    return raw.FPDF_PAGEOBJ_IMAGE in kinds or (bool(kinds) and not words)


def _paper(pages: list[list[Word]], pictures: list[int], title: str) -> Paper:
    size = sum(len(word.text) for words in pages for word in words)
    if size > MAX_CHARACTERS:
        raise SourceError("too_large", f"has more than {MAX_CHARACTERS:,} characters")
    unknown = sum(len(_NO_LETTER.findall(word.text)) for words in pages for word in words)
    if len(pictures) == len(pages) or unknown > 0.5 * size:
        raise SourceError(
            "unsupported",
            "holds pictures of text, as a scanner makes them: it needs OCR first, for instance with ocrmypdf",
        )
    ordered = without_running_lines(reading_order(words) for words in pages)
    texts = [lines_to_text(part) for parts in ordered for part in parts]
    notes = (f"page {', '.join(map(str, pictures))} has no text: a picture?",) if pictures else ()
    text = joined_parts(texts)
    shown = largest_line([line for part in ordered[0] for line in part])
    return Paper(text, title_of(text, shown=shown, property=title), pages=len(pages), notes=notes)


def _words(page: Any) -> Iterator[Word]:
    """The words of a page: characters that no space and no gap parts."""
    letters: list[_Letter] = []
    for letter in _letters(page.get_textpage()):
        if letter.text == _LINE_END_HYPHEN:
            letters += [letter._replace(text="-")] if letters else []
            continue
        if letters and (letter.text.isspace() or not _is_next(letters, letter)):
            yield _word(letters)
            letters = []
        if not letter.text.isspace():
            letters.append(letter)
    if letters:
        yield _word(letters)


class _Letter(NamedTuple):
    """A character and the box it stands in; y grows downwards."""

    text: str
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 1.0


def _is_next(letters: Sequence[_Letter], letter: _Letter) -> bool:
    """Whether a letter goes on with the word that the letters make."""
    last = letters[-1]
    shared = min(last.bottom, letter.bottom) - max(last.top, letter.top)
    same_line = shared > 0.4 * min(last.bottom - last.top, letter.bottom - letter.top)
    # The letters of a ligature share one box.
    return (
        same_line
        and letter.left >= last.left - 0.1 * letter.size
        and letter.left - last.right < _SPACE * letter.size
    )


def _word(letters: Sequence[_Letter]) -> Word:
    boxes = [letter for letter in letters if letter.right > letter.left] or letters
    return Word(
        min(letter.left for letter in boxes),
        min(letter.top for letter in boxes),
        max(letter.right for letter in boxes),
        max(letter.bottom for letter in boxes),
        max(letter.size for letter in boxes),
        "".join(letter.text for letter in letters),
    )


def _letters(textpage: Any) -> Iterator[_Letter]:
    """The characters that stand upright, as most of the page does, in the order in which they were drawn."""
    from pypdfium2 import raw

    loose = raw.FS_RECTF()
    count = min(textpage.count_chars(), MAX_CHARACTERS)
    turns = [_turn(raw.FPDFText_GetCharAngle(textpage, at)) for at in range(count)]
    usual = Counter(turn for turn in turns if turn is not None).most_common(1)
    high = 0
    box = (0.0, 0.0, 0.0, 0.0)
    seen: set[tuple[str, int, float, float]] = set()
    for at, turn in enumerate(turns):
        code = raw.FPDFText_GetUnicode(textpage, at)
        if 0xD800 <= code < 0xDC00:  # the first half of a pair
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        text = chr(code)
        if code in (0, 0xFFFE, 0xFFFF) or turn is None or turn != usual[0][0]:
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, at, loose) or loose.top <= loose.bottom:
            if text.isspace() or text < " ":
                yield _Letter(text if text == _LINE_END_HYPHEN else " ")
            continue
        left, top, right, bottom = _upright(turn, loose.left, loose.top, loose.right, loose.bottom)
        # The letters of a ligature share one box.
        box, before = (left, top, right, bottom), box
        height = bottom - top
        if not all(map(math.isfinite, box)):
            continue
        if box != before and _is_again(seen, text, left, top, height):
            continue
        font = raw.FPDFText_GetFontSize(textpage, at)
        if right <= left and not text.isspace():
            right = left + 0.25 * height  # a sign that the font has no shape for
        yield _Letter(text, left, top, right, bottom, max(min(font, height), 0.7 * height))


def _is_again(
    seen: set[tuple[str, int, float, float]], text: str, left: float, top: float, height: float
) -> bool:
    """Whether a letter was drawn twice, a tenth of its height apart, so that it looks bold."""
    across = 10 * left / height
    places = [(text, int(across + step), top, height) for step in (0.0, -0.4, 0.4)]
    again = not text.isspace() and any(place in seen for place in places)
    seen.add(places[0])
    return again


def _turn(angle: float) -> int | None:
    """In which of four ways a character stands, 0 for upright; None for one that is tilted."""
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < _TILTED else None


def _upright(
    turn: int, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a box once its text was turned upright; y grows downwards."""
    if turn == 0:
        return left, -top, right, -bottom
    if turn == 1:
        return -top, -right, -bottom, -left
    if turn == 2:
        return -right, bottom, -left, top
    return bottom, left, top, right
