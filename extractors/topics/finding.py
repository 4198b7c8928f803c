"""Decides which segments and themes a document, and each of its deals, concerns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractors.knowledge.topic_terms import read_topic_terms
from extractors.topics.terms import Key, Mention, Terms
from pipeline.claims import DealClaim, Evidence, Extraction, Topic
from pipeline.document import Document
from pipeline.vocabulary import RefusalReason, TopicBasis, TopicKind

LEAST_MENTIONS = 2
"""Sentences with a topic's words, from which on a document concerns it; its title alone does too. A deal
that concerns a segment counts like one more sentence."""

WORDS_A_MENTION = 1500
"""A longer text must mention a topic once more for each further so many words ..."""

MOST_MENTIONS = 10
"""... up to this many times."""

EVIDENCE_KEPT = 5

_ENDS = re.compile(r"[.!?;](?=\s)|[。！？\n]")


class _Shown(NamedTuple):
    """A topic of a deal, and what shows it."""

    basis: TopicBasis
    mentions: Sequence[Mention]


def with_topics(extraction: Extraction) -> Extraction:
    """The extraction with the topics of its documents and deals; none where a document was turned away."""
    away = {r.document_id for r in extraction.refusals if r.reason == RefusalReason.NOT_RELEVANT}
    deals: defaultdict[str, list[DealClaim]] = defaultdict(list)
    for deal in extraction.deals:
        deals[deal.document_id].append(deal)
    terms = bundled_terms()
    topics = [
        topic
        for document in extraction.documents
        if document.id not in away
        for topic in find_topics(document, deals[document.id], terms)
    ]
    return extraction.model_copy(update={"topics": tuple(topics)})


@cache
def bundled_terms() -> Terms:
    """The terms of segments.yml and themes.yml."""
    return Terms({kind: read_topic_terms(kind) for kind in TopicKind})


def find_topics(document: Document, deals: Iterable[DealClaim], terms: Terms) -> Iterator[Topic]:
    """Topics of the document, those most told first, then those of each deal."""
    shown = {deal.id: _of_deal(document, deal, terms) for deal in deals}
    told = _told(document, shown.values(), terms)
    deals_of = Counter(key for of_deal in shown.values() for key in of_deal)
    own = sorted(told.items(), key=lambda item: -len(item[1]) - deals_of[item[0]])
    yield from (_topic(document, None, key, _Shown(TopicBasis.WORDS, found)) for key, found in own)
    segments = (key for key, _ in own if key[0] == TopicKind.SEGMENT)
    leading = next((key for key in segments if not terms.rows[key].wider), None)
    for deal_id, of_deal in shown.items():
        if leading and not any(kind == TopicKind.SEGMENT for kind, _ in of_deal):
            of_deal[leading] = _Shown(TopicBasis.DOCUMENT, told[leading])
        yield from (_topic(document, deal_id, key, found) for key, found in of_deal.items())


def _topic(document: Document, deal_id: str | None, key: Key, shown: _Shown) -> Topic:
    kind, value = key
    return Topic(
        document_id=document.id,
        deal_claim_id=deal_id,
        kind=kind,
        value=value,
        basis=shown.basis,
        mentions=len(shown.mentions),
        evidence=tuple(
            Evidence(start=start, end=end, quote=document.text[start:end])
            for start, end in shown.mentions[:EVIDENCE_KEPT]
        ),
    )


def _told(
    document: Document, of_deals: Iterable[Mapping[Key, _Shown]], terms: Terms
) -> dict[Key, list[Mention]]:
    """The topics that the document tells more than in passing, with their mentions, one a sentence."""
    found = _by_sentence(document.text, terms)
    deals: Counter[Key] = Counter()
    for shown in of_deals:
        for key, (basis, mentions) in shown.items():
            # A theme named in passing where a deal is told is still named in passing.
            deals[key] += key[0] == TopicKind.SEGMENT or basis == TopicBasis.DEAL_TYPE
            found[key] = found[key] or {0: mentions[0]}
    title = len(document.title) if document.title and document.text.startswith(document.title) else 0
    least = max(LEAST_MENTIONS, -(-len(document.text.split()) // WORDS_A_MENTION))
    told: dict[Key, list[Mention]] = {}
    for key, by_sentence in found.items():
        mentions = sorted(by_sentence.values())
        if mentions[0].start < title or len(mentions) + deals[key] >= min(MOST_MENTIONS, least):
            told[key] = mentions
    for key in list(told):
        wider = terms.rows[key].wider
        if wider:
            told.setdefault((TopicKind.SEGMENT, wider.value), told[key])
    return told


def _by_sentence(text: str, terms: Terms) -> defaultdict[Key, dict[int, Mention]]:
    """The first mention of each topic in each sentence, by the number of the sentence."""
    ends = [match.end() for match in _ENDS.finditer(text)]
    found: defaultdict[Key, dict[int, Mention]] = defaultdict(dict)
    for key, mention in terms.find(text):
        found[key].setdefault(bisect_right(ends, mention.start), mention)
    return found


def _of_deal(document: Document, deal: DealClaim, terms: Terms) -> dict[Key, _Shown]:
    """What a deal's own sentences, capacity and type show."""
    words: defaultdict[Key, list[Mention]] = defaultdict(list)
    for sentence in deal.evidence:
        for key, mention in terms.find(document.text, sentence.start, sentence.end):
            words[key].append(mention)
    shown = {key: _Shown(TopicBasis.WORDS, mentions) for key, mentions in words.items()}
    segments = {value for kind, value in shown if kind == TopicKind.SEGMENT}
    for key, mention in _of_capacity(deal, terms):
        if not segments or terms.rows[key].wider in segments:
            shown.setdefault(key, _Shown(TopicBasis.CAPACITY, [mention]))
    telling = Mention(deal.evidence[0].start, deal.evidence[0].end)
    for key, row in terms.rows.items():
        if deal.type in row.deal_types:
            shown.setdefault(key, _Shown(TopicBasis.DEAL_TYPE, [telling]))
    for key in list(shown):
        wider = terms.rows[key].wider
        if wider:
            shown.setdefault((TopicKind.SEGMENT, wider.value), shown[key])
    return shown


def _of_capacity(deal: DealClaim, terms: Terms) -> Iterator[tuple[Key, Mention]]:
    for key, row in terms.rows.items():
        if row.capacity_mw is None or deal.type not in row.capacity_types:
            continue
        for power in deal.capacity:
            if power.high >= row.capacity_mw:
                yield key, Mention(power.start, power.end)
                break
