"""Takes web archives made elsewhere into the landing, as segments of a source of their own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import BadArchiveError
from pipeline.settings import Settings
from spiders.archives.foreign import Origin, to_damaged, to_foreign
from spiders.archives.ingested import Ingested
from spiders.archives.naming import source_name
from spiders.archives.opened import Progress, opened, read_part
from spiders.archives.records import MAX_HEADERS, Damage, Record
from spiders.archives.report import IngestReport
from spiders.landing import Landing
from spiders.sources import load_sources

MAX_SEGMENT_BYTES = 16 << 20
"""A segment is read as one batch: some hundred pages, so that memory stays small and a stop loses little."""
HISTORY = ".history"
"""Marks a folder of the landing of which nobody is to be mailed."""
_ENDS = 1 << 20


def ingest(
    archive: Path,
    settings: Settings,
    *,
    source: str | None = None,
    is_news: bool = False,
    on_progress: Progress = lambda _done, _total: None,
) -> IngestReport:
    """Land the pages, PDFs and texts of a WARC, ARC or WACZ file that its source does not have yet.

    Memory holds one record at a time. The source is named after the file where no name is given. Unless
    `is_news`, its folder is marked, so that no later update mails what came in.

    Raises BadArchiveError for a file that is none of these, or a WACZ that nobody should open;
    BadSettingError for a name that no source may have, or a crawled one has; CrawlError where another process
    writes to the same source.
    """
    publishers = load_sources(settings.sources_dir)
    name = source_name(archive, source, settings, publishers)
    by_host = {host: one for one in publishers for host in (*one.hosts, *one.index_hosts)}
    max_bytes = int(settings.max_document_mb * 1_000_000)
    folder = settings.landing_dir / name
    with (
        opened(archive) as parts,
        Ingested(settings.ledger_path) as ledger,
        Landing(folder, max_segment_bytes=MAX_SEGMENT_BYTES) as landing,
    ):
        if not is_news:
            (folder / HISTORY).touch()
        intake = Intake(archive, ledger, landing)
        fingerprint = _fingerprint(archive)
        for part in parts:
            origin = Origin(name, part.name, fingerprint, by_host, max_bytes)
            for item in read_part(part, keep=max_bytes + MAX_HEADERS, on_progress=on_progress):
                intake.take(item, origin)
    return intake.report(name)


def check_archives(archives: Sequence[Path]) -> None:
    """Raises BadArchiveError, telling why of each, where none of the files is a web archive."""
    refused = []
    for archive in archives:
        try:
            with opened(archive):
                return
        except BadArchiveError as error:
            refused.append(str(error))
    raise BadArchiveError("; ".join(refused))


def is_history(folder: Path) -> bool:
    """Whether nobody is to be mailed of what lies in this folder of the landing."""
    return (folder / HISTORY).exists()


class Intake:
    """Takes the records of one archive; each once, and each into one of the counts."""

    def __init__(self, archive: Path, ledger: Ingested, landing: Landing) -> None:
        self._archive = archive
        self._ledger = ledger
        self._landing = landing
        self._counts: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()
        self._quarantined: Counter[str] = Counter()

    def take(self, item: Record | Damage, origin: Origin) -> None:
        """Land one record, or a note of why it cannot be read, if it is new; count it in any case."""
        self._counts["records"] += isinstance(item, Record)
        found = to_damaged(item, origin) if isinstance(item, Damage) else to_foreign(item, origin)
        if isinstance(found, str):
            self._skipped[found] += 1
            return
        if self._ledger.has(origin.source, found.key):
            self._counts["known"] += 1
            return
        self._landing.write(found.note, found.received)
        self._ledger.add(origin.source, found.key)
        self._counts["landed"] += found.received is not None
        self._quarantined.update(problem.reason.value for problem in found.note.problems)

    def report(self, source: str) -> IngestReport:
        """The counts; complete once the landing is closed."""
        return IngestReport(
            source=source,
            archive=self._archive,
            records=self._counts["records"],
            landed=self._counts["landed"],
            known=self._counts["known"],
            skipped=dict(self._skipped.most_common()),
            quarantined=dict(self._quarantined.most_common()),
            segments=tuple(self._landing.segments),
        )


def _fingerprint(archive: Path) -> str:
    """Of size, beginning and end: to read all of a file of gigabytes once more only for this is too dear."""
    size = archive.stat().st_size
    with archive.open("rb") as file:
        digest = hashlib.sha256(str(size).encode() + file.read(_ENDS))
        file.seek(max(0, size - _ENDS))
        digest.update(file.read(_ENDS))
    return digest.hexdigest()[:12]
