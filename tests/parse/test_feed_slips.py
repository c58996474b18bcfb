"""Feeds with slips that senders make again and again, read as they were meant."""

from __future__ import annotations

from streams.outcome import Emit
from tests.parse.wires import article, outcome

ITEM = "<item><title>Talks in Moscow</title><guid>1</guid></item>"


def test_blank_lines_before_the_declaration_are_passed_over() -> None:
    parsed = article(f'\n\n<?xml version="1.0"?><rss><channel>{ITEM}</channel></rss>')
    assert parsed.headline == "Talks in Moscow"


def test_an_entry_with_a_prefix_that_is_not_declared_is_read() -> None:
    parsed = article(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Talks in Moscow</title>'
        "<wfw:commentRss>https://example.org/1/feed</wfw:commentRss></entry></feed>"
    )
    assert (parsed.format, parsed.headline) == ("atom", "Talks in Moscow")


def test_a_namespace_that_is_no_address_does_no_harm() -> None:
    read = outcome(f'<rss xmlns:geo="http://example.org/geo "><channel>{ITEM}</channel></rss>')
    assert isinstance(read, Emit)
    assert not read.defects
