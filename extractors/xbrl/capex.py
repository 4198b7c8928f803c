"""A companyfacts snapshot to documents and figures: what the company spent on plant and equipment, by filing.

Each filing that tells a quarter or year for the first time, or otherwise than before, is a document of its
own with its day of filing, so that a restatement is later knowledge beside the older, and a newer snapshot
with the same filings gives the same documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from functools import cache
from typing import NamedTuple

from extractors.captures import Capture
from extractors.knowledge.aliases import Aliases, read_aliases
from extractors.knowledge.capex_tags import CapexTag, read_capex_tags
from extractors.knowledge.name_words import NameWords, read_name_words
from extractors.text.submission import NEW_YORK
from extractors.text.unreadable import UnreadableError
from extractors.xbrl.facts import Snapshot, read_snapshot
from extractors.xbrl.quarters import Amount, Filing, read_filings
from extractors.xbrl.table import Table, make_table, value_words
from pipeline.claims import FigureClaim
from pipeline.document import Document, Quarantined, TimeResolution, TimeSource
from pipeline.ids import document_id
from pipeline.vocabulary import Basis, FigureKind, QuarantineReason

CERTAIN = 1.0
"""The confidence of a number that the company itself tagged as such."""


class CapexReading(NamedTuple):
    """What one snapshot gave."""

    documents: tuple[Document, ...]
    figures: tuple[FigureClaim, ...]
    quarantined: tuple[Quarantined, ...]


class _Knowledge(NamedTuple):
    tags: Sequence[CapexTag]
    aliases: Aliases
    words: NameWords


class _Company(NamedTuple):
    """Whose facts they are: the name and id under which the press's figures stand too."""

    name: str
    ids: tuple[str, ...]


def read_capex(capture: Capture) -> CapexReading:
    """Documents and figures of one snapshot, and a row for facts that cannot be read or are none of ours.

    Raises UnreadableError where the body is no companyfacts answer, or reports no capital expenditure.
    """
    known = _bundled()
    snapshot = read_snapshot(capture.body, known.tags)
    if not snapshot.facts and not snapshot.malformed:
        raise UnreadableError(QuarantineReason.EMPTY, "no fact has a tag of capital expenditure")
    company = _company(snapshot, known)
    documents: list[Document] = []
    figures: list[FigureClaim] = []
    for filing in read_filings(snapshot.facts):
        if filing.news:
            document, table = _document(filing, snapshot, company, capture)
            documents.append(document)
            figures += (_claim(amount, table, document.id, company) for amount in filing.news)
    rows = _malformed(snapshot, capture)
    return CapexReading(tuple(documents), tuple(figures), rows)


def _malformed(snapshot: Snapshot, capture: Capture) -> tuple[Quarantined, ...]:
    if not snapshot.malformed:
        return ()
    detail = f"{len(snapshot.malformed)} facts cannot be read, the first: {snapshot.malformed[0]}"[:500]
    return (capture.quarantined(QuarantineReason.MALFORMED_ENTRY, detail),)


@cache
def _bundled() -> _Knowledge:
    return _Knowledge(read_capex_tags(), read_aliases(), read_name_words())


def _company(snapshot: Snapshot, known: _Knowledge) -> _Company:
    if (id_ := known.aliases.ciks.get(snapshot.cik)) is not None:
        return _Company(known.aliases.parties[id_].name, (id_,))
    words = snapshot.company.split()
    while len(words) > 1 and words[-1].lower().strip(",") in known.words.legal:
        words.pop()
    return _Company(" ".join(words).rstrip(",") or f"CIK {snapshot.cik}", ())


def _document(
    filing: Filing, snapshot: Snapshot, company: _Company, capture: Capture
) -> tuple[Document, Table]:
    first, note = filing.facts[0], capture.note
    title = f"{company.name}: capital expenditure in the XBRL of form {first.form}, filed {first.filed}"
    table = make_table(title, filing.facts, (amount.less for amount in filing.news if amount.less))
    url = f"{note.url}#{first.accession}"
    document = Document(
        id=document_id(url, table.text),
        source=note.source,
        url=url,
        title=title,
        text=table.text,
        kind=note.document_kind,
        tier=note.tier,
        country=note.country,
        published_at=datetime.combine(first.filed, time(), NEW_YORK),
        published_as_stated=first.filed.isoformat(),
        published_from=TimeSource.FEED,
        published_how=TimeResolution.DAY_ONLY,
        landed_at=capture.landed_at,
        capture=capture.record,
        accession=first.accession,
        cik=snapshot.cik,
        company=snapshot.company,
        form=first.form,
    )
    return document, table


def _claim(amount: Amount, table: Table, document_id_: str, company: _Company) -> FigureClaim:
    line = table.lines[amount.fact]
    words = value_words(amount.fact)
    if amount.less:
        words += f" less {value_words(amount.less)}"
    return FigureClaim(
        document_id=document_id_,
        kind=FigureKind.CAPEX,
        entities=(company.name,),
        entity_ids=company.ids,
        period=amount.period,
        low=amount.value,
        high=amount.value,
        as_written=words,
        unit=amount.fact.unit,
        basis=Basis.ACTUAL,
        confidence=CERTAIN,
        start=line.start,
        end=line.end,
        evidence=tuple(table.lines[fact].evidence for fact in (amount.fact, amount.less) if fact),
    )
