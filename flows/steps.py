"""What the update's tasks do beyond calling one trade: choosing, finding what is unread, judging."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from extractors.batches import MANIFEST
from extractors.captures import segment_stem
from pipeline.errors import BadSettingError
from pipeline.reports import CrawlRound
from pipeline.settings import Settings
from spiders.archives.ingest import is_history
from spiders.cadence import due_times, waiting
from spiders.crawl import require_contact
from spiders.rounds import read_rounds
from spiders.sources import Source, SourceKind, load_sources


def choose_sources(wanted: Sequence[str] | None, settings: Settings) -> tuple[str, ...]:
    """Names of the sources to crawl: all, or those named, where a kind ("feed", "edgar", …) names all of it.

    Raises BadSettingError for a name nobody has, and where a live source would be asked without a
    contact address: both before any request is made.
    """
    sources = load_sources(settings.sources_dir)
    if wanted is not None:
        _refuse_unknown(wanted, sources)
        sources = tuple(source for source in sources if {source.name, source.kind.value} & set(wanted))
    for source in sources:
        require_contact(source, settings)
    return tuple(source.name for source in sources)


def not_due(chosen: Collection[str], settings: Settings) -> Mapping[str, datetime]:
    """Those of the chosen sources that answered within their cadence: when each is due, soonest first."""
    sources = [source for source in load_sources(settings.sources_dir) if source.name in chosen]
    return waiting(due_times(sources, settings.ledger_path))


def _refuse_unknown(wanted: Iterable[str], sources: Iterable[Source]) -> None:
    known = {source.name for source in sources} | {kind.value for kind in SourceKind}
    unknown = sorted(set(wanted) - known)
    if unknown:
        raise BadSettingError(f"no source named {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def landed_sources(settings: Settings, *, backfill: bool) -> frozenset[str]:
    """Sources of the landing that a round reads: what archives brought is history, for a backfill only."""
    folders = [path for path in settings.landing_dir.glob("*") if path.is_dir()]
    return frozenset(folder.name for folder in folders if backfill or not is_history(folder))


def unread_segments(settings: Settings, version: str, sources: Collection[str]) -> Mapping[str, Path]:
    """Segments of some sources that this extractor version has not read, by "source/file", oldest first.

    Looking at the landing rather than at this round's crawls also finds what an interrupted update
    left behind, and everything once a newer version is installed.
    """
    batches = settings.extracted_dir / version

    def is_read(segment: Path) -> bool:
        return (batches / segment.parent.name / segment_stem(segment) / MANIFEST).exists()

    landed = sorted(settings.landing_dir.glob("*/*.warc.gz"), key=lambda path: (path.name, path.parent.name))
    wanted = (path for path in landed if path.parent.name in sources and not is_read(path))
    return {f"{path.parent.name}/{path.name}": path for path in wanted}


def rounds_since(settings: Settings, known: datetime | None) -> Sequence[CrawlRound]:
    """The rounds that the warehouse may lack: those of several processes may have ended out of order."""
    return read_rounds(settings.ledger_path, since=known - timedelta(days=1) if known else None)


def complete_batches(settings: Settings, version: str, sources: Collection[str]) -> tuple[Path, ...]:
    """Folders of all batches of some sources that this version finished; the warehouse skips those it has."""
    found = (path.parent for path in (settings.extracted_dir / version).glob(f"*/*/{MANIFEST}"))
    return tuple(sorted(folder for folder in found if folder.parent.name in sources))
