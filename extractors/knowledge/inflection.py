"""The written forms of English verbs and nouns: the lists of trigger words give lemmas only.

Regular forms follow the spelling rules of English; irregular_verbs.yml holds the others. A form that no
text uses does no harm, so a consonant that may be doubled is written both ways.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_rows

HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
ENDS_IN_Y = re.compile(r"[^aeiou]y$")
MAY_DOUBLE = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")


class IrregularVerb(Row):
    """Forms of one verb that follow no rule."""

    lemma: str
    forms: tuple[str, ...]


def read_irregular_verbs(path: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """irregular_verbs.yml: forms by lemma. Raises BadDataFileError where it is broken."""
    rows = read_rows(path or data_file("irregular_verbs.yml"), IrregularVerb)
    return {row.lemma: row.forms for row in rows}


def verb_forms(lemma: str) -> frozenset[str]:
    """A verb as it is written: "sign" -> sign, signs, signed, signing."""
    found = {lemma, plural(lemma), *_irregular().get(lemma, ())}
    stems = [lemma, lemma + lemma[-1]] if MAY_DOUBLE.search(lemma) else [lemma]
    for stem in stems:
        if stem.endswith("e"):
            found |= {f"{stem}d", f"{stem[:-1]}ing"}
        else:
            past = f"{stem[:-1]}ied" if ENDS_IN_Y.search(stem) else f"{stem}ed"
            found |= {past, f"{stem}ing"}
    return frozenset(found)


def noun_forms(lemma: str) -> frozenset[str]:
    """A noun as it is written: "facility" -> facility, facilities."""
    return frozenset({lemma, plural(lemma)})


def plural(lemma: str) -> str:
    """A noun in the plural, which is also the verb of the third person."""
    if HISSING.search(lemma):
        return f"{lemma}es"
    return f"{lemma[:-1]}ies" if ENDS_IN_Y.search(lemma) else f"{lemma}s"


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase in the words that spaCy's English tokenizer makes of it: "tie-up" -> tie, -, up."""
    return tuple(re.findall(r"n't|\w+?(?=n't)|[\w']+|-", phrase))


@cache
def _irregular() -> Mapping[str, tuple[str, ...]]:
    return read_irregular_verbs()
