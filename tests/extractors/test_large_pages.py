"""A page of thousands of deals is read in time that grows with the page, not with its square."""

from __future__ import annotations

import pytest

from extractors import windows
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
    # The point is that none of the many costs the others: one doubtful name in four does not count here.
    assert len(found.deals) > 2000
    assert {str(deal.amounts[0].low) for deal in found.deals if deal.amounts} == {"56000000"}


@pytest.mark.slow
@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "text",
    ["Northgate " * 14_000, "Northgate bought Halden for $56 million in AI data centers, and " * 200],
    ids=["names", "deals"],
)
def test_a_sentence_without_end_is_read_in_windows(reader: Reader, text: str) -> None:
    found = read_all([document(HEAD + text)], reader)
    assert len(found.documents) == 1
    assert [(row.reason, row.detail.split(" of ")[0]) for row in found.quarantined] == [
        ("windowed", "a sentence")
    ]
    assert {party.name for deal in found.deals for party in deal.parties} <= {"Northgate", "Halden"}


@pytest.mark.slow
@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "text", ["AI data center capex of $5 billion. " * 2000, "$5 billion\n" * 3000], ids=["figures", "lines"]
)
def test_pages_of_one_number(reader: Reader, text: str) -> None:
    found = read_all([document(HEAD + text)], reader)
    assert (len(found.documents), found.quarantined) == (1, ())


STORY = (
    "Northgate Compute said on Tuesday it would buy Halden Data Centers for about $9 billion. "
    "The seller runs 1,300 MW of capacity in AI data centers.\n\n"
)
NOISE = {
    "no ends": "Northgate Compute buys Halden Data Centers for $9 billion to run GPUs and ",
    "control characters": STORY.replace(" ", "\x07 \x0b").replace("said", "sa\x00id"),
    "right to left": "\u202e\u200f\u05e9\u05dc\u05d5\u05dd " + STORY.replace(" ", " \u200f"),
    "scanned": STORY.replace("l", "1").replace("o", "0").replace("\n\n", " ' ;. ~ _ \u00a6 "),
    "markup": '<div class="x" onclick="y">' + STORY + "&nbsp;</td><td>&#36;9bn</td>{{ page }}<!--",
    "mixed": STORY + "\u5317\u4eac\u7684\u4eba\u5de5\u667a\u80fd\u6570\u636e\u4e2d\u5fc3\u3002 "
    "\u0426\u0435\u043d\u0442\u0440 \u0434\u0430\u043d\u043d\u044b\u0445 GPU. Le centre de donn\u00e9es.\n",
}


@pytest.mark.slow
@pytest.mark.timeout(90)
@pytest.mark.parametrize("text", NOISE.values(), ids=NOISE.keys())
def test_noise_is_read_in_windows(reader: Reader, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "MAX_CHARACTERS", 10_000)
    whole = document(HEAD + text * (12_000 // len(text) + 1))
    found = read_all([whole], reader)
    assert [row.reason for row in found.quarantined] == ["windowed"]
    quotes = [quote for deal in found.deals for quote in deal.evidence]
    quotes += [quote for figure in found.figures for quote in figure.evidence]
    assert all(whole.text[quote.start : quote.end] == quote.quote for quote in quotes)
    assert all(whole.text[each.start : each.end] == each.as_written for each in found.refusals)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_long_document_tells_of_its_first_and_last_deal(reader: Reader) -> None:
    filler = "Nothing of note was said about data centers and their GPUs that day.\n\n"
    last = "Qarnoth Capital bought Ellivar Cloud PLC, which runs AI data centers, for $56 million.\n"
    whole = document(HEAD + STORY + filler * 2_200 + last)
    found = read_all([whole], reader)
    assert [row.reason for row in found.quarantined] == ["windowed"]
    told = {whole.text[deal.parties[0].start : deal.parties[0].end]: deal for deal in found.deals}
    assert {"Northgate Compute", "Qarnoth Capital"} <= told.keys()
    assert told["Qarnoth Capital"].evidence[0].quote == last.strip()
    assert told["Qarnoth Capital"].evidence[0].start == whole.text.index(last)
