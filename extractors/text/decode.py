"""Bytes to text: which charset a page is in, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"PK\x03\x04", "ZIP archive"),
    (b"\x1f\x8b", "gzip"),
    (b"RIFF", "RIFF media"),
    (b"wOF", "web font"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"\xd0\xcf\x11\xe0", "Office file"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"ID3", "audio"),
    (b"OggS", "Ogg media"),
    (b"\x1aE\xdf\xa3", "Matroska media"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
)

# What a label means on the web is not what it says: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}

# Python's own codecs, which no page is written in: some of them fail even when told to replace.
_NOT_OF_THE_WEB = frozenset(
    {"utf-7", "undefined", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)

_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_IN_PAGE = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_WIDE = ("utf-16", "utf-32")
_PAGE_HEAD = 4096
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\v\f\r\x1b")
_MAX_CONTROLS = 0.01
_MAX_REPLACED = 0.005
_SAMPLE = 200_000
_WEB_CHARSETS = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r"),
    *("iso8859_2", "gb18030", "big5", "cp932", "euc_jp", "cp949", "utf_16", "utf_32"),
]


def sniff(body: bytes) -> str | None:
    """What a body is by its first bytes where that is no text ("PDF", "ZIP archive"), else None."""
    if body[4:8] == b"ftyp":
        return "MP4 media"
    head = body[:1024].lstrip()
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def to_text(body: bytes, *, content_type: str | None = None) -> str:
    """Decode a page or text file; `content_type` is the HTTP header's value.

    A mark at the start wins, then UTF-8 where the bytes are valid UTF-8 (other charsets practically
    never are), then the header's label, then the page's own, then a guess. Raises UnreadableError:
    EMPTY, NOT_TEXT, or UNKNOWN_CHARSET where nothing decodes to sensible text.
    """
    if not body.strip():
        raise UnreadableError(QuarantineReason.EMPTY, "no bytes but blanks")
    if found := sniff(body):
        raise UnreadableError(QuarantineReason.NOT_TEXT, f"the bytes are of a {found}")
    text = _decode(body, content_type)
    # Bytes without controls are a text without; others may be of UTF-16.
    if len(body.translate(None, _CONTROLS)) < len(body) and _is_binary(text[:_SAMPLE]):
        raise UnreadableError(QuarantineReason.NOT_TEXT, "too many control characters for a text")
    return text


def _is_binary(sample: str) -> bool:
    data = sample.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _CONTROLS)) > _MAX_CONTROLS * len(sample)


def declared_charsets(body: bytes, content_type: str | None) -> Iterator[str]:
    """The labels a page carries, the header's first, as they are written."""
    if content_type and (label := _IN_HEADER.search(content_type)):
        yield label.group(1)
    if in_page := _IN_PAGE.search(body[:_PAGE_HEAD]):
        yield in_page.group(1).decode("ascii", "replace")


def _decode(body: bytes, content_type: str | None) -> str:
    for mark, marked in _BOMS:
        if body.startswith(mark):
            return body.decode(marked, "replace").removeprefix("\ufeff")
    labels = list(declared_charsets(body, content_type))
    codecs_named = [codec for label in labels if (codec := _codec(label))]
    if _IN_PAGE.search(body[:_PAGE_HEAD]):
        # A page whose markup is read in single bytes is not wide, whatever it or its server says:
        # https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
        codecs_named = [codec for codec in codecs_named if not codec.startswith(_WIDE)]
    # Seven-bit charsets with escapes are valid ASCII: only there the label goes before UTF-8.
    escaped = [codec for codec in codecs_named if codec.startswith("iso2022") and b"\x1b" in body]
    wide = [codec for codec in codecs_named if codec.startswith(_WIDE) and b"\x00" in body]
    for codec in (*escaped, *wide, "utf-8", *codecs_named):
        try:
            return body.decode(codec)
        except UnicodeError:
            continue
    return _decode_damaged(body, ["utf-8", *codecs_named]) or _guess(body, labels)


def _codec(label: str) -> str | None:
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in _NOT_OF_THE_WEB:
        return None
    return _MEANT.get(found.name, found.name)


def _decode_damaged(body: bytes, candidates: list[str]) -> str | None:
    """A few broken characters must not cost the page."""
    for codec in candidates:
        text = body.decode(codec, "replace")
        if text.count("\ufffd") <= _MAX_REPLACED * len(text):
            return text
    return None


def _guess(body: bytes, labels: list[str]) -> str:
    matches = from_bytes(body[:_SAMPLE], cp_isolation=_WEB_CHARSETS)
    best = matches.best()
    if best is None or (labels and best.coherence == 0):
        named = ", ".join(labels) or "none"
        raise UnreadableError(QuarantineReason.UNKNOWN_CHARSET, f"label: {named}; nothing decodes sensibly")
    # Charsets of one family tie on a short page; the commonest of them is the likeliest.
    ties = {match.encoding for match in matches if match.coherence == best.coherence}
    return body.decode("cp1252" if "cp1252" in ties else best.encoding, "replace")
