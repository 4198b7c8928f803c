"""A server of small pages that costs next to nothing, and says how long its last page was after its first.

Run as `python -m tests.bench.site PAGES HOSTS`; prints its port and serves till its stdin ends.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import NamedTuple
from urllib.request import urlopen

WORDS = """
The operator said on Monday that its new campus would draw power from two substations and that racks arrive
in spring while lenders landlords and neighbours ask for terms dates and guarantees
""".split()  # noqa: SIM905 - a list would take a screen
PARAGRAPHS, SENTENCES = 12, 5
"""Some 5 kB a page: a wire's story without its decoration."""
ROBOTS = b"User-agent: *\nDisallow: /private/\n"


class Window(NamedTuple):
    """What was asked for since the last look: pages, and seconds from the first request to the last."""

    pages: int
    seconds: float


def story_path(number: int) -> str:
    """Where a page is, on every host."""
    return f"/story/{number}.html"


def host(number: int) -> str:
    """The name of one host."""
    return f"h{number}.bench.example"


def stories(pages: int, hosts: int) -> Iterator[tuple[str, str]]:
    """Host and path of every page, the hosts in turn."""
    for number in range(pages):
        yield host(number % hosts), story_path(number)


def story(number: int) -> str:
    """One page; the same number gives the same words."""
    chosen = random.Random(number)
    paragraphs = (
        " ".join(" ".join(chosen.choices(WORDS, k=14)).capitalize() + "." for _ in range(SENTENCES))
        for _ in range(PARAGRAPHS)
    )
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = f"Campus {number} takes shape"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>\n{body}</article></body></html>"
    )


def feed(pages: int, hosts: int) -> str:
    """RSS of all pages."""
    items = "".join(
        f"<item><title>Campus {number} takes shape</title><link>http://{name}{path}</link>"
        "<pubDate>Thu, 19 Feb 2026 16:10:07 GMT</pubDate></item>"
        for number, (name, path) in enumerate(stories(pages, hosts))
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Bench</title>{items}</channel></rss>'


@contextmanager
def running_site(pages: int, hosts: int) -> Iterator[int]:
    """The server in a process of its own; gives its port."""
    command = (sys.executable, "-m", __spec__.name, str(pages), str(hosts))
    with Popen(command, stdin=PIPE, stdout=PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def window(port: int) -> Window:
    """What was asked for since the last look."""
    with urlopen(f"http://127.0.0.1:{port}/window") as answer:
        return Window(*json.load(answer))


class _Site:
    def __init__(self, pages: int, hosts: int) -> None:
        html = "text/html; charset=utf-8"
        self._answers = {
            story_path(number).encode(): _answer(gzip.compress(story(number).encode()), html, packed=True)
            for number in range(pages)
        }
        self._answers[b"/feed"] = _answer(feed(pages, hosts).encode(), "application/rss+xml")
        self._answers[b"/robots.txt"] = _answer(ROBOTS, "text/plain")
        self._nothing = _answer(b"no such page", "text/plain", status="404 Not Found")
        self._times: list[float] = []

    def answer(self, path: bytes) -> bytes:
        if path == b"/window":
            times, self._times = self._times, []
            return _answer(
                json.dumps((len(times), times[-1] - times[0] if times else 0.0)).encode(), "text/json"
            )
        if path.startswith(b"/story/"):
            self._times.append(time.perf_counter())
        return self._answers.get(path, self._nothing)


def _answer(body: bytes, content_type: str, *, packed: bool = False, status: str = "200 OK") -> bytes:
    encoding = "Content-Encoding: gzip\r\n" if packed else ""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{encoding}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection(asyncio.Protocol):
    """As much of HTTP/1.1 as crawlers need: one request after another, none with a body."""

    def __init__(self, site: _Site) -> None:
        self._site = site
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *heads, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for head in heads:
            self._transport.write(self._site.answer(head.split(b" ", 2)[1]))


async def _serve(pages: int, hosts: int) -> None:
    site = _Site(pages, hosts)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(site), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - whoever started us reads it
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
