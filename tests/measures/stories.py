"""Which documents are taken for copies of one story, against what is known of them.

`python -m tests.measures.stories [--show]`

The first table is of the recorded news pages and of copies made of each as others make them. The second is of
the pages alone, against the clusters in which a person put those that tell the same event: each is a
publisher's own report, so pairs of copies are wanted only where the true texts share half of their runs of
words. Grouping by headlines alone stands beside it. The third is of releases and filings of one folder:
whatever is joined across accessions is named, for a person to say whether these are copies.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from itertools import combinations

import duckdb

from extractors.signatures.minhash import runs_of, words_of
from pipeline.document import Document
from pipeline.ids import document_id
from pipeline.settings import Settings
from tests.copies import ABOUT, CAVEATS
from tests.measures.real import SCORE_HEADS, SHARED, Score, documents_in, documents_of, rows, table, there
from tests.warehouse.grouping import DAY, groups, learn
from warehouse.migrate import migrate

BENCHMARK = SHARED / "data" / "html" / "article_benchmark"
FILINGS = SHARED / "data" / "edgar" / "submissions_txt"
HALF = 0.5

Pair = frozenset[str]
Altered = Callable[[str, str, random.Random], str]
"""A copy of a text, given another page's headline."""


def edited(text: str, headline: str, chance: random.Random) -> str:
    """One word in thirty is another."""
    return "".join(
        word + "s" if word.isalpha() and chance.random() < 1 / 30 else word for word in _parts(text)
    )


def _parts(text: str) -> Iterable[str]:
    for line in text.splitlines(keepends=True):
        for at, word in enumerate(line.split(" ")):
            yield from (" ", word) if at else (word,)


COPIES: dict[str, Altered] = {
    "another headline, boilerplate beneath": lambda text, headline, _: "\n\n".join(
        (headline, text.partition("\n")[2], ABOUT, CAVEATS)
    ),
    "as an exhibit": lambda text, _, __: f"Exhibit 99.1\n\n{text}\n\n{CAVEATS}",
    "one word in thirty changed": edited,
    "its first two thirds": lambda text, _, __: text[: 2 * len(text) // 3],
}


def pairs(sets: Iterable[Collection[str]]) -> set[Pair]:
    """Every two that stand in one set."""
    return {frozenset(pair) for one in sets for pair in combinations(sorted(one), 2)}


def found_pairs(documents: Sequence[Document]) -> set[Pair]:
    """Every two documents that the warehouse takes for copies."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection)
        learn(connection, documents)
        return pairs(groups(connection))


def score(found: set[Pair], wanted: set[Pair]) -> Score:
    """Pairs found against pairs wanted."""
    return Score(len(found & wanted), len(found), len(found & wanted), len(wanted))


def moved(document: Document, text: str, host: str, days: int) -> Document:
    """The text at another address, some days later."""
    url = f"http://{host}.example/{document.id}"
    known = {"id": document_id(url, text), "url": url, "canonical_url": None, "text": text}
    return document.model_copy(update={**known, "published_at": DAY + timedelta(days=days)})


def made_copies(pages: Sequence[Document]) -> None:
    """Print the table of copies made."""
    originals = [moved(page, page.text, "first", 0) for page in pages]
    copies: dict[str, list[Document]] = {}
    for days, (kind, alter) in enumerate(COPIES.items()):
        chance = random.Random(days)
        shifted = [*originals[1:], originals[0]]
        copies[kind] = [
            moved(page, alter(page.text, other.title or "", chance), f"copy{days}", days)
            for page, other in zip(originals, shifted, strict=True)
        ]
    families = list(zip(originals, *copies.values(), strict=True))
    found = found_pairs([each for family in families for each in family])
    wanted = pairs([each.id for each in family] for family in families)
    lines: list[tuple[str, ...]] = [("all pairs", *score(found, wanted).cells())]
    for kind, made in copies.items():
        with_original = pairs((one.id, copy.id) for one, copy in zip(originals, made, strict=True))
        lines.append((f"original and: {kind}", *score(found & with_original, with_original).cells()))
    table(f"Copies made of {len(originals)} news pages", ("copies", *SCORE_HEADS), lines)


def labelled_clusters(pages: Sequence[tuple[str, Document]], labels: dict[str, str]) -> None:
    """Print the table of labelled clusters."""
    truth = json.loads(gzip.decompress((BENCHMARK / "ground-truth.json.gz").read_bytes()))
    runs = {each.id: runs_of(words_of(truth[name]["articleBody"])) for name, each in pages}
    titles = {each.id: set(words_of(each.title or "")) for _, each in pages}
    clusters = [
        [each.id for name, each in pages if labels[name] == label] for label in set(labels.values()) - {""}
    ]
    events, every = pairs(clusters), pairs([runs])
    copies = {pair for pair in every if _shared(runs, pair) >= HALF}
    found = found_pairs([moved(each, each.text, name[:12], 0) for name, each in pages])
    ids = {moved(each, each.text, name[:12], 0).id: each.id for name, each in pages}
    found = {frozenset(ids[one] for one in pair) for pair in found}
    by_title = {pair for pair in every if _shared(titles, pair) >= HALF}
    lines = [
        ("copies, by stories", *score(found, copies).cells()),
        ("same event, by stories", *score(found, events).cells()),
        ("same event, by half of the headline's words", *score(by_title, events).cells()),
    ]
    heads = ("pairs", *SCORE_HEADS)
    table(f"{len(pages)} news pages, {len(clusters)} labelled clusters", heads, lines)


def _shared(sets: dict[str, set[str]], pair: Pair) -> float:
    one, other = (sets[each] for each in pair)
    return len(one & other) / max(1, len(one | other))


def filings(settings: Settings, *, show: bool) -> None:
    """Print how many documents of different accessions were joined."""
    documents = [document for _, document in documents_in(FILINGS, settings)]
    by_id = {document.id: document for document in documents}
    joined = [
        [by_id[each] for each in sorted(pair)]
        for pair in found_pairs(documents)
        if len({by_id[each].accession for each in pair}) > 1
    ]
    lines = [(len(documents), len({document.accession for document in documents}), len(joined))]
    table("Filings and exhibits", ("documents", "accessions", "pairs joined across accessions"), lines)
    for one, other in joined if show else ():
        print(f"  {one.url}  {other.url}")  # noqa: T201


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.measures.stories", description=__doc__)
    parser.add_argument("--show", action="store_true", help="also which filings were joined")
    arguments = parser.parse_args(argv)
    if not there(BENCHMARK, FILINGS):
        return 0
    settings = Settings()
    labels = {
        row["file"].removesuffix(".html.gz"): row["story_cluster"] for row in rows(BENCHMARK / "index.csv")
    }
    pages = [
        (name, document)
        for name in labels
        for document in documents_of(BENCHMARK / f"{name}.html.gz", settings)
    ]
    made_copies([document for _, document in pages])
    labelled_clusters(pages, labels)
    filings(settings, show=arguments.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
