"""Serves the bundled world: virtual hosts by the Host header, on 127.0.0.1 and nowhere else."""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

from spiders.world.reply import Ask, Reply, Site
from spiders.world.sites import read_sites

LOOPBACK = "127.0.0.1"
SOURCES_DIR = Path(__file__).parent / "sources"
TINY = 200
"""Bodies below this many bytes are not worth compressing."""


class Request(NamedTuple):
    """One request the world answered."""

    host: str
    path: str
    """With the query, if any."""
    status: int
    user_agent: str
    at_s: float
    """Seconds on the monotonic clock, so that a test can tell how far apart requests were."""


@dataclass
class World:
    """A running bundled world; its sites' state (a 503 that heals) starts anew with each server."""

    port: int
    sites: Mapping[str, Site]
    sources_dir: Path = SOURCES_DIR
    requests: list[Request] = field(default_factory=list)
    _visits: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    @property
    def routes(self) -> dict[str, str]:
        """Host name to "127.0.0.1:port": what `Settings.routes` takes."""
        return dict.fromkeys(self.sites, f"{LOOPBACK}:{self.port}")

    def statuses(self, host: str, path: str) -> list[int]:
        """What was answered for one address so far, in order."""
        return [asked.status for asked in self.requests if (asked.host, asked.path) == (host, path)]

    def answer(self, host: str, target: str, user_agent: str) -> Reply:
        """The reply of the site behind `host` for a request target (path with query)."""
        site = self.sites.get(host)
        if site is None:
            return Reply(f"<p>No such host here: {host!a}</p>".encode(), status=421)
        with self._lock:
            visits = self._visits[host, target]
            self._visits[host, target] += 1
        return site.answer(Ask(target, user_agent, visits))


@contextmanager
def running_world(port: int = 0) -> Iterator[World]:
    """The world, served in threads of this process until the block ends; port 0 takes a free one.

    Raises BadDataFileError before anything is bound when a data file of the world breaks its rules.
    """
    sites = read_sites()
    with _Server((LOOPBACK, port), _Handler) as server:
        server.world = World(port=server.server_address[1], sites=sites)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.world
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    world: World

    def __init__(self, address: tuple[str, int], handler: type[_Handler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket] = set()

    def get_request(self) -> tuple[socket, object]:
        """As in the base class, and remembers the connection."""
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket) -> None:  # type: ignore[override]
        """As in the base class, and forgets the connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends connections that clients keep alive, so that a server that is down answers nobody."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error of ours; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "World"
    sys_version = ""
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        """Answers one request and notes it."""
        target = urlsplit(self.path)
        # A client that takes the world for its HTTP proxy sends the whole address in the request line.
        host = (target.netloc or self.headers.get("Host", "")).split(":")[0].lower()
        asked = target._replace(scheme="", netloc="").geturl() or "/"
        agent = self.headers.get("User-Agent", "")
        reply = self.server.world.answer(host, asked, agent)
        headers, body = _packed(reply, self.headers.get("Accept-Encoding", ""))
        if reply.modified_at is not None and reply.etag is not None:
            headers |= {
                "ETag": reply.etag,
                "Last-Modified": self.date_time_string(int(reply.modified_at.timestamp())),
            }
        status = 304 if reply.status == 200 and self._has_it(reply) else reply.status
        self.server.world.requests.append(Request(host, asked, status, agent, monotonic()))
        self._send(status, headers, b"" if status == 304 else body)

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def _has_it(self, reply: Reply) -> bool:
        """Whether the client's copy is current; If-None-Match comes first (RFC 9110, 13.2.2)."""
        if reply.modified_at is None:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or reply.etag in known
        since = _read_date(self.headers.get("If-Modified-Since", ""))
        return since is not None and reply.modified_at.replace(microsecond=0) <= since

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if status != 304 or name not in ("Content-Type", "Content-Encoding"):
                self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing: `World.requests` is the log."""


def _packed(reply: Reply, accepted: str) -> tuple[dict[str, str], bytes]:
    headers = {"Content-Type": reply.content_type, "Vary": "Accept-Encoding", **reply.headers}
    if not reply.is_cut and ("gzip" not in accepted or len(reply.body) < TINY):
        return headers, reply.body
    headers["Content-Encoding"] = "gzip"
    packed = gzip.compress(reply.body, mtime=0)
    return headers, packed[: len(packed) // 2] if reply.is_cut else packed


def _read_date(stated: str) -> datetime | None:
    try:
        return datetime.strptime(stated, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None  # RFC 9110, 13.1.3: a date that cannot be read is ignored
