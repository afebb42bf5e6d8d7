"""Any address that is no known board's: a posting, a feed, a sitemap, or a careers page that shows a board.

What it is its answer tells. The answers of a board that a page leads to are read by that board, which
Request.carry names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import AS, Answer, Ask, Board, Page, Payload, Request
from jobscan.sources.boards.feed import feed_url
from jobscan.sources.boards.payload import read_rows
from jobscan.sources.boards.tokens import address_of
from jobscan.sources.boards.web_pages import address_id, read_web_page
from jobscan.sources.jsonnodes import describe, is_posting, is_schema, iter_nodes

_NAME: Final = "page"
_LED: Final = "led"
"""The word in Request.carry for a request that a page led to, which may lead no further."""


def _route(url: str) -> str | None:  # noqa: ARG001
    return None  # it is what remains where no board knows the address


def _requests(token: str, ask: Ask) -> tuple[Request, ...]:
    url = feed_url(_NAME, token, what="a page")
    return (Request(url, board=token, content="any", carry={"since": ask.since} if ask.since else {}),)


def _read(answer: Answer) -> Page:
    name = answer.request.carry.get(AS)
    if isinstance(name, str):
        return _read_as(_board(name), answer)
    if not isinstance(answer.payload, str):
        return _read_data(answer)
    return _read_page(answer)


def _board(name: str) -> Board:
    from jobscan.sources.boards import all_boards  # here because the package collects this module

    found = next((board for board in all_boards() if board.name == name and name != _NAME), None)
    if found is None:
        raise SourceError("damaged", f"leads to a board that is not known: {name!r}")
    return found


def _read_as(board: Board, answer: Answer) -> Page:
    """What another board reads in an answer; its further requests are this one's."""
    carry = {key: value for key, value in answer.request.carry.items() if key not in (AS, _LED)}
    page = board.read(replace(answer, request=replace(answer.request, carry=carry)))
    following = tuple(led_by(board, request) for request in page.next)
    credited = tuple(_credited(found, board) for found in page.postings)
    return replace(page, postings=credited, next=following)


def _credited(found: Any, board: Board) -> Any:
    if not isinstance(found, Posting):
        return found
    return replace(
        found,
        attribution=found.attribution or board.attribution,
        terms_url=found.terms_url or board.terms_url,
    )


def led_by(board: Board, request: Request) -> Request:
    """A board's request as one that a page has led to."""
    return replace(request, carry={**request.carry, AS: board.name, _LED: True})


def _read_data(answer: Answer) -> Page:
    """The postings of XML or JSON: of a feed, a sitemap, a board's answer, or of JobPosting objects."""
    from jobscan.sources.boards import recognise

    found = recognise(answer.payload)
    if found is not None:
        board, request = found
        own = answer.request
        known = replace(
            request, url=own.url, board=request.board or own.board, carry={**request.carry, **own.carry}
        )
        page = _read_as(board, replace(answer, request=known))
        # Ids are the board's, and the request is the page's: only complete postings are counted.
        return replace(page, listed=(), newest_only=True)
    if isinstance(answer.payload, dict | list):
        return _read_nodes(answer)
    raise SourceError(
        "no_posting", f"is XML, but no feed of postings that jobscan knows ({answer.payload!r:.60})"
    )


def _read_nodes(answer: Answer) -> Page:
    """The JobPosting objects of JSON, and rows of the usual names."""
    from jobscan.sources.rows import posting_from_row, row_id
    from jobscan.sources.schema_org import posting_from_schema
    from jobscan.sources.stream import Limits

    nodes = [dict(node) for node in iter_nodes(answer.payload) if is_posting(node)]
    if not nodes:
        raise SourceError(
            "no_posting", f"holds nothing that looks like a job posting ({describe(answer.payload)})"
        )
    address = address_id(answer.url or answer.request.url)
    rows = [{"id": f"{address}#{row_id(node) or at}", "node": node} for at, node in enumerate(nodes, start=1)]

    def read(row: Mapping[str, Any], base: Posting) -> Posting:
        node, about = row["node"], {"id": base.id, "source": _NAME, "origin": base.origin}
        if is_schema(node):
            return posting_from_schema(node, **about)
        return replace(posting_from_row(node, **about, limits=Limits()), id=base.id, source=_NAME)

    bare = replace(answer, request=replace(answer.request, board=""))
    return Page(read_rows(rows, read, bare, provider=_NAME).postings)


def _read_page(answer: Answer) -> Page:
    """The postings of a page; where it has none of its own, the board that it shows."""
    from jobscan.sources.boards.embeds import embedded_board, first_requests

    html = str(answer.payload)
    if not has_posting(html) and not answer.request.carry.get(_LED):
        found = embedded_board(html)
        if found is not None:
            board, token = found
            asked = _one_of(answer, board, token) or first_requests(board, token, Ask())
            if asked:
                return Page(
                    next=tuple(led_by(board, request) for request in asked),
                    notes=(f"the page shows {board.title}, {board.name}:{token}, which is asked instead",),
                )
    return read_web_page(answer, provider=_NAME)


def has_posting(html: str) -> bool:
    """Whether a page seems to hold a posting of its own in structured data."""
    return "JobPosting" in html


def _one_of(answer: Answer, board: Board, token: str) -> tuple[Request, ...]:
    """The request for the one posting of Greenhouse that a page shows, by the id in its address."""
    address = address_of(answer.request.url)
    native = address.query.get("gh_jid", "") if address else ""
    if board.name != "greenhouse" or not native.isdecimal():
        return ()
    request = board.posting_url(f"https://boards.greenhouse.io/{token}/jobs/{native}")
    return (request,) if request else ()


def _recognise(payload: Payload) -> Request | None:  # noqa: ARG001
    return None  # a saved page is read as what it is


BOARD: Final = Board(
    name=_NAME,
    title="Page",
    base_url="",
    route=_route,
    requests=_requests,
    read=_read,
    recognise=_recognise,
    example="https://example.org/careers/data-scientist",
)
