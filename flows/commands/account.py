"""What an update did, told to a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.report import UpdateReport, read_words, told, waiting_words


def tell_update(report: UpdateReport, *, landed: int = 0) -> None:
    """Fetched, read, new, published, mailed, failed: one line each; `landed` counts what no crawl brought."""
    console = Console(highlight=False)
    if report.crawls:
        console.print(_crawl_table(report))
    for source, why in report.unanswered.items():
        console.print(
            f"[bold yellow]no answer[/bold yellow]    {escape(source)}: {escape(why)}", soft_wrap=True
        )
    for name, line in _lines(report, landed).items():
        console.print(f"[bold]{name:<12}[/bold] {escape(line)}", soft_wrap=True)
    for failure in report.failures:
        about = f"{failure.step} {failure.subject}".strip()
        console.print(
            f"[bold red]failed[/bold red]       {escape(about)}: {escape(failure.message)}", soft_wrap=True
        )


def _crawl_table(report: UpdateReport) -> Table:
    table = Table("source", box=None, header_style="bold")
    for head in ("fetched", "not modified", "landed", "problems", "refused"):
        table.add_column(head, justify="right")
    for crawl in report.crawls:
        counts = (crawl.fetched, crawl.not_modified, crawl.landed)
        table.add_row(crawl.source, *map(str, counts), told(crawl.quarantined), told(crawl.refused))
    return table


def _lines(report: UpdateReport, landed: int) -> Mapping[str, str]:
    landed += sum(crawl.landed for crawl in report.crawls)
    nothing = "nothing: no source answered" if report.is_cut_off else "nothing new"
    lines = {"landed": f"{landed} new documents" if landed else nothing}
    if report.not_due:
        lines["not due"] = f"{waiting_words(report)} (--all asks all)"
    if report.batches:
        lines["read"] = read_words(report)
        lines["quarantined"] = told(report.quarantined)
    if report.loaded is not None:
        loaded = report.loaded
        lines["warehouse"] = (
            f"{loaded.documents} documents, {loaded.deal_claims} deal claims and {loaded.figure_claims} "
            f"figure claims added; {loaded.new_deals} deals new, {loaded.changed_deals} changed"
        )
    if report.published is not None:
        published = report.published
        lines["published"] = f"{published.deals} deals, {published.figures} figures in {published.snapshot}"
    if report.page is not None:
        lines["page"] = str(report.page)
    if report.mail is not None:
        lines["mail"] = mail_words(report)
    return lines


def mail_words(report: UpdateReport) -> str:
    """Where the mail went, or that there was nothing to tell."""
    mail = report.mail
    if mail is None:
        return "not tried"
    unsure = f"; {len(mail.unsure)} earlier mails may not have arrived" if mail.unsure else ""
    if not mail.deals:
        return "nothing to tell" + unsure
    where = ", ".join(mail.sent_to) if mail.outbox is None else str(mail.outbox)
    return f"“{mail.subject}” to {where}{unsure}"
