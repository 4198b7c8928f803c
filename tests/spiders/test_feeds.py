"""Feeds to leads, and no bytes that make it raise."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.capture import CaptureKind
from pipeline.vocabulary import QuarantineReason
from spiders.feeds import parse_feed
from spiders.leads import MAX_SAID, Lead, article_lead

URL = "http://news.example/feed"
ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Grid</title>
<entry><title type="html">Racks &amp;amp; chips</title><link href="/story/1"/>
 <updated>2026-02-30T25:00:00Z</updated><summary>Nine gigawatts.</summary></entry>
<entry><title>Twice</title><link href="/story/1#comments"/><updated>2026-01-01T00:00:00Z</updated></entry>
</feed>"""


def test_atom_gives_absolute_addresses_and_times_as_stated() -> None:
    reading = parse_feed(ATOM, url=URL)
    assert reading.entries == 2
    [lead] = reading.leads
    assert lead.url == "http://news.example/story/1"
    assert lead.kind is CaptureKind.ARTICLE
    [first] = parse_feed(ATOM.replace(b"/story/1#comments", b""), url=URL).leads[:1]
    assert (first.title, first.stated_time) == ("Racks & chips", "2026-02-30T25:00:00Z")
    assert first.summary == "Nine gigawatts."


def test_a_feed_that_is_not_well_formed_is_used_as_far_as_it_goes() -> None:
    body = b"""<rss version="2.0"><channel><item><title>A & B</title><link>http://news.example/a</link></item>
    <item><title>Pancakes & tractors</title><pubDate>this Saturday</pubDate></item></channel></rss>"""
    reading = parse_feed(body, url=URL)
    assert [(lead.url, lead.title) for lead in reading.leads] == [("http://news.example/a", "A & B")]
    [problem] = reading.problems
    assert (problem.reason, problem.detail) == (
        QuarantineReason.MALFORMED_ENTRY,
        "entry 'Pancakes & tractors' has no link",
    )
    assert not reading.is_broken


def test_a_long_summary_is_cut_and_an_empty_feed_is_no_problem() -> None:
    item = f"<item><link>http://a.example/</link><description>{'w ' * 5000}</description></item>"
    [lead] = parse_feed(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), url=URL).leads
    assert lead.summary is not None
    assert len(lead.summary) == MAX_SAID
    empty = parse_feed(b"<rss version='2.0'><channel><title>News</title></channel></rss>", url=URL)
    assert (empty.entries, empty.problems, empty.is_broken) == (0, (), False)


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>Log in</p></html>", b"/etc/hostname", b"\x1f\x8b\x08\x00", b"{}"]
)
def test_what_is_no_feed_is_one_problem(body: bytes) -> None:
    reading = parse_feed(body, url=URL)
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.MALFORMED_FEED]
    assert (reading.is_broken, reading.leads) == (True, ())


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(noise: bytes) -> None:
    for body in (noise, ATOM[:200] + noise + ATOM[200:]):
        reading = parse_feed(body, url=URL)
        assert reading.entries >= len(reading.leads)
        assert all(lead.url.startswith("http") for lead in reading.leads)


def was_encoded_twice(text: str) -> bool:
    """Whether the text is some other text's UTF-8 read as Latin-1."""
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


@settings(max_examples=1000)
@given(st.text(alphabet=st.characters(exclude_categories=("C",)), min_size=1, max_size=80))
def test_a_title_comes_through_as_written(title: str) -> None:
    assume(not was_encoded_twice(title))  # feedparser mends those
    item = f"<item><title>{escape(escape(title))}</title><link>http://a.example/</link></item>"
    [lead] = parse_feed(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), url=URL).leads
    assert (lead.title or "").split() == title.split()


@pytest.mark.parametrize(
    ("charset", "title"),
    [
        ("euc_kr", "네이버 데이터센터에 오십억 달러 투자"),
        ("gb2312", "数据中心投资五十亿美元，电力两百兆瓦"),
        ("shift_jis", "データセンターに五十億ドルを投資"),
        ("koi8_r", "Новый дата-центр за пять миллиардов рублей откроют весной"),
        ("cp1251", "Новый дата-центр за пять миллиардов рублей откроют весной"),
        ("cp1253", "Νέο κέντρο δεδομένων πέντε δισεκατομμυρίων ευρώ στην Αττική"),
        ("cp1255", "מרכז נתונים חדש בחמישה מיליארד דולר ייפתח באביב"),
        ("cp1256", "مركز بيانات جديد بخمسة مليارات دولار يفتتح في الربيع"),
        ("big5", "資料中心投資五十億美元，電力兩百兆瓦"),
        ("cp874", "ศูนย์ข้อมูลแห่งใหม่มูลค่าห้าพันล้านดอลลาร์"),
        ("cp1252", "Le géant français hébergera à Évry un centre de données privé, très équipé"),
        ("cp1252", "El centro de datos de Málaga añadirá más energía; la inversión será de mil millones"),
        ("cp1252", "Für Rechenzentren in Köln: “größere” Anschlüsse — überall möglich"),
        ("cp1252", "Nvidia’s café"),
    ],
)
@pytest.mark.parametrize("declared", ["", "<?xml version='1.0' encoding='utf-8'?>"])
def test_a_feed_that_names_no_charset_or_a_wrong_one_is_read_in_its_own(
    charset: str, title: str, declared: str
) -> None:
    item = f"<item><title>{title}</title><link>http://a.example/</link></item>"
    body = f"{declared}<rss version='2.0'><channel>{item}</channel></rss>".encode(charset)
    [lead] = parse_feed(body, url=URL).leads
    assert lead.title == title


