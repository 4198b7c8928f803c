"""A text as the encoder left it, and the scopes its components look at it through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractors.encoder.encoder import Encoded
from extractors.encoder.heads import Heads
from extractors.encoder.places import Layout
from extractors.encoder.scope import Mention, Scope, Word


class EncodedText:
    """The windows of a text, and the heads that read them."""

    def __init__(self, heads: Heads, windows: Sequence[Encoded]) -> None:
        self.heads, self.windows = heads, windows
        self.scopes: list[Scope] = []
        self.names: Mapping[Mention, Any] = {}
        """What each mention that is a name stands for; whoever sets the scopes says."""

    def look(
        self, text: str, sentences: Sequence[int], mentions: Sequence[Mention], words: Sequence[Word]
    ) -> None:
        """Set the scopes: one for each window, with the mentions and words that stand in it.

        `sentences`: where each begins, in characters.
        """
        layout = Layout(text, sentences)
        self.scopes = [Scope(self.heads, encoded, layout, mentions, words) for encoded in self.windows]
