"""Every recorded submission as it is split and read, against the index of its SGML and its served documents.

`python -m tests.measures.submissions [--show]`

The first table compares fields with `filings_index.csv`: header fields, types of documents, uuencoded parts;
the number of documents also with a plain count of <DOCUMENT> lines. Where a header's item line is empty the
index took the line after it, which is left out here. Items of documents that were recorded without their
submission are what the index's maker found by a pattern: a hint. Then types of documents and how many were
read; texts beside those of the same documents as served alone; and top-level sections of annual and quarterly
reports, found by their headings, beside those labelled.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractors.text.decode import to_text
from extractors.text.filing import to_filing_text
from extractors.text.filing_rules import normalise_exhibit
from extractors.text.submission import Part, Submission, split_submission
from extractors.text.unreadable import UnreadableError
from pipeline.settings import Settings
from tests.measures.real import SHARED, documents_of, rows, table, there
from tests.measures.served import content

DATA = SHARED / "data"
EDGAR = DATA / "edgar"
UNLISTED = {"XML", "GRAPHIC", "ZIP", "JSON", "EXCEL"}
"""Types that the index leaves out of its list of documents."""
DOCUMENT = re.compile(rb"^<DOCUMENT>", re.MULTILINE)
SLIPS = ("DATE:", "ITEM INFORMATION")
HEADING = re.compile(r"^\W*item\s+(\d{1,2}[A-C]?)\b", re.IGNORECASE | re.MULTILINE)
LABEL = re.compile(r"(?:part\d)?(?:item)?(\d+[a-c]?)$", re.IGNORECASE)
SMALL = 2_000
"""Characters of markup below which a section may have no text at all."""
LEAST = 100

Row = dict[str, str]


class Compared(NamedTuple):
    """One field of one file, as read and as it should be."""

    field: str
    file: str
    found: str
    wanted: str


def compared(row: Row, split: Submission, body: bytes) -> Iterator[Compared]:
    """The fields of a submission of which the index says anything."""
    file = Path(row["file"]).name
    header, parts = split
    count = str(len(DOCUMENT.findall(body.replace(b"\r", b"\n"))))
    yield Compared("number of documents", file, str(len(parts)), count)
    if header is None:
        return
    yield Compared("accession", file, header.accession, row["accession"])
    yield Compared("form", file, header.form or "", row["form"])
    yield Compared("company", file, header.company or "", row["company"])
    yield Compared("CIK", file, header.cik or "", row["cik"])
    yield Compared("acceptance time", file, header.accepted_as_stated or "", row["accepted"])
    yield Compared("filing date", file, header.filed_as_stated or "", row["filed"])
    if row["items_from"] == "header":
        stated = [item.strip() for item in row["items"].split("; ")]
        wanted = [item for item in stated if item and not any(slip in item for slip in SLIPS)]
        yield Compared("items of the header", file, "; ".join(header.items), "; ".join(wanted))
    if row["documents"]:
        types = [part.type for part in parts if part.type not in UNLISTED]
        yield Compared("types of documents", file, "; ".join(types), row["documents"])
        packed = sum(_is_packed(part) for part in parts)
        yield Compared("uuencoded parts", file, str(packed), row["uuencoded_parts"])


def _is_packed(part: Part) -> bool:
    try:
        return part.embedded() is not None
    except UnreadableError:
        return True


def hinted(row: Row, settings: Settings) -> Iterator[Compared]:
    """Items read off the face of a document that has no header."""
    if row["items"]:
        for document in documents_of(DATA / row["file"], settings):
            found = "; ".join(sorted(document.items))
            yield Compared("items without a header (a hint)", Path(row["file"]).name, found, row["items"])


def print_compared(every: Sequence[Compared], *, show: bool) -> None:
    """How often each field agrees, then each that does not."""
    total = Counter(one.field for one in every)
    right = Counter(one.field for one in every if one.found == one.wanted)
    lines = [(field, right[field], count, count - right[field]) for field, count in total.items()]
    table("Submissions against filings_index.csv", ("field", "equal", "compared", "different"), lines)
    wrong = [one for one in every if one.found != one.wanted]
    cut = None if show else 90
    lines_wrong = [(one.field, one.file, one.found[:cut], one.wanted[:cut]) for one in wrong]
    table("What differs", ("field", "file", "read", "index"), lines_wrong)


def print_read(splits: Sequence[tuple[Row, Submission]], settings: Settings) -> None:
    """Types of documents, and of how many of each there is a text."""
    parts: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for row, split in splits:
        parts.update(_kind(part) for part in split.parts)
        found = documents_of(DATA / row["file"], settings)
        read.update((document.exhibit or "main").split(".")[0] for document in found)
    lines = [(kind, count, read[kind] or "") for kind, count in parts.most_common()]
    table(f"Documents of {len(splits)} submissions by type", ("type", "filed", "read"), lines)


def _kind(part: Part) -> str:
    exhibit = normalise_exhibit(part.type)
    if exhibit:
        return exhibit.split(".")[0]
    return part.type if part.type in UNLISTED or part.type.startswith("EX-") else "main"


def print_texts(splits: Sequence[tuple[Row, Submission]]) -> None:
    """Documents cut from a submission beside the same as served alone."""
    parts = {
        (row["accession"].replace("-", ""), part.filename): part
        for row, split in splits
        for part in split.parts
    }
    same, different = 0, []
    for path in sorted((EDGAR / "documents").glob("0*/*")):
        part = parts.get((path.parent.name, path.name.removesuffix(".gz")))
        if part is None:
            different.append((path.name, "not among the parts", ""))
            continue
        ours, alone = _text(part.content), _text(to_text(content(path)))
        same += ours == alone
        if ours != alone:
            different.append((path.name, str(len(ours)), str(len(alone))))
    table(
        "Texts of parts and of the same documents served alone",
        ("equal", "different"),
        [(same, len(different))],
    )
    table("What differs", ("document", "characters", "alone"), different)


def _text(markup: str) -> str:
    try:
        return to_filing_text(markup)
    except UnreadableError as error:
        return f"{error.reason}: {error.detail}"


class Section(NamedTuple):
    """A labelled section and where its heading was found, if it was."""

    label: str
    markup: int
    """Characters of it, tags among them, as labelled."""
    start: int | None


def sections(text: str, labels: Sequence[tuple[str, int]]) -> list[Section]:
    """Each labelled section at its last heading before the next one's: contents pages come first."""
    headings = [(found.start(), found[1].upper()) for found in HEADING.finditer(text)]
    end, placed = len(text), []
    for label, markup in reversed(labels):
        number = LABEL.search(label)
        name = number[1].upper() if number else label
        start = max((at for at, heading in headings if heading == name and at < end), default=None)
        end = end if start is None else start
        placed.append(Section(label, markup, start))
    return placed[::-1]


