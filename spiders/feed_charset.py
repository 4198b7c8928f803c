"""The charset of a feed that names none, or a wrong one: told from its bytes, where it is not Western."""

from __future__ import annotations

from charset_normalizer import from_bytes

WESTERN = ("cp1252", "cp1250")
"""What feedparser falls back to, and reads well; a text in one of these is not to be taken for another."""
OTHERS = (
    "big5",
    "cp874",
    "cp932",
    "cp949",
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "euc_jp",
    "gb18030",
    "koi8_r",
)
"""As wide as the charsets that pages still use: a superset reads its subsets (cp949 reads EUC-KR)."""
SAMPLE = 50_000
LEAST = 8
"""Bytes above ASCII: fewer, such as the quotes of a Western text, tell nothing."""


def guessed_charset(body: bytes) -> str | None:
    """The codec in which the bytes read as some language; None for UTF-8, Western ones, unclear ones."""
    sample = body[:SAMPLE]
    if sum(byte > 0x7F for byte in sample) < LEAST:
        return None
    best = from_bytes(sample, cp_isolation=["utf_8", *WESTERN, *OTHERS]).best()
    return best.encoding if best and best.encoding in OTHERS else None
