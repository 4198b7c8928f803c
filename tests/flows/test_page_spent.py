"""What companies spent by quarter, on the page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from extractors.batches import write_batch
from flows.page.read import MOST_QUARTERS, read_picture
from flows.page.sections import make_sections
from pipeline.claims import Extraction
from pipeline.vocabulary import Basis, FigureKind, Tier
from tests.factories import document, figure_claim
from tests.flows.stories import settings
from warehouse.load import load_batches
from warehouse.publish import publish

FIRST, NEWEST = 2023, 2025
QUARTERS = ((1, "01-01", "03-31"), (2, "04-01", "06-30"), (3, "07-01", "09-30"), (4, "10-01", "12-31"))


def test_the_latest_quarters_of_a_company_stand_beside_their_plan(tmp_path: Path) -> None:
    told = [
        (f"Q{number} {year} ({year}-{start} to {year}-{end})", f"{year}-{end}", 100 * number, Basis.ACTUAL)
        for year in range(FIRST, NEWEST + 1)
        for number, start, end in QUARTERS
    ]
    told += [("2025", "2025-02-01", 1200, Basis.PLAN), ("2012", "2013-02-01", 7, Basis.ACTUAL)]
    documents, figures = [], []
    for period, day, millions, basis in told:
        words = f"{millions},000,000"
        text = f"{period}: {words}"
        on = datetime.fromisoformat(day).replace(tzinfo=UTC)
        documents.append(
            document(text, url=f"http://facts.example/{period}", tier=Tier.FILING, published_at=on)
        )
        figures.append(
            figure_claim(
                documents[-1],
                words,
                f"{millions}000000",
                kind=FigureKind.CAPEX,
                unit="USD",
                entities=("Northgate Compute",),
                period=period,
                basis=basis,
            )
        )
    here = settings(tmp_path)
    batch = here.extracted_dir / "1" / "edgar" / "1"
    write_batch(
        Extraction(version="1", documents=tuple(documents), figures=tuple(figures)), batch, batch_id="b"
    )
    load_batches([batch], here)
    publish(here)

    picture = read_picture(here)
    assert [figure.period for figure in picture.capex] == ["2025"]
    (spent,) = [section for section in make_sections(picture) if section.key == "spent"]
    assert spent.table is not None
    lines = [tuple(cell.text for cell in line.cells) for line in spent.table.lines]
    assert lines[0] == ("Northgate Compute", "Q4 2025", "$400m", "$1bn", "$1.2bn")
    assert lines[-1] == ("Northgate Compute", "Q1 2024", "$100m", "$100m", "–")
    assert len(lines) == MOST_QUARTERS
    quote = spent.table.lines[0].quote
    assert quote is not None
    assert quote.text == "Q4 2025 (2025-10-01 to 2025-12-31): 400,000,000"
