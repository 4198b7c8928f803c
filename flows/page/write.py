"""Makes the page of the published picture and puts it in its place in one step."""

from __future__ import annotations

from pathlib import Path

from flows.page.read import read_picture
from flows.page.render import render_page
from pipeline.settings import Settings


def write_page(settings: Settings) -> Path:
    """Write `site/index.html`; a reader who reloads meanwhile sees the old page or the new one."""
    html = render_page(read_picture(settings))
    page = settings.site_dir / "index.html"
    settings.site_dir.mkdir(parents=True, exist_ok=True)
    part = page.with_suffix(".part")
    part.write_text(html, encoding="utf-8")
    part.replace(page)
    return page
