"""Plain sentences of each sort, and what the trained encoder tells of them; denials; whose a figure is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from extractors.deals.clauses import Clauses
from extractors.deals.mentions import DealMention
from extractors.deals.status import CueFinder, untold
from extractors.deals.tellings import TellingReader
from extractors.deals.triggers import Trigger, TriggerFinder, by_sentence
from extractors.figures.readings import KINDS, read_figures
from extractors.knowledge.clause_words import read_clause_words
from extractors.knowledge.frames import read_frames
from extractors.knowledge.status_cues import read_status_cues
from extractors.nlp import build_nlp
from pipeline.settings import read_settings
from pipeline.vocabulary import DealType, FigureKind, RefusalReason
from tests.factories import document


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(read_settings().model)


def read(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.document = document(text or "x")
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


CASES = [
    ("Northgate Cloud agreed to buy Halden Power for $2 billion.",
     "acquisition", {"acquirer=Northgate Cloud", "target=Halden Power"}),
    ("Quillane Systems raised $450 million in a Series C round led by Oakmere Ventures.",
     "equity_investment", {"investee=Quillane Systems", "investor=Oakmere Ventures"}),
    ("Northgate Cloud ordered 32,000 GB300 chips from Nvidia for $1.5 billion.",
     "supply_contract", {"customer=Northgate Cloud", "supplier=Nvidia"}),
    ("Google signed a power purchase agreement with Meridale Energy for 400 MW of solar power.",
     "power_agreement", {"customer=Google", "supplier=Meridale Energy"}),
    ("Northgate Cloud will build a $3 billion data center campus in Ohio.",
     "construction", {"developer=Northgate Cloud"}),
    ("Quillane Systems secured a $900 million loan from Meridale Bank to build data centers.",
     "debt_financing", {"borrower=Quillane Systems", "lender=Meridale Bank"}),
    ("Northgate Cloud and Tarnwick Digital formed a joint venture to develop AI infrastructure.",
     "partnership", {"partner=Northgate Cloud", "partner=Tarnwick Digital"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "deal_type", "parties"), CASES, ids=[row[1] for row in CASES])
def test_a_plain_sentence_tells_its_deal(nlp: Language, text: str, deal_type: str, parties: set[str]) -> None:
    deals = [deal for deal in read(nlp, text)._.deals if deal.type == deal_type]
    assert len(deals) == 1
    assert parties <= {f"{party.role}={party.name}" for party in deals[0].parties}


def test_the_price_belongs_to_the_deal(nlp: Language) -> None:
    (deal,) = (deal for deal in read(nlp, CASES[0][0])._.deals if deal.type == "acquisition")
    assert [(int(amount.low), amount.currency) for amount in deal.amounts] == [(2_000_000_000, "USD")]


@pytest.mark.parametrize("text", ["The weather was fine on Tuesday.", "Nobody said a word.\n\nIt rained."])
def test_what_tells_no_deal_gives_none(nlp: Language, text: str) -> None:
    assert read(nlp, text)._.deals == []


@pytest.mark.parametrize("text", ["", "\n", "\u200f\U0001f600", "$5", "Northgate"])
def test_texts_without_a_sentence_do_not_break_the_reader(nlp: Language, text: str) -> None:
    assert read(nlp, text)._.deals == []


def test_a_deal_deep_in_a_long_text_is_read_in_the_window_that_holds_it(nlp: Language) -> None:
    filler = "The weather was fine on that day.\n" * 90
    doc = read(nlp, f"{filler}\n{CASES[0][0]}\n\n{filler}")
    assert len(doc._.encoded.windows) > 2
    (deal,) = (deal for deal in doc._.deals if deal.type == "acquisition")
    assert deal.evidence[0].quote == CASES[0][0]
    assert deal.evidence[0].start > len(filler)


def test_two_buyers_far_apart_are_two_deals(nlp: Language) -> None:
    filler = "The weather was fine on that day.\n" * 120
    second = "Northgate Cloud agreed to buy Tarnwick Energy for $5 billion."
    found = read(nlp, f"{CASES[0][0]}\n{filler}\n{second}")._.deals
    deals = [deal for deal in found if deal.type == "acquisition"]
    targets = [{party.name for party in deal.parties if party.role == "target"} for deal in deals]
    assert targets == [{"Halden Power"}, {"Tarnwick Energy"}]


def test_a_telling_takes_what_is_described_for_its_target(nlp: Language) -> None:
    text = "Northgate Cloud has bought a 48-acre parcel in Bexar County, Texas, for $12 million.\n"
    deals = read(nlp, text)._.deals
    parties = {(party.role.value, party.name) for deal in deals for party in deal.parties}
    assert ("acquirer", "Northgate Cloud") in parties
    # Whether the county is part of the name is for the encoder to say.
    assert parties & {("target", "48-acre parcel in Bexar County"), ("target", "48-acre parcel")}


def test_tellings_say_where_the_encoder_read_them(nlp: Language) -> None:
    doc = read(nlp, CASES[0][0])
    component: Any = nlp.get_pipe("deals")
    know = component.knowledge
    reader = TellingReader(
        doc, know.words.legal, TriggerFinder(know.frames), know.referrer, know.assets, know.least
    )
    tellings = reader.read()
    assert tellings
    assert tellings[0].mention.statuses.sum() == pytest.approx(1, abs=1e-3)
    for telling in tellings:
        word = doc._.encoded.scopes[telling.scope].words[telling.row]
        assert word.start == doc[telling.mention.trigger.index].idx
    pairs = reader.same(tellings, Clauses(know.clauses, doc))
    assert {(at, at) for at in range(len(tellings))} <= set(pairs)
    for one, other in pairs:
        assert tellings[one].mention.type == tellings[other].mention.type


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("Northgate Cloud denied that it plans to buy Halden Power.", "buy", RefusalReason.DENIED),
        ("Northgate Cloud has no plans to buy Halden Power.", "buy", RefusalReason.DENIED),
        ("Northgate Cloud will not acquire Halden Power.", "acquire", RefusalReason.DENIED),
        (
            "If Northgate Cloud were to buy Halden Power, prices would rise.",
            "buy",
            RefusalReason.HYPOTHETICAL,
        ),
        (
            "There is no agreement under which Northgate Cloud or any of its units would buy Halden Power.",
            "buy",
            RefusalReason.DENIED,
        ),
        ("It is unclear whether Northgate Cloud would buy Halden Power.", "buy", RefusalReason.HYPOTHETICAL),
        ("Northgate Cloud agreed to buy Halden Power.", "buy", None),
        ("Northgate Cloud denied reports that it agreed to buy Halden Power.", "buy", None),
        ("Nobody denied the rumour. Northgate Cloud bought Halden Power.", "bought", None),
        ("Neither Northgate Cloud nor Ostrava Grid bought Halden Power.", "bought", RefusalReason.DENIED),
        ("The purchase of Halden Power by Northgate Cloud never happened.", "purchase", RefusalReason.DENIED),
        ("Northgate Cloud denied a rumour; Ostrava Grid bought Halden Power.", "bought", None),
        ("Has Northgate Cloud bought Halden Power?", "bought", RefusalReason.HYPOTHETICAL),
        (
            "Has Northgate Cloud bought Halden Power (“the grid’s jewel”)?”",
            "bought",
            RefusalReason.HYPOTHETICAL,
        ),
        ("Who knew that Northgate Cloud bought Halden Power?", "bought", None),
        ("Has a point: Northgate Cloud bought Halden Power.", "bought", None),
        ("Did Northgate Cloud buy Halden Power?\n\nNobody knows.", "buy", RefusalReason.HYPOTHETICAL),
        ("“So did Northgate Cloud buy Halden Power?” he asked.", "buy", None),
        ("And did Northgate Cloud buy Halden Power?", "buy", RefusalReason.HYPOTHETICAL),
        ("Having bought Halden Power, is Northgate Cloud done?", "bought", None),
        ("Without giving a price, Northgate Cloud bought Halden Power.", "bought", None),
        ("Northgate Cloud, which did not comment, bought Halden Power.", "bought", None),
        ("Neither side gave a price as Northgate Cloud bought Halden Power.", "bought", None),
        ("Northgate Cloud is not only buying Halden Power, it sells too.", "buying", None),
        ("Northgate Cloud denied, by mail, that it bought Halden Power.", "bought", RefusalReason.DENIED),
        ("Northgate Cloud hasn’t bought Halden Power.", "bought", RefusalReason.DENIED),
        ("Northgate Cloud hasn’t signed a big $30 billion cloud contract.", "contract", RefusalReason.DENIED),
        ("Northgate Cloud didn't buy Halden Power.", "buy", RefusalReason.DENIED),
        ("Northgate Cloud has yet to buy Halden Power.", "buy", RefusalReason.DENIED),
        ("It is untrue that Northgate Cloud bought Halden Power.", "bought", RefusalReason.DENIED),
        ("Reports that Northgate Cloud bought Halden Power are baseless.", "bought", RefusalReason.DENIED),
        ("While Meridale never paid, Northgate Cloud bought Halden Power.", "bought", None),
        ("Meridale did not agree: Northgate Cloud bought Halden Power.", "bought", None),
    ],
)
def test_what_is_denied_or_supposed_is_untold(
    nlp: Language, text: str, word: str, reason: RefusalReason | None
) -> None:
    mention = telling(read(nlp, text), word)
    assert untold([finder(mention.sentence.doc).cued(mention)]) == reason


def finder(doc: Doc) -> CueFinder:
    return CueFinder(read_status_cues(), Clauses(read_clause_words(), doc))


def telling(doc: Doc, word: str, length: int = 0) -> DealMention:
    """The telling of an acquisition by a word, or by a number or name of `length` words."""
    (token,) = (token for token in doc if token.text == word)
    statuses = doc._.encoded.scopes[0].statuses[0]
    return DealMention(token.sent, Trigger(token.i, (), length), DealType.ACQUISITION, (), 1.0, statuses)


def test_what_is_denied_is_so_to_the_end_of_its_clause(nlp: Language) -> None:
    doc = read(
        nlp, "Northgate Cloud never paid for all of it under a contract to buy Halden Power, but sold Brask."
    )
    told = [telling(doc, word) for word in ("paid", "contract", "buy", "sold")]
    cues = finder(doc)
    assert "denied" not in cues.of(told[1:])
    assert [cue == "denied" for cue in cues.of(told)] == [True, True, True, False]


def test_a_name_has_the_cue_of_a_word_in_its_clause_or_its_own(nlp: Language) -> None:
    doc = read(nlp, "While Meridale never bought Halden Power, Ostrava Grid bought Brask.")
    halden = DealMention(
        doc[0:1].sent, Trigger(4, (), 2), DealType.ACQUISITION, (), 1.0, doc._.encoded.scopes[0].statuses[0]
    )
    bought = halden._replace(trigger=Trigger(9, ()))
    assert (doc[4].text, doc[9].text) == ("Halden", "bought")
    assert finder(doc).of([halden, bought]) == ["denied", "completed"]


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("Northgate Cloud and Ostrava Grid jointly bought Halden Power, while Meridale bought Brask.", {0}),
        ("While Northgate Cloud sold, a consortium bought Halden Power.", {1}),
        ("Together AI bought Halden Power from Meridale.", set()),
        ("Under One Agreement both supply Brask.", {0}),
        ("The conjoint halls go to one dealer.", set()),
    ],
)
def test_a_clause_says_that_parties_deal_together(nlp: Language, text: str, joint: set[int]) -> None:
    doc = read(nlp, text)
    (sentence,) = doc.sents
    found = Clauses(read_clause_words(), doc).joint(sentence)
    assert found == {(sentence.start, number) for number in joint}


def test_only_tellings_of_two_clauses_are_at_odds(nlp: Language) -> None:
    doc = read(
        nlp, "Northgate Cloud did not buy Halden Power in a takeover; Meridale bought it and sold a half."
    )
    told = [telling(doc, word) for word in ("buy", "takeover", "bought", "sold")]
    pairs = finder(doc).at_odds(told)
    assert pairs == {(0, 2), (2, 0), (0, 3), (3, 0), (1, 2), (2, 1), (1, 3), (3, 1)}


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        (
            "There is no agreement between Microsoft and Lambda, while Nebius has a $17.4 billion contract"
            " with Microsoft.",
            "Nebius",
        ),
        (
            "OpenAI never signed a contract with Oracle, but it signed a $4 billion cloud contract with"
            " CoreWeave.",
            "CoreWeave",
        ),
    ],
)
def test_a_denied_clause_lends_no_party_to_the_deal_of_another(
    nlp: Language, text: str, supplier: str
) -> None:
    (deal,) = read(nlp, text)._.deals
    assert [party.name for party in deal.parties if party.role == "supplier"] == [supplier]


def test_a_number_that_tells_a_deal_has_the_cue_of_the_nearest_word(nlp: Language) -> None:
    text = "Northgate Cloud denied that it would buy Halden Power for $2 billion, as Meridale sold it for $1."
    doc = read(nlp, text)
    cues = finder(doc)

    name, bought = telling(doc, "Northgate", 2), telling(doc, "buy")
    assert cues.of([name]) == [None]
    assert cues.of([name, bought]) == ["denied", "denied"]
    assert cues.of([bought, telling(doc, "2", 2), telling(doc, "sold")])[:2] == ["denied", "denied"]


def test_numbers_and_names_may_tell_a_deal_beside_words(nlp: Language) -> None:
    doc = read(nlp, "Orlo took $45 million from Ardent Capital, Brask tens of millions from Lind.")
    names = [doc[0:1], doc[6:8]]
    finder = TriggerFinder(read_frames())
    (sentence,) = doc.sents
    found = finder.find(sentence, by_sentence(doc, names)[sentence.start])
    assert [doc[t.index : t.index + max(1, t.length)].text for t in found] == [
        "Orlo", "took", "$45 million", "Ardent Capital",
    ]  # fmt: skip
    assert [t.length for t in found] == [0, 0, 3, 2]
    assert [bool(t.types) for t in found] == [False, True, False, False]


@given(
    words=st.lists(st.sampled_from(["Orlo", "bought", "-", "Ardent", "leases", "$5", "of"]), min_size=1),
    picked=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 3))),
)
def test_all_that_is_stated_may_tell_once(words: list[str], picked: list[tuple[int, int]]) -> None:
    doc = Doc(English().vocab, words)
    doc[0].is_sent_start = True
    stated = [doc[start : start + length] for start, length in picked if start < len(doc)]
    found = TriggerFinder(read_frames()).find(doc[:], stated)
    places = [(trigger.index, max(1, trigger.length)) for trigger in found]
    assert places == sorted(places)
    assert len({(trigger.index, trigger.length) for trigger in found}) == len(found)
    assert {(span.start, len(span)) for span in stated} <= set(places)
    assert {at for at, word in enumerate(words) if word in {"bought", "leases"}} <= {t.index for t in found}


def test_each_deal_of_a_list_is_read_off_its_own_name(nlp: Language) -> None:
    text = "Northgate Cloud raised $45 million from Oakmere, and Quillane Systems $120 million from Lind."
    deals = [deal for deal in read(nlp, text)._.deals if deal.type is DealType.EQUITY_INVESTMENT]
    found = {
        frozenset((party.role.value, party.name) for party in deal.parties): {
            int(a.low) for a in deal.amounts
        }
        for deal in deals
    }
    assert found == {
        frozenset({("investee", "Northgate Cloud"), ("investor", "Oakmere")}): {45_000_000},
        frozenset({("investee", "Quillane Systems"), ("investor", "Lind")}): {120_000_000},
    }


def test_a_figure_is_read_with_whom_it_is_about(nlp: Language) -> None:
    text = "Northgate Cloud expects capital expenditures of $40 billion in 2026."
    doc = read(nlp, text)
    reading = read_figures(doc, 0.0)[text.index("$40")]
    assert reading.kind == FigureKind.CAPEX
    assert reading.odds > 0
    assert reading.subjects[0].name == "Northgate Cloud"


def test_a_number_is_read_as_what_its_unit_can_be(nlp: Language) -> None:
    text = (
        "Halden Power runs 900 MW in 12 data centers, 20% more than a year ago, for $3 billion and 400 acres."
    )
    doc = read(nlp, text)
    kinds = {span.start_char: span._.quantity.kind for span in doc.spans["quantities"]}
    readings = read_figures(doc, 0.0)
    assert readings
    for start, reading in readings.items():
        assert reading.kind in KINDS[kinds[start]]
    assert text.index("400 acres") not in readings
