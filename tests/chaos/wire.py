"""A seeded wire: items with re-sends, updates, corrections, kills, briefs and noise among them.

Some are withheld, and freed by what comes next of them. None has an embargo with an end: when
it is over the wall clock says, and what comes then would stand elsewhere in the order of each run.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

from schemas.ids import digest
from schemas.records import WireItem

START: Final = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
SOURCES: Final = ("north", "south", "east")
NAMES: Final = {
    "en": ("Sergey Lavrov", "Mevlut Cavusoglu", "Donald Trump", "Hakan Fidan", "Turkey", "Iran"),
    "ar": ("سيرغي لافروف", "مولود جاويش أوغلو", "دونالد ترامب", "تركيا", "روسيا", "سوريا"),
}
LETTERS: Final = {"en": "abcdefghilmnoprstu", "ar": "بتجحدرسشصطعفقكلمنهي"}
WORDS_A_LANGUAGE: Final = 3000


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the wire has sent of one article so far."""

    uri: str
    version: int
    language: str
    headline: str
    paragraphs: tuple[str, ...]
    status: str = "usable"

    def ninjs(self) -> bytes:
        """Give this version as a ninjs 1.4 item."""
        return orjson.dumps(
            {
                "uri": self.uri,
                "type": "text",
                "version": str(self.version),
                "pubstatus": self.status,
                "language": self.language,
                "headline": self.headline,
                "body_text": "\n\n".join(self.paragraphs),
            }
        )


class Wire:
    """A source of wire items that is the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = {language: self._vocabulary(language) for language in LETTERS}
        self._stories: list[Story] = []
        self._sent: list[bytes] = []

    def items(self, count: int) -> Iterator[WireItem]:
        """Give `count` items; each comes 0.2 s of event time after the one before."""
        for number in range(count):
            body = self._next()
            self._sent.append(body)
            yield WireItem(
                id=digest("chaos", str(number), body),
                source=self._random.choice(SOURCES),
                content_type="application/json",
                received_at=START + timedelta(milliseconds=200 * number),
                body=body,
            )

    def _next(self) -> bytes:
        kind = self._random.random()
        if kind < 0.60 or len(self._stories) < 20:
            return self._send(self._fresh())
        if kind < 0.70:
            return self._random.choice(self._sent[-2000:])
        if kind < 0.97:
            place = self._random.randrange(max(0, len(self._stories) - 500), len(self._stories))
            return self._again(place, kind)
        return self._random.choice((b"", b"\xff\xfe\x00", b'{"uri": 1}', b'{"uri": "x"', b"[]"))

    def _again(self, place: int, kind: float) -> bytes:
        story = self._stories[place]
        if story.status == "withheld":
            story = replace(story, status="usable")
        version = story.version + 1
        if kind < 0.80:
            added = (*story.paragraphs, self._paragraph(story.language))
            changed = replace(story, version=version, paragraphs=added)
        elif kind < 0.86:
            cue = "تصحيح" if story.language == "ar" else "CORRECTED"
            changed = replace(
                story, version=version, headline=f"{cue}- {self._headline(story.language)}"
            )
        elif kind < 0.90:
            changed = replace(story, version=version, status="canceled", paragraphs=())
        elif kind < 0.92:
            changed = replace(story, version=version, status="withheld")
        else:
            brief = story.paragraphs[: 1 + len(story.paragraphs) // 2]
            return self._send(replace(story, uri=self._uri(), version=1, paragraphs=brief))
        self._stories[place] = changed
        return changed.ninjs()

    def _send(self, story: Story) -> bytes:
        self._stories.append(story)
        return story.ninjs()

    def _fresh(self) -> Story:
        language = self._random.choice(tuple(LETTERS))
        paragraphs = tuple(self._paragraph(language) for _ in range(self._random.randint(2, 6)))
        return Story(
            uri=self._uri(),
            version=1,
            language=language,
            headline=self._headline(language),
            paragraphs=paragraphs,
        )

    def _uri(self) -> str:
        return f"urn:chaos:{len(self._stories):06d}"

    def _headline(self, language: str) -> str:
        return " ".join(self._random.choices(self._words[language], k=7))

    def _paragraph(self, language: str) -> str:
        words = self._random.choices(self._words[language], k=self._random.randint(25, 60))
        for name in self._random.sample(NAMES[language], k=self._random.randint(0, 2)):
            words.insert(self._random.randrange(len(words)), name)
        return " ".join(words) + "."

    def _vocabulary(self, language: str) -> list[str]:
        letters = LETTERS[language]
        lengths = [self._random.randint(4, 9) for _ in range(WORDS_A_LANGUAGE)]
        return ["".join(self._random.choices(letters, k=length)) for length in lengths]
