"""An answer beside what its probe says of it: every difference in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from spiders.probes.model import Probe

SHOWN = 60
"""Characters of the beginning of an answer that is told."""


def differences(probe: Probe, *, status: int, content_type: str, body: bytes) -> tuple[str, ...]:
    """What is not as the probe says, none where all is; never raises for bad bytes.

    Of an answer with another status the body is somebody's error page and is not compared.
    """
    if status != probe.status:
        return (f"status {status}, not {probe.status}",)
    media_type = content_type.partition(";")[0].strip().lower()
    found = []
    if probe.types and media_type not in probe.types:
        found.append(f"type {media_type or 'not told'}, not {' or '.join(probe.types)}")
    for compared in (_of_json, _of_xml, _of_zip, _of_text):
        found.extend(compared(probe, body))
    return tuple(found)


def _of_json(probe: Probe, body: bytes) -> Iterator[str]:
    if not probe.keys:
        return
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        yield f"no JSON: it begins {_start(body)}"
        return
    for path in probe.keys:
        if missing := _missing(answer, path.split(".")):
            yield f"no {missing}"


def _missing(value: Any, steps: list[str]) -> str | None:
    """The path as far as to the step that leads nowhere."""
    for number, step in enumerate(steps, 1):
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, TypeError, ValueError):
            return ".".join(steps[:number])
    return None


def _of_xml(probe: Probe, body: bytes) -> Iterator[str]:
    if not probe.elements:
        return
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        yield f"no well-formed XML ({str(error).partition(' (<')[0][:SHOWN]}): it begins {_start(body)}"
        return
    first, *below = probe.elements
    if (name := etree.QName(root).localname) != first:
        yield f"a <{name}>, not a <{first}>"
        return
    names = {etree.QName(one).localname for one in root.iter(etree.Element)}
    yield from (f"no <{name}>" for name in below if name not in names)


def _of_zip(probe: Probe, body: bytes) -> Iterator[str]:
    if not probe.files:
        return
    try:
        with ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        yield f"no ZIP archive: it begins {_start(body)}"
        return
    for pattern in probe.files:
        if not any(re.search(pattern, name) for name in names):
            yield f"no file {pattern} among {len(names)}"


def _of_text(probe: Probe, body: bytes) -> Iterator[str]:
    if not (probe.holds or probe.lacks):
        return
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    for pattern in probe.holds:
        if not re.search(pattern, text, re.MULTILINE):
            yield f"nothing like {pattern}"
    for pattern in probe.lacks:
        if found := re.search(pattern, text, re.MULTILINE):
            yield f"holds {found[0][:SHOWN]!r}"


def _start(body: bytes) -> str:
    return repr(body[:SHOWN].decode("utf-8", "replace").strip())
