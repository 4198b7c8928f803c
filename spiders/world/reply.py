"""What a site of the bundled world is asked and what it answers, before HTTP's own rules are applied."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Ask:
    """One request; `target` is path and query, `visits` counts earlier requests for it since the start."""

    target: str
    user_agent: str = ""
    visits: int = 0


@dataclass(frozen=True)
class Reply:
    """One answer; `body` is what a client has after decoding."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    modified_at: datetime | None = None
    """Gives Last-Modified; None for answers that no client should keep."""
    is_cut: bool = False
    """The gzip stream stops half-way, as when a server dies behind its proxy."""

    @property
    def etag(self) -> str | None:
        """A strong validator from the content, so that it is the same on every run."""
        if self.modified_at is None:
            return None
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


class Site(Protocol):
    """Everything behind one host name."""

    def answer(self, ask: Ask) -> Reply:
        """The reply to one request; a path nobody knows is a 404, never an exception."""


def not_found(path: str) -> Reply:
    """A plain 404."""
    return Reply(f"<h1>Not found</h1><p>No page at {_quoted(path)}.</p>".encode(), status=404)


def moved(location: str) -> Reply:
    """A permanent redirect."""
    body = f'<p>Moved to <a href="{_quoted(location)}">another address</a>.</p>'.encode()
    return Reply(body, status=301, headers={"Location": location})


def unavailable(retry_after_s: int) -> Reply:
    """A 503 that says when to come again, in seconds."""
    return Reply(b"<h1>Service unavailable</h1>", status=503, headers={"Retry-After": str(retry_after_s)})


def text(lines: str, modified_at: datetime | None = None) -> Reply:
    """A text/plain answer, such as a robots.txt."""
    return Reply(lines.encode(), "text/plain; charset=utf-8", modified_at=modified_at or BUILT_AT)


BUILT_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""Last-Modified of what has no date of its own."""


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
