"""The only Scrapy settings of the project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spiders.handler import HOSTS, PAUSE, ROUTES, ReceivingHandler
from spiders.sources.model import Politeness

MIN_DELAY_S = 0.01
"""Without any delay Scrapy 2.19 starts all that waits for a host at once, because without a reactor it counts
a download only when its task first runs (Downloader._process_queue)."""

ANONYMOUS = "Gigawatch"
"""Our name in a robots.txt, and who asks the bundled sources when nobody has given a contact."""

MIDDLEWARES: Mapping[str, int | None] = {
    "spiders.guard.PublicHostsOnly": 90,
    "spiders.guard.Robots": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the round knows the source's hosts
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "spiders.guard.UnpackedIndexes": 590,
}

SPIDER_MIDDLEWARES: Mapping[str, int | None] = dict.fromkeys(
    f"scrapy.spidermiddlewares.{name}"
    for name in (
        "httperror.HttpErrorMiddleware",
        "referer.RefererMiddleware",
        "urllength.UrlLengthMiddleware",  # no address of ours is longer
        "depth.DepthMiddleware",
        "metacopy.MetaCopyDetectionMiddleware",
    )
)
"""Off: each is a layer around every answer and request, and we want none of what they do. Without the first,
every status reaches the spider, since every status is somebody's answer and is counted."""


def scrapy_settings(
    politeness: Politeness, *, contact: str | None, routes: Mapping[str, str], hosts: Path, max_bytes: int
) -> dict[str, Any]:
    """Settings for one round: one request at a time per host, a pause between two, robots.txt obeyed."""
    handler = f"{ReceivingHandler.__module__}.{ReceivingHandler.__qualname__}"
    return {
        "TWISTED_REACTOR_ENABLED": False,  # the httpx handler needs asyncio only
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DOWNLOADER_MIDDLEWARES": dict(MIDDLEWARES),
        "SPIDER_MIDDLEWARES": dict(SPIDER_MIDDLEWARES),
        ROUTES: dict(routes),
        HOSTS: hosts,
        PAUSE: max(politeness.seconds, MIN_DELAY_S),
        # Plain "Name email": the SEC answers 403 to anything with a URL in it.
        "USER_AGENT": contact or ANONYMOUS,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_PARSER": "spiders.robots.RobotRules",
        "ROBOTSTXT_USER_AGENT": ANONYMOUS,  # a word of the contact may be another robot's name
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "*/*",
            "Accept-Language": "en",
            "Accept-Encoding": "gzip, deflate",  # what the SEC asks for, and what every WARC reader unpacks
        },
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": MIN_DELAY_S,  # the handler keeps the pace, with all other crawls
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": politeness.timeout_s,
        "DOWNLOAD_MAXSIZE": max_bytes,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,  # what did arrive is archived, and labelled
        "CONCURRENT_ITEMS": 1,  # our spiders give none, and Scrapy starts that many tasks for each answer
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it reads and parses our source anew for each answer
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],  # 429 waits for the next round
        "REDIRECT_MAX_TIMES": 5,
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_LEVEL": "INFO",
    }
