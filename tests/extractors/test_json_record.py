"""Answers of JSON APIs that are documents themselves."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture
from extractors.documents import Reading, to_documents
from extractors.text.json_record import record_shapes
from pipeline.vocabulary import QuarantineReason
from tests.extractors.archives import note

RELEASE = {
    "docuLanguageResource": {
        "title": "Commission & partners back a chip plant",
        "htmlContent": "<p>The Commission approved a grant of 920 million euros for a plant in Saxony.</p>"
        "<p>The plant will open in 2027 and employ a thousand people, the company said in its plan.</p>",
    },
    "languages": ["en", "de"],
}
AWARD = {
    "description": "EXASCALE SUPERCOMPUTER",
    "type_description": "DEFINITIVE CONTRACT",
    "total_obligation": 91500000,
    "date_signed": "2026-01-05",
    "recipient": {"recipient_name": "HALDEN SYSTEMS LLC", "recipient_uei": "X"},
    "awarding_agency": {"toptier_agency": {"name": "Department of Energy"}},
}


def read(record: object, **fields: str) -> Reading:
    """What a capture of that JSON gives."""
    body = record if isinstance(record, str) else json.dumps(record)
    return to_documents(Capture(note(**fields), 200, "application/json", body.encode(), "s.warc.gz#1"))


def test_a_release_is_read_as_a_page() -> None:
    [document] = read(RELEASE).documents
    assert document.title == "Commission & partners back a chip plant"
    assert "The Commission approved a grant of 920 million euros for a plant in Saxony." in document.text
    assert "<p>" not in document.text


def test_an_award_becomes_a_line_a_field_with_its_number_as_written() -> None:
    [document] = read(AWARD, title="Award DE-1", stated_time="2026-01-04").documents
    assert document.text.splitlines() == [
        "Award DE-1",
        "",
        "Recipient: HALDEN SYSTEMS LLC",
        "Awarding agency: Department of Energy",
        "Type of award: DEFINITIVE CONTRACT",
        "Description: EXASCALE SUPERCOMPUTER",
        "Total obligation (USD): 91500000",
        "Date signed: 2026-01-05",
    ]
    [cents] = read(json.dumps(AWARD).replace("91500000", "1500.10")).documents
    assert "Total obligation (USD): 1500.10" in cents.text


def test_every_shape_reads_one_of_these() -> None:
    assert len(record_shapes()) == len([RELEASE, AWARD])


@pytest.mark.parametrize(
    "record", [{"a": 1}, [AWARD], AWARD | {"recipient": None}, {"docuLanguageResource": []}]
)
def test_json_of_no_known_shape_is_no_text(record: object) -> None:
    [row] = read(record).quarantined
    assert row.reason is QuarantineReason.NOT_TEXT


WORDS = st.text(max_size=20) | st.none() | st.integers() | st.lists(st.integers(), max_size=2)


@given(title=WORDS, html=WORDS | st.just("<p>\ud800 half a character</p>" * 9), description=WORDS)
def test_whatever_the_fields_hold_it_is_a_document_or_a_row(
    title: object, html: object, description: object
) -> None:
    record = {
        "docuLanguageResource": {"title": title, "htmlContent": html},
        **AWARD,
        "description": description,
    }
    reading = read(record)
    assert len(reading.documents) + len(reading.quarantined) == 1
    for document in reading.documents:
        document.text.encode()
