"""A folder of files given by hand, read into one JSON label file each (`gigawatch extract`).

What each file gives: a `.txt` whose first line is the title, an article page, a filing's page, a PDF and
so on one document; a submission (`.txt`, `.nc` or `.dissem`) and a `.warc.gz` several, all in the one JSON
file: the facts of the first, the claims of all, and each on its own under `documents`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from extractors.captures import Capture, read_captures
from extractors.content_encoding import gunzipped
from extractors.documents import Reading, to_documents
from extractors.labels import Label, document_labels, merged_label
from extractors.reading import CHARACTERS_AT_ONCE, DOCUMENTS_AT_ONCE, DocumentReader, read_all
from extractors.segments import megabytes
from extractors.text.decode import to_text
from extractors.text.submission import is_submission
from extractors.text.unreadable import UnreadableError
from extractors.told import Told
from extractors.topics.finding import with_topics
from pipeline.capture import CaptureKind, CaptureNote
from pipeline.claims import Extraction
from pipeline.document import Document, Quarantined
from pipeline.errors import NotFoundError
from pipeline.frozen import Frozen
from pipeline.settings import Settings
from pipeline.vocabulary import DocumentKind, QuarantineReason, Tier

SUFFIXES = (".txt", ".nc", ".dissem", ".html", ".htm", ".pdf")
ARCHIVES = (".warc.gz", ".warc")
_KINDS = ", ".join((*SUFFIXES, *ARCHIVES))
QUARANTINE = "quarantine.jsonl"
SOURCE = "folder"
_CONTENT_TYPES = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html"}

Progress = Callable[[Path, int, int], None]
"""Called for each file when it is done, with how many are done and how many there are."""


class FolderReport(Frozen):
    """What reading a folder gave."""

    files: int = 0
    documents: int = 0
    deals: int = 0
    figures: int = 0
    unread_files: int = 0
    """Files that gave no document."""
    skipped_files: int = 0
    """Files of other sorts, and links, which are not read."""
    quarantined: dict[str, int] = Field(default_factory=dict)
    """Count by reason."""


class _File(NamedTuple):
    path: Path
    label: Path
    """Where its label goes, relative to the output folder."""
    reading: Reading

    @property
    def documents(self) -> tuple[Document, ...]:
        """All that it holds, tables last."""
        return (*self.reading.documents, *self.reading.tables)


def extract_folder(
    input_dir: Path,
    output_dir: Path,
    reader: DocumentReader,
    *,
    settings: Settings,
    on_progress: Progress | None = None,
) -> FolderReport:
    """Read every file of a folder, subfolders too, into `<output>/<same subfolder>/<stem>.json`.

    Files that share a stem keep their full name ("x.html.json"). Links are not followed. Rows for
    what cannot be read go to `quarantine.jsonl`; a file without any document still gets its JSON,
    without claims. Raises NotFoundError where `input_dir` is no folder or holds no file of a sort that
    is read.
    """
    paths = input_files(input_dir)
    targets = _label_paths(paths, input_dir)
    output_dir.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    done = 0
    with (output_dir / QUARANTINE).open("w", encoding="utf-8", errors="backslashreplace") as quarantine:
        files = (_read_file(path, input_dir, targets[path], settings) for path in paths)
        for batch in _batches(files):
            extraction = _read([file.reading for file in batch], reader)
            labels = document_labels(extraction)
            rows = [*(row for file in batch for row in file.reading.quarantined), *extraction.quarantined]
            reasons.update(row.reason.value for row in rows)
            quarantine.writelines(row.model_dump_json(exclude_none=True) + "\n" for row in rows)
            for file in batch:
                counts += _write_label(file, labels, output_dir)
                done += 1
                if on_progress:
                    on_progress(file.path, done, len(paths))
    return FolderReport(
        files=len(paths),
        skipped_files=_count_others(input_dir, paths, output_dir),
        quarantined=dict(sorted(reasons.items())),
        **counts,
    )


def extract_file(path: Path, reader: DocumentReader, *, settings: Settings) -> Extraction:
    """What one file says, of each of its documents; rows tell what in it could not be read.

    Raises NotFoundError where `path` is no file, or of a sort that is not read.
    """
    if not path.is_file():
        raise NotFoundError(f"{path} is no file")
    if not _suffix(path.name):
        raise NotFoundError(f"{path} is none of the files that are read ({_KINDS}, each also as .gz)")
    file = _read_file(path, path.parent, Path(f"{_stem(path.name)}.json"), settings)
    extraction = _read([file.reading], reader)
    rows = (*file.reading.quarantined, *extraction.quarantined)
    return extraction.model_copy(update={"quarantined": rows})


def _read(readings: list[Reading], reader: DocumentReader) -> Extraction:
    told = Told()
    for reading in readings:
        told.add(reading)
    return told.beside(with_topics(read_all((d for one in readings for d in one.documents), reader)))


def input_files(folder: Path) -> list[Path]:
    """Files of the sorts that are read, in order of name; raises NotFoundError where there are none."""
    if not folder.is_dir():
        raise NotFoundError(f"{folder} is no folder")
    found = sorted(path for path in folder.rglob("*") if _is_own_file(path) and _suffix(path.name))
    if not found:
        raise NotFoundError(f"{folder} holds none of the files that are read ({_KINDS}, each also as .gz)")
    return found


def _is_own_file(path: Path) -> bool:
    """Whether a path is a file of the folder; a link may lead out of it, to whatever may be read."""
    return path.is_file() and not path.is_symlink()


def _count_others(folder: Path, paths: list[Path], output_dir: Path) -> int:
    """The files and links of a folder that are not read; what was written into it does not count."""
    read, written = set(paths), output_dir.resolve()
    others = (
        path for path in folder.rglob("*") if path not in read and (path.is_symlink() or path.is_file())
    )
    return sum(1 for path in others if written not in (folder.resolve() / path.relative_to(folder)).parents)


def _suffix(name: str) -> str:
    """The sort of a file by its name, without a final `.gz`; "" for one that is not read."""
    name = name.lower()
    archive = next((suffix for suffix in ARCHIVES if name.endswith(suffix)), "")
    name = name.removesuffix(".gz")
    return archive or next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


def _stem(name: str) -> str:
    return name[: len(name.removesuffix(".gz")) - len(_suffix(name).removesuffix(".gz"))]


def _label_paths(paths: list[Path], input_dir: Path) -> dict[Path, Path]:
    stems = Counter((path.parent, _stem(path.name)) for path in paths)
    taken: set[Path] = set()
    targets: dict[Path, Path] = {}
    # The names that are kept whole come first: "x.txt.txt" may not take the place of "x.txt".
    for path in sorted(paths, key=lambda path: stems[path.parent, _stem(path.name)] == 1):
        whole = stems[path.parent, _stem(path.name)] > 1
        names = [path.name] if whole else [_stem(path.name), path.name]
        free = (path.relative_to(input_dir).parent / f"{_printable(name)}.json" for name in _numbered(names))
        targets[path] = next(target for target in free if target not in taken)
        taken.add(targets[path])
    return targets


def _numbered(names: list[str]) -> Iterator[str]:
    """The names, then the last one with a number behind it."""
    yield from names
    yield from (f"{names[-1]}-{number}" for number in count(2))


def _printable(name: str) -> str:
    """A file name with the bytes that are no UTF-8 spelled out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _batches(files: Iterator[_File]) -> Iterator[list[_File]]:
    """Files together until they hold enough documents for one call of the reader."""
    batch: list[_File] = []
    documents = characters = 0
    for file in files:
        batch.append(file)
        documents += len(file.documents)
        characters += sum(len(document.text) for document in file.documents)
        if documents >= DOCUMENTS_AT_ONCE or characters >= CHARACTERS_AT_ONCE:
            yield batch
            batch, documents, characters = [], 0, 0
    if batch:
        yield batch


