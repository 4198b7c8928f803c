"""The base of every model that crosses a border: immutable, and strict about its fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable record; an unknown field is an error, so a typo in data cannot pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _to_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment in UTC; a time without a zone is refused, one in another zone is converted."""
