"""Tests of HTML to block-aware text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.text.characters import tidy_text, visible
from jobscan.text.html import description_text, html_to_text, looks_like_html, unescape_once

INLINE = [
    pytest.param("<b>K</b>ubernetes", "Kubernetes", id="bold first letter"),
    pytest.param("Py<span>Torch</span>, <i>Spark</i>", "PyTorch, Spark", id="spans"),
    pytest.param("C<sup>++</sup>", "C++", id="superscript"),
    pytest.param("a<!-- x -->b", "ab", id="comment"),
    pytest.param("a<wbr>b<o:p></o:p>c", "abc", id="soft break and Word's paragraph mark"),
    pytest.param("know\n   <b>\nSQL</b>\t well", "know SQL well", id="white space of the source"),
]
BLOCKS = [
    pytest.param("<p>ab</p><p>5+ years</p>", "ab\n\n5+ years", id="paragraphs"),
    pytest.param("one<p>two<p>three", "one\n\ntwo\n\nthree", id="paragraphs as separators"),
    pytest.param("<div>ab</div><div>cd</div>", "ab\ncd", id="divs"),
    pytest.param("a<br>b<br/><br />c", "a\nb\n\nc", id="line breaks"),
    pytest.param("a<br><br><br><br>b", "a\n\nb", id="many line breaks"),
    pytest.param("<p>a</p><h2>You bring</h2><p>b</p>", "a\n\nYou bring\n\nb", id="heading"),
    pytest.param("<div>a</div><h3>You bring</h3><div>b</div>", "a\n\nYou bring\nb", id="heading among divs"),
    pytest.param("<h2>T</h2>", "T", id="no blank line at the top"),
    pytest.param("<ul><li>a</li><li>b</li></ul>", "- a\n- b", id="list"),
    pytest.param("<li>a<li>b", "- a\n- b", id="items without a list"),
    pytest.param("<div>x<ul><li>a</ul>y</div>", "x\n- a\n\ny", id="text around a list"),
    pytest.param("<li><p>a</p></li><li><p>b</p><p>c</p></li>", "- a\n- b\nc", id="paragraphs in items"),
    pytest.param("<li>a<br></li><li>b</li>", "- a\n- b", id="break at the end of an item"),
    pytest.param("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n- b\n- c", id="nested list"),
    pytest.param("<ul><li></li><li> &nbsp;</li><li>a</li></ul>", "- a", id="empty items"),
    pytest.param(
        "<li>• a</li><li>– b</li><li>* c</li><li>-5 °C</li>", "- a\n- b\n- c\n- -5 °C", id="own bullets"
    ),
    pytest.param("<li>A – B • C</li>", "- A – B • C", id="bullets inside an item stay"),
    pytest.param("• a<br>• b", "• a\n• b", id="typed bullets"),
    pytest.param("<tr><td>Place</td><td>Bern</td></tr><tr><td>Pay", "Place | Bern\nPay", id="loose rows"),
    pytest.param(
        "<table><tr><th>A</th><th>B</th></tr><tr><td></td><td>1</td></tr></table>z",
        "A | B\n1\n\nz",
        id="table",
    ),
    pytest.param("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb", id="table for layout"),
    pytest.param(
        "<dl><dt>Place</dt><dd>Bern</dd><dt>Pay</dt><dd>5</dd></dl>", "Place\nBern\nPay\n5", id="definitions"
    ),
    pytest.param("<pre>a\n  b\n\n\nc</pre>", "a\nb\n\nc", id="preformatted"),
    pytest.param("a<hr>b", "a\n\nb", id="rule"),
    pytest.param(
        '<span style="display: block">a</span><span style="display:block">b</span>', "a\nb", id="styled"
    ),
]
DROPPED = [
    pytest.param("<script>var a='<p>x';</script>b", "b", id="script"),
    pytest.param("<style>p{}</style>b", "b", id="style"),
    pytest.param("<noscript>x</noscript>b", "b", id="noscript"),
    pytest.param("<template><p>x</p></template>b", "b", id="template"),
    pytest.param("<svg><title>x</title></svg>b", "b", id="svg"),
    pytest.param("<p hidden>x</p>b", "b", id="hidden"),
    pytest.param('<p hidden="until-found">x</p>b', "x\n\nb", id="hidden until found is an accordion"),
    pytest.param('<p style="color:red; DISPLAY : none">x</p>b', "b", id="display none"),
    pytest.param("a<span hidden>x</span>b", "ab", id="the text behind a hidden element stays"),
    pytest.param("<head><title>x</title></head><body>b", "b", id="head"),
]
CHARACTERS = [
    pytest.param("R&amp;D &lt;3", "R&D <3", id="entities"),
    pytest.param("&amp;amp; &amp;nbsp;", "&amp; &nbsp;", id="entities are unescaped once"),
    pytest.param("a&nbsp;b\u00a0 c\u2009d", "a b c d", id="spaces"),
    pytest.param("Py\u200bthon\ufeff s\u00adql\u2060", "Python sql", id="zero width"),
    pytest.param("Py&#8203;thon", "Python", id="zero width as a reference"),
    pytest.param("&#150;&#146;&#149;&#x80;", "–’•€", id="cp1252 references"),
    pytest.param("\uf0b7 a", "• a", id="bullet of Word"),
    pytest.param("می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻", id="joiners that matter"),
    pytest.param("a\u200cb", "ab", id="joiners that do not"),
    pytest.param("<![CDATA[<p>a</p>]]>", "a", id="CDATA"),
    pytest.param("<?xml version='1.0' encoding='latin-1'?><p>é", "é", id="XML declaration"),
    pytest.param("<meta charset='shift_jis'><p>é", "é", id="a charset that is no longer true"),
]


@pytest.mark.parametrize(("source", "expected"), [*INLINE, *BLOCKS, *DROPPED])
def test_html_to_text_keeps_blocks_apart_and_words_whole(source: str, expected: str) -> None:
    assert html_to_text(source) == expected


@pytest.mark.parametrize(("source", "expected"), CHARACTERS)
def test_html_to_text_normalises_characters(source: str, expected: str) -> None:
    assert html_to_text(source) == expected


def test_html_to_text_drops_nuls() -> None:
    assert html_to_text("<p>a\x00b<p\x00>c") == "ab\n\nc"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t", id="white space"),
        pytest.param("<!-- only", id="open comment"),
        pytest.param("<!doctype html>", id="doctype"),
        pytest.param("<p></p><br><ul><li></ul>", id="empty elements"),
        pytest.param("<b " * 5_000, id="tags without end"),
    ],
)
def test_html_to_text_of_nothing_is_empty(source: str) -> None:
    assert html_to_text(source) == ""


@pytest.mark.parametrize("depth", [300, 1_500, 5_000, 100_000])
@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td"])
def test_html_to_text_reads_past_any_depth(tag: str, depth: int) -> None:
    assert html_to_text(f"<{tag}>" * depth + "Python</p><p>and SQL").split()[-3:] == ["Python", "and", "SQL"]


def test_a_page_too_deep_to_walk_still_hides_its_scripts() -> None:
    text = html_to_text("<div>" * 5_000 + "a<script>alert(1)</script>&amp;<p>b")
    assert text == "a\n&\nb"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p " + "x='y' " * 20_000 + ">a", id="many attributes"),
        pytest.param("<p class='" + "x " * 200_000 + "'>a", id="a long attribute"),
        pytest.param("<p>" * 20_000 + "a", id="many paragraphs"),
        pytest.param("</p>" * 20_000 + "a", id="many closing tags"),
        pytest.param("\ud800a", id="half a surrogate pair"),
    ],
)
def test_hostile_markup_keeps_its_text(source: str) -> None:
    assert html_to_text(source)[-1] == "a"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<li>", "<b", ">", "<!--", "-->", "&", "&#0;", "a", " ", "<td>", "</", "]]>"]
        )
    )
)
def test_html_to_text_never_raises_and_is_tidy(pieces: list[str]) -> None:
    text = html_to_text("".join(pieces))
    assert "\n\n\n" not in text
    assert all(line == line.strip() for line in text.split("\n"))


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_every_text_function_takes_every_string(text: str) -> None:
    for function in (html_to_text, description_text, tidy_text, visible, unescape_once):
        function(text).encode("utf-8", "surrogatepass")
    looks_like_html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a", True),
        ("a<br/>b", True),
        ("<LI>a", True),
        ('<a href="x">y</a>', True),
        ("<b>a</b>", True),
        ("text.<P>More", True),
        ("</strong>", True),
        ("a < b and c > d", False),
        ("I <3 data", False),
        ("List<String> and Map<K, V>", False),
        ("vector<T>, Array<b>", False),
        ("mail <ann@firm.example>", False),
        ("<https://firm.example>", False),
        ("<your name>", False),
        ("a &lt;p&gt; b &amp; c", False),
        ("", False),
    ],
)
def test_looks_like_html(text: str, *, expected: bool) -> None:
    assert looks_like_html(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("&lt;p&gt;R&amp;amp;D&lt;/p&gt;", "<p>R&amp;D</p>", id="escaped once"),
        pytest.param("&lt;p&gt;it&#39;s &quot;a&quot;&amp;nbsp;b", '<p>it\'s "a"&nbsp;b', id="quotes"),
        pytest.param("&lt;p&gt;&#x27;x&hellip;", "<p>'x…", id="other entities"),
        pytest.param("<p>&lt;b&gt;</p>", "<p>&lt;b&gt;</p>", id="real tags: unchanged"),
        pytest.param("a &amp; b &lt; c", "a &amp; b &lt; c", id="no escaped tag: unchanged"),
        pytest.param("&lt;3", "&lt;3", id="a heart: unchanged"),
    ],
)
def test_unescape_once(text: str, expected: str) -> None:
    assert unescape_once(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("<p>a</p><p>b</p>", "a\n\nb", id="HTML"),
        pytest.param("&lt;p&gt;a&amp;nbsp;b&lt;/p&gt;", "a b", id="escaped once"),
        pytest.param("&amp;lt;p&amp;gt;R&amp;amp;D&amp;lt;/p&amp;gt;", "R&D", id="escaped twice"),
        pytest.param(
            "<div>&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</div>", "a\n\nb", id="escaped inside real tags"
        ),
        pytest.param("<p>a &amp;amp; b &amp;nbsp;c</p>", "a & b c", id="entities left over"),
        pytest.param("a&amp;#xa;&amp;#xa;b", "a\n\nb", id="escaped line breaks"),
        pytest.param("a  b\r\n\r\n\r\n- c\n- d ", "a b\n\n- c\n- d", id="plain text keeps its lines"),
        pytest.param(
            "C++ &amp; R&amp;D, List<String>", "C++ & R&D, List<String>", id="plain text with entities"
        ),
        pytest.param("a\n\nb <b>c</b>\n- d", "a\n\nb c\n- d", id="inline tags in plain text"),
        pytest.param(
            "We do.\\n\\nYou do:\\n- a\\r\\n- b", "We do.\n\nYou do:\n- a\n- b", id="literal line breaks"
        ),
        pytest.param("a.\\n<p>b</p>\n<p>c</p>", "a.\n\nb\n\nc", id="a literal break beside real ones"),
        pytest.param("Path C:\\new\nx", "Path C:\\new\nx", id="a path is not a break"),
        pytest.param("", "", id="empty"),
    ],
)
def test_description_text(value: str, expected: str) -> None:
    assert description_text(value) == expected


def test_tidy_text_collapses_lines_and_blank_lines() -> None:
    assert tidy_text("\n\n a \t b\u200b \n \n\n\nc\u2028d\n") == "a b\n\nc\nd"