def _read_file(path: Path, input_dir: Path, label: Path, settings: Settings) -> _File:
    max_bytes = megabytes(settings.max_document_mb)
    capture = _by_hand(path, input_dir)
    try:
        if _suffix(path.name) in ARCHIVES:
            reading = _read_archive(path, max_bytes)
        else:
            reading = to_documents(_filled(capture, path, max_bytes))
    except UnreadableError as error:
        reading = Reading((), (capture.quarantined(error.reason, error.detail),))
    except OSError as error:
        detail = f"the file cannot be read: {error.strerror or type(error).__name__}"
        reading = Reading((), (capture.quarantined(QuarantineReason.UNREADABLE, detail),))
    return _File(path, label, reading)


def _read_archive(path: Path, max_bytes: int) -> Reading:
    readings = [
        Reading((), (item,)) if isinstance(item, Quarantined) else to_documents(item)
        for item in read_captures(path, max_bytes=max_bytes)
    ]
    told = Told()
    for reading in readings:
        told.add(reading)
    return Reading(
        tuple(document for reading in readings for document in reading.documents),
        tuple(row for reading in readings for row in reading.quarantined),
        tuple(told.tables.values()),
        tuple(told.deals.values()),
        tuple(told.figures.values()),
        tuple(told.refusals.values()),
    )


def _by_hand(path: Path, input_dir: Path) -> Capture:
    """A file as if it had been fetched now; its address is its place in the folder, not on this machine."""
    note = CaptureNote(
        source=SOURCE,
        url=f"file:{_printable(path.relative_to(input_dir).as_posix())}",
        kind=CaptureKind.ARTICLE,
        fetched_at=datetime.now(UTC),
    )
    return Capture(note, 200, _CONTENT_TYPES.get(_suffix(path.name)), b"", None)


def _filled(capture: Capture, path: Path, max_bytes: int) -> Capture:
    """The capture with the file's bytes, as a submission where they are one."""
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise UnreadableError(QuarantineReason.TOO_LARGE, f"more than {max_bytes} bytes")
    if data.startswith(b"\x1f\x8b"):
        body = gunzipped(data, max_bytes=max_bytes)
        if not body.is_whole:
            detail = f"the gzip stream breaks off after {len(body.data)} bytes"
            raise UnreadableError(QuarantineReason.TRUNCATED, detail)
        data = body.data
    return _recognised(capture._replace(body=data))


def _recognised(capture: Capture) -> Capture:
    if capture.content_type == "application/pdf":
        return capture
    text = to_text(capture.body, content_type=capture.content_type)
    if not is_submission(text):
        return capture
    as_filing = {"kind": CaptureKind.SUBMISSION, "document_kind": DocumentKind.FILING, "tier": Tier.FILING}
    return capture._replace(note=capture.note.model_copy(update=as_filing))


def _write_label(file: _File, labels: Mapping[str, Label], output_dir: Path) -> Counter[str]:
    id_ = file.label.name.removesuffix(".json")
    label = merged_label((labels[document.id] for document in file.documents), id_=id_)
    target = output_dir / file.label
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.write_text(json.dumps(label, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(target)
    return Counter(
        documents=len(file.documents),
        deals=len(label["deals"]),
        figures=len(label["figures"]),
        unread_files=int(not file.documents),
    )
