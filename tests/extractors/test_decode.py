"""Bytes to text: marks, labels, wrong labels, damage, and what is no text."""

from __future__ import annotations

import codecs
import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.decode import sniff, to_text
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

EURO = "Le groupe investit 5 milliards d’euros à Évry"
PAGE = "<html><head><meta charset={label}></head><body><p>{text}</p></body></html>"


def page(label: str, codec: str, text: str = EURO) -> bytes:
    return PAGE.format(label=label, text=text).encode(codec)


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (codecs.BOM_UTF8 + "€5".encode(), None, "€5"),
        (codecs.BOM_UTF16_LE + "€5".encode("utf-16-le"), "text/html; charset=utf-8", "€5"),
        (codecs.BOM_UTF32_BE + "€5".encode("utf-32-be"), None, "€5"),
        ("€5".encode(), "text/html; charset=iso-8859-1", "€5"),
        ("é €5".encode("cp1252"), "text/html; charset=ISO-8859-1", "é €5"),
        ("é €5".encode("cp1252"), 'text/html; charset="windows-1252"', "é €5"),
        ("投資".encode("shift_jis"), "text/html;charset=Shift_JIS", "投資"),
        ("投资".encode("gb18030"), "text/html; charset=gb2312", "投资"),
        ("投資".encode("iso2022_jp"), "text/html; charset=ISO-2022-JP", "投資"),
        ("wide €".encode("utf-16-be"), "text/plain; charset=utf-16be", "wide €"),
    ],
)
def test_labels_and_marks(body: bytes, content_type: str | None, expected: str) -> None:
    assert to_text(body, content_type=content_type) == expected


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("windows-1252", "cp1252"),
        ("x-no-such-charset", "cp1252"),
        ("utf-8", "cp1252"),
        ("zlib", "utf-8"),
        ("undefined", "cp1252"),
    ],
)
def test_page_in_spite_of_its_own_label(label: str, codec: str) -> None:
    assert EURO in to_text(page(label, codec))


@pytest.mark.parametrize("label", ["utf-16", "UTF-16LE", "utf-16be", "utf-32"])
@pytest.mark.parametrize("content_type", [None, "text/html", "text/html; charset=utf-16"])
def test_page_that_calls_its_single_bytes_wide(label: str, content_type: str | None) -> None:
    body = page(label, "utf-8", EURO * 50 + "{}").replace(b"{}", b"\xff")
    body += b" " * (-len(body) % 4)
    assert to_text(body, content_type=content_type).count(EURO) == 50
    assert EURO in to_text(page(label, "cp1252"), content_type=content_type)
    assert EURO in to_text(page(label, "cp1252") + b"\x00", content_type=content_type)


def test_xml_declaration_is_a_label() -> None:
    body = b'<?xml version="1.0" encoding="iso-8859-5"?><p>' + "сделка".encode("iso8859_5") + b"</p>"
    assert "сделка" in to_text(body)


def test_guess_without_any_label() -> None:
    text = "Компания объявила о сделке на пять миллиардов долларов и строительстве центра обработки данных."
    assert to_text(text.encode("cp1251")) == text


def test_a_broken_character_does_not_cost_the_page() -> None:
    body = ("é" * 300).encode() + b"\xff" + ("é" * 300).encode()
    assert to_text(body).count("é") == 600


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_empty(body: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        to_text(body)
    assert caught.value.reason == QuarantineReason.EMPTY


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"\xff\xd8\xff\xe0" + bytes(50),
        struct.pack(">I", 24) + b"ftypmp42",
        bytes(range(32)) * 20,
    ],
)
def test_not_text(body: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        to_text(body, content_type="text/html; charset=utf-8")
    assert caught.value.reason == QuarantineReason.NOT_TEXT


def test_unknown_charset_when_nothing_decodes_sensibly() -> None:
    noise = bytes(random.Random(7).choices(range(0x80, 0x100), k=1500))
    with pytest.raises(UnreadableError) as caught:
        to_text(b"<html><meta charset='x-klingon'><p>" + noise + b"</p>")
    assert caught.value.reason == QuarantineReason.UNKNOWN_CHARSET
    assert "x-klingon" in caught.value.detail


def test_sniff_names_a_pdf() -> None:
    assert sniff(b"\n%PDF-1.4 ...") == "PDF"
    assert sniff(b"<html>") is None


@given(st.binary(max_size=400), st.none() | st.text(max_size=30))
def test_any_bytes_give_text_or_a_reason(body: bytes, label: str | None) -> None:
    try:
        text = to_text(body, content_type=f"text/html; charset={label}" if label is not None else None)
    except UnreadableError as error:
        text = error.detail
    assert text.strip("\ufeff") or body.strip()


@given(st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    body = text.encode()
    if sniff(body) is None and not body.startswith(codecs.BOM_UTF8):
        assert to_text(body) == text
