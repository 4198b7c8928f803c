"""For how long an answer asks to be left alone: its status, and Retry-After (RFC 9110, 10.2.3)."""

from __future__ import annotations

import re
from http import HTTPStatus

from twisted.web.http import stringToDatetime

from spiders.hosts import MAX_REST_S

BREAK_S = 600.0
"""The least rest after 403 and 429: the SEC's block lasts ten minutes, and longer for who goes on asking."""
BREAKERS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})

SECONDS = re.compile(r"^[0-9]{1,9}$")


def rest_s(status: int, retry_after: str | None, *, now: float, is_robots: bool = False) -> float | None:
    """Seconds from `now` (of the epoch), at most a day; None where the answer asks for nothing.

    A robots.txt answered with 403 restricts nothing (RFC 9309, 2.3.1.3), so it asks for no rest either.
    """
    said = _seconds(retry_after or "", now)
    if status in BREAKERS and not (is_robots and status == HTTPStatus.FORBIDDEN):
        return min(max(said or 0.0, BREAK_S), MAX_REST_S)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and said:
        return min(said, MAX_REST_S)
    return None


def _seconds(retry_after: str, now: float) -> float | None:
    """What the header says, as a number or as one of the three forms of an HTTP date; None if neither."""
    value = retry_after.strip()
    if SECONDS.match(value):
        return float(value)
    try:
        at: int = stringToDatetime(value.encode("latin-1"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError):
        return None
    return max(0.0, at - now)
