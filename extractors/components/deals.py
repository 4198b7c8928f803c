"""Leaves the deals that a text tells in `doc._.deals`, and what it declined to claim in `doc._.refusals`."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from extractors.deals.clauses import Clauses
from extractors.deals.convert import Claimer
from extractors.deals.knowledge import DealKnowledge
from extractors.deals.merging import Record, hand_back, merge
from extractors.deals.records import record_odds
from extractors.deals.rivals import Rivals
from extractors.deals.status import CueFinder, settle, untold
from extractors.deals.tellings import TellingReader
from extractors.deals.triggers import TriggerFinder
from extractors.knowledge.asset_words import read_asset_words
from extractors.knowledge.calibration import Calibration
from extractors.knowledge.clause_words import read_clause_words
from extractors.knowledge.frames import read_frames
from extractors.knowledge.name_words import read_name_words
from extractors.knowledge.reference_words import read_reference_words
from extractors.knowledge.status_cues import read_status_cues
from pipeline.claims import Refusal
from pipeline.vocabulary import RefusalReason

DENIED_BESIDE = -12.0
"""Log odds that speak against one deal where a sentence denies the one telling and goes on to the other."""


@registry.readers("gigawatch.deal_knowledge.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_deal_knowledge() -> DealKnowledge:
    """Frames, legal forms, status cues and words that refer. Raises BadDataFileError where one is broken."""
    return DealKnowledge(
        read_frames(),
        read_name_words(),
        read_status_cues(),
        read_reference_words(),
        read_asset_words(),
        read_clause_words(),
    )


class Weighed(NamedTuple):
    """A record with what the cues around each of its tellings say, what speaks for it, the chance of its
    being a deal of its own, and why it is refused, if it is."""

    record: Record
    told: Sequence[str | None]
    facts: Mapping[str, float]
    chance: float
    refused: RefusalReason | None

    def denied(self) -> RefusalReason | None:
        """Why the text itself does not tell it, if so."""
        return untold(self.told)


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
        claimer = Claimer(doc, document.id if document else "", know.words.programmes)
        found = weighed(doc, know, calibration)
        undenied = [each for each in found if not each.denied()]
        hand_back(
            [each.record for each in undenied if each.refused],
            [each.record for each in undenied if not each.refused],
        )
        for each in found:
            record, told, _, confidence, refused = each
            denial = each.denied()
            reason = denial or refused
            if reason is None:
                status = settle(record.mentions, told, doc._.encoded.heads.labels.statuses)
                doc._.deals.append(claimer.claim(record, status, confidence))
            else:
                detail = described(record) + ("" if denial else f"; confidence {confidence:.2f}")
                doc._.refusals.append(refusal(record, claimer.document_id, reason, detail))
        return doc


def weighed(doc: Doc, know: DealKnowledge, calibration: Calibration) -> list[Weighed]:
    """The distinct deals that a doc may tell, those that are too unlikely marked as refused."""
    clauses = Clauses(know.clauses, doc)
    cues = CueFinder(know.cues, clauses)
    found = candidates(doc, know, cues, clauses)
    rivals = Rivals(found)
    told = [cues.of(record.mentions) for record in found]
    facts = [rivals.facts(record) for record in found]
    chances = [
        calibration.deal.chance(record_odds(record), record.type, own)
        for record, own in zip(found, facts, strict=True)
    ]
    kept = {id(record) for record, chance in zip(found, chances, strict=True) if chance >= know.least_chance}
    return [
        Weighed(record, cued, own, chance, None if id(record) in kept else rivals.why_not(record, kept))
        for record, cued, own, chance in zip(found, told, facts, chances, strict=True)
    ]


def candidates(doc: Doc, know: DealKnowledge, cues: CueFinder, clauses: Clauses) -> list[Record]:
    """The distinct deals of a doc before the last look at each as a whole."""
    reader = TellingReader(
        doc, know.words.legal, TriggerFinder(know.frames), know.referrer, know.assets, know.least
    )
    tellings = reader.read()
    mentions = [telling.mention for telling in tellings]
    same = reader.same(tellings, clauses)
    for pair in cues.at_odds(mentions) & same.keys():
        same[pair] += DENIED_BESIDE
    return merge(mentions, [telling.numbers for telling in tellings], same, know.least.same)


def refusal(record: Record, document_id: str, reason: RefusalReason, detail: str) -> Refusal:
    """Why a record gives no claim, at the first word that seemed to tell it, or else the number or name."""
    mention = next((each for each in record.mentions if not each.trigger.length), record.mentions[0])
    told = mention.trigger.span(mention.sentence.doc)
    return Refusal(
        document_id=document_id,
        reason=reason,
        subject="deal",
        detail=detail,
        as_written=told.text,
        start=told.start_char,
        end=told.end_char,
    )


def described(record: Record) -> str:
    """ "acquisition: acquirer Northgate, target Halden", in the order of the text."""
    holders = sorted(record.holders.items(), key=lambda item: item[1].argument.start)
    parties = [f"{role} {holder.argument.name}" for (_, role), holder in holders]
    return f"{record.type}: {', '.join(parties)}"


@Language.factory("deals")
def make_deals(nlp: Language, name: str) -> Deals:  # noqa: ARG001 -- spaCy passes both
    """The component without its knowledge; [initialize.components.deals] names the reader."""
    return Deals()
