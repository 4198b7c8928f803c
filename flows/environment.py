"""Settings as environment variables: how a command hands them to a flow, which reads its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pydantic import SecretStr

from pipeline.settings import PREFIX, Settings


def as_environment(settings: Settings) -> Mapping[str, str]:
    """The variables that make `read_settings()` return these settings; those that are None are left out."""
    fields = {name: getattr(settings, name) for name in type(settings).model_fields}
    return {
        PREFIX + name.upper(): _worded(value) for name, value in fields.items() if value not in (None, (), {})
    }


@contextmanager
def in_environment(settings: Settings) -> Iterator[None]:
    """The settings as this process's environment, and what was there before put back at the end."""
    before = {name: value for name, value in os.environ.items() if name.upper().startswith(PREFIX)}
    os.environ.update(as_environment(settings))
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
            del os.environ[name]
        os.environ.update(before)


def _worded(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Mapping):
        return ",".join(f"{name}={told}" for name, told in value.items())
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)
