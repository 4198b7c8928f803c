"""Runs the update flow from a command: Prefect set up first, the outcome as a report and an exit status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flows.environment import in_environment
from flows.lock import only_update
from flows.prefect_home import prepare_prefect
from flows.progress import told_steps
from flows.report import UpdateReport
from flows.statuses import Exit
from flows.steps import choose_sources
from pipeline.settings import Settings


def run_update(
    settings: Settings,
    sources: Sequence[str] | None = None,
    *,
    backfill: bool = False,
    wait_minutes: float = 0,
    ask_all: bool = False,
    since: date | None = None,
) -> tuple[UpdateReport, Exit]:
    """One round, and the status a shell should see.

    Raises what stops a round before any work: BadSettingError, BadDataFileError, BusyError.
    """
    choose_sources(sources, settings)
    # Asked before Prefect is started, so that a second update stops at once; the flow holds it for good.
    with only_update(settings.data_dir, wait_s=60 * wait_minutes):
        prepare_prefect(settings)
    with told_steps(), in_environment(settings):
        # Prefect reads its environment when it is imported, and takes a second for it.
        from flows.collect import outcome
        from flows.update import update

        wanted = list(sources) if sources else None
        state = update(
            wanted,
            backfill=backfill,
            wait_minutes=wait_minutes,
            ask_all=ask_all,
            since=since,
            return_state=True,
        )
    return outcome(state)
