"""What the recorded files are on a local server: each at its real address where one is known.

Addresses come from what lies beside the files (`http_responses.csv`, indexes of pages, accessions, names of
hosts). What has none stands under a host of ours (`feeds.example/…`), and so do the feeds written here that
name what no recorded feed names. A page that a recorded feed links to and nobody recorded is a stand-in.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from spiders.edgar.getcurrent import page_url
from spiders.submissions import submission_url
from spiders.urls import canonical_url
from tests.measures.real import SHARED, rows
from tests.spiders.web import Page

DATA = SHARED / "data"
EDGAR, FEEDS, HTML = DATA / "edgar", DATA / "feeds", DATA / "html"
ARCHIVE_URL, DATA_URL = "https://www.sec.gov", "https://data.sec.gov"
LISTED_URL = f"{ARCHIVE_URL}/Archives/edgar/usgaap.rss.xml"
"""Where the filings are listed that lie here; the listing itself is written here."""
STORY = "/news/2026/11/21/a-story.html"
"""What is asked of a host of which nothing but its robots.txt was recorded."""
BESIDE = re.compile(r"README|SOURCES|\.csv|expected|ground-truth|pages\.json|newspaper4k/.*\.(txt|json)")
PUBLISHER = re.compile(r"html/fundus/../\w+\.json$")
SITEMAP_HOMES = {
    "tr_sitemap2.xml": "http://www.example.com/tr_sitemap2.xml",
    "cc_sitemap.index.xml": "https://example.com/cc_sitemap.index.xml",
}
"""Indexes stand on the host of their parts, for parts elsewhere are not followed."""
ERRORS = {
    "rate_exceeded.html": 429,
    "undeclared_automated_tool.html": 403,
    "full_index_403.xml": 403,
    "getcurrent_503.html": 503,
    "submissions_404.xml": 404,
}
"""Of the first two no status was recorded."""
TYPES = {".json": "application/json", ".txt": "text/plain", ".nc": "text/plain", ".gz": "application/gzip"}
HEADER = re.compile(rb"Header:\s*Content-type:\s*([^\r\n]+)", re.IGNORECASE)
HOST = re.compile(r"https?://([A-Za-z0-9.-]+\.[A-Za-z]{2,})")


class Served(NamedTuple):
    """One recorded file (`name` is its place below the data) at its address, and who links to it."""

    url: str
    name: str
    page: Page
    source: str = ""
    """Of our sources; "" where none of them is told of it."""


def content(path: Path) -> bytes:
    """The bytes as recorded."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def key(url: str) -> str:
    """What the server is asked for by: canonical, and without whether http or https was meant."""
    return "http://" + canonical_url(url).partition("://")[2]


def page(path: Path, *, status: int = 200, stated: Mapping[str, str] | None = None) -> Page:
    """The answer that a file is; validators as recorded, of its bytes where nothing was recorded."""
    body = content(path)
    if stated is None:
        digest = hashlib.sha256(body).hexdigest()[:20]
        stated = {"Content-Type": _content_type(path, body), "ETag": f'"{digest}"'}
    return Page(body, status, {name: value for name, value in stated.items() if value})


def _content_type(path: Path, body: bytes) -> str:
    if said := HEADER.search(body[:1000]):
        return said[1].decode("latin-1").strip()
    suffix = Path(path.name.removesuffix(".gz")).suffix
    return TYPES.get(suffix) or ("text/html" if "htm" in suffix else "application/xml")


def served() -> list[Served]:
    """Every recorded file, each address once; the first to know an address has it."""
    found: dict[str, Served] = {}
    names: set[str] = set()
    for one in _all():
        if one.name in names or key(one.url) in found:
            continue
        found[key(one.url)] = one
        names.add(one.name)
    return list(found.values())


def _all() -> Iterator[Served]:
    yield from _errors()
    yield from _recorded_answers()
    yield from _submissions()
    yield from _apis()
    yield from _pages()
    yield from _feeds()
    yield from _robots()
    yield from _indexes()
    yield from _rest()


