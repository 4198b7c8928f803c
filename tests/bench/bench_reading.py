"""Reading speed as ratios against the bare libraries, in one run over the bundled world; nothing is asserted.

Run by `make bench`. A ratio of 1 means as fast as the library alone; rates depend on the machine, ratios
hardly.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import spacy
import trafilatura

from extractors.reader import Reader
from extractors.text.article import to_article
from pipeline.document import Document
from pipeline.settings import read_settings
from spiders.world.pages import render_page
from spiders.world.sites import WORLD
from spiders.world.stories import Newsroom, Story, read_newsrooms
from tests.factories import document

ROUNDS = 3
OFF_MARKET = (
    "The museum opened its new wing on Saturday. Visitors queued from nine in the morning, and the café ran "
    "out of soup by noon. Volunteers showed children how a loom works and how wool is dyed with husks. "
) * 20


def stories() -> Iterator[tuple[Newsroom, Story]]:
    """Every story of the bundled world that is served as a full page."""
    for newsroom in read_newsrooms(WORLD):
        for story in newsroom.stories:
            if len(story.body) > 500:  # shorter ones stand for pages that are served broken
                yield newsroom, story


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds: the one least disturbed by others."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def report(name: str, count: int, bare_s: float, ours_s: float) -> None:
    """One line of the table."""
    rates = f"bare {count / bare_s:8.1f}/s   ours {count / ours_s:8.1f}/s   ratio {bare_s / ours_s:5.2f}"
    print(f"\n{name:<42} {rates}")  # noqa: T201 - the table is the product


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(read_settings())


def test_relevant_documents_against_the_bare_model(reader: Reader) -> None:
    texts = [f"{story.title}\n\n{story.body}" for _, story in stories()]
    documents = [document(text, url=f"http://bench.example/{n}") for n, text in enumerate(texts)]
    bare = spacy.load(read_settings().model)
    report(
        "extraction of relevant documents",
        len(texts),
        best(lambda: list(bare.pipe(texts))),
        best(lambda: reader.read(documents)),
    )


def test_one_relevant_document_in_ten_against_the_bare_model(reader: Reader) -> None:
    relevant = [f"{story.title}\n\n{story.body}" for _, story in stories()][:10]
    texts = [
        text for story in relevant for text in (story, *[f"A day out {n}\n\n{OFF_MARKET}" for n in range(9)])
    ]
    documents: list[Document] = [
        document(text, url=f"http://bench.example/{n}") for n, text in enumerate(texts)
    ]
    bare = spacy.load(read_settings().model)
    report(
        "extraction, one relevant document in ten",
        len(texts),
        best(lambda: list(bare.pipe(texts))),
        best(lambda: reader.read(documents)),
    )


def test_main_text_against_bare_trafilatura() -> None:
    pages = [
        render_page(newsroom, story, WORLD / "pages") for newsroom, story in stories() if not story.empty
    ]
    report(
        "main text, title and time of pages",
        len(pages),
        best(
            lambda: [
                trafilatura.bare_extraction(page, favor_precision=True, with_metadata=True) for page in pages
            ]
        ),
        best(lambda: [to_article(page) for page in pages]),
    )
