from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.text.decode import declared_charset, decode, decode_json, mend_mojibake, writable

WESTERN = "Data Scientist – Zürich, “naïve” Bayes for Müller & Söhne: 60.000 €"
JAPANESE = "データサイエンティストを募集しています。機械学習の経験者を優遇。勤務地は東京都。"
RUSSIAN = "Требуется аналитик данных со знанием Python и статистики, работа в офисе."
CHINESE = "数据科学家招聘，要求三年以上机器学习经验，工作地点北京，熟悉 Python。"


@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252"],
)
def test_decode_reads_undeclared_western_text(codec: str) -> None:
    assert decode(WESTERN.encode(codec)) == WESTERN


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        pytest.param(JAPANESE, "cp932", "Shift_JIS", id="shift_jis"),
        pytest.param(JAPANESE, "euc_jp", "EUC-JP", id="euc-jp"),
        pytest.param(CHINESE, "gb18030", "gb2312", id="gb2312 means gb18030"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="koi8-r"),
        pytest.param(RUSSIAN, "cp1251", "windows-1251", id="cp1251"),
        pytest.param("Łódź, inżynier", "iso8859-2", "latin2", id="latin2"),
        pytest.param("“Smart” – 50 €", "cp1252", "ISO-8859-1", id="latin-1 means cp1252"),
        pytest.param("“Smart” – 50 €", "cp1252", " us-ascii ", id="ascii means cp1252"),
        pytest.param("Zürich", "cp1252", "iso-8559-1", id="a label misspelt on real pages"),
    ],
)
def test_decode_follows_what_is_declared(text: str, codec: str, label: str) -> None:
    data = text.encode(codec)
    assert decode(data, declared=label) == text
    page = f'<meta charset="{label.strip()}">'.encode()
    assert decode(page + data) == page.decode() + text


@pytest.mark.parametrize(
    "label", ["shift_jis", "utf-16", "iso-8859-1", "rot13", "no such label", "", "utf-7", "\x00"]
)
def test_decode_trusts_utf8_over_any_label(label: str) -> None:
    assert decode(WESTERN.encode(), declared=label) == WESTERN


@pytest.mark.parametrize(
    "label", ["rot13", "unicode_escape", "idna", "punycode", "utf-7", "hex", "undefined"]
)
def test_decode_takes_no_codec_of_python_that_is_no_charset(label: str) -> None:
    assert decode("Zürich \\n".encode("cp1252"), declared=label) == "Zürich \\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [(JAPANESE, "cp932"), (CHINESE, "gb18030"), (RUSSIAN, "cp1251")],
    ids=["ja", "zh", "ru"],
)
def test_decode_guesses_what_nobody_declared(text: str, codec: str) -> None:
    assert decode(3 * text.encode(codec)) == 3 * text


def test_decode_keeps_utf8_with_a_damaged_byte() -> None:
    data = "Café – naïve – Zürich".encode() + b"\xff and \xe2\x80"
    assert decode(data) == "Café – naïve – Zürich\ufffd and \ufffd"


def test_decode_keeps_one_accent_in_a_short_text() -> None:
    assert decode(b"Z\xfcrich") == "Zürich"


def test_decode_lets_no_nul_out() -> None:
    assert decode(b"Python\x00 and SQL") == "Python\ufffd and SQL"


def test_decode_of_nothing_is_empty() -> None:
    assert decode(b"") == ""
    assert decode(b"\xef\xbb\xbf") == ""


@given(st.binary(max_size=400), st.none() | st.text(max_size=20))
def test_decode_never_raises_and_is_always_writable(data: bytes, declared: str | None) -> None:
    text = decode(data, declared=declared)
    assert re.search("[\ud800-\udfff\x00]", text) is None
    text.encode("utf-8")


@given(st.text(max_size=200))
def test_decode_gives_utf8_back(text: str) -> None:
    expected = text.replace("\x00", "\ufffd").removeprefix("\ufeff")
    data = text.encode()
    if b"\x00" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert decode(data) == expected


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b"<html><META http-equiv=x content='text/html; charset=Shift_JIS'>", "Shift_JIS"),
        (b"<meta charset=utf-8>", "utf-8"),
        (b'<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
        (b"<meta name=description content=x>", ""),
        (b"", ""),
    ],
)
def test_declared_charset_finds_the_document_s_own(head: bytes, charset: str) -> None:
    assert declared_charset(head) == charset


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_decode_json_reads_the_encodings_of_json(codec: str) -> None:
    value = {"title": "Data Scientist", "text": WESTERN}
    assert json.loads(decode_json(json.dumps(value, ensure_ascii=False).encode(codec))) == value


def test_decode_json_does_not_guess_other_encodings() -> None:
    assert json.loads(decode_json('{"city": "Zürich"}'.encode("cp1252"))) == {"city": "Z\ufffdrich"}


def test_writable_keeps_length_and_pairs() -> None:
    assert writable("a\ud83db\x00c😀") == "a\ufffdb\ufffdc😀"


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("MecÃ¡nico de vehÃ\xadculos", "Mecánico de vehículos"),
        ("weâ€™re hiring", "we’re hiring"),
        ("20â‚¬ an hour", "20€ an hour"),
        ("rockets ðŸš€", "rockets 🚀"),
    ],
    ids=["accents", "quote", "euro", "emoji"],
)
def test_mend_mojibake_mends(broken: str, mended: str) -> None:
    assert mend_mojibake(broken) == mended
    assert mend_mojibake(f"Zürich\n{broken}\n→ fine") == f"Zürich\n{mended}\n→ fine"


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "café” and “São Paulo”",
        "ﬁne ① &amp; &lt;p&gt;",
        "Â",
        "12 Â",
        "Île-de-France",
        "ÆØÅ",
        "naïve…",
        "\r\n",
    ],
)
def test_mend_mojibake_leaves_good_text_alone(text: str) -> None:
    assert mend_mojibake(text) == text


@given(st.text(max_size=200))
def test_mend_mojibake_leaves_ascii_alone_and_never_raises(text: str) -> None:
    mended = mend_mojibake(text)
    assert mended == text or not text.isascii()
