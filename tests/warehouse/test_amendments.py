"""Amendments find their originals, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.extractors.test_form_d import NOTICE, read
from tests.factories import document
from tests.warehouse.stories import Story, Warehouse

EVENT = date(2026, 3, 2)


def filing(number: int, form: str, day: int, *, cik: str = "0001000001", **fields: Any) -> Story:
    """A filing of March 2026; the number is the end of its accession."""
    given = {
        "url": f"http://sec.example/{cik}-{number}#8k.htm",
        "source": "edgar",
        "accession": f"{cik}-26-{number:06}",
        "cik": cik,
        "form": form,
        "report_date": EVENT,
        "amended_form": form.removesuffix("/A") if form.endswith("/A") else None,
        "published_at": datetime(2026, 3, day, 12, tzinfo=UTC),
        **fields,
    }
    return Story(document(f"Northgate reports in {form} {number} of {given['report_date']}.", **given))


def links(warehouse: Warehouse) -> dict[int, tuple[int | None, str | None, int]]:
    """Amendment to original, by the ends of their accessions, how they were linked, of how many."""
    rows = warehouse.rows("SELECT accession, original_accession, linked_by, originals FROM amendments")
    return {int(a[-6:]): (o and int(o[-6:]), how, originals) for a, o, how, originals in rows}


def test_amendments_find_their_originals(warehouse: Warehouse) -> None:
    items, form_d, xbrl = (
        {"cik": "0001000003"},
        {"cik": "0001000004", "report_date": None},
        {"report_date": None},
    )
    warehouse.load(
        # Same company, form and report date, and filed before.
        filing(1, "8-K", 3),
        filing(2, "8-K", 3, report_date=date(2026, 3, 1)),
        filing(3, "8-K", 3, cik="0001000002"),
        filing(4, "10-K", 3),
        filing(5, "8-K/A", 6),
        filing(6, "8-K/A", 9),
        filing(7, "8-K", 20),
        filing(8, "SC 13D/A", 9, report_date=None),
        # Of several that could be meant, that with the same items, else the latest.
        filing(11, "8-K", 3, items=("1.01", "9.01"), **items),
        filing(12, "8-K", 4, items=("5.02", "9.01"), **items),
        filing(15, "8-K/A", 6, items=("1.01", "9.01"), **items),
        filing(16, "8-K/A", 7, items=("9.01",), **items),
        # An accession that the amendment names.
        filing(21, "D", 3, **form_d),
        filing(22, "D", 3, **form_d),
        filing(25, "D/A", 6, **form_d, amended_accession="0001000004-26-000021"),
        # Tables of facts and exhibits are no filings of their own.
        filing(31, "10-Q", 3, url="http://sec.example/facts#1", **xbrl),
        filing(31, "10-Q", 3),
        filing(31, "10-Q", 3, url="http://sec.example/1#ex.htm", exhibit="EX-99.1"),
        filing(35, "10-Q/A", 6),
        filing(35, "10-Q/A", 6, url="http://sec.example/5#ex.htm", exhibit="EX-99.1"),
    )
    assert links(warehouse) == {
        5: (1, "report_date", 1),
        6: (1, "report_date", 1),
        8: (None, None, 0),
        15: (11, "report_date", 2),
        16: (12, "report_date", 2),
        25: (21, "accession", 1),
        35: (31, "report_date", 1),
    }
    [(document, original, url)] = warehouse.rows(
        "SELECT a.text, o.text, m.original_url FROM amendments AS m "
        "JOIN documents AS a ON a.id = m.document_id JOIN documents AS o ON o.id = m.original_document_id "
        "WHERE m.form = '10-Q/A'"
    )
    assert document == "Northgate reports in 10-Q/A 35 of 2026-03-02."
    assert original == "Northgate reports in 10-Q 31 of 2026-03-02."
    assert url == "http://sec.example/0001000001-31#8k.htm"


def test_an_original_that_lands_later_is_found_then(warehouse: Warehouse) -> None:
    warehouse.load(filing(5, "8-K/A", 6))
    assert links(warehouse) == {5: (None, None, 0)}
    warehouse.load(filing(1, "8-K", 3))
    assert links(warehouse) == {5: (1, "report_date", 1)}


def test_an_amended_notice_tells_the_same_placement(warehouse: Warehouse) -> None:
    notices = (read(NOTICE), read(NOTICE.replace(">300000000", ">380000000"), "D/A"))
    for day, notice in enumerate(notices, 4):
        published = {"published_at": datetime(2025, 11, day, tzinfo=UTC)}
        warehouse.load(Story(notice.tables[0].model_copy(update=published), notice.deals))
    assert warehouse.rows("SELECT investee, status, value_usd, qualifier FROM funding_rounds") == [
        ("Halden AI Data Centers, Inc.", "announced", 380_000_000, "at_least")
    ]
