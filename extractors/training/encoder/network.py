"""The encoder with its heads, as it is trained; extractors.encoder.heads computes the same without torch.

Parameters bear the names that heads.py reads. Shapes as there: n pieces, m mentions, k triggers, p of the
triggers (those that tell a deal), z wide.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from extractors.encoder.pieces import DIGITS, MOST_BREAKS
from extractors.encoder.places import LINES, MOST_BETWEEN, MOST_NAMED, SENTENCES_BACK, SENTENCES_ON, STEPS
from extractors.training.encoder.labels import LABELS
from extractors.training.encoder.tensors import HeldTensors

WIDTH = 256
SPREAD = 0.1
"""Standard deviation of what embeddings begin with."""
SELDOM = -1.0
"""Bias that roles and numbers begin with: most parties and numbers do not belong."""
DISTANCES = 2 * (len(STEPS) + 1)
GAPS = (SENTENCES_BACK + SENTENCES_ON + 1) * (LINES + 1)
SETTINGS = 2 * MOST_NAMED * (MOST_BETWEEN + 1)
BODY = ("enc.", "case.", "brk.")
"""How the names of the parameters begin that are no heads: the base, and what is fed to it."""


class Network(nn.Module):
    """The base of a folder of weights, with fresh heads, `width` wide."""

    def __init__(self, base: Path, width: int = WIDTH) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(str(base))
        size = self.enc.config.hidden_size
        self.case, self.brk = nn.Embedding(DIGITS + 1, size), nn.Embedding(MOST_BREAKS + 1, size)
        # At first a piece means what it meant to the base.
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.brk.weight)
        self.drop = nn.Dropout(0.0)
        self.ner = nn.Linear(size, 1 + 2 * len(LABELS.sorts))
        self.kind = _embedding(len(LABELS.kinds), width)
        self.trep, self.mrep = nn.Linear(2 * size, width), nn.Linear(2 * size, width)
        self._add_trigger_heads(width)
        self._add_pair_heads(width)
        self._add_figure_heads(width)
        nn.init.constant_(self.role.bias, SELDOM)
        nn.init.constant_(self.num.bias, SELDOM)

    def _add_trigger_heads(self, width: int) -> None:
        types = len(LABELS.types)
        self.prior = nn.Linear(types + 1, width)
        self.ttype = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, types + 1))
        self.tstat = nn.Linear(width, len(LABELS.statuses))
        self.typ = _embedding(types, width)

    def _add_pair_heads(self, width: int) -> None:
        self.dist, self.gap = _embedding(DISTANCES, width), _embedding(GAPS, width)
        self.extra = _embedding(SETTINGS, width)
        self.at, self.am, self.ut, self.um = (nn.Linear(width, width) for _ in range(4))
        self.h = nn.Linear(width, width)
        self.role = nn.Linear(width, len(LABELS.roles))
        self.num = nn.Linear(width, 1 + len(LABELS.amounts))
        self.sa, self.su = nn.Linear(width, width), nn.Linear(width, width)
        self.sdist = _embedding(GAPS, width)
        self.same = nn.Linear(width, 1)

    def _add_figure_heads(self, width: int) -> None:
        kinds = len(LABELS.figures)
        self.fig = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, kinds + 1))
        self.fa, self.fm, self.fu, self.fv = (nn.Linear(width, width) for _ in range(4))
        self.fkind = _embedding(kinds, width)
        self.fh, self.subj = nn.Linear(width, width // 2), nn.Linear(width // 2, 1)

    def dropping(self, *, body: float, heads: float) -> None:
        """Set the shares of values that training drops; what attends to what is never dropped."""
        for name, module in self.enc.named_modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0 if "attention.self" in name else body
            if hasattr(module, "dropout_prob"):
                module.dropout_prob = 0.0
        self.drop.p = heads

    def forward(self, ids: Tensor, case: Tensor, breaks: Tensor, mask: Tensor) -> Tensor:
        """The vectors of pieces, (windows, n, size), from arrays (windows, n)."""
        given = self.enc.embeddings.word_embeddings(ids) + self.case(case) + self.brk(breaks)
        return self.enc(inputs_embeds=given, attention_mask=mask).last_hidden_state

    def names(self, states: Tensor) -> Tensor:
        """Scores of the tags of pieces: (..., n, 1 + 2 sorts)."""
        return self.ner(self.drop(states))

    def triggers(self, states: Tensor, held: HeldTensors) -> Tensor:
        """The triggers of a window of vectors (n, size): (k, z)."""
        return torch.tanh(self.trep(self._ends(states, held.trigger_spans))) + self.prior(held.listed)

    def mentions(self, states: Tensor, held: HeldTensors) -> Tensor:
        """The mentions of a window: (m, z)."""
        return torch.tanh(self.mrep(self._ends(states, held.spans))) + self.kind(held.kinds)

    def _ends(self, states: Tensor, spans: Tensor) -> Tensor:
        return self.drop(torch.cat([states[spans[:, 0]], states[spans[:, 1]]], 1))

    def pairs(self, told: Tensor, types: Tensor, mentions: Tensor, held: HeldTensors, rows: Tensor) -> Tensor:
        """Triggers (p, z) of some rows, read as types (p,), with each mention: (p, m, z)."""
        own = told + self.typ(types)
        x = self.at(own)[:, None] + self.am(mentions)[None] + self.ut(own)[:, None] * self.um(mentions)[None]
        places = held.beside_triggers
        x = x + self.dist(places.distance[rows]) + self.gap(places.gap[rows])
        x = x + self.extra(places.setting[rows])  # noqa: S610 -- an embedding
        return functional.gelu(self.h(functional.gelu(x)))

    def twins(self, one: Tensor, other: Tensor, types: Tensor, gaps: Tensor) -> Tensor:
        """Log odds of pairs of triggers, each side (pairs, z), telling one deal of a type: (pairs,)."""
        a, b = one + self.typ(types), other + self.typ(types)
        x = self.sa(a) + self.sa(b) + self.su(a) * self.su(b) + self.sdist(gaps)
        return self.same(functional.gelu(x))[:, 0]

    def subjects(self, mentions: Tensor, kinds: Tensor, held: HeldTensors, rows: Tensor) -> Tensor:
        """Scores of each mention being whom the figures of some rows, of kinds (q,), are about: (q, m)."""
        q = mentions[rows] + self.fkind(kinds)
        x = self.fa(q)[:, None] + self.fm(mentions)[None] + self.fu(q)[:, None] * self.fv(mentions)[None]
        places = held.beside_mentions
        x = x + self.dist(places.distance[rows]) + self.gap(places.gap[rows])
        return self.subj(functional.gelu(self.fh(functional.gelu(x))))[..., 0]


def _embedding(rows: int, width: int) -> nn.Embedding:
    found = nn.Embedding(rows, width)
    nn.init.normal_(found.weight, std=SPREAD)
    return found
