"""Which problem an answer or an exception is: the one place that knows statuses and Scrapy's errors."""

from __future__ import annotations

from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.addresses import PrivateAddressError
from spiders.guard import ForbiddenByRobotsError, RobotsUnreachableError
from spiders.handler import HostRestsError
from spiders.retry_after import BREAKERS
from spiders.sources import Source, SourceKind

NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    RobotsUnreachableError,
)
NOT_NOW = frozenset({401, 403, 407, 408, 425, 429, 451})
"""4xx that speak of the asker or the moment; all others say that the page is not there."""

LATER = "asked_to_rest"
"""The one refusal that does not settle an address."""


def ends_round(source: Source, status: int) -> bool:
    """Whether nothing more is asked in this round, for all that is left is with the one that answered so.

    The SEC's block (a 403) counts for all its hosts. Feeds, sitemaps and APIs that name pages of others go
    on: the host that turned us away rests, and no other for its sake.
    """
    is_one_publisher = source.kind is SourceKind.EDGAR or (source.kind is SourceKind.API and source.hosts)
    return bool(is_one_publisher) and status in BREAKERS


def status_problem(status: int) -> Problem:
    """The problem that a status other than 200 is."""
    known = {item.value: item.phrase for item in HTTPStatus}
    not_found = 400 <= status < 500 and status not in NOT_NOW
    reason = QuarantineReason.NOT_FOUND if not_found else QuarantineReason.UNAVAILABLE
    return Problem(reason=reason, detail=f"answered {status} {known.get(status, '')}".strip())


def error_problem(error: BaseException) -> Problem:
    """The problem that an exception of the download is."""
    detail = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, DownloadCancelledError):
        return Problem(reason=QuarantineReason.TOO_LARGE, detail=detail)
    if isinstance(error, NO_ANSWER):
        return Problem(reason=QuarantineReason.UNAVAILABLE, detail=detail)
    return Problem(reason=QuarantineReason.UNREADABLE, detail=detail)


def refusal(error: BaseException) -> str | None:
    """Why a request was never sent, None where it was."""
    if isinstance(error, ForbiddenByRobotsError):
        return "robots"
    if isinstance(error, PrivateAddressError):
        return "private_address"
    if isinstance(error, HostRestsError):
        return LATER
    return None
