"""Leaves the deals that a text tells in `doc._.deals`, and what it declined to claim in `doc._.refusals`."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

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
from extractors.deals.status import refused_as, settle, status_of
from extractors.deals.triggers import TriggerFinder
from extractors.knowledge.calibration import Calibration
from pipeline.claims import Refusal
from pipeline.vocabulary import RefusalReason


@registry.readers("gigawatch.deal_knowledge.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_deal_knowledge() -> DealKnowledge:
    """Frames, topics, status cues and the trained weights. Raises BadDataFileError where one is broken."""
    return read_deal_weights()


class Weighed(NamedTuple):
    """A record with the log odds of its being a deal of its own, and why it is refused, if it is."""

    record: Record
    odds: float
    refused: RefusalReason | None


class Deals:
    """From names and quantities to claims."""

    def __init__(self) -> None:
        self.knowledge: DealKnowledge | None = None
        self.calibration: Calibration | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        knowledge: DealKnowledge,
        calibration: Calibration,
    ) -> None:
        """Take what is known about deals, and how sure which score is."""
        self.knowledge, self.calibration = knowledge, calibration

    def __call__(self, doc: Doc) -> Doc:
        """Read the doc's deals."""
        know, calibration = self.knowledge, self.calibration
        assert know is not None, "the deals component was not initialized"
        assert calibration is not None
        document = doc._.document
        claimer = Claimer(doc, document.id if document else "")
        for record, odds, refused in weighed(doc, know):
            confidence = calibration.deal.chance(odds, record.type)
            statuses = [status_of(mention, know.cues) for mention in record.mentions]
            status = settle(statuses)
            if refused is None and status is not None:
                doc._.deals.append(claimer.claim(record, status, confidence))
            else:
                told = described(record)
                detail = f"{told}; confidence {confidence:.2f}" if refused else told
                reason = refused or refused_as(statuses)
                doc._.refusals.append(refusal(record, claimer.document_id, reason, detail))
        return doc


def weighed(doc: Doc, know: DealKnowledge) -> list[Weighed]:
    """The distinct deals that a doc may tell, those that are too unlikely marked as refused."""
    found = candidates(doc, know)
    rivals = Rivals(found)
    chances = [know.records.log_chances(record_features(record, rivals)) for record in found]
    odds = [row[KEPT] - row[NONE] for row in chances]
    kept = {id(record) for record, value in zip(found, odds, strict=True) if value > know.least_record}
    return [
        Weighed(record, value, None if value > know.least_record else rivals.why_not(record, kept))
        for record, value in zip(found, odds, strict=True)
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


def refusal(record: Record, document_id: str, reason: RefusalReason, detail: str) -> Refusal:
    """Why a record gives no claim, at the word that seemed to tell it."""
    trigger = record.mentions[0].sentence.doc[record.mentions[0].trigger.index]
    return Refusal(
        document_id=document_id,
        reason=reason,
        subject="deal",
        detail=detail,
        as_written=trigger.text,
        start=trigger.idx,
        end=trigger.idx + len(trigger),
    )


def described(record: Record) -> str:
    """ "acquisition: acquirer Northgate, target Halden"."""
    parties = [f"{role} {holder.argument.name}" for (_, role), holder in record.holders.items()]
    return f"{record.type}: {', '.join(parties)}"


@Language.factory("deals")
def make_deals(nlp: Language, name: str) -> Deals:  # noqa: ARG001 -- spaCy passes both
    """The component without its knowledge; [initialize.components.deals] names the reader."""
    return Deals()
