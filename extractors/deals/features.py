"""What speaks for a trigger telling a deal of some type, and for an argument having some role in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from extractors.deals.arguments import Argument
from extractors.deals.slots import parsed_slot, preposition, surface_slot
from extractors.deals.triggers import Trigger, phrases
from extractors.extensions import QUANTITIES
from extractors.knowledge.frames import Frames

WINDOW = 7
BACK = 25
"""Words before a sentence that may say what it goes on about."""


class Setting:
    """What all scenes of a doc share."""

    def __init__(self, doc: Doc, frames: Frames) -> None:
        self.first_break = next((t.i for t in doc if t.is_space and "\n" in t.text), 0)
        title = doc[: self.first_break]
        self.title_topics = frames.topics_of(phrases(title)) if self.first_break else frozenset()
        self.quantities: dict[int, list[Span]] = {}
        """By the first word of the sentence."""
        for span in doc.spans.get(QUANTITIES, ()):
            self.quantities.setdefault(doc[span.start].sent.start, []).append(span)


class Scene:
    """One sentence with what stands in it, as the feature functions want it."""

    def __init__(
        self,
        sentence: Span,
        arguments: Sequence[Argument],
        triggers: Sequence[Trigger],
        frames: Frames,
        setting: Setting,
    ) -> None:
        self.sentence, self.doc = sentence, sentence.doc
        self.arguments, self.triggers, self.frames = list(arguments), list(triggers), frames
        self.names = [a for a in arguments if a.form == "name"]
        self.topics = frames.topics_of(phrases(sentence))
        self.quantities = setting.quantities.get(sentence.start, [])
        self.is_title = sentence.start < setting.first_break
        self.title_topics = setting.title_topics
        self.previous_topics = frames.topics_of(
            phrases(self.doc[max(sentence.start - BACK, 0) : sentence.start])
        )


def trigger_features(scene: Scene, trigger: Trigger) -> list[str]:
    """Features for the type of deal, if any, that a trigger tells."""
    token = scene.doc[trigger.index]
    found = {"bias", f"lemma={trigger.lemma}", f"tag={token.tag_}", f"pos={trigger.pos}"}
    found.update(f"frame={kind}" for kind in trigger.types[:1])
    found.update(f"listed={kind}" for kind in trigger.types)
    found.update(f"title-topic={topic}" for topic in scene.title_topics)
    found.update(f"previous-topic={topic}" for topic in scene.previous_topics)
    found.update(f"topic={topic}" for topic in scene.topics)
    found.update(f"{trigger.lemma}+{topic}" for topic in scene.topics)
    found.update(_object_features(token, trigger, scene.frames))
    found.update(_nearby_words(scene, trigger))
    found.update(_party_counts(scene, trigger))
    found.update(_number_features(scene, trigger))
    if scene.is_title:
        found.add("title")
    return sorted(found)


def _object_features(token: Token, trigger: Trigger, frames: Frames) -> Iterable[str]:
    for child in token.children:
        if child.dep_ in ("dobj", "nsubjpass", "attr", "prep", "aux", "neg", "auxpass", "xcomp"):
            yield f"{child.dep_}={child.lemma_.lower()}"
        if child.dep_ in ("dobj", "nsubjpass"):
            topics = frames.topics_of(phrases(token.doc[child.left_edge.i : child.right_edge.i + 1]))
            yield from (f"object-topic={topic}" for topic in topics)
            yield from (f"{trigger.lemma}+object-topic={topic}" for topic in topics)
    yield f"dep={token.dep_}"
    yield f"governor={token.head.lemma_.lower()}"
    yield f"governor-pos={token.head.pos_}"


def _nearby_words(scene: Scene, trigger: Trigger) -> Iterable[str]:
    low, high = scene.sentence.start, scene.sentence.end
    for offset in (-2, -1, 1, 2):
        index = trigger.index + offset
        if low <= index < high:
            yield f"word{offset:+d}={scene.doc[index].lower_}"
    start, end = max(trigger.index - WINDOW, low), min(trigger.index + WINDOW + 1, high)
    for token in scene.doc[start:end]:
        if token.is_alpha and not token.is_stop:
            yield f"near={token.lemma_.lower()}"
    for topic in scene.frames.topics_of(phrases(scene.doc[start:end])):
        yield f"near-topic={topic}"
    for token in scene.sentence:
        if token.is_alpha and token.is_lower and not token.is_stop:
            yield f"said={token.lemma_.lower()}"


def _party_counts(scene: Scene, trigger: Trigger) -> Iterable[str]:
    parties = [a for a in scene.arguments if a.is_party]
    left = [a for a in parties if a.start < trigger.index]
    right = [a for a in parties if a.start >= trigger.index]
    yield f"left={min(len(left), 2)}"
    yield f"right={min(len(right), 2)}"
    yield f"parties={min(len({a.key for a in (*left, *right)}), 3)}"
    for argument in (*left, *right):
        side = "left" if argument.start < trigger.index else "right"
        yield f"{side}-label={argument.label}"
        if argument.kind:
            yield f"{side}-kind={argument.kind}"
            yield f"any-kind={argument.kind}"


def _number_features(scene: Scene, trigger: Trigger) -> Iterable[str]:
    kinds = {span.label_ for span in scene.quantities}
    yield from (f"number={kind}" for kind in kinds)
    yield from (f"{trigger.lemma}+number={kind}" for kind in kinds)
    for span in scene.quantities:
        if abs(span.start - trigger.index) <= WINDOW:
            yield f"number-near={span.label_}"


def role_features(scene: Scene, trigger: Trigger, deal_type: str, argument: Argument) -> list[str]:
    """Features for the role of an argument in the deal of this type that a trigger tells."""
    own = {"bias", f"label={argument.label}", f"kind={argument.kind}", f"form={argument.form}"}
    if argument.form.startswith("context"):
        own |= set(_context_features(scene, trigger, argument))
    else:
        own |= set(_place_features(scene, trigger, argument, dict(trigger.slots(deal_type))))
    found = set(own)
    found.update(f"{deal_type}|{feature}" for feature in own)
    return sorted(found)


def _context_features(scene: Scene, trigger: Trigger, argument: Argument) -> Iterable[str]:
    named = {a.key for a in scene.arguments if a.is_party}
    left = any(a.start < trigger.index for a in scene.arguments if a.form == "name")
    right = any(a.start > trigger.index for a in scene.arguments if a.form == "name")
    yield f"{argument.form}+{trigger.pos}+{left}{right}"
    yield f"others={min(len(named), 2)}"
    yield f"lemma={trigger.lemma}+{argument.form}"
    yield f"also-named={argument.key in named}"
    subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in scene.doc[trigger.index].children)
    yield f"{argument.form}+subject={subject}"


def _place_features(
    scene: Scene, trigger: Trigger, argument: Argument, roles: dict[str, object]
) -> Iterable[str]:
    doc = scene.doc
    parsed = parsed_slot(doc[trigger.index], doc[argument.start : argument.end].root)
    surface = surface_slot(trigger.index, argument, doc, scene.names)
    by_parse, by_order = roles.get(parsed), roles.get(surface)
    yield from (f"parsed={parsed}", f"surface={surface}", f"slots={parsed}+{surface}")
    yield from (f"role-parsed={by_parse}", f"role-order={by_order}", f"roles={by_parse}+{by_order}")
    yield from (f"{trigger.lemma}+{parsed}", f"{trigger.lemma}+{surface}", f"{trigger.pos}+{surface}")
    yield f"{argument.label}+{by_order}"
    yield f"{argument.kind}+{surface}"
    yield from _order_features(scene, trigger, argument)
    yield from _edge_words(doc, argument)
    before = preposition(argument, doc)
    yield f"preposition={before}"
    if argument.form == "reference":
        yield f"reference={doc[argument.start].lower_}"
        yield f"reference={doc[argument.start].lower_}+{surface}"


def _order_features(scene: Scene, trigger: Trigger, argument: Argument) -> Iterable[str]:
    left = argument.start < trigger.index
    side = "left" if left else "right"
    low, high = sorted((argument.start, trigger.index))
    between = [a for a in scene.names if low < a.start < high]
    gap = high - low
    yield f"{side}+rank={min(len(between), 3)}"
    yield f"{side}+gap={0 if gap < 3 else 1 if gap < 6 else 2 if gap < 12 else 3}"
    clauses = sum(
        scene.doc[i].lower_ in (",", ";", "which", "who", "that", "while", "and") for i in range(low, high)
    )
    yield f"{side}+breaks={min(clauses, 3)}"
    others = sum(low < other.index < high for other in scene.triggers)
    yield f"{side}+triggers={min(others, 2)}"
    yield f"{side}+of={min(len(scene.names), 3)}"


def _edge_words(doc: Doc, argument: Argument) -> Iterable[str]:
    sentence = doc[argument.start].sent
    for offset in (1, 2):
        if argument.start - offset >= sentence.start:
            yield f"before{offset}={doc[argument.start - offset].lemma_.lower()}"
        if argument.end + offset - 1 < sentence.end:
            yield f"after{offset}={doc[argument.end + offset - 1].lemma_.lower()}"
    head = doc[argument.start : argument.end].root
    yield f"dep={head.dep_}"
    yield f"governor={head.head.lemma_.lower()}"
