"""Figures of single sentences: what is measured, about whom, for when; and what is refused, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.components.figures import are_two
from extractors.figures.groups import list_around
from extractors.figures.period import MONTH_NAMES, find_period
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
        ("X in the three months ended September 30, 2025", "Q3 2025"),
        ("X in the quarter to 30 June 2025", "Q2 2025"),
        ("X in the three months ended October 26, 2025", "three months to October 2025"),
        ("for the nine months ended September 30, 2025, capex was X", "nine months to September 2025"),
        ("X in the first nine months of 2025", "first nine months of 2025"),
        ("X in January to September 2025", "nine months to September 2025"),
        ("X in the first half of 2025", "H1 2025"),
        ("X in H2 2025", "H2 2025"),
        ("X in the six months to June 2025", "H1 2025"),
        ("X in the year ended December 31, 2025", "2025"),
        ("X in the fiscal year ended June 30, 2025", "FY2025"),
        ("in Q1 FY26 it spent X", "Q1 FY2026"),
        ("X in the first fiscal quarter of 2026", "Q1 FY2026"),
        ("X in the third quarter of fiscal year 2026", "Q3 FY2026"),
        ("third quarter ended September 30, 2025, of X", "Q3 2025"),
        ("X in September 2025", "September 2025"),
        ("X in the 2025 third quarter", "Q3 2025"),
        ("X in July-September 2025", "Q3 2025"),
        ("X in the nine-month period ended September 30, 2025", "nine months to September 2025"),
        ("X so far in 2025", None),
        ("X in the quarter, and more in 2026", None),
        ("1 in Q3 2025 and X in the same period of 2024", "Q3 2024"),
        ("1 in the nine months to June 2025, X a year earlier", "nine months to June 2024"),
        ("1 in 2025, against X for the same period of 2024", None),
        ("X for the same period of 2024", None),
        ("sales of 1 in Q3 2025, up X from the same quarter of 2024", "Q3 2025"),
        ("X and 7 in the nine months ended June 30, 2025 and 2024, respectively", "nine months to June 2025"),
        ("9 and X in the nine months ended June 30, 2025 and 2024, respectively", "nine months to June 2024"),
        ("9 and X in 2025 and 2024, respectively", "2024"),
        ("on October 30, 2025, it told of X", None),
    ],
)
def test_reads_the_period(text: str, period: str | None) -> None:
    place = text.index("X")
    assert find_period(text, place, place + 1) == period


def test_a_part_of_a_year_is_no_year(read: Callable[[str], Doc]) -> None:
    text = (
        "Northgate Compute's capital expenditures were $48 billion for the nine months ended "
        "September 30, 2025, compared with $31 billion for the same period of 2024."
    )
    assert [(f.kind, f.low, f.period) for f in read(text)._.figures] == [
        (FigureKind.CAPEX, Decimal(48_000_000_000), "nine months to September 2025"),
        (FigureKind.CAPEX, Decimal(31_000_000_000), "nine months to September 2024"),
    ]


@given(
    st.integers(min_value=1990, max_value=2049),
    st.sampled_from(MONTH_NAMES),
    st.sampled_from(("three months", "six months", "nine months", "quarter", "half-year")),
    st.sampled_from(("ended", "to", "ending")),
)
def test_what_ends_in_a_month_is_never_the_year(year: int, month: str, length: str, verb: str) -> None:
    for day in ("", " 30,"):
        period = find_period(f"X in the {length} {verb} {month}{day} {year}", 0, 1)
        assert period is not None
        assert re.fullmatch(rf"(?:Q[1-4]|H[12]|(?:three|six|nine) months to {month}) {year}", period)


@given(st.integers(min_value=1990, max_value=2049), st.integers(min_value=1, max_value=4))
def test_a_quarter_comes_back(year: int, quarter: int) -> None:
    assert find_period(f"sales of X in Q{quarter} {year}", 9, 10) == f"Q{quarter} {year}"


@pytest.mark.parametrize(
    "dateline",
    [
        "February 6, 2025 - ",
        "OSLO, June 3, 2025 – ",
        "NEW YORK, N.Y., Feb. 6, 2025 (Newswire) -- ",
        "Paris, 6 May 2025 — ",
    ],
)
def test_the_day_of_a_release_is_no_period(dateline: str) -> None:
    told = f"{dateline}Northgate spent $2bn in 2024"
    at = told.index("$2bn")
    assert find_period(told, at, at + 4) == "2024"
    assert find_period(told[: at + 4], at, at + 4) is None


def test_what_lies_after_the_publication_is_no_fact_yet(read: Callable[[str], Doc]) -> None:
    text = "Northgate Cloud's capital expenditures came to $40 billion in 2029."
    found = [figure for figure in read(text)._.figures if figure.low == 40_000_000_000]
    assert [(figure.period, figure.basis) for figure in found] == [("2029", Basis.PLAN)]


@pytest.mark.parametrize(
    ("sentence", "entities"),
    [
        (
            "Amazon, Microsoft, Alphabet and Meta plan capital expenditures of $380 billion in 2026.",
            ("Amazon", "Microsoft", "Alphabet", "Meta"),
        ),
        ("Analysts expect Meta to spend $70 billion on capital expenditures in 2026.", ("Meta",)),
    ],
)
def test_firms_told_of_together_share_a_figure(
    read: Callable[[str], Doc], sentence: str, entities: tuple[str, ...]
) -> None:
    (figure,) = read(sentence)._.figures
    assert figure.entities == entities


def test_what_each_firm_spends_is_told_of_the_first_alone_as_one_number_makes_one_figure(
    read: Callable[[str], Doc],
) -> None:
    text = "Amazon and Microsoft each expect capital expenditures of $90 billion in 2026."
    (figure,) = read(text)._.figures
    assert (figure.entities, figure.low) == (("Amazon",), Decimal(90_000_000_000))


@pytest.mark.parametrize(
    ("sentence", "told_of"),
    [
        (
            "Meta and Google spent $70 billion and $85 billion respectively on capital expenditures in 2025.",
            {"Meta": 70, "Google": 85},
        ),
        (
            "Amazon, Microsoft and Meta expect capital expenditures of $100 billion, $80 billion and "
            "$70 billion, respectively, in 2026.",
            {"Amazon": 100, "Microsoft": 80, "Meta": 70},
        ),
        (
            "In 2025, Meta and Google had capital expenditures of $70 billion and $85 billion, respectively, "
            "and Oracle spent $20 billion.",
            {"Meta": 70, "Google": 85, "Oracle": 20},
        ),
    ],
)
def test_respectively_gives_each_firm_the_number_of_its_place(
    read: Callable[[str], Doc], sentence: str, told_of: dict[str, int]
) -> None:
    figures = read(sentence)._.figures
    assert {f.entities: f.low for f in figures} == {
        (name,): Decimal(billions) * 10**9 for name, billions in told_of.items()
    }


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


@pytest.mark.parametrize(
    ("segment", "start", "two"), [("chips", 0, False), ("cooling", 0, True), ("cooling", 90, False)]
)
def test_equal_figures_are_two_where_one_sentence_tells_them_of_two_segments(
    read: Callable[[str], Doc], segment: str, start: int, two: bool
) -> None:
    (first,) = read("Northgate Cloud's capital expenditures came to $40 billion in 2024.")._.figures
    first = first.model_copy(update={"segment": "chips"})
    evidence = first.evidence[0].model_copy(update={"start": first.evidence[0].start + start})
    assert are_two(first, first.model_copy(update={"segment": segment, "evidence": (evidence,)})) is two
