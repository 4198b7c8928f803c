"""Reads the market picture from the published views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from flows.page.columns import deal_quote
from flows.page.picture import (
    Figure,
    Holding,
    Payment,
    Picture,
    QuarantineCount,
    QuarterCount,
    SourceCount,
    SpentQuarter,
)
from flows.page.table import Quote
from pipeline.deal import Deal
from pipeline.settings import Settings
from pipeline.vocabulary import Qualifier
from warehouse.read import read_deals, read_table

SURENESS = ("actual", "plan", "estimate", "forecast", "backlog")
"""Which basis of a year's capex the chart prefers."""

YEARS_BACK = 5
"""Of capital spending; companies tagged it since 2009, and the view has all."""

MOST_QUARTERS = 8
"""Of one company; the view has all."""

Row = Mapping[str, Any]


def read_picture(settings: Settings) -> Picture:
    """The picture of `market.duckdb`. Raises NotFoundError where nothing was published yet."""
    deals = read_deals(settings)
    figures = {row["id"]: row for row in _rows("figures", settings)}
    by_deal = {deal.id: deal for deal in deals}
    as_of = datetime.fromtimestamp(settings.market_path.stat().st_mtime, UTC)
    capex = sorted(_recent_capex(as_of, settings), key=lambda row: SURENESS.index(row["basis"]))
    sizes = (row for row in _rows("market_size_forecasts", settings) if row["kind"] == "market_size")
    return Picture(
        as_of=as_of,
        documents=sum(row["documents"] for row in _rows("source_coverage", settings)),
        deals=deals,
        figures=len(figures),
        capex=tuple(_figure(figures[row["figure_id"]], row["company"]) for row in capex),
        spent=tuple(_spent(settings, figures)),
        market_sizes=tuple(_figure(figures[row["figure_id"]], row["segment"]) for row in sizes),
        chips=tuple(
            _holding(r, "chip_count", "count", figures, by_deal) for r in _rows("chip_fleets", settings)
        ),
        power=tuple(
            _holding(r, "capacity", "MW", figures, by_deal) for r in _rows("power_capacity", settings)
        ),
        quarters=tuple(map(_quarter, _rows("deals_by_type_quarter", settings))),
        payments=tuple(
            _payment(row) for row in _rows("who_pays_whom", settings) if row["value_usd"] is not None
        ),
        sources=tuple(map(_source, _rows("source_coverage", settings))),
        quarantine=_quarantine(settings),
    )


def _rows(view: str, settings: Settings) -> Iterator[Row]:
    table = read_table(view, settings)
    return (dict(zip(table.columns, row, strict=True)) for row in table.rows)


def _figure(row: Row, name: str | None) -> Figure:
    return Figure(
        id=row["id"],
        kind=row["kind"],
        name=name or row["company"] or row["segment"] or "not named",
        period=row["period"],
        year=row["year"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        qualifier=row["qualifier"],
        basis=row["basis"],
        value_usd=row["value_usd"],
        quote=_figure_quote(row),
    )


def _recent_capex(as_of: datetime, settings: Settings) -> list[Row]:
    rows = list(_rows("capex_by_company_year", settings))
    newest = min(as_of.year, max((row["year"] for row in rows), default=as_of.year))
    return [row for row in rows if row["year"] >= newest - YEARS_BACK]


def _spent(settings: Settings, figures: Mapping[str, Row]) -> Iterator[SpentQuarter]:
    """The latest quarters of each company that it reported itself."""
    by_company: dict[str, list[Row]] = {}
    for row in _rows("capex_by_company_quarter", settings):
        if row["starts_on"] is not None and row["value_usd"] is not None:
            by_company.setdefault(row["company"], []).append(row)
    for rows in by_company.values():
        for row in sorted(rows, key=lambda row: row["starts_on"], reverse=True)[:MOST_QUARTERS]:
            yield SpentQuarter(
                name=row["company"],
                quarter=row["quarter"],
                value_usd=row["value_usd"],
                year_to_date_usd=row["year_to_date_usd"],
                year_plan_usd=row["year_plan_usd"],
                quote=_figure_quote(figures[row["figure_id"]]),
            )


def _figure_quote(row: Row) -> Quote:
    holds = (e for e in row["evidence"] if e["start"] <= row["span_start"] and row["span_end"] <= e["end"])
    return Quote(
        text=next(holds)["quote"],
        url=row["url"],
        title=row["title"] or row["url"],
        source=row["source"],
        id=row["id"],
    )


def _holding(
    row: Row, what: str, unit: str, figures: Mapping[str, Row], deals: Mapping[str, Deal]
) -> Holding:
    suffix = "_mw" if unit == "MW" else ""
    is_figure = row["told_by"] == "figure"
    return Holding(
        holder=row["holder"] or "not named",
        product=row.get("product"),
        low=row[f"{what}_low{suffix}"],
        high=row[f"{what}_high{suffix}"],
        qualifier=row.get("qualifier") or (figures[row["id"]]["qualifier"] if is_figure else Qualifier.EXACT),
        unit=unit,
        standing=row["standing"],
        period=row["period"],
        quote=_figure_quote(figures[row["id"]]) if is_figure else deal_quote(deals[row["id"]]),
    )


def _quarter(row: Row) -> QuarterCount:
    first: date = row["quarter_on"]
    return QuarterCount(
        quarter=f"{first.year} Q{(first.month + 2) // 3}",
        type=row["type"],
        deals=row["deals"],
        value_usd=row["value_usd"],
    )


def _payment(row: Row) -> Payment:
    return Payment(
        payer=row["payer"],
        payee=row["payee"],
        types=tuple(row["deal_types"]),
        deals=row["deals"],
        value_usd=Decimal(row["value_usd"]),
    )


def _source(row: Row) -> SourceCount:
    return SourceCount(
        source=row["source"], documents=row["documents"], last_published_at=row["latest_published_at"]
    )


def _quarantine(settings: Settings) -> tuple[QuarantineCount, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for row in _rows("quarantine", settings):
        key = row["source"], row["reason"]
        counts[key] += 1
        examples.setdefault(key, row["url"])
    return tuple(
        QuarantineCount(source=source, reason=reason, number=number, example=examples[source, reason])
        for (source, reason), number in sorted(counts.items())
    )
