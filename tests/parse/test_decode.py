"""Bytes to text: what is declared is honoured, and nothing is decoded with a loss."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.parse.decode import decode
from streams.parse.reading import UnreadableError

TEXT = "اتفاق جديد"


def refusal(body: bytes, content_type: str = "") -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        decode(body, content_type)
    return caught.value.reject.reason, caught.value.reject.detail


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_wins(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "text/plain; charset=us-ascii") == TEXT


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-16le", "UTF-8"])
def test_the_charset_of_the_content_type_is_honoured(encoding: str) -> None:
    content_type = f'text/plain; format=flowed; charset="{encoding}"'
    assert decode(TEXT.encode(encoding), content_type) == TEXT


def test_an_xml_declaration_is_honoured() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?><rss/>Москва'
    assert decode(text.encode("cp1251"), "text/xml") == text


def test_bad_bytes_are_refused_with_their_place() -> None:
    reason, detail = refusal("سلام".encode() + b"\xff abc")
    assert reason == "bad_encoding"
    assert "byte 8 is 0xff" in detail


def test_bad_bytes_after_a_mark_are_counted_from_the_beginning() -> None:
    _, detail = refusal(codecs.BOM_UTF8 + b"ab\xffcd")
    assert "byte 5 " in detail


@pytest.mark.parametrize("encoding", ["zlib", "rot13", "idna", "x-unknown", "unicode_escape"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    reason, detail = refusal(b"abc", f"text/plain; charset={encoding}")
    assert reason == "bad_encoding"
    assert encoding in detail


def test_a_file_that_is_no_text_is_refused() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")[0] == "not_text"


@given(st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()))
def test_utf8_comes_out_as_it_went_in(text: str) -> None:
    assert decode(text.encode(), "") == text.removeprefix("\ufeff")
