"""Postings out of a saved web page, by the surest tier that yields one.

1. JSON-LD; 2. microdata and RDFa; 3. the state the page carries for its scripts; 4. layouts of known sites;
5. the main text, if the page reads like a posting at all.

The page is only parsed as a whole where JSON-LD does not suffice.
"""

from __future__ import annotations

import html as html_module
import logging
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from jobscan.errors import PostingError, SourceError
from jobscan.sources.embedded import openings_without_text, state_postings, states
from jobscan.sources.jsonld import job_postings
from jobscan.sources.main_text import Found, find_layout, find_main
from jobscan.sources.microdata import has_marked_up_posting, marked_up_postings
from jobscan.sources.rows import posting_from_row
from jobscan.sources.schema_org import posting_from_schema
from jobscan.sources.stream import Limits
from jobscan.text.decode import mend_mojibake, writable
from jobscan.text.html import depth_of, description_text, html_to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.posting import Posting

__all__ = ["postings_from_html"]

_log = logging.getLogger(__name__)

_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HEAD_TAG = re.compile(r"<(?:link|meta|base)\b[^<>]{0,4000}>", re.IGNORECASE)
_ADDRESS_WORD = re.compile("canonical|og:url|&", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)", re.IGNORECASE)
# Where the head of a saved page ends at the latest: 100 real pages have it within 30,000 characters.
_HEAD_CHARS = 200_000
_DATA_URL = re.compile(r"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%\s]{200,}")
_RAW = re.compile(r"<(script|style|svg|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript\b[^>]{0,1000}>([^<]{0,2000})", re.IGNORECASE)
# libxml2 stops at 256 unless it is told otherwise; of 130 real pages none is deeper than 90.
_MAX_DEPTH = 256

# A description below this is a teaser; the page itself may hold the rest.
_TEASER_CHARS = 250
# Below this a page without structured data holds no posting: an empty shell or an error page.
_LEAST_MAIN_CHARS = 200
_SHORT_CHARS = 1_500
_NOTICE_CHARS = 600
_LIST = "a list of {} openings without their texts; save the pages of the postings themselves"

_BLOCKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a page that asks whether you are a robot; open the posting in a browser and save it from there",
        re.compile(
            r"just a moment\b|verify(?:ing)? (?:that )?you(?: are|'re) (?:a )?human|are you a robot|"
            r"not a robot|captcha|attention required|pardon our interruption|security check|"
            r"unusual (?:traffic|activity)|checking your browser|incapsula|cf-challenge|press (?:&|and) hold",
            re.IGNORECASE,
        ),
    ),
    (
        "a page that needs JavaScript; save it from a browser once the posting is shown",
        re.compile(
            r"(?:enable|turn on|requires?|need) (?:\w+ ){0,2}javascript|"
            r"javascript (?:is|must be) (?:\w+ )?(?:disabled|enabled|required)",
            re.IGNORECASE,
        ),
    ),
    (
        "an error page; the posting may be gone",
        re.compile(
            r"\b(?:40[34]|50[023])\b|access (?:is )?denied|forbidden|no longer exists|"
            r"temporarily unavailable|page (?:was )?(?:not found|doesn.t exist|unavailable)",
            re.IGNORECASE,
        ),
    ),
    (
        "a sign-in page; save the posting while signed in, or its public page",
        re.compile(
            r"^\W*(?:sign|log) ?in\b|(?:sign|log) ?in to (?:continue|view|your)|create (?:an )?account|"
            r"forgot(?:ten)? (?:your )?password",
            re.IGNORECASE,
        ),
    ),
)
_POSTING_WORDS = re.compile(
    r"\b(?:responsibilit\w+|requirements?|qualifications?|experience|apply|candidates?|salary|benefits|"
    r"full[- ]time|part[- ]time|skills|position|vacancy|we are (?:looking|seeking|hiring)|"
    r"you will|join us|our team|employer|hiring|applicants?|duties|degree|what you.ll (?:do|bring)|"
    r"the role|job)\b",
    re.IGNORECASE,
)
# The same in other languages: their postings are counted apart, not refused.
_FOREIGN_WORDS = re.compile(
    r"\b(?:anforderungen|aufgaben|dein profil|ihr profil|bewerb\w+|stelle\w*|kenntnisse|missions?|profil|"
    r"candidat\w*|compétences|poste|requisitos|funciones|ofrecemos|ofert\w+|puesto|vacante\w*|responsabilidad\w+|vaga|estágio|"
    r"conhecimento\w*|požad\w+|nabíz\w+|zkušenost\w*|pracovn\w+|functie|vacature|vereisten|requisiti|wymagania|"
    r"obowiązki|oferujemy|kvalifikation\w*|arbetsuppgifter|ansök\w*|erfarenhet|requisits|experi[eê]nci\w+|erfahrung)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|with|for)\b", re.IGNORECASE)


