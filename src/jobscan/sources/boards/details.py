"""Boards whose lists have no texts: what else to ask, and how to read the page of one posting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from jobscan.errors import Failure, SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Page, Request
from jobscan.sources.boards.payload import Row, checked, member, native_id
from jobscan.sources.boards.tokens import Address, address_of, is_label
from jobscan.sources.jsonnodes import describe

PAGE: Final = "page"
"""The word in Request.carry for an answer that is the page of a posting."""

_OWN_SITES: Final = frozenset(
    "www app api apps auth blog career-sites developer developers docs help login marketing partners status "
    "support".split()
)


def list_page(
    rows: Iterable[Any],
    ask: Callable[[Row, str], Request | None],
    answer: Answer,
    *,
    key: str = "id",
    native: Callable[[Row], str] | None = None,
    expected: int | None = None,
) -> Page:
    """The requests for the texts of listed postings, each id once, and a failure for each broken row.

    key: of the native id; native: where it must be made of more. What repeats an id is passed over. ask: None
    for a posting that cannot be asked for, as where a saved answer does not tell whose it is.
    """
    requests: list[Request] = []
    failures: list[Failure] = []
    listed: dict[str, None] = {}
    for number, row in enumerate(rows, start=1):
        found = (native(row) if native else native_id(row.get(key))) if isinstance(row, dict) else ""
        if not found:
            detail = f"is no posting: expected an object with {key!r}, found {describe(row)}"
            failures.append(Failure(f"{answer.origin}#{number}", "damaged", detail))
        elif found not in listed:
            listed[found] = None
            request = ask(row, found)
            requests += [request] if request else []
    return Page(tuple(failures), next=tuple(requests), expected=expected, listed=tuple(listed))


def posting_page(url: str, board: str, native: str, **carry: Any) -> Request:
    """The request for the page of a posting, where no answer of the provider's has its text."""
    carried = {PAGE: native, **carry}
    return Request(url, board=board, step="posting", content="html", carry=carried)


def is_posting_page(answer: Answer) -> bool:
    """Whether the answer is the page of a posting."""
    return PAGE in answer.request.carry


def page_id(answer: Answer) -> str:
    """The native id of the posting whose page the answer is."""
    return native_id(answer.request.carry.get(PAGE)) or "0"


def read_posting_page(answer: Answer, base: Posting) -> Posting:
    """The posting of a page, by its structured data, else its text. Raises SourceError where it is none."""
    if not isinstance(answer.payload, str):
        raise SourceError(
            "damaged", f"a page was expected as the text of a posting; this is {describe(answer.payload)}"
        )
    from jobscan.sources.page import postings_from_html  # here because it takes its time

    found = postings_from_html(answer.payload, id=base.id, origin=base.origin, source=base.source)[0]
    own = replace(found, id=base.id, source=base.source, origin=base.origin)
    return checked(own if own.url else replace(own, url=answer.request.url))


def label_of(url: str, domain: str) -> str | None:
    """The `acme` of https://acme.example.com/...; None for another host, or a site of the provider's own.

    >>> [label_of(f"https://{host}/jobs", "example.com") for host in ("Acme.example.com", "www.example.com")]
    ['acme', None]
    """
    address = address_of(url)
    label = address.host.removesuffix(f".{domain}") if address else ""
    if address is None or label == address.host or label in _OWN_SITES:
        return None
    return label if is_label(label) else None


def after(address: Address | None, *parts: str) -> str:
    """What follows these parts in a path: "86" of /careers/86 for "careers"; "" where nothing does."""
    if address is None:
        return ""
    path, length = tuple(part.lower() for part in address.path), len(parts)
    at = next((at for at in range(len(path) - length) if path[at : at + length] == parts), None)
    return address.path[at + length] if at is not None else ""


def host_is(value: Any, domain: str) -> bool:
    """Whether a value is an http(s) address of the domain, or of a host within it."""
    address = address_of(value) if isinstance(value, str) else None
    return address is not None and (address.host == domain or address.host.endswith(f".{domain}"))


def first_with(rows: Any, key: str) -> Any:
    """The value of a key in the first object of a list that has one."""
    found = (member(row, key) for row in rows) if isinstance(rows, list) else ()
    return next((value for value in found if value not in (None, "")), None)
