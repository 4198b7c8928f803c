"""Stories: the copies of one text, on wire, newsroom, trade site and as an exhibit, are one.

Documents are linked in pairs (`queries/read_story_links.sql`) by the text, the address or the resemblance
of their signatures; whatever links connect is one story. So the groups do not depend on the order in which
documents came. A story's id outlives later loads: where a new document connects two stories, both go on
under the id of the one opened first, by further rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from pipeline.ids import content_id
from warehouse.rows import read_rows
from warehouse.sql import read_query

RULES: Mapping[str, float | int] = {
    "rows_a_band": 2,  # of 60 bands, a pair with a quarter of its minima in common shares one at 98 %
    "copy_from": 0.5,  # resemblance; independent reports of one event stay below 0.15
    "enough_runs": 100,
    "short_copy_from": 0.8,  # below enough_runs: teasers of one publisher share more than half
    "least_runs": 40,  # below it only equal texts are copies
    "few_runs": 8,  # below it not even these: "page not found"
    "same_address_from": 0.2,  # a story rewritten in place; a page that shows another one every day has less
    "contained_from": 0.8,  # a bulletin that grew in place; elsewhere what holds a text may be a round-up
    "within_days": 6,  # Form 8-K is due four business days after the event; what recurs every week is no copy
}
"""What makes two documents copies; `*_runs` count different runs of words as of `Signature.runs`."""


class Fresh(NamedTuple):
    """A document to be placed; `story_id` where it was placed before it had its signature."""

    document_id: str
    scheme: str | None
    told_at: datetime
    story_id: str | None


class Link(NamedTuple):
    """Two documents that are copies, and why."""

    one: str
    other: str
    reason: str


class Placed(NamedTuple):
    """Where an earlier document stands; stories with smaller numbers were opened earlier."""

    story_id: str
    number: int


class Member(NamedTuple):
    """A document in its story."""

    document_id: str
    story_id: str
    scheme: str | None
    reason: str


class Joined(NamedTuple):
    """A story that goes on under another one's id."""

    story_id: str
    kept_id: str
    reason: str


def group_stories(connection: duckdb.DuckDBPyConnection, *, known_at: datetime) -> int:
    """Place every document that is new or newly signed in a story; how many were placed.

    Expects an open transaction.
    """
    fresh = [Fresh(**row) for row in read_rows(connection, read_query("read_fresh_documents"))]
    if not fresh:
        return 0
    links = [Link(**row) for row in read_rows(connection, read_query("read_story_links"), RULES)]
    members, joined = place(fresh, links, _placed(connection, fresh, links))
    stamp = {"known_at": known_at}
    # First the stories, as this takes their members along; a fresh document's own row then has the last word.
    _insert(connection, "join_stories", Joined, joined, stamp)
    _insert(connection, "insert_story_members", Member, members, stamp)
    return len(members)


def place(
    fresh: Iterable[Fresh], links: Iterable[Link], placed: Mapping[str, Placed]
) -> tuple[list[Member], list[Joined]]:
    """The story of each fresh document, and the stories that these connect."""
    groups, why = _Groups(), dict[str, str]()
    for link in links:
        groups.connect(link.one, link.other)
        for document_id in link[:2]:
            why.setdefault(document_id, link.reason)
    for document_id, at in placed.items():
        groups.connect(document_id, at.story_id)
    earliest = dict[str, Placed]()
    for document_id, at in placed.items():
        top = groups.top(document_id)
        earliest[top] = min(earliest.get(top, at), at, key=lambda found: found.number)
    members, opened = [], dict[str, str]()
    for document in sorted(fresh, key=lambda document: (document.told_at, document.document_id)):
        top = groups.top(document.document_id)
        if top in earliest:
            story_id, reason = earliest[top].story_id, why.get(document.document_id)
        else:
            is_first = top not in opened
            story_id = opened.setdefault(top, content_id("story", document.document_id))
            reason = None if is_first else why.get(document.document_id)
        members.append(Member(document.document_id, story_id, document.scheme, reason or "first to tell it"))
    joined = {
        Joined(at.story_id, kept.story_id, why.get(document_id, "joined by another of its documents"))
        for document_id, at in placed.items()
        if (kept := earliest[groups.top(document_id)]).story_id != at.story_id
    }
    return members, sorted({each.story_id: each for each in sorted(joined)}.values())


class _Groups:
    """Documents connected by links, in whatever order these come (union-find)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def top(self, document_id: str) -> str:
        while (above := self._above.get(document_id, document_id)) != document_id:
            self._above[document_id] = self._above.get(above, above)
            document_id = above
        return document_id

    def connect(self, one: str, other: str) -> None:
        low, high = sorted((self.top(one), self.top(other)))
        self._above[high] = low


def _placed(
    connection: duckdb.DuckDBPyConnection, fresh: Iterable[Fresh], links: Iterable[Link]
) -> dict[str, Placed]:
    wanted = {document.document_id for document in fresh if document.story_id}
    wanted.update(document_id for link in links for document_id in link[:2])
    connection.register("new_rows", pa.table({"document_id": pa.array(sorted(wanted), pa.string())}))
    found = {
        row["document_id"]: Placed(row["story_id"], row["number"])
        for row in read_rows(connection, read_query("read_linked_stories"))
    }
    connection.unregister("new_rows")
    return found


def _insert(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    kind: type[Member] | type[Joined],
    rows: Iterable[Member | Joined],
    values: Mapping[str, Any],
) -> None:
    columns = {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in kind._fields}
    connection.register("new_rows", pa.table(columns))
    connection.execute(read_query(query), dict(values))
    connection.unregister("new_rows")
