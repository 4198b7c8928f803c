"""When two names mean one party: case, punctuation, legal form and prefix continuation aside."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import AfterValidator, ValidationError

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen
from warehouse.sql import HERE

WORDS_FILE = HERE / "data" / "name_words.yml"

MIN_TELLING_LETTERS = 4
"""A shorter first word ("SK", "EDF") opens the names of too many unrelated parties."""

_NOT_A_WORD = re.compile(r"[^\w&+]+|_")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)|['’]")
_POSSESSIVE = re.compile(r"['’]s\b")


def _unique_lower(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(words)) < len(words) or any(word != word.lower() or not word.isalnum() for word in words):
        raise ValueError("expects different single words in lower case")
    return words


Words = Annotated[tuple[str, ...], AfterValidator(_unique_lower)]


class NameWords(Frozen):
    """What names.py knows of words: the content of `data/name_words.yml`."""

    legal_suffixes: Words
    common_first_words: Words


class PartyName(NamedTuple):
    """A name made comparable."""

    normal_name: str
    telling_prefix: bool
    """Whether a longer name that begins with it means the same party."""


def read_name_words(path: Path = WORDS_FILE) -> NameWords:
    """The words file; raises BadDataFileError naming file and entry."""
    try:
        return NameWords(**yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, TypeError) as error:
        raise BadDataFileError(f"{path.name}: {error}") from error


@lru_cache(maxsize=1)
def _shipped_words() -> tuple[frozenset[str], frozenset[str]]:
    words = read_name_words()
    return frozenset(words.legal_suffixes), frozenset(words.common_first_words)


def normalise_name(name: str) -> str:
    """Lower case, no accents, punctuation or legal suffixes; applying it twice changes nothing.

    "Crusoe Energy Systems, Inc." gives "crusoe energy systems". A name of nothing but such words
    ("The Company") keeps them: an empty name would equal every other empty name.
    """
    suffixes, _ = _shipped_words()
    words = _fold(name)
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in suffixes:
        words = words[:-1]
    return " ".join(words)


def _fold(name: str) -> list[str]:
    # Folding case can bring back marks and marks can hide case, so each is done until nothing moves.
    folded = name
    while True:
        decomposed = unicodedata.normalize("NFKD", folded).casefold()
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
        plain = _INITIALS.sub(r"\1", _POSSESSIVE.sub("", plain))
        plain = " ".join(_NOT_A_WORD.sub(" ", plain).split())
        if plain == folded:
            return plain.split()
        folded = plain


def read_name(name: str) -> PartyName:
    """The name made comparable, with whether it tells a party by its beginning alone."""
    suffixes, common = _shipped_words()
    normal_name = normalise_name(name)
    words = normal_name.split()
    telling = len(words) > 1 or (
        len(words) == 1 and len(words[0]) >= MIN_TELLING_LETTERS and words[0] not in common | suffixes
    )
    return PartyName(normal_name, telling)


def same_name(left: PartyName, right: PartyName) -> bool:
    """Equal, or one continues the other word by word and the shorter one is telling."""
    if not left.normal_name or not right.normal_name:
        return False
    short, long = sorted((left, right), key=lambda name: len(name.normal_name))
    if short.normal_name == long.normal_name:
        return True
    return short.telling_prefix and long.normal_name.startswith(short.normal_name + " ")


def rules_version() -> str:
    """Changes when this file or its data change, so that names kept in tables are made anew."""
    digest = hashlib.sha256(WORDS_FILE.read_bytes() + Path(__file__).read_bytes())
    return digest.hexdigest()[:16]
