"""Connections to public addresses only: looked up once, checked, and connected to as checked.

A check that leaves the look-up to the connection can be told one address, and the connection another
(DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property
from typing import Any

import httpcore
from httpcore._backends.anyio import AnyIOStream
from httpcore._utils import is_socket_readable
from scrapy.exceptions import IgnoreRequest

UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out to the public (RFC 4291, 2.4)."""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where networks without IPv4 put the hosts that have nothing else (RFC 6052)."""

LookUp = Callable[[str], Awaitable[tuple[str, ...]]]


class PrivateAddressError(IgnoreRequest):
    """The request would reach into the network of whoever runs this."""


async def look_up(host: str) -> tuple[str, ...]:
    """All addresses of a host, the preferred first. Raises OSError where it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def is_public(address: str) -> bool:
    """Whether an IP address, and an IPv4 one within it, belongs to one machine of the internet at large."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or _translated(ip)
        if within is None:
            return ip.is_global and ip in UNICAST
        ip = within
    return ip.is_global and not ip.is_multicast


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(ip.packed[-4:]) if ip in NAT64 else None


def require_public(host: str, addresses: Iterable[str]) -> None:
    """Raises PrivateAddressError when one of a host's addresses is not public."""
    for address in addresses:
        if not is_public(address):
            raise PrivateAddressError(f"{host} is at {address}, which is not a public address")


class _Known(AnyIOStream):
    """Whose socket is looked up once: for each request, the pool asks of every connection whether it broke
    off, and anyio asks the kernel for all addresses each time."""

    async def start_tls(self, *args: Any, **options: Any) -> _Known:
        stream = await super().start_tls(*args, **options)
        return _Known(stream._stream)  # type: ignore[attr-defined] # an AnyIOStream again

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return is_socket_readable(self._socket)
        return super().get_extra_info(info)

    @cached_property
    def _socket(self) -> Any:
        return super().get_extra_info("socket")


class PublicNetwork(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, and to those that routes lead to ("127.0.0.1:8000")."""

    def __init__(
        self, inner: httpcore.AsyncNetworkBackend, routed: Iterable[str], *, look_up: LookUp = look_up
    ) -> None:
        self._inner = inner
        self._routed = frozenset(routed)
        self._look_up = look_up

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises PrivateAddressError before connecting, and what httpcore raises after."""
        addresses = (host,) if f"{host}:{port}" in self._routed else await self._checked(host)
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
                return _Known(stream._stream) if type(stream) is AnyIOStream else stream
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = failure or error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise PrivateAddressError(f"{path} is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        """As httpcore's own."""
        await self._inner.sleep(seconds)

    async def _checked(self, host: str) -> tuple[str, ...]:
        try:
            addresses = await self._look_up(host)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        require_public(host, addresses)
        return addresses
