"""The sections of the page: each turns a part of the picture into a chart, a table, or both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flows.page import charts
from flows.page.columns import (
    COUNT_COLUMNS,
    DEAL_COLUMNS,
    FIGURE_COLUMNS,
    HOLDING_COLUMNS,
    PAYMENT_COLUMNS,
    SPENT_COLUMNS,
    deal_quote,
    holding_words,
    number_of,
    role_columns,
)
from flows.page.picture import NOT_IN_FORCE, Figure, Holding, Picture
from flows.page.table import Column, Table, make_table
from flows.wording import money_words, plain
from pipeline.deal import Deal
from pipeline.frozen import Frozen
from pipeline.vocabulary import DealType, Role

MOST_BARS = 15
BILLION = 10**9


class Section(Frozen):
    """One part of the page."""

    key: str
    title: str
    lead: str
    chart: dict[str, Any] | None = None
    table: Table | None = None
    groups: tuple[str, ...] = ()
    """What the deals' filter offers."""


def make_sections(picture: Picture) -> tuple[Section, ...]:
    """The sections that have anything to show, in reading order."""
    made: Iterable[Section | None] = (
        _deals(picture),
        _capex(picture),
        _spent(picture),
        *(_deals_of(picture, *told) for told in DEAL_SECTIONS),
        _market_size(picture),
        _ranked(picture.chips, "chips", "Chip fleets", "Chips companies have, want or ship.", "chips"),
        _ranked(picture.power, "power", "Power", "Power of sites, companies and markets.", "MW"),
        _payments(picture),
    )
    return tuple(section for section in made if section is not None)


DEAL_SECTIONS: Sequence[tuple[str, str, str, DealType, tuple[Role, ...]]] = (
    (
        "mergers",
        "Mergers and acquisitions",
        "Who buys whom.",
        DealType.ACQUISITION,
        (Role.ACQUIRER, Role.TARGET),
    ),
    (
        "funding",
        "Funding rounds",
        "Stakes and rounds.",
        DealType.EQUITY_INVESTMENT,
        (Role.INVESTEE, Role.INVESTOR),
    ),
    ("debt", "Debt", "Loans, bonds and facilities.", DealType.DEBT_FINANCING, (Role.BORROWER, Role.LENDER)),
    (
        "government",
        "Government programmes",
        "Public money committed or granted.",
        DealType.PUBLIC_FUNDING,
        (Role.GRANTOR, Role.RECIPIENT),
    ),
)


def _deals(picture: Picture) -> Section | None:
    if not picture.deals:
        return None
    rows = [
        {
            "quarter": row.quarter,
            "type": plain(row.type),
            "deals": row.deals,
            "value": "not stated" if row.value_usd is None else money_words(row.value_usd, "USD"),
        }
        for row in picture.quarters
    ]
    return Section(
        key="deals",
        title="Deals",
        lead="Every deal found, by quarter of its announcement and by type; biggest first below.",
        chart=charts.deals_by_quarter(rows) if rows else None,
        table=_deal_table("deals-table", picture.deals, DEAL_COLUMNS),
        groups=tuple(sorted({plain(deal.type) for deal in picture.deals})),
    )


def _deal_table(key: str, deals: Sequence[Deal], columns: Sequence[Column[Deal]]) -> Table:
    biggest = sorted(deals, key=lambda deal: (-(deal.value_usd or 0), deal.id))
    return make_table(key, biggest, columns, quote=deal_quote, group=lambda deal: plain(deal.type))


def _deals_of(
    picture: Picture, key: str, title: str, lead: str, type_: DealType, roles: tuple[Role, ...]
) -> Section | None:
    deals = [deal for deal in picture.deals if deal.type is type_]
    if not deals:
        return None
    table = _deal_table(f"{key}-table", deals, role_columns(roles))
    return Section(key=key, title=title, lead=lead, table=table)


def _capex(picture: Picture) -> Section | None:
    if not picture.capex:
        return None
    bars = _by_year(picture.capex)
    return Section(
        key="capex",
        title="Capital expenditure",
        lead="What companies spend, plan or guide to, by year.",
        chart=charts.money_by_year(bars) if bars else None,
        table=make_table("capex-table", picture.capex, FIGURE_COLUMNS, quote=lambda figure: figure.quote),
    )


def _spent(picture: Picture) -> Section | None:
    if not picture.spent:
        return None
    return Section(
        key="spent",
        title="Capital expenditure by quarter",
        lead="What companies tagged as spent in their filings, beside what was last planned for the year.",
        table=make_table("spent-table", picture.spent, SPENT_COLUMNS, quote=lambda row: row.quote),
    )


def _market_size(picture: Picture) -> Section | None:
    if not picture.market_sizes:
        return None
    points = _by_year(picture.market_sizes)
    return Section(
        key="market",
        title="Market size",
        lead="Sizes and forecasts of the market's segments, as their authors state them.",
        chart=charts.forecasts(points) if points else None,
        table=make_table(
            "market-table", picture.market_sizes, FIGURE_COLUMNS, quote=lambda figure: figure.quote
        ),
    )


def _ranked(holdings: Sequence[Holding], key: str, title: str, lead: str, unit: str) -> Section | None:
    if not holdings:
        return None
    biggest: dict[str, Holding] = {}
    in_force = (holding for holding in holdings if holding.standing not in NOT_IN_FORCE)
    for holding in sorted(in_force, key=lambda holding: -holding.high):
        biggest.setdefault(holding.holder, holding)
    rows = [
        {"name": holder, "value": float(holding.high), "told": holding_words(holding)}
        for holder, holding in list(biggest.items())[:MOST_BARS]
    ]
    return Section(
        key=key,
        title=title,
        lead=f"{lead} The bars show the biggest number stated for each, without deals only rumored or "
        "terminated; deals and figures may overlap.",
        chart=charts.ranking(rows, unit) if rows else None,
        table=make_table(f"{key}-table", holdings, HOLDING_COLUMNS, quote=lambda holding: holding.quote),
    )


def _payments(picture: Picture) -> Section | None:
    if not picture.payments:
        return None
    rows = [
        {
            "name": f"{row.payer} → {row.payee}",
            "value": float(row.value_usd) / BILLION,
            "told": money_words(row.value_usd, "USD"),
        }
        for row in picture.payments[:MOST_BARS]
    ]
    return Section(
        key="payments",
        title="Who pays whom",
        lead="Stated values added up from payer to payee: customer to supplier, acquirer to target, "
        "investor to investee, lessee to lessor.",
        chart=charts.ranking(rows, "US$ bn"),
        table=make_table("payments-table", picture.payments, PAYMENT_COLUMNS),
    )


def coverage_tables(picture: Picture) -> tuple[Table | None, Table | None]:
    """What the sources gave, and what could not be read."""
    sources, quarantine = COUNT_COLUMNS
    return (
        make_table("sources-table", picture.sources, sources) if picture.sources else None,
        make_table("quarantine-table", picture.quarantine, quarantine) if picture.quarantine else None,
    )


def _by_year(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """One bar a name and year: the first figure given, which is the one believed first."""
    chosen: dict[tuple[str, int], Figure] = {}
    for figure in figures:
        if figure.year is not None and figure.value_usd is not None:
            chosen.setdefault((figure.name, figure.year), figure)
    return [
        {
            "name": figure.name,
            "year": figure.year,
            "value_bn": float(figure.value_usd or 0) / BILLION,
            "told": number_of(figure),
            "basis": figure.basis.value,
        }
        for figure in chosen.values()
    ]
