"""Job alerts: mails that list several jobs, each with a link to its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

_FEWEST_JOBS: Final = 2
_MOST_LINKS: Final = 5_000
_LONG_BEFORE: Final = 1_200
"""Characters before the first link to a job: so many are a posting, and the links its neighbours."""
_LONGEST_TITLE: Final = 120
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_JOB_ADDRESS: Final = re.compile(
    r"(?i)/(?:jobs?|careers?|positions?|vacanc(?:y|ies)|viewjob|rc/clk|postings?|stellen\w*|offres?)(?:[/?=-]|$)"
    r"|[?&](?:jk|gh_jid|jobid|job_id)="
)
_JOB_KEY: Final = re.compile(r"(?i)(?:^|&)(?:jk|gh_jid|job_?id|currentjobid|id)=[^&]+")
_NO_TITLE: Final = re.compile(
    r"(?i)^(?:view|see|show|apply|easy apply|unsubscribe|manage|edit|more|read|save[ds]?|browse|search|help"
    r"|settings|click|learn|open|details|promoted|actively)\b|\ball jobs\b|^\W*$"
)
_FOOTER: Final = re.compile(
    r"(?i)unsubscribe|manage (?:your )?(?:job )?alerts?|this (?:e-?mail|message) (?:was|is) (?:sent|intended)"
    r"|you (?:are )?receiv(?:e|ing|ed) this|see all jobs|privacy policy|\bhelp cent(?:er|re)\b|^©"
)
_RULE: Final = re.compile(r"\s*[-=_*~]{5,}\s*")
_PART: Final = re.compile(r"\s+[·|•–—-]\s+")
_MARK: Final = "\ue000"


@dataclass(frozen=True, slots=True)
class Job:
    """A job that an alert lists."""

    title: str
    url: str
    text: str
    """The title, and what stands about it: mostly the employer, the place, a few words."""
    company: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Link:
    title: str
    url: str

    @property
    def shape(self) -> str:
        """The host and path with what differs from job to job left out; jobs of one alert share it."""
        parts = urlsplit(self.url)
        return "/".join([parts.netloc, *(piece for piece in parts.path.split("/") if piece.isalpha())][:4])

    @property
    def key(self) -> str:
        """The address without what only tells who clicked."""
        parts = urlsplit(self.url)
        return parts.netloc + parts.path.rstrip("/") + "?" + "".join(_JOB_KEY.findall(parts.query))


def jobs_of_html(html: str) -> list[Job]:
    """The jobs that the HTML of a mail lists; none where it is no alert."""
    from lxml import etree  # here because lxml takes its time

    from jobscan.text.html import element_text, parse_html

    root = parse_html(html.replace(_MARK, ""))
    if root is None:
        return []
    found: list[tuple[etree._Element, _Link]] = []
    for element in root.iter("a"):
        url = (element.get("href") or "").strip()
        if not _is_job(url) or len(found) >= _MOST_LINKS:
            continue
        title = next(iter(element_text(element).strip().split("\n")), "").lstrip("- ").strip()
        if 3 <= len(title) <= _LONGEST_TITLE and not _NO_TITLE.search(title):
            found.append((element, _Link(title, url)))
    wanted = _alike([link for _, link in found])
    chosen = [(element, link) for element, link in found if link in wanted]
    for element, _ in chosen:
        mark = etree.Element("p")
        mark.text = _MARK
        element.addprevious(mark)
    before, *parts = element_text(root).split(_MARK)
    return _jobs([link for _, link in chosen], parts) if len(before) < _LONG_BEFORE else []


def jobs_of_text(text: str) -> list[Job]:
    """The jobs that a mail in plain text lists, each told above its link; none where it is no alert."""
    links: list[_Link] = []
    parts: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        address = _ADDRESS.search(line)
        if _RULE.fullmatch(line):
            lines = []
        elif address is None or not _is_job(address[0]):
            lines.append(line)
        else:
            block = _block([*lines, line[: address.start()]], first=not links)
            title = block.partition("\n")[0]
            if 3 <= len(title) <= _LONGEST_TITLE:
                links.append(_Link(title, address[0]))
                parts.append(block)
            lines = []
    wanted = _alike(links)
    chosen = [(link, part) for link, part in zip(links, parts, strict=True) if link in wanted]
    long_before = bool(parts) and text.find(links[0].url) > _LONG_BEFORE
    return [] if long_before else _jobs([link for link, _ in chosen], [part for _, part in chosen])


def _block(lines: Sequence[str], *, first: bool) -> str:
    """What stands above a link; above the first stands the mail's greeting too, parted by a blank line."""
    text = "\n".join(line.strip() for line in lines if not _NO_TITLE.search(line) or not line.strip()).strip()
    return text.rpartition("\n\n")[2] if first else text


def _is_job(url: str) -> bool:
    if not url.startswith(("http://", "https://")) or _JOB_ADDRESS.search(url) is None:
        return False
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:
        return False


def _alike(links: Sequence[_Link]) -> set[_Link]:
    """Of links to jobs those of the most usual shape, each job once; none where they are too few."""
    first = {link.key: link for link in reversed(links)}
    shapes = Counter(link.shape for link in first.values())
    shape, count = max(shapes.items(), key=lambda item: item[1], default=("", 0))
    return {link for link in first.values() if link.shape == shape} if count >= _FEWEST_JOBS else set()


def _jobs(links: Iterable[_Link], parts: Iterable[str]) -> list[Job]:
    jobs: dict[str, Job] = {}
    for link, part in zip(links, parts, strict=False):
        if link.key in jobs:
            jobs[link.key] = replace(jobs[link.key], text=f"{jobs[link.key].text}\n{part.strip()}")
        else:
            jobs[link.key] = _job(link, part)
    return list(jobs.values())


def _job(link: _Link, part: str) -> Job:
    lines = [line.strip() for line in part.split("\n")]
    footer = next((at for at, line in enumerate(lines) if _FOOTER.search(line)), len(lines))
    kept = [line for line in lines[:footer] if not line or not _NO_TITLE.search(line)]
    told = [line for line in kept if line and line != link.title]
    company, place = _company_and_place(told)
    return Job(link.title, link.url, "\n".join(kept).strip(), company, place)


def _company_and_place(lines: Sequence[str]) -> tuple[str, str]:
    """What the line below a title says: `Employer · Place`, or the employer alone and the place below it."""
    first = lines[0] if lines else ""
    parts = _PART.split(first, maxsplit=1)
    if any(len(part) > 80 or part.endswith((".", ":", "!", "?")) for part in parts):
        return "", ""
    if len(parts) == 2:
        return parts[0], parts[1]
    below = lines[1] if len(lines) > 1 else ""
    is_place = 0 < len(below) <= 60 and not below.endswith((".", ":", "!", "?")) and below[0].isupper()
    return first, below if is_place and ("," in below or len(below.split()) <= 3) else ""
