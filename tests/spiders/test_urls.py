"""One address, one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.urls import MAX_LENGTH, canonical_url, host_of


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://News.Example:80/A#part", "http://news.example/A"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        (" http://news.example/a b ", "http://news.example/a%20b"),
        ("http://news.example/a?utm_source=x&id=2&UTM_Medium=y&fbclid=z", "http://news.example/a?id=2"),
        ("http://news.example/a?b=2&a=1", "http://news.example/a?b=2&a=1"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("http://news.example/münchen", "http://news.example/m%C3%BCnchen"),
    ],
)
def test_spellings_of_one_address_become_one(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical


@pytest.mark.parametrize(
    "address",
    [
        "",
        "news.example/a",
        "ftp://news.example/",
        "javascript:alert(1)",
        "http://",
        "http://user:pw@news.example/",
        "http://news.example:port/",
        "http://[::1/",
        "http://news.example/" + "a" * MAX_LENGTH,
    ],
)
def test_what_no_spider_may_ask_is_a_value_error(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_url(address)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://news.example/", "http://a.example/?"]))
def test_a_canonical_address_stays_as_it_is(rest: str, start: str) -> None:
    try:
        once = canonical_url(start + rest)
    except ValueError:
        return
    assert canonical_url(once) == once
    assert "#" not in once
    assert host_of(once) == host_of(once).lower() != ""
    assert once.isascii()
