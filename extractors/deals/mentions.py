"""One telling of a deal: what is told in which sentence, and who has which role in it."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Span

from extractors.deals.arguments import Argument
from extractors.deals.attaching import Attachment
from extractors.deals.triggers import Trigger
from extractors.encoder.encoder import Floats
from pipeline.vocabulary import ROLES, DealType, Role

FORMS = {"place": frozenset({Role.GRANTOR})}
"""Roles by the form of an argument that is no party."""


class Holder(NamedTuple):
    """An argument in a role, with the log odds of that role against none."""

    argument: Argument
    role: Role
    odds: float


class DealMention(NamedTuple):
    """One telling of a deal in one sentence; `odds` against the trigger telling none."""

    sentence: Span
    trigger: Trigger
    type: DealType
    holders: tuple[Holder, ...]
    odds: float
    statuses: Floats
    """Chances of each status, in the order of the encoder's labels."""
    second: bool = False
    """Whether its word more likely tells a deal of another type."""


class Telling(NamedTuple):
    """One telling with its numbers; `scope` and `row` say where the encoder read it."""

    mention: DealMention
    numbers: tuple[Attachment, ...]
    scope: int
    row: int


def roles_open_to(argument: Argument, deal_type: DealType) -> tuple[Role, ...]:
    """The roles an argument may have: a place only grants."""
    only = FORMS.get(argument.form)
    return tuple(role for role in ROLES[deal_type].all if only is None or role in only)
