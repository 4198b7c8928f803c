"""A real HTTP server whose pages a test sets, and which remembers every request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from spiders.sources import Source


@dataclass(frozen=True)
class Page:
    """One answer, sent to the letter; `announced` overrides Content-Length, so that a page can break off."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    chunked: bool = False
    drip_s: float = 0.0
    """Seconds between two bytes."""
    before: Callable[[], None] | None = None
    """Done before anything is answered."""


@dataclass(frozen=True)
class Visit:
    """One request as it came in."""

    at: float
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class Web:
    """Pages by public address; a list of pages is answered in turn, its last one for ever."""

    port: int
    pages: dict[str, Page | list[Page]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    otherwise: Callable[[str], Page] = lambda _: Page(b"no such page", 404)
    """The answer for an address without a page."""

    @property
    def address(self) -> str:
        """host:port to route to."""
        return f"127.0.0.1:{self.port}"

    def put(self, url: str, body: str | bytes, **options: object) -> None:
        """Puts a page at its address."""
        content = body.encode() if isinstance(body, str) else body
        self.pages[url] = Page(content, **options)  # type: ignore[arg-type]

    def asked(self) -> list[str]:
        """The addresses asked for so far, in order, without robots.txt."""
        return [visit.url for visit in self.visits if not visit.url.endswith("/robots.txt")]

    def answer(self, url: str) -> Page:
        """The next answer for an address."""
        page = self.pages.get(url) or self.otherwise(url)
        if isinstance(page, list):
            return page.pop(0) if len(page) > 1 else page[0]
        return page


@contextmanager
def running_web() -> Iterator[Web]:
    """Serves on a free port of loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.web = web = Web(port=server.server_address[1])  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Notes the request and sends the page."""
        web: Web = self.server.web  # type: ignore[attr-defined]
        url = f"http://{self.headers['Host']}{self.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        web.visits.append(Visit(time.monotonic(), url, dict(self.headers), body))
        page = web.answer(url)
        if page.before:
            page.before()
        etag = page.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            page = Page(status=304)
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(page.body), page.body))
            return
        if page.status != 304:
            self.send_header("Content-Length", str(page.announced or len(page.body)))
        self.end_headers()
        try:
            for at in range(len(page.body)) if page.drip_s else ():
                time.sleep(page.drip_s)
                self.wfile.write(page.body[at : at + 1])
            self.wfile.write(b"" if page.drip_s else page.body)
        except ConnectionError:
            self.close_connection = True
        if page.announced:
            self.close_connection = True

    do_POST = do_GET  # noqa: N815 - the name http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Nothing: `Web.visits` is the log."""


def feed_fields(**fields: object) -> dict[str, object]:
    """A source file's content: one feed of this web, asked without pauses, unless told otherwise."""
    return {
        "name": "news",
        "title": "News",
        "kind": "feed",
        "tier": "press",
        "document_kind": "article",
        "live": False,
        "every_minutes": 15,
        "expected_items": 1,
        "politeness": {"seconds": 0, "timeout_s": 5},
        "urls": ["http://news.example/feed"],
        **fields,
    }


def feed_source(**fields: object) -> Source:
    """The same as a Source."""
    return Source.model_validate(feed_fields(**fields))


def rss(*links: str, extra: str = "") -> str:
    """A feed of one item per link."""
    items = "".join(f"<item><title>Story at {link}</title><link>{link}</link></item>" for link in links)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}{extra}</channel></rss>'
    )
