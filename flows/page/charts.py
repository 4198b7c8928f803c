"""Altair charts of the market picture, as Vega-Lite specifications; colours come from the page's style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

Rows = Sequence[Mapping[str, Any]]
"""Flat records: an Altair chart of anything else would need a data frame library."""

Spec = dict[str, Any]


def _chart(rows: Rows, **size: Any) -> alt.Chart:
    values = {"values": [dict(row) for row in rows]}
    return alt.Chart(alt.InlineData.from_dict(values)).properties(width="container", **size)


def _spec(chart: alt.Chart | alt.LayerChart) -> Spec:
    # A height given per bar cannot be fitted, only the width.
    spec: Spec = chart.properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding")).to_dict()
    # Altair's own look would win over the page's.
    spec.pop("config", None)
    return spec


def money_by_year(rows: Rows) -> Spec:
    """Bars of `value_bn` by `year`, one colour a `name`, with the range where it is one."""
    bars = (
        _chart(rows, height=280)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(paddingInner=0.25)),
            xOffset="name:N",
            y=alt.Y("value_bn:Q", title="US$ bn"),
            color=alt.Color("name:N"),
            tooltip=["name:N", "year:O", alt.Tooltip("told:N", title="stated"), "basis:N"],
        )
    )
    return _spec(bars)


def deals_by_quarter(rows: Rows) -> Spec:
    """Stacked bars of `deals` by `quarter`, one colour a `type`."""
    bars = (
        _chart(rows, height=260)
        .mark_bar()
        .encode(
            x=alt.X(
                "quarter:O",
                title=None,
                axis=alt.Axis(labelAngle=0, labelOverlap=True),
                scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2),
            ),
            y=alt.Y("deals:Q", title="deals", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("type:N"),
            tooltip=["quarter:O", "type:N", "deals:Q", alt.Tooltip("value:N", title="stated value")],
        )
    )
    return _spec(bars)


def forecasts(rows: Rows) -> Spec:
    """Market sizes: `value_bn` by `year`, a line with points for each `name`."""
    lines = (
        _chart(rows, height=280)
        .mark_line(point=alt.OverlayMarkDef(size=70, filled=True))
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value_bn:Q", title="US$ bn"),
            color=alt.Color("name:N"),
            tooltip=["name:N", "year:O", alt.Tooltip("told:N", title="stated"), "basis:N"],
        )
    )
    return _spec(lines)


def ranking(rows: Rows, unit: str) -> Spec:
    """Horizontal bars of `value` by `name`, biggest on top; `told` is the value in words."""
    names = [row["name"] for row in rows]
    base = _chart(rows, height=26 * len(rows)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=260)),
        x=alt.X("value:Q", title=unit),
        tooltip=["name:N", alt.Tooltip("told:N", title="stated")],
    )
    bars = base.mark_bar(cornerRadiusEnd=3)
    words = base.mark_text(align="left", dx=5, fontSize=11).encode(text="told:N")
    return _spec(bars + words)