def postings_from_html(html: str, *, id: str, origin: str, source: str) -> list[Posting]:  # noqa: A002
    """The postings of a page, at least one.

    Of several the first has the id as it is, the others `id#2`, `id#3` ...; likewise their origins.
    source: used where the page does not name its own address (canonical, og:url, the browser's `saved from`).
    Raises SourceError: no_posting for a page that holds none (it says what the page is and what to do),
    no_text for a posting without a description.
    """
    page = _Page(html=html, id=id, origin=origin, address=_address(html), given_source=source)
    try:
        found = _from_tiers(page)
    except RecursionError as error:
        raise SourceError("too_deep", "is nested too deeply to be read as a page") from error
    unique = list(dict.fromkeys(found))
    return [_numbered(posting, number) for number, posting in enumerate(unique, start=1)]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page on its way through the tiers."""

    html: str
    id: str
    origin: str
    address: str
    """The page's own address, "" if it names none."""
    given_source: str

    @property
    def source(self) -> str:
        return _host(self.address) or self.given_source

    def posting(self, node: dict[str, Any], *, text: str = "") -> Posting:
        """The posting of a schema.org node, with the page's own address where the node has none."""
        posting = posting_from_schema(
            node, id=self.id, source=self.source, origin=self.origin, page_url=self.address, text=text
        )
        return posting if posting.url else replace(posting, url=self.address)


def _from_tiers(page: _Page) -> list[Posting]:
    scripts = list(_scripts(page.html))
    nodes = job_postings(text for kind, text in scripts if _is_jsonld(kind, text))
    if nodes:
        return _from_nodes(page, nodes)
    if has_marked_up_posting(page.html) and (nodes := marked_up_postings(_soup(page.html))):
        return _from_nodes(page, nodes)
    values = list(states(scripts))
    if rows := state_postings(values):
        return [_from_state(page, row) for row in rows]
    return [_from_text(page, openings=openings_without_text(values))]


def _from_nodes(page: _Page, nodes: list[dict[str, Any]]) -> list[Posting]:
    """The postings of structured data; the page's text stands in for a missing or very short description."""
    postings: list[Posting] = []
    missing: PostingError | None = None
    for node in nodes:
        try:
            postings.append(page.posting(node))
        except PostingError as error:
            missing = error
    titled = [node for node in nodes if node.get("title") or node.get("name")]
    if len(nodes) == 1 and (not postings or len(postings[0].text) < _TEASER_CHARS):
        soup = _soup(page.html)
        text = _visible_text((find_layout(soup) or find_main(soup)).text_html)
        if len(text) > max(_LEAST_MAIN_CHARS, 2 * len(postings[0].text) if postings else 0) and not _blocked(
            "", text
        ):
            return [page.posting(nodes[0], text=text)]
    if not postings and len(titled) > 1:
        raise SourceError("no_posting", _LIST.format(len(titled)))
    if not postings and missing:
        raise missing
    return postings


def _from_state(page: _Page, row: dict[str, Any]) -> Posting:
    posting = posting_from_row(row, id=page.id, source=page.source, origin=page.origin, limits=Limits())
    return replace(posting, id=page.id, source=page.source, url=posting.url or page.address)


def _from_text(page: _Page, *, openings: int) -> Posting:
    """The posting of a page without structured data. Raises SourceError (no_posting) where it is none."""
    soup = _soup(page.html)
    title = soup.title.get_text(" ") if soup.title else ""
    found = find_layout(soup)
    main = found or find_main(soup)
    text = _visible_text(main.text_html)
    if found is None:
        _refuse(title=f"{title}\n{main.title}", text=text, html=page.html, openings=openings)
    return _posting_of(page, main, text)