def print_sections() -> None:
    """A line for each labelled report."""
    lines = []
    for path in sorted((EDGAR / "documents" / "annual_quarterly").glob("*.expected-sections.json")):
        report = path.with_name(path.name.replace(".expected-sections.json", ".html.gz"))
        text = to_filing_text(to_text(content(report)))
        labels = [(one["identifier"], one["character_count"]) for one in json.loads(path.read_bytes())]
        placed = sections(text, [(label, count) for label, count in labels if count])
        starts = [one.start for one in placed if one.start is not None]
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        missing = [one.label for one in placed if one.start is None]
        bare = [
            one.label
            for one in placed
            if one.start is not None and one.markup > SMALL and ends[one.start] - one.start < LEAST
        ]
        name = report.name.split("_0")[0]
        lines.append((name, len(placed), len(starts), ", ".join(missing), ", ".join(bare), len(text)))
    total = ("all", sum(line[1] for line in lines), sum(line[2] for line in lines), "", "", "")
    heads = ("report", "labelled", "found", "no heading", "heading without text", "characters")
    table("Top-level sections of annual and quarterly reports", heads, [*lines, total])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="differences in full")
    options = parser.parse_args(arguments)
    if not there(EDGAR):
        return 0
    settings = Settings()
    every: list[Compared] = []
    splits: list[tuple[Row, Submission]] = []
    for row in rows(EDGAR / "filings_index.csv"):
        body = content(DATA / row["file"])
        split = split_submission(to_text(body))
        if row["kind"] == "submission" or "/submissions_txt/" in row["file"]:
            splits.append((row, split))
            every += compared(row, split, body)
        else:
            every += hinted(row, settings)
    print_compared(every, show=options.show)
    print_read(splits, settings)
    print_texts(splits)
    print_sections()
    return 0


if __name__ == "__main__":
    sys.exit(main())
