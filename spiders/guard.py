"""Downloader middlewares: those that say no before a request is sent (private addresses, robots.txt), and
that which unpacks."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from spiders.addresses import PrivateAddressError, is_public, look_up
from spiders.handler import CRAWL_DELAY, ROUTES, HostRestsError
from spiders.urls import DEFAULT_PORTS, host_of

MAX_CRAWL_DELAY_S = 86_400.0
ALLOW_ALL = b""
DESPITE_ROBOTS = "gigawatch_despite_robots"
"""Key of `request.meta`: the one address that the source's file says to ask whatever robots.txt says."""

IS_PAGE = "gigawatch_is_page"
"""Key of `request.meta`: the answer lands as received, and nobody here reads it."""

logger = logging.getLogger(__name__)


class ForbiddenByRobotsError(IgnoreRequest):
    """The host's robots.txt says no."""


class RobotsUnreachableError(IgnoreRequest):
    """The host's robots.txt could not be had, so nobody knows whether it says no."""


class PublicHostsOnly:
    """Refuses hosts that are, or resolve to, private or loopback addresses, unless they are routed.

    Feeds are strangers' input: a link or a redirect in one must not reach a machine behind the firewall.
    The connection checks once more (`PublicNetwork`); refusing here spares the host's robots.txt.
    """

    def __init__(self, routes: dict[str, str]) -> None:
        self._routes = routes
        self._verdicts: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of building a middleware."""
        return cls(crawler.settings.getdict(ROUTES))

    async def process_request(self, request: Request) -> None:
        """Raises PrivateAddressError; a host that does not resolve is left for the download to report."""
        host = host_of(request.url)
        if urlsplit(request.url).scheme not in DEFAULT_PORTS:
            raise PrivateAddressError(f"only http and https are asked, not {request.url[:100]}")
        if host in self._routes:
            return
        if host not in self._verdicts:
            self._verdicts[host] = await _private_address(host)
        if found := self._verdicts[host]:
            raise PrivateAddressError(f"{host} is at {found}, which is not a public address")


async def _private_address(host: str) -> str | None:
    try:
        addresses = await look_up(host)
    except OSError:
        return None
    return next((address for address in addresses if not is_public(address)), None)


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with the two rules of RFC 9309 it leaves out, and crawl delays told.

    A robots.txt answered with 4xx restricts nothing (an error page is not read as one); one answered with
    5xx, or not at all, after retries, restricts everything for now (RFC 9309, 2.3.1.3 and 2.3.1.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, IgnoreRequest] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Raises RobotsUnreachableError, and HostRestsError where the host rests."""
        netloc = urlsplit(request.url).netloc
        # Of several requests that wait for one robots.txt, Scrapy 2.19 tells the rules to the first alone
        # and lets the others through: their Deferred's result is gone once a future has taken it.
        async with self._turns[netloc]:
            parser = await super().robot_parser(request)
        if error := self._unreachable.get(netloc):
            raise error
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._unreachable[netloc] = RobotsUnreachableError(f"{response.url} answered {response.status}")
        if response.status >= 400:
            response = response.replace(body=ALLOW_ALL)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, HostRestsError):
            self._unreachable[netloc] = exc
        else:
            told = f"no robots.txt of {netloc}: {type(exc).__name__}: {exc}"
            self._unreachable[netloc] = RobotsUnreachableError(told)
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Scrapy's check, with an error of our own so that refusals can be counted by reason."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            told = f"robots.txt of {host_of(request.url)} forbids {request.url}"
            if request.meta.get(DESPITE_ROBOTS) != request.url:
                raise ForbiddenByRobotsError(told) from error
            logger.warning("%s: asked all the same, because the source file says so", told)
        delay_s = rp.crawl_delay(self._robotstxt_useragent or "") if rp else None
        # Set in any case: after a redirect, the meta is still that of another host.
        request.meta[CRAWL_DELAY] = min(delay_s or 0.0, MAX_CRAWL_DELAY_S)


class UnpackedIndexes(HttpCompressionMiddleware):
    """Scrapy's own unpacking, for what is read here: indexes and robots.txt. `Received` looks at the rest."""

    def process_response(self, request: Request, response: Response, spider: object = None) -> Any:  # noqa: ARG002
        """Scrapy's hook."""
        return response if request.meta.get(IS_PAGE) else super().process_response(request, response)
