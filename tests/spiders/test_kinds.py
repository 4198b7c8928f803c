"""Real crawls of a tiny real web by the spiders of sitemaps and of JSON APIs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date

from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from spiders.crawl import crawl
from tests.spiders.captures import read_captures
from tests.spiders.web import Web

Crawl = Callable[..., CrawlReport]
NEWS = "http://news.example/"


def put_sitemaps(web: Web) -> None:
    """An index of a good part, itself, a broken part and one elsewhere; two articles, one of them old."""
    parts = [f"{NEWS}good.xml.gz", f"{NEWS}index.xml", f"{NEWS}broken.xml", "http://other.example/part.xml"]
    web.put(
        f"{NEWS}index.xml",
        "<sitemapindex>"
        + "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts)
        + "</sitemapindex>",
        headers={"ETag": '"index"'},
    )
    urls = "".join(
        f"<url><loc>{NEWS}{day}</loc><lastmod>{day}</lastmod></url>" for day in ("2015-05-05", "2099-01-01")
    )
    web.put(
        f"{NEWS}good.xml.gz", gzip.compress(f"<urlset>{urls}</urlset>".encode()), headers={"ETag": '"good"'}
    )
    web.put(f"{NEWS}broken.xml", "<html><p>Please log in</p></html>")
    for day in ("2015-05-05", "2099-01-01"):
        web.put(f"{NEWS}{day}", f"page of {day}")


def test_a_sitemap_index_is_followed_to_its_new_articles_and_in_a_backfill_to_the_old_ones(
    web: Web, settings: Settings, crawl_feed: Crawl
) -> None:
    put_sitemaps(web)
    first = crawl_feed(kind="sitemap", urls=[f"{NEWS}index.xml"])
    assert (first.landed, first.quarantined) == (1, {"malformed_feed": 1})
    assert first.refused == {"too_old": 1, "off_site": 1}
    asked = sorted(address.removeprefix(NEWS) for address in web.asked())
    assert asked == ["2099-01-01", "broken.xml", "good.xml.gz", "index.xml"]
    assert {c.note.found_in for c in read_captures(first.segments)} == {None, f"{NEWS}good.xml.gz"}
    history = crawl("news", settings, since=date(2015, 1, 1))
    assert (history.landed, history.not_modified) == (1, 0)
    assert web.asked()[-1] == f"{NEWS}2015-05-05"


def test_an_api_is_asked_by_post_and_its_records_land(web: Web, crawl_feed: Crawl) -> None:
    search = f"{NEWS}api/v2/search/spending_by_award/"
    row = {"generated_internal_id": "CONT_1", "Recipient Name": "HALDEN LLC", "Award Amount": 12}
    web.put(search, json.dumps({"results": [row, {"Award ID": "X"}]}))
    web.put(f"{NEWS}api/v2/awards/CONT_1/", '{"description": "GPUs"}')
    query = {"api": "usaspending", "keywords": ["GPU"], "groups": ["grants"]}
    report = crawl_feed(kind="api", urls=[], data_url="http://news.example", query=query)
    assert (report.landed, report.quarantined, report.unanswered) == (1, {"malformed_entry": 1}, {})
    [asked] = [visit for visit in web.visits if visit.url == search]
    assert asked.headers["Content-Type"] == "application/json"
    assert json.loads(asked.body)["filters"]["award_type_codes"] == ["02", "03", "04", "05"]
    index, award = read_captures(report.segments)
    assert index.note.url == f"{search}?__wb_method=POST&group=grants&page=1"
    assert award.decoded == b'{"description": "GPUs"}'
    assert (award.note.company, award.note.title) == (
        "HALDEN LLC",
        "Award CONT_1 to HALDEN LLC: $12.00",
    )
