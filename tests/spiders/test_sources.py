"""Source files: the live ones are right, and a wrong one is refused by file and field."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadDataFileError, BadSettingError
from spiders.probes.model import load_probes
from spiders.sources import SourceKind, load_sources
from spiders.sources.load import LIVE_SOURCES, read_source

FEED = {
    "name": "news",
    "title": "News",
    "kind": "feed",
    "tier": "press",
    "document_kind": "article",
    "country": "US",
    "every_minutes": 15,
    "expected_items": 1,
    "urls": ["https://news.example/feed"],
}
UNWELCOMING = {
    "www.businesswire.com": "answers 403 to robots; its feeds have a host of their own",
    "api.londonstockexchange.com": "undocumented, for its own pages",
    "www.investegate.co.uk": "pages only, no feed",
}
WORLD = Path(__file__).parents[2] / "spiders" / "world" / "sources"


def write(folder: Path, content: object, name: str = "news") -> Path:
    """A source file with that content."""
    path = folder / f"{name}.yml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    return path


def test_the_live_sources_all_ask_for_a_contact_and_keep_a_pace() -> None:
    sources = load_sources()
    assert len(sources) >= 60
    assert {s.tier.value for s in sources} == {"filing", "company", "wire", "press"}
    assert all(source.live and source.country and source.expected_items >= 1 for source in sources)
    assert all(s.politeness.seconds >= 3 for s in sources if s.kind is SourceKind.FEED)


def test_publishers_that_bar_robots_or_sell_their_pages_are_asked_for_headlines_only() -> None:
    barred = {"businesswire", "nvidia_newsroom", "financial_post", "reuters", "bloomberg", "new_york_times"}
    barred |= {
        "wall_street_journal",
        "barrons",
        "business_insider",
        "the_information",
        "nikkei_asia",
        "digitimes",
    }
    barred |= {"nvidia_blog", "semianalysis", "rto_insider", "latitude_media"}
    assert {source.name for source in load_sources() if source.headline_only} >= barred


def test_feeds_known_second_hand_have_a_probe_that_asks_the_same_address() -> None:
    told = {source.name: source.urls for source in load_sources() if source.kind is SourceKind.FEED}
    second_hand = {path.stem for path in LIVE_SOURCES.glob("*.yml") if "Second-hand:" in path.read_text()}
    asked = {probe.name: probe.address for probe in load_probes().probes}
    assert len(second_hand) >= 40
    assert second_hand <= set(asked)
    assert [name for name in set(told) & set(asked) if asked[name] not in told[name]] == []


def test_no_two_live_sources_ask_the_same_address_and_none_a_host_that_turns_robots_away() -> None:
    addresses = [(urlsplit(url), source.name) for source in load_sources() for url in source.urls]
    shared = Counter((url.hostname, url.path.rstrip("/"), url.query) for url, _ in addresses)
    assert [address for address, askers in shared.items() if askers > 1] == []
    assert [source.name for source in load_sources() if source.index_hosts & set(UNWELCOMING)] == []
    assert [name for url, name in addresses if url.path.startswith("/cgi-bin")] == []


def test_the_watch_list_stays_below_the_rate_the_sec_allows() -> None:
    edgar = next(source for source in load_sources() if source.kind is SourceKind.EDGAR)
    ciks = {company.name: company.cik for company in edgar.watch}
    assert (ciks["NVIDIA"], ciks["Microsoft"], ciks["CoreWeave"]) == (1045810, 789019, 1769628)
    assert edgar.index_hosts == {"data.sec.gov", "www.sec.gov"}
    assert len(edgar.index_hosts) / edgar.politeness.seconds <= 10


def test_the_watch_list_is_that_of_the_sec(shared: Path) -> None:
    listed = json.loads(gzip.decompress((shared / "data/edgar/api/company_tickers.json.gz").read_bytes()))
    names = {int(row["cik_str"]): row["title"].lower() for row in listed.values()}
    edgar = next(source for source in load_sources() if source.kind is SourceKind.EDGAR)
    renamed = {"Nebius": "yandex", "IREN": "iris"}
    for company in edgar.watch:
        if company.cik in names:
            assert names[company.cik].startswith(renamed.get(company.name, company.name.split()[0].lower()))


def test_the_bundled_sources_are_never_live() -> None:
    sources = load_sources(WORLD)
    assert {"harbourwire", "rackgrid", "edgar_world"} <= {source.name for source in sources}
    assert not any(source.live for source in sources)
    assert all(host.endswith(".example") for source in sources for host in source.index_hosts)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"tier": "gossip"}, r"news\.yml: tier: Input should be 'contract'"),
        ({"urls": ["ftp://news.example/feed"]}, r"news\.yml: urls\.0: .*pattern"),
        ({"urls": []}, r"news\.yml: file: .*a feed source needs urls"),
        ({"urls": ["http://a.example/f"] * 2}, r"news\.yml: file: .*urls names something twice"),
        ({"cadence": 5}, r"news\.yml: cadence: Extra inputs are not permitted"),
        ({"country": "usa"}, r"news\.yml: country:"),
        ({"zone": "Asia/Hongkong"}, r"news\.yml: zone: .*no zone of the IANA"),
        ({"zone": "localtime"}, r"news\.yml: zone: .*'localtime' is no place's zone"),
        ({"zone": "Factory"}, r"news\.yml: zone: .*'Factory' is no place's zone"),
        ({"every_minutes": 0}, r"news\.yml: every_minutes: .*greater than or equal to 1"),
        ({"politeness": {"seconds": -1}}, r"news\.yml: politeness\.seconds: .*greater than or equal to 0"),
        ({"name": "views"}, r"news\.yml: name: must be that of the file, 'news', not 'views'"),
        ({"kind": "edgar", "urls": []}, r"an edgar source needs watch, data_url and archive_url"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_field(
    tmp_path: Path, change: dict[str, object], complaint: str
) -> None:
    path = write(tmp_path, FEED | change)
    with pytest.raises(BadDataFileError, match=complaint):
        read_source(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("name: [", r"cannot be read as YAML: .*(.|\n)*line 1"),
        ("- a\n- b\n", "expected fields such as name, kind and urls, not list"),
        ("", "expected fields .* not NoneType"),
    ],
)
def test_what_is_no_source_at_all_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    with pytest.raises(BadDataFileError, match=complaint):
        read_source(write(tmp_path, content))


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataFileError, match=r"news\.yml: tier: Field required"):
        read_source(write(tmp_path, {k: v for k, v in FEED.items() if k != "tier"}))


def test_an_empty_folder_is_refused_and_a_shared_host_is_not(tmp_path: Path) -> None:
    with pytest.raises(BadDataFileError, match="no source files"):
        load_sources(tmp_path)
    write(tmp_path, FEED)
    write(tmp_path, FEED | {"name": "views", "urls": ["https://news.example/other"]}, "views")
    assert [source.name for source in load_sources(tmp_path)] == ["news", "views"]


def test_both_endings_of_yaml_are_read_and_a_name_only_once(tmp_path: Path) -> None:
    write(tmp_path, FEED)
    write(tmp_path, FEED | {"name": "views"}, "views").rename(tmp_path / "views.yaml")
    (tmp_path / "notes.txt").touch()
    assert [source.name for source in load_sources(tmp_path)] == ["news", "views"]
    (tmp_path / "news.yaml").write_text("name: [")
    with pytest.raises(BadDataFileError, match=r"news\.yaml: news\.yml has the same name"):
        load_sources(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "file.yml"])
def test_a_folder_that_is_not_there_is_a_wrong_setting(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.yml").touch()
    with pytest.raises(BadSettingError, match=f"GIGAWATCH_SOURCES_DIR: there is no folder .*{name}"):
        load_sources(tmp_path / name)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.lists(st.text(max_size=5), max_size=2)
)


@given(st.dictionaries(st.sampled_from([*FEED, "watch", "forms", "hosts", "odd"]), VALUES, max_size=4))
def test_whatever_the_fields_hold_it_is_a_source_or_a_named_complaint(
    tmp_path_factory: pytest.TempPathFactory, change: dict[str, object]
) -> None:
    path = write(tmp_path_factory.mktemp("sources"), FEED | change)
    try:
        source = read_source(path)
    except BadDataFileError as error:
        complaint = str(error)
    else:
        complaint = f"{path}: none, for it comes back as it went: "
        assert type(source).model_validate(source.model_dump()) == source
    assert complaint.startswith(f"{path}: ")
