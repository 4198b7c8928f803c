"""Writes doc.spans["quantities"]: every number with a unit, read by the grammar over the plain text."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from extractors.extensions import QUANTITIES
from extractors.grammar.find import Quantities, QuantityTables
from extractors.knowledge.chips import read_chips
from extractors.knowledge.numbers import read_hedges, read_numbers, read_rates
from extractors.knowledge.quantity_words import read_quantity_words
from extractors.knowledge.range_words import read_range_words
from extractors.knowledge.units import read_currencies, read_units


@registry.readers("gigawatch.quantity_grammar.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_quantity_grammar() -> Quantities:
    """The grammar built from the bundled tables of numbers, units, currencies, chips and words."""
    tables = QuantityTables(
        numbers=read_numbers(),
        hedges=read_hedges(),
        rates=read_rates(),
        units=read_units(),
        currencies=read_currencies(),
        chips=read_chips(),
        words=read_quantity_words(),
        range_words=read_range_words(),
    )
    # spaCy turns models and dataclasses that a reader gives into dicts, so it gets a plain object.
    return Quantities(tables)


class QuantitiesComponent:
    """Finds quantities; knows nothing until it is initialized with its grammar."""

    def __init__(self) -> None:
        self.grammar: Quantities | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        grammar: Quantities,
    ) -> None:
        """Take the grammar."""
        self.grammar = grammar

    def __call__(self, doc: Doc) -> Doc:
        """Each span covers the words of one quantity, which keeps its exact characters in start and end."""
        assert self.grammar is not None, "the quantities component was not initialized"
        document = doc._.document
        spans = []
        for quantity in self.grammar.find(doc.text, document.country if document else None):
            span = doc.char_span(quantity.start, quantity.end, label=quantity.kind, alignment_mode="expand")
            assert span is not None, "expanding spans always fit the tokens"
            span._.quantity = quantity
            spans.append(span)
        doc.spans[QUANTITIES] = spans
        return doc


@Language.factory("quantities")
def make_quantities(nlp: Language, name: str) -> QuantitiesComponent:  # noqa: ARG001 -- spaCy passes both
    """The component without its grammar; [initialize.components.quantities] names the reader."""
    return QuantitiesComponent()
