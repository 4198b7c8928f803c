"""The errors a caller may want to catch. Each message says what is wrong and what would be right."""

from __future__ import annotations

from pipeline.reports import CrawlReport


class GigawatchError(Exception):
    """Base of all errors this project raises on purpose; the CLI shows them without a traceback."""


class BadSettingError(GigawatchError):
    """A setting has a value that cannot work; nothing was done."""


class BadDataFileError(GigawatchError):
    """A data file (aliases, chips, units, frames, sources) breaks its own rules."""


class CrawlError(GigawatchError):
    """A spider's subprocess failed as a whole; what it had landed is kept."""

    report: CrawlReport | None = None
    """What it did until then, where it could still tell."""


class SlowCrawlError(CrawlError):
    """A crawl that was not done in its time, and was ended; another try at once would take as long."""


class BadArchiveError(GigawatchError):
    """A file is no web archive, or one that nobody should open; nothing of it was taken."""


class WarehouseError(GigawatchError):
    """The warehouse refuses: an edited migration, a failed check, a lock held by another process."""


class NotFoundError(GigawatchError):
    """An id or a file that was asked for does not exist."""


class BusyError(GigawatchError):
    """Another update is at work on the same data folder."""


class MailError(GigawatchError):
    """The mail server refused, or could not be reached; the message was not delivered."""


class MailRefusedError(MailError):
    """The mail server refused the sender or every receiver before it was given anything to deliver."""


class StoppedError(GigawatchError):
    """Whoever runs this asked for an end (Ctrl-C, SIGTERM); what was complete by then is kept."""

    report: CrawlReport | None = None
    """As of a CrawlError."""
