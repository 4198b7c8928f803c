"""What real robots.txt files and written-out rules mean to the spiders, to Protego and to Google's parser.

`python -m tests.measures.robots [--show]`

Asked of each file for our own name and some of the names in it: the root, a story, and addresses made of its
rules. Protego is what Scrapy takes by default; Google's own parser is asked where the package `jwm.robotstxt`
is installed. Each file and name on which two differ is listed with one address, with `--show` with all.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import importlib
import importlib.util
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from scrapy.robotstxt import ProtegoRobotParser

from spiders.robots import RobotRules
from spiders.scrapy_settings import ANONYMOUS
from tests.measures.real import SHARED, table
from tests.spiders.robots_cases import HOST, read_cases

Allowed = Callable[[str, str], bool]
Reader = Callable[[bytes], Allowed]

FOLDER = SHARED / "data" / "feeds" / "robots"
NAMES_A_FILE = 3
RULES_A_FILE = 25
STORY = "/news/2026/11/21/a-story.html?id=1"
LINE = re.compile(
    r"^[ \t]*(?P<key>user-agent|allow|disallow)[ \t]*:[ \t]*(?P<value>[^#\r\n]*[^#\s])", re.I | re.M
)
NAME = re.compile(r"[A-Za-z_-]+")
"""RFC 9309, 2.2.1; no robot can be asked about by another."""
IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"


class Difference(NamedTuple):
    """One question that we ("allow" or "forbid") answer otherwise than a reader."""

    reader: str
    we: str
    name: str
    agent: str
    path: str


def files() -> Iterator[tuple[str, bytes]]:
    """Name and body of each recorded robots.txt; markup, which no rule can be read from, left out."""
    for path in sorted(FOLDER.glob("*/*.txt")):
        yield path.name, path.read_bytes()
    with gzip.open(FOLDER / "corpus.jsonl.gz") as lines:
        for row in map(json.loads, lines):
            body = base64.b64decode(row["robots_b64"])
            if not body.lstrip().startswith(b"<"):
                yield row["host"], body


def _questions(body: bytes) -> Iterator[tuple[str, str]]:
    lines = [
        (found["key"].lower(), found["value"]) for found in LINE.finditer(body.decode("utf-8", "ignore"))
    ]
    names = dict.fromkeys(
        value.lower() for key, value in lines if key == "user-agent" and NAME.fullmatch(value)
    )
    paths = dict.fromkeys(value for key, value in lines if key != "user-agent" and value.startswith("/"))
    for name in dict.fromkeys((ANONYMOUS, *list(names)[:NAMES_A_FILE])):
        yield "/", name
        yield STORY, name
        for rule in list(paths)[:RULES_A_FILE]:
            path = quote(rule.rstrip("$").replace("*", "x"), safe=IN_ADDRESSES)
            yield path, name
            yield path + "x", name
            yield path + "?x=1", name
            yield path.rsplit("/", 1)[0] + "/", name


def readers() -> dict[str, Reader]:
    """By name, what makes of a file the question whether an address is allowed to an agent."""
    found: dict[str, Reader] = {"Protego": _protego}
    if importlib.util.find_spec("jwm"):
        found["Google's parser"] = _google
    return found


def _ours(body: bytes) -> Allowed:
    return RobotRules(body).allowed


def _protego(body: bytes) -> Allowed:
    return ProtegoRobotParser(body, None).allowed


def _google(body: bytes) -> Allowed:
    matcher = importlib.import_module("jwm.robotstxt.googlebot").RobotsMatcher()
    return lambda url, agent: bool(matcher.AllowedByRobots(body, (agent,), quote(url, safe=IN_ADDRESSES)))


def compare() -> tuple[Counter[str], list[Difference]]:
    """Counts, and all that we and others read differently, in the recorded files and in our table."""
    counts: Counter[str] = Counter()
    found: list[Difference] = []
    for name, body in files():
        questions = {(HOST + path, agent) for path, agent in _questions(body)}
        counts["files"] += 1
        counts["questions"] += len(questions)
        delay_s = RobotRules(body).crawl_delay(ANONYMOUS)
        counts["files with a crawl delay for us"] += delay_s is not None
        counts["of these above a minute"] += (delay_s or 0) > 60
        found += _differences(name, body, questions)
    for case in read_cases():
        counts["rules in our table"] += 1
        asked = {(url, ANONYMOUS) for url, _ in case.questions()}
        counts["questions to them"] += len(asked)
        found += _differences(case.rule, case.body, asked)
    return counts, found


def _differences(name: str, body: bytes, questions: set[tuple[str, str]]) -> Iterator[Difference]:
    ours = _ours(body)
    for reader, read in readers().items():
        theirs = read(body)
        for url, agent in sorted(questions):
            said = ours(url, agent)
            if theirs(url, agent) != said:
                yield Difference(reader, "allow" if said else "forbid", name, agent, url.removeprefix(HOST))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list every address that is read differently")
    options = parser.parse_args(arguments)
    if not FOLDER.is_dir():
        sys.stdout.write("robots: skipped, no recorded robots.txt beside this checkout\n")
        return 0
    logging.getLogger("protego").setLevel(logging.ERROR)
    counts, found = compare()
    table("robots.txt", ("", "count"), counts.items())
    places = Counter(one[:4] for one in found)
    rows = [
        (reader, sum(one.reader == reader for one in found), *_stricter(reader, found))
        for reader in readers()
    ]
    table("read differently", ("from", "questions", "we forbid", "we allow", "as ourselves"), rows)
    examples = {one[:4]: one.path for one in reversed(found)}
    listed = [(*place, count, examples[place]) for place, count in places.items()]
    if options.show:
        listed = [(*one[:4], 1, one.path) for one in found]
    table("where", ("from", "we", "file or rule", "agent", "questions", "such as"), listed)
    return 0


def _stricter(reader: str, found: Sequence[Difference]) -> tuple[int, int, int]:
    its = [one for one in found if one.reader == reader]
    strict = sum(one.we == "forbid" for one in its)
    return strict, len(its) - strict, sum(one.agent.lower() == ANONYMOUS.lower() for one in its)


if __name__ == "__main__":
    sys.exit(main())
