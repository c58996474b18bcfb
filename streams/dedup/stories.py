"""What is remembered of each article's text and story, and where alike texts are found."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from schemas.records import Redundancy, Relation, Share
from streams.dedup.hashing import Hashes
from streams.dedup.sketch import EMPTY, Sketch, index_of
from streams.dedup.titles import Title, Titles
from streams.dedup.window import Window
from streams.state import Entry, Store

REMEMBERED: Final = 32
"""Answers kept of one article, the last ones: versions come here once each, and few articles
have so many; a redelivery from further back is judged as an update."""


STORED: Final = np.dtype("<u4")
"""How hashes are kept."""


class Answer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What was answered to one version, to be answered again when it comes again."""

    version: str
    """Digest of its delivery and text."""
    relation: Relation
    redundancy: Redundancy | None = None
    """Set for a repeat, whose relation then means nothing."""
    related_to: str | None = None
    """Id of the earlier article; for a repeat, of the one that stands for it."""
    new_share: Share = 1.0
    story: str | None = None
    """None: the article's own."""


class Text(Entry, frozen=True, kw_only=True, array_like=True):
    """What is remembered of an article."""

    source: str
    story: str | None = None
    """None: its own."""
    answers: tuple[Answer, ...] = ()
    """In order of arrival."""
    hashes: bytes = b""
    """The sketch, little-endian uint32; empty for a repeat and after a kill, so that nothing is
    suppressed in favour of a text that nobody was sent."""
    modulus: int = 1
    numbers: bytes = b""
    titles: tuple[Title, ...] = ()
    """Of its last version; none after a kill, which then names no longer this article."""

    @property
    def sketch(self) -> Sketch:
        """The sketch, as it was made."""
        if not self.hashes:
            return EMPTY
        return Sketch(
            np.frombuffer(self.hashes, STORED), self.modulus, np.frombuffer(self.numbers, STORED)
        )

    @property
    def index(self) -> Hashes:
        """The hashes of the sketch by which the text is found."""
        return index_of(np.frombuffer(self.hashes, STORED))

    def answer_to(self, version: str) -> Answer | None:
        """Give what was answered to `version` before."""
        return next((answer for answer in self.answers if answer.version == version), None)


def stored(hashes: Hashes) -> bytes:
    """Give hashes of a sketch as they are kept."""
    return hashes.astype(STORED, copy=False).tobytes()


class TextIndex:
    """Keeps the window and the titles in step with the store."""

    def __init__(self, window: Window, titles: Titles) -> None:
        self._window = window
        self._titles = titles

    def added(self, key: str, entry: Text) -> None:
        """Make the text findable."""
        self._titles.add(entry.titles, key)
        if entry.hashes:
            self._window.add(key, entry.index)

    def removed(self, key: str, entry: Text) -> None:
        """Forget the text."""
        self._titles.remove(entry.titles, key)
        if entry.hashes:
            self._window.remove(key, entry.index)


class NearState:
    """The texts and stories of one partition."""

    def __init__(self, ttl_ms: int) -> None:
        self.window = Window()
        self.titles = Titles()
        index = TextIndex(self.window, self.titles)
        self.store: Store[Text] = Store(Text, ttl_ms=ttl_ms, index=index)
