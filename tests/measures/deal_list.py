"""The 30 deals of a public deal list: type and parties, read from the list's own texts.

`python -m tests.measures.deal_list [--wrong]`

Two readings. `claim texts`: the list's notes, claims and source headlines that name both parties and the
matter (a stake, chips, compute, a merger); a deal counts where one of its texts gives it. `rows as
sentences`: every row, its kind and amount put into a plain sentence. A deal is right where type and both
parties are, `in role` also where each has the role that the row gives it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractors.reader import Reader
from pipeline.claims import DealClaim
from pipeline.settings import Settings
from pipeline.vocabulary import DealType, Role
from tests.gold.corpus import scorer
from tests.measures.real import SHARED, as_document, rows, table, there

LIST = SHARED / "data" / "market" / "ai_loop"
NAMES = {"SpaceX": ("SpaceX", "xAI", "Colossus"), "Alphabet": ("Alphabet", "Google")}
"""Other names in the texts; the list's note says that xAI belongs to SpaceX since their merger."""


class Kind(NamedTuple):
    """What a kind of the list is in our words; `roles` are those of the row's first and second party."""

    types: frozenset[DealType]
    roles: tuple[Role, Role]
    sentence: str
    cue: str


EQUITY = frozenset({DealType.EQUITY_INVESTMENT})
SUPPLY = frozenset({DealType.SUPPLY_CONTRACT})
COMPUTE = frozenset({DealType.CLOUD_CONTRACT, DealType.LEASE})
INVESTS = (Role.INVESTOR, Role.INVESTEE)
BUYS = (Role.CUSTOMER, Role.SUPPLIER)
STAKE = r"\binvest|stake|equity|\bfund|\bput \$|owns|holds"
CHIPS = r"\bchips?\b|GPUs|systems"
CLOUD = r"cloud|Azure|AWS|compute|capacity"
KINDS = {
    "Equity investment": Kind(EQUITY, INVESTS, "{a} agreed to make an equity investment in {b}: {c}.", STAKE),
    "Equity stake": Kind(EQUITY, INVESTS, "{a} took an equity stake in {b}: {c}.", STAKE),
    "Capital (round)": Kind(EQUITY, INVESTS, "{a} invested {c} in the funding round of {b}.", STAKE),
    "Equity + backstop": Kind(EQUITY, INVESTS, "{a} bought equity in {b} and backs it: {c}.", STAKE),
    "Warrant (equity)": Kind(EQUITY, INVESTS[::-1], "{a} issued {b} a warrant: {c}.", "warrant"),
    "Warrant + supply": Kind(EQUITY, INVESTS[::-1], "{a} issued {b} a warrant: {c}.", "warrant"),
    "Chip purchases": Kind(SUPPLY, BUYS, "{a} agreed to buy chips from {b}: {c}.", CHIPS),
    "Chip purchases (Stargate)": Kind(SUPPLY, BUYS, "{a} buys chips from {b} for Stargate: {c}.", CHIPS),
    "Chip program": Kind(SUPPLY, BUYS, "{a} agreed to buy custom chips from {b}: {c}.", CHIPS),
    "Custom accelerators": Kind(SUPPLY, BUYS[::-1], "{a} supplies {b} with custom chips: {c}.", CHIPS),
    "Cloud commitment": Kind(COMPUTE, BUYS, "{a} committed to buy cloud services from {b}: {c}.", CLOUD),
    "Anchor customer": Kind(COMPUTE, BUYS, "{a} is renting computing capacity from {b}: {c}.", CLOUD),
    "Capacity deal": Kind(COMPUTE, BUYS, "{a} signed a deal for computing capacity with {b}: {c}.", CLOUD),
    "Compute rental": Kind(COMPUTE, BUYS, "{a} agreed to rent computing capacity from {b}: {c}.", CLOUD),
    "Bridge compute": Kind(COMPUTE, BUYS, "{a} agreed to rent computing capacity from {b}: {c}.", CLOUD),
    "TPU + cloud": Kind(
        COMPUTE | SUPPLY, BUYS, "{a} committed to buy TPUs and cloud services from {b}: {c}.", CLOUD
    ),
    "All-stock merger": Kind(
        frozenset({DealType.ACQUISITION}),
        (Role.ACQUIRER, Role.TARGET),
        "{a} agreed to acquire {b} in an all-stock merger: {c}.",
        "merg|acqui|part of",
    ),
}


