"""What a wire format's reader is given, and how it says that it cannot read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from schemas.records import Delivery
from streams.outcome import Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what is read; more is refused as `too_large`."""

    max_item_bytes: int
    max_text_chars: int
    """Longest text of one article, and longest HTML that one is read from, characters."""
    max_articles: int
    """Most articles of one item, whatever the format calls them: they are one transaction."""

    def check_articles(self, count: int) -> None:
        """Raise UnreadableError `too_large` for an item of more than `max_articles`."""
        if count > self.max_articles:
            raise too_large("Articles in one item", count, self.max_articles, "MAX_ARTICLES")


class Wire(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A wire item whose bytes have become text."""

    delivery: Delivery
    text: str
    limits: Limits

    def holding(self, text: str) -> Wire:
        """Give the same item with `text` in place of its own: a document that it holds."""
        return Wire(delivery=self.delivery, text=text, limits=self.limits)


class UnreadableError(Exception):
    """The whole wire item cannot be read; becomes a `Reject`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reject = Reject(reason, detail)


MAX_LINES: Final = 20_000
"""Lines or paragraphs of one article; each takes 10 µs. The longest reports have some thousand."""


def too_many_lines(count: int) -> UnreadableError:
    """Say that an article has more than `MAX_LINES` lines."""
    return UnreadableError(
        "too_large", f"{count:,} lines, more than {MAX_LINES:,}; send the articles one by one."
    )


def too_large(what: str, size: int, limit: int, setting: str) -> UnreadableError:
    """Say that `what` is larger than the setting `BARQ_<setting>` allows."""
    return UnreadableError(
        "too_large", f"{what}: {size:,}, more than {limit:,}; raise BARQ_{setting} to read it"
    )
