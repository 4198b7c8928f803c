"""The labelled documents of this folder, and what the reader scores on them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from extractors.folder import extract_folder
from extractors.reader import Reader
from pipeline.settings import Settings

HERE = Path(__file__).resolve().parent
DEV = HERE / "dev"
TOPICS = HERE / "topics.yml"
SCORER = HERE / "score.py"

HALVES = {
    "open": [f"d{number:03}" for number in range(1, 41)],
    "blind": [f"d{number:03}" for number in range(41, 61)],
}
TOPIC_KINDS = ("segments", "themes")

Scores = Mapping[str, Mapping[str, float]]
"""Score by metric, by half; the half `topics` has precision and recall of each kind."""


def corpus_hash(folder: Path = HERE) -> str:
    """SHA-256 over the names and bytes of the documents, their labels, the scorer and its aliases."""
    digest = hashlib.sha256()
    single = ("score.py", "aliases.json", "topics.yml")
    files = [*sorted((folder / "dev").iterdir()), *(folder / name for name in single)]
    for file in files:
        digest.update(f"{file.name} {file.stat().st_size}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def measure(settings: Settings) -> Scores:
    """Reads all documents with the shipped reader and scores them; takes some ten seconds."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder)
        extract_folder(DEV, found, Reader(settings), settings=settings)
        return {**{half: _scores(found, ids) for half, ids in HALVES.items()}, "topics": topic_scores(found)}


def topic_scores(found: Path) -> dict[str, float]:
    """Precision and recall of segments and themes over the documents labelled with them."""
    labels = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    scores = {}
    for kind in TOPIC_KINDS:
        gold = {(name, value) for name, of in labels.items() for value in of[kind]}
        read = {(name, value) for name in labels for value in _label(found / f"{name}.json").get(kind, ())}
        scores[f"{kind}_precision"] = len(gold & read) / max(1, len(read))
        scores[f"{kind}_recall"] = len(gold & read) / max(1, len(gold))
    return scores


def _label(path: Path) -> dict[str, Any]:
    label: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return label


def _scores(found: Path, ids: list[str]) -> dict[str, float]:
    score = scorer()
    total = score.score_directories(DEV, found, ids).total
    return {**{metric: total.counts[metric].f1 for metric in score.METRICS}, "overall": total.overall}


def scorer() -> ModuleType:
    """score.py, a script that belongs to no package."""
    if "gold_score" not in sys.modules:
        spec = importlib.util.spec_from_file_location("gold_score", SCORER)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["gold_score"] = module  # its dataclasses look their module up
        spec.loader.exec_module(module)
    return sys.modules["gold_score"]
