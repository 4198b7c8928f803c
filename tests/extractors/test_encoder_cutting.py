"""A stretch of a text is taught with the labels of what it says, and with none of the rest."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from extractors.training.encoder.cutting import cut, stretch, stretched
from extractors.training.encoder.example import Deal, Example, Figure, Number, Stated, Trigger

SENTENCES = (
    "The market was quiet. ",
    "Olm leased a hall from Halden. ",
    "Northgate bought Halden for $5 billion. ",
    "Its capex was $2 billion.",
)
TEXT = "".join(SENTENCES)
STARTS = tuple(sum(map(len, SENTENCES[:number])) for number in range(len(SENTENCES)))


def at(word: str) -> tuple[int, int]:
    return TEXT.index(word), TEXT.index(word) + len(word)


WHOLE = Example(
    id="a",
    own=False,
    text=TEXT,
    names={"ORG": ("Olm", "Halden", "Northgate")},
    deals=(
        Deal("lease", "announced", (("Halden", "lessor"), ("Olm", "lessee")), (), ()),
        Deal("acquisition", "completed", (("Northgate", "acquirer"), ("Halden", "target")), (), ()),
    ),
    figures=(Figure("capex", Number(2e9, 2e9, "USD"), ("Northgate",)),),
    quantities=(
        Stated(*at("$5 billion"), "money", 5e9, 5e9, "USD"),
        Stated(*at("$2 billion"), "money", 2e9, 2e9, "USD"),
    ),
    sentences=STARTS,
    triggers=(
        Trigger(*at("leased"), ("lease",), 0, quoted=True),
        Trigger(*at("bought"), ("acquisition",), 1, quoted=True),
    ),
)


def test_what_is_cut_says_what_it_said() -> None:
    part = cut(WHOLE, STARTS[2], len(TEXT))
    assert part.text == SENTENCES[2] + SENTENCES[3]
    assert [deal.type for deal in part.deals] == ["acquisition"]
    assert [(part.text[t.start : t.end], t.deal) for t in part.triggers] == [("bought", 0)]
    assert [part.text[q.start : q.end] for q in part.quantities] == ["$5 billion", "$2 billion"]
    assert part.sentences == (0, len(SENTENCES[2]))
    assert part.names == {"ORG": ("Halden", "Northgate")}
    assert part.figures == WHOLE.figures


def test_a_figure_loses_a_subject_that_is_cut_away() -> None:
    (figure,) = cut(WHOLE, STARTS[3], len(TEXT)).figures
    assert figure.subjects == ()


@given(st.integers())
def test_a_stretch_is_a_run_of_sentences_whose_labels_fit(seed: int) -> None:
    part = stretch(WHOLE, Random(seed))
    assert part.text in TEXT
    assert len(part.sentences) >= 2
    assert {part.text[start] for start in part.sentences} <= {"T", "O", "N", "I"}
    for trigger in part.triggers:
        word, kind = part.text[trigger.start : trigger.end], part.deals[trigger.deal].type
        assert (word, kind) in {("leased", "lease"), ("bought", "acquisition")}
    assert len(part.deals) == len(part.triggers)


def test_short_texts_and_the_rest_stay_whole() -> None:
    short = cut(WHOLE, STARTS[2], len(TEXT))
    assert stretch(short, Random(0)) == short
    assert stretched([WHOLE] * 9, Random(0), 0.0) == [WHOLE] * 9
    assert any(each != WHOLE for each in stretched([WHOLE] * 9, Random(0), 1.0))
