"""The objects that a JSON-LD script of a page holds."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Any

MAX_NODES = 2_000
"""How many places of one script are looked at."""


def objects(script: str) -> Iterator[dict[str, Any]]:
    """The objects of one script, nested ones behind those that hold them; none of broken JSON, which
    hand-made templates often give."""
    try:
        queue = deque([json.loads(script, strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(MAX_NODES):
        if not queue:
            return
        node = queue.popleft()
        if isinstance(node, list):
            queue.extend(node[:MAX_NODES])
        elif isinstance(node, dict):
            yield node
            queue.extend(node.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
