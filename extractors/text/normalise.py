"""The one normalisation of text: every offset of every claim indexes what comes out of here."""

from __future__ import annotations

import re
import unicodedata

# Numeric references such as &#146; name bytes of Windows-1252; browsers have always read them so.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}

_LINE_ENDS = {"\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n\n"}

_INVISIBLE = (
    "\u00ad"  # soft hyphen
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # fillers and joiners that show nothing
    "\u200b\u200c\u200d\u200e\u200f"  # zero-width spaces and joiners, direction marks
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"  # embeddings, word joiner
    "\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"  # isolates, byte order mark, annotations
)

_CONTROLS = {code: None for code in [*range(0x20), 0x7F] if chr(code) not in "\t\n\r\x0b\x0c"}
_SURROGATES = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8
_BLANKS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
"""Runs of blanks that are not a space already."""
_AROUND_LINE_END = re.compile(r" ?\n ?")
_MANY_LINE_ENDS = re.compile(r"\n{3,}")

_TABLE = str.maketrans({**_C1, **_LINE_ENDS, **dict.fromkeys(_INVISIBLE), **_CONTROLS})
_IN_TABLE = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")


def normalise(text: str) -> str:
    """Text in NFC with plain blanks and line ends; `normalise(normalise(x)) == normalise(x)`.

    Invisible and control characters go, every sort of blank becomes a space, runs of blanks one space,
    lines lose blanks at their ends, and at most one empty line stays between two lines. Typographic
    quotes, dashes and currency signs stay: they are what the text says.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _IN_TABLE.search(text):  # few texts have any, and to look up each character takes long
        text = text.translate(_TABLE)
    text = unicodedata.normalize("NFC", _SURROGATES.sub("", text))
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text))
    return _MANY_LINE_ENDS.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """Normalised text on a single line, as titles and header fields are."""
    is_plain = text.isascii() and text.isprintable()  # as most are: nothing but blanks to change
    return " ".join((text if is_plain else normalise(text)).split())
