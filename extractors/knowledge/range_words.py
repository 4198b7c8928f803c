"""Words that say whether two numbers are one range or the ends of a change, from range_words.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record


class RangeWords(Row):
    """The whole of range_words.yml; the file says what each list is for."""

    hedges: frozenset[str]
    changes: frozenset[str]
    spans: frozenset[str]
    links: frozenset[str]
    spreads: frozenset[str]


def read_range_words(path: Path | None = None) -> RangeWords:
    """range_words.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("range_words.yml"), RangeWords)
