"""Texts too much for one reading: split at good places, read, and told as one document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import windows
from extractors.reading import read_all
from extractors.rejoining import shifted
from extractors.windows import MAX_CHARACTERS, MOST_PIECES, MOST_READ, split, too_large, windows_of
from pipeline.claims import Amount, DealClaim, Evidence, Extraction, FigureClaim, Party, Refusal
from pipeline.document import Document
from pipeline.vocabulary import (
    DealType,
    FigureKind,
    QuarantineReason,
    RefusalReason,
    Role,
    Status,
)
from tests.factories import amount, deal_claim, document, evidence, party

FILLER = "Nothing of note was said that day.\n"
BUYS = re.compile(r"(?P<acquirer>[A-Z]\w+) buys (?P<target>[A-Z]\w+)(?: for (?P<price>\$\d+))?\.")
COUNTED = re.compile(r"(?P<who>[A-Z]\w+) has (?P<count>\d+) sites\.")


class PatternReader:
    """Reads "X buys Y for $N." and "X has N sites."; refuses "TBD"; turns away what has neither."""

    version = "1"

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def read(self, documents: Iterable[Document]) -> Extraction:
        given = tuple(documents)
        self.lengths += [len(each.text) for each in given]
        if any("BOOM" in each.text for each in given):
            raise IndexError("token out of range")
        return Extraction(
            version=self.version,
            documents=given,
            deals=tuple(self._deal(d, found) for d in given for found in BUYS.finditer(d.text)),
            figures=tuple(self._figure(d, found) for d in given for found in COUNTED.finditer(d.text)),
            refusals=tuple(refusal for d in given for refusal in self._refusals(d)),
        )

    def _deal(self, source: Document, found: re.Match[str]) -> DealClaim:
        quote = Evidence(start=found.start(), end=found.end(), quote=found[0])
        parties = tuple(
            Party(name=found[role], role=role, start=found.start(role), end=found.end(role))
            for role in (Role.ACQUIRER, Role.TARGET)
        )
        amounts: tuple[Amount, ...] = ()
        if found["price"]:
            made = amount(source, found["price"], found["price"][1:])
            amounts = (made.model_copy(update={"start": found.start("price"), "end": found.end("price")}),)
        return deal_claim(source, parties=parties, evidence=(quote,), amounts=amounts)

    def _figure(self, source: Document, found: re.Match[str]) -> FigureClaim:
        return FigureClaim(
            document_id=source.id,
            kind=FigureKind.FACILITY_COUNT,
            entities=(found["who"],),
            unit="count",
            low=Decimal(found["count"]),
            high=Decimal(found["count"]),
            as_written=found["count"],
            start=found.start("count"),
            end=found.end("count"),
            evidence=(Evidence(start=found.start(), end=found.end(), quote=found[0]),),
        )

    def _refusals(self, source: Document) -> Iterable[Refusal]:
        if not re.search(r"buys|has|TBD", source.text):
            yield self._refusal(source, RefusalReason.NOT_RELEVANT, "document", 0, 1)
        for found in re.finditer("TBD", source.text):
            yield self._refusal(source, RefusalReason.NO_NUMBER, "money", *found.span())

    def _refusal(self, source: Document, reason: RefusalReason, subject: str, *span: int) -> Refusal:
        words = source.text[slice(*span)]
        return Refusal(
            document_id=source.id,
            reason=reason,
            subject=subject,
            as_written=words,
            start=span[0],
            end=span[1],
        )


def quoted(found: Extraction) -> None:
    """Every offset of every claim quotes the text of its document."""
    texts = {each.id: each.text for each in found.documents}
    for deal in found.deals:
        text = texts[deal.document_id]
        assert [text[e.start : e.end] for e in deal.evidence] == [e.quote for e in deal.evidence]
        assert [text[p.start : p.end] for p in deal.parties] == [p.name for p in deal.parties]
        assert [text[a.start : a.end] for a in deal.amounts] == [a.as_written for a in deal.amounts]
    things: tuple[FigureClaim | Refusal, ...] = (*found.figures, *found.refusals)
    for thing in things:
        assert texts[thing.document_id][thing.start : thing.end] == thing.as_written
    for figure in found.figures:
        text = texts[figure.document_id]
        assert [text[e.start : e.end] for e in figure.evidence] == [e.quote for e in figure.evidence]


def long_text(*lines: str) -> str:
    """Lines with more than a window's filler between any two."""
    between = "\n" + FILLER * (windows.WINDOW // len(FILLER) + 100)
    text = between.join((*lines, "The end."))
    assert len(text) > MAX_CHARACTERS
    return text


def reasons(found: Extraction) -> list[tuple[str, str]]:
    return [(row.reason.value, row.detail) for row in found.quarantined]


CHARACTERS = st.sampled_from(list("ab Z9$.,;!\n\u200f\u0007\u00a0é中。\U0001f600"))


@given(
    text=st.text(CHARACTERS, min_size=1, max_size=400),
    window=st.integers(2, 60),
    sentence=st.integers(2, 60),
    piece=st.integers(2, 30),
)
def test_spans_are_the_text(text: str, window: int, sentence: int, piece: int) -> None:
    spans = list(split(text, window=window, sentence=sentence, piece=piece))
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(0 < span.end - span.start <= (piece if span.is_piece else window) for span in spans)


@given(
    text=st.text(CHARACTERS, min_size=1, max_size=400), window=st.integers(2, 60), most=st.integers(1, 400)
)
def test_windows_lie_where_they_say(text: str, window: int, most: int) -> None:
    whole = document(text, title=None)
    made = windows_of(whole, window=window, most=most)
    assert all(whole.text[each.start : each.end] == each.document.text for each in made.read)
    assert all(each.document.text.strip() == each.document.text != "" for each in made.read)
    assert len({each.document.id for each in made.read}) == len(made.read)
    assert made.left_out == max(0, len(text) - most)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("One. Two. Six.\n\nOne.\nFour. Five.", ["One. Two. Six.\n\n", "One.\nFour. Five."]),
        ("One. Two. aa\nThree. Four. Five.", ["One. Two. aa\n", "Three. Four. Five."]),
        ("One two. Three. Four five. Six.", ["One two. Three.", " Four five. Six."]),
        ("One two three.", ["One two three."]),
    ],
    ids=["paragraph", "line", "sentence", "whole"],
)
def test_a_window_ends_where_least_is_torn(text: str, spans: list[str]) -> None:
    assert [text[span.start : span.end] for span in split(text, window=20)] == spans


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Foo buys a site for $5 billion in cash, Bar buys", "Foo buys a site for $5 billion in cash,"),
        ("Foo buys a very large site for $5 billion in all", "Foo buys a very large site "),
        ("Foo Bar Baz Qux Acme Site Five Ten Inc Ltd Plc Ab", "Foo Bar Baz Qux Acme Site Five Ten Inc "),
        ("x" * 60, "x" * 40),
    ],
    ids=["clause", "words", "blank", "anywhere"],
)
def test_an_endless_line_is_cut_beside_names_and_numbers(text: str, first: str) -> None:
    span = next(split(text, sentence=45, piece=40))
    assert (text[span.start : span.end], span.is_piece) == (first, True)


