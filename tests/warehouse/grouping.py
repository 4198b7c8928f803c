"""Documents straight into the tables that stories are made from, for tests and measures of these alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import duckdb

from extractors.signatures.signing import sign
from pipeline.document import Document
from warehouse.stories import group_stories

DAY = datetime(2025, 11, 4, 12, tzinfo=UTC)
LEAST = ("id", "source", "url", "title", "text", "kind", "tier", "published_at")


def learn(
    connection: duckdb.DuckDBPyConnection,
    documents: Sequence[Document],
    *,
    day: int = 0,
    sign_them: bool = True,
) -> None:
    """Load documents with their signatures, and group them, as one update does."""
    known_at = DAY + timedelta(days=100 + day)
    connection.begin()
    for each in documents:
        row = [getattr(each, name) for name in LEAST]
        connection.execute(
            f"INSERT INTO raw_documents ({', '.join(LEAST)}, extractor_version, version_rank, batch_id, "
            "known_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '1', [1], 'b', ?) ON CONFLICT DO NOTHING",
            [*row, known_at],
        )
        if sign_them and (made := sign(each)):
            connection.execute(
                "INSERT INTO raw_signatures VALUES (?, ?, ?, ?, ?, ?, '1', 'b', ?)",
                [
                    made.document_id,
                    made.scheme,
                    made.address,
                    made.text_hash,
                    made.runs,
                    list(made.minima),
                    known_at,
                ],
            )
    group_stories(connection, known_at=known_at)
    connection.commit()


def groups(connection: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    """Ids of the documents of each story."""
    rows = connection.execute("SELECT list(document_id) FROM story_members GROUP BY story_id").fetchall()
    return {frozenset(ids) for (ids,) in rows}
