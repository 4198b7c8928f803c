"""What the spiders read in real robots.txt files against RFC 9309 taken by the letter.

`python -m tests.measures.robots [--show]`

Asked for our own name and some of the names in each file: the root, a story, and addresses made of each rule.
Typing errors that Google forgives too ("dissallow") are forgiven on both sides.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from spiders.scrapy_settings import ANONYMOUS
from tests.measures.real import SHARED, table

FOLDER = SHARED / "data" / "feeds" / "robots"
NAMES_A_FILE = 2
RULES_A_FILE = 25
HOST = "https://host.example"
STORY = "/news/2026/11/21/a-story.html?id=1"
FORGIVEN = {
    **dict.fromkeys(("dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"),
    **dict.fromkeys(("useragent", "user agent"), "user-agent"),
}
LINE = re.compile(r"^\s*(?P<key>[A-Za-z-]+(?: agent)?)\s*(?::|\s)\s*(?P<value>.*?)\s*$")
TOKEN = re.compile(r"^[a-z_-]+")
UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")


class Rule(NamedTuple):
    """One allow or disallow line."""

    path: bytes
    allows: bool


class ByTheLetter:
    """RFC 9309, sections 2.2.1 to 2.2.4, and nothing else."""

    def __init__(self, body: bytes) -> None:
        self.groups: dict[str, list[Rule]] = {}
        self.names: dict[str, None] = {}
        """Those that are names by the letter: of letters, "-" and "_" only."""
        names: list[str] = []
        has_rules = False
        for line in re.split(r"\r\n?|\n", body.decode("utf-8-sig", errors="ignore")):
            if not (found := LINE.match(line.split("#", 1)[0])):
                continue
            key, value = found["key"].lower(), found["value"]
            key = FORGIVEN.get(key, key)
            if key == "user-agent":
                names = [*([] if has_rules else names), _name(value)]
                has_rules = False
                self.groups.setdefault(names[-1], [])
                if value.lower() == names[-1] != "*":
                    self.names[names[-1]] = None
            elif key in ("allow", "disallow"):
                has_rules = True
                for name in set(names) if value else ():
                    self.groups[name].append(Rule(_octets(value), key == "allow"))

    def allows(self, path: str, name: str) -> bool:
        """The longest rule that matches decides, and where two are as long, the one that allows."""
        rules = self.groups.get(name.lower(), self.groups.get("*", []))
        octets = _octets(path)
        matching = [(len(rule.path), rule.allows) for rule in rules if _matches(rule.path, octets)]
        return max(matching, default=(0, True))[1]


def _name(value: str) -> str:
    value = value.lower()
    found = TOKEN.match(value)
    return "*" if value.startswith("*") else found.group() if found else value


def _octets(path: str) -> bytes:
    """Percent-encoded where it must be, and nowhere else (2.2.2)."""

    def settle(found: re.Match[bytes]) -> bytes:
        octet = unquote_to_bytes(found.group())
        return octet if octet in UNRESERVED else found.group().upper()

    escaped = b"".join(b"%%%02X" % o if o > 126 else bytes([o]) for o in path.encode("utf-8", "ignore"))
    return ESCAPED.sub(settle, escaped)


def _matches(pattern: bytes, path: bytes) -> bool:
    is_end = pattern.endswith(b"$")
    parts = (pattern[:-1] if is_end else pattern).split(b"*")
    found = re.match(b".*?".join(map(re.escape, parts)) + (b"$" if is_end else b""), path, re.DOTALL)
    return found is not None


def files() -> Iterator[tuple[str, bytes]]:
    """Name and body of each recorded robots.txt; markup, which no rule can be read from, left out."""
    for path in sorted(FOLDER.glob("*/*.txt")):
        yield path.name, path.read_bytes()
    with gzip.open(FOLDER / "corpus.jsonl.gz") as lines:
        for row in map(json.loads, lines):
            body = base64.b64decode(row["robots_b64"])
            if not body.lstrip().startswith(b"<"):
                yield row["host"], body


def _questions(rules: ByTheLetter) -> Iterator[tuple[str, str]]:
    own = ANONYMOUS.lower()
    for name in [own, *[name for name in rules.names if name != own][:NAMES_A_FILE]]:
        yield "/", name
        yield STORY, name
        for rule in rules.groups.get(name, rules.groups.get("*", []))[:RULES_A_FILE]:
            path = rule.path.decode("ascii").rstrip("$").replace("*", "x")
            if path.startswith("/"):
                yield path, name
                yield path + "x", name


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list what is read differently")
    options = parser.parse_args(arguments)
    if not FOLDER.is_dir():
        sys.stdout.write("robots: skipped, no recorded robots.txt beside this checkout\n")
        return 0
    logging.getLogger("protego").setLevel(logging.ERROR)
    crawler = get_crawler()
    reader = load_object(crawler.settings["ROBOTSTXT_PARSER"])
    counts: Counter[str] = Counter()
    shown = []
    for name, body in files():
        rules, ours = ByTheLetter(body), build_from_crawler(reader, crawler, body)
        counts["files"] += 1
        delay = ours.crawl_delay(ANONYMOUS)
        counts["with a crawl delay for us"] += delay is not None
        counts["of these above a minute"] += (delay or 0) > 60
        different = Counter[str]()
        for path, agent in set(_questions(rules)):
            counts["questions"] += 1
            said, right = ours.allowed(HOST + path, agent), rules.allows(path, agent)
            if said != right:
                kind = "allowed, by the letter forbidden" if said else "forbidden, by the letter allowed"
                different[kind] += 1
                shown.append(f"{name}\t{agent}\t{path}\t{kind}")
                counts["asked as ourselves: " + kind] += agent == ANONYMOUS.lower()
        counts.update(different)
        counts["files read differently"] += bool(different)
    table("robots.txt, as read and by the letter of RFC 9309", ("", "count"), counts.items())
    if options.show:
        sys.stdout.write("\n".join(shown) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
