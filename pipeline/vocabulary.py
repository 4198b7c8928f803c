"""The market's words as closed lists: deal types, roles, statuses, figure kinds and their like.

The lists are those of the labelled documents the extractor is scored on; a value outside them is an
error, never a new kind by accident.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class DealType(StrEnum):
    """What was agreed, planned or done between named parties."""

    ACQUISITION = "acquisition"
    EQUITY_INVESTMENT = "equity_investment"
    DEBT_FINANCING = "debt_financing"
    SUPPLY_CONTRACT = "supply_contract"
    CLOUD_CONTRACT = "cloud_contract"
    LEASE = "lease"
    POWER_AGREEMENT = "power_agreement"
    CONSTRUCTION = "construction"
    PARTNERSHIP = "partnership"
    PUBLIC_FUNDING = "public_funding"
    FUND = "fund"


class Role(StrEnum):
    """What a party is in a deal."""

    ACQUIRER = "acquirer"
    TARGET = "target"
    SELLER = "seller"
    INVESTOR = "investor"
    INVESTEE = "investee"
    LENDER = "lender"
    BORROWER = "borrower"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    LESSOR = "lessor"
    LESSEE = "lessee"
    DEVELOPER = "developer"
    PARTNER = "partner"
    GRANTOR = "grantor"
    RECIPIENT = "recipient"
    SPONSOR = "sponsor"
    VEHICLE = "vehicle"


class TypeRoles(NamedTuple):
    """The roles of one deal type: `principal` ones identify the deal, `other` ones complete it."""

    principal: tuple[Role, ...]
    other: tuple[Role, ...] = ()

    @property
    def all(self) -> tuple[Role, ...]:
        """Principal roles first."""
        return self.principal + self.other


ROLES: Mapping[DealType, TypeRoles] = MappingProxyType(
    {
        DealType.ACQUISITION: TypeRoles((Role.ACQUIRER, Role.TARGET), (Role.SELLER,)),
        DealType.EQUITY_INVESTMENT: TypeRoles((Role.INVESTOR, Role.INVESTEE)),
        DealType.DEBT_FINANCING: TypeRoles((Role.BORROWER,), (Role.LENDER,)),
        DealType.SUPPLY_CONTRACT: TypeRoles((Role.SUPPLIER, Role.CUSTOMER)),
        DealType.CLOUD_CONTRACT: TypeRoles((Role.SUPPLIER, Role.CUSTOMER)),
        DealType.LEASE: TypeRoles((Role.LESSOR, Role.LESSEE)),
        DealType.POWER_AGREEMENT: TypeRoles((Role.SUPPLIER, Role.CUSTOMER)),
        DealType.CONSTRUCTION: TypeRoles((Role.DEVELOPER,), (Role.CUSTOMER, Role.PARTNER)),
        DealType.PARTNERSHIP: TypeRoles((Role.PARTNER,)),
        DealType.PUBLIC_FUNDING: TypeRoles((Role.GRANTOR,), (Role.RECIPIENT,)),
        DealType.FUND: TypeRoles((Role.SPONSOR,), (Role.VEHICLE,)),
    }
)


class Status(StrEnum):
    """Where a deal stands in its life: rumored, then announced, then completed or terminated."""

    RUMORED = "rumored"
    ANNOUNCED = "announced"
    COMPLETED = "completed"
    TERMINATED = "terminated"


class AmountKind(StrEnum):
    """What an amount of a deal measures; `value` is the headline size."""

    VALUE = "value"
    EQUITY = "equity"
    DEBT = "debt"
    VALUATION = "valuation"
    ANNUAL = "annual"
    OTHER = "other"


class Qualifier(StrEnum):
    """How a number was hedged."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class FigureKind(StrEnum):
    """What a number about one party, site or market segment measures."""

    CAPEX = "capex"
    MARKET_SIZE = "market_size"
    GROWTH = "growth"
    MARKET_SHARE = "market_share"
    CHIPS = "chips"
    POWER_CAPACITY = "power_capacity"
    FUNDING_TOTAL = "funding_total"
    VALUATION = "valuation"
    INVESTMENT_TOTAL = "investment_total"
    FACILITY_COUNT = "facility_count"
    REVENUE = "revenue"
    OTHER = "other"


