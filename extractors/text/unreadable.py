"""How the parsers of this package say that something cannot be read."""

from __future__ import annotations

from pipeline.errors import GigawatchError
from pipeline.vocabulary import QuarantineReason


class UnreadableError(GigawatchError):
    """Some bytes or text cannot be read; `reason` is what the quarantine row will say."""

    def __init__(self, reason: QuarantineReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
