"""The phrases that may tell more of a segment: "construction" beside "Latin America data centres"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.figures.candidates import Candidate

LINKS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "s", "the", "to"})
"""Words that two phrases about different things may share; "s" is what is left of a possessive."""
LONGEST = 3
"""Words of a segment beyond which more make no difference."""


def telling(words: str) -> Iterator[str]:
    """The words of a segment that tell something, in the singular, in lower case."""
    plain = re.sub(r"\bdata[\s-]*cent(?:er|re)(s?)\b", r"datacenter\1", words.casefold())
    for word in re.findall(r"\w+", plain):
        if word not in LINKS:
            yield word.removesuffix("s")


def complements(first: Candidate, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidate for nothing more, and those phrases that share no telling word with the first; each with
    features of the two together."""
    assert first.segment is not None, "nothing tells more of none"
    own = set(telling(first.segment))
    for candidate in found:
        words = set(telling(candidate.segment or ""))
        if candidate.segment is None or (words and not words & own):
            yield candidate._replace(features=[*candidate.features, *_together(first, candidate)])


def _together(first: Candidate, candidate: Candidate) -> Sequence[str]:
    assert first.segment is not None
    words = first.segment.lower().split()
    pair = f"{first.where} {candidate.where}"
    return [
        f"and {pair}",
        f"and {pair} {first.placed}",
        f"and place {first.placed} {candidate.placed} {candidate.where}",
        f"and length {min(LONGEST, len(words))} {candidate.where}",
        f"and head {words[-1]}",
        f"and head {words[-1]} {candidate.placed}",
    ]
