"""One address, one spelling: what the ledger compares and the spiders ask for."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from w3lib.url import safe_url_string

TRACKERS = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "cmpid", "igshid"})
"""Query parameters that say where a reader came from and never what is shown; so does `utm_…`."""

DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"^[a-z0-9:._-]+$")
"""Names as they stand after IDNA encoding, and addresses."""

MAX_LENGTH = 2083


def canonical_url(address: str) -> str:
    """The address in lower-case scheme and host, percent-encoded, without fragment, default port or trackers.

    The order of the query is kept: for some servers it matters. Canonical addresses stay as they are.
    Raises ValueError saying what is wrong: no http(s), no host, a user or password, over 2,083 characters.
    """
    parts = urlsplit(safe_url_string(address.strip()))
    if parts.scheme not in DEFAULT_PORTS:
        raise ValueError(f"not an http(s) address: {address[:200]!r}")
    host = (parts.hostname or "").rstrip(".")
    if not HOST.match(host) or parts.username is not None:
        raise ValueError(f"no plain host in {address[:200]!r}")
    if ":" in host:
        host = f"[{host}]"
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracker(pair))
    found = urlunsplit((parts.scheme, host + port, parts.path or "/", query, ""))
    if len(found) > MAX_LENGTH:
        raise ValueError(f"an address of {len(found)} characters: {found[:100]}…")
    return found


def host_of(address: str) -> str:
    """The host name in lower case, "" where there is none."""
    return urlsplit(address).hostname or ""


def _is_tracker(pair: str) -> bool:
    names = [name for name, _ in parse_qsl(pair, keep_blank_values=True)]
    return bool(names) and all(name.lower() in TRACKERS or name.lower().startswith("utm_") for name in names)