def test_prose_around_an_endless_line_stays_whole() -> None:
    text = "One. Two.\n" + "word " * 20 + "\nThree. Four."
    spans = [(text[s.start : s.end].strip()[:9], s.is_piece) for s in split(text, sentence=50, piece=60)]
    assert spans == [("One. Two.", False), ("word word", True), ("word word", True), ("Three. Fo", False)]


@pytest.mark.parametrize(
    "text",
    ["word. " * 5_000, "word " * 1_900 + ".\n" + "word " * 1_900, "word。" * 5_000],
    ids=["sentences", "lines", "chinese"],
)
def test_most_texts_are_read_whole(text: str) -> None:
    assert too_large(text) is None
    reader = PatternReader()
    assert read_all([document(text)], reader).quarantined == ()
    assert reader.lengths == [len(text)]


def test_claims_of_windows_are_the_document_s() -> None:
    text = long_text(
        "Foo buys Bar for $56.", "Baz has 12 sites.", "The price is TBD.", "Qux buys Acme for $7."
    )
    found = read_all([document(text)], PatternReader())
    quoted(found)
    assert [each.text == text for each in found.documents] == [True]
    assert [(d.parties[0].name, d.amounts[0].as_written) for d in found.deals] == [
        ("Foo", "$56"),
        ("Qux", "$7"),
    ]
    assert [figure.as_written for figure in found.figures] == ["12"]
    assert [refusal.reason for refusal in found.refusals] == [RefusalReason.NO_NUMBER]
    (row,) = reasons(found)
    assert row[0] == "windowed"
    assert re.fullmatch(
        rf"{len(text)} characters of text: read in \d+ windows, \d+ of them not about AI infrastructure",
        row[1],
    )


def test_a_deal_and_a_figure_told_in_two_windows_are_one() -> None:
    text = long_text(
        "Foo buys Bar. Foo has 12 sites.", "Foo buys Bar for $56. Foo has 12 sites.", "Foo buys Acme."
    )
    found = read_all([document(text)], PatternReader())
    quoted(found)
    assert [[p.name for p in d.parties] for d in found.deals] == [["Foo", "Bar"], ["Foo", "Acme"]]
    assert [a.as_written for a in found.deals[0].amounts] == ["$56"]
    assert [e.quote for e in found.deals[0].evidence] == ["Foo buys Bar.", "Foo buys Bar for $56."]
    assert [[e.quote for e in figure.evidence] for figure in found.figures] == [["Foo has 12 sites."] * 2]


