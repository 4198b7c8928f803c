"""Scrapy's httpx download handler, with routes, a copy of the response as received, and replayable by vcrpy.

Builds on a private class of Scrapy 2.19 (hence its exact pin): of the handlers Scrapy ships, vcrpy can
record only those on httpx and aiohttp.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from scrapy import Request
from scrapy.core.downloader.handlers._httpx import HttpxDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Headers, Response

from spiders.addresses import PublicNetwork
from spiders.received import Received
from spiders.urls import host_of

RECEIVED = "gigawatch_received"
"""Key of the Received in `request.meta`, there once a download has ended well."""

ROUTES = "GIGAWATCH_ROUTES"
REST_STATUSES = "GIGAWATCH_REST_STATUSES"
"""Scrapy setting: the statuses with which a host asks to be left alone for a while."""

DRIP_TIMEOUTS = 5
"""A whole response may take this many times the timeout, which itself is counted anew with every byte."""


class HostRestsError(IgnoreRequest):
    """The host has asked, in this round, to be left alone."""


class ReceivingHandler(HttpxDownloadHandler):
    """Downloads http and https; a routed host is asked in plain http at its loopback address.

    Scrapy, the archive and the server (by the Host header) see the public address all the same.
    """

    experimental = False  # we pin the version we tested, so Scrapy need not warn at every start

    def __init__(self, crawler: Crawler) -> None:
        self._routes: dict[str, str] = crawler.settings.getdict(ROUTES)  # first, for _make_client
        super().__init__(crawler)
        self._rest_statuses = frozenset(map(int, crawler.settings.getlist(REST_STATUSES)))
        self._resting: set[str] = set()

    async def download_request(self, request: Request) -> Response:
        """Raises what Scrapy's own handlers raise, so that its retrying knows it, and HostRestsError."""
        request.meta.pop(RECEIVED, None)
        host = host_of(request.url)
        # Here and not in a middleware: requests that wait for their turn have passed all of those.
        if host in self._resting:
            raise HostRestsError(f"{host} asked to be left alone")
        total_s = DRIP_TIMEOUTS * float(request.meta.get("download_timeout", 60))
        try:
            async with asyncio.timeout(total_s):
                response = await super().download_request(request)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url} was not complete after {total_s:g} seconds") from error
        if response.status in self._rest_statuses:
            self._resting.add(host)
        request.meta[RECEIVED] = Received(
            body=response.body,
            is_cut="dataloss" in response.flags,
            ip_address=str(response.ip_address) if response.ip_address else None,
            **request.meta.pop(_HEAD),
        )
        return response

    def _make_client(self, proxy_url: str | None = None) -> httpx.AsyncClient:
        client: httpx.AsyncClient = super()._make_client(proxy_url)
        if proxy_url is None:  # a proxy may be private, and it is the one that looks hosts up
            # httpx has no option for this; httpcore, below it, has.
            pool = client._transport._pool  # type: ignore[attr-defined]
            pool._network_backend = PublicNetwork(pool._network_backend, self._routes.values())
        return client

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[httpx.Response]:
        async with super()._make_request(self._routed(request), timeout) as response:
            request.meta[_HEAD] = {
                "status": response.status_code,
                "reason": response.reason_phrase,
                "protocol": response.http_version,
                "headers": tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers.raw),
            }
            yield response

    def _routed(self, request: Request) -> Request:
        parts = urlsplit(request.url)
        address = self._routes.get(parts.hostname or "")
        if address is None:
            return request
        routed = request.replace(url=parts._replace(scheme="http", netloc=address).geturl())
        routed.headers["Host"] = parts.netloc
        routed.meta.pop("proxy", None)
        return routed

    @staticmethod
    def _build_base_response_args(response: httpx.Response, request: Request, headers: Headers) -> Any:
        if "network_stream" in response.extensions:
            return HttpxDownloadHandler._build_base_response_args(response, request, headers)
        return {
            "status": response.status_code,
            "url": request.url,
            "headers": headers,
            "certificate": None,
            "ip_address": None,
            "protocol": response.http_version,
        }

    def _log_tls_info(self, response: httpx.Response, request: Request) -> None:
        if "network_stream" in response.extensions:
            super()._log_tls_info(response, request)


_HEAD = "gigawatch_head"
