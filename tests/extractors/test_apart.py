"""Deals that one word tells of several parties in a row: kept apart, and no others."""

from __future__ import annotations

from typing import cast

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extractors.deals.apart import APART, LESS_SURE, MOST, STATED, Lists, Told, all_apart, told_apart
from extractors.deals.arguments import Argument
from extractors.deals.mentions import Telling
from extractors.deals.merging import Record, merge
from extractors.nlp import build_nlp
from pipeline.settings import read_settings
from pipeline.vocabulary import DealType, Role
from tests.extractors.told_deals import money, telling, ten_sentences
from tests.factories import document


@pytest.fixture(scope="module")
def doc() -> Doc:
    return ten_sentences()


def party(doc: Doc, place: int, key: str) -> Argument:
    return Argument(place, place + 1, key, "ORG", key.title())


def supply(doc: Doc, suppliers: tuple[str, ...] = ("adler",)) -> Telling:
    """What the first sentence tells: Orrin buys from the first, or from both."""
    mention = telling(
        doc, 0, {Role.CUSTOMER: "orrin", Role.SUPPLIER: suppliers[0]}, deal_type=DealType.SUPPLY_CONTRACT
    )
    more = tuple(mention.holders[1]._replace(argument=party(doc, 2, key)) for key in suppliers[1:])
    return Telling(mention._replace(holders=(*mention.holders, *more)), (money(doc, 0, 5, 3.0),), 0, 0)


def listed(doc: Doc) -> list[Told]:
    money(doc, 1, 7)
    return [
        Told(party(doc, 1, "adler"), doc[4:6]),
        Told(party(doc, 2, "brandt"), doc[11:13]),
    ]


@pytest.mark.parametrize("suppliers", [("adler",), ("adler", "brandt")])
def test_each_of_a_list_has_a_deal_with_its_number(doc: Doc, suppliers: tuple[str, ...]) -> None:
    first, second = told_apart(supply(doc, suppliers), [listed(doc)])
    for found, key, number in ((first, "adler", 5), (second, "brandt", 7)):
        assert {(h.argument.key, h.role) for h in found.mention.holders} == {
            ("orrin", Role.CUSTOMER), (key, Role.SUPPLIER),
        }  # fmt: skip
        assert [int(each.span._.quantity.low) for each in found.numbers] == [number]
        assert found.mention.apart is Role.SUPPLIER
    (holder,) = (h for h in second.mention.holders if h.role is Role.SUPPLIER)
    assert holder.odds == (2.0 if len(suppliers) > 1 else 2.0 - LESS_SURE)
    assert (first.numbers[0].odds, second.numbers[0].odds) == (3.0, STATED)


def test_who_shares_a_deal_is_not_told_apart(doc: Doc) -> None:
    assert Role.LENDER not in APART
    loan = telling(doc, 0, {Role.BORROWER: "orrin", Role.LENDER: "adler"}, deal_type=DealType.DEBT_FINANCING)
    alone = Telling(loan, (), 0, 0)
    assert told_apart(alone, [listed(doc)]) == [alone]
    # A list of both sides tells nothing apart, nor does one of others.
    both = [Told(party(doc, 0, "orrin"), doc[4:6]), Told(party(doc, 1, "adler"), doc[11:13])]
    others = [Told(party(doc, 0, "cole"), doc[4:6]), Told(party(doc, 1, "dunn"), doc[11:13])]
    sold = supply(doc)
    assert told_apart(sold, [both, others]) == [sold]
    # A table in one sentence is no list.
    table = [Told(party(doc, 1, "adler"), doc[4:6])]
    table += [Told(party(doc, 2, f"firm {number}"), doc[11:13]) for number in range(MOST)]
    assert told_apart(sold, [table]) == [sold]
    assert len(told_apart(sold, [table[:MOST]])) == MOST


def test_nobody_sells_to_himself(doc: Doc) -> None:
    telling = supply(doc)
    doubted = telling.mention.holders[0]._replace(argument=party(doc, 2, "brandt"), odds=-0.5)
    holders = (*telling.mention.holders, doubted)
    _, second = told_apart(telling._replace(mention=telling.mention._replace(holders=holders)), [listed(doc)])
    assert sorted(h.argument.key for h in second.mention.holders) == ["brandt", "orrin"]


def suppliers(records: list[Record]) -> list[set[str]]:
    return [{key for key, role in record.holders if role is Role.SUPPLIER} for record in records]


def test_what_is_told_apart_stays_apart(doc: Doc) -> None:
    apart = told_apart(supply(doc), [listed(doc)])
    again = supply(doc, ("adler", "brandt"))
    mentions = [*(each.mention for each in apart), again.mention]
    numbers = [*(each.numbers for each in apart), ()]
    same = {(a, b): 9.0 for a in range(3) for b in range(3)}
    records = merge(mentions, numbers, same)
    assert suppliers(records) == [{"adler"}, {"brandt"}]
    assert sorted(len(record.mentions) for record in records) == [1, 2]


def test_equal_numbers_of_deals_told_apart_are_two(doc: Doc) -> None:
    lists = listed(doc)
    money(doc, 1, 5)
    apart = told_apart(supply(doc), [lists])
    records = merge([each.mention for each in apart], [each.numbers for each in apart], {})
    held = [[int(number.span._.quantity.low) for number in record.numbers.values()] for record in records]
    assert held == [[5], [5]]


def test_of_the_words_of_a_sentence_the_surest_tells_its_list(doc: Doc) -> None:
    class OneList:
        def of(self, _: object) -> list[list[Told]]:
            return [listed(doc)]

    sure, doubtful = supply(doc), supply(doc)
    doubtful = doubtful._replace(mention=doubtful.mention._replace(odds=1.0))
    found = list(all_apart([doubtful, sure, doubtful], cast("Lists", OneList())))
    assert [each.mention.apart for each in found] == [None, Role.SUPPLIER, Role.SUPPLIER, None]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(read_settings().model)


@pytest.mark.parametrize("words", ["of which 200 MW", "in a joint deal 200 MW", "under one agreement 200 MW"])
def test_the_parts_of_one_deal_are_no_list(nlp: Language, words: str) -> None:
    text = (
        "Northgate Cloud signs a power deal\n\n"
        f"Northgate Cloud will buy 376 MW, {words} from Meridale Energy and 176 MW from Oakmere Wind."
    )
    doc = nlp.make_doc(text)
    doc._.document = document(text)
    told = [{party.name for party in deal.parties if party.role == "supplier"} for deal in nlp(doc)._.deals]
    assert not [names for names in told if names == {"Oakmere Wind"}]


def test_reads_two_contracts_off_one_verb(nlp: Language) -> None:
    text = (
        "Northgate Cloud signed power purchase agreements with two producers\n\n"
        "Northgate Cloud will buy 200 MW of solar power from Meridale Energy and 176 MW from Oakmere Wind."
    )
    doc = nlp.make_doc(text)
    doc._.document = document(text)
    found = [deal for deal in nlp(doc)._.deals if deal.type == "power_agreement"]
    told = [
        (
            {party.name for party in deal.parties if party.role == "supplier"},
            [int(each.low) for each in deal.capacity],
        )
        for deal in found
    ]
    assert ({"Meridale Energy"}, [200]) in told
    assert ({"Oakmere Wind"}, [176]) in told
    assert len(told) == 2
