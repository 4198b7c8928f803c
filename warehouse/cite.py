"""The sentences behind a deal, a claim, a figure or a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from pipeline.deal import Citation
from pipeline.errors import NotFoundError
from pipeline.settings import Settings
from pipeline.vocabulary import Qualifier, Tier
from warehouse.connection import open_reader
from warehouse.merged import told_merge
from warehouse.rows import read_rows
from warehouse.sql import read_query

CONTEXT_CHARACTERS = 200
"""Of the text before and after the sentence."""

HOW_TO_FIND = (
    "to find ids: gigawatch sql \"select id, type, parties from deals where parties ilike '%NAME%'\""
)


def cite(id: str, settings: Settings) -> tuple[Citation, ...]:  # noqa: A002 - the word the CLI uses
    """Every sentence behind an id of a deal, deal claim, figure or document, most believed source first.

    A document nothing was read from is quoted by its first line. Raises NotFoundError where
    nothing has this id, naming those like it, how to find one, or the deal that took it in; also where
    nothing was published yet.
    """
    with open_reader(settings.market_path) as connection:
        citations = read_citations(connection, [id]).get(id) or _opening(connection, id)
        if not citations and (merged := told_merge(connection, id)):
            raise NotFoundError(f"nothing has the id {id!r} any more: {merged}")
        if not citations:
            near = ", ".join(
                row["id"] for row in read_rows(connection, read_query("suggest_ids"), {"id": id})
            )
            raise NotFoundError(
                f"nothing has the id {id!r}"
                + (f"; the nearest are {near}" if near else f", nor one like it; {HOW_TO_FIND}")
            )
    return citations


def read_citations(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str]
) -> Mapping[str, tuple[Citation, ...]]:
    """Citations by the id asked for; several facts of one sentence make one citation."""
    wanted, found = set(ids), dict[str, dict[tuple[str, int], list[dict[str, Any]]]]()
    values = {"ids": list(ids), "context": CONTEXT_CHARACTERS}
    for row in read_rows(connection, read_query("read_citations"), values):
        for id_ in wanted & {row["deal_id"], row["claim_id"], row["document_id"]}:
            sentence = (row["document_id"], row["sentence_start"])
            found.setdefault(id_, {}).setdefault(sentence, []).append(row)
    return {
        id_: tuple(_to_citation(facts) for facts in sentences.values()) for id_, sentences in found.items()
    }


def _to_citation(facts: Sequence[Mapping[str, Any]]) -> Citation:
    first = facts[0]
    return Citation(
        document_id=first["document_id"],
        url=first["url"],
        title=first["title"],
        source=first["source"],
        tier=Tier(first["tier"]),
        published_at=first["published_at"],
        start=first["sentence_start"],
        end=first["sentence_end"],
        quote=first["sentence"],
        fact="; ".join(dict.fromkeys(describe_fact(fact) for fact in facts)),
        before=first["before"],
        after=first["after"],
        headline_only=first["headline_only"],
    )


def describe_fact(fact: Mapping[str, Any]) -> str:
    """For a person: "value USD 9000000000 (about)", "acquirer Northgate Compute", "1300 MW"."""
    if fact["low"] is None:
        return str(fact["detail"])
    number = _plain(fact["low"])
    if fact["high"] != fact["low"]:
        number += "-" + _plain(fact["high"])
    unit = fact["unit"] or ""
    is_currency = len(unit) == 3 and unit.isupper()
    words = [fact["detail"], f"{unit} {number}" if is_currency else f"{number} {unit}"]
    if fact["fact"] == "chips":
        words = [number, fact["detail"] or "chips"]
    if fact["qualifier"] not in (None, Qualifier.EXACT):
        words.append(f"({fact['qualifier'].replace('_', ' ')})")
    return " ".join(word for word in words if word)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _opening(connection: duckdb.DuckDBPyConnection, document_id: str) -> tuple[Citation, ...]:
    values = {"id": document_id, "context": CONTEXT_CHARACTERS}
    return tuple(
        Citation(
            document_id=row["id"],
            url=row["url"],
            title=row["title"],
            source=row["source"],
            tier=Tier(row["tier"]),
            published_at=row["published_at"],
            start=0,
            end=len(row["quote"]),
            quote=row["quote"],
            after=row["after"],
            headline_only=row["headline_only"],
        )
        for row in read_rows(connection, read_query("read_document_opening"), values)
    )
