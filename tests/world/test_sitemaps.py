"""The world's sitemap and its register of notices, read as a client reads them."""

from __future__ import annotations

import gzip
import json
import xml.etree.ElementTree as ET

from spiders.world.stories import read_newsrooms

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def test_the_index_leads_to_a_gzipped_sitemap_of_every_story(get, world_dir):
    index = ET.fromstring(get("www.wattline.example", "/sitemap-index.xml").body)
    (part,) = [found.text for found in index.iter(f"{SITEMAP}loc")]
    packed = get("www.wattline.example", part.removeprefix("http://www.wattline.example"))
    assert packed.headers["Content-Type"] == "application/gzip"
    urls = ET.fromstring(gzip.decompress(packed.body)).findall(f"{SITEMAP}url")
    (room,) = [room for room in read_newsrooms(world_dir) if room.publisher.key == "wattline"]
    told = [story.title for story in room.stories]
    assert [url.findtext(f".//{NEWS}title") for url in urls] == [
        *told,
        "Reader poll: best substation of the year",
    ]
    assert [url.findtext(f".//{NEWS}access") for url in urls].count("Subscription") == 1
    assert urls[0].findtext(f".//{NEWS}publication_date") == "2025-12-16T06:00:00-05:00"
    assert [url.find(f"{SITEMAP}loc") is None for url in urls] == [False] * len(told) + [True]


def test_notices_come_two_a_page_newest_first(get):
    def page(query: str) -> dict[str, object]:
        return json.loads(get("www.noticeregister.example", f"/api/v1/documents.json{query}").body)

    first, second = page("?conditions[term]=chips&page=1"), page("?page=2")
    assert (first["count"], first["total_pages"]) == (3, 2)
    links = [row["html_url"] for row in (*first["results"], *second["results"])]
    assert [link.rsplit("-", 1)[1] for link in links] == ["30512", "30388", "30114"]
    assert page("") == page("?page=1") == first
    for empty in ("?page=3", "?page=0"):
        assert page(empty)["results"] == []
    assert page("?page=9999999999") == page("?page=-1") == first
