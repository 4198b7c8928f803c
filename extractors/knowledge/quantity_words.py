"""Words around bare numbers that say what these count, from quantity_words.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record
from pipeline.errors import BadDataFileError


class QuantityWords(Row):
    """The whole of quantity_words.yml; the file says what each list is for."""

    hedges: tuple[str, ...]
    refers: tuple[str, ...]
    against: tuple[str, ...]
    of_them: tuple[str, ...]
    pieces: tuple[str, ...]
    parts: tuple[str, ...]
    after_counts: tuple[str, ...]
    after_amounts: tuple[str, ...]
    never_amounts: tuple[str, ...]
    money_cues: tuple[str, ...]
    other_columns: tuple[str, ...]
    other_rows: tuple[str, ...]


def read_quantity_words(path: Path | None = None) -> QuantityWords:
    """quantity_words.yml. Raises BadDataFileError where a list is empty or holds a word twice."""
    path = path or data_file("quantity_words.yml")
    words = read_record(path, QuantityWords)
    for name in QuantityWords.model_fields:
        row: tuple[str, ...] = getattr(words, name)
        doubles = sorted({word for word in row if row.count(word) > 1})
        if doubles or not row:
            raise BadDataFileError(f"{path.name}: {name}: given twice or empty: {', '.join(doubles)}")
    return words
