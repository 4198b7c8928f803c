"""What a document is signed with: the same for copies, far apart for other news, whatever stands beneath."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.signatures.boilerplate import bundled_cues, news_of, read_boilerplate
from extractors.signatures.minhash import MINIMA, minhash, runs_of, words_of
from extractors.signatures.signing import address_of, sign
from extractors.text.article import to_article
from pipeline.document import Signature
from pipeline.errors import BadDataFileError
from tests.copies import ABOUT, CAVEATS, FOLLOW_UP, RELEASE, REWRITTEN, SALE
from tests.factories import document


def signed(text: str, **fields: str) -> Signature:
    found = sign(document(text, **fields))
    assert found is not None
    return found


def resemblance(one: str, other: str) -> float:
    pairs = zip(signed(one).minima, signed(other).minima, strict=True)
    return sum(a == b for a, b in pairs) / MINIMA


def test_a_release_is_recognised_under_another_headline_and_other_boilerplate() -> None:
    newsroom = f"{RELEASE}\n\n{ABOUT}"
    exhibit = (
        f"Exhibit 99.1\n\nHalden to run Northgate's sites\n\n{RELEASE.partition(chr(10))[2]}\n\n{CAVEATS}"
    )
    assert resemblance(newsroom, exhibit) > 0.7


def test_two_releases_of_one_company_share_only_their_boilerplate() -> None:
    beneath = f"\n\n{ABOUT}\n\n{CAVEATS}"
    assert len(words_of(beneath)) > len(words_of(SALE))
    assert resemblance(RELEASE + beneath, SALE + beneath) < 0.1


@pytest.mark.parametrize("other", [REWRITTEN, FOLLOW_UP])
def test_a_report_in_own_words_is_far_from_the_release(other: str) -> None:
    assert resemblance(RELEASE, other) < 0.2


def test_typography_and_line_ends_do_not_count() -> None:
    plain = 'Halden\'s board said: "we agree" - and signed.\n\nThe rest follows.'
    printed = "Halden’s board said: “we agree” — and signed. The rest\u00a0follows."
    assert signed(plain).text_hash == signed(printed).text_hash


def test_only_boilerplate_is_still_signed() -> None:
    assert signed("About Halden\n\nHalden runs sites.").runs > 1


def test_a_text_without_words_has_no_signature() -> None:
    assert sign(document("***", title=None)) is None


def test_a_title_that_begins_like_boilerplate_is_news() -> None:
    assert (
        news_of("About those chips\n\nThey came late.", bundled_cues())
        == "About those chips\nThey came late."
    )


def test_each_cue_cuts_something() -> None:
    cues = bundled_cues()
    for row in read_boilerplate():
        for words in row.headings:
            news = "News\nThe news itself is told here."
            assert (
                news_of(f"{news}\n{words.rstrip('*').capitalize()}\nIt stands everywhere.", cues) == news
            ), words
        for words in row.says:
            text = f"News\nAll of this paragraph, which says {words.rstrip('*')} in its midst, is cut."
            assert news_of(text, cues) == "News", words


def test_no_cue_stands_in_two_parts() -> None:
    rows = read_boilerplate()
    for one, other in combinations(rows, 2):
        assert not {*one.headings} & {*other.headings}
        assert not {*one.says} & {*other.says}


def test_a_broken_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "boilerplate.yml"
    path.write_text("- part: x\n  headings: []\n")
    with pytest.raises(BadDataFileError, match=r"boilerplate\.yml, line 1"):
        read_boilerplate(path)


def test_the_signature_never_changes_unnoticed() -> None:
    # Worked out with integers of any size; signatures are kept, so another value here needs a new SCHEME.
    assert minhash({"northgate buys halden for"})[:3] == (2464769592, 2200355983, 1149772616)


@given(st.lists(st.sampled_from(["a b c d", "e", "f g", "ä ö ü ß", "1 300 mw of"]), min_size=1))
def test_minima_depend_on_the_set_of_runs_alone(runs: list[str]) -> None:
    assert minhash(runs) == minhash(reversed(runs)) == minhash(set(runs))


@given(st.sets(st.integers(0, 400), min_size=60, max_size=120), st.sets(st.integers(0, 400), min_size=60))
def test_agreement_estimates_the_share_of_common_runs(one: set[int], other: set[int]) -> None:
    minima = [minhash(str(run) for run in runs) for runs in (one, other)]
    agreed = sum(a == b for a, b in zip(*minima, strict=True)) / MINIMA
    # Five standard deviations of 120 draws at the worst share.
    assert abs(agreed - len(one & other) / len(one | other)) < 0.23


@given(st.text(max_size=200))
def test_any_text_gives_runs_of_its_words(text: str) -> None:
    words = words_of(text)
    assert bool(words) == bool(runs_of(words))
    assert all(word in text.casefold() for word in words)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.wire.example/a/b/", "wire.example/a/b"),
        ("http://wire.example/a/b#top", "wire.example/a/b"),
        ("https://wire.example/a?id=7&utm_source=mail", "wire.example/a?id=7"),
        ("https://wire.example/a?utm_source=mail&id=7", "wire.example/a?id=7"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_address_without_what_differs_between_links(url: str, address: str) -> None:
    assert address_of(document(url=url)) == address


def test_parts_of_one_submission_have_addresses_of_their_own() -> None:
    parts = [
        document(url=f"http://sec.example/x.txt#{name}", accession="1-26-1") for name in ("a.htm", "b.htm")
    ]
    assert len({address_of(part) for part in parts}) == 2


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ('<link rel="canonical" href="https://first.example/story">', "https://first.example/story"),
        ('<link rel="canonical" href="/story?id=7">', "https://copy.example/story?id=7"),
        ('<link rel="canonical" href="https://first.example/">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="http://[broken">', None),
        ('<link rel="stylesheet" href="/style.css">', None),
    ],
)
def test_the_address_a_page_calls_its_own(link: str, canonical: str | None) -> None:
    body = "".join(f"<p>{line}</p>" for line in RELEASE.splitlines() if line)
    page = f"<html><head>{link}</head><body><article>{body}</article></body></html>"
    assert to_article(page, url="https://copy.example/p/1").canonical_url == canonical
