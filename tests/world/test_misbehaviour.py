from __future__ import annotations

import gzip
import zlib

import pytest

from spiders.world.serve import running_world

WIRE = "www.harbourwire.example"
NEWSROOM = "newsroom.northlode.example"


def test_the_feed_links_to_an_address_that_moved(get):
    moved = get(WIRE, "/t/8841c")
    assert (moved.status, moved.headers["Location"]) == (301, "/technology/anthropic-google-tpus-2025-10-23")
    assert b"/t/8841c" in get(WIRE, "/feeds/markets.rss").body
    assert get(WIRE, moved.headers["Location"]).status == 200


def test_a_withdrawn_story_is_404_though_the_feed_links_to_it(get):
    path = "/deals/castellane-peverell-talks-2025-11-30"
    assert get(WIRE, path).status == 404
    assert path.encode() in get(WIRE, "/feeds/markets.rss").body


def test_the_503_heals_after_two_answers_in_each_server(world, get):
    path = "/technology/nvidia-intel-stake-2025-09-18"
    answers = [get(WIRE, path) for _ in range(4)]
    assert [answer.status for answer in answers] == [503, 503, 200, 200]
    assert answers[0].headers["Retry-After"] == "1"
    with running_world() as fresh:
        assert fresh.answer(WIRE, path, "").status == 503


def test_the_truncated_page_really_is(get):
    answer = get(NEWSROOM, "/releases/2026/tree-planting")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["Content-Length"] == str(len(answer.raw))
    with pytest.raises(EOFError):
        gzip.decompress(answer.raw)
    begun = zlib.decompressobj(wbits=31).decompress(answer.raw)
    assert begun.startswith(b"<!DOCTYPE html>")
    assert b"</html>" not in begun


def test_a_pdf_where_a_page_was_promised(get):
    answer = get(NEWSROOM, "/releases/2026/prairie-gate-fact-sheet.pdf")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.raw.startswith(b"%PDF-1.7")


def test_an_answer_without_a_byte(get):
    answer = get(NEWSROOM, "/releases/2026/capacity-day-replay")
    assert (answer.status, answer.raw) == (200, b"")


def test_a_charset_nobody_knows(get):
    answer = get("calderledger.example", "/business/story.php?id=4222")
    assert answer.headers["Content-Type"] == "text/html; charset=x-ledger-latin"
    assert b'charset="x-ledger-latin"' in answer.raw or b"charset=x-ledger-latin" in answer.raw


def test_a_charset_of_the_old_days_is_really_used(get):
    answer = get("www.rackandgrid.example", "/2025/08/telephone-exchange-museum/")
    assert answer.headers["Content-Type"] == "text/html; charset=windows-1252"
    with pytest.raises(UnicodeDecodeError):
        answer.raw.decode("utf-8")
    assert "</html>" in answer.raw.decode("windows-1252")


def test_a_disallowed_story_is_in_the_feed(get):
    assert b"Disallow: /commodities/" in get(WIRE, "/robots.txt").body
    assert b"/commodities/arabica-frost-2025-08-14" in get(WIRE, "/feeds/markets.rss").body


def test_one_host_has_no_robots_and_one_a_crawl_delay(get):
    assert get("calderledger.example", "/robots.txt").status == 404
    assert b"Crawl-delay:" in get("www.rackandgrid.example", "/robots.txt").body
