"""Choosing sources, finding what is unread, one update at a time, settings handed on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.batches import MANIFEST
from flows.environment import as_environment, in_environment
from flows.lock import only_update
from flows.prefect_home import prepare_prefect
from flows.steps import choose_sources, complete_batches, landed_sources, unread_segments
from pipeline.errors import BadSettingError, BusyError
from pipeline.settings import Settings, read_settings
from spiders.archives.ingest import HISTORY
from spiders.sources import SourceKind

WORLD = Path(__file__).resolve().parents[2] / "spiders" / "world" / "sources"


def settings(folder: Path) -> Settings:
    return read_settings(data_dir=folder, sources_dir=WORLD)


def test_sources_are_chosen_by_name_or_kind(tmp_path: Path) -> None:
    here = settings(tmp_path)
    everything = choose_sources(None, here)
    assert {name for kind in SourceKind for name in choose_sources([kind], here)} == set(everything)
    assert choose_sources(["edgar"], here) == ("edgar_world",)
    assert choose_sources(["rackgrid", "edgar"], here) == ("edgar_world", "rackgrid")
    assert choose_sources([], here) == ()


def test_an_unknown_source_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match=r"no source named rackgird; known are .*rackgrid"):
        choose_sources(["rackgird"], settings(tmp_path))


def test_live_sources_need_a_contact(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="GIGAWATCH_CONTACT is not set"):
        choose_sources(None, read_settings(data_dir=tmp_path))


def test_only_what_this_version_has_not_read_is_unread(tmp_path: Path) -> None:
    here = settings(tmp_path)
    for source in ("alder", "birch"):
        for day in ("2025-01-02-0001", "2025-01-01-0001"):
            segment = here.landing_dir / source / f"{day}.warc.gz"
            segment.parent.mkdir(parents=True, exist_ok=True)
            segment.touch()
    (here.landing_dir / "birch" / "2025-01-03-0001.warc.gz.part").touch()
    done = here.extracted_dir / "v2" / "alder" / "2025-01-01-0001"
    broken_off = here.extracted_dir / "v2" / "birch" / "2025-01-01-0001"
    for folder in (done, broken_off):
        folder.mkdir(parents=True)
    (done / MANIFEST).touch()
    both = landed_sources(here, backfill=False)
    assert list(unread_segments(here, "v2", both)) == [
        "birch/2025-01-01-0001.warc.gz",
        "alder/2025-01-02-0001.warc.gz",
        "birch/2025-01-02-0001.warc.gz",
    ]
    assert len(unread_segments(here, "v3", both)) == 4
    assert len(unread_segments(here, "v3", ["birch"])) == 2
    assert complete_batches(here, "v2", both) == (done,)
    assert complete_batches(here, "v2", ["birch"]) == ()


def test_history_is_read_in_a_backfill_only(tmp_path: Path) -> None:
    here = settings(tmp_path)
    for source in ("alder", "birch"):
        (here.landing_dir / source).mkdir(parents=True)
    (here.landing_dir / "birch" / HISTORY).touch()
    assert landed_sources(here, backfill=False) == {"alder"}
    assert landed_sources(here, backfill=True) == {"alder", "birch"}


def test_a_second_update_stops_and_names_the_first(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from flows.lock import only_update\n"
        "with only_update(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"process {first.pid}"), only_update(tmp_path):
            pass
        with pytest.raises(BusyError), only_update(tmp_path, wait_s=0.6):
            pass
        first.kill()
        first.wait()
        with only_update(tmp_path, wait_s=5):
            assert (tmp_path / "update.lock").read_text() == str(os.getpid())


words = st.text(alphabet="abcdefgh.-", min_size=1, max_size=12)
addresses = st.builds("{}@{}.example".format, st.text("abc", min_size=1), st.text("abc", min_size=1))


@given(
    routes=st.dictionaries(words, st.builds("127.0.0.1:{}".format, st.integers(1, 65535)), max_size=4),
    mail_to=st.lists(addresses, max_size=3),
    smtp_password=st.none() | st.text("xyz!#$ ", min_size=1).map(lambda text: f"p{text}p"),
    smtp_port=st.integers(1, 65535),
    smtp_starttls=st.booleans(),
)
def test_settings_survive_the_way_through_the_environment(**fields: object) -> None:
    given_settings = read_settings(data_dir=Path("/nowhere/data"), **fields)
    with in_environment(given_settings):
        assert read_settings() == given_settings
    assert not [name for name in os.environ if name.startswith("GIGAWATCH_")]


def test_none_is_left_out_of_the_environment(tmp_path: Path) -> None:
    assert "GIGAWATCH_SMTP_HOST" not in as_environment(settings(tmp_path))


def test_prefect_lives_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    environ: dict[str, str] = {}
    prepare_prefect(settings(tmp_path), environ)
    assert environ["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert (environ["PREFECT_SERVER_ANALYTICS_ENABLED"], environ["DO_NOT_TRACK"]) == ("false", "1")
    theirs = {"PREFECT_API_URL": "http://127.0.0.1:4200/api", "DO_NOT_TRACK": "0"}
    prepare_prefect(settings(tmp_path), theirs)
    assert "PREFECT_HOME" not in theirs
    assert theirs["DO_NOT_TRACK"] == "0"
