from __future__ import annotations

import http.client
import socket
import urllib.request

import pytest

from spiders.world.serve import World, running_world

FEED = ("www.harbourwire.example", "/feeds/markets.rss")
PAGE = ("www.harbourwire.example", "/deals/microsoft-nebius-capacity-2025-09-08")
INDEX = ("data.edgar.example", "/submissions/CIK0009990001.json")


@pytest.mark.parametrize("address", [FEED, PAGE, INDEX])
def test_a_current_copy_is_not_sent_again(get, address):
    first = get(*address)
    again = get(*address, If_None_Match=first.headers["ETag"])
    since = get(*address, If_Modified_Since=first.headers["Last-Modified"])

    assert first.status == 200
    assert len(first.raw) > 1000
    assert (again.status, again.raw) == (304, b"")
    assert (since.status, since.raw) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_an_old_copy_is_replaced(get):
    assert get(*FEED, If_None_Match='"other"').status == 200
    assert get(*FEED, If_Modified_Since="Wed, 01 Jan 2020 00:00:00 GMT").status == 200
    assert get(*FEED, If_Modified_Since="yesterday").status == 200


def test_the_etag_comes_before_the_date(get):
    first = get(*FEED)
    stale_tag = get(*FEED, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"])
    assert stale_tag.status == 200


def test_etags_in_lists_and_weak_ones_match(get):
    tag = get(*FEED).headers["ETag"]
    assert get(*FEED, If_None_Match=f'"other", W/{tag}').status == 304
    assert get(*FEED, If_None_Match="*").status == 304


def test_gzip_only_when_accepted(get):
    plain, packed = get(*FEED), get(*FEED, Accept_Encoding="gzip, deflate")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.raw) < len(plain.raw) / 2
    assert packed.body == plain.body


def test_head_has_the_headers_of_get_and_no_body(get):
    asked, full = get(*PAGE, method="HEAD"), get(*PAGE)
    assert asked.raw == b""
    assert asked.headers["Content-Length"] == str(len(full.raw))


def test_unknown_hosts_are_not_ours(get):
    assert get("www.example.com", "/").status == 421


def test_every_route_leads_to_this_server(world: World):
    assert set(world.routes.values()) == {f"127.0.0.1:{world.port}"}
    assert set(world.routes) == {
        "www.harbourwire.example",
        "www.rackandgrid.example",
        "calderledger.example",
        "newsroom.northlode.example",
        "data.edgar.example",
        "www.edgar.example",
        "www.noticeregister.example",
        "www.wattline.example",
    }


def test_no_other_interface_is_bound(world: World):
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", world.port), timeout=2)


def test_it_also_works_as_an_http_proxy(world: World):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"127.0.0.1:{world.port}"}))
    with opener.open("http://www.edgar.example/robots.txt", timeout=10) as response:
        assert b"Disallow: /cgi-bin" in response.read()


def test_requests_are_noted_with_query_and_status(world: World, get):
    get("calderledger.example", "/business/story.php?id=4107")
    get("calderledger.example", "/business/story.php?id=1")
    assert [(asked.path, asked.status) for asked in world.requests] == [
        ("/business/story.php?id=4107", 200),
        ("/business/story.php?id=1", 404),
    ]
    assert world.requests[0].at_s < world.requests[1].at_s
    assert world.statuses("calderledger.example", "/business/story.php?id=1") == [404]


def test_a_server_that_is_down_answers_nobody_on_old_connections_either():
    with running_world() as world:
        connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=5)
        headers = {"Host": FEED[0]}
        connection.request("HEAD", FEED[1], headers=headers)
        connection.getresponse().read()
        connection.request("HEAD", FEED[1], headers=headers)
        assert connection.getresponse().read() == b""
        kept_alive = connection.sock
        assert kept_alive is not None
    assert kept_alive.recv(1) == b""


def test_two_runs_send_the_same_bytes(get):
    with running_world() as other:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"127.0.0.1:{other.port}"}))
        with opener.open(f"http://{FEED[0]}{FEED[1]}", timeout=10) as response:
            assert response.headers["ETag"] == get(*FEED).headers["ETag"]
