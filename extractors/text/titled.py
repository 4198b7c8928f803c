"""How a title and a body become the text of a Document."""

from __future__ import annotations

from extractors.text.normalise import normalise, one_line


def titled_text(title: str | None, body: str) -> tuple[str | None, str]:
    """The title on one line, and the normalised text that begins with it as a line of its own."""
    return titled_normalised(title, normalise(body))


def titled_normalised(title: str | None, body: str) -> tuple[str | None, str]:
    """The same of a body that is normalised already."""
    title = one_line(title or "") or None
    if title is None:
        return None, body
    first, _, rest = body.partition("\n")
    if first.casefold() == title.casefold():
        body = rest.lstrip("\n")
    return title, f"{title}\n\n{body}" if body else title
