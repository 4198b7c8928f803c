"""Claims: what cannot be quoted cannot be built."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.claims import Amount, Evidence, Range
from pipeline.document import Document
from pipeline.ids import ID_DIGITS, content_id, document_id
from pipeline.vocabulary import ROLES, DealType, Role
from tests.factories import amount, deal_claim, document, evidence, party


def test_a_fact_outside_the_evidence_is_refused() -> None:
    story = document()
    with pytest.raises(ValidationError, match="no evidence sentence holds the span"):
        deal_claim(story, amounts=(amount(story, "1,300", "1300"),))


def test_a_claim_without_evidence_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        deal_claim(document(), parties=(), amounts=(), evidence=())


def test_a_role_that_the_type_does_not_have_is_refused() -> None:
    story = document()
    with pytest.raises(ValidationError, match="acquisition has no role lessee"):
        deal_claim(story, parties=(party(story, "Northgate Compute", Role.LESSEE),))


def test_a_quote_must_be_as_long_as_its_span() -> None:
    with pytest.raises(ValidationError, match="exactly the text of its span"):
        Evidence(start=0, end=4, quote="abc")


def test_a_range_must_be_ordered() -> None:
    with pytest.raises(ValidationError, match="low must not exceed high"):
        Range(start=0, end=1, low=Decimal(2), high=Decimal(1), as_written="x")


def test_a_number_is_kept_as_it_can_be_stored() -> None:
    kept = Range(start=0, end=1, low=Decimal("0.12345678"), high=Decimal("1.5"), as_written="x")
    assert (str(kept.low), str(kept.high)) == ("0.123457", "1.5")


@pytest.mark.parametrize("value", ["1000000000000000000.1", "9e41", "-9e41", "NaN", "Infinity"])
def test_a_number_beyond_anything_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match=r"must not exceed|finite"):
        Range(start=0, end=1, low=Decimal(value), high=Decimal(value), as_written="x")


@pytest.mark.parametrize("currency", ["usd", "$", "US", "DOLLARS"])
def test_a_currency_is_an_iso_code(currency: str) -> None:
    with pytest.raises(ValidationError, match="currency"):
        Amount(start=0, end=1, low=Decimal(1), high=Decimal(1), as_written="x", currency=currency)


def test_the_order_of_parties_does_not_change_the_id() -> None:
    story = document()
    claim = deal_claim(story)
    assert claim.id == deal_claim(story, parties=claim.parties[::-1]).id
    assert claim.id != deal_claim(story, type=DealType.PARTNERSHIP, parties=(), amounts=()).id


def test_the_same_words_at_another_address_are_another_document() -> None:
    assert document().id == document().id
    assert document().id != document(url="http://other.example/story").id
    with pytest.raises(ValidationError, match=r"document_id\(url, text\)"):
        Document(**{**document().model_dump(), "text": "changed"})


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_ids_are_short_stable_and_keep_the_borders_of_their_parts(parts: list[str]) -> None:
    given_id = content_id("x", *parts)
    assert given_id == content_id("x", *parts)
    assert len(given_id) == len("x_") + ID_DIGITS
    assert given_id != content_id("x", *parts, "")


@given(st.text(min_size=1), st.text(min_size=1))
def test_document_ids_depend_on_address_and_text(url: str, text: str) -> None:
    assert document_id(url, text) != document_id(url, text + "x")
    assert document_id(url, text) != document_id(url + "x", text)


def test_every_deal_type_has_roles_and_every_role_a_type() -> None:
    assert set(ROLES) == set(DealType)
    assert {role for roles in ROLES.values() for role in roles.all} == set(Role)


def test_evidence_is_quoted_to_the_letter() -> None:
    story = document()
    for sentence in deal_claim(story).evidence:
        assert story.text[sentence.start : sentence.end] == sentence.quote
    assert evidence(story, "The seller runs").start > 0
