"""What the pictures have in common: their look, their axes, and bars with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from jobscan.report.words import percent

if TYPE_CHECKING:
    import altair as alt

Chart = Any
"""A chart of Altair, of whatever kind: its methods promise wider types than they return."""

WIDTH: Final = 720
ROW: Final = 22

REQUIRED: Final = "#2466ab"
INK: Final = "#1c2127"
MUTED: Final = "#59616b"
_FONT: Final = "Helvetica Neue, Liberation Sans, Arial, sans-serif"


def finished(chart: Chart) -> Chart:
    """The chart in the look of the report."""
    return (
        chart.configure(font=_FONT, background="white", padding=24)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=MUTED,
            labelFontSize=13,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor="#e8e6e0",
            domain=False,
            ticks=False,
            labelLimit=430,
        )
        .configure_title(
            anchor="start",
            fontSize=20,
            fontWeight=600,
            color=INK,
            subtitleColor=MUTED,
            subtitleFontSize=13,
            subtitlePadding=6,
            offset=16,
            frame="group",
        )
        .configure_legend(labelFontSize=13, title=None, orient="top", symbolType="square", offset=4)
        .configure_header(
            labelFontSize=14, labelFontWeight=600, labelColor=INK, labelAnchor="start", title=None
        )
    )


def heading(text: str, under: str) -> alt.TitleParams:
    """A title with a line beneath it."""
    import altair as alt

    return alt.TitleParams(text=text, subtitle=under)


def names(values: Sequence[dict[str, Any]]) -> alt.Y:
    """The axis of names, in the order of the values."""
    import altair as alt

    order = list(dict.fromkeys(value["name"] for value in values))
    return alt.Y(field="name", type="nominal", sort=order, title=None, axis=alt.Axis(labelPadding=8))


def shares(field: str, *, most: float | None = 1.0) -> alt.X:
    """An axis of shares; most: where it ends, None where the data do."""
    import altair as alt

    scale = alt.Undefined if most is None else alt.Scale(domain=[0, most])
    return alt.X(
        field=field, type="quantitative", title=None, scale=scale, axis=alt.Axis(format="%", tickCount=6)
    )


def with_ends(values: list[dict[str, Any]], *, title: alt.TitleParams, most: float | None = 1.0) -> Chart:
    """Bars of shares with their intervals; the values have name, share, low and high."""
    import altair as alt

    values = [value | {"said": percent(value["share"])} for value in values]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=names(values))
    bar = base.mark_bar(color=REQUIRED, height=14).encode(x=shares("share", most=most))
    ends = base.mark_rule(color=INK, strokeWidth=1.4).encode(
        x=shares("low", most=most), x2=alt.X2(field="high")
    )
    text = base.mark_text(align="left", dx=6, color=INK, fontSize=12).encode(
        x=shares("high", most=most), text=alt.Text(field="said", type="nominal")
    )
    return alt.layer(bar, ends, text).properties(width=WIDTH, height=ROW * len(values), title=title)
