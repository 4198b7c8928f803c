"""What the source is called that an archive becomes: never like one that is, or was, crawled."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from pipeline.errors import BadSettingError, CrawlError
from pipeline.settings import Settings
from spiders.sources import Source, SourceKind
from spiders.sources.load import ENDINGS, LIVE_SOURCES

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SUFFIXES = re.compile(r"(\.(warc|arc|wacz|gz|zip))+$")


def source_name(archive: Path, wanted: str | None, settings: Settings, publishers: Iterable[Source]) -> str:
    """The name of the source an archive becomes: the wanted one, or the words its file's name begins with.

    "CC-NEWS-20251101000000-00001.warc.gz" gives "cc_news". Raises BadSettingError for a wanted name of a
    wrong form, and for one that means a crawled source here, among our own, or in this data folder before:
    its pages would count as history, of which nobody is mailed. `publishers` are those of the settings. The
    ledger is only looked at.
    """
    name = _named_after(archive) if wanted is None else wanted
    if not _NAME.fullmatch(name):
        raise BadSettingError(f"--source {name!r}: expects small letters, digits and _, such as cc_news")
    if why := _taken(name, settings, publishers):
        archives = _remembered(settings.ledger_path, "ingested")
        so_far = f"; archives have become {', '.join(archives)} so far" if archives else ""
        raise BadSettingError(f"{name} {why}; give the archive another name by --source{so_far}")
    return name


def _taken(name: str, settings: Settings, publishers: Iterable[Source]) -> str:
    if name in {publisher.name for publisher in publishers}:
        return "is a source that is crawled"
    if name in set(SourceKind):
        return "is a kind of sources"
    if name in {path.stem for path in LIVE_SOURCES.iterdir() if path.suffix in ENDINGS}:
        return "is a source of Gigawatch's own, though none of GIGAWATCH_SOURCES_DIR"
    if name in _remembered(settings.ledger_path, "indexes"):
        return "is a source that was crawled into this data folder, though no source file names it now"
    return ""


def _remembered(ledger: Path, table: str) -> Sequence[str]:
    """The sources in a table of the ledger; none where there is no such ledger or table yet."""
    if not ledger.exists():
        return ()
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not db.execute("select 1 from sqlite_master where name = ?", (table,)).fetchone():
                return ()
            rows = db.execute(f"select distinct source from {table} order by source")  # noqa: S608 - ours
            return [name for (name,) in rows]
    except sqlite3.Error as error:
        raise CrawlError(f"{ledger} cannot be read: {error}") from error


def _named_after(archive: Path) -> str:
    words = re.findall(r"[a-z0-9]+", _SUFFIXES.sub("", archive.name.lower()))
    while words and words[-1].isdigit():
        words.pop()
    name = "_".join(words)[:40]
    return name if _NAME.fullmatch(name) else "archive"
