"""The relevance gate: what it lets through, what it turns away, and at what price."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from extractors.gate import Gate, read_gate, read_term_groups, turned_away
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import RefusalReason
from tests.factories import document

IN_SCOPE = """Halden to build a 300 MW data center campus for 60,000 Nvidia GPUs

The hyperscale site near Lisbon will host AI clusters."""
OFF_TOPIC = "Regional grocers agree to combine in $1.3 billion deal\n\nThe supermarket chains run 212 stores."


@pytest.fixture(scope="module")
def gate() -> Gate:
    return read_gate()


def test_lets_the_market_through_and_groceries_not(gate: Gate) -> None:
    assert gate.passes(IN_SCOPE)
    assert not gate.passes(OFF_TOPIC)
    assert not gate.passes("nothing at all")


def test_a_document_turned_away_says_so_at_its_title() -> None:
    source = document(OFF_TOPIC)
    refusal = turned_away(source)
    assert refusal.reason is RefusalReason.NOT_RELEVANT
    assert source.text[refusal.start : refusal.end] == refusal.as_written == OFF_TOPIC.splitlines()[0]


def test_takes_milliseconds(gate: Gate) -> None:
    started = time.perf_counter()
    for _ in range(20):
        gate.passes(IN_SCOPE * 20)
    # A model takes a tenth of a second for such a text; the bound leaves room for a busy machine.
    assert (time.perf_counter() - started) / 20 < 0.05


def test_a_term_in_two_groups_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gate_terms.yml"
    path.write_text("- {group: sites, terms: [rack]}\n- {group: chips, terms: [rack]}\n", encoding="utf-8")
    with pytest.raises(BadDataFileError, match="rack"):
        read_term_groups(path)


def test_labelled_documents(gate: Gate, shared: Path) -> None:
    """F1 of relevance on the development documents; a false negative loses a document, so recall is total."""
    hits = wanted = passed = 0
    for number in range(1, 41):
        path = shared / "gold" / "dev" / f"d{number:03}.txt"
        relevant = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["relevant"]
        says = gate.passes(path.read_text(encoding="utf-8"))
        hits, wanted, passed = hits + (relevant and says), wanted + relevant, passed + says
    assert hits == wanted == 35
    assert 2 * hits / (wanted + passed) >= 0.97
