"""Labelled texts as examples: read by the stages of the pipeline that need no training of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.components.organisations import PARTY_LABELS, written_name
from extractors.deals.triggers import Trigger as Found
from extractors.deals.triggers import TriggerFinder, by_sentence
from extractors.extensions import QUANTITIES
from extractors.knowledge.frames import read_frames
from extractors.knowledge.name_words import read_name_words
from extractors.knowledge.reference_words import read_reference_words
from extractors.nlp import build_nlp
from extractors.reference.finding import ReferenceFinder
from extractors.training.alignment import LabelledDeal, labelled_deals
from extractors.training.corpus import kept, read_folder
from extractors.training.encoder.entities import Entity, SameParty, name_spans, parties
from extractors.training.encoder.example import Deal, Example, Number, Stated, Trigger, read_example
from extractors.training.encoder.references import PLACE, referred
from extractors.training.encoder.tellings import Cue, Named, Sentence, deal_told, quotes
from extractors.training.labelled import LabelledText, read_texts
from pipeline.settings import read_settings

STAGES = ("paragraphs", "senter", "quantities")


def documents(folders: Iterable[Path] = (), left_out: str | None = None) -> Iterator[Example]:
    """Our own texts, then those of each folder, without the ids that the regular expression matches."""
    preparer = Preparer()
    seen: set[str] = set()
    for texts, own in ((read_texts(), True), *((read_folder(folder), False) for folder in folders)):
        for text in kept(texts, left_out):
            if text.id not in seen:
                seen.add(text.id)
                yield preparer.example(text, own=own)


def same_party() -> SameParty:
    """The comparison of names, by the bundled list of legal forms."""
    return SameParty(read_name_words().legal)


def reference_finder() -> ReferenceFinder:
    """What finds references, by the bundled words."""
    return ReferenceFinder(read_reference_words())


class Preparer:
    """Finds in labelled texts the numbers, the sentences and the words that may tell deals."""

    def __init__(self, nlp: Language | None = None) -> None:
        self._nlp = nlp or build_nlp(read_settings().model)
        self._finder, self._same = TriggerFinder(read_frames()), same_party()
        self._referrer = reference_finder()

    def example(self, text: LabelledText, *, own: bool) -> Example:
        """One text with its labels."""
        with self._nlp.select_pipes(enable=list(STAGES)):
            doc = self._nlp(text.text)
        example = read_example(text, own=own)
        deals = labelled_deals(text.text, text.labels)
        sentences = self._sentences(doc, example)
        return example._replace(
            quantities=tuple(map(_stated, doc.spans[QUANTITIES])),
            sentences=tuple(sentence.start_char for sentence in doc.sents),
            triggers=tuple(_triggers(sentences, deals)),
        )

    def _sentences(self, doc: Doc, example: Example) -> list[Sentence]:
        names = self._names(doc, example)
        stated = by_sentence(doc, (doc[n.word : n.word + n.length] for n in names if n.length))
        return [
            Sentence(
                sentence.start_char,
                sentence.end_char,
                [
                    _cue(doc, trigger, example.deals, names)
                    for trigger in self._finder.find(sentence, stated.get(sentence.start, ()))
                ],
                [name for name in names if sentence.start <= name.word < sentence.end],
            )
            for sentence in doc.sents
        ]

    def _names(self, doc: Doc, example: Example) -> list[Named]:
        """The parties and places that are labelled, and what refers to them, by the words they begin with."""
        spans = name_spans(example)
        sorts = {(span.start, span.end): span.sort for span in spans}
        sentences = [sentence.start_char for sentence in doc.sents]
        found = []
        named = parties(doc.text, spans, self._same)
        for number, party in enumerate(referred(doc.text, sentences, named, self._referrer)):
            for start, end in party.mentions:
                span = doc.char_span(start, end, alignment_mode="expand")
                sort = sorts.get((start, end))
                if span is not None and (sort is None or sort in PARTY_LABELS or sort == PLACE):
                    name = written_name(doc.text[start:end] if sort else party.names[0])
                    place = sort == PLACE
                    length = len(span) if sort and not place else 0
                    found.append(Named(span.start, name, None if place else number, length))
        return found


def _stated(span: Span) -> Stated:
    quantity = span._.quantity
    low, high = float(quantity.low), float(quantity.high)
    return Stated(span.start_char, span.end_char, quantity.kind.value, low, high, quantity.unit)


def _cue(doc: Doc, trigger: Found, deals: Sequence[Deal], names: Iterable[Named]) -> Cue:
    span = trigger.span(doc)
    cue = Cue(trigger.index, span.start_char, span.end_char, trigger.types)
    if not trigger.length:
        return cue
    at = (trigger.index, trigger.length)
    number = next((s for s in doc.spans[QUANTITIES] if (s.start, len(s)) == at), None)
    if number is None:
        return cue._replace(naming=next(n for n in names if (n.word, n.length) == at))
    stated = _stated(number)
    entity = Entity(stated.kind, (), Number(stated.low, stated.high, stated.unit), ())
    stating = (place for place, deal in enumerate(deals) if any(map(entity.states, deal.numbers)))
    return cue._replace(stating=tuple(stating))


def _triggers(sentences: Iterable[Sentence], deals: Sequence[LabelledDeal]) -> Iterator[Trigger]:
    for sentence in sentences:
        for cue in sentence.cues:
            deal = deal_told(sentence, cue, deals)
            quoted = deal >= 0 and quotes(deals[deal], cue)
            yield Trigger(cue.start, cue.end, cue.types, deal, quoted)
