"""Leaves the named parties of a text in `doc.spans["organisations"]`, and its places beside them."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
import math
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from extractors.extensions import ORGANISATIONS, PLACES
from extractors.knowledge.aliases import KnownParty, read_aliases
from extractors.knowledge.chips import read_chips
from extractors.knowledge.name_words import read_name_words
from extractors.knowledge.rows import data_file
from extractors.names.candidates import RunFinder
from extractors.names.features import Evidence
from extractors.names.segment import Name, NameKnowledge, gather, read_names
from extractors.scoring import read_scorer

PARTY_LABELS = frozenset({"ORG", "GOV", "FUND", "SITE"})
LONG_WORD = 3
FEWEST_WORDS = 5
TITLE_SHARE = 0.8
SURE_IN_TITLE = math.log(0.7)
WEIGHTS = "name_weights.json"


@registry.readers("gigawatch.name_knowledge.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_name_knowledge() -> NameKnowledge:
    """Aliases, word lists, chips and the trained weights. Raises BadDataFileError where one is broken."""
    return NameKnowledge(read_aliases(), read_name_words(), read_chips(), read_scorer(data_file(WEIGHTS)))


class Organisations:
    """Reads every run of capitalised words as the names it most likely holds."""

    def __init__(self) -> None:
        self.knowledge: NameKnowledge | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        knowledge: NameKnowledge,
    ) -> None:
        """Take what is known about names."""
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Set the two span groups."""
        know = self.knowledge
        assert know is not None, "the organisations component was not initialized"
        evidence = Evidence(doc, know.aliases, know.words, know.chips)
        runs = gather(RunFinder(doc, know.aliases, know.words), evidence)
        parties, places = [], []
        names = [name for name in read_names(runs, evidence, know.scorer) if not is_term(doc, name, know)]
        for name in supported(doc, names, know):
            label = settled_label(doc, name, know)
            span = Span(doc, name.start, name.end, label=label)
            if label in PARTY_LABELS:
                parties.append(identified(span, know))
            elif label == "PLACE":
                places.append(span)
        doc.spans[ORGANISATIONS] = parties
        doc.spans[PLACES] = places
        return doc


def settled_label(doc: Doc, name: Name, knowledge: NameKnowledge) -> str:
    """The label of a name: what is known of it, or its last word, outweighs a place or person."""
    if name.label not in ("PLACE", "PERSON", "OTHER"):
        return name.label
    party = known_party(written_name(doc[name.start : name.end].text), knowledge)
    if party is not None:
        return "GOV" if party.kind == "government" else "ORG"
    last = doc[name.end - 1].lower_
    telling = last in knowledge.words.ends or last in knowledge.words.legal
    return "ORG" if telling and name.end - name.start > 1 and name.label != "OTHER" else name.label


def is_term(doc: Doc, name: Name, knowledge: NameKnowledge) -> bool:
    """Whether the words are a term of the market, which names nobody."""
    return doc[name.start : name.end].text.lower() in knowledge.words.terms


def supported(doc: Doc, names: list[Name], knowledge: NameKnowledge) -> list[Name]:
    """The names without those that only a line in title case shows, where every word has a capital."""
    plain = {doc[name.start : name.end].text for name in names if not in_title_case(doc[name.start].sent)}
    openings = {" ".join(text.split()[:size]) for text in plain for size in range(1, len(text.split()) + 1)}
    return [
        name
        for name in names
        if not in_title_case(doc[name.start].sent)
        or doc[name.start : name.end].text in openings
        or known_party(written_name(doc[name.start : name.end].text), knowledge) is not None
        or doc[name.end - 1].lower_ in knowledge.words.legal
        or name.chance > SURE_IN_TITLE
    ]


def in_title_case(sentence: Span) -> bool:
    """Whether most of the longer words of a sentence begin with a capital."""
    words = [token for token in sentence if token.is_alpha and len(token) > LONG_WORD]
    capitals = sum(token.text[0].isupper() for token in words)
    return len(words) >= FEWEST_WORDS and capitals > TITLE_SHARE * len(words)


def identified(span: Span, knowledge: NameKnowledge) -> Span:
    """The span with its name as written and, where it is known, its entity id."""
    name = written_name(span.text)
    party = known_party(name, knowledge)
    span._.name = name
    span._.entity_id = party.id if party is not None else None
    return span


def known_party(name: str, knowledge: NameKnowledge) -> KnownParty | None:
    """The party known under a name, whatever legal form follows it."""
    words = name.replace(",", "").split()
    while words:
        party = knowledge.aliases.find(" ".join(words))
        if party is not None or words[-1].lower() not in knowledge.words.legal:
            return party
        words.pop()
    return None


def written_name(text: str) -> str:
    """A name as written, without article, line breaks and possessive."""
    name = " ".join(text.split())
    for article in ("The ", "the "):
        name = name.removeprefix(article)
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    return name.strip(" ,;:") or text


@Language.factory("organisations")
def make_organisations(nlp: Language, name: str) -> Organisations:  # noqa: ARG001 -- spaCy passes both
    """The component without its knowledge; [initialize.components.organisations] names the reader."""
    return Organisations()
