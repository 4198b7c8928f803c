from __future__ import annotations

import pytest

from spiders.world.sites import WORLD
from spiders.world.stories import Story, read_story
from spiders.world.told import read_told

TOLD = read_told(WORLD)
SCALES = {10**9: ("bn", " billion"), 10**6: ("m", " million"), 10**12: ("tn", " trillion"), 1: ("",)}


def story_of(key: str) -> Story:
    return read_story(WORLD / "stories" / f"{key}.md")


def whole_text(key: str) -> str:
    story = story_of(key)
    return f"{story.title} {story.summary} {story.body}"


@pytest.mark.parametrize("deal", TOLD.deals, ids=lambda deal: f"{deal.story}-{deal.type}")
def test_a_deal_names_its_parties_and_numbers_as_its_story_does(deal):
    text = whole_text(deal.story)
    for names in deal.parties.values():
        assert [name for name in names if name not in text] == []
    assert [amount.at for amount in deal.amounts if not any(w in text for w in _written(amount.at))] == []
    assert [chips.at for chips in deal.chips if not any(w in text for w in _counts(chips.at))] == []


@pytest.mark.parametrize(
    "figure", TOLD.figures, ids=lambda figure: f"{figure.story}-{figure.kind}-{figure.period}"
)
def test_a_figure_names_its_subject_as_its_story_does(figure):
    assert (figure.entity or figure.segment) in whole_text(figure.story)


@pytest.mark.parametrize("chain", TOLD.chains, ids=lambda chain: chain.key)
def test_the_stories_of_a_deal_come_oldest_first(chain):
    published = [story_of(step.story).published for step in chain.stories]
    assert published == sorted(published)
    told = {(deal.story, deal.status) for deal in TOLD.deals if deal.type == chain.type}
    steps = {(step.story, step.status) for step in chain.stories}
    assert told & steps


def test_stories_of_no_interest_tell_no_deal():
    assert not set(TOLD.not_relevant) & {deal.story for deal in TOLD.deals}
    for key in TOLD.not_relevant:
        assert story_of(key).body


@pytest.mark.parametrize("never", TOLD.never, ids=lambda never: f"{never.story}-{never.currency}")
def test_an_amount_that_is_never_to_be_claimed_does_stand_there(never):
    assert any(written in whole_text(never.story) for written in _written(never.at))


def _written(value) -> set[str]:
    """How a newspaper may write an amount: 4bn, 4 billion."""
    forms = {(value / scale).normalize(): words for scale, words in SCALES.items()}
    return {f"{number:f}{word}" for number, words in forms.items() for word in words} | {f"{value:,}"}


def _counts(value) -> set[str]:
    return {f"{value:,}", *({"one million", "1 million", "a million"} if value == 10**6 else ())}
