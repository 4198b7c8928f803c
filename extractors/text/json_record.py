"""JSON that is a document itself: an API's answer about one release or award."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import NamedTuple, Self

from pydantic import model_validator

from extractors.knowledge.rows import Row, data_file, read_rows
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason


class RecordShape(Row):
    """Where the words of one kind of record are; see json_records.yml."""

    name: str
    title: str | None = None
    html: str | None = None
    fields: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if bool(self.html) == bool(self.fields):
            raise ValueError("a record's words are in html or in fields")
        return self


class JsonText(NamedTuple):
    """The words of a record: a page's markup, or plain lines."""

    html: str | None = None
    lines: str = ""


@cache
def record_shapes() -> tuple[RecordShape, ...]:
    """json_records.yml. Raises BadDataFileError where it is not such a file."""
    return read_rows(data_file("json_records.yml"), RecordShape)


def is_json(text: str) -> bool:
    """Whether all of a text is a JSON object or list; a text may begin with a bracket: "[Correction: …]"."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def json_text(text: str) -> JsonText:
    """The words of a record of a known shape. Raises UnreadableError with NOT_TEXT for any other JSON."""
    # Numbers stay as they are written.
    record = json.loads(text.lstrip("\ufeff"), parse_float=str, parse_int=str)
    for shape in record_shapes():
        if shape.html and (html := _at(record, shape.html)):
            title = _at(record, shape.title) if shape.title else ""
            heading = f"<h1>{escape(title)}</h1>" if title else ""
            return JsonText(html=f"<html><body><article>{heading}{html}</article></body></html>")
        values = {label: _at(record, path) for label, path in shape.fields.items()}
        if values and all(values.values()):
            return JsonText(lines="\n".join(f"{label}: {value}" for label, value in values.items()))
    raise UnreadableError(QuarantineReason.NOT_TEXT, "the page is JSON")


def _at(record: object, path: str) -> str:
    """The text or number at a path, "" where there is none."""
    for key in path.split("."):
        record = record.get(key) if isinstance(record, dict) else None
    # An escape may spell half a surrogate pair, which is no character.
    return record.strip().encode("utf-8", "replace").decode() if isinstance(record, str) else ""
