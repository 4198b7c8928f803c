"""Reads the invented publishers and their stories (format: README.md beside this file)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError, model_validator

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen
from pipeline.vocabulary import DocumentKind, Tier
from spiders.world.data import read_model, read_text

UrlPath = Annotated[str, StringConstraints(pattern=r"^/\S*$")]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.example$")]
FENCE = "---\n"


class FeedFormat(StrEnum):
    """How a publisher tells what is new."""

    RSS = "rss"
    ATOM = "atom"
    SITEMAP = "sitemap"
    """An index of one gzipped news sitemap."""
    NOTICES = "notices"
    """A JSON API of the Federal Register's shape."""


class DateStyle(StrEnum):
    """How a feed writes times; `stated` takes the story's own string where there is one."""

    RFC822 = "rfc822"
    ISO = "iso"
    STATED = "stated"


class Quirk(StrEnum):
    """What real feeds do besides the standard."""

    HTML_SUMMARY = "html_summary"
    CDATA = "cdata"
    NO_GUID = "no_guid"


class Feed(Frozen):
    """A publisher's feed."""

    path: UrlPath
    title: str
    format: FeedFormat
    date_style: DateStyle
    quirks: frozenset[Quirk] = frozenset()
    raw_entries: tuple[str, ...] = ()


class Publisher(Frozen):
    """Who publishes at one host."""

    key: str
    host: Host
    name: str
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    language: str
    tier: Tier
    document_kind: DocumentKind
    page: str
    feed: Feed

    def url(self, path: str) -> str:
        """The absolute address of a path on this host."""
        return f"http://{self.host}{path}"


class Publishers(Frozen):
    """The whole of `publishers.yml`."""

    publishers: tuple[Publisher, ...]


class Story(Frozen):
    """One page of a publisher; the flags below `body` make a server or a feed misbehave."""

    title: str
    path: UrlPath
    published: AwareDatetime
    summary: str
    section: str
    byline: str
    related: tuple[UrlPath, ...] = ()
    body: str
    stated_date: str | None = None
    no_link: bool = False
    redirect_from: UrlPath | None = None
    status: int = Field(default=200, ge=200, le=599)
    heals_after: int = Field(default=0, ge=0)
    copy_of: str | None = None
    paywalled: bool = False
    charset: str = "utf-8"
    content_type: str | None = None
    truncated_gzip: bool = False
    empty: bool = False

    @property
    def linked_path(self) -> str:
        """What the feed links to."""
        return self.redirect_from or self.path


class Newsroom(Frozen):
    """A publisher with all its stories, newest first."""

    publisher: Publisher
    stories: tuple[Story, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _paths_are_distinct(self) -> Self:
        paths = [path for story in self.stories for path in (story.path, story.redirect_from) if path]
        twice = sorted({path for path in paths if paths.count(path) > 1})
        if twice:
            raise ValueError(f"{self.publisher.key}: paths used twice: {', '.join(twice)}")
        return self

    @property
    def by_path(self) -> Mapping[str, Story]:
        """The stories by the path of their pages."""
        return {story.path: story for story in self.stories}

    @property
    def newest_at(self) -> datetime:
        """When the newest story came out."""
        return max(story.published for story in self.stories)


def read_newsrooms(folder: Path) -> tuple[Newsroom, ...]:
    """All publishers of `folder/publishers.yml` with the stories of `folder/stories/<key>/`.

    Raises BadDataFileError naming the file and what is wrong in it.
    """
    listing = folder / "publishers.yml"
    publishers = read_model(listing, Publishers, wrap="publishers").publishers
    strangers = {f.name for f in (folder / "stories").iterdir()} - {p.key for p in publishers}
    if strangers:
        raise BadDataFileError(f"{listing}: no publisher for stories of {', '.join(sorted(strangers))}")
    return tuple(_read_newsroom(folder / "stories" / publisher.key, publisher) for publisher in publishers)


def read_story(path: Path) -> Story:
    """One story file: YAML between `---` lines, then the body."""
    parts = read_text(path).split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise BadDataFileError(f"{path}:1: expects YAML between two '---' lines, then the body")
    return read_model(path, Story, content="\n" + parts[1], add={"body": parts[2].strip()})


def _read_newsroom(folder: Path, publisher: Publisher) -> Newsroom:
    files = sorted(folder.glob("*.md"), reverse=True)
    try:
        newsroom = Newsroom(publisher=publisher, stories=tuple(map(read_story, files)))
    except ValidationError as error:
        raise BadDataFileError(f"{folder}: {error.errors()[0]['msg']}") from error
    for file, story in zip(files, newsroom.stories, strict=True):
        if unknown := set(story.related) - newsroom.by_path.keys():
            raise BadDataFileError(f"{file}: related: no story at {', '.join(sorted(unknown))}")
    return newsroom
