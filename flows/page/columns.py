"""Which columns the page's tables have, and how each cell is worded."""

from __future__ import annotations

from decimal import Decimal

from flows.page.picture import Figure, Holding, Payment, QuarantineCount, SourceCount, SpentQuarter
from flows.page.table import Cell, Column, Quote
from flows.wording import (
    between,
    chance_words,
    count_words,
    day,
    doubt_words,
    money_words,
    names,
    plain,
    power_words,
    range_words,
    telling,
    value_words,
)
from pipeline.deal import Deal
from pipeline.vocabulary import Role

NOT_STATED = Cell(text="–", key="")


def _number(number: Decimal | int | None, text: str) -> Cell:
    return NOT_STATED if number is None else Cell(text=text, key=float(number))


def _dollars(number: Decimal | None) -> Cell:
    return NOT_STATED if number is None else _number(number, money_words(number, "USD"))


def _day(deal: Deal) -> Cell:
    return (
        NOT_STATED
        if deal.announced_on is None
        else Cell(text=day(deal.announced_on), key=day(deal.announced_on))
    )


def _value(deal: Deal) -> Cell:
    if not value_words(deal):
        return NOT_STATED
    return Cell(text=value_words(deal), key="" if deal.value_usd is None else float(deal.value_usd))


def _power(deal: Deal) -> Cell:
    return (
        NOT_STATED if deal.capacity_mw is None else _number(deal.capacity_mw, power_words(deal.capacity_mw))
    )


def _chips(deal: Deal) -> Cell:
    return NOT_STATED if deal.chips is None else _number(deal.chips, count_words(deal.chips))


def _confidence(deal: Deal) -> Cell:
    if deal.confidence is None:
        return NOT_STATED
    return Cell(text=doubt_words(deal.confidence) or chance_words(deal.confidence), key=deal.confidence)


ANNOUNCED: Column[Deal] = Column("Announced", _day)
STATUS: Column[Deal] = Column("Status", lambda deal: deal.status)
VALUE: Column[Deal] = Column("Value", _value, is_numeric=True)
POWER: Column[Deal] = Column("Power", _power, is_numeric=True)
CHIPS: Column[Deal] = Column("Chips", _chips, is_numeric=True)
SOURCES: Column[Deal] = Column(
    "Sources", lambda deal: _number(deal.source_count, str(deal.source_count)), is_numeric=True
)

DEAL_COLUMNS: tuple[Column[Deal], ...] = (
    ANNOUNCED,
    Column("Type", lambda deal: plain(deal.type)),
    Column("Parties", lambda deal: between(deal) or "undisclosed"),
    STATUS,
    VALUE,
    POWER,
    CHIPS,
    SOURCES,
    Column("Confidence", _confidence, is_numeric=True),
)


def role_columns(roles: tuple[Role, ...]) -> tuple[Column[Deal], ...]:
    """Columns of a table about one deal type: a column a role."""
    return (ANNOUNCED, *(_role_column(role) for role in roles), STATUS, VALUE)


def _role_column(role: Role) -> Column[Deal]:
    def cell(deal: Deal) -> str | Cell:
        return names(party.name for party in deal.parties if party.role is role) or NOT_STATED

    return Column(role.value.capitalize(), cell)


def deal_quote(deal: Deal) -> Quote | None:
    """The sentence that tells a deal best."""
    first = telling(deal)
    if first is None:
        return None
    return Quote(
        text=first.quote, url=first.url, title=first.title or first.url, source=first.told_by, id=deal.id
    )


def number_of(figure: Figure) -> str:
    """A figure's number with its hedge and unit: "$60bn–$65bn", "about 400 MW", "10 %"."""
    return range_words(figure.low, figure.high, figure.unit, figure.qualifier)


def holding_words(holding: Holding) -> str:
    """A holding's number, likewise."""
    return range_words(holding.low, holding.high, holding.unit, holding.qualifier)


FIGURE_COLUMNS: tuple[Column[Figure], ...] = (
    Column("About", lambda figure: figure.name),
    Column("Period", lambda figure: figure.period or NOT_STATED),
    Column("Basis", lambda figure: figure.basis),
    Column("Number", lambda figure: Cell(text=number_of(figure), key=float(figure.high)), is_numeric=True),
)

HOLDING_COLUMNS: tuple[Column[Holding], ...] = (
    Column("Holder", lambda holding: holding.holder),
    Column("Product", lambda holding: holding.product or NOT_STATED),
    Column("Standing", lambda holding: holding.standing),
    Column("Period", lambda holding: holding.period or NOT_STATED),
    Column(
        "Number", lambda holding: Cell(text=holding_words(holding), key=float(holding.high)), is_numeric=True
    ),
)

SPENT_COLUMNS: tuple[Column[SpentQuarter], ...] = (
    Column("Company", lambda row: row.name),
    Column("Quarter", lambda row: row.quarter),
    Column("Spent", lambda row: _dollars(row.value_usd), is_numeric=True),
    Column("Year to date", lambda row: _dollars(row.year_to_date_usd), is_numeric=True),
    Column("Planned for the year", lambda row: _dollars(row.year_plan_usd), is_numeric=True),
)

PAYMENT_COLUMNS: tuple[Column[Payment], ...] = (
    Column("Payer", lambda row: row.payer),
    Column("Payee", lambda row: row.payee),
    Column("By", lambda row: ", ".join(map(plain, row.types))),
    Column("Deals", lambda row: _number(row.deals, str(row.deals)), is_numeric=True),
    Column("Value", lambda row: _number(row.value_usd, money_words(row.value_usd, "USD")), is_numeric=True),
)

SOURCE_COLUMNS: tuple[Column[SourceCount], ...] = (
    Column("Source", lambda row: row.source),
    Column("Documents", lambda row: _number(row.documents, count_words(row.documents)), is_numeric=True),
    Column("Latest", lambda row: day(row.last_published_at)),
)

QUARANTINE_COLUMNS: tuple[Column[QuarantineCount], ...] = (
    Column("Source", lambda row: row.source),
    Column("Reason", lambda row: plain(row.reason)),
    Column("Number", lambda row: _number(row.number, str(row.number)), is_numeric=True),
    Column("Example", lambda row: row.example),
)

COUNT_COLUMNS = (SOURCE_COLUMNS, QUARANTINE_COLUMNS)
