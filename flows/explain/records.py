"""The claims of a document worded for the list beside its text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flows.explain.marks import COLOURS, named_in
from flows.explain.pieces import anchor_of
from flows.wording import is_unsure, number_words, plain, range_words
from pipeline.claims import DealClaim, FigureClaim, Refusal, Stated, Topic


class Fact(NamedTuple):
    """One line of a record: what it is, in words, and where in the text it stands ("" for nowhere)."""

    name: str
    words: str
    anchor: str = ""


class Record(NamedTuple):
    """A deal, a figure or a refusal as the list shows it."""

    id: str
    """The id of its element."""
    name: str
    """ "deal 2"."""
    colour: str
    title: str
    facts: tuple[Fact, ...]


def deal_record(number: int, deal: DealClaim, topics: Iterable[Topic] = (), *, page: str) -> Record:
    """A deal: parties in their roles, numbers, and the sentences that tell it."""
    return Record(
        id=f"{page}-deal-{number}",
        name=f"deal {number}",
        colour=f"c{(number - 1) % COLOURS + 1}",
        title=f"{plain(deal.type)}, {deal.status}",
        facts=(*_deal_facts(deal, page), *topic_facts(topics), *_evidence(deal, page)),
    )


def _deal_facts(deal: DealClaim, page: str) -> Iterator[Fact]:
    for party in deal.parties:
        known = f" ({party.entity_id})" if party.entity_id else ""
        yield Fact(plain(party.role), party.name + known, _at(party, page))
    for amount in deal.amounts:
        words = range_words(amount.low, amount.high, amount.currency, amount.qualifier)
        yield Fact(plain(amount.kind), words, _at(amount, page))
    for chips in deal.chips:
        words = range_words(chips.low, chips.high, "count", chips.qualifier)
        yield Fact("chips", f"{words} {chips.product or ''}".strip(), _at(chips, page))
    for power in deal.capacity:
        words = range_words(power.low, power.high, "MW", power.qualifier)
        yield Fact("capacity", words, _at(power, page))
    if deal.term_years is not None:
        yield Fact("term", f"{number_words(deal.term_years)} years")
    yield from _stated({"date": deal.date, "round": deal.round, "programme": deal.program})
    for place in deal.places:
        told = next(named_in([place], deal.evidence), None)
        yield Fact("place", place, _at(told, page) if told else "")
    yield from _confidence(deal)


def figure_record(number: int, figure: FigureClaim, *, page: str) -> Record:
    """A figure: its number, what it is about, and the sentence."""
    number_told = range_words(figure.low, figure.high, figure.unit, figure.qualifier)
    about = {"segment": figure.segment, "product": figure.product, "period": figure.period}
    return Record(
        id=f"{page}-figure-{number}",
        name=f"figure {number}",
        colour="figures",
        title=f"{plain(figure.kind)}, {figure.basis}",
        facts=(
            Fact("number", number_told, _at(figure, page)),
            *(Fact("about", name) for name in figure.entities),
            *_stated(about),
            *_confidence(figure),
            *_evidence(figure, page),
        ),
    )


def refusal_record(number: int, refusal: Refusal, *, page: str) -> Record:
    """Something seen and not claimed, with the reason."""
    return Record(
        id=f"{page}-refusal-{number}",
        name=refusal.subject,
        colour="refused",
        title=plain(refusal.reason),
        facts=(
            Fact("as written", refusal.as_written, _at(refusal, page)),
            *_stated({"detail": refusal.detail or None}),
        ),
    )


def topic_facts(topics: Iterable[Topic]) -> Iterator[Fact]:
    """Segments and themes, each with what shows it."""
    for topic in topics:
        shown = f"{topic.mentions} mentions" if topic.mentions > 1 else f"by {plain(topic.basis)}"
        yield Fact(topic.kind, f"{plain(topic.value)} ({shown})")


def _evidence(claim: DealClaim | FigureClaim, page: str) -> Iterator[Fact]:
    return (Fact("evidence", sentence.quote, _at(sentence, page)) for sentence in claim.evidence)


def _stated(facts: dict[str, str | None]) -> Iterable[Fact]:
    return (Fact(name, words) for name, words in facts.items() if words is not None)


def _confidence(claim: DealClaim | FigureClaim) -> Iterator[Fact]:
    if claim.confidence is not None:
        unsure = ", more likely wrong than right" if is_unsure(claim.confidence) else ""
        yield Fact("confidence", f"{claim.confidence:.2f}{unsure}")


def _at(stated: Stated, page: str) -> str:
    return anchor_of(page, stated.start, stated.end)
