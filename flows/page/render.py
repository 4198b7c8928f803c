"""From the market picture to one HTML page with everything inlined. Pure."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from flows.page.embed import read_asset, script_json, source_hash, vega_bundle
from flows.page.picture import NOT_IN_FORCE, Picture
from flows.page.sections import coverage_tables, make_sections
from flows.templates import environment
from flows.wording import count_words, money_words, power_words
from pipeline.vocabulary import QuarantineReason


class Tile(NamedTuple):
    """One number at the top of the page."""

    name: str
    value: str


def render_page(picture: Picture) -> str:
    """The page; it asks the network for nothing, and says so to the browser."""
    sections = make_sections(picture)
    scripts = [read_asset("page.js")]
    if any(section.chart for section in sections):
        scripts.insert(0, Markup(vega_bundle()))  # noqa: S704  from the installed package, made unclosable
    sources, quarantine = coverage_tables(picture)
    made = environment("flows.page")
    made.filters["script_json"] = script_json
    return made.get_template("page.html.j2").render(
        as_of=picture.as_of,
        tiles=make_tiles(picture),
        sections=sections,
        coverage=coverage_words(picture),
        sources=sources,
        quarantine=quarantine,
        style=read_asset("style.css"),
        scripts=scripts,
        script_hashes=" ".join(source_hash(str(script)) for script in scripts),
    )


def make_tiles(picture: Picture) -> tuple[Tile, ...]:
    """What the picture holds, in a few numbers; of money and power, what deals in force agree."""
    in_force = [deal for deal in picture.deals if deal.status not in NOT_IN_FORCE]
    capacity = sum(deal.capacity_mw for deal in in_force if deal.capacity_mw is not None)
    biggest = max((deal.value_usd for deal in in_force if deal.value_usd is not None), default=None)
    tiles = [
        Tile("deals", count_words(len(picture.deals))),
        Tile("biggest deal", "–" if biggest is None else money_words(biggest, "USD")),
        Tile("power in deals", power_words(capacity) if capacity else "–"),
        Tile("figures", count_words(picture.figures)),
        Tile("documents read", count_words(picture.documents)),
    ]
    return tuple(tiles)


def coverage_words(picture: Picture) -> str:
    """How much stands behind the page, and how much could not be read."""
    unread = sum(row.number for row in picture.quarantine if row.reason != QuarantineReason.WINDOWED)
    return (
        f"{count_words(picture.documents)} documents of {len(picture.sources)} sources give "
        f"{count_words(len(picture.deals))} deals and {count_words(picture.figures)} figures; "
        f"{count_words(unread)} items could not be read."
    )
