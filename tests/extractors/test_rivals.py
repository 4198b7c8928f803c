"""Records of one text beside each other: what speaks against those that tell the same as another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.deals.convert import DOUBTFUL, FAR_SURER, LEAST_BESIDE, Claimer
from extractors.deals.merging import Record, merge
from extractors.deals.records import strength, weight
from extractors.deals.rivals import UNRIVALLED, Rivals
from pipeline.vocabulary import DealType, RefusalReason, Role, Status
from tests.extractors.told_deals import deal, money, record_of, telling, ten_sentences

STAKE = {Role.INVESTOR: "northgate", Role.INVESTEE: "halden"}


@pytest.fixture(scope="module")
def doc() -> Doc:
    return ten_sentences()


def stake(doc: Doc, number: int, odds: float) -> Record:
    return record_of(telling(doc, number, STAKE, odds=odds, deal_type=DealType.EQUITY_INVESTMENT))


def test_the_same_words_told_as_another_type_are_a_rival(doc: Doc) -> None:
    bought, invested = record_of(telling(doc, 0, deal(), odds=1)), stake(doc, 0, 3)
    rivals = Rivals([bought, invested])
    assert rivals.facts(bought)["rival"] == weight(invested, strength(invested)) == 3 + 0.5 * 2
    assert rivals.facts(invested)["rival"] == weight(bought, strength(bought))


def test_other_sentences_parties_or_tellings_of_the_type_are_none(doc: Doc) -> None:
    bought = record_of(telling(doc, 0, deal(), odds=1))
    elsewhere = stake(doc, 1, 3)
    one_in_common = record_of(
        telling(
            doc,
            0,
            {Role.INVESTOR: "northgate", Role.INVESTEE: "oakmere"},
            deal_type=DealType.EQUITY_INVESTMENT,
        )
    )
    alike = record_of(telling(doc, 0, deal(), odds=4))
    for other in (elsewhere, one_in_common, alike):
        assert Rivals([bought, other]).facts(bought)["rival"] == UNRIVALLED
    # Who stands alone in a record is all that it can share.
    alone = record_of(telling(doc, 0, {Role.ACQUIRER: "northgate"}))
    assert Rivals([alone, one_in_common]).facts(alone)["rival"] == weight(
        one_in_common, strength(one_in_common)
    )


@pytest.mark.parametrize(
    ("other", "odds", "part"),
    [
        ({**deal(), Role.SELLER: "oakmere"}, -3.0, 1.0),
        (deal(), 3.0, 1.0),
        (deal(), 0.5, 0.0),
        (deal(target="oakmere"), 3.0, 0.0),
    ],
)
def test_a_record_is_part_of_one_with_its_parties_and_more_or_surer(
    doc: Doc, other: dict[Role, str], odds: float, part: float
) -> None:
    own = record_of(telling(doc, 0, deal(), odds=1))
    more = record_of(telling(doc, 5, other, odds=odds))
    assert Rivals([own, more]).facts(own)["part"] == part


def test_words_that_are_known_to_tell_deals_are_listed(doc: Doc) -> None:
    known = record_of(telling(doc, 0, deal(), listed=(DealType.ACQUISITION,)))
    assert Rivals([known]).facts(known)["unlisted"] == 0
    known_once = record_of(telling(doc, 0, deal()))
    assert Rivals([known_once]).facts(known_once)["unlisted"] == 1
    known_once.add(telling(doc, 1, deal(), listed=(DealType.ACQUISITION,)), ())
    assert Rivals([known_once]).facts(known_once)["unlisted"] == 0


def test_the_surest_word_says_whether_a_record_is_its_second_choice(doc: Doc) -> None:
    doubted = telling(doc, 0, deal(), odds=2)._replace(second=True)
    record = record_of(doubted)
    assert Rivals([record]).facts(record)["second"] == 1
    record.add(telling(doc, 1, deal(), odds=1), ())
    assert Rivals([record]).facts(record)["second"] == 1
    record.add(telling(doc, 2, deal(), odds=3), ())
    assert Rivals([record]).facts(record)["second"] == 0


def test_numbers_that_went_to_another_record_are_counted(doc: Doc) -> None:
    number, own = money(doc, 0, 5), money(doc, 3, 9)
    tellings = [telling(doc, 0, deal()), telling(doc, 3, deal("oakmere", "tarnwick"))]
    wanted = [(number._replace(odds=2.0),), (number, own)]
    winner, loser = records = merge(tellings, wanted, {})
    assert [Rivals(records).facts(record)["ceded"] for record in (winner, loser)] == [0, 1]
    assert Rivals(records).facts(loser)["numbers"] == 1


@given(odds=st.lists(st.integers(-4, 4), min_size=2, max_size=5))
def test_of_records_alike_all_but_one_are_parts(doc: Doc, odds: list[int]) -> None:
    records = [record_of(telling(doc, row, deal(), odds=each)) for row, each in enumerate(odds)]
    rivals = Rivals(records)
    parts = [rivals.facts(record)["part"] for record in records]
    assert parts == [float(each < max(odds)) for each in odds]


def test_what_overrules_a_record_shares_a_sentence_and_a_party(doc: Doc) -> None:
    own, rival, far = record_of(telling(doc, 0, deal())), stake(doc, 0, 3), stake(doc, 1, 3)
    rivals = Rivals([own, rival, far])
    assert rivals.why_not(own, {id(rival)}) is RefusalReason.OVERRULED
    assert rivals.why_not(own, {id(far)}) is RefusalReason.DOUBTFUL


@pytest.mark.parametrize(
    ("odds", "named"),
    [(8.0, ["northgate", "oakmere"]), (DOUBTFUL, ["northgate", "oakmere"]), (DOUBTFUL - 0.1, ["northgate"])],
)
def test_a_doubtful_party_beside_a_far_surer_one_is_left_out(doc: Doc, odds: float, named: list[str]) -> None:
    loan = {Role.LENDER: "northgate", Role.BORROWER: "halden"}
    record = record_of(telling(doc, 0, loan, deal_type=DealType.DEBT_FINANCING, held=DOUBTFUL + FAR_SURER))
    record.add(telling(doc, 1, {Role.LENDER: "oakmere"}, deal_type=DealType.DEBT_FINANCING, held=odds), ())
    claim = Claimer(doc, "d", ()).claim(record, Status.ANNOUNCED, 0.9)
    assert [party.name.lower() for party in claim.parties if party.role == "lender"] == named
    # Alone in a role that identifies the deal a party is told however doubtful it is.
    alone = record_of(telling(doc, 0, deal(), held=odds - 9))
    assert len(Claimer(doc, "d", ()).claim(alone, Status.ANNOUNCED, 0.9).parties) == 2


@pytest.mark.parametrize(("odds", "named"), [(LEAST_BESIDE, ["oakmere"]), (LEAST_BESIDE - 0.1, [])])
def test_a_role_that_does_not_identify_the_deal_needs_more(doc: Doc, odds: float, named: list[str]) -> None:
    record = record_of(telling(doc, 0, deal()))
    record.add(telling(doc, 1, {Role.SELLER: "oakmere"}, held=odds), ())
    claim = Claimer(doc, "d", ()).claim(record, Status.ANNOUNCED, 0.9)
    assert [party.name.lower() for party in claim.parties if party.role == "seller"] == named
    assert len(claim.parties) == len(deal()) + len(named)
