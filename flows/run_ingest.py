"""Runs the intake of archives from a command, as `flows/run.py` runs the update."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.environment import in_environment
from flows.lock import only_update
from flows.prefect_home import prepare_prefect
from flows.progress import told_steps
from flows.statuses import Exit
from pipeline.settings import Settings
from spiders.archives.ingest import check_archives
from spiders.archives.naming import source_name
from spiders.sources import load_sources

if TYPE_CHECKING:
    from flows.ingest import IntakeReport


def run_ingest(
    archives: Sequence[Path],
    settings: Settings,
    *,
    source: str | None = None,
    is_news: bool = False,
    wait_minutes: float = 0,
) -> tuple[IntakeReport, Exit]:
    """Take in some files, and the status a shell should see.

    Raises what stops it before any work: BadSettingError (a source's name), BadArchiveError (where no file
    is a web archive), BadDataFileError, BusyError.
    """
    publishers = load_sources(settings.sources_dir)
    for archive in archives:
        source_name(archive, source, settings, publishers)
    check_archives(archives)
    with only_update(settings.data_dir, wait_s=60 * wait_minutes):
        prepare_prefect(settings)
    with told_steps(), in_environment(settings):
        from flows.collect import outcome
        from flows.ingest import ingest

        paths = [str(archive.absolute()) for archive in archives]
        state = ingest(paths, source, is_news=is_news, wait_minutes=wait_minutes, return_state=True)
    return outcome(state)
