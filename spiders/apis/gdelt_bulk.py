"""GDELT's files of each quarter of an hour: the pages it read anywhere, filtered here, by words.

`lastupdate.txt` names the newest three by size, MD5 and address; their names are the time in UTC. Each is a
table without a head in a ZIP archive, columns parted by tabs, whatever its name says. Source: GDELT 2.0's
announcement and the codebooks of its events (2.0) and its knowledge graph (2.1).
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Annotated, Any, ClassVar, Literal, NamedTuple
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pydantic import Field, field_validator

from spiders.apis.base import Answer, Api, Entry, Page, Row, Window, malformed
from spiders.leads import IndexAsk, IndexReading

QUARTER = timedelta(minutes=15)
MAX_UNPACKED = 200_000_000
MAX_LINE = 2_000_000
MAX_ROWS = 20_000
"""A quarter of an hour has some thousands."""
WEB = "1"
"""Of the kinds of a page: one with an address; others are citations and digital object identifiers."""
TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>")
UPDATE = re.compile(r"\d+ [0-9a-fA-F]{32} \S+/(?P<at>\d{14})\.(?P<table>\w+\.\w+)\.zip")
HOST = re.compile(r"^\w+://[^/?#]*")
NO_WORD = re.compile(r"[\W_]+")
STAMP = "%Y%m%d%H%M%S"

Word = Annotated[str, Field(pattern=r"^[^\W_].*$")]


class Table(NamedTuple):
    """Where the columns stand, counted from 0."""

    file: str
    width: int
    seen: int
    kind: int
    link: int
    extras: int | None = None


TABLES: Mapping[str, Table] = {
    "mentions": Table("mentions.CSV", width=16, seen=2, kind=3, link=5),
    "gkg": Table("gkg.csv", width=27, seen=1, kind=2, link=4, extras=26),
}


class Named(Row):
    """One page that GDELT read."""

    width: tuple[int, int]
    """Columns there are, and should be."""
    seen: str = ""
    kind: str = ""
    link: str = ""
    title: str | None = None

    @field_validator("width")
    @classmethod
    def _is_as_expected(cls, width: tuple[int, int]) -> tuple[int, int]:
        if width[0] != width[1]:
            raise ValueError(f"{width[0]} columns, not {width[1]}")
        return width

    def entry(self) -> Entry:
        """The page itself; its time is when GDELT saw it."""
        if not urlsplit(self.link).scheme:
            raise ValueError(f"no address: {self.link[:80]!r}")
        return Entry(self.link, self.title, _time(self.seen).isoformat())


class Rows(Answer):
    """The rows of one file."""

    named: tuple[Any, ...]
    is_part: bool = False

    @property
    def rows(self) -> tuple[Any, ...]:
        """The pages."""
        return self.named

    def lacks(self) -> str | None:
        """What lies beyond the bounds."""
        return f"more than {MAX_ROWS} rows or {MAX_UNPACKED} bytes" if self.is_part else None


class GdeltBulk(Api):
    """Pages in whose title or address one of the words stands, of the newest files; `data cent*` is open.

    Of both tables `mentions` is small and has no titles; `gkg`, the knowledge graph, has them and is thirty
    times as large. There is no history: a backfill, too, asks for the newest only.
    """

    api: Literal["gdelt_bulk"]
    words: tuple[Word, ...] = Field(min_length=1)
    table: Literal["mentions", "gkg"] = "mentions"
    quarters: int = Field(default=4, ge=1, le=96)
    """How many files back; as many as make up the source's cadence."""

    answer_type: ClassVar[type[Answer]] = Rows
    row_type: ClassVar[type[Row]] = Named

    @property
    def topics(self) -> tuple[str, ...]:
        """One table."""
        return (self.table,)

    def ask(self, page: Page, window: Window) -> IndexAsk:  # noqa: ARG002 - what comes next, the answer tells
        """What is newest."""
        return IndexAsk(url=f"{window.base}/gdeltv2/lastupdate.txt")

    def read(self, body: bytes, *, page: Page, url: str, window: Window) -> IndexReading:
        """Page 1 leads to the files, all others are files."""
        if page.number > 1:
            return super().read(body, page=page, url=url, window=window)
        lines = body.decode("utf-8", "replace").splitlines()
        table = TABLES[self.table].file
        found = [match for match in map(UPDATE.fullmatch, map(str.strip, lines)) if match]
        try:
            [newest] = [_time(match["at"]) for match in found if match["table"] == table]
            times = [newest - number * QUARTER for number in range(self.quarters)]
        except (ValueError, OverflowError):
            why = f"lastupdate.txt names not one {table}; it begins {body[:120].decode('utf-8', 'replace')!r}"
            return IndexReading(problems=(malformed(why),), is_broken=True)
        asks = tuple(self._file(at, window) for at in times)
        return IndexReading(entries=len(found), further=asks)

    def parse(self, body: bytes) -> Answer:
        """The rows of a file, as far as they lie within the bounds. Raises ValueError."""
        table = TABLES[self.table]
        named: list[dict[str, Any]] = []
        is_part = False
        for line in _lines(body):
            if line is None or len(named) == MAX_ROWS:
                is_part = True
                break
            named.append(_named(line, table))
        strange = sum(row["width"][0] != table.width for row in named)
        if 2 * strange > len(named):
            raise ValueError(f"{strange} of {len(named)} rows have not {table.width} columns")
        return Rows(named=tuple(named), is_part=is_part)

    def wants(self, row: Row) -> bool:
        """By the words of its title and of its address."""
        assert isinstance(row, Named)
        if row.kind != WEB:
            return False
        text = _spaced(f"{row.title or ''} {unquote(HOST.sub('', row.link))}")
        return any(
            _spaced(word.rstrip("*"))[: -1 if word.endswith("*") else None] in text for word in self.words
        )

    def _file(self, at: datetime, window: Window) -> IndexAsk:
        """Known by its time of day: so a file asked for twice is not sent twice, and names do not pile up."""
        name = f"{TABLES[self.table].file}.zip"
        folder = f"{window.base}/gdeltv2/"
        return IndexAsk(url=f"{folder}{at:{STAMP}}.{name}", name=f"{folder}{at:%H%M%S}.{name}")


