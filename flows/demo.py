"""The demo: the real update over the bundled world, with a mail server of its own."""

from __future__ import annotations

from pathlib import Path

from flows.postbox import LOOPBACK, postbox
from flows.report import UpdateReport
from flows.run import run_update
from pipeline.settings import Settings, read_settings
from spiders.world.serve import World, running_world

RECEIVER = "desk@gigawatch.example"


def run_demo(folder: Path) -> tuple[UpdateReport, int, Settings]:
    """One update over the bundled sources into `folder`; mails land in `folder/mail`."""
    with running_world() as world, postbox(folder / "mail") as port:
        settings = demo_settings(folder, world, port)
        report, status = run_update(settings, ask_all=True)
    return report, status, settings


def demo_settings(folder: Path, world: World, smtp_port: int) -> Settings:
    """Settings under which everything stays on this machine, whatever the user's own say."""
    return read_settings(
        data_dir=folder.resolve(),
        sources_dir=world.sources_dir,
        contact="Gigawatch demo demo@gigawatch.example",
        routes=world.routes,
        smtp_host=LOOPBACK,
        smtp_port=smtp_port,
        smtp_starttls=False,
        smtp_user="",
        smtp_password="",
        mail_from="alerts@gigawatch.example",
        mail_to=(RECEIVER,),
    )


def is_unchanged(report: UpdateReport) -> bool:
    """Whether a round found nothing new at all."""
    added = report.loaded.model_dump().values() if report.loaded else ()
    mailed = report.mail.deals if report.mail else 0
    return not any((*added, mailed, *(crawl.landed for crawl in report.crawls)))
