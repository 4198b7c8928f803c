"""Reading many documents: in portions, each once, and a bad one costs only itself."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from extractors.reading import DOCUMENTS_AT_ONCE, read_all
from pipeline.claims import Extraction
from pipeline.document import Document
from pipeline.vocabulary import QuarantineReason
from tests.factories import HEADLINE, STORY, deal_claim, document


class FragileReader:
    """Claims the headline's deal in every document, but breaks on a text that holds "BOOM"."""

    version = "3"

    def __init__(self) -> None:
        self.calls: list[int] = []

    def read(self, documents: Iterable[Document]) -> Extraction:
        given = tuple(documents)
        self.calls.append(len(given))
        if any("BOOM" in each.text for each in given):
            raise IndexError("token out of range")
        deals = tuple(deal_claim(each) for each in given if each.text.startswith(HEADLINE))
        return Extraction(version=self.version, documents=given, deals=deals)


def stories(count: int) -> list[Document]:
    return [document(url=f"http://wire.example/{number}") for number in range(count)]


@pytest.mark.parametrize(
    ("count", "calls"), [(0, []), (1, [1]), (DOCUMENTS_AT_ONCE, [64]), (130, [64, 64, 2])]
)
def test_in_portions(count: int, calls: list[int]) -> None:
    reader = FragileReader()
    found = read_all(iter(stories(count)), reader)
    assert reader.calls == calls
    assert (len(found.documents), len(found.deals), found.version) == (count, count, "3")


def test_long_texts_come_in_smaller_portions() -> None:
    long = [document("a line\n" * 9_000, url=f"http://wire.example/{number}") for number in range(4)]
    reader = FragileReader()
    read_all(long, reader)
    assert reader.calls == [2, 2]


def test_each_document_once() -> None:
    assert len(read_all([document(), document()], FragileReader()).documents) == 1


def test_a_document_that_breaks_the_reader_costs_only_itself() -> None:
    bad = document("BOOM " + STORY, url="http://wire.example/bad")
    found = read_all([*stories(2), bad, *stories(4)[2:]], FragileReader())
    assert len(found.documents) == 5
    assert len(found.deals) == 4
    (row,) = found.quarantined
    assert (row.url, row.reason) == ("http://wire.example/bad", QuarantineReason.UNREADABLE)
    assert row.detail == "the reader failed: IndexError: token out of range"