def _name(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def _errors() -> Iterator[Served]:
    """Each on a host of its own, for such a host is left alone."""
    for file, status in ERRORS.items():
        path = EDGAR / "http_errors" / file
        host = file.partition(".")[0].replace("_", "-")
        yield Served(f"https://{host}.example/news", _name(path), page(path, status=status), "errors")


def _recorded_answers() -> Iterator[Served]:
    for row in rows(EDGAR / "http_responses.csv"):
        if not row["file"]:
            continue
        stated = {
            "Content-Type": row["content_type"],
            "Last-Modified": row["last_modified"],
            "ETag": row["etag"],
        }
        path, url = DATA / row["file"], row["url"]
        is_index = url.startswith(DATA_URL) or "getcurrent" in url or "/data/" not in url
        source = "edgar" if is_index or url.endswith(".txt") else "files"
        yield Served(url, row["file"], page(path, status=int(row["status"]), stated=stated), source)


def _submissions() -> Iterator[Served]:
    for one in filings():
        path = DATA / one["file"]
        url = submission_url(ARCHIVE_URL, int(one["cik"]), one["accession"])
        yield Served(url, one["file"], page(path), "edgar")


def filings() -> list[dict[str, str]]:
    """The rows of the index that are whole submissions; one without a header is under its agent's CIK."""
    found = []
    for row in rows(EDGAR / "filings_index.csv"):
        if row["kind"] == "submission":
            found.append(row)
        elif "/submissions_txt/" in row["file"]:
            accession = Path(row["file"]).name.partition(".")[0]
            found.append(row | {"accession": accession, "cik": accession[:10], "form": "8-K"})
    return found


def _apis() -> Iterator[Served]:
    for path in sorted((EDGAR / "api" / "submissions").iterdir()):
        file = path.name.partition("_")[0].partition(".")[0] + ".json"
        if "_older" not in path.name:
            yield Served(f"{DATA_URL}/submissions/{file}", _name(path), page(path), "edgar")
    for path in sorted((EDGAR / "api" / "companyfacts").iterdir()):
        url = f"{DATA_URL}/api/xbrl/companyfacts/CIK{int(json.loads(content(path))['cik']):010d}.json"
        yield Served(url, _name(path), page(path), "edgar")


def _pages() -> Iterator[Served]:
    for row in rows(HTML / "article_benchmark" / "index.csv"):
        path = HTML / "article_benchmark" / row["file"]
        yield Served(row["url"], _name(path), page(path), "pages")
    for file, known in json.loads((HTML / "fundus" / "pages.json").read_bytes()).items():
        yield Served(known["url"], _name(HTML / "fundus" / file), page(HTML / "fundus" / file), "pages")
    for path in sorted((HTML / "newspaper4k").glob("*.json*")):
        (html,) = path.parent.glob(path.name.partition(".")[0] + ".html*")
        yield Served(json.loads(content(path))["url"], _name(html), page(html), "pages")


def _feeds() -> Iterator[Served]:
    yield Served("https://feeds.example/sample_rss", "html/newspaper4k/sample_rss.html",
                 page(HTML / "newspaper4k" / "sample_rss.html"), "feeds")  # fmt: skip
    for folder in ("as_served", "feedparser"):
        for path in sorted(filter(Path.is_file, (FEEDS / folder).rglob("*"))):
            name = path.relative_to(FEEDS).as_posix()
            yield Served(f"https://feeds.example/{name}", _name(path), page(path), "feeds")
    for path in sorted((FEEDS / "sitemaps").iterdir()):
        url = SITEMAP_HOMES.get(path.name, f"https://sitemaps.example/{path.name}")
        answer = page(path)
        packed = path.read_bytes()  # these were packed when they were recorded
        yield Served(url, _name(path), Page(packed, 200, answer.headers), "sitemaps")


def _robots() -> Iterator[Served]:
    for path in sorted((FEEDS / "robots" / "hosts").iterdir()):
        yield _robots_of(path.name.removesuffix(".txt"), _name(path), path.read_bytes())
    for path in sorted((FEEDS / "robots" / "cases").iterdir()):
        yield _robots_of(f"{path.stem}.example", _name(path), path.read_bytes())
    corpus = FEEDS / "robots" / "corpus.jsonl.gz"
    for row in map(json.loads, content(corpus).splitlines()):
        host = row["host"].removesuffix("_443")
        yield _robots_of(host, f"{_name(corpus)}#{row['host']}", base64.b64decode(row["robots_b64"]))


def _robots_of(host: str, name: str, body: bytes) -> Served:
    return Served(
        f"https://{host}/robots.txt", name, Page(body, 200, {"Content-Type": "text/plain"}), "robots"
    )


def _indexes() -> Iterator[Served]:
    folder, base = EDGAR / "daily_index", f"{ARCHIVE_URL}/Archives/edgar/daily-index"
    for day, file in {
        "2018/QTR4/index.json": "daily_index_2018_QTR4.htm.gz",
        "2018/QTR4/master.20181231.idx": "master.20181231.idx",
        "2020/QTR1/form.20200318.idx": "form.20200318.idx.gz",
        "2022/QTR4/company.20221003.idx": "company.20221003.idx.gz",
    }.items():
        yield Served(f"{base}/{day}", _name(folder / file), page(folder / file), "days")


def _rest() -> Iterator[Served]:
    """Filings' documents, index pages and whatever else has no address of its own: pages of one feed."""
    for path in sorted(filter(Path.is_file, DATA.rglob("*"))):
        name = _name(path)
        known = name.startswith(("market/", "feeds/", "edgar/getcurrent/")) or BESIDE.search(name)
        if not known and not PUBLISHER.search(name) and "_older" not in name:
            yield Served(f"https://files.example/{quote(name)}", name, page(path), "files")


def feed_of(urls: list[str]) -> bytes:
    """A feed that names these addresses."""
    items = (f"<item><title>{escape(url)}</title><link>{escape(url)}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>Recorded</title>{"".join(items)}</channel></rss>'.encode()


def listing() -> bytes:
    """The recorded filings as the archive's structured RSS lists them."""
    items = []
    for row in filings():
        told = {
            "accessionNumber": row["accession"],
            "cikNumber": row["cik"],
            "formType": row["form"],
            "companyName": row["company"],
        }
        tags = "".join(f"<edgar:{tag}>{escape(value)}</edgar:{tag}>" for tag, value in told.items())
        items.append(f"<item><title>{escape(row['form'])}</title>{tags}</item>")
    space = 'xmlns:edgar="https://www.sec.gov/Archives/edgar"'
    return f'<rss version="2.0" {space}><channel><title>F</title>{"".join(items)}</channel></rss>'.encode()


def earlier() -> dict[str, Page]:
    """What stood at some addresses before: indexes of two companies as they were recorded years ago."""
    older = {
        "0000320193": EDGAR / "api" / "submissions" / "CIK0000320193_older.json.gz",
        "0001318605": EDGAR / "api" / "company_submission_older_layout.json.gz",
    }
    return {key(f"{DATA_URL}/submissions/CIK{cik}.json"): page(path) for cik, path in older.items()}


def later() -> dict[str, Page]:
    """What stands at some addresses afterwards: getcurrent as it was a month later."""
    path = EDGAR / "getcurrent" / "session_b" / "01_count100_start0.atom.xml.gz"
    return {key(page_url(ARCHIVE_URL, 0)): page(path)}


def otherwise(url: str) -> Page:
    """The answer where nothing was recorded: the error page that was, or a stand-in for a story."""
    host, path = urlsplit(url).hostname, urlsplit(url).path
    if host == urlsplit(ARCHIVE_URL).hostname and path.startswith("/cgi-bin"):
        return page(EDGAR / "http_errors" / "getcurrent_503.html", status=503)
    if host == urlsplit(DATA_URL).hostname:
        return page(EDGAR / "http_errors" / "submissions_404.xml", status=404)
    if Path(path).suffix in (".txt", ".xml", ".gz", ".json", ".jss", ".idx"):
        return Page(b"nothing was recorded here", 404)
    words = f"<title>{escape(url)}</title><article><p>A stand-in for {escape(url)}.</p></article>"
    return Page(f"<!doctype html><html>{words}</html>".encode(), 200, {"Content-Type": "text/html"})


def hosts_named(every: list[Served]) -> set[str]:
    """All hosts of these addresses, and those that the feeds and sitemaps among them link to."""
    found = {urlsplit(one.url).hostname or "" for one in every}
    found |= {f"{one.source}.example" for one in every}
    for one in every:
        if one.source in ("feeds", "sitemaps"):
            text = one.page.body.decode("latin-1").replace("\\/", "/")  # as JSON may write it
            found |= {host.lower() for host in HOST.findall(text)}
    return found - {""}
