"""Where an argument stands to a trigger: by the parse, and by what lies between them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from extractors.deals.arguments import Argument

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "obj", "attr", "oprd", "dative"})
LONGEST_CLIMB = 4
DEEPEST = 8
PREPOSITIONS = frozenset(
    [
        "by",
        "to",
        "from",
        "with",
        "for",
        "of",
        "in",
        "into",
        "between",
        "among",
        "at",
        "on",
        "under",
        "as",
        "via",
        "through",
        "against",
        "including",
        "alongside",
    ]
)
STOPS = frozenset({";", ":", "(", ".", "that", "which", "who"})


def parsed_slot(trigger: Token, argument: Token) -> str:
    """The slot by the parse, "none" where no short path joins the two."""
    links = _links_up(argument, trigger)
    slot = _slot_below(trigger, links) if links is not None else _slot_above(trigger, argument)
    return slot or "none"


def _links_up(argument: Token, trigger: Token) -> list[Token] | None:
    """The words from the argument up to just below the trigger, None if the trigger is not above."""
    links: list[Token] = []
    token = argument
    for _ in range(DEEPEST):
        if token == trigger:
            return links
        links.append(token)
        if token.head == token:
            return None
        token = token.head
    return None


def _slot_below(trigger: Token, links: list[Token]) -> str | None:
    if not links:
        return None
    top = links[-1]
    if top.dep_ in SUBJECTS:
        passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in trigger.children)
        return "object" if passive else "subject"
    if top.dep_ in OBJECTS:
        # "sign a deal with X": the preposition below the object is what counts.
        inner = next((link.lower_ for link in reversed(links[:-1]) if link.dep_ == "prep"), None)
        return inner or "object"
    if top.dep_ in ("prep", "agent"):
        return top.lower_
    if top.dep_ == "poss":
        return "subject"
    if top.dep_ in ("compound", "nmod", "amod"):
        return "object"
    return f"below-{top.dep_}"


def _slot_above(trigger: Token, argument: Token) -> str | None:
    """The slot of an argument that stands beside the trigger, under a word that governs both."""
    token = trigger
    for _ in range(LONGEST_CLIMB):
        if token.dep_ in ("acl", "relcl") and _covers(token.head, argument):
            bare = token.tag_ == "VBN" and not any(c.dep_ in SUBJECTS for c in token.children)
            return "object" if bare else "subject"
        head = token.head
        if head == token:
            return None
        for child in head.children:
            if child != token and _covers(child, argument):
                return _slot_beside(child, trigger)
        token = head
    return None


def _slot_beside(child: Token, trigger: Token) -> str:
    if child.dep_ in SUBJECTS or child.dep_ == "poss":
        return "subject"
    if child.dep_ in ("prep", "agent"):
        return child.lower_ if child.i > trigger.i else f"left-{child.lower_}"
    return f"beside-{child.dep_}"


def _covers(top: Token, argument: Token) -> bool:
    token = argument
    for _ in range(DEEPEST):
        if token == top:
            return True
        if token.head == token:
            return False
        token = token.head
    return False


def surface_slot(trigger: int, argument: Argument, doc: Doc, names: Sequence[Argument]) -> str:
    """The slot by word order: the preposition before the argument, else subject on the left, object right."""
    before = preposition(argument, doc)
    if argument.start >= trigger:
        return before or "object"
    nearer = sum(trigger > name.start > argument.start for name in names)
    if before:
        return f"left-{before}"
    return "subject" if nearer == 0 else "subject-far"


def preposition(argument: Argument, doc: Doc) -> str | None:
    """The preposition that governs an argument by word order, looking left over its modifiers and a list."""
    for index in range(argument.start - 1, max(argument.start - 7, doc[argument.start].sent.start - 1), -1):
        token = doc[index]
        if token.lower_ in PREPOSITIONS:
            return token.lower_
        if token.text in STOPS or token.pos_ in ("VERB", "AUX"):
            return None
    return None
