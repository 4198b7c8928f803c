"""Ten sentences that each tell a deal, and what a reader could make of them, for tests of gathering deals."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from spacy.lang.en import English
from spacy.tokens import Doc

from extractors.deals.arguments import Argument
from extractors.deals.attaching import Attachment
from extractors.deals.mentions import DealMention, Holder
from extractors.deals.merging import Record
from extractors.deals.triggers import Trigger
from extractors.extensions import register_extensions
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import AmountKind, DealType, Role

TEXT = " ".join(f"Northgate buys Halden for ${number} ." for number in range(10))
WORDS = len(["Northgate", "buys", "Halden", "for", "$", "1", "."])


def ten_sentences() -> Doc:
    """Ten sentences of seven words; the amount is the fifth and sixth of each."""
    register_extensions()
    made = English()(TEXT)
    for token in made:
        token.is_sent_start = token.i % WORDS == 0
    assert len(list(made.sents)) == 10
    return made


def telling(
    doc: Doc, number: int, parties: dict[Role, str], *, odds: float = 2.0,
    deal_type: DealType = DealType.ACQUISITION, held: float = 2.0, statuses: tuple[float, ...] = (0, 1, 0, 0),
    listed: tuple[DealType, ...] = (),
) -> DealMention:  # fmt: skip
    """What one sentence tells: the parties in their roles, by their keys."""
    first = number * WORDS
    holders = tuple(
        Holder(Argument(first, first + 1, key, "ORG", key.title()), role, held)
        for role, key in parties.items()
    )
    return DealMention(
        doc[first : first + WORDS], Trigger(first + 1, listed), deal_type, holders, odds,
        np.array(statuses, dtype=np.float32),
    )  # fmt: skip


def money(doc: Doc, number: int, value: int, odds: float = 1.0) -> Attachment:
    """An amount stated in a sentence."""
    span = doc[number * WORDS + 4 : number * WORDS + 6]
    span._.quantity = Quantity(QuantityKind.MONEY, Decimal(value), Decimal(value), "USD", span.text)
    return Attachment(span, odds, AmountKind.VALUE)


def deal(acquirer: str = "northgate", target: str = "halden") -> dict[Role, str]:
    return {Role.ACQUIRER: acquirer, Role.TARGET: target}


def record_of(mention: DealMention) -> Record:
    record = Record(mention.type)
    record.add(mention, ())
    return record
