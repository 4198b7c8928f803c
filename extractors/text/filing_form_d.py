"""A Form D (notice of a private placement) to sentences: its XML has fields, and claims quote sentences.

What the form asks for: https://www.sec.gov/files/formd.pdf. Persons and addresses are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from extractors.text.normalise import one_line
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

_FORMS = frozenset({"D", "D/A"})
_DOLLARS = re.compile(r"\d{1,15}(?:\.\d{1,2})?")
_YES = ("true", "1")

# What an element of typesOfSecuritiesOffered stands for, in the words of the form's item 9.
_SECURITIES = {
    "isEquityType": "equity securities",
    "isDebtType": "debt securities",
    "isOptionToAcquireType": "options and warrants",
    "isSecurityToBeAcquiredType": "securities to be acquired upon exercise",
    "isPooledInvestmentFundType": "interests in a pooled investment fund",
    "isTenantInCommonType": "tenant-in-common securities",
    "isMineralPropertyType": "mineral property securities",
}


class FormD(NamedTuple):
    """What a notice states; amounts are US dollars, None where it states no number."""

    issuer: str
    cik: str
    securities: tuple[str, ...]
    """As the names of `_SECURITIES`."""
    offered: Decimal | None
    is_indefinite: bool
    """No total amount is set."""
    sold: Decimal | None
    first_sale: date | None
    is_amendment: bool
    amends: str | None
    """The accession number of the notice that it amends."""
    is_combination: bool
    """The securities are given in a merger or exchange, not for money."""
    industry: str

    @property
    def title(self) -> str:
        """What the document is called."""
        return f"{self.issuer}: private placement of {self._kinds} (Form D)"

    @property
    def body(self) -> str:
        """One sentence a fact, so that each number can be quoted by itself."""
        return "\n\n".join(filter(None, self._sentences()))

    @property
    def is_sold_out(self) -> bool:
        """Whether all that is offered is sold; of an indefinite offering nobody can say so."""
        return bool(self.sold and self.offered and self.sold >= self.offered)

    @property
    def sale(self) -> str | None:
        """The sentence that says what was sold."""
        if not self.sold:
            return f"{self.issuer} has not yet sold any." if self.sold == 0 else None
        has = "has" if self.is_sold_out else "has so far"
        return f"{self.issuer} {has} sold {self._kinds} of {dollars(self.sold)} in the private placement."

    @property
    def offer(self) -> str:
        """The sentence that says what is offered."""
        if self.offered:
            total = f", the total offering amount being {dollars(self.offered)}"
        else:
            total = ", the total offering amount being indefinite" if self.is_indefinite else ""
        return f"{self.issuer} offers {self._kinds} in a private placement{total}."

    @property
    def _kinds(self) -> str:
        return ", ".join(_SECURITIES[name] for name in self.securities) or "securities"

    def _sentences(self) -> Iterator[str | None]:
        yield self.offer
        yield self.sale
        if day := self.first_sale:
            yield f"The date of first sale was {day:%B} {day.day}, {day.year}."
        if self.is_amendment:
            yield f"This amends the notice {self.amends or 'filed before'}."
        if self.is_combination:
            yield "The offering is made in connection with a business combination."
        if self.industry:
            yield f"The issuer's industry is {self.industry}."


def is_form_d(type_: str, content: str) -> bool:
    """Whether a part of a submission is a Form D in XML; before 2008 they were on paper."""
    return type_ in _FORMS and "<edgarSubmission" in content[:2000]


def read_form_d(content: str) -> FormD:
    """What a notice's XML states, in whatever namespace.

    Raises UnreadableError: UNREADABLE for broken XML, EMPTY without an issuer.
    """
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(QuarantineReason.UNREADABLE, f"Form D: {error}") from error
    issuer = _text(root, "primaryIssuer", "entityName")
    if not issuer:
        raise UnreadableError(QuarantineReason.EMPTY, "a Form D without an issuer")
    offered = _text(root, "offeringSalesAmounts", "totalOfferingAmount")
    return FormD(
        issuer=issuer,
        cik=_text(root, "primaryIssuer", "cik"),
        securities=tuple(name for name in _SECURITIES if _is_yes(root, "typesOfSecuritiesOffered", name)),
        offered=_number(offered),
        is_indefinite=offered.lower() == "indefinite",
        sold=_number(_text(root, "offeringSalesAmounts", "totalAmountSold")),
        first_sale=_day(_text(root, "dateOfFirstSale", "value")),
        is_amendment=_is_yes(root, "newOrAmendment", "isAmendment"),
        amends=_text(root, "newOrAmendment", "previousAccessionNumber") or None,
        is_combination=_is_yes(root, "businessCombinationTransaction", "isBusinessCombinationTransaction"),
        industry=_text(root, "industryGroup", "industryGroupType"),
    )


def dollars(amount: Decimal) -> str:
    """An amount as people write it: "$300,000,000"."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,}"


def _text(root: etree._Element, group: str, name: str) -> str:
    """The words of a field; "" where there are none."""
    return one_line(root.findtext(f".//{{*}}{group}/{{*}}{name}") or "")


def _is_yes(root: etree._Element, group: str, name: str) -> bool:
    return _text(root, group, name).lower() in _YES


def _number(stated: str) -> Decimal | None:
    return Decimal(stated) if _DOLLARS.fullmatch(stated) and stated.isascii() else None


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None
