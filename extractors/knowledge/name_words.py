"""What the words of a name say about what it names, from name_words.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record


class NameWords(Row):
    """The whole of name_words.yml, all in lower case."""

    legal: frozenset[str]
    ends: frozenset[str]
    terms: frozenset[str]
    programmes: frozenset[str]
    joined_places: frozenset[str]


def read_name_words(path: Path | None = None) -> NameWords:
    """name_words.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("name_words.yml"), NameWords)
