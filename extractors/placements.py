"""The private placement that a Form D states, as a claim: its fields say what a reader would guess."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extractors.gate import Gate, read_gate, turned_away
from extractors.knowledge.aliases import Aliases, read_aliases
from extractors.text.filing_form_d import FormD, dollars
from extractors.text.filing_rules import filing_rules
from pipeline.claims import Amount, DealClaim, Evidence, Party, Refusal
from pipeline.document import Document
from pipeline.vocabulary import AmountKind, DealType, Qualifier, RefusalReason, Role, Status

CERTAIN = 1.0
"""The confidence of what the issuer itself stated, field by field."""

_FUND = "isPooledInvestmentFundType"
_LOANS = frozenset({"isDebtType"})


def placement(document: Document, notice: FormD) -> DealClaim | Refusal:
    """The deal that a notice states, or why it is none of ours.

    What its issuer does, only its name and industry can show.
    """
    if filing_rules().is_other_industry(notice.industry) or not _gate().passes(document.text):
        return turned_away(document)
    if reason := _no_round(notice):
        start = document.text.index(notice.offer)
        return Refusal(
            document_id=document.id,
            reason=RefusalReason.OUT_OF_SCOPE,
            subject="deal",
            as_written=notice.offer,
            detail=reason,
            start=start,
            end=start + len(notice.offer),
        )
    return _claim(document, notice)


def _no_round(notice: FormD) -> str | None:
    if notice.is_combination:
        return "securities given in a business combination, which is a deal of its own"
    if _FUND in notice.securities:
        return "shares of a fund, of which the notice names no sponsor"
    return None if notice.sold or notice.offered else "no amount is stated"


def _claim(document: Document, notice: FormD) -> DealClaim:
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
