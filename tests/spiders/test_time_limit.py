"""Reading that does not end is ended, and costs its own feed only."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from scrapy import Request
from scrapy.http import Response

from pipeline.vocabulary import QuarantineReason
from spiders.handler import RECEIVED
from spiders.landing import Landing
from spiders.ledger import Ledger
from spiders.received import Received
from spiders.round import Round
from spiders.spider import FeedSpider
from spiders.time_limit import TimeLimitError, time_limit
from tests.spiders.captures import read_captures
from tests.spiders.web import feed_source, rss


def loop() -> None:
    while True:
        pass


def backtrack() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def swallow() -> None:
    with suppress(BaseException):  # as a bare `except` does
        loop()
    loop()


@pytest.mark.parametrize("hostile", [loop, backtrack, swallow])
def test_what_does_not_end_is_ended(hostile: Callable[[], None]) -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(TimeLimitError, match=r"not done after 0\.1 seconds"), time_limit(0.1):
        hostile()
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_other_threads_go_on_without_one() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(0.001):
            done.append(True)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_a_feed_that_holds_its_reader_is_a_problem_of_that_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = ["http://news.example/odd", "http://news.example/feed"]
    read = FeedSpider.read_index

    def read_index(self: FeedSpider, url: str, response: Response) -> object:
        with suppress(ValueError):
            return loop() if url == urls[0] else read(self, url, response)

    monkeypatch.setattr(FeedSpider, "read_index", read_index)
    monkeypatch.setattr("spiders.spider.READING_S", 0.1)
    with Ledger(tmp_path / "crawl.sqlite") as ledger, Landing(tmp_path / "landing") as landing:
        round_ = Round(feed_source(urls=urls), ledger, landing, max_bytes=10_000)
        spider = FeedSpider(round_=round_)
        asked = [request.url for url in urls for request in spider.parse_index(answer(url), url)]
        landing.close_segment()
        report = round_.report(fetched=2)
        assert asked == ["http://news.example/1"]
        assert (report.quarantined, report.broken, report.answered) == ({"unreadable": 1}, 1, 2)
        odd, _ = read_captures(report.segments)
        [problem] = odd.note.problems
        assert (problem.reason, problem.detail) == (
            QuarantineReason.UNREADABLE,
            "not read within 0.1 seconds",
        )
        assert ledger.validators(urls[0]).etag is None


def answer(url: str) -> Response:
    """A feed of one story, as the handler leaves it."""
    body = rss("http://news.example/1").encode()
    received = Received(200, "OK", "HTTP/1.1", (("ETag", '"1"'),), body)
    return Response(url, body=body, request=Request(url, meta={RECEIVED: received}))
