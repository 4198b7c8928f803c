"""Figures of single sentences: what is measured, about whom, for when; and what is refused, and why."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.figures.groups import list_around
from extractors.figures.period import find_period
from extractors.nlp import build_nlp
from pipeline.claims import FigureClaim
from pipeline.settings import Settings
from pipeline.vocabulary import Basis, FigureKind, RefusalReason
from tests.factories import document

TITLE = "Northgate Compute reports third-quarter results"


@pytest.fixture(scope="module")
def read() -> Callable[[str], Doc]:
    nlp = build_nlp(Settings(_env_file=None).model)

    def read_sentence(sentence: str) -> Doc:
        text = f"{TITLE}\n\n{sentence}"
        doc = nlp.make_doc(text)
        doc._.document = document(text)
        return nlp(doc)

    return read_sentence


def told(figure: FigureClaim) -> tuple[FigureKind, float, str | None, Basis]:
    return figure.kind, float(figure.high), figure.period, figure.basis


@pytest.mark.parametrize(
    ("sentence", "kind", "value", "period", "basis"),
    [
        (
            "Northgate Compute reported Q3 2025 revenue of $4.2 billion.",
            "revenue",
            4.2e9,
            "Q3 2025",
            "actual",
        ),
        (
            "Northgate Compute expects capital expenditures of $60 billion to $65 billion in 2026.",
            "capex",
            65e9,
            "2026",
            "plan",
        ),
        (
            "Northgate Compute ended the quarter with a backlog of $55.6 billion.",
            "revenue",
            55.6e9,
            None,
            "backlog",
        ),
        ("Cloud revenue of Northgate Compute grew 31% year over year.", "growth", 0.31, None, "actual"),
        (
            "Northgate Compute operates 33 data centres in the United States.",
            "facility_count",
            33,
            None,
            "actual",
        ),
        ("Northgate Compute has 1.4 GW of contracted capacity.", "power_capacity", 1400, None, "actual"),
        ("Northgate Compute runs more than 25,000 GPUs.", "chips", 25000, None, "actual"),
    ],
)
def test_reads_a_figure_of_a_company(
    read: Callable[[str], Doc], sentence: str, kind: str, value: float, period: str | None, basis: str
) -> None:
    (figure,) = read(sentence)._.figures
    assert told(figure) == (kind, value, period, basis)
    assert figure.entities == ("Northgate Compute",)
    assert sentence in figure.evidence[0].quote


def test_reads_the_size_of_a_market(read: Callable[[str], Doc]) -> None:
    (figure,) = read("Worldwide spending on liquid cooling will reach $11.5 billion in 2028.")._.figures
    assert told(figure) == (FigureKind.MARKET_SIZE, 11.5e9, "2028", Basis.FORECAST)
    assert (figure.segment, figure.entities) == ("liquid cooling", ())


def test_a_number_compared_with_another_is_its_like(read: Callable[[str], Doc]) -> None:
    figures = read("The company's capex was $16.5 billion in 2024, against $9 billion in 2023.")._.figures
    assert [(f.kind, f.low, f.period, f.entities) for f in figures] == [
        (FigureKind.CAPEX, Decimal(16_500_000_000), "2024", ("Northgate Compute",)),
        (FigureKind.CAPEX, Decimal(9_000_000_000), "2023", ("Northgate Compute",)),
    ]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The shares closed at $152.30.", RefusalReason.OUT_OF_SCOPE),
        ("Its chief executive spoke of tens of billions of dollars.", RefusalReason.NO_NUMBER),
        (f"Northgate Compute capex will reach ${'9' * 41} million.", RefusalReason.NO_NUMBER),
    ],
)
def test_refuses_with_a_reason(read: Callable[[str], Doc], sentence: str, reason: RefusalReason) -> None:
    doc = read(sentence)
    (refusal,) = doc._.refusals
    assert (refusal.reason, refusal.subject, doc._.figures) == (reason, "money", [])
    assert doc.text[refusal.start : refusal.end] == refusal.as_written


def test_every_quantity_ends_in_one_place(read: Callable[[str], Doc]) -> None:
    doc = read("Northgate Compute had revenue of $4.2 billion. The shares closed at $152.30. It owns 120 MW.")
    ends = [f.start for f in (*doc._.figures, *doc._.refusals)]
    ends += [fact.start for deal in doc._.deals for fact in (*deal.amounts, *deal.capacity)]
    assert sorted(set(ends)) == [span._.quantity.start for span in doc.spans["quantities"]]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("capex of X in 2026", "2026"),
        ("between 2025 and 2029 it will spend X", "2025-2029"),
        ("X in the third quarter of 2025", "Q3 2025"),
        ("X in fiscal 2027", "FY2027"),
        ("X in FY26", "FY2026"),
        ("X by 2030", "by 2030"),
        ("X at the end of 2025", "end of 2025"),
        ("X in all", None),
    ],
)
def test_reads_the_period(text: str, period: str | None) -> None:
    place = text.index("X")
    assert find_period(text, place, place + 1) == period


@given(st.integers(min_value=1990, max_value=2049), st.integers(min_value=1, max_value=4))
def test_a_quarter_comes_back(year: int, quarter: int) -> None:
    assert find_period(f"sales of X in Q{quarter} {year}", 9, 10) == f"Q{quarter} {year}"


def test_what_lies_after_the_publication_is_no_fact_yet(read: Callable[[str], Doc]) -> None:
    text = "Northgate Cloud's capital expenditures came to $40 billion in 2029."
    found = [figure for figure in read(text)._.figures if figure.low == 40_000_000_000]
    assert [(figure.period, figure.basis) for figure in found] == [("2029", Basis.FORECAST)]


@pytest.mark.parametrize(
    ("sentence", "entities"),
    [
        (
            "Amazon, Microsoft, Alphabet and Meta plan capital expenditures of $380 billion in 2026.",
            ("Amazon", "Microsoft", "Alphabet", "Meta"),
        ),
        ("Analysts expect Meta to spend $70 billion on capital expenditures in 2026.", ("Meta",)),
        ("Amazon and Microsoft each expect capital expenditures of $90 billion in 2026.", None),
    ],
)
def test_firms_told_of_together_share_a_figure(
    read: Callable[[str], Doc], sentence: str, entities: tuple[str, ...] | None
) -> None:
    (figure,) = read(sentence)._.figures
    assert figure.entities == entities if entities else len(figure.entities) == 1


@pytest.mark.parametrize(
    ("between", "lists"),
    [
        ([], [(0, 0)]),
        ([", "], [(0, 0), (1, 1)]),
        ([", ", ", and "], [(0, 2)] * 3),
        ([" and ", " and the "], [(0, 2)] * 3),
        ([" and ", ", "], [(0, 1), (0, 1), (2, 2)]),
        ([" of ", " & "], [(0, 0), (1, 2), (1, 2)]),
        ([" plus ", " says that "], [(0, 1), (0, 1), (2, 2)]),
    ],
)
def test_names_are_one_list_up_to_the_and(between: list[str], lists: list[tuple[int, int]]) -> None:
    assert [list_around(place, between) for place in range(len(between) + 1)] == lists
