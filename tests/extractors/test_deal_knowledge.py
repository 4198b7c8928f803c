"""The data files behind names and deals: they read, and a broken one is refused by name and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.components.encoder import FOLDER
from extractors.deals.status import TOLD, UNTOLD
from extractors.encoder.encoder import HEADS
from extractors.encoder.heads import Heads
from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.frames import Frame, Phrase, read_frames
from extractors.knowledge.name_words import read_name_words
from extractors.knowledge.rows import data_file, read_rows
from extractors.knowledge.status_cues import read_status_cues
from extractors.scoring import read_scorer
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import ROLES, AmountKind, DealType, FigureKind, Status

FRAME = "- {triggers: [buy], pos: verb, type: acquisition}\n"
PARTY = "- {id: a-corp, name: A Corp, kind: bank, country: US, aliases: [Acorp]}\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_form_of_a_name_leads_to_one_party() -> None:
    aliases = read_aliases()
    assert aliases.find("Google Cloud") is aliases.find("Alphabet")
    assert aliases.forms["Hon Hai"] == aliases.forms["Foxconn"]
    assert aliases.ciks["1045810"] == "nvidia"
    assert len(aliases.parties) > 250
    parents = {party.parent for party in aliases.parties.values()} - {None}
    assert parents <= set(aliases.parties)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (PARTY + PARTY.replace("a-corp", "b-corp"), "'A Corp' is given twice"),
        (PARTY.replace("country: US", "country: USA"), "aliases.yml, line 1"),
        (PARTY + PARTY, "'a-corp' is given twice"),
        (PARTY.replace("kind: bank", "kind: bank, parent: nobody"), "unknown parent 'nobody'"),
    ],
)
def test_contradicting_aliases_are_refused(tmp_path: Path, rows: str, complaint: str) -> None:
    with pytest.raises(BadDataFileError, match=complaint):
        read_aliases(written(tmp_path, "aliases.yml", rows))


def test_every_deal_type_has_a_verb_and_a_noun() -> None:
    told = {(row.type, row.pos) for row in read_rows(data_file("frames.yml"), Frame)}
    assert told >= {(kind, pos) for kind in DealType for pos in ("verb", "noun")}


def test_triggers_come_in_all_written_forms_the_longest_first(tmp_path: Path) -> None:
    rows = "- {triggers: [take over, co-lead], pos: verb, type: acquisition}\n"
    rows += "- {triggers: [tie-up, take], pos: noun, type: partnership}\n"
    frames = read_frames(written(tmp_path, "frames.yml", rows))
    acquisition, partnership = (DealType.ACQUISITION,), (DealType.PARTNERSHIP,)
    assert frames["took"] == (Phrase(("took", "over"), 0, acquisition),)
    assert [phrase.words for phrase in frames["take"]] == [("take", "over"), ("take",)]
    assert Phrase(("co", "-", "leads"), 2, acquisition) in frames["co"]
    assert set(frames["tie"]) == {
        Phrase(("tie", "-", "up"), 2, partnership),
        Phrase(("tie", "-", "ups"), 2, partnership),
    }


@pytest.mark.parametrize(
    ("frames", "complaint"),
    [
        (FRAME + FRAME, "'buy' is given twice for acquisition"),
        (FRAME + FRAME.replace("acquisition", "barter"), "line 2"),
        (FRAME.replace("}", ", subject: acquirer}"), "subject"),
    ],
)
def test_broken_frames_are_refused(tmp_path: Path, frames: str, complaint: str) -> None:
    with pytest.raises(BadDataFileError, match=complaint):
        read_frames(written(tmp_path, "frames.yml", frames))


def test_status_cues_name_statuses_and_no_row_is_twice_the_same() -> None:
    cues = read_status_cues()
    assert {row.status for row in cues.rows} == {status.value for status in Status} | UNTOLD | {TOLD}
    assert len(set(cues.rows)) == len(cues.rows)


def test_name_words_are_all_in_lower_case() -> None:
    words = read_name_words()
    for name in type(words).model_fields:
        assert all(word == word.lower() for word in getattr(words, name)), name


def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataFileError, match=r"w\.json: not a file of weights"):
        read_scorer(written(tmp_path, "w.json", "[]"))
    with pytest.raises(BadDataFileError, match="unknown classes B"):
        read_scorer(written(tmp_path, "w.json", '{"classes": ["A"], "weights": {"bias": {"B": 1.0}}}'))


def test_the_encoder_knows_every_type_and_role() -> None:
    labels = Heads(data_file(FOLDER) / HEADS).labels
    assert set(labels.types) == {kind.value for kind in DealType}
    assert set(labels.roles) == {(kind.value, role.value) for kind in DealType for role in ROLES[kind].all}
    assert set(labels.statuses) == {status.value for status in Status}
    assert set(labels.amounts) == {kind.value for kind in AmountKind}
    assert set(labels.figures) == {kind.value for kind in FigureKind}
