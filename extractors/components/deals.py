"""Leaves the deals that a text tells in `doc._.deals`, and what it declined to claim in `doc._.refusals`."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from extractors.deals.arguments import Parties
from extractors.deals.attaching import NumberPool, attach
from extractors.deals.convert import Claimer
from extractors.deals.knowledge import DealKnowledge, read_deal_weights
from extractors.deals.mentions import NONE, MentionReader
from extractors.deals.merging import Record, merge
from extractors.deals.records import KEPT, Rivals, record_features
from extractors.deals.scenes import scenes
from extractors.deals.status import settle, status_of
from extractors.deals.triggers import TriggerFinder
from pipeline.claims import Refusal
from pipeline.vocabulary import RefusalReason


@registry.readers("gigawatch.deal_knowledge.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_deal_knowledge() -> DealKnowledge:
    """Frames, topics, status cues and the trained weights. Raises BadDataFileError where one is broken."""
    return read_deal_weights()


class Deals:
    """From names and quantities to claims."""

    def __init__(self) -> None:
        self.knowledge: DealKnowledge | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        knowledge: DealKnowledge,
    ) -> None:
        """Take what is known about deals."""
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Read the doc's deals."""
        know = self.knowledge
        assert know is not None, "the deals component was not initialized"
        document = doc._.document
        claimer = Claimer(doc, document.id if document else "")
        for record in records(doc, know):
            status = settle([status_of(mention, know.cues) for mention in record.mentions])
            if status is None:
                doc._.refusals.append(refusal(record, claimer.document_id))
            else:
                doc._.deals.append(claimer.claim(record, status))
        return doc


def records(doc: Doc, know: DealKnowledge) -> list[Record]:
    """The distinct deals of a doc that are likely enough."""
    found = candidates(doc, know)
    rivals = Rivals(found)
    chances = [know.records.log_chances(record_features(record, rivals)) for record in found]
    return [
        record
        for record, row in zip(found, chances, strict=True)
        if row[KEPT] - row[NONE] > know.least_record
    ]


def candidates(doc: Doc, know: DealKnowledge) -> list[Record]:
    """The distinct deals of a doc before the last look at each as a whole."""
    parties = Parties(doc, know.words, know.kinds)
    reader = MentionReader(
        know.types, know.roles,
        least_type=know.least_type, least_role=know.least_role, least_filler=know.least_filler,
    )  # fmt: skip
    finder = TriggerFinder(know.frames)
    mentions = [mention for scene in scenes(doc, parties, finder) for mention in reader.read(scene)]
    numbers = attach(NumberPool(doc), mentions, know.numbers, know.least_number)
    return merge(mentions, numbers)


def refusal(record: Record, document_id: str) -> Refusal:
    """Why a record that every telling denies or only supposes gives no claim."""
    trigger = record.mentions[0].sentence.doc[record.mentions[0].trigger.index]
    return Refusal(
        document_id=document_id,
        reason=RefusalReason.DENIED,
        subject="deal",
        as_written=trigger.text,
        start=trigger.idx,
        end=trigger.idx + len(trigger),
    )


@Language.factory("deals")
def make_deals(nlp: Language, name: str) -> Deals:  # noqa: ARG001 -- spaCy passes both
    """The component without its knowledge; [initialize.components.deals] names the reader."""
    return Deals()
