"""The main text of a page that says nothing about its own structure, and the layouts of sites that are known.

A small heuristic of our own: what surrounds a posting (navigation, footer, cookie banner, similar jobs) is
taken away by element, role and class name; of the rest the smallest block that still holds most of the
running text is the posting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from jobscan.text.html import html_to_text

__all__ = ["Found", "find_layout", "find_main", "strip_surroundings"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a page without structured data was found to say; "" for what it does not."""

    title: str
    text_html: str
    company: str = ""
    location: str = ""
    employment: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """CSS selectors of a site's page."""

    title: str
    """Each names a class."""
    text: tuple[str, ...]
    """The first that finds anything counts."""
    company: str = ""
    location: str = ""
    criteria: str = ""
    """Rows of a heading and a value."""


_LAYOUTS = (
    _Layout(  # LinkedIn without sign-in
        title=".topcard__title, .top-card-layout__title",
        text=(".show-more-less-html__markup", ".description__text"),
        company=".topcard__org-name-link, .topcard__flavor",
        location=".topcard__flavor--bullet",
        criteria=".description__job-criteria-item",
    ),
    _Layout(  # Indeed
        title=".jobsearch-JobInfoHeader-title",
        text=("#jobDescriptionText",),
        company="[data-company-name=true]",
        location="[data-testid=inlineHeader-companyLocation], [data-testid=job-location]",
    ),
    _Layout(  # boards.greenhouse.io
        title="h1.app-title",
        text=("#content",),
        company=".company-name",
        location="#header .location, .location",
    ),
    _Layout(  # jobs.lever.co
        title=".posting-headline h2",
        text=(".section-wrapper.page-full-width",),
        location=".posting-categories .location",
    ),
)

_CLASS = re.compile(r"\.([\w-]+)")
_SURROUNDING_TAGS = (
    "script style noscript template svg iframe nav footer aside dialog select option input textarea button"
)
_SURROUNDING_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"}
)
_SURROUNDING_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|site-?header|page-?header|masthead|topbar|side-?bar|"
    r"cookies?|consent|gdpr|onetrust|newsletter|subscribe|sign-?up|sign-?in|log-?in|modal|popup|overlay|toast|"
    r"similar|related|recommend(?:ed|ations?)?|more-jobs|other-jobs|people-also|share|social|sharing|"
    r"skip-?link|skip-to|language-?switch(?:er)?|advert(?:isement)?s?|banner|pagination|comments?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:candidate|career|job|applicant|recruitment)?\s*(?:portal|careers?|home(?: ?page)?|jobs?|details?|"
    r"widget|description|opportunit(?:y|ies)|openings?|positions?|search|page|site)(?: (?:at|with|-|\|) .*)?",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_POSTING_NAMES = re.compile(
    r"job[\s_-]*(?:description|details?|content|body|posting|post|ad|advert|offer|text|view|page)|"
    r"(?:posting|vacancy|position|offer|opening)[\s_-]*(?:description|details?|content|body|text)|description|vacancy",
    re.IGNORECASE,
)
_SIMILAR_HEADING = re.compile(
    r"(?:similar|related|recommended|other|more|latest|featured)\s+(?:\w+\s+){0,3}(?:jobs?|openings?|positions?|roles|"
    r"vacancies|opportunities)\b|(?:jobs?|people) (?:you (?:may|might) (?:like|know)|also viewed)|"
    r"share this (?:job|page)|get (?:notified|job alerts)",
    re.IGNORECASE,
)
# A block is the posting if it keeps this share of the running text; below, a piece of the posting would be
# lost.
_MOST = 0.8
_LEAST_NAMED = 400


def find_layout(soup: BeautifulSoup) -> Found | None:
    """What a page in a known layout says; None for other layouts."""
    names = _class_names(soup)
    for layout in _LAYOUTS:
        if names.isdisjoint(
            _CLASS.findall(layout.title)
        ):  # as for nearly all: a selector searches the whole tree
            continue
        title = _select(soup, layout.title)
        texts = next(filter(None, map(soup.select, layout.text)), None)
        if not title or texts is None:
            continue
        criteria = [
            tag.get_text("\n", strip=True).split("\n", 1) for tag in soup.select(layout.criteria or "x-none")
        ]
        values = [pair[1] for pair in criteria if len(pair) == 2]
        return Found(
            title=title,
            text_html="\n".join(tag.decode_contents() for tag in texts),
            company=_select(soup, layout.company),
            location=_select(soup, layout.location),
            # LinkedIn's rows in its order: seniority, employment type, function, industries.
            employment=values[1] if len(values) == 4 else "",
            industry=values[3] if len(values) == 4 else "",
        )
    return None


def _class_names(soup: BeautifulSoup) -> set[str]:
    tags = (tag for tag in soup.descendants if isinstance(tag, Tag))
    return {name for tag in tags if "class" in tag.attrs for name in tag.get_attribute_list("class")}