def _time(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def _named(line: str, table: Table) -> dict[str, Any]:
    columns = line.split("\t")
    width = (len(columns), table.width)
    if len(columns) != table.width:
        return {"width": width}
    told = TITLE.search(columns[table.extras]) if table.extras is not None else None
    return {
        "width": width,
        "seen": columns[table.seen],
        "kind": columns[table.kind],
        "link": columns[table.link],
        "title": html.unescape(told[1]) if told else None,
    }


def _lines(body: bytes) -> Iterator[str | None]:
    """The lines of the one file in an archive; None at the end where it goes on beyond the bounds."""
    try:
        with ZipFile(BytesIO(body)) as archive:
            if len(members := archive.infolist()) != 1:
                raise ValueError(f"an archive of {len(members)} files, not one")
            [member] = members
            # zipfile unpacks other methods, whatever comes of them, in one piece.
            if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise ValueError(f"packed by method {member.compress_type}")
            left = MAX_UNPACKED
            with archive.open(member) as file:
                while line := file.readline(MAX_LINE):
                    left -= len(line)
                    if left < 0 or (len(line) == MAX_LINE and not line.endswith(b"\n")):
                        yield None
                        return
                    yield line.decode("utf-8", "replace").rstrip("\r\n")
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise ValueError(f"no ZIP archive of one file: {error}") from error


def _spaced(text: str) -> str:
    """The words alone, in lower case, a blank around each."""
    return f" {NO_WORD.sub(' ', text.casefold()).strip()} "