def test_deals_that_one_window_holds_apart_stay_apart() -> None:
    found = read_all([document(long_text("Foo buys Bar for $5. Foo buys Bar for $9.", "x"))], PatternReader())
    assert [deal.amounts[0].as_written for deal in found.deals] == ["$5", "$9"]


ONE_SIDED: list[tuple[dict[str, Any], dict[str, Any], int]] = [
    ({}, {}, 1),
    ({"places": ("Dublin",)}, {"places": ("Dublin", "Ireland")}, 1),
    ({"places": ("Dublin",)}, {"places": ("Oslo",)}, 2),
    ({"places": ("Dublin",)}, {"date": "2025-05"}, 1),
    ({"round": "Series A"}, {"round": "Series B"}, 2),
]


@pytest.mark.parametrize(("first", "later", "count"), ONE_SIDED)
def test_one_developer_may_build_many_sites(first: dict[str, Any], later: dict[str, Any], count: int) -> None:
    class Builder:
        version = "1"

        def read(self, documents: Iterable[Document]) -> Extraction:
            given = tuple(documents)
            deals = tuple(
                deal_claim(
                    source,
                    type=DealType.CONSTRUCTION,
                    status=Status.ANNOUNCED,
                    parties=(party(source, "Foo", Role.DEVELOPER),),
                    amounts=(),
                    evidence=(evidence(source, words),),
                    **{"date": None, **fields},
                )
                for source in given
                for words, fields in (("Foo builds one.", first), ("Foo builds more.", later))
                if words in source.text
            )
            return Extraction(version="1", documents=given, deals=deals)

    found = read_all([document(long_text("Foo builds one.", "Foo builds more."))], Builder())
    assert len(found.deals) == count
    if count == 1:
        assert found.deals[0].places == (
            *dict.fromkeys((*first.get("places", ()), *later.get("places", ()))),
        )
        assert found.deals[0].date == later.get("date")


def test_a_document_of_other_windows_only_is_turned_away_once() -> None:
    found = read_all([document(FILLER * 10_000)], PatternReader())
    assert [(refusal.reason, refusal.start) for refusal in found.refusals] == [
        (RefusalReason.NOT_RELEVANT, 0)
    ]


def test_a_window_that_breaks_the_reader_costs_only_itself() -> None:
    text = long_text("Foo buys Bar.", "BOOM", "Qux buys Acme.")
    found = read_all([document(text)], PatternReader())
    assert len(found.deals) == 2
    (_, broken) = found.quarantined
    assert (broken.reason, broken.url) == (QuarantineReason.UNREADABLE, "http://wire.example/story")
    start, end = map(int, re.findall(r"\d+", broken.detail)[:2])
    assert "BOOM" in text[start:end]
    assert broken.detail.endswith("the reader failed: IndexError: token out of range")


def test_what_is_beyond_the_cap_is_told() -> None:
    text = "Foo buys Bar.\n" + FILLER * (MOST_READ // len(FILLER)) + FILLER + "Qux buys Acme."
    reader = PatternReader()
    found = read_all([document(text)], reader)
    assert len(found.deals) == 1
    assert sum(reader.lengths) <= MOST_READ
    assert reasons(found)[1] == (
        "too_large",
        f"{len(text) - MOST_READ} of {len(text)} characters are kept unread; read are the first 2000000, "
        "of stretches without an end of a sentence or line 200 pieces",
    )


def test_of_one_endless_line_some_pieces_are_read() -> None:
    reader = PatternReader()
    found = read_all([document("x" * 1_000_000)], reader)
    assert reader.lengths == [windows.PIECE] * MOST_PIECES
    assert [reason for reason, _ in reasons(found)] == ["windowed", "too_large"]
    assert found.quarantined[1].detail.startswith("800000 of 1000000 characters are kept unread")


@given(before=st.text(CHARACTERS, max_size=300))
def test_shifted_claims_quote_the_text(before: str) -> None:
    source = document()
    claim = deal_claim(source)
    moved = shifted(claim, len(before))
    text = before + source.text
    assert [text[e.start : e.end] for e in moved.evidence] == [e.quote for e in claim.evidence]
    assert [text[p.start : p.end] for p in moved.parties] == [p.name for p in claim.parties]
    assert [text[a.start : a.end] for a in moved.amounts] == [a.as_written for a in claim.amounts]
    assert shifted(moved, -len(before)) == claim
