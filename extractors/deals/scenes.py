"""Sets the scene of every sentence: who is named, referred to or in the air, and what may tell a deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from extractors.deals.arguments import Argument, Parties
from extractors.deals.features import Scene, Setting
from extractors.deals.things import things
from extractors.deals.triggers import Trigger, TriggerFinder
from pipeline.vocabulary import DealType

MOST_PREVIOUS = 3


def scenes(doc: Doc, parties: Parties, finder: TriggerFinder) -> Iterator[Scene]:
    """One scene a sentence that holds a trigger."""
    previous: list[Argument] = []
    title = _title_names(doc, parties)
    main = parties.main()
    setting = Setting(doc, finder.frames)
    for sentence in doc.sents:
        names = parties.of(sentence)
        references = parties.references(sentence, previous)
        triggers = list(finder.find(sentence))
        if triggers:
            own = sorted([*names, *references], key=lambda argument: argument.start)
            around = _around(main, title, previous, {argument.key for argument in own})
            described = _described(sentence, own, triggers, finder.frames.assets)
            others = [*parties.places(sentence), *described]
            yield Scene(sentence, [*own, *around, *others], triggers, finder.frames, setting)
        if names:
            previous = names
        elif not sentence.text.strip():
            continue
        else:
            previous = references or previous


def _described(
    sentence: Span, own: Sequence[Argument], triggers: Sequence[Trigger], assets: frozenset[str]
) -> Sequence[Argument]:
    """What a sentence describes but does not name, where something in it may tell that it is bought."""
    if not any(DealType.ACQUISITION in trigger.types for trigger in triggers):
        return ()
    named = frozenset(index for argument in own for index in range(argument.start, argument.end))
    return tuple(things(sentence, assets, named))


def _title_names(doc: Doc, parties: Parties) -> Sequence[Argument]:
    first: Span | None = next(iter(doc.sents), None)
    return parties.of(first) if first is not None else ()


def _around(
    main: Argument | None, title: Sequence[Argument], previous: Sequence[Argument], present: set[str]
) -> list[Argument]:
    """Parties that the sentence does not mention, the likeliest first, each once."""
    found: dict[str, Argument] = {}
    for form, arguments in (
        ("context-previous", previous[:MOST_PREVIOUS]),
        ("context-main", [main] if main is not None else []),
        ("context-title", title[:2]),
    ):
        for number, argument in enumerate(arguments):
            if argument.key not in present:
                rank = f"{form}-{number}" if form == "context-previous" else form
                found.setdefault(argument.key, replace(argument, form=rank))
    return list(found.values())
