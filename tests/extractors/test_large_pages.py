"""A page of thousands of deals is read in time that grows with the page, not with its square."""

from __future__ import annotations

import pytest

from extractors.reader import Reader
from extractors.reading import read_all
from pipeline.settings import Settings
from tests.factories import document

HEAD = "AI data center deals of the week\n\n"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Settings(_env_file=None))


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_three_thousand_deals(reader: Reader) -> None:
    lines = [f"Foo{number} Inc bought Bar{number} Ltd for $56 million." for number in range(3000)]
    found = read_all([document(HEAD + "\n".join(lines))], reader)
    assert len(found.deals) > 2900
    assert {str(deal.amounts[0].low) for deal in found.deals if deal.amounts} == {"56000000"}


@pytest.mark.slow
@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "text",
    ["Northgate " * 20_000, "Northgate bought Halden for $56 million in AI data centers, and " * 400],
    ids=["names", "deals"],
)
def test_a_sentence_without_end_is_kept_unread(reader: Reader, text: str) -> None:
    found = read_all([document(HEAD + text)], reader)
    assert (len(found.documents), found.deals) == (1, ())
    assert [(row.reason, row.detail.split(" of ")[0]) for row in found.quarantined] == [
        ("too_large", "a sentence")
    ]


@pytest.mark.slow
@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "text", ["AI data center capex of $5 billion. " * 2000, "$5 billion\n" * 3000], ids=["figures", "lines"]
)
def test_pages_of_one_number(reader: Reader, text: str) -> None:
    found = read_all([document(HEAD + text)], reader)
    assert (len(found.documents), found.quarantined) == (1, ())
