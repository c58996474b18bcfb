"""Headlines, by which a kill names the article that it withdraws, and a story follows its flash."""

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

CUE_WORDS: Final = 8
"""Most words before a headline that are a cue: "UPDATE 2", "1ST LEAD WRITETHRU"."""

FLASH_SHINGLES: Final = 20
"""Size up to which a text is a flash, all headline: some twenty words."""

SERIES: Final = 24
"""Articles under one title from which it tells none of them from the others."""


def folded_headlines(articles: Sequence[Parsed]) -> list[str]:
    """Give each article's headline, or the first sentence that stands for it, folded."""
    return fold_all([one.headline for one in articles])


def titles_of(source: str, headline: str, shingles: int, *, cued: bool) -> tuple[Title, ...]:
    """Give the titles under which a text of so many `shingles` is found.

    A flash, or what the wire calls an update, correction or the like, stands under each that its
    headline may hold behind a cue.
    """
    if cued or shingles <= FLASH_SHINGLES:
        return tuple(titles_in(source, headline))
    title = title_of(source, headline)
    return (title,) if title else ()


def title_of(source: str, headline: str) -> Title:
    """Give what stands for a folded headline of a source."""
    if len(headline.replace(" ", "")) < TITLE_LETTERS:
        return b""
    return bytes.fromhex(digest(source, headline, size=TITLE_BYTES))


def titles_in(source: str, headline: str) -> Iterator[Title]:
    """Give the titles that a folded headline may hold behind its cue, the longest first.

    Of «KILL-Lavrov to meet Cavusoglu» one of them is that of «Lavrov to meet Cavusoglu».
    """
    left = headline
    for _ in range(CUE_WORDS + 1):
        if title := title_of(source, left):
            yield title
        left = left.partition(" ")[2]


class Titles:
    """The articles under each title."""

    def __init__(self) -> None:
        self._keys: dict[Title, dict[str, None]] = {}

    def add(self, titles: Sequence[Title], key: str) -> None:
        """Note that `key` stands under each of `titles`, which are without repeats."""
        for title in titles:
            self._keys.setdefault(title, {})[key] = None

    def remove(self, titles: Sequence[Title], key: str) -> None:
        """Forget what was noted."""
        for title in titles:
            keys = self._keys[title]
            del keys[key]
            if not keys:
                del self._keys[title]

    def under(self, title: Title) -> tuple[str, ...]:
        """Give the articles under `title`, in no order; none for that of a series."""
        keys = self._keys.get(title, {})
        return tuple(keys) if len(keys) < SERIES else ()
