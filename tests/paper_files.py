"""Documents as other programs write them, made from a few words: PDF, DOCX, ODT, RTF, mail, for tests."""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle
from typing import Final

PAGE_WIDTH: Final = 595.0
PAGE_HEIGHT: Final = 842.0

# Of Helvetica, in thousandths of the size, from its public metrics; what is not named here is 556.
_WIDTHS: Final = {
    **dict.fromkeys("fIt.,:;!|/ \\", 278),
    **dict.fromkeys("ijl", 222),
    **dict.fromkeys("r()-", 333),
    **dict.fromkeys("ckJsvxyz", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("AEBKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    "W": 944,
    "'": 191,
    "•": 350,
}
_BY_NAME: Final = {"ﬁ": 1, "ﬂ": 2, "ﬃ": 3, "\uf0b7": 4, "\uf095": 5}
_DIFFERENCES: Final = "1 /fi /fl /uniFB03 /uniF0B7 /uniF095"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on a page; x, y from the left and the top, in points."""

    x: float
    y: float
    text: str
    size: float = 10.0
    angle: float = 0.0
    """Degrees, against the clock."""
    spacing: float = 0.0
    """Points between the letters."""


def width(text: str, size: float = 10.0) -> float:
    """About how wide a text is."""
    return sum(_WIDTHS.get(letter, 556) for letter in text) * size / 1000


def column(
    x: float, y: float, lines: Iterable[str], *, size: float = 10.0, leading: float = 13.0
) -> list[Run]:
    """Lines under each other; a line `# Heading` is larger, with white above it; an empty one is white."""
    runs = []
    for line in lines:
        if line.startswith("# "):
            y += 10
            runs.append(Run(x, y, line[2:], 13))
            y += leading + 3
        else:
            runs += [Run(x, y, line, size)] if line else []
            y += leading
    return runs


def right(edge: float, y: float, text: str, size: float = 10.0) -> Run:
    """A text that ends at an edge."""
    return Run(edge - width(text, size), y, text, size)


def letter_by_letter(run: Run) -> list[Run]:
    """The same text with each letter put at its place, and no spaces."""
    places = accumulate((width(letter, run.size) for letter in run.text), initial=run.x)
    placed = zip(places, run.text, strict=False)
    return [Run(x, run.y, letter, run.size) for x, letter in placed if letter != " "]


def pdf(
    pages: Sequence[Sequence[Run]],
    *,
    title: str = "",
    catalog: str = "",
    password: str = "",
    objects: Sequence[bytes] = (),
    compress: bool = True,
) -> bytes:
    """A PDF of runs in Helvetica.

    catalog: more entries of it. objects: more objects, the first has the number 4. password: what it is
    encrypted with (the weakest cipher of PDF 1.1).
    """
    title_at = 4 + len(objects)
    first = title_at + 1
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding"
        b" /BaseEncoding /WinAnsiEncoding /Differences [" + _DIFFERENCES.encode() + b"] >> >> >>",
        *objects,
        b"<< /Title (" + _escaped(title.encode("cp1252")) + b") >>",
    ]
    key = _key(password) if password else b""
    for at, runs in enumerate(pages):
        content = b"\n".join(_shown(run) for run in runs)
        packed = zlib.compress(content) if compress else content
        number = first + 2 * at + 1
        if key:
            packed = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], packed)
        way = b"/Filter /FlateDecode " if compress else b""
        parts += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]"
            f" /Resources << /Font 3 0 R >> /Contents {number} 0 R >>".encode(),
            b"<< " + way + f"/Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream",
        ]
    trailer = f"/Root 1 0 R /Info {title_at} 0 R" if title else "/Root 1 0 R"
    if key:
        trailer += f" /ID [<{_ID.hex()}> <{_ID.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        trailer += f" /O <{_owner(password).hex()}> /U <{_rc4(key, _PAD).hex()}> >>"
    return _file(parts, trailer)


def _file(parts: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + part + b"\nendobj\n")
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer\n<< /Size {len(parts) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _shown(run: Run) -> bytes:
    turn = math.radians(run.angle)
    cos, sin = math.cos(turn), math.sin(turn)
    matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {run.x:.2f} {PAGE_HEIGHT - run.y:.2f}"
    text = b"".join(
        bytes([_BY_NAME[letter]]) if letter in _BY_NAME else letter.encode("cp1252") for letter in run.text
    )
    return f"BT /F1 {run.size} Tf {run.spacing} Tc {matrix} Tm (".encode() + _escaped(text) + b") Tj ET"


def _escaped(text: bytes) -> bytes:
    return text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


_PAD: Final = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_ID: Final = bytes(16)


def _owner(password: str) -> bytes:
    padded = (password.encode() + _PAD)[:32]
    return _rc4(hashlib.md5(padded).digest()[:5], padded)


def _key(password: str) -> bytes:
    """The key of the standard security handler, revision 2 (PDF 1.7, section 7.6.3.3)."""
    padded = (password.encode() + _PAD)[:32]
    flags = (-4 & 0xFFFFFFFF).to_bytes(4, "little")
    return hashlib.md5(padded + _owner(password) + flags + _ID).digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i, byte in zip(range(256), cycle(key), strict=False):
        j = (j + state[i] + byte) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


# --- zip archives of XML ------------------------------------------------------------------------------------

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def packed(members: Mapping[str, str | bytes], *, deflate: bool = False) -> bytes:
    """A zip of members in their order, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = archive.compression
            archive.writestr(info, content)
    return out.getvalue()


def docx(
    body: str, *, namespace: str = WORD, title: str = "", parts: Mapping[str, str] = {}, deflate: bool = False
) -> bytes:
    """A Word document with the XML of its body.

    parts: more members, as `word/header1.xml`, with the XML that stands inside their root.
    """
    names = f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        members[name] = f"<w:root {names}>{content}</w:root>"
    if title:
        members["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title></cp:coreProperties>"
        )
    return packed(members, deflate=deflate)


def p(text: str, *, style: str = "", item: bool = False) -> str:
    """The XML of a paragraph of a Word document; a tab and a line end are what they are in it."""
    numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>" if item else ""
    styled = f"<w:pStyle w:val='{style}'/>" if style else ""
    runs = text.replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t xml:space='preserve'>{runs}</w:t></w:r></w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """The XML of a table of a Word document; cells are the XML of their paragraphs."""
    cells = ("".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def odt(body: str, *, title: str = "", encrypted: bool = False, styles: str = "") -> bytes:
    """An OpenDocument text with the XML of its body."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:draw"'
        ' xmlns:table="urn:table" xmlns:style="urn:style" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    entry = "<m:file-entry><m:encryption-data/></m:file-entry>" if encrypted else "<m:file-entry/>"

    def root(name: str, content: str) -> str:
        return f"<office:{name} {names}>{content}</office:{name}>"

    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="urn:m">{entry}</m:manifest>',
            "content.xml": root(
                "document-content", f"<office:body><office:text>{body}</office:text></office:body>"
            ),
            "styles.xml": root("document-styles", styles),
            "meta.xml": root("document-meta", f"<office:meta><dc:title>{title}</dc:title></office:meta>"),
        }
    )
