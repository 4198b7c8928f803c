"""Opens a page in headless Chromium and gives back what it became."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--v=0")


class Opened(NamedTuple):
    """A page after its scripts ran."""

    root: html.HtmlElement
    console: list[str]

    def texts(self, selector: str) -> list[str]:
        """The texts of what a CSS selector finds, with blanks collapsed."""
        return [" ".join(found.text_content().split()) for found in self.root.cssselect(selector)]


def open_page(path: Path, profile: Path) -> Opened:
    """The DOM and the console of a page opened from the file system; skips without a browser.

    All names resolve to nothing, so a page that needs the network shows it in the console.
    """
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        pytest.skip("no browser here to open the page in: apt-get install chromium")
    command = [
        browser,
        *FLAGS,
        f"--user-data-dir={profile}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr",
        "--dump-dom",
        path.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return Opened(html.document_fromstring(done.stdout), console)
