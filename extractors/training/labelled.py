"""Reads our own labelled texts: documents in a plain notation, each followed by what it states.

A file holds documents one after another. Each begins with `=== id | kind | date` (ISO, or null), goes on with
the text, whose first line is the title, then a line `---` and the labels, one field a line:

    deal lease announced            figure capex 6e10..6.5e10 USD about
    lessor: Calder Peak             entity: Ardent Grid
    amount: 4e9 USD value about     period: 2026
    capacity: 240                   basis: plan
    chips: 30000 GB300 at_least     names
    evidence: first words … last    ORG: Ardent Grid | Calder Peak

or the single line `irrelevant`. What the fields mean is the label format of the gold set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import BadDataFileError
from pipeline.vocabulary import ROLES, AmountKind, Basis, DealType, FigureKind, Qualifier, Status

FOLDER = Path(__file__).with_name("texts")
SORTS = ("ORG", "GOV", "FUND", "SITE", "PROJECT", "CHIP", "PERSON", "PLACE", "OTHER")
"""Sorts of names, in the order of the encoder's tags."""
HEADER = re.compile(r"(?P<id>[\w-]+) \| (?P<kind>\w+) \| (?P<published>\d{4}-\d{2}-\d{2}|null)")
NUMBER = re.compile(r"(?P<low>-?\d+(?:\.\d+)?(?:e\d+)?)(?:\.\.(?P<high>-?\d+(?:\.\d+)?(?:e\d+)?))?")
QUALIFIERS = "|".join(Qualifier)
AMOUNT = re.compile(rf"(\S+) ([A-Z]{{3}})(?: ({'|'.join(AmountKind)}))?(?: ({QUALIFIERS}))?")
CHIPS = re.compile(rf"(\S+) (.+?)(?: ({QUALIFIERS}))?")
FIGURE = re.compile(rf"figure (\w+) (\S+) (\S+)(?: ({QUALIFIERS}))?")
WORDS = frozenset({"date", "round", "program", "evidence"})
ABOUT = frozenset({"entity", "segment", "period", "product"})

Labels = dict[str, Any]


class LabelledText(NamedTuple):
    """A document and its labels, in the fields of the gold set's JSON."""

    id: str
    text: str
    labels: Labels


def read_texts(folder: Path = FOLDER) -> Iterator[LabelledText]:
    """The documents of the `.txt` files of a folder. Raises BadDataFileError naming file, text and line."""
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
            try:
                yield _document(block)
            except ValueError as error:
                raise BadDataFileError(f"{path.name}, {block.splitlines()[0]}: {error}") from error


def _document(block: str) -> LabelledText:
    head, _, rest = block.partition("\n")
    header = HEADER.fullmatch(head.strip())
    text, dashes, lines = rest.partition("\n---\n")
    if not header or not dashes:
        raise ValueError("expected 'id | kind | date', a text, a line '---' and labels")
    reader = _Lines(text.strip())
    for line in filter(str.strip, lines.splitlines()):
        try:
            reader.read(line.strip())
        except ValueError as error:
            raise ValueError(f"{line.strip()!r}: {error}") from error
    published = None if header["published"] == "null" else header["published"]
    labels = {"id": header["id"], "kind": header["kind"], "published": published, **reader.labels}
    return LabelledText(header["id"], text.strip(), labels)


class _Lines:
    """Takes the lines of labels one by one; every name and quote must stand in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.labels: Labels = {"relevant": True, "deals": [], "figures": [], "names": {}}
        self._field: Callable[[str, str], None] | None = None
        self._record: Labels = {}

    def read(self, line: str) -> None:
        if line == "irrelevant":
            self.labels["relevant"] = False
        elif line == "names":
            self._field = self._name
        elif line.startswith("deal "):
            self._open_deal(*line.split()[1:])
        elif line.startswith("figure "):
            self._open_figure(line)
        else:
            key, _, value = line.partition(":")
            if self._field is None:
                raise ValueError("a field before any record")
            self._field(key, value.strip())

    def _open_deal(self, deal_type: str, status: str) -> None:
        self._record = {
            "type": DealType(deal_type).value, "status": Status(status).value,
            "parties": [], "amounts": [], "chips": [], "capacity": [], "places": [],
            "term_years": None, "date": None, "evidence": None,
        }  # fmt: skip
        self.labels["deals"].append(self._record)
        self._field = self._deal

    def _open_figure(self, line: str) -> None:
        kind, value, unit, qualifier = _matched(FIGURE, line)
        self._record = {
            "kind": FigureKind(kind).value, **_range(value), "unit": unit, "qualifier": qualifier or "exact",
            "entity": None, "segment": None, "period": None, "basis": "actual",
        }  # fmt: skip
        self.labels["figures"].append(self._record)
        self._field = self._figure

    def _deal(self, key: str, value: str) -> None:
        record = self._record
        if key in {role.value for role in ROLES[DealType(record["type"])].all}:
            record["parties"] += [{"name": name, "role": key} for name in self._stated(value)]
        elif key == "amount":
            number, currency, kind, qualifier = _matched(AMOUNT, value)
            amount = {"currency": currency, "kind": kind or "value", "qualifier": qualifier or "exact"}
            record["amounts"].append({**_range(number), **amount})
        elif key == "chips":
            number, product, qualifier = _matched(CHIPS, value)
            record["chips"].append({**_range(number), "product": product, "qualifier": qualifier or "exact"})
        elif key == "capacity":
            bounds = _range(value.split()[0])
            record["capacity"].append({"low_mw": bounds["low"], "high_mw": bounds["high"]})
        elif key == "places":
            record["places"] = self._stated(value)
        elif key == "term":
            record["term_years"] = float(value)
        elif key in WORDS:
            record[key] = value
        else:
            raise ValueError(f"no field of a {record['type']}")
        if key == "evidence":
            self._stated(value.replace(" … ", " | "), whole=False)

    def _figure(self, key: str, value: str) -> None:
        if key == "basis":
            # The gold set tells a backlog by its basis, too.
            value = value if value == "backlog" else Basis(value).value
        elif key not in ABOUT:
            raise ValueError("no field of a figure")
        self._record[key] = value

    def _name(self, key: str, value: str) -> None:
        if key not in SORTS:
            raise ValueError(f"no sort of names: {key}")
        self.labels["names"].setdefault(key, []).extend(self._stated(value))

    def _stated(self, value: str, *, whole: bool = True) -> list[str]:
        forms = [form.strip() for form in value.split(" | ") if form.strip()]
        for form in forms:
            if not (says(self.text, form) if whole else form in self.text):
                raise ValueError(f"the text does not say {form!r}")
        return forms


def says(text: str, form: str) -> bool:
    """Whether a text has a form as words of its own; compiled patterns took a minute for all texts."""
    at = text.find(form)
    while at >= 0:
        if not _in_word(text[at - 1 : at]) and not _in_word(text[at + len(form) : at + len(form) + 1]):
            return True
        at = text.find(form, at + 1)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _matched(pattern: re.Pattern[str], line: str) -> tuple[str, ...]:
    match = pattern.fullmatch(line)
    if not match:
        raise ValueError("cannot be read")
    return match.groups()


def _range(value: str) -> dict[str, float]:
    match = NUMBER.fullmatch(value)
    if not match:
        raise ValueError(f"neither a number nor a range: {value}")
    low = float(match["low"])
    return {"low": low, "high": float(match["high"]) if match["high"] else low}
