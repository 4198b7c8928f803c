"""Asks all probes in a subprocess of their own, as a round over a source is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import BadSettingError, CrawlError
from pipeline.frozen import Frozen
from pipeline.settings import PREFIX, Settings
from spiders.crawl import child_environment
from spiders.hosts import Hosts
from spiders.probes.model import Probed, ProbeFile, load_probes

RUNNER = (sys.executable, "-m", "spiders.probes.run")
ALL_S = 900.0


class ProbeJob(Frozen):
    """What the subprocess is told; no secrets of the settings among it."""

    asked: ProbeFile
    hosts: Path
    contact: str
    routes: Mapping[str, str]
    max_bytes: int


class ProbeReport(Frozen):
    """What it tells."""

    probed: tuple[Probed, ...]


def ask_probes(
    settings: Settings, *, runner: Sequence[str] = RUNNER, timeout_s: float = ALL_S
) -> tuple[Probed, ...]:
    """Every probe beside the source files, asked once, in the order of the file; blocks till all are done.

    The log is kept as `<data dir>/logs/probes.log`. Raises BadSettingError without a contact, NotFoundError
    and BadDataFileError as `load_probes`, CrawlError when the subprocess fails or takes over `timeout_s`.
    """
    if settings.contact is None:
        raise BadSettingError(
            f"{PREFIX}CONTACT is not set, and probes ask other people's servers, who must be able to see who "
            'asks. Example: "Example Research desk@example.org"'
        )
    job = ProbeJob(
        asked=load_probes(settings.sources_dir),
        hosts=settings.hosts_file,
        contact=settings.contact,
        routes=settings.routes,
        max_bytes=int(settings.max_document_mb * 1_000_000),
    )
    Hosts(job.hosts).close()  # a file that is none is told here, where it is nobody's server's fault
    log = settings.data_dir / "logs" / "probes.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("wb") as stderr:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                runner,
                input=job.model_dump_json().encode(),
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=child_environment(),
                timeout=timeout_s,
                check=True,
            )
        return ProbeReport.model_validate_json(done.stdout).probed
    except subprocess.TimeoutExpired as error:
        raise CrawlError(f"the probes are not done after {timeout_s:g} s (log: {log})") from error
    except (subprocess.CalledProcessError, ValidationError) as error:
        raise CrawlError(f"the probes failed (log: {log})") from error
