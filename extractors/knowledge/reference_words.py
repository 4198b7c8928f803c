"""Words by which a text refers to a party without naming it, from reference_words.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record


class ReferenceWords(Row):
    """The whole of reference_words.yml, all in lower case."""

    terms: frozenset[str]
    speakers: frozenset[str]
    nouns: frozenset[str]


def read_reference_words(path: Path | None = None) -> ReferenceWords:
    """reference_words.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("reference_words.yml"), ReferenceWords)
