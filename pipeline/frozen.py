"""The base of every model that crosses a border: immutable, and strict about its fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable record; an unknown field is an error, so a typo in data cannot pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _to_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of the years 1 to 9999 in UTC") from error


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment in UTC; a time without a zone is refused, one in another zone is converted."""
