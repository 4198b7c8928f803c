"""prefect.yaml: every deployment names a flow that exists, parameters it takes and a time that comes."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.cli.deploy._models import PrefectYamlModel
from prefect.client.schemas.schedules import CronSchedule
from pydantic import TypeAdapter

from spiders.sources import load_sources

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "prefect.yaml"


def deployments() -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["deployments"]
    return content


def test_prefect_itself_reads_the_file() -> None:
    model = PrefectYamlModel.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    assert [made.name for made in model.deployments] == ["news", "filings", "nightly"]
    assert not model.pull, "a pull step would name a folder of one machine"


@pytest.mark.parametrize("made", deployments(), ids=lambda made: str(made["name"]))
def test_a_deployment_can_run(made: dict[str, Any]) -> None:
    path, _, name = made["entrypoint"].partition(":")
    assert (ROOT / path).is_file()
    flow = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
    taken = inspect.signature(flow.fn).parameters
    assert set(made["parameters"]) <= set(taken)
    for parameter, value in made["parameters"].items():
        TypeAdapter(inspect.get_annotations(flow.fn, eval_str=True)[parameter]).validate_python(value)
    assert made["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert made["work_pool"]["name"] == "gigawatch"
    assert [CronSchedule(**schedule).timezone for schedule in made["schedules"]] == ["UTC"]


def test_the_schedules_ask_every_live_source() -> None:
    asked = {kind for made in deployments() for kind in made["parameters"]["sources"]}
    assert {source.kind.value for source in load_sources()} == asked
