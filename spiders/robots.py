"""What a robots.txt allows, by RFC 9309 and, where that is silent, by Google's documented reading.

Told from the RFC: longest match, allow before disallow, groups of one name united, other records between the
lines of a group without effect. Told from Google: a missing colon, six misspellings, 500 KiB, "name/1.2".
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from typing import NamedTuple, Self
from urllib.parse import unquote_to_bytes, urlsplit

from scrapy.crawler import Crawler
from scrapy.robotstxt import RobotParser

MAX_BYTES = 500 * 1024
"""Read, and no more, of one file: the least that RFC 9309, 2.5, asks for, and what Google reads."""

KEYS = {
    **dict.fromkeys((b"user-agent", b"useragent", b"user agent"), b"user-agent"),
    **dict.fromkeys(
        (b"disallow", b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw"), b"disallow"
    ),
    b"allow": b"allow",
    **dict.fromkeys((b"crawl-delay", b"crawl delay"), b"crawl-delay"),
}
LINE_END = re.compile(rb"\r\n?|\n")
NO_COLON = re.compile(rb"([A-Za-z-]+(?:[ \t]+agent)?)[ \t]+(\S+)", re.IGNORECASE)
TOKEN = re.compile(rb"[a-z_-]+")
ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
IN_ADDRESSES = UNRESERVED | frozenset(b":/?#[]@!$&'()*+,;=%")
ANYBODY = b"*"
STAR, DOLLAR = b"%2A", b"%24"
"""How a path's own star and dollar are compared (RFC 9309, 2.2.3)."""


class _Rule(NamedTuple):
    """One allow or disallow line; the parts of its path stand between its stars."""

    parts: tuple[bytes, ...]
    is_whole: bool
    """The path ends where the rule does ("$")."""
    length: int
    allows: bool

    def matches(self, path: bytes) -> bool:
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        if not rest:
            return not self.is_whole or path == first
        at = len(first)
        for part in rest[:-1]:
            if (found := path.find(part, at)) < 0:
                return False
            at = found + len(part)
        if self.is_whole:
            return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at
        return path.find(rest[-1], at) >= 0


class RobotRules(RobotParser):
    """The rules of one robots.txt, for Scrapy's ROBOTSTXT_PARSER."""

    def __init__(self, body: bytes) -> None:
        self._groups: dict[bytes, list[_Rule]] = {}
        self._delays_s: dict[bytes, float] = {}
        named: list[bytes] = []
        paced: list[bytes] = []
        before = b""
        has_rules = False
        for key, value in _records(body):
            if key == b"user-agent":
                named, has_rules = ([], False) if has_rules else (named, False)
                paced = paced if before == key else []
                named.append(_name(value))
                paced.append(named[-1])
                self._groups.setdefault(named[-1], [])
            elif key == b"crawl-delay":
                self._pace(paced, value)
            else:
                has_rules = True
                self._rule(named, value, allows=key == b"allow")
            before = key

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:  # noqa: ARG003 - as called
        """Scrapy's way of building a parser."""
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Whether the robot of that product token ("Gigawatch") may ask for the address."""
        path = _path(_text(url))
        rules = self._groups.get(self._group(user_agent), ())
        matching = ((rule.length, rule.allows) for rule in rules if rule.matches(path))
        return path == b"/robots.txt" or max(matching, default=(0, True))[1]

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """Seconds between two requests, where the robot's group asks for any: the longest it asks for."""
        return self._delays_s.get(self._group(user_agent))

    def _group(self, user_agent: str | bytes) -> bytes:
        name = _text(user_agent).lower().encode()
        return name if name in self._groups else ANYBODY

    def _pace(self, names: list[bytes], value: bytes) -> None:
        try:
            delay_s = float(value)
        except ValueError:
            return
        for name in names if math.isfinite(delay_s) and delay_s >= 0 else ():
            self._delays_s[name] = max(delay_s, self._delays_s.get(name, 0.0))

    def _rule(self, names: list[bytes], value: bytes, *, allows: bool) -> None:
        if not value.startswith((b"/", b"*")):
            return  # an empty one allows everything, and no path begins otherwise
        path = _octets(value)
        is_whole = path.endswith(b"$")
        parts = (path[:-1] if is_whole else path).replace(b"$", DOLLAR).split(b"*")
        for name in dict.fromkeys(names):
            self._groups[name].append(_Rule(tuple(parts), is_whole, len(path), allows))


def _records(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Lines that say something to us, key and value; all others might as well not be there."""
    for line in LINE_END.split(_utf8(body)):
        told = line.split(b"#", 1)[0].strip()
        key, colon, value = told.partition(b":")
        if not colon and (found := NO_COLON.fullmatch(told)):
            key, value = found.groups()
        if known := KEYS.get(b" ".join(key.lower().split())):
            yield known, value.strip()


def _utf8(body: bytes) -> bytes:
    if len(body) > MAX_BYTES:  # half a line would be another rule
        body = body[: max(body.rfind(end, 0, MAX_BYTES) for end in (b"\n", b"\r")) + 1]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def _name(value: bytes) -> bytes:
    """The product token, and of "token/1.2" or "token*" what stands before; "*" with a remark is "*"."""
    value = value.lower()
    if value.split(maxsplit=1)[:1] == [ANYBODY]:
        return ANYBODY
    found = TOKEN.match(value)
    return found.group() if found else value


def _path(url: str) -> bytes:
    parts = urlsplit(url)
    has_query = "?" in url.partition("#")[0]
    path = (parts.path or "/") + (f"?{parts.query}" if has_query else "")
    return _octets(path.encode("utf-8", "replace")).replace(b"*", STAR).replace(b"$", DOLLAR)


def _octets(path: bytes) -> bytes:
    """The one spelling that is compared (RFC 9309, 2.2.2): unreserved octets bare, and escaped all that
    cannot stand in an address, such as blanks.

    An address within a query may be escaped or not; the RFC's table takes both for one.
    """

    def settle(found: re.Match[bytes]) -> bytes:
        octet = unquote_to_bytes(found.group())
        return octet if octet[0] in UNRESERVED else found.group().upper()

    escaped = b"".join(bytes([octet]) if octet in IN_ADDRESSES else b"%%%02X" % octet for octet in path)
    head, mark, query = ESCAPED.sub(settle, escaped).partition(b"?")
    return head + mark + query.replace(b"%3A", b":").replace(b"%2F", b"/")


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
