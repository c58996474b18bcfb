"""Lists of feeds, and what is told when they are wrong."""

from __future__ import annotations

import pytest

from streams.ingest.feedlist import FeedsError, read_feeds


def faults(data: str) -> list[str]:
    with pytest.raises(FeedsError) as caught:
        read_feeds(data.encode(), "f")
    return str(caught.value).splitlines()


def test_a_yaml_list() -> None:
    one, two = read_feeds(
        b"- source: aljazeera\n  url: https://example.org/rss\n  interval: 2m\n"
        b"- {source: tass, url: 'http://example.org:8080/a?b=c#d'}\n",
        "f",
    )
    assert (one.source, str(one.url), one.interval_s) == (
        "aljazeera",
        "https://example.org/rss",
        120,
    )
    assert (two.source, str(two.url), two.interval_s) == (
        "tass",
        "http://example.org:8080/a?b=c",
        None,
    )


def test_an_opml_list() -> None:
    one, two = read_feeds(
        b"<?xml version='1.0'?><opml version='2.0'><body><outline text='World'>"
        b"<outline type='rss' text='Al Jazeera' xmlUrl='https://example.org/rss'/>"
        b"<outline title='TASS' xmlUrl='http://example.org/' interval='1h'/>"
        b"</outline></body></opml>",
        "f",
    )
    assert (one.source, str(one.url), one.interval_s) == (
        "Al Jazeera",
        "https://example.org/rss",
        None,
    )
    assert (two.source, two.interval_s) == ("TASS", 3600)


def test_a_password_is_not_shown() -> None:
    (feed,) = read_feeds(b"- {source: a, url: 'https://me:secret@example.org/rss'}", "f")
    assert feed.url.password == "secret"  # noqa: S105 - of this test alone
    assert feed.shown == "https://example.org/rss"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "f:1: no feeds; write a list of them, each with a source and a url"),
        ("a: 1", "f:1: write a list of feeds, each with «- source: …»"),
        ("- a", "f:1: write «key: value» lines; the keys are source, url, interval"),
        ("- source: a", "f:1: url: missing; write where the feed is"),
        ("- url: http://a", "f:1: source: missing; write a short name, such as aljazeera"),
        (
            "- source: a\n  url: example.org",
            "f:2: url: «example.org» is no address; write one that begins with https:// or http://",
        ),
        (
            "- source: a\n  url: http://a\n  interval: soon",
            "f:3: interval: «soon»: write a time of 10 s to 7 d, such as 90s, 5m or 1h",
        ),
        (
            "- source: a\n  url: http://a\n  interval: 1s",
            "f:3: interval: «1s»: write a time of 10 s to 7 d, such as 90s, 5m or 1h",
        ),
        (
            "- {source: a, url: http://a}\n- {source: b, url: http://a}",
            "f:2: url: is listed at line 1 already; keep one",
        ),
        (
            "- source: a\n  uri: http://a\n  url: http://b",
            "f:2: unknown key «uri»; the keys are source, url, interval",
        ),
        (
            "- source: a\n  url: [http://a]",
            "f:2: url: write one text here, not a list or keys",
        ),
        ("<opml>", "f:1: Malformed XML at line 1, column 7: Premature end of data in tag opml"),
        ("<rss/>", "f:1: <rss> is not OPML; give OPML or YAML"),
        (
            "<opml>\n<outline text='a' xmlUrl='file:///etc/passwd'/></opml>",
            "f:2: url: «file:///etc/passwd» is no address; write one",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_write(data: str, told: str) -> None:
    assert faults(data)[0].startswith(told)


def test_every_fault_is_told() -> None:
    assert len(faults("- source: a\n- url: http://a\n  interval: x")) == 3


def test_entities_are_refused() -> None:
    data = "<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><outline text='&a;' xmlUrl='http://a'/></opml>"
    assert "declares entities" in faults(data)[0]
