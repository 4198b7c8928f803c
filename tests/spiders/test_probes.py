"""Probes: what a file of them may say, how an answer is compared, and no bytes that make it raise."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadDataFileError, BadSettingError, NotFoundError
from pipeline.settings import Settings
from spiders.probes.ask import ask_probes
from spiders.probes.compare import differences
from spiders.probes.model import Probe, load_probes


def probe(**fields: object) -> Probe:
    said = {"name": "one", "address": "http://news.example/one", "mark": "K", "says": "something"}
    return Probe.model_validate(said | fields)


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(name, "a\tb")
    return file.getvalue()


JSON = probe(types=["application/json"], keys=["total", "rows.0.title", "more"], holds=['"id": "\\d+"'])
XML = probe(elements=["rss", "item", "when"], lacks=["6-K"])
ZIP = probe(files=[r"\.csv$"])
TEXT = probe(status=404, holds=["^Disallow: /a$"])
RSS = b'<rss xmlns:n="urn:n"><channel><item>8-K</item><n:when/></channel></rss>'


GOOD = b'{"total": 0, "rows": [{"title": ""}], "more": null, "id": "7"}'


@pytest.mark.parametrize(
    ("asked", "status", "content_type", "body", "told"),
    [
        (JSON, 200, "Application/JSON; charset=utf-8", GOOD, ()),
        (JSON, 200, "", GOOD.replace(b"more", b"less"), ("type not told", "no more")),
        (
            JSON,
            200,
            "application/json",
            b'{"total": 0, "rows": "7"}',
            ("no rows.0", "no more", "nothing like"),
        ),
        (JSON, 200, "text/html", b"Too many", ("not application/json", "begins 'Too many'", "nothing like")),
        (JSON, 503, "text/html", b"Too many", ("status 503, not 200",)),
        (XML, 200, "", RSS, ()),
        (XML, 200, "", RSS.replace(b"8-K", b"6-K").replace(b"<n:when/>", b""), ("no <when>", "holds '6-K'")),
        (XML, 200, "", b"<html><rss/></html>", ("a <html>, not a <rss>",)),
        (XML, 200, "", RSS[:-6], ("no well-formed XML",)),
        (ZIP, 200, "", zipped("1.csv"), ()),
        (ZIP, 200, "", zipped("1.txt"), (r"no file \.csv$ among 1",)),
        (ZIP, 200, "", b"PK\x03\x04", ("no ZIP archive",)),
        (TEXT, 404, "", b"User-agent: *\r\nDisallow: /a\r\n", ()),
        (TEXT, 404, "", b"User-agent: *\nDisallow: /ab\n", ("nothing like ^Disallow: /a$",)),
    ],
)
def test_each_difference_is_told(
    asked: Probe, status: int, content_type: str, body: bytes, told: tuple[str, ...]
) -> None:
    found = differences(asked, status=status, content_type=content_type, body=body)
    assert len(found) == len(told), found
    assert all(part in whole for part, whole in zip(told, found, strict=True)), found


@given(st.one_of(st.binary(max_size=300), st.sampled_from([b"[" * 100_000, RSS, zipped("a.csv"), b"null"])))
def test_no_answer_breaks_a_comparison(body: bytes) -> None:
    for asked in (JSON, XML, ZIP):
        found = differences(asked, status=200, content_type="\x00;", body=body)
        assert all(found)
        assert asked is not JSON or found[0].startswith("type ")


def test_the_probes_of_the_live_sources_name_each_endpoint_once() -> None:
    found = load_probes()
    assert found.politeness.seconds > 5, "GDELT's one request in five seconds"
    hosts = {urlsplit(one.address).hostname for one in found.probes}
    assert {"www.sec.gov", "data.sec.gov", "efts.sec.gov", "data.gdeltproject.org"} <= hosts
    for one in found.probes:
        compared = one.keys or one.elements or one.files or one.holds or one.forbidden or one.status != 200
        assert compared, f"{one.name} can hardly differ"
    [barred] = [one for one in found.probes if one.forbidden]
    assert urlsplit(barred.address).path.startswith("/cgi-bin")


ROW = "name: ab, address: 'http://x', mark: K, says: x"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("[]", "probes: Tuple should have at least 1 item"),
        (f"[{{{ROW.replace('http', 'ftp')}}}]", "probes.0.address: "),
        (f"[{{{ROW.replace('K', 'V')}}}]", "probes.0.mark: "),
        (f"[{{{ROW}, holds: ['(']}}]", "probes.0.holds.0: "),
        (f"[{{{ROW}, forbidden: true, keys: [b]}}]", "not asked"),
        (f"[{{{ROW}, keys: [a], files: [b]}}]", "an answer is one of these"),
        (f"[&a {{{ROW}}}, *a]", "two probes have the name 'ab'"),
        ("[", "cannot be read as YAML"),
    ],
)
def test_a_wrong_file_of_probes_is_refused_by_place(tmp_path: Path, rows: str, told: str) -> None:
    (tmp_path / "probes").mkdir()
    (tmp_path / "probes" / "endpoints.yml").write_text(f"politeness: {{}}\nprobes: {rows}")
    with pytest.raises(BadDataFileError, match=re.escape(told)) as refused:
        load_probes(tmp_path)
    assert "endpoints.yml" in str(refused.value)


def test_nobody_is_asked_anonymously_and_without_probes_nothing_is(settings: Settings) -> None:
    with pytest.raises(BadSettingError, match="GIGAWATCH_CONTACT is not set"):
        ask_probes(settings)
    with pytest.raises(NotFoundError, match="no probes beside these sources"):
        ask_probes(settings.model_copy(update={"contact": "Gigawatch tests tests@gigawatch.example"}))
    assert not settings.data_dir.exists()
