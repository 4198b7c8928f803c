"""What is inlined into the page: scripts with their hashes, and data that cannot leave its element."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


@cache
def vega_bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script, made once a process from the installed package."""
    bundle: str = vl_convert.javascript_bundle(None)  # type: ignore[arg-type]  # None is its "everything"
    return _unclosable(bundle)


def read_asset(name: str) -> Markup:
    """A script or style of ours: written by us, so not escaped."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704  our own file


def script_json(value: Any) -> Markup:
    """JSON for a `<script>` element: no character in it can end the element or start a comment."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  escaped in the lines above


def source_hash(script: str) -> str:
    """A script as a Content-Security-Policy names it: only scripts so named run, whatever else gets in."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _unclosable(script: str) -> str:
    # Inside a string literal "<\/script" means the same and does not end the element.
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
