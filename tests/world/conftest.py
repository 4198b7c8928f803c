from __future__ import annotations

import gzip
import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from spiders.world import serve
from spiders.world.serve import World, running_world

CONTACT = "Example Research desk@example.org"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    raw: bytes

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.raw) if self.headers["Content-Encoding"] == "gzip" else self.raw


Get = Callable[..., Answer]


@pytest.fixture
def world() -> Iterator[World]:
    with running_world() as world:
        yield world


@pytest.fixture
def get(world: World) -> Get:
    """Asks the running world over TCP; underscores in names of headers become dashes."""

    def ask(host: str, path: str, *, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=10)
        named = {"Host": host, "User-Agent": CONTACT} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    return ask


@pytest.fixture
def world_dir() -> Path:
    return Path(serve.__file__).parent