class Basis(StrEnum):
    """What kind of knowledge a figure is; `backlog` only of revenue."""

    ACTUAL = "actual"
    PLAN = "plan"
    FORECAST = "forecast"
    ESTIMATE = "estimate"
    BACKLOG = "backlog"


class DocumentKind(StrEnum):
    """What sort of text a document is."""

    ARTICLE = "article"
    PRESS_RELEASE = "press_release"
    FILING = "filing"
    DIGEST = "digest"
    BLOG = "blog"
    HEADLINE = "headline"
    """Title and summary as a feed gave them: the page itself was left alone, or is for subscribers."""


class Tier(StrEnum):
    """How near a document stands to the deal itself, nearest first: the order of precedence."""

    CONTRACT = "contract"
    FILING = "filing"
    COMPANY = "company"
    WIRE = "wire"
    PRESS = "press"


class Segment(StrEnum):
    """Which part of the stack a document or deal concerns; hyperscale and edge stand beside data_centres."""

    COMPUTE = "compute"
    """Chips, memory, servers and what they are made of and in."""
    DATA_CENTRES = "data_centres"
    HYPERSCALE_DATA_CENTRES = "hyperscale_data_centres"
    """Sites called so, or of 100 MW or more."""
    EDGE_DATA_CENTRES = "edge_data_centres"
    NETWORKING = "networking"
    CLOUD = "cloud"
    """Computing sold as a service."""
    TRAINING_AND_STORAGE = "training_and_storage"
    """Supercomputers, training clusters and runs, storage and data platforms."""
    POWER_AND_COOLING = "power_and_cooling"


class Theme(StrEnum):
    """What else a document or deal is about, across the segments."""

    REGULATION = "regulation"
    EXPORT_CONTROL = "export_control"
    SUPPLY_CHAIN = "supply_chain"
    GEOPOLITICS = "geopolitics"
    SUSTAINABILITY = "sustainability"
    PUBLIC_FUNDING = "public_funding"
    QUANTUM = "quantum"
    EDGE = "edge"
    DECENTRALISED = "decentralised"


class TopicKind(StrEnum):
    """Which of the two lists a topic is of."""

    SEGMENT = "segment"
    THEME = "theme"


TOPICS: Mapping[TopicKind, tuple[str, ...]] = MappingProxyType(
    {TopicKind.SEGMENT: tuple(Segment), TopicKind.THEME: tuple(Theme)}
)


class TopicBasis(StrEnum):
    """What shows that a document or deal concerns a topic, strongest first."""

    WORDS = "words"
    CAPACITY = "capacity"
    DEAL_TYPE = "deal_type"
    DOCUMENT = "document"
    """Nothing of the deal's own: it takes the leading segment of its document."""


class QuarantineReason(StrEnum):
    """Why something that was fetched, or should have been, could not be read, or not as a whole."""

    MALFORMED_FEED = "malformed_feed"
    MALFORMED_ENTRY = "malformed_entry"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    NO_MAIN_TEXT = "no_main_text"
    TRUNCATED = "truncated"
    UNKNOWN_CHARSET = "unknown_charset"
    NO_HEADER = "no_header"
    ABSURD_DATE = "absurd_date"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    WINDOWED = "windowed"
    """Read, but in parts: the text was too much for one reading."""


class RefusalReason(StrEnum):
    """Why something the extractor saw did not become a claim."""

    NO_NUMBER = "no_number"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    DOUBTFUL = "doubtful"
    """Looks like a deal, but too little speaks for it."""
    OVERRULED = "overruled"
    """Doubtful, and a surer deal of the same sentence and party was claimed."""
    OUT_OF_SCOPE = "out_of_scope"
    UNATTACHED = "unattached"
    NOT_RELEVANT = "not_relevant"
