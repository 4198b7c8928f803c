"""Tellings gathered to deals: who belongs together, whose a number is, and how sure a record is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.deals.attaching import Attachment
from extractors.deals.knowledge import DealKnowledge
from extractors.deals.merging import AGREED, AT_ODDS, DIFFERING, FAR_APART, Record, hand_back, merge
from extractors.deals.records import record_odds, strength
from extractors.deals.status import settle
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import AmountKind, DealType, Role, Status
from tests.extractors.told_deals import WORDS, deal, money, record_of, telling, ten_sentences

NO_CUES = [None, None]
STATUSES = tuple(status.value for status in Status)


@pytest.fixture(scope="module")
def doc() -> Doc:
    return ten_sentences()


def both(odds: float) -> dict[tuple[int, int], float]:
    return {(0, 1): odds, (1, 0): odds}


def members(records: list[Record]) -> list[list[int]]:
    """The sentences that each record is told in."""
    return [[mention.sentence.start // WORDS for mention in record.mentions] for record in records]


def test_what_the_encoder_holds_for_one_deal_is_one(doc: Doc) -> None:
    first, second = telling(doc, 0, deal()), telling(doc, 3, deal("northgate", "tarnwick"))
    (record,) = merge([first, second], [(), ()], both(0.5 - AT_ODDS))
    assert members([record]) == [[0, 3]]
    assert record.keys(Role.TARGET) == {"halden", "tarnwick"}
    # Parties at odds weigh against it.
    assert members(merge([first, second], [(), ()], both(-0.5 - AT_ODDS))) == [[0], [3]]


def test_what_the_encoder_holds_apart_stays_apart(doc: Doc) -> None:
    first, second = telling(doc, 0, deal()), telling(doc, 3, deal())
    assert members(merge([first, second], [(), ()], both(-3.0))) == [[0], [3]]


@pytest.mark.parametrize("least", [-2.0, -1.0, 0.0, 1.0])
def test_the_least_odds_are_a_border(doc: Doc, least: float) -> None:
    first, second = telling(doc, 0, deal()), telling(doc, 3, deal())
    assert len(merge([first, second], [(), ()], both(least - AGREED + 0.01), least)) == 1
    assert len(merge([first, second], [(), ()], both(least - AGREED - 0.01), least)) == 2


def power(doc: Doc, number: int, megawatts: int) -> Attachment:
    """A capacity stated where the amount of a sentence stands."""
    span = doc[number * WORDS + 4 : number * WORDS + 6]
    span._.quantity = Quantity(QuantityKind.POWER, Decimal(megawatts), Decimal(megawatts), "MW", span.text)
    return Attachment(span, 1.0, AmountKind.VALUE)


@pytest.mark.parametrize("stated", [money, power])
def test_other_amounts_or_another_power_speak_against_one_deal(doc: Doc, stated: Any) -> None:
    one_side = {Role.ACQUIRER: "northgate"}
    tellings = telling(doc, 0, one_side), telling(doc, 3, one_side)
    other = [(stated(doc, 0, 5),), (stated(doc, 3, 9),)]
    assert len(merge(tellings, other, both(-DIFFERING - 0.01))) == 2
    assert len(merge(tellings, other, both(-DIFFERING + 0.01))) == 1
    same = [(stated(doc, 0, 5),), (stated(doc, 3, 5),)]
    assert len(merge(tellings, same, both(0.01))) == 1
    untold: list[tuple[Attachment, ...]] = [(stated(doc, 0, 5),), ()]
    assert len(merge(tellings, untold, both(0.01))) == 1


LEAST = [DealKnowledge.least.same, -2.0, 0.0, 0.3]


@pytest.mark.parametrize("least", LEAST)
def test_of_two_windows_what_the_tellings_state_decides(doc: Doc, least: float) -> None:
    """The encoder compares tellings of one window only; with others, a party at odds holds apart."""
    first = telling(doc, 0, deal())
    other = telling(doc, 3, deal("northgate", "tarnwick"))
    again = telling(doc, 5, deal())
    assert members(merge([first, other, again], [(), (), ()], {}, least)) == [[0, 5], [3]]


@pytest.mark.parametrize("least", LEAST)
def test_of_two_windows_sums_at_odds_hold_deals_with_one_known_side_apart(doc: Doc, least: float) -> None:
    first, second = (
        telling(doc, 0, {Role.ACQUIRER: "northgate"}),
        telling(doc, 3, {Role.ACQUIRER: "northgate"}),
    )
    apart = merge([first, second], [(money(doc, 0, 5),), (money(doc, 3, 9),)], {}, least)
    assert members(apart) == [[0], [3]]
    (one,) = merge([first, second], [(money(doc, 0, 5),), (money(doc, 3, 5),)], {}, least)
    assert members([one]) == [[0, 3]]


def test_tellings_that_share_nobody_or_no_type_are_not_compared(doc: Doc) -> None:
    first = telling(doc, 0, deal())
    strangers = telling(doc, 3, deal("oakmere", "tarnwick"))
    lease = telling(doc, 5, {Role.LESSEE: "northgate"}, deal_type=DealType.LEASE)
    sure = {(one, other): 9.0 for one in range(3) for other in range(3)}
    assert members(merge([first, strangers, lease], [(), (), ()], sure)) == [[0], [3], [5]]


def test_a_telling_joins_the_record_that_fits_best(doc: Doc) -> None:
    tellings = [
        telling(doc, 0, deal(), odds=4),
        telling(doc, 2, deal(), odds=3),
        telling(doc, 5, deal(), odds=1),
    ]
    same = {(1, 0): -AGREED - 2.0, (2, 0): 0.5, (2, 1): 1.5}
    assert members(merge(tellings, [(), (), ()], same)) == [[0], [2, 5]]


def test_records_stand_in_the_order_of_the_text(doc: Doc) -> None:
    late, early = telling(doc, 7, deal(), odds=9), telling(doc, 1, deal("oakmere", "tarnwick"), odds=1)
    assert members(merge([late, early], [(), ()], {})) == [[1], [7]]


@pytest.mark.parametrize(("first_odds", "winner"), [(2.0, 0), (0.5, 1)])
def test_a_number_goes_to_the_surer_record_only(doc: Doc, first_odds: float, winner: int) -> None:
    number = money(doc, 0, 5)
    tellings = [telling(doc, 0, deal()), telling(doc, 3, deal("oakmere", "tarnwick"))]
    records = merge(tellings, [(number._replace(odds=first_odds),), (number._replace(odds=1.0),)], {})
    assert [len(record.numbers) for record in records] == [1 - winner, winner]


def test_a_number_that_both_ask_for_alike_is_given_once(doc: Doc) -> None:
    number = money(doc, 0, 5)
    tellings = [telling(doc, 0, deal()), telling(doc, 3, deal("oakmere", "tarnwick"))]
    records = merge(tellings, [(number,), (number,)], {})
    assert sum(len(record.numbers) for record in records) == 1


@pytest.mark.parametrize(("second", "heir"), [(2.0, 0), (2.5, 1)])
def test_a_refused_record_hands_its_number_back_to_whom_it_was_offered(
    doc: Doc, second: float, heir: int
) -> None:
    number = money(doc, 0, 5)
    rivals = [deal(), deal("oakmere", "tarnwick"), deal("elmhurst", "pell"), deal("quorn", "stroud")]
    tellings = [telling(doc, place, own) for place, own in enumerate(rivals)]
    offers = [(number._replace(odds=odds),) for odds in (2.2, second, 3.0)]
    first, other, refused, stranger = merge(tellings, [*offers, ()], {})
    assert refused.numbers
    assert not first.numbers
    hand_back([refused], [first, other, stranger])
    assert [len(record.numbers) for record in (first, other, stranger)] == [1 - heir, heir, 0]
    assert [held.odds for held in (first, other)[heir].numbers.values()] == [offers[heir][0].odds]


def test_a_number_offered_to_no_claimed_record_stays_with_the_refused_one(doc: Doc) -> None:
    tellings = [telling(doc, 0, deal()), telling(doc, 3, deal("oakmere", "tarnwick"))]
    claimed, refused = merge(tellings, [(), (money(doc, 3, 9),)], {})
    hand_back([refused], [claimed])
    assert (len(claimed.numbers), len(refused.numbers)) == (0, 1)


def test_different_sums_go_their_own_ways(doc: Doc) -> None:
    tellings = [telling(doc, 0, deal()), telling(doc, 3, deal("oakmere", "tarnwick"))]
    records = merge(tellings, [(money(doc, 0, 5, 0.1),), (money(doc, 3, 9, 3.0),)], {})
    assert [[n.span._.quantity.low for n in r.numbers.values()] for r in records] == [[5], [9]]


@given(
    odds=st.lists(st.floats(-5, 5), min_size=1, max_size=6),
    seed=st.integers(0, 2**16),
    least=st.floats(-2, 2),
)
def test_no_telling_is_lost_or_told_twice(doc: Doc, odds: list[float], seed: int, least: float) -> None:
    drawn = np.random.default_rng(seed)
    names = ("northgate", "halden", "oakmere")
    tellings = [
        telling(doc, number, deal(*drawn.permutation(names)[:2].tolist()), odds=each)
        for number, each in enumerate(odds)
    ]
    rows = range(len(odds))
    same = {(a, b): float(drawn.normal()) for a in rows for b in rows if drawn.random() < 0.7}
    numbers = [(money(doc, row, int(drawn.integers(3)), float(drawn.normal())),) for row in rows]
    records = merge(tellings, numbers, same, least)
    assert sorted(at for record in members(records) for at in record) == list(rows)
    assert all(found == sorted(found) for found in members(records))
    # What is stated at one place stays with one record, and all that is stated with some record.
    owners: dict[int, set[int]] = {}
    for record in records:
        for number in record.numbers.values():
            owners.setdefault(number.span.start, set()).add(id(record))
    assert {number.span.start for (number,) in numbers} == set(owners)
    assert all(len(held) == 1 for held in owners.values())


@given(told=st.floats(-4, 4), held=st.floats(-4, 4), more=st.floats(0.1, 3))
def test_a_record_is_surer_where_it_is_told_or_held_more_surely(
    doc: Doc, told: float, held: float, more: float
) -> None:
    def record(told: float, held: float) -> Record:
        return record_of(telling(doc, 0, deal(), odds=told, held=held))

    assert record_odds(record(told + more, held)) > record_odds(record(told, held))
    assert strength(record(told, held + more))["side"] > strength(record(told, held))["side"]


def test_the_surest_telling_counts_and_the_less_sure_side(doc: Doc) -> None:
    record = record_of(telling(doc, 0, {Role.ACQUIRER: "northgate"}, odds=-1, held=3))
    record.add(telling(doc, 1, {Role.TARGET: "halden"}, odds=2, held=1), [money(doc, 1, 5)])
    assert record_odds(record) == 2
    found = strength(record)
    assert (found["side"], found["missing"], found["numbers"], found["distant"]) == (1, 0, 1, 0)
    assert found["tellings"] == pytest.approx(np.log(2))


def test_a_record_without_its_identifying_parties_lacks_them(doc: Doc) -> None:
    seller = strength(record_of(telling(doc, 0, {Role.SELLER: "oakmere"})))
    half = strength(record_of(telling(doc, 0, {Role.ACQUIRER: "northgate"})))
    assert (seller["missing"], half["missing"]) == (2, 1)
    assert seller["side"] < half["side"]


@pytest.mark.parametrize("odds", [-800.0, 800.0])
def test_no_odds_are_beyond_reckoning(doc: Doc, odds: float) -> None:
    found = record_odds(record_of(telling(doc, 0, {Role.ACQUIRER: "northgate"}, odds=odds, held=odds)))
    assert abs(found) < 20
    assert (found > 0) == (odds > 0)


def status(**chances: float) -> tuple[float, ...]:
    return tuple(chances.get(name, 0.0) for name in STATUSES)


def test_the_surer_telling_settles_the_status(doc: Doc) -> None:
    sure = telling(doc, 0, deal(), odds=3, statuses=status(completed=0.9, rumored=0.1))
    vague = telling(doc, 1, deal(), odds=-2, statuses=status(rumored=1.0))
    assert (
        settle([sure, vague], NO_CUES, STATUSES)
        == settle([vague, sure], NO_CUES, STATUSES)
        == Status.COMPLETED
    )


def test_many_tellings_outvote_one(doc: Doc) -> None:
    one = telling(doc, 0, deal(), odds=3, statuses=status(completed=0.9, announced=0.1))
    more = [telling(doc, at, deal(), odds=1, statuses=status(announced=1.0)) for at in (1, 2, 3)]
    assert settle([one, *more], [None] * (1 + len(more)), STATUSES) == Status.ANNOUNCED


def test_a_status_is_read_by_the_order_of_the_labels(doc: Doc) -> None:
    only = telling(doc, 0, deal(), statuses=(0.1, 0.2, 0.7))
    assert settle([only], [None], ("announced", "completed", "terminated")) == Status.TERMINATED


def test_equal_tellings_are_one_deal_unless_they_are_held_far_apart(doc: Doc) -> None:
    tellings = [telling(doc, 0, deal()), telling(doc, 3, deal())]
    equal = [(money(doc, 0, 5),), (money(doc, 3, 5),)]
    (record,) = merge(tellings, equal, both(FAR_APART + 1))
    assert members([record]) == [[0, 3]]
    assert {number.span.start // WORDS for number in record.numbers.values()} == {0, 3}
    assert members(merge(tellings, equal, both(FAR_APART - AGREED - 1))) == [[0], [3]]
    other = [(money(doc, 0, 5),), (money(doc, 3, 9),)]
    assert len(merge(tellings, other, both(FAR_APART + 1))) == 2
    assert len(merge(tellings, [(), ()], both(FAR_APART + 1))) == 2, "nothing stated says that they are one"
