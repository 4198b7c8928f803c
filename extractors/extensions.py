"""The attributes our components leave on spaCy's objects, and nothing else does.

`doc.spans["quantities"]`     spans with `span._.quantity` (extractors.quantity.Quantity)
`doc.spans["organisations"]`  spans labelled by sort (ORG, GOV, FUND, SITE), with `span._.entity_id` and
                              `span._.name` (as written, without article and possessive)
`doc.spans["places"]`         spans of place names
`doc._.encoded`               the extractors.encoder.text.EncodedText of its text
`doc._.document`              the pipeline.document.Document the text came from
`doc._.deals`, `doc._.figures`, `doc._.refusals`   lists of pipeline claims
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Span

QUANTITIES = "quantities"
ORGANISATIONS = "organisations"
PLACES = "places"


def register_extensions() -> None:
    """Declare the attributes; calling it again changes nothing."""
    for name in ("document", "encoded"):
        Doc.set_extension(name, default=None, force=True)
    for name in ("deals", "figures", "refusals"):
        # A shared default list would leak from one document into the next.
        Doc.set_extension(name, getter=_list_getter(name), force=True)
    for name in ("quantity", "entity_id", "name"):
        Span.set_extension(name, default=None, force=True)


def _list_getter(name: str) -> Callable[[Doc], list[object]]:
    def get(doc: Doc) -> list[object]:
        found: list[object] = doc.user_data.setdefault(f"gigawatch.{name}", [])
        return found

    return get
