"""Words that part a sentence, and that join those it names, from clause_words.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record


class ClauseWords(Row):
    """The whole of clause_words.yml, all in lower case."""

    breaks: frozenset[str]
    leading: frozenset[str]
    together: frozenset[str]


def read_clause_words(path: Path | None = None) -> ClauseWords:
    """clause_words.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("clause_words.yml"), ClauseWords)
