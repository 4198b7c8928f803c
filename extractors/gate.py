"""Decides from counted terms whether a document is worth the model: milliseconds against a tenth of a second.

The weights lean towards reading: a document passed over is lost, one read in vain costs 100 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extractors.knowledge.cues import cue_pattern
from extractors.knowledge.rows import Row, data_file, read_rows
from extractors.scoring import LinearScorer, read_scorer
from pipeline.claims import Refusal
from pipeline.document import Document
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import RefusalReason

WEIGHTS = "gate_weights.json"
RELEVANT, IRRELEVANT = "relevant", "irrelevant"
LEAST_CHANCE = 0.5
"""The chance of being relevant below which a document is not read."""
STEPS = (1, 2, 4, 8, 16)
DENSITY_STEPS = (1, 3, 6, 12, 25)
"""Hits of a group's terms, and hits in 1,000 words, at which one more feature is set."""
LONG = 1000
CORE = frozenset({"sites", "chips", "compute"})
"""Groups of which a document about AI infrastructure holds several terms."""


class TermGroup(Row):
    """Terms that say the same about a document."""

    group: str
    terms: tuple[str, ...]


class Gate:
    """The relevance decision; built once."""

    def __init__(self, groups: Iterable[TermGroup], scorer: LinearScorer) -> None:
        self._groups = [(row.group, cue_pattern(row.terms)) for row in groups]
        self._scorer = scorer

    def features(self, text: str) -> Sequence[str]:
        """Which groups occur how often, and which the first line holds."""
        lowered = text.lower()
        title = lowered.split("\n", 1)[0]
        words = max(1, lowered.count(" "))
        found, core = ["bias"], 0
        for group, pattern in self._groups:
            hits = pattern.findall(lowered)
            core += len(set(hits)) if group in CORE else 0
            found += _counted(group, len(hits), len(set(hits)), words)
            if pattern.search(title):
                found.append(f"{group} in title")
        if not core:
            found.append("no core term")
        return [*found, *(f"core kinds >= {step}" for step in STEPS if core >= step)]

    def chance(self, text: str) -> float:
        """How likely the document tells of AI infrastructure."""
        return self._scorer.chances(self.features(text))[RELEVANT]

    def passes(self, text: str) -> bool:
        """Whether the document is worth reading."""
        return self.chance(text) >= LEAST_CHANCE


def turned_away(document: Document) -> Refusal:
    """The refusal of a document that is not about AI infrastructure, at its title or first line."""
    line = next(line for line in document.text.splitlines() if line.strip())
    start = document.text.index(line)
    return Refusal(
        document_id=document.id,
        reason=RefusalReason.NOT_RELEVANT,
        subject="document",
        as_written=line,
        start=start,
        end=start + len(line),
    )


def _counted(group: str, hits: int, kinds: int, words: int) -> Iterator[str]:
    yield from (f"{group} >= {step}" for step in STEPS if hits >= step)
    yield from (f"{group} kinds >= {step}" for step in STEPS if kinds >= step)
    density = hits * LONG / words
    yield from (f"{group} density >= {step}" for step in DENSITY_STEPS if density >= step)


def read_term_groups(path: Path | None = None) -> tuple[TermGroup, ...]:
    """gate_terms.yml. Raises BadDataFileError where a term stands in two groups."""
    path = path or data_file("gate_terms.yml")
    groups = read_rows(path, TermGroup)
    seen: dict[str, str] = {}
    for row in groups:
        for term in row.terms:
            if seen.setdefault(term, row.group) != row.group or re.search(r"[A-Z]", term):
                raise BadDataFileError(f"{path.name}: {term!r} stands twice or not in lower case")
    return groups


def read_gate() -> Gate:
    """The bundled gate."""
    return Gate(read_term_groups(), read_scorer(data_file(WEIGHTS)))
