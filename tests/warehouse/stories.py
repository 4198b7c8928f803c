"""One-line stories for warehouse tests: a document and the deal it tells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from extractors.batches import write_batch
from extractors.signatures.signing import sign
from pipeline.claims import Capacity, ChipCount, DealClaim, Extraction, FigureClaim, Party, Topic
from pipeline.document import Document, Signature
from pipeline.ids import content_id
from pipeline.reports import LoadReport
from pipeline.settings import Settings
from pipeline.vocabulary import DealType, Role, Segment, Status, Theme, Tier, TopicBasis, TopicKind
from tests.factories import amount, deal_claim, document, evidence, span
from warehouse.connection import open_writer
from warehouse.load import load_batches


class Story(NamedTuple):
    """What one document says."""

    document: Document
    deals: tuple[DealClaim, ...] = ()
    figures: tuple[FigureClaim, ...] = ()
    topics: tuple[Topic, ...] = ()
    signature: Signature | None = None


def signed(story: Story) -> Story:
    """The story with what its copies are recognised by, as every segment that is read has it."""
    return story._replace(signature=sign(story.document))


def tell(
    sentence: str,
    status: Status,
    on: str,
    parties: dict[Role, str | tuple[str, ...]],
    *,
    deal_type: DealType = DealType.ACQUISITION,
    value: tuple[str, str] | None = None,
    tier: Tier = Tier.WIRE,
    url: str | None = None,
    stated: bool = True,
    entities: dict[str, str] | None = None,
    mw: tuple[str, str] | None = None,
    chips: tuple[str, str] | None = None,
    currency: str = "USD",
    amount_fields: dict[str, Any] | None = None,
    capture: str | None = None,
    **fields: Any,
) -> Story:
    """A one-sentence document of the day `on`, and the claim read from it."""
    day = date.fromisoformat(on)
    source = document(
        sentence,
        url=url or f"http://{tier}.example/{on}/{content_id('story', sentence)}",
        tier=tier,
        published_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        capture=capture,
    )
    named = [
        Party(name=name, role=role, entity_id=(entities or {}).get(name), **span(source, name))
        for role, names in parties.items()
        for name in ((names,) if isinstance(names, str) else names)
    ]
    claim = deal_claim(
        source,
        type=deal_type,
        status=status,
        date=on if stated else None,
        parties=tuple(named),
        amounts=(amount(source, *value, currency).model_copy(update=amount_fields or {}),) if value else (),
        capacity=(Capacity(low=mw[1], high=mw[1], as_written=mw[0], **span(source, mw[0])),) if mw else (),
        chips=(ChipCount(low=chips[1], high=chips[1], as_written=chips[0], **span(source, chips[0])),)
        if chips
        else (),
        evidence=(evidence(source, sentence),),
        **fields,
    )
    return Story(source, (claim,))


def write_stories(folder: Path, *stories: Story, version: str = "1") -> Path:
    """A batch folder named after itself."""
    extraction = Extraction(
        version=version,
        documents=tuple(story.document for story in stories),
        signatures=tuple(story.signature for story in stories if story.signature),
        deals=tuple(claim for story in stories for claim in story.deals),
        figures=tuple(claim for story in stories for claim in story.figures),
        topics=tuple(topic for story in stories for topic in story.topics),
    )
    write_batch(extraction, folder, batch_id=folder.name)
    return folder


class Warehouse:
    """A warehouse of one test, loaded batch by batch."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder / "data")
        self._folder = folder
        self._batches = 0

    def load(self, *stories: Story, version: str = "1", **given: Any) -> LoadReport:
        self._batches += 1
        folder = write_stories(self._folder / f"batch-{self._batches}", *stories, version=version)
        report = load_batches([folder], self.settings, **given)
        assert not report.refused
        return report

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Straight from the writer's database."""
        with open_writer(self.settings.warehouse_path) as connection:
            return connection.execute(sql, list(values)).fetchall()


def buys(
    status: Status,
    on: str,
    *,
    value: tuple[str, str] | None = None,
    acquirer: str = "Northgate Compute",
    target: str = "Halden Data Centers",
    **fields: Any,
) -> Story:
    """Northgate and Halden, unless told otherwise."""
    words = {"rumored": "may buy", "announced": "agrees to buy", "completed": "has bought"}
    verb = words.get(status, "no longer buys")
    price = f" for {value[0]}" if value else ""
    return tell(
        f"{acquirer} {verb} {target}{price}, {fields.get('tier', 'wire')} of {on} says.",
        status,
        on,
        {Role.ACQUIRER: acquirer, Role.TARGET: target},
        value=value,
        **fields,
    )


def concerning(story: Story, *topics: tuple[Segment | Theme, str, bool], borrowed: bool = False) -> Story:
    """The story with topics, each a value, the words that show it, and whether of its deal."""
    (deal,) = story.deals
    return story._replace(
        topics=tuple(
            Topic(
                document_id=story.document.id,
                deal_claim_id=deal.id if of_deal else None,
                kind=TopicKind.SEGMENT if isinstance(value, Segment) else TopicKind.THEME,
                value=value,
                basis=TopicBasis.DOCUMENT if borrowed and of_deal else TopicBasis.WORDS,
                evidence=(evidence(story.document, words),),
            )
            for value, words, of_deal in topics
        )
    )
