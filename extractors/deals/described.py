"""What is bought and has no name: "a 48-acre parcel in Bexar County", "its bitcoin arm"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Doc, Span

from extractors.deals.arguments import Argument
from extractors.grammar.patterns import any_of
from extractors.knowledge.asset_words import AssetWords
from pipeline.vocabulary import Role

DESCRIPTION = "description"
"""Form of an argument that describes and names nobody."""
NEAR = 32
"""Words beside the word that tells a purchase in which what is bought is looked for."""
LONGEST = 300
"""Characters of these words."""
MOST_WORDS = 7
"""Words of a description before the one it ends with."""
WORD = r"[\w$€£¥][\w.,’'/+-]*(?<![.,])"
LISTED = r"and(?=\s[A-Z])|[A-Z]\w+,(?=\s[A-Z])"
"""What joins names of places before one asset: "Dutch and Belgian sites"."""
AMONG = r",\s\w+(?:,|\sand\b)"
"""What follows an asset that is one of many things wanted: "land, chips and power"."""
WHERE = r"(?:\s(?:in|at|near|outside)\s[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3})?"
"""Where the asset lies."""

TOWARDS: Mapping[Role, str] = {Role.SELLER: "from", Role.ACQUIRER: "to"}
"""What stands between an asset and the party that gives or takes it."""


class AssetFinder:
    """Finds descriptions by the words of a file."""

    def __init__(self, words: AssetWords) -> None:
        inner = rf"(?:{LISTED}|(?!(?i:{any_of(words.bounds)})\b){WORD})"
        head = rf"(?i:{any_of(words.assets)})\b(?![’'-]|{AMONG})"
        asset = rf"(?P<asset>(?:{inner}\s){{0,{MOST_WORDS}}}{head}{WHERE})"
        opener = rf"(?:{any_of(words.openers)})\s"
        owner = rf"(?:{inner}\s){{0,4}}{WORD}['’]s?\s"
        link = rf"(?:{any_of(words.links)})\s"
        copula = rf"(?:{any_of(words.copulas)}|\w+ly)\s"
        self._behind = re.compile(rf"\s*(?:{link}){{0,3}}(?:{opener})?(?:{owner})?{asset}")
        self._moved = {
            role: re.compile(rf"(?<![\w-]){asset},?\s(?i:{word})\s(?i:{opener})?$")
            for role, word in TOWARDS.items()
        }
        self._before = re.compile(rf"(?<!\w)(?i:{opener}){asset},?\s(?:{copula}){{1,4}}$")

    def find(self, sentence: Span, trigger: int) -> Argument | None:
        """What the word `trigger` of the doc says to be bought or sold, if its sentence describes it beside
        that word."""
        doc = sentence.doc
        behind = doc[trigger + 1 : min(trigger + 1 + NEAR, sentence.end)]
        found, offset = self._behind.match(_line(behind.text[:LONGEST])), behind.start_char
        if found is None:
            found, offset = _search(self._before, doc[max(trigger - NEAR, sentence.start) : trigger])
        return _argument(doc, found, offset)

    def beside(self, sentence: Span, party: Argument, role: Role) -> Argument | None:
        """What the sentence describes as coming from a seller or going to a buyer: "two halls from Orlo"."""
        if role not in self._moved:
            return None
        before = sentence.doc[max(party.start - NEAR, sentence.start) : party.start]
        return _argument(sentence.doc, *_search(self._moved[role], before))


def _search(pattern: re.Pattern[str], before: Span) -> tuple[re.Match[str] | None, int]:
    """What matches at the end of some words, and where the characters begin that it was looked for in."""
    text = before.text_with_ws
    cut = max(len(text) - LONGEST, 0)
    return pattern.search(_line(text[cut:])), before.start_char + cut


def _argument(doc: Doc, found: re.Match[str] | None, offset: int) -> Argument | None:
    if found is None:
        return None
    start, end = (offset + place for place in found.span("asset"))
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    name = " ".join(found["asset"].split())
    return Argument(span.start, span.end, name.lower(), "SITE", name, form=DESCRIPTION)


def _line(text: str) -> str:
    """The text with every blank a space, as long as before."""
    return re.sub(r"\s", " ", text)