def test_recorded_feeds_without_a_charset_are_read_in_their_own(shared: Path) -> None:
    folder = shared / "data" / "feeds" / "feedparser" / "illformed"
    titles = {path.stem: parse_feed(path.read_bytes(), url=URL).problems for path in folder.glob("*.xml")}
    assert "'ゲーム三昧な正月'" in titles["eucjp"][0].detail
    assert "'Как пережить новогоднюю ночь'" in titles["koi8r"][0].detail
    assert "한글닉네임" in titles["euckr"][0].detail
    assert "专业工作" in titles["gb2312"][0].detail


def test_no_feed_ever_seen_makes_it_raise(shared: Path) -> None:
    paths = [path for path in sorted((shared / "data" / "feeds" / "feedparser").rglob("*")) if path.is_file()]
    readings = [parse_feed(path.read_bytes(), url=URL) for path in paths]
    assert len(readings) == 52
    assert sum(len(reading.leads) for reading in readings) == 8
    assert all(reading.leads == () for reading in readings if reading.is_broken)


def test_real_feeds_give_their_entries(shared: Path) -> None:
    folder = shared / "data" / "feeds" / "as_served"
    counts = {}
    for path in sorted(folder.glob("*.xml*")):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        reading = parse_feed(body, url=URL)
        counts[path.name.split(".")[0]] = (len(reading.leads), reading.is_broken)
    assert counts["TechCrunch"][0] >= 10
    assert counts["AmazonWebServicesBlog"][0] >= 10
    assert counts["InvalidDateFormat"][0] >= 1
    assert not any(is_broken for _, is_broken in counts.values())


NOWHERE = ["http://", "", "  ", "#top", "//", "?", URL, f"{URL}#top", f"{URL}?utm_source=x"]


@pytest.mark.parametrize("link", NOWHERE)
@pytest.mark.parametrize("based", ["", ' xml:base="http://news.example/blog/"'])
def test_a_link_that_says_no_address_is_not_taken_for_the_feed(link: str, based: str) -> None:
    item = f"<item><title>Nowhere</title><link>{link}</link></item>"
    body = f'<rss version="2.0"><channel{based}><title>News</title>{item}</channel></rss>'
    told = [parse_feed(body.encode(), url=URL), parse_feed(json_feed(link), url=URL)]
    assert [reading.leads for reading in told] == [(), ()]
    for reading in told:
        [problem] = reading.problems
        assert problem.reason is QuarantineReason.MALFORMED_ENTRY
        assert problem.detail.startswith("entry 'Nowhere'")


def json_feed(link: str) -> bytes:
    """A JSON Feed of one item."""
    item = {"id": "1", "title": "Nowhere", "url": link}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()


@pytest.mark.parametrize("reference", ["&#xD800;", "&#xdfff;", "&#55296;", "&#57343;", "&#x0DBFF;"])
def test_half_a_character_costs_nothing_but_itself(reference: str) -> None:
    item = f"<item><title>bad {reference} title</title><link>http://news.example/1</link></item>"
    reading = parse_feed(f'<rss version="2.0"><channel>{item}<item><title>x'.encode(), url=URL)
    assert [lead.title for lead in reading.leads] == ["bad \ufffd title"]


def test_the_last_and_first_whole_characters_around_the_halves_stay() -> None:
    items = "".join(
        f"<item><title>{code}</title><link>http://news.example/{n}</link></item>"
        for n, code in enumerate(("&#55295;", "&#57344;"))
    )
    reading = parse_feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), url=URL)
    assert [lead.title for lead in reading.leads] == ["\ud7ff", "\ue000"]


def test_what_is_said_of_a_page_is_cut_to_what_travels_with_it() -> None:
    said = "x" * (MAX_SAID + 7) + "\ud800"
    lead = article_lead("/1", found_in=URL, title=said, stated_time=said, summary="a \ud800 b")
    assert isinstance(lead, Lead)
    assert (lead.title, lead.stated_time, lead.summary) == (said[:MAX_SAID], said[:MAX_SAID], "a ? b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_element_of_thousands_of_attributes_is_refused(encoding: str) -> None:
    def feed(attributes: int) -> bytes:
        many = " ".join(f"a{number} = '>{number}'" for number in range(attributes))
        item = f"<item><title {many}>Power for the site</title><link>https://a.example/1</link></item>"
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        return f'{head}<rss version="2.0"><channel>{item}</channel></rss>'.encode(encoding)

    assert len(parse_feed(feed(1_000), url="https://a.example/feed").leads) == 1
    refused = parse_feed(feed(1_001), url="https://a.example/feed")
    assert refused.is_broken
    assert not refused.leads
    assert "an element of more than 1,000 attributes" in refused.problems[0].detail