class Wanted(NamedTuple):
    """One row of the list."""

    first: str
    second: str
    kind: Kind
    amount: str

    def matches(self, deal: DealClaim) -> bool:
        """Whether a deal has the row's type and both its parties."""
        parties = [party.name for party in deal.parties]
        return deal.type in self.kind.types and _is(self.first, parties) and _is(self.second, parties)

    def matches_in_role(self, deal: DealClaim) -> bool:
        """The same with each party in its role."""
        roles = self.kind.roles
        if deal.type is DealType.LEASE:
            roles = (Role.LESSEE, Role.LESSOR)
        named = zip((self.first, self.second), roles, strict=True)
        return self.matches(deal) and all(
            _is(name, [party.name for party in deal.parties if party.role is role]) for name, role in named
        )

    def sentence(self) -> str:
        """The row as a document."""
        return self.kind.sentence.format(a=self.first, b=self.second, c=self.amount)

    def is_told_by(self, text: str) -> bool:
        """Whether a text names both parties and the matter."""
        names = [NAMES.get(name, (name,)) for name in (self.first, self.second)]
        return all(any(n in text for n in of) for of in names) and bool(re.search(self.kind.cue, text))


def wanted_deals() -> list[Wanted]:
    """The rows of the list."""
    return [
        Wanted(row["investor"], row["recipient"], KINDS[row["kind"]], row["amount"])
        for row in rows(LIST / "deals.csv")
    ]


def claim_texts() -> list[str]:
    """Notes, claims and source headlines of the list, each once."""
    claims = json.loads((LIST / "claims.json").read_text(encoding="utf-8"))
    deals = json.loads((LIST / "deals.json").read_text(encoding="utf-8"))
    texts = [
        *(loop["note"] for loop in deals["loops"]),
        *(claim["displayText"] for claim in claims["claims"]),
        *(source["title"] for source in claims["sources"]),
    ]
    return list(dict.fromkeys(texts))


def read_each(texts: Iterable[str], reader: Reader) -> list[tuple[DealClaim, ...]]:
    """The deals of each text, read as a relevant document of its own."""
    docs = []
    for number, text in enumerate(texts):
        doc = reader.nlp.make_doc(text)
        doc._.document = as_document(text, f"deal-list/{number}")
        docs.append(doc)
    return [tuple(doc._.deals) for doc in reader.nlp.pipe(docs)]


class Reading(NamedTuple):
    """Texts, the rows each of them tells, and the deals read from each."""

    texts: Sequence[str]
    told: Sequence[Sequence[Wanted]]
    deals: Sequence[Sequence[DealClaim]]

    def line(self, name: str) -> tuple[str, ...]:
        """A line of the table."""
        pairs = list(zip(self.told, self.deals, strict=True))
        wanted = list(dict.fromkeys(row for rows_told in self.told for row in rows_told))

        def found(row: Wanted, how: str) -> bool:
            return any(row in of and any(getattr(row, how)(d) for d in deals) for of, deals in pairs)

        read = [(deal, of) for of, deals in pairs for deal in deals]
        right = sum(any(row.matches(deal) for row in of) for deal, of in read)
        by_type = sum(found(row, "matches") for row in wanted)
        in_role = sum(found(row, "matches_in_role") for row in wanted)
        return (
            name,
            str(len(self.texts)),
            _share(by_type, len(wanted)),
            _share(in_role, len(wanted)),
            _share(right, len(read)),
        )

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Texts whose rows were not all found, or that gave other deals too."""
        for text, of, deals in zip(self.texts, self.told, self.deals, strict=True):
            missed = [row for row in of if not any(row.matches_in_role(deal) for deal in deals)]
            other = [deal for deal in deals if not any(row.matches(deal) for row in of)]
            if missed or other:
                yield text.split("\n")[-1], "; ".join(map(_told, deals)) or "no deal"


def _told(deal: DealClaim) -> str:
    return f"{deal.type} " + ", ".join(f"{party.name} ({party.role})" for party in deal.parties)


def _is(name: str, among: Iterable[str]) -> bool:
    same = scorer().same_name
    return any(same(known, other) for known in NAMES.get(name, (name,)) for other in among)


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):.3f} ({part}/{whole})"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.measures.deal_list", description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="also what was read from each text gone wrong")
    arguments = parser.parse_args(argv)
    if not there(LIST):
        return 0
    reader, wanted = Reader(Settings()), wanted_deals()
    told = {text: [row for row in wanted if row.is_told_by(text)] for text in claim_texts()}
    told = {text: of for text, of in told.items() if of}
    sentences = {row.sentence(): [row] for row in wanted}
    readings = {
        name: Reading(list(texts), list(texts.values()), read_each(texts, reader))
        for name, texts in (("claim texts", told), ("rows as sentences", sentences))
    }
    table(
        f"The {len(wanted)} deals of the deal list",
        ("read from", "texts", "type and parties", "in role", "precision"),
        [reading.line(name) for name, reading in readings.items()],
    )
    if arguments.wrong:
        for name, reading in readings.items():
            table(f"Gone wrong in {name}", ("text", "read"), reading.wrong())
    return 0


if __name__ == "__main__":
    sys.exit(main())
