"""What the encoder is taught: labels stand where the text says so, and stay true when names are exchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.components.quantities import read_quantity_grammar
from extractors.encoder.heads import Heads
from extractors.encoder.names import NamedText
from extractors.encoder.pieces import Pieces
from extractors.knowledge.rows import data_file
from extractors.training.alignment import LabelledDeal
from extractors.training.corpus import as_text, labelled_texts
from extractors.training.encoder.documents import Preparer, reference_finder, same_party
from extractors.training.encoder.entities import name_spans, numbers, parties
from extractors.training.encoder.example import (
    TOLD_NONE,
    UNSURE,
    Example,
    Number,
    Stated,
    Trigger,
    read_example,
)
from extractors.training.encoder.labels import LABELS
from extractors.training.encoder.swapping import Swapper, renamed
from extractors.training.encoder.targets import lesson
from extractors.training.encoder.tellings import Cue, Named, Sentence, deal_told
from extractors.training.encoder.windows import UNTAUGHT
from extractors.training.labelled import LabelledText, read_texts

BUNDLE = "encoder"
TEXT = """=== a-1 | article | 2026-03-04
Ostrava Grid rents space from Varga Campus Ltd

Ostrava Grid leases 40 MW from Varga Campus Ltd for some $90 million. Varga Campus leases more elsewhere.
Sales of Varga Campus reached $55 million in Brno. The weather stayed dry while farmers bought seed.
---
deal lease announced
lessor: Varga Campus Ltd
lessee: Ostrava Grid
amount: 9e7 USD debt about
capacity: 40
evidence: Ostrava Grid leases … some $90 million.
figure revenue 5.5e7 USD
entity: Varga Campus
names
ORG: Ostrava Grid | Varga Campus Ltd | Varga Campus
PLACE: Brno
"""


def labelled(folder: Path, text: str = TEXT) -> LabelledText:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (found,) = read_texts(folder)
    return found._replace(text=as_text(found.text))


@pytest.fixture(scope="module")
def preparer() -> Preparer:
    return Preparer()


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(data_file(BUNDLE) / "vocabulary.json")


@pytest.fixture
def example(preparer: Preparer, tmp_path: Path) -> Example:
    return preparer.example(labelled(tmp_path), own=True)


def words(example: Example, places: Sequence[Trigger] | Sequence[Stated]) -> list[str]:
    return [example.text[place.start : place.end] for place in places]


def test_names_and_numbers_are_marked_where_they_stand(example: Example) -> None:
    found = [(example.text[name.start : name.end], name.sort) for name in name_spans(example)]
    assert found == [
        ("Ostrava Grid", "ORG"),
        ("Varga Campus Ltd", "ORG"),
        ("Ostrava Grid", "ORG"),
        ("Varga Campus Ltd", "ORG"),
        ("Varga Campus", "ORG"),
        ("Varga Campus", "ORG"),
        ("Brno", "PLACE"),
    ]
    assert words(example, example.quantities) == ["40 MW", "$90 million", "$55 million"]
    starts = [example.text[start : start + 8] for start in example.sentences]
    assert {"Ostrava ", "Varga Ca", "Sales of", "The weat"} <= set(starts)


def test_forms_of_one_name_are_one_party_and_a_number_is_a_value(example: Example) -> None:
    found = [*parties(example.text, name_spans(example), same_party()), *numbers(example)]
    texts = [[example.text[start:end] for start, end in entity.mentions] for entity in found]
    assert texts == [
        ["Varga Campus Ltd", "Varga Campus Ltd", "Varga Campus", "Varga Campus"],
        ["Ostrava Grid", "Ostrava Grid"],
        ["Brno"],
        ["40 MW"],
        ["$90 million"],
        ["$55 million"],
    ]
    assert [entity.kind for entity in found] == ["ORG", "ORG", "PLACE", "power", "money", "money"]


@pytest.mark.parametrize(
    ("number", "states"),
    [
        (Number(9e7, 9e7, "USD"), True),
        (Number(9.05e7, 9.05e7, "USD"), True),
        (Number(9.2e7, 9.2e7, "USD"), False),
        (Number(9e7, 9e7, "EUR"), False),
        (Number(9e7, 9e7, "MW"), False),
        (Number(9e7, 9e7, ""), True),
        (Number(8e7, 9e7, "USD"), False),
    ],
)
def test_a_number_is_known_by_value_and_unit(example: Example, number: Number, states: bool) -> None:
    money = numbers(example)[1]
    assert money.states(number) is states


def test_a_lesson_says_who_has_which_role_and_what_each_number_is(example: Example, pieces: Pieces) -> None:
    taught = lesson(example, pieces, same_party(), reference_finder())
    (deal,) = taught.deals
    assert LABELS.types[deal.type] == "lease"
    assert LABELS.statuses[deal.status] == "announced"
    assert {entity: LABELS.roles[role] for entity, role in deal.roles.items()} == {
        0: ("lease", "lessor"),
        1: ("lease", "lessee"),
    }
    assert deal.numbers == {4: LABELS.amounts.index("debt"), 3: 0}
    assert list(taught.figures) == [5]
    assert LABELS.figures[taught.figures[5].kind] == "revenue"
    assert (taught.figures[5].subjects, taught.figures[5].named) == ((0,), True)


def test_pieces_are_tagged_with_the_names_they_are_of(example: Example, pieces: Pieces) -> None:
    (held,) = lesson(example, pieces, same_party(), reference_finder()).windows
    begun = [example.text[held.window.starts[row] :][:5] for row in np.flatnonzero(held.tags % 2 == 1)]
    assert begun == ["Ostra", "Varga", "Ostra", "Varga", "Varga", "Varga", "Brno."]
    tagged = [
        example.text[held.window.starts[row] : held.window.ends[row]] for row in np.flatnonzero(held.tags)
    ]
    assert "".join(tagged).startswith("OstravaGridVargaCampusLtdOstravaGrid")
    assert set(held.tags.tolist()) <= {0, 1, 2, 1 + 2 * LABELS.sorts.index("PLACE"), 16}
    first, last = held.spans[0]
    assert example.text[held.window.starts[first] : held.window.ends[last]] == "Varga Campus Ltd"
    assert held.beside_triggers.distance.shape == (len(held.triggers), len(held.owners))
    untaught = lesson(example._replace(names={}), pieces, same_party(), reference_finder()).windows[0]
    assert set(untaught.tags.tolist()) == {UNTAUGHT}


def test_triggers_are_taught_their_deal_none_or_nothing(example: Example) -> None:
    by_word = {(example.text[t.start : t.end], t.start): t for t in example.triggers}
    told, beside = (by_word[key] for key in sorted(by_word, key=lambda key: key[1]) if key[0] == "leases")
    assert (told.deal, told.quoted) == (0, True)
    assert beside.deal == UNSURE
    (bought,) = (t for (word, _), t in by_word.items() if word == "bought")
    assert bought.types
    assert bought.deal == TOLD_NONE
    (title,) = (t for (word, _), t in by_word.items() if word == "rents")
    assert (title.deal, title.quoted) == (0, False)
    stated = [(word, t.deal) for (word, _), t in by_word.items() if word.startswith(("40", "$"))]
    assert stated == [("40 MW", 0), ("$90 million", 0), ("$55 million", TOLD_NONE)]
    named = {(word, t.deal) for (word, _), t in by_word.items() if word.startswith("Varga Campus")}
    assert named == {("Varga Campus Ltd", 0), ("Varga Campus", TOLD_NONE), ("Varga Campus", UNSURE)}


LEASE = LabelledDeal("lease", (("Ostrava Grid", "lessee"), ("Varga", "lessor")), 100, 160)
SALE = LabelledDeal("acquisition", (("Ostrava Grid", "acquirer"),), 100, 160)
GRID, VARGA, BRNO = Named(20, "Ostrava Grid", 0), Named(28, "Varga Campus", 1), Named(30, "Brno", None)
NEAR, FAR = Cue(22, 120, 126, ("lease",)), Cue(40, 190, 196, ("lease",))


@pytest.mark.parametrize(
    ("sentence", "cue", "deals", "told"),
    [
        (Sentence(100, 160, [NEAR], [GRID]), NEAR, [SALE._replace(start=-1, end=-1), LEASE], 1),
        (Sentence(100, 160, [NEAR], [GRID, VARGA]), NEAR, [SALE, LEASE], 1),
        (Sentence(100, 160, [Cue(22, 120, 126, ())], [GRID]), Cue(22, 120, 126, ()), [LEASE], 0),
        (
            Sentence(100, 160, [Cue(22, 120, 126, ()), NEAR], [GRID]),
            Cue(22, 120, 126, ()),
            [LEASE],
            TOLD_NONE,
        ),
        (Sentence(161, 220, [FAR], [GRID, VARGA]), FAR, [LEASE], 0),
        (Sentence(161, 220, [FAR], [GRID, GRID]), FAR, [LEASE], UNSURE),
        (Sentence(161, 220, [FAR], [GRID, BRNO]), FAR, [LEASE], UNSURE),
        (Sentence(161, 220, [FAR], [BRNO]), FAR, [LEASE], TOLD_NONE),
        (Sentence(161, 220, [FAR], [GRID]), FAR, [SALE], TOLD_NONE),
        (Sentence(100, 160, [NEAR], []), NEAR, [], TOLD_NONE),
    ],
)
def test_evidence_and_parties_decide_which_deal_a_word_tells(
    sentence: Sentence, cue: Cue, deals: list[LabelledDeal], told: int
) -> None:
    assert deal_told(sentence, cue, deals) == told


def test_of_two_deals_in_one_sentence_the_nearer_parties_win() -> None:
    other = LEASE._replace(parties=(("Brisk Harbour", "lessee"), ("Dunmere", "lessor")))
    names = [GRID, VARGA, Named(60, "Brisk Harbour", 2), Named(64, "Dunmere", 3)]
    first, second = Cue(22, 120, 126, ("lease",)), Cue(62, 150, 156, ("lease",))
    sentence = Sentence(100, 160, [first, second], names)
    assert [deal_told(sentence, cue, [other, LEASE]) for cue in (first, second)] == [1, 0]


FIRST = Cue(22, 120, 140, (), stating=(0, 1))
AGAIN = LEASE._replace(parties=(("Dunmere", "lessee"), ("Varga", "lessor")))


@pytest.mark.parametrize(
    ("cue", "deals", "told"),
    [
        (FIRST, [AGAIN, LEASE], 1),
        (FIRST._replace(stating=(0,)), [AGAIN, LEASE], 0),
        (FIRST._replace(stating=()), [LEASE], TOLD_NONE),
        (Cue(20, 110, 122, (), naming=GRID), [AGAIN, LEASE], 1),
        (Cue(28, 130, 142, (), naming=VARGA), [AGAIN, LEASE], UNSURE),
        (Cue(20, 110, 122, (), naming=GRID), [SALE._replace(start=400, end=460)], TOLD_NONE),
        (Cue(20, 110, 122, (), naming=GRID), [LEASE._replace(start=400, end=460), SALE], 1),
    ],
)
def test_a_number_tells_the_deal_that_states_it_and_a_name_its_only_one(
    cue: Cue, deals: list[LabelledDeal], told: int
) -> None:
    assert deal_told(Sentence(100, 160, [cue], [GRID]), cue, deals) == told


def test_a_name_that_may_be_told_of_beside_its_deal_is_not_taught() -> None:
    cue = Cue(20, 165, 177, (), naming=GRID)
    assert deal_told(Sentence(161, 220, [cue, FAR], [GRID]), cue, [LEASE]) == UNSURE


def test_a_renamed_text_moves_what_stands_behind_the_name(example: Example) -> None:
    spans = name_spans(example)
    changed = renamed(example, spans, {"Ostrava Grid": "Tarn", "Varga Campus": "Upper Eskdale Data Park"})
    assert changed.text.startswith("Tarn rents space from Varga Campus Ltd\n\nTarn leases 40 MW")
    assert words(changed, changed.quantities) == words(example, example.quantities)
    # What stands inside an exchanged name is gone with it, or begins the new one.
    exchanged = [s for s in spans if example.text[s.start : s.end] in {"Ostrava Grid", "Varga Campus"}]
    outside = [t for t in example.triggers if not any(s.start <= t.start < s.end for s in exchanged)]
    assert 0 < len(outside) < len(example.triggers)
    new = {
        s.start for s in name_spans(changed) if changed.text[s.start : s.end].startswith(("Tarn", "Upper"))
    }
    kept = [t for t in changed.triggers if t.start not in new]
    assert words(changed, kept) == words(example, outside)
    assert changed.deals[0].parties == (("Varga Campus Ltd", "lessor"), ("Tarn", "lessee"))
    assert changed.figures[0].subjects == ("Upper Eskdale Data Park",)
    assert changed.names["ORG"] == ("Tarn", "Varga Campus Ltd", "Upper Eskdale Data Park")


def test_a_trigger_that_begins_a_name_begins_the_new_one(example: Example) -> None:
    at = example.text.index("Ostrava Grid")
    planted = example._replace(triggers=(Trigger(at, at + len("Ostrava"), (), TOLD_NONE, quoted=False),))
    after = renamed(planted, name_spans(planted), {"Ostrava Grid": "Tarn Power"})
    assert words(after, after.triggers) == ["Tarn"]


def test_a_trigger_that_is_a_name_is_the_new_one(example: Example) -> None:
    at = example.text.index("Ostrava Grid")
    planted = example._replace(triggers=(Trigger(at, at + len("Ostrava Grid"), (), TOLD_NONE, quoted=False),))
    after = renamed(planted, name_spans(planted), {"Ostrava Grid": "Tarn Power Trust"})
    assert words(after, after.triggers) == ["Tarn Power Trust"]


def test_a_trigger_inside_an_exchanged_name_goes_with_it(example: Example) -> None:
    at = example.text.index("Grid")
    planted = example._replace(triggers=(Trigger(at, at + 4, (), TOLD_NONE, quoted=False),))
    assert renamed(planted, name_spans(planted), {"Ostrava Grid": "Tarn"}).triggers == ()
    assert renamed(planted, name_spans(planted), {"Brno": "Graz"}).triggers == planted.triggers


@cache
def own_texts() -> Sequence[LabelledText]:
    return list(labelled_texts(()))


@cache
def swapper() -> Swapper:
    donors = [read_example(text, own=True) for text in own_texts()[::9]]
    return Swapper(donors, same_party(), share=0.9)


def planted(text: LabelledText) -> Example:
    """With its real quantities, and every third word as a trigger that bears its number."""
    found = read_quantity_grammar().find(text.text, None)
    stated = [Stated(q.start, q.end, q.kind.value, float(q.low), float(q.high), q.unit) for q in found]
    every = list(re.finditer(r"\w+", text.text))[::3]
    triggers = [Trigger(word.start(), word.end(), (), n, quoted=False) for n, word in enumerate(every)]
    return read_example(text, own=True)._replace(quantities=tuple(stated), triggers=tuple(triggers))


def stands(text: str, form: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None


@pytest.mark.slow
@given(data=st.data(), seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_exchanging_names_keeps_every_label_true(data: st.DataObject, seed: int) -> None:
    before = planted(data.draw(st.sampled_from(own_texts())))
    after = swapper().swapped(before, Random(seed))
    assert words(after, after.quantities) == words(before, before.quantities)
    was = words(before, before.triggers)
    named = {name.start for name in name_spans(after)}
    for word, trigger in zip(words(after, after.triggers), after.triggers, strict=True):
        assert trigger.start in named or word == was[trigger.deal]
    for old, new in zip(before.deals, after.deals, strict=True):
        assert [role for _, role in old.parties] == [role for _, role in new.parties]
        assert all(stands(after.text, name) for name, _ in new.parties)
    assert [name.sort for name in name_spans(after)] == [name.sort for name in name_spans(before)]


def test_names_are_exchanged_and_parties_stay_as_many() -> None:
    random, changed = Random(5), 0
    for text in own_texts()[::60]:
        before = read_example(text, own=True)
        after = swapper().swapped(before, random)
        changed += after.text != before.text
        for old, new in zip(before.deals, after.deals, strict=True):
            assert len({name for name, _ in new.parties}) == len({name for name, _ in old.parties})
    assert changed > len(own_texts()[::60]) // 3


def test_an_unlabelled_text_keeps_its_names(example: Example) -> None:
    bare = example._replace(names={})
    assert all(swapper().swapped(bare, Random(seed)) == bare for seed in range(20))
    assert {name.sort for name in name_spans(bare)} == {"ORG"}
    assert NamedText(0, len("Ostrava Grid"), "ORG") in name_spans(bare)


def test_the_classes_are_those_of_the_bundled_heads() -> None:
    assert Heads(data_file(BUNDLE) / "heads.npz").labels == LABELS


@pytest.fixture
def base(tmp_path: Path, pieces: Pieces) -> Path:
    """A folder of weights as a base has them, but tiny and left to chance."""
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    config = transformers.BertConfig(
        vocab_size=30_522, hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    transformers.BertModel(config).save_pretrained(tmp_path / "base")
    return tmp_path / "base"


def test_one_step_lowers_the_loss(preparer: Preparer, tmp_path: Path, pieces: Pieces, base: Path) -> None:
    torch = pytest.importorskip("torch")
    from extractors.training.encoder.losses import Tally
    from extractors.training.encoder.network import Network
    from extractors.training.encoder.training import Course, Trainer

    torch.manual_seed(1)
    other = TEXT.replace("Ostrava Grid", "Brisk Harbour").replace("40", "60").replace("a-1", "a-2")
    examples = [preparer.example(labelled(tmp_path, text), own=True) for text in (TEXT, other)]
    lessons = [lesson(example, pieces, same_party(), reference_finder()) for example in examples]
    course = Course(epochs=2, drop=0.0, mask=0.0)
    teach = partial(lesson, pieces=pieces, same=same_party(), finder=reference_finder())
    trainer = Trainer(Network(base, 16), teach, course, mask_id=0)
    trainer.network.eval()
    tally = Tally()
    before = trainer.step(lessons, tally)
    assert trainer.step(lessons, tally) < before
    for task in ("names", "type", "role", "number", "same", "figure", "subject"):
        assert re.search(rf"(^| ){task} (?!0\.000)", str(tally)), task
    assert list(trainer.epochs(examples)) == [1, 2]


def test_what_is_written_is_what_the_reader_reads(tmp_path: Path, pieces: Pieces, base: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from extractors.encoder.encoder import Encoder
    from extractors.training.encoder.export import export
    from extractors.training.encoder.network import Network

    network = Network(base, 16)
    export(network, tmp_path / "out")
    heads = Heads(tmp_path / "out" / "heads.npz")
    assert heads.labels == LABELS
    (encoded,) = Encoder(tmp_path / "out").encode("Ostrava Grid leases 40 MW.")
    ids, case, breaks = (
        torch.from_numpy(array)[None]
        for array in (encoded.window.ids, encoded.window.case, encoded.window.breaks)
    )
    with torch.no_grad():
        states = network(ids, case, breaks, torch.ones_like(ids))[0]
        scores = network.names(states).log_softmax(-1).numpy()
    assert np.abs(states.numpy() - encoded.states).max() < 0.2  # eight bits
    assert np.abs(heads.names(states.numpy()) - scores).max() < 0.01  # sixteen


def _scatter(network: Any) -> None:
    """Gives each parameter values of its own."""
    for parameter in network.parameters():
        parameter.data += 0.1 * parameter.data.new_empty(parameter.shape).normal_()


def test_a_training_goes_on_from_what_was_written(tmp_path: Path, base: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from extractors.training.encoder.export import export
    from extractors.training.encoder.network import Network
    from extractors.training.encoder.shipped import load_shipped

    told, fresh = Network(base, 16), Network(base, 16)
    _scatter(told)  # parameters that are equal would be written once
    export(told, tmp_path / "out")
    load_shipped(fresh, tmp_path / "out")
    again, wanted = fresh.state_dict(), told.state_dict()
    for name in ("case.weight", "enc.encoder.layer.0.output.dense.weight", "role.weight", "ner.bias"):
        assert torch.allclose(again[name], wanted[name], atol=0.02), name
    ids = torch.tensor([[101, 2023, 102]])
    marks, mask = torch.zeros_like(ids), torch.ones_like(ids)
    told.eval(), fresh.eval()
    assert torch.allclose(told(ids, marks, marks, mask), fresh(ids, marks, marks, mask), atol=0.2)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("subj.bias", r"no weights of subj\.bias"),
        ("odd.bias", r"weights of odd\.bias, which the network lacks"),
    ],
)
def test_files_of_another_network_are_refused(tmp_path: Path, base: Path, name: str, complaint: str) -> None:
    pytest.importorskip("onnx")
    from extractors.training.encoder.export import export
    from extractors.training.encoder.network import Network
    from extractors.training.encoder.shipped import load_shipped

    network = Network(base, 16)
    _scatter(network)
    export(network, tmp_path / "out")
    with np.load(tmp_path / "out" / "heads.npz") as held:
        heads = dict(held)
    if heads.pop(name, None) is None:
        heads[name] = heads["subj.bias"]
    np.savez_compressed(tmp_path / "out" / "heads.npz", **heads)
    with pytest.raises(ValueError, match=complaint):
        load_shipped(network, tmp_path / "out")
