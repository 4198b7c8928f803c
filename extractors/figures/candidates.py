"""The phrases that may be the segment of one figure, and what speaks for each of them."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.figures.phrases import Phrase, Word, codes, phrases
from extractors.knowledge.segment_words import SegmentWords

OWN = "own"
"""The name of the sentence that holds the number; others are named by where they stand."""
NEAR = 3
BUCKETS = (("at", 1), ("near", NEAR), ("far", 8), ("farther", 16), ("out", sys.maxsize))
"""Words between phrase and number at most, and what they count as."""
LONGEST_PATH = 4
MOST_WORDS = 150
"""Words of a sentence that are looked at: a longer one is a list or a table."""


class Passage(NamedTuple):
    """A tagged sentence, heading or title; `numbers`: its words that belong to numbers; `names`: the sort of
    name of words that name somebody or some place."""

    words: Sequence[Word]
    numbers: frozenset[int]
    names: Mapping[int, str]


class Carried(NamedTuple):
    """The segment of the figure before: its kind, and how many sentences before this number it stands."""

    segment: str
    kind: str
    apart: int


class Setting(NamedTuple):
    """A number, words `first`..`last` of its sentence, taken for a figure of some kind about `subject`."""

    kind: str
    first: int
    last: int
    passages: Mapping[str, Passage]
    subject: str | None = None
    carried: Carried | None = None


class Candidate(NamedTuple):
    """Words that may be the segment, None for there being none; features of their being it, the passage they
    stand in, and whether they name a place."""

    segment: str | None
    features: Sequence[str]
    where: str
    placed: bool = False


def candidates(setting: Setting, table: SegmentWords) -> Iterator[Candidate]:
    """Every phrase of the passages, the segment of the figure before, and none."""
    yield Candidate(None, _of_none(setting), "nowhere")
    if setting.carried:
        yield Candidate(setting.carried.segment, _of_carried(setting, setting.carried), "carried")
    for where, passage in setting.passages.items():
        coded = codes(passage.words, passage.numbers, table)
        told = _Passage(setting, where, passage, coded, table)
        for order, phrase in enumerate(phrases(passage.words, coded, table)):
            if told.may_be(phrase):
                features = told.features(phrase, order)
                yield Candidate(told.text(phrase), features, where, "PLACE" in told.sorts(phrase))


def _of_none(setting: Setting) -> Sequence[str]:
    kind = setting.kind
    found = ["none", f"none {kind}", f"none {kind} {'named' if setting.subject else 'nobody'}"]
    if setting.carried:
        found.append(f"none {kind} carried {setting.carried.kind == kind}")
    return found


def _of_carried(setting: Setting, carried: Carried) -> Sequence[str]:
    pair = f"{carried.kind}>{setting.kind}"
    apart = min(carried.apart, 4)
    return [
        "carried", f"carried {pair}", f"carried {apart}", f"carried {pair} {apart}",
        f"carried {setting.kind} {'named' if setting.subject else 'nobody'} {min(apart, 1)}",
        *_around(setting, f"carried {carried.kind == setting.kind}"),
    ]  # fmt: skip


def _around(setting: Setting, prefix: str) -> Iterator[str]:
    """The words beside the number, which tell where its segment may be."""
    words = setting.passages[OWN].words
    for name, at in (("before", setting.first - 1), ("behind", setting.last)):
        told = words[at].text.lower() if 0 <= at < len(words) else "-"
        yield f"{prefix} {name} number {told}"


class _Passage:
    """One passage as the features of its phrases need it."""

    def __init__(
        self, setting: Setting, where: str, passage: Passage, coded: str, table: SegmentWords
    ) -> None:
        self.setting, self.where, self.coded, self.table = setting, where, coded, table
        self.words, self.numbers, self.names = passage
        self.lower = [word.text.lower() for word in passage.words]

    def may_be(self, phrase: Phrase) -> bool:
        """Whether the phrase goes not over the number, and says more than its kind and whom it is about."""
        first, last = self.setting.first, self.setting.last
        if self.where == OWN and phrase.first < last and first < phrase.last:
            return False
        if self.table.repeats(self.setting.kind, self.lower[phrase.first : phrase.last]):
            return False
        return self.text(phrase) != self.setting.subject

    def text(self, phrase: Phrase) -> str:
        """The phrase as the text writes it, on one line."""
        words = self.words[phrase.first : phrase.last]
        gaps = [behind.start > word.end for word, behind in pairwise(words)]
        return "".join(
            word.text + (" " if gap else "") for word, gap in zip(words, [*gaps, False], strict=True)
        )

    def sorts(self, phrase: Phrase) -> Collection[str]:
        """The sorts of the names in a phrase."""
        return {self.names[at] for at in range(phrase.first, phrase.last) if at in self.names}

    def features(self, phrase: Phrase, order: int) -> Sequence[str]:
        """What speaks for the phrase: itself, its place, and how it stands to the number."""
        found = [*self._itself(phrase), *self._neighbours(phrase)]
        if self.where == OWN:
            found += self._to_number(phrase)
        found.append(f"{self.where} {self.setting.kind} order {min(order, 3)}")
        return found

    def _itself(self, phrase: Phrase) -> Iterator[str]:
        kind, lower = self.setting.kind, self.lower
        head = lower[phrase.core - 1]
        place = OWN if self.where == OWN else "else"
        shape = " ".join(phrase.joints) + (" cut" if phrase.cut else "")
        yield f"{self.where} {kind}"
        yield f"{place} shape {shape}"
        yield f"{kind} shape {shape}"
        yield f"{kind} length {min(phrase.last - phrase.first, 6)}"
        yield f"{place} head {head}"
        yield f"{kind} head {head}"
        for word in set(lower[phrase.first : phrase.last]):
            yield f"word {word}"
            if word in self.table.empty:
                yield "empty word"
        if head in self.table.empty:
            yield f"empty head {place}"
        yield f"starts {self.coded[phrase.first]} {self.words[phrase.first].text[0].isupper()}"
        yield from self._named(phrase)

    def _named(self, phrase: Phrase) -> Iterator[str]:
        kind = self.setting.kind
        sorts = self.sorts(phrase)
        whole = all(at in self.names for at in range(phrase.first, phrase.core))
        for sort in sorts or {"-"}:
            yield f"{kind} names {sort} {whole} {self.where}"
            yield f"names {sort} {whole} {'named' if self.setting.subject else 'nobody'}"
        subject = self.setting.subject
        if subject and subject in (text := self.text(phrase)):
            yield f"the subject {len(text.split()) > len(subject.split())}"

    def _neighbours(self, phrase: Phrase) -> Iterator[str]:
        place = OWN if self.where == OWN else "else"
        before = self.lower[phrase.first - 1] if phrase.first else "^"
        behind = self.lower[phrase.last] if phrase.last < len(self.lower) else "$"
        yield f"{place} before {before}"
        yield f"{place} behind {behind}"
        yield f"{place} {self.setting.kind} before {before}"
        code = self.coded[phrase.last] if phrase.last < len(self.coded) else "$"
        yield f"{place} codes {self.coded[phrase.first - 1] if phrase.first else '^'} {code}"
        if phrase.first > 1:
            yield f"{place} two before {self.lower[phrase.first - 2]} {before}"

    def _to_number(self, phrase: Phrase) -> Iterator[str]:
        kind, setting = self.setting.kind, self.setting
        left = phrase.last <= setting.first
        low, high = (phrase.last, setting.first) if left else (setting.last, phrase.first)
        between, side = self.coded[low:high], "left" if left else "right"
        apart = high - low
        bucket = next(name for name, most in BUCKETS if apart <= most)
        yield f"{side} {kind} {bucket}"
        verbs, marks = min(between.count("V"), 2), min(sum(map(between.count, ",:(")), 2)
        yield f"{side} {kind} verbs {verbs} marks {marks}"
        yield f"{side} numbers {min(between.count('#'), 2)} verbs {verbs}"
        yield f"{side} {kind} phrases {min(between.count('N'), 3)}"
        path = self._path(low, high)
        steps = path[-LONGEST_PATH:] if left else path[:LONGEST_PATH]
        yield f"{side} path {' '.join(steps)} {len(path) > LONGEST_PATH}"
        yield f"{side} {kind} path {' '.join(steps[-2:] if left else steps[:2])} {len(path) > 2}"
        if 0 < apart <= NEAR:
            yield f"{side} {kind} words {' '.join(self.lower[low:high])}"
        if left:
            yield f"left {kind} first {'V' not in self.coded[: phrase.first]}"

    def _path(self, low: int, high: int) -> Sequence[str]:
        """The verbs, prepositions, marks and nouns between, neighbours of a sort as one."""
        found: list[str] = []
        for at in range(low, high):
            code = self.coded[at]
            if code in "DJRHPUGE":
                continue
            step = self.lower[at] if code in "IiC" else code
            if not found or found[-1] != step:
                found.append(step)
        return found
