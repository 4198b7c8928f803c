"""What the encoder takes each number for: a figure of some kind and whom it is about, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from extractors.deals.arguments import Argument
from extractors.encoder.scope import Mention, Scope
from extractors.encoder.text import EncodedText
from extractors.figures.groups import told_together
from extractors.quantity import QuantityKind
from pipeline.vocabulary import FigureKind

KINDS: Mapping[str, frozenset[FigureKind]] = {
    QuantityKind.MONEY: frozenset(
        {
            FigureKind.CAPEX,
            FigureKind.REVENUE,
            FigureKind.VALUATION,
            FigureKind.FUNDING_TOTAL,
            FigureKind.MARKET_SIZE,
            FigureKind.INVESTMENT_TOTAL,
        }
    ),
    QuantityKind.PERCENT: frozenset({FigureKind.GROWTH, FigureKind.MARKET_SHARE}),
    QuantityKind.CHIPS: frozenset({FigureKind.CHIPS}),
    QuantityKind.POWER: frozenset({FigureKind.POWER_CAPACITY}),
    QuantityKind.FACILITIES: frozenset({FigureKind.FACILITY_COUNT}),
}
"""What a number of each kind can be."""
LEAST_SUBJECT = 0.0
"""Score above which somebody rather than nobody is whom a figure is about."""


class Subject(NamedTuple):
    """A name as the text writes it, with the key of the alias data where it is known."""

    name: str
    entity_id: str | None = None


class FigureReading(NamedTuple):
    """The likeliest figure that a number may be; `odds` of its being any figure at all."""

    kind: FigureKind
    odds: float
    subjects: tuple[Subject, ...]
    """Whom it is about: nobody, or somebody with the others of whom the number is told together."""


def read_figures(doc: Doc, least: float) -> dict[int, FigureReading]:
    """By the character a number begins at; numbers of kinds that can be no figure are left out.

    Whom a number is about is looked for from odds of `least` on.
    """
    encoded: EncodedText = doc._.encoded
    kinds = encoded.heads.labels.figures
    found: dict[int, FigureReading] = {}
    names = sorted(encoded.names)
    for scope in encoded.scopes:
        for mention, chances in scope.figures().items():
            columns = [number for number, name in enumerate(kinds) if name in KINDS.get(mention.kind, ())]
            if not columns:
                continue
            odds = float(np.logaddexp.reduce(chances[columns]) - chances[-1])
            known = found.get(mention.start)
            if known is None or known.odds < odds:
                column = max(columns, key=chances.__getitem__)
                likeliest = _likeliest(scope, mention, column, encoded.names) if odds > least else None
                group = told_together(doc, names, likeliest, mention.start) if likeliest else ()
                told = (encoded.names[name] for name in group)
                subjects = dict.fromkeys(Subject(argument.name, argument.entity_id) for argument in told)
                found[mention.start] = FigureReading(FigureKind(kinds[column]), odds, tuple(subjects))
    return found


def _likeliest(
    scope: Scope, mention: Mention, column: int, names: Mapping[Mention, Argument]
) -> Mention | None:
    """The name that a number is most likely about, if any."""
    fits = scope.subjects(mention, column)
    rated = [
        (float(score), at) for at, score in zip(fits.mentions, fits.scores[:, 0], strict=True) if at in names
    ]
    score, likeliest = max(rated, key=lambda fit: fit[0], default=(LEAST_SUBJECT, None))
    return likeliest if score > LEAST_SUBJECT else None
