"""Feeds in general: RSS, Atom and JSON Feed with a posting in each entry, and the job fields that some add.

The token is the feed's address, `feed:https://example.org/jobs.rss`. An address whose answer turns out to be
a feed is read by this board as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.details import host_is
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.boards.payload import (
    Row,
    each_once,
    joined,
    long_text,
    member,
    members,
    one_country,
    one_line,
    pay_range,
    read_rows,
    several,
)
from jobscan.sources.boards.syndication import Entry, Feed, feed_of, local_name
from jobscan.sources.boards.tokens import address_of, unsafe
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, language_code, short_text, workplace
from jobscan.sources.jsonnodes import describe

_NAME: Final = "feed"
_ELSEWHERE: Final = ("weworkremotely.com", "teamtailor.com")
"""Hosts whose feeds other boards read."""
_SECTIONS: Final = (
    ("examplesofduties", "Duties"),
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("requirements", "Requirements"),
    ("skills", "Skills"),
    ("experience", "Experience"),
    ("education", "Education"),
    ("supplementalinformation", "Further information"),
    ("benefits", "Benefits"),
)
_JOB_WORDS: Final = re.compile(
    r"\b(?:jobs?|careers?|vacanc(?:y|ies)|positions?|openings?|hiring|employment|recruit\w*|stellen\w*|karriere|"
    r"emplois?|empleos?|vagas|vacatures?|lavoro|praca)\b|governmentjobs",
    re.IGNORECASE,
)


def _route(url: str) -> str | None:  # noqa: ARG001
    return None  # no address tells a feed; its answer does


def feed_url(provider: str, token: str, *, what: str) -> str:
    """The address that a token is. Raises SourceError (unsafe) for one that is not plain http or https."""
    if address_of(token) is None or any(char.isspace() for char in token):
        raise unsafe(provider, token, expected=f"the http or https address of {what}")
    return token


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:  # noqa: ARG001
    return (Request(feed_url(_NAME, token, what="a feed"), board=token, content="any"),)


def _read(answer: Answer) -> Page:
    url = answer.url or answer.request.url
    feed = feed_of(answer.payload, url=url)
    if feed is None:
        found = local_name(answer.payload) or describe(answer.payload)
        raise SourceError(
            "damaged", f"a feed begins with rss, rdf:RDF or feed, or is JSON Feed; this is {found}"
        )
    rows = [{"id": native_of(entry, feed), "entry": entry} for entry in feed.entries]

    def read(row: Row, base: Posting) -> Posting:
        return _posting(row["entry"], base, feed=feed)

    # Ids are made of addresses, so the feed that led there is not a part of them.
    bare = replace(answer, request=replace(answer.request, board=""))
    found_rows = read_rows(rows, read, bare, provider=_NAME)
    following, notes = next_page(feed.following, answer)
    return Page(found_rows.postings, next=following, newest_only=True, notes=notes)


def native_of(entry: Entry, feed: Feed) -> str:
    """What names an entry anywhere: its address without the scheme, or that of its site and its own id."""
    for url in (entry.link, entry.native):
        if address_of(url) is not None:
            return re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    site = address_of(feed.link or feed.own)
    native = entry.native or entry.first("title")
    return f"{site.host}#{native}" if site and native else native


def next_page(url: str, answer: Answer) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """The request for a feed's next page, on a host that was asked already: it may not send us elsewhere."""
    request, following = answer.request, address_of(url)
    if not url or not request.url or url in (request.url, answer.url):
        return (), ()
    asked = [address.host for address in map(address_of, (request.url, answer.url)) if address]
    if following is None or following.host not in asked:
        return (), ("a further page was named on another host, and not asked for",)
    return (replace(request, url=url),), ()


def _posting(entry: Entry, base: Posting, *, feed: Feed) -> Posting:
    place = _place(entry)
    return replace(
        base,
        title=entry.first("title", "position", "jobtitle"),
        text=joined(_parts(entry)),
        hiring_organization=_employer(entry, feed),
        job_location=place,
        address_country=one_country(entry.values.get("country", ())),
        job_location_type=workplace(
            entry.first("remotestatus", "workplacetype", "remote", "joblocationtype") or _remote_only(place)
        ),
        employment_type=employment_types(
            entry.first("jobtype", "job_type", "employmenttype", "employment_type", "type")
        ),
        date_posted=_date(entry, "advertisefromdate", "advertisefromdateutc", "pubdate", "published", "date")
        or _date(entry, "date_published", "dateposted", "created", "updated"),
        valid_through=_date(
            entry,
            "advertisetodatetime",
            "advertisetodatetimeutc",
            "expirationdate",
            "expires",
            "validthrough",
            "closingdate",
        ),
        base_salary=_pay(entry),
        url=entry.link,
        in_language=language_code(entry.first("language") or feed.language),
    )


def _parts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "", long_text(entry.body)
    for name, heading in _SECTIONS:
        yield heading, long_text(entry.raw(name))


def _employer(entry: Entry, feed: Feed) -> str:
    """The employer that a field states; where fields of jobs name none, the feed is the employer's own."""
    stated = entry.first("company", "company_name", "companyname", "employer", "hiringorganization", "agency")
    if stated or not entry.has_job_fields:
        return stated
    return feed.title


def _place(entry: Entry) -> str:
    """The place or places, with the state or the country where these have fields of their own."""
    for name in ("location", "joblocation", "city", "locations"):
        places = [text for value in entry.values.get(name, ()) if (text := short_text(value))]
        if len(places) == 1:
            region = entry.first("state", "region")
            country = entry.first("country") if name == "city" else ""
            return one_line(places[0], "" if region in places[0] else region, country)
        if places:
            return several(places)
    return entry.first("region", "state", "country")


def _remote_only(place: str) -> str:
    return place if place.lower() in ("remote", "hybrid", "remote only", "fully remote") else ""


def _date(entry: Entry, *names: str) -> str:
    return next((found for name in names if (found := parse_date(entry.first(name)))), "")


def _pay(entry: Entry) -> Any:
    """Pay of the fields for it; what is not an amount, as NEOGOV's `Not Displayed`, states none."""
    unit = {
        "currency": entry.first("salarycurrency", "currency"),
        "period": entry.first("salaryinterval", "salaryperiod"),
    }
    stated = pay_range(
        entry.first("minimumsalary", "salary_min"), entry.first("maximumsalary", "salary_max"), **unit
    )
    return each_once([stated]) or display_pay(entry.first("salary"))


def is_job_feed(feed: Feed) -> bool:
    """Whether a feed is of postings, and not of news: by its fields, its name or its addresses."""
    if not feed.entries:
        return False
    first = feed.entries[:3]
    addresses = " ".join((feed.link, feed.own, *(entry.link for entry in first)))
    return any(entry.has_job_fields for entry in first) or bool(
        _JOB_WORDS.search(feed.title) or _JOB_WORDS.search(re.sub(r"[_\W]+", " ", addresses))
    )


def _recognise(payload: Payload) -> Request | None:
    feed = feed_of(payload)
    if feed is None or not is_job_feed(feed):
        return None
    if any(host_is(url, host) for url in (feed.link, feed.own) for host in _ELSEWHERE):
        return None
    if any(isinstance(member(item, "_jobposting"), dict) for item in members(payload, "items")):
        return None  # Teamtailor on an employer's own host
    # Where an address stands in the feed, that is the request; it is never sent for a saved file.
    return Request("", board=feed.own or feed.link, content="any")


BOARD: Final = Board(
    name=_NAME,
    title="Feed",
    base_url="",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    ordered=False,
    example="feed:https://example.org/jobs.rss",
)
