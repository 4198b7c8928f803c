"""Scrapy's httpx download handler, with routes, a copy of the response as received, and replayable by vcrpy.

Builds on a private class of Scrapy 2.19 (hence its exact pin): of the handlers Scrapy ships, vcrpy can
record only those on httpx and aiohttp.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx
from scrapy import Request
from scrapy.core.downloader.handlers._httpx import HttpxDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Headers, Response

from spiders.addresses import PublicNetwork
from spiders.hosts import Hosts
from spiders.received import Received
from spiders.retry_after import rest_s
from spiders.urls import host_of

RECEIVED = "gigawatch_received"
"""Key of the Received in `request.meta`, there once a download has ended well."""

ROUTES = "GIGAWATCH_ROUTES"
HOSTS = "GIGAWATCH_HOSTS"
"""Scrapy setting: the file in which all crawls of this machine agree on each host."""
PAUSE = "GIGAWATCH_PAUSE"
"""Scrapy setting: seconds between two requests to one host."""
CRAWL_DELAY = "gigawatch_crawl_delay"
"""Key of `request.meta`: seconds between two pages of this host, by its robots.txt."""
IS_ROBOTS = "dont_obey_robotstxt"
"""Key of `request.meta`: Scrapy's own, of the requests for robots.txt."""

MAY_BE_MISSING = "gigawatch_may_be_missing"
"""Key of `request.meta`: this host answers 403 for some files that it does not have."""
IS_MISSING = "gigawatch_is_missing"
"""Key of `request.meta`: the 403 that came is taken for such a file's, and the host does not rest."""

PATIENCE_S = 60.0
"""A host that has asked for a rest no longer than this is waited for; any other is left to a later round."""
LONGEST_WAIT_S = 300.0
"""The same for its next turn."""
ENOUGH_S = 1500.0
"""After this time a round waits for nothing more, and so ends before it is stopped (`crawl.ROUND_S`)."""

DRIP_TIMEOUTS = 5
"""A whole response may take this many times the timeout, which itself is counted anew with every byte."""


class HostRestsError(IgnoreRequest):
    """The host has asked, of this crawl or another, to be left alone, or to be asked less often."""


class ReceivingHandler(HttpxDownloadHandler):
    """Downloads http and https; a routed host is asked in plain http at its loopback address.

    Scrapy, the archive and the server (by the Host header) see the public address all the same.
    """

    experimental = False  # we pin the version we tested, so Scrapy need not warn at every start

    def __init__(self, crawler: Crawler) -> None:
        self._routes: dict[str, str] = crawler.settings.getdict(ROUTES)  # first, for _make_client
        super().__init__(crawler)
        self._hosts = Hosts(crawler.settings.get(HOSTS, ":memory:"))
        self._pause_s = crawler.settings.getfloat(PAUSE)
        self._began = time.monotonic()
        self._free_at: dict[str, float] = {}
        """By the monotonic clock: when each host's own answers allow the next request."""
        self._forbade: set[str] = set()
        """Hosts whose latest answer was a 403 taken for a missing file."""

    async def download_request(self, request: Request) -> Response:
        """Raises what Scrapy's own handlers raise, and HostRestsError for what a later round must ask."""
        request.meta.pop(RECEIVED, None)
        host = host_of(request.url).rstrip(".")
        await self._wait_for_turn(host, request)
        total_s = DRIP_TIMEOUTS * float(request.meta.get("download_timeout", 60))
        try:
            async with asyncio.timeout(total_s):
                response = await super().download_request(request)
            if not self._takes_for_missing(host, request, response):
                self._heed(host, response, is_robots=request.meta.get(IS_ROBOTS, False))
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url} was not complete after {total_s:g} seconds") from error
        finally:
            self._hosts.answered(host)
            self._free_at[host] = time.monotonic() + self._pause_s
        request.meta[RECEIVED] = Received(
            body=response.body,
            is_cut="dataloss" in response.flags,
            ip_address=str(response.ip_address) if response.ip_address else None,
            **request.meta.pop(_HEAD),
        )
        return response

    async def close(self) -> None:
        """Scrapy calls this at the end."""
        await super().close()
        self._hosts.close()

    async def _wait_for_turn(self, host: str, request: Request) -> None:
        # Here and not in a middleware: requests that wait for their turn have passed all of those.
        is_robots = request.meta.get(IS_ROBOTS, False)
        delay_s = None if is_robots else float(request.meta.get(CRAWL_DELAY) or 0.0)
        while True:
            if rest := self._hosts.rest_of(host):
                wait_s = rest.until.timestamp() - time.time()
                if wait_s > PATIENCE_S:
                    raise HostRestsError(f"{host} asked with {rest.why} to be left alone till {rest.until}")
            elif (wait_s := self._free_at.get(host, 0.0) - time.monotonic()) <= 0.0:
                wait_s = self._hosts.take_turn(host, pause_s=self._pause_s, crawl_delay_s=delay_s)
                if wait_s == 0.0:
                    return
            if wait_s > LONGEST_WAIT_S:
                raise HostRestsError(f"the pace of {host} has no turn for {wait_s:.0f} seconds")
            if time.monotonic() - self._began > ENOUGH_S:
                raise HostRestsError(f"this round has no time left for {host}")
            await asyncio.sleep(max(wait_s, 0.0))

    def _takes_for_missing(self, host: str, request: Request, response: Response) -> bool:
        """One 403 may be of the file; the next one with no good answer in between is of the asker."""
        if response.status < HTTPStatus.BAD_REQUEST and not request.meta.get(IS_ROBOTS):
            self._forbade.discard(host)
        is_missing = (
            response.status == HTTPStatus.FORBIDDEN
            and bool(request.meta.get(MAY_BE_MISSING))
            and "Retry-After" not in response.headers
            and host not in self._forbade
        )
        if is_missing:
            self._forbade.add(host)
        request.meta[IS_MISSING] = is_missing
        return is_missing

    def _heed(self, host: str, response: Response, *, is_robots: bool) -> None:
        retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
        seconds = rest_s(response.status, retry_after, now=time.time(), is_robots=is_robots)
        if seconds is not None:
            self._hosts.rest(host, seconds=seconds, why=str(response.status))

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
        routed = copy(request)  # `replace` would parse and escape the address anew
        routed._url = parts._replace(scheme="http", netloc=address).geturl()
        routed.headers = Headers(request.headers)
        routed.headers["Host"] = parts.netloc
        routed._meta = {name: value for name, value in request.meta.items() if name != "proxy"}
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
