"""What the measures share: where recorded real-world inputs lie, texts as documents, scores, and tables."""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.folder import extract_file, input_files
from pipeline.claims import Extraction
from pipeline.document import Document
from pipeline.errors import GigawatchError
from pipeline.ids import document_id
from pipeline.settings import Settings
from pipeline.vocabulary import DocumentKind, Tier

SHARED = Path(__file__).resolve().parents[3] / "shared"
TOLERANCE = 0.01


def there(*paths: Path) -> bool:
    """Whether all inputs of a measure exist; says which does not, as the measure is then skipped."""
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"skipped: {path.name} of the recorded real-world inputs is not here")  # noqa: T201
    return not missing


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV table, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def as_document(text: str, name: str) -> Document:
    """A text as an article of the press."""
    url = f"http://measures.example/{name}"
    return Document(
        id=document_id(url, text),
        source="measures",
        url=url,
        title=None,
        text=text,
        kind=DocumentKind.ARTICLE,
        tier=Tier.PRESS,
    )


class _Unread:
    """A reader that reads nothing, for the documents alone."""

    version = "none"

    def read(self, documents: Iterable[Document]) -> Extraction:
        return Extraction(version=self.version, documents=tuple(documents))


def documents_of(path: Path, settings: Settings) -> tuple[Document, ...]:
    """The documents of one file, as `gigawatch extract` makes them."""
    return extract_file(path, _Unread(), settings=settings).documents


def documents_in(folder: Path, settings: Settings) -> Iterator[tuple[str, Document]]:
    """Every document of a folder with its file's place in it; each text once, unreadable files left out."""
    seen = set()
    for path in input_files(folder):
        try:
            found = documents_of(path, settings)
        except GigawatchError as error:
            print(f"{path.name}: {error}", file=sys.stderr)  # noqa: T201
            continue
        for document in found:
            if document.text not in seen:
                seen.add(document.text)
                yield path.relative_to(folder).as_posix(), document


def close(number: float, other: float) -> bool:
    """Whether two numbers differ by at most one in a hundred."""
    return abs(number - other) <= TOLERANCE * max(abs(number), abs(other))


@dataclass(frozen=True)
class Score:
    """Counts behind a precision and a recall; `hits` of what was found, `recalled` of what was wanted."""

    hits: int
    found: int
    recalled: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.hits / max(1, self.found)

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.recalled / max(1, self.wanted)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def cells(self) -> tuple[str, ...]:
        """The score as cells under SCORE_HEADS."""
        return (
            f"{self.precision:.3f} ({self.hits}/{self.found})",
            f"{self.recall:.3f} ({self.recalled}/{self.wanted})",
            f"{self.f1:.3f}",
        )


SCORE_HEADS = ("precision", "recall", "F1")


def table(title: str, heads: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Print a table with its title above it."""
    cells = [tuple(heads), *(tuple(map(str, line)) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}")  # noqa: T201
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())  # noqa: T201
