"""The feeds to poll, listed in one file: YAML that a person writes, or OPML of a feed reader.

    - source: aljazeera
      url: https://www.aljazeera.net/rss
      interval: 2m

`source` is the short name that the feed's articles are of, `url` where it is. `interval` is
the time between two polls, in seconds or as `90s`, `2m`, `1h`. Without it the setting counts,
and what the feed itself asks for when that is longer.

In OPML each `outline` with an `xmlUrl` is a feed, however deep; its `text`, else its `title`,
is the source, and an attribute `interval` is understood too.
A file with any fault is refused whole, with all its faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yarl import URL

from streams.alert.document import compose, line_of, quote
from streams.alert.faults import Fault
from streams.parse.reading import UnreadableError
from streams.parse.safe_xml import local_name, parse_xml

KEYS: Final = ("source", "url", "interval")
INTERVAL: Final = re.compile(r"(\d{1,6})\s?(s|m|h|d|)\Z")
UNIT_S: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
LEAST_S: Final = 10
"""Seconds: nobody's feed is made for being asked more often."""
MOST_S: Final = 7 * 86_400
MAX_SOURCE_CHARS: Final = 200
MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
AT_LINE: Final = re.compile(r"\bat line (\d+)")
NO_FEEDS: Final = "no feeds; write a list of them, each with a source and a url"


class FeedsError(ValueError):
    """A list of feeds that is refused; the text lists every fault, a line each, in order."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(
            "\n".join(
                f"{file}:{fault.line}: {fault.field + ': ' if fault.field else ''}{fault.message}"
                for fault in self.faults
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed to poll."""

    source: str
    url: URL
    interval_s: int | None = None
    """None when the list does not say."""

    @property
    def shown(self) -> str:
        """The address without the password, for people and to remember it by."""
        return str(self.url.with_user(None))


@dataclass(frozen=True, slots=True)
class Written:
    """A feed as the file has it: each value with its line, empty where there is none."""

    line: int
    values: dict[str, tuple[str, int]]


def read_feeds(data: bytes, file: str) -> tuple[Feed, ...]:
    """Read the list in `data`; raise FeedsError with every fault, `file` being its name."""
    faults: list[Fault] = []
    written = list(_opml(data, faults) if MARKUP.match(data) else _yaml(data, faults))
    feeds: list[Feed] = []
    first: dict[str, int] = {}
    for one in written:
        feed = _feed(one, faults)
        if feed is None:
            continue
        line = first.setdefault(feed.shown, one.line)
        if line != one.line:
            faults.append(Fault(one.line, "url", f"is listed at line {line} already; keep one"))
        feeds.append(feed)
    if not written and not faults:
        faults.append(Fault(1, "", NO_FEEDS))
    if faults:
        raise FeedsError(file, tuple(faults))
    return tuple(feeds)


def _yaml(data: bytes, faults: list[Fault]) -> Iterator[Written]:
    root = compose(data)
    if isinstance(root, tuple):
        faults.extend(root)
    elif isinstance(root, SequenceNode):
        for node in root.value:
            yield from _entry(node, faults)
    elif root is not None:
        faults.append(Fault(line_of(root), "", "write a list of feeds, each with «- source: …»"))


def _entry(node: Node, faults: list[Fault]) -> Iterator[Written]:
    if not isinstance(node, MappingNode):
        keys = ", ".join(KEYS)
        faults.append(Fault(line_of(node), "", f"write «key: value» lines; the keys are {keys}"))
        return
    values: dict[str, tuple[str, int]] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, ScalarNode) else ""
        if name not in KEYS:
            message = f"unknown key {quote(name)}; the keys are {', '.join(KEYS)}"
            faults.append(Fault(line_of(key), "", message))
        elif name in values:
            faults.append(Fault(line_of(key), name, "stands twice; keep one"))
        elif not isinstance(value, ScalarNode):
            faults.append(Fault(line_of(value), name, "write one text here, not a list or keys"))
            values[name] = ("", 0)
        else:
            values[name] = (value.value.strip(), line_of(value))
    yield Written(line_of(node), values)


def _opml(data: bytes, faults: list[Fault]) -> Iterator[Written]:
    try:
        root = parse_xml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(line, "", "not UTF-8; save the file as UTF-8"))
        return
    except UnreadableError as error:
        found = AT_LINE.search(error.reject.detail)
        faults.append(Fault(int(found[1]) if found else 1, "", error.reject.detail))
        return
    if local_name(root) != "opml":
        faults.append(Fault(1, "", f"<{local_name(root)}> is not OPML; give OPML or YAML"))
        return
    for outline in root.iter("outline"):
        line = int(str(outline.sourceline))  # always there in what was parsed
        if (url := outline.get("xmlUrl")) is None:
            continue
        given = {
            "url": url,
            "source": outline.get("text") or outline.get("title"),
            "interval": outline.get("interval"),
        }
        values = {
            name: (" ".join(value.split()), line)
            for name, value in given.items()
            if value is not None
        }
        yield Written(line, values)


def _feed(written: Written, faults: list[Fault]) -> Feed | None:
    url = _url(written, faults)
    source = _source(written, faults)
    interval_s = _interval(written, faults)
    return None if url is None else Feed(source=source, url=url, interval_s=interval_s)


def _url(written: Written, faults: list[Fault]) -> URL | None:
    text, line = written.values.get("url", ("", written.line))
    if not line:
        return None
    if not text:
        faults.append(Fault(line, "url", "missing; write where the feed is"))
        return None
    try:
        url = URL(text)
        usable = url.scheme in {"http", "https"} and bool(url.host) and url.port != 0
    except ValueError:
        usable = False
    if not usable:
        message = f"{quote(text)} is no address; write one that begins with https:// or http://"
        faults.append(Fault(line, "url", message))
        return None
    return url.with_fragment(None)


def _source(written: Written, faults: list[Fault]) -> str:
    text, line = written.values.get("source", ("", written.line))
    if not text and line:
        message = "missing; write a short name, such as aljazeera"
        faults.append(Fault(line, "source", message))
    elif len(text) > MAX_SOURCE_CHARS or not text.isprintable():
        message = f"use up to {MAX_SOURCE_CHARS} characters that can be seen"
        faults.append(Fault(line, "source", message))
    return text


def _interval(written: Written, faults: list[Fault]) -> int | None:
    if "interval" not in written.values:
        return None
    text, line = written.values["interval"]
    if not line:
        return None
    found = INTERVAL.match(text)
    seconds = int(found[1]) * UNIT_S[found[2]] if found else 0
    if not LEAST_S <= seconds <= MOST_S:
        message = f"{quote(text)}: write a time of {LEAST_S} s to 7 d, such as 90s, 5m or 1h"
        faults.append(Fault(line, "interval", message))
        return None
    return seconds
