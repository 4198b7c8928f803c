"""The private placement that a Form D states, as a claim: its fields say what a reader would guess."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extractors.gate import Gate, read_gate
from extractors.knowledge.aliases import Aliases, read_aliases
from extractors.text.filing_form_d import FormD, dollars
from pipeline.claims import Amount, DealClaim, Evidence, Party
from pipeline.document import Document
from pipeline.vocabulary import AmountKind, DealType, Qualifier, Role, Status

CERTAIN = 1.0
"""The confidence of what the issuer itself stated, field by field."""

_FUND = "isPooledInvestmentFundType"
_LOANS = frozenset({"isDebtType"})


def is_of_market(document: Document) -> bool:
    """Whether a notice is about AI infrastructure, which only its issuer's name can show."""
    return _gate().passes(document.text)


def placement(document: Document, notice: FormD) -> DealClaim | None:
    """The deal that a notice states.

    None for securities given in a merger, which is told elsewhere, for shares of a fund, whose sponsor it
    does not name, and where no amount is stated.
    """
    if notice.is_combination or _FUND in notice.securities or not (notice.sold or notice.offered):
        return None
    is_loan = frozenset(notice.securities) == _LOANS
    evidence = tuple(_quoted(document, notice))
    amounts = tuple(_amounts(evidence, notice))
    known = _aliases().ciks.get(notice.cik.lstrip("0"))
    issuer = Party(
        name=notice.issuer,
        role=Role.BORROWER if is_loan else Role.INVESTEE,
        entity_id=known,
        start=evidence[0].start,
        end=evidence[0].start + len(notice.issuer),
    )
    return DealClaim(
        document_id=document.id,
        type=DealType.DEBT_FINANCING if is_loan else DealType.EQUITY_INVESTMENT,
        status=Status.COMPLETED if notice.is_sold_out else Status.ANNOUNCED,
        parties=(issuer,),
        amounts=amounts,
        date=notice.first_sale.isoformat() if notice.first_sale else None,
        confidence=CERTAIN,
        evidence=evidence,
    )


def _quoted(document: Document, notice: FormD) -> Iterator[Evidence]:
    """The sentences with amounts, what was sold first: both begin with the issuer's name."""
    for amount, sentence in ((notice.sold, notice.sale), (notice.offered, notice.offer)):
        if amount and sentence:
            start = document.text.index(sentence)
            yield Evidence(start=start, end=start + len(sentence), quote=sentence)


def _amounts(evidence: tuple[Evidence, ...], notice: FormD) -> Iterator[Amount]:
    """What was sold is the deal's value; what is offered is, as long as nothing was sold.

    As long as more is offered, more may be sold, and an amendment say so of the same deal.
    """
    first, *rest = evidence
    if notice.sold:
        hedge = Qualifier.EXACT if notice.is_sold_out else Qualifier.AT_LEAST
        yield _amount(notice.sold, first, AmountKind.VALUE, hedge)
        if notice.offered and notice.offered != notice.sold:
            yield _amount(notice.offered, rest[0], AmountKind.OTHER, Qualifier.AT_MOST)
    elif notice.offered:
        yield _amount(notice.offered, first, AmountKind.VALUE, Qualifier.AT_MOST)


def _amount(amount: Decimal, sentence: Evidence, kind: AmountKind, qualifier: Qualifier) -> Amount:
    words = dollars(amount)
    start = sentence.start + sentence.quote.rindex(words)
    return Amount(
        low=amount,
        high=amount,
        qualifier=qualifier,
        as_written=words,
        start=start,
        end=start + len(words),
        currency="USD",
        kind=kind,
    )


@cache
def _gate() -> Gate:
    return read_gate()


@cache
def _aliases() -> Aliases:
    return read_aliases()
