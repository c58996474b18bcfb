"""Media types by name and by bytes."""

from __future__ import annotations

import pytest

from streams.ingest.sniff import content_type


@pytest.mark.parametrize(
    ("suffix", "head", "expected"),
    [
        (".txt", b"{", "text/plain"),
        (".JSON", b"", "application/json"),
        (".rss", b"", "application/rss+xml"),
        (".xml", b'<?xml version="1.0"?>\n<rss version="2.0">', "application/rss+xml"),
        (".xml", b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', "application/rss+xml"),
        (".xml", b'<!-- a feed -->\n<feed xmlns="x">', "application/atom+xml"),
        (".xml", b"<nitf>", "application/xml"),
        ("", b"\xef\xbb\xbf [1]", "application/json"),
        ("", "خبر عاجل".encode(), "text/plain"),
        ("", "خبر عاجل".encode("cp1256"), "text/plain"),
        ("", b"\x00\x01\x02", ""),
        ("", b"  ", ""),
    ],
)
def test_content_type(suffix: str, head: bytes, expected: str) -> None:
    assert content_type(suffix, head) == expected
