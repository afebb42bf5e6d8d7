"""What the figures rest on: what was read and what was left out; and how shares go over time."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.market.counts import period_number
from jobscan.market.employers import UNKNOWN
from jobscan.market.sample import Sample
from jobscan.market.shares import MIN_POSTINGS
from jobscan.market.trend import trends
from jobscan.market.window import MIN_PERIODS
from jobscan.report.records import Course, Health, Point, Source, Trend
from jobscan.report.skill_figures import ends, records
from jobscan.report.words import plain
from jobscan.scan import NOTE_REASON, Scan

_COURSES: Final = 9
_LONG: Final = 18
"""From how many months on quarters are shown in place of months."""


def health(scan: Scan, drawn: Sample) -> Health:
    """What was read, and what was left out."""
    counts = scan.run.get("counts", {})
    duplicates = counts.get("duplicates", {})
    postings = drawn.postings
    unnamed = int(postings["employer"].str.startswith(UNKNOWN).sum())
    dates = sorted(date for date in postings["date_posted"].tolist() if date)
    failures = Counter(reason for reason in scan.failures["reason"].tolist() if reason != NOTE_REASON)
    return Health(
        read=int(counts.get("read", len(scan.postings))),
        files=int(counts.get("files", 0)),
        counted=drawn.of,
        employers=drawn.employers - unnamed,
        unnamed=unnamed,
        largest=_largest(postings),
        sources=_sources(postings),
        dated=len(dates),
        first=dates[0][:7] if dates else "",
        last=dates[-1][:7] if dates else "",
        exact=int(duplicates.get("exact", 0)),
        near=int(duplicates.get("near", 0)),
        languages=tuple(Counter(counts.get("other_languages", {})).most_common()),
        without_skill=int((postings["skills"] == 0).sum()),
        paid=int(postings["salary_year_usd"].notna().sum()),
        failures=tuple((plain(reason), n) for reason, n in failures.most_common()),
        notes=tuple(str(note) for note in scan.run.get("notes", ())),
        credits=tuple(
            (plain(each.get("attribution", "")), plain(each.get("terms_url", "")))
            for each in scan.run.get("attributions", ())
        ),
        scanned_with=_made_with(scan.run),
    )


def _largest(postings: pd.DataFrame) -> tuple[str, float] | None:
    """The name of the employer with most postings, and its share of all."""
    named = postings[~postings["employer"].str.startswith(UNKNOWN)]
    if not len(named):
        return None
    sizes = named["employer"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    name = str(named.loc[named["employer"] == sizes.index[0], "company"].iloc[0])
    return plain(name), int(sizes.iloc[0]) / len(postings)


def _sources(postings: pd.DataFrame) -> tuple[Source, ...]:
    """The sources, those with most postings first."""
    found = []
    for name, part in postings.groupby("source", sort=True):
        dates = sorted(date for date in part["date_posted"].tolist() if date)
        first, last = (dates[0][:7], dates[-1][:7]) if dates else ("", "")
        found.append(Source(plain(str(name)), len(part), len(dates), first, last))
    return tuple(sorted(found, key=lambda source: (-source.postings, source.name)))


def _made_with(run: dict[str, Any]) -> str:
    version = run.get("versions", {}).get("jobscan", "")
    looked_for = run.get("lexicon", {}).get("skills")
    said = [f"jobscan {version}"] if version else []
    return ", ".join([*said, *([f"a lexicon of {looked_for:,} skills"] if looked_for else [])])


def trend(scan: Scan, drawn: Sample) -> Trend:
    """How the shares of the skills most asked go over time; without courses where that cannot be told."""
    by = _period(drawn)
    if not drawn.of:
        return Trend(by, (), ())
    try:
        found = trends(drawn, by=by, skills=scan.demand)
    except JobscanError as error:
        return Trend(by, (), (f"{str(error)[:1].upper()}{str(error)[1:]}.",))
    periods = found.periods[found.periods["of_postings"] >= MIN_POSTINGS]
    if periods["period"].nunique() < MIN_PERIODS:
        return Trend(by, (), found.cautions)
    points: dict[str, list[Point]] = {}
    for row in records(periods):
        interval = ends(row["cluster_low"], row["cluster_high"]) or ends(row["ci_low"], row["ci_high"])
        if interval is not None:
            at = Point(row["period"], row["postings"], row["of_postings"], row["share"], interval)
            points.setdefault(row["skill_id"], []).append(at)
    # Soft skills stand in nearly all postings, and hardly move.
    soft = set(scan.demand.loc[scan.demand["category"] == "soft-skills", "skill_id"])
    told = [row for row in records(found.summary) if row["skill_id"] not in soft]
    return Trend(
        by,
        tuple(
            Course(
                plain(row["skill"] or row["skill_id"]),
                row["verdict"],
                row["slope"],
                ends(row["slope_low"], row["slope_high"]),
                tuple(points.get(row["skill_id"], ())),
            )
            for row in told[:_COURSES]
        ),
        tuple(plain_sentence(caution) for caution in found.cautions),
    )


def plain_sentence(text: str) -> str:
    """A sentence that may hold names of sources and employers, on one line."""
    return " ".join(plain(word) for word in text.split())


def _period(drawn: Sample) -> str:
    """`month` where postings span a year and a half at most, else `quarter`."""
    months = sorted({date[:7] for date in drawn.postings["date_posted"].tolist() if len(date) >= 7})
    if not months:
        return "month"
    return "quarter" if period_number(months[-1]) - period_number(months[0]) >= _LONG else "month"
