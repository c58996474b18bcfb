"""What must become of each sample: read this to see what Barq promises.

The demonstration fails when anything is missing, and when anything comes too often.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from schemas.topics import ALERTS, DEAD_LETTERS, DUPLICATES, ENRICHED

RULE: Final = "lavrov-and-cavusoglu"
MINISTERS: Final = frozenset({"person:sergey-lavrov", "person:mevlut-cavusoglu"})


@dataclass(frozen=True, slots=True, order=True)
class Fate:
    """One record that comes of a sample."""

    topic: str
    what: str
    """Relation of an article, reason of a dead letter, kind of an alert."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, who delivers it, and all that comes of it."""

    file: str
    source: str
    fates: tuple[Fate, ...]
    ministers: bool = False
    """Whether its first article names both."""

    @property
    def body(self) -> bytes:
        """Read the bundled file."""
        return (files("streams.demo") / "samples" / self.file).read_bytes()


def article(relation: str, language: str) -> Fate:
    """Expect an enriched article."""
    return Fate(ENRICHED.name, relation, language)


def duplicate(relation: str, language: str) -> Fate:
    """Expect an article with nothing new in it."""
    return Fate(DUPLICATES.name, relation, language)


def alert(kind: str, language: str) -> Fate:
    """Expect an alert."""
    return Fate(ALERTS.name, kind, language)


def dead_letter(reason: str) -> Fate:
    """Expect a dead letter."""
    return Fate(DEAD_LETTERS.name, reason)


NORTH: Final = "north-wire"
HARBOUR: Final = "harbour-wire"
SAMPLES: Final = (
    Sample("01-talks-ar.txt", NORTH, (article("new", "ar"), alert("alert", "ar")), ministers=True),
    Sample(
        "02-talks-en.json", HARBOUR, (article("new", "en"), alert("alert", "en")), ministers=True
    ),
    Sample("03-talks-en-resend.json", HARBOUR, (duplicate("replay", "en"),)),
    Sample("04-talks-en-brief.txt", "coast-radio", (duplicate("brief", "en"),)),
    Sample(
        "05-talks-fr.rss",
        "littoral",
        (article("new", "fr"), article("new", "fr"), alert("alert", "fr")),
        ministers=True,
    ),
    Sample(
        "06-talks-ru.txt", "volga", (article("new", "ru"), alert("alert", "ru")), ministers=True
    ),
    Sample(
        "07-talks-tr.atom",
        "liman",
        (article("new", "tr"), article("new", "tr"), alert("alert", "tr")),
        ministers=True,
    ),
    Sample("08-port-ar.json", NORTH, (article("new", "ar"),)),
    Sample("09-broken.json", HARBOUR, (dead_letter("not_json"),)),
    Sample("10-ferry-en.txt", HARBOUR, (article("new", "en"),)),
    Sample(
        "11-talks-en-correction.json",
        HARBOUR,
        (article("correction", "en"), alert("correction", "en")),
        ministers=True,
    ),
    Sample("12-talks-ar-longer.txt", "east-press", (article("expansion", "ar"),), ministers=True),
    Sample("13-library-ru.json", "volga", (article("new", "ru"),)),
    Sample("14-talks-en-kill.json", HARBOUR, (article("kill", "en"), alert("kill", "en"))),
)