def find_main(soup: BeautifulSoup) -> Found:
    """The title and the main block of any page. The soup is stripped of what surrounds the posting."""
    title = _title(soup)
    strip_surroundings(soup)
    return Found(title=title, text_html=_main_block(soup))


def strip_surroundings(soup: BeautifulSoup) -> None:
    """Take away what is not the posting: navigation, banners, forms, similar jobs."""
    for tag in soup.find_all(_SURROUNDING_TAGS.split()):
        # Accordions put their headings into buttons.
        if tag.name != "button" or tag.find_parent(re.compile("^h[1-6]$")) is None:
            tag.extract()
    total = len(soup.get_text())
    for tag in soup.find_all(_is_surrounding):
        # A class name alone is not believed about most of the page.
        if len(tag.get_text()) < 0.5 * total:
            tag.extract()
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        if _SIMILAR_HEADING.search(heading.get_text(" ")):
            _cut_from(heading)


def _is_surrounding(tag: Tag) -> bool:
    if tag.name in ("html", "body", "main", "article", "h1"):
        return False
    if tag.name == "header":
        # The header of the page, not that of the posting with its title.
        return tag.find("h1") is None
    if tag.get("role") in _SURROUNDING_ROLES or tag.has_attr("hidden") or tag.get("aria-modal") == "true":
        return True
    return _SURROUNDING_NAMES.search(_names(tag)) is not None


def _names(tag: Tag) -> str:
    """The id and the classes of an element in words."""
    classes = tag.get("class")
    words = " ".join(classes) if isinstance(classes, list) else classes or ""
    return _CAMEL.sub("-", f"{tag.get('id') or ''} {words}")


def _cut_from(heading: Tag) -> None:
    """Take away a heading with the block it heads: its own parent if that holds little before it."""
    parent = heading.parent
    if parent is not None and parent.name not in ("body", "main", "article", "[document]"):
        before = sum(len(str(sibling)) for sibling in heading.previous_siblings)
        if before < 200:
            parent.extract()
            return
    for sibling in list(heading.next_siblings):
        sibling.extract()
    heading.extract()


def _main_block(soup: BeautifulSoup) -> str:
    """The inner HTML of the smallest block that holds most of the page's running text."""
    body = soup.body or soup
    total = _running(body)
    sized = [
        tag for tag in body.find_all(_may_be_posting) if _running(tag) >= max(_LEAST_NAMED, _MOST * total)
    ]
    if sized:
        return str(min(sized, key=lambda tag: len(tag.get_text())).decode_contents())
    block: Tag = body
    while inner := _heir(block, total):
        block = inner
    return str(block.decode_contents())


def _may_be_posting(tag: Tag) -> bool:
    """Whether an element says of itself that it is what the page is about."""
    if tag.name in ("main", "article") or tag.get("role") == "main":
        return True
    return _POSTING_NAMES.search(_names(tag)) is not None


def _heir(block: Tag, total: float) -> Tag | None:
    """The child that alone holds most of the page's running text, None if it is shared."""
    children = (
        child for child in block.children if isinstance(child, Tag) and child.name not in ("ul", "ol", "p")
    )
    return next((child for child in children if _running(child) >= max(1, _MOST * total)), None)


def _running(tag: Tag) -> float:
    """How much running text an element holds: its characters, less twice those of its links."""
    links = sum(len(link.get_text()) for link in tag.find_all("a"))
    return len(" ".join(tag.get_text(" ").split())) - 2.0 * links


def _title(soup: BeautifulSoup) -> str:
    """What the page calls itself: its only first heading, og:title, the title element, a further heading."""
    headings = list(_texts(soup.find_all("h1")))
    meta = soup.find("meta", attrs={"property": "og:title"}) or soup.find(
        "meta", attrs={"name": "twitter:title"}
    )
    stated = [_without_site(text) for tag in (meta, soup.title) if (text := _said_in(tag))]
    only = headings if len(set(headings)) == 1 and len(headings[0]) < 150 else []
    titles = [*only, *stated, *headings]
    if all(_NO_TITLE.fullmatch(title) for title in titles):
        # A portal that calls every page "Careers" puts the job's title into a heading.
        titles += _texts(soup.select("h2[class*=title i], h3[class*=title i]") + soup.find_all(["h2", "h3"]))
    return next((title for title in titles if not _NO_TITLE.fullmatch(title)), next(iter(titles), ""))


def _said_in(tag: Tag | None) -> str:
    text = "" if tag is None else str(tag.get("content") or tag.get_text())
    return " ".join(text.split())


def _texts(tags: Iterable[Tag]) -> Iterable[str]:
    return iter([text for tag in tags if (text := html_to_text(tag.decode_contents()).replace("\n", " "))])


def _without_site(title: str) -> str:
    """A page's title without the site's name behind it."""
    return re.split(r"\s+[|·»–]\s+|\s+-\s+(?=[^-]*$)", " ".join(title.split()))[0]


def _select(soup: BeautifulSoup, selector: str) -> str:
    return next(iter(_texts(soup.select(selector))), "") if selector else ""