def _posting_of(page: _Page, found: Found, text: str) -> Posting:
    node = {
        "title": found.title,
        "hiringOrganization": found.company,
        "jobLocation": found.location,
        "employmentType": found.employment,
        "industry": found.industry,
    }
    return page.posting(node, text=text)


def _refuse(*, title: str, text: str, html: str, openings: int) -> None:
    """Raise SourceError where the page is not a posting, saying what it is."""
    if what := _blocked(title, text):
        raise SourceError("no_posting", what)
    if openings > 1:
        raise SourceError("no_posting", _LIST.format(openings))
    if len(text) < _LEAST_MAIN_CHARS:
        what = _blocked(title, html_to_text(" ".join(_NOSCRIPT.findall(html)))) or (
            f"a page with hardly any text ({len(text)} characters); if a browser shows more, "
            "save it from there as a complete page"
        )
        raise SourceError("no_posting", what)
    is_english = len(_ENGLISH.findall(text)) > 0.04 * len(text.split())
    words, least = (
        (_POSTING_WORDS, 3) if is_english else (_FOREIGN_WORDS, 2 if len(text) < _SHORT_CHARS else 0)
    )
    if len({word.casefold() for word in words.findall(text)}) < least:
        raise SourceError(
            "no_posting", "a page without structured data whose text does not read like a job posting"
        )


def _blocked(title: str, text: str) -> str:
    """What kind of page stands in for the posting, "" if none is recognised.

    Such pages are short: in a long text the same words are the subject of the job.
    """
    if len(text) >= _SHORT_CHARS:
        return ""
    seen = f"{title}\n{text}" if len(text) < _NOTICE_CHARS else title
    return next((what for what, pattern in _BLOCKS if pattern.search(seen)), "")


def _visible_text(fragment: str) -> str:
    return mend_mojibake(writable(description_text(fragment)))


def _scripts(html: str) -> Iterator[tuple[str, str]]:
    """Type (lower case, "" if none) and text of each script element, found without parsing the page."""
    position = 0
    while begin := _SCRIPT.search(html, position):
        opened = html.find(">", begin.end())
        if opened < 0:
            return
        ended = _SCRIPT_END.search(html, opened)
        stop = ended.start() if ended else len(html)
        yield _attributes(html[begin.end() : opened]).get("type", "").lower(), html[opened + 1 : stop]
        position = stop + 1


def _is_jsonld(kind: str, text: str) -> bool:
    return "ld+json" in kind or ("json" in kind and "JobPosting" in text and "schema.org" in text)


def _attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag: names in lower case, values unescaped; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag[:20_000]):
        found.setdefault(name.lower(), html_module.unescape(double or single or bare))
    return found


def _address(html: str) -> str:
    """The page's own http(s) address: canonical, og:url, or what the browser wrote when it saved; else ""."""
    head = html[:_HEAD_CHARS]
    tags = [_attributes(tag) for tag in _HEAD_TAG.findall(head) if _ADDRESS_WORD.search(tag)]
    saved = _SAVED_FROM.search(head) if "<!--" in head else None
    candidates = [
        *(tag.get("href", "") for tag in tags if "canonical" in tag.get("rel", "").lower().split()),
        *(
            tag.get("content", "")
            for tag in tags
            if tag.get("property", tag.get("name", "")).lower() == "og:url"
        ),
        saved.group(1) if saved else "",
    ]
    return next((address for candidate in candidates if _host(address := writable(candidate.strip()))), "")


def _host(address: str) -> str:
    """The host of an http(s) address without `www.`, "" for anything else."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in ("http", "https") and "." in host else ""


def _soup(html: str) -> BeautifulSoup:
    """The page as a tree, without what only costs time: scripts, styles, pictures in the text."""
    slim = writable(_RAW.sub(" ", _DATA_URL.sub("", html) if "data:" in html else html))
    if depth_of(slim) > _MAX_DEPTH:
        # A search in BeautifulSoup's tree takes time with the square of its depth.
        raise SourceError("too_deep", f"its elements are nested more than {_MAX_DEPTH} deep")
    return BeautifulSoup(slim, "lxml")


def _numbered(posting: Posting, number: int) -> Posting:
    if number == 1:
        return posting
    return replace(posting, id=f"{posting.id}#{number}", origin=f"{posting.origin}#{number}")
