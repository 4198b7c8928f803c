"""MinHash: a fixed number of minima that two texts share as often as they share their runs of words.

A signature is kept for years and compared with later ones, so everything it rests on is written out here:
the libraries for it change their digests between releases. After A. Broder, "On the resemblance and
containment of documents" (1997); the hashes are of the multiply-shift family of M. Dietzfelbinger.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

SCHEME = "1"
"""Name of all that is below: a change to any of it is a new scheme, compared only with its own kind."""

RUN = 4
"""Words of a run."""

MINIMA = 120

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
"""Chinese and Japanese have no spaces: each of their characters is a word."""

_AT_ONCE = 4096
_WORD_BITS = np.uint64(32)
_NOTHING = np.iinfo(np.uint32).max


def words_of(text: str) -> list[str]:
    """The words in lower case, numbers among them; punctuation and quotation marks do not count."""
    return _WORD.findall(text.casefold())


def runs_of(words: list[str]) -> set[str]:
    """Every different run of RUN words; fewer words are one run."""
    return {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)) if words}


def minhash(runs: Iterable[str]) -> tuple[int, ...]:
    """The MINIMA smallest hashes, 32 bits each; the same on every machine, whatever the order of runs."""
    multipliers, summands = _family()
    hashed = np.fromiter((_hash(run) for run in runs), dtype=np.uint64)
    lowest = np.full(MINIMA, _NOTHING, dtype=np.uint64)
    for start in range(0, len(hashed), _AT_ONCE):
        part = hashed[start : start + _AT_ONCE]
        # Sums and products wrap at 64 bits, as the family has it.
        mixed = (multipliers[:, None] * part + summands[:, None]) >> _WORD_BITS
        lowest = np.minimum(lowest, mixed.min(axis=1))
    return tuple(lowest.tolist())


def _hash(run: str) -> int:
    digest = hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "little")


@cache
def _family() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    drawn = np.frombuffer(hashlib.shake_256(b"minhash 1").digest(MINIMA * 16), dtype="<u8").astype(np.uint64)
    return drawn[:MINIMA] | np.uint64(1), drawn[MINIMA:]
