"""The address that a page calls its own: of a copy, often that of the original."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

MAX_LENGTH = 2083


def canonical_url(tree: HtmlElement, *, url: str | None = None) -> str | None:
    """The address of the page's `link rel="canonical"` (RFC 6596), absolute; None where it names none.

    A site's front page is no article's address, though careless templates say so.
    """
    for link in tree.iterfind(".//link[@href]"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return _absolute(link.get("href").strip(), url)
    return None


def _absolute(href: str, url: str | None) -> str | None:
    try:
        address = urljoin(url or "", href)
        parts = urlsplit(address)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and parts.hostname
    is_sound = len(address) <= MAX_LENGTH and address.isprintable()
    return address if is_web and is_sound and (parts.path.strip("/") or parts.query) else None
