"""Examines an installation and leaves it as it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from flows.mail.send import greet
from pipeline.errors import GigawatchError
from pipeline.frozen import Frozen
from pipeline.settings import Settings
from spiders.crawl import hosts_path
from spiders.hosts import Rest, read_rests
from spiders.sources import load_sources

LOW_DISK_GB = 2


class Finding(Frozen):
    """What one look found; "note" is worth knowing and stops nothing."""

    level: Literal["good", "note", "bad"]
    subject: str
    told: str


def examine(settings: Settings) -> tuple[Finding, ...]:
    """All findings, in the order a person would mend them."""
    looks: tuple[tuple[str, Callable[[Settings], Finding]], ...] = (
        ("data folder", _data_folder),
        ("disk", _disk),
        ("sources", _sources),
        ("contact", _contact),
        ("hosts", _hosts),
        ("model", _model),
        ("market.duckdb", _market),
        ("mail", _mail),
    )
    return tuple(_looked(subject, look, settings) for subject, look in looks)


def examine_endpoints(settings: Settings) -> tuple[Finding, ...]:
    """Whether live endpoints answer as the source files suppose: asks other people's servers, once each.

    Raises BadSettingError without a contact, NotFoundError and BadDataFileError for the file of probes,
    CrawlError when they could not be asked at all.
    """
    from spiders.probes.ask import ask_probes

    return tuple(
        Finding(
            level="good" if one.outcome == "as expected" else "note",
            subject=one.name,
            told=f"{one.outcome}: {one.told} ({one.address})",
        )
        for one in ask_probes(settings)
    )


def _looked(subject: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return look(settings)
    except (GigawatchError, OSError) as error:
        return Finding(level="bad", subject=subject, told=str(error))


def _data_folder(settings: Settings) -> Finding:
    nearest = _existing(settings.data_dir)
    if not nearest.is_dir():
        return Finding(level="bad", subject="data folder", told=f"{nearest} is not a folder")
    try:
        # Permissions alone do not tell: a folder may be on a read-only disk, or full, or the kernel's.
        with tempfile.TemporaryFile(dir=nearest) as file:
            file.write(b"gigawatch")
    except OSError as error:
        return Finding(level="bad", subject="data folder", told=f"{nearest} cannot be written to: {error}")
    told = str(settings.data_dir) + ("" if settings.data_dir.exists() else " (made by the first update)")
    return Finding(level="good", subject="data folder", told=told)


def _disk(settings: Settings) -> Finding:
    free_gb = shutil.disk_usage(_existing(settings.data_dir)).free / 1e9
    level: Literal["good", "bad"] = "good" if free_gb >= LOW_DISK_GB else "bad"
    return Finding(level=level, subject="disk", told=f"{free_gb:.1f} GB free")


def _sources(settings: Settings) -> Finding:
    found = load_sources(settings.sources_dir)
    return Finding(level="good", subject="sources", told=f"{len(found)}, see `gigawatch sources`")


def _contact(settings: Settings) -> Finding:
    if settings.contact is None:
        told = 'GIGAWATCH_CONTACT is not set; live sources need "Name email"'
        return Finding(level="bad", subject="contact", told=told)
    return Finding(level="good", subject="contact", told=settings.contact)


def _hosts(settings: Settings) -> Finding:
    rests = read_rests(*(hosts_path(source, settings) for source in load_sources(settings.sources_dir)))
    if not rests:
        return Finding(level="good", subject="hosts", told="none has asked to be left alone")
    return Finding(level="note", subject="hosts", told="; ".join(map(describe_rest, rests)))


def describe_rest(rest: Rest) -> str:
    """A host that is left alone, why and until when."""
    return f"{rest.host} answered {rest.why} and is left alone until {rest.until:%Y-%m-%d %H:%M} UTC"


def _model(settings: Settings) -> Finding:
    if not _is_installed(settings.model):
        told = f"{settings.model} is not installed: run `make setup`, or set GIGAWATCH_MODEL to one that is"
        return Finding(level="bad", subject="model", told=told)
    from extractors.reader import Reader

    return Finding(level="good", subject="model", told=f"{settings.model}, reader {Reader(settings).version}")


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):  # "os.path.x", "", ".x": no name of a package
        return False


def _market(settings: Settings) -> Finding:
    if not settings.market_path.exists():
        told = "not there yet; `gigawatch update` makes it"
        return Finding(level="note", subject="market.duckdb", told=told)
    from warehouse.read import list_views

    told = f"{len(list_views(settings))} views, see `gigawatch schema`"
    return Finding(level="good", subject="market.duckdb", told=told)


def _mail(settings: Settings) -> Finding:
    if settings.smtp_host is None:
        told = f"no GIGAWATCH_SMTP_HOST: mails go to {settings.outbox_dir}"
        return Finding(level="note", subject="mail", told=told)
    if not settings.mail_to:
        return Finding(level="bad", subject="mail", told="GIGAWATCH_MAIL_TO names nobody")
    return Finding(level="good", subject="mail", told=f"{settings.smtp_host} answers {greet(settings)}")


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
