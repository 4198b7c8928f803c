"""The Jinja environment that mails and the page share: escaping on, unknown names an error."""

from __future__ import annotations

from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from flows import wording


def environment(package: str, folder: str = "templates") -> Environment:
    """Templates of a package's folder; `.html.j2` files are escaped, `.txt.j2` files are not."""
    made = Environment(
        loader=PackageLoader(package, folder),
        autoescape=select_autoescape(enabled_extensions=("html.j2", "html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "between": wording.between,
        "day": wording.day,
        "headline": wording.headline,
        "plain": wording.plain,
        "size": wording.size_words,
        "telling": wording.telling,
        "weblink": weblink,
    }
    return made


def weblink(url: str) -> str | None:
    """The address if it is one a browser may open by a click; None for `javascript:` and its like."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
