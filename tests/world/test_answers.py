from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.world.serve import World
from spiders.world.sites import read_sites

SITES = read_sites()
HOSTS = st.sampled_from(sorted(SITES)) | st.text()


@given(host=HOSTS, target=st.text(), agent=st.text())
def test_no_request_makes_a_site_stumble(host, target, agent):
    reply = World(port=0, sites=SITES).answer(host, target, agent)
    assert reply.status in (200, 403, 404, 421)


@given(cik=st.integers(0, 10**10 - 1), digits=st.from_regex(r"\d{18}", fullmatch=True, alphabet="0123456789"))
def test_filings_nobody_made_are_not_there(cik, digits):
    accession = f"{digits[:10]}-{digits[10:12]}-{digits[12:]}"
    world = World(port=0, sites=SITES)
    folder = f"/Archives/edgar/data/{cik}"
    for path in (
        f"{folder}/{accession}.txt",
        f"{folder}/{digits}/{accession}.txt",
        f"{folder}/{digits}/a.htm",
    ):
        assert world.answer("www.edgar.example", path, "Example").status == 404


@pytest.mark.parametrize("path", ["/<b>&\"'", "/a?b=<script>"])
def test_what_was_asked_is_escaped_in_the_answer(path):
    for host in SITES:
        body = World(port=0, sites=SITES).answer(host, path, "Example").body
        assert b"<b>" not in body
        assert b"<script>" not in body
