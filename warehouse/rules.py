"""The rules of deal resolution: one row of `data/resolution.yml` per deal type, validated."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen
from pipeline.vocabulary import ROLES, DealType, Role
from warehouse.sql import HERE

RULES_FILE = HERE / "data" / "resolution.yml"


class ResolutionRule(Frozen):
    """When two claims of one type tell one deal; the file's head says what each field means."""

    identifying: tuple[Role, ...] = Field(min_length=1)
    collective: tuple[Role, ...]
    needs_number: bool
    window_days: int = Field(gt=0)
    life_days: int = Field(gt=0)
    drift: Decimal = Field(gt=0, lt=1)
    closing_drift: Decimal = Field(ge=0, lt=1)


def read_rules(path: Path = RULES_FILE) -> Mapping[DealType, ResolutionRule]:
    """One rule for each deal type; raises BadDataFileError for a missing type or a role not of its type."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        rules = TypeAdapter(dict[DealType, ResolutionRule]).validate_python(content)
    except (ValidationError, yaml.YAMLError) as error:
        raise BadDataFileError(f"{path.name}: {error}") from error
    missing = [deal_type.value for deal_type in DealType if deal_type not in rules]
    if missing:
        raise BadDataFileError(f"{path.name}: no rule for {', '.join(missing)}")
    for deal_type, rule in rules.items():
        strange = {*rule.identifying, *rule.collective} - set(ROLES[deal_type].all)
        if strange:
            raise BadDataFileError(f"{path.name}: {deal_type} has no role {', '.join(sorted(strange))}")
        if rule.window_days > rule.life_days:
            raise BadDataFileError(f"{path.name}: {deal_type}: window_days must not exceed life_days")
    return rules
