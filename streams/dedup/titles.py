"""Headlines, by which a kill under an id of its own names the article that it withdraws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from schemas.ids import digest
from schemas.records import Parsed
from streams.text.fold import fold_all

Title = bytes
"""Digest of a source and a folded headline, TITLE_BYTES long; empty for no headline to go by."""

TITLE_BYTES: Final = 8
TITLE_LETTERS: Final = 8
"""Shortest headline to go by: «War» or «Obituary» stands over more than one article."""


def folded_headlines(articles: Sequence[Parsed]) -> list[str]:
    """Give each article's headline folded; empty where it has none of its own."""
    return fold_all([one.headline if one.headline_from == "headline" else "" for one in articles])


def title_of(source: str, headline: str) -> Title:
    """Give what stands for a folded headline of a source."""
    if len(headline.replace(" ", "")) < TITLE_LETTERS:
        return b""
    return bytes.fromhex(digest(source, headline, size=TITLE_BYTES))


def titles_in(source: str, headline: str) -> Iterator[Title]:
    """Give the titles that a kill's folded headline may name, the longest first.

    Its cue stands before the headline of the article: «KILL-Lavrov to meet Cavusoglu».
    """
    words = headline.split()
    for start in range(len(words)):
        if title := title_of(source, " ".join(words[start:])):
            yield title


class Titles:
    """The articles under each title."""

    def __init__(self) -> None:
        self._keys: dict[Title, tuple[str, ...]] = {}

    def add(self, title: Title, key: str) -> None:
        """Note that `key` stands under `title`."""
        if title:
            self._keys[title] = (*self._keys.get(title, ()), key)

    def remove(self, title: Title, key: str) -> None:
        """Forget what was noted."""
        if title:
            rest = tuple(one for one in self._keys.pop(title) if one != key)
            if rest:
                self._keys[title] = rest

    def under(self, title: Title) -> tuple[str, ...]:
        """Give the articles under `title`."""
        return self._keys.get(title, ())
