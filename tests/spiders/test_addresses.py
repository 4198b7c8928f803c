"""No connection into the network of whoever runs this, however a name is looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpcore
import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from spiders.addresses import LookUp, PrivateAddressError, PublicNetwork, is_public
from spiders.guard import PublicHostsOnly
from spiders.handler import ROUTES, ReceivingHandler
from tests.spiders.web import Web, running_web


@pytest.fixture
def inside() -> Iterator[Web]:
    with running_web() as web:
        web.put("http://localhost/", "secret")
        yield web


class Recording(httpcore.AsyncMockBackend):
    """Notes where it is asked to connect; the first address does not answer."""

    def __init__(self) -> None:
        super().__init__([])
        self.asked: list[str] = []

    async def connect_tcp(
        self, host: str, *arguments: object, **options: object
    ) -> httpcore.AsyncNetworkStream:
        self.asked.append(host)
        if len(self.asked) == 1:
            raise httpcore.ConnectError("nobody there")
        return httpcore.AsyncMockStream([])


def answers(*lists: tuple[str, ...]) -> LookUp:
    """A name server that gives one list after another."""
    remaining = iter(lists)

    async def look_up(_host: str) -> tuple[str, ...]:
        return next(remaining)

    return look_up


def test_the_connection_goes_to_the_addresses_that_were_checked() -> None:
    inner = Recording()
    network = PublicNetwork(inner, (), look_up=answers(("2606:4700::1111", "1.1.1.1"), ("127.0.0.1",)))
    asyncio.run(network.connect_tcp("rebinding.example", 80))
    assert inner.asked == ["2606:4700::1111", "1.1.1.1"]
    with pytest.raises(PrivateAddressError, match=r"rebinding\.example is at 127\.0\.0\.1"):
        asyncio.run(network.connect_tcp("rebinding.example", 80))
    assert len(inner.asked) == 2


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    inner = Recording()
    with pytest.raises(PrivateAddressError):
        asyncio.run(
            PublicNetwork(inner, (), look_up=answers(("1.1.1.1", "10.0.0.1"))).connect_tcp("a.example", 80)
        )
    assert inner.asked == []


def test_the_client_of_the_handler_reaches_loopback_only_where_a_route_leads(inside: Web) -> None:
    url = f"http://localhost:{inside.port}/"

    async def get(routes: dict[str, str]) -> int:
        handler = ReceivingHandler(get_crawler(settings_dict={ROUTES: routes}))
        return int((await handler._default_client.get(url)).status_code)

    with pytest.raises(PrivateAddressError):
        asyncio.run(get({}))
    assert inside.visits == []
    assert asyncio.run(get({"news.example": f"localhost:{inside.port}"})) in (200, 404)
    assert len(inside.visits) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("::ffff:1.1.1.1", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::101:101", True),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::", False),
        ("2002:101:101::", True),
        ("2001:0:101:101::1", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_what_counts_as_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0x7f000001",
        "0x7f.0.0.1",
        "[::1]",
        "[::ffff:7f00:1]",
        "\uff11\uff12\uff17.0.0.1",
        "[fe80::1]",
        "169.254.169.254",
        "[64:ff9b::7f00:1]",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_an_address_within_passes_the_guard(scheme: str, host: str) -> None:
    guard = PublicHostsOnly({"news.example": "127.0.0.1:80"})
    request = Request(f"{scheme}://{host}/admin")
    with pytest.raises(PrivateAddressError, match="is not a public address"):
        asyncio.run(guard.process_request(request))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE://localhost/etc/passwd",
        "data:text/plain,x",
        "ftp://1.1.1.1/x",
        "gopher://1.1.1.1/",
        "s3://bucket/x",
    ],
)
def test_only_http_passes_the_guard(url: str) -> None:
    with pytest.raises(PrivateAddressError, match="only http and https are asked"):
        asyncio.run(PublicHostsOnly({"": "127.0.0.1:80"}).process_request(Request(url)))
