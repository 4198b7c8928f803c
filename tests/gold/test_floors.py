"""Accuracy does not fall unsaid: floors, the corpus they are for, and the one way to lower them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadDataFileError
from pipeline.settings import Settings
from tests.gold import corpus, floors
from tests.gold.corpus import DEV, HALVES, HERE, corpus_hash, measure
from tests.gold.floors import Floors, breaches, changes, main, moved, noted, read_floors, write_floors

HASH, OTHER_HASH = "0" * 64, "1" * 64


def given_floors(deal: float) -> Floors:
    return Floors(corpus=HASH, floors={"open": {"deal": deal}, "blind": {"deal": 0.4}, "topics": {}})


def given_scores(deal: float) -> dict[str, dict[str, float]]:
    return {"open": {"deal": deal}, "blind": {"deal": 0.42}, "topics": {}}


@pytest.mark.slow
def test_the_shipped_reader_stays_above_its_floors(tmp_path: Path) -> None:
    assert breaches(read_floors(), measure(Settings(data_dir=tmp_path)), corpus_hash()) == []


def test_floors_are_for_this_corpus() -> None:
    assert read_floors().corpus == corpus_hash()


def test_the_corpus_is_whole() -> None:
    names = {path.stem for path in DEV.iterdir()}
    assert names == {name for half in HALVES.values() for name in half}
    assert len(list(DEV.iterdir())) == 2 * len(names)


@pytest.mark.parametrize("name", ["dev/d007.txt", "dev/d052.json", "score.py", "aliases.json", "topics.yml"])
def test_a_changed_corpus_is_noticed(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "gold"
    shutil.copytree(HERE, copy)
    assert corpus_hash(copy) == corpus_hash()
    with (copy / name).open("a") as file:
        file.write(" ")
    found = breaches(given_floors(0.6), given_scores(0.7), corpus_hash(copy))
    assert [line for line in found if "the corpus has changed" in line]


def test_a_score_below_its_floor_is_told() -> None:
    assert breaches(given_floors(0.69), given_scores(0.70), HASH) == []
    assert breaches(given_floors(0.71), given_scores(0.70), HASH) == ["open deal: 0.700, floor 0.71"]
    missing = {**given_scores(0.8), "topics": {"segments_recall": 0.9}}
    assert breaches(given_floors(0.7), missing, HASH) == ["topics segments_recall: 0.900, floor None"]
    gone = {**given_scores(0.8), "open": {}}
    assert breaches(given_floors(0.7), gone, HASH) == ["open: a floor, but no score, for deal"]


@given(st.floats(0, 1), st.floats(0, 1))
def test_floors_sink_only_when_told_to(floor: float, score: float) -> None:
    old, scores = given_floors(floor), given_scores(score)
    risen = moved(old, scores, OTHER_HASH, lower=False)
    assert risen.floors["open"]["deal"] >= floor
    assert risen.corpus == HASH
    assert changes(old, risen) == []
    lowered = moved(old, scores, OTHER_HASH, lower=True)
    assert breaches(lowered, scores, OTHER_HASH) == []
    assert score - lowered.floors["open"]["deal"] <= 0.02 + 1e-9


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A floors file at 0.70 and a changelog, while the reader scores 0.65."""
    write_floors(given_floors(0.70), tmp_path / "floors.yml")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0\n\n- It reads.\n")
    monkeypatch.setattr(floors, "measure", lambda _: given_scores(0.65))
    monkeypatch.setattr(floors, "corpus_hash", lambda: HASH)
    return tmp_path / "floors.yml", tmp_path / "CHANGELOG.md"


def test_a_worse_reader_leaves_the_floors(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path, changelog = files
    assert main([], floors=path, changelog=changelog) == 1
    assert capsys.readouterr().err == "open deal: 0.650, floor 0.7\n"
    # The other floor rises by itself.
    assert read_floors(path).floors == {"open": {"deal": 0.7}, "blind": {"deal": 0.41}, "topics": {}}
    assert changelog.read_text() == "# Changelog\n\n## 0.1.0\n\n- It reads.\n"


def test_lowering_writes_its_reason_into_the_changelog(files: tuple[Path, Path]) -> None:
    path, changelog = files
    assert main(["--lower", "--reason", "labels follow rule 15"], floors=path, changelog=changelog) == 0
    assert read_floors(path).floors["open"] == {"deal": 0.64}
    line = "- Accuracy floors lowered (open deal 0.70 to 0.64): labels follow rule 15\n"
    assert changelog.read_text() == f"# Changelog\n\n## 0.1.0\n\n{line}- It reads.\n"


@pytest.mark.parametrize("argv", [["--lower"], ["--lower", "--reason", " "], ["--reason", "because"]])
def test_lowering_needs_flag_and_reason(argv: list[str], files: tuple[Path, Path]) -> None:
    with pytest.raises(SystemExit):
        main(argv, floors=files[0], changelog=files[1])
    assert read_floors(files[0]) == given_floors(0.70)


def test_a_changelog_without_a_version_takes_no_note() -> None:
    with pytest.raises(ValueError, match="no version"):
        noted("# Changelog\n", "why", [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "corpus: short\nfloors: {}\n",
        f'corpus: "{HASH}"\nfloors: {{open: {{deal: 2}}, blind: {{}}, topics: {{}}}}\n',
    ],
)
def test_a_broken_floors_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "floors.yml").write_text(text)
    with pytest.raises(BadDataFileError, match=r"floors\.yml"):
        read_floors(tmp_path / "floors.yml")


def test_topic_scores_count_each_value_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "topics.yml").write_text("a: {segments: [cloud, compute], themes: []}\n")
    (tmp_path / "a.json").write_text('{"segments": ["cloud", "networking", "edge_data_centres", "x"]}')
    monkeypatch.setattr(corpus, "TOPICS", tmp_path / "topics.yml")
    scores = corpus.topic_scores(tmp_path)
    assert (scores["segments_precision"], scores["segments_recall"]) == (0.25, 0.5)
