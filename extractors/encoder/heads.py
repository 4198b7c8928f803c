"""What is read off the encoder's vectors: names, deals, roles, numbers and figures, as plain layers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from extractors.encoder.encoder import Floats
from extractors.encoder.pieces import Ints
from pipeline.errors import BadDataFileError

_LINEAR = (
    *("ner", "trep", "prior", "mrep", "ttype.0", "ttype.2", "tstat", "at", "am", "ut", "um", "h", "role"),
    *("num", "sa", "su", "same", "fig.0", "fig.2", "fa", "fm", "fu", "fv", "fh", "subj"),
)
_TABLES = ("kind", "typ", "dist", "gap", "extra", "sdist", "fkind")
LAYERS = frozenset(f"{name}.weight" for name in (*_LINEAR, *_TABLES)) | {f"{name}.bias" for name in _LINEAR}
"""The arrays that a file of heads holds beside its labels."""


class Labels(NamedTuple):
    """The classes of the heads, in the order of their columns."""

    sorts: tuple[str, ...]
    kinds: tuple[str, ...]
    """Sorts of names, then kinds of numbers."""
    types: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    """(deal type, role)."""
    statuses: tuple[str, ...]
    amounts: tuple[str, ...]
    figures: tuple[str, ...]


class Heads:
    """The layers of one trained model, z wide. Raises BadDataFileError where their file is broken."""

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path) as file:
                self._w: dict[str, Floats] = {
                    name: file[name].astype(np.float32) for name in file.files if name != "labels"
                }
                rows = json.loads(str(file["labels"]))
            self.labels = Labels(
                **{k: tuple(v) for k, v in rows.items() if k != "roles"},
                roles=tuple((kind, role) for kind, role in rows["roles"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
            raise BadDataFileError(f"{path.name}: not the layers of a model: {error}") from error
        missing = sorted(LAYERS - set(self._w))
        if missing:
            raise BadDataFileError(f"{path.name}: not the layers of a model: without {', '.join(missing)}")

    def names(self, states: Floats) -> Floats:
        """Log chances of every piece (n) being outside, or beginning or inside, a name: (n, 1 + 2 sorts)."""
        return log_chances(self._linear("ner", states))

    def triggers(self, states: Floats, spans: Ints, types: Floats) -> Floats:
        """Triggers (k) by their first and last piece (k, 2), and the types their words are listed for
        (k, types + 1), the last column for words listed for none: (k, z)."""
        return np.tanh(self._linear("trep", _ends(states, spans))) + self._linear("prior", types)

    def mentions(self, states: Floats, spans: Ints, kinds: Ints) -> Floats:
        """Names and numbers (m) by their pieces (m, 2) and kind (m,): (m, z)."""
        return np.tanh(self._linear("mrep", _ends(states, spans))) + self._w["kind.weight"][kinds]

    def types(self, triggers: Floats) -> Floats:
        """Log chances of each trigger telling each type of deal, or none: (k, types + 1)."""
        return log_chances(self._linear("ttype.2", _gelu(self._linear("ttype.0", triggers))))

    def statuses(self, triggers: Floats) -> Floats:
        """Log chances of each status of what the triggers tell: (k, statuses)."""
        return log_chances(self._linear("tstat", triggers))

    def beside_trigger(self, mentions: Floats) -> Sides:
        """What mentions (m, z) bring to every pair with a trigger."""
        return Sides(self._linear("am", mentions), self._linear("um", mentions))

    def pairs(self, trigger: Floats, deal_type: int, mentions: Sides, place: PairPlaces) -> Floats:
        """One trigger (z,), read as a type, with each mention: (m, z)."""
        told = trigger + self._w["typ.weight"][deal_type]
        x = self._linear("at", told) + mentions.added + self._linear("ut", told) * mentions.multiplied
        x = x + self._w["dist.weight"][place.distance] + self._w["gap.weight"][place.gap]
        x = x + self._w["extra.weight"][place.setting]
        return _gelu(self._linear("h", _gelu(x)))

    def roles(self, pairs: Floats) -> Floats:
        """Scores of the roles of all types, none being 0: (m, roles)."""
        return self._linear("role", pairs)

    def numbers(self, pairs: Floats) -> Floats:
        """Log odds of a number belonging to the deal, then scores of kinds of amount: (m, 1 + amounts)."""
        return self._linear("num", pairs)

    def same(self, triggers: Floats, deal_type: int, gaps: Ints) -> Floats:
        """Log odds of two triggers (k) telling one deal of a type: (k, k)."""
        told = triggers + self._w["typ.weight"][deal_type]
        a, u = self._linear("sa", told), self._linear("su", told)
        x = a[:, None] + a[None] + u[:, None] * u[None] + self._w["sdist.weight"][gaps]
        return self._linear("same", _gelu(x))[..., 0]

    def figures(self, numbers: Floats) -> Floats:
        """Log chances of each number being a figure of each kind, or none: (q, figures + 1)."""
        return log_chances(self._linear("fig.2", _gelu(self._linear("fig.0", numbers))))

    def beside_number(self, mentions: Floats) -> Sides:
        """What mentions (m, z) bring to every pair with a number."""
        return Sides(self._linear("fm", mentions), self._linear("fv", mentions))

    def subjects(self, number: Floats, figure: int, mentions: Sides, place: PairPlaces) -> Floats:
        """Scores of each mention being whom a figure is about, nobody being 0: (m,)."""
        q = number + self._w["fkind.weight"][figure]
        x = self._linear("fa", q) + mentions.added + self._linear("fu", q) * mentions.multiplied
        x = x + self._w["dist.weight"][place.distance] + self._w["gap.weight"][place.gap]
        return self._linear("subj", _gelu(self._linear("fh", _gelu(x))))[..., 0]

    def _linear(self, name: str, x: Floats) -> Floats:
        found: Floats = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return found


class PairPlaces(NamedTuple):
    """How mentions (m) lie to one trigger or number, in buckets: each (m,)."""

    distance: Ints
    gap: Ints
    setting: Ints


class Sides(NamedTuple):
    """Mentions (m) as one side of pairs: each (m, z)."""

    added: Floats
    multiplied: Floats


def _ends(states: Floats, spans: Ints) -> Floats:
    return np.concatenate([states[spans[:, 0]], states[spans[:, 1]]], axis=1)


def _gelu(x: Floats) -> Floats:
    """The usual approximation of x times the normal distribution (Hendrycks and Gimpel 2016, section 2)."""
    found: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return found


def log_chances(scores: NDArray[np.float32]) -> Floats:
    """Logarithms of the probabilities over the last axis."""
    top = scores.max(axis=-1, keepdims=True)
    rest: Floats = scores - top
    found: Floats = rest - np.log(np.exp(rest).sum(axis=-1, keepdims=True))
    return found
