"""What our reader of robots.txt makes of RFC 9309 and of Google's documented rules."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from spiders.robots import MAX_BYTES, RobotRules
from spiders.scrapy_settings import ANONYMOUS
from tests.spiders.robots_cases import HOST, Case, read_cases

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.rule[:60] for case in CASES])
def test_each_documented_rule_holds(case: Case) -> None:
    rules = RobotRules(case.body)
    said = {url: rules.allowed(url, ANONYMOUS) for url, _ in case.questions()}
    assert said == dict(case.questions())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_utf_16_is_obeyed(encoding: str) -> None:
    text = "User-agent: *\r\nDisallow: /énergie\r\n"
    rules = RobotRules(("\ufeff" * (encoding != "utf-16") + text).encode(encoding))
    assert not rules.allowed(f"{HOST}/%C3%A9nergie", ANONYMOUS)


def test_a_file_that_is_not_utf_8_is_compared_by_its_octets() -> None:
    rules = RobotRules("User-agent: *\nDisallow: /énergie\n".encode("latin-1"))
    assert not rules.allowed(f"{HOST}/%E9nergie", ANONYMOUS)
    assert rules.allowed(f"{HOST}/nergie", ANONYMOUS)


def test_of_a_file_beyond_500_kib_the_rest_is_ignored_and_no_rule_is_cut_short() -> None:
    head, early = b"User-agent: *\n", b"Disallow: /early\n"
    filling = b"#" * (MAX_BYTES - len(head) - len(early) - 12) + b"\n"
    rules = RobotRules(head + early + filling + b"Disallow: /late\nDisallow: /later\n")
    assert [rules.allowed(f"{HOST}{path}", ANONYMOUS) for path in ("/early", "/", "/late")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("robots", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 1.5\n", 1.5),
        ("User-agent: *\nCrawl-delay: 30\nUser-agent: other\nCrawl-delay: 1\nDisallow:\n", 30),
        ("User-agent: other\nCrawl-delay: 1\nUser-agent: gigawatch\nDisallow: /x\n", None),
        ("User-agent: gigawatch\nCrawl delay: 3\n\nUser-agent: gigawatch\nCrawl-delay: 2\n", 3),
        ("User-agent: gigawatch\nDisallow: /x\nCrawl-delay: 4\nUser-agent: *\nCrawl-delay: 9\n", 4),
        ("User-agent: *\nCrawl-delay: soon\nCrawl-delay: nan\nCrawl-delay: -1\nCrawl-delay: inf\n", None),
    ],
)
def test_a_crawl_delay_is_for_the_names_before_it(robots: str, delay_s: float | None) -> None:
    assert RobotRules(robots.encode()).crawl_delay(ANONYMOUS) == delay_s


SCRAPS = st.sampled_from(b"User-agent:|Disallow|allow|:| |\n|\r|#|*|$|/|?|%4|%|a".split(b"|"))


@given(st.lists(SCRAPS | st.binary(max_size=4), max_size=40).map(b"".join), st.text(max_size=20))
def test_no_bytes_before_it_keep_a_ban_from_being_obeyed(body: bytes, path: str) -> None:
    assume(not body.startswith((b"\xff\xfe", b"\xfe\xff")))  # then all of it is UTF-16
    rules = RobotRules(body + b"\nUser-agent: gigawatch\nDisallow: /only/\nCrawl-delay: 7\n")
    assert not rules.allowed(f"{HOST}/only/{path}", ANONYMOUS)
    assert rules.allowed(f"{HOST}/other", ANONYMOUS)
    assert rules.crawl_delay(ANONYMOUS) == 7


@given(st.text("ab*", max_size=8), st.text("ab", max_size=10), st.booleans())
def test_stars_match_as_a_regular_expression_would(pattern: str, path: str, is_whole: bool) -> None:
    expression = "/" + pattern.replace("*", ".*") + ("$" if is_whole else "")
    rules = RobotRules(f"User-agent: *\nDisallow: /{pattern}{'$' * is_whole}\n".encode())
    assert rules.allowed(f"{HOST}/{path}", ANONYMOUS) == (re.match(expression, f"/{path}") is None)
